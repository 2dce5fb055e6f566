import { breathe } from './pace';
import { joinTo, nameOf, SETTINGS_FILE } from './paths';
import type { FolderEntry, WorkspaceHost } from './types';

/** What a file may tell: `config` by itself, the others by the command lines and entry points in them. */
export type FileRole = 'config' | 'shell' | 'markdown' | 'makefile' | 'python';

const ROLES: Readonly<Record<string, FileRole>> = {
  yaml: 'config',
  yml: 'config',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  sbatch: 'shell',
  slurm: 'shell',
  job: 'shell',
  pbs: 'shell',
  lsf: 'shell',
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  mk: 'makefile',
  py: 'python',
};

/** Every file whose change concerns the workspace, as a glob for a client's watcher. Folders have no ending. */
export const WATCHED_FILES: readonly string[] = [
  `**/*.{${Object.keys(ROLES).join(',')}}`,
  '**/{Makefile,makefile,GNUmakefile}',
];

export function roleOf(path: string): FileRole | undefined {
  const name = nameOf(path);
  if (/^(gnu)?makefile$/i.test(name)) return 'makefile';
  if (name === SETTINGS_FILE) return undefined;
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : ROLES[name.slice(dot + 1).toLowerCase()];
}

/** Folders of tools, which no setting has to name. */
export function isHidden(name: string): boolean {
  return name.startsWith('.');
}

/** What a virtual environment holds, whatever its own name: one of Python's, one of conda's. */
const ENVIRONMENT_MARKS: readonly string[] = ['pyvenv.cfg', 'conda-meta'];

const DEEPEST = 32;

/** Extensions that folders hardly ever have. */
const FILE_LIKE = /\.[A-Za-z][A-Za-z0-9]{0,7}$/;

/** For what is gone, and for hosts that do not tell. */
export function looksLikeFolder(path: string): boolean {
  return !roleOf(path) && !FILE_LIKE.test(nameOf(path));
}

export interface WalkLimits {
  readonly maxFiles: number;
  /** Whether a folder is passed over. */
  readonly skips: (folder: string) => boolean;
  readonly onProgress: (found: number) => void;
  readonly isStopped: () => boolean;
}

export interface WalkResult {
  /** False where a limit ended the search. */
  readonly complete: boolean;
}

interface PendingFolder {
  readonly path: string;
  readonly depth: number;
  /** Listings of the folders above, which a link that leads up again repeats. */
  readonly above: readonly string[];
}

/** Finds the files with a role below a folder, level by level, so that a limit costs the deepest ones. */
export async function walk(
  host: WorkspaceHost,
  root: string,
  visit: (path: string, role: FileRole) => void,
  limits: WalkLimits,
): Promise<WalkResult> {
  let queue: PendingFolder[] = [{ path: root, depth: 0, above: [] }];
  const entered = new Set<string>();
  let count = 0;
  while (queue.length > 0) {
    const next: PendingFolder[] = [];
    for (const folder of queue) {
      if (limits.isStopped()) return { complete: false };
      await breathe();
      const entries = await entriesOf(host, folder.path);
      if (entries.some((entry) => ENVIRONMENT_MARKS.includes(entry.name))) continue;
      const listing = entries
        .map((entry) => entry.name)
        .sort()
        .join('\n');
      // Folders that repeat may be meant once; a link that leads up repeats them for ever.
      if (listing !== '' && folder.above.filter((each) => each === listing).length >= 2) continue;
      for (const entry of entries) {
        count += 1;
        if (count > limits.maxFiles) return { complete: false };
        const path = joinTo(folder.path, entry.name);
        const role = roleOf(entry.name);
        if (entry.kind === 'file' || (entry.kind === 'link' && role)) {
          if (role) visit(path, role);
          continue;
        }
        if (folder.depth >= DEEPEST || limits.skips(path)) continue;
        if (entry.kind === 'link' && !(await isNew(host, path, root, entered))) continue;
        next.push({ path, depth: folder.depth + 1, above: [...folder.above, listing] });
      }
      limits.onProgress(count);
    }
    queue = next;
  }
  return { complete: true };
}

async function isNew(host: WorkspaceHost, path: string, root: string, entered: Set<string>): Promise<boolean> {
  if (!host.realPath) return true;
  let real: string | undefined;
  try {
    real = await host.realPath(path);
  } catch {
    return false;
  }
  // A link to a folder that holds it leads round; one to elsewhere in this tree is found there.
  if (real === undefined || real === root || root.startsWith(`${real}/`) || real.startsWith(`${root}/`)) return false;
  if (entered.has(real)) return false;
  entered.add(real);
  return true;
}

async function entriesOf(host: WorkspaceHost, dir: string): Promise<readonly FolderEntry[]> {
  try {
    if (host.entries) return await host.entries(dir);
    const names = await host.list(dir);
    // A file with no role is taken for a folder at most once: listing it gives nothing.
    return names.map((name) => ({ name, kind: looksLikeFolder(name) ? 'folder' : 'file' }));
  } catch {
    return [];
  }
}

import { isWithin, nameOf, relativeTo, SETTINGS_FILE } from '../workspace/paths';
import { commitOf, filesOfCommit, repositoryOf } from './git';
import { absolute, type Io, shownPath, UsageError } from './io';
import { type ComposeOptions, openProject, type Project } from './project';
import { kindOf, rootOf } from './roots';
import { filesToCheck, foldersOf, placeOf } from './select';

/** One of the two that are compared. */
export interface Side {
  /** As the user named it. */
  readonly label: string;
  readonly project: Project;
  /** Files by the name under which the other side has them. */
  readonly files: ReadonlyMap<string, string>;
  close(): void;
}

export interface SideOptions extends ComposeOptions {
  readonly root?: string;
}

/** What an argument of `diff` means. */
export type Target =
  | { readonly kind: 'file'; readonly label: string; readonly path: string }
  | { readonly kind: 'folder'; readonly label: string; readonly path: string }
  | {
      readonly kind: 'commit';
      readonly label: string;
      readonly commit: string;
      readonly root: string;
      readonly path?: string;
    };

/** A file, a folder, a Git revision, or a file of one (`HEAD:configs/train.yaml`). */
export async function targetOf(io: Io, given: string): Promise<Target> {
  const path = absolute(io, given);
  const kind = await kindOf(path);
  if (kind !== undefined) return { kind, label: given, path: await placeOf(io, path, kind) };
  const here = absolute(io, '.');
  const root = await repositoryOf(here);
  if (root !== undefined) {
    const whole = await commitOf(here, given);
    if (whole !== undefined) return { kind: 'commit', label: given, commit: whole, root };
    const [, name = '', file = ''] = /^([^:]+):(.+)$/s.exec(given) ?? [];
    const commit = name === '' ? undefined : await commitOf(here, name);
    if (commit !== undefined) {
      // As Git reads it: from the top of the repository, or from here where that is said.
      const at = absolute({ cwd: /^\.\.?\//.test(file) ? here : root }, file);
      return { kind: 'commit', label: given, commit, root, path: at };
    }
  }
  throw new UsageError(`${given}: there is no such file, folder or Git revision.`);
}

/** The working tree that a revision is compared with where nothing else is named. */
export function workingTree(io: Io): Target {
  return { kind: 'folder', label: 'the working tree', path: absolute(io, '.') };
}

/** Opens one side. `other` tells which file of a revision is meant where only the other side names one. */
export async function openSide(io: Io, options: SideOptions, target: Target, other: Target): Promise<Side> {
  if (target.kind === 'commit') {
    const path = target.path ?? (other.kind === 'commit' ? other.path : other.kind === 'file' ? other.path : undefined);
    const start = path ?? (other.kind === 'folder' ? other.path : absolute(io, '.'));
    const folder = options.root === undefined ? await rootOf(io, start) : absolute(io, options.root);
    const files = await filesOfCommit(target.root, target.commit);
    const project = await openProject(io, options, {
      folders: [isWithin(target.root, folder) ? folder : target.root],
      files,
    });
    const close = () => {
      project.workspace.dispose();
      files.close();
    };
    if (path !== undefined) {
      if ((await project.open(path)) === undefined) {
        close();
        throw new UsageError(`${target.label}: there is no ${shownPath(io, path)} in it.`);
      }
      return { label: target.label, project, files: new Map([['', path]]), close };
    }
    const all = (await project.workspace.configFiles()).map(project.pathOf);
    const below = all.filter((each) => isWithin(start, each) && nameOf(each) !== SETTINGS_FILE);
    return {
      label: target.label,
      project,
      files: new Map(below.map((each) => [relativeTo(start, each), each])),
      close,
    };
  }
  const named = [{ path: target.path, kind: target.kind }];
  const project = await openProject(io, options, { folders: await foldersOf(io, named, options.root) });
  const close = () => project.workspace.dispose();
  if (target.kind === 'file') return { label: target.label, project, files: new Map([['', target.path]]), close };
  const files = await filesToCheck(project, named);
  return {
    label: target.label,
    project,
    files: new Map(files.map((each) => [relativeTo(target.path, each), each])),
    close,
  };
}

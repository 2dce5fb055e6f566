import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ConfigWorkspace,
  createConfigWorkspace,
  type WorkspaceHost,
  type WorkspaceOptions,
  type WorkspaceView,
} from '../../../server/src/workspace/index';

export const REFERENCE = join(__dirname, '../../reference/hydra');

/** A disk in memory, with what was asked of it. */
export class MapDisk {
  readonly texts: Map<string, string>;
  readonly reads: string[] = [];
  readonly lists: string[] = [];
  /** Paths whose reading fails. */
  readonly unreadable = new Set<string>();
  ignoresCase = false;

  constructor(texts: Readonly<Record<string, string>>) {
    this.texts = new Map(Object.entries(texts));
  }

  read(path: string): string | undefined {
    this.reads.push(path);
    if (this.unreadable.has(path)) throw new Error('permission denied');
    const text = this.texts.get(path);
    if (text !== undefined || !this.ignoresCase) return text;
    for (const [name, each] of this.texts) if (name.toLowerCase() === path.toLowerCase()) return each;
    return undefined;
  }

  list(dir: string): string[] {
    this.lists.push(dir);
    const prefix = `${dir}/`;
    const names = new Set<string>();
    for (const path of this.texts.keys()) {
      if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/')[0] ?? '');
    }
    return [...names];
  }
}

export interface Harness {
  readonly disk: MapDisk;
  readonly workspace: ConfigWorkspace;
  /** Changes the disk and tells the workspace. */
  write(path: string, text: string): void;
  remove(path: string): void;
  /** The labels of the perspectives of a file, best first. */
  labels(path: string, settings?: Parameters<ConfigWorkspace['viewOf']>[1]): Promise<string[]>;
  view(path: string, settings?: Parameters<ConfigWorkspace['viewOf']>[1]): Promise<WorkspaceView>;
}

export const PREFIX = 'test:///';

/** A workspace whose only folder is `ws`; paths in the tests count from there. */
export function workspaceOf(
  texts: Readonly<Record<string, string>>,
  options: WorkspaceOptions = {},
  change: (host: WorkspaceHost) => WorkspaceHost = (host) => host,
): Harness {
  const disk = new MapDisk(Object.fromEntries(Object.entries(texts).map(([path, text]) => [`/ws/${path}`, text])));
  const host: WorkspaceHost = {
    folders: ['/ws'],
    read: async (path) => disk.read(path),
    list: async (dir) => disk.list(dir),
    pathOf: (uri) => (uri.startsWith(PREFIX) ? `/${uri.slice(PREFIX.length)}` : undefined),
    uriOf: (path) => `${PREFIX}${path.slice(1)}`,
  };
  const workspace = createConfigWorkspace(change(host), { gatherTime: 1, ...options });
  const view: Harness['view'] = async (path, settings) => {
    const found = await workspace.viewOf(uriOf(path), settings);
    if (!found) throw new Error(`${path} has no view`);
    return found;
  };
  return {
    disk,
    workspace,
    write(path, text) {
      const kind = disk.texts.has(`/ws/${path}`) ? 'changed' : 'created';
      disk.texts.set(`/ws/${path}`, text);
      workspace.filesChanged([{ path: `/ws/${path}`, kind }]);
    },
    remove(path) {
      disk.texts.delete(`/ws/${path}`);
      workspace.filesChanged([{ path: `/ws/${path}`, kind: 'deleted' }]);
    },
    view,
    labels: async (path, settings) => (await view(path, settings)).perspectives.map((each) => each.label),
  };
}

export function uriOf(path: string): string {
  return `${PREFIX}ws/${path}`;
}

/** What a composed config holds at a dotted path. */
export function valueAt(view: WorkspaceView, index: number, path: string): unknown {
  const composition = view.perspectives[index]?.composition;
  if (!composition || composition.stage === 'compose') return composition?.message;
  let value: unknown = composition.toContainer({ resolve: composition.ok });
  for (const part of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}

/** A host over a folder of the disk. */
export function diskHost(root: string): WorkspaceHost {
  return {
    folders: [root],
    async read(path) {
      try {
        return statSync(path).isDirectory() ? undefined : readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
    async list(dir) {
      try {
        return readdirSync(dir);
      } catch {
        return [];
      }
    },
    pathOf: (uri) => uri.slice('file://'.length),
    uriOf: (path) => `file://${path}`,
  };
}

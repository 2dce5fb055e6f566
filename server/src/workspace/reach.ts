import type { Composition, CompositionRequest } from '../config/hydra';
import { folderOf } from './paths';
import { looksLikeFolder } from './walk';

/** The files and folders that a composition looked at; what is left of it when it is dropped. */
export interface Reach {
  readonly request: CompositionRequest;
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Config paths of the files that were merged; undefined where nothing came out, and then whatever was read counts. */
  readonly merged: ReadonlySet<string> | undefined;
  /** Paths by their lower case, where the disk was found not to tell cases apart. */
  readonly folded: ReadonlyMap<string, string> | undefined;
  readonly failed: boolean;
  readonly choices: Readonly<Record<string, string | null>>;
}

export function reachFrom(request: CompositionRequest, composition: Composition): Reach {
  const { files, folders } = composition.dependencies;
  const folded = composition.notes.some((note) => note.code === 'name-case')
    ? new Map([...files].map((file) => [file.toLowerCase(), file]))
    : undefined;
  const failed = composition.stage === 'compose';
  return {
    request,
    files,
    folders,
    merged: failed
      ? undefined
      : new Set(composition.defaults.map(({ configPath }) => `/${configPath.replace(/\.yaml$/, '')}.yaml`)),
    folded,
    failed,
    choices: failed ? {} : composition.choices,
  };
}

/** Whether a composition reads a file, in whatever case the disk takes for the same. */
export function reads(reach: Reach, path: string): boolean {
  const file = reach.files.has(path) ? path : reach.folded?.get(path.toLowerCase());
  if (file === undefined) return false;
  if (!reach.merged) return true;
  // A file that is looked at and then left out (`~optim`) does not count.
  for (let slash = file.lastIndexOf('/'); slash >= 0; slash = file.lastIndexOf('/', slash - 1)) {
    if (reach.merged.has(file.slice(slash))) return true;
    if (slash === 0) break;
  }
  return reach.merged.has(`/${file}`);
}

/** Files whose text is another one, and files that came or went. */
export interface Changes {
  readonly changed: readonly string[];
  readonly moved: readonly string[];
  readonly parents: readonly string[];
  /** With a slash at the end: a folder takes along what is below it. */
  readonly folders: readonly string[];
}

export function changesOf(changed: readonly string[], moved: readonly string[]): Changes {
  const folders = moved.filter(looksLikeFolder).map((path) => `${path}/`);
  return { changed, moved, parents: moved.map(folderOf), folders };
}

/** Whether a composition looked at what changed. */
export function isTouched({ files, folders }: Reach, changes: Changes): boolean {
  return (
    changes.changed.some((path) => files.has(path)) ||
    changes.moved.some((path) => files.has(path) || folders.has(path)) ||
    changes.parents.some((path) => folders.has(path)) ||
    (changes.folders.length > 0 &&
      [...files, ...folders].some((path) => changes.folders.some((folder) => path.startsWith(folder))))
  );
}

/** The paths, and in what other case a composition asked for them on a disk that takes it for the same. */
export function spellingsOf(paths: readonly string[], reaches: Iterable<Reach>): string[] {
  const result = new Set(paths);
  for (const { folded } of reaches) {
    if (!folded) continue;
    for (const path of paths) {
      const other = folded.get(path.toLowerCase());
      if (other !== undefined) result.add(other);
    }
  }
  return [...result];
}

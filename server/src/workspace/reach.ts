import type { Composition, CompositionRequest, ResultDefault } from '../config/hydra';
import { folderOf } from './paths';
import { looksLikeFolder } from './walk';

/** The files and folders that a composition looked at; what is left of it when it is dropped. */
export interface Reach {
  readonly request: CompositionRequest;
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** As the composition has them; undefined where nothing came out. */
  readonly defaults: readonly ResultDefault[] | undefined;
  /** Config paths of the files that were merged; undefined where nothing came out, and then whatever was read counts. */
  readonly merged: ReadonlySet<string> | undefined;
  /** Those of `files` that count as read. */
  readonly reading: readonly string[];
  /** Paths by their lower case, where the disk was found not to tell cases apart. */
  readonly folded: ReadonlyMap<string, string> | undefined;
  readonly failed: boolean;
  readonly choices: Readonly<Record<string, string | null>>;
}

/** `before` is what the same command line reached earlier; mostly that is still so. */
export function reachFrom(request: CompositionRequest, composition: Composition, before?: Reach): Reach {
  const { files, folders } = composition.dependencies;
  const folded = composition.notes.some((note) => note.code === 'name-case')
    ? new Map([...files].map((file) => [file.toLowerCase(), file]))
    : undefined;
  const failed = composition.stage === 'compose';
  const defaults = failed ? undefined : composition.defaults;
  const isSame = before !== undefined && before.files === files && before.defaults === defaults;
  const merged = isSame ? before.merged : defaults && new Set(defaults.map(({ configPath }) => withEnding(configPath)));
  const reading = isSame ? before.reading : [...files].filter((file) => isMerged(file, merged));
  return {
    request,
    files,
    folders,
    defaults,
    merged,
    reading: before !== undefined && isSameList(before.reading, reading) ? before.reading : reading,
    folded,
    failed,
    choices: failed ? {} : composition.choices,
  };
}

function withEnding(configPath: string): string {
  return configPath.endsWith('.yaml') ? `/${configPath}` : `/${configPath}.yaml`;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((each, index) => each === b[index]));
}

/** Whether a composition reads a file, in whatever case the disk takes for the same. */
export function reads(reach: Reach, path: string): boolean {
  const file = reach.files.has(path) ? path : reach.folded?.get(path.toLowerCase());
  return file !== undefined && isMerged(file, reach.merged);
}

/** A file that is looked at and then left out (`~optim`) does not count. */
function isMerged(file: string, merged: Reach['merged']): boolean {
  if (!merged) return true;
  for (let slash = file.lastIndexOf('/'); slash >= 0; slash = file.lastIndexOf('/', slash - 1)) {
    if (merged.has(file.slice(slash))) return true;
    if (slash === 0) break;
  }
  return merged.has(`/${file}`);
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

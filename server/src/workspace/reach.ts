import type { Composition, CompositionRequest } from '../config/hydra';

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

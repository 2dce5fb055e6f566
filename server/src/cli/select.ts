import { isWithin, nameOf, SETTINGS_FILE } from '../workspace/paths';
import { ignoredBelow } from './git';
import { absolute, type Io, UsageError } from './io';
import type { Project } from './project';
import { isFolder, isInRepository, kindOf, rootOf } from './roots';

/** A path that a user named. */
export interface Named {
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/** What stands at the paths of a command line, each one looked for. */
export async function named(io: Io, paths: readonly string[]): Promise<Named[]> {
  return Promise.all(
    paths.map(async (given) => {
      const path = absolute(io, given);
      const kind = await kindOf(path);
      if (kind === undefined) throw new UsageError(`${given}: there is no such file or folder.`);
      return { path, kind };
    }),
  );
}

/** The folders to look at all of them from, as an editor would have them open. */
export async function foldersOf(io: Io, all: readonly Named[], root: string | undefined): Promise<string[]> {
  if (root !== undefined) {
    const folder = absolute(io, root);
    if (!(await isFolder(folder))) throw new UsageError(`--root ${root}: there is no such folder.`);
    const outside = all.find(({ path }) => !isWithin(folder, path));
    if (outside !== undefined) throw new UsageError(`${outside.path} lies outside of --root ${root}.`);
    return [folder];
  }
  const folders = await Promise.all(all.map(({ path }) => rootOf(io, path)));
  return [...new Set(folders)];
}

/** Files that are named, and the YAML files below folders that are, without those that Git ignores. */
export async function filesToCheck(project: Project, all: readonly Named[]): Promise<string[]> {
  const files = new Set(all.filter(({ kind }) => kind === 'file').map(({ path }) => path));
  const below = all.filter(({ kind }) => kind === 'folder').map(({ path }) => path);
  if (below.length > 0) {
    const found = (await project.workspace.configFiles()).map(project.pathOf);
    const ignored = await Promise.all(
      project.folders.map(async (folder) => ({ folder, holds: await ignoredBelow(folder) })),
    );
    for (const { folder, holds } of ignored) {
      if (holds !== undefined || !(await isInRepository(folder))) continue;
      project.notes.add(`git does not tell which files of ${folder} it ignores, so they are looked at as well.`);
    }
    for (const path of found) {
      const isWanted = below.some((folder) => isWithin(folder, path));
      if (isWanted && !ignored.some(({ folder, holds }) => isWithin(folder, path) && holds?.(path) === true))
        files.add(path);
    }
  }
  // What is wrong with settings is told in any case.
  return [...files].filter((path) => nameOf(path) !== SETTINGS_FILE).sort();
}

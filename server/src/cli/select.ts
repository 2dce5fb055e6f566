import { nodeFiles } from '../lsp/node-files';
import { folderOf, isWithin, joinTo, nameOf, relativeTo, SETTINGS_FILE } from '../workspace/paths';
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
      return { path: await placeOf(io, path, kind), kind };
    }),
  );
}

/** Where a file or folder that a user named lies. A link to a file is a file with a name of its own. */
export async function placeOf(io: Pick<Io, 'cwd'>, path: string, kind: Named['kind']): Promise<string> {
  return kind === 'folder' ? unlinked(io, path) : joinTo(await unlinked(io, folderOf(path)), nameOf(path));
}

/** A folder where it lies and not where a link to it does: a search finds it there, once. From the current folder as that is spelled. */
async function unlinked(io: Pick<Io, 'cwd'>, folder: string): Promise<string> {
  const here = absolute(io, '.');
  const [real, realHere] = await Promise.all([nodeFiles.realPath(folder), nodeFiles.realPath(here)]);
  if (real === undefined || realHere === undefined || real === folder) return folder;
  return isWithin(realHere, real) ? joinTo(here, relativeTo(realHere, real)) : real;
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

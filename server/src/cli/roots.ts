import { promises as disk } from 'node:fs';
import { defaultFileGlobs, SETTINGS_FILE } from '../workspace';
import { createFileFilter, isInSkippedFolder } from '../workspace/file-filter';
import { folderOf, isWithin, joinTo } from '../workspace/paths';
import { absolute, type Io } from './io';

export async function isFolder(path: string): Promise<boolean> {
  return (await kindOf(path)) === 'folder';
}

/** What stands at a path; undefined for nothing. */
export async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await disk.stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

/** Whether the contents of a folder can be listed; true for one that is not there. */
export async function isReadable(folder: string): Promise<boolean> {
  try {
    await disk.readdir(folder);
    return true;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    return code === 'ENOENT' || code === 'ENOTDIR';
  }
}

/** Whether a folder lies in a Git repository. */
export async function isInRepository(folder: string): Promise<boolean> {
  for (let at = folder; ; at = folderOf(at)) {
    if ((await kindOf(joinTo(at, '.git'))) !== undefined) return true;
    if (folderOf(at) === at) return false;
  }
}

/**
 * The folder that an editor would have open to look at a path: the nearest one upward with a settings file or a Git
 * repository, else the current one if it holds the path, else the path itself.
 */
export async function rootOf(io: Pick<Io, 'cwd'>, path: string): Promise<string> {
  const start = (await isFolder(path)) ? path : folderOf(path);
  for (let at = start; ; at = folderOf(at)) {
    if ((await kindOf(joinTo(at, SETTINGS_FILE))) === 'file' || (await kindOf(joinTo(at, '.git'))) !== undefined) {
      // What is asked for by name is looked at, wherever it lies.
      return isLeftOut(at, start) && at !== start ? start : at;
    }
    if (folderOf(at) === at) break;
  }
  const here = absolute(io, '.');
  return isWithin(here, start) && !(isLeftOut(here, start) && here !== start) ? here : start;
}

function isLeftOut(root: string, path: string): boolean {
  return isInSkippedFolder(root, path, createFileFilter(root, defaultFileGlobs));
}

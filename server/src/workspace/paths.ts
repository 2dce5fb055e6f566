/** Paths as the workspace room uses them: joined with `/`, without `.` and `..`, no slash at the end. */
import { joinPath, parentFolder } from '../config/hydra/repository';

export { joinPath as normalizePath, parentFolder as folderOf };

/** The settings of a workspace folder, at its root. */
export const SETTINGS_FILE = '.schedule-lens.yaml';

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function joinTo(dir: string, path: string): string {
  return path.startsWith('/') ? joinPath(path) : joinPath(dir, path);
}

/** True for the folder itself and everything below it. The empty path is the root of a map of relative paths. */
export function isWithin(folder: string, path: string): boolean {
  if (path === folder) return true;
  if (folder === '') return !path.startsWith('/') && !path.startsWith('..');
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The path as seen from a folder that holds it. */
export function relativeTo(folder: string, path: string): string {
  if (path === folder) return '';
  if (folder === '') return path;
  return path.slice(folder.endsWith('/') ? folder.length : folder.length + 1);
}

/** The folders from `root` down to `dir`, both included; empty where `dir` is not below `root`. */
export function foldersBetween(root: string, dir: string): string[] {
  if (!isWithin(root, dir)) return [];
  const folders = [root];
  let folder = root;
  for (const part of relativeTo(root, dir).split('/')) {
    if (part === '') continue;
    folder = joinTo(folder, part);
    folders.push(folder);
  }
  return folders;
}

export function depthOf(path: string): number {
  let depth = 0;
  for (const char of path) if (char === '/') depth += 1;
  return depth;
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

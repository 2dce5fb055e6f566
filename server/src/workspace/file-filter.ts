import picomatch from 'picomatch/posix.js';
import type { FileGlobs } from './file-globs';
import { relativeTo } from './paths';
import { isHidden, roleOf } from './walk';

/** Says of paths below a workspace folder whether they are looked at. */
export interface FileFilter {
  /** Equal for filters that say the same. */
  readonly key: string;
  /** Whether a file or folder, or a folder that it is in, is excluded. */
  excludes(path: string): boolean;
  /** Whether a config file is looked at. */
  includes(path: string): boolean;
}

/** More paths than this are not remembered. */
const MOST_KNOWN = 20_000;

/** The filter of a folder. A glob that is empty or too long to be one matches nothing. */
export function createFileFilter(root: string, globs: FileGlobs): FileFilter {
  const excluding = Object.entries(globs.exclude).flatMap(([glob, isOn]) => (isOn ? [glob] : []));
  const isExcluded = matcher(excluding);
  const isIncluded = matcher(globs.include);
  const known = new Map<string, boolean>();

  function excludes(relative: string): boolean {
    if (relative === '') return false;
    const before = known.get(relative);
    if (before !== undefined) return before;
    const slash = relative.lastIndexOf('/');
    const found = (slash > 0 && excludes(relative.slice(0, slash))) || isExcluded(relative);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(relative, found);
    return found;
  }

  return {
    key: JSON.stringify([globs.include, excluding]),
    excludes: (path) => excludes(relativeTo(root, path)),
    includes: (path) => isIncluded(relativeTo(root, path)) && !excludes(relativeTo(root, path)),
  };
}

/** Whether a path below a workspace folder lies in a folder that is not searched, or is one. */
export function isInSkippedFolder(root: string, path: string, filter: FileFilter): boolean {
  const names = relativeTo(root, path).split('/');
  const last = names.pop();
  if (names.some(isHidden) || (last !== undefined && !roleOf(last) && isHidden(last))) return true;
  return filter.excludes(path);
}

function matcher(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.flatMap((glob) => {
    try {
      return [picomatch(glob.replace(/^\.?\/+|(?<!\/)\/+$/g, ''), { dot: true })];
    } catch {
      return [];
    }
  });
  return (path) => matchers.some((matches) => matches(path));
}

// Not from node:fs/promises: this loads it at the first call, and a start is that much shorter.
import { promises as disk } from 'node:fs';
import type { FolderEntry } from '../workspace';
import type { RuntimeFiles } from './workspace-host';

/** Larger files hold no config; reading them whole would only cost memory. In bytes. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** What says that there is no such file, as opposed to one that may not be read. */
const ABSENT: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP'];

/** The disk, for documents with a `file:` uri. */
export const nodeFiles: RuntimeFiles = {
  async read(path) {
    try {
      const stats = await disk.stat(path);
      // A pipe or a device may never come to an end.
      return !stats.isFile() || stats.size > LARGEST_FILE ? undefined : await disk.readFile(path, 'utf8');
    } catch (error) {
      if (ABSENT.includes((error as { readonly code?: unknown }).code)) return undefined;
      throw error;
    }
  },
  async entries(folder) {
    try {
      const entries = await disk.readdir(folder, { withFileTypes: true });
      return entries.flatMap((entry): FolderEntry[] => {
        const kind = entry.isSymbolicLink()
          ? 'link'
          : entry.isDirectory()
            ? 'folder'
            : entry.isFile()
              ? 'file'
              : undefined;
        return kind === undefined ? [] : [{ name: entry.name, kind }];
      });
    } catch {
      return [];
    }
  },
  async realPath(path) {
    try {
      return (await disk.realpath(path)).replaceAll('\\', '/');
    } catch {
      return undefined;
    }
  },
};

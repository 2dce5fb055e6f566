import type { Connection, WorkspaceFolder } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { LIST_FOLDER_REQUEST, type ListFolderResult, READ_FILE_REQUEST, type ReadFileResult } from '../protocol';
import type { FolderEntry, WorkspaceHost } from '../workspace';

/** The disk of the machine that the server runs on, where it has one. Paths are absolute, joined with `/`. */
export interface RuntimeFiles {
  /** The text with its byte order mark; undefined where there is none. Rejects where it may not be read. */
  read(path: string): Promise<string | undefined>;
  entries(folder: string): Promise<readonly FolderEntry[]>;
  realPath(path: string): Promise<string | undefined>;
}

export interface ConnectionHost extends WorkspaceHost {
  setFolders(folders: readonly WorkspaceFolder[]): void;
  /** Remembers how the client spells the uri of a document. */
  learn(uri: string): void;
}

/** `/vscode-vfs:github/owner/name`: a path for what is no file of this machine. */
const FOREIGN = /^\/([a-z][a-z0-9+.-]+):([^/]*)(\/.*)?$/i;

/**
 * The files of a client's workspace: `file:` uris from the disk of this machine where there is one, all others (a
 * virtual workspace, a browser) asked from the client, if it says that it answers.
 */
export function connectionHost(
  connection: Connection,
  disk: RuntimeFiles | undefined,
  clientReads: () => boolean,
): ConnectionHost {
  const spelling = new Map<string, string>();
  let folders: readonly string[] = [];

  const pathOf = (uri: string): string | undefined => {
    const { scheme, authority, path, fsPath } = URI.parse(uri);
    if (scheme === 'file') return fsPath.replaceAll('\\', '/');
    if (scheme === 'untitled' || scheme === 'git' || path === '') return undefined;
    return `/${scheme}:${authority}${path}`;
  };
  const uriOf = (path: string): string => {
    const known = spelling.get(path);
    if (known !== undefined) return known;
    const [, scheme, authority = '', rest = '/'] = FOREIGN.exec(path) ?? [];
    return scheme === undefined ? URI.file(path).toString() : URI.from({ scheme, authority, path: rest }).toString();
  };
  const onDisk = (path: string): RuntimeFiles | undefined => (FOREIGN.test(path) ? undefined : disk);
  const entries = async (path: string): Promise<readonly FolderEntry[]> => {
    const files = onDisk(path);
    if (files !== undefined) return files.entries(path);
    if (!clientReads()) return [];
    const result = await connection.sendRequest<ListFolderResult>(LIST_FOLDER_REQUEST, { uri: uriOf(path) });
    return result.entries;
  };

  return {
    get folders() {
      return folders;
    },
    setFolders(changed) {
      folders = changed.map(({ uri }) => pathOf(uri)).filter((path) => path !== undefined);
    },
    learn(uri) {
      const path = pathOf(uri);
      if (path !== undefined) spelling.set(path, uri);
    },
    pathOf,
    uriOf,
    async read(path) {
      const files = onDisk(path);
      if (files !== undefined) return files.read(path);
      if (!clientReads()) return undefined;
      const result = await connection.sendRequest<ReadFileResult>(READ_FILE_REQUEST, { uri: uriOf(path) });
      return result.text;
    },
    entries,
    async list(folder) {
      return (await entries(folder)).map(({ name }) => name);
    },
    realPath: async (path) => onDisk(path)?.realPath(path) ?? path,
  };
}

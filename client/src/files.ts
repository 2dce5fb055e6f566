import { Disposable, FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type FileParams,
  LIST_FOLDER_REQUEST,
  type ListFolderResult,
  READ_FILE_REQUEST,
  type ReadFileResult,
} from '../../server/src/protocol';

/** Larger files hold no config. In bytes. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** Reads the workspace for a server that cannot: through VS Code's file system, so virtual workspaces work as well. */
export function serveFiles(client: BaseLanguageClient): Disposable {
  return Disposable.from(
    client.onRequest(READ_FILE_REQUEST, async ({ uri }: FileParams): Promise<ReadFileResult> => {
      const at = Uri.parse(uri, true);
      if (!isInWorkspace(at)) return {};
      try {
        if ((await workspace.fs.stat(at)).size > LARGEST_FILE) return {};
        // A byte order mark means something to Hydra, so the decoder leaves it in.
        return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(await workspace.fs.readFile(at)) };
      } catch {
        return {};
      }
    }),
    client.onRequest(LIST_FOLDER_REQUEST, async ({ uri }: FileParams): Promise<ListFolderResult> => {
      const at = Uri.parse(uri, true);
      if (!isInWorkspace(at)) return { entries: [] };
      try {
        const children = await workspace.fs.readDirectory(at);
        return {
          entries: children.map(([name, type]) => ({
            name,
            kind: type & FileType.SymbolicLink ? 'link' : type & FileType.Directory ? 'folder' : 'file',
          })),
        };
      } catch {
        return { entries: [] };
      }
    }),
  );
}

function isInWorkspace(uri: Uri): boolean {
  return workspace.getWorkspaceFolder(uri) !== undefined;
}

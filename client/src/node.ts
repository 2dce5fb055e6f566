import { type ExtensionContext, Uri } from 'vscode';
import {
  type BaseLanguageClient,
  LanguageClient,
  type LanguageClientOptions,
  TransportKind,
} from 'vscode-languageclient/node';

/** What the extension runs on, for a report. */
export const platform = `${process.platform} ${process.arch}, Node ${process.versions.node}`;

/** The server as a process of its own. */
export function clientOf(context: ExtensionContext, options: LanguageClientOptions): BaseLanguageClient {
  const server = {
    module: Uri.joinPath(context.extensionUri, 'dist/server/main.js').fsPath,
    transport: TransportKind.ipc,
  };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  return new LanguageClient('scheduleLens', 'Schedule Lens', { run: server, debug }, options);
}

import { type ExtensionContext, Uri } from 'vscode';
import {
  type BaseLanguageClient,
  LanguageClient,
  type LanguageClientOptions,
  TransportKind,
} from 'vscode-languageclient/node';

/** The server as a process of its own. */
export function clientOf(context: ExtensionContext, options: LanguageClientOptions): BaseLanguageClient {
  const server = {
    module: Uri.joinPath(context.extensionUri, 'dist/server/main.js').fsPath,
    transport: TransportKind.ipc,
  };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  return new LanguageClient('scheduleLens', 'Schedule Lens', { run: server, debug }, options);
}

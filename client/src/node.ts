import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateWith } from './extension';

export function activate(context: ExtensionContext): void {
  const server = {
    module: Uri.joinPath(context.extensionUri, 'dist/server/node.js').fsPath,
    transport: TransportKind.ipc,
  };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  activateWith(
    context,
    (options) => new LanguageClient('scheduleLens', 'Schedule Lens', { run: server, debug }, options),
  );
}

import { type Connection, TextDocumentSyncKind } from 'vscode-languageserver';

export function startServer(connection: Connection): void {
  connection.onInitialize(() => ({
    serverInfo: { name: 'Schedule Lens' },
    capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental },
  }));
  connection.onInitialized(() => connection.console.info('Schedule Lens is ready'));
  connection.listen();
}

import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './server';

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
// A worker does not end by itself, and the library ends only processes.
connection.onExit(() => self.close());
// No disk and no environment: files are asked from the client.
startServer(connection, { environment: () => undefined });

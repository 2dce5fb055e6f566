import {
  BrowserMessageReader,
  BrowserMessageWriter,
  type Connection,
  createConnection,
} from 'vscode-languageserver/browser';
import type { Runtime } from './server';

declare const self: DedicatedWorkerGlobalScope;

/** The connection to the page or worker that started this one. */
export function connect(): Connection {
  const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
  // A worker does not end by itself, and the library ends only processes.
  connection.onExit(() => self.close());
  return connection;
}

/** No disk and no environment: files are asked from the client. */
export const runtime: Runtime = { environment: () => undefined };

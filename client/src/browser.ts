/// <reference lib="webworker" />
import { type ExtensionContext, Uri } from 'vscode';
import {
  type BaseLanguageClient,
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type LanguageClientOptions,
  type MessageTransports,
} from 'vscode-languageclient/browser';

/** What the extension runs on, for a report. */
export const platform = 'web worker';

/** The server as a web worker. */
export function clientOf(context: ExtensionContext, options: LanguageClientOptions): BaseLanguageClient {
  const script = Uri.joinPath(context.extensionUri, 'dist/server/main.js').toString(true);
  let worker: Worker | undefined;
  // Called at each start. The transports are made here, because the client knows a worker by `instanceof Worker`, which
  // does not hold for those that VS Code's own `Worker` makes.
  const start = async (): Promise<MessageTransports> => {
    // A server that hangs did not hear that it should end.
    worker?.terminate();
    worker = new Worker(script, { name: 'Schedule Lens' });
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return new LanguageClient('scheduleLens', 'Schedule Lens', start, options);
}

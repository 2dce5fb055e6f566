/// <reference lib="webworker" />
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activateWith } from './extension';

export function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/server/browser.js').toString(true);
  let worker: Worker | undefined;
  // Called at each start. A server that hangs did not hear that it should end.
  const start = async (): Promise<Worker> => {
    worker?.terminate();
    worker = new Worker(script, { name: 'Schedule Lens' });
    return worker;
  };
  return activateWith(context, (options) => new LanguageClient('scheduleLens', 'Schedule Lens', start, options));
}

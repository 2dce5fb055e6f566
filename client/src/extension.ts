import { type ExtensionContext, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** Starts the language server of the runtime at hand (a Node process, or a worker in the browser). */
export type ClientFactory = (options: LanguageClientOptions) => BaseLanguageClient;

export async function activateWith(context: ExtensionContext, createClient: ClientFactory): Promise<void> {
  const outputChannel = window.createOutputChannel('Schedule Lens', { log: true });
  const client = createClient({ documentSelector: [{ language: 'yaml' }], outputChannel });
  context.subscriptions.push(outputChannel, { dispose: () => void client.dispose() });
  await client.start();
}

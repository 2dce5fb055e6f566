import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

declare const YAML_SERVER: string;

/** Starts Red Hat's server as their extension does. */
export async function activate(context: ExtensionContext): Promise<void> {
  const client = new LanguageClient(
    'yaml',
    'YAML Support',
    { module: YAML_SERVER, transport: TransportKind.ipc },
    { documentSelector: [{ language: 'yaml' }], synchronize: { configurationSection: 'yaml' } },
  );
  context.subscriptions.push({ dispose: () => void client.dispose() });
  await client.start();
}

import { commands, type ExtensionContext, l10n, Position, Uri, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { PREVIEW_REFRESH_NOTIFICATION, THEME_NOTIFICATION, type ThemeParams } from '../../server/src/protocol';
import { registerComposedConfig } from './composed-config';
import { serveFiles } from './files';
import { registerFixes } from './fixes';
import { registerPreview, themeKind } from './preview';
import { keptChoices, registerPrimaries } from './primaries';
import { onlyExplicit } from './settings';

/** Starts the language server of the runtime at hand (a Node process, or a worker in the browser). */
export type ClientFactory = (options: LanguageClientOptions) => BaseLanguageClient;

const SELECTOR = [{ language: 'yaml' }];

export async function activateWith(context: ExtensionContext, createClient: ClientFactory): Promise<void> {
  const outputChannel = window.createOutputChannel('Schedule Lens', { log: true });
  const theme = (): ThemeParams => ({ kind: themeKind(window.activeColorTheme.kind) });
  const client = createClient({
    documentSelector: SELECTOR,
    outputChannel,
    initializationOptions: () => ({
      theme: theme().kind,
      triggerSuggest: true,
      files: true,
      commands: true,
      choices: keptChoices(context),
      strings: l10n.bundle,
    }),
    synchronize: { configurationSection: 'scheduleLens' },
    middleware: { workspace: { configuration: onlyExplicit(settingIds(context)) } },
  });
  const preview = registerPreview({
    extensionUri: context.extensionUri,
    selector: SELECTOR,
    client: {
      request: async (method, params) => {
        // A request that comes before the server runs waits for it; a server that is down is started by its own handler.
        await client.start();
        return client.sendRequest(method, params);
      },
    },
  });

  const composed = registerComposedConfig(client);

  context.subscriptions.push(
    outputChannel,
    preview,
    { dispose: () => void client.dispose() },
    serveFiles(client),
    registerPrimaries(context, client),
    composed,
    registerFixes(client, context.extensionUri),
    client.onNotification(PREVIEW_REFRESH_NOTIFICATION, () => {
      preview.refresh();
      composed.refresh();
    }),
    window.onDidChangeActiveColorTheme(() => {
      if (client.isRunning()) void client.sendNotification(THEME_NOTIFICATION, theme());
    }),
    commands.registerCommand('scheduleLens.preview', (uri?: unknown, position?: unknown) => {
      const target = targetOf(uri, position);
      if (target === undefined) preview.show();
      else preview.show(target);
    }),
    commands.registerCommand('scheduleLens.restartServer', async () => {
      if (client.isRunning()) await client.stop();
      await client.start();
      preview.refresh();
    }),
    commands.registerCommand('scheduleLens.showLog', () => outputChannel.show()),
  );
  await client.start();
}

/** The settings that the manifest declares. */
function settingIds({ extension }: ExtensionContext): string[] {
  const { contributes } = extension.packageJSON as {
    contributes: { configuration: { properties: Readonly<Record<string, unknown>> } };
  };
  return Object.keys(contributes.configuration.properties);
}

/**
 * What a caller of the preview command points at: a code lens gives the uri as text and a position, the button in the
 * editor's title a Uri, the command palette nothing.
 */
function targetOf(uri: unknown, position: unknown): { uri: Uri; position?: Position } | undefined {
  if (typeof uri === 'string') {
    const at = position as { line?: unknown; character?: unknown } | undefined;
    if (typeof at?.line !== 'number' || typeof at.character !== 'number') return { uri: Uri.parse(uri, true) };
    return { uri: Uri.parse(uri, true), position: new Position(at.line, at.character) };
  }
  return undefined;
}

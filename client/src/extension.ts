import { commands, type ExtensionContext, Position, Uri, window } from 'vscode';
import {
  type BaseLanguageClient,
  DidChangeConfigurationNotification,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from 'vscode-languageclient';
import type { Strings } from '../../server/src/format';
import {
  CHANGED_BLOCKS_REQUEST,
  type ChangedBlocksResult,
  PREVIEW_REFRESH_NOTIFICATION,
  THEME_NOTIFICATION,
  type ThemeParams,
} from '../../server/src/protocol';
import { registerComposedConfig } from './composed-config';
import { registerExample } from './example';
import { serveFiles } from './files';
import { registerFixes } from './fixes';
import { COMPARE_COMMAND, registerChanges } from './git/changes';
import { createHead } from './git/head';
import { registerPreview, themeKind } from './preview';
import { keptChoices, registerPrimaries } from './primaries';
import { registerReport } from './report';
import { onlyExplicit } from './settings';
import { registerStatus } from './status';
import { followYamlExtension } from './yaml-extension';

/** Starts the language server of the runtime at hand (a Node process, or a worker in the browser). */
export type ClientFactory = (options: LanguageClientOptions) => BaseLanguageClient;

const SELECTOR = [{ language: 'yaml' }];

/**
 * `platform` says in a report what the extension runs on; `strings` are the texts of the window's language, for the server
 * and the panel.
 */
export function activateWith(
  context: ExtensionContext,
  createClient: ClientFactory,
  platform: string,
  strings: Strings | undefined,
): void {
  const outputChannel = window.createOutputChannel('Schedule Lens', { log: true });
  const ids = settingIds(context);
  const theme = (): ThemeParams => ({ kind: themeKind(window.activeColorTheme.kind) });
  const yaml = followYamlExtension(() => {
    if (client.isRunning()) void client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  });
  const client = createClient({
    documentSelector: SELECTOR,
    outputChannel,
    // A hover that failed is for the log. That the server is gone for good is told all the same.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => ({
      theme: theme().kind,
      triggerSuggest: true,
      files: true,
      commands: true,
      choices: keptChoices(context),
      strings,
    }),
    synchronize: { configurationSection: 'scheduleLens' },
    middleware: {
      workspace: {
        configuration: onlyExplicit(ids, () => ({ reportYamlSyntax: yaml.reportsSyntax() })),
      },
    },
  });
  const head = createHead();
  const preview = registerPreview({
    extensionUri: context.extensionUri,
    strings,
    selector: SELECTOR,
    head: (uri) => head.texts(uri),
    client: {
      request: async (method, params) => {
        // A request that comes before the server runs waits for it; a server that is down is started by its own handler.
        await client.start();
        return client.sendRequest(method, params);
      },
    },
  });

  const composed = registerComposedConfig(client);
  const status = registerStatus(client, SELECTOR);

  context.subscriptions.push(
    outputChannel,
    preview,
    head,
    head.onDidChange(() => preview.refresh()),
    registerChanges({
      head,
      selector: SELECTOR,
      changedBlocks: async (params, token) => {
        await client.start();
        return client.sendRequest<ChangedBlocksResult>(CHANGED_BLOCKS_REQUEST, params, token);
      },
    }),
    { dispose: () => void client.dispose() },
    serveFiles(client),
    registerPrimaries(context, client),
    registerExample(),
    registerReport(context, ids, platform),
    composed,
    status,
    yaml,
    registerFixes(client, context.extensionUri),
    client.onNotification(PREVIEW_REFRESH_NOTIFICATION, () => {
      preview.refresh();
      composed.refresh();
      status.refresh();
    }),
    window.onDidChangeActiveColorTheme(() => {
      if (client.isRunning()) void client.sendNotification(THEME_NOTIFICATION, theme());
    }),
    commands.registerCommand('scheduleLens.preview', (uri?: unknown, position?: unknown) => {
      const target = targetOf(uri, position);
      if (target === undefined) preview.show();
      else preview.show(target);
    }),
    commands.registerCommand(COMPARE_COMMAND, (uri?: unknown, position?: unknown) => {
      preview.compare({ kind: 'head' }, targetOf(uri, position));
    }),
    commands.registerCommand('scheduleLens.restartServer', async () => {
      if (client.isRunning()) await client.stop();
      await client.start();
      preview.refresh();
      status.refresh();
    }),
    commands.registerCommand('scheduleLens.showLog', () => outputChannel.show()),
  );
  // Not waited for: VS Code goes on while the server starts, and whoever asks it something waits for it then.
  client
    .start()
    .then(status.refresh, (error: unknown) => outputChannel.error(error instanceof Error ? error : String(error)));
}

/** The settings that the manifest declares, in one section or in several. */
function settingIds({ extension }: ExtensionContext): string[] {
  const { contributes } = extension.packageJSON as { contributes: { configuration: Section | Section[] } };
  return [contributes.configuration].flat().flatMap(({ properties }) => Object.keys(properties));
}

interface Section {
  readonly properties: Readonly<Record<string, unknown>>;
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

import * as l10n from '@vscode/l10n';
import {
  type ConfigurationChangeEvent,
  ConfigurationTarget,
  commands,
  Disposable,
  type DocumentSelector,
  LanguageStatusSeverity,
  languages,
  type QuickPickItem,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { STATUS_REQUEST, type StatusParams, type StatusResult } from '../../server/src/protocol';
import { offerExample } from './example';

/** The item waits this long after the last key stroke, in milliseconds. */
const DELAY = 300;

/**
 * The language status item: which primary config the active file is seen through and how many steps training is taken
 * to have, with a picker to change both.
 */
export function registerStatus(
  client: BaseLanguageClient,
  selector: DocumentSelector,
): Disposable & { refresh(): void } {
  const item = languages.createLanguageStatusItem('scheduleLens.status', []);
  item.name = 'Schedule Lens';
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function show(): Promise<void> {
    const document = activeDocument();
    asked += 1;
    const mine = asked;
    const status = document && (await statusOf(client, document));
    if (mine !== asked) return;
    if (status === undefined) {
      item.selector = [];
      return;
    }
    item.selector = selector;
    const { primary, totalSteps, problems } = status;
    item.text = `${primary?.label ?? l10n.t('this file alone')} · ${stepsText(totalSteps)}`;
    item.detail = problems.length > 0 ? l10n.t('Schedule Lens: a setting is no good') : l10n.t('Schedule Lens');
    item.severity =
      problems.length > 0 || primary?.composes === false
        ? LanguageStatusSeverity.Warning
        : LanguageStatusSeverity.Information;
    item.command = {
      title: l10n.t('Change…'),
      command: 'scheduleLens.changeView',
      tooltip: [sourceText(totalSteps), ...problems].join('\n'),
    };
  }

  const refresh = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void show(), DELAY);
  };
  void show();
  const registered = Disposable.from(
    item,
    window.onDidChangeActiveTextEditor(() => void show()),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === activeDocument()) refresh();
    }),
    workspace.onDidChangeConfiguration((change: ConfigurationChangeEvent) => {
      if (change.affectsConfiguration('scheduleLens')) refresh();
    }),
    commands.registerCommand('scheduleLens.changeView', () => changeView(client)),
    commands.registerCommand('scheduleLens.setTotalSteps', () => setTotalSteps(client)),
  );
  return {
    refresh,
    dispose() {
      clearTimeout(timer);
      registered.dispose();
    },
  };
}

function activeDocument(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  return document?.languageId === 'yaml' ? document : undefined;
}

async function statusOf(client: BaseLanguageClient, document: TextDocument): Promise<StatusResult | undefined> {
  if (!client.isRunning()) return undefined;
  const params: StatusParams = { textDocument: { uri: document.uri.toString() } };
  return (await client.sendRequest<StatusResult | null>(STATUS_REQUEST, params)) ?? undefined;
}

type Total = StatusResult['totalSteps'];

function stepsText({ steps, source, needsUpdatesPerEpoch }: Total): string {
  if (source !== 'assumed') return l10n.t('{0} steps', steps.toLocaleString('en'));
  return needsUpdatesPerEpoch ? l10n.t('epochs of unknown length') : l10n.t('steps not known');
}

function sourceText({ steps, source, text, needsUpdatesPerEpoch }: Total): string {
  if (source === 'config') return l10n.t('From {0}.', text);
  if (source === 'setting') return l10n.t('From the setting {0}.', text);
  const assumed = steps.toLocaleString('en');
  return needsUpdatesPerEpoch
    ? l10n.t('Nobody says how many updates an epoch has: {0} steps are assumed.', assumed)
    : l10n.t('Nobody says how long training is: {0} steps are assumed.', assumed);
}

function primaryText({ because, composes, others }: NonNullable<StatusResult['primary']>): string {
  if (!composes) return l10n.t('It does not compose.');
  return others === 0 ? because : l10n.t('{0}; {1} more reach this file', because, others);
}

/** What the item's link opens: each thing that is taken for granted, and what changes it. */
async function changeView(client: BaseLanguageClient): Promise<void> {
  const document = activeDocument();
  const status = document && (await statusOf(client, document));
  if (status === undefined) {
    await offerExample(l10n.t('Open a config file with a schedule first.'));
    return;
  }
  const { primary, totalSteps, problems } = status;
  const entries: (QuickPickItem & { run(): unknown })[] = [];
  if (primary !== undefined) {
    entries.push({
      label: l10n.t('Primary config'),
      description: primary.label,
      detail: primaryText(primary),
      run: () => commands.executeCommand('scheduleLens.selectPrimary'),
    });
  }
  entries.push({
    label: l10n.t('Total steps'),
    description: stepsText(totalSteps),
    detail: sourceText(totalSteps),
    run: () => setTotalSteps(client),
  });
  for (const problem of problems) {
    entries.push({
      label: l10n.t('$(warning) Open settings'),
      detail: problem,
      run: () => commands.executeCommand('workbench.action.openSettings', 'scheduleLens'),
    });
  }
  const picked = await window.showQuickPick(entries, { title: l10n.t('What is assumed for this file') });
  await picked?.run();
}

/** Asks for what the file does not tell, and writes the answer into the settings of its workspace folder. */
async function setTotalSteps(client: BaseLanguageClient): Promise<void> {
  const document = activeDocument();
  const status = document && (await statusOf(client, document));
  if (document === undefined || status === undefined) {
    await offerExample(l10n.t('Open a config file with a schedule first.'));
    return;
  }
  const { totalSteps } = status;
  const name = totalSteps.needsUpdatesPerEpoch ? 'updatesPerEpoch' : 'totalSteps';
  const settings = workspace.getConfiguration('scheduleLens', document.uri);
  const before = settings.get<unknown>(name);
  const answer = await window.showInputBox({
    title: totalSteps.needsUpdatesPerEpoch ? l10n.t('Updates per epoch') : l10n.t('Total steps'),
    value: typeof before === 'number' ? String(before) : '',
    prompt:
      totalSteps.source === 'config'
        ? l10n.t(
            'The config itself says {0} ({1}). The setting counts where a config does not tell.',
            totalSteps.steps.toLocaleString('en'),
            totalSteps.text,
          )
        : totalSteps.needsUpdatesPerEpoch
          ? l10n.t('How many updates does an epoch have? Leave it empty to say nothing.')
          : l10n.t('How many updates does training have? Leave it empty to say nothing.'),
    validateInput: (text) =>
      text.trim() === '' || countOf(text) !== undefined ? undefined : l10n.t('A whole number of at least 1'),
  });
  if (answer === undefined) return;
  const hasFolder = workspace.getWorkspaceFolder(document.uri) !== undefined;
  const target = hasFolder ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Global;
  try {
    await settings.update(name, answer.trim() === '' ? undefined : countOf(answer), target);
  } catch (error) {
    void window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** `20_000` and `20,000` are counts as well; undefined where the text is none of at least 1. */
function countOf(text: string): number | undefined {
  const digits = text.trim().replace(/(?<=\d)[_,\s](?=\d)/g, '');
  const count = /^\d+$/.test(digits) ? Number(digits) : 0;
  return count >= 1 && Number.isSafeInteger(count) ? count : undefined;
}

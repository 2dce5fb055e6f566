import * as l10n from '@vscode/l10n';
import { commands, Disposable, type ExtensionContext, type QuickPickItem, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  CHOICES_NOTIFICATION,
  CHOOSE_PRIMARY_REQUEST,
  type ChoicesParams,
  type ChoosePrimaryParams,
  PRIMARIES_REQUEST,
  type PrimariesParams,
  type PrimariesResult,
} from '../../server/src/protocol';
import { offerExample } from './example';

const KEPT = 'choices';

/** The choices of earlier sessions, for the server's start. */
export function keptChoices(context: ExtensionContext): Readonly<Record<string, string>> {
  return context.workspaceState.get(KEPT, {});
}

/** The picker for the primary config that hovers, lenses and the preview look through. */
export function registerPrimaries(context: ExtensionContext, client: BaseLanguageClient): Disposable {
  return Disposable.from(
    client.onNotification(CHOICES_NOTIFICATION, ({ choices }: ChoicesParams) => {
      void context.workspaceState.update(KEPT, choices);
    }),
    commands.registerCommand('scheduleLens.selectPrimary', async () => {
      const editor = window.activeTextEditor;
      if (editor === undefined || editor.document.languageId !== 'yaml') {
        await offerExample(l10n.t('Open a config file first: the primary config is chosen for its folder.'));
        return;
      }
      const textDocument = { uri: editor.document.uri.toString() };
      const { line, character } = editor.selection.active;
      const params: PrimariesParams = { textDocument, position: { line, character } };
      const { primaries } = await client.sendRequest<PrimariesResult>(PRIMARIES_REQUEST, params);
      if (primaries.length === 0) {
        void window.showInformationMessage(l10n.t('No primary config reaches this file, so it is read on its own.'));
        return;
      }
      const automatic: QuickPickItem & { id?: string } = {
        label: l10n.t('Automatic'),
        description: l10n.t('the first of the list below'),
      };
      const picked = await window.showQuickPick<QuickPickItem & { id?: string }>(
        [
          automatic,
          ...primaries.map(({ id, label, because, summary, chosen }) => ({
            id,
            label: chosen ? `$(check) ${label}` : label,
            ...(summary === undefined ? {} : { description: summary }),
            detail: because,
          })),
        ],
        {
          title: l10n.t('Primary config'),
          placeHolder: l10n.t('Which primary config to look through'),
          matchOnDetail: true,
        },
      );
      if (picked === undefined) return;
      const choice: ChoosePrimaryParams = { textDocument, ...(picked.id === undefined ? {} : { id: picked.id }) };
      await client.sendRequest(CHOOSE_PRIMARY_REQUEST, choice);
    }),
  );
}

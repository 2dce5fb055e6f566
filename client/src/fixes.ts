import * as l10n from '@vscode/l10n';
import { commands, Disposable, Uri, type WorkspaceEdit as VsWorkspaceEdit, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { STEPS_AS_FRACTIONS_REQUEST, type StepsAsFractionsParams } from '../../server/src/protocol';

/** The argument of the command that a fix carries when only the user knows how long training is. */
interface AskTotalSteps {
  readonly uri: string;
  readonly range: Range;
  /** The total has to be above this. */
  readonly above: number;
}

/** What code actions leave to the client: a question, and the page about a rule. */
export function registerFixes(client: BaseLanguageClient, extensionUri: Uri): Disposable {
  return Disposable.from(
    commands.registerCommand('scheduleLens.askTotalSteps', async ({ uri, range, above }: AskTotalSteps) => {
      const answer = await window.showInputBox({
        title: l10n.t('Steps as fractions of training'),
        prompt: l10n.t('How many steps (updates) does training have?'),
        validateInput: (text) =>
          /^\d[\d_,]*$/.test(text.trim()) && countOf(text) > above
            ? undefined
            : l10n.t('A whole number above {0}', above.toLocaleString('en')),
      });
      if (answer === undefined) return;
      const params: StepsAsFractionsParams = { textDocument: { uri }, range, totalSteps: countOf(answer) };
      const edit = await client.sendRequest<WorkspaceEdit | null>(STEPS_AS_FRACTIONS_REQUEST, params);
      if (edit === null) return;
      const converted: VsWorkspaceEdit = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
      await workspace.applyEdit(converted);
    }),
    commands.registerCommand('scheduleLens.openRuleDocs', (rule: unknown) => {
      const page = Uri.joinPath(extensionUri, 'docs', 'rules.md');
      return commands.executeCommand(
        'markdown.showPreview',
        typeof rule === 'string' ? page.with({ fragment: rule }) : page,
      );
    }),
  );
}

function countOf(text: string): number {
  return Number(text.replace(/[_,\s]/g, ''));
}

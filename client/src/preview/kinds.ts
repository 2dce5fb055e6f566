import * as l10n from '@vscode/l10n';
import { type QuickPickItem, window } from 'vscode';
import {
  CHANGE_KINDS_REQUEST,
  type ChangeKindsParams,
  type ChangeKindsResult,
  type InsteadText,
  type KindChange,
  type PreviewParams,
  type PreviewResult,
} from '../../../server/src/protocol';
import { editedTexts } from './edited';
import { applyEdits } from './edits';
import type { PreviewClient } from './panel';
import { askAgain, reasonOf } from './passing';

export interface KindsOptions {
  readonly client: PreviewClient;
  readonly preview: (params: PreviewParams) => Promise<PreviewResult>;
  /** Shows what a kind would come to; undefined when the choice is over. */
  readonly suppose: (result: PreviewResult | undefined) => void;
}

/** Offers the kinds that the block could have instead, draws the one in focus, and writes the one that is chosen. */
export async function changeKind(
  { client, preview, suppose }: KindsOptions,
  params: PreviewParams & { readonly blockId: string },
): Promise<void> {
  const { textDocument, blockId, perspectiveId } = params;
  const wanted: ChangeKindsParams = { textDocument, blockId, ...(perspectiveId !== undefined && { perspectiveId }) };
  const ask = () => askAgain(() => client.request<ChangeKindsResult>(CHANGE_KINDS_REQUEST, wanted));
  const { kinds, refusal } = await ask();
  if (kinds.length === 0) {
    void window.showInformationMessage(refusal ?? l10n.t('This block cannot be written as another kind.'));
    return;
  }
  const chosen = await pick(kinds, async (change, isCurrent) => {
    const instead: readonly InsteadText[] = await editedTexts(change.edits);
    if (!isCurrent()) return;
    const result = await preview({ ...params, instead });
    if (isCurrent()) suppose(result);
  });
  suppose(undefined);
  if (chosen === undefined) return;
  let { edits } = chosen;
  for (let attempt = 0; attempt < 3; attempt++) {
    const outcome = await applyEdits(edits);
    if (outcome === 'written') return;
    if (outcome === 'refused') break;
    // The text changed while the list was open: the same kind, proposed for what is there now.
    edits = (await ask()).kinds.find(({ kind }) => kind === chosen.kind)?.edits ?? [];
    if (edits.length === 0) break;
  }
  void window.showWarningMessage(l10n.t('The kind was not changed: the text is another one by now.'));
}

type KindItem = QuickPickItem & { readonly change: KindChange };

function pick(
  kinds: readonly KindChange[],
  show: (change: KindChange, isCurrent: () => boolean) => Promise<void>,
): Promise<KindChange | undefined> {
  return new Promise((resolve) => {
    const list = window.createQuickPick<KindItem>();
    let active: KindItem | undefined;
    list.title = l10n.t('Change the kind of this schedule');
    list.placeholder = l10n.t('The picture shows the kind in focus');
    list.matchOnDescription = true;
    list.matchOnDetail = true;
    list.items = kinds.map((change) => ({
      change,
      label: change.label,
      description: change.summary ?? '',
      // What becomes of the keys comes first: the list cuts off what is longer than a line.
      detail: [
        told(change.kept, (keys) => l10n.t('keeps {0}', keys)),
        told(change.proposed, (keys) => l10n.t('adds {0}', keys)),
        told(change.removed, (keys) => l10n.t('removes {0}', keys)),
        change.description,
      ]
        .filter((part) => part !== '')
        .join(' · '),
    }));
    list.onDidChangeActive(([item]) => {
      active = item;
      if (item === undefined) return;
      show(item.change, () => active === item).catch((error: unknown) => {
        if (active === item) list.title = l10n.t('Change the kind of this schedule (no picture: {0})', reasonOf(error));
      });
    });
    list.onDidAccept(() => {
      resolve(list.selectedItems[0]?.change);
      active = undefined;
      list.hide();
    });
    list.onDidHide(() => {
      active = undefined;
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

function told(keys: readonly string[], say: (list: string) => string): string {
  return keys.length === 0 ? '' : say(keys.join(', '));
}

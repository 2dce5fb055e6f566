import * as l10n from '@vscode/l10n';
import { type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { InsteadText, PreviewParams, PreviewResult } from '../../../server/src/protocol';
import type { Compared } from './messages';
import { askAgain, reasonOf } from './passing';
import type { Comparison, ViewQuery } from './state';

/** The texts of the version at Git HEAD of what a document is composed of, or why there are none. */
export type HeadTexts = (
  uri: Uri,
) => Promise<{ readonly texts: readonly InsteadText[] } | { readonly missing: string }>;

export interface ComparingOptions {
  readonly preview: (params: PreviewParams) => Promise<PreviewResult>;
  readonly head: HeadTexts | undefined;
}

/** What is shown, as far as comparisons start from it. */
export interface ShownBlock {
  readonly uri: Uri;
  readonly result: PreviewResult;
  readonly query: ViewQuery;
}

/** The curves of all comparisons, in their order; one without a curve says why. */
export function compareAll({ preview, head }: ComparingOptions, shown: ShownBlock): Promise<Compared[]> {
  const { uri, result, query } = shown;
  const own: PreviewParams = {
    textDocument: { uri: uri.toString() },
    ...(result.selected !== undefined && { blockId: result.selected }),
    ...(query.perspectiveId !== undefined && { perspectiveId: query.perspectiveId }),
    ...(query.window && { window: query.window }),
  };
  async function paramsOf(comparison: Comparison): Promise<PreviewParams | { readonly missing: string }> {
    switch (comparison.kind) {
      case 'primary':
        return { ...own, perspectiveId: comparison.perspectiveId };
      case 'block':
        return { ...own, textDocument: { uri: comparison.uri }, blockId: comparison.blockId };
      case 'saved':
        return { ...own, instead: [{ uri: uri.toString(), text: await savedText(uri) }] };
      case 'head': {
        const found = (await head?.(uri)) ?? { missing: l10n.t('There is no Git in this window.') };
        return 'missing' in found ? found : { ...own, instead: found.texts };
      }
    }
  }
  async function ask(params: PreviewParams): Promise<PreviewResult> {
    const { window: zoom, ...whole } = params;
    const answer = await askAgain(() => preview(params));
    // Of a run of another length, the stretch in sight may be other steps than these: where the axis counts percent.
    const isOther = zoom !== undefined && answer.curve && answer.curve.totalSteps !== result.curve?.totalSteps;
    return isOther ? askAgain(() => preview(whole)) : answer;
  }
  return Promise.all(
    query.comparisons.map(async (comparison): Promise<Compared> => {
      const label = labelOf(comparison);
      const { id } = comparison;
      try {
        const params = await paramsOf(comparison);
        if ('missing' in params) return { id, label, message: params.missing };
        await workspace.openTextDocument(Uri.parse(params.textDocument.uri, true));
        const answer = await ask(params);
        if (answer.selected !== params.blockId)
          return { id, label, message: l10n.t('There is no such schedule (any more).') };
        const { curve, message } = answer;
        const gone = comparison.kind === 'block' && !(await isOnDisk(Uri.parse(comparison.uri, true)));
        const why =
          curve === undefined
            ? (message ?? l10n.t('There is no curve.'))
            : gone
              ? l10n.t('The file was deleted: this is what VS Code still has of it.')
              : assumptionsOf(answer, result);
        return { id, label, ...(curve && { curve }), ...(why !== undefined && { message: why }) };
      } catch (error) {
        return { id, label, message: l10n.t('It cannot be read: {0}', reasonOf(error)) };
      }
    }),
  );
}

/** What a curve takes for granted beyond what the shown one does. */
function assumptionsOf(answer: PreviewResult, shown: PreviewResult): string | undefined {
  const more = answer.assumptions.filter((line) => !shown.assumptions.includes(line));
  if (answer.totalSteps?.source === 'assumed' && shown.totalSteps?.source !== 'assumed')
    more.push(answer.totalSteps.text);
  return more.length === 0 ? undefined : more.join(' ');
}

function labelOf(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'saved':
      return l10n.t('the saved file');
    case 'head':
      return 'Git HEAD';
    case 'primary':
      return comparison.label;
    case 'block':
      // The file may have been renamed since.
      return `${comparison.label} · ${workspace.asRelativePath(Uri.parse(comparison.uri, true))}`;
  }
}

/** Whether a file is where it was opened from; one that was never saved is where it always was. */
export async function isOnDisk(uri: Uri): Promise<boolean> {
  if (uri.scheme === 'untitled') return true;
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

async function savedText(uri: Uri): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await workspace.fs.readFile(uri));
}

type Chosen = Comparison | 'log';
type ComparisonItem = QuickPickItem & { readonly choose: () => Promise<Chosen | undefined> };

/** Asks what to hold the shown schedule against. */
export async function askComparison(
  { preview }: ComparingOptions,
  { uri, result }: ShownBlock,
): Promise<Chosen | undefined> {
  const others = result.blocks.filter(({ id }) => id !== result.selected);
  const items: ComparisonItem[] = [
    {
      label: `$(save) ${l10n.t('The Saved File')}`,
      description: l10n.t('this schedule as it is on disk'),
      choose: async () => ({ id: 'saved', kind: 'saved' }),
    },
    {
      label: '$(git-commit) Git HEAD',
      description: l10n.t('this schedule as it was committed'),
      choose: async () => ({ id: 'head', kind: 'head' }),
    },
    ...(result.perspectives ?? [])
      .filter(({ chosen }) => !chosen)
      .map(({ id, label, summary = '' }) => ({
        label: `$(eye) ${l10n.t('As {0} Has It', label)}`,
        description: summary,
        choose: async (): Promise<Comparison> => ({
          id: `primary ${id}`,
          kind: 'primary',
          perspectiveId: id,
          label: l10n.t('as {0} has it', label),
        }),
      })),
    ...others.map(({ id, label, kind }) => ({
      label: `$(graph-line) ${label}`,
      description: kind === undefined ? '' : kind.slice(kind.lastIndexOf('.') + 1),
      choose: async () => blockComparison(uri, id, label),
    })),
    {
      label: `$(files) ${l10n.t('A Schedule of Another File…')}`,
      choose: () => askFile(uri, preview),
    },
    {
      label: `$(output) ${l10n.t('A Training Log…')}`,
      description: l10n.t('the logged learning rate, CSV or JSON lines'),
      choose: async () => 'log',
    },
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Compare with'),
    placeHolder: l10n.t('What to lay over this schedule'),
    matchOnDescription: true,
  });
  return picked?.choose();
}

function blockComparison(uri: Uri, blockId: string, label: string): Comparison {
  return {
    id: `block ${uri.toString()} ${blockId}`,
    kind: 'block',
    uri: uri.toString(),
    blockId,
    label,
  };
}

/** More files than anybody looks through; the list is searched by typing. */
const MOST_FILES = 5000;

async function askFile(
  shown: Uri,
  preview: (params: PreviewParams) => Promise<PreviewResult>,
): Promise<Comparison | undefined> {
  const found = await workspace.findFiles('**/*.{yaml,yml}', undefined, MOST_FILES);
  const files = found
    .filter((uri) => uri.toString() !== shown.toString())
    .map((uri) => ({ label: workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const file = await window.showQuickPick(files, { title: l10n.t('Compare with a schedule of another file') });
  if (file === undefined) return undefined;
  await workspace.openTextDocument(file.uri);
  const { blocks } = await askAgain(() => preview({ textDocument: { uri: file.uri.toString() } }));
  if (blocks.length === 0) {
    void window.showInformationMessage(l10n.t('{0} holds no schedule.', file.label));
    return undefined;
  }
  const block = await window.showQuickPick(
    blocks.map(({ id, label, kind }) => ({ id, label, description: kind ?? '' })),
    { title: l10n.t('A schedule of {0}', file.label) },
  );
  return block && blockComparison(file.uri, block.id, block.label);
}

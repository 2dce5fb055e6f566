import * as l10n from '@vscode/l10n';
import { env, ProgressLocation, Range, Uri, window, workspace } from 'vscode';
import { fromWire } from '../../../server/src/format';
import { decodeCurve } from '../../../server/src/plot';
import {
  CURVE_VALUES_REQUEST,
  type CurveValuesParams,
  type CurveValuesResult,
  type PreviewParams,
  type PreviewResult,
} from '../../../server/src/protocol';
import type { ShownBlock } from './comparing';
import { fileNameOf, pythonCheck, stepsCsv, tellingPoints } from './export';
import type { PictureFormat } from './messages';
import type { PreviewClient } from './panel';
import { askAgain } from './passing';

/** What is shown, and the question that it answers. */
export interface Exported extends ShownBlock {
  readonly params: PreviewParams;
}

/** What to take away; a picture or its points, only the page can make. */
export type ExportChoice = PictureFormat | 'steps' | 'python';

export async function askExport(): Promise<ExportChoice | undefined> {
  const items: readonly { readonly label: string; readonly description: string; readonly choice: ExportChoice }[] = [
    { label: l10n.t('SVG'), description: l10n.t('the picture, to be scaled at will'), choice: 'svg' },
    { label: l10n.t('PNG'), description: l10n.t('the picture in twice its size'), choice: 'png' },
    { label: l10n.t('CSV of All Steps'), description: l10n.t('a row for every step of training'), choice: 'steps' },
    { label: l10n.t('CSV of the Plotted Points'), description: l10n.t('what is in the picture'), choice: 'points' },
    {
      label: l10n.t('Copy as Python Check'),
      description: l10n.t('the YAML and a table of values, to the clipboard'),
      choice: 'python',
    },
  ];
  return (await window.showQuickPick(items, { title: l10n.t('Export') }))?.choice;
}

/** The name that goes with an export. */
export function exportTitle({ uri, result }: ShownBlock): string {
  const block = result.blocks.find(({ id }) => id === result.selected);
  return `${block?.label ?? result.title} · ${workspace.asRelativePath(uri)}`;
}

/** What the values rest on, a sentence each. */
export function exportNotes({ totalSteps, assumptions }: PreviewResult): string[] {
  return [...(totalSteps?.source === 'assumed' ? [totalSteps.text] : []), ...assumptions];
}

const EXTENSIONS: Readonly<Record<PictureFormat | 'steps', string>> = {
  svg: 'svg',
  png: 'png',
  points: 'csv',
  steps: 'csv',
};

/** Asks where to, and writes a file there. */
export async function saveExport(shown: ShownBlock, format: PictureFormat | 'steps', bytes: Uint8Array): Promise<void> {
  const extension = EXTENSIONS[format];
  const name = fileNameOf(exportTitle(shown), extension);
  const folder = workspace.getWorkspaceFolder(shown.uri)?.uri ?? Uri.joinPath(shown.uri, '..');
  const target = await window.showSaveDialog({
    title: l10n.t('Export'),
    defaultUri: Uri.joinPath(folder, name),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, bytes);
  void window.showInformationMessage(l10n.t('Saved as {0}.', workspace.asRelativePath(target)));
}

/** A table of every step of training, to a file. */
export async function exportSteps(client: PreviewClient, shown: Exported): Promise<void> {
  const { result, params } = shown;
  const { curve } = result;
  if (curve === undefined) return;
  const { window: _, at: __, companions: ___, ...asked } = params;
  const ask = async (from: number, count: number) => {
    const wanted: CurveValuesParams = { ...asked, from, count };
    const { values, failure } = await askAgain(() => client.request<CurveValuesResult>(CURVE_VALUES_REQUEST, wanted));
    return { values: values.map(fromWire), ...(failure && { failure }) };
  };
  const written = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Reckoning every step'), cancellable: true },
    (progress, token) => {
      let told = 0;
      const onProgress = (part: number) => {
        progress.report({ increment: (part - told) * 100 });
        told = part;
      };
      return stepsCsv({
        totalSteps: curve.totalSteps,
        label: curve.unit === undefined ? curve.quantity : `${curve.quantity} (1 = ${curve.unit})`,
        ...(curve.updatesPerEpoch !== undefined && { updatesPerEpoch: curve.updatesPerEpoch }),
        ask,
        token,
        onProgress,
      });
    },
  );
  if (written.state === 'cancelled') return;
  if (written.state === 'tooMany') {
    const most = written.most.toLocaleString('en');
    void window.showWarningMessage(l10n.t('Training has more steps than {0}: export the plotted points.', most));
    return;
  }
  if (written.failure !== undefined) {
    const { step, message } = written.failure;
    void window.showWarningMessage(l10n.t('The table ends before step {0}: {1}', step.toLocaleString('en'), message));
  }
  await saveExport(shown, 'steps', written.bytes);
}

/** The block and its values as Python literals, to the clipboard. */
export async function copyPython(
  preview: (params: PreviewParams) => Promise<PreviewResult>,
  shown: Exported,
): Promise<void> {
  const { window: zoom, ...whole } = shown.params;
  const result = zoom === undefined ? shown.result : await askAgain(() => preview(whole));
  const block = result.blocks.find(({ id }) => id === result.selected);
  const [series] = result.curve === undefined ? [] : decodeCurve(result.curve).series;
  if (block === undefined || series === undefined || result.curve === undefined) return;
  const document = await workspace.openTextDocument(shown.uri);
  const { start, end } = block.range;
  const text = pythonCheck({
    title: exportTitle(shown),
    // From the start of its line, so that the indentation is that of the file.
    yaml: document.getText(new Range(start.line, 0, end.line, end.character)),
    totalSteps: result.curve.totalSteps,
    notes: exportNotes(result),
    ...(result.curve.unit !== undefined && { unit: result.curve.unit }),
    points: tellingPoints(series),
  });
  await env.clipboard.writeText(text);
  void window.showInformationMessage(l10n.t('Copied: the YAML of the schedule and a table of its values.'));
}

/** Base64 as the page sends it. */
export function bytesOf(content: string): Uint8Array {
  return Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
}

import { Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { PreviewEdit } from '../../../server/src/protocol';

/**
 * Applies edits as one step of undo, all of them or none. `newer`: a text is not the one that they were made for, so
 * nothing was written. `refused`: VS Code did not take them.
 */
export async function applyEdits(edits: readonly PreviewEdit[]): Promise<'written' | 'newer' | 'refused'> {
  const opened = await Promise.all(edits.map(({ uri }) => workspace.openTextDocument(Uri.parse(uri, true))));
  const all = new WorkspaceEdit();
  for (const [index, { range, version, oldText, newText }] of edits.entries()) {
    const document = opened[index];
    if (document === undefined) return 'refused';
    const { start, end } = range;
    const place = new Range(start.line, start.character, end.line, end.character);
    if (version !== null && document.version !== version) return 'newer';
    if (document.getText(place) !== oldText) return 'newer';
    all.replace(document.uri, place, newText);
  }
  return (await workspace.applyEdit(all)) ? 'written' : 'refused';
}

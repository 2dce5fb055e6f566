import { Range, Uri, workspace } from 'vscode';
import type { InsteadText, PreviewEdit } from '../../../server/src/protocol';

/** The texts that edits would make, without making them. */
export async function editedTexts(edits: readonly PreviewEdit[]): Promise<InsteadText[]> {
  const byFile = new Map<string, PreviewEdit[]>();
  for (const edit of edits) byFile.set(edit.uri, [...(byFile.get(edit.uri) ?? []), edit]);
  return Promise.all(
    [...byFile].map(async ([uri, own]): Promise<InsteadText> => {
      const document = await workspace.openTextDocument(Uri.parse(uri, true));
      const placed = own.map(({ range: { start, end }, newText }, order) => {
        const range = new Range(start.line, start.character, end.line, end.character);
        return { from: document.offsetAt(range.start), to: document.offsetAt(range.end), newText, order };
      });
      let text = document.getText();
      // From the end, so that the places before stay where they are.
      for (const { from, to, newText } of placed.sort((a, b) => b.from - a.from || b.order - a.order)) {
        text = text.slice(0, from) + newText + text.slice(to);
      }
      return { uri, text };
    }),
  );
}

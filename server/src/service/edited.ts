import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InsteadText, PreviewEdit } from '../protocol';

/**
 * The texts that files would hold after edits, to be given as `instead`, before those that were replaced already. `read`
 * gives a file's text as the edits see it; an edit of a file that cannot be read is left out.
 */
export async function edited(
  edits: readonly PreviewEdit[],
  instead: readonly InsteadText[],
  read: (uri: string) => string | undefined | Promise<string | undefined>,
): Promise<readonly InsteadText[]> {
  const byUri = new Map<string, PreviewEdit[]>();
  for (const edit of edits) byUri.set(edit.uri, [...(byUri.get(edit.uri) ?? []), edit]);
  const texts: InsteadText[] = [];
  for (const [uri, own] of byUri) {
    const replaced = instead.find((one) => one.uri === uri);
    const text = replaced === undefined ? await read(uri) : replaced.text;
    if (text === undefined) continue;
    const document = TextDocument.create(uri, 'yaml', 0, text.replace(/^\ufeff/, ''));
    const changes = own.map(({ range, newText }) => ({ range, newText }));
    texts.push({ uri, text: TextDocument.applyEdits(document, changes) });
  }
  return [...texts, ...instead.filter(({ uri }) => !texts.some((one) => one.uri === uri))];
}

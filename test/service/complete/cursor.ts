import { TextDocument } from 'vscode-languageserver-textdocument';
import { type CompletionItem, InsertTextFormat, type Position, TextEdit } from 'vscode-languageserver-types';
import { type CompletionOptions, complete, defaultCompletionOptions } from '../../../server/src/service/complete';
import { defaultSettings, type Settings } from '../../../server/src/service/settings';

export interface Fixture {
  readonly document: TextDocument;
  readonly position: Position;
}

/** A document with its cursor at the `|`. */
export function fixture(marked: string, uri = 'file:///configs/train.yaml'): Fixture {
  const offset = marked.indexOf('|');
  if (offset < 0) throw new Error('the fixture marks no cursor');
  const document = TextDocument.create(uri, 'yaml', 1, marked.slice(0, offset) + marked.slice(offset + 1));
  return { document, position: document.positionAt(offset) };
}

export interface Given {
  readonly settings?: Partial<Settings>;
  readonly options?: Partial<CompletionOptions>;
  readonly uri?: string;
}

/** Without pictures unless asked for, so that a failing test can be read. */
export function items(marked: string, { settings, options, uri }: Given = {}): CompletionItem[] {
  const { document, position } = fixture(marked, uri);
  return complete(
    document,
    position,
    { ...defaultSettings, ...settings },
    { ...defaultCompletionOptions, lazy: true, ...options },
  ).items;
}

export function labels(marked: string, given?: Given): string[] {
  return items(marked, given).map((item) => item.label);
}

export function item(marked: string, label: string, given?: Given): CompletionItem {
  const found = items(marked, given).find((one) => one.label === label);
  if (!found) throw new Error(`nothing called ${label} among ${labels(marked, given).join(', ')}`);
  return found;
}

/** The document after choosing an item and leaving every tab stop as it is. */
export function choose(marked: string, label: string, given?: Given): string {
  const { document } = fixture(marked, given?.uri);
  return apply(document, item(marked, label, given));
}

export function apply(document: TextDocument, chosen: CompletionItem): string {
  const { textEdit } = chosen;
  if (!TextEdit.is(textEdit)) throw new Error('the item has no plain text edit');
  const text = chosen.insertTextFormat === InsertTextFormat.Snippet ? withoutStops(textEdit.newText) : textEdit.newText;
  return TextDocument.applyEdits(document, [TextEdit.replace(textEdit.range, text)]);
}

/** A snippet as it reads when nobody types into it: placeholders as given, of choices the first. */
export function withoutStops(snippet: string): string {
  let text = '';
  for (let at = 0; at < snippet.length; ) {
    const rest = snippet.slice(at);
    const choice = /^\$\{\d+\|((?:\\.|[^\\|])*)\|\}/s.exec(rest);
    const placeholder = /^\$\{\d+:((?:\\.|[^\\}])*)\}/s.exec(rest);
    const stop = /^\$\d+/.exec(rest);
    const escaped = /^\\([\\$}])/.exec(rest);
    if (choice) {
      const first = /^(?:\\.|[^\\,])*/s.exec(choice[1] ?? '')?.[0] ?? '';
      text += first.replace(/\\(.)/gs, '$1');
    } else if (placeholder) text += (placeholder[1] ?? '').replace(/\\(.)/gs, '$1');
    else if (escaped) text += escaped[1] ?? '';
    else if (!stop) {
      if (rest.startsWith('$')) throw new Error(`a dollar that a snippet would read as a variable: ${rest}`);
      text += rest.charAt(0);
    }
    at += (choice ?? placeholder ?? escaped ?? stop)?.[0].length ?? 1;
  }
  return text;
}

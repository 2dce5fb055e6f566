import { TextDocument } from 'vscode-languageserver-textdocument';
import { fromWire } from '../../../server/src/format';
import type { HandleMove, PreviewHandle, PreviewMoved, PreviewResult } from '../../../server/src/protocol';
import { createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';

const PREFIX = 'noether.core.schedules.';

export interface Opened {
  readonly document: TextDocument;
  readonly result: PreviewResult;
  handle(id: string): PreviewHandle;
  move(move: HandleMove): Promise<Moved>;
}

export interface Moved {
  readonly moved: PreviewMoved;
  /** The document after the edits. */
  readonly text: string;
  /** The answer to the move itself, drawn from the text that it would write. */
  readonly preview: PreviewResult;
}

/** A document and its first block; `@Name` is a full kind. */
export async function opened(text: string, options: LanguageServiceOptions = {}): Promise<Opened> {
  const document = TextDocument.create('file:///config.yaml', 'yaml', 7, text.replaceAll('@', PREFIX));
  const service = createLanguageService({ totalSteps: 1000, noetherVersion: 'newer', ...options });
  const result = await service.preview(document);
  return {
    document,
    result,
    handle(id) {
      const found = result.handles?.find((one) => one.id === id);
      if (found === undefined)
        throw new Error(`no handle ${id} among ${result.handles?.map((one) => one.id).join(', ')}`);
      return found;
    },
    async move(move) {
      const preview = await service.preview(document, { move });
      const { moved } = preview;
      if (moved === undefined) throw new Error('nothing is said of the move');
      return { moved, preview, text: afterEdits(document, moved) };
    },
  };
}

export function afterEdits(document: TextDocument, { edits }: PreviewMoved): string {
  for (const edit of edits) {
    if (edit.uri !== document.uri || edit.version !== document.version) throw new Error('an edit of something else');
    if (document.getText(edit.range) !== edit.oldText) throw new Error('the text is another one');
  }
  return TextDocument.applyEdits(document, [...edits]);
}

/** The text after the edits were taken back, edit by edit. */
export function undone(document: TextDocument, moved: PreviewMoved): string {
  const after = TextDocument.create(document.uri, 'yaml', 8, afterEdits(document, moved));
  let shift = 0;
  const back = [...moved.edits]
    .sort((a, b) => document.offsetAt(a.range.start) - document.offsetAt(b.range.start))
    .map(({ range, oldText, newText }) => {
      const start = document.offsetAt(range.start) + shift;
      shift += newText.length - oldText.length;
      const end = start + newText.length;
      return { range: { start: after.positionAt(start), end: after.positionAt(end) }, newText: oldText };
    });
  return TextDocument.applyEdits(after, back);
}

export function heightOf(handle: PreviewHandle): number {
  return fromWire(handle.value);
}

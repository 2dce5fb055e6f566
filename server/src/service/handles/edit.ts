import type { PreviewEdit, PreviewPlace } from '../../protocol';
import type { KeyPath } from '../../schedules';
import type { BlockView } from '../block-view';
import { numberText } from '../complete/write';
import { insertEntries, writtenEntries } from '../fix/text';
import { notationOf, writeNumber } from './notation';
import type { BlockNumber, Variant } from './numbers';

/** A number that nobody has written yet. */
function unwritten(value: number, isWhole: boolean): string {
  return numberText(value, isWhole ? 'int' : 'float');
}

/** A number as it is written, or as it would be. */
export function textOf({ written, current, isWhole }: BlockNumber): string {
  return written.state === 'default' || written.origin === undefined
    ? unwritten(current, isWhole)
    : written.origin.text;
}

/** The same with another value. */
export function newText({ written, isWhole, ...number }: BlockNumber, value: number): string {
  if (written.state === 'written') {
    const notation = notationOf(written.origin.text);
    if (notation !== undefined && value !== number.current) return writeNumber(value, notation);
    return written.origin.text;
  }
  return unwritten(value, isWhole);
}

/** What it takes to write another number in the place of one; none where that is what stands there. */
export function editsFor({ view }: Variant, number: BlockNumber, value: number): readonly PreviewEdit[] {
  const { written, path, isWhole } = number;
  if (written.state === 'fixed' || Object.is(value, number.current)) return [];
  const version = (uri: string) => (uri === view.analysis.uri ? view.analysis.version : null);
  if (written.state === 'default') {
    const inserted = insertion(view, path, unwritten(value, isWhole));
    return inserted === undefined ? [] : [{ ...inserted, version: version(inserted.uri) }];
  }
  const { uri, range, text } = written.origin;
  const notation = notationOf(text);
  if (notation === undefined) return [];
  return [{ uri, range, version: version(uri), oldText: text, newText: writeNumber(value, notation) }];
}

/** A key with its value behind the last one of the block; undefined where the block is not written in this file. */
export function insertion(
  { block, document }: BlockView,
  [key]: KeyPath,
  value: string,
): (PreviewPlace & { readonly oldText: string; readonly newText: string }) | undefined {
  const map = block.value;
  if (document === undefined || map.kind !== 'map' || map.alias !== undefined || map.origin.uri !== document.uri)
    return undefined;
  const last = writtenEntries(map).at(-1);
  const made = last && insertEntries(document, map, last, [{ key: String(key), value }]);
  return made && { uri: made.origin.uri, range: made.origin.range, oldText: made.origin.text, newText: made.text };
}

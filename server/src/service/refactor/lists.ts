import type { ConfigDocument, ListValue, MapEntry } from '../../config';
import type { Replacement } from '../../rules';
import { change, flowText, isInFlow, lineEnd, styleOf } from '../fix/text';

/** Longer lists are data, and nobody wants them on one line or on thousands. */
const MOST_ITEMS = 1_000;

/** A list in brackets as one with dashes; undefined where it holds comments or stands between brackets itself. */
export function asDashes(document: ConfigDocument, { key, value }: MapEntry): Replacement[] | undefined {
  if (value.kind !== 'list' || !value.flow || value.alias !== undefined || value.origin.uri !== document.uri)
    return undefined;
  const { items, origin } = value;
  if (items.length === 0 || items.length > MOST_ITEMS || isInFlow(document, key.origin.start)) return undefined;
  const texts = itemTexts(document, value, origin.start + 1, origin.end - 1);
  if (texts === undefined || texts.some((text) => /[\r\n]/.test(text))) return undefined;
  const { eol, dashUnit } = styleOf(document);
  const indent = ' '.repeat(key.origin.range.start.character + dashUnit);
  const before = /(?<![ \t])[ \t]*$/.exec(document.text.slice(key.origin.end, origin.start))?.[0].length ?? 0;
  const behind = lineEnd(document, origin.end);
  const rest = document.text.slice(origin.end, behind);
  // What stands behind the bracket is a comment, which stays on the line of the key.
  if (rest.trim() !== '' && !/^\s+#/.test(rest)) return undefined;
  const lines = texts.map((text) => `${eol}${indent}- ${text}`).join('');
  return [change(document, origin.start - before, behind, rest.trimEnd() + lines)];
}

/** A list with dashes as one in brackets; undefined where comments stand between its items, or items take several lines. */
export function asBrackets(document: ConfigDocument, { key, value }: MapEntry): Replacement[] | undefined {
  if (value.kind !== 'list' || value.flow || value.alias !== undefined || value.origin.uri !== document.uri)
    return undefined;
  const { items, origin } = value;
  if (items.length === 0 || items.length > MOST_ITEMS) return undefined;
  const texts: string[] = [];
  let at = origin.start;
  for (const item of items) {
    const isPlain = item.kind === 'scalar' ? item.style !== 'literal' && item.style !== 'folded' : item.flow;
    const place = item.alias ?? item.origin;
    const text = place.text;
    if (!isPlain || text === '' || /[\r\n]/.test(text) || !/^\s*-[ \t]+$/.test(document.text.slice(at, place.start)))
      return undefined;
    texts.push(item.kind === 'scalar' && item.alias === undefined ? flowText(text) : text);
    at = place.end;
  }
  const head = document.text.slice(key.origin.end, origin.start);
  const colon = /^[ \t]*:/.exec(head)?.[0].length;
  // More than this between a key and its list is no list that somebody wants in one line.
  if (colon === undefined || head.length > 2_000) return undefined;
  // An anchor or a tag stays in front, a comment behind the key comes to stand behind the bracket.
  const [, before = '', comment = ''] =
    /^([^#\r\n]*?)([ \t]+#[^\r\n]*|[ \t]*)[\r\n][ \t\r\n]*$/.exec(head.slice(colon)) ?? [];
  if (head.slice(colon).trim() !== `${before}${comment}`.trim()) return undefined;
  const list = `${before} [${texts.join(', ')}]`;
  if (comment.trim() === '') return [change(document, key.origin.end + colon, origin.end, list)];
  const tail = document.text.slice(origin.end, lineEnd(document, origin.end));
  if (tail.trim() !== '') return undefined;
  return [change(document, key.origin.end + colon, origin.end, list + comment.trimEnd())];
}

/** The items of a list in brackets as they are written; undefined where there is more between them than commas. */
function itemTexts(document: ConfigDocument, { items }: ListValue, start: number, end: number): string[] | undefined {
  const texts: string[] = [];
  let at = start;
  for (const [index, item] of items.entries()) {
    const place = item.alias ?? item.origin;
    const gap = document.text.slice(at, place.start);
    if (index === 0 ? gap.trim() !== '' : !/^\s*,\s*$/.test(gap)) return undefined;
    texts.push(place.text);
    at = place.end;
  }
  return /^\s*(?:,\s*)?$/.test(document.text.slice(at, end)) ? texts : undefined;
}

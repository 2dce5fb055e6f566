/**
 * Changes of YAML text that touch nothing else: comments, quotes, indentation and line ends stay as they are. What
 * cannot be written so is not offered, and the functions give undefined.
 */
import { type ConfigDocument, type MapEntry, type MapValue, nodeAt, type Origin, type ValueNode } from '../../config';
import type { Replacement } from '../../rules';

/** How a document is written. */
export interface TextStyle {
  readonly eol: string;
  /** Columns by which a mapping stands deeper than its key. */
  readonly unit: number;
  /** Columns by which the dashes of a list stand deeper than its key. */
  readonly dashUnit: number;
}

/** Nodes looked at to see how a file is written. */
const LOOKED_AT = 2_000;

const styles = new WeakMap<ConfigDocument, TextStyle>();

/** Read once per document: the fixes of a whole file ask for it at each place. */
export function styleOf(document: ConfigDocument): TextStyle {
  let style = styles.get(document);
  if (style === undefined) {
    style = readStyle(document);
    styles.set(document, style);
  }
  return style;
}

function readStyle(document: ConfigDocument): TextStyle {
  const eol = /\r\n|\n|\r/.exec(document.text)?.[0] ?? '\n';
  let unit: number | undefined;
  let dashUnit: number | undefined;
  const open: ValueNode[] = document.root === undefined ? [] : [document.root];
  for (let count = 0; count < LOOKED_AT && open.length > 0 && (unit === undefined || dashUnit === undefined); count++) {
    const node = open.shift();
    if (node?.kind === 'list') {
      open.push(...node.items.slice(0, 100));
    } else if (node?.kind === 'map') {
      for (const { key, value } of node.entries.values()) {
        if (value.kind === 'scalar' || value.alias !== undefined) continue;
        open.push(value);
        const { start } = value.origin.range;
        if (value.flow || start.line === key.origin.range.start.line) continue;
        const deeper = start.character - key.origin.range.start.character;
        if (value.kind === 'map' && deeper > 0) unit ??= deeper;
        if (value.kind === 'list' && deeper >= 0) dashUnit ??= deeper;
      }
    }
  }
  return { eol, unit: unit ?? 2, dashUnit: dashUnit ?? unit ?? 2 };
}

/** An entry that stands in a document, with the mapping it stands in. */
export interface WrittenEntry {
  readonly map: MapValue;
  readonly entry: MapEntry;
}

/** The entry whose key stands at an origin. */
export function entryAt(document: ConfigDocument, key: Origin): WrittenEntry | undefined {
  const at = nodeAt(document, key.start);
  const map = at?.ancestors.at(-2);
  if (at?.part !== 'key' || at.entry === undefined || map?.kind !== 'map') return undefined;
  return at.entry.key.origin.start === key.start ? { map, entry: at.entry } : undefined;
}

const written = new WeakMap<MapValue, readonly MapEntry[]>();

/** The entries that stand in the text of a mapping, in its order. */
export function writtenEntries(map: MapValue): readonly MapEntry[] {
  const before = written.get(map);
  if (before !== undefined) return before;
  const { uri, start, end } = map.origin;
  const entries = [...map.entries.values()]
    .filter(({ key, merged }) => {
      const { origin } = key;
      return !merged && origin.uri === uri && origin.start >= start && origin.end <= end && origin.end > origin.start;
    })
    .sort((a, b) => a.key.origin.start - b.key.origin.start);
  written.set(map, entries);
  return entries;
}

/** Where an entry ends: behind its value, or behind its colon where it has none. Undefined for a key after `?`. */
export function entryEnd(document: ConfigDocument, { key, value }: MapEntry): number | undefined {
  const { text } = document;
  const behind = text.slice(key.origin.end);
  const colon = /^[ \t]*:/.exec(behind)?.[0];
  // In flow style a key may stand alone.
  if (colon === undefined) return /^[ \t\r\n]*[,}]/.test(behind) ? key.origin.end : undefined;
  const place = value.alias ?? value.origin;
  let end = Math.max(key.origin.end + colon.length, place.uri === key.origin.uri ? place.end : 0);
  while (end > key.origin.end && /[\r\n]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

export function lineStart(document: ConfigDocument, offset: number): number {
  return offset - document.positionAt(offset).character;
}

/** The end of the line of an offset, without its line break. */
export function lineEnd({ text }: ConfigDocument, offset: number): number {
  const found = text.slice(offset).search(/[\r\n]/);
  return found < 0 ? text.length : offset + found;
}

/** Behind the line break at an offset, if there is one. */
function behindBreak({ text }: ConfigDocument, offset: number): number {
  if (text.startsWith('\r\n', offset)) return offset + 2;
  return /[\r\n]/.test(text.charAt(offset)) ? offset + 1 : offset;
}

function beforeBreak({ text }: ConfigDocument, offset: number): number {
  if (text.slice(0, offset).endsWith('\r\n')) return offset - 2;
  return /[\r\n]/.test(text.charAt(offset - 1)) ? offset - 1 : offset;
}

/** What stands between the start of the line and an offset. */
function prefixAt(document: ConfigDocument, offset: number): string {
  return document.text.slice(lineStart(document, offset), offset);
}

export function change(document: ConfigDocument, start: number, end: number, text: string): Replacement {
  return { origin: document.originAt(start, end), text };
}

/** Whether an offset stands between brackets or braces. */
export function isInFlow(document: ConfigDocument, offset: number): boolean {
  const ancestors = nodeAt(document, offset)?.ancestors ?? [];
  return ancestors.some((node) => node.kind !== 'scalar' && node.flow && offset > node.origin.start);
}

/** A scalar as it can stand between brackets and braces. */
export function flowText(text: string): string {
  return /^[["'{]/.test(text) || !/[[\]{},]|: |\?\?\?/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A text in place of another: in the quotes of the other, and with quotes where it needs some. */
export function inPlaceOf(document: ConfigDocument, origin: Origin, text: string): Replacement {
  const quote = /^["']/.exec(origin.text)?.[0];
  const isPlain = !/^[[{]/.test(text) && !text.includes(': ');
  if (quote !== undefined && isPlain && !text.includes(quote)) return { origin, text: quote + text + quote };
  // In another file nobody knows what is around it.
  const flow = origin.uri !== document.uri || isInFlow(document, origin.start);
  return { origin, text: flow && text.includes('${') ? flowText(text) : text };
}

/** Whether something between two offsets is named elsewhere by an alias. */
function isNamedElsewhere({ text }: ConfigDocument, start: number, end: number): boolean {
  const rest = `${text.slice(0, start)}\n${text.slice(end)}`;
  return [...text.slice(start, end).matchAll(/(?:^|\s)&([^\s,[\]{}]+)/g)].some(([, name]) => rest.includes(`*${name}`));
}

/** Takes entries away, each with the comment behind it; undefined where a mapping would be left without any. */
export function removeEntries(document: ConfigDocument, keys: readonly Origin[]): Replacement[] | undefined {
  const byMap = new Map<MapValue, Set<MapEntry>>();
  for (const key of keys) {
    const found = entryAt(document, key);
    if (found === undefined) return undefined;
    const group = byMap.get(found.map);
    if (group === undefined) byMap.set(found.map, new Set([found.entry]));
    else group.add(found.entry);
  }
  const changes: Replacement[] = [];
  for (const [map, removed] of byMap) {
    const all = writtenEntries(map);
    if (all.every((entry) => removed.has(entry))) return undefined;
    for (let from = 0; from < all.length; from++) {
      const first = all[from];
      if (first === undefined || !removed.has(first)) continue;
      let to = from;
      for (let next = all[to + 1]; next !== undefined && removed.has(next); next = all[to + 1]) to += 1;
      const span = runSpan(document, map, all, from, to);
      if (span === undefined || isNamedElsewhere(document, span.start, span.end)) return undefined;
      changes.push(change(document, span.start, span.end, ''));
      from = to;
    }
  }
  return changes;
}

/** The text of entries next to each other, with what separates them from the others. */
function runSpan(
  document: ConfigDocument,
  map: MapValue,
  all: readonly MapEntry[],
  from: number,
  to: number,
): { start: number; end: number } | undefined {
  const first = all[from];
  const last = all[to];
  const end = last === undefined ? undefined : entryEnd(document, last);
  if (first === undefined || end === undefined) return undefined;
  const { start } = first.key.origin;
  const next = all[to + 1]?.key.origin.start;
  if (map.flow) {
    const before = all[from - 1];
    const span = next === undefined ? { start: before && entryEnd(document, before), end } : { start, end: next };
    if (span.start === undefined || document.text.slice(span.start, span.end).includes('#')) return undefined;
    return { start: span.start, end: span.end };
  }
  // Behind a dash stands the first key of a mapping, and the next one takes its place.
  if (prefixAt(document, start).trim() !== '') return next === undefined ? undefined : { start, end: next };
  // Comments between them go with them, those above and below stay.
  const lineBegin = lineStart(document, start);
  const lineBehind = lineEnd(document, end);
  if (behindBreak(document, lineBehind) > lineBehind) {
    return { start: lineBegin, end: behindBreak(document, lineBehind) };
  }
  return { start: beforeBreak(document, lineBegin), end: lineBehind };
}

/** Adds entries, written as `key: value`, behind an entry of a mapping, or in front of all of them. */
export function insertEntries(
  document: ConfigDocument,
  map: MapValue,
  behind: MapEntry | undefined,
  entries: readonly { readonly key: string; readonly value: string }[],
): Replacement | undefined {
  const { eol } = styleOf(document);
  const all = writtenEntries(map);
  const lines = entries.map(({ key, value }) => `${key}: ${map.flow ? flowText(value) : value}`);
  if (behind === undefined) {
    const first = all[0];
    if (map.flow) {
      const at = map.origin.start + 1;
      return change(document, at, at, lines.join(', ') + (first === undefined ? '' : ', '));
    }
    if (first === undefined) return undefined;
    const at = first.key.origin.start;
    const indent = ' '.repeat(first.key.origin.range.start.character);
    return change(document, at, at, lines.map((line) => line + eol + indent).join(''));
  }
  const end = entryEnd(document, behind);
  if (end === undefined) return undefined;
  const { start } = behind.key.origin;
  const prefix = prefixAt(document, start);
  if (map.flow) {
    const isLined = prefix.trim() === '' && map.origin.range.start.line < map.origin.range.end.line;
    // A comment behind the comma belongs to what is in front of it.
    const behindComma = /^,[ \t]*(?:#.*)?$/.test(document.text.slice(end, lineEnd(document, end)));
    if (isLined && behindComma) {
      const at = lineEnd(document, end);
      return change(document, at, at, lines.map((line) => `${eol}${prefix}${line},`).join(''));
    }
    const joint = isLined ? `,${eol}${prefix}` : ', ';
    return change(document, end, end, lines.map((line) => joint + line).join(''));
  }
  const at = lineEnd(document, end);
  const indent = ' '.repeat(behind.key.origin.range.start.character);
  return change(document, at, at, lines.map((line) => eol + indent + line).join(''));
}

/** Lines from 0, both ends included. */
interface Lines {
  readonly first: number;
  readonly last: number;
}

/** The lines of a key and everything that stands deeper below it; undefined where it does not begin its line. */
function linesOf(document: ConfigDocument, key: Origin): Lines | undefined {
  const { line, character } = key.range.start;
  if (prefixAt(document, key.start).trim() !== '') return undefined;
  const written = entryAt(document, key);
  const end = written === undefined ? undefined : entryEnd(document, written.entry);
  let last = end === undefined ? line : document.positionAt(end).line;
  // A key that stands twice is not in the tree, and the text has to tell.
  for (let at = last + 1; ; at++) {
    const text = lineText(document, at);
    if (text === undefined) break;
    const content = text.search(/[^ ]/);
    if (content < 0 || text.charAt(content) === '#') continue;
    const isDash = content === character && /^-(?:\s|$)/.test(text.slice(content));
    if (content <= character && !isDash) break;
    last = at;
  }
  return { first: line, last };
}

function lineText(document: ConfigDocument, line: number): string | undefined {
  const start = document.offsetAt({ line, character: 0 });
  if (document.positionAt(start).line !== line) return undefined;
  return document.text.slice(start, lineEnd(document, start));
}

/**
 * Puts entries one level deeper, under a key of the same mapping that stands above them. Entries of the mapping that
 * stand between the key and them come to stand below.
 */
export function indentEntries(
  document: ConfigDocument,
  under: Origin,
  keys: readonly Origin[],
): Replacement[] | undefined {
  const { eol, unit } = styleOf(document);
  const holder = entryAt(document, under);
  if (holder === undefined || holder.map.flow || keys.length === 0) return undefined;
  const { value } = holder.entry;
  const isBlock = value.kind === 'map' && !value.flow && value.alias === undefined;
  if (value.kind !== 'scalar' && !isBlock) return undefined;
  const column = under.range.start.character;
  const by = isBlock ? value.origin.range.start.character - column : unit;
  const target = linesOf(document, under);
  if (target === undefined || by <= 0) return undefined;
  const moved = new Set<number>();
  let last = target.last;
  for (const key of keys) {
    const lines = linesOf(document, key);
    if (lines === undefined || key.range.start.character !== column || lines.first <= target.last) return undefined;
    for (let line = lines.first; line <= lines.last; line++) moved.add(line);
    last = Math.max(last, lines.last);
  }
  const texts: { text: string; moves: boolean; isComment: boolean }[] = [];
  for (let line = target.last + 1; line <= last; line++) {
    const text = lineText(document, line) ?? '';
    texts.push({ text, moves: moved.has(line), isComment: /^\s*(?:#|$)/.test(text) });
  }
  // A comment goes with what comes below it.
  for (let index = texts.length - 2; index >= 0; index--) {
    const one = texts[index];
    if (one?.isComment === true) one.moves = texts[index + 1]?.moves === true;
  }
  const start = document.offsetAt({ line: target.last + 1, character: 0 });
  const deeper = (text: string) => (text.trim() === '' ? text : ' '.repeat(by) + text);
  if (texts.every(({ moves }) => moves)) {
    return texts.flatMap(({ text }, index) => {
      const at = document.offsetAt({ line: target.last + 1 + index, character: 0 });
      return text.trim() === '' ? [] : [change(document, at, at, ' '.repeat(by))];
    });
  }
  const end = lineEnd(document, document.offsetAt({ line: last, character: 0 }));
  const sorted = [
    ...texts.filter(({ moves }) => moves).map(({ text }) => deeper(text)),
    ...texts.filter(({ moves }) => !moves).map(({ text }) => text),
  ];
  return [change(document, start, end, sorted.join(eol))];
}

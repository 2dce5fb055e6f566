import type { Path } from './types';

/**
 * Where the cursor stands in text that may be half typed: an outline of the file by indentation and brackets alone,
 * which takes every text, and the place in it. It holds no opinion on what is valid; that is `readDocument`'s.
 *
 * All offsets are UTF-16 code units. One pass over the text, no recursion, nothing thrown. In a long text, what stands
 * below keys far from the cursor is passed over, and outlined when it is asked for.
 */

export interface OutlineScalar {
  readonly type: 'scalar';
  /** Without quotes, escapes as written; of a block scalar its header alone. */
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double' | 'block';
  readonly start: number;
  readonly end: number;
}

export interface OutlineEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Behind the colon; undefined while there is none. */
  readonly valueStart: number | undefined;
  readonly value: OutlineNode | undefined;
}

interface OutlineCollection {
  readonly flow: boolean;
  /** Column of the keys or dashes of a block collection; 0 in flow style. */
  readonly indent: number;
  /** The bracket, the first key or the first dash. */
  readonly start: number;
  readonly parent: OutlineMap | OutlineList | undefined;
  /** The key or index in `parent`. */
  readonly step: string | number | undefined;
}

export interface OutlineMap extends OutlineCollection {
  readonly type: 'map';
  readonly entries: readonly OutlineEntry[];
}

export interface OutlineList extends OutlineCollection {
  readonly type: 'list';
  readonly items: readonly (OutlineNode | undefined)[];
}

export type OutlineNode = OutlineMap | OutlineList | OutlineScalar;

/** The word under the cursor, without quotes; empty where there is none. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly quote: '"' | "'" | undefined;
}

/**
 * How to write something at the cursor: put `before` + text + `after` in place of `start` … `end`, a span on one line
 * that contains the cursor. `before` and `after` hold what separates it from its neighbours: the blank behind a colon,
 * a comma, a dash, a missing closing quote, the right indentation.
 */
export interface Slot {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

/** The part of a `${…}` that the cursor is in. */
export interface InterpolationAt {
  /** Behind the `${`. */
  readonly start: number;
  /** In front of the `}`, or where the word ends. */
  readonly end: number;
  readonly text: string;
  readonly closed: boolean;
}

export interface CursorContext {
  /**
   * `key`: a key of the mapping `holder`. Where that has nothing yet (`holder.entries` is empty, in block style), a
   * list or a scalar may be written here as well.
   * `value`: the value of `entry`, on the line of its key.
   * `item`: entry number `index` of the list `holder`.
   */
  readonly place: 'key' | 'value' | 'item';
  /** The collection around the cursor; one without entries where it is not written yet. */
  readonly holder: OutlineMap | OutlineList;
  /** Place `value`: the entry it belongs to. Place `key`: the entry whose key the cursor is on, if it has its colon. */
  readonly entry: OutlineEntry | undefined;
  readonly index: number | undefined;
  /** The mapping around a list whose dashes stand in the column of its keys: its next key may stand here too. */
  readonly outer: { readonly map: OutlineMap; readonly slot: Slot } | undefined;
  readonly token: Token;
  readonly slot: Slot;
  readonly interpolation: InterpolationAt | undefined;
  /** White space in front of the keys or dashes of the holder; of the key's line in flow style. */
  readonly indent: string;
  readonly habits: Habits;
}

/** How the file is written. */
export interface Habits {
  readonly eol: '\n' | '\r\n' | '\r';
  /** Columns by which a mapping stands deeper than its key. */
  readonly unit: number;
  /** Columns by which the dashes of a list stand deeper than its key. */
  readonly dashUnit: number;
  /** Whether lists of scalars are written with dashes rather than in brackets. */
  readonly dashedLists: boolean;
}

/** Keys and indices from the root of the document to a collection. */
export function outlinePath(node: OutlineMap | OutlineList): Path {
  const path: (string | number)[] = [];
  for (let at: OutlineMap | OutlineList | undefined = node; at?.step !== undefined; at = at.parent) path.push(at.step);
  return path.reverse();
}

/** The entry of a key, the last where it is written several times. */
export function outlineEntry(map: OutlineMap, key: string): OutlineEntry | undefined {
  return map.entries.findLast((entry) => entry.key === key);
}

/**
 * The place of the cursor, or undefined where nothing of the config can be written: in a comment, in a block scalar or
 * other text of several lines, behind a finished value, in the white space in front of a key.
 */
export function cursorContext(text: string, offset: number): CursorContext | undefined {
  return new Outliner(text, Math.min(Math.max(0, offset), text.length)).context();
}

/** The outline while it is built. */
class EntryNode implements OutlineEntry {
  private known: BuiltNode | undefined;
  private later: (() => void) | undefined;

  constructor(
    readonly key: string,
    readonly keyStart: number,
    readonly keyEnd: number,
    public valueStart: number | undefined,
  ) {}

  get value(): BuiltNode | undefined {
    const { later } = this;
    this.later = undefined;
    later?.();
    return this.known;
  }

  set value(value: BuiltNode | undefined) {
    this.later = undefined;
    this.known = value;
  }

  /** Has the value set when it is first asked for. */
  postpone(later: () => void): void {
    this.later = later;
  }
}

interface MapNode extends OutlineCollection {
  readonly type: 'map';
  readonly parent: CollectionNode | undefined;
  readonly entries: EntryNode[];
}

interface ListNode extends OutlineCollection {
  readonly type: 'list';
  readonly parent: CollectionNode | undefined;
  readonly items: (BuiltNode | undefined)[];
}

type CollectionNode = MapNode | ListNode;
type BuiltNode = CollectionNode | OutlineScalar;
type Place = Pick<CollectionNode, 'parent' | 'step'>;

interface Frame {
  readonly node: CollectionNode;
  readonly indent: number;
}

/** A key or a dash with nothing behind it on its line: what stands deeper on the next one belongs to it. */
interface Pending {
  readonly holder: CollectionNode;
  readonly entry: EntryNode | undefined;
  readonly index: number;
  readonly indent: number;
}

/** A line that holds nothing but white space or a half-typed word: what it belongs to shows on the next line. */
interface OpenLine {
  readonly frames: readonly Frame[];
  readonly pending: Pending | undefined;
  readonly column: number;
  readonly lineStart: number;
  readonly lineEnd: number;
  readonly token: Token;
  /** What has to stand in front of the word on its line anyway: the blank behind a dash. */
  readonly glue: string;
  /** Behind a dash on the same line, where indentation is settled. */
  readonly afterDash: boolean;
  next: { readonly indent: number; readonly dash: boolean } | undefined;
}

interface Found {
  readonly place: 'key' | 'value' | 'item';
  readonly holder: CollectionNode;
  readonly entry: EntryNode | undefined;
  readonly index: number | undefined;
  readonly token: Token;
  readonly slot: Slot;
}

const SPACE = 0x20;
const TAB = 0x09;
const DASH = 0x2d;
const HASH = 0x23;
const COLON = 0x3a;

const blockScalarHeader = /[|>][-+0-9]*[ \t]*(?:#.*)?$/my;
const colonWithoutBlank = /[A-Za-z_]\w*:/y;
/** A line that can only be the next line of the surrounding block, whatever is still open. */
const blockLine = /[ \t]*(?:-[ \t]|-$|(?:[\w.<$-]+|"[^"\n]*"|'[^'\n]*')[ \t]*:(?:[ \t]|$))/my;
const number = /^[-+.]?\d/;

/** Characters around the cursor, and at the start of the text, in which everything is outlined at once. */
const NEAR = 20_000;

/** A key further in is not passed over: where its value ends is looked for in all of the text that is left. */
const DEEPEST = 32;

/** The line breaks before lines that do not belong below a key of the column. */
function breakBehind(column: number): RegExp {
  let pattern = breaks.get(column);
  if (pattern === undefined) {
    pattern = new RegExp(`[\\n\\r](?!%)(?=[ \\t]{0,${column}}[^ \\t\\n\\r#])`, 'g');
    breaks.set(column, pattern);
  }
  return pattern;
}

const breaks = new Map<number, RegExp>();

/** Entries of a list that are kept. */
const LONGEST_LIST = 10_000;

const documentMark = /(?:---|\.\.\.)(?=\s|$)/y;

class Outliner {
  private readonly frames: Frame[] = [];
  private root: CollectionNode | undefined;
  private pending: Pending | undefined;
  private open: OpenLine | undefined;
  private found: Found | undefined;
  /** The cursor is somewhere that takes nothing. */
  private barred = false;
  private readonly units = new Map<number, number>();
  private readonly dashUnits = new Map<number, number>();
  private dashed = 0;
  private bracketed = 0;
  private lineFrom = 0;
  private lineTo = -1;
  /** The entry below which everything stands that is outlined, and the mapping it is in. */
  private above: { readonly map: MapNode; readonly entry: EntryNode } | undefined;

  constructor(
    private readonly text: string,
    private readonly cursor: number,
  ) {}

  context(): CursorContext | undefined {
    const { text } = this;
    const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    if (this.cursor < start) return undefined;
    this.lines(start, text.length);
    if (this.barred) return undefined;
    const found = this.found ?? this.resolveOpenLine();
    return found && this.finish(found);
  }

  private lines(from: number, to: number): void {
    const { text } = this;
    for (let start = from; start <= to; ) {
      const end = this.lineEnd(start);
      documentMark.lastIndex = start;
      if (documentMark.test(text)) {
        if (this.cursor < start) return;
        this.startDocument();
        if (this.cursor <= end) {
          this.barred = true;
          return;
        }
        start = end;
      } else {
        start = this.line(start, end);
      }
      // Everything below stops at the end of some line.
      const next = this.afterBreak(start);
      if (next === start) return;
      start = next;
    }
  }

  private startDocument(): void {
    this.frames.length = 0;
    this.root = undefined;
    this.pending = undefined;
    this.open = undefined;
    this.found = undefined;
    this.barred = false;
  }

  // ---- lines ----

  /** Asked for every word, which on a line of a million words must not mean a million walks along the line. */
  private lineEnd(from: number): number {
    if (from >= this.lineFrom && from <= this.lineTo) return this.lineTo;
    const { text } = this;
    let at = from;
    while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
    this.lineFrom = from;
    this.lineTo = at;
    return at;
  }

  /** The start of the next line; `at` itself at the end of the text. */
  private afterBreak(at: number): number {
    const code = this.text.charCodeAt(at);
    if (code === 13) return this.text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
    return code === 10 ? at + 1 : at;
  }

  private skipBlanks(from: number, end: number): number {
    let at = from;
    while (at < end && this.isBlank(at)) at++;
    return at;
  }

  private isBlank(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === SPACE || code === TAB;
  }

  private isBlankOrEnd(at: number, end: number): boolean {
    return at >= end || this.isBlank(at);
  }

  private trimEnd(from: number, end: number): number {
    let at = end;
    while (at > from && this.isBlank(at - 1)) at--;
    return at;
  }

  private has(start: number, end: number): boolean {
    return this.cursor >= start && this.cursor <= end;
  }

  /** Reads what begins on the line; gives the end of the last line read. */
  private line(start: number, end: number): number {
    const first = this.skipBlanks(start, end);
    const here = this.has(start, end);
    if (first === end) {
      if (here) this.openLine(start, end, this.cursor - start, this.noToken(), '', false);
      return end;
    }
    const code = this.text.charCodeAt(first);
    if (code === HASH || (code === 0x25 && first === start)) {
      if (here) this.barred = true;
      return end;
    }
    const dash = code === DASH && this.isBlankOrEnd(first + 1, end);
    if (this.open && !this.open.next) this.open.next = { indent: first - start, dash };
    if (here && this.cursor < first) this.barred = true;
    return this.content(start, first, end, here);
  }

  private content(lineStart: number, first: number, end: number, here: boolean): number {
    const { text, cursor } = this;
    let at = first;
    while (text.charCodeAt(at) === DASH && this.isBlankOrEnd(at + 1, end)) {
      const column = at - lineStart;
      const list = this.listAt(column, at);
      if (!list) return this.strayLine(here, end);
      list.items.push(undefined);
      this.pending = { holder: list, entry: undefined, index: list.items.length - 1, indent: column };
      const next = this.skipBlanks(at + 1, end);
      const empty = next === end || text.charCodeAt(next) === HASH;
      if (here && cursor >= first) {
        if (cursor <= at) this.barred = true;
        else if (empty && cursor <= next && (next === end || cursor < next)) {
          this.openLine(lineStart, next, cursor - lineStart, this.noToken(), cursor === at + 1 ? ' ' : '', true);
        } else if (cursor < next || empty) this.barred = true;
      }
      if (empty) return end;
      at = next;
    }
    const column = at - lineStart;
    const key = this.readKey(at, end);
    if (key) return this.keyLine(key, column, end, here);
    const code = text.charCodeAt(at);
    const word = this.plainEnd(at, end);
    if (here && cursor >= at && !'{["\'|>&*!#'.includes(text.charAt(at))) {
      colonWithoutBlank.lastIndex = at;
      const colon = colonWithoutBlank.test(text) ? colonWithoutBlank.lastIndex : -1;
      if (colon > 0 && cursor >= colon && cursor <= word) {
        // `kind:noether` is one word to YAML; whoever types it means a key.
        const map = this.mapAt(column, at);
        if (!map) return this.strayLine(here, end);
        const entry = this.addEntry(map, { text: text.slice(at, colon - 1), start: at, end: colon - 1, colon });
        entry.value = this.scalar(colon, word, 'plain');
        this.pending = undefined;
        this.at('value', map, entry, undefined, this.word(colon, word), { before: ' ' });
        return end;
      }
      if (cursor <= word) {
        this.openLine(lineStart, end, column, this.word(at, word), '', at > first);
      } else {
        this.barred = true;
      }
      return end;
    }
    if (here && (code === 0x22 || code === 0x27) && cursor > at) {
      const close = this.closingQuote(at, end);
      const last = close < 0 ? word : close;
      const token: Token = {
        start: at + 1,
        end: Math.max(at + 1, last),
        text: text.slice(at + 1, last),
        quote: code === 0x22 ? '"' : "'",
      };
      if (cursor <= token.end) this.openLine(lineStart, end, column, token, '', at > first);
      else this.barred = true;
      return end;
    }
    if (this.pending && column > this.pending.indent) return this.value(at, at, end, here, this.pending);
    if (!this.root && (code === 0x7b || code === 0x5b)) return this.value(at, at, end, here, undefined);
    return this.strayLine(here, end);
  }

  private strayLine(here: boolean, end: number): number {
    if (here) this.barred = true;
    return end;
  }

  private keyLine(key: Key, column: number, end: number, here: boolean): number {
    const map = this.mapAt(column, key.start);
    if (!map) return this.strayLine(here, end);
    const entry = this.addEntry(map, key);
    this.pending = { holder: map, entry, index: -1, indent: column };
    if (here && this.cursor >= key.start && this.cursor < key.colon) {
      this.at('key', map, entry, undefined, this.keyToken(key));
    }
    const last = this.value(key.colon, key.colon, end, here, this.pending);
    return this.pending?.entry === entry ? this.passOver(map, entry, column, last) : last;
  }

  /**
   * Passes over what stands below a key whose line ends at `from`, where that is long and far from the cursor and
   * surely a collection that ends where it seems to; gives the end of the last line read.
   */
  private passOver(map: MapNode, entry: EntryNode, column: number, from: number): number {
    const { text, cursor } = this;
    if (column > DEEPEST || from < NEAR || Math.abs(from - cursor) < NEAR) return from;
    const pattern = breakBehind(column);
    pattern.lastIndex = from;
    const to = pattern.exec(text)?.index ?? text.length;
    if ((cursor >= from && cursor <= to) || Math.abs(to - cursor) < NEAR) return from;
    if (to < text.length && !isBlockLine(text, to + 1)) return from;
    let start = this.afterBreak(from);
    let first = this.skipBlanks(start, to);
    while (first < to && (text.charCodeAt(first) === HASH || this.lineEnd(first) === first)) {
      start = this.afterBreak(this.lineEnd(first));
      first = this.skipBlanks(start, to);
    }
    blockLine.lastIndex = start;
    if (first >= to || !blockLine.test(text)) return from;
    this.pending = undefined;
    const dash = text.charCodeAt(first) === DASH && this.isBlankOrEnd(first + 1, to);
    count(dash ? this.dashUnits : this.units, first - start - column);
    entry.postpone(() => {
      const below = new Outliner(text, -1);
      below.above = { map, entry };
      below.root = map;
      below.frames.push({ node: map, indent: column });
      below.pending = { holder: map, entry, index: -1, indent: column };
      below.lines(start, to);
    });
    return to;
  }

  private keyToken(key: Key): Token {
    const { text } = this;
    const quote = text.charAt(key.start);
    if (quote !== '"' && quote !== "'") return this.word(key.start, key.end);
    return { start: key.start + 1, end: key.end - 1, text: text.slice(key.start + 1, key.end - 1), quote };
  }

  /** A key with its colon. */
  private readKey(start: number, end: number): Key | undefined {
    const { text } = this;
    const first = text.charAt(start);
    if (first === '"' || first === "'") {
      const close = this.closingQuote(start, end);
      if (close < 0) return undefined;
      const colon = this.skipBlanks(close + 1, end);
      if (text.charCodeAt(colon) !== COLON || colon >= end || !this.isBlankOrEnd(colon + 1, end)) return undefined;
      return { text: text.slice(start + 1, close), start, end: close + 1, colon: colon + 1 };
    }
    if ('{}[],#&*!|>%@`'.includes(first)) return undefined;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === COLON && this.isBlankOrEnd(at + 1, end)) {
        const last = this.trimEnd(start, at);
        return { text: text.slice(start, last), start, end: last, colon: at + 1 };
      }
      if (code === HASH && at > start && this.isBlank(at - 1)) return undefined;
    }
    return undefined;
  }

  private closingQuote(start: number, end: number): number {
    const { text } = this;
    const quote = text.charAt(start);
    for (let at = start + 1; at < end; at++) {
      const char = text.charAt(at);
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) {
        if (quote === "'" && text.charAt(at + 1) === "'" && at + 1 < end) at++;
        else return at;
      }
    }
    return -1;
  }

  /** Where a plain scalar that starts here ends on its line. */
  private plainEnd(start: number, end: number): number {
    const { text } = this;
    for (let at = start + 1; at < end; at++) {
      if (text.charCodeAt(at) === HASH && this.isBlank(at - 1)) return this.trimEnd(start, at);
    }
    return this.trimEnd(start, end);
  }

  // ---- block collections ----

  private listAt(column: number, start: number): ListNode | undefined {
    const top = this.popTo(column);
    if (top?.node.type === 'list' && top.indent === column) return top.node;
    const { pending } = this;
    // The dashes of a list may stand in the column of its key, not in that of another dash.
    if (pending && (column > pending.indent || (column === pending.indent && pending.entry))) {
      const list = this.newList(this.below(pending), column, start);
      this.attach(pending, list);
      if (pending.entry) count(this.dashUnits, column - pending.indent);
      this.frames.push({ node: list, indent: column });
      return list;
    }
    if (this.root) return undefined;
    const list = this.newList({ parent: undefined, step: undefined }, column, start);
    this.root = list;
    this.frames.push({ node: list, indent: column });
    return list;
  }

  private mapAt(column: number, start: number): MapNode | undefined {
    let top = this.popTo(column);
    while (top?.node.type === 'list' && top.indent === column) {
      this.frames.pop();
      top = this.frames.at(-1);
    }
    if (top?.node.type === 'map' && top.indent === column) return top.node;
    const { pending } = this;
    if (pending && column > pending.indent) {
      const map = this.newMap(this.below(pending), column, start);
      this.attach(pending, map);
      if (pending.entry) count(this.units, column - pending.indent);
      this.frames.push({ node: map, indent: column });
      return map;
    }
    if (!top) {
      if (this.root) return this.root.type === 'map' ? this.again(this.root, column) : undefined;
      const map = this.newMap({ parent: undefined, step: undefined }, column, start);
      this.root = map;
      this.frames.push({ node: map, indent: column });
      return map;
    }
    if (top.node.type === 'list') return undefined;
    // Deeper than its neighbours without a key that waits for it. What stands above belongs to something half typed.
    const last = top.node === this.above?.map ? this.above.entry : top.node.entries.at(-1);
    if (!last) return undefined;
    if (last.value?.type === 'map' && !last.value.flow) {
      return this.again(last.value, column);
    }
    if (last.value && last.value.type !== 'scalar') return undefined;
    const map = this.newMap({ parent: top.node, step: last.key }, column, start);
    last.value = map;
    this.frames.push({ node: map, indent: column });
    return map;
  }

  private newMap(place: Place, indent: number, start: number): MapNode {
    return { type: 'map', flow: false, indent, start, parent: place.parent, step: place.step, entries: [] };
  }

  private newList(place: Place, indent: number, start: number): ListNode {
    return { type: 'list', flow: false, indent, start, parent: place.parent, step: place.step, items: [] };
  }

  private again(map: MapNode, column: number): MapNode {
    this.frames.push({ node: map, indent: column });
    return map;
  }

  private popTo(column: number): Frame | undefined {
    let top = this.frames.at(-1);
    while (top && top.indent > column) {
      this.frames.pop();
      top = this.frames.at(-1);
    }
    if (this.pending && top?.node !== this.pending.holder) this.pending = undefined;
    return top;
  }

  private below(pending: Pending): Place {
    return { parent: pending.holder, step: pending.entry ? pending.entry.key : pending.index };
  }

  private attach(pending: Pending, node: BuiltNode): void {
    if (pending.entry) pending.entry.value = node;
    else if (pending.holder.type === 'list') {
      pending.holder.items[pending.index] = node;
      if (pending.index === 0 && node.type === 'scalar' && number.test(node.text)) this.dashed++;
    }
    this.pending = undefined;
  }

  private addEntry(map: MapNode, key: Key): EntryNode {
    const entry = new EntryNode(key.text, key.start, key.end, key.colon);
    map.entries.push(entry);
    return entry;
  }

  private scalar(start: number, end: number, style: OutlineScalar['style']): OutlineScalar {
    const inner = style === 'single' || style === 'double' ? 1 : 0;
    return {
      type: 'scalar',
      text: this.text.slice(start + inner, Math.max(start + inner, end - inner)),
      style,
      start,
      end,
    };
  }

  // ---- values in block style ----

  /**
   * What stands from `from` on: behind a colon (which ends at `from`), a dash, or alone on a line. `to` takes it; a
   * flow collection at the root has none. `anchor` is `from` until a tag or anchor has been passed.
   */
  private value(from: number, anchor: number, end: number, here: boolean, to: Pending | undefined): number {
    const { text, cursor } = this;
    const start = this.skipBlanks(from, end);
    const at = here && cursor >= from;
    const behindKey = to?.entry !== undefined && to.entry.valueStart !== undefined && anchor === to.entry.valueStart;
    if (start === end || text.charCodeAt(start) === HASH) {
      if (at && to?.entry && behindKey && (cursor < start || start === end) && cursor <= start) {
        this.at('value', to.holder, to.entry, undefined, this.noToken(), { before: cursor === anchor ? ' ' : '' });
      } else if (at) this.barred = true;
      return end;
    }
    const first = text.charAt(start);
    if (first === '&' || first === '!') {
      let behind = start;
      // There may be more of them than calls may stand in each other.
      for (let next = start; next < end && '&!'.includes(text.charAt(next)); next = this.skipBlanks(behind, end)) {
        behind = next;
        while (behind < end && !this.isBlank(behind)) behind++;
      }
      if (at && cursor <= behind) this.barred = true;
      // The blank that separates a value from its anchor is there, or the cursor is on the anchor.
      if (to?.entry && behindKey) return this.value(behind, to.entry.valueStart ?? behind, end, here, to);
      return this.value(behind, behind, end, here, to);
    }
    if (first === '{' || first === '[') {
      if (at && cursor < start) this.barred = true;
      return this.flow(start, to);
    }
    if (to) {
      if (first === '|' || first === '>') {
        blockScalarHeader.lastIndex = start;
        const header = blockScalarHeader.exec(text);
        if (header) {
          if (at) this.barred = true;
          this.attach(to, this.scalar(start, start + header[0].length, 'block'));
          return this.blockScalar(end, to.indent);
        }
      }
      if (first === '"' || first === "'") return this.quotedValue(start, end, at, to);
      const last = this.plainEnd(start, end);
      this.attach(to, this.scalar(start, last, 'plain'));
      if (!at) return end;
      if (cursor > last) this.barred = true;
      else this.atValue(to, this.word(start, last), cursor === to.entry?.valueStart ? ' ' : '');
      return end;
    }
    if (at) this.barred = true;
    return end;
  }

  private atValue(to: Pending, token: Token, before = ''): void {
    if (to.entry) this.at('value', to.holder, to.entry, undefined, token, { before });
    else this.at('item', to.holder, undefined, to.index, token, { before });
  }

  private blockScalar(firstEnd: number, indent: number): number {
    const { cursor } = this;
    let last = firstEnd;
    for (;;) {
      const start = this.afterBreak(last);
      if (start === last) return last;
      const end = this.lineEnd(start);
      const first = this.skipBlanks(start, end);
      if (first < end && first - start <= indent) return last;
      if (this.has(start, end) && (first < end || cursor - start > indent)) this.barred = true;
      // The cursor on an empty line further out has left the text: that line is read like every other.
      else if (this.has(start, end) && this.textEnds(end, indent)) return last;
      last = end;
    }
  }

  private textEnds(from: number, indent: number): boolean {
    let last = from;
    for (;;) {
      const start = this.afterBreak(last);
      if (start === last) return true;
      const end = this.lineEnd(start);
      const first = this.skipBlanks(start, end);
      if (first < end) return first - start <= indent;
      last = end;
    }
  }

  private quotedValue(start: number, end: number, at: boolean, to: Pending): number {
    const { text, cursor } = this;
    const style = text.charAt(start) === '"' ? 'double' : 'single';
    const quote = style === 'double' ? '"' : "'";
    const close = this.closingQuote(start, end);
    if (close >= 0) {
      this.attach(to, this.scalar(start, close + 1, style));
      if (!at) return end;
      const inner = { start: start + 1, end: close, text: text.slice(start + 1, close), quote } as const;
      if (cursor > start && cursor <= close) this.atValue(to, inner);
      else if (cursor <= start) {
        const blank = cursor === to.entry?.valueStart ? ' ' : '';
        this.at(
          to.entry ? 'value' : 'item',
          to.holder,
          to.entry,
          to.entry ? undefined : to.index,
          { ...inner, start, end: close + 1 },
          { before: blank + quote, after: quote },
        );
      } else this.barred = true;
      return end;
    }
    const last = this.closeOfText(start, end, to.indent);
    if (last !== undefined) {
      this.attach(to, this.scalar(start, end, style));
      if (this.has(start, last)) this.barred = true;
      return last;
    }
    const word = this.trimEnd(start, end);
    const scalar = this.scalar(start, word + 1, style);
    this.attach(to, { ...scalar, end: word });
    if (!at) return end;
    if (cursor > start && cursor <= word) {
      this.atValue({ ...to }, { start: start + 1, end: word, text: text.slice(start + 1, word), quote });
    } else if (cursor > word && text.slice(start + 1, cursor).trim() === '') {
      this.atValue(to, { start: cursor, end: cursor, text: '', quote });
    } else this.barred = true;
    return end;
  }

  /**
   * The end of the line on which a quoted scalar that its own line does not close is closed; undefined where it is
   * half typed: what follows is the next line of the block.
   */
  private closeOfText(start: number, end: number, indent: number): number | undefined {
    let last = end;
    for (;;) {
      const next = this.afterBreak(last);
      if (next === last) return undefined;
      const nextEnd = this.lineEnd(next);
      const first = this.skipBlanks(next, nextEnd);
      if (first < nextEnd && first - next <= indent) return undefined;
      blockLine.lastIndex = next;
      if (blockLine.test(this.text)) return undefined;
      if (this.closingQuoteOf(this.text.charAt(start), next, nextEnd) >= 0) return nextEnd;
      last = nextEnd;
    }
  }

  private closingQuoteOf(quote: string, from: number, end: number): number {
    for (let at = from; at < end; at++) {
      const char = this.text.charAt(at);
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) return at;
    }
    return -1;
  }

  // ---- flow style ----

  /** Reads a flow collection to its closing bracket, or to where it must have been meant to end. */
  private flow(start: number, to: Pending | undefined): number {
    const { text } = this;
    const base = to ? to.indent : -1;
    const frames: FlowFrame[] = [];
    let at = start;
    /** The end of the last token, behind which white space begins. */
    let gap = start;
    const push = (open: string, { parent, step }: Place): CollectionNode => {
      const node: CollectionNode =
        open === '{'
          ? { type: 'map', flow: true, indent: 0, start: at, parent, step, entries: [] }
          : { type: 'list', flow: true, indent: 0, start: at, parent, step, items: [] };
      frames.push({ node, entry: undefined, state: 'open' });
      return node;
    };
    const root = push(text.charAt(start), to ? this.below(to) : { parent: undefined, step: undefined });
    if (to) {
      this.attach(to, root);
    } else this.root = root;
    at = gap = start + 1;
    for (;;) {
      const stop = this.flowGap(at, base);
      const top = frames.at(-1);
      if (!top) return this.lineEnd(gap);
      if (this.cursorInGap(gap, stop)) this.atGap(top, gap, stop);
      at = stop.at;
      if (stop.ended) return stop.lineEnd;
      const char = text.charAt(at);
      if (char === ',' || char === ':') {
        if (char === ',') {
          top.state = 'open';
          top.entry = undefined;
        } else if (top.state === 'key' && top.entry) {
          top.state = 'value';
          top.entry.valueStart = at + 1;
        }
        at = gap = at + 1;
      } else if (char === '{' || char === '[') {
        const place = this.flowPlace(top);
        const child = push(char, place);
        this.flowAttach(top, child);
        if (this.cursor === at) this.barred = true;
        at = gap = at + 1;
      } else if (char === '}' || char === ']') {
        if ((char === '}') === (top.node.type === 'map')) frames.pop();
        else if (frames.length > 1 && frames.at(-2)?.node.type !== top.node.type) frames.length -= 2;
        at = gap = at + 1;
        if (frames.length === 0) {
          const end = this.lineEnd(at);
          if (this.cursor >= at && this.cursor <= end && !this.found) this.barred = true;
          return end;
        }
      } else {
        at = gap = this.flowScalar(at, top, base);
      }
    }
  }

  private flowPlace(top: FlowFrame): Place {
    return { parent: top.node, step: top.node.type === 'list' ? top.node.items.length : (top.entry?.key ?? '') };
  }

  private flowAttach(top: FlowFrame, node: BuiltNode): void {
    if (top.node.type === 'list') top.node.items.push(node);
    else if (top.entry && top.state === 'value') top.entry.value = node;
    top.state = 'done';
  }

  /** Skips white space, line breaks and comments; `ended` where the collection stops without its bracket. */
  private flowGap(from: number, base: number): Gap {
    const { text } = this;
    let at = from;
    for (;;) {
      const end = this.lineEnd(at);
      const first = this.skipBlanks(at, end);
      const comment = text.charCodeAt(first) === HASH && first < end && (first > at || this.isBreakOrBlank(first - 1));
      if (first < end && !comment) return { at: first, ended: false, lineEnd: end };
      if (comment && this.cursor > first && this.cursor <= end) this.barred = true;
      const next = this.afterBreak(end);
      if (next === end) return { at: end, ended: true, lineEnd: end };
      const nextEnd = this.lineEnd(next);
      const content = this.skipBlanks(next, nextEnd);
      if (content < nextEnd && content - next <= base && !'}]'.includes(text.charAt(content))) {
        blockLine.lastIndex = next;
        documentMark.lastIndex = next;
        if (blockLine.test(text) || documentMark.test(text)) return { at: next, ended: true, lineEnd: end };
      }
      at = next;
    }
  }

  private isBreakOrBlank(at: number): boolean {
    return ' \t\r\n'.includes(this.text.charAt(at));
  }

  private cursorInGap(gap: number, stop: Gap): boolean {
    const { cursor } = this;
    if (this.barred || this.found || cursor < gap) return false;
    if (stop.ended) return cursor <= stop.lineEnd;
    if (cursor < stop.at) return true;
    // At the first character of a word the cursor is on that word.
    return cursor === stop.at && '}],:'.includes(this.text.charAt(stop.at));
  }

  private atGap(top: FlowFrame, gap: number, stop: Gap): void {
    const { text, cursor } = this;
    const token = this.noToken();
    const ends = stop.ended || '}],'.includes(text.charAt(stop.at));
    const after = ends ? '' : ' \t\r\n'.includes(text.charAt(cursor)) ? ',' : ', ';
    const sameLine = this.lineEnd(gap) >= cursor;
    const touching = cursor === gap;
    const comma = text.charAt(gap - 1) === ',';
    const { node, entry } = top;
    if (top.state === 'value' && entry) {
      this.at('value', node, entry, undefined, token, { before: touching ? ' ' : '' });
    } else if (top.state === 'open') {
      const before = touching && comma ? ' ' : '';
      if (node.type === 'map') this.at('key', node, undefined, undefined, token, { before, after });
      else this.at('item', node, undefined, node.items.length, token, { before, after });
    } else if (top.state === 'done') {
      // Behind a finished value: a comma comes first, right behind that value.
      const separate = { before: ', ', after, ...(sameLine ? { start: gap } : {}) };
      if (node.type === 'map') this.at('key', node, undefined, undefined, token, separate);
      else this.at('item', node, undefined, node.items.length, token, separate);
    } else this.barred = true;
  }

  /** Reads one scalar; gives its end. */
  private flowScalar(start: number, top: FlowFrame, base: number): number {
    const { text, cursor } = this;
    const line = this.lineEnd(start);
    const first = text.charAt(start);
    const quote = first === '"' || first === "'" ? first : undefined;
    let end: number;
    let closed = true;
    if (quote) {
      const close = this.closingQuote(start, line);
      closed = close >= 0;
      end = closed ? close + 1 : this.unclosedFlowEnd(start, line);
    } else end = this.flowPlainEnd(start, line);
    const innerStart = quote ? start + 1 : start;
    const innerEnd = quote ? (closed ? end - 1 : Math.max(start + 1, end)) : end;
    const here = cursor >= start && cursor <= end && !this.found && !this.barred;
    const { node } = top;
    if (!here && node.type === 'list' && node.items.length >= LONGEST_LIST) {
      // Nobody asks for the numbers of so long a list; that there is one more is all that is kept.
      node.items.push(undefined);
      top.state = 'done';
      return end;
    }
    const content = text.slice(innerStart, innerEnd);
    const token: Token = { start: innerStart, end: innerEnd, text: content, quote };
    // In front of an opening or behind a closing quote there is no word to go on with.
    const onWord = here && cursor >= innerStart && cursor <= innerEnd;
    if (here && !onWord) this.barred = true;
    const scalar: OutlineScalar = {
      type: 'scalar',
      text: content,
      style: quote === undefined ? 'plain' : quote === '"' ? 'double' : 'single',
      start,
      end,
    };
    const slot = { after: closed || !quote ? '' : quote };
    if (node.type === 'list') {
      node.items.push(scalar);
      if (node.items.length === 1 && number.test(scalar.text)) this.bracketed++;
      if (onWord) this.at('item', node, undefined, node.items.length - 1, token, slot);
      top.state = 'done';
      return end;
    }
    if (top.state === 'value' && top.entry) {
      top.entry.value = scalar;
      if (onWord) {
        const before = cursor === top.entry.valueStart && innerStart === cursor ? ' ' : '';
        this.at('value', node, top.entry, undefined, token, { ...slot, before });
      }
      top.state = 'done';
      return end;
    }
    colonWithoutBlank.lastIndex = start;
    if (!quote && onWord && colonWithoutBlank.test(text) && colonWithoutBlank.lastIndex <= cursor) {
      const colon = colonWithoutBlank.lastIndex;
      const entry = this.addEntry(node, { text: text.slice(start, colon - 1), start, end: colon - 1, colon });
      entry.value = this.scalar(colon, end, 'plain');
      this.at('value', node, entry, undefined, this.word(colon, end), { before: ' ' });
      top.state = 'done';
      return end;
    }
    const entry = new EntryNode(token.text, start, end, undefined);
    node.entries.push(entry);
    top.entry = entry;
    top.state = 'key';
    if (onWord) {
      const colon = text.charCodeAt(this.skipBlanks(end, line)) === COLON;
      if (!colon) {
        // Half typed: not a key of the mapping yet, and the next word may be the next key.
        node.entries.pop();
        const next = this.flowGap(end, base);
        const ends = next.ended || '}],'.includes(text.charAt(next.at));
        // With its quotes, which the written key does without.
        this.at('key', node, undefined, undefined, token, { start, end, after: ends ? '' : ',' });
        top.state = 'done';
      } else this.at('key', node, entry, undefined, token, slot);
    }
    return end;
  }

  private flowPlainEnd(start: number, line: number): number {
    const { text } = this;
    let depth = 0;
    let at = start;
    for (; at < line; at++) {
      const char = text.charAt(at);
      if (char === '$' && text.charAt(at + 1) === '{') {
        depth++;
        at++;
      } else if (depth > 0) {
        if (char === '}') depth--;
        else if (char === ',') break;
      } else if (',[]{}'.includes(char)) break;
      else if (char === ':' && (at + 1 >= line || ' \t,[]{}'.includes(text.charAt(at + 1)))) break;
      else if (char === '#' && at > start && this.isBlank(at - 1)) break;
    }
    // Something is always read, or the caller would not get on.
    return Math.max(start + 1, this.trimEnd(start, at));
  }

  private unclosedFlowEnd(start: number, line: number): number {
    let at = start + 1;
    while (at < line && !',]}'.includes(this.text.charAt(at))) at++;
    return this.trimEnd(start + 1, at);
  }

  // ---- the place of the cursor ----

  private noToken(): Token {
    return { start: this.cursor, end: this.cursor, text: '', quote: undefined };
  }

  private word(start: number, end: number): Token {
    return { start, end, text: this.text.slice(start, end), quote: undefined };
  }

  private at(
    place: Found['place'],
    holder: CollectionNode,
    entry: EntryNode | undefined,
    index: number | undefined,
    token: Token,
    slot: Partial<Slot> = {},
  ): void {
    if (this.barred || this.found) return;
    // A quote that nothing closes is closed behind what is written.
    const unclosed =
      token.quote !== undefined && slot.after === undefined && this.text.charAt(token.end) !== token.quote;
    this.found = {
      place,
      holder,
      entry,
      index,
      token,
      slot: {
        start: Math.min(token.start, this.cursor),
        end: Math.max(token.end, this.cursor),
        before: '',
        after: unclosed ? token.quote : '',
        ...slot,
      },
    };
  }

  private openLine(
    lineStart: number,
    lineEnd: number,
    column: number,
    token: Token,
    glue: string,
    afterDash: boolean,
  ): void {
    if (this.barred || this.found || this.open) return;
    const { pending } = this;
    this.open = {
      frames: [...this.frames],
      pending,
      column,
      lineStart,
      lineEnd,
      token,
      glue,
      afterDash,
      next: undefined,
    };
  }

  /** What a blank or half-typed line belongs to, now that the lines below it are read. */
  private resolveOpenLine(): (Found & { outer?: CursorContext['outer'] }) | undefined {
    const { open } = this;
    if (!open) return undefined;
    const { pending, token, next } = open;
    const blank = token.text === '' && token.quote === undefined;
    // Nothing may be written further out than what follows and still belongs to the lines above.
    const column = blank && !open.afterDash && next ? Math.max(open.column, next.indent) : open.column;
    if (pending && column > pending.indent) return this.resolvePending(open, pending, column);
    const depth = open.frames.findLastIndex((frame) => frame.indent <= column);
    const frame = open.frames[depth];
    if (!frame) {
      const root = this.root ?? this.newMap({ parent: undefined, step: undefined }, column, open.lineStart);
      return this.onLine(open, root, root.indent, next?.dash === true);
    }
    const { node } = frame;
    const under = open.frames[depth - 1];
    if (node.type === 'list' && under?.indent === frame.indent && !(next?.dash && next.indent === frame.indent)) {
      if (under.node.type === 'map' && frame.indent === column) {
        const map = under.node;
        return {
          ...this.onLine(open, node, frame.indent),
          outer: { map, slot: this.onLine(open, map, frame.indent).slot },
        };
      }
    }
    return this.onLine(open, node, frame.indent);
  }

  private resolvePending(open: OpenLine, pending: Pending, column: number): Found {
    const child = pending.entry
      ? pending.entry.value
      : pending.holder.type === 'list'
        ? pending.holder.items[pending.index]
        : undefined;
    if (child && child.type !== 'scalar' && !open.afterDash) {
      return this.onLine(open, child, child.indent);
    }
    if (open.afterDash && !pending.entry) {
      // `- |`: a scalar entry of the list, or the first key of a mapping in it.
      const { start, end } = this.openSpan(open);
      if (child?.type === 'map' && !child.flow && open.next?.indent === column) {
        return { ...this.onLine(open, child, column), slot: { start, end, before: open.glue, after: '' } };
      }
      return {
        place: 'item',
        holder: pending.holder,
        entry: undefined,
        index: pending.index,
        token: open.token,
        slot: { start, end, before: open.glue, after: '' },
      };
    }
    return this.onLine(open, this.newMap(this.below(pending), column, open.lineStart), column);
  }

  /** With the quotes of a half-typed key, which the written one does without. */
  private openSpan({ token }: OpenLine): { start: number; end: number } {
    const quoted = token.quote === undefined ? 0 : 1;
    const closed = quoted === 1 && this.text.charAt(token.end) === token.quote ? 1 : 0;
    return { start: Math.min(token.start - quoted, this.cursor), end: Math.max(token.end + closed, this.cursor) };
  }

  /** A line of its own in a block collection whose keys or dashes stand in column `indent`. */
  private onLine(open: OpenLine, node: CollectionNode, indent: number, dash = node.type === 'list'): Found {
    const { start, end } = this.openSpan(open);
    const moved = indent !== open.column && !open.afterDash;
    const slot = {
      start: moved ? open.lineStart : start,
      end: open.token.start === open.token.end && !open.token.quote && !open.afterDash ? open.lineEnd : end,
      before: (moved ? ' '.repeat(indent) : open.glue) + (dash ? '- ' : ''),
      after: '',
    };
    const list = node.type === 'list' ? node : undefined;
    const before = list?.items.filter((item) => item !== undefined && item.start < open.lineStart).length;
    return {
      place: list ? 'item' : 'key',
      holder: node,
      entry: undefined,
      index: before,
      token: open.token,
      slot,
    };
  }

  private finish(found: Found & { outer?: CursorContext['outer'] }): CursorContext {
    return {
      place: found.place,
      holder: found.holder,
      entry: found.entry,
      index: found.index,
      outer: found.outer,
      token: found.token,
      slot: found.slot,
      interpolation: this.interpolationAt(found.token),
      indent: this.indentText(found),
      habits: this.habits(),
    };
  }

  private indentText(found: Found): string {
    const { holder, slot } = found;
    let anchor = holder.flow || holder.start > this.text.length ? slot.start : holder.start;
    if (!holder.flow && startsEmpty(holder)) anchor = slot.start;
    let lineStart = anchor;
    while (lineStart > 0 && !'\r\n\ufeff'.includes(this.text.charAt(lineStart - 1))) lineStart--;
    if (holder.flow) return this.text.slice(lineStart, this.skipBlanks(lineStart, this.lineEnd(lineStart)));
    const lead = this.text.slice(lineStart, lineStart + holder.indent);
    // A key behind a dash is followed by keys that stand in its column, with blanks where the dash is.
    return lead.replace(/[^ \t]/g, ' ').padEnd(holder.indent, ' ');
  }

  private interpolationAt(token: Token): InterpolationAt | undefined {
    const { cursor, text } = this;
    if (cursor < token.start || cursor > token.end) return undefined;
    const opens: number[] = [];
    for (let at = token.start; at < cursor; at++) {
      const char = text.charAt(at);
      if (char === '\\') at++;
      else if (char === '$' && text.charAt(at + 1) === '{' && at + 2 <= cursor) {
        opens.push(at + 2);
        at++;
      } else if (char === '}') opens.pop();
    }
    const start = opens.at(-1);
    if (start === undefined) return undefined;
    let end = cursor;
    while (end < token.end && !'}${ \t'.includes(text.charAt(end))) end++;
    return { start, end, text: text.slice(start, end), closed: text.charAt(end) === '}' && end < this.lineEnd(end) };
  }

  private habits(): Habits {
    const lineBreak = /\r\n|\r|\n/.exec(this.text)?.[0];
    const unit = commonest(this.units) ?? 2;
    return {
      eol: lineBreak === '\r\n' || lineBreak === '\r' ? lineBreak : '\n',
      unit,
      dashUnit: commonest(this.dashUnits) ?? unit,
      dashedLists: this.dashed > this.bracketed,
    };
  }
}

interface Key {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Behind the colon. */
  readonly colon: number;
}

interface FlowFrame {
  readonly node: CollectionNode;
  entry: EntryNode | undefined;
  /** `open`: behind a bracket or comma. `key`: behind a key. `value`: behind its colon. `done`: behind a value. */
  state: 'open' | 'key' | 'value' | 'done';
}

interface Gap {
  readonly at: number;
  readonly ended: boolean;
  /** The end of the last line that belongs to the collection. */
  readonly lineEnd: number;
}

/** Whether the line is surely the next one of a block, or of another document. */
function isBlockLine(text: string, start: number): boolean {
  blockLine.lastIndex = start;
  documentMark.lastIndex = start;
  return blockLine.test(text) || documentMark.test(text);
}

function startsEmpty(node: CollectionNode): boolean {
  return node.type === 'map' ? node.entries.length === 0 : node.items.length === 0;
}

function count(counts: Map<number, number>, columns: number): void {
  counts.set(columns, (counts.get(columns) ?? 0) + 1);
}

/** The most frequent number of columns, the smaller of two. */
function commonest(counts: Map<number, number>): number | undefined {
  let best: number | undefined;
  for (const [columns, times] of counts) {
    const most = best === undefined ? 0 : (counts.get(best) ?? 0);
    if (times > most || (times === most && best !== undefined && columns < best)) best = columns;
  }
  return best;
}

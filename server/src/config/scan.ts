import * as l10n from '@vscode/l10n';
/**
 * Characters to tokens, by the rules of PyYAML's scanner.
 *
 * The config loader upstream is PyYAML, and what it accepts is not what YAML 1.2 says: tabs, question marks in flow
 * collections, keys over several lines, indentation of flow lines and more differ in both directions. Since a verdict
 * on a config must be upstream's, the scanner follows PyYAML's state machine; the `yaml` package is asked only whether
 * a general YAML tool would object as well.
 */

import { type Collection, endsBefore, isBreak, isDash } from './split';

export enum T {
  StreamEnd,
  Directive,
  DocumentStart,
  DocumentEnd,
  BlockSequenceStart,
  BlockMappingStart,
  BlockEnd,
  FlowSequenceStart,
  FlowMappingStart,
  FlowSequenceEnd,
  FlowMappingEnd,
  Key,
  Value,
  BlockEntry,
  FlowEntry,
  Alias,
  Anchor,
  Tag,
  Scalar,
}

export interface Token {
  readonly kind: T;
  /** Offsets into the scanned text. */
  readonly start: number;
  readonly end: number;
  /** The text of a scalar, the name of an anchor or alias, the suffix of a tag, the name of a directive. */
  readonly value: string;
  /** For a scalar its style, for a tag its handle, for a directive its arguments. */
  readonly detail: string;
}

/** A place where PyYAML stops. `hint` says how reading may go on behind it. */
export class ScanFailure {
  constructor(
    readonly message: string,
    readonly start: number,
    readonly end: number,
    /** From here to the end of its line the text is at fault, for reading on without it. */
    readonly faultStart: number,
    readonly code: string = 'yaml-syntax',
    /** Where the outermost flow collection that the fault lies in was opened. */
    readonly flowStart?: number,
  ) {}
}

interface SimpleKey {
  readonly tokenIndex: number;
  readonly required: boolean;
  readonly start: number;
  readonly line: number;
  readonly column: number;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const HASH = 35;
const COMMA = 44;
const END = -1;

/** The longest key, in characters, that needs no question mark. */
const MAX_SIMPLE_KEY = 1024;

function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

function isBlankOrEnd(code: number): boolean {
  return code === SPACE || code === TAB || code === END || isBreak(code);
}

function isWordCode(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 95
  );
}

const URI_PUNCTUATION = "-;/?:@&=+$,_.!~*'()[]%";

const ESCAPES: Readonly<Record<string, string>> = {
  __proto__: null as never,
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '\\': '\\',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Where the characters end that may make a number; `start` where none begins there. */
function numberEnd(text: string, start: number): number {
  let at = start;
  let code = text.charCodeAt(at);
  if (code === 43 || code === 45) {
    code = text.charCodeAt(++at);
  }
  if (!isDigit(code) && !(code === 46 && isDigit(text.charCodeAt(at + 1)))) {
    return start;
  }
  // Digits, signs, points, underscores, and the letter of the exponent.
  while (isDigit(code) || code === 46 || code === 95 || code === 101 || code === 69 || code === 43 || code === 45) {
    code = text.charCodeAt(++at);
  }
  return at;
}

export interface ScanStart {
  readonly offset: number;
  /**
   * The block collection that `offset` stands in, which must be the first character of one of its entries; undefined
   * at the start of a file.
   */
  readonly collection?: Collection;
  /** The column of `offset` where it is not that of the collection. */
  readonly column?: number;
  /** Reads to the end of the text, not only to the next entry that may stand alone. */
  readonly whole?: boolean;
}

/** Deeper nesting is not even scanned: nothing can load it. */
const MAX_SCAN_DEPTH = 200;

/** Reads the tokens of a whole stream, or of one segment of a collection. */
export class Scanner {
  /** Tokens that were scanned and not taken yet, from `head` on. */
  private queue: Token[] = [];
  private head = 0;
  private taken = 0;
  private done = false;
  private last: Token | undefined;
  /** The deepest nesting of flow collections that was seen. */
  maxFlow = 0;

  private pos: number;
  private line = 0;
  private lineStart: number;
  private readonly flow: { readonly kind: T; readonly start: number }[] = [];
  private indent: number;
  private readonly indents: number[] = [];
  private allowSimpleKey = true;
  private readonly keys: (SimpleKey | undefined)[] = [];
  /** No level below this one holds a live simple key. */
  private lowestKey = 0;

  constructor(
    private readonly text: string,
    private readonly start: ScanStart,
    /** Ends of lines at which open flow collections count as closed, for reading on behind one that is not. */
    private readonly closeFlowAt: ReadonlySet<number> = new Set(),
  ) {
    this.pos = start.offset;
    if (start.collection === undefined) {
      this.indent = -1;
      this.lineStart = this.pos;
      if (this.pos === 0 && text.charCodeAt(0) === 0xfeff) {
        this.pos = 1;
        this.lineStart = 1;
      }
    } else {
      this.indent = start.collection.column;
      this.indents.push(-1);
      this.lineStart = this.pos - (start.column ?? start.collection.column);
    }
  }

  /** The flow collections that are open where reading stopped, outermost first. */
  get openFlow(): readonly { readonly kind: T; readonly start: number }[] {
    return this.flow;
  }

  /** Where reading ended: the end of the text, or the start of the entry behind the one that was read. */
  get end(): number {
    return this.pos;
  }

  /**
   * The next token, which is not taken by this. A token that may turn out to be a key is held back until that is
   * known. Throws a `ScanFailure` where PyYAML would stop.
   */
  next(): Token {
    while (this.needsMore() && this.fetch());
    const token = this.queue[this.head];
    // The queue is empty only behind the end of the stream, which stays for ever.
    return token ?? { kind: T.StreamEnd, start: this.pos, end: this.pos, value: '', detail: '' };
  }

  take(): Token {
    const token = this.next();
    if (token.kind !== T.StreamEnd) {
      this.head++;
      this.taken++;
      if (this.head > 256 && this.head * 2 > this.queue.length) {
        this.queue = this.queue.slice(this.head);
        this.head = 0;
      }
    }
    return token;
  }

  /**
   * Takes the plain numbers that follow in a flow collection, each with the comma behind it, as long as they stand on
   * one line and nothing but blanks stands between; as if their tokens had been taken. At most `most` of them.
   */
  numbers(most: number, deliver: (start: number, end: number) => void): void {
    if (this.head < this.queue.length || this.done || this.flow.length === 0 || this.closeFlowAt.size > 0) {
      return;
    }
    const { text } = this;
    for (let count = 0; count < most; count++) {
      let start = this.pos;
      while (text.charCodeAt(start) === SPACE) {
        start++;
      }
      const end = numberEnd(text, start);
      let comma = end;
      while (text.charCodeAt(comma) === SPACE) {
        comma++;
      }
      if (end === start || text.charCodeAt(comma) !== COMMA) {
        return;
      }
      deliver(start, end);
      this.pos = comma + 1;
    }
  }

  private needsMore(): boolean {
    if (this.done) {
      return false;
    }
    if (this.head >= this.queue.length) {
      return true;
    }
    this.dropStaleKeys();
    return this.keys[this.lowestKey]?.tokenIndex === this.taken;
  }

  private peek(ahead = 0): number {
    const at = this.pos + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : END;
  }

  private get column(): number {
    return this.pos - this.lineStart;
  }

  private fail(message: string, start: number, end: number, faultStart = start, code?: string): never {
    throw new ScanFailure(message, start, Math.max(end, start), faultStart, code);
  }

  /** The character at `at` as it is shown in a message. */
  private shown(at: number): string {
    if (at >= this.text.length) {
      return l10n.t('the end of the file');
    }
    const code = this.text.charCodeAt(at);
    if (isBreak(code)) {
      return l10n.t('the end of the line');
    }
    if (code === TAB) {
      return l10n.t('a tab');
    }
    return `"${String.fromCodePoint(this.text.codePointAt(at) ?? 0xfffd)}"`;
  }

  private charEnd(at: number): number {
    if (at >= this.text.length) {
      return at;
    }
    return at + ((this.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }

  private push(kind: T, start: number, end: number, value = '', detail = ''): void {
    this.last = { kind, start, end, value, detail };
    this.queue.push(this.last);
  }

  private fetch(): boolean {
    this.skipToToken();
    this.dropStaleKeys();
    if (this.flow.length > 0 && this.closeFlowAt.size > 0 && this.closedHere()) {
      return true;
    }
    if (this.flow.length === 0) {
      this.unwind(this.column);
    }
    const code = this.peek();
    if (code === END) {
      this.unwind(-1);
      this.removeKey();
      this.push(T.StreamEnd, this.pos, this.pos);
      this.done = true;
      return false;
    }
    if (this.atNextEntry(code)) {
      this.removeKey();
      this.push(T.StreamEnd, this.pos, this.pos);
      this.done = true;
      return false;
    }
    const column = this.column;
    if (column === 0) {
      if (code === 0x25) {
        this.scanDirective();
        return true;
      }
      if (this.atDocumentMarker()) {
        this.unwind(-1);
        this.removeKey();
        this.allowSimpleKey = false;
        this.push(code === 0x2d ? T.DocumentStart : T.DocumentEnd, this.pos, this.pos + 3);
        this.pos += 3;
        return true;
      }
    }
    switch (code) {
      case 0x5b: // [
        this.openFlowCollection(T.FlowSequenceStart);
        return true;
      case 0x7b: // {
        this.openFlowCollection(T.FlowMappingStart);
        return true;
      case 0x5d: // ]
        this.closeFlowCollection(T.FlowSequenceEnd);
        return true;
      case 0x7d: // }
        this.closeFlowCollection(T.FlowMappingEnd);
        return true;
      case 0x2c: // ,
        this.allowSimpleKey = true;
        this.removeKey();
        this.push(T.FlowEntry, this.pos, this.pos + 1);
        this.pos++;
        return true;
      case 0x2d: // -
        if (isBlankOrEnd(this.peek(1))) {
          this.fetchBlockEntry();
          return true;
        }
        break;
      case 0x3f: // ?
        if (this.flow.length > 0 || isBlankOrEnd(this.peek(1))) {
          this.fetchKey();
          return true;
        }
        break;
      case 0x3a: // :
        if (this.flow.length > 0 || isBlankOrEnd(this.peek(1))) {
          this.fetchValue();
          return true;
        }
        break;
      case 0x2a: // *
        this.saveKey();
        this.allowSimpleKey = false;
        this.scanAnchor(T.Alias);
        return true;
      case 0x26: // &
        this.saveKey();
        this.allowSimpleKey = false;
        this.scanAnchor(T.Anchor);
        return true;
      case 0x21: // !
        this.saveKey();
        this.allowSimpleKey = false;
        this.scanTag();
        return true;
      case 0x7c: // |
      case 0x3e: // >
        if (this.flow.length === 0) {
          this.allowSimpleKey = true;
          this.removeKey();
          this.scanBlockScalar(code === 0x3e);
          return true;
        }
        break;
      case 0x27: // '
      case 0x22: // "
        this.saveKey();
        this.allowSimpleKey = false;
        this.scanQuoted(code);
        return true;
      default:
        break;
    }
    if (this.startsPlain(code)) {
      this.saveKey();
      this.allowSimpleKey = false;
      this.scanPlain();
      return true;
    }
    return this.failAtCharacter(code);
  }

  private failAtCharacter(code: number): never {
    const at = this.pos;
    const end = this.charEnd(at);
    if (code === TAB) {
      let tabs = at;
      while (this.text.charCodeAt(tabs) === TAB || this.text.charCodeAt(tabs) === SPACE) {
        tabs++;
      }
      this.fail(l10n.t('The loader takes no tab here. Use spaces.'), at, tabs, at, 'tab');
    }
    if (code === 0x40 || code === 0x60) {
      this.fail(l10n.t`A value cannot start with ${this.shown(at)}. Put it in quotes.`, at, end, at);
    }
    this.fail(l10n.t`${this.shown(at)} cannot stand here. Put the text in quotes if it is meant as text.`, at, end, at);
  }

  /** True at the first character of the next entry of the collection that the scan started in. */
  private atNextEntry(code: number): boolean {
    const { collection, offset } = this.start;
    if (collection === undefined || this.flow.length > 0 || this.pos <= offset) {
      return false;
    }
    const { column, sequence } = collection;
    if (this.indent < column) {
      // The indentation has fallen below the collection: what follows belongs to nothing that was started here.
      return true;
    }
    if (this.indent !== column || this.column !== column) {
      return false;
    }
    if (column === 0 && (code === 0x25 || this.atDocumentMarker())) {
      return true;
    }
    if (!sequence && (code === 0x2d || code === 0x3a) && isBlankOrEnd(this.peek(1))) {
      return false;
    }
    if (collection.indentless && !isDash(this.text, this.pos)) {
      return true;
    }
    return this.start.whole !== true && endsBefore(this.text, offset, this.pos, collection);
  }

  private closedHere(): boolean {
    // Tokens are fetched behind the blanks and breaks that follow the line end in question.
    let at = this.pos;
    while (!this.closeFlowAt.has(at)) {
      if (at <= this.start.offset || !isBlankOrEnd(this.text.charCodeAt(at - 1))) {
        return false;
      }
      at--;
    }
    const open = this.flow.pop();
    if (open === undefined) {
      return false;
    }
    this.keys.length = this.flow.length + 1;
    this.allowSimpleKey = true;
    this.push(open.kind === T.FlowSequenceStart ? T.FlowSequenceEnd : T.FlowMappingEnd, at, at);
    return true;
  }

  private atDocumentMarker(): boolean {
    const code = this.peek();
    return (
      (code === 0x2d || code === 0x2e) && this.peek(1) === code && this.peek(2) === code && isBlankOrEnd(this.peek(3))
    );
  }

  private skipToToken(): void {
    for (;;) {
      while (this.peek() === SPACE) {
        this.pos++;
      }
      if (this.peek() === HASH) {
        this.skipToLineEnd();
      }
      if (!isBreak(this.peek())) {
        return;
      }
      this.takeBreak();
      if (this.flow.length === 0) {
        this.allowSimpleKey = true;
      }
    }
  }

  private skipToLineEnd(): void {
    while (!isBreakOrEnd(this.peek())) {
      this.pos++;
    }
  }

  /** Takes one line break and gives it as PyYAML keeps it. */
  private takeBreak(): string {
    const code = this.peek();
    this.pos += code === CR && this.peek(1) === LF ? 2 : 1;
    this.line++;
    this.lineStart = this.pos;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  // Simple keys: a key without a question mark is seen as such only at its colon.

  private dropStaleKeys(): void {
    while (this.lowestKey <= this.flow.length) {
      const key = this.keys[this.lowestKey];
      if (key !== undefined) {
        if (key.line === this.line && this.pos - key.start <= MAX_SIMPLE_KEY) {
          return;
        }
        if (key.required) {
          this.failAtKey(key);
        }
        this.keys[this.lowestKey] = undefined;
      }
      this.lowestKey++;
    }
  }

  private failAtKey(key: SimpleKey): never {
    let end = key.start;
    while (end < this.text.length && !isBreak(this.text.charCodeAt(end))) {
      end++;
    }
    const line = this.text
      .slice(key.start, end)
      .replace(/(?<=^|\s)#[\s\S]*/, '')
      .trimEnd();
    const glued = /^([\w.-]+):(\S+)/.exec(line);
    if (line.length > MAX_SIMPLE_KEY) {
      this.fail(
        l10n.t('A key longer than 1,024 characters needs a question mark before it.'),
        key.start,
        key.start + line.length,
      );
    }
    const advice =
      glued === null
        ? l10n.t`There is no ":" with a blank behind it after "${shorten(line)}", so this is no key.`
        : l10n.t`A blank is missing behind the colon: write "${glued[1] ?? ''}: ${shorten(glued[2] ?? '')}".`;
    this.fail(
      advice,
      key.start,
      key.start + line.length,
      key.start,
      glued === null ? undefined : 'colon-without-blank',
    );
  }

  private saveKey(): void {
    if (!this.allowSimpleKey) {
      return;
    }
    this.removeKey();
    const level = this.flow.length;
    this.keys[level] = {
      tokenIndex: this.taken + this.queue.length - this.head,
      required: level === 0 && this.indent === this.column,
      start: this.pos,
      line: this.line,
      column: this.column,
    };
    if (level < this.lowestKey) {
      this.lowestKey = level;
    }
  }

  private removeKey(): void {
    const level = this.flow.length;
    const key = this.keys[level];
    if (key?.required) {
      this.failAtKey(key);
    }
    this.keys[level] = undefined;
  }

  // Indentation.

  private unwind(column: number): void {
    if (this.flow.length > 0) {
      return;
    }
    while (this.indent > column) {
      const below = this.indents.pop();
      this.indent = below ?? -1;
      // The collection that a partial scan started in was opened by nobody here, so nothing closes it.
      if (this.start.collection === undefined || this.indents.length > 0) {
        this.push(T.BlockEnd, this.pos, this.pos);
      }
    }
  }

  private addIndent(column: number): boolean {
    if (this.indent < column) {
      this.indents.push(this.indent);
      this.indent = column;
      if (this.indents.length + (this.start.collection?.depth ?? 0) > MAX_SCAN_DEPTH) {
        this.failTooDeep();
      }
      return true;
    }
    return false;
  }

  private failTooDeep(): never {
    this.fail(
      l10n.t('The nesting here is so deep that OmegaConf gives up with a RecursionError.'),
      this.pos,
      this.pos + 1,
      this.pos,
      'nesting-too-deep',
    );
  }

  // Indicators.

  private openFlowCollection(kind: T): void {
    this.saveKey();
    this.flow.push({ kind, start: this.pos });
    if (this.flow.length > MAX_SCAN_DEPTH) {
      this.failTooDeep();
    }
    this.maxFlow = Math.max(this.maxFlow, this.flow.length);
    this.keys[this.flow.length] = undefined;
    this.allowSimpleKey = true;
    this.push(kind, this.pos, this.pos + 1);
    this.pos++;
  }

  private closeFlowCollection(kind: T): void {
    this.removeKey();
    if (this.flow.length === 0) {
      this.fail(
        l10n.t`This "${this.text.charAt(this.pos)}" closes nothing: no bracket is open.`,
        this.pos,
        this.pos + 1,
        this.pos,
      );
    }
    this.flow.pop();
    this.allowSimpleKey = false;
    this.push(kind, this.pos, this.pos + 1);
    this.pos++;
  }

  private fetchBlockEntry(): void {
    if (this.flow.length === 0) {
      if (!this.allowSimpleKey) {
        this.fail(
          l10n.t('A list entry ("- ") cannot start on the line of its key. Put it on a line of its own.'),
          this.pos,
          this.pos + 1,
        );
      }
      if (this.addIndent(this.column)) {
        this.push(T.BlockSequenceStart, this.pos, this.pos);
      }
    }
    this.allowSimpleKey = true;
    this.removeKey();
    this.push(T.BlockEntry, this.pos, this.pos + 1);
    this.pos++;
  }

  private fetchKey(): void {
    if (this.flow.length === 0) {
      if (!this.allowSimpleKey) {
        this.fail(l10n.t('A key cannot start here.'), this.pos, this.pos + 1);
      }
      if (this.addIndent(this.column)) {
        this.push(T.BlockMappingStart, this.pos, this.pos);
      }
    }
    this.allowSimpleKey = this.flow.length === 0;
    this.removeKey();
    this.push(T.Key, this.pos, this.pos + 1);
    this.pos++;
  }

  private fetchValue(): void {
    const level = this.flow.length;
    const key = this.keys[level];
    if (key !== undefined) {
      this.keys[level] = undefined;
      const inserted: Token[] = [{ kind: T.Key, start: key.start, end: key.start, value: '', detail: '' }];
      if (level === 0 && this.addIndent(key.column)) {
        inserted.unshift({ kind: T.BlockMappingStart, start: key.start, end: key.start, value: '', detail: '' });
      }
      this.insert(key.tokenIndex, inserted);
      this.allowSimpleKey = false;
    } else {
      if (level === 0) {
        if (!this.allowSimpleKey) {
          this.failAtSecondColon();
        }
        if (this.addIndent(this.column)) {
          this.push(T.BlockMappingStart, this.pos, this.pos);
        }
      }
      this.allowSimpleKey = level === 0;
      this.removeKey();
    }
    this.push(T.Value, this.pos, this.pos + 1);
    this.pos++;
  }

  /** A key is known only at its colon, behind the few tokens it is made of; these move up. */
  private insert(index: number, inserted: readonly Token[]): void {
    const at = index - this.taken + this.head;
    this.queue.splice(at, 0, ...inserted);
  }

  private failAtSecondColon(): never {
    const last = this.last;
    const from = last !== undefined && last.kind === T.Scalar ? last.start : this.pos;
    const manyLines = last !== undefined && /[\n\r]/.test(this.text.slice(from, this.pos));
    this.fail(
      manyLines
        ? l10n.t(
            'This ":" follows text that began on an earlier line, so it cannot make a key. Check the indentation, or a missing ":" above.',
          )
        : l10n.t('A second ": " on one line: a value with a colon and a blank needs quotes.'),
      this.pos,
      this.pos + 1,
      from,
    );
  }

  private scanAnchor(kind: T): void {
    const start = this.pos;
    this.pos++;
    while (isWordCode(this.peek())) {
      this.pos++;
    }
    const what = kind === T.Alias ? l10n.t('An alias (*name)') : l10n.t('An anchor (&name)');
    const code = this.peek();
    if (this.pos === start + 1) {
      this.fail(
        l10n.t`${what} needs a name of letters, digits, "-" or "_", but ${this.shown(this.pos)} follows. Put the text in quotes if it is meant as text.`,
        start,
        this.charEnd(this.pos) === this.pos || isBreak(code) ? this.pos : this.charEnd(this.pos),
        start,
      );
    }
    if (!isBlankOrEnd(code) && !'?:,]}%@`'.includes(String.fromCharCode(code))) {
      this.fail(
        l10n.t`${what} has a name of letters, digits, "-" and "_" only, but holds ${this.shown(this.pos)}.`,
        start,
        this.charEnd(this.pos),
        start,
      );
    }
    this.push(kind, start, this.pos, this.text.slice(start + 1, this.pos));
  }

  // Tags and directives.

  private scanTag(): void {
    const start = this.pos;
    let handle = '';
    let suffix: string;
    const next = this.peek(1);
    if (next === 0x3c) {
      this.pos += 2;
      suffix = this.scanUri(start);
      if (this.peek() !== 0x3e) {
        this.fail(l10n.t('The tag is not closed: ">" is missing.'), start, this.pos, start);
      }
      this.pos++;
      handle = '\0';
    } else if (isBlankOrEnd(next)) {
      suffix = '!';
      this.pos++;
      handle = '\0';
    } else {
      let length = 1;
      let withHandle = false;
      for (let code = next; code !== SPACE && !isBreakOrEnd(code); code = this.peek(length)) {
        if (code === 0x21) {
          withHandle = true;
          break;
        }
        length++;
      }
      if (withHandle) {
        handle = this.scanTagHandle(start);
      } else {
        handle = '!';
        this.pos++;
      }
      suffix = this.scanUri(start);
    }
    const code = this.peek();
    if (code !== SPACE && !isBreakOrEnd(code)) {
      this.fail(l10n.t`A blank must follow a tag, not ${this.shown(this.pos)}.`, start, this.charEnd(this.pos), start);
    }
    this.push(T.Tag, start, this.pos, suffix, handle);
  }

  private scanTagHandle(start: number): string {
    const from = this.pos;
    if (this.peek() !== 0x21) {
      this.fail(l10n.t('A tag handle starts with "!".'), start, this.charEnd(this.pos), start);
    }
    let length = 1;
    if (this.peek(1) !== SPACE) {
      while (isWordCode(this.peek(length))) {
        length++;
      }
      if (this.peek(length) !== 0x21) {
        this.fail(
          l10n.t`The tag handle holds ${this.shown(this.pos + length)}.`,
          start,
          this.charEnd(this.pos + length),
        );
      }
      length++;
    }
    this.pos += length;
    return this.text.slice(from, this.pos);
  }

  private scanUri(start: number): string {
    let uri = '';
    let from = this.pos;
    for (;;) {
      const code = this.peek();
      if (code === 0x25) {
        uri += this.text.slice(from, this.pos) + this.scanUriEscapes(start);
        from = this.pos;
      } else if (isWordCode(code) || (code > 0 && code < 128 && URI_PUNCTUATION.includes(String.fromCharCode(code)))) {
        this.pos++;
      } else {
        break;
      }
    }
    uri += this.text.slice(from, this.pos);
    if (uri === '') {
      this.fail(
        l10n.t`The tag has no name: ${this.shown(this.pos)} follows.`,
        start,
        Math.max(this.pos, start + 1),
        start,
      );
    }
    return uri;
  }

  private scanUriEscapes(start: number): string {
    const from = this.pos;
    const bytes: number[] = [];
    while (this.peek() === 0x25) {
      const hex = this.text.slice(this.pos + 1, this.pos + 3);
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) {
        this.fail(
          l10n.t('"%" in a tag needs two hexadecimal digits behind it.'),
          this.pos,
          this.charEnd(this.pos),
          start,
        );
      }
      bytes.push(Number.parseInt(hex, 16));
      this.pos += 3;
    }
    const decoded = decodeUtf8(bytes);
    if (decoded === undefined) {
      this.fail(l10n.t('The "%" escapes in the tag are not UTF-8.'), from, this.pos, start);
    }
    return decoded;
  }

  private scanDirective(): void {
    this.unwind(-1);
    this.removeKey();
    this.allowSimpleKey = false;
    const start = this.pos;
    this.pos++;
    while (isWordCode(this.peek())) {
      this.pos++;
    }
    const name = this.text.slice(start + 1, this.pos);
    const behind = this.peek();
    if (name === '' || (behind !== SPACE && !isBreakOrEnd(behind))) {
      this.fail(
        l10n.t(
          'A line that starts with "%" is a directive to the loader. Put the text in quotes if it is meant as text.',
        ),
        start,
        this.charEnd(this.pos),
        start,
      );
    }
    let detail = '';
    if (name === 'YAML') {
      this.skipSpaces();
      const version = /^(\d+)\.(\d+)/.exec(this.text.slice(this.pos, this.pos + 20));
      const code = version === null ? 0 : this.peek(version[0].length);
      if (version === null || (code !== SPACE && !isBreakOrEnd(code))) {
        this.fail(l10n.t('The %YAML directive needs a version such as 1.1.'), start, this.pos, start);
      }
      detail = version[1] ?? '';
      this.pos += version[0].length;
    } else if (name === 'TAG') {
      this.skipSpaces();
      const handle = this.scanTagHandle(start);
      if (this.peek() !== SPACE) {
        this.fail(l10n.t('A blank must follow the handle of a %TAG directive.'), start, this.charEnd(this.pos), start);
      }
      this.skipSpaces();
      const prefix = this.scanUri(start);
      const code = this.peek();
      if (code !== SPACE && !isBreakOrEnd(code)) {
        this.fail(l10n.t('A blank must follow the prefix of a %TAG directive.'), start, this.charEnd(this.pos), start);
      }
      detail = `${handle} ${prefix}`;
    } else {
      this.skipToLineEnd();
    }
    const end = this.pos;
    this.finishLine(start);
    this.push(T.Directive, start, end, name, detail);
  }

  private skipSpaces(): void {
    while (this.peek() === SPACE) {
      this.pos++;
    }
  }

  /** Takes blanks, a comment and the line break; anything else is a failure. */
  private finishLine(start: number): void {
    this.skipSpaces();
    if (this.peek() === HASH) {
      this.skipToLineEnd();
    }
    if (!isBreakOrEnd(this.peek())) {
      this.fail(
        l10n.t`Only a comment may follow on this line, not ${this.shown(this.pos)}.`,
        this.pos,
        this.charEnd(this.pos),
        start,
      );
    }
    if (isBreak(this.peek())) {
      this.takeBreak();
    }
  }

  // Scalars.

  private scanBlockScalar(folded: boolean): void {
    const start = this.pos;
    this.pos++;
    let chomp = '';
    let increment: number | undefined;
    for (let i = 0; i < 2; i++) {
      const code = this.peek();
      if ((code === 0x2b || code === 0x2d) && chomp === '') {
        chomp = code === 0x2b ? '+' : '-';
        this.pos++;
      } else if (code >= 48 && code <= 57 && increment === undefined) {
        increment = code - 48;
        if (increment === 0) {
          this.fail(l10n.t('The indentation of a block text is 1 to 9, not 0.'), this.pos, this.pos + 1, start);
        }
        this.pos++;
      } else {
        break;
      }
    }
    const behind = this.peek();
    if (behind !== SPACE && !isBreakOrEnd(behind)) {
      this.fail(
        l10n.t`Behind "${folded ? '>' : '|'}" stand only "+", "-" and an indentation of 1 to 9, not ${this.shown(this.pos)}.`,
        this.pos,
        this.charEnd(this.pos),
        start,
      );
    }
    this.finishLine(start);
    const least = Math.max(this.indent + 1, 1);
    let breaks: string[] = [];
    let indent: number;
    if (increment === undefined) {
      let widest = 0;
      for (let code = this.peek(); code === SPACE || isBreak(code); code = this.peek()) {
        if (code === SPACE) {
          this.pos++;
          widest = Math.max(widest, this.column);
        } else {
          breaks.push(this.takeBreak());
        }
      }
      indent = Math.max(least, widest);
    } else {
      indent = least + increment - 1;
      breaks = this.blockBreaks(indent);
    }
    const chunks: string[] = [];
    let lineBreak = '';
    let contentEnd = this.text.slice(start, this.pos).trimEnd().length + start;
    while (this.column === indent && this.peek() !== END) {
      for (const lineEnd of breaks) {
        chunks.push(lineEnd);
      }
      const startsBlank = this.peek() === SPACE || this.peek() === TAB;
      const from = this.pos;
      this.skipToLineEnd();
      chunks.push(this.text.slice(from, this.pos));
      contentEnd = this.pos;
      lineBreak = isBreak(this.peek()) ? this.takeBreak() : '';
      breaks = this.blockBreaks(indent);
      if (this.column !== indent || this.peek() === END) {
        break;
      }
      if (folded && lineBreak === '\n' && !startsBlank && this.peek() !== SPACE && this.peek() !== TAB) {
        if (breaks.length === 0) {
          chunks.push(' ');
        }
      } else {
        chunks.push(lineBreak);
      }
    }
    if (chomp !== '-') {
      chunks.push(lineBreak);
    }
    if (chomp === '+') {
      for (const lineEnd of breaks) {
        chunks.push(lineEnd);
      }
    }
    this.push(T.Scalar, start, contentEnd, chunks.join(''), folded ? 'folded' : 'literal');
  }

  private blockBreaks(indent: number): string[] {
    const breaks: string[] = [];
    const skip = (): void => {
      while (this.column < indent && this.peek() === SPACE) {
        this.pos++;
      }
    };
    skip();
    while (isBreak(this.peek())) {
      breaks.push(this.takeBreak());
      skip();
    }
    return breaks;
  }

  private scanQuoted(quote: number): void {
    const start = this.pos;
    const double = quote === 0x22;
    const chunks: string[] = [];
    this.pos++;
    this.quotedText(double, chunks, start);
    while (this.peek() !== quote) {
      this.quotedSpaces(chunks, start);
      this.quotedText(double, chunks, start);
    }
    this.pos++;
    this.push(T.Scalar, start, this.pos, chunks.join(''), double ? 'double' : 'single');
  }

  private quotedText(double: boolean, chunks: string[], start: number): void {
    for (;;) {
      const from = this.pos;
      for (;;) {
        const code = this.peek();
        if (code === 0x27 || code === 0x22 || code === 0x5c || isBlankOrEnd(code)) {
          break;
        }
        this.pos++;
      }
      if (this.pos > from) {
        chunks.push(this.text.slice(from, this.pos));
      }
      const code = this.peek();
      if (!double && code === 0x27 && this.peek(1) === 0x27) {
        chunks.push("'");
        this.pos += 2;
      } else if ((double && code === 0x27) || (!double && (code === 0x22 || code === 0x5c))) {
        chunks.push(String.fromCharCode(code));
        this.pos++;
      } else if (double && code === 0x5c) {
        this.escape(chunks, start);
      } else {
        return;
      }
    }
  }

  private escape(chunks: string[], start: number): void {
    const from = this.pos;
    this.pos++;
    const code = this.peek();
    const letter = code === END ? '' : String.fromCharCode(code);
    const replaced = ESCAPES[letter];
    if (replaced !== undefined) {
      chunks.push(replaced);
      this.pos++;
      return;
    }
    const length = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
    if (length > 0) {
      const hex = this.text.slice(this.pos + 1, this.pos + 1 + length);
      if (hex.length < length || !/^[0-9A-Fa-f]+$/.test(hex)) {
        this.fail(
          l10n.t`"\\${letter}" needs ${length} hexadecimal digits behind it.`,
          from,
          this.pos + 1,
          start,
          'unknown-escape',
        );
      }
      const point = Number.parseInt(hex, 16);
      if (point > 0x10ffff) {
        this.fail(l10n.t`There is no character U+${hex}.`, from, this.pos + 1 + length, start, 'unknown-escape');
      }
      chunks.push(String.fromCodePoint(point));
      this.pos += 1 + length;
      return;
    }
    if (isBreak(code)) {
      this.takeBreak();
      for (const lineEnd of this.quotedBreaks(start)) {
        chunks.push(lineEnd);
      }
      return;
    }
    if (code === END) {
      this.failUnclosed(start);
    }
    this.fail(
      l10n.t`"\\${String.fromCodePoint(this.text.codePointAt(this.pos) ?? 0)}" is no escape in double quotes. Write "\\\\" for a backslash, or use single quotes.`,
      from,
      this.charEnd(this.pos),
      start,
      'unknown-escape',
    );
  }

  private failUnclosed(start: number): never {
    this.fail(
      l10n.t`The quote ${this.text.charAt(start)} opened here is never closed.`,
      start,
      start + 1,
      start,
      'unclosed-quote',
    );
  }

  private quotedSpaces(chunks: string[], start: number): void {
    const from = this.pos;
    while (this.peek() === SPACE || this.peek() === TAB) {
      this.pos++;
    }
    const code = this.peek();
    if (code === END) {
      this.failUnclosed(start);
    }
    if (!isBreak(code)) {
      chunks.push(this.text.slice(from, this.pos));
      return;
    }
    const lineBreak = this.takeBreak();
    const breaks = this.quotedBreaks(start);
    if (lineBreak !== '\n') {
      chunks.push(lineBreak);
    } else if (breaks.length === 0) {
      chunks.push(' ');
    }
    for (const lineEnd of breaks) {
      chunks.push(lineEnd);
    }
  }

  private quotedBreaks(start: number): string[] {
    const breaks: string[] = [];
    for (;;) {
      if (this.atDocumentMarker()) {
        this.fail(
          l10n.t`The quote ${this.text.charAt(start)} opened here is not closed before the document marker.`,
          start,
          start + 1,
          start,
          'unclosed-quote',
        );
      }
      while (this.peek() === SPACE || this.peek() === TAB) {
        this.pos++;
      }
      if (!isBreak(this.peek())) {
        return breaks;
      }
      breaks.push(this.takeBreak());
    }
  }

  private startsPlain(code: number): boolean {
    if (!isBlankOrEnd(code) && !'-?:,[]{}#&*!|>\'"%@`'.includes(String.fromCharCode(code))) {
      return true;
    }
    return (
      !isBlankOrEnd(this.peek(1)) && (code === 0x2d || (this.flow.length === 0 && (code === 0x3f || code === 0x3a)))
    );
  }

  private scanPlain(): void {
    const start = this.pos;
    const inFlow = this.flow.length > 0;
    const indent = this.indent + 1;
    const chunks: string[] = [];
    let end = start;
    let spaces: readonly string[] = [];
    for (;;) {
      if (this.peek() === HASH) {
        break;
      }
      const from = this.pos;
      for (;;) {
        const code = this.peek();
        if (isBlankOrEnd(code)) {
          break;
        }
        if (code === 0x3a) {
          const next = this.peek(1);
          if (isBlankOrEnd(next) || (inFlow && isFlowIndicator(next))) {
            break;
          }
        } else if (inFlow && (code === 0x3f || isFlowIndicator(code))) {
          break;
        }
        this.pos++;
      }
      if (this.pos === from) {
        break;
      }
      this.allowSimpleKey = false;
      for (const space of spaces) {
        chunks.push(space);
      }
      chunks.push(this.text.slice(from, this.pos));
      end = this.pos;
      if (inFlow && this.closeFlowAt.has(this.pos)) {
        break;
      }
      const next = this.plainSpaces();
      if (next === undefined || next.length === 0 || this.peek() === HASH || (!inFlow && this.column < indent)) {
        break;
      }
      spaces = next;
    }
    this.push(T.Scalar, start, end, chunks.join(''), 'plain');
  }

  private plainSpaces(): readonly string[] | undefined {
    const from = this.pos;
    while (this.peek() === SPACE) {
      this.pos++;
    }
    if (!isBreak(this.peek())) {
      return this.pos > from ? [this.text.slice(from, this.pos)] : [];
    }
    const chunks: string[] = [];
    const lineBreak = this.takeBreak();
    this.allowSimpleKey = true;
    if (this.atDocumentMarker()) {
      return undefined;
    }
    const breaks: string[] = [];
    for (let code = this.peek(); code === SPACE || isBreak(code); code = this.peek()) {
      if (code === SPACE) {
        this.pos++;
      } else {
        breaks.push(this.takeBreak());
        if (this.atDocumentMarker()) {
          return undefined;
        }
      }
    }
    if (lineBreak !== '\n') {
      chunks.push(lineBreak);
    } else if (breaks.length === 0) {
      chunks.push(' ');
    }
    for (const lineEnd of breaks) {
      chunks.push(lineEnd);
    }
    return chunks;
  }
}

function isFlowIndicator(code: number): boolean {
  return code === 0x2c || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}

export function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function decodeUtf8(bytes: readonly number[]): string | undefined {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return undefined;
  }
}

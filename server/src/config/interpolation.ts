import * as l10n from '@vscode/l10n';
/**
 * OmegaConf's grammar of interpolations, with the place of every part.
 *
 * The lexer follows the modes of OmegaConf's own (text, value, interpolation key, quoted text), where the longest
 * match wins and ties go to the rule that is named first; the parser is a recursive descent over its tokens.
 * Offsets are UTF-16 code units within the string, the end exclusive.
 */
import type { RawNode, RawProblem } from './parse';
import { offsetMap } from './strings';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Plain text; `value` is unescaped. */
export interface TextPart extends Span {
  readonly kind: 'text';
  readonly value: string;
}

/** One key of a path. `text` is undefined where an interpolation stands for the key. */
export interface KeyPart extends Span {
  readonly text: string | undefined;
  readonly inner: Interpolation | undefined;
  /** Written as `[key]` instead of `.key`. */
  readonly bracket: boolean;
}

/** `${a.b}`, `${..a}`, `${a[0]}`: a value elsewhere in the config. */
export interface NodeInterpolation extends Span {
  readonly kind: 'node';
  /** Leading dots; 0 for a path from the root. */
  readonly dots: number;
  readonly keys: readonly KeyPart[];
}

/** `${name:arg,…}`: the result of a resolver. */
export interface ResolverInterpolation extends Span {
  readonly kind: 'resolver';
  /** The parts of the name, which are joined with dots. */
  readonly name: readonly KeyPart[];
  readonly args: readonly Element[];
}

export type Interpolation = NodeInterpolation | ResolverInterpolation;

export interface NumberElement extends Span {
  readonly kind: 'int' | 'float';
  readonly value: number | bigint;
}

export interface WordElement extends Span {
  readonly kind: 'null' | 'bool' | 'str';
  readonly value: null | boolean | string;
}

/** Text and interpolations run together, in quotes or not. A lone unquoted interpolation keeps its type. */
export interface ConcatElement extends Span {
  readonly kind: 'concat';
  readonly quoted: boolean;
  readonly parts: readonly (TextPart | Interpolation)[];
}

export interface ListElement extends Span {
  readonly kind: 'list';
  readonly items: readonly Element[];
}

export interface DictElement extends Span {
  readonly kind: 'dict';
  readonly entries: readonly { readonly key: Element; readonly value: Element }[];
}

export type Element = NumberElement | WordElement | ConcatElement | ListElement | DictElement | Interpolation;

export interface GrammarError extends Span {
  readonly message: string;
}

/** A string that holds interpolations: its parts in order. */
export type ParsedText = { readonly parts: readonly (TextPart | Interpolation)[]; readonly error?: undefined };
export type ParsedElement = { readonly element: Element; readonly error?: undefined };
export type ParseFailure = { readonly error: GrammarError };

/** True where OmegaConf takes a string for an interpolation (a `\${` counts, and is unescaped then). */
export function isInterpolation(text: string): boolean {
  return text.includes('${');
}

enum K {
  Text,
  EscInter,
  TopEsc,
  InterOpen,
  BraceOpen,
  BraceClose,
  QuoteOpen,
  Comma,
  BracketOpen,
  BracketClose,
  Colon,
  Float,
  Int,
  Bool,
  Null,
  Char,
  Id,
  Esc,
  Blank,
  InterClose,
  Dot,
  Key,
  QuoteClose,
  QuotedEsc,
  End,
}

interface Lexeme extends Span {
  readonly kind: K;
}

enum Mode {
  Text,
  Value,
  Key,
  Single,
  Double,
}

type Rule = readonly [K, RegExp, ('push' | 'pop' | 'become')?, Mode?];

const RULES: Readonly<Record<Mode, readonly Rule[]>> = {
  [Mode.Text]: [
    [K.InterOpen, /\$\{[ \t]*/y, 'push', Mode.Key],
    [K.Text, /[^\\$]+/y],
    [K.EscInter, /(?:\\\\)*\\\$\{/y],
    [K.TopEsc, /(?:\\\\)+/y],
    [K.Text, /\\+/y],
    [K.Text, /\$/y],
  ],
  [Mode.Value]: [
    [K.InterOpen, /\$\{[ \t]*/y, 'push', Mode.Key],
    [K.BraceOpen, /\{[ \t]*/y, 'push', Mode.Value],
    [K.BraceClose, /[ \t]*\}/y, 'pop'],
    [K.QuoteOpen, /'/y, 'push', Mode.Single],
    [K.QuoteOpen, /"/y, 'push', Mode.Double],
    [K.Comma, /[ \t]*,[ \t]*/y],
    [K.BracketOpen, /\[[ \t]*/y],
    [K.BracketClose, /[ \t]*\]/y],
    [K.Colon, /[ \t]*:[ \t]*/y],
    [
      K.Float,
      /[+-]?(?:(?:(?:(?:0|[1-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*|(?:0|[1-9](?:_?[0-9])*)\.|(?:0|[1-9](?:_?[0-9])*))[eE][+-]?[0-9](?:_?[0-9])*)|(?:0|[1-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*|(?:0|[1-9](?:_?[0-9])*)\.|[Ii][Nn][Ff]|[Nn][Aa][Nn])/y,
    ],
    [K.Int, /[+-]?(?:0|[1-9](?:_?[0-9])*)/y],
    [K.Bool, /[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]/y],
    [K.Null, /[Nn][Uu][Ll][Ll]/y],
    [K.Char, /[/\-\\+.$%*@?|]/y],
    [K.Id, /[A-Za-z_][A-Za-z0-9_-]*/y],
    [K.Esc, /(?:\\[\\()[\]{}:=, \t])+/y],
    [K.Blank, /[ \t]+/y],
  ],
  [Mode.Key]: [
    [K.InterOpen, /\$\{[ \t]*/y, 'push', Mode.Key],
    [K.Colon, /[ \t]*:[ \t]*/y, 'become', Mode.Value],
    [K.InterClose, /[ \t]*\}/y, 'pop'],
    [K.Dot, /\./y],
    [K.BracketOpen, /\[/y],
    [K.BracketClose, /\]/y],
    [K.Id, /[A-Za-z_][A-Za-z0-9_-]*/y],
    [K.Key, /[^\\{}()[\]:. \t'"]+/y],
  ],
  [Mode.Single]: [
    [K.InterOpen, /\$\{[ \t]*/y, 'push', Mode.Key],
    [K.QuoteClose, /'/y, 'pop'],
    [K.Text, /[^'\\$]+/y],
    [K.EscInter, /(?:\\\\)*\\\$\{/y],
    [K.Esc, /(?:\\\\)*\\'/y],
    [K.QuotedEsc, /(?:\\\\)+/y],
    [K.Text, /\\+/y],
    [K.Text, /\$/y],
  ],
  [Mode.Double]: [
    [K.InterOpen, /\$\{[ \t]*/y, 'push', Mode.Key],
    [K.QuoteClose, /"/y, 'pop'],
    [K.Text, /[^"\\$]+/y],
    [K.EscInter, /(?:\\\\)*\\\$\{/y],
    [K.Esc, /(?:\\\\)*\\"/y],
    [K.QuotedEsc, /(?:\\\\)+/y],
    [K.Text, /\\+/y],
    [K.Text, /\$/y],
  ],
};

class Refusal {
  constructor(readonly error: GrammarError) {}
}

function refuse(message: string, start: number, end: number): never {
  throw new Refusal({ message, start, end });
}

function lex(text: string, first: Mode): Lexeme[] {
  const lexemes: Lexeme[] = [];
  const modes: Mode[] = [first];
  let at = 0;
  while (at < text.length) {
    const mode = modes[modes.length - 1] ?? first;
    let best: Rule | undefined;
    let length = 0;
    for (const rule of RULES[mode]) {
      const pattern = rule[1];
      pattern.lastIndex = at;
      if (pattern.test(text) && pattern.lastIndex - at > length) {
        best = rule;
        length = pattern.lastIndex - at;
      }
    }
    if (best === undefined) {
      const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
      refuse(
        mode === Mode.Key
          ? l10n.t`"${char}" cannot stand in an interpolation's path. Close it with "}" before, or pass the text in quotes to a resolver.`
          : l10n.t`"${char}" cannot stand here unquoted. Put the text in quotes.`,
        at,
        at + char.length,
      );
    }
    const [kind, , action, target] = best;
    lexemes.push({ kind, start: at, end: at + length });
    if (action === 'push' && target !== undefined) {
      modes.push(target);
    } else if (action === 'become' && target !== undefined) {
      modes[modes.length - 1] = target;
    } else if (action === 'pop') {
      if (modes.length === 1) {
        refuse(l10n.t('This "}" closes nothing.'), at + length - 1, at + length);
      }
      modes.pop();
    }
    at += length;
  }
  lexemes.push({ kind: K.End, start: at, end: at });
  return lexemes;
}

/** Nesting that OmegaConf's own recursive parser still manages, and that needs no more stack than there is. */
const MAX_NESTING = 60;

class Reader {
  private at = 0;
  private depth = 0;
  private withColon: ReadonlySet<number> | undefined;

  constructor(
    private readonly text: string,
    private readonly lexemes: readonly Lexeme[],
  ) {}

  private peek(ahead = 0): Lexeme {
    return this.lexemes[this.at + ahead] ?? { kind: K.End, start: this.text.length, end: this.text.length };
  }

  private take(): Lexeme {
    const lexeme = this.peek();
    this.at++;
    return lexeme;
  }

  private source(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  wholeText(): ParsedText {
    const parts = this.parts(K.End);
    if (parts.length === 0) {
      this.unexpected(l10n.t('a value'));
    }
    return { parts };
  }

  wholeElement(): ParsedElement {
    const element = this.element();
    if (this.peek().kind !== K.End) {
      this.unexpected(l10n.t('the end of the text'));
    }
    return { element };
  }

  private unexpected(wanted: string, opened?: number): never {
    const lexeme = this.peek();
    if (lexeme.kind === K.End) {
      if (opened !== undefined) {
        refuse(l10n.t('The interpolation is not closed: "}" is missing.'), opened, this.text.length);
      }
      refuse(l10n.t`The text ends where ${wanted} is expected.`, Math.max(0, lexeme.start - 1), lexeme.end);
    }
    refuse(
      l10n.t`"${this.source(lexeme).trim() || l10n.t('A blank')}" stands where ${wanted} is expected.`,
      lexeme.start,
      lexeme.end,
    );
  }

  /** Text and interpolations up to `end`, of which the last is not taken. */
  private parts(end: K): (TextPart | Interpolation)[] {
    const parts: (TextPart | Interpolation)[] = [];
    for (;;) {
      const lexeme = this.peek();
      if (lexeme.kind === end) {
        return parts;
      }
      switch (lexeme.kind) {
        case K.InterOpen:
          parts.push(this.interpolation());
          break;
        case K.Text:
        case K.Esc:
        case K.EscInter:
        case K.TopEsc:
        case K.QuotedEsc: {
          this.at++;
          const next = this.peek().kind;
          parts.push(this.textPart(lexeme, next === K.InterOpen, next === end));
          break;
        }
        default:
          this.unexpected(end === K.QuoteClose ? l10n.t('the closing quote') : l10n.t('text'));
      }
    }
  }

  private textPart(lexeme: Lexeme, beforeInterpolation: boolean, last: boolean): TextPart {
    const source = this.source(lexeme);
    let value = source;
    if (lexeme.kind === K.EscInter) {
      value = source.slice(-(Math.floor(source.length / 2) + 1));
    } else if (
      lexeme.kind === K.Esc ||
      (lexeme.kind === K.TopEsc && beforeInterpolation) ||
      (lexeme.kind === K.QuotedEsc && (beforeInterpolation || last))
    ) {
      value = unescaped(source);
    }
    return { kind: 'text', value, start: lexeme.start, end: lexeme.end };
  }

  private enter(at: number): void {
    if (++this.depth > MAX_NESTING) {
      refuse(l10n.t`More than ${MAX_NESTING} interpolations or brackets are nested here.`, at, at + 1);
    }
  }

  private interpolation(): Interpolation {
    const open = this.take();
    this.enter(open.start);
    const result = this.isResolver() ? this.resolver(open) : this.node(open);
    this.depth--;
    return result;
  }

  /** A resolver has a colon behind its name; a name is made of identifiers and interpolations with dots between. */
  private isResolver(): boolean {
    this.withColon ??= opensWithColon(this.lexemes);
    return this.withColon.has(this.at - 1);
  }

  private node(open: Lexeme): NodeInterpolation {
    let dots = 0;
    while (this.peek().kind === K.Dot) {
      this.at++;
      dots++;
    }
    const keys: KeyPart[] = [this.key(open.start)];
    for (;;) {
      const lexeme = this.peek();
      if (lexeme.kind === K.Dot) {
        this.at++;
        keys.push(this.plainKey(open.start));
      } else if (lexeme.kind === K.BracketOpen) {
        keys.push(this.key(open.start));
      } else if (lexeme.kind === K.InterClose) {
        this.at++;
        return { kind: 'node', dots, keys, start: open.start, end: lexeme.end };
      } else {
        this.unexpected(l10n.t('".", "[" or "}"'), open.start);
      }
    }
  }

  private key(opened: number): KeyPart {
    if (this.peek().kind !== K.BracketOpen) {
      return this.plainKey(opened);
    }
    const open = this.take();
    const key = this.plainKey(opened);
    if (this.peek().kind !== K.BracketClose) {
      this.unexpected('"]"', opened);
    }
    const close = this.take();
    return { ...key, bracket: true, start: open.start, end: close.end };
  }

  private plainKey(opened: number): KeyPart {
    const lexeme = this.peek();
    if (lexeme.kind === K.InterOpen) {
      const inner = this.interpolation();
      return { text: undefined, inner, bracket: false, start: inner.start, end: inner.end };
    }
    if (lexeme.kind === K.Id || lexeme.kind === K.Key) {
      this.at++;
      return { text: this.source(lexeme), inner: undefined, bracket: false, start: lexeme.start, end: lexeme.end };
    }
    return this.unexpected(l10n.t('a key'), opened);
  }

  private resolver(open: Lexeme): ResolverInterpolation {
    const name: KeyPart[] = [];
    for (;;) {
      const lexeme = this.peek();
      if (lexeme.kind !== K.Id && lexeme.kind !== K.InterOpen) {
        this.unexpected(l10n.t('the name of a resolver'), open.start);
      }
      name.push(this.plainKey(open.start));
      const next = this.peek();
      if (next.kind === K.Colon) {
        this.at++;
        break;
      }
      if (next.kind !== K.Dot) {
        this.unexpected('":"', open.start);
      }
      this.at++;
    }
    const args = this.peek().kind === K.BraceClose ? [] : this.sequence(K.BraceClose, open.start);
    if (this.peek().kind !== K.BraceClose) {
      this.unexpected(l10n.t('"," or "}"'), open.start);
    }
    const close = this.take();
    return { kind: 'resolver', name, args, start: open.start, end: close.end };
  }

  /** Elements with commas between; a missing one is an empty text. */
  private sequence(end: K, opened: number): Element[] {
    const elements: Element[] = [];
    let expected = true;
    for (;;) {
      const lexeme = this.peek();
      if (lexeme.kind === K.Comma) {
        if (expected) {
          elements.push({ kind: 'str', value: '', start: lexeme.start, end: lexeme.start });
        }
        expected = true;
        this.at++;
      } else if (lexeme.kind === end) {
        if (expected) {
          elements.push({ kind: 'str', value: '', start: lexeme.start, end: lexeme.start });
        }
        return elements;
      } else if (expected) {
        elements.push(this.element(opened));
        expected = false;
      } else {
        this.unexpected('","', opened);
      }
    }
  }

  private element(opened?: number): Element {
    const lexeme = this.peek();
    switch (lexeme.kind) {
      case K.QuoteOpen: {
        this.at++;
        const parts = this.parts(K.QuoteClose);
        const close = this.take();
        return { kind: 'concat', quoted: true, parts, start: lexeme.start, end: close.end };
      }
      case K.BracketOpen: {
        this.enter(lexeme.start);
        this.at++;
        const items = this.peek().kind === K.BracketClose ? [] : this.sequence(K.BracketClose, opened ?? lexeme.start);
        const close = this.take();
        this.depth--;
        return { kind: 'list', items, start: lexeme.start, end: close.end };
      }
      case K.BraceOpen:
        return this.dict(opened);
      default:
        return this.primitive(true, opened);
    }
  }

  private dict(opened: number | undefined): DictElement {
    const open = this.take();
    this.enter(open.start);
    const entries: { key: Element; value: Element }[] = [];
    if (this.peek().kind !== K.BraceClose) {
      for (;;) {
        const key = this.primitive(false, opened);
        if (this.peek().kind !== K.Colon) {
          this.unexpected('":"', opened);
        }
        this.at++;
        entries.push({ key, value: this.element(opened) });
        if (this.peek().kind !== K.Comma) {
          break;
        }
        this.at++;
      }
    }
    if (this.peek().kind !== K.BraceClose) {
      this.unexpected(l10n.t('"," or "}"'), opened);
    }
    const close = this.take();
    this.depth--;
    return { kind: 'dict', entries, start: open.start, end: close.end };
  }

  private primitive(colons: boolean, opened: number | undefined): Element {
    const lexemes: Lexeme[] = [];
    const parts: (TextPart | Interpolation)[] = [];
    for (;;) {
      const lexeme = this.peek();
      switch (lexeme.kind) {
        case K.Id:
        case K.Null:
        case K.Int:
        case K.Float:
        case K.Bool:
        case K.Char:
        case K.Esc:
        case K.Blank:
          break;
        case K.Colon:
          if (colons) {
            break;
          }
          return this.primitiveOf(lexemes, parts, opened);
        case K.InterOpen:
          if (!colons) {
            // The keys of a mapping in braces hold no interpolations.
            return this.primitiveOf(lexemes, parts, opened);
          }
          lexemes.push(lexeme);
          parts.push(this.interpolation());
          continue;
        default:
          return this.primitiveOf(lexemes, parts, opened);
      }
      this.at++;
      lexemes.push(lexeme);
      const source = this.source(lexeme);
      const value = lexeme.kind === K.Esc ? unescaped(source) : source;
      parts.push({ kind: 'text', value, start: lexeme.start, end: lexeme.end });
    }
  }

  private primitiveOf(
    lexemes: readonly Lexeme[],
    parts: readonly (TextPart | Interpolation)[],
    opened: number | undefined,
  ): Element {
    const first = parts[0];
    const lexeme = lexemes[0];
    const last = parts[parts.length - 1];
    if (first === undefined || lexeme === undefined || last === undefined) {
      return this.unexpected(l10n.t('a value'), opened);
    }
    if (parts.length > 1) {
      return { kind: 'concat', quoted: false, parts, start: first.start, end: last.end };
    }
    if (first.kind !== 'text') {
      return first;
    }
    const span = { start: first.start, end: first.end };
    const source = this.source(lexeme);
    switch (lexeme.kind) {
      case K.Null:
        return { kind: 'null', value: null, ...span };
      case K.Bool:
        return { kind: 'bool', value: source.toLowerCase() === 'true', ...span };
      case K.Int: {
        const value = BigInt(source.replaceAll('_', '').replace(/^\+/, ''));
        const exact = value >= -(2n ** 53n) && value <= 2n ** 53n;
        return { kind: 'int', value: exact ? Number(value) : value, ...span };
      }
      case K.Float:
        return { kind: 'float', value: floatOf(source.replaceAll('_', '').toLowerCase()), ...span };
      default:
        return { kind: 'str', value: first.value, ...span };
    }
  }
}

/** Places of the lexemes that open something with a colon right inside, which is not in something further in. */
function opensWithColon(lexemes: readonly Lexeme[]): ReadonlySet<number> {
  const found = new Set<number>();
  const open: number[] = [];
  for (const [index, { kind }] of lexemes.entries()) {
    if (kind === K.InterOpen || kind === K.BraceOpen) {
      open.push(index);
    } else if (kind === K.InterClose || kind === K.BraceClose) {
      open.pop();
    } else if (kind === K.Colon) {
      const last = open[open.length - 1];
      if (last !== undefined) {
        found.add(last);
      }
    }
  }
  return found;
}

function floatOf(text: string): number {
  if (text.endsWith('inf')) {
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return text.endsWith('nan') ? Number.NaN : Number(text);
}

/** Every second character: each backslash keeps only what it escapes. */
function unescaped(text: string): string {
  let value = '';
  for (let i = 1; i < text.length; i += 2) {
    value += text.charAt(i);
  }
  return value;
}

function guarded<R>(read: () => R): R | ParseFailure {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof Refusal) {
      return { error: problem.error };
    }
    throw problem;
  }
}

const cache = new Map<string, ParsedText | ParseFailure>();
const MAX_CACHED = 2000;

/** Parses a config string (OmegaConf's rule `configValue`). Errors carry their place; OmegaConf's GrammarParseError. */
export function parseInterpolation(text: string): ParsedText | ParseFailure {
  const known = cache.get(text);
  if (known !== undefined) {
    return known;
  }
  const parsed = guarded(() => new Reader(text, lex(text, Mode.Text)).wholeText());
  if (text.length < 1000) {
    if (cache.size >= MAX_CACHED) {
      cache.clear();
    }
    cache.set(text, parsed);
  }
  return parsed;
}

/** Parses one value as `oc.decode` does (OmegaConf's rule `singleElement`). */
export function parseElement(text: string): ParsedElement | ParseFailure {
  return guarded(() => new Reader(text, lex(text, Mode.Value)).wholeElement());
}

/** Paths of plain names, and resolvers of plain words: most interpolations, of which the grammar refuses none. */
const PLAIN =
  /^[^\\$]*(?:\$\{(?:\.+[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?::[\w,]*)?)\}[^\\$]*)*$/;

/** Whether a text is seen to follow the grammar without being parsed; many that follow it are not. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** The problems of all texts in a tree that OmegaConf's grammar refuses. Offsets count from the segment's start. */
export function grammarProblems(root: RawNode | undefined, source: string): RawProblem[] {
  const problems: RawProblem[] = [];
  // A file that is a single text makes it a key, which is not parsed.
  if (root === undefined || root.kind === 'scalar' || !source.includes('${')) {
    return problems;
  }
  const open: RawNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'list') {
      for (const item of node.items) {
        open.push(item);
      }
    } else if (node.kind === 'map') {
      for (const value of node.values) {
        open.push(value);
      }
    } else if (
      node.kind === 'scalar' &&
      typeof node.value === 'string' &&
      isInterpolation(node.value) &&
      !isPlain(node.value)
    ) {
      const parsed = parseInterpolation(node.value);
      if (parsed.error !== undefined) {
        const map = offsetMap(source.slice(node.start, node.end), node.style, node.value);
        problems.push({
          code: 'interpolation-syntax',
          message: parsed.error.message,
          grammar: false,
          start: node.start + map(parsed.error.start),
          end: node.start + map(parsed.error.end),
        });
      }
    }
  }
  return problems.sort((a, b) => a.start - b.start);
}

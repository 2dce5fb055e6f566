import * as l10n from '@vscode/l10n';
import { plainInt, pythonFloat } from '../scalars';
import { pythonFloatText } from '../tree';
import type { ListValue, MapEntry, MapValue, Origin, ScalarStyle, ScalarType, ScalarValue, ValueNode } from '../types';

/** A scalar of an override. `quoted` is Hydra's QuotedString: most casts look through it, sorting does not. */
export interface OverrideScalar {
  readonly kind: 'scalar';
  readonly type: 'null' | 'bool' | 'int' | 'float' | 'str';
  readonly value: null | boolean | number | bigint | string;
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

export interface OverrideList {
  readonly kind: 'list';
  readonly items: readonly OverrideElement[];
  readonly start: number;
  readonly end: number;
}

export interface OverrideDict {
  readonly kind: 'dict';
  readonly entries: readonly { readonly key: OverrideScalar; readonly value: OverrideElement }[];
  readonly start: number;
  readonly end: number;
}

/** More than one value. Only `--multirun` accepts it; a single run refuses it, so what it ranges over is not kept. */
export interface OverrideSweep {
  readonly kind: 'sweep';
  readonly form: 'simple' | 'choice' | 'range' | 'interval' | 'glob';
  readonly start: number;
  readonly end: number;
}

export type OverrideElement = OverrideScalar | OverrideList | OverrideDict;

/** One word of a Hydra command line such as `+optim@model.optim=adamw`. */
export interface Override {
  readonly text: string;
  /** Position among the words of the command line. */
  readonly index: number;
  readonly type: 'change' | 'add' | 'forceAdd' | 'delete';
  /** A config group (`optim`, `model/encoder`) or a path into the config (`optim.lr`). */
  readonly key: string;
  /** What stands behind `@`; the empty string where only `@` stands. */
  readonly package: string | undefined;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Undefined for a deletion without `=`. An empty text after `=` is the empty string. */
  readonly value: OverrideElement | OverrideSweep | undefined;
}

export interface OverrideSyntaxError {
  readonly text: string;
  readonly index: number;
  /** Offsets into the word. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

type KeyToken = 'tilde' | 'plus' | 'at' | 'slash' | 'id' | 'special' | 'dotPath';
type ValueToken =
  | 'popen'
  | 'comma'
  | 'pclose'
  | 'bracketOpen'
  | 'bracketClose'
  | 'braceOpen'
  | 'braceClose'
  | 'float'
  | 'int'
  | 'bool'
  | 'null'
  | 'char'
  | 'esc'
  | 'ws'
  | 'quoted'
  | 'interpolation';
type TokenType = KeyToken | ValueToken | 'equal' | 'colon' | 'eof';

interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Carries a syntax error out of the recursive descent; never leaves this module. */
class SyntaxFailure extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}

const UNSIGNED = '(?:0|[1-9](?:_?[0-9])*)';
const DIGITS = '[0-9](?:_?[0-9])*';
const SPECIAL = '[A-Za-z_$][A-Za-z0-9_$-]*';

const KEY_RULES: readonly (readonly [TokenType, RegExp])[] = [
  ['equal', /=[ \t]*/y],
  ['tilde', /~/y],
  ['plus', /\+/y],
  ['at', /@/y],
  ['colon', /:/y],
  ['slash', /\//y],
  ['id', /[A-Za-z_][A-Za-z0-9_-]*/y],
  ['special', new RegExp(SPECIAL, 'y')],
  ['dotPath', new RegExp(`(?:${SPECIAL}|${UNSIGNED})(?:\\.(?:${SPECIAL}|${UNSIGNED}))+`, 'y')],
];

// The order decides between rules that match the same length, as in Hydra's lexer.
const VALUE_RULES: readonly (readonly [TokenType, RegExp])[] = [
  ['popen', /[ \t]*\([ \t]*/y],
  ['comma', /[ \t]*,[ \t]*/y],
  ['pclose', /[ \t]*\)/y],
  ['bracketOpen', /\[[ \t]*/y],
  ['bracketClose', /[ \t]*\]/y],
  ['braceOpen', /\{[ \t]*/y],
  ['braceClose', /[ \t]*\}/y],
  ['colon', /[ \t]*:[ \t]*/y],
  ['equal', /[ \t]*=[ \t]*/y],
  [
    'float',
    new RegExp(
      `[+-]?(?:(?:${UNSIGNED})?\\.${DIGITS}|${UNSIGNED}\\.?)[eE][+-]?${DIGITS}|[+-]?(?:[Ii][Nn][Ff]|[Nn][Aa][Nn])`,
      'y',
    ),
  ],
  ['float', new RegExp(`[+-]?(?:${UNSIGNED})?\\.${DIGITS}`, 'y')],
  ['float', new RegExp(`[+-]?${UNSIGNED}\\.`, 'y')],
  ['int', new RegExp(`[+-]?${UNSIGNED}`, 'y')],
  ['bool', /[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]/y],
  ['null', /[Nn][Uu][Ll][Ll]/y],
  ['char', /[/\-\\+.$%*@?|]/y],
  ['id', /[A-Za-z_][A-Za-z0-9_-]*/y],
  ['esc', /(?:\\[\\()[\]{}:=, \t])+/y],
  ['ws', /[ \t]+/y],
  ['interpolation', /\$\{[^}]+\}/y],
];

/** End of the quoted text that opens at `start`: the first same quote behind an even number of backslashes. */
function quotedEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  let backslashes = 0;
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === quote && backslashes % 2 === 0) return at + 1;
    backslashes = char === '\\' ? backslashes + 1 : 0;
  }
  return undefined;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let rules = KEY_RULES;
  let at = 0;
  while (at < text.length) {
    let type: TokenType | undefined;
    let end = at;
    for (const [candidate, rule] of rules) {
      rule.lastIndex = at;
      const match = rule.exec(text);
      if (match && at + match[0].length > end) {
        type = candidate;
        end = at + match[0].length;
      }
    }
    const char = text[at];
    if (rules === VALUE_RULES && (char === '"' || char === "'")) {
      const close = quotedEnd(text, at);
      if (close === undefined) throw new SyntaxFailure(l10n.t`the quote ${char} is never closed`, at, text.length);
      type = 'quoted';
      end = close;
    }
    if (type === undefined) throw new SyntaxFailure(unexpectedCharacter(text, at, rules === KEY_RULES), at, at + 1);
    tokens.push({ type, text: text.slice(at, end), start: at, end });
    if (type === 'equal' && rules === KEY_RULES) rules = VALUE_RULES;
    at = end;
  }
  tokens.push({ type: 'eof', text: '', start: text.length, end: text.length });
  return tokens;
}

function unexpectedCharacter(text: string, at: number, inKey: boolean): string {
  const shown = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (!inKey) return l10n.t`'${shown}' must stand inside quotes`;
  if (!text.includes('=')) return l10n.t`'${shown}' cannot stand here: an override is written key=value`;
  return l10n.t`'${shown}' cannot stand in a key: Hydra takes ASCII letters, digits, '_', '-', '$' and '.' there`;
}

function unescapeQuoted(text: string): string {
  const quote = text[0];
  // Backslashes before any quote are escapes, before the closing one too, which is cut off here.
  return text
    .slice(1)
    .replace(quote === "'" ? /(?<!\\)\\+'/g : /(?<!\\)\\+"/g, (run: string, offset: number, all: string) => {
      const closes = offset + run.length === all.length;
      return unescaped(run) + (closes ? quote : '');
    })
    .slice(0, -1);
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly index: number,
  ) {
    this.tokens = tokenize(text);
  }

  private peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)];
    return token ?? { type: 'eof', text: '', start: this.text.length, end: this.text.length };
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private accept(type: TokenType): Token | undefined {
    return this.peek().type === type ? this.next() : undefined;
  }

  private fail(what: string, token = this.peek()): never {
    const found = token.type === 'eof' ? l10n.t('the text ends') : l10n.t`'${token.text.trim() || token.text}' stands`;
    throw new SyntaxFailure(l10n.t`${found} where ${what}`, token.start, Math.max(token.end, token.start));
  }

  parse(): Override {
    let type: Override['type'] = 'change';
    if (this.accept('plus')) type = this.accept('plus') ? 'forceAdd' : 'add';
    else if (this.accept('tilde')) type = 'delete';
    const keyStart = this.peek().start;
    const key = this.packageOrGroup();
    let keyEnd = this.tokens[this.at - 1]?.end ?? keyStart;
    let pkg: string | undefined;
    if (this.accept('at')) {
      pkg = this.packageName();
      keyEnd = this.tokens[this.at - 1]?.end ?? keyEnd;
    }
    let value: Override['value'];
    if (!(type === 'delete' && this.peek().type === 'eof')) {
      if (!this.accept('equal')) this.fail(l10n.t("'=' was expected"));
      value =
        this.peek().type === 'eof'
          ? { kind: 'scalar', type: 'str', value: '', quoted: false, start: this.text.length, end: this.text.length }
          : this.value();
    }
    if (this.peek().type !== 'eof')
      this.fail(l10n.t('the override should end; quote the value if it holds this character'));
    return { text: this.text, index: this.index, type, key, package: pkg, keyStart, keyEnd, value };
  }

  private packageOrGroup(): string {
    if (this.peek().type !== 'id' || this.peek(1).type !== 'slash') return this.packageName();
    let path = this.next().text;
    while (this.accept('slash')) {
      const part = this.accept('id');
      if (!part) this.fail(l10n.t('a group name was expected (a path into the config is written with dots only)'));
      path += `/${part.text}`;
    }
    return path;
  }

  private packageName(): string {
    const { type } = this.peek();
    return type === 'id' || type === 'special' || type === 'dotPath' ? this.next().text : '';
  }

  private value(): OverrideElement | OverrideSweep {
    const first = this.element();
    if (this.peek().type !== 'comma') return first;
    while (this.accept('comma')) this.element();
    return { kind: 'sweep', form: 'simple', start: first.start, end: this.peek().start };
  }

  private element(): OverrideElement | OverrideSweep {
    const { type } = this.peek();
    if (type === 'bracketOpen') return this.list();
    if (type === 'braceOpen') return this.dict();
    if (type === 'id' && this.peek(1).type === 'popen') return this.call();
    return this.primitive(PRIMITIVE_TOKENS);
  }

  private plainElement(): OverrideElement {
    const element = this.element();
    if (element.kind === 'sweep') {
      throw new SyntaxFailure(l10n.t('a sweep cannot stand inside a list or mapping'), element.start, element.end);
    }
    return element;
  }

  private list(): OverrideList {
    const open = this.next();
    const items: OverrideElement[] = [];
    if (this.peek().type !== 'bracketClose') {
      do items.push(this.plainElement());
      while (this.accept('comma'));
    }
    const close = this.accept('bracketClose');
    if (!close) this.fail(l10n.t("',' or ']' was expected"));
    return { kind: 'list', items, start: open.start, end: close.end };
  }

  private dict(): OverrideDict {
    const open = this.next();
    const entries = new Map<string, { key: OverrideScalar; value: OverrideElement }>();
    if (this.peek().type !== 'braceClose') {
      do {
        const key = this.primitive(KEY_PRIMITIVE_TOKENS);
        if (!this.accept('colon')) this.fail(l10n.t("':' was expected"));
        const id = `${key.type === 'float' && Number.isInteger(key.value) ? 'int' : key.type}:${String(key.value)}`;
        // A repeated key keeps its first place and its last value, as a Python dict does.
        entries.set(id, { key: entries.get(id)?.key ?? key, value: this.plainElement() });
      } while (this.accept('comma'));
    }
    const close = this.accept('braceClose');
    if (!close) this.fail(l10n.t("',' or '}' was expected"));
    return { kind: 'dict', entries: [...entries.values()], start: open.start, end: close.end };
  }

  private primitive(allowed: ReadonlySet<TokenType>): OverrideScalar {
    const first = this.peek();
    if (first.type === 'quoted' && allowed.has('quoted')) {
      this.next();
      const text = unescapeQuoted(first.text);
      return { kind: 'scalar', type: 'str', value: text, quoted: true, start: first.start, end: first.end };
    }
    const tokens: Token[] = [];
    while (this.peek().type !== 'quoted' && allowed.has(this.peek().type)) tokens.push(this.next());
    if (tokens.length === 0) this.fail(l10n.t('a value was expected; quote it if it holds this character'));
    return primitiveOf(tokens);
  }

  private call(): OverrideElement | OverrideSweep {
    const name = this.next();
    this.next();
    const args: (OverrideElement | OverrideSweep)[] = [];
    const named = new Map<string, OverrideElement | OverrideSweep>();
    if (this.peek().type !== 'pclose') {
      do {
        if (this.peek().type === 'id' && this.peek(1).type === 'equal') {
          const argument = this.next().text;
          this.next();
          named.set(argument, this.element());
        } else {
          if (named.size > 0) this.fail(l10n.t('an argument with a name was expected, as those before it have one'));
          args.push(this.element());
        }
      } while (this.accept('comma'));
    }
    const close = this.accept('pclose');
    if (!close) this.fail(l10n.t("',' or ')' was expected"));
    return callFunction({ name: name.text, args, named, start: name.start, end: close.end });
  }
}

const PRIMITIVE_TOKENS: ReadonlySet<TokenType> = new Set<TokenType>([
  'quoted',
  'id',
  'null',
  'int',
  'float',
  'bool',
  'interpolation',
  'char',
  'colon',
  'esc',
  'ws',
]);
const KEY_PRIMITIVE_TOKENS: ReadonlySet<TokenType> = new Set<TokenType>([
  'id',
  'null',
  'int',
  'float',
  'bool',
  'char',
  'esc',
  'ws',
]);

function primitiveOf(all: readonly Token[]): OverrideScalar {
  const tokens = [...all];
  if (tokens[0]?.type === 'ws') tokens.shift();
  if (tokens.length > 0 && tokens.at(-1)?.type === 'ws') tokens.pop();
  const first = tokens[0];
  const last = tokens.at(-1);
  if (!first || !last) {
    throw new SyntaxFailure(l10n.t('blanks alone are no value; quote them'), all[0]?.start ?? 0, all.at(-1)?.end ?? 0);
  }
  const place = { kind: 'scalar', quoted: false, start: first.start, end: last.end } as const;
  if (tokens.length > 1) {
    // Several tokens make one text, whatever each would be alone: 08, 1:30 and 0x10 are strings.
    const text = tokens.map((token) => (token.type === 'esc' ? unescaped(token.text) : token.text)).join('');
    return { ...place, type: 'str', value: text };
  }
  switch (first.type) {
    case 'int':
      return { ...place, type: 'int', value: pythonInt(first.text) ?? 0 };
    case 'float':
      return { ...place, type: 'float', value: pythonFloat(first.text) ?? Number.NaN };
    case 'bool':
      return { ...place, type: 'bool', value: first.text.toLowerCase() === 'true' };
    case 'null':
      return { ...place, type: 'null', value: null };
    case 'esc':
      return { ...place, type: 'str', value: unescaped(first.text) };
    default:
      return { ...place, type: 'str', value: first.text };
  }
}

function unescaped(text: string): string {
  return [...text].filter((_, index) => index % 2 === 1).join('');
}

/** `int(text)` of Python, or undefined where Python raises ValueError. */
function pythonInt(text: string): number | bigint | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?[0-9](?:_?[0-9])*$/.test(trimmed)) return undefined;
  const value = BigInt(trimmed.replace(/^[+-]|_/g, ''));
  return plainInt(trimmed.startsWith('-') ? -value : value);
}

interface Call {
  readonly name: string;
  readonly args: readonly (OverrideElement | OverrideSweep)[];
  readonly named: ReadonlyMap<string, OverrideElement | OverrideSweep>;
  readonly start: number;
  readonly end: number;
}

const FUNCTIONS = [
  'bool',
  'choice',
  'float',
  'glob',
  'int',
  'interval',
  'json_str',
  'range',
  'shuffle',
  'sort',
  'str',
  'tag',
];

function callFunction(call: Call): OverrideElement | OverrideSweep {
  const place = { start: call.start, end: call.end };
  const fail = (message: string): never => {
    throw new SyntaxFailure(message, call.start, call.end);
  };
  const allowNames = (...names: string[]): void => {
    for (const name of call.named.keys())
      if (!names.includes(name)) fail(l10n.t`${call.name}() has no argument '${name}'`);
  };
  const sweep = (form: OverrideSweep['form']): OverrideSweep => ({ kind: 'sweep', form, ...place });
  switch (call.name) {
    case 'int':
    case 'float':
    case 'str':
    case 'bool':
    case 'json_str': {
      allowNames('value');
      const named = call.named.get('value');
      // Hydra unquotes an argument before it looks at it, and takes a named null for no argument.
      const given = named && !(named.kind === 'scalar' && named.type === 'null') ? named : undefined;
      if (given && call.args.length > 0) fail(l10n.t`${call.name}() takes one value, by position or by name`);
      if (call.args.length > 1) return sweep('simple');
      const value = given ?? call.args[0];
      if (!value) return fail(l10n.t`${call.name}() needs a value`);
      if (value.kind === 'sweep') return value;
      const name = call.name;
      return name === 'json_str' ? jsonText(value, place) : cast(value, name, fail);
    }
    case 'choice':
      allowNames();
      if (call.args.length === 0) fail(l10n.t('choice() needs at least one value'));
      return sweep('choice');
    case 'range': {
      allowNames('start', 'stop', 'step');
      const values = [...call.args, ...call.named.values()];
      if (values.length === 0 || values.length > 3) fail(l10n.t('range() takes a start, a stop and a step'));
      if (values.some((value) => value.kind !== 'scalar' || (value.type !== 'int' && value.type !== 'float'))) {
        fail(l10n.t('range() takes numbers only'));
      }
      return sweep('range');
    }
    case 'interval': {
      allowNames('start', 'end');
      const values = [...call.args, ...call.named.values()];
      if (values.length !== 2) fail(l10n.t('interval() takes a start and an end'));
      if (values.some((value) => value.kind !== 'scalar' || (value.type !== 'int' && value.type !== 'float'))) {
        fail(l10n.t('interval() takes numbers only'));
      }
      return sweep('interval');
    }
    case 'glob': {
      allowNames('include', 'exclude');
      const values = [...call.args, ...call.named.values()];
      if (values.length === 0 || values.length > 2)
        fail(l10n.t('glob() takes one or two patterns or lists of patterns'));
      if (values.some((value) => !(value.kind === 'list' || (value.kind === 'scalar' && value.type === 'str')))) {
        fail(l10n.t('glob() takes patterns only'));
      }
      return sweep('glob');
    }
    case 'tag': {
      allowNames('sweep');
      const last = call.named.get('sweep') ?? call.args.at(-1);
      if (last?.kind !== 'sweep') return fail(l10n.t('the last argument of tag() must be a sweep'));
      if (call.named.size > 0 && call.args.length === 0) fail(l10n.t('tag() needs a tag before its sweep'));
      return last;
    }
    case 'sort':
    case 'shuffle': {
      allowNames('sweep', 'list', ...(call.name === 'sort' ? ['reverse'] : []));
      const named = call.named.get('list') ?? call.named.get('sweep');
      const value = named ?? (call.args.length === 1 ? call.args[0] : undefined);
      if (!value) return call.args.length > 1 ? sweep('simple') : fail(l10n.t`${call.name}() needs a value`);
      if (value.kind === 'sweep') return value;
      if (value.kind === 'list') {
        return call.name === 'sort' ? sorted(value, call.named.get('reverse'), fail) : value;
      }
      return call.name === 'shuffle' ? { kind: 'list', items: [value], ...place } : value;
    }
    default:
      return fail(l10n.t`Hydra has no function '${call.name}'; it has ${FUNCTIONS.join(', ')}`);
  }
}

function sorted(
  list: OverrideList,
  reverse: OverrideElement | OverrideSweep | undefined,
  fail: (message: string) => never,
): OverrideList {
  if (reverse && !(reverse.kind === 'scalar' && reverse.type === 'bool')) fail(l10n.t('reverse is true or false'));
  const backwards = reverse?.kind === 'scalar' && reverse.value === true;
  const keys = list.items.map((item) => {
    if (item.kind !== 'scalar' || item.value === null || item.quoted) return undefined;
    if (typeof item.value === 'boolean') return Number(item.value);
    return item.value;
  });
  const kinds = new Set(keys.map((key) => (key === undefined ? 'none' : typeof key === 'string' ? 'text' : 'number')));
  if (list.items.length > 1 && (kinds.size > 1 || kinds.has('none')))
    fail(l10n.t('sort() cannot compare these values'));
  const order = list.items.map((_, index) => index);
  order.sort((a, b) => {
    const [left, right] = [keys[a], keys[b]];
    if (left === undefined || right === undefined || left === right) return 0;
    return (left < right ? -1 : 1) * (backwards ? -1 : 1);
  });
  return { ...list, items: order.flatMap((index) => list.items[index] ?? []) };
}

function cast(
  value: OverrideElement,
  to: 'int' | 'float' | 'str' | 'bool',
  fail: (message: string) => never,
): OverrideElement {
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => cast(item, to, fail)) };
  if (value.kind === 'dict') {
    return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: cast(entry.value, to, fail) })) };
  }
  const plain = value.value;
  const place = { kind: 'scalar', quoted: false, start: value.start, end: value.end } as const;
  if (plain === null) return fail(l10n.t`null cannot become a value of type ${to}`);
  const refuse = (): never => fail(l10n.t`'${String(plain)}' is no ${to}`);
  switch (to) {
    case 'int': {
      if (typeof plain === 'string') return { ...place, type: 'int', value: pythonInt(plain) ?? refuse() };
      if (typeof plain === 'number' && !Number.isFinite(plain)) return refuse();
      if (typeof plain === 'bigint') return { ...place, type: 'int', value: plain };
      return { ...place, type: 'int', value: plainInt(BigInt(Math.trunc(Number(plain)))) };
    }
    case 'float':
      if (typeof plain === 'string') return { ...place, type: 'float', value: pythonFloat(plain) ?? refuse() };
      return { ...place, type: 'float', value: Number(plain) };
    case 'str':
      return { ...place, type: 'str', value: scalarText(value) };
    case 'bool': {
      if (typeof plain !== 'string') return { ...place, type: 'bool', value: Boolean(plain) };
      const lower = plain.toLowerCase();
      if (lower !== 'true' && lower !== 'false') return refuse();
      return { ...place, type: 'bool', value: lower === 'true' };
    }
  }
}

/** `str(value)` as Hydra's str() writes it: booleans in lower case, numbers as Python prints them. */
function scalarText(value: OverrideScalar): string {
  return value.type === 'float' && typeof value.value === 'number' ? pythonFloatText(value.value) : String(value.value);
}

function jsonText(value: OverrideElement, place: { start: number; end: number }): OverrideScalar {
  return { kind: 'scalar', type: 'str', value: pythonJson(value), quoted: false, ...place };
}

/** `json.dumps` of Python with its default separators and ASCII escapes. */
function pythonJson(value: OverrideElement): string {
  if (value.kind === 'list') return `[${value.items.map(pythonJson).join(', ')}]`;
  if (value.kind === 'dict') {
    const pairs = value.entries.map(({ key, value: item }) => {
      const name = key.type === 'str' ? String(key.value) : pythonJson(key);
      return `${asciiJson(name)}: ${pythonJson(item)}`;
    });
    return `{${pairs.join(', ')}}`;
  }
  if (value.type === 'float' && typeof value.value === 'number') {
    if (Number.isNaN(value.value)) return 'NaN';
    if (!Number.isFinite(value.value)) return value.value > 0 ? 'Infinity' : '-Infinity';
    return pythonFloatText(value.value);
  }
  return typeof value.value === 'string' ? asciiJson(value.value) : String(value.value);
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Parses one word of the command line by Hydra's override grammar, which has number and string rules of its own (`.5e3`
 * and `-.5` are floats, `1:30`, `on` and `0x10` strings). A word that Hydra refuses with OverrideParseException gives a
 * syntax error.
 */
export function parseOverride(text: string, index = 0): Override | OverrideSyntaxError {
  try {
    return new Parser(text, index).parse();
  } catch (failure) {
    if (!(failure instanceof SyntaxFailure)) throw failure;
    return { text, index, start: failure.start, end: failure.end, message: failure.message };
  }
}

export function isSyntaxError(override: Override | OverrideSyntaxError): override is OverrideSyntaxError {
  return 'message' in override;
}

/** The key as Hydra's messages and override tables write it: `optim@model.optim`. */
export function overrideKey(override: Override): string {
  return override.package === undefined ? override.key : `${override.key}@${override.package}`;
}

const COMMAND_LINE = 'cli:';

/** A place in word `index` of the command line. Words have no file, so their uri is `cli:` and that index. */
export function commandLineOrigin(text: string, index: number, start: number, end: number): Origin {
  return {
    uri: `${COMMAND_LINE}${index}`,
    start,
    end,
    range: { start: { line: 0, character: start }, end: { line: 0, character: end } },
    text: text.slice(start, end),
  };
}

export function isCommandLine(uri: string): boolean {
  return uri.startsWith(COMMAND_LINE);
}

const STYLES: Readonly<Record<string, ScalarStyle>> = { "'": 'single', '"': 'double' };

/** The value of an override as a tree of the house. `keyId` names the entries of mappings. */
export function overrideTree(
  override: Override,
  element: OverrideElement,
  keyId: (key: ScalarValue) => string,
): ValueNode {
  const origin = commandLineOrigin(override.text, override.index, element.start, element.end);
  if (element.kind === 'list') {
    const items = element.items.map((item) => overrideTree(override, item, keyId));
    return { kind: 'list', items, flow: true, origin } satisfies ListValue;
  }
  if (element.kind === 'dict') {
    const entries = new Map<string, MapEntry>();
    for (const entry of element.entries) {
      const key = scalarTree(override, entry.key);
      entries.set(keyId(key), { key, value: overrideTree(override, entry.value, keyId), merged: false });
    }
    return { kind: 'map', entries, flow: true, origin } satisfies MapValue;
  }
  return scalarTree(override, element);
}

function scalarTree(override: Override, scalar: OverrideScalar): ScalarValue {
  const origin = commandLineOrigin(override.text, override.index, scalar.start, scalar.end);
  const style = scalar.quoted ? (STYLES[origin.text[0] ?? ''] ?? 'plain') : 'plain';
  const type: ScalarType = scalar.type;
  return { kind: 'scalar', type, value: scalar.value, style, origin };
}

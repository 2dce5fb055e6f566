import * as l10n from '@vscode/l10n';
/**
 * Tokens to nodes, by the grammar of PyYAML's parser and the construction rules of its safe loader with OmegaConf's
 * additions. Everything here is iterative: nesting is bounded by memory, not by the stack; and it is read in steps, so
 * that whoever drives a long text can give way between two of them.
 */

import { readPlain, readTagged, YAML_TAG } from './scalars';
import { ScanFailure, type Scanner, shorten, T, type Token } from './scan';
import type { Collection } from './split';
import type { PlainScalar, ScalarStyle, ScalarType } from './types';

interface RawBase {
  /** Offsets from the start of the segment that the node was read in. */
  start: number;
  end: number;
}

export interface RawScalar extends RawBase {
  readonly kind: 'scalar';
  readonly type: ScalarType | 'merge' | 'value';
  value: PlainScalar;
  readonly style: ScalarStyle;
}

/** Where its entries are segments of their own, `keys` and `values` are empty, and a `Placement` knows the segments. */
export interface RawMap extends RawBase {
  readonly kind: 'map';
  readonly keys: RawNode[];
  readonly values: RawNode[];
  readonly flow: boolean;
  /** Nodes written in it, itself included; aliases count as one. */
  size: number;
}

export interface RawList extends RawBase {
  readonly kind: 'list';
  readonly items: RawNode[];
  readonly flow: boolean;
  size: number;
}

export interface RawAlias extends RawBase {
  readonly kind: 'alias';
  name: string;
}

export type RawNode = RawScalar | RawMap | RawList | RawAlias;

export interface RawProblem extends RawBase {
  readonly code: string;
  message: string;
  /** True where the text does not parse, false where the loader refuses what it says. */
  readonly grammar: boolean;
  readonly related?: { readonly message: string; readonly start: number; readonly end: number };
}

export interface RawAnchor {
  name: string;
  readonly start: number;
  readonly end: number;
  readonly node: RawNode;
}

export interface Parsed {
  /** The root of a stream, or undefined for an empty one; for a part of a collection that part as a map or list. */
  readonly root: RawNode | undefined;
  readonly anchors: RawAnchor[];
  readonly aliases: RawAlias[];
  readonly problems: RawProblem[];
  readonly failure: ScanFailure | undefined;
  /** True where a merge key or an aliased key stands somewhere inside, which only the whole document can explain. */
  readonly special: boolean;
}

enum In {
  BlockList,
  IndentlessList,
  BlockMap,
  FlowList,
  FlowMap,
  FlowPair,
}

interface Frame {
  readonly context: In;
  readonly node: RawMap | RawList;
  /** For a map: whether the next node is a value. */
  value: boolean;
  first: boolean;
  readonly tag: string | undefined;
  readonly tagStart: number;
  readonly tagEnd: number;
  readonly opened: number;
  /** For a flow map: the key has no key indicator, so that PyYAML takes no colon behind it. */
  bare: boolean;
}

/**
 * OmegaConf builds its tree recursively, and Python's recursion limit ends that at 80 to 90 levels, depending on how
 * deep the caller stands already.
 */
export const MAX_DEPTH = 80;

/** Steps of the parser between two points where it may be left; some hundred microseconds. */
const STEPS = 1024;

const NAMES = (): Readonly<Record<number, string>> => ({
  [T.StreamEnd]: l10n.t('the end of the file'),
  [T.Directive]: l10n.t('a directive'),
  [T.DocumentStart]: '"---"',
  [T.DocumentEnd]: '"..."',
  [T.BlockSequenceStart]: l10n.t('a list'),
  [T.BlockMappingStart]: l10n.t('a mapping'),
  [T.BlockEnd]: l10n.t('the end of the block'),
  [T.FlowSequenceStart]: '"["',
  [T.FlowMappingStart]: '"{"',
  [T.FlowSequenceEnd]: '"]"',
  [T.FlowMappingEnd]: '"}"',
  [T.Key]: l10n.t('a key'),
  [T.Value]: '":"',
  [T.BlockEntry]: '"-"',
  [T.FlowEntry]: '","',
  [T.Alias]: l10n.t('an alias'),
  [T.Anchor]: l10n.t('an anchor'),
  [T.Tag]: l10n.t('a tag'),
  [T.Scalar]: l10n.t('a value'),
});

export class Parser {
  private started = false;
  private readonly stack: Frame[] = [];
  private readonly anchors: RawAnchor[] = [];
  private readonly aliases: RawAlias[] = [];
  private readonly problems: RawProblem[] = [];
  private special = false;
  private root: RawNode | undefined;
  private handles = new Map([
    ['!', '!'],
    ['!!', YAML_TAG],
  ]);
  private tooDeep = false;
  /** Collections around those of the stack. */
  private outer = 0;
  /** Since the parser was last left. */
  private steps = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: Scanner,
    /** Subtracted from all offsets. */
    private readonly base: number,
  ) {}

  /** Reads a whole stream: directives, the one document that is allowed, and its end. */
  stream(): Generator<void, Parsed> {
    return this.guarded(this.document());
  }

  private *document(): Generator<void, void> {
    this.documentHead();
    const first = this.peek().kind;
    if (first === T.StreamEnd) {
      return;
    }
    if (first === T.DocumentEnd && !this.started) {
      this.unexpected(this.peek());
    }
    if (first === T.DocumentStart || first === T.DocumentEnd) {
      this.root = this.empty(this.peek().start);
    } else {
      this.node(true, false);
      yield* this.collections();
    }
    this.documentTail();
  }

  /** Reads entries of a mapping or list that is already open, up to the end of the tokens. */
  entries({ sequence, depth }: Collection): Generator<void, Parsed> {
    this.outer = depth;
    const node: RawMap | RawList = sequence
      ? { kind: 'list', items: [], flow: false, start: 0, end: 0, size: 1 }
      : { kind: 'map', keys: [], values: [], flow: false, start: 0, end: 0, size: 1 };
    this.root = node;
    this.stack.push(frame(sequence ? In.BlockList : In.BlockMap, node, this.base));
    return this.guarded(this.collections());
  }

  private *guarded(read: Generator<void, void>): Generator<void, Parsed> {
    let failure: ScanFailure | undefined;
    try {
      yield* read;
    } catch (problem) {
      if (!(problem instanceof ScanFailure)) {
        throw problem;
      }
      failure = problem;
    }
    // What is open at a failure keeps the part that was read.
    for (let open = this.stack.pop(); open !== undefined; open = this.stack.pop()) {
      this.finish(open, this.endOf(open));
      const outer = this.stack[this.stack.length - 1];
      if (outer !== undefined) {
        this.deliver(outer, open.node);
      } else {
        this.root = open.node;
      }
    }
    return {
      root: this.root,
      anchors: this.anchors,
      aliases: this.aliases,
      problems: this.problems,
      failure,
      special: this.special,
    };
  }

  private peek(): Token {
    return this.tokens.next();
  }

  private take(): Token {
    this.started = true;
    return this.tokens.take();
  }

  private is(a: T, b?: T, c?: T, d?: T): boolean {
    const { kind } = this.peek();
    return kind === a || kind === b || kind === c || kind === d;
  }

  private empty(at: number): RawScalar {
    const start = at - this.base;
    return { kind: 'scalar', type: 'null', value: null, style: 'none', start, end: start };
  }

  private problem(code: string, message: string, start: number, end: number, related?: RawProblem['related']): void {
    const place = { start: start - this.base, end: end - this.base };
    this.problems.push({ code, message, grammar: false, ...place, ...(related === undefined ? {} : { related }) });
  }

  // The stream around the document.

  private documentHead(): void {
    let version = false;
    let directive: Token | undefined;
    const handles = new Map<string, string>();
    while (this.peek().kind === T.Directive) {
      directive = this.take();
      if (directive.value === 'YAML') {
        if (version) {
          throw new ScanFailure(l10n.t('A second %YAML directive.'), directive.start, directive.end, directive.start);
        }
        if (directive.detail !== '1') {
          throw new ScanFailure(
            l10n.t('The loader reads YAML 1 only.'),
            directive.start,
            directive.end,
            directive.start,
          );
        }
        version = true;
      } else if (directive.value === 'TAG') {
        const [handle = '', prefix = ''] = directive.detail.split(' ');
        if (handles.has(handle)) {
          throw new ScanFailure(
            l10n.t`A second %TAG directive for "${handle}".`,
            directive.start,
            directive.end,
            directive.start,
          );
        }
        handles.set(handle, prefix);
      }
    }
    for (const [handle, prefix] of handles) {
      this.handles.set(handle, prefix);
    }
    if (this.peek().kind === T.DocumentStart) {
      this.take();
    } else if (directive !== undefined) {
      throw new ScanFailure(
        l10n.t('A directive must be followed by a line "---".'),
        directive.start,
        directive.end,
        directive.start,
      );
    }
  }

  private documentTail(): void {
    let ended = false;
    while (this.peek().kind === T.DocumentEnd) {
      this.take();
      ended = true;
    }
    const token = this.peek();
    if (token.kind === T.StreamEnd) {
      return;
    }
    if (token.kind === T.DocumentStart || token.kind === T.Directive) {
      throw secondDocument(token.start, token.end);
    }
    throw new ScanFailure(
      ended
        ? l10n.t('Nothing may follow "...", the end of the document.')
        : l10n.t`${capital(NAMES()[token.kind] ?? l10n.t('text'))} cannot stand here: the document is complete before it.`,
      token.start,
      Math.max(token.end, this.lineEnd(token.start)),
      token.start,
    );
  }

  private lineEnd(from: number): number {
    let end = from;
    while (end < this.text.length && this.text.charCodeAt(end) !== 10 && this.text.charCodeAt(end) !== 13) {
      end++;
    }
    return from + this.text.slice(from, end).trimEnd().length;
  }

  // Nodes.

  /** Reads one node: a scalar or alias is delivered at once, a collection becomes the open frame. */
  private node(block: boolean, indentless: boolean): void {
    const first = this.peek();
    if (first.kind === T.Alias) {
      this.take();
      const alias: RawAlias = {
        kind: 'alias',
        name: first.value,
        start: first.start - this.base,
        end: first.end - this.base,
      };
      this.aliases.push(alias);
      this.deliverToTop(alias);
      return;
    }
    let anchor: Token | undefined;
    let tagToken: Token | undefined;
    for (let i = 0; i < 2; i++) {
      const token = this.peek();
      if (token.kind === T.Anchor && anchor === undefined) {
        anchor = this.take();
      } else if (token.kind === T.Tag && tagToken === undefined) {
        tagToken = this.take();
      } else {
        break;
      }
    }
    const tag = tagToken === undefined ? undefined : this.tagName(tagToken);
    const token = this.peek();
    const tagStart = tagToken?.start ?? token.start;
    const tagEnd = tagToken?.end ?? token.end;
    let context: In | undefined;
    switch (token.kind) {
      case T.BlockEntry:
        context = indentless ? In.IndentlessList : undefined;
        break;
      case T.Scalar: {
        this.take();
        const scalar = this.scalar(token, tag, tagStart, tagEnd);
        this.anchor(anchor, scalar);
        this.deliverToTop(scalar);
        return;
      }
      case T.FlowSequenceStart:
        context = In.FlowList;
        break;
      case T.FlowMappingStart:
        context = In.FlowMap;
        break;
      case T.BlockSequenceStart:
        context = block ? In.BlockList : undefined;
        break;
      case T.BlockMappingStart:
        context = block ? In.BlockMap : undefined;
        break;
      default:
        break;
    }
    if (context === undefined) {
      const property = tagToken ?? anchor;
      if (property === undefined) {
        this.unexpected(token);
      }
      const at = Math.max(anchor?.end ?? 0, tagToken?.end ?? 0);
      const none = this.scalar(
        { kind: T.Scalar, start: at, end: at, value: '', detail: 'none' },
        tag,
        tagStart,
        tagEnd,
      );
      this.anchor(anchor, none);
      this.deliverToTop(none);
      return;
    }
    if (context !== In.IndentlessList) {
      this.take();
    }
    const flow = context === In.FlowList || context === In.FlowMap;
    const start = token.start - this.base;
    const node: RawMap | RawList =
      context === In.FlowMap || context === In.BlockMap
        ? { kind: 'map', keys: [], values: [], flow, start, end: token.end - this.base, size: 1 }
        : { kind: 'list', items: [], flow, start, end: token.end - this.base, size: 1 };
    this.anchor(anchor, node);
    this.stack.push(frame(context, node, token.start, tag, tagStart, tagEnd));
    if (this.outer + this.stack.length > MAX_DEPTH && !this.tooDeep) {
      this.tooDeep = true;
      this.problem(
        'nesting-too-deep',
        l10n.t`More than ${MAX_DEPTH} levels of nesting: OmegaConf gives up with a RecursionError.`,
        token.start,
        token.end > token.start ? token.end : this.lineEnd(token.start),
      );
    }
  }

  private anchor(token: Token | undefined, node: RawNode): void {
    if (token !== undefined) {
      this.anchors.push({ name: token.value, start: token.start - this.base, end: token.end - this.base, node });
    }
  }

  private unexpected(token: Token): never {
    const open = this.stack[this.stack.length - 1];
    if (token.kind === T.StreamEnd && open !== undefined && open.node.flow) {
      this.unclosed(open);
    }
    const end = token.end > token.start ? token.end : Math.max(this.lineEnd(token.start), token.start);
    throw new ScanFailure(
      l10n.t`${capital(NAMES()[token.kind] ?? l10n.t('text'))} stands where a value is expected.`,
      token.start,
      end,
      token.start,
    );
  }

  private unclosed(open: Frame): never {
    const bracket = this.text.charAt(open.opened);
    throw new ScanFailure(
      l10n.t`The bracket "${bracket}" opened here is never closed.`,
      open.opened,
      open.opened + 1,
      open.opened,
      'unclosed-bracket',
    );
  }

  private tagName(token: Token): string {
    if (token.detail === '\0') {
      return token.value;
    }
    const prefix = this.handles.get(token.detail);
    if (prefix === undefined) {
      throw new ScanFailure(
        l10n.t`The tag handle "${token.detail}" is not defined.`,
        token.start,
        token.end,
        token.start,
        'unknown-tag',
      );
    }
    return prefix + token.value;
  }

  private scalar(token: Token, tag: string | undefined, tagStart: number, tagEnd: number): RawScalar {
    const style = token.detail as ScalarStyle;
    const start = token.start - this.base;
    const end = token.end - this.base;
    const text = token.value;
    let read = (style === 'plain' || style === 'none') && tag === undefined ? readPlain(text) : undefined;
    if (tag === '!') {
      read = readPlain(text);
    } else if (tag !== undefined) {
      read = readTagged(tag, text);
      if (read === undefined) {
        this.unknownTag(tag, tagStart, tagEnd, true);
      }
    }
    if (read === undefined) {
      return { kind: 'scalar', type: 'str', value: text, style, start, end };
    }
    if ('refusal' in read) {
      this.problem(
        'invalid-scalar',
        read.refusal,
        token.end > token.start ? token.start : tagStart,
        Math.max(token.end, tagEnd),
      );
      return { kind: 'scalar', type: 'str', value: text, style, start, end };
    }
    return { kind: 'scalar', type: read.type, value: read.value, style, start, end };
  }

  private unknownTag(tag: string, start: number, end: number, scalar: boolean): void {
    const short = tag.startsWith(YAML_TAG) ? `!!${tag.slice(YAML_TAG.length)}` : tag;
    if (scalar && ['map', 'seq', 'omap', 'pairs', 'set'].some((name) => tag === YAML_TAG + name)) {
      this.problem('unknown-tag', l10n.t`The tag ${short} does not fit a single value.`, start, end);
      return;
    }
    this.problem(
      'unknown-tag',
      l10n.t`The loader knows no tag ${shorten(short)} and refuses the file. Remove the tag.`,
      start,
      end,
    );
  }

  // Delivery: a finished node goes to the collection it stands in.

  private deliverToTop(node: RawNode): void {
    const top = this.stack[this.stack.length - 1];
    if (top === undefined) {
      const special = node.kind === 'scalar' && (node.type === 'merge' || node.type === 'value');
      this.root = special ? this.plainSpecial(node) : node;
    } else {
      this.deliver(top, node);
    }
  }

  private deliver(open: Frame, node: RawNode): void {
    const target = open.node;
    target.size += node.kind === 'map' || node.kind === 'list' ? node.size : 1;
    if (this.tooDeep && this.outer + this.stack.length >= MAX_DEPTH && (node.kind === 'map' || node.kind === 'list')) {
      // What nobody can load is not kept either, so that no reader of the tree has to fear its depth.
      this.put(open, { kind: 'scalar', type: 'null', value: null, style: 'none', start: node.start, end: node.end });
      return;
    }
    this.put(open, node);
  }

  private put(open: Frame, node: RawNode): void {
    const target = open.node;
    const isKey = target.kind === 'map' && !open.value;
    let placed = node;
    if (node.kind === 'scalar' && (node.type === 'merge' || node.type === 'value')) {
      if (isKey && node.type === 'merge') {
        this.special = true;
      } else if (!isKey) {
        placed = this.plainSpecial(node);
      }
    }
    if (target.kind === 'list') {
      target.items.push(placed);
    } else if (open.value) {
      target.values.push(placed);
      open.value = false;
    } else {
      target.keys.push(placed);
      open.value = true;
      this.special ||= node.kind === 'alias';
    }
  }

  /** `<<` and `=` have tags of their own, for which the loader has no constructor outside of keys. */
  private plainSpecial(node: RawScalar): RawScalar {
    this.problems.push({
      code: 'unknown-tag',
      message: l10n.t`A lone "${String(node.value)}" has a meaning of its own in YAML 1.1, and the loader refuses it as a value. Put it in quotes.`,
      grammar: false,
      start: node.start,
      end: node.end,
    });
    return { ...node, type: 'str' };
  }

  private endOf(open: Frame): number {
    const { node } = open;
    const last =
      node.kind === 'list'
        ? node.items[node.items.length - 1]
        : (node.values[node.values.length - 1] ?? node.keys[node.keys.length - 1]);
    const lastKey = node.kind === 'map' ? node.keys[node.keys.length - 1] : undefined;
    return Math.max(node.end, last?.end ?? 0, lastKey?.end ?? 0);
  }

  /** Completes a collection: keys without a value get null, the rules on keys and tags are applied. */
  private finish(open: Frame, end: number): void {
    const { node } = open;
    node.end = end;
    if (node.kind === 'map') {
      while (node.values.length < node.keys.length) {
        const key = node.keys[node.values.length];
        const at = key?.end ?? node.end;
        node.values.push({ kind: 'scalar', type: 'null', value: null, style: 'none', start: at, end: at });
      }
      checkKeys(node, (code, message, place, related) => {
        this.problems.push({ code, message, grammar: false, ...place, ...(related === undefined ? {} : { related }) });
      });
    }
    if (open.tag !== undefined && open.tag !== '!') {
      this.checkCollectionTag(open, open.tag);
    }
  }

  private checkCollectionTag(open: Frame, tag: string): void {
    const { node } = open;
    const name = tag.startsWith(YAML_TAG) ? tag.slice(YAML_TAG.length) : undefined;
    const fits =
      name === 'map'
        ? node.kind === 'map'
        : name === 'seq' || name === 'omap' || name === 'pairs'
          ? node.kind === 'list'
          : undefined;
    if (node.kind === 'list' && /^python\/object\/apply:pathlib\.(?:Posix)?Path$/.test(name ?? '')) {
      // OmegaConf makes a path of it; no schedule has use for one, so its parts stay a list here.
      return;
    }
    if (name === 'set') {
      this.problem('unsupported-type', l10n.t('OmegaConf takes no sets. Write a list.'), open.tagStart, open.tagEnd);
    } else if (fits === undefined) {
      const known = ['str', 'null', 'bool', 'int', 'float', 'binary', 'timestamp'].some((scalar) => scalar === name);
      if (known) {
        this.problem(
          'unknown-tag',
          l10n.t`The tag !!${name ?? ''} does not fit a collection.`,
          open.tagStart,
          open.tagEnd,
        );
      } else {
        this.unknownTag(tag, open.tagStart, open.tagEnd, false);
      }
    } else if (!fits) {
      this.problem('unknown-tag', l10n.t`The tag !!${name ?? ''} does not fit here.`, open.tagStart, open.tagEnd);
    } else if ((name === 'omap' || name === 'pairs') && node.kind === 'list') {
      for (const [index, item] of node.items.entries()) {
        const key = item.kind === 'map' ? item.keys[0] : undefined;
        const value = item.kind === 'map' ? item.values[0] : undefined;
        if (item.kind !== 'map' || item.keys.length !== 1 || key === undefined || value === undefined) {
          this.problem(
            'unknown-tag',
            l10n.t`Each entry of !!${name} must be a mapping with one key.`,
            open.tagStart,
            open.tagEnd,
          );
          return;
        }
        node.items[index] = {
          kind: 'list',
          items: [key, value],
          flow: item.flow,
          start: item.start,
          end: item.end,
          size: item.size,
        };
      }
    }
  }

  private close(end: number): void {
    const open = this.stack.pop();
    if (open === undefined) {
      return;
    }
    this.finish(open, end);
    this.deliverToTop(open.node);
  }

  // Collections, each step as far as the next node.

  private *collections(): Generator<void, void> {
    for (let open = this.stack[this.stack.length - 1]; open !== undefined; open = this.stack[this.stack.length - 1]) {
      if (++this.steps >= STEPS) {
        this.steps = 0;
        yield;
      }
      switch (open.context) {
        case In.BlockList:
          this.blockList(open);
          break;
        case In.IndentlessList:
          this.indentlessList(open);
          break;
        case In.BlockMap:
          this.blockMap(open);
          break;
        case In.FlowList:
          this.flowList(open);
          break;
        case In.FlowMap:
          this.flowMap(open);
          break;
        case In.FlowPair:
          this.flowPair(open);
          break;
      }
    }
  }

  private atEnd(open: Frame): boolean {
    const { kind } = this.peek();
    if (kind === T.BlockEnd) {
      this.take();
      return true;
    }
    // The collection that a partial read starts in is closed by the end of its tokens.
    return kind === T.StreamEnd && this.stack[0] === open;
  }

  private blockList(open: Frame): void {
    if (this.is(T.BlockEntry)) {
      const token = this.take();
      open.node.end = Math.max(open.node.end, token.end - this.base);
      if (this.is(T.BlockEntry, T.BlockEnd) || this.endsPart()) {
        this.deliver(open, this.empty(token.end));
      } else {
        this.node(true, false);
      }
      return;
    }
    if (this.atEnd(open)) {
      this.close(this.endOf(open));
      return;
    }
    this.badIndent(open);
  }

  private endsPart(): boolean {
    return this.peek().kind === T.StreamEnd;
  }

  private badIndent(open: Frame): never {
    const token = this.peek();
    const inList = open.node.kind === 'list';
    let message = l10n.t`${capital(NAMES()[token.kind] ?? l10n.t('text'))} cannot stand here.`;
    if (token.kind === T.BlockMappingStart || token.kind === T.BlockSequenceStart) {
      message = l10n.t('This line is indented deeper than the lines before it. Line it up with them.');
    } else if (inList && (token.kind === T.Key || token.kind === T.Scalar)) {
      message = l10n.t('A list entry must start with "- " here: the lines before it make a list.');
    } else if (!inList && token.kind === T.BlockEntry) {
      message = l10n.t('A list entry cannot stand among the keys of a mapping.');
    }
    throw new ScanFailure(
      message,
      token.start,
      Math.max(this.lineEnd(token.start), token.start),
      token.start,
      'yaml-syntax',
    );
  }

  private indentlessList(open: Frame): void {
    if (!this.is(T.BlockEntry)) {
      this.close(this.endOf(open));
      return;
    }
    const token = this.take();
    open.node.end = Math.max(open.node.end, token.end - this.base);
    if (this.is(T.BlockEntry, T.Key, T.Value, T.BlockEnd) || this.endsPart()) {
      this.deliver(open, this.empty(token.end));
    } else {
      this.node(true, false);
    }
  }

  private blockMap(open: Frame): void {
    if (open.value) {
      if (!this.is(T.Value)) {
        const key = open.node.kind === 'map' ? open.node.keys[open.node.keys.length - 1] : undefined;
        this.deliver(open, this.empty(key === undefined ? this.peek().start : key.end + this.base));
        return;
      }
      const token = this.take();
      if (this.is(T.Key, T.Value, T.BlockEnd) || this.endsPart()) {
        this.deliver(open, this.empty(token.end));
      } else {
        this.node(true, true);
      }
      return;
    }
    if (this.is(T.Key)) {
      const token = this.take();
      if (this.is(T.Key, T.Value, T.BlockEnd) || this.endsPart()) {
        this.deliver(open, this.empty(token.end));
      } else {
        this.node(true, true);
      }
      return;
    }
    if (this.is(T.Value)) {
      // A key that is not written at all: `: value`.
      this.badValue();
    }
    if (this.atEnd(open)) {
      this.close(this.endOf(open));
      return;
    }
    this.badIndent(open);
  }

  private badValue(): never {
    const token = this.peek();
    throw new ScanFailure(l10n.t('There is no key before this ":".'), token.start, token.end, token.start);
  }

  private flowSeparator(open: Frame, closing: string): void {
    const token = this.peek();
    if (token.kind === T.FlowEntry) {
      this.take();
      return;
    }
    if (token.kind === T.StreamEnd) {
      this.unclosed(open);
    }
    throw this.flowFailure(token, open, closing);
  }

  private flowFailure(token: Token, open: Frame, closing: string): ScanFailure {
    const before = this.text.slice(Math.max(0, token.start - 3), token.start + 1);
    if (token.kind === T.FlowMappingStart && before.endsWith('${')) {
      const from = token.start - 1;
      const close = this.text.indexOf('}', from);
      const end = close < 0 ? this.lineEnd(from) : close + 1;
      return new ScanFailure(
        l10n.t`An interpolation inside brackets needs quotes: "${shorten(this.text.slice(from, end))}".`,
        from,
        end,
        open.opened,
        'unquoted-interpolation',
      );
    }
    if (token.kind === T.Key && this.text.startsWith('???', token.start)) {
      return new ScanFailure(
        l10n.t('A "???" inside brackets needs quotes.'),
        token.start,
        token.start + 3,
        open.opened,
        'unquoted-interpolation',
      );
    }
    if ([T.DocumentStart, T.DocumentEnd, T.Directive].includes(token.kind)) {
      return new ScanFailure(
        l10n.t`The bracket "${this.text.charAt(open.opened)}" opened here is not closed before the document ends.`,
        open.opened,
        open.opened + 1,
        open.opened,
        'unclosed-bracket',
      );
    }
    return new ScanFailure(
      l10n.t`A "," or "${closing}" is missing before ${NAMES()[token.kind] ?? l10n.t('this')}.`,
      token.start,
      Math.max(token.end, token.start),
      open.opened,
      'yaml-syntax',
      this.stack.find((each) => each.node.flow)?.opened,
    );
  }

  private flowList(open: Frame): void {
    if (!this.is(T.FlowSequenceEnd)) {
      if (!open.first) {
        this.flowSeparator(open, ']');
      }
      open.first = false;
      this.flowNumbers(open);
      if (this.is(T.Key)) {
        const token = this.peek();
        if (this.text.startsWith('???', token.start)) {
          throw this.flowFailure(token, open, ']');
        }
        const start = token.start - this.base;
        const pair: RawMap = { kind: 'map', keys: [], values: [], flow: true, start, end: start, size: 1 };
        this.stack.push(frame(In.FlowPair, pair, token.start));
        return;
      }
      if (!this.is(T.FlowSequenceEnd)) {
        this.flowNode(open);
        return;
      }
    }
    const token = this.take();
    this.close(token.end - this.base);
  }

  /** Long lists are lists of numbers, which are what they are without a token for each and for its comma. */
  private flowNumbers({ node }: Frame): void {
    if (node.kind !== 'list') {
      return;
    }
    const count = node.items.length;
    this.tokens.numbers(STEPS, (start, end) => {
      node.items.push(
        this.scalar(
          { kind: T.Scalar, start, end, value: this.text.slice(start, end), detail: 'plain' },
          undefined,
          start,
          end,
        ),
      );
    });
    const read = node.items.length - count;
    node.size += read;
    this.steps += read;
  }

  private flowNode(open: Frame): void {
    const token = this.peek();
    if (token.kind === T.StreamEnd) {
      this.unclosed(open);
    }
    this.node(false, false);
  }

  private flowPair(open: Frame): void {
    const node = open.node;
    if (node.kind === 'map' && node.keys.length === 0) {
      const token = this.take();
      if (this.is(T.Value, T.FlowEntry, T.FlowSequenceEnd)) {
        this.deliver(open, this.empty(token.end));
      } else {
        this.flowNode(open);
      }
      return;
    }
    if (open.value) {
      if (this.is(T.Value)) {
        const token = this.take();
        if (this.is(T.FlowEntry, T.FlowSequenceEnd)) {
          this.deliver(open, this.empty(token.end));
        } else {
          this.flowNode(open);
        }
        return;
      }
      this.deliver(open, this.empty(this.peek().start));
      return;
    }
    this.close(this.endOf(open));
  }

  private flowMap(open: Frame): void {
    if (open.value) {
      if (!open.bare && this.is(T.Value)) {
        const token = this.take();
        if (this.is(T.FlowEntry, T.FlowMappingEnd)) {
          this.deliver(open, this.empty(token.end));
        } else {
          this.flowNode(open);
        }
        return;
      }
      open.bare = false;
      this.deliver(open, this.empty(this.endOf(open) + this.base));
      return;
    }
    if (!this.is(T.FlowMappingEnd)) {
      if (!open.first) {
        this.flowSeparator(open, '}');
      }
      open.first = false;
      if (this.is(T.Key)) {
        const token = this.take();
        if (this.text.startsWith('???', token.start)) {
          throw this.flowFailure(token, open, '}');
        }
        if (this.is(T.Value, T.FlowEntry, T.FlowMappingEnd)) {
          this.deliver(open, this.empty(token.end));
        } else {
          this.flowNode(open);
        }
        return;
      }
      if (!this.is(T.FlowMappingEnd)) {
        open.bare = true;
        this.flowNode(open);
        return;
      }
    }
    const token = this.take();
    this.close(token.end - this.base);
  }
}

function frame(
  context: In,
  node: RawMap | RawList,
  opened: number,
  tag?: string,
  tagStart = opened,
  tagEnd = opened,
): Frame {
  return { context, node, value: false, first: true, bare: false, tag, tagStart, tagEnd, opened };
}

export function secondDocument(start: number, end: number): ScanFailure {
  return new ScanFailure(
    l10n.t(
      'A second document starts here, and the loader takes one document per file. Remove this line or split the file.',
    ),
    start,
    end,
    start,
    'second-document',
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Report = (
  code: string,
  message: string,
  place: { start: number; end: number },
  related?: { message: string; start: number; end: number },
) => void;

/** The rules on one mapping's keys, in time linear in their number. Aliased keys are looked at where they are placed. */
export function checkKeys(node: RawMap, report: Report): void {
  const seen = new Map<string, { readonly first: RawScalar; message?: string }>();
  for (const key of node.keys) {
    const place = { start: key.start, end: key.end };
    if (key.kind === 'map' || key.kind === 'list') {
      report('unhashable-key', l10n.t('A mapping or list cannot be a key.'), place);
    } else if (key.kind === 'scalar') {
      if (key.type === 'null') {
        report('null-key', nullKeyMessage(key), place);
      } else if (key.type === 'str' && typeof key.value === 'string') {
        const before = seen.get(key.value);
        if (before === undefined) {
          seen.set(key.value, { first: key });
        } else {
          before.message ??= duplicateKeyMessage(key.value);
          const { start, end } = before.first;
          report('duplicate-key', before.message, place, { message: l10n.t('first written here'), start, end });
        }
      }
    }
  }
}

export function duplicateKeyMessage(key: string): string {
  return l10n.t`The key "${shorten(key)}" stands twice in this mapping, and the loader refuses the file. Remove one.`;
}

function nullKeyMessage(key: RawScalar): string {
  return key.style === 'none'
    ? l10n.t('There is no key before the colon; OmegaConf refuses a null key.')
    : l10n.t('OmegaConf refuses null as a key. Put it in quotes if the text is meant.');
}

/**
 * Raw nodes, which know only offsets within their segment, seen as `ValueNode`s of a document. The view is made when
 * it is looked at, so that an edit in a long file costs the touched segment and not the file.
 */
import type { Range } from 'vscode-languageserver-types';
import type { RawAlias, RawList, RawMap, RawNode, RawScalar } from './parse';
import type { ListValue, MapEntry, MapValue, Origin, PlainScalar, ScalarValue, ValueNode } from './types';

/** Positions in a text, as LSP counts lines: `\n`, `\r\n` and `\r` end one. */
export class LineIndex {
  private starts: number[] | undefined;

  constructor(private readonly text: string) {}

  private lines(): number[] {
    if (this.starts === undefined) {
      const starts = [0];
      const { text } = this;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) {
          starts.push(i + 1);
        }
      }
      this.starts = starts;
    }
    return this.starts;
  }

  get count(): number {
    return this.lines().length;
  }

  positionAt(offset: number): { line: number; character: number } {
    const starts = this.lines();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low, character: offset - (starts[low] ?? 0) };
  }

  offsetAt(position: { line: number; character: number }): number {
    const starts = this.lines();
    const start = starts[position.line];
    if (start === undefined) {
      return position.line < 0 ? 0 : this.text.length;
    }
    const next = starts[position.line + 1] ?? this.text.length + 1;
    return Math.min(start + Math.max(position.character, 0), next - 1, this.text.length);
  }

  range(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }
}

/** What an alias stands for, found by the offset of the alias; undefined where it stands for nothing usable. */
export type AliasTargets = ReadonlyMap<number, { readonly node: RawNode; readonly place: Placement }>;

export class Source {
  readonly lines: LineIndex;
  targets: AliasTargets = new Map();

  constructor(
    readonly uri: string,
    readonly text: string,
  ) {
    this.lines = new LineIndex(text);
  }

  origin(start: number, end: number): Origin {
    return { uri: this.uri, start, end, range: this.lines.range(start, end), text: this.text.slice(start, end) };
  }
}

/** Entries of a collection that were read as one segment. */
export interface Part<Node extends RawNode = RawMap | RawList> {
  readonly node: Node;
  readonly place: Placement;
}

/** A segment's place in a document. */
export class Placement {
  private readonly views = new Map<RawNode, ValueNode>();
  /** Of the segments below, where this one is the head of a collection whose entries are segments of their own. */
  readonly parts: Part[] = [];

  constructor(
    readonly source: Source,
    readonly base: number,
    /** That collection, as the segment has it: empty. */
    readonly opened?: RawMap | RawList,
  ) {}

  /** What a collection of this segment is made of. */
  partsOf<Node extends RawMap | RawList>(node: Node): readonly Part<Node>[] {
    return node === this.opened ? partsLike(node, this.parts) : [{ node, place: this }];
  }

  /** Where a collection of this segment ends in the document. */
  endOf(node: RawNode): number {
    const last = this.parts[this.parts.length - 1];
    return last === undefined ? this.base + node.end : last.place.endOf(last.node);
  }

  origin(node: { readonly start: number; readonly end: number }): Origin {
    return this.source.origin(this.base + node.start, this.base + node.end);
  }

  view(node: RawNode): ValueNode {
    let view = this.views.get(node);
    if (view === undefined) {
      view = this.make(node);
      this.views.set(node, view);
    }
    return view;
  }

  /** A view for one who keeps it and is the only one to ask. */
  viewOnce(node: RawNode): ValueNode {
    return this.views.get(node) ?? this.make(node);
  }

  private make(node: RawNode): ValueNode {
    switch (node.kind) {
      case 'scalar':
        return new PlacedScalar(node, this);
      case 'map':
        return node === this.opened ? new SpreadMap(this.partsOf(node), this.source) : new PlacedMap(node, this);
      case 'list':
        return node === this.opened ? new SpreadList(this.partsOf(node), this.source) : new PlacedList(node, this);
      case 'alias': {
        const target = this.target(node);
        if (target === undefined) {
          return new LostScalar(nullAt(node), this);
        }
        return target.place.aliased(target.node, this.origin(node));
      }
    }
  }

  target(alias: RawAlias): { readonly node: RawNode; readonly place: Placement } | undefined {
    return this.source.targets.get(this.base + alias.start);
  }

  private aliased(node: RawNode, alias: Origin): ValueNode {
    switch (node.kind) {
      case 'scalar':
        return new PlacedScalar(node, this, alias);
      case 'map':
        return new PlacedMap(node, this, alias);
      case 'list':
        return new PlacedList(node, this, alias);
      case 'alias':
        // An alias has no anchor of its own.
        return new LostScalar(nullAt(node), this, alias);
    }
  }
}

function nullAt(place: { readonly start: number; readonly end: number }): RawScalar {
  return { kind: 'scalar', type: 'null', value: null, style: 'none', start: place.start, end: place.end };
}

class Placed {
  declare readonly alias?: Origin;
  private known: Origin | undefined;

  constructor(
    private readonly node: { readonly start: number; readonly end: number },
    protected readonly place: Placement,
    alias?: Origin,
  ) {
    if (alias !== undefined) {
      this.alias = alias;
    }
  }

  get origin(): Origin {
    this.known ??= this.place.origin(this.node);
    return this.known;
  }
}

class PlacedScalar extends Placed implements ScalarValue {
  readonly kind = 'scalar';
  readonly type: ScalarValue['type'];
  readonly value: PlainScalar;
  readonly style: ScalarValue['style'];

  constructor(raw: RawScalar, place: Placement, alias?: Origin) {
    super(raw, place, alias);
    this.type = raw.type === 'merge' || raw.type === 'value' ? 'str' : raw.type;
    this.value = raw.value;
    this.style = raw.style;
  }
}

class LostScalar extends PlacedScalar {
  readonly lost = true;
}

class PlacedMap extends Placed implements MapValue {
  readonly kind = 'map';
  readonly flow: boolean;
  private built: ReadonlyMap<string, MapEntry> | undefined;

  constructor(
    private readonly raw: RawMap,
    place: Placement,
    alias?: Origin,
  ) {
    super(raw, place, alias);
    this.flow = raw.flow;
  }

  get entries(): ReadonlyMap<string, MapEntry> {
    this.built ??= buildEntries(flatEntries([{ node: this.raw, place: this.place }]));
    return this.built;
  }
}

class PlacedList extends Placed implements ListValue {
  readonly kind = 'list';
  readonly flow: boolean;
  private built: readonly ValueNode[] | undefined;

  constructor(
    private readonly raw: RawList,
    place: Placement,
    alias?: Origin,
  ) {
    super(raw, place, alias);
    this.flow = raw.flow;
  }

  get items(): readonly ValueNode[] {
    // Nobody but this list asks for its single values, of which there may be a million.
    this.built ??= this.raw.items.map((item) =>
      item.kind === 'scalar' ? this.place.viewOnce(item) : this.place.view(item),
    );
    return this.built;
  }
}

/** A mapping that is spread over segments of a document. */
export class SpreadMap implements MapValue {
  readonly kind = 'map';
  readonly flow = false;
  private built: ReadonlyMap<string, MapEntry> | undefined;
  private known: Origin | undefined;

  constructor(
    private readonly parts: readonly Part<RawMap>[],
    private readonly source: Source,
  ) {}

  get entries(): ReadonlyMap<string, MapEntry> {
    this.built ??= buildEntries(flatEntries(this.parts));
    return this.built;
  }

  get origin(): Origin {
    this.known ??= spanOf(this.parts, this.source);
    return this.known;
  }
}

export class SpreadList implements ListValue {
  readonly kind = 'list';
  readonly flow = false;
  private built: readonly ValueNode[] | undefined;
  private known: Origin | undefined;

  constructor(
    private readonly parts: readonly Part<RawList>[],
    private readonly source: Source,
  ) {}

  get items(): readonly ValueNode[] {
    this.built ??= this.parts.flatMap(({ node, place }) => node.items.map((item) => place.view(item)));
    return this.built;
  }

  get origin(): Origin {
    this.known ??= spanOf(this.parts, this.source);
    return this.known;
  }
}

function partsLike<Node extends RawMap | RawList>(node: Node, parts: readonly Part[]): readonly Part<Node>[] {
  return parts.filter((part): part is Part<Node> => part.node.kind === node.kind);
}

function spanOf(parts: readonly Part[], source: Source): Origin {
  const first = parts[0];
  const last = parts[parts.length - 1];
  return source.origin(
    first === undefined ? 0 : first.place.base + first.node.start,
    last === undefined ? 0 : last.place.endOf(last.node),
  );
}

interface FlatEntry {
  readonly key: RawNode;
  readonly value: RawNode;
  readonly place: Placement;
  readonly merged: boolean;
}

/**
 * The entries of a mapping as PyYAML orders them: those of its merge keys first, in the order of the merge keys, then
 * its own; of two with the same key the later wins.
 */
export function flatEntries(parts: readonly Part<RawMap>[], merged = false, depth = 0): FlatEntry[] {
  const own: FlatEntry[] = [];
  const merges: FlatEntry[] = [];
  for (const { node, place } of parts) {
    for (const [index, key] of node.keys.entries()) {
      const value = node.values[index];
      if (value === undefined) {
        continue;
      }
      if (key.kind !== 'scalar' || key.type !== 'merge') {
        own.push({ key, value, place, merged });
        continue;
      }
      for (const source of mergeSources(value, place)) {
        if (depth < 64) {
          for (const entry of flatEntries([source], true, depth + 1)) {
            merges.push(entry);
          }
        }
      }
    }
  }
  return merges.length === 0 ? own : [...merges, ...own];
}

/** The mappings that the value of a merge key names, in the order in which they are written over each other. */
export function mergeSources(value: RawNode, place: Placement): { node: RawMap; place: Placement }[] {
  const target = value.kind === 'alias' ? place.target(value) : { node: value, place };
  if (target === undefined) {
    return [];
  }
  if (target.node.kind === 'map') {
    return [{ node: target.node, place: target.place }];
  }
  if (target.node.kind !== 'list') {
    return [];
  }
  const sources: { node: RawMap; place: Placement }[] = [];
  for (const item of target.node.items) {
    const each = item.kind === 'alias' ? target.place.target(item) : { node: item, place: target.place };
    if (each?.node.kind === 'map') {
      sources.push({ node: each.node, place: each.place });
    }
  }
  return sources.reverse();
}

function buildEntries(flat: readonly FlatEntry[]): ReadonlyMap<string, MapEntry> {
  const entries = new Map<string, MapEntry>();
  // Python's 1, 1.0 and True are one key of a dict.
  const numbers = new Map<number | bigint, string>();
  for (const { key, value, place, merged } of flat) {
    const keyNode = place.viewOnce(key);
    if (keyNode.kind !== 'scalar') {
      continue;
    }
    let id = keyId(keyNode);
    let first = keyNode;
    if (keyNode.type === 'int' || keyNode.type === 'float' || keyNode.type === 'bool') {
      const number = typeof keyNode.value === 'bigint' ? keyNode.value : Number(keyNode.value);
      const known = numbers.get(number);
      if (known === undefined) {
        numbers.set(number, id);
      } else {
        id = known;
      }
      first = entries.get(id)?.key ?? keyNode;
    }
    entries.set(id, new LazyEntry(first.type === 'str' ? keyNode : first, value, place, merged));
  }
  return entries;
}

class LazyEntry implements MapEntry {
  constructor(
    readonly key: ScalarValue,
    private readonly raw: RawNode,
    private readonly place: Placement,
    readonly merged: boolean,
  ) {}

  get value(): ValueNode {
    return this.place.view(this.raw);
  }

  /** True for a single value without an interpolation, which most are; told without making a view of it. */
  get isPlain(): boolean {
    const { raw } = this;
    return raw.kind === 'scalar' && !(typeof raw.value === 'string' && raw.value.includes('${'));
  }
}

/** The identity of a key within its mapping: a string key is itself, any other is `\0<type>value`, as in `MapValue`. */
export function keyId(key: { readonly type: ScalarValue['type']; readonly value: PlainScalar }): string {
  if (key.type === 'str') {
    return String(key.value);
  }
  return `\0${typedKey(key)}`;
}

/** A key that is no string as reference files write it: `<int>3`, `<bool>True`. */
function typedKey(key: { readonly type: ScalarValue['type']; readonly value: PlainScalar }): string {
  if (key.value === null) {
    return '<NoneType>None';
  }
  if (typeof key.value === 'boolean') {
    return key.value ? '<bool>True' : '<bool>False';
  }
  if (key.value instanceof Uint8Array) {
    return `<bytes>${[...key.value].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  }
  if (key.type === 'float' && typeof key.value === 'number') {
    return `<float>${pythonFloatText(key.value)}`;
  }
  return `<${key.type}>${String(key.value)}`;
}

/** A float as Python's `repr` writes it: `1e-05`, `1500.0`, `1e+20`. */
export function pythonFloatText(value: number): string {
  if (Number.isNaN(value)) {
    return 'nan';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? 'inf' : '-inf';
  }
  if (Object.is(value, -0)) {
    return '-0.0';
  }
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e16)) {
    const text = String(value);
    if (text.includes('e')) {
      return expandExponent(value);
    }
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** JavaScript turns to exponents below 1e-6, Python below 1e-4, so nothing between needs more than this. */
function expandExponent(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const bare = digits.replace('.', '').replace('-', '');
  const power = Number(exponent);
  const sign = value < 0 ? '-' : '';
  return power < 0
    ? `${sign}0.${'0'.repeat(-power - 1)}${bare}`
    : `${sign}${bare}${'0'.repeat(power - bare.length + 1)}.0`;
}

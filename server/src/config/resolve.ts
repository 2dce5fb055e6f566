import * as l10n from '@vscode/l10n';
/**
 * Interpolations to values, as OmegaConf 2.3 resolves them, over any tree of `ValueNode`s: one file, or a composed
 * config. What the tree cannot answer becomes an `UnknownValue` with the Python exception that OmegaConf would raise.
 */
import {
  type Element,
  type Interpolation,
  isInterpolation,
  type KeyPart,
  parseElement,
  parseInterpolation,
  type TextPart,
} from './interpolation';
import { pythonText } from './python';
import { type ConfigDocument, movedTo, readDocument } from './read';
import { offsetMap, subOrigin } from './strings';
import { keyId } from './tree';
import type {
  Assumption,
  Block,
  ConfigProblem,
  ListValue,
  MapEntry,
  MapValue,
  Origin,
  Path,
  PlainScalar,
  ResolvedEntry,
  ResolvedNode,
  ResolvedScalar,
  ScalarType,
  ScalarValue,
  UnknownValue,
  ValueNode,
} from './types';

export interface ResolveContext {
  readonly root: ValueNode | undefined;
  /**
   * Reads an environment variable: its value, null where it is known to be unset, undefined where it may not be read.
   * Without this function no variable may be read.
   */
  readonly environment?: ((name: string) => string | null | undefined) | undefined;
  /**
   * Values for what the tree cannot answer, by path (`model.optim.lr`) or by the text between the braces
   * (`seed:1`, `..lr`). They are marked as assumed.
   */
  readonly supplied?: ReadonlyMap<string, PlainScalar> | undefined;
  /**
   * Answers an absolute path that the tree does not have by its longest end that the tree does have, marked as assumed:
   * for a file that is composed into something which nobody knows.
   */
  readonly guessesPaths?: boolean | undefined;
}

/** The longest text that interpolations may make, in characters. */
const MAX_TEXT = 200_000;
/** The most values that links may repeat in one resolved tree: as many as a file of the default size can hold. */
const MAX_VALUES = 2 ** 20;
/** The most that all trees asked of one resolver may repeat, since their readers keep what they make of them. */
const MAX_REPEATED = 4 * MAX_VALUES;
/** Trees that repeat fewer values are not counted. */
const MAX_UNCOUNTED = 1000;
/** A list with more unknown entries than this is one unknown thing. */
const MOST_UNKNOWN = 1000;
/** Python's recursion limit ends chains of interpolations at about this length. */
const MAX_CHAIN = 50;

/** A node with the way to it. Two places are the same node for OmegaConf only if they are the same object here. */
export class Place {
  /** Most places are of single values, of which there may be a million, or nobody asks further. */
  private children: Map<string | number, Place> | undefined;

  constructor(
    readonly node: ValueNode,
    readonly parent: Place | undefined,
    readonly key: string | number | undefined,
  ) {}

  /** The place of a key (by `keyId`) or index; undefined where there is none. */
  child(key: string | number): Place | undefined {
    const known = this.children?.get(key);
    if (known !== undefined) {
      return known;
    }
    const { node } = this;
    const value =
      node.kind === 'map'
        ? node.entries.get(String(key))?.value
        : node.kind === 'list' && typeof key === 'number'
          ? node.items[key]
          : undefined;
    if (value === undefined) {
      return undefined;
    }
    const place = new Place(value, this, key);
    this.children ??= new Map();
    this.children.set(key, place);
    return place;
  }

  /** Keys and indices from the root. */
  get path(): Path {
    const path: (string | number)[] = [];
    for (let at: Place | undefined = this; at !== undefined; at = at.parent) {
      if (at.key !== undefined) {
        path.unshift(at.key);
      }
    }
    return path;
  }
}

/** Why an interpolation gives nothing. */
export interface FailureDetails {
  readonly code: string;
  readonly pythonError: string;
  readonly message: string;
  readonly origin: Origin;
  readonly expression: string;
  readonly severity: 'error' | 'information';
  readonly via: readonly Origin[];
  readonly related?: ConfigProblem['related'];
  /** Path under which a setting would give the value. */
  readonly path?: string;
}

class Failure {
  constructor(readonly details: FailureDetails) {}
}

/** That more interpolations lead to one another than Python can follow; told of the first of them. */
class TooLong extends Failure {
  constructor(
    details: FailureDetails,
    /** How many they are at least. */
    readonly length: number,
  ) {
    super(details);
  }
}

/** What an interpolation gives: a node of the config (its place), or a value made on the way. */
export interface Answer {
  readonly place: Place;
  /** The texts of further interpolations that were followed. */
  readonly via: readonly Origin[];
  readonly assumed: readonly Assumption[];
  /** True where the value is written somewhere, false where it was made. */
  readonly written: boolean;
  /** How many interpolations the longest chain to it has. */
  readonly length: number;
}

type Part = TextPart | Interpolation;

/** A resolved value, how many values it has, and how many of them stand there only because something refers to them. */
interface Deep {
  readonly node: ResolvedNode;
  readonly size: number;
  readonly repeated: number;
}

/** A value inside a resolver's arguments. */
type Argument =
  | { readonly kind: 'scalar'; readonly type: ScalarType; readonly value: PlainScalar }
  | { readonly kind: 'place'; readonly place: Place };

interface Trace {
  readonly via: Origin[];
  readonly assumed: Assumption[];
  /** Of the longest chain of interpolations followed. */
  length: number;
}

/** Where an interpolation stands: the scalar that holds it, and the way from its text to the document. */
interface Site {
  readonly place: Place;
  readonly text: string;
  origin(start: number, end: number): Origin;
}

/** Of a scalar that stands in a document. */
class WrittenSite implements Site {
  constructor(
    readonly place: Place,
    readonly text: string,
    private readonly node: ScalarValue,
  ) {}

  origin(start: number, end: number): Origin {
    return originMap(this.node)(start, end);
  }
}

/** How many interpolations lead to an answer, or to where there is none. */
function lengthOf(result: Answer | Failure): number {
  if (result instanceof TooLong) {
    return result.length + 1;
  }
  return result instanceof Failure ? result.details.via.length + 1 : result.length;
}

function isCycle(result: Answer | Failure): boolean {
  return result instanceof Failure && result.details.code === 'interpolation-cycle';
}

/** Resolves one tree. Answers are remembered, so one resolver serves one state of one tree. */
export class Resolver {
  readonly root: Place | undefined;
  private readonly active = new Set<Place>();
  private readonly answers = new Map<Place, Answer | Failure>();
  private readonly resolved = new Map<Place, Deep>();
  private readonly open = new Set<Place>();
  private depth = 0;
  private repeated = 0;

  constructor(private readonly context: ResolveContext) {
    this.root = context.root === undefined ? undefined : new Place(context.root, undefined, undefined);
  }

  /** The place at a path of keys (by `keyId`) and indices, interpolations not followed. */
  locate(path: Path): Place | undefined {
    let place = this.root;
    for (const key of path) {
      place = place?.child(key);
    }
    return place;
  }

  /** The value at a place with all that is in it. Never throws. */
  resolve(place: Place): ResolvedNode {
    const known = this.resolved.get(place);
    if (known !== undefined) {
      return known.node;
    }
    const made = this.deep(place);
    if (made.repeated <= MAX_UNCOUNTED) {
      return made.node;
    }
    this.repeated += made.repeated;
    if (this.repeated <= MAX_REPEATED) {
      return made.node;
    }
    const node = this.tooLarge(
      place.node.alias ?? place.node.origin,
      l10n.t`The interpolations of this file repeat more than ${MAX_REPEATED.toLocaleString('en-US')} values in all. From here on they are not followed.`,
      'information',
    );
    this.resolved.set(place, { node, size: 1, repeated: 0 });
    return node;
  }

  /** What the interpolation at a place leads to, one link after the other; the place itself where it holds none. */
  dereference(place: Place): Answer | { readonly failure: FailureDetails } {
    const result = this.follow(place);
    return result instanceof Failure ? { failure: result.details } : result;
  }

  /** The place that a path leads to when interpolations on the way are followed, as OmegaConf's `select`. */
  select(path: string, from?: Place): Place | undefined {
    if (this.root === undefined) {
      return undefined;
    }
    try {
      const trace: Trace = { via: [], assumed: [], length: 0 };
      const at = from ?? this.root;
      const origin = at.node.origin;
      const site: Site = { place: at, text: path, origin: () => origin };
      return this.selectKey(path, at, site, { start: 0, end: path.length }, trace, false);
    } catch (problem) {
      if (problem instanceof Failure) {
        return undefined;
      }
      throw problem;
    }
  }

  private deep(place: Place): Deep {
    const known = this.resolved.get(place);
    if (known !== undefined) {
      return known;
    }
    const made = this.makeDeep(place);
    this.resolved.set(place, made);
    return made;
  }

  private makeDeep(place: Place): Deep {
    const { node } = place;
    const alias = node.alias;
    const at = alias ?? node.origin;
    const written = alias === undefined ? {} : { source: node.origin };
    if (node.kind === 'scalar') {
      if (node.lost === true) {
        return { node: lostAlias(at), size: 1, repeated: 0 };
      }
      if (typeof node.value === 'string' && node.type === 'str' && !isFinal(node)) {
        if (node.value === '???') {
          return { node: { kind: 'missing', origin: at, ...written }, size: 1, repeated: 0 };
        }
        if (isInterpolation(node.value)) {
          return this.deepInterpolation(place, node, at);
        }
      }
      return {
        node: { kind: 'scalar', type: node.type, value: node.value, origin: at, ...written },
        size: 1,
        repeated: 0,
      };
    }
    if (this.open.has(place) || this.open.size > 200) {
      return { node: this.recursion(place, at), size: 1, repeated: 0 };
    }
    this.open.add(place);
    let size = 1;
    let repeated = 0;
    const add = (value: Deep): ResolvedNode => {
      size += value.size;
      repeated += value.repeated;
      return value.node;
    };
    let result: ResolvedNode;
    // What is written out may be as long as it likes; links may not repeat it without end.
    if (node.kind === 'map') {
      const entries = new Map<string, ResolvedEntry>();
      for (const [id, entry] of node.entries) {
        const literal = literalOf(entry.value);
        if (literal !== undefined) {
          entries.set(id, { key: entry.key, value: literal });
          size += sizeOf(literal);
          continue;
        }
        const child = place.child(id);
        if (child !== undefined && repeated <= MAX_VALUES) {
          entries.set(id, { key: entry.key, value: add(this.deep(child)) });
        }
      }
      result = { kind: 'map', entries, origin: at, ...written };
    } else {
      const items: ResolvedNode[] = [];
      const { length } = node.items;
      let unknown = 0;
      let rest: UnknownValue | undefined;
      for (let i = 0; i < length && repeated <= MAX_VALUES; i++) {
        const item = node.items[i];
        const literal = item === undefined ? undefined : literalOf(item);
        if (literal !== undefined) {
          // Of these there may be a million, and they are what they look like.
          items.push(literal);
          size += sizeOf(literal);
          continue;
        }
        const child = place.child(i);
        if (child === undefined) {
          continue;
        }
        if (unknown > MOST_UNKNOWN) {
          // Each would be followed to say once more that the list is not known.
          rest ??= this.tooLarge(
            at,
            l10n.t`More than ${MOST_UNKNOWN} entries of this list are not known.`,
            'information',
          );
          items.push(rest);
          size += 1;
          continue;
        }
        const value = add(this.deep(child));
        if (value.kind === 'unknown') {
          unknown += 1;
        }
        items.push(value);
      }
      result = { kind: 'list', items, origin: at, ...written };
    }
    this.open.delete(place);
    return repeated > MAX_VALUES ? { node: this.tooLarge(at), size: 1, repeated: 0 } : { node: result, size, repeated };
  }

  private deepInterpolation(place: Place, node: ScalarValue, at: Origin): Deep {
    const answer = this.follow(place);
    if (answer instanceof Failure) {
      return { node: unknownOf(answer, at), size: 1, repeated: 0 };
    }
    const target = answer.place;
    if (target.node instanceof MadeScalar && target.node.final) {
      // A list may hold a hundred thousand of those.
      const { type, value, origin } = target.node;
      const source = answer.written ? origin : node.alias && node.origin;
      const made: ResolvedScalar = {
        kind: 'scalar',
        type,
        value,
        origin: at,
        ...(source && { source }),
        ...(answer.via.length > 0 && { via: answer.via }),
        ...(answer.assumed.length > 0 && { assumed: answer.assumed }),
      };
      return { node: made, size: 1, repeated: 1 };
    }
    if (target.node.kind !== 'scalar' && this.open.has(target)) {
      return { node: this.recursion(target, at), size: 1, repeated: 0 };
    }
    const content = this.deep(target);
    const inner = content.node;
    const via = joined(answer.via, inner.via);
    const assumed = joined(answer.assumed, inner.assumed);
    const source = answer.written ? (inner.source ?? inner.origin) : undefined;
    return {
      node: {
        ...inner,
        origin: at,
        ...(source === undefined ? (node.alias === undefined ? {} : { source: node.origin }) : { source }),
        ...(via.length === 0 ? {} : { via }),
        ...(assumed.length === 0 ? {} : { assumed }),
      },
      size: content.size,
      repeated: content.size,
    };
  }

  private recursion(place: Place, origin: Origin): UnknownValue {
    const path = place.path.join('.');
    return unknownOf(
      new Failure({
        code: 'interpolation-cycle',
        pythonError: 'RecursionError',
        message: l10n.t`Following the interpolations leads back to "${path}" for ever.`,
        origin,
        expression: origin.text,
        severity: 'error',
        via: [],
      }),
      origin,
    );
  }

  private tooLarge(
    origin: Origin,
    message = l10n.t`Interpolations repeat more than ${MAX_VALUES.toLocaleString('en-US')} values here.`,
    severity: FailureDetails['severity'] = 'error',
  ): UnknownValue {
    return unknownOf(
      new Failure({
        code: 'interpolation-size',
        pythonError: 'MemoryError',
        message,
        origin,
        expression: origin.text.slice(0, 200),
        severity,
        via: [],
      }),
      origin,
    );
  }

  /** The node that an interpolation at a place leads to, which is no interpolation itself. */
  private follow(place: Place): Answer | Failure {
    const known = this.answers.get(place);
    // Where a circle is told to begin depends on where one enters it, and not on who entered it before.
    if (known !== undefined && (known instanceof TooLong || this.active.size === 0 || !isCycle(known))) {
      return known;
    }
    const { node } = place;
    if (node.kind !== 'scalar' || typeof node.value !== 'string' || !isInterpolation(node.value) || isFinal(node)) {
      return { place, via: [], assumed: [], written: true, length: 0 };
    }
    const text = node.value;
    const site = new WrittenSite(place, text, node);
    let result: Answer | Failure;
    if (this.active.has(place)) {
      return this.endless(site, l10n.t`"${place.path.join('.')}" refers to itself.`);
    }
    // Followed twice as far as may be, a chain shows at once of many of its values that they are too far from its end.
    if (this.depth > 2 * MAX_CHAIN) {
      return this.tooLong(site, 1);
    }
    this.active.add(place);
    this.depth++;
    try {
      result = this.answer(site);
    } catch (problem) {
      if (!(problem instanceof Failure)) {
        throw problem;
      }
      result = problem;
    }
    this.depth--;
    this.active.delete(place);
    const length = lengthOf(result);
    if (length > MAX_CHAIN + 1 || result instanceof TooLong) {
      result = this.tooLong(site, length);
    }
    if (length > MAX_CHAIN + 1 || this.active.size === 0 || !isCycle(result)) {
      this.answers.set(place, result);
    }
    return result;
  }

  private tooLong(site: Site, length: number): TooLong {
    const message = l10n.t`From "${site.place.path.join('.')}" on, more than ${MAX_CHAIN} interpolations lead to one another, which is more than Python can follow.`;
    return new TooLong(this.endless(site, message).details, length);
  }

  private endless(site: Site, message: string): Failure {
    return new Failure({
      code: 'interpolation-cycle',
      pythonError: 'InterpolationResolutionError',
      message,
      origin: site.origin(0, site.text.length),
      expression: site.text,
      severity: 'error',
      via: [],
    });
  }

  private answer(site: Site): Answer {
    const parsed = parseInterpolation(site.text);
    if (parsed.error !== undefined) {
      const { message, start, end } = parsed.error;
      throw this.failure(site, { start, end }, 'interpolation-syntax', 'GrammarParseError', message, site.text);
    }
    const trace: Trace = { via: [], assumed: [], length: 0 };
    const only = parsed.parts.length === 1 ? parsed.parts[0] : undefined;
    if (only !== undefined && only.kind !== 'text') {
      return this.lone(only, site, trace);
    }
    const value = this.concat(parsed.parts, site, trace);
    return this.made(this.scalarAt(site, 'str', value), trace);
  }

  private lone(part: Interpolation, site: Site, trace: Trace): Answer {
    const supplied = this.suppliedFor(part, site, trace);
    if (supplied !== undefined) {
      return this.made(supplied, trace);
    }
    if (part.kind === 'node') {
      const place = this.reference(part, site, trace);
      if (place instanceof SuppliedValue) {
        return this.made(place.place, trace);
      }
      return { place, via: trace.via, assumed: trace.assumed, written: true, length: trace.length + 1 };
    }
    const result = this.call(part, site, trace);
    if (result.kind === 'place') {
      const { place } = result;
      const written = place.node.origin !== site.place.node.origin && !(place.node instanceof Made);
      return { place, via: trace.via, assumed: trace.assumed, written, length: trace.length + 1 };
    }
    return this.made(this.scalarAt(site, result.type, result.value), trace);
  }

  private made(place: Place, { via, assumed, length }: Trace): Answer {
    // A list that grew has room for more, and answers are kept.
    return { place, via: [...via], assumed: [...assumed], written: false, length: length + 1 };
  }

  /** A value made by the interpolation at `site`, standing in its place. */
  private scalarAt(site: Site, type: ScalarType, value: PlainScalar): Place {
    return new Place(new MadeScalar(type, value, site.place.node.origin, true), site.place.parent, site.place.key);
  }

  private failure(
    site: Site,
    span: { readonly start: number; readonly end: number },
    code: string,
    pythonError: string,
    message: string,
    expression = site.text.slice(span.start, span.end),
  ): Failure {
    const severity = code === 'interpolation-syntax' || code === 'interpolation-cycle' ? 'error' : 'information';
    const origin = site.origin(span.start, span.end);
    return new Failure({ code, pythonError, message, origin, expression, severity, via: [] });
  }

  // Concatenation.

  private concat(parts: readonly Part[], site: Site, trace: Trace): string {
    let value = '';
    for (const part of parts) {
      if (part.kind === 'text') {
        value += part.value;
      } else {
        const argument = this.within(site, () => this.interpolationValue(part, site, trace));
        value +=
          argument.kind === 'scalar'
            ? pythonText({ kind: 'scalar', type: argument.type, value: argument.value })
            : pythonText(argument.place.node);
      }
      if (value.length > MAX_TEXT) {
        throw this.failure(
          site,
          { start: 0, end: site.text.length },
          'interpolation-size',
          'MemoryError',
          l10n.t`The interpolations here make a text of more than ${MAX_TEXT.toLocaleString('en-US')} characters.`,
        );
      }
    }
    return value;
  }

  /** Inside text or arguments a failure concerns the whole text, since the part alone says nothing of the value. */
  private within<R>(site: Site, read: () => R): R {
    try {
      return read();
    } catch (problem) {
      if (problem instanceof Failure && !(problem instanceof TooLong)) {
        throw new Failure({ ...problem.details, expression: site.text });
      }
      throw problem;
    }
  }

  private interpolationValue(part: Interpolation, site: Site, trace: Trace): Argument {
    const supplied = this.suppliedFor(part, site, trace);
    if (supplied !== undefined) {
      return argumentOf(supplied);
    }
    if (part.kind === 'resolver') {
      const result = this.call(part, site, trace);
      return result.kind === 'place' ? argumentOf(result.place) : result;
    }
    const place = this.reference(part, site, trace);
    return argumentOf(place instanceof SuppliedValue ? place.place : place);
  }

  // References to nodes.

  private suppliedFor(part: Interpolation, site: Site, trace: Trace): Place | undefined {
    const { supplied } = this.context;
    if (supplied === undefined || supplied.size === 0) {
      return undefined;
    }
    const inside = textInside(part, site);
    if (part.kind === 'node' || !supplied.has(inside)) {
      return undefined;
    }
    return this.suppliedPlace(inside, site, part, trace);
  }

  private suppliedPlace(
    name: string,
    site: Site,
    span: { start: number; end: number },
    trace: Trace,
  ): Place | undefined {
    const value = this.context.supplied?.get(name);
    if (value === undefined) {
      return undefined;
    }
    const origin = site.origin(span.start, span.end);
    const text = l10n.t`the setting scheduleLens.interpolations gives ${name} = ${String(value)}`;
    trace.assumed.push({ text, origin, setting: { path: name, value } });
    return this.scalarAt(site, scalarType(value), value);
  }

  private reference(part: Interpolation & { kind: 'node' }, site: Site, trace: Trace): Place | SuppliedValue {
    const text = `${'.'.repeat(part.dots)}${this.joinKeys(part.keys, site, trace)}`;
    let target: Place | undefined;
    try {
      target = this.selectKey(text, site.place.parent, site, part, trace, true);
    } catch (problem) {
      const given = this.suppliedByPath(text, part, site, trace);
      if (problem instanceof Failure && problem.details.severity === 'information' && given !== undefined) {
        return given;
      }
      throw suppliable(problem, this.absolutePath(text, site) ?? text);
    }
    if (target === undefined) {
      const given = this.suppliedByPath(text, part, site, trace);
      if (given !== undefined) {
        return given;
      }
      const guessed = this.guessedPath(text, part, site, trace);
      if (guessed !== undefined) {
        return guessed;
      }
      throw suppliable(
        this.failure(
          site,
          part,
          'interpolation-key',
          'InterpolationKeyError',
          l10n.t('"{0}" is not in this config.', text),
        ),
        this.absolutePath(text, site) ?? text,
      );
    }
    if (isAncestor(target, site.place)) {
      throw this.failure(
        site,
        part,
        'interpolation-cycle',
        'InterpolationResolutionError',
        l10n.t`"${text}" is a mapping that this value stands in itself.`,
      );
    }
    return target;
  }

  private suppliedByPath(text: string, part: Interpolation, site: Site, trace: Trace): SuppliedValue | undefined {
    const { supplied } = this.context;
    if (supplied === undefined || supplied.size === 0) {
      return undefined;
    }
    for (const name of [this.absolutePath(text, site), text, textInside(part, site)]) {
      const place = name === undefined ? undefined : this.suppliedPlace(name, site, part, trace);
      if (place !== undefined) {
        return new SuppliedValue(place);
      }
    }
    return undefined;
  }

  private guessedPath(text: string, part: Interpolation, site: Site, trace: Trace): Place | undefined {
    if (this.context.guessesPaths !== true || text.startsWith('.')) {
      return undefined;
    }
    const keys = splitKey(text);
    for (let from = 1; from < keys.length; from++) {
      const end = keys.slice(from).join('.');
      const tried: Trace = { via: [], assumed: [], length: 0 };
      try {
        const target = this.selectKey(end, undefined, site, part, tried, true);
        if (target === undefined || target === site.place || isAncestor(target, site.place)) {
          continue;
        }
        trace.via.push(...tried.via);
        trace.length = Math.max(trace.length, tried.length);
        trace.assumed.push(...tried.assumed, {
          text: l10n.t`${text} is not in this file, and no primary config is known that composes it: ${end} of this file is taken`,
          origin: site.origin(part.start, part.end),
        });
        return target;
      } catch (problem) {
        if (!(problem instanceof Failure)) {
          throw problem;
        }
      }
    }
    return undefined;
  }

  private absolutePath(text: string, site: Site): string | undefined {
    const dots = /^\.*/.exec(text)?.[0].length ?? 0;
    const keys = splitKey(text.slice(dots));
    if (dots === 0) {
      return keys.join('.');
    }
    let at = site.place.parent;
    for (let i = 1; i < dots; i++) {
      at = at?.parent;
    }
    return at === undefined ? undefined : [...at.path, ...keys].join('.');
  }

  private joinKeys(keys: readonly KeyPart[], site: Site, trace: Trace): string {
    let text = '';
    for (const [index, key] of keys.entries()) {
      const name = this.keyText(key, site, trace);
      text += key.bracket ? `[${name}]` : index === 0 ? name : `.${name}`;
    }
    return text;
  }

  private keyText(key: KeyPart, site: Site, trace: Trace): string {
    const { inner } = key;
    if (inner === undefined) {
      return key.text ?? '';
    }
    const value = this.within(site, () => this.interpolationValue(inner, site, trace));
    if (value.kind !== 'scalar' || typeof value.value !== 'string') {
      const shown = value.kind === 'scalar' ? l10n.t`is ${pythonText(value)}, not text` : l10n.t('is no text');
      throw this.failure(
        site,
        inner,
        'interpolation-type',
        'InterpolationResolutionError',
        l10n.t`A key must be text, but ${site.text.slice(inner.start, inner.end)} ${shown}. Quote it where it is defined.`,
      );
    }
    return value.value;
  }

  /**
   * OmegaConf's lookup of a key path. Undefined where there is no such key. `strict` is the lookup of an interpolation;
   * without it, as for `oc.select`, paths through `???` and through scalars are just absent.
   */
  private selectKey(
    text: string,
    container: Place | undefined,
    site: Site,
    span: { readonly start: number; readonly end: number },
    trace: Trace,
    strict: boolean,
    throwOnMissing = strict,
  ): Place | undefined {
    let at: Place | undefined = this.root;
    let path = text;
    if (text.startsWith('.')) {
      at = container;
      path = text.slice(1);
      while (path.startsWith('.')) {
        at = at?.parent;
        path = path.slice(1);
        if (at === undefined) {
          throw this.failure(
            site,
            span,
            'interpolation-key',
            strict ? 'InterpolationKeyError' : 'InterpolationResolutionError',
            l10n.t`"${text}" has more dots than there are levels above.`,
          );
        }
      }
    }
    if (path === '' || at === undefined) {
      return at;
    }
    const keys = splitKey(path);
    for (const [index, key] of keys.entries()) {
      const child: Place | undefined = this.selectOne(at, key, site, span);
      if (child === undefined) {
        return undefined;
      }
      if (isMissing(child.node)) {
        if (throwOnMissing) {
          const { details } = this.failure(
            site,
            span,
            'interpolation-missing',
            strict ? 'InterpolationToMissingValueError' : 'InterpolationResolutionError',
            l10n.t`"${child.path.join('.')}" is ??? and must be filled in first.`,
          );
          throw new Failure({
            ...details,
            related: [{ message: l10n.t('The ??? stands here'), origin: child.node.origin }],
          });
        }
        // On the way a `???` is a scalar, and nothing stands below it.
        return index === keys.length - 1 ? child : undefined;
      }
      const answer = this.follow(child);
      if (answer instanceof TooLong) {
        throw answer;
      }
      if (answer instanceof Failure) {
        throw new Failure({ ...answer.details, via: [child.node.origin, ...answer.details.via] });
      }
      if (child.node.kind === 'scalar' && answer.place !== child) {
        trace.via.push(child.node.origin, ...answer.via);
        trace.assumed.push(...answer.assumed);
        trace.length = Math.max(trace.length, answer.length);
      }
      at = answer.place;
      if (index < keys.length - 1 && at.node.kind === 'scalar') {
        if (!strict) {
          return undefined;
        }
        throw this.failure(
          site,
          span,
          'interpolation-type',
          'InterpolationResolutionError',
          l10n.t`"${keys.slice(0, index + 1).join('.')}" is a single value, so it has no "${keys[index + 1] ?? ''}".`,
        );
      }
    }
    return at;
  }

  private selectOne(
    container: Place,
    key: string,
    site: Site,
    span: { readonly start: number; readonly end: number },
  ): Place | undefined {
    if (container.node.kind === 'map') {
      return container.child(key);
    }
    if (container.node.kind === 'list') {
      if (!/^\s*[-+]?\d+(?:_\d+)*\s*$/.test(key)) {
        throw this.failure(
          site,
          span,
          'interpolation-type',
          'InterpolationResolutionError',
          l10n.t`"${key}" is no index, and the value it is taken from is a list.`,
        );
      }
      const index = Number(key.trim().replaceAll('_', ''));
      return index < 0 ? undefined : container.child(index);
    }
    return undefined;
  }

  // Resolvers.

  private call(part: Interpolation & { kind: 'resolver' }, site: Site, trace: Trace): Argument {
    try {
      return this.answerOf(part, site, trace);
    } catch (problem) {
      throw suppliable(problem, textInside(part, site));
    }
  }

  private answerOf(part: Interpolation & { kind: 'resolver' }, site: Site, trace: Trace): Argument {
    const name = part.name.map((key) => this.keyText(key, site, trace)).join('.');
    // OmegaConf reads the arguments before it asks whether there is such a resolver.
    const args = part.args.map((element) => this.within(site, () => this.element(element, site, trace)));
    const type = (message: string): Failure =>
      this.failure(site, part, 'interpolation-type', 'InterpolationResolutionError', message);
    const count = (least: number, most: number): void => {
      if (args.length < least || args.length > most) {
        const wanted = least === most ? String(least) : l10n.t`${least} to ${most}`;
        throw type(l10n.t`${name} takes ${wanted} arguments, not ${args.length}.`);
      }
    };
    const [first, second] = args;
    switch (name) {
      case 'oc.env':
        count(1, 2);
        return this.env(first, second, part, site, trace);
      case 'oc.select':
        count(1, 2);
        return this.ocSelect(textArgument(first, name, type), second, part, site, trace);
      case 'oc.decode':
        count(1, 1);
        return this.decode(first, part, site, trace);
      case 'oc.create':
        count(1, 1);
        return this.create(first, site, type);
      case 'oc.dict.keys':
      case 'oc.dict.values':
        count(1, 1);
        return this.dictParts(name, textArgument(first, name, type), part, site, trace);
      case 'oc.deprecated': {
        count(1, 2);
        const key = textArgument(first, name, type);
        if (second !== undefined) {
          textArgument(second, name, type);
        }
        const target = this.selectKey(key, site.place.parent, site, part, trace, false);
        if (target === undefined) {
          throw type(l10n.t`oc.deprecated points to "${key}", which is not in this config.`);
        }
        return { kind: 'place', place: target };
      }
      default:
        throw this.failure(
          site,
          part,
          'interpolation-resolver',
          'UnsupportedInterpolationType',
          l10n.t`"${name}" is no resolver of OmegaConf's own, so its value is known only where it is registered.`,
        );
    }
  }

  private env(
    key: Argument | undefined,
    fallback: Argument | undefined,
    part: Interpolation,
    site: Site,
    trace: Trace,
  ): Argument {
    if (key?.kind !== 'scalar' || typeof key.value !== 'string') {
      throw this.failure(
        site,
        part,
        'interpolation-type',
        'InterpolationResolutionError',
        l10n.t('The name of an environment variable must be text.'),
      );
    }
    const name = key.value;
    const value = this.context.environment?.(name);
    if (typeof value === 'string') {
      return { kind: 'scalar', type: 'str', value };
    }
    if (fallback === undefined) {
      throw this.failure(
        site,
        part,
        'interpolation-environment',
        'InterpolationResolutionError',
        value === null
          ? l10n.t`The environment variable ${name} is not set, and no default is given.`
          : l10n.t`The environment variable ${name} is not read, and no default is given.`,
      );
    }
    if (value === undefined) {
      trace.assumed.push(new DefaultTaken(name, site, part));
    }
    if (fallback.kind === 'scalar' && fallback.value === null) {
      return fallback;
    }
    return { kind: 'scalar', type: 'str', value: argumentText(fallback) };
  }

  private ocSelect(
    key: string,
    fallback: Argument | undefined,
    part: Interpolation,
    site: Site,
    trace: Trace,
  ): Argument {
    const target = this.selectKey(key, site.place.parent, site, part, trace, false);
    if (target === undefined || isMissing(target.node)) {
      return fallback ?? { kind: 'scalar', type: 'null', value: null };
    }
    return { kind: 'place', place: target };
  }

  private decode(argument: Argument | undefined, part: Interpolation, site: Site, trace: Trace): Argument {
    if (argument?.kind === 'scalar' && argument.value === null) {
      return argument;
    }
    if (argument?.kind !== 'scalar' || typeof argument.value !== 'string') {
      throw this.failure(
        site,
        part,
        'interpolation-type',
        'InterpolationResolutionError',
        l10n.t`oc.decode takes text, not ${argument === undefined ? l10n.t('nothing') : argumentText(argument)}. Put it in quotes, or leave oc.decode out.`,
      );
    }
    const text = argument.value;
    const parsed = parseElement(text);
    if (parsed.error !== undefined) {
      throw this.failure(
        site,
        part,
        'interpolation-type',
        'InterpolationResolutionError',
        l10n.t`oc.decode cannot read "${text.slice(0, 80)}": ${parsed.error.message}`,
      );
    }
    const whole = site.origin(part.start, part.end);
    // The decoded text stands nowhere in the file, so everything in it has the place of the call.
    const inner: Site = { place: site.place, text, origin: () => whole };
    return this.element(parsed.element, inner, trace);
  }

  private create(argument: Argument | undefined, site: Site, type: (message: string) => Failure): Argument {
    const parent = site.place.parent;
    if (argument?.kind === 'place') {
      return { kind: 'place', place: new Place(argument.place.node, parent, site.place.key) };
    }
    if (argument?.kind === 'scalar' && typeof argument.value === 'string') {
      const { root, problems } = readDocument('', argument.value);
      const problem = problems[0];
      if (problem !== undefined) {
        throw type(l10n.t`oc.create cannot read its text: ${problem.message}`);
      }
      const { origin } = site.place.node;
      const node = root === undefined ? new MadeMap(new Map(), origin) : movedTo(root, origin);
      return { kind: 'place', place: new Place(node, parent, site.place.key) };
    }
    if (argument?.kind === 'scalar' && argument.value === null) {
      return argument;
    }
    throw type(l10n.t('oc.create makes mappings and lists only.'));
  }

  private dictParts(name: string, key: string, part: Interpolation, site: Site, trace: Trace): Argument {
    const target = this.selectKey(key, site.place.parent, site, part, trace, false, true);
    if (target?.node.kind !== 'map') {
      throw this.failure(
        site,
        part,
        'interpolation-type',
        'InterpolationResolutionError',
        target === undefined
          ? l10n.t`"${key}" is not in this config.`
          : l10n.t`${name} needs a mapping, and "${key}" is none.`,
      );
    }
    const { origin } = site.place.node;
    const items: ValueNode[] = [];
    for (const entry of target.node.entries.values()) {
      if (name === 'oc.dict.keys') {
        items.push(new MadeScalar(entry.key.type, entry.key.value, origin));
      } else {
        // As OmegaConf does: a list of references, one level further in.
        const dotted = `${key.startsWith('.') ? '.' : ''}${key}`;
        items.push(new MadeScalar('str', `\${${dotted}.${pythonText(entry.key)}}`, origin));
      }
    }
    return { kind: 'place', place: new Place(new MadeList(items, origin), site.place.parent, site.place.key) };
  }

  private element(element: Element, site: Site, trace: Trace): Argument {
    switch (element.kind) {
      case 'int':
      case 'float':
      case 'null':
      case 'bool':
      case 'str':
        return { kind: 'scalar', type: element.kind, value: element.value };
      case 'concat':
        return { kind: 'scalar', type: 'str', value: this.concat(element.parts, site, trace) };
      case 'node':
      case 'resolver':
        return this.interpolationValue(element, site, trace);
      case 'list': {
        const items = element.items.map((item) => this.madeNode(this.element(item, site, trace), site));
        return this.madePlace(new MadeList(items, site.place.node.origin), site);
      }
      case 'dict': {
        const entries = new Map<string, MapEntry>();
        const { origin } = site.place.node;
        for (const { key, value } of element.entries) {
          const name = this.element(key, site, trace);
          const made = this.madeNode(this.element(value, site, trace), site);
          if (name.kind !== 'scalar' || name.value === null) {
            throw this.failure(
              site,
              key,
              'interpolation-type',
              'InterpolationResolutionError',
              l10n.t('A key in braces must be text, a number or a boolean.'),
            );
          }
          const keyNode = new MadeScalar(name.type, name.value, origin);
          entries.set(keyId(keyNode), { key: keyNode, value: made, merged: false });
        }
        return this.madePlace(new MadeMap(entries, origin), site);
      }
    }
  }

  private madePlace(node: ValueNode, site: Site): Argument {
    return { kind: 'place', place: new Place(node, site.place.parent, site.place.key) };
  }

  private madeNode(argument: Argument, site: Site): ValueNode {
    return argument.kind === 'place'
      ? argument.place.node
      : new MadeScalar(argument.type, argument.value, site.place.node.origin);
  }
}

/** That an environment variable is not read. A list may hold a hundred thousand; few are asked what they say and where. */
class DefaultTaken implements Assumption {
  private place: Origin | undefined;

  constructor(
    private readonly name: string,
    private readonly site: Site,
    private readonly part: { readonly start: number; readonly end: number },
  ) {}

  get text(): string {
    return l10n.t`environment variable ${this.name} is not read, its default is taken`;
  }

  get origin(): Origin {
    this.place ??= this.site.origin(this.part.start, this.part.end);
    return this.place;
  }
}

class SuppliedValue {
  constructor(readonly place: Place) {}
}

/** Values that no text stands for: what resolvers and concatenations make. Their origin is the interpolation. */
class Made {
  constructor(readonly origin: Origin) {}
}

class MadeScalar extends Made implements ScalarValue {
  readonly kind = 'scalar';
  readonly style = 'none';

  constructor(
    readonly type: ScalarType,
    readonly value: PlainScalar,
    origin: Origin,
    /** The result of an interpolation: a `${` in it is text, since OmegaConf resolves once. */
    readonly final = false,
  ) {
    super(origin);
  }
}

class MadeMap extends Made implements MapValue {
  readonly kind = 'map';
  readonly flow = true;

  constructor(
    readonly entries: ReadonlyMap<string, MapEntry>,
    origin: Origin,
  ) {
    super(origin);
  }
}

class MadeList extends Made implements ListValue {
  readonly kind = 'list';
  readonly flow = true;

  constructor(
    readonly items: readonly ValueNode[],
    origin: Origin,
  ) {
    super(origin);
  }
}

function argumentOf(place: Place): Argument {
  const { node } = place;
  return node.kind === 'scalar' ? { kind: 'scalar', type: node.type, value: node.value } : { kind: 'place', place };
}

function argumentText(argument: Argument): string {
  return argument.kind === 'place'
    ? pythonText(argument.place.node)
    : pythonText({ kind: 'scalar', type: argument.type, value: argument.value });
}

function textArgument(argument: Argument | undefined, name: string, type: (message: string) => Failure): string {
  if (argument?.kind !== 'scalar' || typeof argument.value !== 'string') {
    throw type(l10n.t`${name} takes a path as text.`);
  }
  return argument.value;
}

function isMissing(node: ValueNode): boolean {
  return node.kind === 'scalar' && node.type === 'str' && node.value === '???' && !isFinal(node);
}

function isFinal(node: ValueNode): boolean {
  return node instanceof MadeScalar && node.final;
}

export function scalarType(value: PlainScalar): ScalarType {
  if (value === null) {
    return 'null';
  }
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'string':
      return 'str';
    default:
      return 'bytes';
  }
}

/** One list behind the other; most are empty, and then none is made. */
function joined<T>(first: readonly T[], second: readonly T[] = []): readonly T[] {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
}

function isAncestor(place: Place, of: Place): boolean {
  for (let at = of.parent; at !== undefined; at = at.parent) {
    if (at === place) {
      return true;
    }
  }
  return false;
}

/** A single value, or a short list of such, that is written where it stands and refers to nothing; it is resolved as it is. */
function literalOf(node: ValueNode): ScalarValue | LiteralList | undefined {
  if (node.alias !== undefined) {
    return undefined;
  }
  if (node.kind === 'list') {
    return isLiteralList(node) ? node : undefined;
  }
  return isLiteral(node) ? node : undefined;
}

type LiteralList = ListValue & { readonly items: readonly ScalarValue[] };

/** How many values a literal has, itself included. */
function sizeOf(literal: ScalarValue | LiteralList): number {
  return literal.kind === 'list' ? 1 + literal.items.length : 1;
}

/** Longer lists of literals are not looked at twice. */
const SHORT_LIST = 8;

function isLiteralList(node: ListValue): node is LiteralList {
  const { items } = node;
  return items.length <= SHORT_LIST && items.every((item) => item.alias === undefined && isLiteral(item));
}

function isLiteral(node: ValueNode): node is ScalarValue {
  if (node.kind !== 'scalar' || node.lost === true) {
    return false;
  }
  const { value } = node;
  return typeof value !== 'string' || (value !== '???' && !isInterpolation(value));
}

/** OmegaConf's `split_key`: `a.b[c].d` to its keys. */
export function splitKey(key: string): string[] {
  if (!key.includes('[') && !key.includes(']')) {
    return key.split('.');
  }
  const head = /^\.*[^.[]*/.exec(key)?.[0] ?? '';
  const keys = head.split('.');
  const rest = key.slice(head.length);
  if (rest === '') {
    return keys;
  }
  if (rest.startsWith('[') && keys[keys.length - 1] === '') {
    keys.pop();
  }
  // Behind the last bracket none is closed, and looking for one from each that opens would take for ever.
  const closed = rest.lastIndexOf(']') + 1;
  const parts = [
    ...rest.slice(0, closed).matchAll(/\.([^.[]*)|\[(.*?)\]/g),
    ...rest.slice(closed).matchAll(/\.([^.[]*)/g),
  ];
  for (const match of parts) {
    keys.push(match[1] !== undefined && match[1] !== '' ? match[1] : (match[2] ?? ''));
  }
  return keys;
}

/** Code of the problem of a value that is unknown because of an alias; the document has a problem that says why. */
export const LOST_ALIAS = 'lost-alias';

function lostAlias(origin: Origin): UnknownValue {
  return unknownOf(
    new Failure({
      code: LOST_ALIAS,
      pythonError: 'ComposerError',
      message: l10n.t('The alias is not followed.'),
      origin,
      expression: origin.text,
      severity: 'information',
      via: [],
    }),
    origin,
  );
}

/** The text of an interpolation between its braces. */
function textInside(part: Interpolation, site: Site): string {
  return site.text.slice(part.start + 2, part.end - 1).trim();
}

/** A failure with the path under which a setting would give the value. What failed first further in keeps its own. */
function suppliable(problem: unknown, path: string): unknown {
  if (!(problem instanceof Failure) || problem.details.severity === 'error') return problem;
  return new Failure({ path, ...problem.details });
}

function unknownOf(failure: Failure, origin: Origin): UnknownValue {
  const { code, pythonError, message, origin: place, expression, severity, via, related, path } = failure.details;
  return {
    kind: 'unknown',
    expression,
    ...(path !== undefined && { path }),
    origin,
    problem: { code, message, origin: place, syntax: false, pythonError, severity, ...(related && { related }) },
    ...(via.length === 0 ? {} : { via }),
  };
}

/** The place in the document of a span of a scalar's value. */
export function originMap(node: ScalarValue): (start: number, end: number) => Origin {
  const { value, style } = node;
  if (typeof value !== 'string' || style === 'none') {
    return () => node.origin;
  }
  // Most interpolations resolve, and then nobody asks for the place of a part.
  let map: ((offset: number) => number) | undefined;
  return (start, end) => {
    map ??= offsetMap(node.origin.text, style, value);
    return subOrigin(node.origin, map(start), map(end));
  };
}

/** Resolves the value at a path of a tree; undefined where there is none. */
export function resolvePath(
  root: ValueNode,
  path: Path,
  context: Omit<ResolveContext, 'root'> = {},
): ResolvedNode | undefined {
  const resolver = new Resolver({ ...context, root });
  const place = resolver.locate(path);
  return place === undefined ? undefined : resolver.resolve(place);
}

/**
 * Resolves a block of a document deeply. By default the document is the whole config; pass `context.root` for another
 * tree that holds the block at the same path, or `resolver` to share answers between the blocks of one document.
 */
export function resolveBlock(
  document: ConfigDocument,
  block: Block,
  context: Partial<ResolveContext> = {},
  resolver = new Resolver({ ...context, root: context.root ?? document.root }),
): ResolvedNode {
  const place = resolver.locate(block.path);
  if (place !== undefined && place.node.origin.start === block.value.origin.start) {
    return resolver.resolve(place);
  }
  // The key stands twice, and what the loader would take is another block.
  const parent = resolver.locate(block.path.slice(0, -1));
  return resolver.resolve(new Place(block.value, parent, block.path[block.path.length - 1]));
}

/**
 * The first value in the order of the tree that could not be resolved: what `to_container(resolve=True)` would raise.
 * Undefined where everything resolves; a `???` does.
 */
export function firstUnknown(node: ResolvedNode): UnknownValue | undefined {
  const seen = new Set<ResolvedNode>();
  const visit = (at: ResolvedNode): UnknownValue | undefined => {
    if (at.kind === 'unknown') {
      return at;
    }
    if ((at.kind !== 'map' && at.kind !== 'list') || seen.has(at)) {
      return undefined;
    }
    seen.add(at);
    const children = at.kind === 'list' ? at.items : [...at.entries.values()].map((entry) => entry.value);
    for (const child of children) {
      const found = visit(child);
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  };
  return visit(node);
}

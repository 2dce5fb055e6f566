import * as l10n from '@vscode/l10n';
import {
  type BlockKey,
  isBlockKey,
  KIND_PREFIX,
  type MapEntry,
  type MapValue,
  type Origin,
  type Path,
  Place,
  type ResolvedEntry,
  type ResolvedNode,
  Resolver,
  type ValueNode,
} from '../config';
import type { ComposedConfig, ComposedEntry } from '../config/hydra';
import { isOwned } from '../config/hydra/merge';
import {
  blockFindings,
  type Finding,
  holdsMisspeltBlock,
  isOptimizer,
  meantBlockKey,
  type OptimizerMap,
  optimizerFindings,
  type RuleContext,
} from '../rules';
import { type Environment, environmentOf, suppliedValues } from './environment';
import { MOST_BLOCKS } from './limits';
import { type EndedLink, linkFindings } from './links';
import { keyName } from './path-text';
import type { Settings } from './settings';
import { type TrainerFacts, trainerFacts } from './trainer';

/** A value of a block that is no mapping: the text that wrote it last. A list is one value. */
export interface ComposedLeaf {
  /** Below the block. */
  readonly path: Path;
  readonly node: ValueNode;
}

/** A schedule block of a composed config. */
export interface ComposedUnit extends ComposedPart {
  /** Where the block really stands, links followed. */
  readonly place: Place;
  /** The mapping that holds its key; undefined for a block known by its kind alone. */
  readonly holder: Place | undefined;
  readonly key: BlockKey | undefined;
  readonly keyOrigin: Origin | undefined;
  /** The interpolation that stands under the key, where one does. */
  readonly link: Origin | undefined;
  /** Paths under which the composed config shows the block. */
  readonly shownAt: readonly Path[];
  readonly leaves: readonly ComposedLeaf[];
  readonly resolved: ResolvedNode;
  readonly context: RuleContext;
}

/**
 * A finding with what it is about: the places of the texts of its block or optimizer, by which the same one is known in
 * other compositions.
 */
export interface ComposedFinding {
  readonly finding: Finding;
  readonly part: ComposedPart;
}

/** A block, an optimizer or a link of a composed config. */
export interface ComposedPart {
  readonly kind: 'block' | 'optimizer' | 'link';
  readonly path: Path;
  readonly scope: Scope;
  readonly findings: readonly Finding[];
}

/** Starts of the values that make up a block, or an optimizer with its blocks, by the uri of their text. */
export type Scope = ReadonlyMap<string, ReadonlySet<number>>;

/** What one composition says about schedules under some settings. Made step by step, each part when first asked for. */
export interface ComposedFacts {
  readonly composition: ComposedConfig;
  readonly resolver: Resolver;
  readonly trainer: TrainerFacts;
  readonly units: readonly ComposedUnit[];
  /** Every block, every optimizer, and every link that something was merged onto. */
  readonly parts: readonly ComposedPart[];
  /** The parts of one kind that share a text with a part of any composition: one of that file where there is one. */
  sharing(part: ComposedPart, uri: string): readonly ComposedPart[];
  /** The blocks with a value (or a link to the block) that stands between two offsets of a file. */
  unitsBetween(uri: string, start: number, end: number): Iterable<ComposedUnit>;
  /** Whether any part of a block stands in a file, or a remark of the composition is about it. */
  concerns(uri: string): boolean;
  /** Uris of all files that it concerns, or that a finding stands in; some come several times. */
  concerned(): Iterable<string>;
  /** The block whose key stands at an offset of a file. */
  unitsOfKey(uri: string, start: number): readonly ComposedUnit[];
  /** The findings that stand in a file, in pieces: between two of them others may have their turn. */
  findingsIn(uri: string): Iterable<readonly ComposedFinding[]>;
}

const known = new WeakMap<ComposedConfig, Map<string, ComposedFacts>>();

/** More settings than this for one config at a time are not kept: documents of one folder share theirs. */
const MOST_SETTINGS = 4;

/** How compositions are looked at: settings that change what is said of them, and what `oc.env` reads. */
export class Outlook {
  /** Two outlooks with one key see the same. */
  readonly key: string;

  constructor(
    readonly settings: Settings,
    readonly environment: Environment | undefined,
  ) {
    this.key = outlookKeys.get(settings) ?? outlookKeyOf(settings);
    outlookKeys.set(settings, this.key);
  }
}

const outlookKeys = new WeakMap<Settings, string>();

function outlookKeyOf(settings: Settings): string {
  const { interpolations, environmentVariables, noetherVersion, totalSteps, updatesPerEpoch, datasetLength } = settings;
  return JSON.stringify(
    [interpolations, environmentVariables, noetherVersion, totalSteps, updatesPerEpoch, datasetLength],
    (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value),
  );
}

/** The facts of a composition, made once for all documents that it reaches. */
export function composedFacts(composition: ComposedConfig, outlook: Outlook): ComposedFacts {
  const byOutlook = known.get(composition) ?? new Map<string, ComposedFacts>();
  known.set(composition, byOutlook);
  let facts = byOutlook.get(outlook.key);
  if (facts === undefined) {
    facts = new Facts(composition, outlook.settings, outlook.environment);
    byOutlook.set(outlook.key, facts);
    const oldest = byOutlook.keys().next().value;
    if (byOutlook.size > MOST_SETTINGS && oldest !== undefined) byOutlook.delete(oldest);
  }
  return facts;
}

class Facts implements ComposedFacts {
  readonly resolver: Resolver;
  readonly trainer: TrainerFacts;
  readonly units: readonly Unit[];
  readonly parts: readonly ComposedPart[];
  private foundIn: ReadonlyMap<string, readonly ComposedFinding[]> | undefined;
  private knownIndex: ReadonlyMap<string, readonly ComposedPart[]> | undefined;
  private texts: ReadonlyMap<string, UnitTexts> | undefined;

  constructor(
    readonly composition: ComposedConfig,
    settings: Settings,
    environment: Environment | undefined,
  ) {
    this.resolver = new Resolver({
      root: composition.tree,
      supplied: suppliedValues(settings.interpolations),
      environment: environmentOf(settings, environment),
    });
    this.trainer = trainerFacts(this.resolver, settings);
    const walk = new Walk(this.resolver, this.trainer, settings, mergeOrder(composition));
    this.units = walk.units();
    this.parts = [...this.units, ...walk.holders.values(), ...walk.links];
  }

  sharing({ kind, scope }: ComposedPart, uri: string): readonly ComposedPart[] {
    const own = scope.get(uri);
    const files = own === undefined ? scope : new Map([[uri, own]]);
    const found = new Set<ComposedPart>();
    for (const [file, starts] of files) {
      for (const start of starts) for (const part of this.index.get(`${kind} ${start} ${file}`) ?? []) found.add(part);
    }
    return [...found];
  }

  /** Parts by their kind and the places of their values. */
  private get index(): ReadonlyMap<string, readonly ComposedPart[]> {
    if (this.knownIndex === undefined) {
      const index = new Map<string, ComposedPart[]>();
      for (const part of this.parts) {
        for (const [file, starts] of part.scope) {
          for (const start of starts) {
            const key = `${part.kind} ${start} ${file}`;
            const parts = index.get(key);
            if (parts === undefined) index.set(key, [part]);
            else parts.push(part);
          }
        }
      }
      this.knownIndex = index;
    }
    return this.knownIndex;
  }

  unitsBetween(uri: string, start: number, end: number): Iterable<ComposedUnit> {
    const { values } = this.textsOf(uri);
    const found = new Set<ComposedUnit>();
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    for (let at = low; ; at++) {
      const value = values[at];
      if (value === undefined || value.start > end) return found;
      found.add(value.unit);
    }
  }

  concerns(uri: string): boolean {
    const { values, keys } = this.textsOf(uri);
    return values.length > 0 || keys.size > 0 || this.composition.notes.some(({ origin }) => origin?.uri === uri);
  }

  *concerned(): Iterable<string> {
    this.texts ??= textsOfUnits(this.units);
    yield* this.texts.keys();
    for (const { findings } of this.parts) for (const { origin } of findings) yield origin.uri;
    for (const { origin } of this.composition.notes) if (origin !== undefined) yield origin.uri;
  }

  unitsOfKey(uri: string, start: number): readonly ComposedUnit[] {
    return this.textsOf(uri).keys.get(start) ?? [];
  }

  private textsOf(uri: string): UnitTexts {
    this.texts ??= textsOfUnits(this.units);
    return this.texts.get(uri) ?? NO_TEXTS;
  }

  *findingsIn(uri: string): Iterable<readonly ComposedFinding[]> {
    if (this.foundIn === undefined) {
      const foundIn = new Map<string, ComposedFinding[]>();
      for (const part of this.parts) {
        for (const finding of part.findings) {
          const known = foundIn.get(finding.origin.uri);
          if (known === undefined) foundIn.set(finding.origin.uri, [{ finding, part }]);
          else known.push({ finding, part });
        }
        yield [];
      }
      this.foundIn = foundIn;
    }
    yield this.foundIn.get(uri) ?? [];
  }
}

/** Where the blocks of a composition have their texts in one file. */
interface UnitTexts {
  /** By their place in the file. */
  readonly values: readonly { readonly start: number; readonly unit: ComposedUnit }[];
  readonly keys: ReadonlyMap<number, readonly ComposedUnit[]>;
}

const NO_TEXTS: UnitTexts = { values: [], keys: new Map() };

/** By the uri of the file. */
function textsOfUnits(units: readonly ComposedUnit[]): ReadonlyMap<string, UnitTexts> {
  const texts = new Map<
    string,
    { values: { start: number; unit: ComposedUnit }[]; keys: Map<number, ComposedUnit[]> }
  >();
  const of = (uri: string) => {
    let known = texts.get(uri);
    if (known === undefined) {
      known = { values: [], keys: new Map() };
      texts.set(uri, known);
    }
    return known;
  };
  for (const unit of units) {
    for (const [uri, starts] of unit.scope) for (const start of starts) of(uri).values.push({ start, unit });
    if (unit.link !== undefined) of(unit.link.uri).values.push({ start: unit.link.start, unit });
    const key = unit.keyOrigin;
    if (key !== undefined) {
      const { keys } = of(key.uri);
      const known = keys.get(key.start);
      if (known === undefined) keys.set(key.start, [unit]);
      else known.push(unit);
    }
  }
  for (const { values } of texts.values()) values.sort((a, b) => a.start - b.start);
  return texts;
}

/** A mapping that holds blocks. */
class Holder implements ComposedPart {
  readonly kind = 'optimizer';
  readonly optimizer: OptimizerMap;
  private knownScope: Scope | undefined;
  private knownFindings: readonly Finding[] | undefined;
  private knownUnfilled: readonly Finding[] | undefined;

  constructor(
    readonly place: Place,
    map: MapValue,
    private readonly version: Settings['noetherVersion'],
  ) {
    const name = place.key;
    const keyName = typeof name === 'string' ? name : undefined;
    this.optimizer = { map, keyName, atRoot: place.parent === undefined };
  }

  get path(): Path {
    return this.place.path;
  }

  /** What stands beside its blocks, and they; what else is below is something else. */
  get scope(): Scope {
    if (this.knownScope === undefined) {
      const entries = [...this.optimizer.map.entries];
      const beside = entries.filter(([id, { value }]) => value.kind !== 'map' || isBlockKey(id));
      this.knownScope = scopeOf(...beside.map(([, { value }]) => value));
    }
    return this.knownScope;
  }

  get findings(): readonly Finding[] {
    this.knownFindings ??= [...optimizerFindings(this.optimizer, this.version).findings, ...this.unfilled];
    return this.knownFindings;
  }

  /** Of a whole config nothing may be left open. */
  get unfilled(): readonly Finding[] {
    this.knownUnfilled ??= [...this.optimizer.map.entries].flatMap(([id, { value }]) =>
      !isBlockKey(id) && value.kind === 'scalar' && value.value === '???' ? [unfilledKey(id, value.origin)] : [],
    );
    return this.knownUnfilled;
  }
}

/** An interpolation that only leads to a ??? of its optimizer, which is a finding by itself, is none. */
function withoutUnfilled(findings: readonly Finding[], holder: Holder | undefined): readonly Finding[] {
  if (holder === undefined || holder.unfilled.length === 0) return findings;
  const places = new Set(holder.unfilled.map(({ origin }) => `${origin.start}@${origin.uri}`));
  const leadsThere = ({ ruleId, related }: Finding) =>
    ruleId === 'mandatory-missing' && related?.some(({ origin }) => places.has(`${origin.start}@${origin.uri}`));
  return findings.filter((finding) => !leadsThere(finding));
}

function unfilledKey(id: string, origin: Origin): Finding {
  return {
    ruleId: 'mandatory-missing',
    origin,
    message: l10n.t`${keyName(id)} of the optimizer is ???, a value that must be filled in, and no file or command line fills it: the run stops before it starts. Write a value.`,
  };
}

/** A link that something was merged onto. */
class Link implements ComposedPart {
  readonly kind = 'link';
  private knownScope: Scope | undefined;
  private knownFindings: readonly Finding[] | undefined;

  constructor(
    private readonly link: EndedLink,
    private readonly resolver: Resolver,
  ) {}

  get path(): Path {
    return this.link.place.path;
  }

  get scope(): Scope {
    this.knownScope ??= scopeOf(this.link.place.node);
    return this.knownScope;
  }

  get findings(): readonly Finding[] {
    const { link, resolver } = this;
    this.knownFindings ??= concernsSchedules(link, resolver) ? linkFindings(link, resolver) : [];
    return this.knownFindings;
  }
}

interface UnitParts {
  readonly place: Place;
  readonly holder: Place | undefined;
  readonly key: BlockKey | undefined;
  readonly keyNode: ValueNode | undefined;
  readonly linkNode: ValueNode | undefined;
  readonly shownAt: Path[];
  readonly resolve: () => ResolvedNode;
  readonly context: () => RuleContext;
  /** Leaves out what is said elsewhere. */
  readonly judge: (findings: readonly Finding[]) => readonly Finding[];
}

class Unit implements ComposedUnit {
  readonly kind = 'block';
  private knownLeaves: readonly ComposedLeaf[] | undefined;
  private knownScope: Scope | undefined;
  private knownResolved: ResolvedNode | undefined;
  private knownContext: RuleContext | undefined;
  private knownFindings: readonly Finding[] | undefined;

  readonly place: Place;
  readonly holder: Place | undefined;
  readonly key: BlockKey | undefined;
  readonly shownAt: Path[];

  constructor(private readonly parts: UnitParts) {
    this.place = parts.place;
    this.holder = parts.holder;
    this.key = parts.key;
    this.shownAt = parts.shownAt;
  }

  get path(): Path {
    return this.place.path;
  }

  get keyOrigin(): Origin | undefined {
    return this.parts.keyNode?.origin;
  }

  get link(): Origin | undefined {
    return this.parts.linkNode?.origin;
  }

  get leaves(): readonly ComposedLeaf[] {
    this.knownLeaves ??= leavesOf(this.place.node);
    return this.knownLeaves;
  }

  get scope(): Scope {
    this.knownScope ??= scopeOf(this.place.node, this.parts.linkNode);
    return this.knownScope;
  }

  get resolved(): ResolvedNode {
    this.knownResolved ??= this.parts.resolve();
    return this.knownResolved;
  }

  get context(): RuleContext {
    this.knownContext ??= this.parts.context();
    return this.knownContext;
  }

  get findings(): readonly Finding[] {
    this.knownFindings ??= this.parts.judge(blockFindings(this.resolved, this.context));
    return this.knownFindings;
  }
}

/** More values than this are not looked at one by one: no schedule has so many keys. */
const MOST_LEAVES = 10_000;

function leavesOf(node: ValueNode): ComposedLeaf[] {
  const leaves: ComposedLeaf[] = [];
  const visit = (at: ValueNode, path: Path): void => {
    if (leaves.length >= MOST_LEAVES) return;
    if (at.kind !== 'map' || at.entries.size === 0) {
      leaves.push({ path, node: at });
      return;
    }
    for (const [id, entry] of at.entries) visit(entry.value, [...path, id]);
  };
  visit(node, []);
  return leaves;
}

function scopeOf(...nodes: readonly (ValueNode | undefined)[]): Scope {
  const scope = new Map<string, Set<number>>();
  for (const node of nodes) {
    if (node === undefined) continue;
    for (const leaf of leavesOf(node)) {
      const { uri, start } = leaf.node.origin;
      const starts = scope.get(uri);
      if (starts === undefined) scope.set(uri, new Set([start]));
      else starts.add(start);
    }
  }
  return scope;
}

/**
 * Position of each file in the order of merging, by uri. What is on the command line counts as first: it is no text that
 * anybody could be sent to.
 */
function mergeOrder(composition: ComposedConfig): (origin: Origin) => number {
  let ranks: Map<string, number> | undefined;
  return ({ uri }) => {
    ranks ??= new Map(composition.mergedUris.map((name, index) => [name, index]));
    return ranks.get(uri) ?? -1;
  };
}

/** Links may lead to the same mapping over and over; no real config comes near this many nodes. */
const MOST_NODES = 200_000;

/** The keys of an optimizer that rules compare with its schedules. */
const comparedKeys = ['kind', 'lr', 'weight_decay', 'alpha', 'param_group_modifiers_config'];

/** The entries of an optimizer that rules compare with its schedules, resolved. */
export function comparedEntries(holder: Place, resolver: Resolver): ReadonlyMap<string, ResolvedEntry> {
  const entries = new Map<string, ResolvedEntry>();
  for (const name of comparedKeys) {
    const entry = holder.node.kind === 'map' ? holder.node.entries.get(name) : undefined;
    const place = entry === undefined ? undefined : holder.child(name);
    if (entry !== undefined && place !== undefined) {
      entries.set(name, { key: entry.key, value: resolver.resolve(place) });
    }
  }
  return entries;
}

/** Finds the blocks of a composed config, through links too, and the mappings that hold them. */
class Walk {
  readonly holders = new Map<Place, Holder>();
  readonly links: Link[] = [];
  private readonly keyed: Unit[] = [];
  private readonly byKind = new Map<Place, Unit>();
  private readonly open = new Set<Place>();
  private readonly seen = new Set<Place>();
  private visited = 0;

  constructor(
    private readonly resolver: Resolver,
    private readonly trainer: TrainerFacts,
    private readonly settings: Settings,
    private readonly mergedAt: (origin: Origin) => number,
  ) {}

  units(): readonly Unit[] {
    const { root } = this.resolver;
    if (root !== undefined) this.walk(root, []);
    // A block that some key links to is seen there, with the optimizer around that key.
    const linked = new Set(this.keyed.map(({ place }) => place));
    return [...this.keyed, ...[...this.byKind.values()].filter(({ place }) => !linked.has(place))];
  }

  private walk(place: Place, at: Path, underKey = false): void {
    const { node } = place;
    this.visited += 1;
    if (
      this.visited > MOST_NODES ||
      this.keyed.length + this.byKind.size >= MOST_BLOCKS ||
      this.open.has(place) ||
      !isInteresting(node)
    )
      return;
    this.open.add(place);
    if (node.kind === 'list') {
      for (const [index, item] of node.items.entries()) this.step(place, item, index, at);
    } else if (node.kind === 'map') {
      this.walkMap(place, node, at, underKey);
    }
    this.seen.add(place);
    this.open.delete(place);
  }

  private walkMap(place: Place, node: MapValue, at: Path, underKey: boolean): void {
    const holdsKey = [...node.entries.keys()].some(isBlockKey);
    if ((holdsKey || holdsMisspeltBlock(node)) && !this.holders.has(place)) {
      this.holders.set(place, new Holder(place, node, this.settings.noetherVersion));
    }
    if (!holdsKey && !underKey && hasScheduleKind(node)) this.unitOfKind(place, at);
    for (const [id, entry] of node.entries) {
      if (!this.seen.has(place)) this.noteLink(place, id, entry);
      if (isBlockKey(id)) this.unitAtKey(place, id, entry, [...at, id]);
      this.step(place, entry.value, id, at, isBlockKey(id));
    }
  }

  private step(parent: Place, node: ValueNode, key: string | number, at: Path, underKey = false): void {
    const isLink = isInterpolation(node);
    if (!isLink && !isInteresting(node)) return;
    const place = parent.child(key);
    if (place === undefined) return;
    if (!isLink) {
      this.walk(place, [...at, key], underKey);
      return;
    }
    // The block that a block key links to has been seen.
    const target = underKey ? undefined : this.follow(place);
    if (target !== undefined && target.node.kind !== 'scalar') this.walk(target, [...at, key]);
  }

  /** The written node that a link leads to. */
  private follow(place: Place): Place | undefined {
    const answer = this.resolver.dereference(place);
    return 'failure' in answer || !answer.written ? undefined : answer.place;
  }

  private readonly unitsOfHolder = new Map<Place, Map<string, Unit>>();

  private unitAtKey(holder: Place, key: BlockKey, entry: MapEntry, at: Path): void {
    const units = this.unitsOfHolder.get(holder) ?? new Map<string, Unit>();
    this.unitsOfHolder.set(holder, units);
    const known = units.get(key);
    if (known !== undefined) {
      known.shownAt.push(at);
      return;
    }
    const child = holder.child(key);
    if (child === undefined) return;
    const target = isInterpolation(entry.value) ? this.follow(child) : undefined;
    const place = target ?? child;
    if (place.node.kind === 'map' && [...place.node.entries.keys()].some(isBlockKey)) return;
    const unit = new Unit({
      place,
      holder,
      key,
      keyNode: entry.key,
      linkNode: target === undefined ? undefined : entry.value,
      shownAt: [at],
      resolve: () => this.resolver.resolve(child),
      context: () => this.contextOf(key, entry.key.origin, this.holders.get(holder)),
      judge: (findings) => withoutUnfilled(findings, this.holders.get(holder)),
    });
    units.set(key, unit);
    this.keyed.push(unit);
  }

  private unitOfKind(place: Place, at: Path): void {
    const known = this.byKind.get(place);
    if (known !== undefined) {
      known.shownAt.push(at);
      return;
    }
    // A block under a misspelt key is judged as if its key were right; the key itself is a finding of the optimizer.
    const { parent, key: name } = place;
    const holder = parent === undefined ? undefined : this.holders.get(parent);
    const entry = typeof name === 'string' ? holder?.optimizer.map.entries.get(name) : undefined;
    const meant = entry !== undefined && typeof name === 'string' ? meantBlockKey(name) : undefined;
    const unit = new Unit({
      place,
      holder: holder?.place,
      key: undefined,
      keyNode: entry?.key,
      linkNode: undefined,
      shownAt: [at],
      resolve: () => this.resolver.resolve(place),
      context: () => this.contextOf(meant, entry?.key.origin, holder),
      judge: (findings) => withoutUnfilled(findings, holder),
    });
    this.byKind.set(place, unit);
  }

  private contextOf(
    role: BlockKey | undefined,
    keyOrigin: Origin | undefined,
    holder: Holder | undefined,
  ): RuleContext {
    const { totalSteps, updatesPerEpoch } = this.trainer;
    return {
      version: this.settings.noetherVersion,
      role,
      keyOrigin,
      ...(holder && {
        optimizer: { entries: this.entriesOf(holder.place), certain: isOptimizer(holder.optimizer) },
      }),
      ...(totalSteps && { totalSteps }),
      ...(updatesPerEpoch !== undefined && { updatesPerEpoch }),
      mergedAt: this.mergedAt,
    };
  }

  private entriesOf(holder: Place): ReadonlyMap<string, ResolvedEntry> {
    return comparedEntries(holder, this.resolver);
  }

  /** A mapping that was merged onto a link, which ends the link. */
  private noteLink(parent: Place, id: string, entry: ComposedEntry): void {
    if (entry.overrode === undefined || entry.value.kind !== 'map') return;
    const link = entry.overrode.findLast((node) => isInterpolation(node));
    const place = link === undefined ? undefined : parent.child(id);
    if (link === undefined || place === undefined) return;
    this.links.push(new Link({ place, link }, this.resolver));
  }
}

/** Whether there are blocks in what stands at the place of a link now, or in what the link led to. */
function concernsSchedules({ place, link }: EndedLink, resolver: Resolver): boolean {
  const target = resolver.dereference(new Place(link, place.parent, place.key));
  return holdsBlocks(place.node) || (!('failure' in target) && holdsBlocks(target.place.node));
}

function holdsBlocks(node: ValueNode, depth = 0): boolean {
  if (node.kind === 'list') return depth < DEPTH && node.items.some((item) => holdsBlocks(item, depth + 1));
  if (node.kind !== 'map') return false;
  if (hasScheduleKind(node) || [...node.entries.keys()].some(isBlockKey)) return true;
  return depth < DEPTH && [...node.entries.values()].some(({ value }) => holdsBlocks(value, depth + 1));
}

/** Deeper than this nothing is searched; no config nests so far. */
const DEPTH = 64;

function isInterpolation(node: ValueNode): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.value.includes('${');
}

function hasScheduleKind(map: MapValue): boolean {
  const kind = map.entries.get('kind')?.value;
  return kind?.kind === 'scalar' && typeof kind.value === 'string' && kind.value.startsWith(KIND_PREFIX);
}

/** Whether a mapping or list of a file, which never changes and is shared by all compositions, is worth a walk. */
const interesting = new WeakMap<ValueNode, boolean>();

function isInteresting(node: ValueNode): boolean {
  if (node.kind === 'scalar') return isInterpolation(node);
  if (isOwned(node)) return true;
  let known = interesting.get(node);
  if (known === undefined) {
    known = node.kind === 'list' ? node.items.some(isInteresting) : holdsInteresting(node);
    interesting.set(node, known);
  }
  return known;
}

function holdsInteresting(map: MapValue): boolean {
  for (const [id, entry] of map.entries) {
    if (isBlockKey(id) || meantBlockKey(id) !== undefined) return true;
    if (id !== 'kind' && (entry as { readonly isPlain?: boolean }).isPlain === true) continue;
    if (isInteresting(entry.value)) return true;
  }
  return hasScheduleKind(map);
}

import { type DocumentHighlight, DocumentHighlightKind, type Location, type Range } from 'vscode-languageserver-types';
import { nodeAt, type Origin, originMap, type Place, type Resolver } from '../config';
import { isCommandLine } from '../config/hydra';
import type { Analysis } from './analysis';
import { placesAt, targetsOf } from './define';
import { entryOf } from './provenance';
import { documentOf, type WholeConfig, wholesOf } from './whole';
import { keyAt, placesAlong, writtenPaths } from './written-paths';

/** More places than this nobody goes through. */
const MOST_LOCATIONS = 2_000;
/** Python follows no longer chain of interpolations. */
const LONGEST_CHAIN = 50;
/** Links may lead to the same mapping over and over; no real config comes near this many nodes. */
const MOST_NODES = 200_000;

export interface ReferenceOptions {
  /** Whether the places that write the value are wanted too. */
  readonly includeDeclaration: boolean;
  /** Gives the event loop a turn. */
  readonly pause: () => Promise<void>;
  readonly token?: { readonly isCancellationRequested: boolean } | undefined;
}

/**
 * Every interpolation that resolves to the value at an offset or through it, and every file that writes it, in all
 * primary configs that reach the document. From an interpolation's path: of the value that the key at the offset names.
 * Of a kind, everything else of that kind as well.
 */
export async function references(analysis: Analysis, offset: number, options: ReferenceOptions): Promise<Location[]> {
  const { includeDeclaration, pause, token } = options;
  const found = new Map<string, Location>();
  for (const whole of wholesOf(analysis)) {
    for (const { uri, range } of usesAt(analysis, whole, offset)) add(found, uri, range);
    if (includeDeclaration) for (const { uri, range } of writersAt(analysis, whole, offset)) add(found, uri, range);
    if (found.size >= MOST_LOCATIONS) break;
    await pause();
    if (token?.isCancellationRequested === true) return [];
  }
  return [...found.values()];
}

function add(found: Map<string, Location>, uri: string, range: Range): void {
  const { start, end } = range;
  const key = `${start.line}:${start.character}-${end.line}:${end.character}@${uri}`;
  if (!isCommandLine(uri) && !found.has(key)) found.set(key, { uri, range });
}

/** The same within the document, as the chosen primary config has it. */
export function documentHighlight(analysis: Analysis, offset: number): DocumentHighlight[] {
  const [whole] = wholesOf(analysis);
  if (whole === undefined) return [];
  const found = new Map<string, DocumentHighlight>();
  const put = ({ uri, range }: { readonly uri: string; readonly range: Range }, kind: DocumentHighlightKind): void => {
    const key = `${range.start.line}:${range.start.character}`;
    if (uri === analysis.uri && !found.has(key)) found.set(key, { range, kind });
  };
  for (const use of usesAt(analysis, whole, offset)) put(use, DocumentHighlightKind.Read);
  for (const place of writersAt(analysis, whole, offset)) put(place, DocumentHighlightKind.Write);
  return [...found.values()];
}

/** What an offset of the document means in a whole config. */
function meantAt(analysis: Analysis, whole: WholeConfig, offset: number): readonly Place[] {
  const document = documentOf(analysis);
  const at = document === undefined ? undefined : nodeAt(document, offset);
  if (at === undefined || (at.path[0] === 'defaults' && whole.perspective !== undefined)) return [];
  const { node, part, path } = at;
  // Between the lines of a mapping nothing is meant.
  if (part === 'value' && node.kind === 'map') return [];
  return placesAt(whole, path, part === 'value' && node.kind === 'scalar' ? keyAt(node, offset) : undefined);
}

function usesAt(analysis: Analysis, whole: WholeConfig, offset: number): readonly Origin[] {
  const places = meantAt(analysis, whole, offset);
  if (places.length === 0) return [];
  const { uses, kinds } = usesOf(whole.resolver);
  return places.flatMap((place) => [...(uses.get(place) ?? []), ...(kinds.get(kindAt(place) ?? '') ?? [])]);
}

/** The class that a place names as the kind of what is around it. */
function kindAt({ key, node }: Place): string | undefined {
  if (key !== 'kind' || node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  return node.value === '' || isInterpolation(node.value) ? undefined : node.value;
}

interface Uses {
  /** For each place of a config the keys of interpolations that lead to it or through it. */
  readonly uses: ReadonlyMap<Place, readonly Origin[]>;
  /** Where each kind is written. */
  readonly kinds: ReadonlyMap<string, readonly Origin[]>;
}

const known = new WeakMap<Resolver, Uses>();

export function usesOf(resolver: Resolver): Uses {
  let uses = known.get(resolver);
  if (uses === undefined) {
    uses = new UseSearch(resolver).search();
    known.set(resolver, uses);
  }
  return uses;
}

class UseSearch implements Uses {
  readonly uses = new Map<Place, Origin[]>();
  readonly kinds = new Map<string, Origin[]>();
  private readonly passed = new Map<Place, ReadonlySet<Place>>();
  private readonly open = new Set<Place>();
  private visited = 0;

  constructor(private readonly resolver: Resolver) {}

  search(): Uses {
    if (this.resolver.root !== undefined) this.visit(this.resolver.root);
    return this;
  }

  private visit(place: Place): void {
    const { node } = place;
    this.visited += 1;
    if (this.visited > MOST_NODES) return;
    if (node.kind === 'list') {
      for (const [index, item] of node.items.entries()) {
        if (item.kind === 'scalar' && !isInterpolation(item.value)) continue;
        const child = place.child(index);
        if (child !== undefined) this.visit(child);
      }
    } else if (node.kind === 'map') {
      for (const [id, { value }] of node.entries) {
        if (value.kind === 'scalar' && id !== 'kind' && !isInterpolation(value.value)) continue;
        const child = place.child(id);
        if (child !== undefined) this.visit(child);
      }
    } else {
      this.note(place);
    }
  }

  private note(site: Place): void {
    const { node } = site;
    if (node.kind !== 'scalar' || typeof node.value !== 'string') return;
    const kind = kindAt(site);
    if (kind !== undefined) {
      const same = this.kinds.get(kind);
      if (same === undefined) this.kinds.set(kind, [node.origin]);
      else same.push(node.origin);
      return;
    }
    const origin = originMap(node);
    for (const path of writtenPaths(node.value)) {
      const noted = new Set<Place>();
      for (const [index, place] of placesAlong(path, site, this.resolver).entries()) {
        const key = path.keys[index];
        if (key === undefined) break;
        const at = origin(key.start, key.end);
        for (const passed of [place, ...this.through(place)]) {
          if (noted.has(passed)) continue;
          noted.add(passed);
          const uses = this.uses.get(passed);
          if (uses === undefined) this.uses.set(passed, [at]);
          else uses.push(at);
        }
      }
    }
  }

  /** The places that the interpolation at a place leads through, to its end. */
  private through(place: Place): ReadonlySet<Place> {
    const before = this.passed.get(place);
    if (before !== undefined) return before;
    const passed = new Set<Place>();
    const { node } = place;
    if (node.kind !== 'scalar' || !isInterpolation(node.value) || this.open.has(place)) return passed;
    if (this.open.size >= LONGEST_CHAIN) return passed;
    this.open.add(place);
    for (const path of writtenPaths(String(node.value))) {
      for (const next of placesAlong(path, place, this.resolver)) {
        passed.add(next);
        for (const further of this.through(next)) passed.add(further);
      }
    }
    this.open.delete(place);
    this.passed.set(place, passed);
    return passed;
  }
}

function isInterpolation(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${');
}

/** The texts that write what stands at the places meant: keys, and values that were overridden. */
function writersAt(
  analysis: Analysis,
  whole: WholeConfig,
  offset: number,
): readonly { readonly uri: string; readonly range: Range }[] {
  const writers: { uri: string; range: Range }[] = [];
  for (const place of meantAt(analysis, whole, offset)) {
    // A kind is among its own uses.
    if (kindAt(place) === undefined) {
      for (const { uri, selection } of targetsOf(place)) writers.push({ uri, range: selection });
    }
    for (const { origin } of entryOf(place)?.overrode ?? []) writers.push({ uri: origin.uri, range: origin.range });
    writers.push(...filesBelow(place));
  }
  return writers;
}

/** Of a mapping that several files make up: the first key that each of them writes. */
function filesBelow({ node }: Place): readonly { uri: string; range: Range }[] {
  if (node.kind !== 'map') return [];
  const files = new Map<string, Range>();
  const open = [node];
  let visited = 0;
  for (let map = open.pop(); map !== undefined && visited < MOST_LOCATIONS; map = open.pop()) {
    for (const { key, value } of map.entries.values()) {
      visited += 1;
      if (value.kind === 'map' && value.entries.size > 0) {
        open.push(value);
      } else if (key.style !== 'none' && key.origin.uri !== node.origin.uri && !files.has(key.origin.uri)) {
        files.set(key.origin.uri, key.origin.range);
      }
    }
  }
  return [...files].map(([uri, range]) => ({ uri, range }));
}

import {
  type ConfigDocument,
  type MapValue,
  type Origin,
  originMap,
  type Path,
  Place,
  type ScalarValue,
  splitKey,
  type ValueNode,
} from '../../config';
import { entryOf } from '../provenance';
import type { WholeConfig } from '../whole';
import { placesAlong, writtenPaths } from '../written-paths';

/** A key of the wanted name that stands in a file. */
export interface WrittenName {
  readonly document: ConfigDocument;
  readonly key: ScalarValue;
  /** The mapping that it stands in. */
  readonly map: MapValue;
  readonly value: ValueNode;
  /** Where it lands in the composed config; undefined where nothing of it is left. */
  readonly place: Place | undefined;
}

/** A key of an interpolation's path that leads to a place under the wanted name. */
export interface NameUse {
  readonly target: Place;
  readonly origin: Origin;
  /** False where an interpolation stands for the key, so that no text can be renamed. */
  readonly isText: boolean;
}

/** Everything under one name in a whole config and in the files that make it up. */
export interface NamesIn {
  readonly whole: WholeConfig;
  /** Every place of that name, with where the keys and values stand that were written there. */
  readonly places: readonly { readonly place: Place; readonly origins: ReadonlySet<string> }[];
  readonly written: readonly WrittenName[];
  readonly uses: readonly NameUse[];
}

/** A file as a config merges it: what is read of it, and the place it is merged at. */
export interface MergedFile {
  readonly document: ConfigDocument;
  /** Dotted, empty for the root. */
  readonly package: string;
}

/** Trees of more nodes than this are no config. */
const MOST_NODES = 200_000;
/** Nodes looked at between two looks at the clock. */
const AT_ONCE = 500;
/** Longer than this at a time, in milliseconds, the event loop is not held. */
const SLICE = 10;

/** Tells keys of files apart. */
export function keyMark({ uri, start }: Origin): string {
  return `key ${start}@${uri}`;
}

/** Tells values of files apart. Mappings have none: a copy of one stands where the copied one does. */
export function valueMark(value: ValueNode): string | undefined {
  if (value.kind === 'map') return undefined;
  const { uri, start, end } = value.alias ?? value.origin;
  return `value ${start}-${end}@${uri}`;
}

/** Finds a name in a whole config; undefined where the config is too large to be searched, or the search is cancelled. */
export async function namesIn(
  name: string,
  whole: WholeConfig,
  files: readonly MergedFile[],
  breathe: () => Promise<boolean>,
): Promise<NamesIn | undefined> {
  const search = new NameSearch(name, whole);
  const { root } = whole.resolver;
  const work: Generator<void>[] = files.map((file) => search.file(file, root));
  if (root !== undefined) work.push(search.tree(root));
  for (const steps of work) {
    let since = Date.now();
    while (steps.next().done !== true) {
      if (search.visited > MOST_NODES) return undefined;
      if (Date.now() - since < SLICE) continue;
      if (!(await breathe())) return undefined;
      since = Date.now();
    }
  }
  return search;
}

class NameSearch implements NamesIn {
  readonly places: { readonly place: Place; readonly origins: ReadonlySet<string> }[] = [];
  readonly written: WrittenName[] = [];
  readonly uses: NameUse[] = [];
  visited = 0;

  constructor(
    private readonly name: string,
    readonly whole: WholeConfig,
  ) {}

  /** What the composed config has under the name, copies behind links among it. */
  *tree(root: Place): Generator<void> {
    const open = [root];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      this.visited += 1;
      if (this.visited % AT_ONCE === 0) yield;
      const { node } = place;
      if (node.kind === 'scalar') {
        this.note(place);
        continue;
      }
      if (place.key === this.name) this.places.push({ place, origins: originsOf(place) });
      for (const [key, value] of childrenOf(node)) {
        if (value.kind === 'scalar' && key !== this.name && !isInterpolation(value)) continue;
        const child = place.child(key);
        if (child === undefined) continue;
        if (value.kind === 'scalar' && key === this.name) this.places.push({ place: child, origins: originsOf(child) });
        open.push(child);
      }
    }
  }

  /** What a file writes under the name; interpolations that another file overrides among it. */
  *file({ document, package: name }: MergedFile, root: Place | undefined): Generator<void> {
    if (document.root === undefined) return;
    const path: Path = name === '' ? [] : splitKey(name);
    let at = root;
    for (const key of path) at = at?.child(key);
    const open: [ValueNode, Place | undefined][] = [[document.root, at]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [node, place] = next;
      for (const [key, value, entry] of childrenOf(node)) {
        this.visited += 1;
        if (this.visited % AT_ONCE === 0) yield;
        // The defaults list is gone before anything is merged.
        if (node === document.root && key === 'defaults' && this.whole.perspective !== undefined) continue;
        const child = place?.child(key);
        if (key === this.name && entry !== undefined && node.kind === 'map') {
          this.written.push({ document, key: entry, map: node, value, place: child });
        }
        if (value.kind !== 'scalar') open.push([value, child]);
        else if (isInterpolation(value)) this.note(new Place(value, place, key));
      }
    }
  }

  private note(site: Place): void {
    const { node } = site;
    if (node.kind !== 'scalar' || typeof node.value !== 'string') return;
    const { resolver } = this.whole;
    const origin = originMap(node);
    for (const path of writtenPaths(node.value)) {
      const places = placesAlong(path, site, resolver);
      for (const [index, key] of path.keys.entries()) {
        const target = places[index];
        if (target?.key !== this.name) continue;
        this.uses.push({ target, origin: origin(key.start, key.end), isText: key.inner === undefined });
      }
    }
  }
}

function* childrenOf(node: ValueNode): Generator<[string | number, ValueNode, ScalarValue?]> {
  if (node.kind === 'map') for (const [id, { key, value }] of node.entries) yield [id, value, key];
  else if (node.kind === 'list') yield* node.items.entries();
}

function isInterpolation(value: ValueNode): boolean {
  return value.kind === 'scalar' && typeof value.value === 'string' && value.value.includes('${');
}

/** The keys and values that were written at a place, one after the other. */
function originsOf(place: Place): ReadonlySet<string> {
  const entry = entryOf(place);
  const marks = [...(entry?.overrode ?? []), place.node].map(valueMark).filter((mark) => mark !== undefined);
  if (entry !== undefined && entry.key.style !== 'none') marks.push(keyMark(entry.key.origin));
  return new Set(marks);
}

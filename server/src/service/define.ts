import type { LocationLink, Range } from 'vscode-languageserver-types';
import { type MapValue, nodeAt, type Origin, type Path, type Place, type ScalarValue, type ValueNode } from '../config';
import { type DefaultsEntry, isCommandLine, readDefaultsEntries } from '../config/hydra';
import type { Analysis } from './analysis';
import { entryOf } from './provenance';
import { documentOf, uriOf, type WholeConfig, wholesOf } from './whole';
import { keyAt, placesAlong, type WrittenPath } from './written-paths';

/** Tells whether a file exists: its text, or undefined. */
export type ReadText = (uri: string) => Promise<string | undefined>;

/** A place in a file: the whole of something, and the part of it that names it. */
export interface Target {
  readonly uri: string;
  readonly range: Range;
  readonly selection: Range;
}

/**
 * Where something is written. From a key of an interpolation's path to the key it names, in the chosen primary config
 * first and then wherever other primaries have it; from an entry of a defaults list to the file it picks; from any other
 * key or value to whoever wrote it last. Empty where nothing is known.
 */
export async function definition(
  analysis: Analysis,
  offset: number,
  read: ReadText | undefined,
): Promise<LocationLink[]> {
  const document = documentOf(analysis);
  const at = document === undefined ? undefined : nodeAt(document, offset);
  if (document === undefined || at === undefined) return [];
  if (at.path[0] === 'defaults' && at.path.length > 1 && document.root?.kind === 'map') {
    return definitionOfEntry(analysis, document.root, offset, read);
  }
  const { node, part, entry, path } = at;
  const pointed = part === 'value' && node.kind === 'scalar' ? keyAt(node, offset) : undefined;
  const origin = pointed?.origin ?? (part === 'key' ? entry?.key.origin : (node.alias ?? node.origin));
  if (origin === undefined || (pointed === undefined && node.kind !== 'scalar' && part !== 'key')) return [];
  const targets: Target[] = [];
  for (const whole of wholesOf(analysis)) {
    for (const place of placesAt(whole, path, pointed)) targets.push(...targetsOf(place));
  }
  if (pointed !== undefined && targets.length === 0) targets.push(...guessed(analysis, pointed.path, pointed.index));
  return linksTo(targets, origin.range);
}

/**
 * The places of a whole config that are meant at a path of the document: those of the path itself, or, where a key of an
 * interpolation is pointed at, those that it names.
 */
export function placesAt(
  whole: WholeConfig,
  path: Path,
  pointed: { readonly path: WrittenPath; readonly index: number } | undefined,
): readonly Place[] {
  const sites = whole.placesOf(path);
  if (pointed === undefined) return sites;
  return sites.flatMap((site) => placesAlong(pointed.path, site, whole.resolver)[pointed.index] ?? []);
}

/** Where the key of a place, or the value where it has none, was written last by a file. */
export function targetsOf(place: Place): readonly Target[] {
  const entry = entryOf(place);
  const written = [...(entry?.overrode ?? []), place.node].findLast(({ origin }) => !isCommandLine(origin.uri));
  if (written === undefined) return [];
  const key = written === place.node ? entry?.key : undefined;
  return [targetOf(written, key)];
}

function targetOf(value: ValueNode, key: ScalarValue | undefined): Target {
  const whole = value.origin;
  // A key that no text stands for is one of a package: the file that lands there is what is meant.
  if (key === undefined || key.style === 'none' || isCommandLine(key.origin.uri)) return atStart(whole, value);
  const { uri, range, start } = key.origin;
  // Of a mapping that several files make up the key stands in one and the content in another.
  if (uri !== whole.uri || start > whole.start) return { uri, range, selection: range };
  return { uri, range: { start: range.start, end: whole.range.end }, selection: range };
}

function atStart({ uri, range }: Origin, { kind }: ValueNode): Target {
  const selection = kind === 'map' ? { start: range.start, end: range.start } : range;
  return { uri, range, selection };
}

/** Where no primary config is known: the longest end of the path that the document itself has. */
function guessed(analysis: Analysis, path: WrittenPath, index: number): readonly Target[] {
  const [whole] = wholesOf(analysis);
  if (whole?.perspective !== undefined || path.dots > 0) return [];
  const { resolver } = whole ?? {};
  const { root } = resolver ?? {};
  if (resolver === undefined || root === undefined) return [];
  for (let from = 1; from <= index; from++) {
    const end: WrittenPath = { ...path, keys: path.keys.slice(from) };
    const place = placesAlong(end, root, resolver)[index - from];
    if (place !== undefined) return targetsOf(place);
  }
  return [];
}

function linksTo(targets: readonly Target[], origin: Range): LocationLink[] {
  const seen = new Set<string>();
  const links: LocationLink[] = [];
  for (const { uri, range, selection } of targets) {
    const key = `${selection.start.line}:${selection.start.character}@${uri}`;
    if (seen.has(key)) continue;
    seen.add(key);
    links.push({
      originSelectionRange: origin,
      targetUri: uri,
      targetRange: range,
      targetSelectionRange: selection,
    });
  }
  return links;
}

const TOP: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

async function definitionOfEntry(
  analysis: Analysis,
  root: MapValue,
  offset: number,
  read: ReadText | undefined,
): Promise<LocationLink[]> {
  const entry = entriesOf(root).find(({ item }) => covers(item.origin, offset));
  if (entry === undefined) return [];
  const index = entry.optionPlaces.findIndex(({ origin }) => covers(origin, offset));
  // From the group, every file that the entry picks; from one of several options that one.
  const option = entry.optionPlaces[index];
  const uris = await filesOfEntry(analysis, entry, option === undefined ? undefined : index, read);
  const from = option ?? (covers(entry.valuePlace.origin, offset) ? entry.valuePlace : entry.targetPlace);
  return linksTo(
    uris.map((uri) => ({ uri, range: TOP, selection: TOP })),
    from.origin.range,
  );
}

/** The entries of the defaults list of a file; none of a list that Hydra refuses, and the findings say why. */
export function entriesOf(root: MapValue): readonly DefaultsEntry[] {
  try {
    return readDefaultsEntries(root.entries.get('defaults')?.value);
  } catch {
    return [];
  }
}

/** The uris of the files that an entry picks, or one of its several options. */
export async function filesOfEntry(
  analysis: Analysis,
  entry: DefaultsEntry,
  option: number | undefined,
  read: ReadText | undefined,
): Promise<readonly string[]> {
  const place = option === undefined ? undefined : entry.optionPlaces[option];
  const uris = new Set(mergedBy(analysis, place === undefined ? entryOrigins(entry) : [place.origin]));
  if (uris.size === 0) {
    for (const name of namesOf(entry, option)) {
      const uri = await fileOf(analysis, entry.target, name, read);
      if (uri !== undefined) uris.add(uri);
    }
  }
  return [...uris];
}

function covers({ start, end }: Origin, offset: number): boolean {
  return start <= offset && offset <= end;
}

function entryOrigins({ valuePlace, item, optionPlaces }: DefaultsEntry): readonly Origin[] {
  return [item.origin, valuePlace.origin, ...optionPlaces.map(({ origin }) => origin)];
}

/** Uris of the files that compositions merge because of what stands at some places. */
function mergedBy(analysis: Analysis, origins: readonly Origin[]): readonly string[] {
  const uris: string[] = [];
  for (const { perspective, composition } of wholesOf(analysis)) {
    if (perspective === undefined || composition === undefined) continue;
    for (const item of composition.defaults) {
      const place = item.place?.origin;
      if (place === undefined || item.primary) continue;
      if (!origins.some(({ uri, start, end }) => uri === place.uri && start === place.start && end === place.end))
        continue;
      const uri = uriOf(perspective, composition, item);
      if (uri !== undefined) uris.push(uri);
    }
  }
  return uris;
}

/** The files that an entry names, without their group; undefined names are chosen elsewhere. */
function namesOf({ kind, target, value }: DefaultsEntry, index: number | undefined): readonly string[] {
  if (kind === 'config') return target === '_self_' || target.includes('${') ? [] : [''];
  const options = typeof value === 'string' ? [value] : (value ?? []);
  const meant = index === undefined ? options : options.slice(index, index + 1);
  return meant.filter((name) => name !== '???' && name !== '_self_' && !name.includes('${'));
}

/** Further up nobody keeps the config directory of a file. */
const MOST_FOLDERS = 8;

/** The file that an entry names, whether or not a composition merges it: an override may have put another in its place. */
async function fileOf(
  analysis: Analysis,
  target: string,
  name: string,
  read: ReadText | undefined,
): Promise<string | undefined> {
  if (read === undefined) return undefined;
  const isAbsolute = target.startsWith('/');
  const path = `${target.replace(/^\/+/, '')}${name === '' ? '' : `/${name}`}`.replace(/\.yaml$/, '');
  const encoded = `${path.split('/').map(encodeURIComponent).join('/')}.yaml`;
  const folders = new Set<string>();
  const own = folderOf(analysis.uri);
  if (!isAbsolute) {
    folders.add(own);
  } else {
    for (const { perspective } of wholesOf(analysis)) if (perspective) folders.add(perspective.configDirUri);
    let folder = own;
    for (let count = 0; count < MOST_FOLDERS && folder !== ''; count++) {
      folders.add(folder);
      folder = folderOf(folder);
    }
  }
  for (const folder of folders) {
    const uri = `${folder.replace(/\/$/, '')}/${encoded}`;
    if ((await read(uri)) !== undefined) return uri;
  }
  return undefined;
}

function folderOf(uri: string): string {
  const slash = uri.lastIndexOf('/');
  return slash <= uri.indexOf('://') + 2 ? '' : uri.slice(0, slash);
}

import * as l10n from '@vscode/l10n';
import { isBlockKey, type MapValue, type Place, splitKey } from '../../config';
import { isCommandLine, isSyntaxError, parseOverride } from '../../config/hydra';
import { placeText } from '../names';
import { pathText } from '../path-text';
import { entryOf } from '../provenance';
import type { Naming } from '../rename';
import { lengthKeys } from '../trainer';
import type { NamesIn } from './named';

/** Keys that say what a mapping is for. */
const KINDS = ['kind', '_target_'];

/** Why a name has to stay as it is, in a sentence; undefined where it can be renamed. */
export function reasonAgainst(naming: Naming, uri: string): string | undefined {
  const { name, keys, places, configs } = naming;
  if (keys.size === 0) {
    return places.size === 0
      ? l10n.t`Nothing is known of ${name} here: no primary config that reaches this file has it.`
      : l10n.t`No file writes ${name}: it comes from a command line or from the place that a defaults list gives a file.`;
  }
  return (
    ofNoether(naming) ??
    merged(naming, uri) ??
    firstOf(
      configs,
      (config) => written(naming, config, uri) ?? ofPackage(naming, config, uri) ?? named(naming, config, uri),
    )
  );
}

/** What noether, Hydra or a class reads by its name. */
function ofNoether({ name, keys, places }: Naming): string | undefined {
  if (isBlockKey(name)) return l10n.t`noether finds the schedule by the name ${name}.`;
  if (KINDS.includes(name)) return l10n.t`${name} says what the mapping around it is, and is read by that name.`;
  for (const { document, map } of keys.values()) {
    if (document.blocks.some(({ value }) => value === map))
      return l10n.t`noether defines the keys of a schedule, ${name} among them.`;
  }
  for (const place of places) {
    const { parent, path } = place;
    if (path[0] === 'hydra') return l10n.t`Hydra itself reads ${pathText(path)}.`;
    if (parent?.node.kind !== 'map') continue;
    const kind = kindOf(parent.node);
    if (kind !== undefined) return l10n.t`${pathText(path)} is handed to ${kind}, which defines that name.`;
    const { entries } = parent.node;
    const length = lengthKeys.find((key) => entries.has(key));
    if (length !== undefined)
      return l10n.t`noether's trainer reads the keys beside ${length} by their names, ${name} among them.`;
  }
  return undefined;
}

/** The class that a mapping is the config of. */
function kindOf({ entries }: MapValue): string | undefined {
  for (const key of KINDS) {
    const value = entries.get(key)?.value;
    if (value !== undefined) return value.kind === 'scalar' ? String(value.value) : l10n.t('a class');
  }
  return undefined;
}

/** With a merge key, a name that goes from one mapping may come in from another, and the other way round. */
function merged({ name, keys }: Naming, uri: string): string | undefined {
  for (const { document, key } of keys.values()) {
    if (!/(?:^|[{,])[ \t]*(?:- +)*<<[ \t]*:/m.test(document.text)) continue;
    const place = placeText(key.origin, { uri, perspective: undefined });
    return l10n.t`The file of ${name} (${place}) mixes mappings with a merge key (<<), and each of them may have that name.`;
  }
  return undefined;
}

/** What a command line writes. */
function written({ places }: Naming, { whole }: NamesIn, uri: string): string | undefined {
  const { perspective } = whole;
  if (perspective === undefined) return undefined;
  const own = ownPlaces(places, whole.resolver.root);
  for (const [index, word] of perspective.overrides.entries()) {
    const override = parseOverride(word, index);
    if (isSyntaxError(override)) continue;
    const place = own.find(({ path }) => startsWith(splitKey(override.key), path));
    if (place !== undefined) {
      return l10n.t`The command line of ${perspective.label} (${perspective.because}) names ${pathText(place.path)} in "${word}".`;
    }
  }
  for (const place of own) {
    const entry = entryOf(place);
    const origins = [entry?.key, ...(entry?.overrode ?? []), place.node].flatMap((node) => node?.origin ?? []);
    const word = origins.find((origin) => isCommandLine(origin.uri));
    if (word !== undefined)
      return l10n.t`${pathText(place.path)} is written by ${placeText(word, { uri, perspective })}.`;
  }
  return undefined;
}

/** Names on the way to where a defaults list puts a file. */
function ofPackage({ places }: Naming, { whole }: NamesIn, uri: string): string | undefined {
  const { perspective, composition } = whole;
  if (perspective === undefined || composition === undefined) return undefined;
  const own = ownPlaces(places, whole.resolver.root);
  for (const { package: name, configPath, place: listed } of composition.defaults) {
    const packagePath = name === '' ? [] : splitKey(name);
    const place = own.find(({ path }) => startsWith(packagePath, path));
    if (place === undefined) continue;
    const where = listed === undefined ? '' : ` (${placeText(listed.origin, { uri, perspective })})`;
    return l10n.t`${pathText(place.path)} is also the place that ${configPath} is put at${where}, and that would stay.`;
  }
  return undefined;
}

/** Interpolations that make up the name from values. */
function named({ places, name }: Naming, { whole, uses }: NamesIn, uri: string): string | undefined {
  const made = uses.find(({ target, isText }) => !isText && places.has(target));
  if (made === undefined) return undefined;
  const { perspective } = whole;
  return l10n.t`An interpolation (${placeText(made.origin, { uri, perspective })}) gets to ${name} by a name that it makes from other values.`;
}

function ownPlaces(places: ReadonlySet<Place>, root: Place | undefined): readonly Place[] {
  return [...places].filter((place) => rootOf(place) === root);
}

function rootOf(place: Place): Place {
  let root = place;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

function startsWith(path: readonly (string | number)[], start: readonly (string | number)[]): boolean {
  return start.length <= path.length && start.every((key, index) => String(key) === String(path[index]));
}

function firstOf<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

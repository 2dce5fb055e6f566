import * as l10n from '@vscode/l10n';
import type { Origin, Path, Place, PlainScalar, ResolvedNode, ScalarType, ValueNode } from '../config';
import { type ComposedEntry, isCommandLine, type ResultDefault } from '../config/hydra';
import { formatCount, formatNumber, formatStep } from '../format';
import { named } from './agreement';
import type { Analysis } from './analysis';
import { MOST_COMPARED } from './explain';
import { fileName, placeLink, placeWords, type Standpoint } from './names';
import { pathText } from './path-text';
import { code, type Line, sentence } from './rich-text';
import { placementsOf, type WholeConfig, wholesOf } from './whole';

/** More values than this nobody reads in a hover. */
const MOST_VALUES = 6;
const MOST_OVERRODE = 3;
const MOST_FILES = 6;
/** In characters. */
const LONGEST_LIST = 60;

const typeNames = (): Readonly<Record<ScalarType, string>> => ({
  float: l10n.t('number (float)'),
  int: l10n.t('whole number (int)'),
  bool: l10n.t('truth value (bool)'),
  str: l10n.t('text (str)'),
  null: 'null',
  bytes: l10n.t('binary data (bytes)'),
});

export function scalarText(value: PlainScalar): string {
  if (typeof value === 'number') return formatNumber(value, { digits: 15 });
  if (typeof value === 'string') return JSON.stringify(value);
  return value instanceof Uint8Array ? l10n.t('binary data') : String(value);
}

/** A value in a sentence. */
export function valueWords(node: ResolvedNode | ValueNode): Line {
  switch (node.kind) {
    case 'scalar':
      return [code(scalarText(node.value))];
    case 'list':
      return [l10n.t`a list of ${formatCount(node.items.length, 'entry')}`];
    case 'map':
      return [l10n.t`a mapping with ${formatCount(node.entries.size, 'key')}`];
    case 'unknown':
      return [l10n.t('unknown')];
    case 'missing':
      return [l10n.t('not filled in')];
  }
}

/** A short list in full. */
function listWords(node: ResolvedNode & { readonly kind: 'list' }): Line {
  const texts = node.items.map((item) => (item.kind === 'scalar' ? scalarText(item.value) : '…'));
  const text = `[${texts.join(', ')}]`;
  return text.length > LONGEST_LIST ? valueWords(node) : [code(text)];
}

/** A value with its type. */
export function typedWords(node: ResolvedNode): Line {
  return node.kind === 'scalar' ? [...valueWords(node), ` · ${typeNames()[node.type]}`] : valueWords(node);
}

/** The entry of the composed config that a place is the value of, with what it overrode. */
export function entryOf({ parent, key }: Place): ComposedEntry | undefined {
  return parent?.node.kind === 'map' && typeof key === 'string' ? parent.node.entries.get(key) : undefined;
}

/** `Overrides 1e-3 (optim/adamw.yaml, line 3).`, the latest first. */
export function overrodeLine(place: Place, from: Standpoint): Line | undefined {
  const before = (entryOf(place)?.overrode ?? []).filter(({ kind }) => kind === 'scalar' || kind === 'list');
  if (before.length === 0) return undefined;
  const shown = before.slice(-MOST_OVERRODE).reverse();
  const all = shown.flatMap(
    (node, index): Line => [
      ...(index === 0 ? [] : [l10n.t(', before that ')]),
      ...writtenWords(node),
      ' (',
      ...placeWords(node.origin, from),
      ')',
    ],
  );
  return sentence(before.length > shown.length ? l10n.t('Overrides {0}, and more.') : l10n.t('Overrides {0}.'), all);
}

/** A value as it was written, interpolations too. */
function writtenWords(node: ValueNode): Line {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.value.includes('${')
    ? [code(node.value)]
    : valueWords(node);
}

/**
 * Which file brought in the file that a value of the composed config is written in, and so on up to the primary config:
 * `train.yaml, line 3 → model/flow.yaml, line 2 → optim/adamw.yaml`.
 */
export function includesLine({ uri }: Origin, at: Path, whole: WholeConfig, from: Standpoint): Line | undefined {
  const { perspective, composition } = whole;
  if (perspective === undefined || composition === undefined || isCommandLine(uri)) return undefined;
  const placements = placementsOf(perspective, composition, uri);
  let item = placements.find((one) => isWithin(one, at)) ?? placements[0];
  const steps: Line[] = [];
  for (let count = 0; item !== undefined && count < MOST_FILES; count++) {
    const { place, parent, primary }: ResultDefault = item;
    if (primary) break;
    if (place !== undefined) steps.unshift(placeWords(place.origin, { ...from, uri: '' }));
    item = composition.defaults.find(({ configPath }) => configPath === parent);
  }
  if (steps.length === 0) return undefined;
  const start = { line: 0, character: 0 };
  const top: Origin = { uri, start: 0, end: 0, range: { start, end: start }, text: '' };
  const all: Line[] = [...steps, [placeLink(fileName(uri, from), top)]];
  return sentence(
    l10n.t('Files: {0}.'),
    all.flatMap((line, index): Line => (index === 0 ? line : [' → ', ...line])),
  );
}

function isWithin({ package: name }: ResultDefault, path: Path): boolean {
  if (name === '') return true;
  const text = path.join('.');
  return text === name || text.startsWith(`${name}.`);
}

/** What a primary config makes of something, in few words. */
export interface Variant {
  readonly label: string;
  readonly words: Line;
  /** Equal for equal values. */
  readonly identity: string;
}

/** More uses of one file in one config are not compared. */
const MOST_USES = 8;

/**
 * A value of the document in every primary config that it arrives in, and there at each place where its file is used,
 * if these differ.
 */
export function variantsOf(analysis: Analysis, path: Path): readonly Variant[] {
  return wholesOf(analysis)
    .slice(0, MOST_COMPARED)
    .flatMap((whole) => {
      const { perspective, resolver } = whole;
      if (perspective === undefined) return [];
      const { label } = perspective;
      const variants = whole
        .placesOf(path)
        .slice(0, MOST_USES)
        .flatMap((place): Variant[] => {
          const node = resolver.resolve(place);
          if (node.kind === 'map') return [];
          const words = node.kind === 'list' ? listWords(node) : valueWords(node);
          const identity = node.kind === 'scalar' ? `${node.type} ${String(node.value)}` : JSON.stringify(words);
          return [{ label: `${label} (${pathText(place.path)})`, words, identity }];
        });
      const [first] = variants;
      return new Set(variants.map(({ identity }) => identity)).size > 1 || first === undefined
        ? variants
        : [{ ...first, label }];
    });
}

/**
 * `Differs: 1e-3 in a, 5e-5 in b and c.`; undefined where they agree. Where all of it is in one primary,
 * its file is used several times there.
 */
export function differenceLine(variants: readonly Variant[]): Line | undefined {
  const groups = new Map<string, { words: Line; labels: string[] }>();
  for (const { identity, words, label } of variants) {
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, { words, labels: [label] });
    else group.labels.push(label);
  }
  if (groups.size < 2) return undefined;
  const shown = [...groups.values()].slice(0, MOST_VALUES);
  const more = groups.size - shown.length;
  const all = shown.flatMap(
    ({ words, labels }, index): Line => [
      ...(index === 0 ? [] : [', ']),
      ...sentence(l10n.t('{0} in {1}'), words, named(labels)),
    ],
  );
  return more > 0
    ? sentence(l10n.t('Differs: {0}, and {1}.'), all, formatCount(more, 'more value'))
    : sentence(l10n.t('Differs: {0}.'), all);
}

/** Which primary config is taken, and how many others there are; undefined where the file is read by itself. */
export function assumedPrimaryLine({ view }: Analysis, { perspective }: Standpoint): Line | undefined {
  if (view === undefined || perspective === undefined) return undefined;
  const others = view.perspectives.filter(({ id }) => id !== perspective.id).length;
  const label = code(perspective.label);
  if (others === 0) return sentence(l10n.t('As {0} composes it.'), label);
  if (others === 1) return sentence(l10n.t('As {0} composes it; 1 other primary config reaches this file.'), label);
  return sentence(l10n.t('As {0} composes it; {1} other primary configs reach this file.'), label, formatStep(others));
}

import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import {
  type InterpolationAt,
  type OutlineList,
  type OutlineMap,
  type OutlineNode,
  outlinePath,
  type Slot,
} from '../../config/context';
import type { Place } from '../../config/resolve';
import type { ResolvedNode } from '../../config/types';
import { scalarText } from '../provenance';
import { quoted } from '../rich-text';
import type { WholeConfig } from '../whole';
import { yamlScalar } from '../yaml-scalar';
import type { Asked } from './asked';
import type { Offer } from './item';
import { blockPlace, keyOf, numberIn, siblingOf } from './place';

/** More paths than this nobody reads; the nearest come first. */
export const MOST_PATHS = 200;

/** A key that an interpolation can lead to. */
interface Target {
  readonly path: string;
  /** Its value. */
  readonly text: string;
  readonly isNumber: boolean;
}

/**
 * What can stand behind a `${`. As a primary config composes the file: every path to a value, relative ones first, and
 * numbers before texts where a number is wanted. Where nothing is known but the file, the numbers of the file, and these
 * in schedule blocks only.
 */
export function offersForInterpolation(asked: Asked, at: InterpolationAt): Offer[] {
  const { context, whole } = asked;
  const { holder } = context;
  let owner: OutlineMap | OutlineList | undefined = holder;
  while (owner?.type === 'list') owner = owner.parent;
  const block = owner && blockPlace(owner, asked.rootRole);
  // What the block schedules is what its values most likely follow.
  const own = block === undefined ? undefined : siblingOf(block)?.key;
  if (whole?.perspective !== undefined) {
    const spec = block && context.entry ? keyOf(block.map, context.entry.key, asked.version) : undefined;
    const wantsNumber = block !== undefined && spec?.type !== 'enum' && spec?.type !== 'bool';
    const targets = composedTargets(whole, outlinePath(holder), context.entry?.key, context.index);
    return offersFor(asked, at, preferred(targets, own, wantsNumber), l10n.t` in ${whole.perspective.label}`);
  }
  if (!owner || !block) return [];
  return offersFor(asked, at, preferred(fileTargets(asked, owner), own, false), '');
}

function preferred(targets: readonly Target[], own: string | undefined, numbersFirst: boolean): readonly Target[] {
  const rank = ({ path, isNumber }: Target): number => {
    const isOwn = own !== undefined && path.replace(/^.*\./, '') === own;
    if (isOwn && isNumber && path.startsWith('.')) return 0;
    if (isOwn && isNumber && numbersFirst) return 1;
    return numbersFirst && !isNumber ? 3 : 2;
  };
  return [...targets].sort((a, b) => rank(a) - rank(b));
}

function offersFor(
  { context, text: document, offset }: Asked,
  { start, end, closed }: InterpolationAt,
  targets: readonly Target[],
  where: string,
): Offer[] {
  const missing = closed ? '' : '}';
  const slot: Slot = { start, end, before: '', after: missing + context.slot.after };
  const typed = document.slice(start, offset).trim().toLowerCase();
  const matching = targets.length > MOST_PATHS ? targets.filter(({ path }) => holdsInOrder(path, typed)) : targets;
  return matching.slice(0, MOST_PATHS).map(({ path, text }) => ({
    label: path,
    kind: CompletionItemKind.Reference,
    slot,
    pieces: [path],
    description: `= ${text}`,
    detail: `= ${text}${where}`,
  }));
}

/** Whether the characters of `typed` stand in `path` in their order, as clients filter. */
function holdsInOrder(path: string, typed: string): boolean {
  let at = 0;
  const name = path.toLowerCase();
  for (const char of typed) {
    at = name.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Numbers of the file: the block's own and its optimizer's, then all others. */
function fileTargets({ context }: Asked, owner: OutlineMap): readonly Target[] {
  const { holder, entry } = context;
  const depth = outlinePath(holder).length + 1;
  const targets: Target[] = [];
  for (let map: OutlineMap | OutlineList | undefined = owner.parent; map; map = map.parent) {
    if (map.type === 'map') collect(map, depth, entry, targets);
    if (targets.length > 0) break;
  }
  collect(owner, depth, entry, targets);
  let root: OutlineMap | OutlineList = owner;
  while (root.parent) root = root.parent;
  collectAll(root, targets);
  // A key that stands twice, while the text is being written, is one place to lead to.
  return [...new Map(targets.map((target) => [target.path, target])).values()];
}

/** Levels above the value from which relative paths are offered. */
const MOST_DOTS = 4;
/** Values of a config looked at for paths. */
const MOST_VALUES = 5_000;
/** Longer lists are data: nobody refers to their items. */
const LONGEST_LIST = 12;
/** Deeper than this no path is offered; links may make any depth. */
const DEEPEST = 12;

/**
 * The values that a value at a place of the document can refer to in a composed config: `holder` is the path of the
 * mapping or list it stands in.
 */
function composedTargets(
  whole: WholeConfig,
  holder: readonly (string | number)[],
  key: string | undefined,
  index: number | undefined,
): readonly Target[] {
  const { resolver } = whole;
  const [container] = whole.placesOf(holder);
  const self = container?.child(key ?? index ?? '');
  const targets: Target[] = [];
  const add = (place: Place, path: string): void => {
    const target = place === self ? undefined : targetOf(resolver.resolve(place), path);
    if (target !== undefined) targets.push(target);
  };
  let level = container;
  for (let dots = 1; level !== undefined && dots <= MOST_DOTS && level.parent !== undefined; dots++) {
    for (const [name, place] of scalarsOf(level)) add(place, '.'.repeat(dots) + name);
    level = level.parent;
  }
  let visited = 0;
  const open = new Set<Place>();
  const visit = (at: Place, path: string, depth: number): void => {
    const answer = resolver.dereference(at);
    const place = 'failure' in answer ? at : answer.place;
    const { node } = place;
    visited += 1;
    if (visited > MOST_VALUES || depth > DEEPEST || open.has(place)) return;
    if (node.kind === 'scalar') {
      add(at, path);
      return;
    }
    open.add(place);
    for (const [name, child] of childrenOf(place)) {
      visit(child, typeof name === 'number' ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`, depth + 1);
    }
    open.delete(place);
  };
  if (resolver.root !== undefined) visit(resolver.root, '', 0);
  return targets;
}

function* childrenOf(place: Place): Generator<readonly [string | number, Place]> {
  const { node } = place;
  const keys = node.kind === 'map' ? [...node.entries.keys()].filter(isPlainName) : [];
  const indices = node.kind === 'list' && node.items.length <= LONGEST_LIST ? [...node.items.keys()] : [];
  for (const key of [...keys, ...indices]) {
    const child = place.child(key);
    if (child !== undefined) yield [key, child];
  }
}

function* scalarsOf(place: Place): Generator<readonly [string, Place]> {
  if (place.node.kind !== 'map') return;
  for (const [key, child] of childrenOf(place)) {
    if (typeof key === 'string' && child.node.kind === 'scalar') yield [key, child];
  }
}

/** Texts longer than this are cut where they are shown. */
const LONGEST_TEXT = 60;

function targetOf(node: ResolvedNode, path: string): Target | undefined {
  if (node.kind === 'missing') return { path, text: '???', isNumber: false };
  if (node.kind !== 'scalar' || path === '') return undefined;
  const isNumber = typeof node.value === 'number' || typeof node.value === 'bigint';
  const text = isNumber ? scalarText(node.value) : quoted(yamlScalar(node.type, node.value)).slice(0, LONGEST_TEXT);
  return { path, text, isNumber };
}

function collect(
  map: OutlineMap,
  depth: number,
  except: { readonly keyStart: number } | undefined,
  targets: Target[],
): void {
  const dots = '.'.repeat(depth - outlinePath(map).length);
  for (const entry of map.entries) {
    if (entry.keyStart === except?.keyStart || !isPlainName(entry.key)) continue;
    const text = numericText(entry.value);
    if (text !== undefined) targets.push({ path: dots + entry.key, text, isNumber: true });
  }
}

function collectAll(root: OutlineNode, targets: Target[]): void {
  const open: { node: OutlineNode | undefined; path: string }[] = [{ node: root, path: '' }];
  for (let at = open.pop(); at && targets.length < MOST_PATHS; at = open.pop()) {
    const { node, path } = at;
    if (node?.type === 'map') {
      const children = node.entries.filter((entry) => isPlainName(entry.key));
      for (const { key, value } of children.reverse())
        open.push({ node: value, path: path === '' ? key : `${path}.${key}` });
      continue;
    }
    const text = numericText(node);
    if (text !== undefined && path !== '') targets.push({ path, text, isNumber: true });
  }
}

function numericText(node: OutlineNode | undefined): string | undefined {
  return node?.type === 'scalar' && numberIn(node) !== undefined ? node.text : undefined;
}

/** Keys that a path can name: not numbers, no dots, no blanks. */
function isPlainName(key: string): boolean {
  return /^[^\s.,:{}[\]()$"'\\/]+$/u.test(key) && !/^[-+]?\d+$/.test(key);
}

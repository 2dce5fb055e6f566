import { CompletionItemKind } from 'vscode-languageserver-types';
import {
  type InterpolationAt,
  type OutlineList,
  type OutlineMap,
  type OutlineNode,
  outlinePath,
  type Slot,
} from '../../config/context';
import type { Asked } from './asked';
import type { Offer } from './item';
import { blockPlace, numberIn, siblingOf } from './place';

/** More paths than this nobody reads; the nearest come first. */
const MOST_PATHS = 200;

/** A key of the same file that holds a number. */
interface Target {
  readonly path: string;
  readonly text: string;
}

/** Numbers of the same file behind a `${` in a schedule block: the block's own and its optimizer's, then all others. */
export function offersForInterpolation(asked: Asked, { start, end, closed }: InterpolationAt): Offer[] {
  const { context } = asked;
  const { holder, entry } = context;
  let owner: OutlineMap | OutlineList | undefined = holder;
  while (owner?.type === 'list') owner = owner.parent;
  const block = owner && blockPlace(owner, asked.rootRole);
  if (!owner || !block) return [];
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
  // What the block schedules is what its values most likely follow.
  const own = siblingOf(block)?.key;
  const isOwn = ({ path }: Target) => path.replace(/^\.+/, '') === own && path.startsWith('.');
  const sorted = [...targets.filter(isOwn), ...targets.filter((target) => !isOwn(target))];
  const missing = closed ? '' : '}';
  const slot: Slot = { start, end, before: '', after: missing + context.slot.after };
  return sorted.map(({ path, text }) => ({
    label: path,
    kind: CompletionItemKind.Reference,
    slot,
    pieces: [path],
    description: `= ${text}`,
    detail: `= ${text}`,
  }));
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
    if (text !== undefined) targets.push({ path: dots + entry.key, text });
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
    if (text !== undefined && path !== '') targets.push({ path, text });
  }
}

function numericText(node: OutlineNode | undefined): string | undefined {
  return node?.type === 'scalar' && numberIn(node) !== undefined ? node.text : undefined;
}

/** Keys that a path can name: not numbers, no dots, no blanks. */
function isPlainName(key: string): boolean {
  return /^[^\s.,:{}[\]()$"'\\/]+$/u.test(key) && !/^[-+]?\d+$/.test(key);
}

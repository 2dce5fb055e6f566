import type { OutlineList, OutlineMap, OutlineNode } from '../../config/context';
import { outlineEntry, outlinePath } from '../../config/context';
import type { BlockKey } from '../../config/types';
import { blockKeys } from '../../rules/optimizer';
import { type KeySpec, type KindSpec, kindPrefix, kindSpecs } from '../../schedules';
import type { NoetherVersion } from '../settings';

/** A schedule block as far as half-typed text shows it. */
export interface BlockPlace {
  readonly map: OutlineMap;
  /** The key it stands under; undefined for a block by its kind alone. */
  readonly role: BlockKey | undefined;
}

export function isBlockKey(key: unknown): key is BlockKey {
  return (blockKeys as readonly unknown[]).includes(key);
}

export function scalarText(node: OutlineNode | undefined): string | undefined {
  return node?.type === 'scalar' && node.style !== 'block' ? node.text : undefined;
}

function kindText(map: OutlineMap): string | undefined {
  return scalarText(outlineEntry(map, 'kind')?.value);
}

function hasScheduleKind(node: OutlineNode | undefined): boolean {
  return node?.type === 'map' && kindText(node)?.startsWith(kindPrefix) === true;
}

/**
 * The block that a mapping is: it stands under one of the three keys, its kind is a schedule's, or it is in a list of
 * such. A file in a group of that name, or with such a package, is one whole block. A mapping that itself holds one of
 * the three keys never is.
 */
export function blockPlace(map: OutlineMap, rootRole: BlockKey | undefined): BlockPlace | undefined {
  if (map.entries.some((entry) => isBlockKey(entry.key))) return undefined;
  if (map.parent?.type === 'map' && isBlockKey(map.step)) return { map, role: map.step };
  if (map.parent === undefined && rootRole) return { map, role: rootRole };
  if (hasScheduleKind(map)) return { map, role: undefined };
  return map.parent?.type === 'list' && isListOfBlocks(map.parent) ? { map, role: undefined } : undefined;
}

export function isListOfBlocks(list: OutlineList): boolean {
  return list.items.some(hasScheduleKind);
}

const groupFolder = /(?:^|\/)(schedule_config|weight_decay_schedule|alpha_schedule)\/[^/]+$/;
const packageHeader = /^(?:[ \t]*(?:# ?@.*)?\r?\n)*# ?@package[ \t]+(?:\S*\.)?(\w+)[ \t]*\r?$/m;

/** The block key that a whole file lands under, as its Hydra group or its package header says. */
export function rootRole(uri: string, text: string): BlockKey | undefined {
  const header = packageHeader.exec(text.slice(0, 512));
  const name = header?.index === 0 ? header[1] : groupFolder.exec(uri)?.[1];
  return isBlockKey(name) ? name : undefined;
}

/** Whether a mapping reads like the config of an optimizer, where a schedule may stand. */
export function looksLikeOptimizer(map: OutlineMap): boolean {
  if (outlineEntry(map, '_target_')) return false;
  const kind = kindText(map);
  if (kind?.startsWith(kindPrefix)) return false;
  return map.entries.some(({ key }) => key === 'lr' || isBlockKey(key)) || /\boptim/i.test(kind ?? '');
}

// ---- kinds ----

export function usableKinds(version: NoetherVersion): readonly KindSpec[] {
  return kindSpecs.filter((spec) => spec.usable && (version !== '1.1' || spec.since === undefined));
}

/** The kind that a block has chosen, also by a short name or module path, which noether refuses but which is clear. */
export function chosenKind(map: OutlineMap): KindSpec | undefined {
  const text = kindText(map);
  if (text === undefined || text === '') return undefined;
  const name = text.slice(text.lastIndexOf('.') + 1);
  return kindSpecs.find((spec) => spec.kind === text) ?? kindSpecs.find((spec) => spec.usable && spec.name === name);
}

/** Keys of a mapping that hold something, except the one under the cursor. */
export function presentKeys(map: OutlineMap, except?: { readonly keyStart: number }): ReadonlySet<string> {
  return new Set(map.entries.filter((entry) => entry.keyStart !== except?.keyStart).map((entry) => entry.key));
}

/** Kinds in the order in which the keys that are there already make them likely; `likely` if some key does. */
export function byLikelihood(
  kinds: readonly KindSpec[],
  present: ReadonlySet<string>,
): { readonly kinds: readonly KindSpec[]; readonly likely: KindSpec | undefined } {
  const keys = [...present].filter((key) => key !== 'kind');
  const fits = (spec: KindSpec) => {
    const missing = [...spec.keys.values()].filter((key) => key.required && !present.has(key.name)).length;
    const used = keys.filter((key) => spec.keys.get(key)?.noEffect === false).length;
    return used * 8 - (keys.length - used) * 16 - missing;
  };
  if (keys.length === 0) return { kinds, likely: undefined };
  const scored = kinds.map((spec, index) => ({ spec, index, score: fits(spec) }));
  scored.sort((a, b) => b.score - a.score || a.index - b.index);
  const [best, second] = scored;
  const likely = best && best.score > 0 && best.score > (second?.score ?? 0) ? best.spec : undefined;
  return { kinds: scored.map(({ spec }) => spec), likely };
}

// ---- keys ----

/** A key that may be added to a block. */
export interface OfferedKey {
  readonly spec: KeySpec;
  readonly required: boolean;
  /** Other keys of which just one is wanted. */
  readonly insteadOf: readonly string[];
}

/** Keys that every kind has: they come after a kind's own. */
export const commonKeys: ReadonlySet<string> = new Set(
  [...(kindSpecs[0]?.keys.keys() ?? [])].filter((key) => kindSpecs.every((spec) => spec.keys.has(key))),
);

/** The keys that a kind uses and the block does not have, the required ones first. */
export function offeredKeys(kind: KindSpec, present: ReadonlySet<string>, version: NoetherVersion): OfferedKey[] {
  const offered: OfferedKey[] = [];
  for (const spec of kind.keys.values()) {
    const { name } = spec;
    if (present.has(name) || spec.noEffect || (version === '1.1' && spec.since !== undefined)) continue;
    const others = (groups: readonly (readonly string[])[]) =>
      groups.filter((group) => group.includes(name)).flatMap((group) => group.filter((key) => key !== name));
    const alternatives = others(kind.exactlyOneOf);
    if ([...others(kind.exclusive), ...alternatives].some((key) => present.has(key))) continue;
    const required =
      spec.required ||
      (spec.requiredIn !== undefined && version !== '1.1') ||
      alternatives.length > 0 ||
      others(kind.together).some((key) => present.has(key));
    offered.push({ spec, required, insteadOf: alternatives });
  }
  const rank = ({ spec, required }: OfferedKey) => {
    if (required) return spec.isLearningRate ? 0 : 1;
    if (spec.isLearningRate) return 2;
    if (spec.unit === 'learning rate') return 3;
    return commonKeys.has(spec.name) ? 5 : 4;
  };
  return offered
    .map((key, index) => ({ key, index }))
    .sort((a, b) => rank(a.key) - rank(b.key) || a.index - b.index)
    .map(({ key }) => key);
}

/** Before a kind is chosen: what the kinds that could still be meant have in common or of their own, likely ones first. */
export function offeredBeforeKind(
  kinds: readonly KindSpec[],
  present: ReadonlySet<string>,
  version: NoetherVersion,
): OfferedKey[] {
  const found = new Map<string, OfferedKey & { common: boolean }>();
  for (const kind of byLikelihood(kinds, present).kinds) {
    const fits = [...present].every((key) => key === 'kind' || kind.keys.get(key)?.noEffect === false);
    if (!fits) continue;
    for (const key of offeredKeys(kind, present, version)) {
      if (!found.has(key.spec.name)) {
        found.set(key.spec.name, { ...key, required: false, common: commonKeys.has(key.spec.name) });
      }
    }
  }
  const all = [...found.values()];
  return [...all.filter((key) => !key.common), ...all.filter((key) => key.common)];
}

/** What a key means in a block whose kind is not known: as the likeliest kind that uses it has it. */
export function keyOf(map: OutlineMap, name: string, version: NoetherVersion): KeySpec | undefined {
  const kind = chosenKind(map);
  if (kind) return kind.keys.get(name);
  const { kinds } = byLikelihood(usableKinds(version), presentKeys(map));
  return kinds.map((one) => one.keys.get(name)).find((spec) => spec && !spec.noEffect);
}

// ---- what the optimizer says ----

/** The optimizer's own value of what a block schedules. */
export interface Sibling {
  /** `lr`, `weight_decay`, `alpha`. */
  readonly key: string;
  /** As written, where it is a number. */
  readonly number: string | undefined;
  readonly value: number | undefined;
  readonly map: OutlineMap;
}

const scheduled: Readonly<Record<BlockKey, string>> = {
  schedule_config: 'lr',
  weight_decay_schedule: 'weight_decay',
  alpha_schedule: 'alpha',
};

const decimal = /^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.[\d_]+)(?:[eE][-+]?\d+)?$/;

function numberOf(text: string): number | undefined {
  return decimal.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}

export function numberIn(node: OutlineNode | undefined): number | undefined {
  const text = scalarText(node);
  return text === undefined ? undefined : numberOf(text);
}

/** The key beside the block (of the mapping around its list) that its values replace. */
export function siblingOf({ map, role }: BlockPlace): Sibling | undefined {
  let parent = map.parent;
  while (parent?.type === 'list') parent = parent.parent;
  if (!parent) return undefined;
  const key = scheduled[role ?? 'schedule_config'];
  const text = scalarText(outlineEntry(parent, key)?.value);
  if (text === undefined || text === '' || text === 'null' || text === '~') return undefined;
  const number = numberText(parent, key);
  return { key, number, value: number === undefined ? undefined : numberOf(number), map: parent };
}

/** How many interpolations are followed one to the next. */
const LONGEST_CHAIN = 8;

/** A key's number as written, there or where a lone interpolation of the same file leads. */
function numberText(map: OutlineMap, key: string): string | undefined {
  let holder: OutlineMap | OutlineList | undefined = map;
  let name: string | undefined = key;
  for (let hops = 0; hops < LONGEST_CHAIN && holder?.type === 'map' && name !== undefined; hops++) {
    const text = scalarText(outlineEntry(holder, name)?.value);
    if (text === undefined) return undefined;
    if (numberOf(text) !== undefined) return text;
    const path = /^\$\{(\.*)([^${}:.][^${}:]*)\}$/.exec(text);
    if (!path) return undefined;
    const dots = path[1]?.length ?? 0;
    const keys: string[] = (path[2] ?? '').split('.');
    // One dot is the collection that holds the value; none is the root.
    for (let up = dots === 0 ? Number.POSITIVE_INFINITY : dots - 1; up > 0 && holder?.parent; up--)
      holder = holder.parent;
    name = keys.pop();
    for (const step of keys) {
      const next: OutlineNode | undefined = holder?.type === 'map' ? outlineEntry(holder, step)?.value : undefined;
      holder = next?.type === 'scalar' ? undefined : next;
    }
  }
  return undefined;
}

/**
 * The interpolation that leads from a value to a key further out: one dot is the collection that holds the value, and
 * each one more is a level up, where a list is a level, too.
 */
export function referenceTo(sibling: Sibling, holder: OutlineMap | OutlineList): string {
  const dots = outlinePath(holder).length + 1 - outlinePath(sibling.map).length;
  return `\${${'.'.repeat(dots)}${sibling.key}}`;
}

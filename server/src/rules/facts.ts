import type { Origin, ResolvedEntry, ResolvedMap, ResolvedNode } from '../config/types';
import type { KeySpec, KindSpec } from '../schedules/keys.generated';
import { valueOrigin } from './text';

/** A value as pydantic leaves it behind: lists hold numbers, or pairs of numbers, with undefined for what is unknown. */
export type CoercedValue =
  | null
  | boolean
  | number
  | string
  | readonly (number | undefined)[]
  | readonly (readonly (number | undefined)[] | undefined)[];

/** A key of the kind that the block writes. */
export interface KeyFact {
  readonly spec: KeySpec;
  readonly entry: ResolvedEntry;
  /**
   * `valid`: passed by itself; `value` is coerced. `unknown`: an interpolation stands in the way, in a list perhaps
   * for some items only. `invalid`: refused, and said so.
   */
  readonly status: 'valid' | 'unknown' | 'invalid';
  readonly value?: CoercedValue;
}

/** What the schema stage learnt about a block whose kind is known. */
export interface BlockFacts {
  readonly spec: KindSpec;
  readonly kindOrigin: Origin;
  readonly map: ResolvedMap;
  readonly keys: ReadonlyMap<string, KeyFact>;
  /** Keys that the block does not write, but that one of its unknown keys was meant to be. */
  readonly meant: ReadonlySet<string>;
  /** Whether every key that the kind knows is valid by itself or unknown. */
  readonly sound: boolean;
  /** Whether required keys are missing. */
  readonly lacksKeys: boolean;
  /** Whether nothing that the kind knows is unknown. */
  readonly complete: boolean;
}

/** The number a key has: as written, or its default where it is not written; undefined where nobody can tell. */
export function numberOf(facts: BlockFacts, key: string): number | undefined {
  const fact = facts.keys.get(key);
  const value =
    fact === undefined ? facts.spec.keys.get(key)?.default : fact.status === 'valid' ? fact.value : undefined;
  return typeof value === 'number' ? value : undefined;
}

/** The word a key has, in the same way. */
export function wordOf(facts: BlockFacts, key: string): string | undefined {
  const fact = facts.keys.get(key);
  const value =
    fact === undefined ? facts.spec.keys.get(key)?.default : fact.status === 'valid' ? fact.value : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The numbers of a list, or undefined where any of them is unknown. */
export function numbersOf(facts: BlockFacts, key: string): readonly number[] | undefined {
  const fact = facts.keys.get(key);
  return fact?.status === 'valid' && isNumbers(fact.value) ? fact.value : undefined;
}

function isNumbers(value: CoercedValue | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

/** Nobody looks at the entries of a longer list one by one. */
const LONGEST = 100_000;

/**
 * The items of a list of numbers with the nodes that hold them, or undefined where any of it is unknown or the list is
 * none that anybody wrote.
 */
export function itemsOf(facts: BlockFacts, key: string): { value: number; node: ResolvedNode }[] | undefined {
  const fact = facts.keys.get(key);
  if (fact?.status !== 'valid' || !Array.isArray(fact.value) || fact.entry.value.kind !== 'list') return undefined;
  const nodes = fact.entry.value.items;
  if (nodes.length > LONGEST) return undefined;
  const items: { value: number; node: ResolvedNode }[] = [];
  for (const [index, value] of fact.value.entries()) {
    const node = nodes[index];
    if (typeof value !== 'number' || node === undefined) return undefined;
    items.push({ value, node });
  }
  return items;
}

/** Whether the block writes a value other than null for a key, or one that cannot be told. */
export function isWritten(facts: BlockFacts, key: string): boolean {
  const fact = facts.keys.get(key);
  return fact !== undefined && (fact.status !== 'valid' || fact.value !== null);
}

/** The place of a key's value; that of the kind where the key is not written. */
export function placeOf(facts: BlockFacts, key: string): Origin {
  const fact = facts.keys.get(key);
  return fact === undefined ? facts.kindOrigin : valueOrigin(fact.entry.key.origin, fact.entry.value.origin);
}

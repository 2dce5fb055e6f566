/** Stands in place of a value that the files at hand cannot tell. */
export const unknown: unique symbol = Symbol('unknown');
export type Unknown = typeof unknown;

/** A key's value as upstream holds it after coercion. An int beyond 2^53 is a bigint. */
export type FieldValue = number | bigint | boolean | string | null | Unknown | readonly FieldValue[];

function hasUnknown(value: FieldValue): boolean {
  return value === unknown || (isList(value) && value.some(hasUnknown));
}

function toNumber(value: FieldValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : undefined;
}

function isList(value: FieldValue | undefined): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function isPoint(value: FieldValue): value is readonly [number, number] {
  return isList(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'number';
}

function isNumber(value: FieldValue): value is number {
  return typeof value === 'number';
}

/**
 * The coerced keys of one block, defaults filled in. `given` names the keys that stand in the block, in its order.
 */
export class Fields {
  readonly given: ReadonlySet<string>;
  readonly #values: ReadonlyMap<string, FieldValue>;

  constructor(values: ReadonlyMap<string, FieldValue>, given: ReadonlySet<string>) {
    this.#values = values;
    this.given = given;
  }

  get(name: string): FieldValue | undefined {
    return this.#values.get(name);
  }

  entries(): IterableIterator<[string, FieldValue]> {
    return this.#values.entries();
  }

  /** Whether every one of these keys has a value that is wholly known. */
  isKnown(...names: readonly string[]): boolean {
    return names.every((name) => {
      const value = this.#values.get(name);
      return value !== undefined && !hasUnknown(value);
    });
  }

  /** Whether the key is known to hold something else than null. */
  isSet(name: string): boolean {
    const value = this.#values.get(name);
    return value !== undefined && value !== null && value !== unknown;
  }

  /** undefined where the key is null, unknown or no number. */
  optionalNumber(name: string): number | undefined {
    return toNumber(this.#values.get(name));
  }

  /** Only for keys that are known and not nullable; nan otherwise. */
  number(name: string): number {
    return this.optionalNumber(name) ?? Number.NaN;
  }

  flag(name: string): boolean {
    return this.#values.get(name) === true;
  }

  word(name: string): string {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : '';
  }

  /** The entries of a list of numbers, undefined in place of an unknown one. */
  numbers(name: string): readonly (number | undefined)[] {
    const value = this.#values.get(name);
    return isList(value) ? value.map(toNumber) : [];
  }

  /** The entries of a list that is wholly known; nan in place of anything else. */
  knownNumbers(name: string): readonly number[] {
    const value = this.#values.get(name);
    if (!isList(value)) return [];
    return value.every(isNumber) ? value : value.map((item) => toNumber(item) ?? Number.NaN);
  }

  /** The entries of a list of points, undefined in place of an unknown coordinate. */
  points(name: string): readonly (readonly [number | undefined, number | undefined])[] {
    const value = this.#values.get(name);
    if (!isList(value)) return [];
    if (value.every(isPoint)) return value;
    return value.map((point) => (isList(point) ? [toNumber(point[0]), toNumber(point[1])] : [undefined, undefined]));
  }

  /** Those of the names that stand in the block, in the block's order. */
  present(...names: readonly string[]): readonly string[] {
    return [...this.given].filter((name) => names.includes(name));
  }
}

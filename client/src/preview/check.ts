/** Reads values that come out of a web page, or out of a state that an older version (or nobody) left. */

export type Fields = Readonly<Record<string, unknown>>;

/** The members of a plain object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isOneOf<T extends string>(choices: readonly T[], value: unknown): value is T {
  return (choices as readonly unknown[]).includes(value);
}

/** The items of a list that `read` makes something of, at most `most` of them. */
export function listOf<T>(value: unknown, most: number, read: (item: unknown) => T | undefined): T[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, most)
    .map(read)
    .filter((item): item is Exclude<typeof item, undefined> => item !== undefined) as T[];
}

/** A stretch from a lower to a higher number. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function readSpan(value: unknown): Span | undefined {
  const { from, to } = fieldsOf(value);
  return isNumber(from) && isNumber(to) && from < to ? { from, to } : undefined;
}

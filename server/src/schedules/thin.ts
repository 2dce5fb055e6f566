/** At most `limit` of some values, evenly chosen and in their order. */
export function thinned(values: readonly number[], limit: number): readonly number[] {
  if (values.length <= limit) return values;
  return Array.from({ length: limit }, (_, index) => values[Math.floor((index * values.length) / limit)] ?? 0);
}

import { fromWire } from '../../../../server/src/format';
import type { Curve } from '../../../../server/src/plot';
import type { PreviewResult } from '../../../../server/src/protocol';

/** The highest value over all of training: as the server says it, otherwise of a curve that shows all of it. */
export function peakOf({ facts }: Pick<PreviewResult, 'facts'>, whole: Curve | undefined): number | undefined {
  const told = facts.find(({ label }) => label === 'peak')?.number;
  if (told !== undefined) return fromWire(told);
  let highest: number | undefined;
  const values = whole?.series[0]?.values ?? [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (Number.isFinite(value) && (highest === undefined || value > highest)) highest = value;
  }
  return highest;
}

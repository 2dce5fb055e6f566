import { formatEpoch, formatPercent, formatStep, formatValue } from '../../../../server/src/format';
import { type Curve, readSeries, type Series } from '../../../../server/src/plot';

/** The last step that training evaluates. */
export function lastStep(curve: Curve): number {
  return Math.max(0, Math.ceil(curve.totalSteps) - 1);
}

/**
 * The step that a key moves the crosshair to, or undefined for a key that does not. An arrow moves far enough to be
 * seen on a long run, with shift by exactly one step; Page keys by a tenth of training.
 */
export function moveCrosshair(step: number, key: string, shift: boolean, last: number): number | undefined {
  const small = shift ? 1 : Math.max(1, Math.round(last / 500));
  const large = Math.max(1, Math.round(last / 10));
  const to = (wanted: number) => Math.min(last, Math.max(0, wanted));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return to(step + small);
    case 'ArrowLeft':
    case 'ArrowDown':
      return to(step - small);
    case 'PageUp':
      return to(step + large);
    case 'PageDown':
      return to(step - large);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/**
 * The whole step nearest to `step`; for a line the nearest step with a computed value, if one is no farther than
 * `reach` steps, so that the reading is exact wherever pointing cannot be.
 */
export function snapStep(series: Series | undefined, step: number, reach: number, last: number): number {
  const whole = Math.min(last, Math.max(0, Math.round(step)));
  if (series === undefined || series.shape === 'step') return whole;
  let best = whole;
  let distance = Number.POSITIVE_INFINITY;
  const { steps } = series;
  // Binary search for the first step that is not before `whole`; the nearest one is it or the one before.
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle] ?? 0) < whole) low = middle + 1;
    else high = middle;
  }
  for (const candidate of [steps[low - 1], steps[low]]) {
    if (candidate === undefined || candidate > last) continue;
    const off = Math.abs(candidate - whole);
    if (off <= reach && off < distance) {
      best = candidate;
      distance = off;
    }
  }
  return best;
}

export interface CrosshairReading {
  readonly step: string;
  /** Percentage of training, and the epoch where updates per epoch are known. */
  readonly progress: string;
  /** One per series, in their order. */
  readonly values: readonly { readonly label: string; readonly value: string; readonly exact: boolean }[];
  /** All of it as one sentence, for a screen reader. */
  readonly text: string;
}

/** What the crosshair says at a step. */
export function readCrosshair(curve: Curve, step: number): CrosshairReading {
  const values = curve.series.map((series) => {
    const { value, exact } = readSeries(series, step);
    const { failure } = series;
    if (failure !== undefined && step >= failure.step) return { label: series.label, value: failure.message, exact };
    if (Number.isNaN(value)) return { label: series.label, value: 'nan', exact };
    return { label: series.label, value: formatValue(value, curve.unit, { approximate: !exact }), exact };
  });
  const at = `${formatStep(step)} of ${formatStep(curve.totalSteps)}`;
  const epoch = curve.updatesPerEpoch ? `, epoch ${formatEpoch(step / curve.updatesPerEpoch)}` : '';
  const progress = `${formatPercent(step / curve.totalSteps)}${epoch}`;
  const named = values.length > 1;
  const spoken = values.map(({ label, value }) => `${named ? label : curve.quantity} ${value}`);
  return { step: at, progress, values, text: [`step ${at}`, progress, ...spoken].join(', ') };
}

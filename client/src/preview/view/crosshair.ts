import * as l10n from '@vscode/l10n';
import { formatEpoch, formatPercent, formatStep, formatValue } from '../../../../server/src/format';
import { type Curve, readSeries, type Series } from '../../../../server/src/plot';
import type { Span } from '../check';

/** The last step that training evaluates. */
export function lastStep(curve: Curve): number {
  return Math.max(0, Math.ceil(curve.totalSteps) - 1);
}

/**
 * The step that a key moves the crosshair to, or undefined for a key that does not. An arrow moves far enough to be
 * seen on the stretch in sight, with shift by exactly one step; Page keys by a tenth of it.
 */
export function moveCrosshair(
  step: number,
  key: string,
  shift: boolean,
  last: number,
  sight: Span = { from: 0, to: last },
): number | undefined {
  const length = sight.to - sight.from;
  const small = shift ? 1 : Math.max(1, Math.round(length / 500));
  const large = Math.max(1, Math.round(length / 10));
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

export interface CrosshairValue {
  readonly label: string;
  readonly value: string;
  readonly exact: boolean;
  /** Of the first series: how much of its peak that is. */
  readonly ofPeak?: string;
  /** Of an overlay: how far the first series lies from it, `+2e-4 (+25 %)`. */
  readonly difference?: string;
}

export interface CrosshairReading {
  readonly step: string;
  /** Percentage of training, and the epoch where updates per epoch are known. */
  readonly progress: string;
  /** One per series, in their order. */
  readonly values: readonly CrosshairValue[];
  /** All of it as one sentence, for a screen reader. */
  readonly text: string;
}

export interface ReadingOptions {
  /** The highest value of the first series over all of training. */
  readonly peak?: number;
  /** Whether the series at a place is held against the first one. None is when not given. */
  readonly isOverlay?: (place: number) => boolean;
}

/** What the crosshair says at a step. */
export function readCrosshair(
  curve: Curve,
  step: number,
  { peak, isOverlay = () => false }: ReadingOptions = {},
): CrosshairReading {
  const main = curve.series[0];
  const own = main === undefined ? Number.NaN : valueAt(main, step);
  const values = curve.series.map((series, place): CrosshairValue => {
    const { value, exact } = readSeries(series, step);
    const { failure, label } = series;
    if (failure !== undefined && step >= failure.step) return { label, value: failure.message, exact };
    if (Number.isNaN(value)) return { label, value: isWithin(series, step) ? 'nan' : l10n.t('none'), exact };
    const unit = series.axis === 'right' ? curve.right?.unit : curve.unit;
    const difference = place > 0 && isOverlay(place) ? differenceText(own, value) : undefined;
    return {
      label,
      value: formatValue(value, unit, { approximate: !exact }),
      exact,
      ...(place === 0 && peak !== undefined && peak > 0 && { ofPeak: formatPercent(value / peak) }),
      ...(difference !== undefined && { difference }),
    };
  });
  const at = l10n.t('{0} of {1}', formatStep(step), formatStep(curve.totalSteps));
  const epoch = curve.updatesPerEpoch ? `, ${l10n.t('epoch {0}', formatEpoch(step / curve.updatesPerEpoch))}` : '';
  const progress = `${formatPercent(step / curve.totalSteps)}${epoch}`;
  const named = values.length > 1;
  const spoken = values.map(({ label, value, ofPeak, difference }) => {
    const peakText = ofPeak === undefined ? '' : `, ${l10n.t('{0} of the peak', ofPeak)}`;
    const apart =
      difference === undefined
        ? ''
        : `, ${l10n.t('difference {0}', difference === 'none' ? l10n.t('none') : difference)}`;
    return `${named ? label : curve.quantity} ${value}${peakText}${apart}`;
  });
  return { step: at, progress, values, text: [l10n.t('step {0}', at), progress, ...spoken].join(', ') };
}

function valueAt(series: Series, step: number): number {
  const { failure } = series;
  return failure !== undefined && step >= failure.step ? Number.NaN : readSeries(series, step).value;
}

function isWithin({ steps }: Series, step: number): boolean {
  return step >= (steps[0] ?? Number.POSITIVE_INFINITY) && step <= (steps[steps.length - 1] ?? -1);
}

/** `own` seen from `other`: the difference, and what part of the other it is. */
function differenceText(own: number, other: number): string | undefined {
  const difference = own - other;
  if (!Number.isFinite(difference)) return undefined;
  // What the last bits of a value say is no difference.
  if (Math.abs(difference) <= 1e-12 * Math.max(Math.abs(own), Math.abs(other))) return 'none';
  const sign = difference > 0 ? '+' : '';
  const part = other === 0 ? '' : ` (${sign}${formatPercent(difference / other)})`;
  return `${sign}${formatValue(difference)}${part}`;
}

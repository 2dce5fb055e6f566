import { formatLocale } from 'd3-format';

// d3's own default writes U+2212 for a minus, which YAML does not read back when a value is copied.
const locale = formatLocale({ decimal: '.', thousands: ',', grouping: [3], currency: ['', ''], minus: '-' });

const grouped = locale.format(',.2~f');

/** Powers of ten between which (the upper one excluded) a number is written without an exponent: 0.01 to 100,000. */
const MIN_DECIMAL_POWER = -2;
const MAX_DECIMAL_POWER = 5;

/** Two numbers closer than this are the same to a reader: `1e-3 * 0.1` is `1e-4`, whatever its last bit says. */
const SAME = 1e-12;

export interface NumberFormat {
  /** Significant digits where the number is not shorter anyway; 4 when not given. */
  readonly digits?: number;
  /** Puts `≈ ` before a number that had to be rounded. */
  readonly approximate?: boolean;
  /** Sets the rule of notation aside, so that all numbers of one axis are written alike. */
  readonly notation?: 'decimal' | 'exponent';
}

/**
 * A value of a schedule (learning rate, weight decay, factor) as short text.
 *
 * The one rule of notation: from 0.01 up to (not including) 100,000 a number is written as a decimal, outside that with
 * an exponent that has neither plus sign nor leading zero. So 0.001 is always `1e-3`, 0.05 always `0.05`. A number with
 * few significant digits is exact; a longer one is rounded to `digits`, though digits before the point are never lost.
 * Not finite values are written as Python prints them: `inf`, `-inf`, `nan`.
 */
export function formatNumber(value: number, { digits = 4, approximate = false, notation }: NumberFormat = {}): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return '0';
  // Without digits, toExponential gives the shortest text that reads back as the same number.
  const shortest = value.toExponential();
  const power = exponentOf(shortest);
  const kept = power < MAX_DECIMAL_POWER ? Math.max(1, digits, power + 1) : Math.max(1, digits);
  const long = shortest.replace(/e.*|\D/g, '').length > kept;
  const scientific = long ? value.toExponential(kept - 1) : shortest;
  // Decided on the rounded number, so that 0.0099999 does not end up as `1e-2` beside `0.01`.
  const rounded = exponentOf(scientific);
  const decimal =
    notation === undefined ? rounded >= MIN_DECIMAL_POWER && rounded < MAX_DECIMAL_POWER : notation === 'decimal';
  const text = decimal
    ? locale.format(`.${kept}~r`)(value)
    : `${scientific.slice(0, scientific.indexOf('e')).replace(/(?<!0)\.?0+$/, '')}e${rounded}`;
  if (!approximate) return text;
  const shown = Number(text);
  return Math.abs(shown - value) <= SAME * Math.abs(value) ? text : `≈ ${text}`;
}

function exponentOf(scientific: string): number {
  return Number(scientific.slice(scientific.indexOf('e') + 1));
}

/** A value with the unit it is counted in, such as `0.5 × ${model.optim.lr}`; without a unit, the value alone. */
export function formatValue(value: number, unit?: string, format?: NumberFormat): string {
  const text = formatNumber(value, format);
  return unit === undefined ? text : `${text} × ${unit}`;
}

/** A step or a number of steps with thousands separators: `1,000`. At most two decimals, where it is not whole. */
export function formatStep(step: number): string {
  return Number.isFinite(step) ? grouped(step === 0 ? 0 : step) : formatNumber(step);
}

const SHORT_STEPS: readonly (readonly [number, string])[] = [
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** A step for the tick of an axis: from 10,000 on in thousands (`20k`), millions (`1.5M`) or billions (`2B`). */
export function formatStepShort(step: number): string {
  const size = Math.abs(step);
  if (!Number.isFinite(step) || size < 10_000) return formatStep(step);
  const unit = SHORT_STEPS.find(([from]) => size >= from) ?? [1, ''];
  return `${grouped(step / unit[0])}${unit[1]}`;
}

/** An epoch, which may be in between two: `3`, `1.5`. */
export function formatEpoch(epoch: number): string {
  return formatStep(epoch);
}

/**
 * A fraction of training as a percentage, `0.3` as `30 %`, with three significant digits, or as many more as it takes
 * that nothing but 0 reads `0 %` and nothing but 1 reads `100 %`.
 */
export function formatPercent(fraction: number): string {
  if (!Number.isFinite(fraction)) return `${formatNumber(fraction)} %`;
  const percent = fraction * 100;
  for (let digits = 3; digits <= 17; digits++) {
    const text = formatNumber(percent, { digits });
    const shown = Number(text);
    if ((shown !== 0 && shown !== 100) || Math.abs(shown - percent) <= SAME * 100) return `${text} %`;
  }
  return `${formatNumber(percent, { digits: 17 })} %`;
}

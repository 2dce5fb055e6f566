import * as l10n from '@vscode/l10n';
import { ScheduleError } from './errors';
import { invert, multiply, wide } from './wide';

/** Python's `a / b` of two ints or floats. */
export function divide(a: number, b: number): number {
  if (b === 0) {
    throw new ScheduleError(
      'ZeroDivisionError',
      l10n.t('The total number of steps comes out as 0, and the step is divided by it.'),
    );
  }
  return a / b;
}

/** Python's `int(x)` of a float: the fraction is cut off. */
export function truncate(x: number): number {
  if (Number.isNaN(x))
    throw new ScheduleError('ValueError', l10n.t('A step count comes out as nan, which is no whole number.'));
  if (!Number.isFinite(x)) {
    throw new ScheduleError('OverflowError', l10n.t('A step count comes out as infinite, which is no whole number.'));
  }
  return Math.trunc(x) + 0;
}

/** Python's `round(x, 10)`: the exact binary value, rounded to ten decimals, halves to the even digit. */
export function roundToTenDecimals(x: number): number {
  // A double of this size has no decimals, and toFixed would write it in another notation.
  if (!Number.isFinite(x) || Math.abs(x) >= 1e21) return x;
  const eleventh = x * 2048;
  // x lies exactly between two ten-digit decimals only where it is an odd multiple of 2^-11.
  if (Number.isInteger(eleventh) && Math.abs(eleventh) % 2 === 1) {
    const halves = BigInt(eleventh) * 9765625n;
    const below = (halves - 1n) / 2n;
    const even = below % 2n === 0n ? below : below + 1n;
    return Number(`${even}e-10`);
  }
  return Number(x.toFixed(10));
}

/** Python's `base ** exponent` of two floats. A complex result, on which upstream stumbles, is a TypeError. */
export function power(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1;
  if (Number.isNaN(base) || Number.isNaN(exponent)) return Number.NaN;
  if (!Number.isFinite(exponent)) {
    const size = Math.abs(base);
    if (size === 1) return 1;
    return exponent > 0 === size > 1 ? Number.POSITIVE_INFINITY : 0;
  }
  if (!Number.isFinite(base)) return base ** exponent;
  if (base === 0) {
    if (exponent < 0) {
      throw new ScheduleError('ZeroDivisionError', l10n.t`0 is raised to the negative power ${exponent}.`);
    }
    return base ** exponent;
  }
  const whole = Number.isInteger(exponent);
  if (base < 0 && !whole) {
    if (!Number.isFinite((-base) ** exponent)) throw overflow(base, exponent);
    throw new ScheduleError(
      'TypeError',
      l10n.t`A negative number (${base}) is raised to the fractional power ${exponent}, which is a complex number.`,
    );
  }
  const size = whole ? integerPower(Math.abs(base), exponent) : Math.abs(base) ** exponent;
  if (!Number.isFinite(size)) throw overflow(base, exponent);
  return base < 0 && exponent % 2 !== 0 ? -size : size;
}

function overflow(base: number, exponent: number): ScheduleError {
  return new ScheduleError('OverflowError', l10n.t`${base} to the power ${exponent} is larger than any float.`);
}

const words = new DataView(new ArrayBuffer(8));

/** x as mantissa in [1, 2) and power of two; x is positive and finite. */
function normalize(x: number): { mantissa: number; exponent: number } {
  let scaled = x;
  let shift = 0;
  if (x < 2 ** -1022) {
    scaled = x * 2 ** 54;
    shift = -54;
  }
  words.setFloat64(0, scaled);
  const high = words.getUint32(0);
  const exponent = ((high >>> 20) & 0x7ff) - 1023;
  words.setUint32(0, (high & 0x800fffff) | 0x3ff00000);
  return { mantissa: words.getFloat64(0), exponent: exponent + shift };
}

function scale(x: number, exponent: number): number {
  if (exponent > 1100) return Number.POSITIVE_INFINITY;
  if (exponent < -1200) return 0;
  const half = Math.trunc(exponent / 2);
  return exponent >= -1022 && exponent <= 1023 ? x * 2 ** exponent : x * 2 ** half * 2 ** (exponent - half);
}

/**
 * base to a whole power, base positive and finite, within one unit in the last place: engines are off by hundreds in
 * `**` with a large exponent, and a step schedule raises its factor to as many drops as there were.
 */
function integerPower(base: number, exponent: number): number {
  const count = Math.abs(exponent);
  if (count > 2 ** 45) return base ** exponent;
  if (exponent === 1) return base;
  // One product is exact to the last place by itself, unless it is too small to be.
  if (exponent === 2 && base * base >= 2 ** -1000) return base * base;
  const start = normalize(base);
  let square = wide(start.mantissa);
  let squareExponent = start.exponent;
  let result = wide(1);
  let resultExponent = 0;
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      result = multiply(result, square);
      resultExponent += squareExponent;
      if (result.high >= 2) {
        result = wide(result.high / 2, result.low / 2);
        resultExponent += 1;
      }
    }
    square = multiply(square, square);
    squareExponent *= 2;
    if (square.high >= 2) {
      square = wide(square.high / 2, square.low / 2);
      squareExponent += 1;
    }
  }
  return exponent > 0 ? scale(result.high, resultExponent) : scale(invert(result).high, -resultExponent);
}

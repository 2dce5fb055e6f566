import { ScheduleError } from './errors';

/** Python's `a / b` of two ints or floats. */
export function divide(a: number, b: number): number {
  if (b === 0) {
    throw new ScheduleError(
      'ZeroDivisionError',
      'The total number of steps comes out as 0, and the step is divided by it.',
    );
  }
  return a / b;
}

/** Python's `int(x)` of a float: the fraction is cut off. */
export function truncate(x: number): number {
  if (Number.isNaN(x))
    throw new ScheduleError('ValueError', 'A step count comes out as nan, which is no whole number.');
  if (!Number.isFinite(x)) {
    throw new ScheduleError('OverflowError', 'A step count comes out as infinite, which is no whole number.');
  }
  return Math.trunc(x) + 0;
}

/** Python's `round(x, 10)`: the exact binary value, rounded to ten decimals, halves to the even digit. */
export function roundToTenDecimals(x: number): number {
  // From 2^53 / 2^20 on a double has no more than ten decimals... but only above 1e21 does toFixed change its notation.
  if (!Number.isFinite(x) || Math.abs(x) >= 1e21) return x;
  const eleventh = x * 2048;
  // x lies exactly between two ten-digit decimals only where it is an odd multiple of 2^-11.
  if (Number.isInteger(eleventh) && Math.abs(eleventh) % 2 === 1) {
    const halves = BigInt(eleventh) * 9765625n;
    const lower = (halves - 1n) / 2n;
    const below = halves > 0n ? lower : lower - 1n;
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
      throw new ScheduleError('ZeroDivisionError', `0 is raised to the negative power ${exponent}.`);
    }
    return base ** exponent;
  }
  const whole = Number.isInteger(exponent);
  if (base < 0 && !whole) {
    if (!Number.isFinite((-base) ** exponent)) throw overflow(base, exponent);
    throw new ScheduleError(
      'TypeError',
      `A negative number (${base}) is raised to the fractional power ${exponent}, which is a complex number.`,
    );
  }
  const size = whole ? integerPower(Math.abs(base), exponent) : Math.abs(base) ** exponent;
  if (!Number.isFinite(size)) throw overflow(base, exponent);
  return base < 0 && exponent % 2 !== 0 ? -size : size;
}

function overflow(base: number, exponent: number): ScheduleError {
  return new ScheduleError('OverflowError', `${base} to the power ${exponent} is larger than any float.`);
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

/** Twice a double's precision: the value is high + low, times 2 to the power exponent. */
interface Wide {
  readonly high: number;
  readonly low: number;
  readonly exponent: number;
}

function multiply(a: Wide, b: Wide): Wide {
  const product = a.high * b.high;
  const split = 134217729;
  const aBig = split * a.high;
  const aHigh = aBig - (aBig - a.high);
  const aLow = a.high - aHigh;
  const bBig = split * b.high;
  const bHigh = bBig - (bBig - b.high);
  const bLow = b.high - bHigh;
  const error = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  const rest = error + (a.high * b.low + a.low * b.high);
  const high = product + rest;
  const low = rest - (high - product);
  const exponent = a.exponent + b.exponent;
  return high >= 2 ? { high: high / 2, low: low / 2, exponent: exponent + 1 } : { high, low, exponent };
}

/**
 * base to a whole power, base positive and finite, within one unit in the last place: engines differ by several in
 * `**`, and a step schedule raises its factor to hundreds.
 */
function integerPower(base: number, exponent: number): number {
  const count = Math.abs(exponent);
  if (count > 2 ** 31) return base ** exponent;
  const start = normalize(base);
  let square: Wide = { high: start.mantissa, low: 0, exponent: start.exponent };
  let result: Wide = { high: 1, low: 0, exponent: 0 };
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    if (rest > 1) square = multiply(square, square);
  }
  if (exponent > 0) return scale(result.high + result.low, result.exponent);
  const inverse = 1 / result.high;
  const exact = multiply({ high: inverse, low: 0, exponent: 0 }, { ...result, exponent: 0 });
  const correction = (1 - exact.high * 2 ** exact.exponent - exact.low * 2 ** exact.exponent) * inverse;
  return scale(inverse + correction, -result.exponent);
}

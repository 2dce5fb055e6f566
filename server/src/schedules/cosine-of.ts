import { add, divideBy, multiply, negate, type Wide, wide } from './wide';

/**
 * Python's `math.cos`, correctly rounded where the angle is within a few turns; in radians. Engines are off by a bit now
 * and then. Most angles take the quick way: with an error so small that either end of it rounds to the same number.
 */
export function cosine(angle: number): number {
  if (!(Math.abs(angle) < 16)) return Math.cos(angle);
  const quick = quickCosine(angle);
  return Number.isNaN(quick) ? slowCosine(angle) : quick;
}

// pi / 2 to 107 bits.
const halfPi = wide(1.5707963267948966, 6.123233995736766e-17);

/** Within some 2^-100, by the Taylor series in twice a double's precision. */
export function slowCosine(angle: number): number {
  const quarters = Math.round(angle / halfPi.high);
  const rest = add(wide(angle), negate(multiply(wide(quarters), halfPi)));
  // The cosine, or the sine where the angle is off by an odd number of quarter turns.
  const sum = series(rest, quarters % 2 !== 0);
  const turn = ((quarters % 4) + 4) % 4;
  return turn === 1 || turn === 2 ? -sum.high : sum.high;
}

function series(angle: Wide, isSine: boolean): Wide {
  const squared = multiply(angle, angle);
  let term = isSine ? angle : wide(1);
  let sum = term;
  for (let order = isSine ? 2 : 1; order < 40 && Math.abs(term.high) > 1e-34; order += 2) {
    term = negate(divideBy(multiply(term, squared), order * (order + 1)));
    sum = add(sum, term);
  }
  return sum;
}

/** The angles that are tabled are whole multiples of this, from 0 to an eighth of a turn. */
const SPACING = 2 ** -9;
const ENTRIES = 404;
/** Added and taken away, it leaves of a number below a spacing the first 26 bits. */
const UPPER_BITS = 1.5 * 2 ** 16;
/** Leaves of a number below 1 the first 27 bits. */
const UPPER_BITS_OF_ONE = 1.5 * 2 ** 25;

/** For each tabled angle, one behind the other: its cosine and its sine, both as their first bits and what is missing. */
let table: Float64Array | undefined;

function makeTable(): Float64Array {
  const made = new Float64Array(ENTRIES * 4);
  for (let entry = 0; entry < ENTRIES; entry += 1) {
    [false, true].forEach((isSine, place) => {
      const { high, low } = series(wide(entry * SPACING), isSine);
      const upper = high + UPPER_BITS_OF_ONE - UPPER_BITS_OF_ONE;
      made.set([upper, high - upper + low], entry * 4 + 2 * place);
    });
  }
  return made;
}

// pi / 2 in three parts, the first two of 33 bits: whole multiples of them up to 10 are exact.
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const QUARTERS_PER_RADIAN = 2 / Math.PI;

/** Closer to a multiple of a quarter turn than this, too little of the angle is left. */
const TOO_CLOSE = 2 ** -20;
/** More than all roundings below come to: the largest is that of a number below 2^-19. */
const ERROR = 2 ** -67;

/** The correctly rounded cosine of an angle below 16, or nan where its rounding is in doubt. */
function quickCosine(angle: number): number {
  const quarters = Math.floor(angle * QUARTERS_PER_RADIAN + 0.5);
  // rest + below = angle - quarters * pi / 2
  const near = angle - quarters * HALF_PI_1;
  const less = quarters * HALF_PI_2;
  let rest = near - less;
  let below = near - rest - less - quarters * HALF_PI_3;
  const isOdd = (quarters & 1) !== 0;
  let isNegative = ((quarters + 1) & 2) !== 0;
  if (rest < 0) {
    rest = -rest;
    below = -below;
    if (isOdd) isNegative = !isNegative;
  }
  if (!(rest > TOO_CLOSE)) return angle === 0 ? 1 : Number.NaN;
  table ??= makeTable();
  const entry = (rest * (1 / SPACING) + 0.5) | 0;
  const at = entry * 4;
  const cosUpper = table[at] as number;
  const cosLower = table[at + 1] as number;
  const sinUpper = table[at + 2] as number;
  const sinLower = table[at + 3] as number;
  const cos = cosUpper + cosLower;
  const sin = sinUpper + sinLower;
  // How far the angle is from the tabled one, exactly; its cosine less 1, and its sine less itself.
  const off = rest - entry * SPACING;
  const offUpper = off + UPPER_BITS - UPPER_BITS;
  const offLower = off - offUpper;
  const squared = off * off;
  const cosOff = squared * (squared * (1 / 24) - 1 / 2);
  const sinOff = off * squared * (squared * (1 / 120) - 1 / 6);
  let high: number;
  let low: number;
  let error = ERROR;
  if (!isOdd) {
    // cos(a + b) = cos a cos b - sin a sin b, where the first bits of the last product are exact
    const product = sinUpper * offUpper;
    high = cosUpper - product;
    low = cosUpper - high - product + (cosLower - sinUpper * offLower - sinLower * off);
    low += cos * cosOff - sin * sinOff - below * (sin + cos * off);
  } else if (entry > 0) {
    // sin(a + b) = sin a cos b + cos a sin b
    const product = cosUpper * offUpper;
    high = sinUpper + product;
    low = sinUpper - high + product + (sinLower + cosUpper * offLower + cosLower * off);
    low += sin * cosOff + cos * sinOff + below * (cos - sin * off);
  } else {
    high = off;
    low = sinOff + below * (1 + cosOff);
    error = off * ERROR;
  }
  const value = high + (low + error);
  if (value !== high + (low - error)) return Number.NaN;
  return isNegative ? -value : value;
}

import { add, divideBy, multiply, negate, type Wide, wide } from './wide';

/*
 * cos(a + b) = cos a cos b − sin a sin b, where a is the whole multiple of SPACING next to the angle, and b what is left of
 * the angle: at most 2^-8, and exact. Where the error leaves in doubt to which double this rounds, a series decides.
 *
 * Why the error is below ERROR: of sin a, the first 7 bits behind the point are tabled apart. They times b are exact, since
 * for an angle from 2^-(j+1) to 2^-j this product is a multiple of 2^-(j+60) and at most 2^-(j+7). So is cos a less the
 * product, as `high` and what `high` is rounded by: cos a is the larger of the two, but for the a next to a quarter turn,
 * where both are multiples of 2^-52 and nothing is rounded. All else comes to less than 2^-15. Its roundings, those of the
 * cos a in it, and the terms left out of the series of cos b and sin b, the first of them b^7 / 5040, come to less than
 * 10 * 2^-69.
 */

/** Of the tabled angles, from 0 to half a turn. */
const SPACING = 2 ** -7;
const ENTRIES = 403;
/** Added to a number of a few units and taken away, it leaves the next multiple of 2^-7. */
const SEVEN_BITS = 1.5 * 2 ** 45;
/** So to one from -1 to 1: the next multiple of 2^-51. */
const MOST_BITS = 3;
const ERROR = 2 ** -65;

/** For each tabled angle, one behind the other: its cosine and what that lacks, its sine and what that lacks. */
let table: Float64Array | undefined;

function makeTable(): Float64Array {
  const made = new Float64Array(ENTRIES * 4);
  const spacing = wide(SPACING);
  const [cosStep, sinStep] = [series(spacing, false), series(spacing, true)];
  let [cos, sin] = [wide(1), wide(0)];
  for (let at = 0; at < made.length; at += 4) {
    const cosUpper = cos.high + MOST_BITS - MOST_BITS;
    const sinUpper = sin.high + SEVEN_BITS - SEVEN_BITS;
    made[at] = cosUpper;
    made[at + 1] = cos.high - cosUpper + cos.low;
    made[at + 2] = sinUpper;
    made[at + 3] = sin.high - sinUpper + sin.low;
    [cos, sin] = [
      add(multiply(cos, cosStep), negate(multiply(sin, sinStep))),
      add(multiply(sin, cosStep), multiply(cos, sinStep)),
    ];
  }
  return made;
}

/**
 * Python's `1 + math.cos(angle)`, of a cosine that is correctly rounded below 16; in radians, from 0. Engines are off by a
 * bit now and then.
 */
export function raisedCosine(angle: number): number {
  return angle <= Math.PI ? tabled(angle, 0, angle) : beyondHalfTurn(angle);
}

/** The same for an angle up to half a turn, of a cosine that is less by `less` and that of the angle `origin`. */
function tabled(angle: number, less: number, origin: number): number {
  table ??= makeTable();
  const near = angle + SEVEN_BITS - SEVEN_BITS;
  const at = (near * (4 / SPACING)) | 0;
  const cosUpper = table[at] as number;
  const cosLower = table[at + 1] as number;
  const sinUpper = table[at + 2] as number;
  const sinLower = table[at + 3] as number;
  const off = angle - near;
  const squared = off * off;
  // cos off = 1 + cosRest, sin off = off * (1 + sinRest)
  const cosRest = squared * (squared * (1 / 24 - squared * (1 / 720)) - 1 / 2);
  const sinRest = squared * (squared * (1 / 120) - 1 / 6);
  const product = sinUpper * off;
  const high = cosUpper - product;
  const small = cosLower - less + cosUpper * cosRest - off * (sinLower + (sinUpper + sinLower) * sinRest);
  const low = cosUpper - high - product + small;
  const value = 1 + (high + (low + ERROR));
  return value === 1 + (high + (low - ERROR)) ? value : 1 + slowCosine(origin);
}

// Two pi in three parts, the first two of 33 bits: a few times them is exact.
const TURN_1 = 4 * 1.5707963267341256;
const TURN_2 = 4 * 6.077100506303966e-11;
const TURN_3 = 4 * 2.0222662487959506e-21;

/** A schedule whose overhang is negative goes on after its end. */
function beyondHalfTurn(angle: number): number {
  if (!(angle < 16)) return 1 + Math.cos(angle);
  const turns = Math.round(angle / (2 * Math.PI));
  const near = angle - turns * TURN_1;
  const rest = near - turns * TURN_2;
  const below = near - rest - turns * TURN_2 - turns * TURN_3;
  return tabled(Math.abs(rest), below * Math.sin(rest), angle);
}

// pi / 2 to 107 bits.
const halfPi = wide(1.5707963267948966, 6.123233995736766e-17);

/** Within some 2^-100 for an angle of a few turns, by the Taylor series in twice a double's precision. */
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

/**
 * Numbers of twice a double's precision, for the two functions in which JavaScript engines differ from each other and
 * from C's library by more than a schedule's values may: `**` and `cos`.
 */
export interface Wide {
  readonly high: number;
  /** What is missing from `high`; below half a unit in its last place. */
  readonly low: number;
}

function normal(high: number, low: number): Wide {
  const sum = high + low;
  return { high: sum, low: low - (sum - high) };
}

function product(a: number, b: number): Wide {
  const high = a * b;
  const split = 134217729;
  const aBig = split * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = split * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  return { high, low: aLow * bLow - (high - aHigh * bHigh - aLow * bHigh - aHigh * bLow) };
}

export function wide(high: number, low = 0): Wide {
  return { high, low };
}

/** Both factors of a size whose product is far from the limits of a double. */
export function multiply(a: Wide, b: Wide): Wide {
  const { high, low } = product(a.high, b.high);
  return normal(high, low + (a.high * b.low + a.low * b.high));
}

export function add(a: Wide, b: Wide): Wide {
  const high = a.high + b.high;
  const part = high - a.high;
  const low = a.high - (high - part) + (b.high - part);
  return normal(high, low + a.low + b.low);
}

export function divideBy(a: Wide, divisor: number): Wide {
  const quotient = a.high / divisor;
  const back = product(quotient, divisor);
  return normal(quotient, (a.high - back.high - back.low + a.low) / divisor);
}

/** One divided by a. */
export function invert(a: Wide): Wide {
  const guess = 1 / a.high;
  const one = multiply(wide(guess), a);
  return normal(guess, (1 - one.high - one.low) * guess);
}

export function negate(a: Wide): Wide {
  return { high: -a.high, low: -a.low };
}

/** Digits that a fraction of training is written with, where they are enough. */
const DIGITS = 6;

/** The most digits that tell a double from its neighbours. */
const MOST_DIGITS = 17;

/** A number as it stands in a config: never without a digit on both sides of a point. */
function decimalText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/**
 * A step as the fraction of training that upstream reaches at exactly that step: it compares step / total with what is
 * written, so that a fraction which was rounded up would be reached one step late.
 */
export function fractionOf(step: number, total: number): string {
  const exact = step / total;
  for (let digits = DIGITS; digits < MOST_DIGITS; digits++) {
    const rounded = Number(exact.toPrecision(digits));
    const unit = 10 ** (Math.floor(Math.log10(exact)) + 1 - digits);
    const below = rounded <= exact ? rounded : Number((rounded - unit).toPrecision(digits));
    if (below <= exact && below > (step - 1) / total) return decimalText(below);
  }
  return decimalText(exact);
}

/**
 * The shortest fraction with at least three digits that is not below `from` and for which `holds`, or undefined where
 * there is none.
 */
export function shortestFraction(from: number, holds: (fraction: number) => boolean): number | undefined {
  if (from === 0) return holds(0) ? 0 : undefined;
  for (let digits = 3; digits <= MOST_DIGITS; digits++) {
    const rounded = Number(from.toPrecision(digits));
    const unit = 10 ** (Math.floor(Math.log10(from)) + 1 - digits);
    for (const candidate of [rounded, Number((rounded + unit).toPrecision(digits))])
      if (holds(candidate)) return candidate;
  }
  return undefined;
}

export { decimalText };

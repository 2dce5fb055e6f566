import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raisedCosine, slowCosine } from '../../../server/src/schedules/raised-cosine';

const BITS = 240n;

/** A double as a whole number of 2^-BITS; what is smaller is cut off. */
function fixed(x: number): bigint {
  let exponent = 0;
  let whole = x;
  for (; !Number.isInteger(whole); exponent += 1) whole *= 2;
  return (BigInt(whole) << BITS) >> BigInt(exponent);
}

/** The cosine of an angle below 16, correctly rounded: its series in whole numbers, where no term is above 16^16 / 16!. */
function exactCosine(angle: number): number {
  const x = fixed(angle);
  const squared = (x * x) >> BITS;
  let term = 1n << BITS;
  let sum = term;
  for (let order = 1n; term !== 0n; order += 2n) {
    // Divided, not shifted: a shift would never get from -1 to 0.
    term = (-term * squared) / ((order * (order + 1n)) << BITS);
    sum += term;
  }
  return Number(sum) * 2 ** -Number(BITS);
}

function expectExact(angle: number): void {
  const exact = 1 + exactCosine(angle);
  if (raisedCosine(angle) !== exact) expect(raisedCosine(angle), `${angle}`).toBe(exact);
  if (1 + slowCosine(angle) !== exact) expect(1 + slowCosine(angle), `${angle}, by the series`).toBe(exact);
}

describe('1 + cosine', () => {
  it('rounds as the series in twice the precision does, for the angles of schedules of every length', () => {
    const lengths = [...Array.from({ length: 230 }, (_, index) => 1 + 13 * index), 1e5, 1e6, 1e7];
    for (const last of lengths) {
      const stride = Math.max(1, Math.floor(last / 3000));
      for (let step = 0; step <= last; step += stride) {
        const angle = Math.PI * (step / last);
        const expected = 1 + slowCosine(angle);
        if (raisedCosine(angle) !== expected) expect(raisedCosine(angle), `${step} / ${last}`).toBe(expected);
      }
    }
  });

  it('is that of a correctly rounded cosine within a few turns, next to every quarter and half-way between tabled angles', () => {
    const anywhere = fc.double({ min: 0, max: 15.9, noNaN: true });
    const close = fc
      .tuple(
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: -1, max: 1, noNaN: true }),
      )
      .map(([quarters, bits, part]) => Math.abs((quarters * Math.PI) / 2 + part * 2 ** -bits));
    const between = fc
      .tuple(fc.integer({ min: 0, max: 401 }), fc.double({ min: -1e-6, max: 1e-6, noNaN: true }))
      .map(([entry, off]) => (entry + 0.5) / 128 + off);
    fc.assert(fc.property(fc.oneof(anywhere, close, between), expectExact), { numRuns: 20_000 });
  });

  it('is so for the cosines closest to half-way between two doubles, of 150 million random steps', () => {
    const closest = [
      [9169, 496422],
      [40128, 529822],
      [1342249, 1472463],
      [27321, 66202],
      [102063, 133836],
      [415768, 823576],
    ] as const;
    for (const [step, last] of closest) expectExact(Math.PI * (step / last));
  });

  it('is 2 at 0, 1.5 at a sixth of a turn, 1 at a quarter, 0 at a half, and nan of what is no angle', () => {
    expect(raisedCosine(0)).toBe(2);
    expect(raisedCosine(-0)).toBe(2);
    // pi / 3 as a double is below pi / 3 by 1.15e-16, which lifts the cosine by sin(pi / 3) of that, 1e-16: less than
    // half of the 2.2e-16 between 1.5 and the next double.
    expect(raisedCosine(Math.PI / 3)).toBe(1.5);
    expect(raisedCosine(Math.PI / 2)).toBe(1);
    // What is missing from the double next to pi / 2: 6.123233995736766e-17.
    expect(slowCosine(Math.PI / 2)).toBe(6.123233995736766e-17);
    expect(raisedCosine(Math.PI)).toBe(0);
    expect(raisedCosine(Number.NaN)).toBeNaN();
    expect(raisedCosine(Number.POSITIVE_INFINITY)).toBeNaN();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosine, slowCosine } from '../../../server/src/schedules/cosine-of';

describe('cosine', () => {
  it('rounds as the long way does, for the angles of schedules of every length', () => {
    for (let last = 1; last < 3000; last += 13) {
      for (let step = 0; step <= last; step += 1) {
        const angle = Math.PI * (step / last);
        if (!Object.is(cosine(angle), slowCosine(angle)))
          expect(cosine(angle), `${step} / ${last}`).toBe(slowCosine(angle));
      }
    }
  });

  it('rounds as the long way does within a few turns, and next to every quarter of one', () => {
    const anywhere = fc.double({ min: -15.9, max: 15.9, noNaN: true });
    const close = fc
      .tuple(
        fc.integer({ min: -10, max: 10 }),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: -1, max: 1, noNaN: true }),
      )
      .map(([quarters, bits, part]) => (quarters * Math.PI) / 2 + part * 2 ** -bits);
    fc.assert(
      fc.property(fc.oneof(anywhere, close), (angle) => {
        expect(cosine(angle)).toBe(slowCosine(angle));
      }),
      { numRuns: 50_000 },
    );
  });

  it('is 1 at 0, 0.5 at a sixth of a turn, and no more than rounding leaves at a quarter', () => {
    expect(cosine(0)).toBe(1);
    expect(cosine(-0)).toBe(1);
    // pi / 3 as a double is below pi / 3 by 1.15e-16, which lifts the cosine by sin(pi / 3) of that, 1e-16.
    expect(cosine(Math.PI / 3)).toBe(0.5000000000000001);
    // What is missing from the double next to pi / 2: 6.123233995736766e-17.
    expect(cosine(Math.PI / 2)).toBe(6.123233995736766e-17);
    expect(cosine(Math.PI)).toBe(-1);
    expect(cosine(Number.NaN)).toBeNaN();
    expect(cosine(Number.POSITIVE_INFINITY)).toBeNaN();
  });
});

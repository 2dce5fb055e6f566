import type { Fields } from './fields';
import { decreasing, increasing, lastStep, type ProgressOf } from './progress';
import { power } from './python';

/** A power of the time that is left, as in upstream's PolynomialDecreasingSchedule and PolynomialIncreasingSchedule. */
function polynomialProgress(fields: Fields): ProgressOf {
  const exponent = fields.number('power');
  return {
    progress: (step, total) => 1 - power(1 - step / lastStep(total), exponent),
    loop(out, first, total, start, delta) {
      const last = lastStep(total);
      if (exponent === 2) {
        // As `power` does it, which squares by a single product what is not too small. What is left is 0 or at least 2^-53.
        for (let i = 0; i < out.length; i += 1) {
          const left = 1 - (first + i) / last;
          out[i] = start + (1 - left * left) * delta;
        }
        return;
      }
      for (let i = 0; i < out.length; i += 1) {
        out[i] = start + (1 - power(1 - (first + i) / last, exponent)) * delta;
      }
    },
  };
}

export const polynomialDecreasing = decreasing(polynomialProgress, ['power']);
export const polynomialIncreasing = increasing(polynomialProgress, ['power']);

import type { Fields } from './fields';
import { decreasing, increasing, lastStep, type Progress } from './progress';
import { power } from './python';

/** A power of the time that is left, as in upstream's PolynomialDecreasingSchedule and PolynomialIncreasingSchedule. */
function polynomialProgress(fields: Fields): Progress {
  const exponent = fields.number('power');
  return (step, total) => 1 - power(1 - step / lastStep(total), exponent);
}

export const polynomialDecreasing = decreasing(polynomialProgress, ['power']);
export const polynomialIncreasing = increasing(polynomialProgress, ['power']);

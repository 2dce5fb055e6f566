import { decreasing, increasing, lastStep, type Progress } from './progress';
import { cosine } from './python';

/** Half a cosine wave, as in upstream's CosineDecreasingSchedule and CosineIncreasingSchedule. */
export const cosineProgress: Progress = (step, total) => 1 - (1 + cosine(Math.PI * (step / lastStep(total)))) / 2;

export const cosineDecreasing = decreasing(() => cosineProgress);
export const cosineIncreasing = increasing(() => cosineProgress);

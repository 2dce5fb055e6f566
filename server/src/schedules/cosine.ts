import { decreasing, increasing, lastStep, type Progress, type ProgressLoop } from './progress';
import { raisedCosine } from './raised-cosine';

/** Half a cosine wave, as in upstream's CosineDecreasingSchedule and CosineIncreasingSchedule. */
export const cosineProgress: Progress = (step, total) => 1 - raisedCosine(Math.PI * (step / lastStep(total))) / 2;

export const cosineLoop: ProgressLoop = (out, first, total, start, delta) => {
  const last = lastStep(total);
  for (let i = 0; i < out.length; i += 1) {
    out[i] = start + (1 - raisedCosine(Math.PI * ((first + i) / last)) / 2) * delta;
  }
};

const halfWave = { progress: cosineProgress, loop: cosineLoop };

export const cosineDecreasing = decreasing(() => halfWave);
export const cosineIncreasing = increasing(() => halfWave);

import { decreasing, lastStep, type Progress, type ProgressLoop } from './progress';

/** The square root of time, as in upstream's SqrtDecreasingSchedule. */
export const sqrtProgress: Progress = (step, total) => Math.sqrt(step / lastStep(total));

export const sqrtLoop: ProgressLoop = (out, first, total, start, delta) => {
  const last = lastStep(total);
  for (let i = 0; i < out.length; i += 1) out[i] = start + Math.sqrt((first + i) / last) * delta;
};

export const sqrtDecreasing = decreasing(() => ({ progress: sqrtProgress, loop: sqrtLoop }));

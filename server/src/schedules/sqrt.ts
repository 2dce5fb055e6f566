import { decreasing, lastStep, type Progress } from './progress';

/** The square root of time, as in upstream's SqrtDecreasingSchedule. */
export const sqrtProgress: Progress = (step, total) => Math.sqrt(step / lastStep(total));

export const sqrtDecreasing = decreasing(() => sqrtProgress);

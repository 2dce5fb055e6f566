import { decreasing, increasing, lastStep, type Progress } from './progress';

/** Straight in time, as in upstream's LinearDecreasingSchedule and LinearIncreasingSchedule. */
export const linearProgress: Progress = (step, total) => step / lastStep(total);

export const linearDecreasing = decreasing(() => linearProgress);
export const linearIncreasing = increasing(() => linearProgress);

import { decreasing, increasing, lastStep, linearProgress, type ProgressLoop } from './progress';

export const linearLoop: ProgressLoop = (out, first, total, start, delta) => {
  const last = lastStep(total);
  for (let i = 0; i < out.length; i += 1) out[i] = start + ((first + i) / last) * delta;
};

const linear = { progress: linearProgress, loop: linearLoop };

export const linearDecreasing = decreasing(() => linear);
export const linearIncreasing = increasing(() => linear);

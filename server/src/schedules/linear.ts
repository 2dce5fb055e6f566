import { decreasing, increasing, linearProgress } from './progress';

export const linearDecreasing = decreasing(() => linearProgress);
export const linearIncreasing = increasing(() => linearProgress);

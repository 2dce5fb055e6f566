import type { CancellationToken } from '../config/hydra';
import { isCancelled } from '../config/hydra/steps';

/** Milliseconds of work after which others get their turn. */
const SLICE = 8;

let sliceEnd = 0;

export function pause(milliseconds = 0): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Gives others their turn where this thread has worked for long enough. One clock for the whole room. */
export async function breathe(): Promise<void> {
  if (Date.now() < sliceEnd) return;
  await pause();
  sliceEnd = Date.now() + SLICE;
}

/** The value of a promise, or undefined as soon as nobody waits for it any more. The work behind it goes on. */
export async function whileWanted<T>(promise: Promise<T>, token?: CancellationToken): Promise<T | undefined> {
  if (!token) return promise;
  const settled = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  for (;;) {
    const outcome = await Promise.race([settled, pause(20)]);
    if (isCancelled(token)) return undefined;
    if (!outcome) continue;
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }
}

/** Does something for many values, a few at a time, since a host may answer from far away. */
export async function eachOf<T>(values: readonly T[], act: (value: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < values.length) {
      const value = values[next] as T;
      next += 1;
      await act(value);
      await breathe();
    }
  };
  await Promise.all(Array.from({ length: Math.min(16, values.length) }, worker));
}

import { CancelledError } from './failure';

/** What the caller passes to stop work that nobody waits for any more: a token of the language server, or an AbortSignal. */
export type CancellationToken = { readonly isCancellationRequested: boolean } | { readonly aborted: boolean };

export function isCancelled(token: CancellationToken | undefined): boolean {
  if (!token) return false;
  return 'aborted' in token ? token.aborted : token.isCancellationRequested;
}

/**
 * Work in steps: a generator that yields a promise where it waits for a file, and undefined where it may be interrupted.
 * The algorithms stay plain recursive code this way, and one driver does the waiting, the pausing and the cancelling.
 */
export type Steps<T> = Generator<Promise<unknown> | undefined, T, unknown>;

/** Milliseconds of work after which a driver lets others run. */
const SLICE = 8;

const now: () => number =
  typeof performance === 'object' && typeof performance.now === 'function' ? () => performance.now() : () => Date.now();

// One clock for all drivers: many compositions that each take a millisecond must pause together.
let sliceEnd = 0;

/** Gives the event loop a turn. */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/**
 * Runs steps to their end, yielding to the event loop every few milliseconds.
 * @throws CancelledError when the token asks for it; whatever the steps throw.
 */
export async function drive<T>(steps: Steps<T>, token?: CancellationToken): Promise<T> {
  let resume: unknown;
  let failure: { readonly error: unknown } | undefined;
  for (;;) {
    if (isCancelled(token)) {
      steps.return(undefined as never);
      throw new CancelledError();
    }
    const step = failure ? steps.throw(failure.error) : steps.next(resume);
    failure = undefined;
    resume = undefined;
    if (step.done) return step.value;
    if (step.value) {
      try {
        resume = await step.value;
      } catch (error) {
        failure = { error };
      }
    }
    if (now() > sliceEnd) {
      await macrotask();
      sliceEnd = now() + SLICE;
    }
  }
}

/** Waits for a promise from within steps. */
export function* waitFor<T>(promise: Promise<T>): Steps<T> {
  return (yield promise) as T;
}

/** Timers as a parameter, so that a test can turn the clock. */
export interface Clock {
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface LatestOptions<P, R> {
  readonly ask: (params: P) => Promise<R>;
  readonly deliver: (params: P, result: R) => void;
  readonly fail: (params: P, error: unknown) => void;
  /** Whether an answer to `older` is still worth showing while the answer to `newer` is on its way. */
  readonly stillWanted: (older: P, newer: P) => boolean;
  /** Milliseconds in which requests that belong together (an edit and the move of the cursor) become one. */
  readonly delay: number;
  /** Milliseconds after which an unanswered request no longer holds up a newer one. */
  readonly patience: number;
  readonly clock: Clock;
}

export interface Latest<P> {
  /** Asks for `params` soon; whatever was waiting to be asked is dropped. */
  request(params: P): void;
  dispose(): void;
}

/**
 * Asks one question at a time, always the newest. A burst of requests costs at most one question per answer, so that
 * fast typing neither floods the server nor puts off every redraw to its end; and an older answer never overwrites a
 * newer one.
 */
export function latest<P, R>(options: LatestOptions<P, R>): Latest<P> {
  const { ask, deliver, fail, stillWanted, delay, patience, clock } = options;
  let waiting: { readonly params: P } | undefined;
  let timer: unknown;
  let patienceTimer: unknown;
  /** Grows with each question; an answer to any but the last one comes too late. */
  let turn = 0;
  let busy = false;
  let disposed = false;

  const start = () => {
    timer = undefined;
    if (waiting === undefined || disposed) return;
    const { params } = waiting;
    waiting = undefined;
    busy = true;
    const mine = ++turn;
    const finish = (report: () => void) => {
      if (mine !== turn || disposed) return;
      busy = false;
      clock.clearTimeout(patienceTimer);
      if (waiting === undefined || stillWanted(params, waiting.params)) report();
      if (waiting !== undefined) start();
    };
    patienceTimer = clock.setTimeout(() => {
      if (mine !== turn || disposed) return;
      busy = false;
      if (waiting !== undefined) start();
    }, patience);
    ask(params).then(
      (result) => finish(() => deliver(params, result)),
      (error: unknown) => finish(() => fail(params, error)),
    );
  };

  return {
    request(params) {
      if (disposed) return;
      waiting = { params };
      if (!busy && timer === undefined) timer = clock.setTimeout(start, delay);
    },
    dispose() {
      disposed = true;
      clock.clearTimeout(timer);
      clock.clearTimeout(patienceTimer);
    },
  };
}

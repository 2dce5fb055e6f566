/** Milliseconds of work after which others get their turn. */
const SLICE = 8;

/** A piece of long work: `isOver` once it has had its time, `pause` to let others have theirs. */
export interface Pace {
  isOver(): boolean;
  pause(): Promise<void>;
}

export function newPace(): Pace {
  let end = Date.now() + SLICE;
  return {
    isOver: () => Date.now() >= end,
    async pause() {
      await new Promise((resolve) => setTimeout(resolve, 0));
      end = Date.now() + SLICE;
    },
  };
}

import type { Origin } from '../types';

export interface RelatedPlace {
  readonly message: string;
  readonly origin: Origin;
}

/** What makes a composition impossible, as data: where it shows, and which exception Hydra raises. */
export interface CompositionProblem {
  readonly stage: 'compose' | 'resolve';
  /** The class of the exception that leaves Hydra; a chained exception's class is not told. */
  readonly pythonError: string;
  /** One or two sentences: what is wrong, and what to write instead. */
  readonly message: string;
  /** Undefined only where no text is at fault, as for a primary config that does not exist. */
  readonly origin: Origin | undefined;
  readonly related: readonly RelatedPlace[];
  /** True where a config source that cannot be read here (`pkg://…`, a plugin) may well make it succeed. */
  readonly uncertain: boolean;
}

export interface FailureDetails {
  readonly origin?: Origin | undefined;
  readonly related?: readonly RelatedPlace[];
  readonly uncertain?: boolean;
  readonly stage?: 'compose' | 'resolve';
}

/** Unwinds a composition to its boundary, where it becomes a {@link CompositionProblem}. Never leaves this room. */
export class CompositionFailure extends Error {
  readonly problem: CompositionProblem;

  constructor(pythonError: string, message: string, details: FailureDetails = {}) {
    super(message);
    this.problem = {
      stage: details.stage ?? 'compose',
      pythonError,
      message,
      origin: details.origin,
      related: details.related ?? [],
      uncertain: details.uncertain ?? false,
    };
  }
}

/** Thrown where the caller's token says that nobody waits for the result any more. */
export class CancelledError extends Error {
  constructor() {
    super('cancelled');
    // A bundle gives classes other names.
    this.name = 'CancelledError';
  }
}

import type { CancellationToken, Composition, CompositionRequest } from '../config/hydra';
import type { Candidate } from './candidates';
import type { Reach } from './reach';
import type { Line, Lineup } from './types';

/** A command line with what it reaches. */
export interface Evaluated {
  readonly candidate: Candidate;
  readonly request: CompositionRequest;
  readonly reach: Reach;
}

/** What tells the lines of one state of the workspace from those of another. */
export interface LineupSource {
  readonly evaluated: readonly Evaluated[];
  /** Places of those that count only where their experiment composes with no primary. */
  readonly failing: ReadonlySet<number>;
  /** Config directories by the id of the command line that was chosen for them. */
  readonly chosen: ReadonlyMap<string, string>;
  compose(request: CompositionRequest, token: CancellationToken | undefined): Promise<Composition>;
}

/** The command lines of a lineup, without composing any of them. */
export function lineupOf(source: LineupSource): Lineup {
  const { evaluated, failing, chosen } = source;
  return evaluated.map(({ candidate, request, reach }, place): Line => {
    const { id, label, origin } = candidate;
    const dirs = [...chosen].flatMap(([dir, by]) => (by === id ? [dir] : []));
    return {
      id,
      rank: JSON.stringify([label, origin, failing.has(place), dirs.sort()]),
      reading: reach.reading,
      state: reach,
      composition: (token) => source.compose(request, token),
    };
  });
}

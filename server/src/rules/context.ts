import type { BlockKey, Origin, ResolvedEntry, ResolvedScalar } from '../config/types';

/** Which noether the configs are for: `any` reports an error only where every version refuses. */
export type NoetherVersion = 'any' | '1.1' | 'newer';

/** The optimizer config that holds a block, as far as the rules look at it. */
export interface OptimizerContext {
  /** Its entries with interpolations resolved; the blocks among them are not looked at. */
  readonly entries: ReadonlyMap<string, ResolvedEntry>;
  /** Whether it surely is an optimizer config, so that keys which no optimizer knows are refused. See optimizer.ts. */
  readonly certain: boolean;
}

/** How many training updates the run has, and who says so. */
export interface TotalSteps {
  /** Training updates, at least 1. */
  readonly value: number;
  /** Where it comes from, as it reads in a sentence: `max_updates` or `the setting scheduleLens.totalSteps`. */
  readonly source: string;
  readonly origin?: Origin;
}

/** Everything beside the block itself that a rule may need. What is absent is unknown, and its rules stay silent. */
export interface RuleContext {
  readonly version: NoetherVersion;
  /** The key the block stands under, which says what it schedules; undefined for a block found by its kind alone. */
  readonly role: BlockKey | undefined;
  /** The token of that key. */
  readonly keyOrigin: Origin | undefined;
  readonly optimizer?: OptimizerContext;
  readonly totalSteps?: TotalSteps;
  /** Updates in one epoch, at least 1. */
  readonly updatesPerEpoch?: number;
  /**
   * Position in the order of merging of the file that a text stands in, where the block is composed of several; what is
   * on the command line, and so no text of a file, comes before all of them.
   */
  readonly mergedAt?: (origin: Origin) => number;
}

/** Below 0 where the file of `a` is merged before that of `b`, 0 within one file. */
export function mergedBefore({ mergedAt }: RuleContext, a: Origin, b: Origin): number {
  return mergedAt === undefined || a.uri === b.uri ? 0 : mergedAt(a) - mergedAt(b);
}

/** The scalar that an optimizer key holds, if it holds one and the file tells which. */
export function optimizerScalar(context: RuleContext, key: string): ResolvedScalar | undefined {
  const value = context.optimizer?.entries.get(key)?.value;
  return value?.kind === 'scalar' ? value : undefined;
}

import type { Origin } from '../config/types';
import type { RuleId, Severity } from './table';

export interface Related {
  readonly origin: Origin;
  readonly message: string;
}

/** One change of text that would mend a finding. `text` replaces what stands at `origin`. */
export interface Replacement {
  readonly origin: Origin;
  readonly text: string;
}

/** What a quick fix may build on. Every member is optional; a finding without data offers nothing. */
export interface FindingData {
  /** Texts to put in place of others, best first. */
  readonly replacements?: readonly Replacement[];
  /** Keys that the block lacks. */
  readonly addKeys?: readonly string[];
  /** The key tokens of entries that can go without any change of the curve or that exclude another entry. */
  readonly removeKeys?: readonly Origin[];
  /** The key tokens of entries that belong one level deeper, under the finding's key. */
  readonly indentKeys?: readonly Origin[];
}

/** One thing that is wrong, at one place. A finding knows its document through `origin.uri`. */
export interface Finding {
  readonly ruleId: RuleId;
  /** Where it differs from the rule's default, for example a warning where only some versions of noether refuse. */
  readonly severity?: Severity;
  /** Set where it holds in some of the configs that the text is composed into: then it is at most a warning. */
  readonly partial?: true;
  readonly origin: Origin;
  readonly message: string;
  readonly related?: readonly Related[];
  readonly data?: FindingData;
}

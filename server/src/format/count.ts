import * as l10n from '@vscode/l10n';
import { formatStep } from './number';

/** What is counted. Each has its sentence for one and for any other number, since no language adds an `s` but English. */
const counted = {
  step: (text: string, one: boolean) => (one ? l10n.t`${text} step` : l10n.t`${text} steps`),
  update: (text: string, one: boolean) => (one ? l10n.t`${text} update` : l10n.t`${text} updates`),
  epoch: (text: string, one: boolean) => (one ? l10n.t`${text} epoch` : l10n.t`${text} epochs`),
  entry: (text: string, one: boolean) => (one ? l10n.t`${text} entry` : l10n.t`${text} entries`),
  key: (text: string, one: boolean) => (one ? l10n.t`${text} key` : l10n.t`${text} keys`),
  number: (text: string, one: boolean) => (one ? l10n.t`${text} number` : l10n.t`${text} numbers`),
  point: (text: string, one: boolean) => (one ? l10n.t`${text} point` : l10n.t`${text} points`),
  change: (text: string, one: boolean) => (one ? l10n.t`${text} change` : l10n.t`${text} changes`),
  error: (text: string, one: boolean) => (one ? l10n.t`${text} error` : l10n.t`${text} errors`),
  problem: (text: string, one: boolean) => (one ? l10n.t`${text} problem` : l10n.t`${text} problems`),
  'more value': (text: string, one: boolean) => (one ? l10n.t`${text} more value` : l10n.t`${text} more values`),
  'other primary config': (text: string, one: boolean) =>
    one ? l10n.t`${text} other primary config` : l10n.t`${text} other primary configs`,
};

export type Counted = keyof typeof counted;

/** A number of things: `1 step`, `1,000 steps`, `2 entries`. */
export function formatCount(count: number, of: Counted): string {
  return counted[of](formatStep(count), count === 1);
}

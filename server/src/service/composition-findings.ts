import * as l10n from '@vscode/l10n';
import type { ConfigDocument, Origin } from '../config';
import { type CompositionNote, isCommandLine } from '../config/hydra';
import { Spans, spanOf } from '../config/spans';
import type { Finding, RuleId, Severity } from '../rules';
import { named } from './agreement';
import { headerFindings } from './header';
import type { Seen } from './perspectives';

/** A finding of a composition as a whole, and the perspectives that have it. */
interface Noted {
  readonly finding: Finding;
  readonly labels: string[];
}

const noteRules: Readonly<Record<CompositionNote['code'], { readonly ruleId: RuleId; readonly severity?: Severity }>> =
  {
    'ignored-keyword': { ruleId: 'ignored-keyword' },
    'missing-self': { ruleId: 'missing-self' },
    // Only on some disks, or only a folder that Hydra does without.
    'name-case': { ruleId: 'config-not-found', severity: 'warning' },
    'searchpath-missing': { ruleId: 'config-not-found', severity: 'warning' },
    'external-config': { ruleId: 'config-not-found', severity: 'information' },
  };

/** Why Hydra gives no config, and what it ignores in silence, as far as the cause stands in the document. */
export function compositionFindings(document: ConfigDocument, seen: Seen): Finding[] {
  const { sides, failed } = seen;
  const noted = new Map<string, Noted>();
  const add = (label: string, finding: Finding): void => {
    const { uri, start, text } = finding.origin;
    // A composition may have been made from another text of the document.
    if (uri !== document.uri || !document.text.startsWith(text, start)) return;
    const key = `${finding.ruleId} ${finding.origin.start}-${finding.origin.end} ${finding.message}`;
    const known = noted.get(key);
    // Words of the command line stand in no file that a reader could be sent to.
    const places = (finding.related ?? []).filter((place) => !isCommandLine(place.origin.uri));
    if (known === undefined) noted.set(key, { finding: { ...finding, related: places }, labels: [label] });
    else known.labels.push(label);
  };
  const note = (label: string, notes: readonly CompositionNote[]): void => {
    for (const { code, message, origin, related } of notes) {
      if (origin !== undefined) add(label, { ...noteRules[code], origin, message, related });
    }
  };
  const loader = new Spans(
    [...document.problems, ...document.interpolationProblems].map(({ origin }) => spanOf(origin)),
  );
  for (const { perspective, failure } of failed) {
    const { origin, message, related, uncertain } = failure;
    // What the loader refuses is said by the loader.
    if (origin === undefined || (origin.uri === document.uri && loader.touch(spanOf(origin)))) continue;
    // A keyword that Hydra does not know is the cause of what it says next about that entry.
    const cause = failure.notes.find((note) => note.code === 'ignored-keyword' && isAt(note, origin));
    add(perspective.label, {
      ruleId: cause === undefined ? failureRule(failure.pythonError) : 'ignored-keyword',
      // What cannot be read here may well be there.
      severity: uncertain ? 'information' : 'error',
      origin,
      message:
        cause === undefined ? message : l10n.t`${cause.message} As it is, the config cannot be composed. ${message}`,
      related,
    });
  }
  for (const { perspective, failure } of failed) {
    const { origin: at } = failure;
    note(perspective.label, at === undefined ? failure.notes : failure.notes.filter((one) => !isAt(one, at)));
  }
  for (const { label, facts } of sides) if (facts.units.length > 0) note(label, facts.composition.notes);
  const count = sides.length + failed.length;
  const isConfig = failed.length > 0 || sides.some(({ facts }) => facts.units.length > 0);
  return [...[...noted.values()].map((one) => said(one, count)), ...(isConfig ? headerFindings(document) : [])];
}

function said({ finding, labels }: Noted, count: number): Finding {
  if (labels.length === count) return finding;
  return { ...finding, partial: true, message: l10n.t`In ${named(labels)}: ${finding.message}` };
}

function failureRule(pythonError: string): RuleId {
  if (pythonError === 'MissingConfigException') return 'config-not-found';
  return pythonError === 'RecursionError' ? 'include-loop' : 'composition-fails';
}

function isAt({ origin }: CompositionNote, place: Origin): boolean {
  return origin !== undefined && overlap(origin, place);
}

function overlap(a: Origin, b: Origin): boolean {
  return a.uri === b.uri && a.start <= b.end && b.start <= a.end;
}

import * as l10n from '@vscode/l10n';
import type { CodeAction, Diagnostic, Range, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Origin } from '../config';
import type { Finding, Replacement } from '../rules';
import { ruleOf } from '../rules';
import type { Analysis } from './analysis';
import {
  ASK_TOTAL_STEPS_COMMAND,
  type AskTotalSteps,
  type CodeActionContext,
  type CodeActionOptions,
  commandOf,
  editOf,
  FIX_ALL_KIND,
  isWanted,
  OPEN_RULE_DOCS_COMMAND,
} from './fix/action';
import { fractionOf } from './fix/numbers';
import { blockAround, type Fix, quickFixes, stepNumbers } from './fix/quick';
import { change, entryAt, inPlaceOf, lineEnd } from './fix/text';
import { ignoreComments } from './suppress';
import { type Reported, reported } from './validate';

export {
  ASK_TOTAL_STEPS_COMMAND,
  type AskTotalSteps,
  type CodeActionContext,
  type CodeActionOptions,
  defaultCodeActionOptions,
  FIX_ALL_KIND,
  OPEN_RULE_DOCS_COMMAND,
} from './fix/action';

/** The kinds of code actions that this file gives. */
export const fixKinds: readonly string[] = ['quickfix', FIX_ALL_KIND];

/** More fixes than this are made in several goes. */
const MOST_FIXES = 1_000;

/** A menu with the fixes of more problems than this is read by nobody. */
const MOST_AT_ONCE = 50;

/**
 * Quick fixes for what is reported in a range (offsets) or would be mended by other text there, and the safe ones of the whole file at once. Every edit is for
 * the version of the document that was analysed.
 */
export function fixes(
  analysis: Analysis,
  { start, end }: { readonly start: number; readonly end: number },
  context: CodeActionContext,
  options: CodeActionOptions,
): CodeAction[] {
  const { document } = analysis;
  if (document === undefined) return [];
  const actions: CodeAction[] = [];
  const all = reported(analysis);
  if (isWanted('quickfix', context)) {
    const isHere = (origin: Origin): boolean =>
      origin.uri === analysis.uri && origin.start <= end && start <= origin.end;
    const here = all
      .filter(({ finding }) => isHere(finding.origin) || isMeantFor(finding, isHere))
      .slice(0, MOST_AT_ONCE);
    const later: CodeAction[] = [];
    for (const one of here) {
      const linked = [linkedTo(one.diagnostic, context)];
      for (const fix of quickFixes(analysis, one.finding)) {
        const action = actionOf(analysis, one, fix, linked, options);
        if (action !== undefined) actions.push(action);
      }
      if (isHere(one.finding.origin)) {
        later.push(...sameRule(analysis, one, all, linked, options));
        later.push(...silencing(analysis, one, linked, options));
      }
      if (options.commands) later.push(explanation(one, linked));
    }
    const safe = here.length === 0 ? [] : safeFixes(analysis, all);
    if (safe.length > 1) {
      const title = l10n.t`Fix all ${safe.length} slips in this file`;
      actions.push({ title, kind: 'quickfix', edit: editOf(changesOf(safe), analysis, options) });
    }
    actions.push(...later);
  }
  // On saving every client asks for this by name; in a menu it would stand at each place.
  if (context.only !== undefined && isWanted(FIX_ALL_KIND, context)) {
    const safe = safeFixes(analysis, all);
    if (safe.length > 0) {
      const edit = editOf(changesOf(safe), analysis, options);
      actions.push({ title: l10n.t('Fix all slips in schedules'), kind: FIX_ALL_KIND, edit });
    }
  }
  return actions;
}

/** Whether what mends a finding stands at a place: a key that is missing by its name is reported at the kind. */
function isMeantFor({ data }: Finding, isHere: (origin: Origin) => boolean): boolean {
  return data?.replacements?.some(({ origin }) => isHere(origin)) === true;
}

/** The client's own copy of a diagnostic, where it has one. */
function linkedTo(diagnostic: Diagnostic, { diagnostics }: CodeActionContext): Diagnostic {
  const own = diagnostics?.find(({ code, range }) => code === diagnostic.code && isSameRange(range, diagnostic.range));
  return own ?? diagnostic;
}

function isSameRange(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}

function actionOf(
  analysis: Analysis,
  { diagnostic }: Reported,
  { title, changes, preferred, asks }: Fix,
  diagnostics: Diagnostic[],
  options: CodeActionOptions,
): CodeAction | undefined {
  const action: CodeAction = { title, kind: 'quickfix', diagnostics };
  if (preferred === true) action.isPreferred = true;
  if (asks === undefined) {
    action.edit = editOf(changes, analysis, options);
    return action;
  }
  if (!options.commands) return undefined;
  const argument: AskTotalSteps = {
    uri: analysis.uri,
    version: analysis.version,
    range: diagnostic.range,
    above: Math.max(...asks),
  };
  action.command = commandOf(title, ASK_TOTAL_STEPS_COMMAND, argument);
  return action;
}

/** Keys without effect all at once, where there are several: the curves stay as they are. */
function sameRule(
  analysis: Analysis,
  { finding }: Reported,
  all: readonly Reported[],
  diagnostics: Diagnostic[],
  options: CodeActionOptions,
): CodeAction[] {
  if (finding.ruleId !== 'no-effect-key') return [];
  const same = all.filter((one) => one.finding.ruleId === 'no-effect-key').slice(0, MOST_FIXES);
  const changes = apart(same.map((one) => quickFixes(analysis, one.finding)[0]?.changes ?? []));
  if (changes.length < 2) return [];
  const title = l10n.t('Remove all keys without effect in this file');
  return [{ title, kind: 'quickfix', diagnostics, edit: editOf(changes.flat(), analysis, options) }];
}

/** A comment that silences a rule, for everything but errors: those silence only the editor. */
function silencing(
  analysis: Analysis,
  { finding, diagnostic }: Reported,
  diagnostics: Diagnostic[],
  options: CodeActionOptions,
): CodeAction[] {
  const { document } = analysis;
  const { ruleId, origin } = finding;
  if (document === undefined || diagnostic.severity === 1) return [];
  if (ruleId === 'unused-ignore' || ruleId === 'unknown-rule' || ruleId === 'file-too-large') return [];
  const { line } = origin.range.start;
  const at = lineEnd(document, origin.start);
  const lineText = document.text.slice(origin.start, at);
  const own = ignoreComments(analysis).find((comment) => comment.origin.range.start.line === line);
  const last = own?.rules.at(-1)?.origin.end;
  let edit: Replacement;
  if (last !== undefined) edit = change(document, last, last, `, ${ruleId}`);
  else if (/\s#|["'][^"']*$|[|>][-+\d]*\s*$/.test(lineText)) return [];
  else edit = change(document, at - trailingBlanks(lineText), at, ` # schedule-lens: ignore[${ruleId}]`);
  return [
    {
      title: l10n.t`Ignore ${ruleId} on this line`,
      kind: 'quickfix',
      diagnostics,
      edit: editOf([edit], analysis, options),
    },
  ];
}

function trailingBlanks(text: string): number {
  return /(?<![ \t])[ \t]*$/.exec(text)?.[0].length ?? 0;
}

function explanation({ finding }: Reported, diagnostics: Diagnostic[]): CodeAction {
  const { id } = ruleOf(finding.ruleId);
  const title = l10n.t`Explain rule ${id}`;
  return { title, kind: 'quickfix', diagnostics, command: commandOf(title, OPEN_RULE_DOCS_COMMAND, id) };
}

/** A finding with the fix of it that may be made unseen. */
export interface SafeFix {
  readonly finding: Finding;
  readonly title: string;
  /** All of them in the document itself. */
  readonly changes: readonly Replacement[];
}

/** The safe fix of each finding, where they do not get in each other's way. */
export function safeFixes(analysis: Analysis, all: readonly Reported[] = reported(analysis)): SafeFix[] {
  const { document } = analysis;
  if (document === undefined) return [];
  const chosen: { fix: SafeFix; names: readonly string[] }[] = [];
  const count = new Map<string, number>();
  for (const { finding } of all.slice(0, MOST_FIXES)) {
    const fix = quickFixes(analysis, finding).find(({ safe }) => safe);
    if (fix?.changes.every(({ origin }) => origin.uri === analysis.uri) !== true) continue;
    const names = fix.changes.flatMap(({ origin, text }) => {
      const map = entryAt(document, origin)?.map;
      return map === undefined || text.trim() === '' ? [] : [`${map.origin.start} ${text}`];
    });
    for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
    chosen.push({ fix: { finding, title: fix.title, changes: fix.changes }, names });
  }
  // Of two slips in one mapping that are meant to be one key nobody knows which holds.
  const clear = chosen.filter(({ names }) => names.every((name) => count.get(name) === 1)).map(({ fix }) => fix);
  const kept = new Set(apart(clear.map(({ changes }) => changes)));
  return clear.filter(({ changes }) => kept.has(changes));
}

function changesOf(all: readonly SafeFix[]): Replacement[] {
  return all.flatMap(({ changes }) => changes);
}

/** Groups of changes without those that meet one before them. */
function apart(groups: readonly (readonly Replacement[])[]): (readonly Replacement[])[] {
  const taken: Replacement[] = [];
  return groups.filter((group) => {
    const meets = group.some(({ origin: a }) =>
      taken.some(({ origin: b }) => (a.start === b.start && a.end === b.end) || (a.start < b.end && b.start < a.end)),
    );
    if (meets || group.length === 0) return false;
    taken.push(...group);
    return true;
  });
}

/**
 * The edit that divides the step numbers at a range by a number of training steps: what `ASK_TOTAL_STEPS_COMMAND` leads
 * to. Null where no such numbers stand there any more, or where the total is not above all of them.
 */
export function stepsAsFractions(
  analysis: Analysis,
  offset: number,
  totalSteps: number,
  options: CodeActionOptions,
): WorkspaceEdit | null {
  const { document } = analysis;
  if (document === undefined || !Number.isSafeInteger(totalSteps)) return null;
  const found = reported(analysis).find(
    ({ finding }) => finding.ruleId === 'steps-not-fractions' && finding.origin.start === offset,
  );
  const block = found === undefined ? undefined : blockAround(analysis, found.finding.origin);
  if (found === undefined || block === undefined) return null;
  const places = stepNumbers(block, found.finding.origin);
  if (places.length === 0 || places.some(({ value }) => value >= totalSteps)) return null;
  const changes = places.map(({ origin, value }) => inPlaceOf(document, origin, fractionOf(value, totalSteps)));
  return editOf(changes, analysis, options);
}

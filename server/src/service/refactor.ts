import * as l10n from '@vscode/l10n';
import type { CodeAction } from 'vscode-languageserver-types';
import type { Replacement } from '../rules';
import type { Analysis } from './analysis';
import { type CodeActionContext, type CodeActionOptions, editOf, isWanted } from './fix/action';
import { blockAround, stepsList } from './fix/quick';
import { sortSteps } from './fix/steps';
import { warmupConversions } from './fix/warmup';
import { kindConversions } from './refactor/kinds';
import { asBrackets, asDashes } from './refactor/lists';
import { entryIn, extraction, inlining } from './refactor/values';

/** The kinds of code actions that this file gives. */
export const refactorKinds: readonly string[] = ['refactor.rewrite', 'refactor.extract', 'refactor.inline'];

/** Keys on which a block as a whole is offered in another kind. */
const kindKeys: readonly string[] = ['kind', 'steps', 'update_interval'];

/**
 * Rewritings of what stands at the start of a range (offsets), none of which changes the value of any schedule at any
 * step.
 */
export function refactorings(
  analysis: Analysis,
  { start, end }: { readonly start: number; readonly end: number },
  context: CodeActionContext,
  options: CodeActionOptions,
): CodeAction[] {
  const { document } = analysis;
  if (document === undefined || !refactorKinds.some((kind) => isWanted(kind, context))) return [];
  // Text that does not load may mean anything.
  if (analysis.problems.some(({ syntax }) => syntax)) return [];
  const block = blockAround(analysis, document.originAt(start, start));
  const found = entryIn(document, start);
  if (block === undefined || found === undefined) return [];
  const actions: CodeAction[] = [];
  const offer = (kind: string, title: string, changes: readonly Replacement[] | undefined): void => {
    if (changes === undefined || changes.length === 0 || !isWanted(kind, context)) return;
    actions.push({ title, kind, edit: editOf(changes, analysis, options) });
  };
  const { at, entry } = found;
  const key = entry === undefined ? undefined : String(entry.key.value);
  const onKey = block.context.keyOrigin !== undefined && start <= block.context.keyOrigin.end;

  if (onKey || (key !== undefined && kindKeys.includes(key))) {
    for (const { title, changes } of kindConversions(analysis, document, block))
      offer('refactor.rewrite', title, changes);
  }
  if (key !== undefined && /^(?:warmup|cooldown)_(?:steps|percent)$/.test(key)) {
    for (const { title, changes } of warmupConversions(analysis, document, block))
      offer('refactor.rewrite', title, changes);
  }
  if (entry?.value.kind === 'list' && !entry.merged) {
    offer('refactor.rewrite', l10n.t('Write the list with dashes'), asDashes(document, entry));
    offer('refactor.rewrite', l10n.t('Write the list in brackets'), asBrackets(document, entry));
  }
  if (key === 'steps') {
    const list = stepsList(document, block);
    offer('refactor.rewrite', l10n.t('Sort steps'), list && sortSteps(document, list, { sort: true, dedupe: false }));
  }
  // With more than one value selected nobody knows which is meant.
  if (end <= Math.max(start, at.part === 'key' ? (at.entry?.value.origin.end ?? start) : at.node.origin.end)) {
    const extracted = extraction(document, block, at);
    if (extracted !== undefined) offer('refactor.extract', extracted.title, extracted.changes);
    const value = at.part === 'key' && at.entry !== undefined ? { ...at, part: 'value' as const } : at;
    const inlined = inlining(document, block, value);
    if (inlined !== undefined) offer('refactor.inline', inlined.title, inlined.changes);
  }
  return actions;
}

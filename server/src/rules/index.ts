import * as l10n from '@vscode/l10n';
import { LOST_ALIAS } from '../config/resolve';
import type { Origin, ResolvedNode } from '../config/types';
import { constructFindings } from './construct';
import type { RuleContext } from './context';
import { evaluateFindings } from './evaluate';
import type { BlockFacts } from './facts';
import type { Finding } from './finding';
import { meaningFindings } from './meaning';
import { mandatoryMissing, schemaFindings } from './schema';
import { isRuleId, ruleOf } from './table';
import { short, shown } from './text';

export type { NoetherVersion, OptimizerContext, RuleContext, TotalSteps } from './context';
export type { Finding, FindingData, Related, Replacement } from './finding';
export { holdsMisspeltBlock, isOptimizer, meantBlockKey, type OptimizerMap, optimizerFindings } from './optimizer';
export { isRuleId, type Rule, type RuleId, ruleOf, rules, type Severity } from './table';

/**
 * Everything that is wrong with one schedule block, as it is after its interpolations: what noether refuses, what
 * fails when it is built or evaluated, and what trains but not as meant. What depends on an unknown value is left out.
 */
export function blockFindings(block: ResolvedNode, context: RuleContext): Finding[] {
  const unknown = unknownFindings(block);
  const place = context.keyOrigin ?? block.origin;
  const key = context.role ?? l10n.t('the block');
  switch (block.kind) {
    case 'unknown':
      return unknown;
    case 'missing':
      return [mandatoryMissing(place, key)];
    case 'scalar':
      if (block.value === null) return [];
      return [notAMapping(block, place, key)];
    case 'list':
      return [notAMapping(block, place, key), ...unknown];
    case 'map': {
      const { findings, facts } = schemaFindings(block, context);
      if (facts === undefined) return distinct([...findings, ...unknown]);
      if (!facts.spec.usable) return distinct([...unusableFindings(findings, facts, context), ...unknown]);
      const built = facts.sound ? constructFindings(facts, context) : { findings: [], schedule: undefined };
      const failing = [
        ...built.findings,
        ...(built.schedule === undefined ? [] : evaluateFindings(facts, context, built.schedule)),
      ];
      const meaning = meaningFindings(facts, context, built.schedule);
      // A value or key that stops training is not also talked about as a doubtful one.
      const said = new Set(
        failing
          .flatMap((finding) => [finding.origin, ...(finding.related ?? []).map(({ origin }) => origin)])
          .map(placeKey),
      );
      return distinct([
        ...findings,
        ...failing,
        ...meaning.filter((finding) => !said.has(placeKey(finding.origin))),
        ...unknown,
      ]);
    }
  }
}

/**
 * Of a kind that cannot train: pydantic looks at its keys all the same, and what it refuses comes first. That nobody
 * can build the schedule is then only worth knowing.
 */
function unusableFindings(findings: readonly Finding[], facts: BlockFacts, context: RuleContext): Finding[] {
  const refused = facts.sound
    ? constructFindings(facts, context).findings.filter(({ ruleId }) => ruleId !== 'construct-fails')
    : [];
  const all = [...findings, ...refused];
  const isError = ({ ruleId, severity }: Finding): boolean => (severity ?? ruleOf(ruleId).severity) === 'error';
  const others = all.some((finding) => finding.ruleId !== 'kind-unusable' && isError(finding));
  if (!others || facts.lacksKeys) return all;
  return all.map((finding) => (finding.ruleId === 'kind-unusable' ? { ...finding, severity: 'warning' } : finding));
}

function placeKey(origin: Origin): string {
  return `${origin.start}-${origin.end}@${origin.uri}`;
}

/** The findings without those that say the same at the same place, as a block that is referred to twice would. */
export function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const id = `${finding.ruleId} ${placeKey(finding.origin)} ${finding.message}`;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

function notAMapping(block: ResolvedNode, origin: Origin, key: string): Finding {
  const one = block.kind === 'list' && block.items.length === 1 ? block.items[0] : undefined;
  const text = block.kind === 'scalar' && typeof block.value === 'string' ? block.value : undefined;
  const joined = text === undefined ? undefined : /^([a-z_]+):(\S+)$/.exec(text.trim());
  let what = shown(block);
  if (block.kind === 'list') what = l10n.t('a list');
  let advice = l10n.t('Write a mapping with kind and its keys, or null for no schedule.');
  if (one?.kind === 'map') advice = l10n.t('Remove the dash in front of its first key, so that it becomes a mapping.');
  else if (joined?.[1] !== undefined) advice = l10n.t`Put a blank after the colon: ${joined[1]}: ${joined[2] ?? ''}.`;
  else if (text !== undefined && /schedule$/i.test(text))
    advice = l10n.t`Write kind: ${short(text)} on a line of its own below it.`;
  return {
    ruleId: 'not-a-mapping',
    origin,
    message: l10n.t`${key} is ${what}, but a schedule is a mapping, and noether refuses anything else. ${advice}`,
  };
}

/** More unknown values than this in one block are one unknown thing. */
const MANY = 50;

/** What OmegaConf would say about the interpolations of a block that the files at hand cannot answer. */
function unknownFindings(block: ResolvedNode): Finding[] {
  const findings: Finding[] = [];
  const visit = (node: ResolvedNode): void => {
    if (findings.length >= MANY) return;
    if (node.kind === 'unknown') {
      const { problem } = node;
      // The document itself says what is wrong with its aliases.
      if (problem.code === LOST_ALIAS) return;
      const missing = problem.code === 'interpolation-missing';
      findings.push({
        ruleId: missing ? 'mandatory-missing' : isRuleId(problem.code) ? problem.code : 'interpolation-unresolved',
        // Nothing fills it where the document is the whole config.
        severity: missing ? 'error' : problem.severity,
        origin: problem.origin,
        message: problem.message,
        ...(problem.related === undefined ? {} : { related: problem.related }),
      });
    } else if (node.kind === 'list') {
      for (const item of node.items) visit(item);
    } else if (node.kind === 'map') {
      for (const entry of node.entries.values()) visit(entry.value);
    }
  };
  visit(block);
  return findings;
}

import * as l10n from '@vscode/l10n';
import type { Origin } from '../config/types';
import { checkNodes, type KindSpec, type Schedule, scheduleOf } from '../schedules';
import { mergedBefore, type RuleContext } from './context';
import { type BlockFacts, type KeyFact, numberOf, placeOf } from './facts';
import type { Finding, Related } from './finding';
import type { RuleId } from './table';
import { pythonNumber, shown } from './text';

export interface ConstructResult {
  readonly findings: Finding[];
  /** The schedule, where noether would build one and every key is known. */
  readonly schedule?: Schedule;
}

/**
 * The checks across keys, and what the schedule's constructor raises. Only for blocks whose keys are valid one by one;
 * like upstream it stops at the first failure.
 */
export function constructFindings(facts: BlockFacts, context: RuleContext): ConstructResult {
  const entries = new Map([...facts.map.entries].map(([name, entry]) => [name, entry.value]));
  const { spec, fields, problems } = checkNodes(entries);
  const problem = problems[0];
  if (problem === undefined) {
    if (spec === undefined || fields?.isKnown(...spec.keys.keys()) !== true) return { findings: [] };
    return { findings: [], schedule: scheduleOf(spec, fields) };
  }
  const involved = problem.keys.flatMap((name) => {
    const fact = facts.keys.get(name);
    return fact === undefined ? [] : [fact];
  });
  // The entries of a list are said by the schema, with their places.
  if (involved.some((fact) => fact.status === 'invalid')) return { findings: [] };
  if (problem.stage === 'validate') {
    // Of several files the one merged last brought the clash about.
    const inOrder = [...involved].sort((a, b) => {
      const [one, two] = [a.entry.key.origin, b.entry.key.origin];
      return mergedBefore(context, two, one) || one.start - two.start;
    });
    const first = inOrder[0];
    const at = itemOrigin(facts, problem.at);
    return {
      findings: [
        {
          ruleId: acrossRule(
            facts.spec,
            involved.filter((fact) => fact.value !== null).map((fact) => fact.spec.name),
          ),
          origin: first?.entry.key.origin ?? facts.kindOrigin,
          message: l10n.t`noether refuses the block: ${problem.message}`,
          related: [
            ...others(inOrder.slice(1)),
            ...(at === undefined ? [] : [{ origin: at, message: l10n.t('This entry') }]),
          ],
          data: { removeKeys: inOrder.map((fact) => fact.entry.key.origin) },
        },
      ],
    };
  }
  // A number written here is more likely at fault than one that stands elsewhere.
  const [first, ...rest] = [...involved].sort(
    (a, b) =>
      borrowed(a) - borrowed(b) || mergedBefore(context, placeOf(facts, b.spec.name), placeOf(facts, a.spec.name)),
  );
  if (first !== undefined && first.spec.name === 'warmup_percent') return { findings: [warmupPercent(facts, first)] };
  return {
    findings: [
      {
        ruleId: 'construct-fails',
        origin: first === undefined ? facts.kindOrigin : placeOf(facts, first.spec.name),
        message: l10n.t`noether cannot build this schedule and stops with ${problem.pythonError}: ${problem.message}`,
        related: others(rest),
      },
    ],
  };
}

function borrowed(fact: KeyFact): number {
  const { source, via } = fact.entry.value;
  return source === undefined && via === undefined ? 0 : 1;
}

function others(facts: readonly KeyFact[]): Related[] {
  return facts.map((fact) => ({
    origin: fact.entry.key.origin,
    message: l10n.t`${fact.spec.name} is ${shown(fact.entry.value)}`,
  }));
}

function itemOrigin(facts: BlockFacts, at: readonly (string | number)[] | undefined): Origin | undefined {
  const [key, index] = at ?? [];
  const list = typeof key === 'string' ? facts.keys.get(key)?.entry.value : undefined;
  return list?.kind === 'list' && typeof index === 'number' ? list.items[index]?.origin : undefined;
}

function acrossRule(spec: KindSpec, keys: readonly string[]): RuleId {
  const has = (...names: string[]) => names.every((name) => keys.includes(name));
  if (has('overhang_percent', 'overhang_steps')) return 'exclusive-keys';
  if (spec.exactlyOneOf.some((group) => group.filter((name) => keys.includes(name)).length > 1))
    return 'exclusive-keys';
  if (spec.exclusive.some((group) => group.filter((name) => keys.includes(name)).length > 1)) return 'exclusive-keys';
  if (has('start_step', 'end_step') || has('start_percent', 'end_percent')) return 'start-after-end';
  if (keys.some((name) => /^(start|end)_(step|percent)$/.test(name))) return 'paired-keys';
  return 'invalid-combination';
}

/** Upstream's message for this one is empty. */
function warmupPercent(facts: BlockFacts, fact: KeyFact): Finding {
  const value = numberOf(facts, 'warmup_percent') ?? Number.NaN;
  const origin = placeOf(facts, 'warmup_percent');
  const text = shown(fact.entry.value);
  const meant = value >= 2 && value <= 100 ? pythonNumber(Number((value / 100).toPrecision(6))) : undefined;
  return {
    ruleId: value > 1 && Number.isFinite(value) ? 'percent-not-fraction' : 'construct-fails',
    origin,
    message: l10n.t`warmup_percent is a fraction of training from 0 to 1, and ${text} is not: noether cannot build this schedule and stops with an empty AssertionError. ${
      meant === undefined
        ? l10n.t('Write a fraction such as 0.05, or the number of steps as warmup_steps.')
        : l10n.t`For ${text} % write ${meant}.`
    }`,
    ...(meant === undefined ? {} : { data: { replacements: [{ origin, text: meant }] } }),
  };
}

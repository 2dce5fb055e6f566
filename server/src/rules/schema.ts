import * as l10n from '@vscode/l10n';
import type { Origin, ResolvedEntry, ResolvedMap, ResolvedNode, ResolvedScalar } from '../config/types';
import { formatCount, formatStep } from '../format';
import { checkNodes, sharedKeyProblem } from '../schedules';
import { type KeySpec, type KindSpec, kindSpecs } from '../schedules/keys.generated';
import { type CoercedNode, coerceForSchema } from './coerce-node';
import type { RuleContext } from './context';
import type { BlockFacts, KeyFact } from './facts';
import type { Finding, Related } from './finding';
import { closest, meantKey, meantKind, shortName } from './names';
import { type SchemaError, validate } from './schema-validator.generated.js';
import type { RuleId } from './table';
import { interpolation, listed, pythonNumber, short, shown, valueOrigin } from './text';

const specByKind = new Map(kindSpecs.map((spec) => [spec.kind, spec]));

/** A list with more findings than this is wrong as a whole, and has been said to be. */
const MANY = 10;

export interface SchemaResult {
  readonly findings: Finding[];
  /** Undefined where the kind is not known, so that nothing more can be said. */
  readonly facts?: BlockFacts;
}

/** What pydantic would refuse about a block before it looks across keys, and what the block says where it would not. */
export function schemaFindings(map: ResolvedMap, context: RuleContext): SchemaResult {
  const kind = kindOf(map, context);
  if (kind.spec === undefined || kind.origin === undefined) return { findings: kind.findings };
  const spec = kind.spec;
  const findings = [...kind.findings];

  const keys = new Map<string, KeyFact>();
  const lists = new Map<string, CoercedNode>();
  const block: Record<string, unknown> = { kind: spec.kind };
  /** JSON pointers below which the validator saw a stand-in for something unknown. */
  const unknown = new Set<string>();
  for (const [name, keySpec] of spec.keys) {
    const entry = map.entries.get(name);
    if (entry === undefined) continue;
    const coerced = coerceForSchema(keySpec, entry.value);
    for (const missing of coerced.missing) findings.push(mandatoryMissing(missing, name));
    for (const path of coerced.unknown) unknown.add(path);
    block[name] = coerced.checked;
    if (coerced.places !== undefined) lists.set(name, coerced);
    keys.set(name, {
      spec: keySpec,
      entry,
      ...(coerced.unknown.length > 0 ? { status: 'unknown' } : { status: 'valid', value: coerced.value }),
    });
  }

  validate(block);
  const errors = (validate.errors ?? [])
    .filter((error) => !unknown.has(error.instancePath))
    .map((error) => inWholeList(error, lists));
  const { valueErrors, missing } = sort(errors);
  if (context.version === 'newer') {
    for (const [name, keySpec] of spec.keys) if (keySpec.requiredIn === 'newer' && !keys.has(name)) missing.add(name);
  }
  // Null counts as absent there.
  const ungiven = spec.exactlyOneOf.filter((group) =>
    group.every((name) => !map.entries.has(name) || keys.get(name)?.value === null),
  );
  const alone = [...valueErrors].flatMap(([name, list]) => {
    const fact = keys.get(name);
    return fact === undefined ? [] : list.filter((error) => !isAcrossKeys(fact.spec, error));
  });
  const sound = alone.length === 0;
  const late = ungiven.length > 0 || [...valueErrors.values()].flat().length > alone.length;
  const asked = !late || (sound && missing.size === 0 && !isRefusedBefore(map));
  for (const [name, list] of valueErrors) {
    const fact = keys.get(name);
    if (fact === undefined) continue;
    keys.set(name, { spec: fact.spec, entry: fact.entry, status: 'invalid' });
    const told = asked ? list : list.filter((error) => !isAcrossKeys(fact.spec, error));
    findings.push(...valueFindings(spec, fact, told, lists.get(name)?.unchecked ?? 0, missing, context));
  }
  const unusable = !spec.usable;
  if (asked) for (const group of ungiven) missing.add(group.join('|'));

  const strangers = [...map.entries].filter(([name]) => name !== 'kind' && !spec.keys.has(name));
  const claimed = new Set<string>();
  const meant = new Set<string>();
  if (!unusable) findings.push(...missingFindings(spec, kind.origin, missing, keys, strangers, claimed, context));
  for (const [name, entry] of strangers) {
    if (!claimed.has(name) && findings.length < 100) findings.push(unknownKey(spec, name, entry, map, meant));
  }

  const facts: BlockFacts = {
    spec,
    kindOrigin: kind.origin,
    map,
    // A key that has been said to be written for another one is not talked about twice.
    keys: new Map([...keys].filter(([name, fact]) => !(claimed.has(name) && fact.spec.noEffect))),
    meant,
    sound: sound && missing.size === 0 && !findings.some(isMandatory),
    lacksKeys: missing.size > 0,
    complete: [...keys.values()].every((fact) => fact.status !== 'unknown'),
  };
  return { findings, facts };
}

/** The range and number of a list's entries are looked at with the block as a whole, after every key by itself. */
function isAcrossKeys(spec: KeySpec, error: SchemaError): boolean {
  if (!spec.type.startsWith('list') || error.keyword === 'type') return false;
  // That a point is a pair is its type.
  return !(error.keyword.endsWith('Items') && error.instancePath.split('/').length > 2);
}

/** Whether a check of all kinds refuses the block, so that upstream does not come to those of the kind itself. */
function isRefusedBefore(map: ResolvedMap): boolean {
  const { fields } = checkNodes(new Map([...map.entries].map(([name, entry]) => [name, entry.value])));
  return fields !== undefined && sharedKeyProblem(fields) !== undefined;
}

function isMandatory(finding: Finding): boolean {
  return finding.ruleId === 'mandatory-missing';
}

// ---- kind

interface Kind {
  readonly findings: Finding[];
  readonly spec?: KindSpec;
  readonly origin?: Origin;
}

/** The kinds of one version that can train, in the order of the table. */
export function usableKinds(version: RuleContext['version']): string[] {
  return kindSpecs
    .filter((spec) => spec.usable && (version !== '1.1' || spec.since !== 'newer'))
    .map((spec) => spec.kind);
}

function kindOf(map: ResolvedMap, context: RuleContext): Kind {
  const entry = map.entries.get('kind');
  if (entry === undefined) return { findings: [missingKind(map, context)] };
  const { value } = entry;
  const origin = valueOrigin(entry.key.origin, value.origin);
  if (value.kind === 'missing') return { findings: [mandatoryMissing(value.origin, 'kind')] };
  if (value.kind === 'unknown') return { findings: [] };
  const text = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
  const spec = text === undefined ? undefined : specByKind.get(text);
  if (text === undefined || spec === undefined) return { findings: [unknownKind(value, text, origin, context)] };

  const name = shortName(spec.kind);
  if (spec.since === 'newer' && context.version === '1.1') {
    return {
      findings: [
        {
          ruleId: 'kind-unknown',
          origin,
          message: l10n.t`noether 1.1 has no ${name}, it came later: the block is refused. Use another kind, or set scheduleLens.noetherVersion to "newer".`,
        },
      ],
    };
  }
  const findings: Finding[] = [];
  if (spec.since === 'newer' && context.version === 'any') {
    findings.push({
      ruleId: 'version-differs',
      origin,
      message: l10n.t`${name} exists only in noether versions newer than 1.1; noether 1.1 refuses the block. If all your runs are newer, set scheduleLens.noetherVersion to "newer".`,
    });
  }
  if (!spec.usable) findings.push(unusableKind(spec, origin));
  return { findings, spec, origin };
}

function missingKind(map: ResolvedMap, context: RuleContext): Finding {
  const origin = context.keyOrigin ?? map.origin;
  const key = context.role ?? l10n.t('the block');
  const near = [...map.entries].find(
    ([name]) => name === '_target_' || name === 'type' || name === 'class' || closest(name, ['kind']) !== undefined,
  );
  if (near !== undefined) {
    const written = near[1].key.origin;
    return {
      ruleId: 'missing-kind',
      origin,
      message: l10n.t`${key} has no kind: noether refuses it and does not read ${near[0]}. Write kind instead of ${near[0]}.`,
      related: [{ origin: written, message: l10n.t`${near[0]} stands here; kind is meant` }],
      data: { replacements: [{ origin: written, text: 'kind' }] },
    };
  }
  return {
    ruleId: 'missing-kind',
    origin,
    message:
      map.entries.size === 0
        ? l10n.t`${key} is an empty mapping, which noether refuses. Write kind and the keys of a schedule, or null for no schedule.`
        : l10n.t`${key} has no kind, so noether cannot tell which schedule it is and refuses it. Write kind: noether.core.schedules.<Class>.`,
    data: { addKeys: ['kind'] },
  };
}

function unknownKind(node: ResolvedNode, text: string | undefined, origin: Origin, context: RuleContext): Finding {
  const kinds = usableKinds(context.version);
  if (text === undefined) {
    const empty = node.kind === 'scalar' && node.value === null && node.origin.text.trim() === '';
    return {
      ruleId: 'kind-unknown',
      origin,
      message: empty
        ? l10n.t`kind is empty, so noether refuses the block. Write the full name of a class, such as ${kinds[0] ?? ''}.`
        : l10n.t`kind is ${shown(node)}, which names no schedule, so noether refuses the block. Write the full name of a class, such as ${kinds[0] ?? ''}.`,
    };
  }
  const meant = meantKind(text, kinds);
  const written = short(text, 120);
  if (meant === undefined) {
    return {
      ruleId: 'kind-unknown',
      origin,
      message: l10n.t`noether has no schedule "${written}" and refuses the block. Write noether.core.schedules. and one of ${listed(kinds.map(shortName), 'or')}.`,
    };
  }
  const name = shortName(meant);
  let why = l10n.t`noether has no schedule "${written}"`;
  if (text.trim() === meant)
    why = l10n.t`kind has a blank around its name, "${written}" (${[...text].length} characters)`;
  else if (shortName(text) === name && !text.includes('.'))
    why = l10n.t`"${written}" is a short name, and noether takes only the full one`;
  else if (shortName(text) === name) why = l10n.t`"${written}" is not the path that noether knows ${name} by`;
  else if (text.toLowerCase() === meant.toLowerCase())
    why = l10n.t`"${written}" differs from ${name} in upper and lower case`;
  return {
    ruleId: 'kind-unknown',
    origin,
    message: l10n.t`${why}; the block is refused. Write ${meant}.`,
    data: { replacements: [{ origin, text: meant }] },
  };
}

function unusableKind(spec: KindSpec, origin: Origin): Finding {
  const name = shortName(spec.kind);
  const error = spec.failure?.pythonError ?? l10n.t('an error');
  const when =
    spec.failure?.stage === 'evaluate' ? l10n.t('at the first training step') : l10n.t('when the schedule is built');
  const bases: Readonly<Record<string, string>> = {
    DecreasingProgressSchedule: 'noether.core.schedules.LinearDecreasingSchedule',
    IncreasingProgressSchedule: 'noether.core.schedules.LinearIncreasingSchedule',
    SchedulerConfig: 'noether.core.schedules.LinearWarmupCosineDecaySchedule',
  };
  const instead = bases[name];
  return {
    ruleId: 'kind-unusable',
    origin,
    message: l10n.t`noether accepts ${name} in a config, but no run can use it: it raises ${error} ${when}. ${instead === undefined ? l10n.t('Write another kind.') : l10n.t`Write another kind, for example ${instead}.`}`,
    ...(instead === undefined ? {} : { data: { replacements: [{ origin, text: instead }] } }),
  };
}

// ---- missing and unknown keys

export function mandatoryMissing(origin: Origin, key: string): Finding {
  return {
    ruleId: 'mandatory-missing',
    origin,
    message: l10n.t`${key} is ???, a value that must be filled in, and nothing here fills it. noether refuses the block; write a value.`,
  };
}

/** The error with the place that a part of a long list has in the whole. */
function inWholeList(error: SchemaError, lists: ReadonlyMap<string, CoercedNode>): SchemaError {
  if (lists.size === 0) return error;
  const [, name = '', place, ...rest] = error.instancePath.split('/');
  const places = place === undefined ? undefined : lists.get(name)?.places;
  const whole = places?.[Number(place)];
  return whole === undefined ? error : { ...error, instancePath: ['', name, whole, ...rest].join('/') };
}

function sort(errors: readonly SchemaError[]): { valueErrors: Map<string, SchemaError[]>; missing: Set<string> } {
  const valueErrors = new Map<string, SchemaError[]>();
  const missing = new Set<string>();
  const seen = new Set<string>();
  for (const error of errors) {
    if (error.instancePath === '') {
      const name = error.params.missingProperty;
      if (error.keyword === 'required' && typeof name === 'string') missing.add(name);
      continue;
    }
    // The shared and the kind's own description of a key may both refuse it.
    if (seen.has(error.instancePath)) continue;
    seen.add(error.instancePath);
    const name = error.instancePath.split('/')[1] ?? '';
    const list = valueErrors.get(name);
    if (list === undefined) valueErrors.set(name, [error]);
    else list.push(error);
  }
  return { valueErrors, missing };
}

/**
 * One finding per required key that something else was written for, and one for the rest. Pydantic reports all of them
 * at the block, so they stand at its kind. Names in `missing` may be alternatives, joined with `|`.
 */
function missingFindings(
  spec: KindSpec,
  kindOrigin: Origin,
  missing: ReadonlySet<string>,
  keys: ReadonlyMap<string, KeyFact>,
  strangers: readonly (readonly [string, ResolvedEntry])[],
  claimed: Set<string>,
  context: RuleContext,
): Finding[] {
  const name = shortName(spec.kind);
  const idle = [...keys].filter(([, fact]) => fact.spec.noEffect).map(([key, fact]) => [key, fact.entry] as const);
  const findings: Finding[] = [];
  const rest: string[] = [];
  const examples: string[] = [];
  for (const group of missing) {
    const names = group.split('|');
    // What another file says was written for the kind that it had in mind.
    const candidates = [...strangers, ...idle].filter(
      ([key, entry]) => !claimed.has(key) && entry.key.origin.uri === kindOrigin.uri,
    );
    const blank = candidates.find(([key]) => names.includes(withoutBlank(key)?.key ?? ''));
    const near = blank ?? candidates.find(([key]) => meantKey(key, names) !== undefined);
    if (near === undefined) {
      const empty = names.flatMap((key) => keys.get(key)?.entry ?? [])[0];
      if (empty !== undefined) {
        // The keys are there and null, which pydantic refuses as a whole.
        findings.push({
          ruleId: 'missing-key',
          origin: empty.key.origin,
          message: l10n.t`${name} needs a value for ${listed(names, 'or')}, and noether refuses the block without it. Write a number in place of null.`,
        });
        continue;
      }
      rest.push(listed(names, 'or'));
      examples.push(names[0] ?? group);
      continue;
    }
    const [key, entry] = near;
    claimed.add(key);
    const split = withoutBlank(key);
    const meant = blank === undefined ? (meantKey(key, names) ?? group) : (split?.key ?? group);
    const label = keyLabel(key, entry);
    const message =
      blank !== undefined && split !== undefined
        ? l10n.t`${meant} is missing: "${label}" has no blank after its colon and is read as one key. Write ${split.key}: ${split.value}.`
        : keys.has(key)
          ? l10n.t`${name} needs ${meant}, and noether refuses the block without it. ${key} has no effect on this kind: was ${meant} meant?`
          : l10n.t`${name} needs ${meant}, and noether refuses the block without it. It ignores ${label}: write ${meant} instead.`;
    findings.push({
      ruleId: 'missing-key',
      origin: kindOrigin,
      message,
      related: [{ origin: entry.key.origin, message: l10n.t`${label} stands here; ${meant} is meant` }],
      data: {
        replacements: [
          {
            origin: entry.key.origin,
            text: blank !== undefined && split !== undefined ? `${split.key}: ${split.value}` : meant,
          },
        ],
      },
    });
  }
  if (rest.length > 0) {
    findings.push({
      ruleId: 'missing-key',
      origin: kindOrigin,
      message:
        rest.length === 1
          ? l10n.t`${name} needs ${listed(rest)}, and noether refuses the block without it. Add the key${exampleOf(spec, examples, context)}.`
          : l10n.t`${name} needs ${listed(rest)}, and noether refuses the block without them. Add the keys${exampleOf(spec, examples, context)}.`,
      data: { addKeys: examples },
    });
  }
  return findings;
}

/** How a block refers to the value of its optimizer that it schedules. */
export function reference(context: RuleContext): string {
  if (context.role === 'weight_decay_schedule') return interpolation('..weight_decay');
  return context.role === 'alpha_schedule' ? interpolation('..alpha') : interpolation('..lr');
}

function exampleOf(spec: KindSpec, names: readonly string[], context: RuleContext): string {
  const texts = names.flatMap((name) => {
    const key = spec.keys.get(name);
    if (key?.isLearningRate === true && !key.type.startsWith('list')) return [`${name}: ${reference(context)}`];
    const example = key?.example;
    return example === undefined ? [] : [`${name}: ${plainText(example)}`];
  });
  return texts.length === 0 ? '' : l10n.t`, for example ${listed(texts)}`;
}

function plainText(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(plainText).join(', ')}]` : String(value);
}

/** A key such as `factor:0.1`, whose colon YAML did not see, taken apart. */
function withoutBlank(key: string): { key: string; value: string } | undefined {
  const match = /^([a-z_]+):(\S.*)$/.exec(key);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { key: match[1], value: match[2] };
}

/** A key as it is written; keys that are not strings have no other name. */
function keyLabel(key: string, entry: ResolvedEntry): string {
  return short(key.startsWith('\0') ? entry.key.origin.text : key);
}

function unknownKey(
  spec: KindSpec,
  key: string,
  entry: ResolvedEntry,
  map: ResolvedMap,
  meantKeys: Set<string>,
): Finding {
  const name = shortName(spec.kind);
  const label = keyLabel(key, entry);
  const { origin } = entry.key;
  const remove = { removeKeys: [origin] };
  const split = withoutBlank(key);
  if (split !== undefined && spec.keys.has(split.key)) {
    const text = `${split.key}: ${split.value}`;
    meantKeys.add(split.key);
    return {
      ruleId: 'unknown-key',
      origin,
      message: l10n.t`"${label}" has no blank after its colon, so it is one key without a value, and noether ignores it. Write ${text}.`,
      data: { replacements: [{ origin, text }] },
    };
  }
  const ignored = spec.usable ? l10n.t('noether ignores it') : l10n.t('it is ignored');
  const owners = kindSpecs.filter((other) => other.usable && other.keys.has(key)).map((other) => shortName(other.kind));
  const belongs = l10n.t`It belongs to ${listed(owners.length > 3 ? [...owners.slice(0, 2), l10n.t('others')] : owners)}`;
  const kind = map.entries.get('kind')?.value.origin;
  if (kind !== undefined && kind.uri !== origin.uri && owners.length > 0) {
    return {
      ruleId: 'unknown-key',
      origin,
      message: l10n.t`${name} has no key ${label}, and ${ignored} without a word. ${belongs}, but another file sets the kind of this block, and merging keeps the keys of both. Write the key in the file that sets its kind.`,
      related: [{ origin: kind, message: l10n.t`The kind is ${name}` }],
    };
  }
  const free = [...spec.keys.keys()].filter((candidate) => !map.entries.has(candidate));
  const meant = key.startsWith('\0') ? undefined : meantKey(key, free);
  if (meant !== undefined) {
    meantKeys.add(meant);
    const fallback = spec.keys.get(meant)?.default;
    const kept =
      fallback === undefined || fallback === null
        ? ''
        : l10n.t`, and ${meant} keeps its default, ${typeof fallback === 'number' && spec.keys.get(meant)?.type === 'float' ? pythonNumber(fallback) : plainText(fallback)}`;
    return {
      ruleId: 'unknown-key',
      origin,
      message: l10n.t`${name} has no key ${label}: ${ignored} without a word${kept}. Write ${meant}.`,
      data: { replacements: [{ origin, text: meant }], ...remove },
    };
  }
  let hint = l10n.t('Remove it.');
  if (owners.length > 0) hint = l10n.t`${belongs}; remove it, or change the kind.`;
  else if (key === 'lr') hint = l10n.t('lr stands beside the block, in the optimizer config.');
  else if (key === 'total_steps')
    hint = l10n.t('The length of training comes from the trainer, for example its max_updates.');
  return {
    ruleId: 'unknown-key',
    origin,
    message: l10n.t`${name} has no key ${label}: ${ignored} without a word. ${hint}`,
    data: remove,
  };
}

// ---- values

function valueFindings(
  spec: KindSpec,
  fact: KeyFact,
  errors: readonly SchemaError[],
  /** How many more there are. */
  more: number,
  missing: Set<string>,
  context: RuleContext,
): Finding[] {
  const { spec: key, entry } = fact;
  if (key.name === 'interval') {
    const swapped = intervalSwapped(spec, entry, missing);
    if (swapped !== undefined) return [swapped];
  }
  if (key.name === 'steps') {
    const outside = errors.filter((error) => error.instancePath !== '/steps' && error.keyword !== 'type');
    const others = errors.filter((error) => error.instancePath === '/steps' || error.keyword === 'type');
    return [
      ...others.slice(0, MANY).map((error) => valueFinding(fact, error, context)),
      // Upstream looks at the range of the steps only when all of them are numbers.
      ...(outside.length > 0 && others.length === 0 ? [stepsOutside(fact, outside, more, context)] : []),
    ];
  }
  const findings = errors.slice(0, MANY).map((error) => valueFinding(fact, error, context));
  const last = findings.at(-1);
  const untold = errors.length - findings.length + more;
  if (untold > 0 && last !== undefined) {
    findings[findings.length - 1] = {
      ...last,
      message: l10n.t`${last.message} ${formatStep(untold)} more items of this list are wrong.`,
    };
  }
  return findings;
}

function intervalSwapped(spec: KindSpec, entry: ResolvedEntry, missing: Set<string>): Finding | undefined {
  const wanted = ['update_interval', 'decreases_interval'].find((name) => spec.keys.has(name));
  const { value } = entry;
  if (wanted === undefined || value.kind !== 'scalar' || asNumber(value) === undefined) return undefined;
  const absent = missing.delete(wanted);
  const text = shown(value);
  const kind = shortName(spec.kind);
  return {
    ruleId: 'interval-not-update-interval',
    origin: value.origin,
    message: l10n.t`interval says how often the value is set, update or epoch, and noether refuses ${text}. ${
      absent
        ? l10n.t`The distance between changes of ${kind} is ${wanted}: write ${wanted}: ${text}.`
        : l10n.t`${wanted} is written too; remove interval.`
    }`,
    related: [{ origin: entry.key.origin, message: absent ? l10n.t`${wanted} is meant` : 'interval' }],
    data: absent ? { replacements: [{ origin: entry.key.origin, text: wanted }] } : { removeKeys: [entry.key.origin] },
  };
}

/** The number behind a scalar, also where it is quoted. */
function asNumber(node: ResolvedScalar): number | undefined {
  if (typeof node.value === 'number') return node.value;
  if (typeof node.value === 'bigint') return Number(node.value);
  if (typeof node.value !== 'string' || node.value.trim() === '') return undefined;
  const value = Number(node.value);
  return Number.isNaN(value) ? undefined : value;
}

/** Pydantic's check of `steps` names no item, so the finding stands at the key, with the items as related places. */
function stepsOutside(fact: KeyFact, errors: readonly SchemaError[], more: number, context: RuleContext): Finding {
  const list = fact.entry.value.kind === 'list' ? fact.entry.value.items : [];
  const bad = errors.flatMap((error) => {
    const node = list[Number(error.instancePath.split('/')[2])];
    return node === undefined ? [] : [node];
  });
  const numbers = bad.map((node) => (node.kind === 'scalar' ? asNumber(node) : undefined));
  const texts = bad.slice(0, 5).map(shown);
  const named = bad.length > 5 ? `${texts.join(', ')} …` : listed(texts);
  const related: Related[] = bad
    .slice(0, MANY)
    .map((node) => ({ origin: node.origin, message: l10n.t`${shown(node)} is not between 0 and 1` }));
  const counts =
    numbers.length > 0 && numbers.every((value) => value !== undefined && value > 1 && Number.isFinite(value));
  if (!counts) {
    return {
      ruleId: 'range',
      origin: fact.entry.key.origin,
      message:
        bad.length === 1
          ? l10n.t`steps are fractions of training above 0 and below 1, and ${named} is not: noether refuses the block. Write fractions such as 0.5 for half-way.`
          : l10n.t`steps are fractions of training above 0 and below 1, and ${named} are not: noether refuses the block. Write fractions such as 0.5 for half-way.`,
      related,
    };
  }
  const largest = numbers.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
  const total = context.totalSteps?.value;
  // A total that does not hold the numbers is not what they were counted in.
  const unit = total !== undefined && total > largest ? total : largest < 100 ? 100 : undefined;
  const replacements =
    unit === undefined ? [] : bad.flatMap((node, index) => fraction(node.origin, numbers[index], unit));
  const what = unit === undefined ? '' : unit === total ? l10n.t` of ${formatStep(unit)} steps` : l10n.t(' in percent');
  const rewritten = listed(replacements.slice(0, 5).map((one) => one.text));
  return {
    ruleId: 'steps-not-fractions',
    origin: fact.entry.key.origin,
    message: l10n.t`steps are fractions of training, not step numbers, and noether refuses ${named}. ${
      unit === undefined
        ? l10n.t('Divide them by the number of training steps.')
        : bad.length === 1
          ? l10n.t`${named}${what} is ${rewritten}.`
          : l10n.t`${named}${what} are ${rewritten}.`
    }`,
    related,
    // Mending a part of them would mend nothing.
    ...(replacements.length === 0 || more > 0 ? {} : { data: { replacements } }),
  };
}

function fraction(origin: Origin, value: number | undefined, unit: number): { origin: Origin; text: string }[] {
  if (value === undefined) return [];
  return [{ origin, text: pythonNumber(Number((value / unit).toPrecision(6))) }];
}

function nodeAt(node: ResolvedNode, path: readonly string[]): ResolvedNode {
  let at = node;
  for (const part of path) {
    const next: ResolvedNode | undefined = at.kind === 'list' ? at.items[Number(part)] : undefined;
    if (next === undefined) break;
    at = next;
  }
  return at;
}

function valueFinding(fact: KeyFact, error: SchemaError, context: RuleContext): Finding {
  const { spec, entry } = fact;
  const path = error.instancePath.split('/').slice(2);
  const node = nodeAt(entry.value, path);
  const origin = valueOrigin(entry.key.origin, node.origin);
  const label = path.length === 0 ? spec.name : l10n.t`${itemLabel(spec, path)} of ${spec.name}`;
  switch (error.keyword) {
    case 'type':
    case 'enum':
      return typeFinding(spec, path, node, origin, label, context);
    case 'minItems':
    case 'maxItems':
      return {
        ruleId: 'range',
        // Upstream finds an empty list of steps with the block as a whole, as it does steps that are no fractions.
        origin: spec.name === 'steps' && path.length === 0 ? entry.key.origin : origin,
        message:
          spec.type === 'list-of-points' && path.length > 0
            ? l10n.t`${label} is ${shown(node)}, but a point is a pair [fraction, value], and noether refuses anything else. Write a pair such as [0.5, 1e-4].`
            : l10n.t`${label} is ${shown(node)}, but it needs at least ${formatCount(Number(error.params.limit), spec.type === 'list-of-points' ? 'point' : 'entry')}, and noether refuses the block. Write a list such as ${plainText(spec.example)}.`,
      };
    default:
      return rangeFinding(spec, error, node, origin, label, context);
  }
}

function itemLabel(spec: KeySpec, path: readonly string[]): string {
  const index = Number(path[0]) + 1;
  if (spec.type !== 'list-of-points') return l10n.t`entry ${formatStep(index)}`;
  if (path.length === 1) return l10n.t`point ${formatStep(index)}`;
  return path[1] === '0'
    ? l10n.t`the fraction of point ${formatStep(index)}`
    : l10n.t`the value of point ${formatStep(index)}`;
}

/** The word for what a key takes, and an example of it. */
function wanted(spec: KeySpec, path: readonly string[]): string {
  if (path.length === 0 && spec.type === 'list-of-float') return l10n.t('a list of numbers');
  if (spec.type === 'list-of-points' && path.length < 2)
    return path.length === 0 ? l10n.t('a list of points') : l10n.t('a pair [fraction, value]');
  switch (spec.type) {
    case 'int':
      return l10n.t('a whole number');
    case 'bool':
      return l10n.t('true or false');
    case 'enum':
      return listed(spec.values ?? [], 'or');
    default:
      return l10n.t('a number');
  }
}

/** What a value of the wrong type was probably meant to be, as YAML text. */
function repaired(spec: KeySpec, path: readonly string[], node: ResolvedNode): string | undefined {
  if (node.kind === 'list') {
    const only = node.items.length === 1 ? node.items[0] : undefined;
    return only?.kind === 'scalar' && typeof only.value === 'number' && !spec.type.startsWith('list')
      ? shown(only)
      : undefined;
  }
  if (node.kind !== 'scalar') return undefined;
  const list = path.length === 0 && spec.type === 'list-of-float';
  if (typeof node.value === 'number') {
    if (list) return `[${shown(node)}]`;
    return spec.type === 'int' && Number.isFinite(node.value) && Math.abs(node.value) < 1e15
      ? String(Math.round(node.value))
      : undefined;
  }
  if (typeof node.value !== 'string') return undefined;
  const text = node.value.trim();
  if (spec.type === 'enum') return closest(text, spec.values ?? []);
  if (spec.type === 'bool') return undefined;
  if (list) {
    const inner = text.replace(/^[[(]|[\])]$/g, '');
    const parts = inner
      .split(/[,;]|(?<!\s)\s+(?=[-+.\d])/)
      .map((part) => part.trim().replace(/^-(?=\d*\.?\d)/, text.startsWith('-') ? '' : '-'));
    return parts.length > 0 && parts.every((part) => part !== '' && Number.isFinite(Number(part)))
      ? `[${parts.join(', ')}]`
      : undefined;
  }
  const percent = /^([-+]?\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  if (percent !== undefined) return spec.type === 'int' ? undefined : pythonNumber(Number(percent) / 100);
  if (/^[-+]?\d+,\d+$/.test(text)) return text.replace(',', '.');
  const reference = /^\\?\$\{?([A-Za-z_.][\w.]*)\}?$/.exec(text)?.[1];
  if (reference !== undefined) return `\${${reference.includes('.') ? reference : `..${reference}`}}`;
  const suffixed = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)[fFdDlL]$/i.exec(text)?.[1];
  if (suffixed !== undefined) return suffixed;
  const value = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) return undefined;
  return spec.type === 'int' ? (Math.abs(value) < 1e15 ? String(Math.round(value)) : undefined) : pythonNumber(value);
}

function typeFinding(
  spec: KeySpec,
  path: readonly string[],
  node: ResolvedNode,
  origin: Origin,
  label: string,
  context: RuleContext,
): Finding {
  const want = wanted(spec, path);
  const isNull = node.kind === 'scalar' && node.value === null;
  const empty = isNull && node.origin.text.trim() === '';
  const text = empty ? l10n.t('empty') : isNull ? 'null' : shown(node);
  const repair = repaired(spec, path, node);
  const replacement =
    repair !== undefined && !isNull ? { data: { replacements: [{ origin: node.origin, text: repair }] } } : {};
  let advice: string;
  if (repair !== undefined && !isNull) advice = l10n.t`Write ${repair}.`;
  else if (isNull && path.length === 0 && spec.default !== undefined) {
    advice = l10n.t`Write ${want}, or leave the key out for its default, ${typeof spec.default === 'number' && spec.type === 'float' ? pythonNumber(spec.default) : plainText(spec.default)}.`;
  } else if (path.length === 0 && spec.isLearningRate && !spec.type.startsWith('list')) {
    advice = l10n.t`Write ${want}, such as ${plainText(spec.example)} or ${reference(context)}.`;
  } else {
    const example = path.length === 0 || !spec.type.startsWith('list') ? spec.example : undefined;
    advice = l10n.t`Write ${want}${example === undefined || spec.type === 'bool' || spec.type === 'enum' ? '' : l10n.t`, such as ${plainText(example)}`}.`;
  }
  return {
    ruleId: 'type',
    origin,
    message: l10n.t`${label} is ${text}, and noether takes only ${want}, so it refuses the block. ${advice}`,
    ...replacement,
  };
}

function rangeFinding(
  spec: KeySpec,
  error: SchemaError,
  node: ResolvedNode,
  origin: Origin,
  label: string,
  context: RuleContext,
): Finding {
  const text = shown(node);
  const value = node.kind === 'scalar' ? asNumber(node) : undefined;
  const bounds = boundsText(spec, error);
  const asFraction =
    spec.name.endsWith('_percent') || spec.name.endsWith('_interval') || error.instancePath.split('/').length === 4;
  let ruleId: RuleId = 'range';
  if (asFraction && value !== undefined && value > 1 && Number.isFinite(value)) {
    const interval = spec.name.endsWith('_interval');
    ruleId = interval ? 'steps-not-fractions' : 'percent-not-fraction';
    const total = context.totalSteps?.value;
    const unit = interval && total !== undefined && total > value ? total : value >= 2 && value < 100 ? 100 : undefined;
    const meant = unit === undefined ? undefined : pythonNumber(Number((value / unit).toPrecision(6)));
    const reading =
      unit === undefined
        ? ''
        : unit === total
          ? l10n.t`${text} of ${formatStep(unit)} steps is ${meant ?? ''}.`
          : l10n.t`For ${text} % write ${meant ?? ''}.`;
    return {
      ruleId,
      origin,
      message: l10n.t`${label} is a fraction of training${interval ? l10n.t(', not a number of steps') : ''}, and noether refuses ${text}: it must be ${bounds}. ${
        reading !== ''
          ? reading
          : interval
            ? l10n.t('Divide it by the number of training steps.')
            : l10n.t('Write a fraction such as 0.5.')
      }`,
      ...(meant === undefined ? {} : { data: { replacements: [{ origin: node.origin, text: meant }] } }),
    };
  }
  return {
    ruleId,
    origin,
    message: l10n.t`${label} is ${text}, but it must be ${bounds}, and noether refuses the block. ${adviceFor(spec, error)}`,
  };
}

function adviceFor(spec: KeySpec, error: SchemaError): string {
  if (spec.name === 'factor') return l10n.t('Write a factor such as 0.1.');
  if (spec.name.endsWith('_interval')) return l10n.t('Write a fraction of training such as 0.25.');
  if (
    typeof error.params.comparison === 'string' &&
    error.params.comparison.startsWith('>') &&
    error.params.limit === 0
  ) {
    return l10n.t('Write 0 or a positive number.');
  }
  return l10n.t`Write a number that is ${boundsText(spec, error)}.`;
}

/** The range of a key in words, as far as it has one. */
function boundsText(spec: KeySpec, error: SchemaError): string {
  const range =
    error.instancePath.split('/').length > 2
      ? (spec.items?.[error.instancePath.split('/').length > 3 ? Number(error.instancePath.split('/')[3]) : 0] ?? spec)
      : spec;
  const parts: string[] = [];
  if (range.minimum !== undefined) parts.push(l10n.t`at least ${range.minimum}`);
  if (range.exclusiveMinimum !== undefined) parts.push(l10n.t`above ${range.exclusiveMinimum}`);
  if (range.maximum !== undefined) parts.push(l10n.t`at most ${range.maximum}`);
  if (range.exclusiveMaximum !== undefined) parts.push(l10n.t`below ${range.exclusiveMaximum}`);
  return parts.length === 0 ? `${error.params.comparison} ${error.params.limit}` : listed(parts);
}

import * as l10n from '@vscode/l10n';
import type { BlockKey, ConfigProblem, MapEntry, MapValue, Origin } from '../config/types';
import { kindPrefix, kindSpecs } from '../schedules/keys.generated';
import type { NoetherVersion } from './context';
import type { Finding } from './finding';
import { closest, shortName } from './names';
import { listed, short } from './text';

export const blockKeys: readonly BlockKey[] = ['schedule_config', 'weight_decay_schedule', 'alpha_schedule'];

/** The keys that an optimizer config accepts in every version. */
const knownKeys: readonly string[] = [
  'kind',
  'lr',
  'weight_decay',
  'clip_grad_value',
  'clip_grad_norm',
  'param_group_modifiers_config',
  'exclude_bias_from_weight_decay',
  'exclude_normalization_params_from_weight_decay',
  'weight_decay_schedule',
  'schedule_config',
];

/** Those that came after v1.1, some of them only for some optimizers. */
const newerKeys: readonly string[] = [
  'alpha_schedule',
  'betas',
  'momentum',
  'secondary',
  'nesterov',
  'ns_steps',
  'adjust_lr_fn',
  'alpha',
];

const optimizerKeys = [...knownKeys, ...newerKeys];

/** Keys that only a schedule block has. */
const scheduleKeys = new Set(
  kindSpecs.flatMap((spec) => [...spec.keys.keys()]).filter((key) => !optimizerKeys.includes(key)),
);

/** Class names of common optimizers, in small letters; a kind that ends in one is an optimizer wherever it comes from. */
const optimizerNames =
  /(?:adam|adamw|sgd|lion|muon|lamb|lars|adagrad|adadelta|adafactor|rmsprop|rprop|lbfgs|shampoo|soap|prodigy|sophia|muoncomposite)$/;

/** A mapping that holds a block, or a misspelt block, and the key it stands under. */
export interface OptimizerMap {
  readonly map: MapValue;
  /** The key that holds the mapping; undefined at the root of a document and inside a list. */
  readonly keyName: string | undefined;
  readonly atRoot: boolean;
}

function textOf(map: MapValue, key: string): string | undefined {
  const value = map.entries.get(key)?.value;
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

/**
 * Whether a mapping surely is a noether optimizer config, so that a key it does not know is an error. Block keys alone
 * do not make one: a test or an experiment may hold `schedule_config` beside anything, and other programs have
 * optimizers of their own. It takes a `kind` that names an optimizer, or a `kind` or `lr` under a key such as `optim`,
 * `optimizer` or `optimizer_config`, or a `kind` together with `lr`. A mapping with `_target_` is built by Hydra itself
 * and follows other rules.
 */
export function isOptimizer({ map, keyName, atRoot }: OptimizerMap): boolean {
  if (map.entries.has('_target_')) return false;
  const kind = textOf(map, 'kind');
  const isSchedule = kind?.startsWith(kindPrefix) === true;
  const hasKind = map.entries.has('kind') && !isSchedule;
  const hasLr = map.entries.has('lr');
  if (kind !== undefined && hasKind && (/optim/i.test(kind) || optimizerNames.test(shortName(kind).toLowerCase())))
    return true;
  if (!atRoot && keyName !== undefined && /(?:^|_)optim(?:izer)?s?(?:_|$|\d)/i.test(keyName) && (hasKind || hasLr))
    return true;
  return hasKind && hasLr;
}

/** What else people call `schedule_config`. */
const otherNames: readonly string[] = [
  'schedule',
  'scheduler',
  'lr_schedule',
  'lr_scheduler',
  'lr_schedule_config',
  'scheduler_config',
  'lr_scheduler_config',
];

const meantKeys = new Map<string, BlockKey | undefined>();
/** Keys remembered; a workspace has far fewer different ones, and composing asks for each again and again. */
const MOST_KEYS = 20_000;

/** The block key that another key was most likely meant to be. */
export function meantBlockKey(key: string): BlockKey | undefined {
  if (key.length < 6 || key.length > 30 || blockKeys.some((name) => name === key)) return undefined;
  const known = meantKeys.get(key);
  if (known !== undefined || meantKeys.has(key)) return known;
  const meant = nearestBlockKey(key);
  if (meantKeys.size >= MOST_KEYS) meantKeys.clear();
  meantKeys.set(key, meant);
  return meant;
}

function nearestBlockKey(key: string): BlockKey | undefined {
  if (otherNames.includes(key)) return 'schedule_config';
  const near = closest(key, blockKeys);
  return blockKeys.find((name) => name === near);
}

/** Whether a value looks like a schedule block, whatever key it stands under. */
function looksLikeBlock(entry: MapEntry): boolean {
  const { value } = entry;
  if (value.kind !== 'map') return false;
  const kind = textOf(value, 'kind');
  if (kind !== undefined && (kind.startsWith(kindPrefix) || /schedule$/i.test(kind))) return true;
  return [...value.entries.keys()].some((key) => scheduleKeys.has(key));
}

/** Whether a mapping holds what was meant to be a block, under a key that is not quite a block key. */
export function holdsMisspeltBlock(map: MapValue): boolean {
  for (const [key, entry] of map.entries) {
    const meant = meantBlockKey(key);
    if (meant === undefined || map.entries.has(meant)) continue;
    if (looksLikeBlock(entry) || (entry.value.kind === 'map' && !otherNames.includes(key))) return true;
  }
  return false;
}

/** A mapping with more strange keys than this is wrong as a whole, and has been said to be. */
const MANY = 50;

export interface OptimizerResult {
  readonly findings: Finding[];
  /** Load problems that a finding here says better. */
  readonly explained: readonly ConfigProblem[];
}

/**
 * What an optimizer config refuses around its blocks, and blocks that slipped out of their key. `problems` are those of
 * loading the mapping, asked for only where they count.
 */
export function optimizerFindings(
  optimizer: OptimizerMap,
  version: NoetherVersion,
  problems: () => readonly ConfigProblem[] = () => [],
): OptimizerResult {
  const { map, atRoot } = optimizer;
  const slipped = slippedBlock(map, problems);
  const findings: Finding[] = slipped === undefined ? [] : [slipped.finding];
  const certain = isOptimizer(optimizer) || slipped !== undefined;
  for (const [key, entry] of map.entries) {
    if (slipped?.keys.has(key) === true || knownKeys.includes(key)) continue;
    // Hydra takes the defaults list of a group file away before anyone sees it.
    if (atRoot && key === 'defaults') continue;
    const finding = strangerFinding(map, key, entry, certain, version);
    if (finding !== undefined) findings.push(finding);
    if (findings.length >= MANY) break;
  }
  return { findings, explained: slipped?.explained ?? [] };
}

function strangerFinding(
  map: MapValue,
  key: string,
  entry: MapEntry,
  certain: boolean,
  version: NoetherVersion,
): Finding | undefined {
  const { origin } = entry.key;
  if (newerKeys.includes(key)) {
    if (version === 'newer' || !(certain || key === 'alpha_schedule')) return undefined;
    const text = l10n.t`${key} exists only in noether versions newer than 1.1`;
    if (version === '1.1') {
      return {
        ruleId: 'optimizer-unknown-key',
        origin,
        message: l10n.t`${text}; noether 1.1 refuses the optimizer config. Remove it, or set scheduleLens.noetherVersion to "newer".`,
        data: { removeKeys: [origin] },
      };
    }
    // Said by alpha-without-muon where that applies; null is no schedule in those that know the key.
    if (key === 'alpha_schedule' && (isNull(entry) || !isMuon(map))) return undefined;
    return {
      ruleId: 'version-differs',
      origin,
      message: l10n.t`${text}; noether 1.1 refuses the optimizer config. If all your runs are newer, set scheduleLens.noetherVersion to "newer".`,
    };
  }
  const label = short(key.startsWith('\0') ? entry.key.origin.text : key);
  const meantBlock = meantBlockKey(key);
  if (meantBlock !== undefined && !map.entries.has(meantBlock) && (certain || looksLikeBlock(entry))) {
    return {
      ruleId: 'optimizer-unknown-key',
      ...(certain ? {} : { severity: 'warning' as const }),
      origin,
      message: l10n.t`An optimizer has no key ${label}: ${certain ? l10n.t('noether refuses the config') : l10n.t('no schedule is used')}. Write ${meantBlock}.`,
      data: { replacements: [{ origin, text: meantBlock }] },
    };
  }
  if (!certain) return undefined;
  const free = optimizerKeys.filter((name) => !map.entries.has(name));
  const meant = key.startsWith('\0') ? undefined : closest(key, free);
  const belongs = scheduleKeys.has(key) ? blockKeys.find((name) => map.entries.has(name)) : undefined;
  let advice = l10n.t('Remove it.');
  if (meant !== undefined) advice = l10n.t`Write ${meant}.`;
  else if (belongs !== undefined) advice = l10n.t`It is a key of a schedule: indent it under ${belongs}.`;
  return {
    ruleId: 'optimizer-unknown-key',
    origin,
    message: l10n.t`An optimizer has no key ${label}: noether refuses the config. ${advice}`,
    data:
      meant !== undefined
        ? { replacements: [{ origin, text: meant }] }
        : belongs !== undefined
          ? { indentKeys: [origin] }
          : { removeKeys: [origin] },
  };
}

function isNull(entry: MapEntry): boolean {
  return entry.value.kind === 'scalar' && entry.value.value === null;
}

/** Whether alpha has an effect here, or may have one. */
function isMuon(map: MapValue): boolean {
  const kind = textOf(map, 'kind');
  return kind === undefined || kind.includes('${') || shortName(kind) === 'MuonComposite';
}

interface Slipped {
  readonly finding: Finding;
  readonly keys: ReadonlySet<string>;
  readonly explained: readonly ConfigProblem[];
}

/** A block key left empty, with the keys of a schedule beside it in place of below it. */
function slippedBlock(map: MapValue, problems: () => readonly ConfigProblem[]): Slipped | undefined {
  const empty = blockKeys.flatMap((key) => {
    const entry = map.entries.get(key);
    return entry !== undefined &&
      entry.value.kind === 'scalar' &&
      entry.value.value === null &&
      entry.value.style === 'none'
      ? [{ key, entry }]
      : [];
  })[0];
  if (empty === undefined) return undefined;
  const { origin } = empty.entry.key;
  const after = [...map.entries].filter(
    ([, entry]) => entry.key.origin.uri === origin.uri && entry.key.origin.start > origin.start,
  );
  const own = after.filter(([key, entry]) => {
    if (scheduleKeys.has(key)) return true;
    return (
      key === 'kind' &&
      entry.value.kind === 'scalar' &&
      typeof entry.value.value === 'string' &&
      entry.value.value.startsWith(kindPrefix)
    );
  });
  // Where the optimizer has a kind of its own, the block's is the second one, which does not load.
  const doubled = problems().filter(
    (problem) =>
      problem.origin.uri === map.origin.uri &&
      problem.origin.start > origin.start &&
      problem.origin.end <= map.origin.end &&
      problem.code === 'duplicate-key' &&
      problem.origin.text === 'kind',
  );
  if (own.length === 0) return undefined;
  const places: Origin[] = [
    ...own.map(([, entry]) => entry.key.origin),
    ...doubled.map((problem) => problem.origin),
  ].sort((a, b) => a.start - b.start);
  const names = [...new Set([...own.map(([key]) => key), ...doubled.map(() => 'kind')])];
  const first = places[0];
  return {
    finding: {
      ruleId: 'slipped-block',
      origin,
      message: l10n.t`${empty.key} is empty, and ${listed(names.slice(0, 4))}${names.length > 4 ? ' …' : ''} stand beside it as keys of the optimizer, which refuses them. Indent them under ${empty.key}.`,
      related:
        first === undefined
          ? []
          : [{ origin: first, message: l10n.t`The block begins here, as deep as ${empty.key} itself` }],
      data: { indentKeys: places },
    },
    keys: new Set(own.map(([key]) => key)),
    explained: doubled,
  };
}

import * as l10n from '@vscode/l10n';
import type { ConfigDocument, MapEntry, MapValue, Origin, ResolvedNode } from '../../config';
import type { Finding, FindingData, Replacement, RuleId } from '../../rules';
import { optimizerScalar } from '../../rules/context';
import { closest, shortName } from '../../rules/names';
import { blockKeys } from '../../rules/optimizer';
import { reference } from '../../rules/schema';
import { listed, short } from '../../rules/text';
import { type KindSpec, kindSpec, kindSpecs } from '../../schedules';
import type { Analysis, AnalyzedBlock } from '../analysis';
import { innermost } from '../block-view';
import { numberText, valueText } from '../complete/write';
import { fractionOf } from './numbers';
import { sortSteps } from './steps';
import { change, entryAt, indentEntries, inPlaceOf, insertEntries, removeEntries, writtenEntries } from './text';
import { warmupConversions } from './warmup';

/** One way to mend a finding. */
export interface Fix {
  readonly title: string;
  /** Empty where only the client can go on. */
  readonly changes: readonly Replacement[];
  /** The one that is clearly meant. */
  readonly preferred?: boolean;
  /** Nothing but the slip changes and nothing is lost, so that it may be made unseen. */
  readonly safe?: boolean;
  /** Where the length of training has to be asked for first: the numbers to divide by it. */
  readonly asks?: readonly number[];
}

/** Keys without effect, or keys of which all are wrong together, go at once; of the others one goes. */
const removedTogether: ReadonlySet<RuleId> = new Set<RuleId>([
  'no-effect-key',
  'unknown-key',
  'paired-keys',
  'start-after-end',
  'alpha-without-muon',
  'optimizer-unknown-key',
]);

/** Rules whose first replacement is a guess among many. */
const guesses: ReadonlySet<RuleId> = new Set<RuleId>(['factor-grows', 'epoch-units', 'kind-unusable']);

/** Everything that mends a finding of a document, the best first. */
export function quickFixes(analysis: Analysis, finding: Finding): Fix[] {
  const { document } = analysis;
  if (document === undefined) return [];
  const asker = new Asked(analysis, document, finding);
  return firstPreferred(asker.fixes().filter(({ changes, asks }) => changes.length > 0 || asks !== undefined));
}

function firstPreferred(fixes: readonly Fix[]): Fix[] {
  const first = fixes.findIndex(({ preferred }) => preferred);
  return fixes.map((fix, index) => (index === first ? fix : { ...fix, preferred: false }));
}

/** The innermost block of a document that an origin stands in, its key included. */
export function blockAround(analysis: Analysis, { uri, start, end }: Origin): AnalyzedBlock | undefined {
  if (uri !== analysis.uri) return undefined;
  return innermost(analysis, start, end);
}

/** How long training is, where all that reach a block agree. */
export function agreedTotal({ context, perspectives }: AnalyzedBlock): number | undefined {
  const total = context.totalSteps?.value;
  return perspectives.every((one) => one.context.totalSteps?.value === total) ? total : undefined;
}

class Asked {
  constructor(
    private readonly analysis: Analysis,
    private readonly document: ConfigDocument,
    private readonly finding: Finding,
  ) {}

  fixes(): Fix[] {
    const { ruleId, data } = this.finding;
    switch (ruleId) {
      case 'steps-not-fractions':
        return this.fractions();
      case 'duplicate-steps':
        return this.repeatedSteps();
      case 'colon-without-blank':
        return this.blankBehindColon();
      case 'unquoted-interpolation':
        return this.quotes();
      case 'not-a-mapping':
        return this.dash();
      case 'unused-ignore':
        return this.needlessIgnore();
      default:
        break;
    }
    return [
      ...(data === undefined ? [] : this.fromData(data)),
      ...(ruleId === 'exclusive-keys' || ruleId === 'epoch-units' || ruleId === 'warmup-longer-than-training'
        ? this.warmups()
        : []),
    ];
  }

  private fromData(data: FindingData): Fix[] {
    return [
      ...this.replaced(data.replacements ?? []),
      ...this.added(data.addKeys ?? []),
      ...this.removed(data.removeKeys ?? []),
      ...this.indented(data.indentKeys ?? []),
    ];
  }

  /** Texts for one place are alternatives; those for several places go together. */
  private replaced(all: readonly Replacement[]): Fix[] {
    const valid = all.filter(({ origin }) => this.isStanding(origin));
    const [first] = valid;
    if (first === undefined) return [];
    const together = valid.some(({ origin }) => origin.start !== first.origin.start || origin.uri !== first.origin.uri);
    const groups = together ? [valid] : valid.map((one) => [one]);
    return groups.map((group, index): Fix => {
      const changes = group.map(({ origin, text }) => this.replacement(origin, text));
      const [one] = group;
      const title = l10n.t`Write ${listed(group.slice(0, 4).map(({ text }) => short(text)))}${group.length === 1 && one !== undefined ? l10n.t` instead of ${short(unquoted(one.origin.text))}` : ''}`;
      return {
        title,
        changes,
        preferred: index === 0 && !guesses.has(this.finding.ruleId),
        safe: index === 0 && group.length === 1 && one !== undefined && this.isSlip(one),
      };
    });
  }

  private replacement(origin: Origin, text: string): Replacement {
    const { document } = this;
    // `key:value` that is read as one key may have a colon of its own behind it.
    if (origin.uri === document.uri && /^\w+: \S/.test(text)) {
      const colon = /^[ \t]*:(?=\s|$)/.exec(document.text.slice(origin.end))?.[0];
      if (colon !== undefined) return change(document, origin.start, origin.end + colon.length, text);
    }
    return inPlaceOf(document, origin, text);
  }

  /** Offsets of this document hold for the text that was read; a composition may have been made from another one. */
  private isStanding({ uri, start, text }: Origin): boolean {
    return uri !== this.document.uri || this.document.text.startsWith(text, start);
  }

  /** Whether a replacement only mends the spelling of what stands there. */
  private isSlip({ origin, text }: Replacement): boolean {
    const { ruleId } = this.finding;
    const old = unquoted(origin.text);
    if (ruleId === 'interval-not-update-interval') return true;
    if (ruleId === 'kind-unknown') return closest(shortName(old.trim()), [shortName(text)]) !== undefined;
    if (ruleId !== 'unknown-key' && ruleId !== 'missing-key' && ruleId !== 'optimizer-unknown-key') return false;
    if (old === text.replace(': ', ':')) return true;
    const map = entryAt(this.document, origin)?.map;
    return map !== undefined && !map.entries.has(text) && closest(old, [text]) !== undefined;
  }

  // ---- keys

  private block(): AnalyzedBlock | undefined {
    return blockAround(this.analysis, this.finding.origin);
  }

  private added(keys: readonly string[]): Fix[] {
    const block = keys.length === 0 ? undefined : this.block();
    const map = block?.block.value;
    if (block === undefined || map?.kind !== 'map' || map.origin.uri !== this.document.uri) return [];
    if (keys.includes('kind')) return this.addedKind(map);
    const kind = map.entries.get('kind');
    const text = kind?.value.kind === 'scalar' ? kind.value.value : undefined;
    const spec = typeof text === 'string' ? kindSpec(text) : undefined;
    if (spec === undefined) return [];
    return keySets(spec, keys).flatMap((set, index) =>
      this.valuesOf(block, spec, set).flatMap((entries, variant) => {
        const inserted = insertEntries(this.document, map, this.anchorIn(map), entries);
        if (inserted === undefined) return [];
        const [only] = entries;
        const title =
          entries.length === 1 && only !== undefined
            ? l10n.t`Add ${only.key}: ${short(only.value)}`
            : l10n.t`Add ${listed(entries.map(({ key }) => key))}`;
        return [{ title, changes: [inserted], preferred: index === 0 && variant === 0 }];
      }),
    );
  }

  /** Behind which entry new ones come: the kind, or else the last. */
  private anchorIn(map: MapValue): MapEntry | undefined {
    const entries = writtenEntries(map);
    return entries.find(({ key }) => key.value === 'kind') ?? entries.at(-1);
  }

  /** A value for each key; where a single one is the learning rate, also its number. */
  private valuesOf(block: AnalyzedBlock, spec: KindSpec, keys: readonly string[]): { key: string; value: string }[][] {
    const { context } = block;
    const sibling =
      context.role === 'weight_decay_schedule' ? 'weight_decay' : context.role === 'alpha_schedule' ? 'alpha' : 'lr';
    const scheduled = context.role === undefined ? undefined : context.optimizer?.entries.get(sibling)?.value;
    const entries = keys.map((key) => {
      const described = spec.keys.get(key);
      if (described?.isLearningRate === true && !described.type.startsWith('list') && scheduled !== undefined) {
        return { key, value: reference(context) };
      }
      const example = described?.example ?? described?.default ?? 0;
      return { key, value: described === undefined ? String(example) : valueText(example, described) };
    });
    const number = optimizerScalar(context, sibling)?.value;
    const [only] = entries;
    const isReference = entries.length === 1 && only?.value.startsWith('${') === true;
    if (!isReference || typeof number !== 'number' || only === undefined) return [entries];
    return [entries, [{ key: only.key, value: numberText(number, 'float') }]];
  }

  /** Of kinds that use every key which is there, the ones that lack least. */
  private addedKind(map: MapValue): Fix[] {
    const present = [...map.entries.keys()];
    const fitting = kindSpecs
      .filter((spec) => spec.usable && (this.analysis.settings.noetherVersion !== '1.1' || spec.since === undefined))
      .filter((spec) => present.every((key) => spec.keys.get(key)?.noEffect === false))
      .map((spec) => ({
        spec,
        lacks: [...spec.keys.values()].filter(({ name, required }) => required && !present.includes(name)).length,
      }))
      .filter(({ lacks }) => lacks === 0 || present.length === 0)
      .slice(0, 3);
    return fitting.flatMap(({ spec }) => {
      const inserted = insertEntries(this.document, map, undefined, [{ key: 'kind', value: spec.kind }]);
      if (inserted === undefined) return [];
      return [{ title: l10n.t`Add kind: ${spec.kind}`, changes: [inserted], preferred: fitting.length === 1 }];
    });
  }

  private removed(keys: readonly Origin[]): Fix[] {
    const own = keys.filter((key) => key.uri === this.document.uri && this.isStanding(key));
    if (own.length === 0) return [];
    const together = removedTogether.has(this.finding.ruleId);
    if (!together && this.finding.ruleId !== 'exclusive-keys' && own.length > 1) return [];
    const groups = together ? [own] : own.map((key) => [key]);
    return groups.flatMap((group) => {
      const changes = removeEntries(this.document, group);
      if (changes === undefined) return [];
      const title = l10n.t`Remove ${listed(group.map(({ text }) => short(unquoted(text))))}`;
      return [{ title, changes, preferred: together }];
    });
  }

  private indented(keys: readonly Origin[]): Fix[] {
    const [first] = keys;
    if (first === undefined) return [];
    const under = this.finding.ruleId === 'slipped-block' ? this.finding.origin : this.blockKeyBeside(first);
    if (under === undefined) return [];
    const changes = indentEntries(this.document, under, keys);
    if (changes === undefined) return [];
    const what = keys.length === 1 ? unquoted(first.text) : l10n.t('the block');
    return [{ title: l10n.t`Indent ${what} under ${unquoted(under.text)}`, changes, preferred: true, safe: true }];
  }

  private blockKeyBeside(key: Origin): Origin | undefined {
    const map = entryAt(this.document, key)?.map;
    if (map === undefined) return undefined;
    return blockKeys.flatMap((name) => map.entries.get(name)?.key.origin ?? [])[0];
  }

  private warmups(): Fix[] {
    const block = this.block();
    if (block === undefined) return [];
    return warmupConversions(this.analysis, this.document, block).map(({ title, changes }) => ({ title, changes }));
  }

  // ---- numbers

  /** Step numbers as fractions of the run, or as percentages where they look like some. */
  private fractions(): Fix[] {
    const block = this.block();
    if (block === undefined) return [];
    const places = stepNumbers(block, this.finding.origin).filter(({ origin }) => this.isStanding(origin));
    if (places.length === 0) return [];
    const largest = Math.max(...places.map(({ value }) => value));
    const total = agreedTotal(block);
    const fixes: Fix[] = [];
    const divided = (by: number, title: string, preferred: boolean): Fix => ({
      title,
      changes: places.map(({ origin, value }) => inPlaceOf(this.document, origin, fractionOf(value, by))),
      preferred,
    });
    if (total !== undefined && total > largest) {
      fixes.push(divided(total, l10n.t`Divide by the ${total.toLocaleString('en-US')} steps of training`, true));
    } else {
      fixes.push({
        title: l10n.t('Divide by the number of training steps …'),
        changes: [],
        asks: places.map(({ value }) => value),
      });
    }
    if (largest < 100) fixes.push(divided(100, l10n.t('Read as percentages'), false));
    return fixes;
  }

  private repeatedSteps(): Fix[] {
    const list = stepsList(this.document, this.block());
    if (list === undefined) return [];
    const fixes: Fix[] = [];
    const once = sortSteps(this.document, list, { sort: false, dedupe: true });
    if (once !== undefined) fixes.push({ title: l10n.t('Remove repeated steps'), changes: once, preferred: true });
    const sorted = sortSteps(this.document, list, { sort: true, dedupe: true });
    if (sorted !== undefined) fixes.push({ title: l10n.t('Sort and de-duplicate steps'), changes: sorted });
    return fixes;
  }

  // ---- what does not load, or only just

  private blankBehindColon(): Fix[] {
    const { origin } = this.finding;
    const colon = origin.text.indexOf(':');
    if (colon < 1) return [];
    const at = origin.start + colon + 1;
    return [
      {
        title: l10n.t('Put a blank behind the colon'),
        changes: [change(this.document, at, at, ' ')],
        preferred: true,
        safe: true,
      },
    ];
  }

  private quotes(): Fix[] {
    const { origin } = this.finding;
    if (!origin.text.startsWith('${') || !origin.text.endsWith('}') || origin.text.includes('"')) return [];
    return [
      {
        title: l10n.t('Put quotes around the interpolation'),
        changes: [change(this.document, origin.start, origin.end, `"${origin.text}"`)],
        preferred: true,
        safe: true,
      },
    ];
  }

  /** A block written as the one item of a list. */
  private dash(): Fix[] {
    const list = this.block()?.block.value;
    const item = list?.kind === 'list' && list.items.length === 1 ? list.items[0] : undefined;
    if (list?.kind !== 'list' || item?.kind !== 'map' || item.alias !== undefined) return [];
    const { document } = this;
    if (list.flow) {
      const [open, close] = [item.origin.start, item.origin.end];
      if (!item.flow) return [];
      const changes = [change(document, list.origin.start, open, ''), change(document, close, list.origin.end, '')];
      return [{ title: l10n.t('Remove the brackets'), changes, preferred: true }];
    }
    const { start } = list.origin;
    const gap = document.text.slice(start, item.origin.start);
    if (!/^-[ ]+$/.test(gap)) return [];
    // A blank in place of the dash leaves every key in its column.
    return [
      {
        title: l10n.t('Remove the dash, so that it becomes a mapping'),
        changes: [change(document, start, item.origin.start, ' '.repeat(gap.length))],
        preferred: true,
      },
    ];
  }

  private needlessIgnore(): Fix[] {
    const { document } = this;
    const { origin } = this.finding;
    const from = document.text.lastIndexOf('#', origin.start);
    const open = document.text.lastIndexOf('[', origin.start);
    const close = document.text.indexOf(']', origin.end);
    if (from < 0 || open < from || close < 0) return [];
    const before = document.text.slice(open + 1, origin.start);
    const after = document.text.slice(origin.end, close);
    if (before.trim() !== '' || after.trim() !== '') {
      const behind = /^\s*,\s*/.exec(after)?.[0].length ?? 0;
      const ahead = behind === 0 ? (/(?<!\s)\s*,\s*$/.exec(before)?.[0].length ?? 0) : 0;
      const changes = [change(document, origin.start - ahead, origin.end + behind, '')];
      return [{ title: l10n.t`Remove ${origin.text} from the comment`, changes, preferred: true }];
    }
    const { text } = document;
    const lineBegin = from - document.positionAt(from).character;
    const blanks = /(?<![ \t])[ \t]*$/.exec(text.slice(lineBegin, from))?.[0].length ?? 0;
    const isOwnLine = lineBegin + blanks === from;
    const rest = /^[^\r\n]*/.exec(text.slice(close + 1))?.[0] ?? '';
    // What a reader added behind the bracket stays a comment.
    if (rest.trim() !== '') {
      return [
        {
          title: l10n.t('Remove the ignore comment'),
          changes: [change(document, from + 1, close + 1, '')],
          preferred: true,
        },
      ];
    }
    const end = close + 1 + rest.length;
    const breaks = isOwnLine ? (/^(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? 0) : 0;
    const changes = [change(document, from - blanks, end + breaks, '')];
    return [{ title: l10n.t('Remove the ignore comment'), changes, preferred: true }];
  }
}

function unquoted(text: string): string {
  return /^(["'])([\s\S]*)\1$/.exec(text)?.[2] ?? text;
}

/** Keys that are missing, with each way to choose where one of several is enough: the share of training first. */
function keySets(spec: KindSpec, keys: readonly string[]): string[][] {
  const groupOf = (key: string) => spec.exactlyOneOf.find((group) => group.includes(key));
  if (!keys.some((key) => groupOf(key) !== undefined)) return [[...keys]];
  return ['percent', 'steps'].map((ending) =>
    keys.map((key) => groupOf(key)?.find((name) => name.endsWith(ending)) ?? key),
  );
}

/** The numbers of a key that are counted in steps, where they stand; those that are fractions already are not. */
export function stepNumbers(block: AnalyzedBlock, near: Origin): { origin: Origin; value: number }[] {
  if (block.resolved.kind !== 'map') return [];
  for (const key of ['steps', 'update_interval', 'decreases_interval']) {
    const entry = block.resolved.entries.get(key);
    if (entry === undefined) continue;
    const { value } = entry;
    const isHere = [entry.key.origin, value.origin].some(({ uri, start }) => uri === near.uri && start === near.start);
    if (!isHere) continue;
    return (value.kind === 'list' ? value.items : [value]).flatMap((node) => {
      const number = numberIn(node);
      return number !== undefined && number > 1 ? [{ origin: node.origin, value: number }] : [];
    });
  }
  return [];
}

function numberIn(node: ResolvedNode): number | undefined {
  if (node.kind !== 'scalar') return undefined;
  const value = typeof node.value === 'string' && node.value.trim() !== '' ? Number(node.value) : node.value;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The list of a block's steps where it is written in the document. */
export function stepsList(document: ConfigDocument, block: AnalyzedBlock | undefined) {
  const map = block?.block.value;
  const list = map?.kind === 'map' ? map.entries.get('steps')?.value : undefined;
  return list?.kind === 'list' && list.origin.uri === document.uri ? list : undefined;
}

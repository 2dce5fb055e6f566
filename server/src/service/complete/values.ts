import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { OutlineList, OutlineNode, Slot } from '../../config/context';
import { formatPercent } from '../../format';
import type { KeySpec, NumberRange, PlainValue } from '../../schedules';
import { type Asked, aboutKind, aboveComment, layoutAt } from './asked';
import type { Offer } from './item';
import { likelyKind, matching } from './keys';
import {
  type BlockPlace,
  byLikelihood,
  numberIn,
  presentKeys,
  referenceTo,
  type Sibling,
  siblingOf,
  usableKinds,
} from './place';
import { defaultWords, keyDocumentation } from './words';
import { dashPieces, listPieces, numberText, type Piece, valueText } from './write';

/** All kinds that can train. */
export function offersForKind(asked: Asked, block: BlockPlace, slot: Slot): Offer[] {
  const { kinds, likely } = byLikelihood(usableKinds(asked.version), presentKeys(block.map));
  const probable = likely?.name ?? likelyKind(asked);
  return matching(kinds, asked).map((kind) => ({
    label: kind.name,
    kind: CompletionItemKind.Class,
    slot,
    pieces: [kind.kind],
    filter: `${kind.name} ${kind.kind}`,
    description: l10n.t(kind.title),
    detail: kind.since === undefined ? kind.kind : l10n.t`${kind.kind} (noether after 1.1)`,
    about: aboutKind(kind.kind, block, asked),
    preselect: kind.name === probable,
  }));
}

/**
 * Values of a key: behind its colon, or on the line below it. The optimizer's own value first where one is wanted, then
 * what is commonly written, then the default.
 */
export function offersForValue(
  asked: Asked,
  block: BlockPlace,
  spec: KeySpec,
  slot: Slot,
  where: 'behind' | 'below',
): Offer[] {
  if (spec.noEffect) return [];
  const { context } = asked;
  const documentation = keyDocumentation(spec, undefined);
  const base = { slot, documentation };
  if (spec.type === 'list-of-float' || spec.type === 'list-of-points') {
    return offersForList(asked, spec, slot, where);
  }
  const offers: Offer[] = [];
  const kind = spec.type === 'enum' || spec.type === 'bool' ? CompletionItemKind.EnumMember : CompletionItemKind.Value;
  const standard = defaultWords(spec);
  const seen = new Set<string>();
  const add = (value: PlainValue, words: string | undefined) => {
    const text = valueText(value, spec);
    if (seen.has(text)) return;
    seen.add(text);
    const note = text === standard ? (words === undefined ? l10n.t('default') : l10n.t`${words} (default)`) : words;
    offers.push({ ...base, label: text, kind, pieces: [text], description: note, detail: note });
  };
  for (const { value, description } of spec.suggestions) add(value, l10n.t(description));
  for (const word of spec.values ?? []) add(word, undefined);
  if (spec.type === 'bool') for (const value of [true, false]) add(value, undefined);
  if (spec.default !== undefined && spec.default !== null) add(spec.default, undefined);
  const references = spec.unit === 'learning rate' ? offersForReference(asked, block, context.holder, slot) : [];
  if (offers.length === 0 && references.length === 0 && spec.example !== undefined)
    add(spec.example, l10n.t('for example'));
  const all = spec.isLearningRate ? [...references, ...offers] : [...offers, ...references];
  return all.map((offer, index) => (index === 0 ? { ...offer, preselect: true } : offer));
}

/** The optimizer's value as an interpolation and as its number. */
function offersForReference(
  asked: Asked,
  block: BlockPlace,
  holder: Parameters<typeof referenceTo>[1],
  slot: Slot,
): Offer[] {
  const sibling: Sibling | undefined = siblingOf(block);
  if (!sibling) return [];
  const { token } = asked.context;
  const reference = referenceTo(sibling, holder);
  const quote = holder.flow && token.quote === undefined ? '"' : '';
  const equals = sibling.number === undefined ? '' : ` = ${sibling.number}`;
  const offers: Offer[] = [
    {
      label: reference,
      kind: CompletionItemKind.Reference,
      slot,
      pieces: [quote + reference + quote],
      filter: `${reference} ${sibling.key}`,
      description: l10n.t`the optimizer's ${sibling.key}${equals}`,
      detail: l10n.t`the optimizer's ${sibling.key}${equals}`,
      documentation: l10n.t('Takes the value of `{0}` beside the block, and follows it when it changes.', sibling.key),
    },
  ];
  if (sibling.number !== undefined) {
    offers.push({
      label: sibling.number,
      kind: CompletionItemKind.Value,
      slot,
      pieces: [sibling.number],
      description: l10n.t`${sibling.key} as a number`,
      detail: l10n.t`${sibling.key} as a number`,
      documentation: l10n.t('What `{0}` is now. It does not follow when `{0}` changes.', sibling.key),
    });
  }
  return offers;
}

function offersForList(asked: Asked, spec: KeySpec, slot: Slot, where: 'behind' | 'below'): Offer[] {
  const { context } = asked;
  const { entry, habits, token } = context;
  const documentation = keyDocumentation(spec, undefined);
  const layout = layoutAt(asked, context.holder.flow);
  const behind = entry?.valueStart;
  return suggestedLists(spec).map(({ value, description }) => {
    const label = valueText(value, spec);
    const shared = {
      label,
      kind: CompletionItemKind.Value,
      description,
      detail: description,
      documentation,
      preselect: isExample(value, spec),
    };
    if (where === 'below') {
      // The line is already indented; the lines that follow stand under its first dash.
      const column = context.indent;
      return { ...shared, slot, pieces: dashPieces(value, spec, column, habits.eol) };
    }
    const pieces = listPieces(value, spec, layout);
    // With the blanks behind the colon, so that a list on lines of its own leaves none there.
    if (behind === undefined || token.quote !== undefined || !/^[ \t]*$/.test(asked.text.slice(behind, token.start))) {
      return { ...shared, slot, pieces: trimmed(pieces) };
    }
    const whole = { ...slot, start: Math.min(behind, slot.start), before: '' };
    const [first] = pieces;
    if (typeof first !== 'string' || !first.startsWith(habits.eol)) return { ...shared, slot: whole, pieces };
    const above = aboveComment(asked, whole);
    return { ...shared, slot: above.slot, pieces: [above.comment, ...pieces] };
  });
}

function trimmed(pieces: readonly Piece[]): Piece[] {
  const [first, ...rest] = pieces;
  return typeof first === 'string' ? [first.trimStart(), ...rest] : [...pieces];
}

interface SuggestedList {
  readonly value: readonly PlainValue[];
  readonly description: string;
}

function suggestedLists(spec: KeySpec): SuggestedList[] {
  const lists = spec.suggestions.flatMap(({ value, description }) =>
    isList(value) ? [{ value, description: l10n.t(description) }] : [],
  );
  if (lists.length > 0) return lists;
  return isList(spec.example) ? [{ value: spec.example, description: l10n.t('for example') }] : [];
}

function isExample(value: PlainValue, spec: KeySpec): boolean {
  return spec.example !== undefined && valueText(value, spec) === valueText(spec.example, spec);
}

function isList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

// ---- entries of a list ----

/** One more entry of a list, or another one in place of the one under the cursor. */
export function offersForEntry(
  asked: Asked,
  block: BlockPlace,
  spec: KeySpec,
  list: OutlineList,
  index: number,
  inPoint: boolean,
): Offer[] {
  const { context } = asked;
  const { slot } = context;
  if (spec.type === 'list-of-points') {
    if (!inPoint) return offersForPoint(spec, list, index, slot);
    return index === 1 ? offersForReference(asked, block, list, slot) : [];
  }
  if (spec.type !== 'list-of-float') return [];
  if (spec.unit === 'learning rate') return offersForReference(asked, block, list, slot);
  const range = spec.items?.[0] ?? {};
  const documentation = keyDocumentation(spec, undefined);
  const numbers = list.items.map(numberIn);
  const onWord = context.token.text !== '';
  const before = known(numbers.slice(0, index));
  const after = known(numbers.slice(onWord ? index + 1 : index));
  const toOffer =
    (slotOf: Slot) =>
    (next: NextEntry, position: number): Offer => {
      const text = numberText(next.value, 'float');
      return {
        label: text,
        kind: CompletionItemKind.Value,
        slot: slotOf,
        pieces: [text],
        description: next.words,
        detail: next.words,
        documentation,
        preselect: position === 0,
      };
    };
  if (list.items.every((item, at) => item === undefined || (onWord && at === index))) {
    return wholeEntries(asked, spec, list, slot, documentation);
  }
  const typed = numbers[index];
  const complete = onWord && typed !== undefined && within(typed, range) && context.token.end === asked.offset;
  if (complete && list.flow && context.token.quote === undefined && index === list.items.length - 1) {
    // Behind a finished last number: the next one, with its comma. What would replace the number, VS Code ranks higher.
    const behind: Slot = { start: asked.offset, end: asked.offset, before: ', ', after: '' };
    return nextEntries([...before, typed], [], range).map(toOffer(behind));
  }
  return nextEntries(before, after, range).map(toOffer(slot));
}

function known(numbers: readonly (number | undefined)[]): number[] {
  return numbers.filter((value) => value !== undefined);
}

/** Ready lists inside the brackets or behind the dash of one that is still empty. */
function wholeEntries(asked: Asked, spec: KeySpec, list: OutlineList, slot: Slot, documentation: string): Offer[] {
  const { habits, indent } = asked.context;
  return suggestedLists(spec).map(({ value, description }) => {
    const texts = value.map((item) => valueText(item, spec));
    const separator = list.flow ? ', ' : `${habits.eol}${indent}- `;
    const pieces = texts.flatMap((text, at): Piece[] => (at === 0 ? [{ stop: text }] : [separator, { stop: text }]));
    return {
      label: texts.join(', '),
      kind: CompletionItemKind.Value,
      slot,
      pieces,
      description,
      detail: description,
      documentation,
      preselect: isExample(value, spec),
    };
  });
}

interface NextEntry {
  readonly value: number;
  readonly words: string;
}

/** Numbers for between the ones before and the ones after: at the same distance as the last two, and half-way. */
function nextEntries(before: readonly number[], after: readonly number[], range: NumberRange): NextEntry[] {
  const lower = range.exclusiveMinimum ?? range.minimum ?? 0;
  const end = after[0] ?? range.exclusiveMaximum ?? range.maximum;
  const last = before.at(-1);
  const previous = before.at(-2) ?? lower;
  const entries: NextEntry[] = [];
  if (last !== undefined) {
    const next = round(last + (last - previous));
    if (next > last && within(next, range) && (end === undefined || next < end)) {
      entries.push({ value: next, words: l10n.t`continues the distance: after ${formatPercent(next)} of training` });
    }
  }
  if (end === undefined) return entries;
  const from = last ?? lower;
  const middle = round((from + end) / 2);
  if (middle > from && middle < end && entries.every(({ value }) => value !== middle)) {
    entries.push({
      value: middle,
      words: l10n.t`half-way to ${after.length > 0 ? l10n.t('the next') : l10n.t('the end')}: after ${formatPercent(middle)} of training`,
    });
  }
  return entries;
}

function within(value: number, { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: NumberRange): boolean {
  return (
    (minimum === undefined || value >= minimum) &&
    (maximum === undefined || value <= maximum) &&
    (exclusiveMinimum === undefined || value > exclusiveMinimum) &&
    (exclusiveMaximum === undefined || value < exclusiveMaximum)
  );
}

/** Without the tail that binary fractions leave: 0.6 + 0.3 is 0.9. */
function round(value: number): number {
  return Number(value.toPrecision(10));
}

/** The next point of a curve: its last value held half-way to the end, and to the end. */
function offersForPoint(spec: KeySpec, list: OutlineList, index: number, slot: Slot): Offer[] {
  const before = list.items[index - 1];
  const pair = pointOf(before);
  if (!pair) return [];
  const end = spec.items?.[0]?.maximum ?? 1;
  const following = pointOf(list.items[index]);
  const until = following?.[0] ?? end;
  const [fraction, value] = pair;
  const places = following || fraction >= end ? [round((fraction + until) / 2)] : [end, round((fraction + end) / 2)];
  return places
    .filter((place) => place >= fraction && place <= until)
    .map((place, position) => {
      const text = `[${numberText(place, 'float')}, `;
      const words = place === end ? l10n.t('the end of training') : l10n.t`after ${formatPercent(place)} of training`;
      return {
        label: `${text}${value}]`,
        kind: CompletionItemKind.Value,
        slot,
        pieces: [text, { stop: value }, ']'],
        description: words,
        detail: words,
        documentation: keyDocumentation(spec, undefined),
        preselect: position === 0,
      };
    });
}

function pointOf(node: OutlineNode | undefined): readonly [number, string] | undefined {
  if (node?.type !== 'list') return undefined;
  const fraction = numberIn(node.items[0]);
  const value = node.items[1];
  return fraction === undefined || value?.type !== 'scalar' || numberIn(value) === undefined
    ? undefined
    : [fraction, value.text];
}

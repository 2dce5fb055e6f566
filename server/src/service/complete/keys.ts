import * as l10n from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { OutlineEntry, OutlineMap, Slot } from '../../config/context';
import type { BlockKey } from '../../config/types';
import { type KindSpec, kindKey, kindPrefix } from '../../schedules';
import { type Asked, aboutKind, aboveComment, layoutAt } from './asked';
import type { Offer } from './item';
import {
  type BlockPlace,
  byLikelihood,
  chosenKind,
  isBlockKey,
  type OfferedKey,
  offeredBeforeKind,
  offeredKeys,
  presentKeys,
  siblingOf,
  usableKinds,
} from './place';
import { blockLines, joinLines, valuePieces } from './template';
import { blockKeyWords, defaultWords, keyDocumentation, typeWords } from './words';
import { deeper, type Layout, type Piece } from './write';

/** The keys of a block, and whole blocks where it has none yet. */
export function offersForKeys(asked: Asked, block: BlockPlace, slot: Slot, indent?: string): Offer[] {
  const { context, version } = asked;
  const { map } = block;
  const rename = context.entry;
  const present = presentKeys(map, rename);
  const layout = layoutAt(asked, map.flow, indent);
  const kind = chosenKind(map);
  const offers: Offer[] = [];
  if (!present.has('kind')) offers.push(offerForKind(asked, block, slot, rename !== undefined));
  if (present.size === 0 && !rename) offers.push(...wholeBlocks(asked, block, slot, layout, (pieces) => pieces));
  const keys = kind ? offeredKeys(kind, present, version) : offeredBeforeKind(usableKinds(version), present, version);
  for (const key of keys) {
    const { spec } = key;
    const pieces: readonly Piece[] = rename
      ? [spec.name]
      : [`${spec.name}:`, ...valuePieces(spec, { block, layout, version })];
    offers.push({
      label: spec.name,
      kind: CompletionItemKind.Property,
      slot,
      pieces,
      description: keyWords(key),
      detail: detailOf(key),
      documentation: keyDocumentation(spec, kind),
      preselect: offers.length === 0,
    });
  }
  return offers;
}

function keyWords({ required, insteadOf }: OfferedKey): string | undefined {
  if (required)
    return insteadOf.length > 0 ? l10n.t`required, or ${insteadOf.join(l10n.t(' or '))}` : l10n.t('required');
  return undefined;
}

function detailOf({ spec }: OfferedKey): string {
  const standard = defaultWords(spec);
  return standard === undefined ? typeWords(spec) : l10n.t`${typeWords(spec)}, default ${standard}`;
}

function offerForKind(asked: Asked, { map }: BlockPlace, slot: Slot, rename: boolean): Offer {
  return {
    label: 'kind',
    kind: CompletionItemKind.Property,
    slot,
    pieces: rename ? ['kind'] : ['kind: ', ...kindChoice(asked, map)],
    description: l10n.t('required'),
    detail: `${kindPrefix}…`,
    documentation: `**${l10n.t(kindKey.title)}**\n\n${l10n.t(kindKey.description)}`,
    preselect: true,
    suggestNext: !rename,
  };
}

/** Where a new kind goes: left to the list that opens next, or to be chosen here. */
function kindChoice(asked: Asked, map: OutlineMap): Piece[] {
  if (!asked.choices) return [{ end: true }];
  const { kinds, likely } = byLikelihood(usableKinds(asked.version), presentKeys(map, asked.context.entry));
  const first = likely?.name ?? likelyKind(asked);
  const sorted = [...kinds.filter((kind) => kind.name === first), ...kinds.filter((kind) => kind.name !== first)];
  return [{ choices: sorted.map((kind) => kind.kind) }];
}

/** A block of every kind. `wrap` puts what separates a block from its key in front of it. */
function wholeBlocks(
  asked: Asked,
  block: BlockPlace,
  slot: Slot,
  layout: Layout,
  wrap: (pieces: Piece[]) => Piece[],
): Offer[] {
  const { version } = asked;
  return matching(usableKinds(version), asked).map((kind) => ({
    label: kind.name,
    kind: CompletionItemKind.Snippet,
    slot,
    pieces: wrap(joinLines(blockLines(kind, { block, layout, version }), layout)),
    filter: `${kind.name} ${kind.kind}`,
    description: l10n.t(kind.title),
    detail: l10n.t('whole block'),
    about: aboutKind(kind.kind, block, asked),
  }));
}

/**
 * Kinds that the word in front of the cursor may mean: part of the path, or the capitals of the name (`LWCD`). All of
 * them where it means none, so that the client's own comparison has the last word.
 */
export function matching(kinds: readonly KindSpec[], { context, offset, text }: Asked): readonly KindSpec[] {
  const typed = text.slice(context.token.start, offset);
  const part = typed.toLowerCase();
  const found = kinds.filter(
    (kind) => kind.kind.toLowerCase().includes(part) || kind.name.replace(/[^A-Z]/g, '').startsWith(typed),
  );
  return found.length > 0 ? found : kinds;
}

/** Whole blocks as the value of a block key, and `null`. */
export function offersForBlocks(asked: Asked, map: OutlineMap, entry: OutlineEntry): Offer[] {
  const { context, text } = asked;
  const { token } = context;
  if (!isBlockKey(entry.key)) return [];
  const behindColon = entry.valueStart ?? context.slot.start;
  // With the blanks behind the colon, unless that is on a line above (in flow style) or an anchor stands there.
  const fromColon = /^[ \t]*["']?$/.test(text.slice(behindColon, token.start));
  const start = fromColon ? behindColon : context.slot.start - (token.quote === undefined ? 0 : 1);
  const blank = fromColon ? ' ' : '';
  const closed = token.quote !== undefined && text.charAt(token.end) === token.quote ? 1 : 0;
  const end = Math.max(context.slot.end, token.end + closed);
  const { slot, comment } = map.flow
    ? { slot: { start, end, before: '', after: '' }, comment: '' }
    : aboveComment(asked, { start, end, before: '', after: '' });
  const block: BlockPlace = { map: childOf(map, entry.key), role: entry.key };
  const layout = layoutAt(asked, map.flow, map.flow ? context.indent : deeper(context));
  const { habits } = context;
  const offers = wholeBlocks(asked, block, slot, layout, (pieces) =>
    map.flow ? [`${blank}{`, ...pieces, '}'] : [comment + habits.eol + layout.indent, ...pieces],
  );
  const likely = likelyKind(asked);
  const sibling = siblingOf(block);
  return [
    ...offers.map((offer) => (offer.label === likely ? { ...offer, preselect: true } : offer)),
    {
      label: 'null',
      kind: CompletionItemKind.Value,
      slot,
      pieces: [`${blank}null${comment}`],
      description: l10n.t('no schedule'),
      detail: l10n.t`no schedule: ${sibling?.key ?? l10n.t('the value')} stays as it is`,
    },
  ];
}

function childOf(parent: OutlineMap, step: string): OutlineMap {
  return { type: 'map', flow: parent.flow, indent: 0, start: parent.start, entries: [], parent, step };
}

/** The kind that the file used last above the cursor: whoever writes another block often wants the same. */
export function likelyKind({ text, context }: Asked): string | undefined {
  const at = text.lastIndexOf(kindPrefix, context.token.start - 1);
  return at < 0 ? undefined : /^\w+/.exec(text.slice(at + kindPrefix.length, at + 100))?.[0];
}

/** The keys of schedules in an optimizer config. */
export function offersForBlockKeys(asked: Asked, map: OutlineMap, slot: Slot): Offer[] {
  const { context, version } = asked;
  const present = presentKeys(map, context.entry);
  const keys: readonly BlockKey[] = ['schedule_config', 'weight_decay_schedule', 'alpha_schedule'];
  const inner = deeper(context);
  return keys
    .filter((key) => !present.has(key) && (version !== '1.1' || blockKeyWords()[key].since === undefined))
    .map((key): Offer => {
      const words = blockKeyWords()[key];
      const choice = kindChoice(asked, childOf(map, key));
      const block: Piece[] = map.flow
        ? [`${key}: {kind: `, ...choice, '}']
        : [`${key}:${context.habits.eol}${inner}kind: `, ...choice];
      return {
        label: key,
        kind: CompletionItemKind.Property,
        slot,
        pieces: context.entry ? [key] : block,
        description: words.since === undefined ? undefined : l10n.t('noether after 1.1'),
        detail: words.detail,
        documentation: words.documentation,
        suggestNext: context.entry === undefined,
      };
    });
}

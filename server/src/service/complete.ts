import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionList, Position } from 'vscode-languageserver-types';
import { type CursorContext, cursorContext, type OutlineMap } from '../config/context';
import type { Asked } from './complete/asked';
import { MOST_PATHS, offersForInterpolation } from './complete/interpolation';
import { type Offer, resolveItem, toItem } from './complete/item';
import { offersForBlockKeys, offersForBlocks, offersForKeys } from './complete/keys';
import { type CompletionOptions, defaultCompletionOptions } from './complete/options';
import { blockPlace, isBlockKey, isListOfBlocks, keyOf, looksLikeOptimizer, rootRole } from './complete/place';
import { offersForEntry, offersForKind, offersForValue } from './complete/values';
import type { Settings } from './settings';
import type { WholeConfig } from './whole';

export { type CompletionOptions, defaultCompletionOptions } from './complete/options';

/** Characters behind which there is something to offer that no word has begun: the client asks again after them. */
export const completionTriggers: readonly string[] = [':', ' ', '.', '{', '[', ',', '-', '"', "'", '$'];

/** No schedule stands in a text without any of these, and no optimizer does. */
const worthReading = /lr|optim|noether|schedule/;

/**
 * What can be written at a place of a document, in the order in which to show it; nothing outside of schedule blocks
 * and the optimizer configs around them, but for paths of a composed config (`whole`) behind a `${`. Works on the text
 * alone, so also where it does not parse (yet).
 */
export function complete(
  document: TextDocument,
  position: Position,
  settings: Settings,
  options: CompletionOptions = defaultCompletionOptions,
  whole?: WholeConfig,
): CompletionList {
  const offers = offersAt(document, position, settings, options, whole);
  return {
    isIncomplete: offers.length >= MOST_PATHS,
    items: offers.map((offer, index) => toItem(document, offer, index, options)),
  };
}

/** An item of `complete` with what `lazy` left out. */
export function completeResolve(
  item: CompletionItem,
  options: CompletionOptions = defaultCompletionOptions,
): CompletionItem {
  return resolveItem(item, options);
}

function offersAt(
  document: TextDocument,
  position: Position,
  settings: Settings,
  options: CompletionOptions,
  whole: WholeConfig | undefined,
): readonly Offer[] {
  const text = document.getText();
  if (text.length > settings.maxFileSize) return [];
  const role = rootRole(document.uri, text);
  if (role === undefined && whole === undefined && !worthReading.test(text)) return [];
  const offset = document.offsetAt(position);
  const context = cursorContext(text, offset);
  if (!context) return [];
  const asked: Asked = {
    text,
    offset,
    context,
    version: settings.noetherVersion,
    rootRole: role,
    choices: options.snippets && !options.triggerSuggest,
    whole,
  };
  if (context.interpolation) return offersForInterpolation(asked, context.interpolation);
  switch (context.place) {
    case 'key':
      return context.holder.type === 'map' ? atKey(asked, context.holder) : [];
    case 'value':
      return context.holder.type === 'map' ? atValue(asked, context.holder) : [];
    case 'item':
      return atItem(asked, context);
  }
}

function atKey(asked: Asked, map: OutlineMap): readonly Offer[] {
  const { context, rootRole: role } = asked;
  const block = blockPlace(map, role);
  if (block) return offersForKeys(asked, block, context.slot);
  const { parent, step } = map;
  if (parent?.type === 'map' && map.entries.length === 0 && !map.flow && typeof step === 'string') {
    // The line below a key of a block: its value, on a line of its own.
    const outer = blockPlace(parent, role);
    if (outer && step === 'kind') return offersForKind(asked, outer, context.slot);
    const spec = outer && keyOf(parent, step, asked.version);
    if (outer && spec) return offersForValue(asked, outer, spec, context.slot, 'below');
  }
  return looksLikeOptimizer(map) ? offersForBlockKeys(asked, map, context.slot) : [];
}

function atValue(asked: Asked, map: OutlineMap): readonly Offer[] {
  const { context, rootRole: role, version } = asked;
  const { entry, slot, token } = context;
  if (!entry || (entry.value && entry.value.type !== 'scalar')) return [];
  if (isBlockKey(entry.key)) return offersForBlocks(asked, map, entry);
  const block = blockPlace(map, role);
  if (entry.key === 'kind' && (block || token.text.startsWith('noether.core.s'))) {
    return offersForKind(asked, block ?? { map, role: undefined }, slot);
  }
  const spec = block && keyOf(map, entry.key, version);
  return block && spec ? offersForValue(asked, block, spec, slot, 'behind') : [];
}

function atItem(asked: Asked, context: CursorContext): readonly Offer[] {
  const { holder, outer, slot, index } = context;
  if (holder.type !== 'list') return [];
  const offers: Offer[] = [];
  const parent = holder.parent;
  const inPoint = parent?.type === 'list' && parent.parent?.type === 'map';
  const map = inPoint ? parent.parent : parent;
  const key = inPoint ? parent.step : holder.step;
  if (map?.type === 'map' && typeof key === 'string') {
    const block = blockPlace(map, asked.rootRole);
    const spec = block && keyOf(map, key, asked.version);
    if (block && spec && !spec.noEffect)
      offers.push(...offersForEntry(asked, block, spec, holder, index ?? 0, inPoint));
  }
  if (isListOfBlocks(holder)) {
    const empty: OutlineMap = {
      ...{ type: 'map', flow: holder.flow, indent: holder.indent, start: slot.start, entries: [] },
      ...{ parent: holder, step: index },
    };
    if (!holder.flow)
      offers.push(...offersForKeys(asked, { map: empty, role: undefined }, slot, `${context.indent}  `));
  }
  if (outer) {
    const block = blockPlace(outer.map, asked.rootRole);
    if (block) offers.push(...offersForKeys(asked, block, outer.slot));
    else if (looksLikeOptimizer(outer.map)) offers.push(...offersForBlockKeys(asked, outer.map, outer.slot));
  }
  return offers;
}

import * as l10n from '@vscode/l10n';
import type { Origin, Place, ResolvedNode } from '../../config';
import { isCommandLine } from '../../config/hydra';
import type { KeyPath } from '../../schedules';
import type { BlockView } from '../block-view';
import { placeText } from '../names';
import { pathText } from '../path-text';
import { usesOf } from '../references';
import { quoted } from '../rich-text';
import { notationOf } from './notation';

/** Where the number at a place of a block stands in some text. */
export type Written =
  | { readonly state: 'written'; readonly origin: Origin; readonly behind?: string }
  /** Nowhere: the key has its default. */
  | { readonly state: 'default' }
  | { readonly state: 'fixed'; readonly origin: Origin | undefined; readonly reason: string };

/** More readers than this are counted and not named. */
const MOST_READERS = 4;

/**
 * The text that a number of a block comes from, interpolations, aliases and merge keys followed; or why no text holds
 * just that number.
 */
export function writtenAt(view: BlockView, path: KeyPath): Written {
  let node: ResolvedNode | undefined = view.resolved;
  let place = placeOfBlock(view);
  let behind = view.block.value.alias === undefined ? undefined : aliasWords(view, view.block.value.alias);
  for (const [depth, part] of [...path, undefined].entries()) {
    if (node === undefined) return { state: 'default' };
    const followed = place === undefined ? undefined : follow(view, place);
    const origin = node.source ?? node.origin;
    if (node.source !== undefined) {
      behind ??= node.origin.text.startsWith('*')
        ? aliasWords(view, node.origin)
        : linkWords(view, node.origin, origin, followed);
    }
    place = followed;
    if (isCommandLine(origin.uri)) {
      return {
        state: 'fixed',
        origin: undefined,
        reason: l10n.t('It has its value {0} from the command line.', quoted(origin.text)),
      };
    }
    if (node.kind === 'unknown' || node.kind === 'missing') {
      return { state: 'fixed', origin, reason: l10n.t('{0} is not known from the files.', quoted(node.origin.text)) };
    }
    if (part === undefined) break;
    if (depth === 0 && isMerged(place, part))
      behind ??= l10n.t(
        'The number comes in through a merge key (<<): whatever else merges the same mapping changes with it.',
      );
    node = childOf(node, part);
    place = place?.child(part);
  }
  if (node?.kind !== 'scalar') return { state: 'fixed', origin: node?.origin, reason: l10n.t('It is no number.') };
  const origin = node.source ?? node.origin;
  const reason = unmovable(node, origin);
  if (reason !== undefined) return { state: 'fixed', origin, reason };
  return { state: 'written', origin, ...(behind !== undefined && { behind }) };
}

function childOf(node: ResolvedNode, part: string | number): ResolvedNode | undefined {
  if (node.kind === 'map') return node.entries.get(String(part))?.value;
  return node.kind === 'list' && typeof part === 'number' ? node.items[part] : undefined;
}

function placeOfBlock({ seen, analysis, block }: BlockView): Place | undefined {
  return seen?.place ?? analysis.resolver?.locate(block.path);
}

function resolverOf({ seen, analysis }: BlockView) {
  return seen?.resolver ?? analysis.resolver;
}

function follow(view: BlockView, place: Place): Place | undefined {
  const answer = resolverOf(view)?.dereference(place);
  return answer === undefined || 'failure' in answer || !answer.written ? place : answer.place;
}

function isMerged(block: Place | undefined, key: string | number): boolean {
  const node = block?.node;
  return node?.kind === 'map' && node.entries.get(String(key))?.merged === true;
}

/** Why a text cannot be changed into another number. */
function unmovable(node: ResolvedNode & { readonly kind: 'scalar' }, origin: Origin): string | undefined {
  const { text } = origin;
  const [assumption] = node.assumed ?? [];
  if (text.includes('${')) {
    return assumption?.setting !== undefined
      ? l10n.t('{0} has its value from the setting scheduleLens.interpolations.', quoted(text))
      : l10n.t('{0} is made of something else: change that in the text.', quoted(text));
  }
  const notation = notationOf(text);
  return notation === undefined ? l10n.t('{0} is not written as a number.', quoted(text)) : undefined;
}

/** Who else reads a number that stands behind an interpolation. */
function linkWords(view: BlockView, site: Origin, origin: Origin, target: Place | undefined): string {
  const resolver = resolverOf(view);
  const uses = target === undefined || resolver === undefined ? [] : (usesOf(resolver).uses.get(target) ?? []);
  const isHere = ({ uri, start }: Origin) => uri === site.uri && start >= site.start && start < site.end;
  const readers = [...new Set(uses.filter((use) => !isHere(use)).map((use) => placeText(use, view.from)))];
  const name = target === undefined || target.path.length === 0 ? l10n.t('The number') : pathText(target.path);
  const where = l10n.t('{0} stands for {1} ({2}).', quoted(site.text), name, placeText(origin, view.from));
  if (readers.length === 0) return l10n.t('{0} No other interpolation reads it.', where);
  const shown = readers.slice(0, MOST_READERS);
  const more = readers.length - shown.length;
  const places = shown.join('; ');
  return more > 0
    ? l10n.t('{0} It is also read at {1}; and in {2} more places.', where, places, more)
    : l10n.t('{0} It is also read at {1}.', where, places);
}

/** Where else the alias that leads to a number is used. */
function aliasWords({ document, from }: BlockView, alias: Origin): string {
  const name = /^\*\S+/.exec(alias.text)?.[0];
  const text = document?.text;
  if (name === undefined || document === undefined || text === undefined || alias.uri !== document.uri) {
    return l10n.t('The number is written elsewhere, behind an alias: every other alias of it changes with it.');
  }
  const lines = new Set<string>();
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (at === alias.start || /[\w-]/.test(text.charAt(at + name.length))) continue;
    lines.add(placeText(document.originAt(at, at + name.length), from));
  }
  const others = [...lines];
  return others.length === 0
    ? l10n.t('{0} stands for what is written at its anchor. No other alias names it.', quoted(name))
    : l10n.t(
        '{0} stands for what is written at its anchor, which is also named at {1}.',
        quoted(name),
        others.slice(0, MOST_READERS).join('; '),
      );
}

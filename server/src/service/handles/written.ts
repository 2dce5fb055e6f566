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
        reason: `It has its value ${quoted(origin.text)} from the command line.`,
      };
    }
    if (node.kind === 'unknown' || node.kind === 'missing') {
      return { state: 'fixed', origin, reason: `${quoted(node.origin.text)} is not known from the files.` };
    }
    if (part === undefined) break;
    if (depth === 0 && isMerged(place, part))
      behind ??= 'The number comes in through a merge key (<<): whatever else merges the same mapping changes with it.';
    node = childOf(node, part);
    place = place?.child(part);
  }
  if (node?.kind !== 'scalar') return { state: 'fixed', origin: node?.origin, reason: 'It is no number.' };
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
    const setting = assumption?.text.startsWith('the setting') === true;
    return setting
      ? `${quoted(text)} has its value from ${assumption.text.replace(/ gives .*$/s, '')}.`
      : `${quoted(text)} is made of something else: change that in the text.`;
  }
  const notation = notationOf(text);
  return notation === undefined ? `${quoted(text)} is not written as a number.` : undefined;
}

/** Who else reads a number that stands behind an interpolation. */
function linkWords(view: BlockView, site: Origin, origin: Origin, target: Place | undefined): string {
  const resolver = resolverOf(view);
  const uses = target === undefined || resolver === undefined ? [] : (usesOf(resolver).uses.get(target) ?? []);
  const isHere = ({ uri, start }: Origin) => uri === site.uri && start >= site.start && start < site.end;
  const readers = [...new Set(uses.filter((use) => !isHere(use)).map((use) => placeText(use, view.from)))];
  const name = target === undefined || target.path.length === 0 ? 'The number' : pathText(target.path);
  const where = `${quoted(site.text)} stands for ${name} (${placeText(origin, view.from)}).`;
  if (readers.length === 0) return `${where} No other interpolation reads it.`;
  const shown = readers.slice(0, MOST_READERS);
  const more = readers.length - shown.length;
  return `${where} It is also read at ${shown.join('; ')}${more > 0 ? `; and in ${more} more places` : ''}.`;
}

/** Where else the alias that leads to a number is used. */
function aliasWords({ document, from }: BlockView, alias: Origin): string {
  const name = /^\*\S+/.exec(alias.text)?.[0];
  const text = document?.text;
  if (name === undefined || document === undefined || text === undefined || alias.uri !== document.uri) {
    return 'The number is written elsewhere, behind an alias: every other alias of it changes with it.';
  }
  const lines = new Set<string>();
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (at === alias.start || /[\w-]/.test(text.charAt(at + name.length))) continue;
    lines.add(placeText(document.originAt(at, at + name.length), from));
  }
  const others = [...lines];
  return others.length === 0
    ? `${quoted(name)} stands for what is written at its anchor. No other alias names it.`
    : `${quoted(name)} stands for what is written at its anchor, which is also named at ${others.slice(0, MOST_READERS).join('; ')}.`;
}

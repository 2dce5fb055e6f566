import * as l10n from '@vscode/l10n';
import type { Position } from 'vscode-languageserver-types';
import type { KindChange, PreviewEdit } from '../protocol';
import type { Replacement } from '../rules';
import type { KindSpec } from '../schedules';
import type { Analysis } from './analysis';
import { type BlockView, blockView, drawableCurve, refusalsOf } from './block-view';
import { carryOver, nameOf } from './change-kinds/carry';
import { proposedKeys } from './change-kinds/propose';
import { usableKinds } from './complete/place';
import { versionWords } from './complete/words';
import type { ScheduleCurve } from './curve';
import { viewSummary } from './explain';
import { inPlaceOf, insertEntries, removeEntries, writtenEntries } from './fix/text';
import { placeText } from './names';
import { choose, listBlocks } from './preview';

/** A kind that a block could have, without what its curve would be. */
export type ProposedKind = Omit<KindChange, 'summary'>;

/**
 * The kinds that a block could have instead. Keys that mean the same stay with their values, comments and
 * interpolations, also under another name; what the new kind needs besides is proposed so that peak, end and times of
 * the curve stay as near as they can. Empty where the block has errors, or does not stand in this document.
 */
export function proposeKinds(analysis: Analysis, blockId: string, perspectiveId?: string): readonly ProposedKind[] {
  const view = viewOf(analysis, blockId, perspectiveId);
  const curve = view && drawableCurve(view);
  if (view === undefined || curve === undefined || refusalsOf(view.problems).length > 0) return [];
  return usableKinds(analysis.settings.noetherVersion)
    .filter(({ kind }) => kind !== curve.spec.kind)
    .flatMap((to) => proposal(view, curve, to) ?? []);
}

/** Why a block has no proposals: the first thing that stands in their way. */
export function refusalOf(analysis: Analysis, blockId: string, perspectiveId?: string): string {
  const view = viewOf(analysis, blockId, perspectiveId);
  if (view === undefined) return l10n.t('The block is no longer there.');
  const { document, block, problems, resolved, from } = view;
  const [error] = refusalsOf(problems);
  if (error !== undefined) return l10n.t('The errors of the block come first. {0}', error.message);
  if (document === undefined || drawableCurve(view) === undefined || resolved.kind !== 'map') {
    return l10n.t('Other kinds are proposed by the curve, and the curve of this block is not known.');
  }
  const map = block.value;
  const shared = () => l10n.t('The kind is shared with other places by an anchor: change it at {0}.', where());
  const kind = resolved.entries.get('kind')?.value;
  const where = () => placeText(kind?.source ?? kind?.origin ?? map.origin, from);
  if (map.alias !== undefined) return shared();
  const own = map.kind === 'map' ? map.entries.get('kind') : undefined;
  if (own?.merged || own?.value.alias !== undefined) return shared();
  if (own?.value.origin.uri !== document.uri) return l10n.t('The kind stands elsewhere: change it at {0}.', where());
  return l10n.t(
    'What other kinds do not need cannot be taken away: an alias refers to it, or comments stand between the entries of the brackets.',
  );
}

/** A proposal with what its curve would be, told by the analysis of the text that it makes; undefined where that has errors. */
export function withSummary(
  { edits, ...proposed }: ProposedKind,
  then: Analysis,
  blockId: string,
  perspectiveId?: string,
): KindChange | undefined {
  const view = viewOf(then, blockId, perspectiveId);
  if (view === undefined || refusalsOf(view.problems).length > 0) return undefined;
  const summary = viewSummary(view);
  return { ...proposed, ...(summary !== undefined && { summary }), edits };
}

function viewOf(analysis: Analysis, blockId: string, perspectiveId?: string): BlockView | undefined {
  const listed = choose(listBlocks(analysis), { blockId });
  return listed?.entry.id === blockId ? blockView(analysis, listed.analyzed, perspectiveId) : undefined;
}

function proposal(view: BlockView, curve: ScheduleCurve, to: KindSpec): ProposedKind | undefined {
  const { document, analysis, block, resolved } = view;
  const map = block.value;
  if (document === undefined || map.kind !== 'map' || map.alias !== undefined || map.origin.uri !== document.uri) {
    return undefined;
  }
  const kind = map.entries.get('kind');
  if (kind?.value.kind !== 'scalar' || kind.merged || kind.value.alias !== undefined) return undefined;
  if (kind.value.origin.uri !== document.uri) return undefined;

  const written = writtenEntries(map);
  const own = new Set(written.map(nameOf));
  const composed = resolved.kind === 'map' ? [...resolved.entries.keys()] : [];
  const elsewhere = new Set(composed.filter((name) => !own.has(name)));
  const { kept, renamed, removed, given } = carryOver(curve.spec, to, map, elsewhere);
  const proposed = proposedKeys(curve, to, given);
  if (proposed === undefined) return undefined;

  const changes: Replacement[] = [inPlaceOf(document, kind.value.origin, to.kind)];
  for (const { entry, key } of renamed) changes.push(inPlaceOf(document, entry.key.origin, key.name));
  if (removed.length > 0) {
    const taken = removeEntries(
      document,
      removed.map(({ key }) => key.origin),
    );
    if (taken === undefined) return undefined;
    changes.push(...taken);
  }
  if (proposed.length > 0) {
    const staying = new Set([...kept, ...renamed.map(({ entry }) => entry)]);
    const last = written.filter((entry) => staying.has(entry)).at(-1) ?? kind;
    const added = insertEntries(document, map, last, proposed);
    if (added === undefined) return undefined;
    changes.push(added);
  }
  const edits = changes.map(
    ({ origin, text }): PreviewEdit => ({
      uri: origin.uri,
      range: origin.range,
      version: origin.uri === analysis.uri ? analysis.version : null,
      oldText: origin.text,
      newText: text,
    }),
  );
  return {
    kind: to.kind,
    label: to.name,
    description: [versionWords(to.since), l10n.t(to.description)].filter((part) => part !== undefined).join(' '),
    kept: [
      ...kept.filter((entry) => entry !== kind).map(entryText),
      ...renamed.map(({ entry, key }) => `${entry.key.origin.text} → ${key.name}: ${valueText(entry)}`),
    ],
    proposed: proposed.map(({ key, value }) => `${key}: ${value}`),
    removed: removed.map(entryText),
    edits: edits.sort((a, b) => order(a.range.start, b.range.start) || order(a.range.end, b.range.end)),
  };
}

/** What is written at a place comes before what is taken away behind it. */
function order(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

type Entry = ReturnType<typeof writtenEntries>[number];

/** An entry in one line. */
function entryText(entry: Entry): string {
  const value = valueText(entry);
  return value === '' ? entry.key.origin.text : `${entry.key.origin.text}: ${value}`;
}

function valueText({ value }: Entry): string {
  const text = (value.alias ?? value.origin).text.replace(/\s+/g, ' ').trim();
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

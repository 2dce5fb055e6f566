import * as l10n from '@vscode/l10n';
import type { InlayHint } from 'vscode-languageserver-types';
import type { ConfigDocument, Origin, ResolvedNode, ValueNode } from '../config';
import { formatCount, formatEpoch, formatStep } from '../format';
import { pythonNumber, short, shown } from '../rules/text';
import type { Analysis, AnalyzedBlock } from './analysis';
import { blockSpan, blockView } from './block-view';
import { firstStepFrom, layoutSteps, type ScheduleCurve } from './curve';
import { listedKeys } from './trainer';

/** What stands behind one value: what it is, where on the run that falls, and in epochs. */
interface Said {
  readonly origin: Origin;
  readonly parts: string[];
  readonly notes: string[];
}

/** A list with more entries than this is data; its first ones say enough. */
const MOST_ENTRIES = 200;

/**
 * What values in a range (offsets) come to, behind them: the value of an interpolation, the step of a fraction, the
 * epochs of a number of steps. Nothing that is only assumed is shown as known. Each kind follows its setting.
 */
export function inlayHints(
  analysis: Analysis,
  { start, end }: { readonly start: number; readonly end: number },
): InlayHint[] {
  const { document, settings } = analysis;
  if (document === undefined) return [];
  const { values, steps, epochs } = settings.inlayHints;
  const said = new Map<number, Said>();
  const say = (origin: Origin, part: string, note?: string): void => {
    if (origin.uri !== analysis.uri || origin.end < start || origin.end > end) return;
    const known = said.get(origin.end);
    if (known === undefined) said.set(origin.end, { origin, parts: [part], notes: note === undefined ? [] : [note] });
    else if (!known.parts.includes(part)) {
      known.parts.push(part);
      if (note !== undefined && !known.notes.includes(note)) known.notes.push(note);
    }
  };
  for (const block of analysis.blocks) {
    const span = blockSpan(block);
    const isNear = span.start <= end && start <= span.end;
    if (values) {
      if (isNear) sayValues(block.resolved, say);
      if (isNear || !isFarOff(block, start, end)) {
        for (const { value } of block.context.optimizer?.entries.values() ?? []) {
          if (value.kind === 'scalar') sayValues(value, say);
        }
      }
    }
    if ((steps || epochs) && isNear) sayPlaces(analysis, document, block, { steps, epochs }, say);
  }
  if (steps || epochs) sayLength(analysis, { steps, epochs }, say);
  return [...said.values()]
    .sort((a, b) => a.origin.end - b.origin.end)
    .map(({ origin, parts, notes }): InlayHint => {
      const hint: InlayHint = { position: origin.range.end, label: parts.join(' '), paddingLeft: true };
      return notes.length === 0 ? hint : { ...hint, tooltip: notes.join('\n') };
    });
}

/** Whether all of a block's optimizer is written, and outside of the range. */
function isFarOff({ block: { alone, parent }, perspectives }: AnalyzedBlock, start: number, end: number): boolean {
  if (alone === undefined || parent === undefined || perspectives.length > 0) return false;
  return parent.origin.end < start || end < parent.origin.start;
}

type Say = (origin: Origin, part: string, note?: string) => void;

function sayValues(node: ResolvedNode, say: Say): void {
  if (node.kind === 'map') {
    for (const { value } of node.entries.values()) sayValues(value, say);
    return;
  }
  if (node.kind === 'unknown' || node.kind === 'missing') return;
  if (node.origin.text.includes('${')) {
    const note = node.assumed?.map(({ text }) => text).join('\n');
    say(node.origin, `= ${valueText(node)}${note === undefined ? '' : ` (${l10n.t('assumed')})`}`, note);
  } else if (node.kind === 'list') {
    for (const item of node.items.slice(0, MOST_ENTRIES)) sayValues(item, say);
  }
}

/** The value in short; of a list its entries. */
function valueText(node: ResolvedNode): string {
  if (node.kind === 'list')
    return short(`[${node.items.slice(0, 8).map(valueText).join(', ')}${node.items.length > 8 ? ', …' : ''}]`);
  if (node.kind !== 'scalar') return short(shown(node));
  const { value, source, type } = node;
  if (typeof value === 'string') return short(value);
  // As its author wrote it, where it is written.
  const written = node.origin.text.includes('${') ? source?.text : node.origin.text;
  if (written !== undefined && written !== '' && !/[$\s]/.test(written)) return short(written);
  if (typeof value === 'number') return type === 'int' ? String(value) : pythonNumber(value);
  return short(value === null ? 'null' : String(value));
}

interface Kinds {
  readonly steps: boolean;
  readonly epochs: boolean;
}

/** Where the fractions of a block fall, and how many epochs its steps are. */
function sayPlaces(analysis: Analysis, document: ConfigDocument, block: AnalyzedBlock, kinds: Kinds, say: Say): void {
  const { curve: result } = blockView(analysis, block);
  const map = block.block.value;
  if (result.status !== 'curve' || map.kind !== 'map') return;
  const { curve } = result;
  const { updatesPerEpoch } = block.context;
  const isKnown = curve.total.source !== 'assumed';
  const note = l10n.t`Of ${formatCount(curve.total.steps, 'step')} by ${curve.total.text}.`;
  const place = (node: ValueNode | undefined, step: number | undefined): void => {
    if (node === undefined || step === undefined || !isKnown) return;
    if (kinds.steps) say(endOf(document, node), l10n.t`= step ${formatStep(step)}`, note);
    if (kinds.epochs && updatesPerEpoch !== undefined) {
      say(endOf(document, node), l10n.t('≈ epoch {0}', formatEpoch(step / updatesPerEpoch)), note);
    }
  };
  const length = (node: ValueNode, steps: number | undefined, words: (count: string) => string): void => {
    if (steps === undefined || !isKnown) return;
    if (kinds.steps) say(endOf(document, node), `= ${words(formatCount(steps, 'step'))}`, note);
    epochsOf(node, steps);
  };
  const epochsOf = (node: ValueNode, steps: number): void => {
    if (!kinds.epochs || updatesPerEpoch === undefined || steps === 0) return;
    say(
      endOf(document, node),
      epochText(steps, updatesPerEpoch),
      l10n.t`${formatCount(updatesPerEpoch, 'update')} per epoch.`,
    );
  };
  for (const [name, spec] of curve.spec.keys) {
    const entry = map.entries.get(name);
    if (entry === undefined || entry.merged || spec.noEffect) continue;
    const { value } = entry;
    const number = curve.schedule.fields.optionalNumber(name);
    if (name === 'steps' && value.kind === 'list') {
      const fractions = curve.schedule.fields.numbers(name);
      for (const [index, item] of value.items.slice(0, MOST_ENTRIES).entries())
        place(item, stepFrom(curve, fractions[index]));
    } else if (name === 'control_points' && value.kind === 'list') {
      const points = curve.schedule.fields.points(name);
      for (const [index, item] of value.items.slice(0, MOST_ENTRIES).entries()) {
        const fraction = item.kind === 'list' ? item.items[0] : undefined;
        place(fraction, stepFrom(curve, points[index]?.[0]));
      }
    } else if (number === undefined) {
    } else if (name === 'update_interval' || name === 'decreases_interval') {
      length(value, number * layoutSteps(curve), (count) => l10n.t`every ${count}`);
    } else if (name === 'warmup_percent' || name === 'cooldown_percent') {
      length(value, phaseSteps(curve, name === 'warmup_percent' ? 'warm-up' : 'cool-down'), (count) => count);
    } else if (name === 'overhang_percent') {
      length(value, layoutSteps(curve) - curve.total.steps, (count) => l10n.t`${count} more`);
    } else if (spec.unit === 'steps') {
      epochsOf(value, number);
    }
  }
}

function stepFrom(curve: ScheduleCurve, fraction: number | undefined): number | undefined {
  return fraction === undefined ? undefined : firstStepFrom(curve, fraction);
}

function phaseSteps({ phases }: ScheduleCurve, name: 'warm-up' | 'cool-down'): number | undefined {
  const phase = phases.find((one) => one.name === name);
  return phase === undefined ? undefined : phase.to - phase.from;
}

function epochText(steps: number, updatesPerEpoch: number): string {
  const epochs = steps / updatesPerEpoch;
  return `≈ ${formatCount(epochs, 'epoch')}`;
}

/** Where a hint about a value stands: behind it as it is written, an alias included. */
function endOf(document: ConfigDocument, node: ValueNode): Origin {
  const place = node.alias ?? node.origin;
  return place.uri === document.uri ? document.originAt(place.start, place.end) : place;
}

/** The length of training behind the trainer's key that gives it. */
function sayLength({ trainer, uri }: Analysis, kinds: Kinds, say: Say): void {
  const { totalSteps, updatesPerEpoch, epochFrom } = trainer;
  const origin = totalSteps?.origin;
  if (totalSteps === undefined || origin?.uri !== uri) return;
  if (kinds.steps && totalSteps.source !== 'max_updates') {
    say(origin, `= ${formatCount(totalSteps.value, 'step')}`, l10n.t`By ${totalSteps.source}.`);
  }
  if (kinds.epochs && updatesPerEpoch !== undefined && !totalSteps.source.startsWith('max_epochs')) {
    const note =
      epochFrom === undefined
        ? undefined
        : l10n.t`${formatCount(updatesPerEpoch, 'update')} per epoch by ${listedKeys(epochFrom.keys)}.`;
    say(origin, epochText(totalSteps.value, updatesPerEpoch), note);
  }
}

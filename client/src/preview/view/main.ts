// First: strings are asked for from the first import on.
import './strings';
import * as l10n from '@vscode/l10n';
import { decodeCurve, type Plot, type WireCurve } from '../../../../server/src/plot';
import type { HandleMove, PreviewResult } from '../../../../server/src/protocol';
import type { ComparedMessage, MovedMessage, ShowMessage, StatusMessage, ToView } from '../messages';
import { MOST_OVERLAYS } from '../state';
import { createAssumptions } from './assumptions';
import { createChart } from './chart';
import { element } from './dom';
import { createHandles } from './handles';
import { createHeader } from './header';
import { post, remember, setText, viewState, want } from './host';
import { createLegend, type LegendChoice, type LegendRow } from './legend';
import { keepLooks, lookFor } from './looks';
import { createMultiples } from './multiples';
import { type Part, reveal, type Shown } from './parts';
import { peakOf, peakStep } from './peak';
import { createProblems } from './problems';
import { type Overlay, sceneOf } from './scene';
import { createStatus } from './status';
import { takeAway } from './take-away';
import { createToolbar, xUnitOf } from './toolbar';
import { createValues } from './values';

let shown: Shown | undefined;
let compared: ComparedMessage = { type: 'compared', compared: [] };
/** A curve as it would be, while a handle is dragged or a kind is chosen. */
let supposed: PreviewResult | undefined;
/** The axes as they were when a handle was taken hold of: they stay while it is dragged. */
let frozen: Pick<Plot, 'x' | 'y'> | undefined;
let plot: Plot | undefined;
/** The lines that looks were given out to last, so that a frame of a drag writes no state. */
let looksFor = '';
let turn = 0;
/** A picture is due with the next frame: however fast answers come, one is drawn for each. */
let isDue = false;
/** Where a handle was released, should the user have to agree first. */
let dropped: { readonly move: HandleMove; readonly behind: string | undefined } | undefined;
/** The text was written, and the answer that shows it is on its way. */
let settling: ReturnType<typeof setTimeout> | undefined;

const header = createHeader({
  choosePrimary(perspectiveId) {
    remember({ perspectiveId });
    ask();
  },
});
const toolbar = createToolbar({
  redraw() {
    ask();
    showParts();
    draw();
  },
  pin: () => post({ type: 'pin' }),
});
const status = createStatus();
const banner = element('p', { class: 'banner', role: 'status' });
const notice = element('div', { class: 'banner notice', role: 'alert', hidden: true });
const chart = createChart({
  zoom(zoom, heights) {
    remember({ zoom, heights });
    ask();
    draw();
  },
  pick,
  choosePhase: (phase) => reveal(shown?.result.phasePlaces?.[phase] ?? []),
  drawn(drawn) {
    plot = drawn;
    handles.show((supposed ?? shown?.result)?.handles ?? [], drawn);
  },
});
const handles = createHandles(chart.grasp, {
  drag(move) {
    // What was said of the last one holds no more.
    if (frozen === undefined) notice.hidden = true;
    frozen ??= plot;
    post({ type: 'drag', turn: ++turn, move });
  },
  drop(move, { behind }) {
    dropped = { move, behind };
    post({ type: 'drop', turn: ++turn, move, ...(behind !== undefined && { behind }) });
  },
  cancel() {
    // The answer to the last move is not wanted any more, as it would be after a release.
    turn += 2;
    settle();
  },
  explain: say,
  goTo: ({ place }) => reveal([place]),
});
const legend = createLegend();
const multiples = createMultiples(({ blockId, place }) => {
  if (blockId !== undefined) post({ type: 'select', blockId });
  else reveal([place]);
});
const assumptions = createAssumptions();
const problems = createProblems();
const values = createValues({ goTo: (step) => chart.goTo(step), ask });
const parts: readonly Part[] = [header, toolbar, status, assumptions, problems, values];

document
  .querySelector('main')
  ?.append(
    header.root,
    notice,
    toolbar.root,
    status.root,
    banner,
    chart.root,
    legend.root,
    multiples.root,
    element('div', { class: 'below' }, problems.root, values.root, assumptions.root),
  );

window.addEventListener('message', ({ data }: MessageEvent<ToView>) => receive(data));
document.addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLInputElement && event.target.type === 'text';
  if (typing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key !== 'z' && key !== 'y') return;
  // The text is where the change is undone, wherever the focus is.
  post({ type: key === 'y' || event.shiftKey ? 'redo' : 'undo' });
  event.preventDefault();
});
showStatus({ type: 'status', status: 'waiting', message: l10n.t('The schedule is on its way.') });
post({ type: 'ready' });

function receive(message: ToView): void {
  switch (message.type) {
    case 'show':
      show(message);
      break;
    case 'status':
      showStatus(message);
      break;
    case 'compared':
      compared = message;
      draw();
      break;
    case 'moved':
      moved(message);
      break;
    case 'supposed':
      supposed = message.result;
      draw();
      break;
    case 'assumed':
      assumptions.answered(message);
      break;
    case 'notice':
      say(message.message);
      break;
    case 'compareWith':
      compareWith(message.comparison, message.log);
      break;
    case 'pinWith': {
      const { id, label, curve } = message;
      remember({ pins: [...viewState().pins.slice(1 - MOST_OVERLAYS), { id, label, curve }] });
      draw();
      break;
    }
    case 'picture':
      void takeAway(chart, { ...message, notes: [...message.notes, ...lineNotes()] }).then(
        (problem) => problem !== undefined && say(problem),
      );
      break;
  }
}

function ask(): void {
  // A stretch of training may not have the peak in it, and the crosshair tells what part of it a value is.
  const peak = shown === undefined || viewState().zoom === undefined ? undefined : peakStep(shown.result);
  want([...values.at(), ...(peak === undefined ? [] : [peak])]);
}

function show(message: ShowMessage): void {
  const { uri, file, result, settings } = message;
  const state = viewState();
  const other = state.uri !== uri || state.blockId !== result.selected;
  const curve = result.curve && decodeCurve(result.curve);
  shown = { uri, file, result, settings, curve };
  remember({ uri, ...(result.selected !== undefined && { blockId: result.selected }) });
  const { zoom } = state;
  // What was zoomed into was another curve, or training is shorter now.
  if (zoom !== undefined && (other || (curve !== undefined && zoom.to > curve.totalSteps))) {
    remember({ zoom: undefined, heights: undefined });
  }
  if (other && !handles.isHeld()) settle();
  if (settling !== undefined) settle();
  banner.hidden = result.message === undefined || curve === undefined;
  setText(banner, result.message ?? '');
  const failing = result.problems.some(({ severity }) => severity === 'error');
  banner.className = failing ? 'banner error' : 'banner';
  showParts();
  draw();
  ask();
}

function showParts(): void {
  for (const part of parts) part.show(shown);
  const unit = shown === undefined ? 'steps' : xUnitOf(shown);
  multiples.show(viewState().layout === 'model' ? shown : undefined, unit, viewState().scale);
}

function showStatus(message: StatusMessage): void {
  if (message.status === 'failed' && shown !== undefined) {
    // What is on the screen may still be of use.
    say(l10n.t('{0} The picture shows the last answer.', message.message), { retry: true });
    return;
  }
  shown = undefined;
  supposed = undefined;
  banner.hidden = true;
  showParts();
  status.say(message);
  draw();
}

/** Lines of the picture beside the curve itself, as they are drawn and as they stand in the legend. */
interface Lines {
  readonly drawn: Omit<Overlay, 'look'>[];
  readonly rows: (LegendRow & { readonly id: string })[];
}

/** What lies over the curve. */
function overlays(): Lines {
  const { pins, comparisons, log } = viewState();
  const drawn: Lines['drawn'] = [];
  const rows: Lines['rows'] = [];
  const add = (row: Lines['rows'][number], wire: WireCurve | undefined, role: Overlay['role']) => {
    rows.push(row);
    if (wire !== undefined) drawn.push({ id: row.id, label: row.label, curve: decodeCurve(wire), role });
  };
  for (const { id, label, curve } of pins) {
    const remove = () => change({ pins: viewState().pins.filter((pin) => pin.id !== id) });
    add({ id, kind: l10n.t('pinned'), label, messages: [], remove }, curve, 'overlay');
  }
  for (const { id } of comparisons) {
    const { label = '…', message, curve } = compared.compared.find((one) => one.id === id) ?? {};
    const remove = () => change({ comparisons: viewState().comparisons.filter((one) => one.id !== id) });
    const messages = message === undefined ? [] : [message];
    add({ id, kind: l10n.t('compared'), label, messages, remove }, curve, 'overlay');
  }
  const { log: found } = compared;
  if (log !== undefined && found !== undefined && found.choice.uri === log.uri) {
    const { choice, columns, file, messages, curve } = found;
    const pick = (step: string | undefined, value: string | undefined) =>
      change({
        log: { uri: log.uri, ...(step !== undefined && { step }), values: value === undefined ? [] : [value] },
      });
    const choices: LegendChoice[] = [
      { name: l10n.t('step'), chosen: choice.step, offered: columns, choose: (step) => pick(step, choice.values[0]) },
      {
        name: l10n.t('value'),
        chosen: choice.values[0],
        offered: columns,
        choose: (value) => pick(choice.step, value),
      },
    ];
    const remove = () => change({ log: undefined });
    const offered = columns.length === 0 ? [] : choices;
    add({ id: 'log', kind: l10n.t('log'), label: file, messages, remove, columns: offered }, curve, 'log');
  }
  return { drawn, rows };
}

function change(kept: Parameters<typeof remember>[0]): void {
  remember(kept);
  ask();
  draw();
}

/** The other schedules of the optimizer, in the same picture. */
function companionsOf({ result }: Shown): Lines {
  if (viewState().layout !== 'optimizer') return { drawn: [], rows: [] };
  const { companions = [] } = result;
  const idOf = (label: string) => `companion ${label}`;
  return {
    drawn: companions.flatMap(({ label, curve }) =>
      curve === undefined ? [] : [{ id: idOf(label), label, curve: decodeCurve(curve), role: 'companion' }],
    ),
    rows: companions.map(({ label, title, message, curve: { quantity } = {}, assumptions: taken }) => ({
      id: idOf(label),
      kind: quantity === undefined || quantity === shown?.curve?.quantity ? title : l10n.t('{0} (right axis)', title),
      label,
      messages: message === undefined ? taken.filter((line) => !result.assumptions.includes(line)) : [message],
    })),
  };
}

/** What the lines over the curve take for granted, for a picture that is looked at without the legend. */
function lineNotes(): string[] {
  if (shown === undefined) return [];
  const rows = [...companionsOf(shown).rows, ...overlays().rows];
  return rows.flatMap(({ label, messages }) => messages.map((message) => `${label}: ${message}`));
}

function draw(): void {
  const curve = shown?.curve;
  if (shown === undefined || curve === undefined) {
    chart.draw(undefined);
    handles.show([], undefined);
    legend.show([], undefined);
    return;
  }
  const { scale, zoom, heights } = viewState();
  const tried = supposed?.curve && decodeCurve(supposed.curve);
  const main = tried ?? curve;
  const unit = xUnitOf(shown);
  const beside = companionsOf(shown);
  const over = overlays();
  const rows = [...beside.rows, ...over.rows];
  const ids = rows.map(({ id }) => id);
  if (ids.join() !== looksFor) {
    looksFor = ids.join();
    remember({ looks: keepLooks(viewState().looks, ids) });
  }
  const { looks } = viewState();
  const lines = [...beside.drawn, ...over.drawn].map((line) => ({ ...line, look: lookFor(looks, line.id) }));
  const scene = sceneOf({ main, ...(tried && { before: curve }), lines, unit });
  const own = { id: undefined, kind: l10n.t('shown'), label: shown.result.title, messages: [] };
  legend.show([own, ...rows], scene);
  const span = (domain: readonly [number, number]) => ({ from: domain[0], to: domain[1] });
  const sight = frozen === undefined ? zoom : span(frozen.x.domain);
  const high = frozen === undefined ? heights : span(frozen.y.domain);
  const peak = peakOf(shown.result, zoom === undefined ? curve : undefined);
  chart.draw({
    ...scene,
    unit,
    scale,
    ...(sight && { zoom: sight }),
    ...(high && { heights: high }),
    title: `${shown.result.title}: ${curve.quantity}`,
    isZoomed: zoom !== undefined || heights !== undefined,
    ...(peak !== undefined && { peak }),
    leads: (phase) => (shown?.result.phasePlaces?.[phase]?.length ?? 0) > 0,
  });
}

/** Goes to the key that makes a point of the curve: the handle's there, otherwise those of the phase. */
function pick(step: number, reach: number): void {
  const { handles: all = [], phasePlaces = [] } = shown?.result ?? {};
  const near = all
    .filter(({ moves, step: at }) => moves !== 'y' && Math.abs(at - step) <= reach)
    .sort((a, b) => Math.abs(a.step - step) - Math.abs(b.step - step))[0];
  const phase = (shown?.curve?.phases ?? []).findIndex(({ from, to }) => step >= from && step < to);
  if (near !== undefined) reveal([near.place]);
  else post({ type: 'pick', step, otherwise: phasePlaces[phase] ?? [] });
}

function moved({ turn: answered, outcome, result, message }: MovedMessage): void {
  if (outcome === 'shown') {
    // Released or cancelled meanwhile.
    if (!handles.isHeld() && answered !== turn - 1) return;
    supposed = result;
    const what = result?.moved;
    handles.say(what?.refused ?? what?.text ?? message);
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      draw();
    });
    return;
  }
  if (outcome === 'asks') {
    if (answered === turn) confirmDrop(message ?? '');
    return;
  }
  if (message !== undefined) say(message);
  if (answered !== turn) return;
  if (outcome === 'written') {
    // Until the answer for the new text is there, the supposed curve is the better picture.
    settling = setTimeout(settle, 2000);
    frozen = undefined;
    handles.say(undefined);
  } else {
    settle();
  }
}

/** Asks before a definition is changed that others read as well; until then, the picture shows what would be. */
function confirmDrop(message: string): void {
  const answer = (act: () => void) => () => {
    notice.hidden = true;
    act();
  };
  const write = element(
    'button',
    {
      class: 'action',
      click: answer(() => {
        if (dropped?.behind === undefined) return;
        const { move, behind } = dropped;
        post({ type: 'drop', turn: ++turn, move, behind, agreed: true });
      }),
    },
    l10n.t('Change it there'),
  );
  const leave = element('button', { class: 'link', click: answer(settle) }, l10n.t('Leave it'));
  notice.replaceChildren(element('span', { class: 'text' }, message), write, leave);
  notice.hidden = false;
  write.focus();
}

/** Nothing is tried out any more: shows what the text says. */
function settle(): void {
  clearTimeout(settling);
  settling = undefined;
  supposed = undefined;
  frozen = undefined;
  draw();
  handles.settle();
}

function compareWith(
  comparison: ReturnType<typeof viewState>['comparisons'][number] | undefined,
  log: ReturnType<typeof viewState>['log'],
): void {
  if (comparison !== undefined) {
    const others = viewState().comparisons.filter(({ id }) => id !== comparison.id);
    remember({ comparisons: [...others.slice(1 - MOST_OVERLAYS), comparison] });
  }
  change(log === undefined ? {} : { log });
}

function say(message: string, { retry = false } = {}): void {
  const close = element(
    'button',
    {
      class: 'link',
      click: () => {
        notice.hidden = true;
      },
    },
    l10n.t('Dismiss'),
  );
  const again =
    retry &&
    element(
      'button',
      {
        class: 'link',
        click: () => {
          notice.hidden = true;
          post({ type: 'retry' });
        },
      },
      l10n.t('Try again'),
    );
  notice.replaceChildren(element('span', { class: 'text' }, message), ...(again ? [again] : []), close);
  notice.hidden = false;
}

import { formatCount } from '../../../../server/src/format';
import { type Curve, decodeCurve, describeCurve, type Plot, readSeries, renderPlot } from '../../../../server/src/plot';
import type { PreviewProblem, PreviewResult, PreviewTotal } from '../../../../server/src/protocol';
import { type FromView, readViewState, type ShowMessage, type StatusMessage, type ToView } from '../messages';
import { lastStep, moveCrosshair, readCrosshair, snapStep } from './crosshair';
import { element, icon, parsePicture } from './dom';

interface VsCodeApi {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
let state = readViewState(vscode.getState());
let shown: ShowMessage | undefined;
let curve: Curve | undefined;
let plot: Plot | undefined;
/** Where the crosshair stands; undefined while there is none. */
let crosshair: number | undefined;

const CURVE_ICON = 'M3 4v16h18M6 8h3c4 0 3 8 12 8';
const ICONS: Readonly<Record<PreviewProblem['severity'], string>> = {
  error: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM8.5 8.5l7 7m0-7l-7 7',
  warning: 'M12 3.5L2.5 20.5h19zM12 10v5m0 2v1.5',
  information: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 11v6m0-10v1.5',
  hint: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 11v6m0-10v1.5',
};
const SEVERITY_NAMES: Readonly<Record<PreviewProblem['severity'], string>> = {
  error: 'Error',
  warning: 'Warning',
  information: 'Information',
  hint: 'Hint',
};

// The parts that stay; everything in them is replaced by each answer.
const title = element('h1', {});
const place = element('p', { class: 'place' });
const choice = element('select', { id: 'block', 'aria-label': 'Schedule shown', change: choose });
const choiceRow = element('div', { class: 'choice' }, choice);
const primary = element('select', { id: 'primary', 'aria-describedby': 'difference', change: choosePrimary });
const primaryRow = element('div', { class: 'choice' }, element('label', { for: 'primary' }, 'Primary config'), primary);
const difference = element('p', { id: 'difference', class: 'difference' });
const scales = element('div', { class: 'scales', role: 'radiogroup', 'aria-label': 'Scale of the value axis' });
const banner = element('p', { class: 'banner', role: 'status' });
const picture = element('div', { class: 'picture' });
const hair = element('div', { class: 'hair', 'aria-hidden': 'true' });
const dots = element('div', { class: 'dots', 'aria-hidden': 'true' });
const reader = element('div', {
  class: 'reader',
  tabindex: 0,
  role: 'slider',
  'aria-label': 'Crosshair: step of training',
  'aria-describedby': 'curve-text keys-text',
  'aria-valuemin': 0,
  pointermove: (event) => pointAt(event as PointerEvent),
  pointerdown: (event) => pointAt(event as PointerEvent),
  pointerleave: () => document.activeElement !== reader && setCrosshair(undefined),
  keydown: (event) => pressKey(event as KeyboardEvent),
  focus: () => crosshair === undefined && setCrosshair(startOfCrosshair()),
  blur: () => !reader.matches(':hover') && setCrosshair(undefined),
});
const curveText = element('p', { id: 'curve-text', class: 'unseen' });
const keysText = element(
  'p',
  { id: 'keys-text', class: 'unseen' },
  'Arrow keys move the crosshair, with shift by one step; page keys by a tenth of training; home and end to its ends.',
);
const chart = element('div', { class: 'chart' }, picture, hair, dots, reader);
const readout = element('div', { class: 'readout' });
const chartPart = element(
  'section',
  { class: 'chart-part', 'aria-label': 'Curve' },
  chart,
  curveText,
  keysText,
  readout,
);
const statePart = element('section', { class: 'state', 'aria-live': 'polite' });
const notes = element('section', { class: 'notes', 'aria-label': 'What the curve rests on' });
const problems = element('section', { class: 'problems' });
const facts = element('section', { class: 'facts' });

for (const scale of ['linear', 'log'] as const) {
  const button = element('input', {
    type: 'radio',
    name: 'scale',
    value: scale,
    id: `scale-${scale}`,
    change: () => setScale(scale),
  });
  button.checked = state.scale === scale;
  scales.append(button, element('label', { for: button.id }, scale === 'log' ? 'Log' : 'Linear'));
}

document
  .querySelector('main')
  ?.append(
    element('header', {}, element('div', { class: 'heading' }, title, place), choiceRow, primaryRow, scales),
    difference,
    statePart,
    banner,
    chartPart,
    element('div', { class: 'below' }, problems, notes, facts),
  );

window.addEventListener('message', ({ data }: MessageEvent<ToView>) => {
  if (data.type === 'show') show(data);
  else showStatus(data);
});
new ResizeObserver(() => draw()).observe(chart);
vscode.postMessage({ type: 'ready' });

function remember(change: Partial<typeof state>): void {
  state = { ...state, ...change };
  vscode.setState(state);
}

function choose(): void {
  vscode.postMessage({ type: 'select', blockId: choice.value });
}

function choosePrimary(): void {
  remember({ perspectiveId: primary.value });
  vscode.postMessage({ type: 'selectPerspective', perspectiveId: primary.value });
}

function setScale(scale: 'linear' | 'log'): void {
  remember({ scale });
  draw();
}

function show(message: ShowMessage): void {
  const { result } = message;
  const other = shown?.uri !== message.uri || shown.result.selected !== result.selected;
  shown = message;
  remember({ uri: message.uri, ...(result.selected !== undefined && { blockId: result.selected }) });
  curve = result.curve && decodeCurve(result.curve);
  if (other || curve === undefined || (crosshair !== undefined && crosshair > lastStep(curve))) crosshair = undefined;

  const block = result.blocks.find(({ id }) => id === result.selected);
  title.textContent = result.title;
  place.replaceChildren(...(block ? [`${block.label} · ${message.file}`] : [message.file]));
  showChoice(result);
  showPrimaries(result);
  scales.hidden = curve === undefined;
  banner.hidden = result.message === undefined || curve === undefined;
  banner.textContent = result.message ?? '';
  const failing = result.problems.some(({ severity }) => severity === 'error');
  banner.className = failing ? 'banner error' : 'banner';
  showState(result);
  chartPart.hidden = curve === undefined;
  showProblems(result.problems);
  showNotes(result);
  showFacts(result);
  draw();
}

function showStatus({ status, message }: StatusMessage): void {
  shown = undefined;
  curve = undefined;
  crosshair = undefined;
  title.textContent = 'Schedule preview';
  place.textContent = '';
  for (const part of [choiceRow, primaryRow, difference, scales, banner, chartPart, problems, notes, facts])
    part.hidden = true;
  const heads = { noFile: 'No config file open', waiting: 'One moment', failed: 'No answer for this file' };
  const again =
    status === 'failed' &&
    element('button', { class: 'action', click: () => vscode.postMessage({ type: 'retry' }) }, 'Try again');
  setState(status === 'failed' ? 'error' : 'empty', heads[status], message, again);
}

function setState(kind: 'empty' | 'error' | 'unknown', head: string, message: string, action?: Node | false): void {
  statePart.hidden = false;
  statePart.className = `state ${kind}`;
  const drawing = kind === 'error' ? icon(ICONS.error, 'error') : icon(CURVE_ICON, kind);
  const parts = [drawing, element('h2', {}, head), element('p', {}, message)];
  statePart.replaceChildren(...parts, ...(action ? [action] : []));
}

function showState({ state: kind, message, problems: found }: PreviewResult): void {
  statePart.hidden = curve !== undefined;
  if (curve !== undefined) {
    statePart.replaceChildren();
  } else if (kind === 'empty') {
    setState('empty', 'Nothing to draw', message ?? 'This file holds no schedule.');
  } else if (kind === 'unknown') {
    setState('unknown', 'The curve is not known', message ?? 'It rests on values that this file does not tell.');
  } else {
    const errors = found.filter(({ severity }) => severity === 'error').length;
    const why =
      errors === 0 ? 'It cannot be drawn.' : `Training would refuse it: ${formatCount(errors, 'error')} below.`;
    setState('error', 'No curve while this schedule has errors', message ?? why);
  }
}

function showChoice({ blocks, selected }: PreviewResult): void {
  choiceRow.hidden = blocks.length < 2;
  const labels = blocks.map(({ id, label, kind }) => ({ id, text: kind ? `${label} (${lastPart(kind)})` : label }));
  fill(choice, labels, selected);
}

function showPrimaries({ perspectives = [], difference: differs }: PreviewResult): void {
  primaryRow.hidden = perspectives.length < 2;
  const labels = perspectives.map(({ id, label, summary }) => ({
    id,
    text: summary ? `${label} — ${summary}` : label,
  }));
  const chosen = perspectives.find((one) => one.chosen);
  fill(primary, labels, chosen?.id);
  primary.title = chosen === undefined ? '' : `Known from: ${chosen.because}`;
  difference.hidden = differs === undefined;
  difference.textContent = differs ?? '';
}

/** Shows options in a list; one that is open would close when its entries are replaced. */
function fill(list: HTMLSelectElement, labels: readonly { id: string; text: string }[], selected = ''): void {
  const same =
    labels.length === list.options.length &&
    labels.every(({ id, text }, index) => list.options[index]?.value === id && list.options[index]?.text === text);
  if (!same) list.replaceChildren(...labels.map(({ id, text }) => element('option', { value: id }, text)));
  list.value = selected;
}

function lastPart(kind: string): string {
  return kind.slice(kind.lastIndexOf('.') + 1);
}

function showProblems(found: readonly PreviewProblem[]): void {
  problems.hidden = found.length === 0;
  const rows = found.map(({ message, severity, range, uri, code }) =>
    element(
      'li',
      {},
      element(
        'button',
        {
          class: 'problem',
          title: 'Go to this place in the file',
          click: () => vscode.postMessage({ type: 'reveal', place: { uri, range } }),
        },
        icon(ICONS[severity], severity),
        element('span', { class: 'unseen' }, `${SEVERITY_NAMES[severity]}: `),
        element('span', { class: 'text' }, message),
        element('span', { class: 'where' }, `${code} · ${elsewhere(uri)}line ${range.start.line + 1}`),
      ),
    ),
  );
  problems.replaceChildren(element('h2', {}, formatCount(found.length, 'problem')), element('ul', {}, ...rows));
}

/** The name of a file other than the one that is shown, in front of a line of it. */
function elsewhere(uri: string): string {
  if (uri === shown?.uri) return '';
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return `${decodeURIComponent(name)}, `;
  } catch {
    return `${name}, `;
  }
}

function showNotes({ totalSteps, assumptions }: PreviewResult): void {
  notes.hidden = totalSteps === undefined && assumptions.length === 0;
  const items = assumptions.map((text) => element('li', {}, element('span', { class: 'tag' }, 'assumed'), ` ${text}`));
  notes.replaceChildren(
    ...(totalSteps ? [totalLine(totalSteps)] : []),
    ...(items.length > 0 ? [element('ul', {}, ...items)] : []),
  );
}

function totalLine({ steps, source, text, place: from }: PreviewTotal): Node {
  const origin = from
    ? element(
        'button',
        {
          class: 'link',
          title: 'Go to where this is set',
          click: () => vscode.postMessage({ type: 'reveal', place: { uri: from.uri, range: from.range } }),
        },
        `${text}, line ${from.range.start.line + 1}`,
      )
    : text;
  const count = element('strong', {}, formatCount(steps, 'step'));
  if (source !== 'assumed') return element('p', {}, count, ' of training, from ', origin);
  return element('p', {}, element('span', { class: 'tag' }, 'assumed'), ' ', text);
}

function showFacts({ facts: rows }: PreviewResult): void {
  facts.hidden = rows.length === 0;
  const cells = rows.map(({ label, value, step }) => {
    const name = step === undefined ? label : element('button', { class: 'link', click: () => goTo(step) }, label);
    return element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value));
  });
  facts.replaceChildren(
    element('h2', {}, 'Values'),
    element('table', {}, element('caption', { class: 'unseen' }, 'Values that matter'), element('tbody', {}, ...cells)),
  );
}

/** The curve is drawn anew for each size: text keeps its size and lines their width. */
function draw(): void {
  if (curve === undefined || chart.clientWidth === 0 || chart.clientHeight === 0) {
    showCrosshair();
    return;
  }
  plot = renderPlot(curve, {
    size: { width: chart.clientWidth, height: chart.clientHeight },
    theme: 'css',
    x: shown?.result.xUnit ?? 'steps',
    y: state.scale,
    title: shown ? `${shown.result.title}: ${curve.quantity}` : curve.quantity,
  });
  const parsed = parsePicture(plot.svg);
  picture.replaceChildren(...(parsed ? [parsed] : []));
  curveText.textContent = [describeCurve(curve), ...plot.notes.map((note) => `Not shown: ${note}.`)].join(' ');
  reader.setAttribute('aria-valuemax', String(lastStep(curve)));
  showCrosshair();
}

/** The crosshair starts where the text cursor stands, otherwise at the first step. */
function startOfCrosshair(): number {
  return curve?.marks?.find(({ role }) => role === 'cursor')?.step ?? 0;
}

function goTo(step: number): void {
  setCrosshair(step);
  reader.focus();
}

function pointAt(event: PointerEvent): void {
  if (curve === undefined || plot === undefined) return;
  const pixel = event.clientX - chart.getBoundingClientRect().left;
  const perPixel = curve.totalSteps / Math.max(1, plot.x.range[1] - plot.x.range[0]);
  setCrosshair(snapStep(curve.series[0], plot.x.fromPixel(pixel), perPixel, lastStep(curve)));
}

function pressKey(event: KeyboardEvent): void {
  if (curve === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const from = crosshair ?? startOfCrosshair();
  const to = moveCrosshair(from, event.key, event.shiftKey, lastStep(curve));
  if (to === undefined) return;
  event.preventDefault();
  setCrosshair(to);
}

function setCrosshair(step: number | undefined): void {
  crosshair = step;
  showCrosshair();
}

function showCrosshair(): void {
  const at = curve && plot && crosshair !== undefined ? crosshair : undefined;
  hair.hidden = at === undefined;
  dots.replaceChildren();
  if (curve === undefined || plot === undefined || at === undefined) {
    reader.setAttribute('aria-valuenow', '0');
    reader.setAttribute('aria-valuetext', 'not shown');
    readout.replaceChildren(element('p', { class: 'hint' }, 'Point at the curve, or focus it and use the arrow keys.'));
    return;
  }
  const reading = readCrosshair(curve, at);
  const x = plot.x.toPixel(at);
  const [bottom, top] = plot.y.range;
  hair.style.transform = `translate(${x}px, ${top}px)`;
  hair.style.height = `${bottom - top}px`;
  for (const series of curve.series) {
    const { value } = readSeries(series, at);
    if (!Number.isFinite(value)) continue;
    const dot = element('div', { class: 'dot' });
    dot.style.transform = `translate(${x}px, ${plot.y.toPixel(value)}px)`;
    dots.append(dot);
  }
  reader.setAttribute('aria-valuenow', String(at));
  reader.setAttribute('aria-valuetext', reading.text);
  const named = reading.values.length > 1;
  const { quantity } = curve;
  const values = reading.values.map(({ label, value }) => cell(named ? label : quantity, value));
  readout.replaceChildren(element('dl', {}, cell('Step', reading.step), cell('Training', reading.progress), ...values));
}

function cell(name: string, value: string): Node {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value));
}

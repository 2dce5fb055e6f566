import * as l10n from '@vscode/l10n';
import { formatStep } from '../../../../server/src/format';
import {
  type Curve,
  describeCurve,
  type Plot,
  readSeries,
  renderPlot,
  type XUnit,
  type YScale,
} from '../../../../server/src/plot';
import type { Span } from '../check';
import type { OnScreen } from '../export';
import { lastStep, moveCrosshair, readCrosshair, snapStep } from './crosshair';
import { element, parsePicture } from './dom';
import { setText } from './host';
import type { Scene } from './scene';
import { clampZoom, pan, reach, wheelFactor, zoomAt } from './zoom';

/** A picture to draw, and where in it one is. */
export interface ChartScene extends Scene {
  readonly unit: XUnit;
  readonly scale: YScale;
  readonly zoom?: Span;
  readonly heights?: Span;
  readonly title: string;
  /** Whether less than all of training is in sight because the user wants it so. */
  readonly isZoomed: boolean;
  /** The highest value of the first series over all of training. */
  readonly peak?: number;
  /** Whether a phase leads to keys in the text. */
  readonly leads: (phase: number) => boolean;
}

export interface ChartActions {
  /** Another stretch is wanted in sight; undefined for all of it. */
  zoom(steps: Span | undefined, heights: Span | undefined): void;
  /** The curve was clicked at a step; `reach` is how many steps the finger may be off. */
  pick(step: number, reach: number): void;
  /** A phase was chosen. */
  choosePhase(phase: number): void;
  /** The picture was drawn: what lies over it may follow. */
  drawn(plot: Plot | undefined): void;
}

export interface Chart {
  readonly root: HTMLElement;
  /** Lies over the picture and under nothing: what can be grasped goes in here. */
  readonly grasp: HTMLElement;
  draw(scene: ChartScene | undefined): void;
  /** Puts the crosshair on a step, and the focus on the curve. */
  goTo(step: number): void;
  /** What is drawn and how; undefined while nothing is. */
  onScreen(): { readonly curve: Curve; readonly options: OnScreen } | undefined;
}

/** A mouse that moves less than this many pixels between down and up has clicked. */
const CLICK = 4;
/** A box that is lower than this zooms along training only. */
const FLAT_BOX = 24;
/** A second click within this time is a double click, and the first one meant nothing by itself. In milliseconds. */
const DOUBLE = 250;
/** The renderer writes the names of phases in a strip of this height above the plot. */
const PHASE_STRIP = 19;

export function createChart(actions: ChartActions): Chart {
  let scene: ChartScene | undefined;
  let plot: Plot | undefined;
  /** Where the crosshair stands; undefined while there is none. */
  let crosshair: number | undefined;
  let down:
    | { readonly x: number; readonly y: number; readonly zoom: Span | undefined; readonly pans: boolean }
    | undefined;
  let clicking: ReturnType<typeof setTimeout> | undefined;
  /** Of the readout, in pixels: it keeps its height, so that nothing moves when the crosshair comes and goes. */
  let tallest = 0;

  const picture = element('div', { class: 'picture' });
  const hair = element('div', { class: 'hair', 'aria-hidden': 'true' });
  const dots = element('div', { class: 'dots', 'aria-hidden': 'true' });
  const box = element('div', { class: 'box', 'aria-hidden': 'true', hidden: true });
  const reader = element('div', {
    class: 'reader',
    tabindex: 0,
    role: 'slider',
    'aria-label': l10n.t('Crosshair: step of training'),
    'aria-describedby': 'curve-text keys-text',
    'aria-valuemin': 0,
    pointerdown: (event) => press(event as PointerEvent),
    pointermove: (event) => move(event as PointerEvent),
    pointerup: (event) => release(event as PointerEvent),
    pointercancel: () => letGo(),
    pointerleave: () => document.activeElement !== reader && setCrosshair(undefined),
    dblclick: () => {
      clearTimeout(clicking);
      actions.zoom(undefined, undefined);
    },
    keydown: (event) => pressKey(event as KeyboardEvent),
    focus: () => crosshair === undefined && setCrosshair(startOfCrosshair()),
    blur: () => !reader.matches(':hover') && setCrosshair(undefined),
  });
  // Said by hand, because a passive listener could not keep the page from scrolling.
  reader.addEventListener('wheel', turn, { passive: false });
  const phases = element('div', { class: 'phases' });
  const grasp = element('div', { class: 'grasp' });
  const whole = element(
    'button',
    {
      class: 'tool reset',
      title: l10n.t('Show all of training (0, Escape or a double click)'),
      click: () => {
        actions.zoom(undefined, undefined);
        reader.focus();
      },
    },
    l10n.t('All of training'),
  );
  const curveText = element('p', { id: 'curve-text', class: 'unseen' });
  const keysText = element(
    'p',
    { id: 'keys-text', class: 'unseen' },
    l10n.t(
      'Arrow keys move the crosshair, with shift by one step; page keys by a tenth of what is in sight; home and end to the ends of training. Plus and minus zoom in and out, 0 shows all of training, Enter goes to the keys that make the point.',
    ),
  );
  const chart = element('div', { class: 'chart' }, picture, hair, dots, box, reader, phases, grasp);
  const readout = element('div', { class: 'readout' });
  const below = element('div', { class: 'reading' }, readout, whole);
  const root = element(
    'section',
    { class: 'chart-part', 'aria-label': l10n.t('Curve') },
    chart,
    curveText,
    keysText,
    below,
  );
  new ResizeObserver(() => draw()).observe(chart);

  /** The curve is drawn anew for each size: text keeps its size and lines their width. */
  function draw(): void {
    if (scene === undefined || chart.clientWidth === 0 || chart.clientHeight === 0) {
      showCrosshair();
      return;
    }
    const { curve, zoom, title } = scene;
    plot = renderPlot(curve, { ...optionsOf(scene), theme: 'css', title, legend: false });
    const parsed = parsePicture(plot.svg);
    picture.replaceChildren(...(parsed ? [parsed] : []));
    const before = scene.roles.indexOf('before');
    if (before >= 0) picture.querySelector(`[data-series="${before}"]`)?.classList.add('before');
    setText(
      curveText,
      [describeCurve(curve, zoom), ...plot.notes.map((note) => l10n.t('Not shown: {0}.', note))].join(' '),
    );
    reader.setAttribute('aria-valuemax', String(lastStep(curve)));
    whole.hidden = !scene.isZoomed;
    showPhases();
    showCrosshair();
    actions.drawn(plot);
  }

  function optionsOf({ unit, scale, zoom, heights }: ChartScene): OnScreen {
    return {
      size: { width: chart.clientWidth, height: chart.clientHeight },
      x: unit,
      y: scale,
      ...(zoom && { window: zoom }),
      ...(heights && { yWindow: heights }),
    };
  }

  /** The names of the phases lie in a strip above the plot, in the picture; a button lies over each. */
  function showPhases(): void {
    if (scene === undefined || plot === undefined) return;
    const { x, area } = plot;
    const { left, right } = area;
    const top = area.top - PHASE_STRIP;
    const shown = (scene.curve.phases ?? []).flatMap((phase, place) => {
      const from = Math.max(left, x.toPixel(phase.from));
      const to = Math.min(right, x.toPixel(phase.to));
      return scene?.leads(place) && to - from >= 3 ? [{ ...phase, place, left: from, width: to - from }] : [];
    });
    while (phases.children.length > shown.length) phases.lastElementChild?.remove();
    shown.forEach(({ label, from, to, place, left: at, width }, index) => {
      let button = phases.children[index] as HTMLButtonElement | undefined;
      if (button === undefined) {
        const created = element('button', {
          class: 'phase-name',
          click: () => actions.choosePhase(Number(created.dataset.phase)),
        });
        phases.append(created);
        button = created;
      }
      button.dataset.phase = String(place);
      const text = l10n.t(
        '{0}, steps {1} to {2}: select the keys that make it',
        label,
        formatStep(from),
        formatStep(to),
      );
      if (button.title !== text) {
        button.title = text;
        button.setAttribute('aria-label', text);
      }
      button.style.transform = `translate(${at}px, ${top}px)`;
      button.style.width = `${width}px`;
    });
  }

  /** The crosshair starts where the text cursor stands, otherwise at the first step in sight. */
  function startOfCrosshair(): number {
    const cursor = scene?.curve.marks?.find(({ role }) => role === 'cursor')?.step;
    const zoom = scene?.zoom;
    if (zoom === undefined) return cursor ?? 0;
    return cursor !== undefined && cursor >= zoom.from && cursor < zoom.to ? cursor : Math.ceil(zoom.from);
  }

  function stepsPerPixel(): number {
    if (plot === undefined) return 1;
    return Math.abs(plot.x.fromPixel(1) - plot.x.fromPixel(0));
  }

  function inChart({ clientX, clientY }: MouseEvent): { x: number; y: number } {
    const { left, top } = chart.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  function stepAt(pixel: number): number {
    if (scene === undefined || plot === undefined) return 0;
    const { curve } = scene;
    return snapStep(curve.series[0], plot.x.fromPixel(pixel), stepsPerPixel(), lastStep(curve));
  }

  function press(event: PointerEvent): void {
    const pans = event.button === 1 || (event.button === 0 && event.shiftKey);
    if (event.button !== 0 && !pans) return;
    down = { ...inChart(event), zoom: scene?.zoom, pans };
    reader.setPointerCapture(event.pointerId);
    setCrosshair(stepAt(down.x));
  }

  function move(event: PointerEvent): void {
    if (scene === undefined || plot === undefined) return;
    const at = inChart(event);
    if (down === undefined || (Math.abs(at.x - down.x) < CLICK && Math.abs(at.y - down.y) < CLICK)) {
      setCrosshair(stepAt(at.x));
    } else if (down.pans) {
      const { totalSteps } = scene.curve;
      actions.zoom(pan(down.zoom, totalSteps, (down.x - at.x) * stepsPerPixel()), scene.heights);
    } else {
      setCrosshair(undefined);
      showBox(down, at);
    }
  }

  function release(event: PointerEvent): void {
    const from = down;
    letGo();
    if (scene === undefined || plot === undefined || from === undefined || from.pans) return;
    const at = inChart(event);
    if (Math.abs(at.x - from.x) < CLICK && Math.abs(at.y - from.y) < CLICK) {
      click(at.x);
      return;
    }
    const area = boxOf(from, at);
    if (area.right - area.left < CLICK) return;
    const { x, y } = plot;
    const steps = clampZoom({ from: x.fromPixel(area.left), to: x.fromPixel(area.right) }, scene.curve.totalSteps);
    const heights = area.flat ? scene.heights : { from: y.fromPixel(area.bottom), to: y.fromPixel(area.top) };
    actions.zoom(steps, heights);
  }

  function click(pixel: number): void {
    const pick = () => actions.pick(stepAt(pixel), 6 * stepsPerPixel());
    // Where a double click would show all of training again, one click waits for the second.
    if (scene?.zoom === undefined && scene?.heights === undefined) pick();
    else {
      clearTimeout(clicking);
      clicking = setTimeout(pick, DOUBLE);
    }
  }

  function letGo(): void {
    down = undefined;
    box.hidden = true;
  }

  interface Point {
    readonly x: number;
    readonly y: number;
  }

  function boxOf(from: Point, to: Point) {
    if (plot === undefined) return { left: 0, right: 0, top: 0, bottom: 0, flat: true };
    const { left, right, top, bottom } = plot.area;
    const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
    const flat = Math.abs(from.y - to.y) < FLAT_BOX;
    return {
      left: within(Math.min(from.x, to.x), left, right),
      right: within(Math.max(from.x, to.x), left, right),
      top: flat ? top : within(Math.min(from.y, to.y), top, bottom),
      bottom: flat ? bottom : within(Math.max(from.y, to.y), top, bottom),
      flat,
    };
  }

  function showBox(from: Point, to: Point): void {
    const { left, right, top, bottom } = boxOf(from, to);
    box.hidden = false;
    box.style.transform = `translate(${left}px, ${top}px)`;
    box.style.width = `${right - left}px`;
    box.style.height = `${bottom - top}px`;
  }

  function turn(event: WheelEvent): void {
    if (scene === undefined || plot === undefined) return;
    const { zoom, heights, curve } = scene;
    const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    const sideways = Math.abs(across) > Math.abs(event.shiftKey ? 0 : event.deltaY);
    const next = sideways
      ? pan(zoom, curve.totalSteps, across * stepsPerPixel())
      : zoomAt(zoom, curve.totalSteps, plot.x.fromPixel(inChart(event).x), wheelFactor(event.deltaY, event.deltaMode));
    // With all of training in sight, turning further out scrolls the page.
    if (next?.from === zoom?.from && next?.to === zoom?.to) return;
    event.preventDefault();
    actions.zoom(next, next === undefined ? undefined : heights);
  }

  function pressKey(event: KeyboardEvent): void {
    if (scene === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const { curve, zoom, heights } = scene;
    const { totalSteps } = curve;
    const from = crosshair ?? startOfCrosshair();
    const zoomBy = (factor: number) => {
      const next = zoomAt(zoom, totalSteps, from, factor);
      actions.zoom(next, next === undefined ? undefined : heights);
    };
    switch (event.key) {
      case '+':
      case '=':
        zoomBy(0.5);
        break;
      case '-':
      case '_':
        zoomBy(2);
        break;
      case '0':
      case 'Escape':
        if (zoom !== undefined || heights !== undefined) actions.zoom(undefined, undefined);
        break;
      case 'Enter':
        actions.pick(from, 6 * stepsPerPixel());
        break;
      default: {
        const to = moveCrosshair(from, event.key, event.shiftKey, lastStep(curve), zoom);
        if (to === undefined) return;
        const sight = reach(zoom, totalSteps, to);
        if (sight?.from !== zoom?.from) actions.zoom(sight, heights);
        setCrosshair(to);
      }
    }
    event.preventDefault();
  }

  function setCrosshair(step: number | undefined): void {
    crosshair = step;
    showCrosshair();
  }

  function showCrosshair(): void {
    const sight = scene?.zoom;
    const inSight =
      crosshair !== undefined && (sight === undefined || (crosshair >= sight.from && crosshair <= sight.to));
    const at = scene && plot && inSight ? crosshair : undefined;
    hair.hidden = at === undefined;
    if (scene === undefined || plot === undefined || at === undefined) {
      dots.replaceChildren();
      reader.setAttribute('aria-valuenow', '0');
      reader.setAttribute('aria-valuetext', l10n.t('not shown'));
      readout.replaceChildren(
        element(
          'p',
          { class: 'hint' },
          l10n.t('Point at the curve, or focus it and use the arrow keys. Wheel or drag to zoom.'),
        ),
      );
      return;
    }
    const { curve, roles, peak } = scene;
    const isOverlay = (place: number) => roles[place] !== 'main' && roles[place] !== 'companion';
    const reading = readCrosshair(curve, at, { isOverlay, ...(peak !== undefined && { peak }) });
    const x = plot.x.toPixel(at);
    const { top, bottom } = plot.area;
    hair.style.transform = `translate(${x}px, ${top}px)`;
    hair.style.height = `${bottom - top}px`;
    const shown: Node[] = [];
    for (const series of curve.series) {
      const { value } = readSeries(series, at);
      if (!Number.isFinite(value)) continue;
      const y = (series.axis === 'right' ? plot.right : plot.y) ?? plot.y;
      const pixel = y.toPixel(value);
      if (pixel < top - 6 || pixel > bottom + 1) continue;
      const dot = element('div', { class: 'dot' });
      dot.style.transform = `translate(${x}px, ${pixel}px)`;
      shown.push(dot);
    }
    dots.replaceChildren(...shown);
    reader.setAttribute('aria-valuenow', String(at));
    reader.setAttribute('aria-valuetext', reading.text);
    const named = reading.values.length > 1;
    const cells = reading.values.map(({ label, value, ofPeak, difference }, place) => {
      const more =
        ofPeak !== undefined
          ? l10n.t('{0} of peak', ofPeak)
          : difference && difference !== 'none'
            ? `Δ ${difference}`
            : difference && l10n.t('same');
      return cell(named && place > 0 ? label : curve.quantity, value, more);
    });
    readout.replaceChildren(
      element('dl', {}, cell(l10n.t('Step'), reading.step), cell(l10n.t('Training'), reading.progress), ...cells),
    );
    if (readout.offsetHeight > tallest) {
      tallest = readout.offsetHeight;
      readout.style.minHeight = `${tallest}px`;
    }
  }

  return {
    root,
    grasp,
    draw(next) {
      if (scene?.curve.series.length !== next?.curve.series.length) {
        tallest = 0;
        readout.style.minHeight = '';
      }
      const other = next === undefined || scene?.title !== next.title;
      scene = next;
      root.hidden = next === undefined;
      if (next === undefined) plot = undefined;
      if (other || (crosshair !== undefined && crosshair > lastStep(next.curve))) crosshair = undefined;
      draw();
    },
    onScreen() {
      return scene && plot && { curve: scene.curve, options: optionsOf(scene) };
    },
    goTo(step) {
      const { zoom, curve } = scene ?? {};
      if (zoom !== undefined && curve !== undefined && (step < zoom.from || step >= zoom.to)) {
        actions.zoom(reach(zoom, curve.totalSteps, step), scene?.heights);
      }
      setCrosshair(step);
      reader.focus();
    },
  };
}

function cell(name: string, value: string, more?: string): Node {
  return element(
    'div',
    {},
    element('dt', {}, name),
    element('dd', {}, value, more !== undefined && element('span', { class: 'more' }, ` ${more}`)),
  );
}

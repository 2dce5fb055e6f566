import type { WireNumber } from '../../../server/src/format';
import type { WireCurve, WireSeries, YScale } from '../../../server/src/plot';
import { fieldsOf, isNumber, isOneOf, isText, listOf, readSpan, type Span } from './check';

/** What the x axis counts; `auto` is what suits the schedule. */
export type XChoice = 'auto' | 'steps' | 'epochs' | 'percent';
/** One schedule, all schedules of its optimizer on two axes, or the optimizers of the model side by side. */
export type Layout = 'one' | 'optimizer' | 'model';

export const X_CHOICES: readonly XChoice[] = ['auto', 'steps', 'epochs', 'percent'];
export const LAYOUTS: readonly Layout[] = ['one', 'optimizer', 'model'];
export const SCALES: readonly YScale[] = ['linear', 'log'];

/** As many pins, and as many comparisons, as stay apart in one picture. */
export const MOST_OVERLAYS = 4;
/** Points of a pinned curve that are kept. The server sends no more than this many. */
const MOST_POINTS = 20_000;
/** Lines that are told apart: the renderer has 36 looks. */
const MOST_LOOKS = 36;
/** A log shows at most this many columns. */
const MOST_COLUMNS = 2;

/** A frozen curve with the label that says where it came from. */
export interface Pin {
  readonly id: string;
  readonly label: string;
  readonly curve: WireCurve;
}

/** What the shown schedule is held against. It is asked again whenever something changes. */
export type Comparison =
  | { readonly id: string; readonly kind: 'saved' | 'head' }
  | { readonly id: string; readonly kind: 'primary'; readonly perspectiveId: string; readonly label: string }
  | {
      readonly id: string;
      readonly kind: 'block';
      readonly uri: string;
      readonly blockId: string;
      readonly label: string;
    };

/** A training log and the columns that are laid over the schedule. */
export interface LogChoice {
  readonly uri: string;
  /** Column of the steps; the server's reader guesses where none is named. */
  readonly step?: string;
  readonly values: readonly string[];
}

/** Which colour, dash and marker a line of the picture has. */
export interface Look {
  readonly id: string;
  /** From 1 on: 0 is the shown curve's. */
  readonly look: number;
}

/** What the panel keeps when it is hidden, moved or reloaded; the page keeps it, the controller reads it on a restart. */
export interface ViewState {
  readonly uri?: string;
  readonly blockId?: string;
  /** The primary config that was switched to; absent while the server chooses. */
  readonly perspectiveId?: string;
  readonly x: XChoice;
  readonly scale: YScale;
  /** In training steps; absent where all of training is shown. */
  readonly zoom?: Span;
  /** In values; absent where the axis is fitted to what is in sight. */
  readonly heights?: Span;
  readonly layout: Layout;
  readonly pins: readonly Pin[];
  readonly comparisons: readonly Comparison[];
  readonly log?: LogChoice;
  /** Of the lines that lie over the curve, as they were given out. */
  readonly looks: readonly Look[];
  /** What was typed into "value at step". */
  readonly moment?: string;
}

/** What the page wants to know beside the schedule itself. The whole of it each time. */
export interface ViewQuery {
  readonly perspectiveId?: string;
  readonly window?: Span;
  readonly companions?: 'optimizer' | 'model';
  readonly at?: readonly number[];
  readonly comparisons: readonly Comparison[];
  readonly log?: LogChoice;
}

/** What a page in this state wants to know. `at` are steps, which only the page can tell from what was typed. */
export function queryOf(state: ViewState, at: readonly number[] = []): ViewQuery {
  const { perspectiveId, zoom, layout, comparisons, log } = state;
  return {
    ...(perspectiveId !== undefined && { perspectiveId }),
    ...(zoom && { window: zoom }),
    ...(layout !== 'one' && { companions: layout }),
    ...(at.length > 0 && { at }),
    comparisons,
    ...(log && { log }),
  };
}

/** The kept state, whatever an older version (or nobody) left there. */
export function readViewState(state: unknown): ViewState {
  const { uri, blockId, perspectiveId, x, scale, zoom, heights, layout, pins, comparisons, log, looks, moment } =
    fieldsOf(state);
  const steps = readSpan(zoom);
  const values = readSpan(heights);
  const chosenLog = readLogChoice(log);
  return {
    ...(isText(uri) && { uri }),
    ...(isText(blockId) && { blockId }),
    ...(isText(perspectiveId) && { perspectiveId }),
    x: isOneOf(X_CHOICES, x) ? x : 'auto',
    scale: isOneOf(SCALES, scale) ? scale : 'linear',
    ...(steps && steps.from >= 0 && { zoom: steps }),
    ...(values && { heights: values }),
    layout: isOneOf(LAYOUTS, layout) ? layout : 'one',
    pins: listOf(pins, MOST_OVERLAYS, readPin),
    comparisons: listOf(comparisons, MOST_OVERLAYS, readComparison),
    ...(chosenLog && { log: chosenLog }),
    looks: listOf(looks, MOST_LOOKS, readLook),
    ...(isText(moment) && { moment }),
  };
}

export function readViewQuery(query: unknown): ViewQuery {
  const { perspectiveId, window, companions, at, comparisons, log } = fieldsOf(query);
  const span = readSpan(window);
  const chosenLog = readLogChoice(log);
  const steps = listOf(at, 10, (step) => (isNumber(step) && step >= 0 ? step : undefined));
  return {
    ...(isText(perspectiveId) && { perspectiveId }),
    ...(span && { window: span }),
    ...((companions === 'optimizer' || companions === 'model') && { companions }),
    ...(steps.length > 0 && { at: steps }),
    comparisons: listOf(comparisons, MOST_OVERLAYS, readComparison),
    ...(chosenLog && { log: chosenLog }),
  };
}

function readComparison(comparison: unknown): Comparison | undefined {
  const { id, kind, perspectiveId, uri, blockId, label } = fieldsOf(comparison);
  if (!isText(id)) return undefined;
  if (kind === 'saved' || kind === 'head') return { id, kind };
  if (!isText(label)) return undefined;
  if (kind === 'primary' && isText(perspectiveId)) return { id, kind, perspectiveId, label };
  if (kind === 'block' && isText(uri) && isText(blockId)) return { id, kind, uri, blockId, label };
  return undefined;
}

function readLogChoice(log: unknown): LogChoice | undefined {
  const { uri, step, values } = fieldsOf(log);
  if (!isText(uri)) return undefined;
  const columns = listOf(values, MOST_COLUMNS, (name) => (isText(name) ? name : undefined));
  return { uri, ...(isText(step) && { step }), values: columns };
}

function readLook(look: unknown): Look | undefined {
  const { id, look: place } = fieldsOf(look);
  return isText(id) && Number.isInteger(place) && Number(place) > 0 ? { id, look: Number(place) } : undefined;
}

function readPin(pin: unknown): Pin | undefined {
  const { id, label, curve } = fieldsOf(pin);
  const read = readCurve(curve);
  return isText(id) && isText(label) && read !== undefined ? { id, label, curve: read } : undefined;
}

/** As much of a curve as is drawn of a pinned one: its first series. */
function readCurve(curve: unknown): WireCurve | undefined {
  const { series, totalSteps, updatesPerEpoch, quantity, unit } = fieldsOf(curve);
  const first = Array.isArray(series) ? readSeries(series[0]) : undefined;
  if (first === undefined || !isNumber(totalSteps) || totalSteps < 1 || !isText(quantity)) return undefined;
  return {
    series: [first],
    totalSteps,
    quantity,
    ...(isNumber(updatesPerEpoch) && updatesPerEpoch > 0 && { updatesPerEpoch }),
    ...(isText(unit) && { unit }),
  };
}

function readSeries(series: unknown): WireSeries | undefined {
  const { label, steps, values, shape } = fieldsOf(series);
  if (!isText(label) || (shape !== 'line' && shape !== 'step')) return undefined;
  if (!Array.isArray(steps) || !Array.isArray(values)) return undefined;
  if (steps.length !== values.length || steps.length === 0 || steps.length > MOST_POINTS) return undefined;
  if (!steps.every((step, index) => isNumber(step) && (index === 0 || step >= steps[index - 1]))) return undefined;
  return values.every(isWireNumber) ? { label, steps, values, shape } : undefined;
}

function isWireNumber(value: unknown): value is WireNumber {
  return isNumber(value) || value === 'inf' || value === '-inf' || value === 'nan';
}

/**
 * What is drawn, told without any word of YAML or of schedules. Steps are training updates, counted from 0; a curve
 * covers the steps 0 … totalSteps − 1.
 */
export interface Curve {
  readonly series: readonly Series[];
  /** Training updates of the whole run: the x axis goes from 0 to this. */
  readonly totalSteps: number;
  /** Needed for an x axis in epochs; without it, such an axis falls back to steps. */
  readonly updatesPerEpoch?: number;
  /** What the values are: `learning rate`, `weight decay`. Title of the y axis. */
  readonly quantity: string;
  /** The unknown that the values are multiples of, as written in the config (`${model.optim.lr}`), where there is one. */
  readonly unit?: string;
  /** What the series of the right axis are. There is no right axis without it. */
  readonly right?: { readonly quantity: string; readonly unit?: string };
  readonly phases?: readonly Phase[];
  readonly marks?: readonly Mark[];
}

export interface Series {
  readonly label: string;
  /** Ascending. A jump is two points: the last step before it and the first one after it. */
  readonly steps: ArrayLike<number>;
  /** As many as `steps`. May hold inf and nan, which leave a gap and a note. */
  readonly values: ArrayLike<number>;
  /**
   * `line` joins the points; `step` holds each value until the next point, for schedules that only change by jumps
   * (step kinds, `interval: epoch`).
   */
  readonly shape: 'line' | 'step';
  readonly style?: SeriesStyle;
  /** Which y axis its values are read on; left when not given. */
  readonly axis?: 'left' | 'right';
  /** Where evaluating the schedule fails: the curve has no values from this step on. */
  readonly failure?: Failure;
}

/**
 * How a series is told apart. What is not given follows from the series' place in the curve, in such a way that no two of
 * the first 36 look alike, with or without colours.
 */
export interface SeriesStyle {
  /** Index into the theme's colours. */
  readonly color?: number;
  /** Index into the dash patterns, 0 solid. */
  readonly dash?: number;
  /** Index into the shapes that are strewn along the line, 0 none. */
  readonly marker?: number;
}

export interface Failure {
  readonly step: number;
  /** Short: it is written into the picture. */
  readonly message: string;
}

/** A named part of training such as `warm-up`, from step `from` up to (not including) step `to`. */
export interface Phase {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Something pointed out: a point on the curve (`value` given) or a moment of training (a vertical line). `cursor` is
 * what the text cursor or the hover stands on, `note` everything else.
 */
export interface Mark {
  readonly step: number;
  readonly value?: number;
  /** Empty for a mark that only shows where something is. */
  readonly label: string;
  readonly role?: 'cursor' | 'note';
}

export type XUnit = 'steps' | 'percent' | 'fraction' | 'epochs';
export type YScale = 'linear' | 'log';

/** `css` draws in the CSS variables of a VS Code webview; the others in fixed colours for pictures outside of one. */
export type PlotTheme = 'light' | 'dark' | 'hc-dark' | 'hc-light' | 'css';

/** Pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface PlotOptions {
  readonly size: Size;
  readonly theme: PlotTheme;
  /** `steps` when not given. */
  readonly x?: XUnit;
  /** `linear` when not given. */
  readonly y?: YScale;
  /** Training steps that the x axis goes from and to, at least one step apart; the whole run when not given. */
  readonly window?: Span;
  /** Values that the left y axis goes from and to, however high the curve is; fitted to what is in sight when not given. */
  readonly yWindow?: Span;
  /** The same for the right axis: it stays as it is while the left one is zoomed, unless it is told to go along. */
  readonly rightWindow?: Span;
  /** Accessible name of the picture; made from the curve when not given. */
  readonly title?: string;
  /** Tells ids of several pictures in one document apart. */
  readonly id?: string;
  /** False where the legend of several series stands elsewhere. */
  readonly legend?: boolean;
  /** Fills the picture with the theme's ground, for files that are looked at on any. */
  readonly ground?: boolean;
  /** Lines above and below the plot, each wrapped to the width; the picture grows by them beyond `size`. */
  readonly heading?: readonly string[];
  readonly footer?: readonly string[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One axis as drawn. Pixels count from the picture's left or top edge. */
export interface Axis {
  readonly kind: YScale;
  /** Start and end in data: steps for x whatever unit is written on it, values for y. */
  readonly domain: readonly [number, number];
  /** Pixels that `domain` falls on. For y the first is the larger one: it is the lower edge. */
  readonly range: readonly [number, number];
  /** On a log axis everything ≤ 0 falls on the lower edge, and below it where the axis was zoomed. */
  toPixel(value: number): number;
  fromPixel(pixel: number): number;
}

export interface Plot {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
  /** The right axis, where some series are read on one. */
  readonly right?: Axis;
  /** Where the curves are, in pixels. */
  readonly area: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  /** What the picture could not show as asked, in short sentences; also written into it where there is room. */
  readonly notes: readonly string[];
}

/** A hover box is 750 × 250 at best and never scales a picture down: this leaves room for text. */
export const HOVER_SIZE: Size = { width: 480, height: 160 };
export const COMPLETION_SIZE: Size = { width: 280, height: 110 };
export const PANEL_SIZE: Size = { width: 720, height: 320 };

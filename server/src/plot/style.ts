import { MARKERS, markerPath } from './marker';
import { px } from './text';
import { DASHES, PALETTES, type Palette } from './theme';
import type { PlotTheme, Series, SeriesStyle } from './types';

/** What a series looks like. */
export interface Look {
  readonly color: string;
  /** SVG's dash array, empty for a solid line. */
  readonly dash: string;
  readonly marker: number;
}

/** The look of the series at a place of the curve. */
export function lookOf({ style = {} }: Pick<Series, 'style'>, place: number, palette: Palette): Look {
  const { color, dash, marker } = { ...styleOf(place), ...style };
  return {
    color: palette.series[index(color, palette.series.length)] ?? palette.text,
    dash: DASHES[index(dash, DASHES.length)] ?? '',
    marker: index(marker, MARKERS),
  };
}

/** What `lookOf` gives a series at a place, for a series that keeps it wherever it stands. */
export function styleOf(place: number): Required<SeriesStyle> {
  // Another dash for every round of the colours: six colours and six dashes make 36 lines that differ.
  return { color: place, dash: place + Math.floor(place / DASHES.length), marker: place };
}

function index(wanted: number, length: number): number {
  return Number.isInteger(wanted) ? ((wanted % length) + length) % length : 0;
}

/** Attributes of a line drawn in a look. */
export function strokeOf({ color, dash }: Look, palette: Palette): string {
  const dashed = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `fill="none" stroke="${color}" stroke-width="${palette.strokeWidth}"${dashed}`;
}

/** Attributes of the markers along it. */
export function markerStyleOf({ color }: Look, palette: Palette): string {
  return `fill="${palette.ground}" stroke="${color}" stroke-width="1.5"`;
}

export const SWATCH_WIDTH = 22;

/** A short piece of the line as a legend shows it, from `left` on at height `y`. */
export function drawSwatch(look: Look, left: number, y: number, palette: Palette): string {
  const line = `<path d="M${px(left)},${px(y)}h${SWATCH_WIDTH}" ${strokeOf(look, palette)}/>`;
  const marker = markerPath(look.marker, px(left + SWATCH_WIDTH / 2), px(y));
  return marker === '' ? line : `${line}<path d="${marker}" ${markerStyleOf(look, palette)}/>`;
}

/** The same as a picture of its own, for a legend that stands outside of the plot. */
export function renderSwatch(series: Pick<Series, 'style'>, place: number, theme: PlotTheme): string {
  const palette = PALETTES[theme];
  const swatch = drawSwatch(lookOf(series, place, palette), 2, 6, palette);
  const width = SWATCH_WIDTH + 4;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="12" viewBox="0 0 ${width} 12" aria-hidden="true">${swatch}</svg>`;
}

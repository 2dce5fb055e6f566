export { toDataUri } from './data-uri';
export { describeCurve } from './describe';
export type { Reading } from './read';
export { readSeries } from './read';
export { renderPlot } from './render';
export { spliceSeries } from './splice';
export { renderSwatch, styleOf } from './style';
export type {
  Axis,
  Curve,
  Failure,
  Mark,
  Phase,
  Plot,
  PlotOptions,
  PlotTheme,
  Series,
  SeriesStyle,
  Size,
  Span,
  XUnit,
  YScale,
} from './types';
export { COMPLETION_SIZE, HOVER_SIZE, PANEL_SIZE } from './types';
export type { WireCurve, WireMark, WireSeries } from './wire';
export { decodeCurve, encodeCurve } from './wire';

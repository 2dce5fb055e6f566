import { type Curve, type Plot, type PlotOptions, type PlotTheme, renderPlot } from '../../../../server/src/plot';

export interface PictureText {
  /** What is shown and where it stands: `LinearWarmupCosineDecaySchedule · configs/optim/adamw.yaml`. */
  readonly title: string;
  /** Sentences on what the curve rests on: the length of training, everything assumed, what the legend cannot say. */
  readonly notes: readonly string[];
}

/** What is on the screen: the options that it was drawn with. */
export type OnScreen = Pick<PlotOptions, 'size' | 'x' | 'y' | 'window' | 'yWindow' | 'rightWindow'>;

/** The picture on the screen as a file of its own, in fixed colours, on a ground, with title, legend and assumptions. */
export function exportPlot(
  curve: Curve,
  onScreen: OnScreen,
  theme: Exclude<PlotTheme, 'css'>,
  { title, notes }: PictureText,
): Plot {
  // The text cursor is nothing of the schedule's.
  const marks = (curve.marks ?? []).filter(({ role }) => role !== 'cursor');
  return renderPlot(
    { ...curve, marks },
    { ...onScreen, theme, title, heading: [title], footer: notes, ground: true, id: 'schedule' },
  );
}

/** As the text of an SVG file. */
export function svgFile({ svg }: Pick<Plot, 'svg'>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`;
}

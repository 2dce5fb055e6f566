import type { PlotTheme } from './types';

export interface Palette {
  readonly text: string;
  /** Tick labels, titles of axes. */
  readonly muted: string;
  readonly grid: string;
  readonly axis: string;
  /** What the picture most likely lies on: halo of labels, centre of point marks. The picture itself has no ground. */
  readonly ground: string;
  readonly error: string;
  readonly cursor: string;
  /** In an order that stays apart for colour-blind eyes; every place also has a dash pattern of its own. */
  readonly series: readonly string[];
  readonly font: string;
  readonly strokeWidth: number;
  /** Opacity of the two alternating shades of phases. */
  readonly shades: readonly [number, number];
}

const FONT = "system-ui,-apple-system,'Segoe UI',Ubuntu,'DejaVu Sans',sans-serif";

const normal = { font: FONT, strokeWidth: 2, shades: [0.05, 0.11] } as const;
const strong = { font: FONT, strokeWidth: 2.5, shades: [0.08, 0.2] } as const;

/** The chart colours of VS Code's default themes; in high contrast those of them that reach 4.5 : 1 on the ground. */
export const PALETTES: Readonly<Record<PlotTheme, Palette>> = {
  light: {
    ...normal,
    text: '#3b3b3b',
    muted: '#616161',
    grid: '#cecece',
    axis: '#919191',
    ground: '#f8f8f8',
    error: '#e51400',
    cursor: '#b5460f',
    series: ['#1a85ff', '#c2690c', '#652d90', '#388a34', '#e51400', '#8a6300'],
  },
  dark: {
    ...normal,
    text: '#cccccc',
    muted: '#9d9d9d',
    grid: '#3c3c3c',
    axis: '#6e6e6e',
    ground: '#202020',
    error: '#f14c4c',
    cursor: '#ffb454',
    series: ['#3794ff', '#d18616', '#b180d7', '#89d185', '#f14c4c', '#cca700'],
  },
  'hc-dark': {
    ...strong,
    text: '#ffffff',
    muted: '#ffffff',
    grid: '#5a5a5a',
    axis: '#ffffff',
    ground: '#000000',
    error: '#ff6b6b',
    cursor: '#f38518',
    series: ['#4fa6ff', '#ffa73c', '#c9a0ec', '#89d185', '#ff6b6b', '#e8c400'],
  },
  'hc-light': {
    ...strong,
    text: '#292929',
    muted: '#292929',
    grid: '#b4b4b4',
    axis: '#292929',
    ground: '#ffffff',
    error: '#b5200d',
    cursor: '#9a3200',
    series: ['#0f4a85', '#9a4a00', '#652d90', '#2d6a10', '#b5200d', '#6b5000'],
  },
  // The --plot-* names let the panel's style sheet be stronger than the theme's chart colours in high contrast.
  css: {
    text: 'var(--vscode-foreground)',
    muted: 'var(--plot-muted,var(--vscode-descriptionForeground))',
    grid: 'var(--plot-grid,rgba(128,128,128,.25))',
    axis: 'var(--plot-axis,var(--vscode-charts-lines))',
    ground: 'var(--vscode-editor-background)',
    error: 'var(--vscode-editorError-foreground,var(--vscode-errorForeground))',
    cursor: 'var(--plot-cursor,var(--vscode-charts-orange))',
    series: ['blue', 'orange', 'purple', 'green', 'red', 'yellow'].map(
      (name, place) => `var(--plot-series-${place},var(--vscode-charts-${name}))`,
    ),
    font: 'var(--vscode-font-family)',
    strokeWidth: 2,
    shades: [0.05, 0.11],
  },
};

/** SVG dash arrays, the first one solid. */
export const DASHES: readonly string[] = ['', '7 4', '2 3', '10 3 2 3', '5 2', '12 4 2 4 2 4'];

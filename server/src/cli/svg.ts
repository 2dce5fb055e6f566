import { writeFile } from 'node:fs/promises';
import type { Plot, PlotTheme } from '../plot';
import { absolute, type Io, UsageError } from './io';

export const THEMES = ['light', 'dark', 'hc-light', 'hc-dark'] as const satisfies PlotTheme[];

export type Theme = (typeof THEMES)[number];

/** Pictures below each other as one. */
export function svgSheet(plots: readonly Plot[]): string {
  const width = Math.max(1, ...plots.map((plot) => plot.width));
  let height = 0;
  const parts = plots.map((plot) => {
    const y = height;
    height += plot.height;
    return plot.svg.replace('<svg ', `<svg y="${y}" `);
  });
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${parts.join('')}</svg>\n`;
}

export async function writeText(io: Io, file: string, text: string): Promise<void> {
  try {
    await writeFile(absolute(io, file), text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

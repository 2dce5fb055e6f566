import { writeFile } from 'node:fs/promises';
import type { Plot, PlotTheme } from '../plot';
import { absolute, type Io, messageOf, UsageError } from './io';
import { pngOf } from './png';

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

/** Files that a picture is to be written to. */
export interface Pictures {
  readonly svg?: string;
  readonly png?: string;
}

/** Writes a picture, which is made only where it is wanted. */
export async function writePictures(io: Io, { svg, png }: Pictures, draw: () => string): Promise<void> {
  if (svg === undefined && png === undefined) return;
  const text = draw();
  if (svg !== undefined) await writeNamed(io, svg, text);
  if (png !== undefined) await writeNamed(io, png, await pngOf(text));
}

async function writeNamed(io: Io, file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(absolute(io, file), content);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${messageOf(error)}`);
  }
}

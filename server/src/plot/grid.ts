import type { Tick, TickedAxis, XTick } from './axis';
import type { Box } from './place';
import { escapeXml, px, textWidth } from './text';
import type { Palette } from './theme';

/** From an axis to its labels. */
export const LABEL_GAP = 6;

export interface Grid {
  readonly x: readonly XTick[];
  readonly y: TickedAxis;
  readonly right?: TickedAxis;
}

/** Lines, ticks and their labels. The lines are those of the left axis; the right one has ticks alone. */
export function drawGrid({ x, y, right }: Grid, area: Box, fontSize: number, palette: Palette): string {
  const baseline = area.bottom + fontSize + 5;
  const xLabels = x.map(
    ({ middle, label }) => `<text x="${px(middle)}" y="${px(baseline)}">${escapeXml(label)}</text>`,
  );
  const parts = [
    `<path d="${y.ticks.map(({ at }) => `M${px(area.left)},${px(at)}H${px(area.right)}`).join('')}" stroke="${palette.grid}" fill="none"/>`,
    `<path d="M${px(area.left)},${px(area.bottom)}H${px(area.right)}${x.map(({ at }) => `M${px(at)},${px(area.bottom)}v4`).join('')}" stroke="${palette.axis}" fill="none"/>`,
    `<g fill="${palette.muted}" text-anchor="end">${labelsAt(y.ticks, area.left - LABEL_GAP, fontSize)}</g>`,
    `<g fill="${palette.muted}" text-anchor="middle">${xLabels.join('')}</g>`,
  ];
  if (right !== undefined) {
    const ticks = right.ticks.map(({ at }) => `M${px(area.right)},${px(at)}h4`).join('');
    parts.push(
      `<path d="M${px(area.right)},${px(area.top)}V${px(area.bottom)}${ticks}" stroke="${palette.axis}" fill="none"/>`,
      `<g fill="${palette.muted}">${labelsAt(right.ticks, area.right + LABEL_GAP, fontSize)}</g>`,
    );
  }
  return parts.join('');
}

function labelsAt(ticks: readonly Tick[], x: number, fontSize: number): string {
  return ticks
    .map(({ at, label }) => `<text x="${px(x)}" y="${px(at + fontSize * 0.35)}">${escapeXml(label)}</text>`)
    .join('');
}

/** How wide the labels of an axis are. */
export function widthOfLabels({ ticks }: TickedAxis, fontSize: number): number {
  return Math.max(0, ...ticks.map(({ label }) => textWidth(label, fontSize)));
}

import * as l10n from '@vscode/l10n';
import { formatStep } from '../format';
import { drawSwatch, lookOf, SWATCH_WIDTH } from './style';
import { escapeXml, fitText, px, textWidth } from './text';
import type { Palette } from './theme';
import type { Curve, Series } from './types';

/** Pixels from a swatch's left edge to its label, and from one entry to the next. */
const TO_LABEL = SWATCH_WIDTH + 6;
const BETWEEN = 14;

export interface LegendRows {
  readonly rows: number;
  /** One per series that there is room for. */
  readonly items: readonly { readonly label: string; readonly row: number; readonly left: number }[];
  /** What stands in place of those without room. */
  readonly more?: { readonly label: string; readonly row: number; readonly left: number };
}

export interface LegendRoom {
  readonly fontSize: number;
  /** From where to where rows go. */
  readonly left: number;
  readonly right: number;
  /** How much of the first row, which the title begins, is free at its right; 0 or less for none. */
  readonly firstWidth: number;
  /** At least 2. */
  readonly mostRows: number;
  /** Whether a label may fill a row; otherwise it is cut at half of one. */
  readonly whole?: boolean;
}

/** What a legend calls a series: which axis it is read on, where there are two, and that it fails. */
export function legendLabel({ label, failure }: Series, onRight: boolean): string {
  const name = onRight ? l10n.t`${label} (right axis)` : label;
  return failure === undefined ? name : l10n.t`${name}, fails at step ${formatStep(failure.step)}`;
}

/** Places legend entries in rows: all in the first one, behind the title, or else below it. */
export function legendRows(labels: readonly string[], room: LegendRoom): LegendRows {
  const { fontSize, left: start, right: end, firstWidth, mostRows, whole = false } = room;
  if (labels.length === 0) return { rows: 0, items: [] };
  const sized = labels.map((label) => {
    const shown = fitText(label, fontSize, Math.max(60, (end - start) / (whole ? 1 : 2) - TO_LABEL));
    return { label: shown, width: TO_LABEL + textWidth(shown, fontSize) };
  });
  const all = sized.reduce((sum, { width }) => sum + width + BETWEEN, -BETWEEN);
  let row = all <= firstWidth ? 0 : 1;
  let left = row === 0 ? end - all : start;
  const items: LegendRows['items'][number][] = [];
  for (const [place, { label, width }] of sized.entries()) {
    const rest = sized.length - place;
    const more = { label: l10n.t`and ${String(rest)} more`, row, left };
    const wraps = left > start && left + width > end;
    if (wraps && row === mostRows - 1) return { rows: row + 1, items, more };
    if (wraps) {
      row++;
      left = start;
    }
    // The last row keeps room for saying how many there are beyond it.
    const room = rest === 1 ? 0 : BETWEEN + textWidth(l10n.t`and ${String(rest - 1)} more`, fontSize);
    if (row === mostRows - 1 && place > 0 && left + width + room > end) {
      return { rows: row + 1, items, more: { ...more, row, left } };
    }
    items.push({ label, row, left });
    left += width + BETWEEN;
  }
  return { rows: row + 1, items };
}

export function drawLegend(
  { series }: Curve,
  { items, more }: LegendRows,
  baseline: number,
  rowHeight: number,
  fontSize: number,
  palette: Palette,
): string {
  const parts = items.map(({ label, row, left }, place) => {
    const one = series[place];
    if (one === undefined) return '';
    const y = baseline + row * rowHeight;
    return (
      drawSwatch(lookOf(one, place, palette), left, y - fontSize * 0.35, palette) +
      `<text x="${px(left + TO_LABEL)}" y="${px(y)}" fill="${palette.text}">${escapeXml(label)}</text>`
    );
  });
  if (more !== undefined) {
    const y = baseline + more.row * rowHeight;
    parts.push(`<text x="${px(more.left)}" y="${px(y)}" fill="${palette.muted}">${escapeXml(more.label)}</text>`);
  }
  return parts.join('');
}

import * as l10n from '@vscode/l10n';
import { formatStep } from '../format';
import type { Box } from './place';
import { escapeXml, fitText, px, textWidth } from './text';
import type { Palette } from './theme';
import type { Axis, Phase } from './types';

/** Phases narrower than this many pixels are not drawn: in a small picture they are noise. */
const NARROWEST = 6;
const NARROWEST_WHEN_TALL = 2;
/** A name that tells phases of one sort apart: `drop 2`. */
const NUMBERED = /\s(\d+)$/;

interface Shown {
  /** Index among all phases of the curve. */
  readonly index: number;
  readonly phase: Phase;
  readonly label: string;
  /** In pixels. */
  readonly from: number;
  readonly to: number;
}

export interface PhaseOptions {
  readonly x: Axis;
  readonly area: Box;
  /** Height of the row of names above the plot; 0 where there is none. */
  readonly strip: number;
  readonly fontSize: number;
  readonly palette: Palette;
  readonly tall: boolean;
  /** Whether each shade tells which phase it is, for a page that lets one point at it. */
  readonly live: boolean;
}

/** Whether any of the phases would be seen. */
export function hasPhases(phases: readonly Phase[], from: number, to: number): boolean {
  return phases.some((phase) => Math.min(to, phase.to) > Math.max(from, phase.from));
}

export function drawPhases(phases: readonly Phase[], options: PhaseOptions): string {
  const { x, area, strip, palette, live } = options;
  const top = area.top - strip;
  const shown = phasesInSight(phases, options);
  const parts = shown.map(({ index, phase, from, to }) => {
    const size = `width="${px(to - from)}" height="${px(area.bottom - top)}"`;
    // By its place among all: zooming and narrow neighbours change nobody's shade.
    const fill = `fill="${palette.text}" fill-opacity="${palette.shades[index % 2]}"`;
    const rect = `<rect x="${px(from)}" y="${px(top)}" ${size} ${fill}`;
    if (!live) return `${rect}/>`;
    const last = formatStep(Math.max(phase.from, phase.to - 1));
    const name = l10n.t`${phase.label}: steps ${formatStep(phase.from)} to ${last}`;
    return `${rect} class="phase" data-phase="${index}"><title>${escapeXml(name)}</title></rect>`;
  });
  if (strip > 0) parts.push(nameAll(shown, top, options));
  return parts.join('');

  function phasesInSight(all: readonly Phase[], { tall }: PhaseOptions): readonly Shown[] {
    const narrowest = tall ? NARROWEST_WHEN_TALL : NARROWEST;
    const [first, last] = x.domain;
    const found: Shown[] = [];
    all.forEach((phase, index) => {
      const from = x.toPixel(Math.max(first, phase.from));
      const to = x.toPixel(Math.min(last, phase.to));
      if (to - from >= narrowest) found.push({ index, phase, label: phase.label, from, to });
    });
    return found;
  }
}

function nameAll(shown: readonly Shown[], top: number, { area, fontSize, palette }: PhaseOptions): string {
  const parts: string[] = [];
  const fits = ({ label, from, to }: Pick<Shown, 'label' | 'from' | 'to'>) =>
    textWidth(label, fontSize) <= to - from - 4;
  // Ten drops side by side: `drop 1`, then 2, 3, 4 …
  const counted = shown.some((one) => NUMBERED.test(one.label) && !fits(one));
  const first = shown.findIndex((one) => NUMBERED.test(one.label));
  let free = area.left;
  shown.forEach((one, place) => {
    const { from, to } = one;
    let name = one.label;
    if (counted && (place !== first || !fits(one))) name = NUMBERED.exec(name)?.[1] ?? name;
    let left = (from + to - textWidth(name, fontSize)) / 2;
    if (!fits({ label: name, from, to })) {
      // A short warm-up is still worth its name: it may reach into the next phase as far as that one's name lets it.
      const next = shown[place + 1];
      const nextWidth = next === undefined ? 0 : Math.min(textWidth(next.label, fontSize), next.to - next.from);
      const limit = next === undefined ? area.right : (next.from + next.to - nextWidth) / 2 - 8;
      left = Math.max(from + 3, free);
      const kept = fitText(name, fontSize, Math.max(to - 3, limit) - left);
      // A name cut to a few letters says less than none.
      name = kept.length * 2 > name.length ? kept : '';
    }
    if (name === '' || left < free) return;
    free = left + textWidth(name, fontSize) + 3;
    parts.push(
      `<text x="${px(left)}" y="${px(top + fontSize + 1)}" fill="${palette.muted}" pointer-events="none">${escapeXml(name)}</text>`,
    );
  });
  return parts.join('');
}

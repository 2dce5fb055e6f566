import type { Span } from '../check';

/** No stretch in sight is shorter than this many steps: then single steps stand apart already. */
const SHORTEST = 8;

/** The stretch as far as there is training, no shorter than what can be told apart; undefined where it is all of it. */
export function clampZoom({ from, to }: Span, total: number): Span | undefined {
  const length = Math.max(Math.min(SHORTEST, total), to - from);
  if (length >= total * 0.999) return undefined;
  const start = Math.min(Math.max(0, from), total - length);
  return { from: start, to: start + length };
}

/** Shows `factor` times as much (below 1: less), and leaves `at` where it is on the screen. */
export function zoomAt(zoom: Span | undefined, total: number, at: number, factor: number): Span | undefined {
  const { from, to } = zoom ?? { from: 0, to: total };
  const length = Math.min(total, Math.max(Math.min(SHORTEST, total), (to - from) * factor));
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return clampZoom({ from: at - share * length, to: at + (1 - share) * length }, total);
}

/** Moves the stretch along by so many steps, as far as training goes. */
export function pan(zoom: Span | undefined, total: number, steps: number): Span | undefined {
  if (zoom === undefined) return undefined;
  return clampZoom({ from: zoom.from + steps, to: zoom.to + steps }, total);
}

/** The stretch moved just as far as it takes to have `step` in sight. */
export function reach(zoom: Span | undefined, total: number, step: number): Span | undefined {
  if (zoom === undefined) return undefined;
  if (step < zoom.from) return pan(zoom, total, step - zoom.from);
  // The last step of what is in sight is the one before its end.
  return step > zoom.to - 1 ? pan(zoom, total, step + 1 - zoom.to) : zoom;
}

/** How much more or less a turn of the wheel shows. `mode` is the event's deltaMode. */
export function wheelFactor(delta: number, mode: number): number {
  const pixels = delta * (mode === 0 ? 1 : mode === 1 ? 16 : 160);
  return Math.exp(Math.max(-240, Math.min(240, pixels)) * 0.002);
}

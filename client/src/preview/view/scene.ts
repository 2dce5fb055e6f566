import type { Curve, Series, XUnit } from '../../../../server/src/plot';

/** What a series is there for; the first one of a scene is always the `main` one. */
export type Role = 'main' | 'before' | 'overlay' | 'log' | 'companion';

/** Everything that lies in one picture, and what each series of it is. */
export interface Scene {
  readonly curve: Curve;
  readonly roles: readonly Role[];
}

export interface Overlay {
  readonly label: string;
  readonly curve: Curve;
  readonly role: 'overlay' | 'log';
}

export interface SceneParts {
  readonly main: Curve;
  /** The curve as it was, while another one is tried out. */
  readonly before?: Curve;
  readonly overlays: readonly Overlay[];
  /** Other schedules of the same optimizer. Those of another quantity are read on the right axis. */
  readonly companions: readonly { readonly label: string; readonly curve: Curve }[];
  readonly unit: XUnit;
}

/**
 * Puts curves together into one picture. Each keeps its own colour and dash pattern while others come and go. Where the
 * axis counts percent or epochs, runs of another length are stretched to it.
 */
export function sceneOf({ main, before, overlays, companions, unit }: SceneParts): Scene {
  const series: Series[] = [];
  const roles: Role[] = [];
  const add = (one: Series, role: Role) => {
    series.push(one);
    roles.push(role);
  };
  main.series.forEach((one, place) => {
    add({ ...one, style: { color: 0, dash: 0 } }, place === 0 ? 'main' : 'overlay');
  });
  const [old] = before?.series ?? [];
  if (before !== undefined && old !== undefined) {
    add({ ...old, label: 'as it is', style: { color: 0, dash: 2 } }, 'before');
  }
  const right = companions.find(({ curve }) => curve.quantity !== main.quantity)?.curve;
  const quantities = new Set<string>();
  companions.forEach(({ label, curve }, place) => {
    const [one] = curve.series;
    if (one === undefined) return;
    const style = { color: 1 + place, dash: 1 + place };
    if (curve.quantity === main.quantity) {
      add({ ...one, label, style }, 'companion');
    } else {
      quantities.add(curve.quantity);
      add({ ...one, label, style, axis: 'right' }, 'companion');
    }
  });
  let total = main.totalSteps;
  overlays.forEach(({ label, curve, role }, place) => {
    const [one] = curve.series;
    if (one === undefined) return;
    const scale = stretch(curve, main, unit);
    total = Math.max(total, curve.totalSteps * scale);
    // From the end of the colours, so that they stay apart from those of the companions.
    add({ ...stretched(one, scale), label, style: { color: 5 - (place % 5), dash: 1 + (place % 5) } }, role);
  });
  const { right: _, ...rest } = main;
  return {
    curve: {
      ...rest,
      series,
      totalSteps: total,
      ...(right && {
        right: { quantity: [...quantities].join(', '), ...(right.unit !== undefined && { unit: right.unit }) },
      }),
    },
    roles,
  };
}

/** How much a step of another run is on the axis of this one. */
function stretch(other: Curve, main: Curve, unit: XUnit): number {
  if (unit === 'percent' || unit === 'fraction') return main.totalSteps / other.totalSteps;
  if (unit === 'epochs' && main.updatesPerEpoch !== undefined && other.updatesPerEpoch !== undefined) {
    return main.updatesPerEpoch / other.updatesPerEpoch;
  }
  return 1;
}

function stretched(series: Series, scale: number): Series {
  if (scale === 1) return series;
  const { failure } = series;
  return {
    ...series,
    steps: Float64Array.from(series.steps, (step) => step * scale),
    ...(failure && { failure: { ...failure, step: failure.step * scale } }),
  };
}

import * as l10n from '@vscode/l10n';
import type { Curve, Series, XUnit } from '../../../../server/src/plot';

/** What a series is there for; the first one of a scene is always the `main` one. */
export type Role = 'main' | 'before' | 'overlay' | 'log' | 'companion';

/** Everything that lies in one picture, and what each series of it is. */
export interface Scene {
  readonly curve: Curve;
  readonly roles: readonly Role[];
  /** What each was called by who put it in. */
  readonly ids: readonly (string | undefined)[];
}

export interface Overlay {
  readonly id: string;
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
  readonly companions: readonly { readonly id: string; readonly label: string; readonly curve: Curve }[];
  readonly unit: XUnit;
}

/**
 * Puts curves together into one picture; colours and patterns follow their places in it. Where the axis counts percent or epochs, runs of another length are stretched to it.
 */
export function sceneOf({ main, before, overlays, companions, unit }: SceneParts): Scene {
  const series: Series[] = [];
  const roles: Role[] = [];
  const ids: (string | undefined)[] = [];
  const add = (one: Series | undefined, label: string, role: Role, id?: string, more: Partial<Series> = {}) => {
    if (one === undefined) return;
    const { style: _, ...rest } = one;
    series.push({ ...rest, ...more, label });
    roles.push(role);
    ids.push(id);
  };
  add(main.series[0], main.series[0]?.label ?? '', 'main');
  const other = companions.filter(({ curve }) => curve.quantity !== main.quantity);
  for (const { id, label, curve } of companions) {
    add(curve.series[0], label, 'companion', id, curve.quantity === main.quantity ? {} : { axis: 'right' });
  }
  let total = main.totalSteps;
  for (const { id, label, curve, role } of overlays) {
    // A log is one of this run, as far as it goes.
    const scale = role === 'log' ? 1 : stretch(curve, main, unit);
    total = Math.max(total, curve.totalSteps * scale);
    add(curve.series[0] && stretched(curve.series[0], scale), label, role, id);
  }
  // Last, so that the others look the same while something is tried out.
  add(before?.series[0], l10n.t('as it is'), 'before', undefined, { style: { color: 0, dash: 0, marker: 0 } });
  const quantities = [...new Set(other.map(({ curve }) => curve.quantity))].join(', ');
  const units = [...new Set(other.map(({ curve }) => curve.unit))];
  const [unitOfRight] = units.length === 1 ? units : [];
  const { right: _, ...rest } = main;
  return {
    curve: {
      ...rest,
      series,
      totalSteps: total,
      ...(other.length > 0 && {
        right: { quantity: quantities, ...(unitOfRight !== undefined && { unit: unitOfRight }) },
      }),
    },
    roles,
    ids,
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

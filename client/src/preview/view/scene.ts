import * as l10n from '@vscode/l10n';
import { type Curve, type Series, styleOf, type XUnit } from '../../../../server/src/plot';

/** What a series is there for; the first one of a scene is always the `main` one. */
export type Role = 'main' | 'before' | 'overlay' | 'log' | 'companion';

/** Everything that lies in one picture, and what each series of it is. */
export interface Scene {
  readonly curve: Curve;
  readonly roles: readonly Role[];
  /** What each was called by who put it in. */
  readonly ids: readonly (string | undefined)[];
}

/** A line beside the main one. */
export interface Overlay {
  readonly id: string;
  readonly label: string;
  readonly curve: Curve;
  /** Companions of another quantity are read on the right axis. */
  readonly role: 'overlay' | 'log' | 'companion';
  /** Which colour, dash and marker it has, wherever it stands among the others; 0 is the main curve's. */
  readonly look: number;
}

export interface SceneParts {
  readonly main: Curve;
  /** The curve as it was, while another one is tried out. */
  readonly before?: Curve;
  readonly lines: readonly Overlay[];
  readonly unit: XUnit;
}

/**
 * Puts curves together into one picture. Where the axis counts percent or epochs, runs of another length are stretched
 * to it.
 */
export function sceneOf({ main, before, lines, unit }: SceneParts): Scene {
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
  const isOnRight = ({ role, curve }: Overlay) => role === 'companion' && curve.quantity !== main.quantity;
  const other = lines.filter(isOnRight);
  let total = main.totalSteps;
  for (const line of lines) {
    const { id, label, curve, role, look } = line;
    // A log is one of this run, as far as it goes.
    const scale = role === 'log' ? 1 : stretch(curve, main, unit);
    total = Math.max(total, curve.totalSteps * scale);
    const drawn = curve.series[0] && stretched(curve.series[0], scale);
    add(drawn, label, role, id, { style: styleOf(look), ...(isOnRight(line) && { axis: 'right' }) });
  }
  add(before?.series[0], l10n.t('as it is'), 'before', undefined, { style: styleOf(0) });
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

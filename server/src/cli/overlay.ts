import { type Curve, PANEL_SIZE, type Plot, renderPlot, type Series } from '../plot';
import { drawableCurve } from '../service/block-view';
import { drawnCurve, xUnitOf, yScaleOf } from '../service/curve';
import { linePlain } from '../service/rich-text';
import type { ChangedSchedule } from './changes';
import type { Change } from './compare';
import type { Io } from './io';
import type { Project } from './project';
import { svgSheet, type Theme } from './svg';

/** More pictures than this are no help. */
const MOST_PICTURES = 50;

/** Old and new curve over each other, one picture a schedule; those that have no curve are left out. */
export function overlaysOf(
  changes: readonly ChangedSchedule[],
  labels: readonly [string, string],
  theme: Theme,
  io: Io,
  words: Project['inWords'],
): string {
  const plots = changes.flatMap((one, place) => overlay(one, labels, theme, place, words) ?? []);
  if (plots.length > MOST_PICTURES) {
    io.stderr.write(`Only the first ${MOST_PICTURES} of ${plots.length} schedules that change are drawn.\n`);
  }
  return svgSheet(plots.slice(0, MOST_PICTURES));
}

function overlay(
  { before, after, file, block, primaries, change }: ChangedSchedule,
  [old, now]: readonly [string, string],
  theme: Theme,
  place: number,
  words: Project['inWords'],
): Plot | undefined {
  const sides = [before, after].map((view) => view && drawableCurve(view));
  const [was, is] = sides;
  const main = is ?? was;
  if (main === undefined) return undefined;
  const drawn = (curve: typeof was, label: string, style: NonNullable<Series['style']>): Series[] => {
    const [series] = curve === undefined ? [] : drawnCurve(curve, 1500, []).series;
    return series === undefined ? [] : [{ ...series, label, style }];
  };
  const { series: _, marks: __, ...frame } = drawnCurve(main, 1500, []);
  const seen = primaries.length === 0 ? '' : ` in ${primaries.join(', ')}`;
  const sort = change.kind === 'changed' ? '' : `, ${change.kind}`;
  const title = `${[file, block].filter((part) => part !== '').join(': ')}${seen}${sort}`;
  const curve: Curve = {
    ...frame,
    totalSteps: Math.max(...sides.map((side) => side?.total.steps ?? 0)),
    // The old curve is dashed and lies below; the new one keeps the colour that it has everywhere.
    series: [...drawn(was, old, { color: 1, dash: 1, marker: 0 }), ...drawn(is, now, { color: 0, dash: 0, marker: 0 })],
  };
  const isAssumed = sides.every((side) => side === undefined || xUnitOf(side) === 'percent');
  return renderPlot(curve, {
    size: PANEL_SIZE,
    theme,
    x: isAssumed ? 'percent' : 'steps',
    y: yScaleOf(main),
    id: `change-${place}`,
    title,
    heading: [title],
    footer: [...untold(change, [old, now]), ...main.assumptions.map((line) => words(linePlain(line)))],
    ground: true,
  });
}

/** What takes the place of a curve on the side that has none. */
function untold({ kind, differences }: Change, labels: readonly [string, string]): string[] {
  const whole = differences.find(({ what }) => what === 'schedule');
  if (kind !== 'changed' || whole === undefined) return [];
  return [whole.before, whole.after].flatMap((text, side) => (text === undefined ? [] : [`${labels[side]}: ${text}`]));
}

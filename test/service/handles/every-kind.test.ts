import { describe, expect, it } from 'vitest';
import type { PreviewHandle } from '../../../server/src/protocol';
import { createSchedule, kindSpecs, valueAtUpdate } from '../../../server/src/schedules';
import type { LanguageServiceOptions } from '../../../server/src/service';
import { heightOf, opened, undone } from './harness';

interface Case {
  /** Keys and values as YAML; each is a line of its own with a comment. */
  readonly keys: Readonly<Record<string, string>>;
  /** The handles that the block has, fixed ones not among them. */
  readonly handles: readonly string[];
  readonly options?: LanguageServiceOptions;
}

const decreasing: Case = {
  keys: { max_value: '1e-3', end_value: '1.0e-5' },
  handles: ['end_value', 'max_value'],
};
const increasing: Case = { keys: { max_value: '1e-3', start_value: '0.0001' }, handles: ['start_value', 'max_value'] };

const cases: Readonly<Record<string, readonly Case[]>> = {
  ConstantSchedule: [{ keys: { value: '0.001' }, handles: ['value'] }],
  CustomSchedule: [
    {
      keys: { values: '[1e-3, 0.5e-3, 0.0001]' },
      handles: ['values[0]', 'values[1]', 'values[2]'],
      options: { totalSteps: 3 },
    },
  ],
  LinearDecreasingSchedule: [
    decreasing,
    { ...decreasing, keys: { ...decreasing.keys, overhang_percent: '0.2', exclude_first: 'true' } },
    { ...decreasing, keys: { ...decreasing.keys, interval: 'epoch' }, options: { updatesPerEpoch: 30 } },
  ],
  LinearIncreasingSchedule: [increasing, { ...increasing, keys: { ...increasing.keys, exclude_last: 'true' } }],
  CosineDecreasingSchedule: [decreasing, { ...decreasing, keys: { ...decreasing.keys, overhang_steps: '250' } }],
  CosineIncreasingSchedule: [increasing],
  PolynomialDecreasingSchedule: [
    { keys: { ...decreasing.keys, power: '2.0' }, handles: ['end_value', 'max_value', 'power'] },
  ],
  PolynomialIncreasingSchedule: [
    { keys: { ...increasing.keys, power: '0.5' }, handles: ['start_value', 'max_value', 'power'] },
  ],
  SqrtDecreasingSchedule: [decreasing],
  StepDecreasingSchedule: [
    {
      keys: { ...decreasing.keys, factor: '0.5', decreases_interval: '0.25' },
      handles: ['end_value', 'max_value', 'factor', 'decreases_interval'],
    },
    {
      keys: {
        ...decreasing.keys,
        factor: '0.5',
        decreases_interval: '0.25',
        exclude_first: 'true',
        overhang_steps: '100',
      },
      handles: ['end_value', 'max_value', 'factor', 'decreases_interval'],
    },
  ],
  StepFixedSchedule: [
    {
      keys: { start_value: '"1e-3"', factor: '0.5', steps: '[0.6, 0.3, 0.9]' },
      handles: ['start_value', 'factor', 'steps[0]', 'steps[1]', 'steps[2]'],
    },
    {
      keys: { start_value: '1e-3', factor: '0.1', steps: '[0.6, 0.3]', interval: 'epoch' },
      handles: ['start_value', 'factor', 'steps[0]', 'steps[1]'],
      options: { updatesPerEpoch: 40 },
    },
  ],
  StepIntervalSchedule: [
    {
      keys: { start_value: '1e-3', factor: '.5', update_interval: '0.3' },
      handles: ['start_value', 'factor', 'update_interval'],
    },
  ],
  LinearWarmupCosineDecaySchedule: [
    {
      keys: { max_value: '1e-3', warmup_steps: '1_00' },
      handles: ['start_value', 'end_value', 'max_value', 'warmup_steps'],
    },
    {
      keys: { max_value: '1e-3', start_value: '1e-5', warmup_percent: '0.1', overhang_percent: '0.5' },
      handles: ['start_value', 'end_value', 'max_value', 'warmup_percent'],
    },
    {
      keys: { max_value: '1e-3', start_value: '1e-5', warmup_steps: '100', interval: 'epoch' },
      handles: ['start_value', 'end_value', 'max_value', 'warmup_steps'],
      options: { updatesPerEpoch: 40 },
    },
  ],
  WarmupStableDecaySchedule: [
    {
      keys: { max_value: '1e-3', start_value: '1e-5', warmup_steps: '100', cooldown_steps: '200' },
      handles: ['start_value', 'end_value', 'max_value', 'warmup_steps', 'cooldown_steps'],
    },
    {
      keys: {
        max_value: '1e-3',
        start_value: '1e-5',
        warmup_percent: '0.1',
        cooldown_percent: '.2',
        cooldown_shape: 'linear',
      },
      handles: ['start_value', 'end_value', 'max_value', 'warmup_percent', 'cooldown_percent'],
    },
  ],
  PiecewiseLinearSchedule: [
    {
      keys: { control_points: '[[0.0, 1e-5], [0.1, 1e-3], [0.5, 1e-3], [0.5, 1e-4], [1.0, 0.0]]' },
      handles: [
        'control_points[0]',
        'control_points[1]',
        'control_points[2]',
        'control_points[3]',
        'control_points[4]',
      ],
    },
  ],
};

function textOf(kind: string, { keys }: Case): string {
  const lines = Object.entries(keys).map(([key, value]) => `    ${key}:  ${value}   # ${key} of mine`);
  return `optim: # all of it\n  schedule_config:\n    kind: "@${kind}"\n${lines.join('\n')}\n\nother: 1e-3\n`;
}

const all = Object.entries(cases).flatMap(([kind, list]) =>
  list.map((one) => ({ kind, one, name: `${kind} ${JSON.stringify(one.keys)}` })),
);

/** The block as `createSchedule` takes it. */
function plain(kind: string, { keys }: Case): Record<string, unknown> {
  const read = (text: string): unknown => {
    if (/^[[]/.test(text)) return JSON.parse(text);
    const number = Number(text.replaceAll(/["_]/g, ''));
    return Number.isNaN(number) ? (text === 'true' ? true : text) : number;
  };
  const own = Object.entries(keys).map(([key, value]) => [key, read(value)]);
  return { kind: `noether.core.schedules.${kind}`, ...Object.fromEntries(own) };
}

describe('handles', () => {
  it('are there for every kind that can be trained with', () => {
    expect(Object.keys(cases).sort()).toEqual(
      kindSpecs
        .filter(({ usable }) => usable)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it.each(all)('lie on the curve: $name', async ({ kind, one }) => {
    const { result } = await opened(textOf(kind, one), one.options);
    expect(result.state).toBe('ok');
    const handles = result.handles ?? [];
    expect(handles.filter(({ fixed }) => fixed === undefined).map(({ id }) => id)).toEqual(one.handles);
    const schedule = createSchedule(plain(kind, one));
    const totalUpdates = one.options?.totalSteps ?? 1000;
    const updatesPerEpoch = one.options?.updatesPerEpoch ?? 1;
    for (const handle of handles) {
      const { interval } = schedule;
      expect(Number.isInteger(handle.step)).toBe(true);
      expect(heightOf(handle)).toBe(valueAtUpdate(schedule, interval, handle.step, { totalUpdates, updatesPerEpoch }));
    }
  });

  it.each(all)(
    'go where they are dragged, and back: $name',
    async ({ kind, one }) => {
      const file = await opened(textOf(kind, one), one.options);
      const before = file.document.getText();
      const total = one.options?.totalSteps ?? 1000;
      for (const handle of file.result.handles ?? []) {
        for (const target of targetsOf(handle, total)) {
          const stepPrecision = total / 800;
          const valuePrecision = 1e-3 / 300;
          const { moved, preview, text } = await file.move({
            handleId: handle.id,
            ...target,
            stepPrecision,
            valuePrecision,
          });
          const what = `${handle.id} to ${JSON.stringify(target)}: ${moved.text}`;
          expect(moved.refused, what).toBeUndefined();
          expect(preview.state, what).toBe('ok');
          expect(
            preview.problems.filter(({ severity }) => severity === 'error'),
            what,
          ).toEqual([]);
          expect(undone(file.document, moved), what).toBe(before);
          // Nothing but the number is another.
          for (const comment of before.match(/#.*/g) ?? []) expect(text, what).toContain(comment);
          const there = preview.handles?.find(({ id }) => id === handle.id);
          if (there === undefined) throw new Error(`${what} is gone`);
          if (handle.moves.includes('x')) {
            const wanted = clamp(target.step, handle.minStep, handle.maxStep);
            const grid = handle.grid ?? 1;
            expect(Math.abs(there.step - wanted), what).toBeLessThanOrEqual(Math.max(stepPrecision, grid) / 2 + 1e-9);
          }
          if (handle.moves.includes('y') && there.minValue !== undefined) {
            const wanted = clamp(target.value, handle.minValue, handle.maxValue);
            // A point that was moved sideways has its own way up there.
            const error = Math.abs(heightOf(there) - wanted);
            if (!(handle.id === 'start_value' && wanted === 0))
              expect(error, what).toBeLessThanOrEqual(valuePrecision / 2 + 1e-9);
          } else if (handle.moves.includes('y')) {
            expect(Math.abs(heightOf(there) - target.value), what).toBeLessThanOrEqual(valuePrecision / 2 + 1e-9);
          }
        }
      }
    },
    60_000,
  );

  it.each(all)(
    'move with every push, and stop at their limits: $name',
    async ({ kind, one }) => {
      let text = textOf(kind, one);
      const ids = (await opened(text, one.options)).result.handles ?? [];
      for (const { id, moves } of ids) {
        for (const nudge of [{ x: 1 }, { x: -1 }, { y: 1 }, { y: -1 }]) {
          if (!moves.includes('x' in nudge ? 'x' : 'y')) continue;
          for (let count = 0; count < 3; count++) {
            const file = await opened(text, one.options);
            const handle = file.handle(id);
            const result = await file.move({ handleId: id, nudge, stepPrecision: 0.1, valuePrecision: 1e-7 });
            const there = result.preview.handles?.find((each) => each.id === id);
            if (there === undefined) throw new Error(`${id} is gone`);
            const way =
              'x' in nudge
                ? (there.step - handle.step) * (nudge.x ?? 0)
                : (heightOf(there) - heightOf(handle)) * (nudge.y ?? 0);
            const isAtLimit = result.moved.edits.length === 0;
            if (isAtLimit) expect(limitOf(handle, nudge)).toBeCloseTo('x' in nudge ? handle.step : heightOf(handle), 9);
            else expect(way, `${id} ${JSON.stringify(nudge)} ${result.moved.text}`).toBeGreaterThan(0);
            text = result.text;
          }
        }
      }
    },
    60_000,
  );
});

function limitOf(
  { minStep, maxStep, minValue, maxValue }: PreviewHandle,
  nudge: { x?: number; y?: number },
): number | undefined {
  if (nudge.x !== undefined) return nudge.x > 0 ? maxStep : minStep;
  return (nudge.y ?? 0) > 0 ? maxValue : minValue;
}

function clamp(value: number, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): number {
  return Math.min(Math.max(value, least), most);
}

/** Places near and far, some of them beyond every limit. */
function targetsOf({ step, value }: PreviewHandle, total: number): { readonly step: number; readonly value: number }[] {
  const height = Number(value);
  return [
    { step: step + 43.3, value: height * 0.77 },
    { step: step - 17.9, value: height + 1.23e-4 },
    { step: total * 0.437, value: 0.6180339e-3 },
    { step: -5, value: 0.4e-3 },
    { step: 2 * total, value: 0.1e-3 },
  ];
}

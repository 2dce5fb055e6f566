import { describe, expect, test } from 'vitest';
import {
  checkBlock,
  checkNodes,
  createSchedule,
  type InputNode,
  kindPrefix,
  ScheduleError,
  valueAtUpdate,
} from '../../../server/src/schedules';

const block = (kind: string, keys: Readonly<Record<string, unknown>> = {}) => ({ kind: kindPrefix + kind, ...keys });

function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ScheduleError) return error.pythonError;
    throw error;
  }
  return 'none';
}

describe('createSchedule', () => {
  test('fills in the defaults and coerces', () => {
    const schedule = createSchedule(block('StepFixedSchedule', { factor: '1e-1', steps: ['0.5'], typo: 1 }));
    expect(schedule.valueAt(0, 10)).toBe(1);
    expect(schedule.valueAt(5, 10)).toBe(0.1);
    expect(schedule.interval).toBe('update');
    expect(schedule.fields.get('end_value')).toBe(1e-6);
  });

  test.each([
    [undefined],
    [null],
    [5],
    ['noether.core.schedules.ConstantSchedule'],
    [[]],
    [[block('ConstantSchedule', { value: 1 })]],
    [{}],
    [() => 1],
    [Symbol('block')],
    [new Date()],
    [{ kind: 5 }],
    [{ kind: ['noether.core.schedules.ConstantSchedule'] }],
    [{ kind: 'ConstantSchedule', value: 1 }],
    [{ kind: '__proto__' }],
    [{ kind: 'constructor' }],
    [{ kind: `${kindPrefix}constructor` }],
    [block('StepFixedSchedule', { factor: 1, steps: [] })],
    [block('ConstantSchedule', { value: {} })],
    [block('ConstantSchedule', { value: Symbol('x') })],
  ])('refuses %o with a message', (config) => {
    let message = '';
    try {
      createSchedule(config);
    } catch (error) {
      expect(error).toBeInstanceOf(ScheduleError);
      if (error instanceof ScheduleError) {
        expect(error.pythonError).toBe('ValidationError');
        message = error.message;
      }
    }
    expect(message.length).toBeGreaterThan(20);
  });

  test('names of the language are keys like any other', () => {
    const own: Record<string, unknown> = Object.create(null);
    Object.assign(own, block('ConstantSchedule', { value: 2, constructor: 1, toString: 3 }));
    Object.defineProperty(own, '__proto__', { value: { value: 7 }, enumerable: true });
    expect(createSchedule(own).valueAt(0, 1)).toBe(2);
    const inherited = Object.create({ value: 7 });
    inherited.kind = `${kindPrefix}ConstantSchedule`;
    expect(errorOf(() => createSchedule(inherited))).toBe('ValidationError');
  });

  test('steps are whole numbers inside the run', () => {
    const schedule = createSchedule(block('ConstantSchedule', { value: 1 }));
    for (const [step, total] of [
      [-1, 10],
      [11, 10],
      [0.5, 10],
      [Number.NaN, 10],
      [0, Number.NaN],
      [0, -1],
      [0, Number.POSITIVE_INFINITY],
      [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(
        errorOf(() => schedule.valueAt(step, total)),
        `${step} of ${total}`,
      ).toBe('ValueError');
    }
    expect(schedule.valueAt(10, 10)).toBe(1);
    expect(schedule.valueAt(0, 0)).toBe(1);
  });

  test('an epoch has at least one update', () => {
    const schedule = createSchedule(block('ConstantSchedule', { value: 1 }));
    for (const updatesPerEpoch of [0, -1, 1.5, Number.NaN]) {
      expect(errorOf(() => valueAtUpdate(schedule, 'epoch', 0, { totalUpdates: 10, updatesPerEpoch }))).toBe(
        'ValueError',
      );
    }
    expect(errorOf(() => valueAtUpdate(schedule, 'epoch', 11, { totalUpdates: 10, updatesPerEpoch: 3 }))).toBe(
      'ValueError',
    );
  });

  test.each([
    ['PeriodicBoolSchedule', { initial_state: true }, 'AttributeError'],
    ['scheduler.SchedulerConfig', { warmup_percent: 0.1, end_value: 0 }, 'ModuleNotFoundError'],
    ['ProgressSchedule', {}, 'TypeError'],
    ['DecreasingProgressSchedule', { max_value: 1, end_value: 2 }, 'ValueError'],
    ['IncreasingProgressSchedule', { max_value: -1 }, 'AssertionError'],
    ['LinearWarmupCosineDecaySchedule', { warmup_steps: -1 }, 'ValueError'],
    [
      'WarmupStableDecaySchedule',
      { max_value: 1, start_value: 2, warmup_steps: 1, cooldown_steps: 1 },
      'AssertionError',
    ],
    ['WarmupStableDecaySchedule', { max_value: 1, end_value: 2, warmup_steps: 1, cooldown_steps: 1 }, 'ValueError'],
    ['SqrtDecreasingSchedule', { max_value: 1, end_value: 2 }, 'ValueError'],
  ])('%s %o stops training with %s', (kind, keys, pythonError) => {
    expect(errorOf(() => createSchedule(block(kind, keys)))).toBe(pythonError);
  });

  test.each([
    ['no warm-up', { cooldown_steps: 1 }, []],
    ['both warm-ups', { warmup_steps: 1, warmup_percent: 0.1, cooldown_steps: 1 }, ['warmup_steps', 'warmup_percent']],
    ['no cool-down', { warmup_percent: 0.1 }, []],
    ['mixed units', { warmup_percent: 0.1, cooldown_steps: 5 }, ['warmup_percent', 'cooldown_steps']],
    ['more than the run', { cooldown_percent: 0.8, warmup_percent: 0.3 }, ['cooldown_percent', 'warmup_percent']],
  ])('WarmupStableDecaySchedule is refused with %s', (_what, keys, involved) => {
    const { problems } = checkBlock(block('WarmupStableDecaySchedule', { max_value: 1, ...keys }));
    expect(problems).toMatchObject([{ pythonError: 'ValidationError', type: 'value_error', loc: [], keys: involved }]);
  });

  test.each([
    [[[0, 1]], undefined],
    [[], undefined],
    [
      [
        [0.1, 1],
        [1, 0],
      ],
      0,
    ],
    [
      [
        [0, 1],
        [0.9, 0],
      ],
      1,
    ],
    [
      [
        [0, 1],
        [0.6, 1],
        [0.4, 1],
        [1, 0],
      ],
      2,
    ],
    [
      [
        [0, 1],
        [Number.NaN, 1],
        [1, 0],
      ],
      1,
    ],
  ])('PiecewiseLinearSchedule refuses %j', (control_points, index) => {
    const { problems } = checkBlock(block('PiecewiseLinearSchedule', { control_points }));
    expect(problems).toMatchObject([{ pythonError: 'ValidationError', keys: ['control_points'] }]);
    expect(problems[0]?.at).toEqual(index === undefined ? undefined : ['control_points', index]);
  });

  test('shows the entry of a list that is at fault, also where there is none', () => {
    const { problems } = checkBlock(block('CustomSchedule', { values: [1, undefined, 'x'] }));
    expect(problems.map(({ message }) => message)).toEqual([
      'values[1] is null, but must be a number.',
      'values[2] is "x", but must be a number.',
    ]);
  });

  test('takes no other word for an interval than update and epoch', () => {
    const schedule = createSchedule(block('ConstantSchedule', { value: 1 }));
    for (const interval of ['Epoch', '', undefined, null] as unknown as 'epoch'[]) {
      expect(errorOf(() => valueAtUpdate(schedule, interval, 1, { totalUpdates: 10, updatesPerEpoch: 5 }))).toBe(
        'ValueError',
      );
    }
  });

  test('ten thousand levels of nesting and a million entries do no harm', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    expect(errorOf(() => createSchedule(block('ConstantSchedule', { value: deep })))).toBe('ValidationError');
    expect(errorOf(() => createSchedule(block('CustomSchedule', { values: deep })))).toBe('ValidationError');
    const values = new Array(10 ** 6).fill(0.5);
    expect(createSchedule(block('CustomSchedule', { values })).valueAt(999_999, 10 ** 6)).toBe(0.5);
  });
});

describe('checkNodes', () => {
  const text = (value: string): InputNode => ({ kind: 'scalar', type: 'str', value });
  const float = (value: number): InputNode => ({ kind: 'scalar', type: 'float', value });
  const nodes = (kind: string, keys: Readonly<Record<string, InputNode>>) =>
    new Map<string, InputNode>([['kind', text(kindPrefix + kind)], ...Object.entries(keys)]);
  const unknown: InputNode = { kind: 'unknown' };

  test('what depends on an unknown value is not judged', () => {
    expect(checkNodes(nodes('CosineDecreasingSchedule', { max_value: unknown, end_value: float(2) })).problems).toEqual(
      [],
    );
    expect(checkNodes(nodes('LinearWarmupCosineDecaySchedule', { warmup_steps: unknown })).problems).toEqual([]);
    expect(
      checkNodes(nodes('LinearWarmupCosineDecaySchedule', { warmup_steps: unknown, warmup_percent: float(0.1) }))
        .problems,
    ).toEqual([]);
    expect(checkNodes(nodes('LinearIncreasingSchedule', { max_value: unknown })).problems).toEqual([]);
    expect(checkNodes(new Map([['kind', unknown]])).problems).toEqual([]);
  });

  test('what is wrong whatever the unknown value is reported', () => {
    const types = (kind: string, keys: Readonly<Record<string, InputNode>>) =>
      checkNodes(nodes(kind, keys)).problems.map(({ pythonError, type }) => type ?? pythonError);
    expect(types('CosineDecreasingSchedule', { max_value: unknown, end_value: text('x') })).toEqual(['float_parsing']);
    expect(types('CosineDecreasingSchedule', { max_value: unknown, start_step: float(3) })).toEqual(['value_error']);
    const steps: InputNode = { kind: 'list', items: [unknown, float(30)] };
    expect(types('StepFixedSchedule', { factor: unknown, steps })).toEqual(['value_error']);
  });
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of the config, not of the test
import { describe, expect, it } from 'vitest';
import { choose, item, items, labels } from './cursor';

const optimizer = 'optim:\n  lr: 3e-4\n  weight_decay: 0.05\n';
const block = (name: string, rest: string, role = 'schedule_config') =>
  `${optimizer}  ${role}:\n    kind: noether.core.schedules.${name}\n    ${rest}`;

describe('values of a key', () => {
  it('are common ones with what they do in words', () => {
    const factor = items(block('StepFixedSchedule', 'factor: |'));
    expect(factor.map((one) => one.label)).toEqual(['0.1', '0.2', '0.5', '0.9']);
    expect(factor[0]?.labelDetails?.description).toBe('ten times lower at each step');
    expect(labels(block('StepDecreasingSchedule', 'decreases_interval: |'))).toContain('0.25');
    expect(item(block('StepIntervalSchedule', 'update_interval:|'), '0.25').detail).toMatch(/quarter/);
  });

  it('are the words of an enum and of a switch', () => {
    expect(labels(block('StepFixedSchedule', 'interval: |'))).toEqual(['update', 'epoch']);
    expect(labels(block('WarmupStableDecaySchedule', 'cooldown_shape: |'))).toEqual(['sqrt', 'linear', 'cosine']);
    expect(labels(block('LinearDecreasingSchedule', 'exclude_first: t|'))).toEqual(['true', 'false']);
    expect(item(block('StepFixedSchedule', 'interval: |'), 'update').detail).toMatch(/\(default\)$/);
  });

  it('are known before a kind is chosen', () => {
    expect(labels('schedule_config:\n  factor: |')).toContain('0.1');
    expect(labels('schedule_config:\n  interval: |\n  kind: x')).toEqual(['update', 'epoch']);
  });

  it('are none for a key without effect, or one that the kind has not', () => {
    expect(labels(block('ConstantSchedule', 'end_value: |'))).toEqual([]);
    expect(labels(block('ConstantSchedule', 'factor: |'))).toEqual([]);
  });

  it.each([
    ['behind the colon', 'factor:|', 'factor: 0.5'],
    ['over a word', 'factor: 0.|1  # note', 'factor: 0.5  # note'],
    ['in quotes', 'factor: "|"', 'factor: "0.5"'],
    ['in open quotes', 'factor: "0.|', 'factor: "0.5"'],
    ['on the next line', 'factor:\n      |', 'factor:\n      0.5'],
  ])('are written %s', (_, rest, expected) => {
    const marked = block('StepFixedSchedule', rest);
    expect(choose(marked, '0.5')).toBe(block('StepFixedSchedule', expected));
  });

  it('are written in flow style', () => {
    const flow = (rest: string) => `schedule_config: {kind: noether.core.schedules.StepFixedSchedule, ${rest}}`;
    expect(choose(flow('factor:|'), '0.5')).toBe(flow('factor: 0.5'));
    expect(choose(flow('factor: |, steps: [0.1]'), '0.5')).toBe(flow('factor: 0.5, steps: [0.1]'));
    expect(choose(flow('steps:|'), '[0.5, 0.75]')).toBe(flow('steps: [0.5, 0.75]'));
  });
});

describe('where a learning rate is wanted', () => {
  it('the sibling comes first, as the interpolation and as its number', () => {
    expect(labels(block('LinearDecreasingSchedule', 'max_value: |')).slice(0, 2)).toEqual(['${..lr}', '3e-4']);
    expect(item(block('ConstantSchedule', 'value: |'), '${..lr}').preselect).toBe(true);
    expect(item(block('ConstantSchedule', 'value: |'), '${..lr}').labelDetails?.description).toContain('3e-4');
    expect(labels(block('StepFixedSchedule', 'start_value: |'))[0]).toBe('${..lr}');
  });

  it.each([
    ['', 'max_value: ${..lr}'],
    ['$', 'max_value: ${..lr}'],
    ['1e', 'max_value: ${..lr}'],
  ])('it is written over %j', (typed, expected) => {
    const marked = block('LinearDecreasingSchedule', `max_value: ${typed}|`);
    expect(choose(marked, '${..lr}')).toBe(block('LinearDecreasingSchedule', expected));
  });

  it('it is found by what is typed of either', () => {
    expect(item(block('ConstantSchedule', 'value: |'), '${..lr}').filterText).toBe('${..lr} lr');
  });

  it('a weight decay schedule refers to the weight decay', () => {
    const marked = block('ConstantSchedule', 'value: |', 'weight_decay_schedule');
    expect(labels(marked).slice(0, 2)).toEqual(['${..weight_decay}', '0.05']);
  });

  it('every level between adds a dot, a list being a level', () => {
    expect(labels('lr: 1e-3\nschedules:\n  - kind: noether.core.schedules.ConstantSchedule\n    value: |')[0]).toBe(
      '${...lr}',
    );
    expect(labels(block('PiecewiseLinearSchedule', 'control_points: [[0.0, |]]'))).toEqual(['${....lr}', '3e-4']);
    expect(labels(block('CustomSchedule', 'values: [|]'))).toEqual(['${...lr}', '3e-4']);
    expect(choose(block('CustomSchedule', 'values: [|]'), '${...lr}')).toContain('values: ["${...lr}"]');
  });

  it('the number is found through interpolations of the same file', () => {
    const marked = (lr: string) =>
      `base: {lr: 2e-4}\noptim:\n  fast: \${base.lr}\n  lr: ${lr}\n  schedule_config:\n    kind: noether.core.schedules.ConstantSchedule\n    value: |`;
    expect(labels(marked('${base.lr}')).slice(0, 2)).toEqual(['${..lr}', '2e-4']);
    expect(labels(marked('${.fast}')).slice(0, 2)).toEqual(['${..lr}', '2e-4']);
    expect(labels(marked('${optim.lr}'))).toEqual(['${..lr}']);
    expect(labels(marked('${model.lr}'))).toEqual(['${..lr}']);
    expect(labels(marked('${oc.env:LR}'))).toEqual(['${..lr}']);
    expect(labels(marked('???'))).toEqual(['${..lr}']);
  });

  it('without a sibling there is an example', () => {
    expect(labels('schedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  value: |')).toEqual(['1e-3']);
    expect(
      labels('optim:\n  lr: null\n  schedule_config:\n    kind: noether.core.schedules.ConstantSchedule\n    value: |'),
    ).toEqual(['1e-3']);
  });
});

describe('steps', () => {
  const steps = (rest: string) => block('StepFixedSchedule', `factor: 0.1\n    steps:${rest}`);

  it('are ready lists of two, three and four', () => {
    expect(labels(steps(' |'))).toEqual(['[0.5, 0.75]', '[0.3, 0.6, 0.9]', '[0.2, 0.4, 0.6, 0.8]']);
    expect(choose(steps('|'), '[0.3, 0.6, 0.9]')).toBe(steps(' [0.3, 0.6, 0.9]'));
    expect(choose(steps(' |'), '[0.3, 0.6, 0.9]')).toBe(steps(' [0.3, 0.6, 0.9]'));
    expect(choose(steps(' [|]'), '0.3, 0.6, 0.9')).toBe(steps(' [0.3, 0.6, 0.9]'));
    expect(choose(steps(' [|'), '0.5, 0.75')).toBe(steps(' [0.5, 0.75'));
    expect(choose(steps('\n      |'), '[0.5, 0.75]')).toBe(steps('\n      - 0.5\n      - 0.75'));
    expect(choose(steps('\n      - |'), '0.5, 0.75')).toBe(steps('\n      - 0.5\n      - 0.75'));
    const noted = `a: \n  - 1\n${steps(' |  # fractions')}`;
    expect(choose(noted, '[0.5, 0.75]')).toBe(`a: \n  - 1\n${steps('  # fractions\n      - 0.5\n      - 0.75')}`);
    const dashed = `a: \n  - 1\n${steps(' |')}`;
    expect(choose(dashed, '[0.5, 0.75]')).toBe(`a: \n  - 1\n${steps('\n      - 0.5\n      - 0.75')}`);
  });

  it.each([
    // 0.6 + (0.6 − 0.3)
    [' [0.3, 0.6, |]', '0.9', ' [0.3, 0.6, 0.9]'],
    [' [0.3, 0.6,|]', '0.9', ' [0.3, 0.6, 0.9]'],
    [' [0.3, 0.6 |]', '0.9', ' [0.3, 0.6, 0.9]'],
    [' [0.3, 0.6|]', '0.9', ' [0.3, 0.6, 0.9]'],
    [' [0.3, 0.6, 0.|]', '0.9', ' [0.3, 0.6, 0.9]'],
    [' [0.3, 0.6, |', '0.9', ' [0.3, 0.6, 0.9'],
    ['\n      - 0.3\n      - 0.6\n      |', '0.9', '\n      - 0.3\n      - 0.6\n      - 0.9'],
    ['\n      - 0.3\n      - 0.6\n      -|', '0.9', '\n      - 0.3\n      - 0.6\n      - 0.9'],
    ['\n      - 0.3\n      - 0.6\n      - |', '0.9', '\n      - 0.3\n      - 0.6\n      - 0.9'],
    ['\n    - 0.3\n    - 0.6\n    |', '0.9', '\n    - 0.3\n    - 0.6\n    - 0.9'],
    // One entry is its own distance from the start: 0.2 + 0.2.
    [' [0.2, |]', '0.4', ' [0.2, 0.4]'],
    // 0.9 + 0.3 is past the end, half-way to it is (0.9 + 1) / 2.
    [' [0.6, 0.9, |]', '0.95', ' [0.6, 0.9, 0.95]'],
    // Between two: (0.2 + 0.8) / 2.
    [' [0.2, |, 0.8]', '0.5', ' [0.2, 0.5, 0.8]'],
  ])('go on in the list: %j', (rest, label, expected) => {
    expect(choose(steps(rest), label)).toBe(steps(expected));
  });

  it('stay within training', () => {
    for (const rest of [' [0.6, 0.9, |]', ' [0.5, |]', ' [0.9, |]', ' [0.5, 0.75, |]']) {
      for (const label of labels(steps(rest))) {
        expect(Number(label)).toBeGreaterThan(0);
        expect(Number(label)).toBeLessThan(1);
      }
    }
    expect(labels(steps(' [0.5, 0.75, |]'))).toEqual(['0.875']);
  });

  it('put the next entry first', () => {
    expect(labels(steps(' [0.3, 0.6|]'))).toEqual(['0.9', '0.8']);
    expect(items(steps(' [0.3, 0.6, |]'))[0]).toMatchObject({ label: '0.9', preselect: true });
  });
});

describe('control points', () => {
  it('go on to the end of training', () => {
    const marked = block('PiecewiseLinearSchedule', 'control_points: [[0.0, 1e-3], |]');
    expect(labels(marked)).toEqual(['[1.0, 1e-3]', '[0.5, 1e-3]']);
    expect(choose(marked, '[1.0, 1e-3]')).toBe(
      block('PiecewiseLinearSchedule', 'control_points: [[0.0, 1e-3], [1.0, 1e-3]]'),
    );
  });
});

describe('inside an interpolation', () => {
  it('numbers of the same file are offered, what the block schedules first', () => {
    const marked = block('ConstantSchedule', 'value: ${|}');
    expect(labels(marked)).toEqual(['..lr', '..weight_decay', 'optim.lr', 'optim.weight_decay']);
    expect(choose(marked, '..lr')).toBe(block('ConstantSchedule', 'value: ${..lr}'));
    expect(choose(block('ConstantSchedule', 'value: ${..l|'), '..lr')).toBe(
      block('ConstantSchedule', 'value: ${..lr}'),
    );
    expect(choose(block('ConstantSchedule', 'value: "${|'), 'optim.lr')).toBe(
      block('ConstantSchedule', 'value: "${optim.lr}"'),
    );
    expect(labels(block('ConstantSchedule', 'value: ${|}', 'weight_decay_schedule'))[0]).toBe('..weight_decay');
  });

  it('and nothing elsewhere', () => {
    expect(labels('a: 1\noptim:\n  lr: ${|}\n  schedule_config: null')).toEqual([]);
  });
});

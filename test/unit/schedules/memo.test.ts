import { describe, expect, it } from 'vitest';
import { createSchedule, sampleCurve } from '../../../server/src/schedules';
import { Memo, sampledOnce, scheduleKey } from '../../../server/src/schedules/memo';

const kind = (name: string) => `noether.core.schedules.${name}`;

describe('a memo', () => {
  it('makes each answer once and lets go of the one not asked for longest', () => {
    const made: string[] = [];
    const memo = new Memo<string>(2);
    const ask = (key: string) =>
      memo.get(key, () => {
        made.push(key);
        return `${key}!`;
      });
    expect([ask('a'), ask('b'), ask('a'), ask('c'), ask('a'), ask('b')]).toEqual(['a!', 'b!', 'a!', 'c!', 'a!', 'b!']);
    // c pushed b out, not a.
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('keeps nothing of what throws', () => {
    const memo = new Memo<number>(2);
    const fail = () => {
      throw new Error('no');
    };
    expect(() => memo.get('a', fail)).toThrow('no');
    expect(memo.get('a', () => 1)).toBe(1);
  });
});

describe('the key of a schedule', () => {
  const step = (more: object) =>
    createSchedule({ kind: kind('StepFixedSchedule'), start_value: 1, factor: 0.1, steps: [0.5], ...more });

  it('is the same for what pydantic takes for the same', () => {
    expect(scheduleKey(step({ factor: '0.1' }))).toBe(scheduleKey(step({})));
  });

  it('tells values, lists, signs of zero and kinds apart', () => {
    const steps = [
      step({}),
      step({ factor: 0.2 }),
      step({ steps: [0.5, 0.6] }),
      step({ interval: 'epoch' }),
      step({ start_value: 0 }),
      step({ start_value: -0 }),
      step({ overhang_percent: 0.1 }),
      createSchedule({ kind: kind('ConstantSchedule'), value: 1 }),
    ];
    expect(new Set(steps.map(scheduleKey)).size).toBe(steps.length);
  });

  it('is left out for long lists', () => {
    const long = createSchedule({ kind: kind('CustomSchedule'), values: Array(5_000).fill(0.5) });
    expect(scheduleKey(long)).toBeUndefined();
    expect(sampledOnce(long, 5_000)).toEqual(sampleCurve(long, 5_000));
  });
});

describe('curves computed once', () => {
  const cosine = (max: number) =>
    createSchedule({ kind: kind('LinearWarmupCosineDecaySchedule'), warmup_percent: 0.1, max_value: max });

  it('are those of sampleCurve, for every length and number of points', () => {
    for (const [total, options] of [
      [100, {}],
      [5_000, { maxPoints: 50 }],
      [5_000, { maxPoints: 60 }],
      [7, {}],
    ] as const) {
      expect(sampledOnce(cosine(1), total, options)).toEqual(sampleCurve(cosine(1), total, options));
    }
    expect(sampledOnce(cosine(2), 100)).toEqual(sampleCurve(cosine(2), 100));
  });

  it('are shared', () => {
    expect(sampledOnce(cosine(3), 100)).toBe(sampledOnce(cosine(3), 100));
  });
});

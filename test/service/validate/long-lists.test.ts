import { describe, expect, it } from 'vitest';
import { find } from '../../unit/rules/harness';

describe('aliases that are not followed', () => {
  it('give one message, whatever stands in their place', async () => {
    const { brief } = await find(`
schedule_config:
  kind: @CustomSchedule
  values: *nowhere
weight_decay_schedule:
  kind: @ConstantSchedule
  value: 0.1`);
    expect(brief).toEqual(['E undefined-alias "*nowhere"']);
  });

  it('give one message, also where a bomb ends in many blocks', async () => {
    const levels = [...'abcdefg'];
    const bomb = levels
      .map(
        (name, at) =>
          `${name}: &${name} [${Array(10)
            .fill(at === 0 ? '0.1' : `*${levels[at - 1]}`)
            .join(', ')}]`,
      )
      .join('\n');
    const block = (index: number) => `o${index}:\n  schedule_config: {kind: @CustomSchedule, values: *g}\n`;
    const { brief } = await find(`${bomb}\n${block(1)}${block(2)}${block(3)}`);
    expect(brief.map((one) => one.split(' ')[1])).toEqual(['alias-expansion']);
  });

  it('does not refuse a long list that some blocks share', async () => {
    const block = (index: number) => `o${index}:\n  schedule_config:\n    kind: @CustomSchedule\n    values: *x\n`;
    const { brief } = await find(`x: &x [${Array(90_000).fill('0.1').join(', ')}]\n${block(1)}${block(2)}${block(3)}`);
    expect(brief).toEqual([]);
  });
});

describe('long lists', () => {
  const custom = (items: string) => `schedule_config:\n  kind: @CustomSchedule\n  values: [${items}]`;
  const fixed = (items: string) =>
    `schedule_config:\n  kind: @StepFixedSchedule\n  factor: 0.999999\n  steps: [${items}]`;
  const long = (one: string, count = 5000) => Array<string>(count).fill(one).join(', ');

  it('point to their entries like short ones', async () => {
    const found = await find(custom(`${long('0.1')}, x, ${long('0.1')}, [1]`));
    expect(found.brief).toEqual(['E type "x"', 'E type "[1]"']);
    expect(found.message('type')).toContain('entry 5,001 of values');
  });

  it('count what they do not show', async () => {
    const found = await find(custom(`0.1, ${long('x')}`));
    expect(found.brief).toEqual(Array(10).fill('E type "x"'));
    expect(String(found.diagnostics[9]?.message)).toContain('4,990 more items of this list are wrong');
  });

  it('find steps out of range wherever they stand, and offer no half of a fix', async () => {
    const few = await find(fixed(`${long('0.5')}, 30, 60`), { totalSteps: 100 });
    expect(few.brief.filter((one) => one.startsWith('E'))).toEqual(['E steps-not-fractions "steps"']);
    expect(few.related('steps-not-fractions')).toEqual(['30', '60']);
    expect(few.errors()[0]?.data.replacements.map((one: { newText: string }) => one.newText)).toEqual(['0.3', '0.6']);
    const many = await find(fixed(long('30')));
    expect(many.errors().map((one) => [one.code, one.data])).toEqual([['steps-not-fractions', undefined]]);
  });

  it('cope with what is unknown in them', async () => {
    const found = await find(custom(`${long('0.1')}, "\${nowhere}", ${long('0.1')}, x`));
    expect(found.brief).toEqual(['I interpolation-unresolved "${nowhere}"', 'E type "x"']);
    expect((await find(custom(`${long('0.1')}, "???"`))).brief).toEqual(['E mandatory-missing "\\"???\\""']);
  });

  it('are checked as points, too', async () => {
    const points = (items: string) =>
      `schedule_config:\n  kind: @PiecewiseLinearSchedule\n  control_points: [[0.0, 1], ${items}, [1.0, 0]]`;
    const options = { noetherVersion: 'newer' } as const;
    expect((await find(points(long('[0.5, 1]', 2000)), options)).brief).toEqual([]);
    expect((await find(points(`${long('[0.5, 1]', 2000)}, [0.5, x]`), options)).brief).toEqual(['E type "x"']);
    expect((await find(points(`${long('[0.5, 1]', 2000)}, 7`), options)).brief).toEqual(['E type "7"']);
    expect((await find(points(`${long('[0.5, 1]', 2000)}, [0.5]`), options)).brief).toEqual(['E range "[0.5]"']);
    expect((await find(points(`${long('[0.5, 1]', 2000)}, [0.5, "\${x}"]`), options)).brief).toEqual([
      'I interpolation-unresolved "${x}"',
    ]);
  });

  it('are not repeated without end by many blocks', async () => {
    const block = (index: number) => `o${index}:\n  schedule_config:\n    kind: @CustomSchedule\n    values: \${x}\n`;
    // 60 × 100,000 values are more than are kept.
    const text = `x: [${long('1', 100_000)}]\n${Array.from({ length: 60 }, (_, index) => block(index)).join('')}`;
    const { diagnostics } = await find(text);
    expect(diagnostics.length).toBeGreaterThan(10);
    expect(diagnostics.length).toBeLessThan(30);
    expect(new Set(diagnostics.map(({ code, severity }) => `${code} ${severity}`))).toEqual(
      new Set(['interpolation-unresolved 3']),
    );
  });

  it('may be referred to whole', async () => {
    const list = long('1', 300_000);
    const { brief } = await find(`x: [${list}]\nschedule_config:\n  kind: @CustomSchedule\n  values: \${x}`);
    expect(brief).toEqual([]);
  });
});

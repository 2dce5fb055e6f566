import { describe, expect, it } from 'vitest';
import { find } from '../../unit/rules/harness';

const warmup = '@LinearWarmupCosineDecaySchedule';

describe('what upstream refuses first', () => {
  it('looks across keys only when every key is valid by itself', async () => {
    const text = (end: string) => `
schedule_config:
  kind: @StepFixedSchedule
  factor: 0.5
  steps: [30, 60]
  end_value: ${end}`;
    expect((await find(text('abc'))).brief.filter((one) => one.startsWith('E'))).toEqual(['E type "abc"']);
    expect((await find(text('0.0'))).brief.filter((one) => one.startsWith('E'))).toEqual([
      'E steps-not-fractions "steps"',
    ]);
  });

  it('says that a warm-up is missing only when nothing else is wrong', async () => {
    const { brief } = await find(`schedule_config:\n  kind: ${warmup}\n  max_value: abc`);
    expect(brief).toEqual(['E type "abc"']);
  });

  it('comes to the warm-up after the pairs that every kind has', async () => {
    const paired = await find(`schedule_config:\n  kind: ${warmup}\n  start_step: 5`, { noetherVersion: '1.1' });
    expect(paired.brief.filter((one) => one.startsWith('E'))).toEqual(['E paired-keys "start_step"']);
    const nulls = await find(`
schedule_config:
  kind: ${warmup}
  warmup_percent: null
  overhang_percent: 0.1
  overhang_steps: 5`);
    expect(nulls.brief.filter((one) => one.startsWith('E'))).toEqual(['E exclusive-keys "overhang_percent"']);
  });

  it('points to the key of an empty list of steps, as for steps that are no fractions', async () => {
    const { brief } = await find('schedule_config:\n  kind: @StepFixedSchedule\n  factor: 0.5\n  steps: []');
    expect(brief).toEqual(['E range "steps"']);
  });
});

describe('kinds that cannot train', () => {
  it('are refused for their keys first', async () => {
    const value = await find(
      'schedule_config:\n  kind: @scheduler.SchedulerConfig\n  warmup_percent: 1.8\n  end_value: 0',
    );
    expect(value.brief).toEqual(['W kind-unusable "@scheduler.SchedulerConfig"', 'E percent-not-fraction "1.8"']);
    const pair = await find('schedule_config:\n  kind: @ProgressSchedule\n  end_step: 5');
    expect(pair.brief).toEqual(['W kind-unusable "@ProgressSchedule"', 'E paired-keys "end_step"']);
  });

  it('are an error where the keys are fine or missing', async () => {
    const fine = await find('schedule_config:\n  kind: @DecreasingProgressSchedule\n  max_value: 0.1');
    expect(fine.brief).toEqual(['E kind-unusable "@DecreasingProgressSchedule"']);
    const missing = await find('schedule_config:\n  kind: @DecreasingProgressSchedule');
    expect(missing.brief).toEqual(['E kind-unusable "@DecreasingProgressSchedule"']);
  });
});

describe('an overhang that is no number of steps', () => {
  // int(total * overhang) raises at every step, also where the values do not depend on the total.
  it.each(['.inf', '-.inf', '.nan', '1e308'])('stops every kind: %s', async (share) => {
    for (const block of ['@CustomSchedule\n  values: [0.1]', '@ConstantSchedule\n  value: 0.1']) {
      const { brief } = await find(`schedule_config:\n  kind: ${block}\n  overhang_percent: ${share}`);
      expect(brief).toEqual([`E evaluate-fails "${share}"`]);
    }
  });
});

describe('a tab among lines that are indented by spaces', () => {
  it('gives one message', async () => {
    const { brief } = await find('schedule_config:\n\tkind: @ConstantSchedule\n  value: 0.1');
    expect(brief).toEqual(['E yaml-syntax "\\t"']);
  });
});

import { describe, expect, it } from 'vitest';
import { config, facts, hoverAt } from './harness';

const stepFixed = (...lines: string[]) => config('StepFixedSchedule', lines);

describe('entries of steps', () => {
  // 0.3 of 1,000 steps is step 300; one factor of 0.1 has been applied from there on.
  it('says at which step an entry falls, and from which value to which', async () => {
    const { text, covered } = await hoverAt(stepFixed('start_value: 1e-3', 'factor: 0.1', 'steps: [0.|3, 0.6, 0.9]'));
    expect(text).toContain('0.3 = step 300 of 1,000: 1e-3 → 1e-4');
    expect(covered).toBe('0.3');
  });

  it('counts the factors of the entries before, whatever the order in the text', async () => {
    // Sorted: 0.3, 0.6, 0.9. The entry 0.9 is the third: 1e-3 · 0.1² → 1e-3 · 0.1³.
    const { text } = await hoverAt(stepFixed('start_value: 1e-3', 'factor: 0.1', 'steps: [0.|9, 0.3, 0.6]'));
    expect(text).toContain('0.9 = step 900 of 1,000: 1e-5 → 1e-6');
  });

  it('reads a block list and its entries', async () => {
    const { text, covered } = await hoverAt(
      stepFixed('start_value: 1', 'factor: 0.5', 'steps:', '  - 0.25', '  - 0.7|5'),
    );
    // 1 · 0.5 → 1 · 0.5².
    expect(text).toContain('0.75 = step 750 of 1,000: 0.5 → 0.25');
    expect(covered).toBe('0.75');
  });

  it('gives the first step that is not below the fraction, as step / total ≥ fraction tells', async () => {
    // 0.0335 · 1000 = 33.5: step 33 is 3.3 % and before it, step 34 is 3.4 %.
    const { text } = await hoverAt(stepFixed('start_value: 1', 'factor: 0.5', 'steps: [0.03|35]'));
    expect(text).toContain('0.0335 = step 34 of 1,000: 1 → 0.5');
  });

  it('says how often the factor applies where entries fall on one step', async () => {
    const { text } = await hoverAt(stepFixed('start_value: 1', 'factor: 0.1', 'steps: [0.|5, 0.5, 0.9]'));
    expect(text).toContain('0.5 = step 500 of 1,000: 1 → 0.01');
    expect(text).toContain('2 entries fall on this step, so the factor applies 2 times');
  });

  it('describes the whole list on its key and on its brackets', async () => {
    for (const steps of ['st|eps: [0.3, 0.6, 0.9]', 'steps: |[0.3, 0.6, 0.9]']) {
      const { text, covered } = await hoverAt(stepFixed('start_value: 1e-3', 'factor: 0.1', steps));
      expect(text).toContain('1e-3 → 1e-4 → 1e-5 → 1e-6: 3 changes, at steps 300, 600 and 900 of 1,000');
      expect(covered).toBe(steps.includes('st|eps') ? 'steps' : '[0.3, 0.6, 0.9]');
    }
  });

  it('says where the schema puts the list: documentation, type, range, required', async () => {
    const { text } = await hoverAt(stepFixed('start_value: 1e-3', 'factor: 0.1', 'st|eps: [0.3, 0.6, 0.9]'));
    expect(text).toContain('**Places of the changes** · `steps`');
    expect(text).toContain('list of at least 1 number between 0 and 1, both excluded · required');
    expect(text).toContain('Not step numbers.');
  });
});

describe('factor and intervals', () => {
  it('gives the levels that a factor leads through', async () => {
    const lines = ['start_value: 1e-3', 'fact|or: 0.1', 'steps: [0.3, 0.6, 0.9]'];
    const { text, covered } = await hoverAt(stepFixed(...lines));
    expect(text).toContain('number ≥ 0 · required');
    expect(text).toContain('1e-3 → 1e-4 → 1e-5 → 1e-6');
    expect(covered).toBe('factor');
  });

  it('counts an interval in steps and in changes', async () => {
    // Every 0.25 of 1,000 steps: at 250, 500 and 750 (1,000 is after the last step).
    const { text } = await hoverAt(
      config('StepIntervalSchedule', ['start_value: 8', 'factor: 0.5', 'update_interval: 0.|25']),
    );
    expect(text).toContain('0.25 = every 250 of 1,000 steps');
    expect(text).toContain('8 → 4 → 2 → 1: 3 changes, at steps 250, 500 and 750 of 1,000');
  });

  it('follows stairs that approach an end value', async () => {
    // end + (max − end) · 0.5^k = 2 + 8 · 0.5^k: 10, 6, 4, 3.
    const lines = ['max_value: 10', 'end_value: 2', 'factor: 0.|5', 'decreases_interval: 0.25'];
    const { text } = await hoverAt(config('StepDecreasingSchedule', lines));
    expect(text).toContain('10 → 6 → 4 → 3: 3 changes, at steps 250, 500 and 750 of 1,000');
  });

  it('cuts a long row of levels', async () => {
    // 99 changes of 0.5; the last level is 0.5^99 = 1.578e-30.
    const { text } = await hoverAt(
      config('StepIntervalSchedule', ['start_value: 1', 'factor: 0.|5', 'update_interval: 0.01']),
    );
    expect(text).toContain('→ … → 1.578e-30: 99 changes, at steps 10, 20, 30');
  });
});

describe('warm-up and decay', () => {
  const warmup = (...lines: string[]) =>
    config('LinearWarmupCosineDecaySchedule', ['max_value: 1e-3', ...lines], 'trainer:\n  max_updates: 20001\n');

  it('says how many steps a fraction is, and where the warm-up leads', async () => {
    // int((20001 − 1) · 0.05) = 1000 steps; from 0 the first value is max / (W + 1) = 1e-3 / 1001 = 9.99e-7.
    const { text } = await hoverAt(warmup('warmup_percent: 0.|05'));
    expect(text).toContain('0.05 = the first 1,000 of 20,001 steps: from 9.99e-7 at step 0 to 1e-3 at step 1,000');
  });

  it('says which part of training a number of steps is', async () => {
    // 4,000 of 20,001 steps = 19.999 %.
    const { text } = await hoverAt(warmup('warmup|_steps: 4000'));
    expect(text).toContain('4,000 steps = the first 20 % of 20,001 steps');
    expect(text).toContain('to 1e-3 at step 4,000');
  });

  it('says that a warm-up that outlasts training never gets to the peak', async () => {
    // Step 20,000 of a warm-up of 30,000 from 0: 20,001 / 30,001 of the peak = 6.667e-4.
    const { text } = await hoverAt(warmup('warmup|_steps: 30000'));
    expect(text).toContain('to 6.667e-4 at the last step');
    expect(text).toContain('Training ends before the peak');
  });

  it('compares the peak with lr', async () => {
    const { text } = await hoverAt(warmup('warmup_steps: 100').replace('max_value', 'max|_value'));
    expect(text).toContain('1e-3, reached at step 100 of 20,001');
    expect(text).toContain('The same as `lr` beside the block');
    const other = await hoverAt(warmup('warmup_steps: 100').replace('max_value: 1e-3', 'max_value: 0.|02'));
    expect(other.text).toContain('`lr` beside the block is 1e-3; the schedule overrides it');
  });

  it('says what the first and the last step have', async () => {
    const end = await hoverAt(warmup('warmup_steps: 100', 'end_|value: 1e-5'));
    expect(end.text).toContain('The last step, 20,000, has 1e-5');
    const start = await hoverAt(warmup('warmup_steps: 4', 'start|_value: 0'));
    // 1e-3 / (4 + 1).
    expect(start.text).toContain('Training starts at 2e-4 at step 0');
  });

  it('explains the cool-down', async () => {
    const lines = [
      'max_value: 1',
      'warmup_percent: 0.1',
      'cooldown_percent: 0.|2',
      'end_value: 0',
      'cooldown_shape: linear',
    ];
    const { text } = await hoverAt(config('WarmupStableDecaySchedule', lines, 'trainer:\n  max_updates: 1001\n'));
    // int((1 − 0.2) · 1000) = 800: the last 201 steps.
    expect(text).toContain('0.2 = the last 201 of 1,001 steps: from 1 at step 800 to 0 at step 1,000');
  });
});

describe('lists of values and points', () => {
  it('says which step an entry is for', async () => {
    const text = config('CustomSchedule', ['values: [1e-3, 5|e-4, 1e-4]'], 'trainer:\n  max_updates: 3\n');
    const hovered = await hoverAt(text);
    expect(hovered.text).toContain('The value of step 1 of 3: 5e-4');
    expect(hovered.covered).toBe('5e-4');
  });

  it('says that a run is shorter than the list', async () => {
    const text = config('CustomSchedule', ['val|ues: [4, 3, 2, 1]'], 'trainer:\n  max_updates: 3\n');
    expect((await hoverAt(text)).text).toContain('4 entries for 3 steps: the last 1 are never used');
  });

  it('places a point and the numbers inside it', async () => {
    const points = (list: string) => config('PiecewiseLinearSchedule', [`control_points: ${list}`]);
    const whole = await hoverAt(points('[[0.0, 0], |[0.1, 1e-3], [1.0, 0]]'));
    expect(whole.text).toContain('0.1 = step 100 of 1,000: 1e-3');
    expect(whole.covered).toBe('[0.1, 1e-3]');
    const fraction = await hoverAt(points('[[0.0, 0], [0.|1, 1e-3], [1.0, 0]]'));
    expect(fraction.text).toContain('number from 0 to 1');
    expect(fraction.covered).toBe('0.1');
    const value = await hoverAt(points('[[0.0, 0], [0.1, 1e|-3], [1.0, 0]]'));
    expect(value.text).toContain('0.1 = step 100 of 1,000: 1e-3');
    expect(value.covered).toBe('1e-3');
    const last = await hoverAt(points('[[0.0, 0], [0.1, 1e-3], [1.|0, 0]]'));
    expect(last.text).toContain('the end of training, after the last of 1,000 steps');
  });
});

describe('kind, block key and other keys', () => {
  const linear = (...lines: string[]) =>
    config('LinearDecreasingSchedule', ['max_value: 1', ...lines], 'trainer:\n  max_updates: 5\n');

  it('describes a kind and its curve', async () => {
    const { text, covered } = await hoverAt(linear().replace('LinearDec', 'LinearDec|'));
    expect(covered).toBe('noether.core.schedules.LinearDecreasingSchedule');
    expect(text).toContain('`LinearDecreasingSchedule`');
    expect(text).toContain('1 → 0 over 5 steps');
    // 1 − s / 4 at steps 0, int(1.25), int(2.5), int(3.75) and 4.
    expect(facts(text)).toEqual({
      first: '1',
      peak: '1 (step 0)',
      '25 %': '0.75',
      '50 %': '0.5',
      '75 %': '0.25',
      last: '0',
    });
  });

  it('says what a kind is on the key itself', async () => {
    const { text, covered } = await hoverAt(linear().replace('kind', 'ki|nd'));
    expect(covered).toBe('kind');
    expect(text).toContain('Short names and paths through a submodule are refused');
    expect(text).toContain('1 → 0 over 5 steps');
  });

  it('describes the block on its key', async () => {
    const { text, covered } = await hoverAt(linear().replace('schedule_config', 'schedule|_config'));
    expect(covered).toBe('schedule_config');
    expect(text).toContain('the learning rate of this optimizer');
    expect(text).toContain('1 → 0 over 5 steps');
  });

  it('says that a key has no effect on this kind', async () => {
    const { text } = await hoverAt(linear('start_|value: 0'));
    expect(text).toContain('No effect on `LinearDecreasingSchedule`');
  });

  it('says what a key that the kind does not have was probably meant to be', async () => {
    const { text, covered } = await hoverAt(linear('end_val|e: 0.1'));
    expect(text).toContain(
      '`LinearDecreasingSchedule` has no key `end_vale`; noether ignores it. Did you mean `end_value`?',
    );
    expect(covered).toBe('end_vale');
  });

  it('takes whatever stands in the value of such a key as a part of it', async () => {
    for (const value of ['{a: [1, |2]}', '{|a: 1}', '[[{b: |c}]]', `${'['.repeat(60)}|1${']'.repeat(60)}`]) {
      expect((await hoverAt(linear(`bogus: ${value}`))).text).toContain('has no key `bogus`');
    }
  });

  it('says what an unknown kind was probably meant to be', async () => {
    const { text, svg } = await hoverAt(linear().replace('LinearDecreasingSchedule', 'LinearDecresing|Schedule'));
    expect(text).toContain('Did you mean `noether.core.schedules.LinearDecreasingSchedule`?');
    expect(svg).toBeUndefined();
  });

  it('compares the switches with their opposite', async () => {
    // With exclude_last the last of 5 steps is 1 − 4 / 5 = 0.2 instead of 0.
    const { text } = await hoverAt(linear('exclude_last: tr|ue'));
    expect(text).toContain('The last step has 0.2; with `false` it has 0');
  });

  it('says how far an overhang reaches', async () => {
    // 5 + 5 steps: the last one of training is 1 − 4 / 9 = 0.5556.
    const { text } = await hoverAt(linear('overhang_st|eps: 5'));
    expect(text).toContain(
      'laid out for 10 steps, and training has 5: it stops at 0.5556, and would at 0 without the overhang',
    );
  });

  it('is silent outside of blocks', async () => {
    for (const text of [
      `|${linear()}`,
      linear().replace('lr', 'l|r'),
      linear().replace('max_updates', 'max_|updates'),
      linear().replace('optim:', 'optim: # a com|ment'),
      '|',
      'a: |b',
    ]) {
      expect((await hoverAt(text)).hover).toBeNull();
    }
  });

  it('is silent on comments inside a block', async () => {
    expect((await hoverAt(linear('end_value: 0.5 # the en|d'))).hover).toBeNull();
  });
});

describe('total steps', () => {
  const block = ['start_value: 1', 'factor: 0.1', 'steps: [0.|5]'];

  it('says which key of the file tells them, and in which line', async () => {
    const { text } = await hoverAt(config('StepFixedSchedule', block, 'trainer:\n  max_updates: 20_000\n'));
    expect(text).toContain('0.5 = step 10,000 of 20,000');
    expect(text).toContain('Training: 20,000 steps, from `max_updates` (line 2)');
  });

  it('takes the setting where the file does not tell', async () => {
    const { text } = await hoverAt(config('StepFixedSchedule', block, ''), { totalSteps: 400 });
    expect(text).toContain('0.5 = step 200 of 400');
    expect(text).toContain('- Assumed: training has 400 steps, from the setting `scheduleLens.totalSteps`.');
  });

  it('assumes 1,000 where nobody tells, and draws in fractions of training', async () => {
    const { text, svg } = await hoverAt(config('StepFixedSchedule', block, ''));
    expect(text).toContain('0.5 = step 500 of 1,000');
    expect(text).toContain('The total number of steps is not known: 1,000 assumed');
    expect(svg).toContain('100 % of training');
  });

  it('says that a share of training is not known where steps are counted', async () => {
    const { text } = await hoverAt(
      config('LinearWarmupCosineDecaySchedule', ['max_value: 1', 'warmup_|steps: 200'], ''),
    );
    expect(text).toContain('1,000 assumed');
    expect(text).toContain('how much of it `warmup_steps` takes is not known either');
  });

  it('assumes more than 1,000 where the block itself counts further', async () => {
    const { text } = await hoverAt(
      config('LinearWarmupCosineDecaySchedule', ['max_value: 1', 'warmup_|steps: 2000'], ''),
    );
    expect(text).toContain('20,000 assumed, ten times `warmup_steps`');
    expect(text).toContain('to 1 at step 2,000');
  });

  it('takes the length of a list of values', async () => {
    const { text } = await hoverAt(config('CustomSchedule', ['values: [3, |2, 1]'], ''));
    expect(text).toContain('drawn over the 3 steps that `values` has entries for');
    expect(text).toContain('The value of step 1 of 3: 2');
  });
});

describe('epochs', () => {
  const head = 'trainer:\n  max_epochs: 10\n';

  it('holds values over epochs', async () => {
    // 10 epochs of 100 updates; 0.25 of 1,000 is step 250, and the epoch that begins at or after it is the one at 300.
    const lines = ['start_value: 1', 'factor: 0.1', 'steps: [0.2|5]', 'interval: epoch'];
    const { text } = await hoverAt(config('StepFixedSchedule', lines, head), { updatesPerEpoch: 100 });
    expect(text).toContain('0.25 = step 300 of 1,000, epoch 3: 1 → 0.1');
    expect(text).toContain('Training: 1,000 steps in epochs of 100');
  });

  it('says what it drew where the updates in one epoch are not known', async () => {
    const lines = ['max_value: 1', 'interval: epo|ch'];
    const { text } = await hoverAt(config('LinearDecreasingSchedule', lines));
    expect(text).toContain('the updates in one epoch are not known: drawn as if the value changed at every step');
  });

  it('assumes whole epochs where only their length is known', async () => {
    const lines = ['start_value: 1', 'factor: 0.1', 'steps: [0.|5]', 'interval: epoch'];
    const { text } = await hoverAt(config('StepFixedSchedule', lines, ''), { updatesPerEpoch: 5000 });
    expect(text).toContain('50,000 assumed, 10 epochs of 5,000');
    expect(text).toContain('0.5 = step 25,000 of 50,000, epoch 5: 1 → 0.1');
  });

  it('marks where training begins', async () => {
    const start = 'trainer:\n  max_epochs: 10\n  start_at_epoch: 4\n';
    const { text, svg } = await hoverAt(config('LinearDecreasingSchedule', ['max_v|alue: 999'], start), {
      updatesPerEpoch: 100,
    });
    // Step 400 of 1,000: 999 − 400.
    expect(facts(text)['training begins']).toBe('599');
    expect(svg).toContain('training begins');
    const unknown = await hoverAt(
      config('LinearDecreasingSchedule', ['max_v|alue: 999'], start.replace('max_epochs: 10', 'max_updates: 50')),
    );
    expect(unknown.text).toContain('Training begins at epoch 4 (`start_at_epoch`, line 3), which cannot be marked');
  });
});

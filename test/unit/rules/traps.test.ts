import { describe, expect, it } from 'vitest';
import { find, optim } from './harness';

// Interpolations in YAML texts, not in ours.
const ref = (path: string) => `\${${path}}`;

describe('trap 1: peak and lr', () => {
  it('names the default and the learning rate', async () => {
    const found = await find(optim('0.001', 'kind: @LinearWarmupCosineDecaySchedule\nwarmup_percent: 0.1'));
    expect(found.message('peak-not-lr')).toMatch(
      /^max_value is not set: peak learning rate is 1\.0, but lr is 0\.001\. The schedule overrides lr\./,
    );
    // What newer versions make of it is part of the same message.
    expect(found.message('peak-not-lr')).toContain('newer than 1.1');
    expect(found.brief).toEqual(['W peak-not-lr "@LinearWarmupCosineDecaySchedule"']);
    expect(found.related('peak-not-lr')).toEqual(['0.001']);
  });

  it.each([
    ['kind: @ConstantSchedule\nvalue: 1e-4', '1e-4'],
    ['kind: @CosineDecreasingSchedule\nmax_value: 1e-4', '1e-4'],
    ['kind: @LinearIncreasingSchedule\nmax_value: 1e-4', '1e-4'],
    ['kind: @StepFixedSchedule\nstart_value: 1e-4\nfactor: 0.1\nsteps: [0.5]', '1e-4'],
    ['kind: @StepFixedSchedule\nfactor: 0.1\nsteps: [0.5]', '@StepFixedSchedule'],
    ['kind: @CustomSchedule\nvalues: [1e-4, 2e-4]', 'values'],
  ])('%s', async (block, place) => {
    expect((await find(optim('1e-3', block))).brief).toEqual([`W peak-not-lr ${JSON.stringify(place)}`]);
  });

  it.each([
    ['the same number in other clothes', '1e-3', 'kind: @ConstantSchedule\nvalue: 0.001'],
    ['a quoted number', '"1e-3"', 'kind: @ConstantSchedule\nvalue: "0.001"'],
    ['an interpolation', '1e-3', `kind: @ConstantSchedule\nvalue: ${ref('..lr')}`],
    ['the same unknown', `${ref('train.lr')}`, `kind: @ConstantSchedule\nvalue: ${ref('..lr')}`],
    ['an unknown lr', `${ref('train.lr')}`, 'kind: @ConstantSchedule\nvalue: 1e-3'],
    ['an unknown peak', '1e-3', `kind: @ConstantSchedule\nvalue: ${ref('train.lr')}`],
    ['noise of floating point', '0.3', 'kind: @ConstantSchedule\nvalue: 0.30000000000000004'],
    ['a list that peaks at lr', '2e-4', 'kind: @CustomSchedule\nvalues: [1e-4, 2e-4]'],
  ])('is silent for %s', async (_, lr, block) => {
    expect((await find(optim(lr, block))).diagnostics.filter((one) => one.code === 'peak-not-lr')).toEqual([]);
  });

  it('is silent where no optimizer is around', async () => {
    expect((await find('schedule_config:\n  kind: @ConstantSchedule\n  value: 1e-4')).brief).toEqual([]);
  });

  it('does not hold a weight decay against lr', async () => {
    const text = `
optim:
  kind: torch.optim.AdamW
  lr: 1e-3
  weight_decay: 0.05
  weight_decay_schedule:
    kind: @CosineIncreasingSchedule
    start_value: 0.05
    max_value: 0.2`;
    expect((await find(text)).brief).toEqual([]);
  });

  it('leaves the peak alone where its key is misspelt', async () => {
    const found = await find(
      optim('1e-3', 'kind: @LinearWarmupCosineDecaySchedule\nwarmup_percent: 0.1\nmax_vlaue: 1e-3'),
    );
    expect(found.brief).toEqual(['W unknown-key "max_vlaue"']);
    expect(found.message('unknown-key')).toContain('max_value keeps its default, 1.0. Write max_value.');
  });
});

describe('trap 2: misspelt keys', () => {
  it('points from a missing key to what was written for it', async () => {
    const found = await find(optim('0.1', 'kind: @StepFixedSchedule\nstart_value: 0.1\nfactor: 0.1\nstesp: [0.5]'));
    expect(found.brief).toEqual(['E missing-key "@StepFixedSchedule"']);
    expect(found.message('missing-key')).toContain('It ignores stesp: write steps instead');
    expect(found.related('missing-key')).toEqual(['stesp']);
  });

  it('names all missing keys at once', async () => {
    const found = await find(optim('1.0', 'kind: @StepFixedSchedule'));
    expect(found.brief).toEqual(['E missing-key "@StepFixedSchedule"']);
    expect(found.message('missing-key')).toContain('needs factor and steps');
  });

  it('knows keys of other kinds', async () => {
    const found = await find(optim('0.1', 'kind: @ConstantSchedule\nvalue: 0.1\nwarmup_steps: 10'));
    expect(found.message('unknown-key')).toContain('It belongs to LinearWarmupCosineDecaySchedule');
  });

  it('takes keys that are no strings', async () => {
    const found = await find(optim('0.1', 'kind: @ConstantSchedule\nvalue: 0.1\n4: 2\ntrue: 1\n1.5: x'));
    expect(found.brief).toEqual(['W unknown-key "4"', 'W unknown-key "true"', 'W unknown-key "1.5"']);
  });

  it('takes __proto__ and constructor for the unknown keys they are', async () => {
    const found = await find(optim('0.1', 'kind: @ConstantSchedule\nvalue: 0.1\n__proto__: {a: 1}\nconstructor: 1'));
    expect(found.brief).toEqual(['W unknown-key "__proto__"', 'W unknown-key "constructor"']);
  });
});

describe('trap 3: keys without effect', () => {
  it('says one thing about a pair', async () => {
    const found = await find(optim('0.1', 'kind: @ConstantSchedule\nvalue: 0.1\nstart_step: 5\nend_step: 10'));
    expect(found.brief).toEqual(['W no-effect-key "start_step"']);
    expect(found.diagnostics[0]?.tags).toEqual([1]);
    expect(found.related('no-effect-key')).toEqual(['end_step']);
  });

  it('only hints where the value is the default anyway', async () => {
    const found = await find(optim('0.1', 'kind: @LinearDecreasingSchedule\nmax_value: 0.1\nweight_decay: 0.0'));
    expect(found.brief).toEqual(['H no-effect-key "weight_decay"']);
  });

  it('does not call exclude_last idle on progress kinds, and does elsewhere', async () => {
    const progress = optim('0.1', 'kind: @CosineDecreasingSchedule\nmax_value: 0.1\nexclude_last: true');
    expect((await find(progress)).brief).toEqual([]);
    const constant = optim('0.1', 'kind: @ConstantSchedule\nvalue: 0.1\nexclude_last: true');
    expect((await find(constant)).brief).toEqual(['W unknown-key "exclude_last"']);
  });
});

describe('trap 4: steps as numbers of steps', () => {
  it('turns them into fractions of the known length', async () => {
    const found = await find(
      `trainer: {max_updates: 400}\n${optim('0.1', 'kind: @StepFixedSchedule\nstart_value: 0.1\nfactor: 0.1\nsteps: [100, 300]')}`,
    );
    expect(found.brief).toEqual(['E steps-not-fractions "steps"']);
    expect(found.message('steps-not-fractions')).toContain('100 and 300 of 400 steps are 0.25 and 0.75');
    expect(found.diagnostics[0]?.data).toMatchObject({ replacements: [{ newText: '0.25' }, { newText: '0.75' }] });
  });

  it('reads them as percent where nothing else is known', async () => {
    const found = await find(
      optim('0.1', 'kind: @StepIntervalSchedule\nstart_value: 0.1\nfactor: 0.5\nupdate_interval: 20'),
    );
    expect(found.brief).toEqual(['E steps-not-fractions "20"']);
    expect(found.message('steps-not-fractions')).toContain('For 20 % write 0.2');
  });

  it('does not guess for 1', async () => {
    const found = await find(
      optim('0.1', 'kind: @StepIntervalSchedule\nstart_value: 0.1\nfactor: 0.5\nupdate_interval: 1'),
    );
    expect(found.brief).toEqual(['E range "1"']);
  });
});

describe('trap 5: factors', () => {
  const stairs = (factor: string, key = 'schedule_config') => `
optim:
  kind: torch.optim.AdamW
  lr: 0.1
  weight_decay: 0.1
  ${key}:
    kind: @StepFixedSchedule
    start_value: 0.1
    factor: ${factor}
    steps: [0.5]`;

  it.each([
    ['2', ['W factor-grows "2"']],
    ['1', ['W factor-one "1"']],
    ['1.0', ['W factor-one "1.0"']],
    ['0', ['W factor-zero "0"']],
    ['0.0', ['W factor-zero "0.0"']],
    ['0.5', []],
    [`${ref('unknown.factor')}`, [`I interpolation-unresolved "${ref('unknown.factor')}"`]],
  ])('factor %s', async (factor, brief) => {
    expect((await find(stairs(factor))).brief).toEqual(brief);
  });

  it('lets a weight decay grow in steps', async () => {
    expect((await find(stairs('2', 'weight_decay_schedule'))).brief).toEqual([]);
  });

  it('minds growth on a kind that is named decreasing, whatever it schedules', async () => {
    const text = `
optim:
  kind: torch.optim.AdamW
  lr: 0.1
  weight_decay: 0.1
  weight_decay_schedule:
    kind: @StepDecreasingSchedule
    max_value: 0.1
    factor: 2
    decreases_interval: 0.5`;
    expect((await find(text)).brief).toEqual(['W factor-grows "2"']);
  });

  it('leaves factor 0 alone where the value falls to a floor', async () => {
    const block = 'kind: @StepDecreasingSchedule\nmax_value: 0.1\nend_value: 0.01\nfactor: 0\ndecreases_interval: 0.5';
    expect((await find(optim('0.1', block))).brief).toEqual([]);
  });

  it('says only that it overflows where it does', async () => {
    const block = 'kind: @StepIntervalSchedule\nstart_value: 0.1\nfactor: 1e30\nupdate_interval: 0.01';
    expect((await find(optim('0.1', block))).brief).toEqual(['E evaluate-fails "1e30"']);
  });
});

describe('trap 6: below any useful learning rate', () => {
  const stairs = (factor: string, interval: string, start = '1e-3') =>
    optim(start, `kind: @StepIntervalSchedule\nstart_value: ${start}\nfactor: ${factor}\nupdate_interval: ${interval}`);

  it('counts the changes', async () => {
    const found = await find(stairs('0.1', '0.01'));
    expect(found.brief).toEqual(['W below-useful "0.01"']);
    // 99 changes before the end: 1e-3 · 0.1^99. Below 1e-10 after 8 of them (1e-3 · 0.1^8 = 1e-11).
    expect(found.message('below-useful')).toMatch(/99 changes: from 8 % .* below 1e-10, at the end 1e-102/);
  });

  // 0.1^3 = 1e-3 of the start; 0.5^9 is 2e-3 of it; 0.9^99 is 3e-5 of it.
  it.each([
    ['0.1', '0.25'],
    ['0.5', '0.1'],
    ['0.9', '0.01'],
  ])('is silent for %s every %s', async (factor, interval) => {
    expect((await find(stairs(factor, interval))).brief).toEqual([]);
  });

  it('is silent where the value falls to a floor above', async () => {
    const block =
      'kind: @StepDecreasingSchedule\nmax_value: 0.1\nend_value: 1e-6\nfactor: 0.1\ndecreases_interval: 0.01';
    expect((await find(optim('0.1', block))).brief).toEqual([]);
  });

  it('is silent where it only happens at the very end', async () => {
    // Eleven changes by a tenth from 1: the first eleven end at 1e-11, at 11 · 0.087 = 95.7 %.
    expect((await find(stairs('0.1', '0.087', '1.0'))).brief).toEqual([]);
  });
});

describe('traps 7 and 8: repeated and collapsing steps', () => {
  const steps = (list: string) =>
    optim('0.1', `kind: @StepFixedSchedule\nstart_value: 0.1\nfactor: 0.1\nsteps: ${list}`);

  it('counts repetitions', async () => {
    const found = await find(steps('[0.5, 0.5, 0.8, 0.50]'));
    expect(found.brief).toEqual(['W duplicate-steps "0.5"', 'W duplicate-steps "0.50"']);
    expect(found.diagnostics[1]?.message).toContain('3 times');
  });

  it('needs to know how long training is', async () => {
    expect((await find(steps('[0.5, 0.5001]'))).brief).toEqual([]);
    const found = await find(steps('[0.5, 0.5001]'), { totalSteps: 100 });
    // 0.5 is step 50; s / 100 >= 0.5001 holds from 51 on, so these are two steps.
    expect(found.brief).toEqual([]);
    // 0.491 and 0.5 are both first reached at step 50.
    expect((await find(steps('[0.491, 0.5]'), { totalSteps: 100 })).brief).toEqual(['W steps-collapse "0.5"']);
  });

  it('finds a step that training never reaches', async () => {
    // s / 100 >= 0.995 holds from step 100 on, and the last step is 99.
    const found = await find(steps('[0.5, 0.995]'), { totalSteps: 100 });
    expect(found.brief).toEqual(['W steps-collapse "0.995"']);
    expect(found.message('steps-collapse')).toContain('comes after the last training step, 99');
  });

  it('finds a warm-up of no steps', async () => {
    const block = 'kind: @LinearWarmupCosineDecaySchedule\nmax_value: 0.1\nwarmup_percent: 0.005';
    // int((100 − 1) · 0.005) = 0, and int((1000 − 1) · 0.005) = 4.
    expect((await find(optim('0.1', block), { totalSteps: 100 })).brief).toEqual(['W steps-collapse "0.005"']);
    expect((await find(optim('0.1', block), { totalSteps: 1000 })).brief).toEqual([]);
  });
});

describe('trap 9: units of epochs', () => {
  const warm = (steps: number) =>
    optim('0.1', `kind: @LinearWarmupCosineDecaySchedule\nmax_value: 0.1\nwarmup_steps: ${steps}\ninterval: epoch`);

  it('multiplies where it can', async () => {
    const found = await find(warm(5), { updatesPerEpoch: 200 });
    expect(found.brief).toEqual(['W epoch-units "5"']);
    expect(found.message('epoch-units')).toContain('For 5 epochs write 1000');
  });

  it('is silent for a warm-up of an epoch or more, or that cannot be meant in epochs', async () => {
    expect((await find(warm(200), { updatesPerEpoch: 200 })).brief).toEqual([]);
    expect((await find(warm(5000))).brief).toEqual([]);
    expect((await find(warm(5))).brief).toEqual(['W epoch-units "5"']);
  });
});

describe('trap 10: slipped blocks', () => {
  it('says it once where the optimizer has a kind of its own', async () => {
    const found = await find(`
optim:
  kind: torch.optim.AdamW
  lr: 1e-3
  schedule_config:
  kind: @StepIntervalSchedule
  start_value: 1e-3
  factor: 0.5
  update_interval: 0.2`);
    expect(found.brief).toEqual(['E slipped-block "schedule_config"']);
  });

  it('says it once where it has none, and names the keys', async () => {
    const found = await find(`
optim:
  lr: 1e-3
  schedule_config:
  kind: @ConstantSchedule
  value: 1e-3`);
    expect(found.brief).toEqual(['E slipped-block "schedule_config"']);
    expect(found.message('slipped-block')).toContain('kind and value stand beside it');
    expect(found.diagnostics[0]?.data).toMatchObject({ indentKeys: [{}, {}] });
  });

  it('is silent for a block that is null on purpose', async () => {
    expect((await find('optim:\n  kind: torch.optim.AdamW\n  schedule_config:\n  lr: 1e-3')).brief).toEqual([]);
  });

  it('advises on a list and on a missing blank', async () => {
    const list = await find('schedule_config:\n  - kind: @ConstantSchedule\n    value: 1');
    expect(list.brief).toEqual(['E not-a-mapping "schedule_config"']);
    expect(list.message('not-a-mapping')).toContain('Remove the dash');
    const glued = await find('schedule_config: {kind: @StepFixedSchedule, factor:0.1, steps: [0.5]}');
    expect(glued.message('missing-key')).toContain('Write factor: 0.1');
    const text = await find('schedule_config:\n  factor:0.1');
    expect(text.message('not-a-mapping')).toContain('Put a blank after the colon: factor: 0.1');
  });
});

describe('trap 11: interval', () => {
  it('is one message for both keys', async () => {
    const found = await find(optim('0.1', 'kind: @StepIntervalSchedule\nstart_value: 0.1\nfactor: 0.5\ninterval: 0.2'));
    expect(found.brief).toEqual(['E interval-not-update-interval "0.2"']);
  });

  it('names decreases_interval on the other kind', async () => {
    const found = await find(optim('0.1', 'kind: @StepDecreasingSchedule\nmax_value: 0.1\nfactor: 0.5\ninterval: 0.2'));
    expect(found.message('interval-not-update-interval')).toContain('write decreases_interval: 0.2');
  });

  it('is an ordinary wrong word elsewhere', async () => {
    const found = await find(optim('0.1', 'kind: @ConstantSchedule\nvalue: 0.1\ninterval: epochs'));
    expect(found.brief).toEqual(['E type "epochs"']);
    expect(found.message('type')).toContain('Write epoch.');
  });
});

describe('traps 12 and 13: warm-up and epochs that outlast training', () => {
  const warm = (steps: number) =>
    optim('0.1', `kind: @LinearWarmupCosineDecaySchedule\nmax_value: 0.1\nwarmup_steps: ${steps}`);

  it('compares with whatever says the length', async () => {
    const file = await find(`trainer: {max_updates: 100}\n${warm(100)}`);
    expect(file.brief).toEqual(['W warmup-longer-than-training "100"']);
    expect(file.message('warmup-longer-than-training')).toContain('100 steps by max_updates');
    expect(file.related('warmup-longer-than-training')).toEqual(['100']);
    const setting = await find(warm(500), { totalSteps: 100 });
    expect(setting.message('warmup-longer-than-training')).toContain('the setting scheduleLens.totalSteps');
    expect((await find(warm(500))).brief).toEqual([]);
    expect((await find(warm(99), { totalSteps: 100 })).brief).toEqual([]);
  });

  it('warns where a linear decrease ends below zero', async () => {
    const block = 'kind: @LinearDecreasingSchedule\nmax_value: 0.1\ninterval: epoch';
    const found = await find(optim('0.1', block), { totalSteps: 250, updatesPerEpoch: 100 });
    expect(found.brief).toEqual(['W epoch-overshoot "epoch"']);
    // Laid out over 200 steps, asked for step 200: 0.1 · (1 − 200/199) = −5.025e-4.
    expect(found.message('epoch-overshoot')).toContain('-5.025e-4 instead of 0');
    expect((await find(optim('0.1', block), { totalSteps: 200, updatesPerEpoch: 100 })).brief).toEqual([]);
    expect((await find(optim('0.1', block), { totalSteps: 250 })).brief).toEqual([]);
  });
});

describe('trap 14: weight decay that is zero', () => {
  const decay = (line: string, more = '') => `
optim:
  kind: torch.optim.AdamW
  lr: 1e-3
${line}  weight_decay_schedule:
    kind: @ConstantSchedule
    value: 0.1
${more}`;

  it.each([
    ['absent', '', ['W weight-decay-zero "weight_decay_schedule"']],
    ['0.0', '  weight_decay: 0.0\n', ['W weight-decay-zero "weight_decay_schedule"']],
    ['the value of the schedule', '  weight_decay: 0.1\n', []],
    ['another one', '  weight_decay: 0.2\n', ['I weight-decay-overridden "0.1"']],
    ['unknown', `  weight_decay: ${ref('train.decay')}\n`, []],
  ])('%s', async (_, line, brief) => {
    expect((await find(decay(line))).brief).toEqual(brief);
  });

  it('is silent where a group has a weight decay of its own', async () => {
    const more = '  param_group_modifiers_config:\n    - {kind: my.Modifier, weight_decay: 0.1}\n';
    expect((await find(decay('', more))).brief).toEqual([]);
  });

  it('is silent where the optimizer may only be a part of one', async () => {
    expect((await find('optim:\n  weight_decay_schedule:\n    kind: @ConstantSchedule\n    value: 0.1')).brief).toEqual(
      [],
    );
  });
});

describe('trap 15: alpha', () => {
  it('has no effect without MuonComposite', async () => {
    const text = (kind: string) => `
optim:
  kind: ${kind}
  lr: 1e-3
  alpha_schedule:
    kind: @ConstantSchedule
    value: 0.5`;
    expect((await find(text('torch.optim.AdamW'))).brief).toEqual(['W alpha-without-muon "alpha_schedule"']);
    expect((await find(text('x.MuonComposite'), { noetherVersion: 'newer' })).brief).toEqual([]);
    expect((await find(text(`${ref('optimizer')}`), { noetherVersion: 'newer' })).brief).toEqual([]);
  });
});

describe('trap 16: keys of the optimizer', () => {
  const block = 'kind: @ConstantSchedule\n    value: 1e-3';

  it.each([
    ['schedule_confg', 'schedule_config'],
    ['shedule_config', 'schedule_config'],
    ['scheduler_config', 'schedule_config'],
    ['lr_schedule', 'schedule_config'],
    ['weight_decay_shedule', 'weight_decay_schedule'],
  ])('%s', async (key, meant) => {
    const found = await find(
      `optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  weight_decay: 1e-3\n  ${key}:\n    ${block}`,
    );
    expect(found.brief).toEqual([`E optimizer-unknown-key "${key}"`]);
    expect(found.message('optimizer-unknown-key')).toContain(`Write ${meant}.`);
  });

  it('alpha_schedul', async () => {
    const found = await find(`optim:\n  kind: my.MuonComposite\n  lr: 1e-3\n  alpha_schedul:\n    ${block}`);
    expect(found.brief).toEqual(['E optimizer-unknown-key "alpha_schedul"']);
  });

  it('judges the block under a misspelt key', async () => {
    const found = await find(
      'optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  schedule_confg:\n    kind: @ConstantSchedule\n    value: 0.1',
    );
    expect(found.brief).toEqual(['E optimizer-unknown-key "schedule_confg"', 'W peak-not-lr "0.1"']);
  });

  it('only warns outside of what surely is an optimizer', async () => {
    expect((await find(`schedule_confg:\n    ${block}`)).brief).toEqual(['W optimizer-unknown-key "schedule_confg"']);
  });

  it.each([
    [
      'a document with anything beside the block',
      `name: x\nlr: 1e-3\nmodel: {depth: 3}\nschedule_config:\n    ${block}`,
    ],
    ['a Hydra target', `optim:\n  _target_: torch.optim.AdamW\n  eps: 1e-8\n  schedule_config:\n    ${block}`],
    ['a callback', `ema:\n  kind: my.EmaCallback\n  every: 3\n  schedule_config:\n    ${block}`],
    [
      'the defaults list of a group file',
      `defaults: [base]\nkind: torch.optim.AdamW\nlr: 1e-3\nschedule_config:\n    ${block}`,
    ],
  ])('leaves %s alone', async (_, text) => {
    expect((await find(text)).brief).toEqual([]);
  });

  it('sends keys of a block where they belong', async () => {
    const found = await find(
      `optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  end_value: 1e-5\n  schedule_config:\n    ${block}`,
    );
    expect(found.brief).toEqual(['E optimizer-unknown-key "end_value"']);
    expect(found.message('optimizer-unknown-key')).toContain('indent it under schedule_config');
  });
});

describe('schedules that cannot be built', () => {
  it('are put down to the number that is written in the block, not to the one it refers to', async () => {
    const found = await find(
      optim('1e-3', `kind: @CosineDecreasingSchedule\nmax_value: ${ref('..lr')}\nend_value: 1e-2`),
    );
    expect(found.brief).toEqual(['E construct-fails "1e-2"']);
    expect(found.related('construct-fails')).toEqual(['max_value']);
    expect(found.message('construct-fails')).toContain(
      'stops with ValueError: end_value 0.01 is above max_value 0.001',
    );
  });

  it('are not looked for where a value is unknown, unless it does not matter', async () => {
    const unknown = await find(
      `schedule_config:\n  kind: @CosineDecreasingSchedule\n  max_value: ${ref('a.b')}\n  end_value: 1`,
    );
    expect(unknown.errors()).toEqual([]);
    const both = await find(
      `schedule_config:\n  kind: @CosineDecreasingSchedule\n  max_value: 1\n  end_value: 2\n  overhang_steps: ${ref('a.b')}`,
    );
    expect(both.errors().map((one) => one.code)).toEqual(['construct-fails']);
  });
});

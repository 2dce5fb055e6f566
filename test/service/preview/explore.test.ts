import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { decodeCurve } from '../../../server/src/plot';
import type { PreviewParams, PreviewPlace, PreviewResult } from '../../../server/src/protocol';
import { createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';
import { kind } from '../composed/harness';
import { projectOf } from '../define/project';

type Asked = Omit<PreviewParams, 'textDocument'>;

const uri = 'file:///config.yaml';

async function previewOf(text: string, asked: Asked = {}, options: LanguageServiceOptions = {}) {
  return createLanguageService(options).preview(TextDocument.create(uri, 'yaml', 1, text), asked);
}

/** A block in a file that says how long training is. */
function run(block: string, updates = 100): string {
  return `trainer:\n  max_updates: ${updates}\nschedule_config:\n${block.replace(/^/gm, '  ')}\n`;
}

/** What stands at a place of a text. */
function textAt(text: string, place: PreviewPlace | undefined): string | undefined {
  return place && TextDocument.create(place.uri, 'yaml', 1, text).getText(place.range);
}

describe('the values of single steps', () => {
  const text = run(`kind: ${kind('LinearDecreasingSchedule')}\nmax_value: 99`);

  it('are exact, in the order asked for, with why there is none', async () => {
    // 99 · (1 − s / 99) over the 100 steps 0 … 99.
    const { at } = await previewOf(text, { at: [50, 0, 99, 101, 0.5] });
    expect(at?.map(({ step, value }) => [step, value])).toEqual([
      [50, 49],
      [0, 99],
      [99, 0],
      [101, undefined],
      [0.5, undefined],
    ]);
    expect(at?.[3]?.failure).toContain('outside');
    expect(at?.[4]?.failure).toContain('whole numbers');
  });

  it('are at most a thousand', async () => {
    const { at } = await previewOf(text, { at: Array.from({ length: 5000 }, () => 1) });
    expect(at).toHaveLength(1000);
  });
});

describe('what makes the value of a step', () => {
  const warmup = `warmup_percent: 0.1\nmax_value: 1.0\nend_value: 0.1`;
  it.each<readonly [string, string, readonly (readonly [number, string])[]]>([
    ['ConstantSchedule', 'value: 2.0', [[3, 'value: 2.0']]],
    [
      'StepFixedSchedule',
      'start_value: 1.0\nfactor: 0.1\nsteps: [0.6, 0.03]',
      [
        [2, 'start_value: 1.0'],
        [3, '0.03'],
        [59, '0.03'],
        [60, '0.6'],
        [99, '0.6'],
      ],
    ],
    [
      'StepIntervalSchedule',
      'start_value: 1.0\nfactor: 0.1\nupdate_interval: 0.25',
      [
        [3, 'start_value: 1.0'],
        [25, 'factor: 0.1'],
      ],
    ],
    [
      'StepDecreasingSchedule',
      'max_value: 1.0\nfactor: 0.1\ndecreases_interval: 0.25',
      [
        [3, 'max_value: 1.0'],
        [50, 'factor: 0.1'],
      ],
    ],
    [
      'CustomSchedule',
      `values: [${Array.from({ length: 100 }, (_, index) => `${index}.5`).join(', ')}]`,
      [
        [0, '0.5'],
        [3, '3.5'],
        [99, '99.5'],
      ],
    ],
    [
      'PiecewiseLinearSchedule',
      'control_points: [[0.0, 1.0], [0.5, 2.0], [1.0, 0.0]]',
      [
        [10, '[0.0, 1.0]'],
        [30, '[0.5, 2.0]'],
        [99, '[1.0, 0.0]'],
      ],
    ],
    [
      'LinearWarmupCosineDecaySchedule',
      warmup,
      [
        [3, 'warmup_percent: 0.1'],
        [50, 'max_value: 1.0'],
      ],
    ],
    [
      'WarmupStableDecaySchedule',
      `${warmup}\ncooldown_percent: 0.2`,
      [
        [3, 'warmup_percent: 0.1'],
        [50, 'max_value: 1.0'],
        [95, 'cooldown_percent: 0.2'],
      ],
    ],
    ['CosineIncreasingSchedule', 'max_value: 1.0', [[3, 'max_value: 1.0']]],
    ['PolynomialDecreasingSchedule', 'max_value: 1.0\npower: 2.0', [[3, 'max_value: 1.0']]],
  ])('of a %s is its key, entry or point', async (name, keys, expected) => {
    const text = run(`kind: ${kind(name)}\n${keys}`);
    const { at, state } = await previewOf(text, { at: expected.map(([step]) => step) });
    expect(state).toBe('ok');
    expect(at?.map(({ step, place }) => [step, textAt(text, place)])).toEqual(expected);
  });

  it('is the alias where the value stands behind one', async () => {
    const text = run(`kind: ${kind('ConstantSchedule')}\nvalue: *v`).replace('trainer:', 'v: &v 1.0\ntrainer:');
    expect(textAt(text, (await previewOf(text, { at: [1] })).at?.[0]?.place)).toBe('value: *v');
  });

  it('keeps to the first step of the epoch where values are held', async () => {
    const text = run(
      `kind: ${kind('CustomSchedule')}\ninterval: epoch\nvalues: [${[...Array(100).keys()].join(', ')}]`,
    );
    const { at } = await previewOf(text, { at: [14] }, { updatesPerEpoch: 10 });
    expect(at?.map(({ value, place }) => [value, textAt(text, place)])).toEqual([[10, '10']]);
  });
});

describe('the keys of each phase', () => {
  it('stand in the order of the phases', async () => {
    const text = run(
      `kind: ${kind('WarmupStableDecaySchedule')}\nwarmup_steps: 10\nmax_value: 1.0\ncooldown_steps: 20`,
    );
    const { phasePlaces, curve } = await previewOf(text);
    expect(curve?.phases?.map(({ label }) => label)).toEqual(['warm-up', 'plateau', 'cool-down']);
    expect(phasePlaces?.map((places) => places.map((place) => textAt(text, place)))).toEqual([
      ['warmup_steps: 10', 'max_value: 1.0'],
      ['max_value: 1.0'],
      ['cooldown_steps: 20'],
    ]);
  });

  it('are where each was written last in a composed config', async () => {
    const block = `schedule_config:\n  kind: ${kind('LinearWarmupCosineDecaySchedule')}\n  warmup_percent: 0.1\n  max_value: 1.0\n`;
    const files = {
      'train.yaml':
        'defaults:\n  - optim: base\n  - _self_\noptim:\n  schedule_config:\n    max_value: 2.0\ntrainer:\n  max_updates: 100\n',
      'optim/base.yaml': block,
    };
    const { service, open, place } = projectOf(files);
    const { phasePlaces } = await service.preview(open('optim/base.yaml').document);
    expect(phasePlaces?.map((places) => places.map(place))).toEqual([
      ['optim/base.yaml:3:warmup_percent: 0.1', 'train.yaml:6:max_value: 2.0'],
      // The decay takes what the warm-up leaves.
      ['train.yaml:6:max_value: 2.0', 'optim/base.yaml:3:warmup_percent: 0.1'],
    ]);
  });
});

describe('the table of values', () => {
  const rows = ({ facts }: PreviewResult) => facts.map(({ label, value, step }) => [label, value, step]);

  it('has every change between peak and quarters', async () => {
    const result = await previewOf(
      run(`kind: ${kind('StepFixedSchedule')}\nstart_value: 1.0\nfactor: 0.1\nsteps: [0.3, 0.6]`),
    );
    // 30 steps of 1, 30 of 0.1 and 40 of 0.01: (30 + 3 + 0.4) / 100.
    expect(rows(result)).toEqual([
      ['first step', '1', 0],
      ['peak', '1', 0],
      ['drop 1', '0.1', 30],
      ['drop 2', '0.01', 60],
      ['25 %', '1', 25],
      ['50 %', '0.1', 50],
      ['75 %', '0.01', 75],
      ['last step', '0.01', 99],
      ['mean value', '0.334', undefined],
    ]);
  });

  it('has the mean of what comes before a failure, and says so where it is not exact', async () => {
    const failing = await previewOf(run(`kind: ${kind('CustomSchedule')}\nvalues: [3.0, 2.0, 1.0]`));
    expect(rows(failing).at(-1)).toEqual(['mean value', '2, of the 3 steps before it fails', undefined]);
    // A whole half of a cosine from 1 to 0 has the mean 1/2, whatever its length.
    const long = await previewOf(run(`kind: ${kind('CosineDecreasingSchedule')}\nmax_value: 1.0`, 1_000_000));
    expect(rows(long).at(-1)).toEqual(['mean value', '≈ 0.5', undefined]);
  });

  it('has where each part of training begins', async () => {
    const result = await previewOf(
      run(`kind: ${kind('WarmupStableDecaySchedule')}\nwarmup_steps: 10\nmax_value: 1.0\ncooldown_steps: 20`),
    );
    expect(rows(result).slice(2, 4)).toEqual([
      ['plateau', '1', 10],
      ['cool-down', '1', 80],
    ]);
  });

  it('ends at 200 changes and says how many there are', async () => {
    const many = run(
      `kind: ${kind('StepIntervalSchedule')}\nstart_value: 1.0\nfactor: 0.999\nupdate_interval: 0.002`,
      5000,
    );
    // An interval of 10 steps in 5,000: changes at 10, 20 … 4,990.
    const { facts } = await previewOf(many);
    const changes = facts.filter(({ label }) => label.includes('change'));
    expect(changes).toHaveLength(201);
    expect(changes[0]).toEqual({ label: 'change 1', value: '0.999', step: 10 });
    expect(changes.at(-1)).toEqual({ label: 'more changes', value: '499 in all; the first 200 are listed' });
    // Changes at every 10th of 100,000 steps: too many to look at one by one.
    const most = await previewOf(many.replace('5000', '100000').replace('0.002', '0.0001'));
    const some = most.facts.filter(({ label }) => label.includes('change'));
    expect(some.slice(0, -1).every(({ step = -1 }) => step > 0 && step % 10 === 0)).toBe(true);
    expect(some.at(-1)?.value).toBe('1,000 or more in all; 200 of them, evenly chosen, are listed');
  });
});

describe('a stretch of training', () => {
  it('has every step in it and leads out of it', async () => {
    const text = run(`kind: ${kind('LinearDecreasingSchedule')}\nmax_value: 999999`, 1_000_000);
    const { curve } = await previewOf(text, { window: { from: 500_000, to: 500_010 } });
    const [series] = curve === undefined ? [] : decodeCurve(curve).series;
    const inside = Array.from(series?.steps ?? []).filter((step) => step >= 500_000 && step <= 500_010);
    expect(inside).toEqual(Array.from({ length: 11 }, (_, index) => 500_000 + index));
    // 999,999 · (1 − s / 999,999).
    for (const [index, step] of Array.from(series?.steps ?? []).entries()) {
      expect(series?.values[index]).toBeCloseTo(999_999 - step, 6);
    }
    expect(curve?.totalSteps).toBe(1_000_000);
  });

  it('keeps its jumps as two steps', async () => {
    const text = run(`kind: ${kind('StepFixedSchedule')}\nstart_value: 1.0\nfactor: 0.1\nsteps: [0.5]`, 1_000_000);
    const { curve } = await previewOf(text, { window: { from: 400_000, to: 600_000 } });
    const [series] = curve === undefined ? [] : decodeCurve(curve).series;
    expect(Array.from(series?.steps ?? [])).toEqual(expect.arrayContaining([499_999, 500_000]));
  });

  it.each([
    { from: Number.NaN, to: 5 },
    { from: 90, to: 10 },
    { from: -50, to: 1e9 },
    { from: 1e9, to: 2e9 },
  ])('that makes no sense still gives a curve: %j', async (window) => {
    const { curve, state } = await previewOf(run(`kind: ${kind('ConstantSchedule')}\nvalue: 1.0`), { window });
    expect(state).toBe('ok');
    expect(curve?.series[0]?.steps.length).toBeGreaterThan(0);
    expect(curve?.series[0]?.steps.every((step) => step >= 0 && step <= 99)).toBe(true);
  });
});

describe('what settings give', () => {
  const block = `schedule_config:\n  kind: ${kind('LinearDecreasingSchedule')}\n  max_value: \${model.lr}\n  end_value: 0.1\n`;

  it('is an assumption each: total steps, updates per epoch, interpolations', async () => {
    const settings = { totalSteps: 400, updatesPerEpoch: 20, interpolations: { 'model.lr': 0.5 } };
    const result = await previewOf(block, {}, settings);
    expect(result.assumptions).toEqual([
      'Assumed: the setting scheduleLens.interpolations gives model.lr = 0.5 (line 3).',
      'Assumed: training has 400 steps, from the setting scheduleLens.totalSteps.',
      'Assumed: an epoch has 20 steps, from scheduleLens.updatesPerEpoch.',
    ]);
    expect(result.totalSteps).toEqual({ steps: 400, source: 'setting', text: 'setting scheduleLens.totalSteps' });
    expect(result.updatesPerEpoch).toEqual({
      updates: 20,
      source: 'setting',
      text: 'setting scheduleLens.updatesPerEpoch',
    });
    expect(result.unknowns).toMatchObject([
      { name: 'max_value', expression: '${model.lr}', path: 'model.lr', given: 0.5 },
    ]);
  });

  it('names the key of the config that goes with the length of the dataset', async () => {
    const text = `trainer:\n  effective_batch_size: 8\n  max_epochs: 4\n${block.replace('${model.lr}', '1.0')}`;
    const result = await previewOf(text, {}, { datasetLength: 100 });
    // 12 whole batches of 8 in 100 samples; 4 epochs are 48 steps.
    expect(result.updatesPerEpoch).toMatchObject({ updates: 12 });
    expect(textAt(text, result.updatesPerEpoch?.place)).toBe('8');
    expect(result.totalSteps).toMatchObject({ steps: 48, source: 'config' });
    expect(textAt(text, result.totalSteps?.place)).toBe('4');
    expect(result.assumptions).toEqual([
      'Assumed: an epoch has 12 steps, from scheduleLens.datasetLength and effective_batch_size (line 2).',
    ]);
  });

  it('could give a value to what the file does not tell', async () => {
    const { unknowns } = await previewOf(block);
    expect(unknowns).toMatchObject([{ name: 'max_value', expression: '${model.lr}', path: 'model.lr' }]);
    expect(unknowns?.[0]?.assumed).toBeGreaterThan(0);
    expect(textAt(block, unknowns?.[0]?.place)).toBe('${model.lr}');
  });

  it.each([
    ['${.peak}', 'optim.schedule_config.peak'],
    ['${..lr}', 'optim.lr'],
    ['${oc.env:LR}', 'oc.env:LR'],
    ['${model.${which}.lr}', 'which'],
  ])('is found under the path that goes with %s', async (expression, path) => {
    const text = `optim:\n${block.replace('${model.lr}', expression).replace(/^/gm, '  ')}`;
    const { unknowns } = await previewOf(text);
    expect(unknowns?.[0]?.path).toBe(path);
    // And a value there is taken.
    const given = await previewOf(
      text,
      {},
      { interpolations: { [path]: path === 'which' ? 'a' : 0.25, 'model.a.lr': 0.25 } },
    );
    expect(given.state).toBe('ok');
    expect(given.facts[0]?.value).toBe('0.25');
  });

  it('cannot fill in a mandatory value', async () => {
    const { unknowns } = await previewOf(block.replace('${model.lr}', '???'));
    expect(unknowns).toMatchObject([{ name: 'max_value', expression: '???' }]);
    expect(unknowns?.[0]).not.toHaveProperty('path');
  });
});

describe('other schedules of the run', () => {
  const schedule = (value: number) => `kind: ${kind('ConstantSchedule')}\nvalue: ${value}.0`.replace(/^/gm, '    ');
  const optimizer = (from: number) =>
    `kind: torch.optim.AdamW\nlr: ${from}.0\nschedule_config:\n${schedule(from)}\nweight_decay: ${from + 1}.0\nweight_decay_schedule:\n${schedule(from + 1)}\n`;
  const told = ({ companions }: PreviewResult) =>
    companions?.map(({ label, optimizer: of, curve }) => [label, of, curve?.series[0]?.values[0]]);

  it('are those of the same optimizer, or of every one', async () => {
    const text = `trainer:\n  max_updates: 10\na:\n${optimizer(1).replace(/^/gm, '  ')}\nb:\n${optimizer(3).replace(/^/gm, '  ')}\n`;
    expect(told(await previewOf(text, { companions: 'optimizer' }))).toEqual([['a.weight_decay_schedule', 'a', 2]]);
    const all = await previewOf(text, { companions: 'model' });
    expect(told(all)).toEqual([
      ['a.schedule_config', 'a', 1],
      ['a.weight_decay_schedule', 'a', 2],
      ['b.schedule_config', 'b', 3],
      ['b.weight_decay_schedule', 'b', 4],
    ]);
    expect(all.companions?.[1]?.blockId).toBe('["a","weight_decay_schedule"]');
    expect(all.companions?.map(({ isSelected }) => isSelected)).toEqual([true, undefined, undefined, undefined]);
    expect(await previewOf(text)).not.toHaveProperty('companions');
  });

  it('stand in other files, behind links and packages', async () => {
    const files = {
      'train.yaml':
        'defaults:\n  - optim@model.encoder.optim: small\n  - optim@model.decoder.optim: large\n  - _self_\nmodel:\n  head:\n    optim: ${model.decoder.optim}\ntrainer:\n  max_updates: 10\n',
      'optim/small.yaml': optimizer(1),
      'optim/large.yaml': optimizer(3),
    };
    const { service, open, place } = projectOf(files);
    const result = await service.preview(open('optim/small.yaml').document, { companions: 'model' });
    expect(told(result)).toEqual([
      ['model.encoder.optim.schedule_config', 'model.encoder.optim', 1],
      ['model.encoder.optim.weight_decay_schedule', 'model.encoder.optim', 2],
      ['model.decoder.optim.schedule_config', 'model.decoder.optim', 3],
      ['model.head.optim.schedule_config', 'model.head.optim', 3],
      ['model.decoder.optim.weight_decay_schedule', 'model.decoder.optim', 4],
      ['model.head.optim.weight_decay_schedule', 'model.head.optim', 4],
    ]);
    expect(result.companions?.map(({ blockId }) => blockId)).toEqual([
      '["schedule_config"]',
      '["weight_decay_schedule"]',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(place(result.companions?.[2]?.place as PreviewPlace)).toMatch(/^optim\/large.yaml:3:schedule_config/);
    const near = await service.preview(open('optim/small.yaml').document, { companions: 'optimizer' });
    expect(told(near)).toEqual([['model.encoder.optim.weight_decay_schedule', 'model.encoder.optim', 2]]);
  });

  it('say why there is no curve, and leave out what is null', async () => {
    const text = `a:\n  lr: 1.0\n  schedule_config:\n${schedule(1)}\n  weight_decay_schedule:\n    kind: ${kind('ConstantSchedule')}\n  alpha_schedule: null\n`;
    const { companions } = await previewOf(text, { companions: 'optimizer' });
    expect(companions).toHaveLength(1);
    expect(companions?.[0]).not.toHaveProperty('curve');
    expect(companions?.[0]?.message).toContain('value');
  });
});

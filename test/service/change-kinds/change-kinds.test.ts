import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { decodeCurve } from '../../../server/src/plot';
import type { KindChange } from '../../../server/src/protocol';
import { createLanguageService } from '../../../server/src/service';
import { kind, serviceOf } from '../composed/harness';

const service = createLanguageService({});
const BLOCK = '["optim","schedule_config"]';

/** An optimizer in a run of 1,000 updates, with the lines of a block below its schedule key. */
function config(lines: readonly string[], lr = '1e-3'): TextDocument {
  const text = [
    'trainer: {max_updates: 1000}',
    'optim:',
    '  kind: torch.optim.AdamW',
    `  lr: ${lr}`,
    '  schedule_config:',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');
  return TextDocument.create('file:///project/train.yaml', 'yaml', 1, text);
}

function applied(document: TextDocument, { edits }: KindChange): TextDocument {
  for (const { range, oldText } of edits) expect(document.getText(range)).toBe(oldText);
  const text = TextDocument.applyEdits(document, [...edits]);
  return TextDocument.create(document.uri, 'yaml', 2, text);
}

async function kindsOf(document: TextDocument, blockId: string): Promise<readonly KindChange[]> {
  return (await service.changeKinds(document, blockId)).kinds;
}

async function changed(document: TextDocument, name: string): Promise<string> {
  const change = (await kindsOf(document, BLOCK)).find(({ label }) => label === name);
  if (change === undefined) throw new Error(`no proposal for ${name}`);
  return applied(document, change).getText();
}

async function curveOf(document: TextDocument): Promise<{ peak: number; last: number }> {
  const { curve } = await service.preview(document, BLOCK);
  const values = Array.from((curve && decodeCurve(curve).series[0]?.values) ?? []);
  return { peak: Math.max(...values), last: values.at(-1) ?? Number.NaN };
}

const BLOCKS: Readonly<Record<string, readonly string[]>> = {
  ConstantSchedule: ['value: ${..lr}'],
  LinearDecreasingSchedule: ['max_value: ${..lr}', 'end_value: 1e-5'],
  LinearIncreasingSchedule: ['max_value: ${..lr}', 'start_value: 1e-5'],
  CosineDecreasingSchedule: ['max_value: 0.001  # the peak', 'end_value: 1e-6'],
  CosineIncreasingSchedule: ['max_value: 1.0e-3', 'exclude_last: true'],
  PolynomialDecreasingSchedule: ['max_value: ${..lr}', 'power: 3.0'],
  PolynomialIncreasingSchedule: ['max_value: ${..lr}', 'power: 0.5'],
  SqrtDecreasingSchedule: ['max_value: ${..lr}'],
  StepDecreasingSchedule: ['max_value: ${..lr}', 'factor: 0.5', 'decreases_interval: 0.2', 'end_value: 1e-6'],
  StepFixedSchedule: ['factor: 0.1', 'start_value: ${..lr}', 'steps:', '  - 0.3', '  - 0.6'],
  StepIntervalSchedule: ['factor: 0.5', 'start_value: ${..lr}', 'update_interval: 0.25'],
  LinearWarmupCosineDecaySchedule: ['warmup_steps: 100', 'max_value: ${..lr}', 'end_value: 1e-6'],
  WarmupStableDecaySchedule: ['warmup_percent: 0.05', 'cooldown_percent: 0.2', 'max_value: ${..lr}'],
  PiecewiseLinearSchedule: ['control_points: [[0.0, 0.0], [0.1, 1e-3], [1.0, 1e-5]]'],
};
const names = Object.keys(BLOCKS);

/** A list with an entry per step is only proposed for runs of at most 100 steps. */
const offered = (name: string) => names.filter((other) => other !== name);

describe.each(names)('a %s', (name) => {
  const document = config([`kind: ${kind(name)}`, ...(BLOCKS[name] ?? [])]);

  it('is offered as every other kind, each of them without an error and with the same peak', async () => {
    const changes = await kindsOf(document, BLOCK);
    expect(changes.map(({ label }) => label).sort()).toEqual(offered(name).sort());
    for (const change of changes) {
      const then = applied(document, change);
      const errors = (await service.validate(then)).filter(({ severity }) => severity === 1);
      expect(errors, `${change.label}:\n${then.getText()}`).toEqual([]);
      const { peak } = await curveOf(then);
      // A straight line reaches its end a step after training: at most an eighth of training from 0, so 1e-3 / 125.
      expect(Math.abs(peak - 1e-3), `${change.label}:\n${then.getText()}`).toBeLessThanOrEqual(8e-6);
      expect(change.summary, change.label).toBeDefined();
    }
  });

  it('leaves everything outside of the block as it is, and comes back in one change', async () => {
    for (const change of await kindsOf(document, BLOCK)) {
      const then = applied(document, change).getText();
      expect(then.startsWith(document.getText().slice(0, document.getText().indexOf('kind: noether')))).toBe(true);
      // None of the edits touches another.
      for (const [index, { range }] of change.edits.entries()) {
        const next = change.edits[index + 1]?.range;
        if (next !== undefined) expect(document.offsetAt(range.end)).toBeLessThanOrEqual(document.offsetAt(next.start));
      }
    }
  });
});

describe('the text of another kind', () => {
  const stairs = config([
    `kind: ${kind('StepFixedSchedule')}`,
    'factor: 0.1  # per drop',
    'start_value: ${..lr} # as lr',
    'steps: [0.3, 0.6, 0.9]',
  ]);

  it('keeps values, interpolations and comments under the name that the new kind has for them', async () => {
    // 1e-3 × 0.1³ = 1e-6 is where the stairs end.
    expect(await changed(stairs, 'LinearDecreasingSchedule')).toBe(
      config([`kind: ${kind('LinearDecreasingSchedule')}`, 'max_value: ${..lr} # as lr', 'end_value: 1e-6']).getText(),
    );
  });

  it('proposes the interval of drops that come at one', async () => {
    const even = config([
      `kind: ${kind('StepFixedSchedule')}`,
      'factor: 0.5',
      'start_value: 1e-3',
      'steps: [0.25, 0.5, 0.75]',
    ]);
    expect(await changed(even, 'StepIntervalSchedule')).toBe(
      config([
        `kind: ${kind('StepIntervalSchedule')}`,
        'factor: 0.5',
        'start_value: 1e-3',
        'update_interval: 0.25',
      ]).getText(),
    );
  });

  it.each([
    // A third of training would drop at two thirds and not at the end; the mean of 0.3 and 0.6 / 2 lets in a third drop.
    ['0.3, 0.6', '0.34'],
    // The mean of 0.4 and 0.9 / 2 is 0.425, whose double is below 1 and whose triple is not.
    ['0.4, 0.9', '0.43'],
    // A seventh is 0.142857…, and six times 0.14 leave room for a seventh drop; 7 × 0.143 = 1.001 is past the end.
    ['0.1, 0.2, 0.3, 0.4, 0.5, 0.7', '0.15'],
    // Drops so late that only one would come at their interval: two come where it is below 0.5.
    ['0.8, 0.9', '0.49'],
  ])('has as many drops at an interval as [%s]', async (steps, interval) => {
    const count = steps.split(',').length;
    const uneven = config([
      `kind: ${kind('StepFixedSchedule')}`,
      'factor: 0.5',
      'start_value: 1e-3',
      `steps: [${steps}]`,
    ]);
    const change = (await kindsOf(uneven, BLOCK)).find(({ label }) => label === 'StepIntervalSchedule');
    expect(change?.proposed).toEqual([`update_interval: ${interval}`]);
    expect((await curveOf(applied(uneven, change as KindChange))).last).toBeCloseTo(1e-3 * 0.5 ** count, 12);
  });

  it('keeps what stands behind quoted keys', async () => {
    const quoted = config([
      `kind: "${kind('StepFixedSchedule')}"`,
      `'factor': 0.1`,
      `"start_value": 1e-3 # first`,
      '"steps": [0.25, 0.5, 0.75]',
    ]);
    expect(await changed(quoted, 'StepIntervalSchedule')).toBe(
      config([
        `kind: "${kind('StepIntervalSchedule')}"`,
        `'factor': 0.1`,
        `"start_value": 1e-3 # first`,
        'update_interval: 0.25',
      ]).getText(),
    );
  });

  it('rises, stays and falls as long as straight lines do', async () => {
    const lines = config([
      `kind: ${kind('PiecewiseLinearSchedule')}`,
      'control_points: [[0.0, 0.0], [0.1, 1e-3], [0.7, 1e-3], [1.0, 0.0]]',
    ]);
    const change = (await kindsOf(lines, BLOCK)).find(({ label }) => label === 'WarmupStableDecaySchedule');
    // It starts at 0 without being told.
    expect([...(change?.proposed ?? [])].sort()).toEqual([
      'cooldown_percent: 0.3',
      'cooldown_shape: linear',
      'end_value: 0.0',
      'max_value: 1e-3',
      'warmup_percent: 0.1',
    ]);
  });

  it('says which kinds only newer versions of noether have', async () => {
    const changes = await kindsOf(stairs, BLOCK);
    const told = (name: string) => changes.find(({ label }) => label === name)?.description ?? '';
    expect(told('SqrtDecreasingSchedule')).toContain('after version 1.1');
    expect(told('CosineDecreasingSchedule')).not.toContain('after version 1.1');
  });

  it('names what stays, comes and goes', async () => {
    const [change] = (await kindsOf(stairs, BLOCK)).filter(({ label }) => label === 'ConstantSchedule');
    expect(change).toMatchObject({
      kept: ['start_value → value: ${..lr}'],
      proposed: [],
      removed: ['factor: 0.1', 'steps: [0.3, 0.6, 0.9]'],
      summary: 'constant 1e-3, 1,000 steps',
    });
  });

  it('says both lengths in steps where one is', async () => {
    const warm = config([`kind: ${kind('LinearWarmupCosineDecaySchedule')}`, 'warmup_steps: 50', 'max_value: 1e-3']);
    const then = await changed(warm, 'WarmupStableDecaySchedule');
    // A fifth of 1,000 steps to cool down.
    expect(then).toContain('cooldown_steps: 200');
    expect(then).not.toContain('percent');
  });

  it('keeps to flow style', async () => {
    const text = `optim: {lr: 1e-3, schedule_config: {kind: ${kind('StepIntervalSchedule')}, start_value: "\${..lr}", factor: 0.5, update_interval: 0.5}}\n`;
    const document = TextDocument.create('file:///project/train.yaml', 'yaml', 1, text);
    expect(await changed(document, 'CosineDecreasingSchedule')).toBe(
      `optim: {lr: 1e-3, schedule_config: {kind: ${kind('CosineDecreasingSchedule')}, max_value: "\${..lr}", end_value: 5e-4}}\n`.replace(
        '5e-4',
        '5e-4',
      ),
    );
  });

  it('of a smooth curve as stairs ends where the curve does', async () => {
    const smooth = config([`kind: ${kind('CosineDecreasingSchedule')}`, 'max_value: 1e-3', 'end_value: 1e-6']);
    const then = config([
      `kind: ${kind('StepFixedSchedule')}`,
      'start_value: 1e-3',
      'steps: [0.3, 0.6, 0.9]',
      // (1e-6 / 1e-3) to the power of a third.
      'factor: 0.1',
    ]).getText();
    expect((await changed(smooth, 'StepFixedSchedule')).split('\n').sort()).toEqual(then.split('\n').sort());
  });

  it('writes a list for each step of a short run, and for no long one', async () => {
    const short = TextDocument.create(
      'file:///a.yaml',
      'yaml',
      1,
      stairs.getText().replace('1000', '4').replace('[0.3, 0.6, 0.9]', '[0.5]'),
    );
    // Steps 0 and 1 are before half of 4, steps 2 and 3 are not.
    expect(await changed(short, 'CustomSchedule')).toContain('values: [1e-3, 1e-3, 1e-4, 1e-4]');
    expect((await kindsOf(stairs, BLOCK)).map(({ label }) => label)).not.toContain('CustomSchedule');
  });

  it('does not bring to life what had no effect', async () => {
    const idle = config([`kind: ${kind('ConstantSchedule')}`, 'value: 1e-3', 'start_value: 0.5']);
    expect(await changed(idle, 'StepFixedSchedule')).not.toContain('0.5]');
    expect(await changed(idle, 'StepFixedSchedule')).toContain('start_value: 1e-3');
  });
});

describe('no other kind', () => {
  const textOf = (text: string) => TextDocument.create('file:///project/a.yaml', 'yaml', 1, text);
  const constant = kind('ConstantSchedule');

  it.each([
    ['a block with errors', config([`kind: ${constant}`, 'value: abc']), 'The errors of the block come first. '],
    ['a block of another text', textOf(''), 'The block is no longer there.'],
    [
      'what an anchor shares',
      textOf(`base: &base\n  kind: ${constant}\n  value: 1e-3\noptim:\n  lr: 1e-3\n  schedule_config: *base\n`),
      'The kind is shared with other places by an anchor: change it at line 2.',
    ],
    [
      'a kind that is merged in',
      textOf(`base: &base {kind: ${constant}}\noptim:\n  schedule_config:\n    <<: *base\n    value: 1e-3\n`),
      'The kind is shared with other places by an anchor: change it at line 1.',
    ],
    [
      'keys with comments between brackets',
      textOf(
        `optim:\n  schedule_config: {\n    kind: ${kind('StepFixedSchedule')},\n    start_value: 1e-3, # first\n    steps: [0.5], # half\n    factor: 0.1, # each\n  }\n`,
      ),
      'What other kinds do not need cannot be taken away: an alias refers to it, or comments stand between the entries of the brackets.',
    ],
  ])('is offered for %s, and it is said why', async (_, document, why) => {
    const { kinds, refusal } = await service.changeKinds(document, BLOCK);
    expect(kinds).toEqual([]);
    expect(refusal).toContain(why);
  });

  it('is offered, and nothing is said, once nobody waits for it', async () => {
    const token = { isCancellationRequested: true };
    const document = config([`kind: ${constant}`, 'value: 1e-3']);
    expect(await service.changeKinds(document, BLOCK, undefined, token)).toEqual({ kinds: [] });
  });

  it('is offered that the version of noether does not have', async () => {
    const old = createLanguageService({ noetherVersion: '1.1' });
    const labels = (
      await old.changeKinds(config([`kind: ${kind('ConstantSchedule')}`, 'value: 1e-3']), BLOCK)
    ).kinds.map(({ label }) => label);
    expect(labels).toContain('StepFixedSchedule');
    expect(labels).not.toContain('SqrtDecreasingSchedule');
  });
});

describe('a block that several files make', () => {
  const files = {
    'conf/train.yaml':
      'defaults:\n  - optim: adamw\n  - _self_\noptim:\n  schedule_config:\n    max_value: 2e-3\ntrainer:\n  max_updates: 1000\n',
    'conf/optim/adamw.yaml': `lr: 2e-3\nschedule_config:\n  kind: ${kind('LinearDecreasingSchedule')}\n  end_value: 1e-5\n`,
  };

  it('says where its kind is written, where that is another one of them', async () => {
    const { service: composed, document } = serviceOf(files);
    expect(await composed.changeKinds(document('conf/train.yaml'), BLOCK)).toEqual({
      kinds: [],
      refusal: 'The kind stands elsewhere: change it at optim/adamw.yaml, line 3.',
    });
  });

  it('takes what the others give for given, and is edited in its own', async () => {
    const { service: composed, document } = serviceOf(files);
    const open = document('conf/optim/adamw.yaml');
    const { kinds: changes } = await composed.changeKinds(open, '["schedule_config"]');
    const cosine = changes.find(({ label }) => label === 'CosineDecreasingSchedule');
    expect(cosine?.proposed).toEqual([]);
    expect(cosine?.edits.map(({ newText }) => newText)).toEqual([kind('CosineDecreasingSchedule')]);
    // 2e-3 comes from train.yaml.
    expect(cosine?.summary).toContain('2e-3');
  });
});

import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InsteadText } from '../../../server/src/protocol';
import { createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';
import { kind, serviceOf, uriOf } from '../composed/harness';

const uri = 'file:///config.yaml';
const older = `trainer:
  max_updates: 1000
optim:
  lr: 1e-3
  schedule_config:
    kind: ${kind('StepFixedSchedule')}
    factor: 0.1
    start_value: 0.001
    steps: [0.3, 0.6]
`;

/** Ids of the changed blocks, with what they were and are. */
async function changed(now: string, before: string | null = older, options: LanguageServiceOptions = {}) {
  const service = createLanguageService(options);
  const document = TextDocument.create(uri, 'yaml', 5, now);
  const instead: InsteadText[] = [{ uri, ...(before !== null && { text: before }) }];
  const { blocks, version } = await service.changedBlocks(document, instead);
  expect(version).toBe(5);
  return blocks.map(({ blockId, range, before: was, after }) => [blockId, document.getText(range), was, after]);
}

const at = '["optim","schedule_config"]';

describe('a block counts as changed', () => {
  it.each<readonly [string, string, string]>([
    ['a number', older.replace('0.1', '0.5'), '1e-3 → 2.5e-4, 1,000 steps'],
    ['an entry of a list', older.replace('0.6', '0.7'), '1e-3 → 1e-5, 1,000 steps'],
    ['a new entry', older.replace('0.6', '0.6, 0.9'), '1e-3 → 1e-6, 1,000 steps'],
    ['the length of training', older.replace('1000', '500'), '1e-3 → 1e-5, 500 steps'],
    [
      'the kind',
      older.replace('StepFixed', 'StepInterval').replace('steps: [0.3, 0.6]', 'update_interval: 0.3'),
      '1e-3 → 1e-6, 1,000 steps',
    ],
  ])('for %s', async (_, now, after) => {
    expect(await changed(now)).toEqual([[at, 'schedule_config', '1e-3 → 1e-5, 1,000 steps', after]]);
  });

  it('for what noether refuses now, or refused then', async () => {
    const broken = older.replace('factor: 0.1', 'factor: x');
    expect(await changed(broken)).toEqual([[at, 'schedule_config', '1e-3 → 1e-5, 1,000 steps', undefined]]);
    expect(await changed(older, broken)).toEqual([[at, 'schedule_config', undefined, '1e-3 → 1e-5, 1,000 steps']]);
    expect(await changed(broken.replace('factor: x', 'factor: y'), broken)).toHaveLength(1);
  });

  it('for an unknown that is another one', async () => {
    const unknown = older.replace('start_value: 0.001', 'start_value: ${model.lr}');
    expect(await changed(unknown, unknown)).toEqual([]);
    expect(await changed(unknown.replace('model.lr', 'other.lr'), unknown)).toHaveLength(1);
    expect(await changed(unknown)).toHaveLength(1);
  });

  it('where there was none: a new block, a new file', async () => {
    const added = `${older}  weight_decay_schedule:\n    kind: ${kind('ConstantSchedule')}\n    value: 0.1\n`;
    expect(await changed(added)).toEqual([
      ['["optim","weight_decay_schedule"]', 'weight_decay_schedule', undefined, 'constant 0.1, 1,000 steps'],
    ]);
    expect(await changed(older, null)).toEqual([[at, 'schedule_config', undefined, '1e-3 → 1e-5, 1,000 steps']]);
  });
});

describe('a block does not count as changed', () => {
  it.each([
    ['comments and blank lines', `# new\n\n${older.replace('0.6]', '0.6]  # why')}`],
    ['another notation of the same number', older.replace('0.001', '1.0e-3').replace('0.1', '"0.1"')],
    ['the order of keys', older.replace(/( {4}factor: 0.1\n)( {4}start_value: 0.001\n)/, '$2$1')],
    ['the order of places', older.replace('0.3, 0.6', '0.6, 0.3')],
    ['another style of the list', older.replace('[0.3, 0.6]', '\n      - 0.3\n      - 0.6')],
    [
      'an interpolation of the same value',
      older.replace('start_value: 0.001', 'start_value: ${optim.peak}').replace('lr: 1e-3', 'lr: 1e-3\n  peak: 0.001'),
    ],
    ['a key with its default', older.replace('factor: 0.1', 'factor: 0.1\n    interval: update')],
    ['a key that there is not, which noether ignores', older.replace('factor: 0.1', 'factor: 0.1\n    facter: 0.2')],
    ['other keys of the file', older.replace('lr: 1e-3', 'lr: 2e-3')],
  ])('for %s', async (_, now) => {
    expect(await changed(now)).toEqual([]);
  });

  it('without older texts', async () => {
    const service = createLanguageService();
    const document = TextDocument.create(uri, 'yaml', 1, older);
    expect(await service.changedBlocks(document, [])).toEqual({ version: 1, blocks: [] });
  });
});

describe('a composed block', () => {
  const texts = {
    'conf/train.yaml': 'defaults:\n  - trainer: short\n  - optim: adamw\n  - _self_\n',
    'conf/trainer/short.yaml': 'max_updates: 1000\n',
    'conf/optim/adamw.yaml': `schedule_config:\n  kind: ${kind('ConstantSchedule')}\n  value: 1.0\n`,
  };

  it('changes with any file that it is composed of', async () => {
    const { service, document } = serviceOf(texts);
    const open = document('conf/optim/adamw.yaml');
    const past = (path: string, text?: string) =>
      service.changedBlocks(open, [{ uri: uriOf(path), ...(text !== undefined && { text }) }]);
    expect((await past('conf/trainer/short.yaml', 'max_updates: 400\n')).blocks).toMatchObject([
      { before: 'constant 1, 400 steps', after: 'constant 1, 1,000 steps' },
    ]);
    const overridden = `${texts['conf/train.yaml']}optim:\n  schedule_config:\n    value: 2.0\n`;
    expect((await past('conf/train.yaml', overridden)).blocks).toMatchObject([{ before: 'constant 2, 1,000 steps' }]);
    expect((await past('conf/trainer/short.yaml', '# same\nmax_updates: 1000\n')).blocks).toEqual([]);
  });
});

describe('the values of one step after the other', () => {
  const text = `trainer:\n  max_updates: 250001\nschedule_config:\n  kind: ${kind('LinearDecreasingSchedule')}\n  max_value: 250000\n`;

  it('come a hundred thousand at a time, to the end of training', async () => {
    const service = createLanguageService();
    const document = TextDocument.create(uri, 'yaml', 2, text);
    const all: unknown[] = [];
    for (let from = 0; from < 250_001; ) {
      const { values, totalSteps, version } = await service.curveValues(document, { from, count: 1e9 });
      expect([totalSteps, version]).toEqual([250_001, 2]);
      expect(values.length).toBeLessThanOrEqual(100_000);
      all.push(...values);
      from += values.length;
    }
    expect(all).toHaveLength(250_001);
    // 250,000 · (1 − s / 250,000).
    expect([all[0], all[1], all[249_999], all[250_000]]).toEqual([250_000, 249_999, expect.closeTo(1, 6), 0]);
  });

  it('end where the schedule fails, and say why', async () => {
    const custom = `schedule_config:\n  kind: ${kind('CustomSchedule')}\n  values: [3, 2, 1]\n`;
    const document = TextDocument.create(uri, 'yaml', 1, `trainer:\n  max_updates: 5\n${custom}`);
    const { values, failure } = await createLanguageService().curveValues(document, { from: 1, count: 10 });
    expect(values).toEqual([2, 1]);
    expect(failure).toMatchObject({ step: 3 });
  });

  it.each([
    [-5, 2, [250_000, 249_999]],
    [Number.NaN, 1, [250_000]],
    [0, -1, []],
    [1e12, 5, []],
    [0.9, 1.9, [250_000]],
  ])('from %d, %d of them, are %j', async (from, count, expected) => {
    const document = TextDocument.create(uri, 'yaml', 1, text);
    expect((await createLanguageService().curveValues(document, { from, count })).values).toEqual(expected);
  });

  it('are none without a curve, and none once nobody waits', async () => {
    const service = createLanguageService();
    const document = TextDocument.create(uri, 'yaml', 1, 'a: 1\n');
    expect(await service.curveValues(document, { from: 0, count: 5 })).toEqual({
      version: 1,
      totalSteps: 0,
      values: [],
    });
    const long = TextDocument.create(uri, 'yaml', 1, text);
    const token = { isCancellationRequested: true };
    expect((await service.curveValues(long, { from: 0, count: 5 }, token)).values).toEqual([]);
  });
});

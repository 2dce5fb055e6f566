import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { decodeCurve } from '../../../server/src/plot';
import type { PreviewResult } from '../../../server/src/protocol';
import { createLanguageService, type LanguageServiceOptions, type PreviewAt } from '../../../server/src/service';

function open(text: string, version = 1): TextDocument {
  return TextDocument.create('file:///config.yaml', 'yaml', version, text);
}

/** The preview at `|`, which is taken out; without one, of the first block. */
async function previewOf(
  marked: string,
  options: LanguageServiceOptions = {},
  blockId?: string,
): Promise<PreviewResult> {
  const offset = marked.indexOf('|');
  const document = open(offset < 0 ? marked : marked.slice(0, offset) + marked.slice(offset + 1));
  const at: PreviewAt = {
    ...(offset >= 0 && { position: document.positionAt(offset) }),
    ...(blockId !== undefined && { blockId }),
  };
  return createLanguageService(options).preview(document, at);
}

const two = `trainer:
  max_updates: 5
encoder:
  optim:
    lr: 4
    schedule_config:
      kind: noether.core.schedules.LinearDecreasingSchedule
      max_value: 4
    weight_decay: 1
    weight_decay_schedule:
      kind: noether.core.schedules.ConstantSchedule
      value: 1
decoder:
  - kind: noether.core.schedules.StepFixedSchedule
    start_value: 8
    factor: 0.5
    steps: [0.4]
`;

describe('which block is shown', () => {
  it('lists the blocks of the file with paths to tell them apart', async () => {
    const { blocks, state, version } = await previewOf(two);
    expect(state).toBe('ok');
    expect(version).toBe(1);
    expect(blocks.map(({ label }) => label)).toEqual([
      'encoder.optim.schedule_config',
      'encoder.optim.weight_decay_schedule',
      'decoder[0]',
    ]);
    expect(blocks.map(({ kind }) => kind)).toEqual([
      'noether.core.schedules.LinearDecreasingSchedule',
      'noether.core.schedules.ConstantSchedule',
      'noether.core.schedules.StepFixedSchedule',
    ]);
    expect(blocks[0]?.path).toEqual(['encoder', 'optim', 'schedule_config']);
    // From the key to the end of the block.
    expect(blocks[0]?.range).toEqual({ start: { line: 5, character: 4 }, end: { line: 7, character: 18 } });
  });

  it.each([
    ['      kind: noether.core.schedules.Const', 1],
    ['  - kind: noether', 2],
    ['    schedule_', 0],
  ])('is the one around the position (%s)', async (before, index) => {
    const at = two.indexOf(before) + before.length;
    const result = await previewOf(`${two.slice(0, at)}|${two.slice(at)}`);
    expect(result.selected).toBe(result.blocks[index]?.id);
  });

  it('is the one that was chosen last while the position is in none', async () => {
    const { blocks } = await previewOf(two);
    const chosen = blocks[2]?.id ?? '';
    expect((await previewOf(`|${two}`, {}, chosen)).selected).toBe(chosen);
    expect((await previewOf(two, {}, chosen)).selected).toBe(chosen);
    const inside = two.replace('max_value', '|max_value');
    expect((await previewOf(inside, {}, chosen)).selected).toBe(blocks[0]?.id);
  });

  it('is the nearest one without a choice that still stands', async () => {
    const { blocks } = await previewOf(two);
    expect((await previewOf(two.replace('weight_decay: 1\n', 'weight_decay: 1|\n'), {}, 'gone')).selected).toBe(
      blocks[1]?.id,
    );
    expect((await previewOf(two.replace('decoder:', 'decoder:|'))).selected).toBe(blocks[2]?.id);
    expect((await previewOf(two, {}, 'gone')).selected).toBe(blocks[0]?.id);
  });

  it('keeps an id while other text moves', async () => {
    const moved = await previewOf(`# a new line\n${two.replace('max_value: 4', 'max_value: 3')}`);
    expect(moved.blocks.map(({ id }) => id)).toEqual((await previewOf(two)).blocks.map(({ id }) => id));
  });

  it('tells two blocks at one path apart', async () => {
    const block = '\n  kind: noether.core.schedules.ConstantSchedule\n  value: 1\n';
    const { blocks } = await previewOf(`schedule_config:${block}schedule_config:${block}`);
    expect(new Set(blocks.map(({ id }) => id)).size).toBe(blocks.length);
    expect(new Set(blocks.map(({ label }) => label)).size).toBe(blocks.length);
  });
});

describe('a known curve', () => {
  it('has every step of a short run, exactly', async () => {
    const result = await previewOf(two);
    const curve = result.curve && decodeCurve(result.curve);
    // 4 − 4 · s / 4.
    expect(Array.from(curve?.series[0]?.steps ?? [])).toEqual([0, 1, 2, 3, 4]);
    expect(Array.from(curve?.series[0]?.values ?? [])).toEqual([4, 3, 2, 1, 0]);
    expect(curve).toMatchObject({ totalSteps: 5, quantity: 'learning rate' });
    expect(result.title).toBe('LinearDecreasingSchedule');
    expect(result.assumptions).toEqual([]);
  });

  it('gives the values that matter with their steps', async () => {
    const { facts } = await previewOf(two);
    expect(facts).toEqual([
      { label: 'first step', value: '4', step: 0 },
      { label: 'peak', value: '4', step: 0 },
      // Steps int(5 · 0.25), int(5 · 0.5), int(5 · 0.75).
      { label: '25 %', value: '3', step: 1 },
      { label: '50 %', value: '2', step: 2 },
      { label: '75 %', value: '1', step: 3 },
      { label: 'last step', value: '0', step: 4 },
      // (4 + 3 + 2 + 1 + 0) / 5.
      { label: 'mean value', value: '2' },
    ]);
  });

  it('says where the number of steps comes from', async () => {
    const { totalSteps, xUnit } = await previewOf(two);
    expect(totalSteps).toEqual({
      steps: 5,
      source: 'config',
      text: 'max_updates',
      place: {
        uri: 'file:///config.yaml',
        range: { start: { line: 1, character: 15 }, end: { line: 1, character: 16 } },
      },
    });
    expect(xUnit).toBe('steps');
    const bare = two.replace('trainer:\n  max_updates: 5\n', '');
    expect((await previewOf(bare, { totalSteps: 7 })).totalSteps).toEqual({
      steps: 7,
      source: 'setting',
      text: 'setting scheduleLens.totalSteps',
    });
    const assumed = await previewOf(bare);
    expect(assumed.totalSteps).toMatchObject({ steps: 1000, source: 'assumed' });
    expect(assumed.xUnit).toBe('percent');
    // Said once, where the total is shown.
    expect(assumed.totalSteps?.text).toContain('1,000 assumed');
    expect(assumed.assumptions.join(' ')).not.toContain('number of steps');
  });

  it('marks the point that the cursor is on, and names the phases', async () => {
    const { curve } = await previewOf(two.replace('[0.4]', '[0.|4]'));
    // 0.4 · 5 = step 2.
    expect(curve?.marks).toEqual([{ step: 2, value: 4, label: '4 at step 2', role: 'cursor' }]);
    expect(curve?.phases).toEqual([
      { label: 'start', from: 0, to: 2 },
      { label: 'drop 1', from: 2, to: 5 },
    ]);
    expect(curve?.series[0]?.shape).toBe('step');
  });

  it('has at most the points that a panel can show, however long the run', async () => {
    const { curve } = await previewOf(two.replace('max_updates: 5', 'max_updates: 1000000000'));
    expect(curve?.series[0]?.steps.length).toBeLessThanOrEqual(1500);
    expect(curve?.series[0]?.steps.length).toBeGreaterThan(700);
    expect(curve?.series[0]?.steps.at(-1)).toBe(999_999_999);
  });

  it('survives JSON, with numbers that are not finite', async () => {
    const { curve } = JSON.parse(JSON.stringify(await previewOf(two.replace('value: 1', '|value: .inf'))));
    expect(decodeCurve(curve).series[0]?.values[0]).toBe(Number.POSITIVE_INFINITY);
  });

  it('holds values over epochs and marks where training begins', async () => {
    const text =
      'trainer:\n  max_epochs: 4\n  start_at_epoch: 2\nschedule_config:\n  kind: noether.core.schedules.LinearDecreasingSchedule\n  max_value: 7\n  interval: epoch\n';
    const { curve, facts } = await previewOf(text, { updatesPerEpoch: 2 });
    // 8 updates; the value of step 2 e is 7 − 7 · 2 e / 7.
    expect(curve?.series[0]?.values).toEqual([7, 7, 5, 5, 3, 3, 1, 1]);
    expect(curve?.series[0]?.shape).toBe('step');
    expect(curve?.updatesPerEpoch).toBe(2);
    expect(curve?.marks).toContainEqual({ step: 4, label: 'training begins', role: 'note' });
    expect(facts).toContainEqual({ label: 'training begins', value: '3', step: 4 });
  });
});

describe('the other states', () => {
  it('is empty without a schedule, and says what to write', async () => {
    for (const text of ['', 'a: 1\n', 'schedule_config: null\n', 'optim:\n  schedule_config:\n']) {
      const result = await previewOf(text);
      expect(result).toMatchObject({ state: 'empty', blocks: [], facts: [], problems: [] });
      expect(result.selected).toBeUndefined();
      expect(result.curve).toBeUndefined();
      expect(result.message).toMatch(/\.$/);
    }
  });

  it('is empty for a file that is too large to be read', async () => {
    const result = await previewOf(two, { maxFileSize: 100 });
    expect(result.state).toBe('empty');
    expect(result.message).toContain('scheduleLens.maxFileSize');
  });

  it('lists the problems of a block with errors, and shows no curve', async () => {
    const result = await previewOf(two.replace('factor: 0.5', 'factor: |-1\n    bogus: 2'));
    expect(result.state).toBe('error');
    expect(result.curve).toBeUndefined();
    expect(result.problems.map(({ severity }) => severity)).toEqual(['error', 'warning']);
    expect(result.problems[0]).toMatchObject({
      uri: 'file:///config.yaml',
      range: { start: { line: 15, character: 12 }, end: { line: 15, character: 14 } },
      code: 'range',
    });
    expect(result.message).toMatch(/\.$/);
  });

  it('keeps the problems of other blocks out', async () => {
    const { problems } = await previewOf(two.replace('factor: 0.5', 'factor: -1').replace('max_value', '|max_value'));
    expect(problems).toEqual([]);
  });

  it('draws in units of an unknown, and says so', async () => {
    const result = await previewOf(two.replace('max_value: 4', 'max_value: ${model.optim.lr}'));
    expect(result.state).toBe('unknown');
    expect(result.curve?.unit).toBe('${model.optim.lr}');
    expect(result.facts[0]).toEqual({ label: 'first step', value: '1 × ${model.optim.lr}', step: 0 });
    expect(result.message).toContain('${model.optim.lr}');
  });

  it('says what it assumed where units are not exact', async () => {
    const result = await previewOf(two.replace('max_value: 4', 'max_value: ${model.optim.lr}\n      end_value: 1'));
    expect(result.state).toBe('unknown');
    expect(result.curve?.unit).toBeUndefined();
    // The lr beside the block is 4.
    expect(result.facts[0]?.value).toBe('4');
    expect(result.assumptions).toEqual([
      '${model.optim.lr} is not known from this file: 4 assumed for max_value, the lr beside the block.',
    ]);
  });

  it('has no curve where the shape is unknown', async () => {
    const result = await previewOf(two.replace('steps: [0.4]', 'steps: ["${a|}"]'));
    expect(result.state).toBe('unknown');
    expect(result.curve).toBeUndefined();
    expect(result.message).toContain('steps[0] (${a})');
  });

  it('shows the part before training stops', async () => {
    const text =
      'trainer: {max_updates: 4}\nschedule_config:\n  kind: noether.core.schedules.CustomSchedule\n  values: [2, 1]\n';
    const result = await previewOf(text);
    expect(result.curve?.series[0]?.values).toEqual([2, 1]);
    expect(result.curve?.series[0]?.failure).toEqual({ step: 2, message: 'IndexError' });
    expect(result.problems[0]?.code).toBe('values-too-short');
    expect(result.message).toBe(result.problems[0]?.message);
  });

  it('answers for half-typed text and for cancelled requests', async () => {
    for (let length = 0; length <= two.length; length += 7) {
      const result = await previewOf(two.slice(0, length));
      expect(result.blocks.some(({ id }) => id === result.selected)).toBe(result.state !== 'empty');
    }
    const token = { isCancellationRequested: true };
    expect((await createLanguageService({}).preview(open(two), undefined, token)).state).toBe('empty');
  });
});

describe('code lens', () => {
  const lenses = async (text: string, options: LanguageServiceOptions = {}) =>
    (await createLanguageService(options).codeLens(open(text))).map(({ command, range }) => ({
      title: command?.title,
      line: range.start.line,
      arguments: command?.arguments,
      command: command?.command,
    }));

  it('stands over each block and says what its curve does', async () => {
    expect(await lenses(two)).toEqual([
      {
        title: 'Preview schedule: 4 → 0, 5 steps',
        line: 5,
        command: 'scheduleLens.preview',
        arguments: ['file:///config.yaml', { line: 5, character: 4 }],
      },
      {
        title: 'Preview schedule: constant 1, 5 steps',
        line: 9,
        command: 'scheduleLens.preview',
        arguments: ['file:///config.yaml', { line: 9, character: 4 }],
      },
      {
        title: 'Preview schedule: 8 → 4, 5 steps',
        line: 13,
        command: 'scheduleLens.preview',
        arguments: ['file:///config.yaml', { line: 13, character: 4 }],
      },
    ]);
  });

  it('leaves out what is not known', async () => {
    const bare = two.replace('trainer:\n  max_updates: 5\n', '');
    expect((await lenses(bare))[2]?.title).toBe('Preview schedule: 8 → 4');
    expect((await lenses(two.replace('max_value: 4', 'max_value: ${a}')))[0]?.title).toBe(
      'Preview schedule: 1 → 0 × ${a}, 5 steps',
    );
    const guessed = two.replace('max_value: 4', 'max_value: ${a}\n      end_value: 1');
    expect((await lenses(guessed))[0]?.title).toBe('Preview schedule');
    expect((await lenses(two.replace('factor: 0.5', 'factor: -1')))[2]?.title).toBe('Preview schedule: has errors');
  });

  it('is silent where there is no schedule', async () => {
    expect(await lenses('optim:\n  schedule_config: null\n')).toEqual([]);
    expect(await lenses('a: 1\n')).toEqual([]);
  });
});

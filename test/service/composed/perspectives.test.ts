import { describe, expect, it, vi } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../server/src/service';
import type { BlockPerspective } from '../../../server/src/service/analysis';
import { pathText } from '../../../server/src/service/path-text';
import { kind, serviceOf, uriOf } from './harness';

const COSINE = kind('CosineDecreasingSchedule');
const OPTIM = `kind: torch.optim.AdamW\nlr: 1e-3\nschedule_config:\n  kind: ${COSINE}\n  max_value: \${..lr}\n`;

/** `label: path` of each. */
function named(perspectives: readonly BlockPerspective[] | undefined): string[] {
  return (perspectives ?? []).map((one) => `${one.perspective.label}: ${pathText(one.path)}`);
}

function valueAt({ resolved }: BlockPerspective, key: string): unknown {
  const value = resolved.kind === 'map' ? resolved.entries.get(key)?.value : undefined;
  return value?.kind === 'scalar' ? value.value : value?.kind;
}

describe('the perspectives of a block', () => {
  it('are those of every primary, the chosen one first, and give the block its values', async () => {
    const files = {
      'train_a.yaml': 'defaults:\n  - optim: adamw\n  - _self_\noptim:\n  lr: 2e-3\n',
      'train_b.yaml': 'defaults:\n  - optim: adamw\n  - _self_\noptim:\n  lr: 3e-3\n',
      'optim/adamw.yaml': OPTIM,
    };
    const { analysis, workspace, view } = serviceOf(files);
    const [block] = (await analysis('optim/adamw.yaml')).blocks;
    expect(named(block?.perspectives)).toEqual(['train_a: optim.schedule_config', 'train_b: optim.schedule_config']);
    expect(block?.perspectives.map((one) => valueAt(one, 'max_value'))).toEqual([2e-3, 3e-3]);
    expect(block?.resolved).toBe(block?.perspectives[0]?.resolved);

    const other = (await view('optim/adamw.yaml')).perspectives[1];
    workspace.choose(uriOf('optim/adamw.yaml'), other?.id);
    const [chosen] = (await analysis('optim/adamw.yaml')).blocks;
    expect(named(chosen?.perspectives)).toEqual(['train_b: optim.schedule_config', 'train_a: optim.schedule_config']);
    expect(chosen?.resolved).toBe(chosen?.perspectives[0]?.resolved);
  });

  it('include every package that its file is placed at', async () => {
    const { analysis } = serviceOf({
      'train.yaml':
        'defaults:\n  - optim@enc.optim: adamw\n  - optim@dec.optim: adamw\n  - _self_\ndec:\n  optim:\n    lr: 5e-3\n',
      'optim/adamw.yaml': OPTIM,
    });
    const [block] = (await analysis('optim/adamw.yaml')).blocks;
    expect(named(block?.perspectives)).toEqual([
      'train: enc.optim.schedule_config',
      'train: dec.optim.schedule_config',
    ]);
    expect(block?.perspectives.map((one) => valueAt(one, 'max_value'))).toEqual([1e-3, 5e-3]);
  });

  it('say where links show it', async () => {
    const { analysis } = serviceOf({
      'train.yaml': `defaults:\n  - optim: adamw\n  - _self_\nmodel:\n  optim: \${optim}\nhead: \${model}\n`,
      'optim/adamw.yaml': OPTIM,
    });
    const [block] = (await analysis('optim/adamw.yaml')).blocks;
    expect(named(block?.perspectives)).toEqual(['train: optim.schedule_config']);
    expect(block?.perspectives[0]?.shownAt.map(pathText)).toEqual([
      'optim.schedule_config',
      'model.optim.schedule_config',
      'head.optim.schedule_config',
    ]);
  });

  it('tell the values that the text wrote last', async () => {
    const { analysis } = serviceOf({
      'train.yaml':
        'defaults:\n  - optim: adamw\n  - _self_\noptim:\n  schedule_config:\n    end_value: 1e-6\n    max_value: 2e-3\n',
      'optim/adamw.yaml': OPTIM,
    });
    const [group] = (await analysis('optim/adamw.yaml')).blocks;
    const [primary] = (await analysis('train.yaml')).blocks;
    expect(group?.perspectives[0]?.ownsLeaves.map(pathText)).toEqual(['kind']);
    expect(primary?.perspectives[0]?.ownsLeaves.map(pathText).sort()).toEqual(['end_value', 'max_value']);
    // The same block of the same config, from both sides.
    expect(group?.perspectives[0]?.place).toBe(primary?.perspectives[0]?.place);
  });

  it('are told apart where several keys share an alias', async () => {
    const { analysis } = serviceOf({
      'train.yaml': `defaults:\n  - _self_\nlow:\n  lr: 1e-4\n  schedule_config: &s\n    kind: ${COSINE}\n    max_value: \${..lr}\nhigh:\n  lr: 1e-2\n  schedule_config: *s\n`,
    });
    const { blocks } = await analysis('train.yaml');
    expect(blocks.map(({ perspectives }) => named(perspectives))).toEqual([
      // The text of the anchor is that of both.
      ['train: low.schedule_config', 'train: high.schedule_config'],
      ['train: high.schedule_config'],
    ]);
  });

  it('reach a block through the key that links to it, with the optimizer around that key', async () => {
    const { analysis, said } = serviceOf({
      'train.yaml': `defaults:\n  - schedules: cosine\n  - _self_\noptim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  schedule_config: \${schedules}\n`,
      'schedules/cosine.yaml': `kind: ${COSINE}\nmax_value: 2e-3\n`,
    });
    const [definition] = (await analysis('schedules/cosine.yaml')).blocks;
    expect(definition?.perspectives.map(({ shownAt }) => shownAt.map(pathText))).toEqual([['optim.schedule_config']]);
    expect(definition?.perspectives[0]?.context.role).toBe('schedule_config');
    const [link] = (await analysis('train.yaml')).blocks;
    expect(link?.perspectives[0]?.ownsLeaves).toEqual([]);
    // lr is in the primary, which is merged last.
    expect(await said()).toEqual([expect.stringMatching(/^train\.yaml:6:7 warning peak-not-lr: lr is 1e-3 here/)]);
  });

  it('are those of the text that the editor has, byte order mark or not', async () => {
    const { analysis, diagnostics } = serviceOf({
      'train.yaml': 'defaults:\n  - optim: adamw\n',
      'optim/adamw.yaml': `\ufeff${OPTIM.replace(`\${..lr}`, 'abc')}`,
    });
    const [block] = (await analysis('optim/adamw.yaml')).blocks;
    expect(named(block?.perspectives)).toEqual(['train: optim.schedule_config']);
    const [wrong] = await diagnostics('optim/adamw.yaml');
    expect(wrong?.range).toEqual({ start: { line: 4, character: 13 }, end: { line: 4, character: 16 } });
  });

  it('are none where the composition was made from another text', async () => {
    const { service } = serviceOf({ 'train.yaml': 'defaults:\n  - optim: adamw\n', 'optim/adamw.yaml': OPTIM });
    const other = TextDocument.create(uriOf('optim/adamw.yaml'), 'yaml', 1, `# a new line\n${OPTIM}`);
    const analysis = await service.analyze(other);
    expect(analysis?.blocks.map(({ perspectives }) => perspectives.length)).toEqual([0]);
    // By itself it is fine, and seen so.
    expect(await service.validate(other)).toEqual([]);
  });

  it('show unsaved text of other documents', async () => {
    const { analysis, workspace } = serviceOf({
      'train.yaml': 'defaults:\n  - optim: adamw\n  - _self_\noptim:\n  lr: 2e-3\n',
      'optim/adamw.yaml': OPTIM,
    });
    const max = async () => {
      const [block] = (await analysis('optim/adamw.yaml')).blocks;
      return block?.perspectives.map((one) => valueAt(one, 'max_value'));
    };
    expect(await max()).toEqual([2e-3]);
    workspace.openDocument(uriOf('train.yaml'), 'defaults:\n  - optim: adamw\n  - _self_\noptim:\n  lr: 7e-3\n');
    expect(await max()).toEqual([7e-3]);
  });
});

describe('without a primary config', () => {
  it('a path is answered by its longest end in the file, marked as a guess', async () => {
    const { analysis, diagnostics } = serviceOf({
      'optim/adamw.yaml': `kind: torch.optim.AdamW\nlr: 1e-3\noptim:\n  lr: 2e-3\nschedule_config:\n  kind: ${COSINE}\n  max_value: \${model.optim.lr}\n  end_value: \${model.nothing}\n`,
    });
    const [block] = (await analysis('optim/adamw.yaml')).blocks;
    const max = block?.resolved.kind === 'map' ? block.resolved.entries.get('max_value')?.value : undefined;
    expect(max).toMatchObject({ kind: 'scalar', value: 2e-3 });
    expect(max?.assumed?.map(({ text }) => text)).toEqual([expect.stringContaining('optim.lr of this file is taken')]);
    const codes = (await diagnostics('optim/adamw.yaml')).map(({ code }) => code);
    expect(codes).toContain('interpolation-unresolved');
  });

  it('a value is not guessed to be itself, nor a mapping around it', async () => {
    const { analysis } = serviceOf({
      'optim/adamw.yaml': `lr: \${model.optim.lr}\nschedule_config:\n  kind: ${COSINE}\n  max_value: \${model.lr}\n  end_value: \${x.schedule_config}\n`,
    });
    const [block] = (await analysis('optim/adamw.yaml')).blocks;
    const entries = block?.resolved.kind === 'map' ? block.resolved.entries : undefined;
    expect([entries?.get('max_value')?.value.kind, entries?.get('end_value')?.value.kind]).toEqual([
      'unknown',
      'unknown',
    ]);
  });

  it('nothing is guessed where the document is the whole config', async () => {
    const service = createLanguageService({});
    const text = `lr: 1e-3\nschedule_config:\n  kind: ${COSINE}\n  max_value: \${model.lr}\n`;
    const found = await service.validate(TextDocument.create('file:///a.yaml', 'yaml', 1, text));
    expect(found.map(({ code }) => code)).toEqual(['interpolation-unresolved']);
  });

  it('a block is judged by itself', async () => {
    const { diagnostics } = serviceOf({ 'a.yaml': `schedule_config:\n  kind: ${COSINE}\n  max_value: abc\n` });
    expect((await diagnostics('a.yaml')).map(({ code }) => code)).toEqual(['type']);
  });
});

describe('total steps', () => {
  const total = async (trainer: string, settings = {}, more: Record<string, string> = {}) => {
    const { analysis } = serviceOf(
      {
        'train.yaml': 'defaults:\n  - optim: adamw\n  - trainer: long\n  - _self_\n',
        'optim/adamw.yaml': OPTIM,
        'trainer/long.yaml': trainer,
        ...more,
      },
      settings,
    );
    const { blocks, trainer: facts } = await analysis('optim/adamw.yaml');
    expect(blocks[0]?.context.totalSteps).toEqual(facts.totalSteps);
    const { totalSteps } = facts;
    return (
      totalSteps && [totalSteps.value, totalSteps.source, totalSteps.origin?.uri, totalSteps.origin?.range.start.line]
    );
  };

  it.each([
    ['max_updates: 1000\n', {}, 1000, 'max_updates', 0],
    ['x: 1\nmax_epochs: 40\n', { updatesPerEpoch: 25 }, 1000, 'max_epochs and scheduleLens.updatesPerEpoch', 1],
    // 103 samples in batches of 4 are 25 updates; the last three samples are left out.
    [
      'effective_batch_size: 4\nmax_epochs: 40\n',
      { datasetLength: 103 },
      1000,
      'max_epochs, scheduleLens.datasetLength and effective_batch_size',
      1,
    ],
    [
      'effective_batch_size: 4\nmax_epochs: 40\n',
      { datasetLength: 103, updatesPerEpoch: 10 },
      400,
      'max_epochs and scheduleLens.updatesPerEpoch',
      1,
    ],
    ['max_samples: 4003\neffective_batch_size: 4\n', {}, 1000, 'max_samples and effective_batch_size', 0],
  ] as const)('%j with %j', async (trainer, settings, steps, source, line) => {
    expect(await total(trainer, settings)).toEqual([steps, source, uriOf('trainer/long.yaml'), line]);
  });

  it('come from the experiment that overrides them', async () => {
    const { analysis } = serviceOf({
      'train.yaml': 'defaults:\n  - optim: adamw\n  - trainer: long\n',
      'optim/adamw.yaml': OPTIM,
      'trainer/long.yaml': 'max_updates: 1000\n',
      'experiment/short.yaml': '# @package _global_\ntrainer:\n  max_updates: 50\n',
    });
    const [block] = (await analysis('optim/adamw.yaml')).blocks;
    expect(
      block?.perspectives.map(({ context }) => [context.totalSteps?.value, context.totalSteps?.origin?.uri]),
    ).toEqual([
      [1000, uriOf('trainer/long.yaml')],
      [50, uriOf('experiment/short.yaml')],
    ]);
  });

  it('follow interpolations and a linked trainer', async () => {
    const linked = {
      'train.yaml': `defaults:\n  - optim: adamw\n  - setup: one\n  - _self_\ntrainer: \${setup.trainer}\nupdates: 300\n`,
      'setup/one.yaml': `trainer:\n  max_updates: \${updates}\n`,
    };
    expect(await total('max_updates: 1\n', {}, linked)).toEqual([300, 'max_updates', uriOf('setup/one.yaml'), 1]);
  });

  it('fall back to the setting', async () => {
    expect(await total('x: 1\n', { totalSteps: 77 })).toEqual([
      77,
      'the setting scheduleLens.totalSteps',
      undefined,
      undefined,
    ]);
    expect(await total('max_updates: 5\nmax_epochs: 4\n', { totalSteps: 77 })).toEqual([
      77,
      'the setting scheduleLens.totalSteps',
      undefined,
      undefined,
    ]);
    expect(await total('max_epochs: 4\n')).toBeUndefined();
  });
});

describe('the cache', () => {
  const files = { 'train.yaml': 'defaults:\n  - optim: adamw\n', 'optim/adamw.yaml': OPTIM };

  it('holds while nothing changes that the view was made from', async () => {
    const { service, document, write } = serviceOf(files);
    const open = document('optim/adamw.yaml');
    const first = await service.analyze(open);
    expect(await service.analyze(open)).toBe(first);
    service.configure({ theme: 'light' });
    expect(await service.analyze(open)).toBe(first);
    write('train.yaml', 'defaults:\n  - optim: adamw\n  - _self_\noptim:\n  lr: 9e-3\n');
    const second = await service.analyze(open);
    expect(second).not.toBe(first);
    service.configure({ totalSteps: 10 });
    expect(await service.analyze(open)).not.toBe(second);
  });

  it('is the same config for all documents', async () => {
    const { analysis } = serviceOf(files);
    const [one] = (await analysis('optim/adamw.yaml')).blocks;
    const [two] = (await analysis('optim/adamw.yaml')).blocks;
    expect(one?.resolved).toBe(two?.resolved);
  });

  it('gives nothing once cancelled, and goes on for others', async () => {
    const { service, document } = serviceOf(files);
    const open = document('optim/adamw.yaml');
    const token = { isCancellationRequested: false };
    const cancelled = service.analyze(open, token);
    const wanted = service.analyze(open);
    token.isCancellationRequested = true;
    expect(await cancelled).toBeUndefined();
    expect((await wanted)?.blocks).toHaveLength(1);
  });

  it('ends work that nobody waits for any more', async () => {
    const token = { isCancellationRequested: false };
    let turns = 0;
    const text = Array.from(
      { length: 400 },
      (_, index) => `optim${index}:\n  lr: 1e-3\n  schedule_config:\n    kind: ${COSINE}\n    max_value: \${..lr}\n`,
    ).join('');
    const { service, document } = serviceOf(
      { 'train.yaml': `defaults:\n  - _self_\n${text}` },
      {
        yield: async () => {
          turns += 1;
          token.isCancellationRequested = turns >= 3;
        },
      },
    );
    let now = 0;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => {
      now += 11;
      return now;
    });
    const open = document('train.yaml');
    expect(await service.analyze(open, token)).toBeUndefined();
    const ended = turns;
    expect(ended).toBeLessThan(20);
    // Whoever asks next gets everything.
    const blocks = (await service.analyze(open).finally(() => clock.mockRestore()))?.blocks;
    expect(blocks).toHaveLength(400);
    expect(turns).toBeGreaterThan(400);
  });

  it('answers for the newest text when it changes while being composed', async () => {
    const { service, document, workspace } = serviceOf(files);
    const open = document('optim/adamw.yaml');
    const running = service.validate(open);
    const text = OPTIM.replace('max_value: ${..lr}', 'max_value: abc');
    TextDocument.update(open, [{ text }], 2);
    workspace.openDocument(open.uri, text);
    expect((await running).map(({ code }) => code)).toEqual(['type']);
  });

  it('gives way while it looks through hundreds of primaries', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 150 }, (_, index) => [
        `train_${String(index).padStart(3, '0')}.yaml`,
        `defaults:\n  - optim: adamw\n  - _self_\noptim:\n  lr: ${index + 1}e-5\n`,
      ]),
    );
    let turns = 0;
    const { service, document } = serviceOf(
      { ...files, ...many },
      {
        yield: async () => {
          turns += 1;
        },
      },
    );
    // Every look at the clock finds a slice gone by.
    let now = 0;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => {
      now += 11;
      return now;
    });
    const open = document('optim/adamw.yaml');
    const [block] = (await service.analyze(open).finally(() => clock.mockRestore()))?.blocks ?? [];
    expect(block?.perspectives).toHaveLength(151);
    expect(turns).toBeGreaterThan(150);
  });
});

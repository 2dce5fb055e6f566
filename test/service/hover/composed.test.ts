import { describe, expect, it } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import type { LanguageServiceOptions } from '../../../server/src/service';
import { flow, mark, projectOf } from '../define/project';

async function hoverIn(
  path: string,
  marked: string,
  files: Readonly<Record<string, string>> = flow,
  options: LanguageServiceOptions = {},
): Promise<string> {
  const { service, open } = projectOf(files, options);
  const { document, position } = open(path, marked);
  const hover = await service.hover(document, position);
  const { value } = (hover?.contents ?? { value: '' }) as MarkupContent;
  return value.replace(/\]\(data:[^)]*\)/, '](picture)');
}

const adamw = flow['optim/adamw.yaml'] ?? '';

describe('hover on an interpolation, as a primary config composes it', () => {
  it('says the value, its type, where it is written, and through which links', async () => {
    const text = await hoverIn('optim/adamw.yaml', mark(adamw, '${model', 4));
    // train_a.yaml, line 7, has lr: 3e-4; the path goes through the link in model/linked.yaml, line 2.
    expect(text).toContain(
      '`${model.optim.lr}` = `3e-4` · number (float), from `optim.lr` (train\\_a.yaml, line 7), through `${optim}` (model/linked.yaml, line 2).',
    );
  });

  it('says what that overrode, which primary is taken, and what the others have', async () => {
    const text = await hoverIn('optim/adamw.yaml', mark(adamw, '${model', 4));
    expect(text).toContain('Overrides `1e-3` (line 2).');
    expect(text).toContain('Differs: `3e-4` in train\\_a, `5e-5` in train\\_b.');
    expect(text).toContain('As `train_a` composes it; 1 other primary config reaches this file.');
    // The total of train_a, from another file.
    expect(text).toContain('Training: 20,000 steps, from `max_updates` (trainer/long.yaml, line 1).');
  });

  it('puts title, value and picture before all of that', async () => {
    const text = await hoverIn('optim/adamw.yaml', mark(adamw, '${model', 4));
    const order = ['max_value', '= `3e-4`', '](picture)', 'Overrides', 'Differs:', 'As `train_a`'];
    const places = order.map((part) => text.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('names the files that lead to the value', async () => {
    const files = {
      'train.yaml': 'defaults:\n  - model: flow\n  - _self_\nrate: ${model.optim.lr}\n',
      'model/flow.yaml': 'defaults:\n  - /optim@optim: adamw\nwidth: 1\n',
      'optim/adamw.yaml': 'lr: 1e-3\n',
    };
    const text = await hoverIn('train.yaml', mark(files['train.yaml'], '${model', 3), files);
    expect(text).toContain(
      '`${model.optim.lr}` = `1e-3` · number (float), from `model.optim.lr` (optim/adamw.yaml, line 1).',
    );
    expect(text).toContain('Files: train.yaml, line 2 → model/flow.yaml, line 2 → optim/adamw.yaml.');
  });
});

describe('hover on a value that another file has the last word on', () => {
  const files = {
    ...flow,
    'experiment/slow.yaml': '# @package _global_\noptim:\n  lr: 7e-5\n  schedule_config:\n    warmup_percent: 0.5\n',
  };
  const outside = 'noether-train --hp conf/train_a.yaml +experiment=slow optim.schedule_config.end_value=2e-6\n';

  async function inRun(path: string, marked: string): Promise<string> {
    const { service, open } = projectOf(files, {}, { 'run.sh': outside });
    const { document, position } = open(path, marked);
    const hover = await service.hover(document, position);
    return ((hover?.contents ?? { value: '' }) as MarkupContent).value.replace(/\]\(data:[^)]*\)/, '](picture)');
  }

  it('says what it is now and who wrote it', async () => {
    const text = await inRun('optim/adamw.yaml', mark(adamw, '0.1', 1));
    expect(text).toContain(
      '**Overridden**: `train_a +experiment=slow optim.schedule_config.end_value=2e-6` has `0.5`, from experiment/slow.yaml, line 5.',
    );
    expect(text).toContain('0.5 = the first');
  });

  it('tells the command line', async () => {
    const text = await inRun('optim/adamw.yaml', mark(adamw, '1e-6', 1));
    expect(text).toContain('has `2e-6`, from the command line: `2e-6`.');
  });

  it('also outside of blocks, and on the key', async () => {
    for (const at of ['lr: 1e-3', '1e-3']) {
      const text = await inRun('optim/adamw.yaml', mark(adamw, at, 1));
      expect(text).toContain('**lr**');
      expect(text).toContain('has `7e-5`, from experiment/slow.yaml, line 3.');
    }
  });

  it('has nothing to say of a value that nobody else writes', async () => {
    const { service, open } = projectOf(files, {}, { 'run.sh': outside });
    const { document, position } = open('optim/adamw.yaml', mark(adamw, 'torch', 1));
    expect(await service.hover(document, position)).toBeNull();
  });

  it('says on the last writer what it overrides', async () => {
    const slow = files['experiment/slow.yaml'];
    const text = await inRun('experiment/slow.yaml', mark(slow, '7e-5', 1));
    expect(text).toContain('Overrides `3e-4` (train\\_a.yaml, line 7), before that `1e-3` (optim/adamw.yaml, line 2).');
  });
});

describe('hover on a file that one primary config uses several times', () => {
  it('says what the value is at each place', async () => {
    const files = {
      'train.yaml':
        'defaults:\n  - optim@a.optim: sgd\n  - optim@b.optim: sgd\n  - _self_\nb:\n  optim:\n    lr: 0.5\n',
      'optim/sgd.yaml': 'lr: 0.1\nrate: ${.lr}\n',
    };
    const text = await hoverIn('optim/sgd.yaml', mark(files['optim/sgd.yaml'], '${.lr}', 4), files);
    expect(text).toContain('`${.lr}` = `0.1`');
    expect(text).toContain('Differs: `0.1` in train (a.optim.rate), `0.5` in train (b.optim.rate).');
  });
});

describe('hover on a block', () => {
  it('says what other primary configs make of it', async () => {
    const text = await hoverIn('optim/adamw.yaml', mark(adamw, 'schedule_config', 1));
    expect(text).toContain('3e-4 → 1e-6, 20,000 steps in train\\_a');
    expect(text).toContain('5e-5 → 1e-6, 500 steps in train\\_b');
  });

  it('shows the same without other primaries in one sentence less', async () => {
    const { 'train_b.yaml': _, ...one } = flow;
    const text = await hoverIn('optim/adamw.yaml', mark(adamw, 'schedule_config', 1), one);
    expect(text).not.toContain('differ');
    expect(text).toContain('As `train_a` composes it.');
  });
});

describe('hover where nothing composes the file', () => {
  it('marks the end of the path that the file has as a guess', async () => {
    const text = await hoverIn('optim/adamw.yaml', mark(adamw, '${model', 4), { 'optim/adamw.yaml': adamw });
    expect(text).toContain('`${model.optim.lr}` = `1e-3` · number (float), from `lr` (line 2)');
    expect(text).toContain('Assumed: model.optim.lr is not in this file, and no primary config is known');
    expect(text).not.toContain('As `');
  });

  it('says that nobody can tell', async () => {
    const lost = adamw.replace('lr: 1e-3\n', '');
    const text = await hoverIn('optim/adamw.yaml', mark(lost, '${model', 4), { 'optim/adamw.yaml': lost });
    expect(text).toContain(
      '`${model.optim.lr}` cannot be told from this file: "model.optim.lr" is not in this config.',
    );
  });
});

describe('hover on what a composed config does not tell', () => {
  it('names the primary config', async () => {
    const files = { ...flow, 'optim/adamw.yaml': adamw.replace('model.optim.lr', 'model.optim.rate') };
    const text = await hoverIn('optim/adamw.yaml', mark(files['optim/adamw.yaml'], '${model', 4), files);
    expect(text).toContain('`${model.optim.rate}` cannot be told from the config of train\\_a');
  });
});

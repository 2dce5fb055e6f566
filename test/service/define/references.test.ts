import { describe, expect, it } from 'vitest';
import { flow, mark, projectOf } from './project';

const adamw = flow['optim/adamw.yaml'] ?? '';
const linked = flow['model/linked.yaml'] ?? '';

async function referencesIn(
  path: string,
  marked: string,
  includeDeclaration: boolean,
  files = flow,
): Promise<string[]> {
  const { service, open, place } = projectOf(files);
  const { document, position } = open(path, marked);
  return (await service.references(document, position, { includeDeclaration })).map(place).sort();
}

describe('references', () => {
  it('of a key are the interpolations that lead to it, through links too', async () => {
    // optim.lr of train_a is what ${model.optim.lr} comes to through the link model.optim.
    expect(await referencesIn('train_a.yaml', mark(flow['train_a.yaml'] ?? '', 'lr:', 1), false)).toEqual([
      'optim/adamw.yaml:6:lr',
    ]);
  });

  it('with declarations are also all files that write it', async () => {
    expect(await referencesIn('train_a.yaml', mark(flow['train_a.yaml'] ?? '', 'lr:', 1), true)).toEqual([
      'optim/adamw.yaml:2:1e-3',
      'optim/adamw.yaml:6:lr',
      'train_a.yaml:7:lr',
    ]);
  });

  it('of a mapping are those that lead through it, at the key that does', async () => {
    expect(await referencesIn('model/linked.yaml', mark(linked, 'optim:', 1), false)).toEqual([
      'optim/adamw.yaml:6:optim',
    ]);
    // The group file at the root of train_a: the link itself, and what goes through the link.
    expect(await referencesIn('train_a.yaml', mark(flow['train_a.yaml'] ?? '', 'optim:\n  lr', 1), false)).toEqual([
      'model/linked.yaml:2:optim',
      'optim/adamw.yaml:6:optim',
    ]);
  });

  it('from an interpolation are those of the value it names, in every primary config', async () => {
    const marked = mark(adamw, 'model.optim.lr', 'model.optim.l'.length);
    expect(await referencesIn('optim/adamw.yaml', marked, true)).toEqual([
      'optim/adamw.yaml:2:1e-3',
      'optim/adamw.yaml:6:lr',
      'train_a.yaml:7:lr',
      'train_b.yaml:6:lr',
    ]);
  });

  it('follow relative paths and chains of links', async () => {
    const text = 'defaults: [_self_]\na: 1\nb: ${a}\nc: ${b}\nd:\n  e: ${..c}\n  f: ${.e}\n';
    expect(await referencesIn('train.yaml', mark(text, 'a: 1', 1), false, { 'train.yaml': text })).toEqual([
      'train.yaml:3:a',
      'train.yaml:4:b',
      'train.yaml:6:c',
      'train.yaml:7:e',
    ]);
  });

  it('of a kind are all others of that kind, in every primary config', async () => {
    const kind = 'noether.core.schedules.LinearWarmupCosineDecaySchedule';
    const files: Readonly<Record<string, string>> = {
      ...flow,
      'train_b.yaml': `${flow['train_b.yaml']}schedule_config:\n  kind: ${kind}\nother:\n  kind: noether.core.schedules.ConstantSchedule\n`,
    };
    expect(
      await referencesIn('optim/adamw.yaml', mark(files['optim/adamw.yaml'] ?? '', 'LinearWarmup', 3), true, files),
    ).toEqual([`optim/adamw.yaml:4:${kind}`, `train_b.yaml:10:${kind}`]);
  });

  it('end where links go round', async () => {
    const text = 'defaults: [_self_]\na: ${b}\nb: ${a}\n';
    expect(await referencesIn('train.yaml', mark(text, 'a: ', 1), false, { 'train.yaml': text })).toEqual([
      'train.yaml:2:b',
      'train.yaml:3:a',
    ]);
  });

  it('are found within the file where nothing composes it', async () => {
    const text = adamw.replace('${model.optim.lr}', '${lr}');
    expect(
      await referencesIn('optim/adamw.yaml', mark(text, 'lr: 1e-3', 1), true, { 'optim/adamw.yaml': text }),
    ).toEqual(['optim/adamw.yaml:2:lr', 'optim/adamw.yaml:6:lr']);
  });
});

describe('highlights', () => {
  it('are the same kind elsewhere in the document', async () => {
    const kind = 'noether.core.schedules.ConstantSchedule';
    const text = `a:\n  schedule_config: {kind: ${kind}, value: 1}\nb:\n  schedule_config: {kind: ${kind}, value: 2}\n`;
    const { service, open } = projectOf({ 'alone.yaml': text });
    const { document, position } = open('alone.yaml', mark(text, 'Constant', 2));
    const found = await service.documentHighlight(document, position);
    expect(found.map(({ range }) => `${range.start.line}:${document.getText(range)}`)).toEqual([
      `1:${kind}`,
      `3:${kind}`,
    ]);
  });

  it('are the places of the document that write and read the value', async () => {
    const { service, open } = projectOf(flow);
    const { document, position } = open('optim/adamw.yaml', mark(adamw, 'lr: 1e-3', 1));
    const highlights = await service.documentHighlight(document, position);
    // 2 reads, 3 writes (DocumentHighlightKind): the overridden value here, and the key of the path.
    expect(highlights.map(({ range, kind }) => [document.getText(range), kind])).toEqual([
      ['lr', 2],
      ['1e-3', 3],
    ]);
  });
});

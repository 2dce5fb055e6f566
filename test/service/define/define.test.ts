import { describe, expect, it } from 'vitest';
import { flow, mark, projectOf } from './project';

async function definitionIn(
  path: string,
  marked: string,
  files: Readonly<Record<string, string>> = flow,
): Promise<string[]> {
  const { service, open, place } = projectOf(files);
  const { document, position } = open(path, marked);
  return (await service.definition(document, position)).map(place);
}

const adamw = flow['optim/adamw.yaml'] ?? '';

describe('definition of a path in an interpolation', () => {
  it('leads to the key at each part of the path, in the chosen primary first and then in the others', async () => {
    // In train_b the package of the defaults entry puts the file at model.optim, and its own model: is the first file there.
    expect(await definitionIn('optim/adamw.yaml', mark(adamw, 'model.optim.lr', 'model.optim.l'.length))).toEqual([
      'train_a.yaml:7:lr',
      'train_b.yaml:6:lr',
    ]);
    // In train_a the link stands there; in train_b the group file itself.
    const [link, ...others] = await definitionIn('optim/adamw.yaml', mark(adamw, 'model.optim.lr', 'model.op'.length));
    expect(link).toBe('model/linked.yaml:2:optim');
    expect(others).toEqual(['optim/adamw.yaml:1:']);
  });

  it('covers the key that was pointed at, and shows the whole entry', async () => {
    const { service, open } = projectOf(flow);
    const { document, position } = open('optim/adamw.yaml', mark(adamw, 'model.optim.lr', 'model.optim.l'.length));
    const [first] = await service.definition(document, position);
    const { originSelectionRange: origin, targetRange, targetSelectionRange } = first ?? {};
    expect(origin && document.getText(origin)).toBe('lr');
    // `  lr: 3e-4`, whole and key.
    expect(targetRange).toEqual({ start: { line: 6, character: 2 }, end: { line: 6, character: 10 } });
    expect(targetSelectionRange).toEqual({ start: { line: 6, character: 2 }, end: { line: 6, character: 4 } });
  });

  it('follows relative paths, keys in brackets, and paths in arguments of resolvers', async () => {
    const text = [
      'defaults: [_self_]',
      'base: 1',
      'rates: [0.5, 0.25]',
      'a:',
      '  lr: 2',
      '  same: ${.lr}',
      '  up: ${..base}',
      '  item: ${rates[1]}',
      '  chosen: ${oc.select:a.lr, 3}',
      '  quoted: "${oc.select:\'a.lr\', 3}"',
      '  inner: ${oc.decode:"${a.lr}"}',
      '',
    ].join('\n');
    const files = { 'train.yaml': text };
    const at = async (line: string, into: number) => definitionIn('train.yaml', mark(text, line, into), files);
    expect(await at('${.lr}', 4)).toEqual(['train.yaml:5:lr']);
    expect(await at('${..base}', 5)).toEqual(['train.yaml:2:base']);
    expect(await at('${rates[1]}', 9)).toEqual(['train.yaml:3:0.25']);
    expect(await at('oc.select:a.lr', 'oc.select:a.l'.length)).toEqual(['train.yaml:5:lr']);
    expect(await at("oc.select:'a.lr'", "oc.select:'a".length)).toEqual(['train.yaml:4:a']);
    expect(await at('"${a.lr}"', 6)).toEqual(['train.yaml:5:lr']);
  });

  it('works on quoted texts with escapes in front, and on non-ASCII keys', async () => {
    const text = 'defaults: [_self_]\ngröße: 3\nname: "\\u00e9\\t${größe} und ${größe}"\n';
    const second = text.lastIndexOf('größe');
    const { service, open, place } = projectOf({ 'train.yaml': text });
    const marked = `${text.slice(0, second + 2)}|${text.slice(second + 2)}`;
    const { document, position } = open('train.yaml', marked);
    const [link] = await service.definition(document, position);
    expect(link && place(link)).toBe('train.yaml:2:größe');
    expect(link?.originSelectionRange && document.getText(link.originSelectionRange)).toBe('größe');
  });

  it('knows no place for what is given on a command line, and shows what it overrode', async () => {
    const files = { 'train.yaml': 'lr: 1\nrate: ${lr}\n' };
    const { service, open, place } = projectOf(files, {}, { 'run.sh': 'noether-train --hp conf/train.yaml lr=2\n' });
    const { document, position } = open('train.yaml', mark(files['train.yaml'], '${lr}', 3));
    expect((await service.definition(document, position)).map(place)).toEqual(['train.yaml:1:1']);
  });

  it('guesses by the end of the path where no primary config is known', async () => {
    expect(await definitionIn('optim/adamw.yaml', mark(adamw, 'optim.lr', 7), { 'optim/adamw.yaml': adamw })).toEqual([
      'optim/adamw.yaml:2:lr',
    ]);
  });

  it('is empty for paths that lead nowhere, and the key itself where the text does not parse', async () => {
    const text = 'defaults: [_self_]\na: ${b}\nb: ${a}\nc: ${d.e}\nf: ${\n';
    const at = (before: string, into: number) =>
      definitionIn('train.yaml', mark(text, before, into), { 'train.yaml': text });
    expect(await at('${d.e}', 3)).toEqual([]);
    expect(await at('f: ${', 5)).toEqual(['train.yaml:5:f']);
  });
});

describe('definition of a key', () => {
  it('leads to whoever wrote it last', async () => {
    expect(await definitionIn('optim/adamw.yaml', mark(adamw, 'lr: 1e-3', 1))).toEqual([
      'train_a.yaml:7:lr',
      'train_b.yaml:6:lr',
    ]);
  });
});

describe('definition of an entry of a defaults list', () => {
  const files: Readonly<Record<string, string>> = {
    'train.yaml': [
      'defaults:',
      '  - base',
      '  - optim: adamw',
      '  - optional trainer: short',
      '  - /optim@model.optim: sgd',
      '  - extra: [one, two]',
      '  - optional missing: file',
      '  - data: ${optim}_data',
      '  - _self_',
      '  - override hydra/job_logging: none',
      '',
    ].join('\n'),
    'base.yaml': 'x: 1\n',
    'optim/adamw.yaml': 'lr: 1e-3\n',
    'optim/sgd.yaml': 'lr: 0.1\n',
    'trainer/short.yaml': 'max_updates: 5\n',
    'trainer/long.yaml': 'max_updates: 50\n',
    'extra/one.yaml': 'a: 1\n',
    'extra/two.yaml': 'b: 1\n',
    'data/adamw_data.yaml': 'c: 1\n',
    'experiment/swap.yaml': '# @package _global_\ndefaults:\n  - override /trainer: long\n',
  };
  const text = files['train.yaml'] ?? '';
  const at = (before: string, into = 1) => definitionIn('train.yaml', mark(text, before, into), files);

  it('is the file it picks', async () => {
    expect(await at('base')).toEqual(['base.yaml:1:']);
    expect(await at('adamw')).toEqual(['optim/adamw.yaml:1:']);
    expect(await at('optim:')).toEqual(['optim/adamw.yaml:1:']);
    expect(await at('optional trainer', 12)).toEqual(['trainer/short.yaml:1:']);
    expect(await at('/optim@model', 2)).toEqual(['optim/sgd.yaml:1:']);
    expect(await at('${optim}_data', 3)).toEqual(['data/adamw_data.yaml:1:']);
  });

  it('is one of several options, or from the group all of them', async () => {
    expect(await at('two')).toEqual(['extra/two.yaml:1:']);
    expect(await at('extra')).toEqual(['extra/one.yaml:1:', 'extra/two.yaml:1:']);
  });

  it('is nothing for files that are not there', async () => {
    expect(await at('file')).toEqual([]);
    expect(await at('_self_')).toEqual([]);
  });

  it('of an override is the file it puts there, and of what it overrides the file that is named', async () => {
    const { service, open, place } = projectOf(
      files,
      {},
      { 'run.sh': 'noether-train --hp conf/train.yaml +experiment=swap\n' },
    );
    const swap = open('experiment/swap.yaml', mark(files['experiment/swap.yaml'] ?? '', 'long', 1));
    expect((await service.definition(swap.document, swap.position)).map(place)).toEqual(['trainer/long.yaml:1:']);
    const train = open('train.yaml', mark(text, 'short', 1));
    expect((await service.definition(train.document, train.position)).map(place)).toEqual(['trainer/short.yaml:1:']);
  });
});

describe('definition of a kind', () => {
  it('is where it is written last', async () => {
    const files = {
      ...flow,
      'train_b.yaml': `${flow['train_b.yaml']}`.replace(
        '    lr: 5e-5\n',
        '    lr: 5e-5\n    schedule_config:\n      kind: noether.core.schedules.CosineDecreasingSchedule\n',
      ),
    };
    // In train_a it stands as it is; in train_b the primary puts another in its place.
    expect(await definitionIn('optim/adamw.yaml', mark(adamw, 'LinearWarmup', 3), files)).toEqual([
      'optim/adamw.yaml:4:kind',
      'train_b.yaml:8:kind',
    ]);
  });
});

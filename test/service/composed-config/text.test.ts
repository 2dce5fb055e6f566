import { describe, expect, it } from 'vitest';
import type { ComposedConfigResult, ComposedText } from '../../../server/src/protocol';
import { yamlScalar } from '../../../server/src/service/yaml-scalar';
import { uriOf } from '../../unit/workspace/fixtures';
import { flow, projectOf } from '../define/project';

async function composed(
  path: string,
  files: Readonly<Record<string, string>> = flow,
  perspectiveId?: string,
  outside: Readonly<Record<string, string>> = {},
): Promise<ComposedConfigResult> {
  const { service, open } = projectOf(files, {}, outside);
  return service.composedConfig(open(path).document, perspectiveId);
}

/** The lines of a text with the file and line (from 1) that wrote each. */
function written({ text, lines }: ComposedText): string[] {
  const rows = text.split('\n').slice(0, -1);
  expect(rows).toHaveLength(lines.length);
  return rows.map((row, index) => {
    const line = lines[index];
    if (!line) return `${row} <- nobody`;
    expect(line.line).toBe(index);
    return `${row} <- ${line.uri.slice(uriOf('conf/').length)}:${line.range.start.line + 1}`;
  });
}

describe('a composed config as text', () => {
  it('keeps the order of merging, and tells who wrote each line', async () => {
    const { unresolved, perspective, failure } = await composed('train_a.yaml');
    expect(perspective?.label).toBe('train_a');
    expect(failure).toBeUndefined();
    expect(written(unresolved)).toEqual([
      // The package of the file, which the entry of the defaults list asks for.
      'trainer: <- train_a.yaml:2',
      '  max_updates: 20000 <- trainer/long.yaml:1',
      'optim: <- train_a.yaml:3',
      '  kind: torch.optim.AdamW <- optim/adamw.yaml:1',
      '  lr: 0.0003 <- train_a.yaml:7',
      '  schedule_config: <- optim/adamw.yaml:3',
      '    kind: noether.core.schedules.LinearWarmupCosineDecaySchedule <- optim/adamw.yaml:4',
      '    warmup_percent: 0.1 <- optim/adamw.yaml:5',
      '    max_value: ${model.optim.lr} <- optim/adamw.yaml:6',
      '    end_value: 1.0e-06 <- optim/adamw.yaml:7',
      'model: <- train_a.yaml:4',
      '  width: 8 <- model/linked.yaml:1',
      '  optim: ${optim} <- model/linked.yaml:2',
    ]);
  });

  it('has the values in place of interpolations, at the place where they are written', async () => {
    const { resolved } = await composed('train_a.yaml');
    const rows = written(resolved);
    expect(rows).toContain('    max_value: 0.0003 <- train_a.yaml:7');
    // The link is the whole mapping that it leads to.
    expect(rows.slice(-7)).toEqual([
      '    kind: torch.optim.AdamW <- optim/adamw.yaml:1',
      '    lr: 0.0003 <- train_a.yaml:7',
      '    schedule_config: <- optim/adamw.yaml:3',
      '      kind: noether.core.schedules.LinearWarmupCosineDecaySchedule <- optim/adamw.yaml:4',
      '      warmup_percent: 0.1 <- optim/adamw.yaml:5',
      '      max_value: 0.0003 <- train_a.yaml:7',
      '      end_value: 1.0e-06 <- optim/adamw.yaml:7',
    ]);
  });

  it('is that of the primary that is asked for', async () => {
    const { service, open } = projectOf(flow);
    const { document } = open('optim/adamw.yaml');
    const choices = await service.primaries(document);
    const id = choices.find(({ label }) => label === 'train_b')?.id ?? '';
    const { perspective, resolved } = await service.composedConfig(document, id);
    expect(perspective).toMatchObject({ id, label: 'train_b' });
    expect(resolved.text).toContain('    max_value: 5.0e-05\n');
  });

  it('has nobody behind words of the command line', async () => {
    const outside = { 'run.sh': 'noether-train --hp conf/train.yaml lr=2 +extra=[1,x]\n' };
    const { unresolved } = await composed('train.yaml', { 'train.yaml': 'lr: 1\n' }, undefined, outside);
    expect(written(unresolved)).toEqual(['lr: 2 <- nobody', 'extra: <- nobody', '- 1 <- nobody', '- x <- nobody']);
  });

  it('writes lists, empty values and nesting as PyYAML does', async () => {
    const text = [
      'defaults: [_self_]',
      'steps: [0.3, [1, 2], {a: 1, b: []}, {}]',
      'none:',
      'map: {x: {z: {}}}',
      'text: "a: b"',
      '3: three',
      'flag: yes',
      '',
    ].join('\n');
    const { unresolved } = await composed('train.yaml', { 'train.yaml': text });
    expect(unresolved.text).toBe(
      [
        'steps:',
        '- 0.3',
        '- - 1',
        '  - 2',
        '- a: 1',
        '  b: []',
        '- {}',
        'none: null',
        'map:',
        '  x:',
        '    z: {}',
        "text: 'a: b'",
        '3: three',
        'flag: true',
        '',
      ].join('\n'),
    );
  });

  it('says where a value cannot be resolved, and keeps the rest', async () => {
    const text = 'defaults: [_self_]\na: ${b.c}\nd: 1\ne: ???\n';
    const { unresolved, resolved, failure } = await composed('train.yaml', { 'train.yaml': text });
    expect(unresolved.text).toBe('a: ${b.c}\nd: 1\ne: ???\n');
    expect(resolved.text).toBe('a: ${b.c}  # "b.c" is not in this config.\nd: 1\ne: ???\n');
    expect(failure).toMatchObject({
      stage: 'resolve',
      pythonError: 'InterpolationKeyError',
      place: { uri: uriOf('conf/train.yaml'), range: { start: { line: 1 } } },
    });
  });

  it('is empty where nothing composes, and says why', async () => {
    const { resolved, unresolved, failure } = await composed('train.yaml', {
      'train.yaml': 'defaults:\n  - optim: adam\n  - _self_\n',
      'optim/adamw.yaml': 'lr: 1\n',
    });
    expect([resolved.text, unresolved.text]).toEqual(['', '']);
    expect(failure).toMatchObject({ stage: 'compose', pythonError: 'MissingConfigException' });
    expect(failure?.message).toContain("Did you mean 'adamw'?");
    expect(failure?.place).toMatchObject({ uri: uriOf('conf/train.yaml'), range: { start: { line: 1 } } });
  });

  it('says that no primary config reaches a file', async () => {
    const { failure, perspective } = await composed('optim/adamw.yaml', {
      'optim/adamw.yaml': flow['optim/adamw.yaml'] ?? '',
    });
    expect(perspective).toBeUndefined();
    expect(failure?.message).toContain('No primary config reaches this file');
  });

  it('is cut where it is longer than anybody reads', async () => {
    const text = `defaults: [_self_]\nvalues: [${'1,'.repeat(60_000)}1]\n`;
    const { unresolved } = await composed('train.yaml', { 'train.yaml': text });
    expect(unresolved.lines).toHaveLength(50_001);
    expect(unresolved.text.endsWith('# The rest is left out: it is too long.\n')).toBe(true);
  });
});

describe('scalars', () => {
  // As yaml.dump of PyYAML 6 with OmegaConf's quoting of strings writes them.
  it.each([
    ['', "''"],
    ['a b', 'a b'],
    [' a', "' a'"],
    ['a: b', "'a: b'"],
    ['a:b', 'a:b'],
    ['a #b', "'a #b'"],
    ['a#b', 'a#b'],
    ['-a', '-a'],
    ['- a', "'- a'"],
    ['???', '???'],
    ["it's", "it's"],
    ["'a", "'''a'"],
    ['yes', "'yes'"],
    ['y', "'y'"],
    ['oFF', 'oFF'],
    ['null', "'null'"],
    ['1e-3', "'1e-3'"],
    ['1_000', "'1_000'"],
    ['0x1F', "'0x1F'"],
    ['0o17', '0o17'],
    ['1:30', "'1:30'"],
    ['1:60', '1:60'],
    ['nan', "'nan'"],
    ['2020-01-01', "'2020-01-01'"],
    ['${a.b}', '${a.b}'],
    ['größe', 'größe'],
    ['a\tb', '"a\\tb"'],
    ['😀', '😀'],
  ])('text %j is %s', (value, text) => {
    expect(yamlScalar('str', value)).toBe(text);
  });

  it('numbers are as Python has them', () => {
    expect([1, 0.001, 1e-5, 1.5e-7, 1e16, Number.POSITIVE_INFINITY].map((value) => yamlScalar('float', value))).toEqual(
      ['1.0', '0.001', '1.0e-05', '1.5e-07', '1.0e+16', '.inf'],
    );
    expect(yamlScalar('int', 2n ** 60n)).toBe('1152921504606846976');
    // "Man" is TWFu, "M" TQ==.
    expect(yamlScalar('bytes', new Uint8Array([77, 97, 110, 77]))).toBe('!!binary "TWFuTQ=="');
  });
});

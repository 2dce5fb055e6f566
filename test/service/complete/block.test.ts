// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of the config, not of the test
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { kindSpecs } from '../../../server/src/schedules';
import { createLanguageService } from '../../../server/src/service';
import { choose, item, items, labels } from './cursor';

const names = kindSpecs.filter((spec) => spec.usable).map((spec) => spec.name);
const stepFixed = (indent: string, peak = '${..lr}') =>
  [
    'kind: noether.core.schedules.StepFixedSchedule',
    `start_value: ${peak}`,
    'factor: 0.1',
    'steps: [0.3, 0.6, 0.9]',
  ].join(`\n${indent}`);

/** Messages of what noether would refuse. */
async function errors(text: string): Promise<string[]> {
  const document = TextDocument.create('file:///a.yaml', 'yaml', 1, text);
  const diagnostics = await createLanguageService({}).validate(document);
  return diagnostics
    .filter((one) => one.severity === DiagnosticSeverity.Error)
    .map(({ message }) => (typeof message === 'string' ? message : message.value));
}

describe('a whole block', () => {
  it.each([
    [
      'right behind the colon',
      'optim:\n  lr: 1e-3\n  schedule_config:|',
      `optim:\n  lr: 1e-3\n  schedule_config:\n    ${stepFixed('    ')}`,
    ],
    [
      'behind a blank',
      'optim:\n  lr: 1e-3\n  schedule_config: |\n  x: 1',
      `optim:\n  lr: 1e-3\n  schedule_config:\n    ${stepFixed('    ')}\n  x: 1`,
    ],
    [
      'behind half a name',
      'optim:\n  lr: 1e-3\n  schedule_config: Step|',
      `optim:\n  lr: 1e-3\n  schedule_config:\n    ${stepFixed('    ')}`,
    ],
    [
      'behind half a name in quotes',
      'optim:\n  lr: 1e-3\n  schedule_config: "Step|"',
      `optim:\n  lr: 1e-3\n  schedule_config:\n    ${stepFixed('    ')}`,
    ],
    [
      'over null',
      'optim:\n  lr: 1e-3\n  schedule_config: |null',
      `optim:\n  lr: 1e-3\n  schedule_config:\n    ${stepFixed('    ')}`,
    ],
    [
      'on its own line',
      'optim:\n  lr: 1e-3\n  schedule_config:\n    |',
      `optim:\n  lr: 1e-3\n  schedule_config:\n    ${stepFixed('    ')}`,
    ],
    [
      'by half a name on its own line',
      'optim:\n  lr: 1e-3\n  schedule_config:\n    Step|',
      `optim:\n  lr: 1e-3\n  schedule_config:\n    ${stepFixed('    ')}`,
    ],
    [
      'with four columns',
      'optim:\n    lr: 1e-3\n    schedule_config:|',
      `optim:\n    lr: 1e-3\n    schedule_config:\n        ${stepFixed('        ')}`,
    ],
    [
      'in a list',
      'all:\n  - lr: 1e-3\n    schedule_config:|',
      `all:\n  - lr: 1e-3\n    schedule_config:\n      ${stepFixed('      ')}`,
    ],
    ['at the margin', 'lr: 1e-3\nschedule_config:|', `lr: 1e-3\nschedule_config:\n  ${stepFixed('  ')}`],
    [
      'in front of a comment',
      'optim:\n  lr: 1e-3\n  schedule_config: |  # by hand\n  x: 1',
      `optim:\n  lr: 1e-3\n  schedule_config:  # by hand\n    ${stepFixed('    ')}\n  x: 1`,
    ],
    ['behind an anchor', 'lr: 1e-3\nschedule_config: &s |', undefined],
    [
      'in flow style',
      'optim: {lr: 1e-3, schedule_config:|}',
      'optim: {lr: 1e-3, schedule_config: {kind: noether.core.schedules.StepFixedSchedule, start_value: "${..lr}", factor: 0.1, steps: [0.3, 0.6, 0.9]}}',
    ],
    [
      'in empty braces',
      'optim:\n  lr: 1e-3\n  schedule_config: {|}',
      'optim:\n  lr: 1e-3\n  schedule_config: {kind: noether.core.schedules.StepFixedSchedule, start_value: "${..lr}", factor: 0.1, steps: [0.3, 0.6, 0.9]}',
    ],
    ['without a learning rate', 'schedule_config:|', `schedule_config:\n  ${stepFixed('  ', '1e-3')}`],
  ])('is written %s', (_, marked, expected) => {
    if (expected === undefined) expect(labels(marked)).toContain('StepFixedSchedule');
    else expect(choose(marked, 'StepFixedSchedule')).toBe(expected);
  });

  it('keeps the line breaks of the file', () => {
    const text = choose('lr: 1e-3\r\nschedule_config:|\r\n', 'ConstantSchedule');
    expect(text).toBe(
      'lr: 1e-3\r\nschedule_config:\r\n  kind: noether.core.schedules.ConstantSchedule\r\n  value: ${..lr}\r\n',
    );
  });

  it('is there for every kind that can train, with null behind them', () => {
    expect(labels('lr: 1\nschedule_config:|')).toEqual([...names, 'null']);
    expect(choose('lr: 1\nschedule_config:|', 'null')).toBe('lr: 1\nschedule_config: null');
  });

  it('has the keys that make the kind what it is', () => {
    const keys = (name: string) =>
      [...choose('lr: 1e-3\nschedule_config:|', name).matchAll(/^ {2}(\w+):/gm)].map((match) => match[1]);
    expect(keys('PolynomialDecreasingSchedule')).toEqual(['kind', 'max_value', 'power']);
    expect(keys('LinearWarmupCosineDecaySchedule')).toEqual(['kind', 'max_value', 'warmup_percent', 'end_value']);
    expect(keys('WarmupStableDecaySchedule')).toEqual([
      'kind',
      'max_value',
      'warmup_percent',
      'cooldown_percent',
      'end_value',
    ]);
    expect(keys('StepDecreasingSchedule')).toEqual(['kind', 'max_value', 'factor', 'decreases_interval']);
    expect(keys('CosineIncreasingSchedule')).toEqual(['kind', 'max_value']);
  });

  it('is not there where a block already stands', () => {
    expect(labels('schedule_config:|\n  kind: x')).toEqual([]);
    expect(labels('schedule_config: |\n  # note\n  kind: x')).toEqual([]);
    expect(labels('schedule_config: {kind: x}|')).toEqual([]);
  });

  it('leaves its indentation alone and goes from stop to stop', () => {
    const chosen = item('lr: 1e-3\nschedule_config:|', 'StepFixedSchedule');
    expect(chosen.insertTextMode).toBe(1);
    expect(chosen.textEdit?.newText).toContain('start_value: ${1:\\${..lr\\}}');
    expect(chosen.textEdit?.newText).toContain('factor: ${2|0.1,0.2,0.5,0.9|}');
  });

  it('is what the file used last where it used one', () => {
    const marked =
      'a:\n  schedule_config:\n    kind: noether.core.schedules.ConstantSchedule\n    value: 1\nb:\n  schedule_config:|';
    expect(
      items(marked)
        .filter((one) => one.preselect)
        .map((one) => one.label),
    ).toEqual(['ConstantSchedule']);
  });

  const optimizers: readonly (readonly [string, string])[] = [
    ['a learning rate', 'optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  schedule_config:|\n'],
    [
      'a learning rate below the usual end value',
      'optim:\n  kind: torch.optim.AdamW\n  lr: 1e-8\n  schedule_config:|\n',
    ],
    ['no learning rate', 'optim:\n  kind: torch.optim.AdamW\n  schedule_config:|\n'],
    [
      'a weight decay',
      'optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  weight_decay: 0.05\n  weight_decay_schedule:|\n',
    ],
    [
      'no weight decay',
      'optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  weight_decay: 0.0\n  weight_decay_schedule:|\n',
    ],
    ['an alpha', 'optim:\n  kind: noether.core.optimizer.MuonComposite\n  lr: 1e-3\n  alpha_schedule:|\n'],
    ['flow style', 'optim: {kind: torch.optim.AdamW, lr: 1e-3, schedule_config: |}\n'],
    ['its own line', 'optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  schedule_config:\n    |\n'],
    ['dashed lists', 'other:\n  - 0.1\noptim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  schedule_config:|\n'],
    ['CRLF', 'optim:\r\n  kind: torch.optim.AdamW\r\n  lr: 1e-3\r\n  schedule_config:|\r\n'],
  ];

  describe.each(optimizers)('with %s', (_, marked) => {
    it.each(names)('of %s is one that noether accepts', async (name) => {
      expect(await errors(choose(marked, name))).toEqual([]);
    });
  });

  it('needs the check to be one that finds something', async () => {
    expect(await errors('schedule_config:\n  kind: noether.core.schedules.StepFixedSchedule\n')).not.toEqual([]);
  });
});

describe('the language service', () => {
  const service = createLanguageService({});
  const document = TextDocument.create('file:///a.yaml', 'yaml', 1, 'schedule_config:\n  kind: ');

  it('completes with documentation, pictures included', async () => {
    const { items: offered, isIncomplete } = await service.complete(document, { line: 1, character: 8 });
    expect(isIncomplete).toBe(false);
    expect(offered).toHaveLength(names.length);
    expect(JSON.stringify(offered[0]?.documentation)).toContain('data:image/svg+xml');
  });

  it('leaves pictures to completeResolve on request, in the theme of the editor', async () => {
    const lazy = createLanguageService({ theme: 'light', completion: { lazy: true } });
    const [first] = (await lazy.complete(document, { line: 1, character: 8 })).items;
    expect(first?.documentation).toBeUndefined();
    const light = first && (await lazy.completeResolve(first));
    const dark = first && (await service.completeResolve(first));
    expect(JSON.stringify(light?.documentation)).toContain('data:image/svg+xml');
    expect(light?.documentation).not.toEqual(dark?.documentation);
  });

  it('gives nothing once cancelled, and nothing above the size limit', async () => {
    const cancelled = { isCancellationRequested: true };
    expect((await service.complete(document, { line: 1, character: 8 }, cancelled)).items).toEqual([]);
    const small = createLanguageService({ maxFileSize: 10 });
    expect((await small.complete(document, { line: 1, character: 8 })).items).toEqual([]);
  });
});

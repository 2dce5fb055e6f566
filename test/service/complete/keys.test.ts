// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of the config, not of the test
import { describe, expect, it } from 'vitest';
import { InsertTextFormat, TextEdit } from 'vscode-languageserver-types';
import { kindSpecs } from '../../../server/src/schedules';
import { choose, item, items, labels } from './cursor';

const kind = (name: string) => `kind: noether.core.schedules.${name}`;
const block = (name: string, rest = '  |') => `optim:\n  lr: 1e-3\n  schedule_config:\n    ${kind(name)}\n  ${rest}`;
const edit = (marked: string, label: string, given?: Parameters<typeof item>[2]) => {
  const { textEdit } = item(marked, label, given);
  return TextEdit.is(textEdit) ? textEdit.newText : undefined;
};

describe('the keys of a block', () => {
  it('are the required ones first, then what the kind uses, and nothing that is without effect on it', () => {
    expect(labels(block('StepFixedSchedule'))).toEqual([
      'factor',
      'steps',
      'start_value',
      'overhang_percent',
      'overhang_steps',
      'interval',
    ]);
    expect(labels(block('ConstantSchedule'))).toEqual(['value', 'interval']);
    expect(labels(block('LinearWarmupCosineDecaySchedule')).slice(0, 3)).toEqual([
      'max_value',
      'warmup_steps',
      'warmup_percent',
    ]);
  });

  it.each(kindSpecs.filter((spec) => spec.usable).map((spec) => [spec.name, spec] as const))(
    'of %s are all that have an effect, required before optional',
    (name, spec) => {
      const offered = items(block(name));
      const effective = [...spec.keys.values()].filter((key) => !key.noEffect).map((key) => key.name);
      expect(offered.map((one) => one.label).sort()).toEqual(effective.sort());
      const required = offered.map((one) => one.labelDetails?.description?.startsWith('required') === true);
      expect(required).toEqual([...required].sort().reverse());
      expect(offered.map((one) => one.sortText)).toEqual(offered.map((one) => one.sortText).sort());
      for (const key of spec.keys.values()) {
        if (key.required)
          expect(offered.find((one) => one.label === key.name)?.labelDetails?.description).toBe('required');
      }
    },
  );

  it('leave out what is there, above and below', () => {
    expect(labels(block('StepFixedSchedule', '  factor: 0.1\n    |\n    steps: [0.5]'))).toEqual([
      'start_value',
      'overhang_percent',
      'overhang_steps',
      'interval',
    ]);
  });

  it('leave out what excludes a key that is there', () => {
    const warm = labels(block('LinearWarmupCosineDecaySchedule', '  warmup_steps: 10\n    |'));
    expect(warm).not.toContain('warmup_percent');
    expect(labels(block('LinearDecreasingSchedule', '  overhang_steps: 1\n    |'))).not.toContain('overhang_percent');
    const stable = labels(block('WarmupStableDecaySchedule', '  warmup_percent: 0.1\n    |'));
    expect(stable).toContain('cooldown_percent');
    expect(stable).not.toContain('cooldown_steps');
    expect(stable).not.toContain('warmup_steps');
  });

  it('put kind first before one is chosen, and then only keys that fit the others', () => {
    const all = items('schedule_config:\n  |');
    expect(all[0]?.label).toBe('kind');
    expect(all[0]?.preselect).toBe(true);
    const fitting = labels('schedule_config:\n  factor: 0.1\n  |');
    expect(fitting[0]).toBe('kind');
    expect(fitting).toContain('steps');
    expect(fitting).toContain('update_interval');
    expect(fitting).not.toContain('warmup_steps');
    expect(fitting).not.toContain('start_percent');
    expect(fitting).not.toContain('factor');
  });

  it('understand a kind that is clear although noether refuses it', () => {
    expect(labels('schedule_config:\n  kind: StepFixedSchedule\n  |').slice(0, 2)).toEqual(['factor', 'steps']);
    expect(labels('schedule_config:\n  kind: noether.core.schedules.step.StepFixedSchedule\n  |').slice(0, 2)).toEqual([
      'factor',
      'steps',
    ]);
  });

  it.each([
    ['factor', block('StepFixedSchedule'), 'factor: 0.1'],
    ['steps', block('StepFixedSchedule'), 'steps: [0.3, 0.6, 0.9]'],
    ['start_value', block('StepFixedSchedule'), 'start_value: ${..lr}'],
    ['interval', block('StepFixedSchedule'), 'interval: epoch'],
    ['exclude_last', block('CosineDecreasingSchedule'), 'exclude_last: true'],
    ['end_value', block('LinearDecreasingSchedule'), 'end_value: 0.0'],
    ['warmup_steps', block('LinearWarmupCosineDecaySchedule'), 'warmup_steps: 1000'],
    ['warmup_percent', block('LinearWarmupCosineDecaySchedule'), 'warmup_percent: 0.05'],
    ['cooldown_shape', block('WarmupStableDecaySchedule'), 'cooldown_shape: linear'],
    ['control_points', block('PiecewiseLinearSchedule'), 'control_points: [[0.0, 0.0], [0.1, 1e-3], [1.0, 0.0]]'],
    ['values', block('CustomSchedule'), 'values: [1e-3, 5e-4, 1e-4]'],
    ['max_value', 'schedule_config:\n  kind: noether.core.schedules.LinearDecreasingSchedule\n  |', 'max_value: 1e-3'],
  ])('insert a sensible value: %s', (label, marked, line) => {
    expect(choose(marked, label)).toBe(marked.replace('|', line));
  });

  it('insert snippets with stops and choices, and plain text where the client has no snippets', () => {
    const marked = block('StepFixedSchedule');
    expect(edit(marked, 'factor')).toBe('factor: ${1|0.1,0.2,0.5,0.9|}');
    expect(edit(marked, 'steps')).toBe('steps: [${1:0.3}, ${2:0.6}, ${3:0.9}]');
    expect(edit(marked, 'start_value')).toBe('start_value: ${1:\\${..lr\\}}');
    expect(edit(marked, 'interval')).toBe('interval: ${1|epoch,update|}');
    const plain = { options: { snippets: false } };
    expect(edit(marked, 'start_value', plain)).toBe('start_value: ${..lr}');
    expect(edit(marked, 'factor', plain)).toBe('factor: 0.1');
    expect(items(marked, plain).every((one) => one.insertTextFormat === InsertTextFormat.PlainText)).toBe(true);
  });

  it.each([
    ['half a word', block('StepFixedSchedule', '  fac|'), block('StepFixedSchedule', '  factor: 0.1')],
    [
      'half a word with keys below',
      block('StepFixedSchedule', '  fac|\n    steps: [0.5]'),
      block('StepFixedSchedule', '  factor: 0.1\n    steps: [0.5]'),
    ],
    [
      'a key that has its value',
      block('StepFixedSchedule', '  fac|ter: 0.1'),
      block('StepFixedSchedule', '  factor: 0.1'),
    ],
    ['an open quote', block('StepFixedSchedule', '  "fac|'), block('StepFixedSchedule', '  factor: 0.1')],
    [
      'flow',
      'schedule_config: {kind: noether.core.schedules.StepFixedSchedule, |}',
      'schedule_config: {kind: noether.core.schedules.StepFixedSchedule, factor: 0.1}',
    ],
    [
      'flow without a blank',
      'schedule_config: {kind: noether.core.schedules.StepFixedSchedule,|}',
      'schedule_config: {kind: noether.core.schedules.StepFixedSchedule, factor: 0.1}',
    ],
    [
      'flow without a comma',
      'schedule_config: {kind: noether.core.schedules.StepFixedSchedule |}',
      'schedule_config: {kind: noether.core.schedules.StepFixedSchedule, factor: 0.1}',
    ],
    [
      'flow that is open',
      'o:\n  schedule_config: {kind: noether.core.schedules.StepFixedSchedule, fac|\n  x: 1',
      'o:\n  schedule_config: {kind: noether.core.schedules.StepFixedSchedule, factor: 0.1\n  x: 1',
    ],
    [
      'flow with keys behind',
      'schedule_config: {kind: noether.core.schedules.StepFixedSchedule,| steps: [0.5]}',
      'schedule_config: {kind: noether.core.schedules.StepFixedSchedule, factor: 0.1, steps: [0.5]}',
    ],
    [
      'flow on several lines',
      'schedule_config: {\n  kind: noether.core.schedules.StepFixedSchedule,\n  |\n}',
      'schedule_config: {\n  kind: noether.core.schedules.StepFixedSchedule,\n  factor: 0.1\n}',
    ],
    [
      'a line at the margin inside the block',
      'optim:\n  schedule_config:\n    kind: noether.core.schedules.StepFixedSchedule\n|\n    steps: [0.5]',
      'optim:\n  schedule_config:\n    kind: noether.core.schedules.StepFixedSchedule\n    factor: 0.1\n    steps: [0.5]',
    ],
    [
      'CRLF',
      'schedule_config:\r\n  kind: noether.core.schedules.StepFixedSchedule\r\n  |\r\n',
      'schedule_config:\r\n  kind: noether.core.schedules.StepFixedSchedule\r\n  factor: 0.1\r\n',
    ],
    [
      'tabs',
      'schedule_config:\n\tkind: noether.core.schedules.StepFixedSchedule\n\t|',
      'schedule_config:\n\tkind: noether.core.schedules.StepFixedSchedule\n\tfactor: 0.1',
    ],
    [
      'surrogate pairs',
      '# 😀\nschedule_config: {"😀😀": 1, kind: noether.core.schedules.StepFixedSchedule, fac|}',
      '# 😀\nschedule_config: {"😀😀": 1, kind: noether.core.schedules.StepFixedSchedule, factor: 0.1}',
    ],
    [
      'a list of blocks',
      'all:\n  - kind: noether.core.schedules.StepFixedSchedule\n    |',
      'all:\n  - kind: noether.core.schedules.StepFixedSchedule\n    factor: 0.1',
    ],
    [
      'a group file',
      'kind: noether.core.schedules.StepFixedSchedule\n|',
      'kind: noether.core.schedules.StepFixedSchedule\nfactor: 0.1',
    ],
    [
      'a file that does not parse',
      'a: {b: [\nc: "d\nschedule_config:\n  kind: noether.core.schedules.StepFixedSchedule\n  fac|\n  steps: [0.3',
      'a: {b: [\nc: "d\nschedule_config:\n  kind: noether.core.schedules.StepFixedSchedule\n  factor: 0.1\n  steps: [0.3',
    ],
    [
      'a list right above',
      'schedule_config:\n  kind: noether.core.schedules.StepFixedSchedule\n  steps:\n  - 0.3\n  |',
      'schedule_config:\n  kind: noether.core.schedules.StepFixedSchedule\n  steps:\n  - 0.3\n  factor: 0.1',
    ],
  ])('go where the cursor is: %s', (_, marked, expected) => {
    expect(choose(marked, 'factor')).toBe(expected);
  });

  it('quote interpolations in flow style, where braces mean something else', () => {
    const marked = 'optim: {lr: 1e-3, schedule_config: {kind: noether.core.schedules.ConstantSchedule, |}}';
    expect(choose(marked, 'value')).toBe(marked.replace('|', 'value: "${..lr}"'));
  });

  it('write lists with dashes where the file does', () => {
    const marked = `other: \n  - 0.1\n  - 0.2\n${block('StepFixedSchedule')}`;
    expect(choose(marked, 'steps')).toBe(marked.replace('|', 'steps:\n      - 0.3\n      - 0.6\n      - 0.9'));
    const flush = `other:\n- 0.1\n${block('StepFixedSchedule')}`;
    expect(choose(flush, 'steps')).toBe(flush.replace('|', 'steps:\n    - 0.3\n    - 0.6\n    - 0.9'));
  });

  it('say type, range and default', () => {
    expect(item(block('StepFixedSchedule'), 'factor').detail).toBe('number ≥ 0');
    expect(item(block('StepFixedSchedule'), 'start_value').detail).toBe('number, default 1.0');
    expect(item(block('StepIntervalSchedule'), 'update_interval').detail).toBe('number between 0 and 1, both excluded');
    expect(item(block('StepFixedSchedule'), 'steps').documentation).toMatchObject({ kind: 'markdown' });
  });

  it('ask for the list of kinds behind a new kind where the client is VS Code', () => {
    const options = { triggerSuggest: true };
    const chosen = item('schedule_config:\n  ki|', 'kind', { options });
    expect(chosen.command?.command).toBe('editor.action.triggerSuggest');
    expect(edit('schedule_config:\n  ki|', 'kind', { options })).toBe('kind: $0');
    expect(item('schedule_config:\n  ki|', 'kind').command).toBeUndefined();
    expect(edit('schedule_config:\n  factor: 1\n  steps: [0.1]\n  ki|', 'kind')).toMatch(
      /^kind: \$\{1\|noether\.core\.schedules\.StepFixedSchedule,/,
    );
  });
});

describe('the keys of schedules in an optimizer', () => {
  it.each([
    [
      'beside lr',
      'optim:\n  lr: 1e-3\n  |',
      'optim:\n  lr: 1e-3\n  schedule_config:\n    kind: noether.core.schedules.ConstantSchedule',
    ],
    [
      'beside the kind of an optimizer',
      'optim:\n  kind: torch.optim.AdamW\n  sche|',
      'optim:\n  kind: torch.optim.AdamW\n  schedule_config:\n    kind: noether.core.schedules.ConstantSchedule',
    ],
    [
      'at the root of a group file',
      'kind: torch.optim.AdamW\nlr: 1e-3\n|',
      'kind: torch.optim.AdamW\nlr: 1e-3\nschedule_config:\n  kind: noether.core.schedules.ConstantSchedule',
    ],
    [
      'in flow style',
      'optim: {lr: 1e-3, |}',
      'optim: {lr: 1e-3, schedule_config: {kind: noether.core.schedules.ConstantSchedule}}',
    ],
    [
      'indented as the file is',
      'optim:\n    lr: 1e-3\n    |',
      'optim:\n    lr: 1e-3\n    schedule_config:\n        kind: noether.core.schedules.ConstantSchedule',
    ],
    [
      'with CRLF',
      'optim:\r\n  lr: 1e-3\r\n  |',
      'optim:\r\n  lr: 1e-3\r\n  schedule_config:\r\n    kind: noether.core.schedules.ConstantSchedule',
    ],
    [
      'in a list',
      'all:\n  - lr: 1e-3\n    |',
      'all:\n  - lr: 1e-3\n    schedule_config:\n      kind: noether.core.schedules.ConstantSchedule',
    ],
    [
      'over a misspelt one',
      'optim:\n  lr: 1e-3\n  schedule_co|nfg:\n    x: 1',
      'optim:\n  lr: 1e-3\n  schedule_config:\n    x: 1',
    ],
  ])('%s', (_, marked, expected) => {
    expect(choose(marked, 'schedule_config')).toBe(expected);
  });

  it('are those that it has not, with the version where that matters', () => {
    expect(labels('optim:\n  lr: 1\n  schedule_config: null\n  |')).toEqual([
      'weight_decay_schedule',
      'alpha_schedule',
    ]);
    expect(labels('optim:\n  lr: 1\n  |', { settings: { noetherVersion: '1.1' } })).toEqual([
      'schedule_config',
      'weight_decay_schedule',
    ]);
    expect(item('optim:\n  lr: 1\n  |', 'alpha_schedule').labelDetails?.description).toMatch(/1\.1/);
  });

  it('can be followed by the list of kinds', () => {
    const options = { triggerSuggest: true };
    expect(edit('optim:\n  lr: 1\n  |', 'schedule_config', { options })).toBe('schedule_config:\n    kind: $0');
    expect(item('optim:\n  lr: 1\n  |', 'schedule_config', { options }).command?.command).toBe(
      'editor.action.triggerSuggest',
    );
  });
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of the config, not of the test
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { TextEdit } from 'vscode-languageserver-types';
import { complete, defaultCompletionOptions } from '../../../server/src/service/complete';
import { defaultSettings } from '../../../server/src/service/settings';
import { apply, labels, withoutStops } from './cursor';

describe('elsewhere', () => {
  it.each([
    ['an empty file', '|'],
    ['some YAML', 'name: x\non:\n  push:\n    |'],
    ['the trainer', 'trainer:\n  max_updates: 10\n  |\noptim:\n  lr: 1\n  schedule_config: null'],
    ['the value of lr', 'optim:\n  lr: |\n  schedule_config: null'],
    ['the kind of an optimizer', 'optim:\n  kind: |\n  lr: 1'],
    ['the kind of a model', 'model:\n  kind: noether.|\noptim:\n  schedule_config: null'],
    ['a comment', 'schedule_config:\n  # kind: |\n'],
    ['a comment behind a value', 'schedule_config:\n  kind: x  # |'],
    ['a block scalar', 'text: >\n  schedule_config:\n    |\n  more\nschedule_config: null'],
    ['behind a value', 'schedule_config:\n  kind: x |'],
    ['a block by Hydra itself', 'optim:\n  _target_: torch.optim.SGD\n  lr: 1\n  |'],
    ['below a value of a block', 'schedule_config:\n  factor: |\n  kind: noether.core.schedules.ConstantSchedule'],
    [
      'a mapping in a block',
      'schedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  value:\n    x: 1\n    |',
    ],
    ['a mapping that holds a block', 'schedule_config:\n  schedule_config: null\n  steps: |'],
  ])('nothing is offered: %s', (_, marked) => {
    // A key of the block's own that has no list and no number to offer, but no key of a block either.
    expect(labels(marked).filter((label) => label !== 'null')).toEqual([]);
  });

  it('a file that is one block by its group or its package is one', () => {
    const uri = 'file:///configs/schedule_config/steps.yaml';
    expect(labels('|', { uri })[0]).toBe('kind');
    expect(labels('factor: |', { uri })).toContain('0.1');
    expect(labels('# @package model.optim.schedule_config\nki|')[0]).toBe('kind');
    expect(labels('# @package model.optim\nki|')).toEqual([]);
    expect(labels('|', { uri: 'file:///configs/optim/steps.yaml' })).toEqual([]);
  });
});

const fixtures: readonly string[] = [
  'optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  schedule_config:\n    kind: noether.core.schedules.StepFixedSchedule\n    factor: 0.1\n    start_value: ${..lr}\n    steps:\n      - 0.3\n      - 0.6\n  weight_decay_schedule: {kind: noether.core.schedules.LinearIncreasingSchedule, max_value: "${..weight_decay}", start_value: 0.0}\n',
  '# 😀 note\r\na: "😀"\r\nschedule_config: {\r\n  kind: "noether.core.schedules.PiecewiseLinearSchedule", # 😀\r\n  control_points: [[0.0, 1e-3], [1.0, ${..lr}]]\r\n}\r\n',
  'kind: noether.core.schedules.CustomSchedule\nvalues: [1, 2,\n  3]\ninterval: epoch\n',
  'all:\n- kind: noether.core.schedules.ConstantSchedule\n  value: 1\n- kind: noether.core.schedules.StepFixedSchedule\n  steps:\n  - 0.1\n  - 0.2\ntext: |-\n  schedule_config:\n    kind: x\nlr: 1\n',
  'o:\n\tlr: 1\n\tschedule_config:\n\t\tkind: x\n\t\tsteps: [0.1\n',
];

function check(text: string, offset: number): void {
  const document = TextDocument.create('file:///a.yaml', 'yaml', 1, text);
  const position = document.positionAt(offset);
  const { items } = complete(document, position, defaultSettings, { ...defaultCompletionOptions, lazy: true });
  const labelled = new Set<string>();
  for (const item of items) {
    const { textEdit } = item;
    if (!TextEdit.is(textEdit)) throw new Error(`${item.label} has no text edit`);
    const { start, end } = textEdit.range;
    if (start.line !== position.line || end.line !== position.line) throw new Error(`${item.label} leaves its line`);
    if (start.character > position.character || end.character < position.character) {
      throw new Error(`${item.label} does not contain the cursor`);
    }
    // Throws for a snippet that VS Code would read in another way.
    apply(document, item);
    if (item.insertTextFormat === 2 && /\$\{?\d/.test(withoutStops(textEdit.newText)))
      throw new Error(`${item.label} leaves a tab stop`);
    labelled.add(`${item.label} ${textEdit.newText}`);
  }
  if (labelled.size < items.length) throw new Error('an item is offered twice');
}

describe('at every place of every text', () => {
  it.each(fixtures.map((text) => [text.slice(0, 30), text]))('%j', (_, text) => {
    for (let offset = 0; offset <= text.length; offset++) {
      check(text, offset);
      check(text.slice(0, offset), offset);
      // Cut in the line of the cursor, with the rest of the file below.
      const lineEnd = text.indexOf('\n', offset);
      if (lineEnd >= 0) check(text.slice(0, offset) + text.slice(lineEnd), offset);
    }
  });

  it('also of the configs that Hydra and noether were asked about', () => {
    const folder = join(import.meta.dirname, '../../reference/hydra/trees');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (let offset = 0; offset <= text.length; offset += 3) check(text, offset);
    }
  });

  it('and of texts made of pieces of YAML', () => {
    const piece = fc.constantFrom(
      ...[
        'schedule_config:',
        'kind: ',
        'steps:',
        'factor: ',
        'lr: 1\n',
        '\n',
        '\n  ',
        '\n    ',
        '- ',
        '{',
        '}',
        '[',
        ']',
      ],
      ...[
        ', ',
        ': ',
        '"',
        "'",
        ' # ',
        '${',
        '0.3',
        'noether.core.schedules.StepFixedSchedule',
        '|\n',
        '\r\n',
        '😀',
        '\t',
        '&a ',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), fc.nat(), (pieces, seed) => {
        const text = `optim:\n  lr: 1\n  schedule_config:\n    ${pieces.join('')}`;
        check(text, seed % (text.length + 1));
      }),
      { numRuns: 3000 },
    );
  });

  it('and of a text with a key twice', () => {
    const text = 'optim:\n  lr: 1\n  schedule_config:\n    ${\n  lr: 1\n';
    for (let offset = 0; offset <= text.length; offset++) check(text, offset);
  });

  it('without a word for a huge file', () => {
    const text = `lr: 1\nschedule_config:\n  kind: noether.core.schedules.CustomSchedule\n  values: [${'1e-3, '.repeat(100_000)}`;
    check(text, text.length);
  });
});

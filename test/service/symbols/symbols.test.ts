import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../server/src/service';
import { yaml } from '../../unit/rules/harness';

async function symbolsOf(text: string) {
  const document = TextDocument.create('file:///config.yaml', 'yaml', 1, yaml(text));
  const symbols = await createLanguageService({}).documentSymbols(document);
  return symbols.map(({ name, detail, range, selectionRange }) => ({
    name,
    detail,
    text: document.getText(range).split('\n').length,
    at: document.getText(selectionRange),
  }));
}

describe('document symbols', () => {
  it('are the schedule blocks, with kind and curve', async () => {
    const symbols = await symbolsOf(`
model: {depth: 3}
optim:
  lr: 1e-3
  schedule_config:
    kind: @StepFixedSchedule
    start_value: \${..lr}
    factor: 0.1
    steps: [0.5]
  weight_decay_schedule:
    kind: @ConstantSchedule
    value: 0.05
other:
  schedule_config: null`);
    expect(symbols).toEqual([
      { name: 'StepFixedSchedule', detail: '1e-3 → 1e-4', text: 5, at: 'schedule_config' },
      { name: 'ConstantSchedule', detail: 'constant 0.05', text: 3, at: 'weight_decay_schedule' },
    ]);
  });

  it('have first, peak and last value', async () => {
    const [symbol] = await symbolsOf(`
schedule_config:
  kind: @PiecewiseLinearSchedule
  control_points: [[0.0, 1e-4], [0.5, 1e-3], [0.9, 0.0], [1.0, 0.0]]`);
    expect(symbol?.detail).toBe('1e-4 → 1e-3 → 0');
  });

  it('say what has errors, under the key where there is no kind', async () => {
    expect(await symbolsOf('schedule_config:\n  value: 1\n')).toEqual([
      { name: 'schedule_config', detail: 'has errors', text: 2, at: 'schedule_config' },
    ]);
  });

  it('name a group file by its kind', async () => {
    expect(await symbolsOf('kind: @ConstantSchedule\nvalue: 1\n')).toEqual([
      { name: 'ConstantSchedule', detail: 'constant 1', text: 2, at: yaml('kind: @ConstantSchedule').trim() },
    ]);
  });

  it('are none in other files', async () => {
    expect(await symbolsOf('a: 1\nb: {c: 2}\n')).toEqual([]);
  });

  it('select a part of their range, as LSP asks for', async () => {
    const document = TextDocument.create(
      'file:///c.yaml',
      'yaml',
      1,
      yaml('schedule_config: {kind: @Bad, value: 1}\n'),
    );
    for (const { range, selectionRange } of await createLanguageService({}).documentSymbols(document)) {
      expect(document.offsetAt(selectionRange.start)).toBeGreaterThanOrEqual(document.offsetAt(range.start));
      expect(document.offsetAt(selectionRange.end)).toBeLessThanOrEqual(document.offsetAt(range.end));
    }
  });
});

import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InlayHint } from 'vscode-languageserver-types';
import { createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';
import { yaml } from '../../unit/rules/harness';
import { serviceOf } from '../composed/harness';

const whole = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

async function hintsOf(text: string, settings: LanguageServiceOptions = {}, range = whole): Promise<InlayHint[]> {
  const document = TextDocument.create('file:///config.yaml', 'yaml', 1, yaml(text));
  return createLanguageService(settings).inlayHints(document, range);
}

/** The text with its hints in guillemets. */
async function shown(text: string, settings: LanguageServiceOptions = {}, range = whole): Promise<string> {
  const document = TextDocument.create('file:///config.yaml', 'yaml', 1, yaml(text));
  const hints = await createLanguageService(settings).inlayHints(document, range);
  return TextDocument.applyEdits(
    document,
    hints.map(({ position, label }) => ({ range: { start: position, end: position }, newText: `«${String(label)}»` })),
  );
}

const stairs = `
base: 3e-4
trainer:
  max_updates: 1_000
optim:
  lr: \${base}
  schedule_config:
    kind: @StepFixedSchedule
    start_value: \${..lr} # peak
    factor: 0.5
    steps: [0.3, 0.75]`;

describe('inlay hints', () => {
  it('say the value behind interpolations and the step behind fractions', async () => {
    // 0.3 and 0.75 of 1,000 steps.
    expect(await shown(stairs)).toBe(
      yaml(stairs)
        .replace('lr: ${base}', 'lr: ${base}«= 3e-4»')
        .replace('${..lr} #', '${..lr}«= 3e-4» #')
        .replace('0.3,', '0.3«= step 300»,')
        .replace('0.75]', '0.75«= step 750»]'),
    );
  });

  it('say epochs where their length is known', async () => {
    // 300 / 250, 750 / 250 and 1,000 / 250 updates.
    const text = await shown(stairs, { updatesPerEpoch: 250 });
    expect(text).toContain('0.3«= step 300 ≈ epoch 1.2»');
    expect(text).toContain('0.75«= step 750 ≈ epoch 3»');
    expect(text).toContain('max_updates: 1_000«≈ 4 epochs»');
  });

  it('say how long the phases of a warm-up are', async () => {
    const block = (keys: string) => `
schedule_config:
  kind: @LinearWarmupCosineDecaySchedule
  max_value: 1e-3
  ${keys}`;
    const settings = { totalSteps: 1000, updatesPerEpoch: 100 };
    expect(await shown(block('warmup_steps: 500'), settings)).toContain('warmup_steps: 500«≈ 5 epochs»');
    // int(999 × 0.1) = 99 steps.
    expect(await shown(block('warmup_percent: 0.1'), settings)).toContain('0.1«= 99 steps ≈ 0.99 epochs»');
  });

  it('say how far apart changes are', async () => {
    const text = `
schedule_config:
  kind: @StepIntervalSchedule
  factor: 0.5
  update_interval: 0.25`;
    expect(await shown(text, { totalSteps: 200 })).toContain('0.25«= every 50 steps»');
  });

  it('say where control points are', async () => {
    const text = `
schedule_config:
  kind: @PiecewiseLinearSchedule
  control_points: [[0.0, 0.0], [0.1, 1e-3], [1.0, 0.0]]`;
    const result = await shown(text, { totalSteps: 50 });
    // 0.1 × 50; the last point lies behind the last step.
    expect(result).toContain('[[0.0«= step 0», 0.0], [0.1«= step 5», 1e-3], [1.0, 0.0]]');
  });

  it('say the length of training behind what gives it', async () => {
    const text = `
trainer:
  max_epochs: 20
schedule_config:
  kind: @StepFixedSchedule
  factor: 0.5
  steps: [0.5]`;
    expect(await shown(text, { updatesPerEpoch: 30 })).toContain('max_epochs: 20«= 600 steps»');
  });

  it('say no step of a length that nobody gave', async () => {
    expect(await shown(stairs.replace('max_updates: 1_000', 'seed: 1'))).not.toContain('step ');
  });

  it('say what is assumed, and nothing of what is not known', async () => {
    const text = `
a:
  schedule_config:
    kind: @ConstantSchedule
    value: \${oc.env:LR,1e-3}
b:
  schedule_config:
    kind: @ConstantSchedule
    value: \${model.lr}`;
    const hints = await hintsOf(text);
    expect(hints.map(({ label }) => label)).toEqual(['= 0.001 (assumed)']);
    expect(String(hints[0]?.tooltip)).toContain('LR');
  });

  it('say a list in short', async () => {
    const text = `
drops: [0.3, 0.6]
schedule_config:
  kind: @StepFixedSchedule
  factor: 0.5
  steps: \${drops}`;
    expect(await shown(text)).toContain('steps: ${drops}«= [0.3, 0.6]»');
  });

  it.each([
    ['values', ['= step 300 ≈ epoch 1.2', '= step 750 ≈ epoch 3', '≈ 4 epochs']],
    ['steps', ['= 3e-4', '= 3e-4', '≈ epoch 1.2', '≈ epoch 3', '≈ 4 epochs']],
    ['epochs', ['= 3e-4', '= 3e-4', '= step 300', '= step 750']],
  ])('can be switched off: %s', async (kind, left) => {
    const inlayHints = { values: true, steps: true, epochs: true, [kind]: false };
    const hints = await hintsOf(stairs, { updatesPerEpoch: 250, inlayHints });
    expect(hints.map(({ label }) => label).sort()).toEqual([...left].sort());
  });

  it('keep to the range that is asked for', async () => {
    const range = { start: { line: 7, character: 0 }, end: { line: 8, character: 0 } };
    expect((await hintsOf(stairs, {}, range)).map(({ label }) => label)).toEqual(['= 3e-4']);
  });

  it('say what the chosen primary config composes', async () => {
    const project = serviceOf({
      'configs/train.yaml': 'defaults:\n  - optim: adam\n  - _self_\nlr: 2e-3\ntrainer:\n  max_updates: 400\n',
      'configs/optim/adam.yaml': yaml(
        'lr: ${lr}\nschedule_config:\n  kind: @StepFixedSchedule\n  start_value: ${..lr}\n  factor: 0.5\n  steps: [0.5]',
      ),
    });
    const document = project.document('configs/optim/adam.yaml');
    const labels = (await project.service.inlayHints(document, whole)).map(({ label }) => label);
    expect(labels).toEqual(['= 2e-3', '= 2e-3', '= step 200']);
  });
});

import { describe, expect, it } from 'vitest';
import { find, optim } from './harness';

// An interpolation in YAML texts, not in ours.
const lr = `\${..lr}`;

const withoutPeak = optim('1.0', 'kind: @LinearWarmupCosineDecaySchedule\nwarmup_percent: 0.05');
const newerKinds = [
  optim('1e-3', `kind: @SqrtDecreasingSchedule\nmax_value: ${lr}`),
  optim('1e-3', `kind: @WarmupStableDecaySchedule\nmax_value: ${lr}\nwarmup_percent: 0.1\ncooldown_percent: 0.2`),
  optim('1e-3', 'kind: @PiecewiseLinearSchedule\ncontrol_points: [[0.0, 0.0], [0.1, 1e-3], [1.0, 0.0]]'),
];
const alpha = `
optim:
  kind: noether.core.optimizer.MuonComposite
  lr: 1e-3
  alpha_schedule:
    kind: @LinearDecreasingSchedule
    max_value: 1.0`;

describe('noetherVersion', () => {
  it('any: warns about a warm-up without max_value and names the version', async () => {
    const found = await find(withoutPeak);
    expect(found.brief).toEqual(['W version-differs "@LinearWarmupCosineDecaySchedule"']);
    expect(found.message('version-differs')).toMatch(/noether 1\.1 takes 1\.0, newer versions refuse/);
  });

  it('1.1: accepts it', async () => {
    expect((await find(withoutPeak, { noetherVersion: '1.1' })).brief).toEqual([]);
  });

  it('newer: refuses it', async () => {
    const found = await find(withoutPeak, { noetherVersion: 'newer' });
    expect(found.brief).toEqual(['E missing-key "@LinearWarmupCosineDecaySchedule"']);
  });

  it('newer: says nothing of a default that is none there', async () => {
    const text = withoutPeak.replace('lr: 1.0', 'lr: 1e-3');
    expect((await find(text, { noetherVersion: 'newer' })).brief).toEqual([
      'E missing-key "@LinearWarmupCosineDecaySchedule"',
    ]);
    expect((await find(text)).brief).toEqual(['W peak-not-lr "@LinearWarmupCosineDecaySchedule"']);
    const decay = `
optim:
  kind: torch.optim.AdamW
  lr: 1e-3
  weight_decay: 0.05
  weight_decay_schedule:
    kind: @LinearWarmupCosineDecaySchedule
    warmup_percent: 0.05`;
    expect((await find(decay, { noetherVersion: 'newer' })).brief).toEqual([
      'E missing-key "@LinearWarmupCosineDecaySchedule"',
    ]);
  });

  it.each(newerKinds)('any: accepts a kind of later versions with a warning that names 1.1', async (text) => {
    const found = await find(text);
    expect(found.brief).toEqual([expect.stringMatching(/^W version-differs "@\w+Schedule"$/)]);
    expect(found.message('version-differs')).toContain('noether 1.1 refuses');
  });

  it.each(newerKinds)('1.1: refuses a kind of later versions', async (text) => {
    const found = await find(text, { noetherVersion: '1.1' });
    expect(found.brief).toEqual([expect.stringMatching(/^E kind-unknown "@\w+Schedule"$/)]);
    expect(found.message('kind-unknown')).toContain('noether 1.1 has no');
  });

  it.each(newerKinds)('newer: has nothing to say about it', async (text) => {
    expect((await find(text, { noetherVersion: 'newer' })).brief).toEqual([]);
  });

  it('any: accepts alpha_schedule with a warning, 1.1 refuses it, newer takes it', async () => {
    const any = await find(alpha);
    expect(any.brief).toEqual(['W version-differs "alpha_schedule"']);
    expect(any.message('version-differs')).toContain('noether 1.1 refuses');
    expect((await find(alpha, { noetherVersion: '1.1' })).brief).toEqual(['E optimizer-unknown-key "alpha_schedule"']);
    expect((await find(alpha, { noetherVersion: 'newer' })).brief).toEqual([]);
  });

  it('treats keys of optimizers that came later alike', async () => {
    const text = optim('1e-3', `kind: @ConstantSchedule\nvalue: ${lr}`, 'betas: [0.9, 0.95]');
    expect((await find(text)).brief).toEqual(['W version-differs "betas"']);
    expect((await find(text, { noetherVersion: '1.1' })).brief).toEqual(['E optimizer-unknown-key "betas"']);
    expect((await find(text, { noetherVersion: 'newer' })).brief).toEqual([]);
  });

  it('refuses what every version refuses in all of them', async () => {
    const text = optim('1e-3', 'kind: @LinearDecreasingSchedule\nmax_value: abc');
    for (const noetherVersion of ['any', '1.1', 'newer'] as const) {
      expect((await find(text, { noetherVersion })).brief).toEqual(['E type "abc"']);
    }
  });

  it('does not offer later kinds to 1.1', async () => {
    const text = optim('1e-3', `kind: SqrtDecreasingSchedule\nmax_value: ${lr}`);
    expect((await find(text)).message('kind-unknown')).toContain('Write noether.core.schedules.SqrtDecreasingSchedule');
    expect((await find(text, { noetherVersion: '1.1' })).message('kind-unknown')).not.toContain(
      'Write noether.core.schedules.SqrtDecreasingSchedule',
    );
  });
});

/** A project of configs in memory, and what may become of its files. */

const KIND = 'noether.core.schedules.';

const warmup = (values: string): string => `schedule_config:
  kind: ${KIND}LinearWarmupCosineDecaySchedule
${values}`;

const OPTIM: readonly string[] = [
  `kind: torch.optim.AdamW
lr: 1e-3
${warmup('  warmup_percent: 0.1\n  max_value: ${..lr}\n  end_value: ${base.lr}\n')}`,
  `kind: torch.optim.AdamW
lr: \${base.lr}
${warmup('  warmup_steps: 100\n  max_value: 1e-2\n  end_value: ${base.floor}\n')}`,
  `# @package _global_
optim:
  kind: torch.optim.SGD
  lr: 0.5
  schedule_config:
    kind: ${KIND}StepDecreasingSchedule
    factor: 0.5
    decreases_interval: 0.25
    initial_value: \${base.lr}
`,
  `# package _global_
lr: 1e-4
weight_decay: 0.1
betas: [0.9, 0.95]
schedule_config: \${base.schedule}
`,
  `lr: 2e-3
schedule_config: # schedule-lens: ignore[peak-not-lr, unknown-key]
  kind: ${KIND}CosineDecreasingSchedule
  max_value: 1e-3
  end_value: 1e-5
  ends_value: \${base.floor}
`,
  'lr: 1e-3\nweight_decay_schedul:\n  kind: noether.core.schedules.ConstantSchedule\n  value: ${base.lr}\n',
  `lr: ???\n${warmup('  warmup_percent: 2\n  max_value: ${.peak}\n  end_value: 0\n')}`,
  'schedule_config:\n  max_value: 3e-4\n',
  'lr: 1\n',
  'lr: [1\n',
  '- 1\n',
  '',
];

const BASE: readonly string[] = [
  'lr: 1e-6\nfloor: 1e-7\nsteps: 1000\n',
  'lr: 1e-2\nfloor: 1e-7\nsteps: 50\n',
  '# moved down\n\nlr: 1e-6\nfloor: 1e-7\nsteps: 1000\n',
  'lr: ${trainer.lr}\nsteps: ${.lr}\n',
  `lr: 1e-6\nschedule:\n  kind: ${KIND}LinearDecreasingSchedule\n  max_value: \${optim.lr}\n  end_value: 2\n`,
  '# @package _global_\nbase:\n  lr: 5\noptim:\n  lr: 7\n',
  '# @package other\nlr: 1e-6\n',
  'defaults:\n  - more\nlr: 2e-6\n',
  'lr: ${nowhere}\n',
  'optim: 3\nlr: &a [*a]\n',
  'lr: "unclosed\n',
];

const TRAINER: readonly string[] = [
  'max_updates: 1000\n',
  'max_updates: 80\nlr: 1e-5\n',
  'max_updates: ${base.steps}\n',
  'max_epochs: 3\n',
  'name: none\n',
];

const DATA: readonly string[] = [
  'root: /data\nsize: 3\n',
  'root: /data\nsize: ${base.steps}\n',
  '# @packge _global_\nsize: 4\n',
  'optim: here\n',
  'x: {y: [1, 2, ${..z}]}\nz: 1\n',
];

const PRIMARY: readonly string[] = [
  'defaults:\n  - base: shared\n  - optim: one\n  - trainer: long\n  - _self_\n',
  'defaults:\n  - base: shared\n  - optim: two\n  - trainer: long\n  - data: small\n  - _self_\noptim:\n  lr: 3e-3\n',
  `defaults:
  - base: shared
  - trainer: short
  - optim: one
  - _self_
optim:
  schedule_config:
    warmup_percent: 0.5
    end_value: 4e-6
`,
  'defaults:\n  - optim: two\n  - base: shared\n',
  'defaults:\n  - base: other\n  - optim: one\n  - optional data: none\n  - _self_\ntrainer:\n  max_updates: 5\n',
  'defaults:\n  - base: shared\n  - data: small\n  - _self_\nseed: 1\n',
  'defaults:\n  - bse: shared\n  - optim: three\n',
  'defaults:\n  - train_b\n  - overide optim: two\n  - _self_\n',
  'defaults:\n  - train_b\n  - override optim: two\n  - _self_\ntrainer:\n  max_updates: 20\n',
  'defaults:\n  - base: shared\n  - optim@first: one\n  - optim@second: one\n  - _self_\nsecond:\n  lr: 9\n',
  'defaults:\n  - base: shared\n  - optim: one\n  - _self_\nhydra:\n  searchpath:\n    - file:///ws/far\n',
  'seed: 3\n',
  'optim:\n  lr: ${base.lr}\n',
];

const EXPERIMENT: readonly string[] = [
  '# @package _global_\noptim:\n  lr: 6e-4\n',
  '# @package _global_\ndefaults:\n  - override /optim: two\nbase:\n  lr: 8e-6\n',
  'lr: 1\n',
];

const SCRIPT: readonly string[] = [
  'noether-train --hp conf/train_a.yaml\n',
  'noether-train --hp conf/train_b.yaml optim.lr=5e-3 base=other\n',
  'noether-train --hp conf/train_a.yaml +experiment=fine\nnoether-train --hp conf/train_c.yaml ~optim\n',
  'echo nothing\n',
];

/** The files that may be there, with the texts that they may have. */
export const FILES: readonly (readonly [path: string, texts: readonly string[]])[] = [
  ['conf/base/shared.yaml', BASE],
  ['conf/base/other.yaml', BASE],
  ['conf/base/more.yaml', DATA],
  ['conf/optim/one.yaml', OPTIM],
  ['conf/optim/two.yaml', OPTIM],
  ['conf/optim/three.yaml', OPTIM],
  ['conf/trainer/long.yaml', TRAINER],
  ['conf/trainer/short.yaml', TRAINER],
  ['conf/data/small.yaml', DATA],
  ['conf/train_a.yaml', PRIMARY],
  ['conf/train_b.yaml', PRIMARY],
  ['conf/train_c.yaml', PRIMARY],
  ['conf/train_d.yaml', PRIMARY],
  ['conf/experiment/fine.yaml', EXPERIMENT],
  ['conf/optim/inner/train.yaml', PRIMARY],
  ['far/optim/one.yaml', OPTIM],
  ['far/base/shared.yaml', BASE],
  ['other/conf/optim/one.yaml', OPTIM],
  ['other/conf/base/shared.yaml', BASE],
  ['other/conf/train.yaml', PRIMARY],
  ['run.sh', SCRIPT],
];

/**
 * What there is at the beginning: of each file its first text, of primaries one after the other, and a few are missing.
 * Folders stay when they are empty.
 */
export function startTexts(): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [path] of FILES) {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      texts[`${path.slice(0, slash)}/.keep`] = '';
    }
  }
  for (const [index, [path, all]] of FILES.entries()) {
    if (/three|train_d|inner|far/.test(path)) continue;
    texts[path] = all[all === PRIMARY ? index % 3 : 0] ?? '';
  }
  return texts;
}

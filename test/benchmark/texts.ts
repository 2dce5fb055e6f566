/** Texts of any size, made of entries that each hold one schedule block among the values that real configs have around it. */

/** Lines and blocks of the files that are edited, as the table of docs/performance.md names them. */
export const SIZES = [
  { lines: 12, blocks: 1 },
  { lines: 120, blocks: 5 },
  { lines: 1_200, blocks: 48 },
  { lines: 10_000, blocks: 400 },
  { lines: 50_000, blocks: 2_000 },
] as const;

const KINDS: readonly (readonly string[])[] = [
  ['LinearWarmupCosineDecaySchedule', 'max_value: ${..lr}', 'end_value: 1e-6', 'warmup_percent: 0.05'],
  ['StepFixedSchedule', 'start_value: ${..lr}', 'factor: 0.1', 'steps: [0.3, 0.6, 0.9]'],
  ['PolynomialDecreasingSchedule', 'max_value: 1.0e-3', 'end_value: 0.0', 'power: 2.0'],
  ['CosineDecreasingSchedule', 'max_value: ${..lr}', 'end_value: 1e-7'],
  ['StepIntervalSchedule', 'start_value: 1e-3', 'factor: 0.5', 'update_interval: 0.25'],
];

/** The lines of one entry: an optimizer with its schedule, filled up with plain values to `length` lines. */
function entry(index: number, length: number): string[] {
  const [kind, ...keys] = KINDS[index % KINDS.length] ?? [];
  const lines = [
    `model_${index}:`,
    '  optimizer:',
    '    lr: 1e-3',
    '    schedule_config:',
    `      kind: noether.core.schedules.${kind}`,
    ...keys.map((key) => `      ${key}`),
  ];
  const fill = [
    '  # what the model is built of',
    `  hidden_dim: ${128 + index}`,
    '  num_heads: 8',
    '  dropout: 0.1',
    '  activation: "gelu"',
    '  blocks:',
    '    - {kind: attention, dim: 128, bias: true}',
    '    - {kind: mlp, dim: 512, bias: false}',
    '  dataset:',
    '    root: /data/simulations',
    "    split: 'train'",
    '    statistics: {mean: [0.1, 0.2, 0.3], std: [1.0, 1.0, 1.0]}',
    '  loss_weights:',
    '    pressure: 1.0',
    '    velocity: 0.5',
  ];
  for (let at = 0; lines.length < length; at += 1) {
    lines.push(at < fill.length ? (fill[at] ?? '') : `  note_${at}: plain text of entry ${index}`);
  }
  return lines.slice(0, length);
}

/** A file of so many lines and blocks, its entries at the root. */
export function fileOf(lines: number, blocks: number): string {
  const all: string[] = [];
  for (let index = 0; index < blocks; index += 1) {
    const until = Math.round(((index + 1) * lines) / blocks);
    all.push(...entry(index, until - all.length));
  }
  return `${all.join('\n')}\n`;
}

/** The same file with all its entries below one key. */
export function nestedFileOf(lines: number, blocks: number): string {
  const inner = fileOf(lines - 1, blocks)
    .trimEnd()
    .split('\n');
  return `models:\n${inner.map((line) => `  ${line}`).join('\n')}\n`;
}

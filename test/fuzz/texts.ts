import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

const root = fileURLToPath(new URL('../..', import.meta.url));

function yamlBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Configs as people write them, the broken ones of the reference set among them. */
export const realTexts: readonly string[] = ['examples', 'test/fixtures', 'test/reference/hydra/trees']
  .flatMap(yamlBelow)
  .map((path) => readFileSync(path, 'utf8'))
  .filter((text) => text !== '' && text.length < 5000);

/** What somebody may type or paste at any place. */
const FRAGMENTS = [
  '',
  ' ',
  '  ',
  '\n',
  '\t',
  '- ',
  ': ',
  ':',
  '#',
  '"',
  "'",
  '|',
  '>',
  '&a ',
  '*a',
  '<<: *a',
  '{',
  '}',
  '[',
  ']',
  ',',
  '---\n',
  '...\n',
  '!!float ',
  '${',
  '}',
  '${..lr}',
  '${model.optim.lr}',
  '${oc.env:LR,1e-3}',
  '${a.${b}}',
  '???',
  '\\${',
  'null',
  'yes',
  '1e-3',
  '-.inf',
  '.nan',
  '0x10',
  '1_000',
  '1:30',
  '010',
  'é',
  '🚀',
  '\u2028',
  '\r',
  '\r\n',
  '\0',
  '\ufeff',
  '\ud800',
  '__proto__',
  'constructor: 1\n',
  'toString',
  'kind: noether.core.schedules.StepFixedSchedule\n',
  'schedule_config:\n',
  'weight_decay_schedule: {',
  'steps: [0.1, 0.2]\n',
  'factor: 0.1\n',
  'defaults:\n- optim: adamw\n',
  '- _self_\n',
  '- override /optim: x\n',
  '# @package _global_\n',
  '# schedule-lens: ignore[peak-not-lr]\n',
  'max_updates: 100\n',
  'interval: epoch\n',
  'warmup_steps: 10\n',
  'control_points: [[0, 1], [1, 0]]\n',
];

export interface Edit {
  /** Where it begins and how much it takes away, as parts of the text's length. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const part = fc.double({ min: 0, max: 1, noNaN: true });
const fragment = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...FRAGMENTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(...realTexts).map((text) => text.slice(0, 400)) },
);

/** Mostly small edits, as typing is; now and then half of the text goes. */
export const edit: fc.Arbitrary<Edit> = fc.record({
  at: part,
  length: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: part.map((p) => p * 0.05) },
    { weight: 1, arbitrary: part },
  ),
  text: fragment,
});

type Mutation = (text: string, a: number, b: number) => string;

/** Real texts cut, doubled, shuffled, with flipped bytes, unbalanced brackets and slipped indentation. */
const mutations: readonly Mutation[] = [
  (text) => text,
  (text, a) => text.slice(0, Math.floor(a * text.length)),
  (text, a, b) => text.slice(Math.floor(Math.min(a, b) * text.length), Math.floor(Math.max(a, b) * text.length)),
  (text) => text + text,
  (text, a) => {
    const lines = text.split('\n');
    const cut = Math.floor(a * lines.length);
    return [...lines.slice(cut), ...lines.slice(0, cut)].join('\n');
  },
  (text, a, b) => {
    const lines = text.split('\n');
    const [from, to] = [Math.floor(a * lines.length), Math.floor(b * lines.length)];
    const [line = ''] = lines.splice(from, 1);
    lines.splice(to, 0, line);
    return lines.join('\n');
  },
  (text, a, b) => {
    const bytes = Buffer.from(text);
    const at = Math.floor(a * bytes.length);
    if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << (Math.floor(b * 8) % 8));
    return bytes.toString();
  },
  (text, a) =>
    text.slice(0, Math.floor(a * text.length)) +
    '[{'.repeat(1 + Math.floor(a * 40)) +
    text.slice(Math.floor(a * text.length)),
  (text, a) =>
    text.replaceAll(/[[\]{}]/g, (bracket, at: number) => ((at * 31 + Math.floor(a * 100)) % 3 === 0 ? '' : bracket)),
  (text, a) => {
    const lines = text.split('\n');
    const at = Math.floor(a * lines.length);
    return lines.map((line, index) => (index < at ? line : ` ${line}`)).join('\n');
  },
  (text, a) => text.replaceAll('\n', a < 0.5 ? '\r\n' : '\r'),
];

export const startText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...realTexts), fc.constantFrom(...mutations), part, part)
  .map(([text, mutate, a, b]) => mutate(text, a, b));

/** The longest text that is read unless a setting says otherwise, in characters. */
export const MOST = 2 * 1024 * 1024;

const K = 'noether.core.schedules.';

/** A text of about `size` characters. */
export type LongText = (size: number) => string;

/** As many parts as fit between two texts. */
function filled(before: string, part: string | ((index: number) => string), after = ''): LongText {
  return (size) => {
    const parts = [before];
    let length = before.length + after.length;
    for (let index = 0; ; index++) {
      const next = typeof part === 'string' ? part : part(index);
      length += next.length;
      if (length > size) break;
      parts.push(next);
    }
    return parts.join('') + after;
  };
}

const block = `optim:
  lr: 1e-3
  schedule_config:
    kind: ${K}StepFixedSchedule
    factor: 0.1
    start_value: \${..lr}
    steps: [0.5]
`;

/** Something behind a block that is fine, as much as there is room for. */
const behind = (part: string | ((index: number) => string), after = ''): LongText => filled(block, part, after);
/** Something before such a block. */
const before = (part: string | ((index: number) => string)): LongText => filled('', part, block);

/** A block per part, with these lines below its key. */
const blocks = (lines: string, key = 'schedule_config'): LongText =>
  filled('', (i) => `optim${i}:\n  lr: 1e-3\n  ${key}:\n${lines.replace(/^/gm, '    ')}\n`);

/** One list in a block, with these entries. */
const list = (kind: string, key: string, entry: string | ((index: number) => string), rest = ''): LongText =>
  filled(`schedule_config:\n  kind: ${K}${kind}\n${rest}  ${key}: [`, entry, '1]\n');

const fraction = (index: number): string => `0.${String(index).padStart(6, '0')}`;

/** Texts that are as long as a file may be, each of one thing that is more than anybody thought of. */
export const longTexts: Readonly<Record<string, LongText>> = {
  // Configs that are fine.
  'good blocks, one below the other': filled('', (i) => block.replace('optim:', `optim${i}:`)),
  'good blocks in one mapping': filled('model:\n', (i) =>
    block.replace('optim:', `optim${i}:`).replace(/^(?=.)/gm, '  '),
  ),
  'good blocks on one line': filled(
    '{',
    (i) =>
      `o${i}: {lr: 1e-3, schedule_config: {kind: ${K}StepFixedSchedule, factor: 0.1, start_value: 1e-3, steps: [0.5]}}, `,
    'a: 1}',
  ),
  'steps of a schedule': list(
    'StepFixedSchedule',
    'steps',
    (i) => `${fraction(i)}, `,
    '  factor: 0.99\n  start_value: 1\n',
  ),
  'control points of a schedule': filled(
    `schedule_config:\n  kind: ${K}PiecewiseLinearSchedule\n  control_points: [`,
    (i) => `[${fraction(i)}, 1], `,
    '[1, 1]]\n',
  ),
  'values of a schedule': list('CustomSchedule', 'values', (i) => `${i * 1e-9}, `),
  'comments before a block': before('# comment\n'),
  'comments behind a block': behind('      # comment\n'),
  'a block scalar': filled(`${block}a: |\n`, '  some text of a block scalar\n'),
  'a plain scalar over many lines': filled(`${block}a: b\n`, '  some text of a plain scalar\n'),

  // Interpolations.
  'a chain of interpolations': before((i) => `k${i}: \${k${i + 1}}\n`),
  'interpolations of one value': behind((i) => `k${i}: \${optim.lr}\n`),
  'interpolations of nothing in a list': filled('l:\n', (i) => `- \${x.y${i}}\n`, block),
  'interpolations of nothing as values': list('CustomSchedule', 'values', (i) => `"\${x.y${i}}", `),
  'environment variables in a list': filled(`${block}list:\n`, '- ${oc.env:A,1}\n'),
  'environment variables as values': list('CustomSchedule', 'values', '"${oc.env:A,1}", '),
  'environment variables as values, each with its own default': list(
    'CustomSchedule',
    'values',
    (i) => `"\${oc.env:A,${i}}", `,
  ),
  'interpolations that are not closed': filled(`${block}a: `, '${'),
  'interpolations that are not closed, in quotes': filled(`${block}a: "`, '${', '"\n'),
  'interpolations that cannot be read, in every block': blocks(
    `kind: ${K}CustomSchedule\nvalues: ["\${a", "\${b}}", "\${..}", "\${x:", 1]`,
  ),
  'interpolations in one another': () => `${block}a: ${'${a.'.repeat(5000)}${'}'.repeat(5000)}\n`,

  // Slips.
  'misspelt block keys': blocks(`kind: ${K}StepFixedSchedule`, 'schedule_confg'),
  'misspelt block keys without a kind': blocks('factor: 0.1', 'schedule_confg'),
  'unknown keys in one block': filled(`schedule_config:\n  kind: ${K}StepFixedSchedule\n`, (i) => `  facto${i}: 1\n`),
  'unknown keys of one optimizer': filled(
    `optim:\n  kind: torch.optim.AdamW\n${block.slice(7)}`,
    (i) => `  weight_deca${i}: 1\n`,
  ),
  'values that are no numbers': list('CustomSchedule', 'values', 'abc, '),
  'blocks that are refused': blocks(`kind: ${K}ConstantSchedule\nvalue: abc`),
  'blocks that are refused, with lines that end in CR': (size) =>
    blocks(`kind: ${K}ConstantSchedule\nvalue: abc`)(size).replaceAll('\n', '\r'),
  'blocks that slipped out of their key, with a second kind': filled(
    '',
    (i) => `o${i}:\n  kind: torch.optim.AdamW\n  schedule_config:\n  kind: ${K}ConstantSchedule\n  value: 1\n`,
  ),
  'blocks that are refused, with keys that stand twice': blocks(
    `kind: ${K}ConstantSchedule\nvalue: abc\nvalue: abd\nvalue: abe\nvalue: abf`,
  ),
  'one key many times': behind('a: 1\n'),
  'a defaults list': filled('defaults:\n', (i) => `- optim@o${i}: a\n`, block),
  'ignore comments over every block': filled(
    '',
    (i) =>
      `o${i}:\n  # schedule-lens: ignore[peak-not-lr]\n  schedule_config:\n    kind: ${K}ConstantSchedule\n    value: 1e-3\n`,
  ),
  'ignore comments over one block': before('# schedule-lens: ignore[peak-not-lr]\n'),
  'ignore comments for rules that do not exist': before((i) => `# schedule-lens: ignore[rule-${i}]\n`),
  'an ignore comment for many rules': filled('# schedule-lens: ignore[', 'peak-not-lr, ', `factor-one]\n${block}`),
  'ignore comments inside of one block': filled(
    `${block}    x:\n`,
    '    # schedule-lens: ignore[unknown-key]\n    - 1\n',
  ),

  // One sign again and again.
  ...Object.fromEntries(
    [
      ['brackets', '['],
      ['braces', '{'],
      ['brackets and braces', '[{'],
      ['double quotes', '"'],
      ['single quotes', "'"],
      ['dashes', '- '],
      ['question marks', '? '],
      ['anchors of nothing', '&a '],
      ['aliases of nothing', '*a '],
      ['line ends', '\n'],
      ['blanks', ' '],
      ['tabs', '\t'],
      ['colons', ':'],
      ['number signs', '#'],
      ['percent signs', '%'],
      ['document starts', '---\n'],
      ['NUL', '\0'],
    ].map(([name, sign]) => [name, behind(sign as string)]),
  ),
  'a quoted text that does not end': filled(`${block}a: "`, 'x'),
  'backslashes in quotes': filled(`${block}a: "`, '\\'),
  'a plain text': filled(`${block}a: `, 'x'),
  'a number with blanks inside': filled(`schedule_config:\n  kind: ${K}ConstantSchedule\n  value: "1`, ' ', '2"\n'),
  emoji: filled(`${block}a: `, '🚀'),
  tags: filled(`${block}a: `, '!x '),
  'a long key': behind('k', ': 1\n'),

  // Nesting and aliases.
  'nesting by indentation': filled('', (i) => (i < 1900 ? `${' '.repeat(i)}a:\n` : `${' '.repeat(1900)}- 1\n`)),
  'nesting by braces': filled(`${block}a: `, '{a: '),
  'anchors and their aliases': behind((i) => `a${i}: &x${i} 1\nb${i}: *x${i}\n`),
  'merge keys': filled(`base: &b {x: 1}\n${block}`, (i) => `m${i}:\n  <<: *b\n  y: 2\n`),
  'aliases of one block': filled(
    `base: &b\n  kind: ${K}ConstantSchedule\n  value: 1\n`,
    (i) => `o${i}:\n  schedule_config: *b\n`,
  ),
};

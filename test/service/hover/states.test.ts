import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../server/src/service';
import { parseSvg } from '../../unit/plot/svg';
import { config, facts, hoverAt, hoverAtOffset } from './harness';

const unknownPeak = (kind: string, ...lines: string[]) =>
  `optim:\n  schedule_config:\n    kind: noether.core.schedules.${kind}\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('interpolations', () => {
  const tour = (value: string, lr = '1e-3') =>
    `base:\n  rate: 2e-3\noptim:\n  lr: ${lr}\n  schedule_config:\n    kind: noether.core.schedules.ConstantSchedule\n    value: ${value}\n`;

  it('gives value, type and place', async () => {
    const { text, covered } = await hoverAt(tour('${base.|rate}'));
    expect(covered).toBe('${base.rate}');
    expect(text).toContain('`${base.rate}` = `2e-3` · number (float), from `base.rate` (line 2)');
  });

  it('names the interpolations on the way', async () => {
    const { text } = await hoverAt(tour('${..l|r}', '${base.rate}'));
    expect(text).toContain(
      '`${..lr}` = `2e-3` · number (float), from `base.rate` (line 2), through `${base.rate}` (line 4)',
    );
  });

  it('says what type a quoted number and a bool have', async () => {
    expect((await hoverAt(tour('${base.|rate}').replace('2e-3', '"2e-3"'))).text).toContain('`"2e-3"` · text (str)');
    expect((await hoverAt(tour('${base.|rate}').replace('2e-3', 'yes'))).text).toContain('`true` · truth value (bool)');
  });

  it('says which variable it did not read', async () => {
    const { text } = await hoverAt(tour('${oc.env:L|R,0.5}'));
    expect(text).toMatch(/Assumed: .*LR.*\(line 7\)/);
    expect(facts(text).peak).toBe('0.5 (0 %)');
  });

  it('follows an alias to its anchor', async () => {
    const text = tour('*ra|te').replace('rate: 2e-3', 'rate: &rate 2e-3');
    const hovered = await hoverAt(text);
    expect(hovered.covered).toBe('*rate');
    expect(facts(hovered.text).peak).toBe('2e-3 (0 %)');
  });

  it('takes the whole block from elsewhere', async () => {
    const text =
      'shared:\n  kind: noether.core.schedules.ConstantSchedule\n  value: 7\noptim:\n  schedule_config: ${sha|red}\n';
    const hovered = await hoverAt(text);
    expect(hovered.covered).toBe('${shared}');
    expect(hovered.text).toContain('`${shared}` = a mapping with 2 keys, from `shared` (line 2)');
    expect(facts(hovered.text).last).toBe('7');
  });
});

describe('unknown values', () => {
  it('draws in units of the one unknown that every value is', async () => {
    const { text, svg } = await hoverAt(
      unknownPeak('StepFixedSchedule', 'start_value: ${model.optim.lr}', 'factor: 0.1', 'steps: [0.|3, 0.6]'),
    );
    expect(text).toContain('0.3 = step 300 of 1,000: 1 → 0.1 (1 = `${model.optim.lr}`)');
    expect(text).toContain('1 = `${model.optim.lr}`, which this file does not tell');
    expect(facts(text)).toMatchObject({ first: '1', '50 %': '0.1', last: '0.01' });
    expect(svg).toContain('(1 = ${model.optim.lr})');
  });

  it.each([
    ['ConstantSchedule', ['value: ${a}'], '1'],
    ['LinearDecreasingSchedule', ['max_value: ${a}', 'end_value: ${a}'], '1'],
    ['LinearIncreasingSchedule', ['max_value: ${a}'], '1'],
    ['CosineDecreasingSchedule', ['max_value: ${a}'], '0'],
    // 1 − (1 − 0.5^3) = 0.125 after the changes at 25, 50 and 75 %.
    ['StepDecreasingSchedule', ['max_value: ${a}', 'factor: 0.5', 'decreases_interval: 0.25'], '0.125'],
    ['PiecewiseLinearSchedule', ['control_points: [[0.0, 0], [0.5, "${a}"], [1.0, 0]]'], '2e-3'],
    ['CustomSchedule', ['values: ["${a}", 0, "${a}"]'], '1'],
    ['LinearWarmupCosineDecaySchedule', ['max_value: ${a}', 'warmup_percent: 0.1', 'end_value: 0'], '0'],
  ])('%s scales with its one unknown', async (kind, lines, last) => {
    const { text } = await hoverAt(unknownPeak(kind, ...lines).replace('schedule_config', 'schedule|_config'));
    expect(text).toContain('1 = `${a}`, which this file does not tell');
    expect(facts(text).last).toBe(last);
  });

  it.each([
    ['another value that is not 0', 'LinearDecreasingSchedule', ['max_value: ${a}', 'end_value: 1e-6'], '1e-6'],
    ['a default that is not 0', 'LinearWarmupCosineDecaySchedule', ['max_value: ${a}', 'warmup_percent: 0.1'], '1e-6'],
    ['another unknown', 'LinearIncreasingSchedule', ['start_value: ${b}', 'max_value: ${a}'], '1e-3'],
  ])('assumes numbers beside %s, and says so', async (_, kind, lines, last) => {
    const { text, svg } = await hoverAt(unknownPeak(kind, ...lines).replace('schedule_config', 'schedule|_config'));
    expect(text).toContain('`${a}` is not known from this file: 1e-3 assumed');
    expect(text).not.toContain('1 = `${a}`');
    // 1e-3 at the end of a run of 1,000 steps, or just below it.
    expect(Number(facts(text).last)).toBeCloseTo(Number(last), 5);
    expect(svg).toContain('partly assumed');
  });

  it('does not take a relative path for the same from two places', async () => {
    // `${.x}` is looked up in the list that holds it, and these are two lists.
    const points = 'control_points: [[0.0, "${.x}"], [1.0, "${.x}"]]';
    const { text } = await hoverAt(unknownPeak('PiecewiseLinearSchedule', points).replace('kind', 'ki|nd'));
    expect(text).toContain('`${.x}` is not known from this file: 1e-3 assumed');
    expect(text).not.toContain('1 = `${.x}`');
  });

  it('takes the lr beside the block for an unknown path that ends in lr', async () => {
    const text =
      'lr: 5e-4\nschedule_config:\n  kind: noether.core.schedules.LinearWarmupCosineDecaySchedule\n  warmup_percent: 0.1\n  max_value: ${model.optim.l|r}\n';
    const hovered = await hoverAt(text);
    expect(hovered.text).toContain(
      '`${model.optim.lr}` is not known from this file: 5e-4 assumed for `max_value`, the `lr` beside the block',
    );
    // int(999 · 0.1) = 99 steps of warm-up.
    expect(facts(hovered.text).peak).toBe('5e-4 (9.9 %)');
  });

  it('assumes a peak above what is known', async () => {
    const { text } = await hoverAt(unknownPeak('LinearDecreasingSchedule', 'max_value: ${|a}', 'end_value: 0.5'));
    expect(text).toContain('5 assumed for `max_value`, only to draw the curve');
  });

  it('takes a value from the setting', async () => {
    const { text } = await hoverAt(unknownPeak('ConstantSchedule', 'value: ${model.optim.l|r}'), {
      interpolations: { 'model.optim.lr': 0.25 },
    });
    expect(facts(text).first).toBe('0.25');
    expect(text).not.toContain('does not tell');
  });

  it('draws nothing where the shape is unknown, and says what is', async () => {
    const { text, svg } = await hoverAt(
      unknownPeak('StepFixedSchedule', 'start_value: 1', 'factor: 0.1', 'steps: ${drops|}'),
    );
    expect(svg).toBeUndefined();
    expect(text).toContain('**No curve**: this file does not tell `steps` (`${drops}`)');
    expect(text).toContain('`${drops}` cannot be told from this file');
    expect(text).toContain('`scheduleLens.interpolations`');
  });
});

describe('blocks with errors', () => {
  it('says what is wrong in place of a curve', async () => {
    const { text, svg } = await hoverAt(
      config('StepFixedSchedule', ['start_value: 1', 'fact|or: -0.1', 'steps: [0.5]']),
    );
    expect(svg).toBeUndefined();
    expect(text).toContain('**No curve**: noether would refuse this block.');
    expect(text).toMatch(/- factor is -0\.1.*\(line 8\)/);
    expect(text).toContain('**Factor** · `factor`');
  });

  it('draws up to the step where training stops, and says that it does', async () => {
    const { text, svg } = await hoverAt(
      config('CustomSchedule', ['val|ues: [3, 2, 1]'], 'trainer:\n  max_updates: 5\n'),
    );
    expect(text).toContain('**The curve ends early**: noether would stop in training.');
    expect(text).toContain('3 entries for 5 steps: training stops at step 3');
    // Steps 0, 1, 2 have values; 75 % is step 3 and the last one step 4.
    expect(facts(text)).toMatchObject({ first: '3', '50 %': '1', '75 %': 'fails', last: 'fails' });
    expect(svg).toContain('IndexError');
  });

  it('leaves out what a setting switched off', async () => {
    const { text, svg } = await hoverAt(config('ProgressSchedule', ['exclude_first: tr|ue']), {
      rules: { 'kind-unusable': 'off' },
    });
    expect(svg).toBeUndefined();
    expect(text).toContain('**No curve**: TypeError');
  });

  it('says that null is no schedule', async () => {
    const { text } = await hoverAt('optim:\n  schedule|_config: null\n');
    expect(text).toContain('No schedule: the learning rate stays as the optimizer has it.');
  });
});

describe('what a file says is only ever text', () => {
  const evil = '](https://evil.example) <img src=x onerror=alert(1)> [a](command:x) `x` **b**';

  it.each([
    ['a kind', `optim:\n  schedule_config:\n    ki|nd: '${evil}'\n`],
    ['a key', `${config('ConstantSchedule', ['value: 1'])}    '|${evil}': 2\n`],
    ['an interpolation', unknownPeak('ConstantSchedule', `value: "\${|x.${evil.replace(/[^\w <>[\]()`*]/g, '')}}"`)],
    ['a value', `a: '${evil}'\n${unknownPeak('ConstantSchedule', 'value: ${|a}')}`],
  ])('in %s', async (_, text) => {
    const { markdown, hover } = await hoverAt(text);
    expect(hover).not.toBeNull();
    // Outside of code spans, nothing is left that starts a link, HTML or a picture.
    const prose = markdown.replace(/(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)/gs, '').replace(/\\./g, '');
    expect(prose).not.toMatch(/[<>]/);
    expect(prose.replace(/!\[[^\]]*\]\(data:image\/svg\+xml;base64,[A-Za-z0-9+/=]*\)/, '')).not.toMatch(/\]\(|\[/);
    expect(prose).not.toContain('https://');
  });

  it('keeps names on one line', async () => {
    const { text } = await hoverAt(`${config('ConstantSchedule', ['value: 1'])}    "a\\n\\n# b|": 2\n`);
    expect(text).toContain('has no key `a # b`');
  });
});

describe('picture', () => {
  const marked = config('StepFixedSchedule', ['start_value: 1e-3', 'factor: 0.1', 'steps: [0.|3, 0.6]']);

  // The foregrounds of VS Code's default themes.
  it.each([
    ['light', '#3b3b3b'],
    ['dark', '#cccccc'],
    ['hc-dark', '#ffffff'],
    ['hc-light', '#292929'],
  ] as const)('is well-formed and in the colours of %s', async (theme, color) => {
    const { svg } = await hoverAt(marked, { theme });
    const root = parseSvg(svg ?? '');
    expect(root.name).toBe('svg');
    expect(root.attributes).toMatchObject({ width: '480', height: '160' });
    expect(svg).toContain(color);
    expect(svg).not.toContain('var(--');
  });

  it('marks the point in question', async () => {
    expect((await hoverAt(marked)).svg).toContain('1e-4 at step 300');
  });

  it('has the width of the setting, and can be switched off', async () => {
    expect((await hoverAt(marked, { hover: { picture: true, width: 600 } })).svg).toContain('width="600"');
    const without = await hoverAt(marked, { hover: { picture: false, width: 600 } });
    expect(without.svg).toBeUndefined();
    expect(without.text).toContain('| first |');
  });

  it('is left out for clients without Markdown, and everything else is said in plain text', async () => {
    const { hover, markdown } = await hoverAt(marked, { hoverFormat: 'plaintext' });
    expect(hover?.contents).toMatchObject({ kind: 'plaintext' });
    expect(markdown).toContain('0.3 = step 300 of 1,000: 1e-3 → 1e-4');
    expect(markdown).toContain('first: 1e-3');
    expect(markdown).not.toMatch(/[`*]|data:|\| ---/);
  });

  it('keeps the hover below the size that VS Code cuts', async () => {
    const values = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 1000);
    const { markdown } = await hoverAt(config('CustomSchedule', [`val|ues: [${values.join(', ')}]`], ''));
    expect(markdown.length).toBeLessThan(90_000);
    expect(markdown).toContain('data:image/svg+xml');
  });
});

describe('every position of every text', () => {
  const texts = [
    config('StepFixedSchedule', [
      'start_value: ${..lr}',
      'factor: 0.1',
      'steps: [0.3, 0.6]  # drops',
      'bogus: {a: [1]}',
    ]),
    `# é😀\n${config('PiecewiseLinearSchedule', ['control_points:', '  - [0.0, 0]', '  - [0.5, ${..lr}]', '  - [1.0, 0]', 'interval: epoch'])}`,
    config('WarmupStableDecaySchedule', [
      '<<: &a {max_value: 1}',
      'warmup_steps: 5',
      'cooldown_steps: *b',
      '? [x]',
      ': 1',
    ]),
    'schedule_config: [1, {kind: noether.core.schedules.ConstantSchedule, value: 3}]\nalpha_schedule: "${x"\n',
  ];

  it('answers without throwing, with a range around the position', async () => {
    const service = createLanguageService({ updatesPerEpoch: 3 });
    const check = async (text: string, offset: number) => {
      const document = TextDocument.create('file:///a.yaml', 'yaml', 1, text);
      const position = document.positionAt(offset);
      const hover = await service.hover(document, position);
      if (hover?.range === undefined) return;
      expect(document.offsetAt(hover.range.start)).toBeLessThanOrEqual(offset);
      expect(document.offsetAt(hover.range.end)).toBeGreaterThanOrEqual(offset);
    };
    for (const text of texts) {
      const document = TextDocument.create('file:///a.yaml', 'yaml', 1, text);
      for (let offset = 0; offset <= text.length; offset++) {
        const position = document.positionAt(offset);
        const hover = await service.hover(document, position);
        if (hover?.range === undefined) continue;
        expect(document.offsetAt(hover.range.start)).toBeLessThanOrEqual(offset);
        expect(document.offsetAt(hover.range.end)).toBeGreaterThanOrEqual(offset);
      }
    }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...texts),
        fc.nat(1000),
        fc.nat(1000),
        fc.constantFrom('', '[', '"', '${', '\n  ', '\u0000', ': '),
        async (text, length, at, tail) => {
          const cut = text.slice(0, length % (text.length + 1)) + tail;
          await check(cut, at % (cut.length + 1));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is the same for a document of CRLF lines', async () => {
    const text = texts[0] ?? '';
    const offset = text.indexOf('0.3');
    const windows = text.replace(/\n/g, '\r\n');
    const one = await hoverAtOffset(text, offset);
    const other = await hoverAtOffset(windows, windows.indexOf('0.3'));
    expect(other.text).toBe(one.text);
    expect(other.covered).toBe('0.3');
  });

  it('gives nothing once nobody waits for it', async () => {
    const document = TextDocument.create('file:///a.yaml', 'yaml', 1, texts[0] ?? '');
    const service = createLanguageService({});
    const token = { isCancellationRequested: true };
    expect(await service.hover(document, { line: 4, character: 4 }, token)).toBeNull();
    expect(await service.codeLens(document, token)).toEqual([]);
  });
});

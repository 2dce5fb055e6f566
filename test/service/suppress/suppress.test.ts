import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../server/src/service';
import { settingProblems } from '../../../server/src/service/settings';
import { find, yaml } from '../../unit/rules/harness';
import { serviceOf } from '../composed/harness';

const block = (comments: { above?: string; value?: string; factor?: string; optim?: string } = {}) => `
optim:${comments.optim ?? ''}
  lr: 1e-3
${comments.above === undefined ? '' : `  ${comments.above}\n`}  schedule_config:
    kind: @StepFixedSchedule
    start_value: 0.5${comments.value ?? ''}
    factor: 1${comments.factor ?? ''}
    steps: [0.5]`;

const both = ['W peak-not-lr "0.5"', 'W factor-one "1"'];

describe('an ignore comment', () => {
  it('is needed for these two', async () => {
    expect((await find(block())).brief).toEqual(both);
  });

  it('silences its rule on its line and no other', async () => {
    const { brief } = await find(block({ value: ' # schedule-lens: ignore[peak-not-lr]' }));
    expect(brief).toEqual([both[1]]);
  });

  it('silences nothing on another line and is called unused there', async () => {
    const { brief, diagnostics, document } = await find(block({ factor: ' # schedule-lens: ignore[peak-not-lr]' }));
    expect(brief).toEqual([...both, 'H unused-ignore "peak-not-lr"']);
    const unused = diagnostics.find(({ code }) => code === 'unused-ignore');
    expect(unused?.tags).toEqual([1]);
    expect(document.offsetAt(unused?.range.start ?? { line: 0, character: 0 })).toBe(
      document.getText().indexOf('[peak-not-lr]') + 1,
    );
  });

  it('above the key of a block holds for the whole block, for several rules', async () => {
    const above = '# schedule-lens: ignore[peak-not-lr, factor-one]';
    expect((await find(block({ above }))).brief).toEqual([]);
  });

  it('at the end of the line of a block key does not hold for the block, whatever stands above it', async () => {
    const above = '# schedule-lens: ignore[factor-one]';
    const { brief } = await find(block({ above }).replace('config:', 'config: # schedule-lens: ignore[peak-not-lr]'));
    expect(brief).toEqual(['H unused-ignore "peak-not-lr"', both[0]]);
  });

  it('is about what comes next, however many lines of comments and blanks come first', async () => {
    const above = `# schedule-lens: ignore[peak-not-lr, factor-one]\n${'  # why\n\n'.repeat(3000)}`;
    expect((await find(block({ above }))).brief).toEqual([]);
  });

  it('holds however many there are', async () => {
    const one = (index: number) =>
      `o${index}:\n  lr: 1e-3\n  schedule_config:\n    kind: @ConstantSchedule\n    value: 1 # schedule-lens: ignore[peak-not-lr]\n`;
    expect((await find(Array.from({ length: 3000 }, (_, index) => one(index)).join(''))).brief).toEqual([]);
  });

  it('is told to be needless a thousand times and no more', async () => {
    const { brief } = await find(`${'# schedule-lens: ignore[factor-zero]\n'.repeat(3000)}${block()}`);
    expect(brief.filter((line) => line === 'H unused-ignore "factor-zero"')).toHaveLength(1000);
    expect(brief.slice(-2)).toEqual(both);
  });

  it('may have other comments between itself and the block', async () => {
    const above = '# schedule-lens: ignore[peak-not-lr,factor-one]\n\n  # The rate is set by hand.';
    expect((await find(block({ above }))).brief).toEqual([]);
  });

  it('on its own line inside a block holds for the next line', async () => {
    const value = '\n    # schedule-lens: ignore[factor-one]';
    expect((await find(block({ value }))).brief).toEqual([both[0]]);
  });

  it('names only the ids that are needless', async () => {
    const above = '# schedule-lens: ignore[peak-not-lr, factor-zero, factor-one]';
    expect((await find(block({ above }))).brief).toEqual(['H unused-ignore "factor-zero"']);
  });

  it('does not hold for what is around the block', async () => {
    const { brief } = await find(`
optim:
  kind: torch.optim.AdamW
  lr: 1e-3
  lrr: 1
  # schedule-lens: ignore[optimizer-unknown-key]
  schedule_config:
    kind: @ConstantSchedule
    value: 1e-3`);
    expect(brief).toEqual(['E optimizer-unknown-key "lrr"', 'H unused-ignore "optimizer-unknown-key"']);
  });

  it('silences what only the loader refuses', async () => {
    const { brief } = await find(`
schedule_config:
  kind: @ConstantSchedule
  value: 1e-3
  value: 1e-3 # schedule-lens: ignore[duplicate-key]`);
    expect(brief).toEqual([]);
  });

  it.each([
    ['a misspelt id', '# schedule-lens: ignore[peak-not-lrs]', '"peak-not-lrs"', 'peak-not-lr'],
    ['no id', '# schedule-lens: ignore', '"# schedule-lens: ignore"', 'ignore['],
    ['no closing bracket', '# schedule-lens: ignore[factor-one', '"# schedule-lens: ignore[factor-one"', 'ignore['],
    ['another word', '# schedule-lens: disable[factor-one]', '"# schedule-lens: disable[factor-one]"', 'ignore['],
  ])('with %s is told so', async (_, above, text, advice) => {
    const found = await find(block({ above }));
    expect(found.brief).toEqual([`W unknown-rule ${text}`, ...both]);
    expect(found.message('unknown-rule')).toContain(advice);
  });

  it('is a comment and nothing that only looks like one', async () => {
    const { brief } = await find(`
name: "a # schedule-lens: ignore[none]"
text: |
  # schedule-lens: ignore[none]
plain: a#schedule-lens:ignore[none]
schedule_config:
  kind: @ConstantSchedule
  value: 1e-3`);
    expect(brief).toEqual([]);
  });

  it('is not called unused while the file does not load', async () => {
    const { brief } = await find(`
schedule_config:
  kind: @ConstantSchedule # schedule-lens: ignore[factor-one]
  value: [1e-3`);
    expect(brief).toEqual(['E unclosed-bracket "["']);
  });

  it('is left alone by the setting that switches its rule off', async () => {
    const text = block({ value: ' # schedule-lens: ignore[peak-not-lr]' });
    expect((await find(text, { rules: { 'peak-not-lr': 'off' } })).brief).toEqual([both[1]]);
  });

  it('keeps its rule out of the panel as well', async () => {
    const codesOf = async (value: string) => {
      const document = TextDocument.create('file:///c.yaml', 'yaml', 1, yaml(block({ value })));
      return (await createLanguageService({}).preview(document)).problems.map(({ code }) => code);
    };
    expect(await codesOf('')).toEqual(['peak-not-lr', 'factor-one']);
    expect(await codesOf(' # schedule-lens: ignore[peak-not-lr]')).toEqual(['factor-one']);
  });

  it('holds in files with CRLF', async () => {
    const above = '# schedule-lens: ignore[peak-not-lr, factor-one]';
    expect((await find(block({ above }).replaceAll('\n', '\r\n'))).brief).toEqual([]);
  });

  it('holds for what only a composition shows', async () => {
    const found = async (comment: string) =>
      (
        await serviceOf({
          'configs/train.yaml': 'defaults:\n  - optim: adam\n  - _self_\nlr: 1e-3\n',
          'configs/optim/adam.yaml': `lr: \${lr}\nschedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  value: 0.5${comment}\n`,
        }).diagnostics('configs/optim/adam.yaml')
      ).map(({ code }) => code);
    expect(await found('')).toEqual(['peak-not-lr']);
    expect(await found(' # schedule-lens: ignore[peak-not-lr]')).toEqual([]);
  });
});

describe('the setting scheduleLens.rules', () => {
  it.each([
    ['error', 'E'],
    ['warning', 'W'],
    ['information', 'I'],
    ['hint', 'H'],
  ] as const)('takes %s', async (level, letter) => {
    const { brief } = await find(block(), { rules: { 'factor-one': level } });
    expect(brief).toEqual([both[0], `${letter} factor-one "1"`]);
  });

  it('takes off', async () => {
    expect((await find(block(), { rules: { 'factor-one': 'off', 'peak-not-lr': 'off' } })).brief).toEqual([]);
  });

  it('is told about ids and levels that do not exist', () => {
    expect(settingProblems({ rules: { 'factor-one': 'off' } })).toEqual([]);
    expect(settingProblems({})).toEqual([]);
    expect(settingProblems({ rules: { 'factor-on': 'off' } })[0]).toContain('Write factor-one.');
    expect(settingProblems({ rules: { 'factor-one': 'loud' } })[0]).toContain('"loud"');
    expect(settingProblems({ rules: ['factor-one'] })).toHaveLength(1);
  });
});

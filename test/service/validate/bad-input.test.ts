import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { createLanguageService } from '../../../server/src/service';

const kind = 'noether.core.schedules.ConstantSchedule';
const block = `schedule_config:\n  kind: ${kind}\n  value: 1e-3\n`;
const wrong = `schedule_config:\n  kind: ${kind}\n  value: abc\n`;

const service = createLanguageService({});

async function validate(text: string): Promise<{ document: TextDocument; diagnostics: Diagnostic[] }> {
  const document = TextDocument.create('file:///config.yaml', 'yaml', 1, text);
  const diagnostics = await service.validate(document);
  const lines = document.lineCount;
  for (const { range, message } of diagnostics) {
    expect(String(message).length).toBeGreaterThan(10);
    expect(range.end.line).toBeLessThan(lines);
    expect(document.offsetAt(range.start)).toBeLessThanOrEqual(document.offsetAt(range.end));
  }
  return { document, diagnostics };
}

const codes = async (text: string) => (await validate(text)).diagnostics.map((one) => one.code);

describe('bad input', () => {
  it.each([
    ['an empty file', ''],
    ['blanks', ' \n\t\n'],
    ['a comment', '# schedule_config\n'],
    ['other YAML', 'a: [1, 2\n'],
    ['binary that mentions nothing', '\u0000\u0001\u0002PNG'],
  ])('%s is silent', async (_, text) => {
    expect(await codes(text)).toEqual([]);
  });

  it('says of 100 MB that it does not read them', async () => {
    const text = `${block}${'# nothing\n'.repeat(10_000_000)}`;
    expect(await codes(text)).toEqual(['file-too-large']);
  });

  it('looks at the first 3,000 blocks of a file and says where it stops', async () => {
    const text = Array.from(
      { length: 3_002 },
      (_, index) => `a${index}: {schedule_config: {kind: ${kind}, value: 1, x: 1}}\n`,
    ).join('');
    const { document, diagnostics } = await validate(text);
    // One for the key x of each block that is looked at, and one for the first that is not.
    expect(diagnostics).toHaveLength(3_001);
    const last = diagnostics.at(-1);
    expect(last?.code).toBe('file-too-large');
    expect(last?.message).toContain('3,002 schedule blocks, and only the first 3,000');
    expect(last?.range.start.line).toBe(3_000);
    expect(last && document.getText(last.range)).toBe('schedule_config');
  });

  it('reports binary and NUL bytes', async () => {
    expect(await codes(`\u0001\u0002\u0003${block}`)).toContain('invalid-character');
    expect(await codes(`${block}a: \u0000\n`)).toContain('invalid-character');
  });

  it('reads behind a BOM and with CRLF, at the right places', async () => {
    for (const text of [`\ufeff${wrong}`, wrong.replaceAll('\n', '\r\n'), `\ufeff${wrong.replaceAll('\n', '\r\n')}`]) {
      const { document, diagnostics } = await validate(text);
      expect(diagnostics.map((one) => document.getText(one.range))).toEqual(['abc']);
    }
  });

  it('counts surrogate pairs as editors do', async () => {
    const text = `a: 😀😀\nschedule_config: {note: 😀, kind: ${kind}, value: abc}\n`;
    const { document, diagnostics } = await validate(text);
    expect(diagnostics.map((one) => document.getText(one.range))).toEqual(['note', 'abc']);
  });

  it.each([
    ['tabs', `schedule_config:\n\tkind: ${kind}\n`],
    ['an unclosed quote', `${block}a: "b\n`],
    ['an unclosed bracket', `${block}a: [b\n`],
    ['an unclosed brace', `${block}a: {b\n`],
    ['two documents', `${block}---\n${block}`],
    ['an alias of nothing', `${block}a: *b\n`],
  ])('gives one message for %s', async (_, text) => {
    expect(await codes(text)).toHaveLength(1);
  });

  it.each(['[', '{', '{a: ', '- ', '? '])('survives 10,000 levels of %s', async (open) => {
    const found = await codes(`${block}deep: ${open.repeat(10_000)}\n`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(100);
  });

  it('survives 10,000 levels of indentation', async () => {
    // The file is long: the indentation alone makes 2 MB of some 2,000 levels.
    const deep = Array.from({ length: 1500 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
    expect((await codes(`${block}deep:\n${deep.replace(/^/gm, ' ')}\n`)).length).toBeLessThan(10);
  });

  it('ends an alias bomb in a message', async () => {
    const names = 'abcdefghij';
    const bomb = [...names]
      .map(
        (name, level) =>
          `${name}: &${name} [${Array(10)
            .fill(level === 0 ? 'x' : `*${names[level - 1]}`)
            .join(', ')}]`,
      )
      .join('\n');
    expect(await codes(`${bomb}\n${block}values: *j\n`)).toEqual(['alias-expansion']);
  });

  it('ends cycles of aliases and of interpolations in messages', async () => {
    expect(await codes(`a: &a\n  b: *a\n${block}`)).toEqual(['recursive-alias']);
    expect(await codes(`lr: \${schedule_config.value}\nschedule_config:\n  kind: ${kind}\n  value: \${lr}\n`)).toEqual([
      'interpolation-cycle',
    ]);
    expect(await codes(`schedule_config: \${schedule_config}\n`)).toEqual(['interpolation-cycle']);
    expect(await codes(`optim:\n  schedule_config:\n    kind: ${kind}\n    value: 1\n    x: \${optim}\n`)).toContain(
      'unknown-key',
    );
  });

  it('takes a list of a million entries', async () => {
    const list = Array(180_000).fill('0.1').join(', ');
    expect(
      await codes(`schedule_config:\n  kind: noether.core.schedules.CustomSchedule\n  values: [${list}]\n`),
    ).toEqual([]);
    // A million entries are more text than is read by default.
    const large = createLanguageService({ maxFileSize: 10_000_000, totalSteps: 2_000_000 });
    const million = `schedule_config:\n  kind: noether.core.schedules.CustomSchedule\n  values: [${Array(1_000_000).fill('1').join(',')}]\n`;
    const found = await large.validate(TextDocument.create('file:///l.yaml', 'yaml', 1, million));
    expect(found.map((one) => one.code)).toEqual(['values-too-short']);
  });

  it('says once what is wrong with a whole list', async () => {
    const list = Array(5000).fill('30').join(', ');
    expect(
      await codes(
        `schedule_config:\n  kind: noether.core.schedules.StepFixedSchedule\n  factor: 0.1\n  steps: [${list}]\n`,
      ),
    ).toEqual(['steps-not-fractions']);
    const words = Array(5000).fill('x').join(', ');
    const found = await codes(
      `schedule_config:\n  kind: noether.core.schedules.CustomSchedule\n  values: [${words}]\n`,
    );
    expect(found.length).toBeLessThanOrEqual(10);
    expect(new Set(found)).toEqual(new Set(['type']));
  });

  it.each(['5', 'true', 'null', '[a]', '{a: b}', '1.5', '""', '!!binary aGk='])(
    'takes a kind that is %s',
    async (text) => {
      const found = await codes(`schedule_config:\n  kind: ${text}\n  value: 1\n`);
      expect(found).toEqual(['kind-unknown']);
    },
  );

  it('takes keys that are objects', async () => {
    expect(await codes(`${block}  ? [a, b]\n  : 1\n`)).toContain('unhashable-key');
    expect(await codes(`${block}  ? {a: b}\n  : 1\n`)).toContain('unhashable-key');
  });

  it('takes __proto__ and constructor as keys anywhere', async () => {
    const text = `__proto__:\n  constructor:\n    ${wrong.replaceAll('\n', '\n    ')}`;
    expect(await codes(text)).toEqual(['type']);
    expect(await codes(`schedule_config:\n  kind: __proto__\n`)).toEqual(['kind-unknown']);
    expect(await codes(`schedule_config:\n  kind: ${kind}\n  value: 1\n  interval: constructor\n`)).toEqual(['type']);
    expect(await codes(`schedule_config: {__proto__: {kind: ${kind}, value: 1}, value: 1}\n`)).toEqual([
      'missing-kind',
    ]);
  });

  it('leaves no other document without an answer', async () => {
    const bad = ['\u0000schedule_config', `${block}a: [`, `${'['.repeat(10_000)}schedule_config`];
    const answers = await Promise.all([...bad, wrong].map((text) => codes(text)));
    expect(answers.at(-1)).toEqual(['type']);
  });
});

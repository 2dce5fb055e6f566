import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Expression as Code, type NewExpression, type Node, parse, type VariableDeclarator } from 'acorn';
import { full } from 'acorn-walk';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { splitKey } from '../../server/src/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Expressions that are asked about short texts alone, and how short: the place that asks cuts them or looks first. */
const BOUNDED: Readonly<Record<string, number>> = {
  // Of a file the first 512 characters.
  '^(?:[ \\t]*(?:# ?@.*)?\\r?\\n)*# ?@package[ \\t]+(?:\\S*\\.)?(\\w+)[ \\t]*\\r?$': 512,
  // No number is written in more than 400.
  '^(["\']?\\s*)(.*?)(\\s*["\']?)$': 400,
  '^([0-9_]*)(\\.?)([0-9_]*)(?:([eE])([-+]?)([0-9]+))?$': 400,
  '(?<=\\d)(?=(?:\\d{1})+$)': 400,
  '(?<=\\d)(?=(?:\\d{3})+$)': 400,
  '(?<=\\d)(?=(?:\\d{4})+$)': 400,
  // Between a key and its list at most 2,000.
  '^([^#\\r\\n]*?)([ \\t]+#[^\\r\\n]*|[ \\t]*)[\\r\\n][ \\t\\r\\n]*$': 2000,
};

/** What stands in expressions that are put together while running, by file and name. */
const PUT_IN: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'server/src/config/context.ts': { column: ['0', '2', '32'] },
  // The indentation of a key.
  'server/src/config/read.ts': { blanks: ['', '  ', ' '.repeat(200)] },
  'server/src/workspace/commandLines.ts': { name: ['config_name', 'config_path'] },
  // Digits between two `_`.
  'server/src/service/handles/notation.ts': { group: ['1', '3', '4'] },
};

/** Cut so that every bracket in it is closed: `splitKey` is tried with those that are not. */
const CUT = '\\.([^.[]*)|\\[(.*?)\\]';

interface Expression {
  readonly pattern: string;
  readonly flags: string;
  readonly file: string;
}

/** The texts that an expression may come to, where it is put together of constants and of what `known` says. */
function textsOf(code: Code | null | undefined, known: ReadonlyMap<string, readonly string[]>): readonly string[] {
  if (code?.type === 'Literal' && typeof code.value === 'string') return [code.value];
  if (code?.type === 'Identifier') return known.get(code.name) ?? [];
  const template = code?.type === 'TaggedTemplateExpression' ? code.quasi : code;
  if (template?.type !== 'TemplateLiteral') return [];
  return template.quasis.reduce<readonly string[]>(
    (texts, { value }, index) => {
      const text = (template === code ? value.cooked : value.raw) ?? '';
      const next = index < template.expressions.length ? textsOf(template.expressions[index], known) : [''];
      return texts.flatMap((before) => next.map((after) => before + text + after));
    },
    [''],
  );
}

function expressionsOf(file: string): Expression[] {
  const { code } = transformSync(readFileSync(join(root, file), 'utf8'), { loader: 'ts' });
  const found: Expression[] = [];
  const known = new Map(Object.entries(PUT_IN[file] ?? {}));
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  full(program, (node: Node) => {
    if (node.type !== 'VariableDeclarator') return;
    const { id, init } = node as VariableDeclarator;
    const texts = id.type === 'Identifier' && !known.has(id.name) ? textsOf(init, known) : [];
    if (id.type === 'Identifier' && texts.length > 0) known.set(id.name, texts);
  });
  full(program, (node: Node) => {
    const { regex } = node as Node & { readonly regex?: { readonly pattern: string; readonly flags: string } };
    if (node.type === 'Literal' && regex !== undefined) found.push({ ...regex, file });
    if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return;
    const { callee, arguments: given } = node as NewExpression;
    if (callee.type !== 'Identifier' || callee.name !== 'RegExp') return;
    const [pattern, flags = ''] = given.map((one) => (one.type === 'SpreadElement' ? [] : textsOf(one, known)));
    if (pattern === undefined || pattern.length === 0)
      throw new Error(`${file}: say in PUT_IN what this is made of: ${code.slice(node.start, node.end)}`);
    for (const one of pattern) found.push({ pattern: one, flags: flags[0] ?? '', file });
  });
  return found;
}

const expressions = ['server/src', 'client/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => expressionsOf(join(folder, name))),
);

/** What an expression may be made to look at again and again: blanks, digits, names, brackets, and pairs of them. */
const PUMPS = [
  ...' \t\n0_.-+#\\[]{}(\'"$,/:@=*&a',
  ...[
    '0.',
    '._',
    ' #',
    '# ',
    '${',
    '[a',
    '![',
    'a ',
    ', ',
    ' ,',
    ': ',
    '\r\n',
    ' \n',
    '# @x\n',
    "\\'",
    'hydra',
    'a.',
    '%a',
    '**/',
    '- ',
  ],
];
const BEFORE = ['', '1', '#', '${', '"', 'schedule-lens', ' @'];
const BEHIND = ['\0', '!', '\n!'];

/** CPU time of this process in milliseconds, so that other work on the machine does not count. */
function spent(work: () => void): number {
  const { user, system } = process.cpuUsage();
  work();
  const used = process.cpuUsage({ user, system });
  return (used.user + used.system) / 1000;
}

/** All matches, as replaceAll and matchAll look for them. */
function run({ pattern, flags }: Expression, text: string): void {
  const expression = new RegExp(pattern, flags);
  if (!expression.global) expression.exec(text);
  else for (const _ of text.matchAll(expression));
}

describe('regular expressions', () => {
  it('are found', () => {
    expect(expressions.length).toBeGreaterThan(250);
    const patterns = expressions.map(({ pattern }) => pattern);
    for (const known of [...Object.keys(BOUNDED), CUT]) expect(patterns).toContain(known);
  });

  it('are found where they are put together', () => {
    const patterns = expressions.map(({ pattern, file }) => `${file} ${pattern}`);
    // A template of constants, one that takes a constant of the same file, and one with what is only known while running.
    expect(patterns).toContain('server/src/config/hydra/overrides.ts [A-Za-z_$][A-Za-z0-9_$-]*');
    expect(patterns).toContain('server/src/config/hydra/overrides.ts [+-]?(?:0|[1-9](?:_?[0-9])*)\\.');
    expect(patterns).toContain('server/src/workspace/commandLines.ts (?:^|[,\\s])config_path\\s*=\\s*([^,]*)');
  });

  it('look at no long text again and again', { timeout: 600_000 }, () => {
    const slow: string[] = [];
    for (const expression of expressions) {
      const { pattern, file } = expression;
      if (pattern === CUT) continue;
      // Of one that is quadratic, 16,000 characters take half a second and 1 MB half an hour; a linear one some 20 µs.
      const length = BOUNDED[pattern] ?? 16_000;
      for (const pump of PUMPS) {
        const body = pump.repeat(length / pump.length);
        for (const before of BEFORE) {
          const time = spent(() => {
            for (const behind of BEHIND) run(expression, before + body + behind);
          });
          if (time > 100) slow.push(`${file}: /${pattern}/ takes ${time} ms of ${before}${JSON.stringify(pump)}…`);
        }
      }
    }
    expect(slow).toEqual([]);
  });

  it('take texts of a megabyte', { timeout: 600_000 }, () => {
    const slow: string[] = [];
    for (const pump of [' ', '0', 'a', '#', '\n', '\\', '[', '.']) {
      const text = `${pump.repeat(1_000_000)}!`;
      for (const expression of expressions) {
        if (expression.pattern === CUT || BOUNDED[expression.pattern] !== undefined) continue;
        const time = spent(() => run(expression, text));
        if (time > 1500)
          slow.push(`${expression.file}: /${expression.pattern}/ takes ${time} ms of ${JSON.stringify(pump)}`);
      }
    }
    expect(slow).toEqual([]);
  });

  it('of a key leave brackets alone that nobody closes', () => {
    const open = '['.repeat(1_000_000);
    expect(spent(() => splitKey(`a.b${open}`))).toBeLessThan(1500);
    expect(spent(() => splitKey(`a[0]${open}`))).toBeLessThan(1500);
    expect(splitKey('a[0].b')).toEqual(['a', '0', 'b']);
  });
});

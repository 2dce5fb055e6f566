import { describe, expect, it } from 'vitest';
import { plainOf } from '../../../server/src/config/nodes';
import { mentionsSchedules, readDocument, readDocumentAsync } from '../../../server/src/config/read';

function codes(text: string): string[] {
  return readDocument('f.yaml', text).problems.map((problem) => problem.code);
}

/** The texts that the problems of a document point at. */
function marked(text: string): [string, string][] {
  return readDocument('f.yaml', text).problems.map((problem) => [problem.code, problem.origin.text]);
}

function plain(text: string): unknown {
  const { root, problems } = readDocument('f.yaml', text);
  expect(problems).toEqual([]);
  return root === undefined ? undefined : JSON.parse(JSON.stringify(plainOf(root)));
}

function types(text: string): string[] {
  const { root, problems } = readDocument('f.yaml', text);
  expect(problems).toEqual([]);
  return root?.kind === 'list' ? root.items.map((item) => (item.kind === 'scalar' ? item.type : item.kind)) : [];
}

describe('scalars, as OmegaConf over PyYAML resolves them', () => {
  it('reads floats', () => {
    const floats = ['1e-3', '1E5', '1.e-3', '.5e+3', '1_0e-3', '.5', '1.5', '-1.5', '.inf', '-.inf', '.nan', '1:30.5'];
    expect(types(floats.map((text) => `- ${text}\n`).join(''))).toEqual(floats.map(() => 'float'));
    expect(plain('[1e-3, 1E5, 1.e-3, .5e+3, 1_0e-3, 1:30.5]')).toEqual([0.001, 100000, 0.001, 500, 0.01, 90.5]);
  });

  it('leaves other spellings text', () => {
    const texts = ['.5e3', '-.5', '+.5', '0o17', '08', '1:60', '0:30', '2020-01-01', 'inf', 'nan', 'y', 'n', '1\u00a0'];
    expect(types(texts.map((text) => `- ${text}\n`).join(''))).toEqual(texts.map(() => 'str'));
  });

  it('reads integers in every base', () => {
    expect(plain('[1:30, 12:30:45, 017, 1__0, 0x10, 0b101, 1_000, -0x10, +5]')).toEqual([
      90,
      12 * 3600 + 30 * 60 + 45,
      15,
      10,
      16,
      5,
      1000,
      -16,
      5,
    ]);
    const { root } = readDocument('f', 'a: 9007199254740993\n');
    expect(root?.kind === 'map' ? root.entries.get('a')?.value : undefined).toMatchObject({ value: 9007199254740993n });
  });

  it('reads booleans and null', () => {
    expect(plain('[on, Off, YES, no, True, "on", ~, null, NULL, "null"]')).toEqual([
      true,
      false,
      true,
      false,
      true,
      'on',
      null,
      null,
      null,
      'null',
    ]);
  });

  it('follows tags it knows', () => {
    expect(plain('[!!float 3, !!str 3, !!int "3", ! 3, !!bool "no", !!null x, !!omap [a: 1]]')).toEqual([
      3,
      '3',
      3,
      3,
      false,
      null,
      [['a', 1]],
    ]);
  });

  it('keeps no newline of a block text that ends with the file', () => {
    expect(plain('a: |\n  x')).toEqual({ a: 'x' });
    expect(plain('a: |\n  x\n')).toEqual({ a: 'x\n' });
  });

  it('reads the numbers of a flow list as it reads each by itself', () => {
    const texts = '1 0 007 08 -1 +1 1. 1.5 -1.5 .5 -.5 1e3 1e-3 1.5e+3 1_000 0x10 1:30 1-2 1.2.3'.split(' ');
    const alone = texts.map((text) => plain(`a: ${text}`));
    expect(plain(`[${texts.map((text) => `{a: ${text}}`).join(', ')}]`)).toEqual(alone);
    for (const joint of [',', ', ', ' , ', ',\n  ', ', # c\n  ']) {
      expect(plain(`k: [${texts.join(joint)}]`)).toEqual({
        k: alone.map((one) => Object(one).a),
      });
    }
  });

  it('ends the numbers of a flow list where something else stands', () => {
    expect(plain('[1, 2, 3 4, 5: 6, 7#8, [9, 10], 11]')).toEqual([1, 2, '3 4', { '<int>5': 6 }, '7#8', [9, 10], 11]);
    expect(plain('{a: [1, 2], 3: 4, 5, 6: [7]}')).toEqual({ a: [1, 2], '<int>3': 4, '<int>5': null, '<int>6': [7] });
    expect(marked('a: [1, 2, 3\nb: 1\n')).toEqual([['unclosed-bracket', '[']]);
    expect(marked('a: [1, 2, , 3]\n')).toEqual([['yaml-syntax', ',']]);
  });

  it('takes U+2028, U+2029 and U+0085 for line breaks', () => {
    expect(plain('a: 1\u2028b: 2\u2029c: 3\u0085d: 4')).toEqual({ a: 1, b: 2, c: 3, d: 4 });
  });

  it('reads CRLF, lone CR and a BOM', () => {
    expect(plain('\ufeffa: 1\r\nb:\r\n  - "x\r\n    y"\rc: 3\r\n')).toEqual({ a: 1, b: ['x y'], c: 3 });
  });

  it('takes a file of one word for a key, an empty one for nothing', () => {
    expect(plain('word\n')).toEqual({ word: null });
    expect(plain('')).toBeUndefined();
    expect(plain('# only a comment\n')).toBeUndefined();
    expect(plain('---\n...\n')).toBeUndefined();
    expect(codes('3\n')).toEqual(['scalar-root']);
  });

  it('ignores the version of a %YAML line for scalars', () => {
    expect(plain('%YAML 1.2\n---\na: on\nb: 010\n')).toEqual({ a: true, b: 8 });
  });
});

describe('what the loader accepts although YAML 1.2 tools do not', () => {
  it.each([
    ['a: [1,\n2]\n', { a: [1, 2] }],
    ['a: {b: 1\n}\n', { a: { b: 1 } }],
    ['a: "x\ny"\n', { a: 'x y' }],
    ['? k\n: v\n', { k: 'v' }],
    ['a:\n- 1\n- 2\n', { a: [1, 2] }],
    ['{a, b: 1}\n', { a: null, b: 1 }],
    ['[a: 1, b]\n', [{ a: 1 }, 'b']],
  ])('%j', (text, value) => {
    expect(plain(text)).toEqual(value);
  });

  it('takes duplicate integer keys, the last of which wins', () => {
    const { root, problems } = readDocument('f', '1: a\n1: b\n');
    expect(problems).toEqual([]);
    expect(root === undefined ? undefined : { ...(plainOf(root) as object) }).toEqual({ '<int>1': 'b' });
  });
});

describe('what the loader refuses', () => {
  it.each([
    ['a: b: c\n', 'yaml-syntax', ':'],
    ['x: @y\n', 'yaml-syntax', '@'],
    ['x: `y\n', 'yaml-syntax', '`'],
    ['x: %y\n', 'yaml-syntax', '%'],
    ['a:\tb\n', 'tab', '\t'],
    ['a: 1\t\n', 'tab', '\t'],
    ['a:\n\tb: 1\n', 'tab', '\t'],
    ['a: [1, 2\nb: 3\n', 'unclosed-bracket', '['],
    ['a: {x: 1\n', 'unclosed-bracket', '{'],
    ["a: 'x\nb: 1\n", 'unclosed-quote', "'"],
    ['a: "x\\q"\n', 'unknown-escape', '\\q'],
    ['factor:0.1\nb: 1\n', 'colon-without-blank', 'factor:0.1'],
    ['a: {b: ${c}}\n', 'unquoted-interpolation', '${c}'],
    ['a: [???]\n', 'unquoted-interpolation', '???'],
    ['a: 1\na: 2\n', 'duplicate-key', 'a'],
    ['o:\n  a: 1\n  a: 2\n', 'duplicate-key', 'a'],
    ['a: 1\nnull: 2\n', 'null-key', 'null'],
    ['? [a]\n: 1\n', 'unhashable-key', '[a]'],
    ['{{a: 1}: 2}\n', 'unhashable-key', '{a: 1}'],
    ['a: =\n', 'unknown-tag', '='],
    ['a: !custom 1\n', 'unknown-tag', '!custom'],
    ['a: !!python/object:os.x 1\n', 'unknown-tag', '!!python/object:os.x'],
    ['a: !!set {x, y}\n', 'unsupported-type', '!!set'],
    ['a: !!int x\n', 'invalid-scalar', 'x'],
    ['a: 0x_\n', 'invalid-scalar', '0x_'],
    ['a: 1\n---\n', 'second-document', '---'],
    ['a: 1\n...\nb: 1\n', 'yaml-syntax', 'b: 1'],
    ['a: *nope\n', 'undefined-alias', '*nope'],
    ['a: &x 1\nb: &x 2\n', 'duplicate-anchor', '&x'],
    ['a: &x [*x]\n', 'recursive-alias', '*x'],
    ['a: &x 1\nb: {<<: *x}\n', 'invalid-merge', '*x'],
    ['a: 1\n  b: 2\n', 'yaml-syntax', ':'],
    ['a: "\ud800"\n', 'invalid-character', '\ud800'],
    ['a: 1\n\0\n', 'invalid-character', '\0'],
    ['a: - 1\n', 'yaml-syntax', '-'],
  ])('%j: %s at %j', (text, code, place) => {
    expect(marked(text)).toEqual([[code, place]]);
  });

  it('names the first of two equal keys, also far apart', () => {
    const [problem] = readDocument('f', `a: 1\n${'b'.repeat(400)}: 1\nc: 1\na: 2\n`).problems;
    expect(problem?.origin.range.start).toEqual({ line: 3, character: 0 });
    expect(problem?.related?.[0]?.origin.range.start).toEqual({ line: 0, character: 0 });
  });

  it('refuses keys over 1,024 characters and over several lines', () => {
    expect(codes(`${'k'.repeat(1025)}: 1\n`)).toEqual(['yaml-syntax']);
    expect(plain(`${'k'.repeat(1000)}: 1\n`)).toEqual({ [`${'k'.repeat(1000)}`]: 1 });
    expect(codes('a: 1\n"b\n  c": 2\n')).toEqual(['yaml-syntax']);
  });

  it('tells a fault that any YAML tool sees from one that only this loader has', () => {
    const syntax = (text: string): boolean | undefined => readDocument('f', text).problems[0]?.syntax;
    expect(syntax('a: [1\n')).toBe(true);
    expect(syntax('a: b: c\n')).toBe(true);
    expect(syntax('a: 1\t\n')).toBe(false);
    expect(syntax('a: 1\n---\nb: 1\n')).toBe(false);
    expect(syntax('a: 1\na: 2\n')).toBe(false);
  });
});

describe('merge keys', () => {
  const base = 'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\n';
  const z = (text: string): unknown => (plain(base + text) as { z: unknown }).z;

  it('lets explicit keys win, and the first of a list', () => {
    expect(z('z: {b: 9, <<: *x}\n')).toEqual({ a: 1, b: 9 });
    expect(z('z: {<<: [*x, *y]}\n')).toEqual({ a: 1, b: 1, c: 2 });
  });

  it('lets the last of two merge keys win', () => {
    expect(z('z:\n  <<: *x\n  <<: *y\n')).toEqual({ a: 1, b: 2, c: 2 });
  });

  it('takes a quoted one for a key', () => {
    expect(z('z: {"<<": *x}\n')).toEqual({ '<<': { a: 1, b: 1 } });
  });

  it('refuses a key that overrides a merged one where the mapping is merged again nearer to the root', () => {
    // PyYAML constructs level by level: "top" flattens *a before "outer.a" is looked at, which then holds x twice.
    const text = 'b: &b {x: 1}\nouter:\n  a: &a\n    <<: *b\n    x: 2\ntop:\n  <<: *a\n';
    expect(marked(text)).toEqual([['duplicate-key', 'x']]);
    expect(codes(text.replace('outer:\n  a: &a\n', 'a: &a\n'))).toEqual([]);
  });

  it('finds duplicates of aliased keys', () => {
    expect(marked('a: &x k\nk: 2\n*x : 1\n')).toEqual([['duplicate-key', '*x']]);
    expect(plain('a: &x k\n*x : 1\n')).toEqual({ a: 'k', k: 1 });
  });

  it('marks merged entries and keeps the place where they are written', () => {
    const text = `${base}z: {<<: *x}\n`;
    const { root } = readDocument('f', text);
    const entry = root?.kind === 'map' ? root.entries.get('z')?.value : undefined;
    const merged = entry?.kind === 'map' ? entry.entries.get('a') : undefined;
    expect(merged?.merged).toBe(true);
    expect(merged?.value.origin.start).toBe(text.indexOf('1'));
  });
});

describe('blocks', () => {
  function blocks(text: string): [string | undefined, string, string][] {
    return readDocument('f', text).blocks.map((block) => [
      block.key,
      block.path.join('.'),
      block.value.kind === 'scalar' ? block.value.origin.text : block.value.kind,
    ]);
  }

  it('finds keys at any depth, in lists and in flow style', () => {
    expect(
      blocks('m:\n  - optim: {lr: 1, schedule_config: {kind: x}}\n  - weight_decay_schedule:\nalpha_schedule: null\n'),
    ).toEqual([
      ['schedule_config', 'm.0.optim.schedule_config', 'map'],
      ['weight_decay_schedule', 'm.1.weight_decay_schedule', ''],
      ['alpha_schedule', 'alpha_schedule', 'null'],
    ]);
  });

  it('finds a mapping by its kind, at the root and in a list', () => {
    expect(blocks('kind: noether.core.schedules.ConstantSchedule\nvalue: 1\n')).toEqual([[undefined, '', 'map']]);
    expect(blocks('- 1\n- kind: noether.core.schedules.ConstantSchedule\n')).toEqual([[undefined, '1', 'map']]);
  });

  it('never takes an optimizer for a block', () => {
    const text = 'kind: noether.core.schedules.X\nschedule_config:\n  kind: noether.core.schedules.Y\n';
    expect(blocks(text)).toEqual([['schedule_config', 'schedule_config', 'map']]);
  });

  it('knows the optimizer around a block, and the root as one', () => {
    const { blocks: found, root } = readDocument('f', 'lr: 1\nschedule_config:\n  kind: x\n');
    expect(found[0]?.parent).toBe(root);
    expect(found[0]?.keyOrigin?.text).toBe('schedule_config');
  });

  it('reports a block behind aliases once', () => {
    expect(blocks('a: &o {schedule_config: {kind: x}}\nb: *o\nc: *o\n')).toHaveLength(1);
  });

  it('counts list entries through all segments', () => {
    const items = Array.from({ length: 400 }, (_, i) => `- {lr: ${i}}\n`).join('');
    expect(blocks(`${items}- schedule_config: {kind: x}\n`)).toEqual([
      ['schedule_config', '400.schedule_config', 'map'],
    ]);
  });

  it.each([
    ['a half-typed key', 'optim:\n  schedule_config:\n    kind: noether.core.schedules.X\n    fact\n    factor: 0.1\n'],
    [
      'an unclosed bracket',
      'optim:\n  schedule_config:\n    kind: noether.core.schedules.X\n    steps: [0.1,\n    factor: 0.1\n',
    ],
    ['an unclosed quote', 'optim:\n  schedule_config:\n    kind: "noether.core.schedules.X\n    factor: 0.1\n'],
    ['a bad line before', 'oops\noptim:\n  schedule_config:\n    kind: noether.core.schedules.X\n    factor: 0.1\n'],
    ['tabs', 'schedule_config:\n\tkind: noether.core.schedules.X\n\tfactor: 0.1\n'],
    ['an open flow mapping', 'optim: {schedule_config: {kind: noether.core.schedules.X, factor: 0.1\nb: 1\n'],
  ])('sees the block behind %s', (_what, text) => {
    const document = readDocument('f', text);
    expect(document.problems).toHaveLength(1);
    const value = document.blocks[0]?.value;
    const entries = value?.kind === 'map' ? value.entries : undefined;
    expect(entries?.get('kind')?.value).toMatchObject({ value: 'noether.core.schedules.X' });
    expect(entries?.get('factor')?.value).toMatchObject({ value: 0.1 });
  });
});

describe('bad input', () => {
  it('stops above the size limit without reading', () => {
    const document = readDocument('f', 'a: 1\n'.repeat(10), { maxFileSize: 20 });
    expect(document.tooLarge).toBe(true);
    expect(document.root).toBeUndefined();
    expect(document.problems).toEqual([]);
  });

  it('ends an alias bomb with one problem and a small tree', () => {
    const levels = [...'bcdefghijklmnop'].map((name, i) => {
      const below = `*${String.fromCharCode(97 + i)}`;
      return `${name}: &${name} [${Array(9).fill(below).join(', ')}]\n`;
    });
    const document = readDocument('f', `a: &a [x, x, x]\n${levels.join('')}schedule_config: *p\n`);
    expect(document.problems.map((problem) => problem.code)).toEqual(['alias-expansion']);
    expect(document.root === undefined ? '' : JSON.stringify(plainOf(document.root)).length).toBeLessThan(2_000_000);
  });

  it('ends a merge bomb likewise', () => {
    const levels = [...'bcdefghijklmnop'].map((name, i) => {
      const below = `*${String.fromCharCode(97 + i)}`;
      return `${name}: &${name} {<<: [${Array(9).fill(below).join(', ')}], z${name}: 1}\n`;
    });
    expect(codes(`a: &a {k: 1}\n${levels.join('')}`)).toEqual(['alias-expansion']);
  });

  it.each([
    ['flow lists', `a: ${'['.repeat(10_000)}`],
    ['closed flow lists', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['flow mappings', `a: ${'{a: '.repeat(10_000)}`],
    ['block lists', '- '.repeat(10_000)],
    ['block mappings', Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
  ])('refuses 10,000 levels of %s once', (_what, text) => {
    expect(codes(text)).toEqual(['nesting-too-deep']);
  });

  it('reads 79 levels', () => {
    expect(codes(`a: ${'['.repeat(78)}1${']'.repeat(78)}\n`)).toEqual([]);
  });

  it('reads a list of 1,000,000 entries', () => {
    const { root, problems } = readDocument('f', `a: [${'1,'.repeat(999_999)}1]\n`);
    expect(problems).toEqual([]);
    const list = root?.kind === 'map' ? root.entries.get('a')?.value : undefined;
    expect(list?.kind === 'list' ? list.items.length : 0).toBe(1_000_000);
  });

  it('says of binary data that it is none', () => {
    const bytes = Array.from({ length: 5000 }, (_, i) => String.fromCharCode((i * 37) % 256)).join('');
    const [problem, ...more] = readDocument('f', bytes).problems;
    expect(problem?.code).toBe('invalid-character');
    expect(more).toEqual([]);
  });

  it('keeps __proto__ and constructor as keys', () => {
    const { root } = readDocument('f', '__proto__: {x: 1}\nconstructor: 2\n');
    const value = root === undefined ? {} : plainOf(root);
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBeNull();
  });

  it('counts UTF-16 units behind surrogate pairs', () => {
    const { root } = readDocument('f', 'a: {"😀": 1, b: 0.5}\n');
    const value = root?.kind === 'map' ? root.entries.get('a')?.value : undefined;
    const b = value?.kind === 'map' ? value.entries.get('b')?.value : undefined;
    expect(b?.origin).toMatchObject({ text: '0.5', range: { start: { line: 0, character: 16 } } });
  });

  it.each([
    ['unclosed quotes', 'a: "x\n'],
    ['unclosed brackets', 'k: [\n'],
    ['second colons', 'a: b: c\n'],
    ['undefined aliases', 'k: *a\n'],
    ['equal keys', 'a: 1\n'],
  ])('survives 20,000 lines of %s', (_what, line) => {
    const { problems } = readDocument('f', line.repeat(20_000));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThan(2000);
  });
});

describe('reading in turns', () => {
  const text = Array.from({ length: 3000 }, (_, i) => `k${i}:\n  lr: ${i}\n  list: [1, 2, 3, 4, 5, 6, 7, 8]\n`).join(
    '',
  );

  it('gives the same document', async () => {
    const document = await readDocumentAsync('f', text, { pause: () => Promise.resolve() });
    const sync = readDocument('f', text);
    expect(document?.segmentCount).toBe(sync.segmentCount);
    expect(document?.root === undefined ? 0 : plainOf(document.root)).toEqual(
      sync.root === undefined ? 1 : plainOf(sync.root),
    );
  });

  /** Every look at the clock costs 10 ms, so that the reader pauses at every chance. */
  async function atEveryChance<T>(read: () => Promise<T>): Promise<T> {
    let now = 0;
    const clock = Date.now;
    Date.now = () => {
      now += 10;
      return now;
    };
    try {
      return await read();
    } finally {
      Date.now = clock;
    }
  }

  it('stops when cancelled', async () => {
    const options = { pause: () => Promise.resolve(), isCancelled: () => true };
    expect(await atEveryChance(() => readDocumentAsync('f', text, options))).toBeUndefined();
  });

  it.each([
    ['a flow list of numbers', `k: [${Array(100_000).fill('1').join(',')}]\n`],
    ['a flow list of words', `k: [${Array(100_000).fill('x').join(',')}]\n`],
    // What has an anchor is read in one.
    ['a block list', `k: &all\n${'- 1\n'.repeat(100_000)}`],
    ['a mapping', `k: &all\n${Array.from({ length: 100_000 }, (_, i) => `  k${i}: 1\n`).join('')}`],
    ['a broken list', `k: [${Array(100_000).fill('x').join(',')}\n`],
    ['a file in flow style', `[${Array(100_000).fill('x').join(',')}]\n`],
  ])('gives way within one long entry: %s', async (_, long) => {
    let pauses = 0;
    const pause = async () => {
      pauses++;
    };
    const document = await atEveryChance(() => readDocumentAsync('f', long, { pause }));
    expect(document?.segmentCount).toBe(1);
    // At least once in a few thousand values.
    expect(pauses).toBeGreaterThan(20);
  });
});

it('knows files that mention schedules', () => {
  expect(mentionsSchedules('optim:\n  schedule_config: 1')).toBe(true);
  expect(mentionsSchedules('kind: noether.core.schedules.X')).toBe(true);
  expect(mentionsSchedules('kind: noether.core.optimizer.X')).toBe(false);
});

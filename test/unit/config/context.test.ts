// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of the config, not of the test
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CursorContext,
  cursorContext,
  type OutlineNode,
  outlineEntry,
  outlinePath,
} from '../../../server/src/config/context';

/** The place of the `^` in the text, and the text without it. */
function mark(marked: string): { text: string; offset: number } {
  const offset = marked.indexOf('^');
  if (offset < 0) throw new Error('the text marks no cursor');
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

function at(marked: string): CursorContext | undefined {
  const { text, offset } = mark(marked);
  return cursorContext(text, offset);
}

/** The text after `word` is written at the cursor. */
function write(marked: string, word: string): string {
  const { text, offset } = mark(marked);
  const context = cursorContext(text, offset);
  if (!context) throw new Error('nothing can be written here');
  const { start, end, before, after } = context.slot;
  return text.slice(0, start) + before + word + after + text.slice(end);
}

function place(marked: string): string {
  const context = at(marked);
  if (!context) return 'none';
  const { holder, entry, index, token, outer } = context;
  const path = [...outlinePath(holder), ...(index === undefined ? [] : [index])].join('.');
  const word = token.text === '' ? '' : ` «${token.text}»`;
  return `${context.place} ${path || '/'}${entry ? `:${entry.key}` : ''}${word}${outer ? ' or key' : ''}`;
}

function keys(marked: string): string[] {
  const holder = at(marked)?.holder;
  return holder?.type === 'map' ? holder.entries.map((entry) => entry.key) : [];
}

describe('the place of the cursor in block style', () => {
  it.each([
    ['^', 'key /'],
    ['opt^', 'key / «opt»'],
    ['a: 1\n^', 'key /'],
    ['a: 1\nb^', 'key / «b»'],
    ['a:^', 'value /:a'],
    ['a: ^', 'value /:a'],
    ['a: ^  # note', 'value /:a'],
    ['a: x^', 'value /:a «x»'],
    ['a: x^y z  # note', 'value /:a «xy z»'],
    ['a: "x^', 'value /:a «x»'],
    ['a: "x^y"', 'value /:a «xy»'],
    ["a: 'x^'", 'value /:a «x»'],
    ['a: ^"xy"', 'value /:a «xy»'],
    ['a: ^xy', 'value /:a «xy»'],
    ['a:^xy', 'value /:a «xy»'],
    ['a:x^y', 'value /:a «xy»'],
    ['fa^ct: 1', 'key /:fact «fact»'],
    ['fact^: 1', 'key /:fact «fact»'],
    ['"fa^ct": 1', 'key /:fact «fact»'],
    ['a:\n  ^', 'key a'],
    ['a:\n  b: 1\n  ^', 'key a'],
    ['a:\n  b: 1\n^', 'key /'],
    ['a:\n  b: 1\n^\n  c: 2', 'key a'],
    ['a:\n^\n  c: 2', 'key a'],
    ['a:\n  ki^\n  c: 2', 'key a «ki»'],
    ['a:\n  "ki^\n  c: 2', 'key a «ki»'],
    ['a:\n  b:\n    c:\n      d: 1\n    ^', 'key a.b'],
    ['a:\n  b:\n    c:\n      d: 1\n  ^', 'key a'],
    ['a:\n  b:\n    c:\n      d: 1\n      ^', 'key a.b.c'],
    ['a:\n  b: 1\n    ^', 'key a'],
    ['conf^\n    kind: x', 'key / «conf»'],
    ['a:\n  kind^\n    b: x', 'key a «kind»'],
    ['a:\n  b: 1\n ^ c: 2', 'none'],
    ['a: 1 ^', 'none'],
    ['a: "x" ^', 'none'],
    ['a: "x"^', 'none'],
    ['a: 1 # ^', 'none'],
    ['# ^', 'none'],
    ['a:  # ^', 'none'],
    ['a: &x ^', 'value /:a'],
    ['a: &x^ 1', 'none'],
    ['a: !!str x^', 'value /:a «x»'],
    ['a: *x^', 'value /:a «*x»'],
  ])('%j: %s', (text, expected) => {
    expect(place(text)).toBe(expected);
  });

  it('takes block scalars and quoted text of several lines for what they are', () => {
    expect(place('a: |\n  text ^\n  more\nb: 1')).toBe('none');
    expect(place('a: >-\n  text\n\n  ^\nb: 1')).toBe('none');
    expect(place('a: |^\n  text')).toBe('none');
    expect(place('a: |\n  text\n^\nb: 1')).toBe('key /');
    expect(place('a: |\n  text\n^\n  more\nb: 1')).toBe('none');
    expect(keys('a: |\n  x: 1\n  y: 2\nb: ^')).toEqual(['a', 'b']);
    expect(place('a: "text\n  mo^re"\nb: 1')).toBe('none');
    expect(keys('a: "text\n  x more"\nb: ^')).toEqual(['a', 'b']);
    expect(keys("a: 'text\n  x more'\nb: ^")).toEqual(['a', 'b']);
  });

  it('does not let a quote or bracket that is still open swallow the lines below', () => {
    expect(keys('a: "x^\nb: 1\nc: "y"')).toEqual(['a', 'b', 'c']);
    expect(keys('o:\n  a: {x: 1, ^\n  b: 1\n  c: {}')).toEqual(['x']);
    expect(place('o:\n  a: {x: 1\n  b: ^')).toBe('value o:b');
    expect(place('o:\n  a: [1, 2\n  b: ^')).toBe('value o:b');
    expect(place('o: {a: 1\n---\nb: ^')).toBe('value /:b');
    expect(place('a: "x\nb: ^')).toBe('value /:b');
  });

  it('knows the keys of the mapping above and below the cursor', () => {
    expect(keys('o:\n  a: 1\n  ^\n  b: 2\np: 3')).toEqual(['a', 'b']);
    expect(keys('o:\n  ^\n  b: 2\n  c: {d: 1}\np: 3')).toEqual(['b', 'c']);
    expect(keys('o:\n  a: 1\n  c^\n  "b": 2\n')).toEqual(['a', 'b']);
    const context = at('o:\n  lr: 1e-3\n  b:\n    ^');
    const parent = context?.holder.parent;
    expect(parent?.type === 'map' && outlineEntry(parent, 'lr')?.value).toMatchObject({ type: 'scalar', text: '1e-3' });
  });

  it('keeps documents, marks of byte order and line breaks apart from the text', () => {
    expect(place('\ufeffa: ^')).toBe('value /:a');
    expect(keys('\ufeffa: 1\n^')).toEqual(['a']);
    expect(keys('a: 1\n---\nb: 2\n^')).toEqual(['b']);
    expect(keys('a: 1\n^\n---\nb: 2\n')).toEqual(['a']);
    expect(place('a:\r\n  b: 1\r\n  ^\r\n')).toBe('key a');
    expect(at('a:\r\n  ^')?.habits.eol).toBe('\r\n');
    expect(place('a: 😀\nb:\n  c: 😀 x^')).toBe('value b:c «😀 x»');
  });

  it('reads tabs as columns, so that something can be said before the loader refuses them', () => {
    expect(place('a:\n\tb: 1\n\t^')).toBe('key a');
    expect(at('a:\n\tb: 1\n\t^')?.indent).toBe('\t');
  });

  it('does not take text that goes on for keys', () => {
    expect(keys('a: some text\n  that goes on\nb: ^')).toEqual(['a', 'b']);
  });
});

describe('the place of the cursor in lists', () => {
  it.each([
    ['a:\n  - ^', 'item a.0'],
    ['a:\n  -^', 'item a.0'],
    ['a:\n  - 1\n  - ^', 'item a.1'],
    ['a:\n  - 1\n  ^', 'item a.1'],
    ['a:\n  - 1\n  ^\n  - 2', 'item a.1'],
    ['a:\n  - 1\n  - 2^', 'item a.1 «2»'],
    ['a:\n- 1\n^', 'item a.1 or key'],
    ['a:\n- 1\n^\nb: 1', 'item a.1 or key'],
    ['a:\n- 1\n^\n- 2', 'item a.1'],
    ['a:\n- 1\nb: ^', 'value /:b'],
    ['a:\n  - kind: ^', 'value a.0:kind'],
    ['a:\n  - kind: x\n    ^', 'key a.0'],
    ['a:\n  - kind: x\n  - ki^', 'item a.1 «ki»'],
    ['a:\n  - ^\n    b: 1', 'key a.0'],
    ['- a: 1\n  ^', 'key 0'],
    ['- - ^', 'item 0.0'],
    ['- - 1\n  - ^', 'item 0.1'],
    ['^- 1', 'none'],
    ['a: [^]', 'item a.0'],
    ['a: [1,^]', 'item a.1'],
    ['a: [1, ^]', 'item a.1'],
    ['a: [1, 2^]', 'item a.1 «2»'],
    ['a: [1, 2 ^]', 'item a.2'],
    ['a: [[0, 1], [1, ^]]', 'item a.1.1'],
    ['a: [1, 2]^', 'none'],
    ['a: [1,\n  2,\n  ^\n]', 'item a.2'],
    ['a: ["0.^"]', 'item a.0 «0.»'],
  ])('%j: %s', (text, expected) => {
    expect(place(text)).toBe(expected);
  });
});

describe('the place of the cursor in flow style', () => {
  it.each([
    ['a: {^', 'key a'],
    ['a: {^}', 'key a'],
    ['a: {ki^}', 'key a «ki»'],
    ['a: {ki^nd: x}', 'key a:kind «kind»'],
    ['a: {kind:^}', 'value a:kind'],
    ['a: {kind: ^}', 'value a:kind'],
    ['a: {kind: x^}', 'value a:kind «x»'],
    ['a: {kind:x^}', 'value a:kind «x»'],
    ['a: {"kind":^}', 'value a:kind'],
    ['a: {kind: "x^', 'value a:kind «x»'],
    ['a: {kind: "x^}', 'value a:kind «x»'],
    ['a: {kind: x, ^}', 'key a'],
    ['a: {kind: x ^}', 'key a'],
    ['a: {kind: x}^', 'none'],
    ['a: {kind: x, # ^\n}', 'none'],
    ['a: {kind: ${..x^}}', 'value a:kind «${..x}»'],
    ['a: {b: {c: ^', 'value a.b:c'],
    ['a: {b: {c: 1}, ^', 'key a'],
    ['a: {\n  kind: x,\n  ^\n}', 'key a'],
    ['{^', 'key /'],
    ['{a: ^}', 'value /:a'],
    ['a:\n  {b: ^}', 'value a:b'],
    ['- {b: ^}', 'value 0:b'],
  ])('%j: %s', (text, expected) => {
    expect(place(text)).toBe(expected);
  });

  it('knows the keys on both sides', () => {
    expect(keys('a: {b: 1, ^, c: [1, 2], "d": {e: 1}}')).toEqual(['b', 'c', 'd']);
    expect(keys('a: {b: 1, c^, d: 2}')).toEqual(['b', 'd']);
    expect(keys('a: {b: 1, c^\n  d: 2}')).toEqual(['b', 'd']);
  });
});

describe('what is written at the cursor', () => {
  it.each([
    ['a:^', 'a: X'],
    ['a: ^', 'a: X'],
    ['a: x^y z # note', 'a: X # note'],
    ['a:^xy', 'a: X'],
    ['a:x^y', 'a: X'],
    ['a: "x^', 'a: "X"'],
    ['a: "x^y" # "', 'a: "X" # "'],
    ['a: "^', 'a: "X"'],
    ['a: ^"xy"', 'a: "X"'],
    ['a:\n  b: 1\n^\n  c: 2', 'a:\n  b: 1\n  X\n  c: 2'],
    ['a:\n  b: 1\n      ^', 'a:\n  b: 1\n  X'],
    ['a:\n  b: 1\n     k^', 'a:\n  b: 1\n  X'],
    ['a:\n  ^  \n  b: 1', 'a:\n  X\n  b: 1'],
    ['a:\n  "k^\n  b: 1', 'a:\n  X\n  b: 1'],
    ['a:\n  "k^"\n  b: 1', 'a:\n  X\n  b: 1'],
    ['a:\n  - 1\n  ^', 'a:\n  - 1\n  - X'],
    ['a:\n  - 1\n  -^', 'a:\n  - 1\n  - X'],
    ['a:\n  - 1\n  - ^', 'a:\n  - 1\n  - X'],
    ['a:\n- 1\n^', 'a:\n- 1\n- X'],
    ['a: {^}', 'a: {X}'],
    ['a: {k^}', 'a: {X}'],
    ['a: {"k^}', 'a: {X}'],
    ['a: {b: 1,^}', 'a: {b: 1, X}'],
    ['a: {b: 1, ^}', 'a: {b: 1, X}'],
    ['a: {b: 1 ^}', 'a: {b: 1, X}'],
    ['a: {b: [1]^}', 'a: {b: [1], X}'],
    ['a: {b: 1, ^\nc: 2', 'a: {b: 1, X\nc: 2'],
    ['a: {b: 1,^ c: 2}', 'a: {b: 1, X, c: 2}'],
    ['a: {b:^}', 'a: {b: X}'],
    ['a: {b: ^, c: 1}', 'a: {b: X, c: 1}'],
    ['a: {b: "x^}', 'a: {b: "X"}'],
    ['a: [1^]', 'a: [X]'],
    ['a: [1,^]', 'a: [1, X]'],
    ['a: [1 ^]', 'a: [1, X]'],
    ['a: [1, ^', 'a: [1, X'],
    ['a: [1,\n  ^\n  2]', 'a: [1,\n  X,\n  2]'],
  ])('%j: %j', (text, expected) => {
    expect(write(text, 'X')).toBe(expected);
  });

  it('gives the mapping that may also go on with its own span', () => {
    const context = at('a:\n- 1\n^');
    expect(context?.slot.before).toBe('- ');
    expect(context?.outer?.slot).toEqual({ start: 7, end: 7, before: '', after: '' });
  });

  it('says how lines that follow are indented', () => {
    expect(at('a:\n    b:\n        ^')?.habits.unit).toBe(4);
    expect(at('a:\n    - b: 1\n      ^')?.indent).toBe('      ');
    expect(at('a:\n  b: {c: ^')?.indent).toBe('  ');
    expect(at('a: ^')?.habits.unit).toBe(2);
    expect(at('a:\n   b: 1\nc:\n   d: 1\ne:\n  f: ^')?.habits.unit).toBe(3);
    expect(at('s:\n- 0.1\n- 0.2\nt: ^')?.habits).toMatchObject({ dashUnit: 0, dashedLists: true });
    expect(at('s: [0.1]\ndefaults:\n  - _self_\nt: ^')?.habits.dashedLists).toBe(false);
  });
});

describe('interpolations under the cursor', () => {
  it.each([
    ['a: ${^', { text: '', closed: false }],
    ['a: ${^}', { text: '', closed: true }],
    ['a: ${..l^r}', { text: '..lr', closed: true }],
    ['a: "${..l^"', { text: '..l', closed: false }],
    ['a: x${b}${c^', { text: 'c', closed: false }],
    ['a: ${b.${c^}}', { text: 'c', closed: true }],
    ['a: ${b}^', undefined],
    ['a: $^', undefined],
    ['a: \\${b^', undefined],
  ])('%j: %j', (text, expected) => {
    const found = at(text)?.interpolation;
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    ...['a: ', 'kind:', '\n', '\n  ', '\n    ', '\r\n', '- ', '-', '{', '}', '[', ']', ',', ':', '"', "'", '#', ' # '],
    ...[
      '${',
      '}',
      '|\n',
      '>-\n',
      '&x ',
      '!t ',
      '*x',
      '---\n',
      '...',
      '\t',
      '😀',
      '\u2028',
      '\\',
      '<<: ',
      '? ',
      'x',
      '0.1',
    ],
  );

  it('never throws, and gives a span on one line that contains the cursor', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(), (pieces, seed) => {
        const text = pieces.join('');
        const offset = seed % (text.length + 1);
        const context = cursorContext(text, offset);
        if (!context) return;
        const { start, end } = context.slot;
        expect(start).toBeLessThanOrEqual(offset);
        expect(end).toBeGreaterThanOrEqual(offset);
        expect(text.slice(start, end)).not.toMatch(/[\r\n]/);
        expect(context.indent).toMatch(/^[ \t]*$/);
      }),
      { numRuns: 5000 },
    );
  });

  it('outlines what is far from the cursor as what is near', () => {
    const entry = (i: number) =>
      [
        `model${i}: # number ${i}`,
        '  optimizer:',
        `    lr: ${i}e-3`,
        '    schedule_config: &anchor',
        '      steps: [1,',
        '        2]',
        i % 3 === 0 ? '  text: |\n    key: no key\n\n    - no item' : '  # comment\n  list:\n  - a: 1\n    b: 2\n  - c',
        i % 7 === 0 ? 'broken: [1, 2' : 'next: "over\n  lines"',
        i % 11 === 0 ? '   deeper: 1' : '',
      ].join('\n');
    const text = `all:\n${Array.from({ length: 300 }, (_, i) => entry(i).replace(/^/gm, '  ')).join('\n')}\n${Array.from({ length: 300 }, (_, i) => entry(i)).join('\n')}\nlast: 1`;
    const plain = (node: OutlineNode | undefined): unknown => {
      if (node === undefined || node.type === 'scalar') return node;
      const { type, flow, indent, start, step } = node;
      const inside =
        node.type === 'list'
          ? node.items.map(plain)
          : node.entries.map((each) => [each.key, each.keyStart, plain(each.value)]);
      return [type, flow, indent, start, step, inside];
    };
    const outline = (offset: number): unknown => {
      let root = cursorContext(text, offset)?.holder;
      while (root?.parent) root = root.parent;
      return plain(root);
    };
    const lr = (from: number) => text.indexOf('e-3', from) - 1;
    const first = outline(lr(0));
    expect(text.length).toBeGreaterThan(100_000);
    expect(first).toBeDefined();
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      expect(isDeepStrictEqual(outline(lr(share * text.length)), first)).toBe(true);
    }
    expect(isDeepStrictEqual(outline(text.length), first)).toBe(true);
  });

  it('takes deep nesting and long lists in one pass', () => {
    const nested = `${'['.repeat(20_000)}^`;
    expect(at(nested)?.place).toBe('item');
    const block = Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(at(`${block}^`)?.place).toBe('value');
    expect(at(`a: [${'1, '.repeat(300_000)}^`)?.index).toBe(300_000);
    expect(at(`a: [${'"1, '.repeat(100_000)}^`)).toBeDefined();
  });
});

import { describe, expect, it } from 'vitest';
import {
  isSyntaxError,
  type Override,
  type OverrideElement,
  type OverrideSweep,
  parseOverride,
} from '../../../server/src/config/hydra/overrides';

function parsed(text: string): Override {
  const result = parseOverride(text);
  if (isSyntaxError(result)) throw new Error(`${text}: ${result.message}`);
  return result;
}

/** A value in short: scalars as [type, value], quoted ones as ['quoted', text]. */
function short(value: OverrideElement | OverrideSweep | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === 'sweep') return `sweep ${value.form}`;
  if (value.kind === 'list') return value.items.map(short);
  if (value.kind === 'dict') return new Map(value.entries.map((entry) => [entry.key.value, short(entry.value)]));
  return [value.quoted ? 'quoted' : value.type, value.value];
}

const valueIn = (text: string): unknown => short(parsed(`k=${text}`).value);

describe('keys of overrides', () => {
  it.each([
    ['a=1', 'change', 'a', undefined],
    ['a.b.0.c=1', 'change', 'a.b.0.c', undefined],
    ['+a.b=1', 'add', 'a.b', undefined],
    ['++a=1', 'forceAdd', 'a', undefined],
    ['~a', 'delete', 'a', undefined],
    ['~a=1', 'delete', 'a', undefined],
    ['model/encoder=x', 'change', 'model/encoder', undefined],
    ['optim@model.optim=x', 'change', 'optim', 'model.optim'],
    ['optim@=x', 'change', 'optim', ''],
    ['my-group/sub-x=a', 'change', 'my-group/sub-x', undefined],
    ['$special.x=1', 'change', '$special.x', undefined],
  ])('%s', (text, type, key, pkg) => {
    expect(parsed(text)).toMatchObject({ type, key, package: pkg });
  });

  it.each(['a', 'a b=1', 'a..b=1', 'model/a.b=1', 'größe=1', '3=x', 'a[0]=1', 'a@b:c=1', '-a=1', 'a.01=2'])(
    'refuses %s',
    (text) => {
      const result = parseOverride(text);
      expect(isSyntaxError(result)).toBe(true);
    },
  );
});

describe('values of overrides', () => {
  it.each([
    ['1', ['int', 1]],
    ['+1', ['int', 1]],
    ['1_000', ['int', 1000]],
    ['9007199254740993', ['int', 9007199254740993n]],
    ['.5e3', ['float', 500]],
    ['-.5', ['float', -0.5]],
    ['5.', ['float', 5]],
    ['1e05', ['float', 100000]],
    ['inf', ['float', Number.POSITIVE_INFINITY]],
    ['-INF', ['float', Number.NEGATIVE_INFINITY]],
    ['NaN', ['float', Number.NaN]],
    ['infinity', ['str', 'infinity']],
    ['TRUE', ['bool', true]],
    ['null', ['null', null]],
    ['nullx', ['str', 'nullx']],
    ['on', ['str', 'on']],
    ['010', ['str', '010']],
    ['0x10', ['str', '0x10']],
    ['1:30', ['str', '1:30']],
    ['1__0', ['str', '1__0']],
    ['1-2', ['str', '1-2']],
    ['a/b.c*d$e%f@g?h|i', ['str', 'a/b.c*d$e%f@g?h|i']],
    ['', ['str', '']],
    [' padded ', ['str', 'padded']],
    ['two words', ['str', 'two words']],
    ['\\ ', ['str', ' ']],
    ['a\\,b\\=c\\:d', ['str', 'a,b=c:d']],
    ['a\\b', ['str', 'a\\b']],
    ['${a.b}', ['str', '${a.b}']],
    ['x${a}y', ['str', 'x${a}y']],
    ["'1e-4'", ['quoted', '1e-4']],
    ["''", ['quoted', '']],
    ["'it\\'s'", ['quoted', "it's"]],
    ["'a\\\\'", ['quoted', 'a\\']],
    ["'a\\\\\\'b'", ['quoted', "a\\'b"]],
    ['"say \\"x\\" \\n"', ['quoted', 'say "x" \\n']],
    ['[]', []],
    ['[1, a , [2]]', [['int', 1], ['str', 'a'], [['int', 2]]]],
    ['{}', new Map()],
    [
      '{a: 1, b:{c: x}}',
      new Map<unknown, unknown>([
        ['a', ['int', 1]],
        ['b', new Map([['c', ['str', 'x']]])],
      ]),
    ],
    [
      '{1: a, a: 1, 1: b}',
      new Map<unknown, unknown>([
        [1, ['str', 'b']],
        ['a', ['int', 1]],
      ]),
    ],
  ])('%s', (text, wanted) => {
    expect(valueIn(text)).toEqual(wanted);
  });

  it.each([
    ['int(3.9)', ['int', 3]],
    ["int('12')", ['int', 12]],
    ['int(true)', ['int', 1]],
    ['float(2)', ['float', 2]],
    [
      'float([1,2])',
      [
        ['float', 1],
        ['float', 2],
      ],
    ],
    ['str(1e-5)', ['str', '1e-05']],
    ['str(1.0)', ['str', '1.0']],
    ['str(True)', ['str', 'true']],
    ['bool(0)', ['bool', false]],
    ['bool(FALSE)', ['bool', false]],
    ['int(value=4.2)', ['int', 4]],
    ['json_str({a: 1.0, b: [true, "é"]})', ['str', '{"a": 1.0, "b": [true, "\\u00e9"]}']],
    [
      'sort([3,1,2])',
      [
        ['int', 1],
        ['int', 2],
        ['int', 3],
      ],
    ],
    [
      'sort([3,1,2], reverse=true)',
      [
        ['int', 3],
        ['int', 2],
        ['int', 1],
      ],
    ],
    ['str(int(1.5))', ['str', '1']],
    ['int (3.5)', ['int', 3]],
  ])('%s', (text, wanted) => {
    expect(valueIn(text)).toEqual(wanted);
  });

  it.each([
    ['1,2', 'simple'],
    ['a, b', 'simple'],
    ['choice(a,b)', 'choice'],
    ['range(1,5)', 'range'],
    ['interval(0,1)', 'interval'],
    ['glob(*)', 'glob'],
    ['int(1,2)', 'simple'],
    ['tag(t, choice(a,b))', 'choice'],
  ])('%s is a sweep', (text, form) => {
    expect(valueIn(text)).toBe(`sweep ${form}`);
  });

  it.each([
    'a=b',
    '[1',
    '{a: 1',
    '{a}',
    "'open",
    "'a'b",
    'a,',
    '(a)',
    '${a.${b}}',
    'é',
    'int(x)',
    'int(null)',
    'bool(maybe)',
    'unknown(1)',
    'choice()',
    'sort([a,1])',
    'range(a)',
    'float(x=1)',
    '{"a": 1}',
    '[ , ]',
  ])('refuses %s', (text) => {
    const result = parseOverride(`k=${text}`);
    expect(isSyntaxError(result)).toBe(true);
  });

  it('points at the part that is wrong', () => {
    expect(parseOverride('optim.lr=[1, é]')).toMatchObject({ start: 13, end: 14 });
    expect(parseOverride('k=int(x)')).toMatchObject({ start: 2, end: 8 });
  });

  it('reads a very long list in time that grows with its length', () => {
    const list = parsed(`k=[${Array.from({ length: 50_000 }, (_, index) => index).join(',')}]`).value;
    expect(list?.kind === 'list' && list.items.length).toBe(50_000);
  });
});

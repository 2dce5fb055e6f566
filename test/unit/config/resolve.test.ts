import { describe, expect, it } from 'vitest';
import { lookup, nodeAt, plainOf } from '../../../server/src/config/nodes';
import { readDocument } from '../../../server/src/config/read';
import { type ResolveContext, resolveBlock, resolvePath } from '../../../server/src/config/resolve';
import type { ResolvedNode, UnknownValue } from '../../../server/src/config/types';

function resolve(text: string, path: (string | number)[] = ['v'], context: Partial<ResolveContext> = {}): ResolvedNode {
  const { root, problems } = readDocument('f.yaml', text);
  expect(problems).toEqual([]);
  const node = root === undefined ? undefined : resolvePath(root, path, context);
  if (node === undefined) {
    throw new Error(`nothing at ${path.join('.')}`);
  }
  return node;
}

function value(text: string, context: Partial<ResolveContext> = {}): unknown {
  const node = resolve(text, ['v'], context);
  return JSON.parse(JSON.stringify(plainOf(node)));
}

function unknown(text: string, context: Partial<ResolveContext> = {}): UnknownValue {
  const node = resolve(text, ['v'], context);
  if (node.kind !== 'unknown') {
    throw new Error(`expected an unknown value, found ${node.kind}`);
  }
  return node;
}

describe('values', () => {
  it.each([
    ['a: 1e-3\nv: ${a}\n', 0.001],
    ['a: {b: [1, 2]}\nv: ${a.b[1]}\n', 2],
    ['a: {b: [1, 2]}\nv: ${a.b.0}\n', 1],
    ['k: b\na: {b: 5}\nv: ${a.${k}}\n', 5],
    ['e: 3\nv: 1e-${e}\n', '1e-3'],
    ['a: true\nb: null\nc: 1e-5\nv: "${a} ${b} ${c}"\n', 'True None 1e-05'],
    ['a: {lr: 0.5, s: "it\'s", l: [1, x]}\nv: "x${a}"\n', "x{'lr': 0.5, 's': \"it's\", 'l': [1, 'x']}"],
    ['v: "\\\\${a}"\n', '${a}'],
    ['v: ${oc.env:LR,1e-3}\n', '0.001'],
    ['v: ${oc.env:LR,true}\n', 'True'],
    ['v: ${oc.env:LR,null}\n', null],
    ["v: ${oc.decode:'1e-3'}\n", 0.001],
    ["v: ${oc.decode:'1:30'}\n", '1:30'],
    ['v: ${oc.select:nope,0.5}\n', 0.5],
    ['v: ${oc.select:nope}\n', null],
    ['a: ???\nv: ${oc.select:a.b,0.5}\n', 0.5],
    ['a: {x: 1, y: 2}\nv: ${oc.dict.keys:a}\n', ['x', 'y']],
    ['b: 3\na: {x: 1, y: "${b}"}\nv: ${oc.dict.values:a}\n', [1, 3]],
    ['b: 3\nv: "${oc.create:{a: ${b}, c: [x]}}"\n', { a: 3, c: ['x'] }],
    ['a: {x: 1, y: "${.x}"}\nx: 7\nv: ${a}\n', { x: 1, y: 1 }],
  ])('%j', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it('counts a list as one level', () => {
    const text = 'lr: 1\no:\n  lr: 2\n  l:\n    - {lr: 3, x: "${.lr}", y: "${..0}", z: "${...lr}"}\n';
    expect(plainOf(resolve(text, ['o', 'l', 0, 'z']))).toBe(2);
    expect(plainOf(resolve(text, ['o', 'l', 0, 'x']))).toBe(3);
  });

  it('resolves behind an alias from each place', () => {
    const text = 'a: {lr: 1, s: &s {v: "${..lr}"}}\nb: {lr: 2, s: *s}\n';
    expect(plainOf(resolve(text, ['b', 's', 'v']))).toBe(2);
    expect(plainOf(resolve(text, ['a', 's', 'v']))).toBe(1);
  });
});

describe('what a file cannot answer', () => {
  it.each([
    ['v: ${nope}\n', 'InterpolationKeyError', '${nope}', 'information'],
    ['v: ${...lr}\n', 'InterpolationKeyError', '${...lr}', 'information'],
    ['a: ???\nv: ${a}\n', 'InterpolationToMissingValueError', '${a}', 'information'],
    ['a: 1\nv: ${a.b}\n', 'InterpolationResolutionError', '${a.b}', 'information'],
    ['a: [1]\nv: ${a.b}\n', 'InterpolationResolutionError', '${a.b}', 'information'],
    ['v: ${oc.env:LR}\n', 'InterpolationResolutionError', '${oc.env:LR}', 'information'],
    ['v: ${mul:2,3}\n', 'UnsupportedInterpolationType', '${mul:2,3}', 'information'],
    ['v: ${oc.decode:0.5}\n', 'InterpolationResolutionError', '${oc.decode:0.5}', 'information'],
    ['v: ${a\n', 'GrammarParseError', '${a', 'error'],
    ['v: ${v}\n', 'InterpolationResolutionError', '${v}', 'error'],
    ['a: ${b}\nb: ${v}\nv: ${a}\n', 'InterpolationResolutionError', undefined, 'error'],
    ['v: 2${nope}\n', 'InterpolationKeyError', '2${nope}', 'information'],
    ['a: ${nope}\nv: ${a}\n', 'InterpolationKeyError', '${nope}', 'information'],
  ])('%j: %s', (text, pythonError, expression, severity) => {
    const found = unknown(text);
    expect(found.problem.pythonError).toBe(pythonError);
    expect(found.problem.severity).toBe(severity);
    if (expression !== undefined) {
      expect(found.expression).toBe(expression);
    }
  });

  it('points at the part that cannot be answered, through quotes and escapes', () => {
    const text = 'v: "x\\u0041\\n ${ok} ${nope}"\nok: 1\n';
    const found = unknown(text);
    expect(found.problem.origin.text).toBe('${nope}');
    expect(found.problem.origin.start).toBe(text.indexOf('${nope}'));
    expect(found.origin.text).toBe('"x\\u0041\\n ${ok} ${nope}"');
  });

  it('ends node cycles and growing texts', () => {
    expect(resolve('v: {x: "${b}"}\nb: {y: "${v}"}\n').kind).toBe('map');
    const doubling = Array.from({ length: 40 }, (_, i) => `a${i + 1}: "\${a${i}}\${a${i}}"\n`).join('');
    expect(unknown(`a0: xxxxxxxxxx\n${doubling}v: \${a40}\n`).problem.code).toBe('interpolation-size');
    const nodes = Array.from({ length: 40 }, (_, i) => `a${i + 1}: ["\${a${i}}", "\${a${i}}"]\n`).join('');
    expect(JSON.stringify(plainOf(resolve(`a0: 1\n${nodes}v: \${a40}\n`))).length).toBeLessThan(5_000_000);
  });

  it('keeps ??? missing', () => {
    expect(resolve('v: ???\n').kind).toBe('missing');
  });
});

describe('provenance', () => {
  it('tells where a value is written and what was followed', () => {
    const text = 'base: 1e-3\nlr: ${base}\nv: ${lr}\n';
    const node = resolve(text);
    expect(node.origin.text).toBe('${lr}');
    expect(node.source?.text).toBe('1e-3');
    expect(node.via?.map((origin) => origin.text)).toEqual(['${base}']);
    expect(node.assumed).toBeUndefined();
  });

  it('marks defaults of variables that may not be read', () => {
    const text = 'lr: ${oc.env:LR,0.5}\nv: ${lr}\n';
    expect(resolve(text).assumed?.map((each) => [each.text, each.origin.text])).toEqual([
      ['environment variable LR is not read, its default is taken', '${oc.env:LR,0.5}'],
    ]);
    expect(resolve(text, ['v'], { environment: () => null }).assumed).toBeUndefined();
    expect(value(text, { environment: () => '3' })).toBe('3');
  });

  it('takes supplied values for what is missing, never for what is there', () => {
    const supplied = new Map([
      ['model.optim.lr', 0.25],
      ['here', 9],
      ['mul:2,3', 6],
    ]);
    const lr = resolve('v: ${model.optim.lr}\n', ['v'], { supplied });
    expect(plainOf(lr)).toBe(0.25);
    expect(lr.assumed).toHaveLength(1);
    expect(value('here: 1\nv: ${here}\n', { supplied })).toBe(1);
    expect(value('here: ???\nv: ${here}\n', { supplied })).toBe(9);
    expect(value('v: ${mul:2,3}\n', { supplied })).toBe(6);
  });

  it('names the alias as the place and the anchored text as the source', () => {
    const node = resolve('a: &a 5\nv: *a\n');
    expect([node.origin.text, node.source?.text]).toEqual(['*a', '5']);
  });
});

describe('blocks', () => {
  it('resolves a block against its file', () => {
    const document = readDocument('f', 'o:\n  lr: 2e-3\n  schedule_config:\n    kind: x\n    max_value: ${..lr}\n');
    const [block] = document.blocks;
    expect(block === undefined ? 0 : { ...(plainOf(resolveBlock(document, block)) as object) }).toEqual({
      kind: 'x',
      max_value: 0.002,
    });
  });

  it('resolves the first of two blocks under one key', () => {
    const document = readDocument('f', 'schedule_config: {kind: x, value: 1}\nschedule_config: {kind: y}\n');
    const plain = document.blocks.map((block) => ({ ...(plainOf(resolveBlock(document, block)) as object) }));
    expect(plain).toEqual([{ kind: 'x', value: 1 }, { kind: 'y' }]);
  });
});

describe('nodeAt', () => {
  const text = 'o:\n  lr: 1\n  schedule_config:\n    kind: x\n    steps: [0.1, 0.25]\n';
  const document = readDocument('f', text);

  it('finds keys, values, list entries and their block', () => {
    const at = (word: string) => nodeAt(document, text.indexOf(word) + 1);
    expect(at('0.25')).toMatchObject({ path: ['o', 'schedule_config', 'steps', 1], index: 1, part: 'value' });
    expect(at('steps')).toMatchObject({ path: ['o', 'schedule_config', 'steps'], part: 'key' });
    expect(at('0.25')?.block?.key).toBe('schedule_config');
    expect(at('lr')?.block).toBeUndefined();
    expect(at('schedule_config')?.block?.key).toBe('schedule_config');
    expect(nodeAt(document, 10_000)).toBeUndefined();
  });

  it('looks up paths', () => {
    expect(lookup(document.root, ['o', 'schedule_config', 'steps', 1])?.origin.text).toBe('0.25');
    expect(lookup(document.root, ['o', 'nope'])).toBeUndefined();
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  coerceBool,
  coerceFloat,
  coerceInt,
  coerceNode,
  coerceValue,
  type InputNode,
  type InputType,
  type KeySpec,
  kindSpec,
  unknown,
} from '../../../server/src/schedules';

type Outcome = string | { readonly value: string };

interface Case {
  readonly type: 'str' | 'int' | 'float' | 'bool' | 'bytes' | 'digits';
  readonly input: string | readonly [string, number, string];
  readonly float?: Outcome;
  readonly int: Outcome;
  readonly bool?: Outcome;
}

const { cases }: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('pydantic-coercion.json', import.meta.url), 'utf8'),
);

function pythonFloat(repr: string): number {
  return Number(repr.replace('inf', 'Infinity').replace('nan', 'NaN'));
}

function inputOf({ type, input }: Case): unknown {
  if (typeof input !== 'string') return input[0] + '9'.repeat(input[1]) + input[2];
  switch (type) {
    case 'int':
      return BigInt(input);
    case 'float':
      return pythonFloat(input);
    case 'bool':
      return input === 'true';
    case 'bytes':
      return new Uint8Array((input.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)));
    default:
      return input;
  }
}

test('scalars are coerced as pydantic does', () => {
  const wrong: unknown[] = [];
  for (const each of cases) {
    const type: InputType = each.type === 'digits' ? 'str' : each.type;
    const input = inputOf(each);
    const check = (what: string, expected: Outcome | undefined, actual: unknown, same: (repr: string) => boolean) => {
      if (expected === undefined) return;
      const ok = typeof expected === 'string' ? actual === expected : same(expected.value);
      if (!ok)
        wrong.push({ type, input: String(input).slice(0, 60), what, expected, actual: String(actual).slice(0, 60) });
    };
    const float = coerceFloat(type, input);
    check('float', each.float, float, (repr) => Object.is(float, pythonFloat(repr)));
    const int = coerceInt(type, input);
    if (each.type === 'digits') {
      check('int', each.int === 'ok' ? 'number' : each.int, typeof int === 'string' ? int : 'number', () => false);
    } else {
      check('int', each.int, int, (repr) => typeof int !== 'string' && String(int) === repr);
    }
    const bool = coerceBool(type, input);
    check('bool', each.bool, bool, (repr) => bool === (repr === 'True'));
  }
  expect(wrong).toEqual([]);
  expect(cases.length).toBeGreaterThan(200);
});

function key(kind: string, name: string): KeySpec {
  const spec = kindSpec(`noether.core.schedules.${kind}`)?.keys.get(name);
  if (spec === undefined) throw new Error(`${kind} has no ${name}`);
  return spec;
}

const values = key('CustomSchedule', 'values');
const points = key('PiecewiseLinearSchedule', 'control_points');
const interval = key('ConstantSchedule', 'interval');
const warmupSteps = key('LinearWarmupCosineDecaySchedule', 'warmup_steps');

test('the entries of a list each have their error and its index', () => {
  expect(coerceValue(values, [null, 'x', [1], 2]).errors).toEqual([
    { type: 'float_type', loc: [0] },
    { type: 'float_parsing', loc: [1] },
    { type: 'float_type', loc: [2] },
  ]);
  expect(coerceValue(values, ['1', true, 2.5])).toEqual({ value: [1, 1, 2.5], errors: [] });
  for (const other of [null, 'a, b', 5, true, { a: 1 }]) {
    expect(coerceValue(values, other).errors).toEqual([{ type: 'list_type', loc: [] }]);
  }
});

test('a control point is a list of two numbers', () => {
  const errors = (input: unknown) => coerceValue(points, input).errors.map(({ type, loc }) => [type, ...loc]);
  expect(errors([[0]])).toEqual([['missing', 0, 1]]);
  expect(errors([[]])).toEqual([
    ['missing', 0, 0],
    ['missing', 0, 1],
  ]);
  expect(errors([[0, 1, 2]])).toEqual([['too_long', 0]]);
  expect(errors([['x', 1, 2]])).toEqual([['too_long', 0]]);
  expect(errors([5, null, 'ab', { a: 1 }])).toEqual([
    ['tuple_type', 0],
    ['tuple_type', 1],
    ['tuple_type', 2],
    ['tuple_type', 3],
  ]);
  expect(errors([['x']])).toEqual([
    ['float_parsing', 0, 0],
    ['missing', 0, 1],
  ]);
  expect(coerceValue(points, [['0.5', true]])).toEqual({ value: [[0.5, 1]], errors: [] });
});

test('a word must be written exactly', () => {
  expect(coerceValue(interval, 'epoch')).toEqual({ value: 'epoch', errors: [] });
  for (const other of ['Epoch', ' epoch', 1, null, true, ['epoch'], new Uint8Array([101])]) {
    expect(coerceValue(interval, other).errors).toEqual([{ type: 'literal_error', loc: [] }]);
  }
});

test('ints and floats of a config are told apart', () => {
  const scalar = (type: 'int' | 'float', value: number | bigint): InputNode => ({ kind: 'scalar', type, value });
  expect(coerceNode(warmupSteps, scalar('int', 10n ** 20n))).toEqual({ value: 10n ** 20n, errors: [] });
  expect(coerceNode(warmupSteps, scalar('float', 1e20)).errors).toEqual([{ type: 'int_parsing_size', loc: [] }]);
  expect(coerceNode(warmupSteps, scalar('float', 5))).toEqual({ value: 5, errors: [] });
});

test('what is unknown stays unknown and is no error', () => {
  expect(coerceNode(warmupSteps, { kind: 'unknown' })).toEqual({ value: unknown, errors: [] });
  expect(coerceNode(warmupSteps, { kind: 'missing' })).toEqual({ value: unknown, errors: [] });
  const list: InputNode = {
    kind: 'list',
    items: [
      { kind: 'unknown' },
      { kind: 'scalar', type: 'str', value: 'x' },
      { kind: 'scalar', type: 'int', value: 1 },
    ],
  };
  expect(coerceNode(values, list).errors).toEqual([{ type: 'float_parsing', loc: [1] }]);
});

test('nan misses every bound and the first bound in upstream order is named', () => {
  const fraction = key('StepIntervalSchedule', 'update_interval');
  expect(coerceValue(fraction, Number.NaN).errors).toEqual([{ type: 'less_than', loc: [], limit: 1 }]);
  expect(coerceValue(fraction, 0).errors).toEqual([{ type: 'greater_than', loc: [], limit: 0 }]);
  expect(coerceValue(key('ConstantSchedule', 'end_value'), Number.POSITIVE_INFINITY).errors).toEqual([]);
  expect(coerceValue(key('ConstantSchedule', 'value'), Number.NaN)).toEqual({ value: Number.NaN, errors: [] });
});

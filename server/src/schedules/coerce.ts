import type { FieldValue } from './fields';
import { unknown } from './fields';
import type { KeySpec, NumberRange } from './keys.generated';

/** The types of pydantic's errors, as in the `type` of its error list. */
export type PydanticError =
  | 'bool_parsing'
  | 'bool_type'
  | 'finite_number'
  | 'float_parsing'
  | 'float_type'
  | 'greater_than'
  | 'greater_than_equal'
  | 'int_from_float'
  | 'int_parsing'
  | 'int_parsing_size'
  | 'int_type'
  | 'less_than'
  | 'less_than_equal'
  | 'list_type'
  | 'literal_error'
  | 'missing'
  | 'model_attributes_type'
  | 'too_long'
  | 'tuple_type'
  | 'union_tag_invalid'
  | 'union_tag_not_found'
  | 'value_error';

/** What Python holds before coercion. `other` is anything that YAML cannot give. */
export type InputType = 'null' | 'bool' | 'int' | 'float' | 'str' | 'bytes' | 'list' | 'map' | 'unknown' | 'other';

/** How to look into an input, so that plain values and a config's nodes are coerced by the same rules. */
export interface InputReader<T> {
  type(input: T): InputType;
  /** Of a scalar. */
  value(input: T): unknown;
  /** Of a list. */
  items(input: T): readonly T[];
  /** What long lists came to, where lists never change: several blocks may refer to one. */
  readonly known?: WeakMap<object, Coerced>;
}

export interface CoercionError {
  readonly type: PydanticError;
  /** The place inside the value: list index, then 0 or 1 within a point. Empty for the value itself. */
  readonly loc: readonly number[];
  /** The bound that is missed, the words that are allowed, or the number of items wanted. */
  readonly limit?: number;
}

export interface Coerced {
  /** `unknown` where the input is, also for single entries of a list. Meaningless where there are errors. */
  readonly value: FieldValue;
  readonly errors: readonly CoercionError[];
}

const none: readonly CoercionError[] = [];

/** Plain JavaScript values. A number without fraction counts as an int, since nothing tells 5 from 5.0. */
export const plainReader: InputReader<unknown> = {
  type(input) {
    if (input === null || input === undefined) return 'null';
    if (typeof input === 'number') return Number.isInteger(input) && !Object.is(input, -0) ? 'int' : 'float';
    if (typeof input === 'string') return 'str';
    if (typeof input === 'boolean') return 'bool';
    if (typeof input === 'bigint') return 'int';
    if (Array.isArray(input)) return 'list';
    if (input instanceof Uint8Array) return 'bytes';
    return typeof input === 'object' ? 'map' : 'other';
  },
  value: (input) => input,
  items: (input) => (Array.isArray(input) ? input : []),
};

/** A node of a config as far as coercion looks at it; the config room's own nodes are such. */
export type InputNode =
  | {
      readonly kind: 'scalar';
      readonly type: 'null' | 'bool' | 'int' | 'float' | 'str' | 'bytes';
      readonly value: unknown;
    }
  | { readonly kind: 'list'; readonly items: readonly InputNode[] }
  | { readonly kind: 'map' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'missing' };

/** Nodes of a config. `???` is a string to pydantic; that someone may yet fill it in makes it unknown here. */
export const nodeReader: InputReader<InputNode> = {
  type(input) {
    if (input.kind === 'scalar') return input.type;
    return input.kind === 'missing' ? 'unknown' : input.kind;
  },
  value: (input) => (input.kind === 'scalar' ? input.value : undefined),
  items: (input) => (input.kind === 'list' ? input.items : []),
  known: new WeakMap(),
};

/** Rust's `str::trim`: Unicode's White_Space, which is not what JavaScript's `trim` takes off. */
const whiteSpace = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const outerSpace = new RegExp(`^${whiteSpace}+|(?<!${whiteSpace})${whiteSpace}+$`, 'g');
const trim = (text: string) => text.replace(outerSpace, '');

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const notFinite = /^([+-]?)(inf|infinity|nan)$/i;

function parseFloatText(text: string): number | undefined {
  if (decimal.test(text)) return Number(text);
  const word = notFinite.exec(text);
  if (word === null) return undefined;
  if (word[2]?.toLowerCase() === 'nan') return Number.NaN;
  return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The text without its underscores, undefined where it has none or one that stands wrongly. */
function withoutUnderscores(text: string): string | undefined {
  if (!text.includes('_') || text.startsWith('_') || text.endsWith('_') || text.includes('__')) return undefined;
  return text.replaceAll('_', '');
}

function floatOfText(text: string): number | PydanticError {
  const direct = parseFloatText(trim(text));
  if (direct !== undefined) return direct;
  // Upstream takes off either the blanks or the underscores, never both.
  const stripped = withoutUnderscores(text);
  return (stripped === undefined ? undefined : parseFloatText(stripped)) ?? 'float_parsing';
}

/** More digits than this are refused, as Python itself refuses to read them. */
const maxDigits = 4300;

/**
 * The text of an int without what pydantic takes off before it parses: blanks, a plus sign, leading zeros (with
 * underscores among them), a fraction of zeros. undefined where no int can come of it.
 */
function bareInt(text: string): string | undefined {
  const trimmed = trim(text);
  const sign = trimmed.startsWith('-') ? '-' : '';
  let rest = /^[+-]/.test(trimmed) ? trimmed.slice(1) : trimmed;
  const zeros = /^0[0_]*/.exec(rest)?.[0];
  if (zeros !== undefined) {
    const next = rest[zeros.length];
    if (next === undefined) rest = rest.slice(-1);
    else if (next === '.') rest = rest.slice(zeros.length - 1);
    // A minus behind zeros is taken for the number's sign: "0-5" is -5.
    else if (next === '-' || (next >= '1' && next <= '9')) rest = rest.slice(zeros.length);
    else return undefined;
  } else if (!/^[1-9]/.test(rest)) {
    return undefined;
  }
  const point = rest.indexOf('.');
  if (point >= 0 && /^0+$/.test(rest.slice(point + 1))) rest = rest.slice(0, point);
  return sign + (withoutUnderscores(rest) ?? rest);
}

function narrow(int: bigint): number | bigint {
  return int >= BigInt(Number.MIN_SAFE_INTEGER) && int <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(int) : int;
}

function intOfText(text: string): number | bigint | PydanticError {
  // Only digits that stand in front as they are count as an int that is too long.
  if ((/^-?[1-9]\d*/.exec(text)?.[0].length ?? 0) > maxDigits) return 'int_parsing_size';
  const bare = bareInt(text);
  if (bare === undefined || bare.length > maxDigits) return 'int_parsing';
  return /^-?\d+$/.test(bare) ? narrow(BigInt(bare)) : 'int_parsing';
}

function textOf(type: InputType, value: unknown): string | undefined {
  if (type === 'str') return typeof value === 'string' ? value : undefined;
  if (type !== 'bytes' || !(value instanceof Uint8Array)) return undefined;
  try {
    // The one UTF-8 decoder that belongs to the language itself.
    return decodeURIComponent(Array.from(value, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return '\ufffd';
  }
}

/** pydantic's lax float: the number, or the type of the error. */
export function coerceFloat(type: InputType, value: unknown): number | PydanticError {
  if (type === 'float' || type === 'int') {
    if (typeof value === 'number') return value;
    if (typeof value !== 'bigint') return 'float_type';
    const float = Number(value);
    return Number.isFinite(float) ? float : 'float_type';
  }
  if (type === 'bool') return value === true ? 1 : 0;
  const text = textOf(type, value);
  return text === undefined ? 'float_type' : floatOfText(text);
}

/** pydantic's lax int: a bigint beyond 2^53. */
export function coerceInt(type: InputType, value: unknown): number | bigint | PydanticError {
  if (type === 'int') {
    if (typeof value === 'bigint') return narrow(value);
    return typeof value === 'number' && Number.isInteger(value) ? narrow(BigInt(value)) : 'int_type';
  }
  if (type === 'float' && typeof value === 'number') {
    if (!Number.isFinite(value)) return 'finite_number';
    if (!Number.isInteger(value)) return 'int_from_float';
    return Math.abs(value) < 2 ** 63 ? narrow(BigInt(value)) : 'int_parsing_size';
  }
  if (type === 'bool') return value === true ? 1 : 0;
  const text = textOf(type, value);
  return text === undefined ? 'int_type' : intOfText(text);
}

const truths = new Set(['1', 't', 'y', 'on', 'yes', 'true']);
const untruths = new Set(['0', 'f', 'n', 'no', 'off', 'false']);
const lowerAscii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** pydantic's lax bool. */
export function coerceBool(type: InputType, value: unknown): boolean | PydanticError {
  if (type === 'bool') return value === true;
  const text = textOf(type, value);
  if (text !== undefined) {
    const word = lowerAscii(text);
    if (truths.has(word)) return true;
    return untruths.has(word) ? false : 'bool_parsing';
  }
  if (type !== 'int' && type !== 'float') return 'bool_type';
  const int = coerceInt(type, value);
  if (int === 0) return false;
  if (int === 1) return true;
  if (typeof int === 'string') return 'bool_type';
  // An int that fits no machine word is not even tried as a bool.
  const fits = typeof int === 'number' || (int >= -(2n ** 63n) && int < 2n ** 63n);
  return fits ? 'bool_parsing' : 'bool_type';
}

/** The first bound that the number misses, in pydantic's order; nan misses every bound. */
export function outOfRange(value: number | bigint, range: NumberRange): CoercionError | undefined {
  const { maximum, exclusiveMaximum, minimum, exclusiveMinimum } = range;
  if (maximum !== undefined && !(value <= maximum)) return { type: 'less_than_equal', loc: [], limit: maximum };
  if (exclusiveMaximum !== undefined && !(value < exclusiveMaximum)) {
    return { type: 'less_than', loc: [], limit: exclusiveMaximum };
  }
  if (minimum !== undefined && !(value >= minimum)) return { type: 'greater_than_equal', loc: [], limit: minimum };
  if (exclusiveMinimum !== undefined && !(value > exclusiveMinimum)) {
    return { type: 'greater_than', loc: [], limit: exclusiveMinimum };
  }
  return undefined;
}

function failed(type: PydanticError): Coerced {
  return { value: null, errors: [{ type, loc: [] }] };
}

function isError(value: number | bigint | boolean | string): value is PydanticError {
  return typeof value === 'string';
}

function numberInRange(value: number | bigint | PydanticError, spec: NumberRange): Coerced {
  if (isError(value)) return failed(value);
  const miss = outOfRange(value, spec);
  return miss === undefined ? { value, errors: none } : { value, errors: [miss] };
}

/** Lists from this length on are remembered. */
const LONG = 1000;

/** No more errors than this are told of one list; it is wrong as a whole. */
const MOST_ERRORS = 1000;

function floats<T>(items: readonly T[], reader: InputReader<T>): Coerced {
  const known = items.length < LONG ? undefined : reader.known?.get(items);
  if (known !== undefined) return known;
  const coerced = coerceFloats(items, reader);
  if (items.length >= LONG) reader.known?.set(items, coerced);
  return coerced;
}

function coerceFloats<T>(items: readonly T[], reader: InputReader<T>): Coerced {
  const value: FieldValue[] = new Array(items.length);
  const errors: CoercionError[] = [];
  // A list may have a million items, and an iterator of entries costs more than all the rest.
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as T;
    const type = reader.type(item);
    const float = type === 'unknown' ? unknown : coerceFloat(type, reader.value(item));
    if (typeof float === 'string' && errors.length < MOST_ERRORS) errors.push({ type: float, loc: [index] });
    value[index] = float;
  }
  return { value, errors };
}

function points<T>(items: readonly T[], reader: InputReader<T>): Coerced {
  const value: FieldValue[] = [];
  const errors: CoercionError[] = [];
  for (const [index, item] of items.entries()) {
    if (errors.length >= MOST_ERRORS) break;
    const type = reader.type(item);
    if (type === 'unknown') {
      value.push(unknown);
      continue;
    }
    if (type !== 'list') {
      errors.push({ type: 'tuple_type', loc: [index] });
      continue;
    }
    const coordinates = reader.items(item);
    if (coordinates.length > 2) {
      errors.push({ type: 'too_long', loc: [index], limit: 2 });
      continue;
    }
    const pair = floats(coordinates, reader);
    for (const error of pair.errors) errors.push({ ...error, loc: [index, ...error.loc] });
    for (let place = coordinates.length; place < 2; place += 1) errors.push({ type: 'missing', loc: [index, place] });
    value.push(pair.value);
  }
  return { value, errors };
}

/**
 * One key's value, coerced as pydantic's lax mode does for the key's declared type and held against its range. The
 * ranges of list entries are not looked at here: upstream checks them with the whole block (`crossKeyProblem`).
 */
export function coerceInput<T>(spec: KeySpec, input: T, reader: InputReader<T>): Coerced {
  const type = reader.type(input);
  if (type === 'unknown') return { value: unknown, errors: none };
  if (type === 'null' && spec.nullable) return { value: null, errors: none };
  switch (spec.type) {
    case 'float':
      return numberInRange(coerceFloat(type, reader.value(input)), spec);
    case 'int':
      return numberInRange(coerceInt(type, reader.value(input)), spec);
    case 'bool': {
      const value = coerceBool(type, reader.value(input));
      return isError(value) ? failed(value) : { value, errors: none };
    }
    case 'enum': {
      const value = reader.value(input);
      const fits = type === 'str' && typeof value === 'string' && spec.values?.includes(value);
      return fits ? { value, errors: none } : failed('literal_error');
    }
    case 'list-of-float':
      return type === 'list' ? floats(reader.items(input), reader) : failed('list_type');
    case 'list-of-points':
      return type === 'list' ? points(reader.items(input), reader) : failed('list_type');
  }
}

/** `coerceInput` of a plain JavaScript value. */
export function coerceValue(spec: KeySpec, value: unknown): Coerced {
  return coerceInput(spec, value, plainReader);
}

/** `coerceInput` of a config's node, which tells ints and floats apart and may be unknown. */
export function coerceNode(spec: KeySpec, node: InputNode): Coerced {
  return coerceInput(spec, node, nodeReader);
}

import * as l10n from '@vscode/l10n';
import type { PlainScalar, ScalarType } from './types';

/** What a scalar is to the loader: its Python type and value. `merge` and `value` are the tags of `<<` and `=`. */
export interface ReadScalar {
  readonly type: ScalarType | 'merge' | 'value';
  readonly value: PlainScalar;
}

/** Why the loader refuses a scalar that has a tag. */
export interface ScalarRefusal {
  readonly refusal: string;
}

const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INT =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
/** PyYAML's own floats, and those that OmegaConf adds (`1e-5`). */
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?[0-9]+(?:_[0-9]+)*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+(?:_[0-9]+)*[eE][-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Python refuses to read longer decimal numbers from text. */
const MAX_INT_DIGITS = 4300;

/** Reads an untagged plain scalar, as OmegaConf's loader resolves it. */
export function readPlain(text: string): ReadScalar | ScalarRefusal {
  if (text === '') {
    return { type: 'null', value: null };
  }
  switch (text.charCodeAt(0)) {
    case 0x7e: // ~
    case 0x6e: // n
    case 0x4e: // N
    case 0x79: // y
    case 0x59:
    case 0x74: // t
    case 0x54:
    case 0x66: // f
    case 0x46:
    case 0x6f: // o
    case 0x4f:
      if (text.length > 5) {
        break;
      }
      if (NULL.test(text)) {
        return { type: 'null', value: null };
      }
      if (BOOL.test(text)) {
        return readBool(text);
      }
      break;
    case 0x3c: // <
      if (text === '<<') {
        return { type: 'merge', value: text };
      }
      break;
    case 0x3d: // =
      if (text === '=') {
        return { type: 'value', value: text };
      }
      break;
    case 0x2b: // +
    case 0x2d: // -
    case 0x2e: // .
    case 0x30:
    case 0x31:
    case 0x32:
    case 0x33:
    case 0x34:
    case 0x35:
    case 0x36:
    case 0x37:
    case 0x38:
    case 0x39:
      {
        const simple = simpleNumber(text);
        if (simple !== undefined) {
          return simple;
        }
      }
      if (FLOAT.test(text)) {
        return readFloat(text);
      }
      if (INT.test(text)) {
        return readInt(text);
      }
      break;
    default:
      break;
  }
  return { type: 'str', value: text };
}

/**
 * What `1`, `0.25` and the like are, told without an expression; undefined for everything that is not that simple. As
 * many digits as a float holds for certain, so that there is nothing to round twice.
 */
function simpleNumber(text: string): ReadScalar | undefined {
  if (text.length > 15) {
    return undefined;
  }
  let point = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x2e && !point && i > 0) {
      point = true;
    } else if (code < 0x30 || code > 0x39) {
      return undefined;
    }
  }
  if (point) {
    return { type: 'float', value: Number(text) };
  }
  return text.charCodeAt(0) === 0x30 && text.length > 1 ? undefined : { type: 'int', value: Number(text) };
}

function readBool(text: string): ReadScalar | ScalarRefusal {
  switch (text.toLowerCase()) {
    case 'yes':
    case 'true':
    case 'on':
      return { type: 'bool', value: true };
    case 'no':
    case 'false':
    case 'off':
      return { type: 'bool', value: false };
    default:
      return { refusal: l10n.t`"${text}" is no boolean: write true or false.` };
  }
}

/** The integer as a number where it is exact, as a bigint beyond. */
export function plainInt(value: bigint): number | bigint {
  return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : value;
}

function readInt(text: string): ReadScalar | ScalarRefusal {
  if (text.length < 16 && /^-?(?:0|[1-9][0-9]*)$/.test(text)) {
    return { type: 'int', value: Number(text) + 0 };
  }
  const value = pyYamlInt(text);
  return value === undefined
    ? {
        refusal: l10n.t`The loader takes "${text.length > 40 ? `${text.slice(0, 39)}…` : text}" for an integer, but it is none.`,
      }
    : { type: 'int', value: plainInt(value) };
}

function pyYamlInt(text: string): bigint | undefined {
  let digits = text.replaceAll('_', '');
  const negative = digits.startsWith('-');
  if (/^[-+]/.test(digits)) {
    digits = digits.slice(1);
  }
  const signed = (value: bigint): bigint => (negative ? -value : value);
  if (digits === '0') {
    return 0n;
  }
  if (/^0b[01]+$/.test(digits) || /^0x[0-9a-fA-F]+$/.test(digits)) {
    return signed(BigInt(digits));
  }
  if (/^0[0-7]+$/.test(digits)) {
    return signed(BigInt(`0o${digits.slice(1)}`));
  }
  if (/^[0-9]+(?::[0-9]+)+$/.test(digits)) {
    if (digits.length > MAX_INT_DIGITS) {
      return undefined;
    }
    let value = 0n;
    for (const part of digits.split(':')) {
      value = value * 60n + BigInt(part);
    }
    return signed(value);
  }
  if (/^[1-9][0-9]*$/.test(digits) && digits.length <= MAX_INT_DIGITS) {
    return signed(BigInt(digits));
  }
  return undefined;
}

function readFloat(text: string): ReadScalar | ScalarRefusal {
  const value = pyYamlFloat(text);
  return value === undefined
    ? { refusal: l10n.t`The loader takes "${text}" for a float, but it is none.` }
    : { type: 'float', value };
}

function pyYamlFloat(text: string): number | undefined {
  let digits = text.replaceAll('_', '').toLowerCase();
  const sign = digits.startsWith('-') ? -1 : 1;
  if (/^[-+]/.test(digits)) {
    digits = digits.slice(1);
  }
  if (digits === '.inf') {
    return sign * Number.POSITIVE_INFINITY;
  }
  if (digits === '.nan') {
    return Number.NaN;
  }
  if (digits.includes(':')) {
    const parts = digits.split(':').map(pythonFloat);
    let value = 0;
    let base = 1;
    for (const part of parts.reverse()) {
      if (part === undefined) {
        return undefined;
      }
      value += part * base;
      base *= 60;
    }
    return sign * value;
  }
  const value = pythonFloat(digits);
  return value === undefined ? undefined : sign * value;
}

/** Python's `float(text)`: surrounding blanks, single underscores between digits, inf and nan in any case. */
export function pythonFloat(text: string): number | undefined {
  const trimmed = text.trim();
  const plain = trimmed.replaceAll(/(?<=\d)_(?=\d)/g, '');
  if (/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(plain)) {
    return Number(plain);
  }
  const word = /^([-+]?)(inf|infinity|nan)$/i.exec(plain);
  if (word === null) {
    return undefined;
  }
  if ((word[2] ?? '').toLowerCase() === 'nan') {
    return Number.NaN;
  }
  return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Python's `base64.decodebytes`: characters outside the alphabet are skipped, the padding must fit. */
function decodeBase64(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  let quads = 0;
  let padding = 0;
  for (const char of text) {
    if (char === '=') {
      if (quads >= 2 && quads + ++padding >= 4) {
        return Uint8Array.from(bytes);
      }
      continue;
    }
    const digit = BASE64.indexOf(char);
    if (digit < 0) {
      continue;
    }
    padding = 0;
    held = (held << 6) | digit;
    bits += 6;
    quads = (quads + 1) % 4;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
      held &= (1 << bits) - 1;
    }
  }
  return quads === 0 ? Uint8Array.from(bytes) : undefined;
}

export const YAML_TAG = 'tag:yaml.org,2002:';

/** Reads a scalar that has a tag; undefined for a tag that the loader has no constructor for. */
export function readTagged(tag: string, text: string): ReadScalar | ScalarRefusal | undefined {
  switch (tag) {
    case `${YAML_TAG}str`:
      return { type: 'str', value: text };
    case `${YAML_TAG}null`:
      return { type: 'null', value: null };
    case `${YAML_TAG}bool`:
      return readBool(text);
    case `${YAML_TAG}int`: {
      const trimmed = text.trim();
      return readInt(/^[-+]?[0-9]/.test(trimmed) ? trimmed : text);
    }
    case `${YAML_TAG}float`: {
      const value = pyYamlFloat(text);
      return value === undefined
        ? { refusal: l10n.t`"${text}" is no number, so !!float fails.` }
        : { type: 'float', value };
    }
    case `${YAML_TAG}binary`: {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: Python encodes to ASCII, control characters included.
      const bytes = /^[\x00-\x7f]*$/.test(text) ? decodeBase64(text) : undefined;
      return bytes === undefined
        ? { refusal: l10n.t('The text is no base64, so !!binary fails.') }
        : { type: 'bytes', value: bytes };
    }
    case `${YAML_TAG}timestamp`:
      return {
        refusal: l10n.t('A !!timestamp becomes a date, which OmegaConf does not take. Put it in quotes instead.'),
      };
    default:
      return undefined;
  }
}

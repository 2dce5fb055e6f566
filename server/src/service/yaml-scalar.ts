import { pythonFloatText } from '../config';
import type { PlainScalar, ScalarType } from '../config/types';

/** A scalar as OmegaConf's `to_yaml` writes it: floats as PyYAML does, texts in quotes where they would read as something else. */
export function yamlScalar(type: ScalarType, value: PlainScalar): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return type === 'float' ? floatText(value) : String(value);
  if (typeof value === 'string') return yamlText(value);
  if (value instanceof Uint8Array) return `!!binary ${doubleQuoted(base64(value))}`;
  return String(value);
}

/** `1e-05` is a text for YAML 1.1, which wants a dot: PyYAML writes `1.0e-05`. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const text = pythonFloatText(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
}

/** Plain texts that YAML 1.1 reads as something else than text. */
const READ_AS_OTHER: readonly RegExp[] = [
  /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE|null|Null|NULL|~|<<|=|)$/,
  // OmegaConf counts these two among the booleans where it writes.
  /^[yn]$/i,
  /^[-+]?(?:0b[01_]+|0x[0-9a-f_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*)$/i,
  /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:e[-+]?[0-9_]+)?$/i,
  /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
  // Python's float() takes these without the dot.
  /^\s*[-+]?\.?(?:inf|infinity|nan)\s*$/i,
  /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)?$/,
];

/** What must be written as an escape. */
const SPECIAL = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;

/** What no plain text may hold, begin or end with. */
const NOT_PLAIN = /^(?:[\s#,[\]{}&*!|>'"%@`]|[-?:](?:\s|$)|---|\.\.\.)|[:](?:\s|$)|\s#|\s$/;

function yamlText(text: string): string {
  if (SPECIAL.test(text.replace(PAIRS, '')) || /[\n\x85\u2028\u2029]/.test(text)) return doubleQuoted(text);
  if (NOT_PLAIN.test(text) || READ_AS_OTHER.some((pattern) => pattern.test(text)))
    return `'${text.replace(/'/g, "''")}'`;
  return text;
}

/** JSON's escapes are all among YAML's. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const all = (first << 16) | (second << 8) | third;
    const digits = [18, 12, 6, 0].map((shift) => DIGITS.charAt((all >> shift) & 63));
    text += digits.map((digit, index) => (at + index > bytes.length ? '=' : digit)).join('');
  }
  return text;
}

import * as l10n from '@vscode/l10n';
import type { Origin, PlainScalar, ResolvedNode } from '../config/types';
import { formatNumber } from '../format';

/** A piece of text longer than this is cut in a message; nobody reads a paragraph inside a sentence. */
const LONGEST_QUOTE = 60;

/** A number as Python prints it, which is how noether's own logs show it: `1.0`, `0.001`, `1e-05`. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Text cut to a length that fits into a sentence, on one line. */
export function short(text: string, longest = LONGEST_QUOTE): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  // Never half a surrogate pair.
  return `${Array.from(line.slice(0, longest)).slice(0, -1).join('')}…`;
}

function plainText(value: PlainScalar): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `"${short(value)}"`;
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : pythonNumber(value);
  if (typeof value === 'bigint') return short(String(value));
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return l10n.t('binary data');
}

/** A value as its author knows it: the text where it is written out as a scalar, else what it stands for. */
export function shown(node: ResolvedNode): string {
  switch (node.kind) {
    case 'missing':
      return '???';
    case 'unknown':
      return short(node.expression);
    case 'list':
      return node.items.length === 0
        ? l10n.t('an empty list')
        : short(node.origin.text.startsWith('[') ? node.origin.text : l10n.t('a list'));
    case 'map':
      return l10n.t('a mapping');
    case 'scalar': {
      const written = node.origin.text.trim();
      if (node.source === undefined && node.via === undefined && written !== '' && !written.includes('\n')) {
        return short(written);
      }
      if (typeof node.value === 'number') {
        return node.type === 'int' ? plainText(node.value) : pythonNumber(node.value);
      }
      return plainText(node.value);
    }
  }
}

/** An interpolation of a path, as it stands in YAML. */
export function interpolation(path: string): string {
  return `\${${path}}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], joint: 'and' | 'or' = 'and'): string {
  if (words.length <= 1) return words.join('');
  const head = words.slice(0, -1).join(', ');
  const last = words.at(-1) ?? '';
  return joint === 'and' ? l10n.t`${head} and ${last}` : l10n.t`${head} or ${last}`;
}

/** Where to point for a value: the value itself, or from its key on where nothing is written. */
export function valueOrigin(key: Origin, value: Origin): Origin {
  if (value.end > value.start || value.uri !== key.uri || value.start < key.end) return value;
  return {
    uri: key.uri,
    start: key.start,
    end: value.end,
    range: { start: key.range.start, end: value.range.end },
    text: key.text,
  };
}

/** A computed value of a schedule as short text. */
export function computed(value: number): string {
  return formatNumber(value);
}

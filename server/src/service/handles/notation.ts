import { pythonFloat, readPlain } from '../../config/scalars';
import { numberText } from '../complete/write';

/** How a number is written, so that another one can be written alike. */
export interface Notation {
  /** What surrounds it: quotes, and blanks within them. */
  readonly before: string;
  readonly behind: string;
  readonly quoted: boolean;
  readonly plus: boolean;
  readonly form: 'int' | 'radix' | 'decimal' | 'exponent';
  /** `0x`, `0b` or the `0` of an octal number. */
  readonly radix: string;
  /** `.5`: no digit in front of the point. */
  readonly bareFront: boolean;
  /** `30.`: a point without a digit behind it; `30.0`: always with one; `3e1`: a point only where it is needed. */
  readonly point: 'bare' | 'digit' | 'needed';
  readonly exponent: { readonly letter: string; readonly plus: boolean; readonly width: number };
  /** Whether it is 0 that is written, which tells little of how another number would be. */
  readonly isZero: boolean;
  /** Digits between two underscores: 3 in `1_000`. */
  readonly group: number | undefined;
}

const plainDecimal: Notation = {
  before: '',
  behind: '',
  quoted: false,
  plus: false,
  form: 'decimal',
  radix: '',
  bareFront: false,
  point: 'digit',
  exponent: { letter: 'e', plus: false, width: 1 },
  isZero: false,
  group: undefined,
};

/** No number is written in more characters. */
const LONGEST = 400;

/** How a scalar writes its number; undefined for what is no finite number, or has escapes in its quotes. */
export function notationOf(text: string): Notation | undefined {
  if (text.length > LONGEST) return undefined;
  const [, before = '', body = '', behind = ''] = /^(["']?\s*)(.*?)(\s*["']?)$/s.exec(text) ?? [];
  const quote = before.charAt(0);
  const quoted = quote === '"' || quote === "'";
  if (quoted ? behind.at(-1) !== quote || text.length < 2 : before + behind !== '') return undefined;
  const value = readNumber(body, quoted);
  if (value === undefined || !Number.isFinite(value)) return undefined;
  const common = { ...plainDecimal, before, behind, quoted, plus: body.startsWith('+'), isZero: value === 0 };
  const digits = body.replace(/^[-+]/, '');
  const radix = quoted ? undefined : /^0[xb]|^0(?=[0-7_]*[0-7]$)/.exec(digits)?.[0];
  if (radix !== undefined) return { ...common, form: 'radix', radix };
  if (digits.includes(':')) return { ...common, form: digits.includes('.') ? 'decimal' : 'int' };
  const [, front = '', point = '', fraction = '', letter = '', sign = '', power = ''] =
    /^([0-9_]*)(\.?)([0-9_]*)(?:([eE])([-+]?)([0-9]+))?$/.exec(digits) ?? [];
  const lastGroup = /_([0-9]+)$/.exec(front)?.[1]?.length;
  return {
    ...common,
    form: letter !== '' ? 'exponent' : point !== '' ? 'decimal' : 'int',
    bareFront: front === '',
    point: point === '' ? 'needed' : fraction === '' ? 'bare' : 'digit',
    exponent: { letter: letter || 'e', plus: sign === '+', width: Math.max(1, power.length) },
    group: lastGroup,
  };
}

/** The number of a text as the loader, or within quotes the check of the key, reads it. */
function readNumber(text: string, quoted: boolean): number | undefined {
  if (quoted) return pythonFloat(text);
  const read = readPlain(text);
  if (!('type' in read) || (read.type !== 'int' && read.type !== 'float')) return undefined;
  return typeof read.value === 'number' ? read.value : undefined;
}

/**
 * A finite number in a notation: the fewest digits that read back as this very number. Where the notation cannot hold it
 * (a fraction among whole numbers, a power that would make the text a string) the nearest one that can is taken.
 */
export function writeNumber(value: number, notation: Notation): string {
  const { before, behind, quoted } = notation;
  if (notation.isZero && value !== 0 && Math.abs(value) < SMALL) return before + numberText(value, 'float') + behind;
  const forms = [notation, { ...notation, form: 'decimal' as const, group: undefined }];
  for (const form of forms) {
    const body = bodyOf(value, form);
    if (Object.is(readNumber(body, quoted), value)) return before + body + behind;
  }
  // As JavaScript writes numbers the loader reads them: `1e-7`, `1.5e+21`.
  return before + String(value) + behind;
}

/** Below this one more digit behind the point is hard to see. */
const SMALL = 1e-3;

/** Longer runs of zeros nobody counts. */
const MOST_ZEROS = 12;

function bodyOf(value: number, notation: Notation): string {
  const { form, radix, plus, group } = notation;
  const sign = value < 0 ? '-' : plus ? '+' : '';
  const [mantissa = '0', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const power = Number(exponentText);
  if (form === 'radix' && Number.isSafeInteger(value) && value !== 0) {
    return sign + radix + Math.abs(value).toString(radix === '0x' ? 16 : radix === '0b' ? 2 : 8);
  }
  const isExponent =
    form === 'exponent' ? value !== 0 : form === 'decimal' && Math.abs(power) > MOST_ZEROS && value !== 0;
  if (isExponent) return sign + withExponent(digits, power, notation);
  const padded = power < 0 ? '0'.repeat(-power) + digits : digits.padEnd(power + 1, '0');
  const front = padded.slice(0, Math.max(power, 0) + 1);
  const fraction = padded.slice(front.length);
  const grouped = group === undefined ? front : front.replace(new RegExp(`(?<=\\d)(?=(?:\\d{${group}})+$)`, 'g'), '_');
  const isInt = form === 'int' || form === 'radix';
  if (fraction !== '') return `${sign}${notation.bareFront && front === '0' ? '' : grouped}.${fraction}`;
  if (isInt) return sign + grouped;
  return sign + grouped + (notation.point === 'bare' ? '.' : '.0');
}

function withExponent(digits: string, power: number, { bareFront, point, exponent, form }: Notation): string {
  const front = bareFront ? '' : digits.slice(0, 1);
  const fraction = digits.slice(front.length);
  const needed = form === 'exponent' ? point : 'needed';
  const dot = fraction !== '' || needed === 'bare' ? '.' : needed === 'digit' ? '.0' : '';
  const shown = bareFront ? power + 1 : power;
  const signs = shown < 0 ? '-' : exponent.plus || bareFront ? '+' : '';
  return `${front}${dot}${fraction}${exponent.letter}${signs}${String(Math.abs(shown)).padStart(exponent.width, '0')}`;
}

/** The most digits that tell a double from its neighbours. */
const MOST_DIGITS = 17;

/**
 * The number with the fewest digits for which `lands` holds, looked for around `wanted`; `wanted` itself where no shorter
 * one does. Round numbers come first by themselves: they are the short ones.
 */
export function shortestNear(wanted: number, lands: (candidate: number) => boolean): number {
  if (lands(0)) return 0;
  if (wanted === 0 || !Number.isFinite(wanted)) return wanted;
  for (let digits = 1; digits <= MOST_DIGITS; digits++) {
    const nearest = Number(wanted.toPrecision(digits));
    const unit = 10 ** (Math.floor(Math.log10(Math.abs(wanted))) + 1 - digits);
    const other = Number((nearest + (wanted > nearest ? unit : -unit)).toPrecision(digits));
    for (const candidate of [nearest, other]) if (lands(candidate)) return candidate;
  }
  return wanted;
}

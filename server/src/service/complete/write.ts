import type { Habits } from '../../config/context';
import type { KeySpec, PlainValue } from '../../schedules';

/**
 * A piece of text to insert: words, or a place where the cursor stops with a text to type over, or with several to
 * choose from.
 */
export type Piece =
  | string
  | { readonly stop: string }
  | { readonly choices: readonly string[] }
  /** Where the cursor ends up. */
  | { readonly end: true };

/** How a mapping or list is written around what is inserted. */
export interface Layout {
  readonly flow: boolean;
  /** White space in front of the keys of the mapping that is written to. */
  readonly indent: string;
  readonly habits: Habits;
}

/** White space of the keys one level deeper. */
export function deeper({ indent, habits }: Pick<Layout, 'indent' | 'habits'>): string {
  return indent + (indent.includes('\t') ? '\t' : ' '.repeat(habits.unit));
}

/** Pieces as one text: a snippet, or what is left of it once the stops are gone. */
export function render(pieces: readonly Piece[], snippet: boolean): string {
  let stop = 0;
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return snippet ? escapeSnippet(piece) : piece;
      if ('end' in piece) return snippet ? '$0' : '';
      stop++;
      if ('stop' in piece) return snippet ? `\${${stop}:${escapeSnippet(piece.stop)}}` : piece.stop;
      const choices = piece.choices.map((choice) => choice.replace(/[\\,|]/g, '\\$&'));
      return snippet ? `\${${stop}|${choices.join(',')}|}` : (piece.choices[0] ?? '');
    })
    .join('');
}

export function isSnippet(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => typeof piece !== 'string');
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/**
 * A number as one writes it in a config, exactly: `0.1`, `1e-3`, `0.0` for a float, `1000` for an int. The notation
 * is that of `formatNumber`, the digits are not: what is inserted is not rounded.
 */
export function numberText(value: number, type: 'int' | 'float'): string {
  if (type === 'int' && Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  const decimal = size === 0 || (size >= 0.01 && size < 1e5);
  const text = decimal ? String(value) : value.toExponential().replace('e+', 'e');
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A value as YAML on one line. */
export function valueText(value: PlainValue, spec: Pick<KeySpec, 'type'>): string {
  if (Array.isArray(value)) return `[${value.map((item: PlainValue) => valueText(item, spec)).join(', ')}]`;
  if (typeof value === 'number') return numberText(value, spec.type === 'int' ? 'int' : 'float');
  return String(value);
}

/** A list as pieces, in brackets, with a stop at every number. */
function flowPieces(value: readonly PlainValue[], spec: KeySpec): Piece[] {
  const pieces: Piece[] = ['['];
  for (const [index, item] of value.entries()) {
    if (index > 0) pieces.push(', ');
    if (Array.isArray(item)) pieces.push(...flowPieces(item, spec));
    else pieces.push({ stop: valueText(item, spec) });
  }
  return [...pieces, ']'];
}

/** A list as pieces, one dash per entry, with a line break between them. `indent` stands in front of the dashes. */
export function dashPieces(value: readonly PlainValue[], spec: KeySpec, indent: string, eol: string): Piece[] {
  return value.flatMap((item, index): Piece[] => [
    `${index === 0 ? '' : eol + indent}- `,
    ...(Array.isArray(item) ? flowPieces(item, spec) : [{ stop: valueText(item, spec) }]),
  ]);
}

/** A list as the value of a key, in the style of the file, with the white space behind the colon. */
export function listPieces(value: readonly PlainValue[], spec: KeySpec, layout: Layout): Piece[] {
  const { flow, indent, habits } = layout;
  if (flow || !habits.dashedLists) return [' ', ...flowPieces(value, spec)];
  const dashes = indent + ' '.repeat(habits.dashUnit);
  return [habits.eol + dashes, ...dashPieces(value, spec, dashes, habits.eol)];
}

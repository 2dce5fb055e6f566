const WORDS: ReadonlyMap<string, number> = new Map([
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

const NUMBER = /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a text is, as Python and spreadsheets write numbers; nan where it is none. */
export function numberOf(text: string, decimalComma = false): number {
  const trimmed = text.trim();
  if (trimmed === '') return Number.NaN;
  const plain = decimalComma ? trimmed.replace(',', '.') : trimmed;
  return NUMBER.test(plain) ? Number(plain) : (WORDS.get(plain.toLowerCase()) ?? Number.NaN);
}

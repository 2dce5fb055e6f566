/** An int as the house keeps it: a number while it is exact, a bigint beyond 2^53. */
export function exactInt(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** `int(text)` of Python, or undefined where Python raises ValueError. */
export function parsePythonInt(text: string): number | bigint | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?[0-9](?:_?[0-9])*$/.test(trimmed)) return undefined;
  const value = BigInt(trimmed.replace(/^[+-]|_/g, ''));
  return exactInt(trimmed.startsWith('-') ? -value : value);
}

const DIGITS = '[0-9](?:_?[0-9])*';
const FLOAT = new RegExp(`^[+-]?(?:${DIGITS}\\.?(?:${DIGITS})?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?$`);

/** `float(text)` of Python, or undefined where Python raises ValueError. */
export function parsePythonFloat(text: string): number | undefined {
  const trimmed = text.trim();
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (special) {
    const size = special[2]?.toLowerCase() === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === '-' ? -size : size;
  }
  return FLOAT.test(trimmed) ? Number(trimmed.replaceAll('_', '')) : undefined;
}

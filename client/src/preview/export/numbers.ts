/**
 * A float as Python's `repr` writes it: the fewest digits that read back as the same float, `1e-05` and `0.0001`, always
 * with a point or an exponent, and `inf`, `-inf`, `nan`.
 */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  // Without an argument, toExponential gives the shortest digits, as repr does.
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${digits}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  // JavaScript writes numbers from 1e-6 to 1e21 without an exponent, which covers all of these.
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

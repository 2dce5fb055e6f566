import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../server/src/config';
import { pythonFloat } from '../../../server/src/config/scalars';
import { notationOf, shortestNear, writeNumber } from '../../../server/src/service/handles/notation';

function rewritten(text: string, value: number): string | undefined {
  const notation = notationOf(text);
  return notation && writeNumber(value, notation);
}

describe('a number in the notation of another', () => {
  it.each([
    ['1e-3', 2e-3, '2e-3'],
    ['1e-3', 1.5e-3, '1.5e-3'],
    ['1e-3', 0.9e-3, '9e-4'],
    ['1.0e-3', 2e-3, '2.0e-3'],
    ['1.e-3', 2e-3, '2.e-3'],
    ['1.e-3', 2.5e-3, '2.5e-3'],
    ['1E-03', 2e-4, '2E-04'],
    ['1e+2', 2e3, '2e+3'],
    ['1e2', 0.5, '5e-1'],
    // A power without a sign behind a bare point would make it a string.
    ['.5e-3', 7e-3, '.7e-2'],
    ['.5e-1', 50, '.5e+2'],
    ['0.001', 0.0002, '0.0002'],
    ['0.001', 1, '1.0'],
    ['30.0', 40, '40.0'],
    ['30.', 40, '40.'],
    ['30.', 0.5, '0.5'],
    ['.5', 0.25, '.25'],
    ['.5', 2, '2.0'],
    ['100', 250, '250'],
    ['1', 0.25, '0.25'],
    ['1_000', 25_000, '25_000'],
    ['1_000', 1_234_567, '1_234_567'],
    ['1_000', 100, '100'],
    ['1_000.0', 2500.5, '2_500.5'],
    ['10_00', 5000, '50_00'],
    ['+0.5', 0.25, '+0.25'],
    ['-0.5', 0.25, '0.25'],
    ['0.5', -0.25, '-0.25'],
    ['0x10', 255, '0xff'],
    ['0b11', 5, '0b101'],
    // 8 as PyYAML reads it.
    ['010', 9, '011'],
    // 90 in YAML 1.1.
    ['1:30', 100, '100'],
    ['"1e-3"', 2e-3, '"2e-3"'],
    ["' 0.5 '", 0.25, "' 0.25 '"],
    // Nothing says how the author of a zero writes a small number.
    ['0.0', 2e-6, '2e-6'],
    ['0', 0.5, '0.5'],
    ['1e-3', 0, '0.0'],
    ['1', 0, '0'],
  ])('%s becomes, for %d, %s', (text, value, expected) => {
    expect(rewritten(text, value)).toBe(expected);
  });

  it.each(['1e-${exp}', '.inf', '.nan', 'true', 'abc', '"1e-3', '"\\x31"', '', '~', '08'])(
    '%s is no number',
    (text) => {
      expect(notationOf(text)).toBeUndefined();
    },
  );

  const notations = [
    ...['1e-3', '1.0e-3', '1.e-3', '1E-03', '1e+02', '1e2', '.5e-3', '.5e+3', '0.001', '30.0', '30.', '.5'],
    ...['100', '1_000', '1_000.0', '10_00', '+0.5', '-7', '0x10', '0b11', '010', '1:30', '0', '0.0', '0e0', '"1e-3"'],
    ...["'0.5'", '" 1_000 "', "'.5'", '"5."'],
  ];
  const surroundings = [
    (text: string) => `a: ${text}`,
    (text: string) => `x: 1\na:    ${text}   # as it is: 1e-3\nb: 2\n`,
    (text: string) => `a: [0.1, ${text}, 3]`,
    (text: string) => `{x: 1, a: ${text} }`,
    (text: string) => `list:\r\n- ${text}\r\n- 2\r\n`,
  ];
  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ noNaN: true, min: -10, max: 10 }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
  );

  it('is read back as the same number, in any text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...notations), fc.constantFrom(...surroundings), numbers, (notation, around, raw) => {
        const value = raw === 0 ? 0 : raw;
        const text = rewritten(notation, value) ?? '';
        const document = readDocument('file:///a.yaml', around(text));
        expect(document.problems).toEqual([]);
        const origin = document.originAt(
          around('').length === 0 ? 0 : around('@').indexOf('@'),
          around('@').indexOf('@') + text.length,
        );
        expect(origin.text).toBe(text);
        const read = scalars(document.root).find((one) => one.origin.start === origin.start);
        expect(read?.origin.text).toBe(text);
        const number = typeof read?.value === 'string' ? pythonFloat(read.value) : Number(read?.value);
        expect(number).toBe(value);
        // Quotes stay what they are.
        expect(read?.style).toBe(notation.startsWith('"') ? 'double' : notation.startsWith("'") ? 'single' : 'plain');
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the shortest number near a place', () => {
  const near = (wanted: number, distance: number) => shortestNear(wanted, (one) => Math.abs(one - wanted) <= distance);

  it('has as few digits as the distance allows', () => {
    // 0.3 is 0.0004 away, 0.31 would be more digits.
    expect(near(0.3004, 0.0005)).toBe(0.3);
    expect(near(0.3004, 0.0003)).toBe(0.3004);
    // 1e-3 is 2e-5 away.
    expect(near(0.98e-3, 2.1e-5)).toBe(1e-3);
    expect(near(1234, 50)).toBe(1200);
    // 0.97 rounds to 1 with one digit, which is 0.03 away.
    expect(near(0.97, 0.02)).toBe(0.97);
    expect(near(4e-8, 1e-6)).toBe(0);
  });

  it('is never further away than allowed', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
        fc.double({ noNaN: true, min: 1e-9, max: 10 }),
        (wanted, distance) => Math.abs(near(wanted, distance) - wanted) <= distance,
      ),
    );
  });
});

interface Scalar {
  readonly value: unknown;
  readonly style: string;
  readonly origin: { readonly start: number; readonly text: string };
}

function scalars(node: ReturnType<typeof readDocument>['root']): Scalar[] {
  if (node === undefined) return [];
  if (node.kind === 'scalar') return [node];
  const below = node.kind === 'list' ? node.items : [...node.entries.values()].map(({ value }) => value);
  return below.flatMap(scalars);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatEpoch,
  formatNumber,
  formatPercent,
  formatStep,
  formatStepShort,
  formatValue,
  fromWire,
  toWire,
} from '../../../server/src/format';

describe('formatNumber', () => {
  it.each([
    [0.001, '1e-3'],
    [1e-3, '1e-3'],
    [5e-5, '5e-5'],
    [2.5e-4, '2.5e-4'],
    [0.05, '0.05'],
    [0.01, '0.01'],
    [0.3, '0.3'],
    [1, '1'],
    [-0.25, '-0.25'],
    [-1e-6, '-1e-6'],
    [0, '0'],
    [-0, '0'],
    [1000, '1000'],
    [99_999, '99999'],
    [100_000, '1e5'],
    [2_500_000, '2.5e6'],
    [1e-300, '1e-300'],
    [5e-324, '5e-324'],
    [Number.MAX_VALUE, '1.798e308'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('rounds what is long, and keeps the digits before the point', () => {
    expect(formatNumber(1 / 3)).toBe('0.3333');
    expect(formatNumber(1 / 3, { digits: 3 })).toBe('0.333');
    expect(formatNumber(1.23456789e-7)).toBe('1.235e-7');
    expect(formatNumber(12_345.6)).toBe('12346');
  });

  it('takes the notation of the number it shows, not of the one it rounded', () => {
    expect(formatNumber(0.009_999_99)).toBe('0.01');
    expect(formatNumber(99_999.99)).toBe('1e5');
  });

  it('says ≈ only when asked and only where digits were lost', () => {
    expect(formatNumber(1 / 3, { approximate: true })).toBe('≈ 0.3333');
    expect(formatNumber(2.5e-4, { approximate: true })).toBe('2.5e-4');
    // 0.1 + 0.2 is 0.30000000000000004: the last bit of a float is no news to anyone.
    expect(formatNumber(0.1 + 0.2, { approximate: true })).toBe('0.3');
    expect(formatNumber(Number.NaN, { approximate: true })).toBe('nan');
  });

  it('always reads back within half a unit of its last digit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, max: 1e300, min: -1e300 }), (value) => {
        const shown = Number(formatNumber(value));
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(Math.abs(value) * 0.5e-3 * (1 + 1e-9) + 5e-324);
      }),
    );
  });

  it('has one text per number: what it writes, it writes again', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, max: 1e300, min: -1e300 }), (value) => {
        const text = formatNumber(value);
        expect(formatNumber(Number(text))).toBe(text);
      }),
    );
  });
});

describe('units', () => {
  it('writes a value in units of something unknown', () => {
    const unit = '$' + '{model.optim.lr}';
    expect(formatValue(0.5, unit)).toBe(`0.5 × ${unit}`);
    expect(formatValue(0.5)).toBe('0.5');
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_234_567, '1,234,567'],
    [1e9, '1,000,000,000'],
    [2.5, '2.5'],
    [-0, '0'],
    [-1500, '-1,500'],
    [Number.POSITIVE_INFINITY, 'inf'],
  ])('writes step %d as %s', (step, text) => {
    expect(formatStep(step)).toBe(text);
  });

  it.each([
    [0, '0'],
    [5000, '5,000'],
    [10_000, '10k'],
    [12_500, '12.5k'],
    [1_500_000, '1.5M'],
    [2e9, '2B'],
  ])('writes step %d on an axis as %s', (step, text) => {
    expect(formatStepShort(step)).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [0.3, '30 %'],
    [0.07, '7 %'],
    [0.125, '12.5 %'],
    [1 / 3, '33.3 %'],
    [1, '100 %'],
    [0.999_99, '99.999 %'],
    [0.000_01, '1e-3 %'],
    [1.5, '150 %'],
  ])('writes fraction %d as %s', (fraction, text) => {
    expect(formatPercent(fraction)).toBe(text);
  });

  it('never reads 100 % before the end', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.9, max: 1 - 1e-9, noNaN: true }), (fraction) => {
        expect(formatPercent(fraction)).not.toBe('100 %');
      }),
    );
  });

  it('counts and names epochs', () => {
    expect(formatCount(1, 'step')).toBe('1 step');
    expect(formatCount(1000, 'step')).toBe('1,000 steps');
    expect(formatCount(2, 'entry')).toBe('2 entries');
    expect(formatEpoch(1.5)).toBe('1.5');
  });
});

describe('numbers over JSON', () => {
  it('come back as they went, infinities and nan included', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const back = fromWire(JSON.parse(JSON.stringify(toWire(value))));
        expect(Object.is(back, value) || (back === 0 && value === 0)).toBe(true);
      }),
    );
  });
});

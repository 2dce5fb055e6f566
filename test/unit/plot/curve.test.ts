import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Curve,
  decodeCurve,
  describeCurve,
  encodeCurve,
  readSeries,
  type Series,
  spliceSeries,
  toDataUri,
} from '../../../server/src/plot';
import { reduceLine } from '../../../server/src/plot/reduce';
import { fitText, textWidth } from '../../../server/src/plot/text';
import { trueWidth } from './svg';

const line: Series = { label: 'lr', steps: [0, 10, 20], values: [0, 1, 5], shape: 'line' };

describe('readSeries', () => {
  it('reads a point of the series exactly, and between two says that it does not', () => {
    expect(readSeries(line, 10)).toEqual({ value: 1, exact: true });
    // Half-way between 1 at step 10 and 5 at step 20.
    expect(readSeries(line, 15)).toEqual({ value: 3, exact: false });
  });

  it('has no value outside', () => {
    expect(readSeries(line, -1).value).toBeNaN();
    expect(readSeries(line, 21).value).toBeNaN();
    expect(readSeries({ ...line, steps: [], values: [] }, 0).value).toBeNaN();
  });

  it('holds the value of a step until the next one', () => {
    const held: Series = { ...line, shape: 'step' };
    expect(readSeries(held, 9)).toEqual({ value: 0, exact: true });
    expect(readSeries(held, 19)).toEqual({ value: 1, exact: true });
    expect(readSeries(held, 500)).toEqual({ value: 5, exact: true });
    expect(readSeries({ ...held, failure: { step: 30, message: 'IndexError' } }, 30).value).toBeNaN();
  });
});

describe('describeCurve', () => {
  it('tells first, highest, lowest, quarters and last with their steps', () => {
    const curve: Curve = {
      series: [{ label: 'schedule_config', steps: [0, 25, 50, 75, 99], values: [4, 8, 2, 1, 3], shape: 'step' }],
      totalSteps: 100,
      quantity: 'learning rate',
      phases: [{ label: 'warm-up', from: 0, to: 25 }],
      marks: [{ step: 50, value: 2, label: 'here' }],
    };
    const text = describeCurve(curve);
    for (const part of [
      'learning rate over 100 steps',
      'first 4 at step 0',
      'highest 8 at step 25',
      'lowest 1 at step 75',
      'at 25 % 8',
      'at 50 % 2',
      'at 75 % 1',
      'last 3 at step 99',
      'warm-up from step 0 to 25',
      'here (step 50, 2)',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('says that a schedule fails, and that there is nothing', () => {
    const failing: Series = { ...line, failure: { step: 21, message: 'IndexError' } };
    const curve: Curve = { series: [failing], totalSteps: 100, quantity: 'learning rate' };
    expect(describeCurve(curve)).toContain('fails at step 21: IndexError');
    expect(describeCurve({ ...curve, series: [] })).toBe('No curve.');
    expect(describeCurve({ ...curve, series: [{ ...line, steps: [], values: [] }] })).toContain('no values');
  });

  it('tells of a stretch what is in sight, the values at its ends included', () => {
    // Straight from 100 at step 0 to 0 at step 100.
    const falling: Series = { label: 'lr', steps: [0, 100], values: [100, 0], shape: 'line' };
    const curve: Curve = {
      series: [falling],
      totalSteps: 101,
      quantity: 'learning rate',
      phases: [
        { label: 'warm-up', from: 0, to: 20 },
        { label: 'decay', from: 20, to: 101 },
      ],
      marks: [{ step: 5, value: 95, label: 'here' }],
    };
    const text = describeCurve(curve, { from: 40, to: 60 });
    expect(text).toContain('learning rate over steps 40 to 60 of 101');
    expect(text).toContain('first 60 at step 40');
    expect(text).toContain('last 40 at step 60');
    expect(text).toContain('decay from step 20 to 101');
    expect(text).not.toContain('warm-up');
    expect(text).not.toContain('here');
    expect(describeCurve(curve, { from: 0, to: 101 })).toBe(describeCurve(curve));
  });

  it('tells each series in what its axis shows', () => {
    const decay: Series = { label: 'wd', steps: [0, 20], values: [0.5, 0.5], shape: 'line', axis: 'right' };
    const both: Curve = { series: [line, decay], totalSteps: 21, quantity: 'learning rate', unit: '$' + '{lr}' };
    const text = describeCurve({ ...both, right: { quantity: 'weight decay' } });
    expect(text).toContain('lr, learning rate over 21 steps: first 0 ×');
    expect(text).toContain('wd, weight decay over 21 steps: first 0.5 at step 0');
    expect(describeCurve(both)).toContain('wd, learning rate');
  });
});

describe('spliceSeries', () => {
  const whole: Series = { label: 'lr', steps: [0, 10, 20, 30], values: [0, 1, 2, 3], shape: 'line' };
  const spliced = (steps: number[], values: number[]) => {
    const { steps: at, values: shown, ...rest } = spliceSeries(whole, { steps, values });
    expect(rest).toEqual({ label: 'lr', shape: 'line' });
    return [Array.from(at), Array.from(shown)];
  };

  it('puts the closer points in place of those of their stretch', () => {
    expect(spliced([9, 10, 12, 15], [5, 6, 7, 8])).toEqual([
      [0, 9, 10, 12, 15, 20, 30],
      [0, 5, 6, 7, 8, 2, 3],
    ]);
    expect(spliced([0, 40], [7, 8])).toEqual([
      [0, 40],
      [7, 8],
    ]);
    expect(spliced([], [])).toEqual([
      [0, 10, 20, 30],
      [0, 1, 2, 3],
    ]);
  });
});

describe('reduceLine', () => {
  it('keeps first, last, lowest and highest of anything', () => {
    const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(values, (ys) => {
        const kept = reduceLine({ xs: ys.map((_, index) => index / 10), ys });
        expect([kept.xs[0], kept.ys[0]]).toEqual([0, ys[0]]);
        expect([kept.xs.at(-1), kept.ys.at(-1)]).toEqual([(ys.length - 1) / 10, ys.at(-1)]);
        // Twice the tolerance of 0.12 px: the second pass works on what the first has left.
        expect(Math.min(...kept.ys)).toBeLessThanOrEqual(Math.min(...ys) + 0.24);
        expect(Math.max(...kept.ys)).toBeGreaterThanOrEqual(Math.max(...ys) - 0.24);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves no more than four points to the pixel, whatever the noise', () => {
    const places = Array.from({ length: 50_000 }, (_, index) => index);
    const noise = { xs: places.map((place) => place / 500), ys: places.map((place) => (place * 7919) % 101) };
    expect(reduceLine(noise).xs.length).toBeLessThanOrEqual(4 * 100);
  });
});

describe('over JSON', () => {
  it('a curve comes back as it went', () => {
    const curve: Curve = {
      series: [{ ...line, values: [Number.NaN, Number.POSITIVE_INFINITY, 5] }],
      totalSteps: 21,
      quantity: 'weight decay',
      unit: '$' + '{lr}',
      marks: [
        { step: 3, label: 'start' },
        { step: 4, value: Number.NEGATIVE_INFINITY, label: 'here', role: 'cursor' },
      ],
    };
    const back = decodeCurve(JSON.parse(JSON.stringify(encodeCurve(curve))));
    expect(Array.from(back.series[0]?.values ?? [])).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 5]);
    expect({ ...back, series: [] }).toEqual({ ...curve, series: [] });
  });
});

describe('toDataUri', () => {
  it('decodes back, whatever letters are in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const uri = toDataUri(text);
        expect(uri).toMatch(/^data:image\/svg\+xml;base64,[A-Za-z0-9+/]*=*$/);
        expect(Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64').toString('utf8')).toBe(text);
      }),
    );
    expect(toDataUri('×→😀')).toBe(`data:image/svg+xml;base64,${Buffer.from('×→😀').toString('base64')}`);
  });
});

describe('text', () => {
  it('never takes a character for narrower than it is drawn', () => {
    for (let code = 32; code < 127; code++) {
      const char = String.fromCharCode(code);
      expect(textWidth(char, 1), char).toBeGreaterThanOrEqual(trueWidth(char));
    }
  });

  it('shortens to the room there is, or to nothing', () => {
    expect(fitText('warm-up', 10, 1000)).toBe('warm-up');
    expect(fitText('warm-up', 10, 10)).toBe('');
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 200, noNaN: true }), (text, room) => {
        const shown = fitText(text, 10, room);
        expect(textWidth(shown, 10)).toBeLessThanOrEqual(room);
        expect(shown === text || shown === '' || shown.endsWith('…')).toBe(true);
      }),
    );
  });
});

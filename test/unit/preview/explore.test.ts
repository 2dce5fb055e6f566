import { describe, expect, it } from 'vitest';
import { readCount, readUnknownValue } from '../../../client/src/preview/assumption';
import { readCrosshair } from '../../../client/src/preview/view/crosshair';
import { keepLooks, lookFor } from '../../../client/src/preview/view/looks';
import { readMoment } from '../../../client/src/preview/view/moment';
import { peakOf } from '../../../client/src/preview/view/peak';
import { sceneOf } from '../../../client/src/preview/view/scene';
import { clampZoom, pan, reach, wheelFactor, zoomAt } from '../../../client/src/preview/view/zoom';
import type { Curve } from '../../../server/src/plot';

describe('zoom', () => {
  it('leaves what is under the pointer where it is', () => {
    // A quarter of the way along 0 … 1,000, and half as much in sight: 500 steps from 250 − 0.25 × 500.
    expect(zoomAt(undefined, 1000, 250, 0.5)).toEqual({ from: 125, to: 625 });
    expect(zoomAt({ from: 125, to: 625 }, 1000, 250, 0.5)).toEqual({ from: 187.5, to: 437.5 });
  });

  it('goes no further out than training and no closer than single steps', () => {
    expect(zoomAt({ from: 100, to: 900 }, 1000, 500, 2)).toBeUndefined();
    expect(zoomAt({ from: 0, to: 20 }, 1000, 0, 0.01)).toEqual({ from: 0, to: 8 });
    expect(zoomAt(undefined, 5, 2, 0.5)).toBeUndefined();
    expect(clampZoom({ from: -50, to: 100 }, 1000)).toEqual({ from: 0, to: 150 });
    expect(clampZoom({ from: 950, to: 1100 }, 1000)).toEqual({ from: 850, to: 1000 });
  });

  it('moves along within training', () => {
    expect(pan(undefined, 1000, 10)).toBeUndefined();
    expect(pan({ from: 100, to: 200 }, 1000, 50)).toEqual({ from: 150, to: 250 });
    expect(pan({ from: 100, to: 200 }, 1000, -500)).toEqual({ from: 0, to: 100 });
    expect(reach({ from: 100, to: 200 }, 1000, 150)).toEqual({ from: 100, to: 200 });
    expect(reach({ from: 100, to: 200 }, 1000, 90)).toEqual({ from: 90, to: 190 });
    expect(reach({ from: 100, to: 200 }, 1000, 200)).toEqual({ from: 101, to: 201 });
  });

  it('takes a turn of any wheel, lines and pages as well as pixels', () => {
    expect(wheelFactor(0, 0)).toBe(1);
    expect(wheelFactor(-100, 0)).toBeCloseTo(1 / wheelFactor(100, 0), 12);
    expect(wheelFactor(3, 1)).toBe(wheelFactor(48, 0));
    // However hard it is turned, one turn shows no more than e^0.48 times as much.
    expect(wheelFactor(1e6, 2)).toBeCloseTo(Math.exp(0.48), 12);
  });
});

describe('value at a step', () => {
  it('reads steps, shares and epochs', () => {
    expect(readMoment('12,000', 20_000, undefined)).toEqual({ step: 12_000 });
    expect(readMoment(' step 5 ', 20_000, undefined)).toEqual({ step: 5 });
    expect(readMoment('1e3', 20_000, undefined)).toEqual({ step: 1000 });
    expect(readMoment('30 %', 20_000, undefined)).toEqual({ step: 6000 });
    // 0.29 × 100 is 28.999999999999996 to a computer.
    expect(readMoment('29%', 100, undefined)).toEqual({ step: 29 });
    expect(readMoment('100 %', 20_000, undefined)).toEqual({ step: 19_999 });
    expect(readMoment('epoch 2', 20_000, 250)).toEqual({ step: 500 });
    expect(readMoment('1.5 epochs', 20_000, 250)).toEqual({ step: 375 });
  });

  it('says what is wrong with anything else', () => {
    for (const [text, about] of [
      ['later', 'Type a step'],
      ['20000', 'last step is 19,999'],
      ['1.5', 'whole numbers'],
      ['120 %', 'ends at 100 %'],
      ['epoch 2', 'not known'],
      ['-3', 'Type a step'],
    ] as const) {
      const read = readMoment(text, 20_000, undefined);
      expect('refused' in read ? read.refused : read, text).toContain(about);
    }
    // 20,000 steps of 250 to the epoch are 80 epochs.
    expect(readMoment('epoch 81', 20_000, 250)).toEqual({ refused: 'Training ends at epoch 80.' });
  });
});

describe('what is typed for an assumption', () => {
  it('is a count in any of the usual notations', () => {
    for (const text of ['20000', '20_000', '20,000', ' 2e4 ']) expect(readCount(text)).toEqual({ value: 20_000 });
    for (const text of ['0', '-5', '1.5', 'many', '', '1e400', '2e20'])
      expect(readCount(text)).toHaveProperty('refused');
  });

  it('is a number, a list, a flag or a word for an unknown', () => {
    expect(readUnknownValue('1e-3')).toEqual({ value: 0.001 });
    expect(readUnknownValue('[0.3, 0.6]')).toEqual({ value: [0.3, 0.6] });
    expect(readUnknownValue('true')).toEqual({ value: true });
    expect(readUnknownValue('noether.core.schedules.ConstantSchedule')).toEqual({
      value: 'noether.core.schedules.ConstantSchedule',
    });
    for (const text of ['1e-3x', '[0.3', '{"a": 1}', 'a b', '1e999']) {
      expect(readUnknownValue(text), text).toHaveProperty('refused');
    }
  });
});

function curve(quantity: string, values: readonly number[], more: Partial<Curve> = {}): Curve {
  const steps = values.map((_, index) => index * 100);
  return { series: [{ label: 'schedule', steps, values, shape: 'line' }], totalSteps: 1000, quantity, ...more };
}

describe('scene', () => {
  const main = curve('learning rate', [1, 2]);

  it('puts other quantities on the right axis, and says what they are', () => {
    const role = 'companion' as const;
    const lines = [
      { id: 'a', label: 'weight_decay_schedule', curve: curve('weight decay', [0.05, 0.1]), role, look: 1 },
      { id: 'b', label: 'schedule_config', curve: curve('learning rate', [3, 4]), role, look: 2 },
    ];
    const scene = sceneOf({ main, lines, unit: 'steps' });
    expect(scene.roles).toEqual(['main', 'companion', 'companion']);
    expect(scene.curve.series.map(({ axis }) => axis)).toEqual([undefined, 'right', undefined]);
    expect(scene.curve.right).toEqual({ quantity: 'weight decay' });
  });

  it('keeps the places of the others while something is tried out', () => {
    const lines = [{ id: 'pin 1', label: 'pinned', curve: main, role: 'overlay' as const, look: 1 }];
    const tried = sceneOf({ main, before: main, lines, unit: 'steps' });
    expect(tried.roles).toEqual(['main', 'overlay', 'before']);
    expect(tried.ids.indexOf('pin 1')).toBe(1);
  });

  it('leaves room for a longer run in steps, and stretches it to this one in percent', () => {
    const long = curve('learning rate', [1, 2], { totalSteps: 4000 });
    const lines = [{ id: 'a', label: 'long', curve: long, role: 'overlay' as const, look: 1 }];
    const inSteps = sceneOf({ main, lines, unit: 'steps' });
    expect(inSteps.curve.totalSteps).toBe(4000);
    expect(inSteps.curve.series[1]?.steps).toEqual([0, 100]);
    const inPercent = sceneOf({ main, lines, unit: 'percent' });
    expect(inPercent.curve.totalSteps).toBe(1000);
    // Step 100 of 4,000 is 2.5 %, which is step 25 of 1,000.
    expect([...Array.from(inPercent.curve.series[1]?.steps ?? [])]).toEqual([0, 25]);
  });
});

describe('looks', () => {
  it('stay with their line when another one goes, and the next line gets the free one', () => {
    const three = keepLooks([], ['a', 'b', 'c']);
    expect(['a', 'b', 'c'].map((id) => lookFor(three, id))).toEqual([1, 2, 3]);
    const two = keepLooks(three, ['b', 'c']);
    expect(['b', 'c'].map((id) => lookFor(two, id))).toEqual([2, 3]);
    const again = keepLooks(two, ['d', 'b', 'c']);
    expect(['d', 'b', 'c'].map((id) => lookFor(again, id))).toEqual([1, 2, 3]);
  });

  it('are told apart by colour, dash and marker, wherever the line stands', () => {
    const main = curve('learning rate', [1, 2]);
    const line = { id: 'c', label: 'c', curve: main, role: 'overlay' as const, look: 3 };
    const { series } = sceneOf({ main, lines: [line], unit: 'steps' }).curve;
    expect(series[1]?.style).toEqual({ color: 3, dash: 3, marker: 3 });
    // The second round of six colours: the same colours, other dashes.
    const [, second] = sceneOf({ main, lines: [{ ...line, look: 7 }], unit: 'steps' }).curve.series;
    expect(second?.style).toEqual({ color: 7, dash: 8, marker: 7 });
  });
});

describe('crosshair, with more than one curve', () => {
  it('tells the part of the peak and the difference to each overlay', () => {
    const main = curve('learning rate', [1, 2, 4]);
    const other = curve('learning rate', [1, 2.5, 4]);
    const lines = [{ id: 'a', label: 'before', curve: other, role: 'overlay' as const, look: 1 }];
    const scene = sceneOf({ main, lines, unit: 'steps' });
    const isOverlay = (place: number) => scene.roles[place] === 'overlay';
    const reading = readCrosshair(scene.curve, 100, { peak: 4, isOverlay });
    expect(reading.values).toEqual([
      { label: 'schedule', value: '2', exact: true, ofPeak: '50 %' },
      // 2 − 2.5 is a fifth of 2.5 less.
      { label: 'before', value: '2.5', exact: true, difference: '-0.5 (-20 %)' },
    ]);
    expect(reading.text).toContain('before 2.5, difference -0.5 (-20 %)');
    expect(readCrosshair(scene.curve, 200, { isOverlay }).values[1]?.difference).toBe('none');
  });

  it('says nothing of where a shorter run has no value', () => {
    const lines = [{ id: 'a', label: 'short', curve: curve('learning rate', [1]), role: 'overlay' as const, look: 1 }];
    const main = curve('learning rate', [1, 2, 4]);
    const scene = sceneOf({ main, lines, unit: 'steps' });
    const [, short] = readCrosshair(scene.curve, 100, { isOverlay: () => true }).values;
    expect(short).toEqual({ label: 'short', value: 'none', exact: true });
  });

  it('takes the peak of all of training, in sight or not', () => {
    const facts = [{ label: 'peak', value: '4', step: 200 }];
    expect(peakOf({ facts }, curve('learning rate', [1, Number.POSITIVE_INFINITY, 3]))).toBe(3);
    expect(
      peakOf(
        {
          facts,
          at: [
            { step: 7, value: 1 },
            { step: 200, value: 4 },
          ],
        },
        undefined,
      ),
    ).toBe(4);
    expect(peakOf({ facts }, undefined)).toBeUndefined();
  });
});

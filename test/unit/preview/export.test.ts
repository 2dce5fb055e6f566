import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exportPlot,
  fileNameOf,
  MOST_CSV_STEPS,
  pointsCsv,
  pythonCheck,
  pythonFloat,
  type StepValues,
  stepsCsv,
  svgFile,
  tellingPoints,
} from '../../../client/src/preview/export';
import { readLog } from '../../../client/src/preview/log';
import { type Curve, PANEL_SIZE, type Series } from '../../../server/src/plot';
import { createSchedule, sampleCurve } from '../../../server/src/schedules';
import { flatten, parseSvg, textsOf } from '../plot/svg';

const line: Series = { label: 'now', steps: [0, 10, 20], values: [1e-5, 0.1 + 0.2, 3], shape: 'line' };
const curve: Curve = { series: [line], totalSteps: 21, quantity: 'learning rate' };

describe('floats', () => {
  it.each([
    // As Python 3 prints them.
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-1.5, '-1.5'],
    [1e-4, '0.0001'],
    [1e-5, '1e-05'],
    [1.5e-7, '1.5e-07'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
    [Number.NaN, 'nan'],
  ])('%d is %s', (value, text) => {
    expect(pythonFloat(value)).toBe(text);
  });

  it('read back as they were', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = pythonFloat(value);
        expect(Object.is(Number(text), value)).toBe(true);
        expect(text).toMatch(/^-?\d(\d*\.\d+|(\.\d+)?e[+-]\d{2,3})$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('points as CSV', () => {
  it('have a row for each step of any series, and an empty field where a series has no point', () => {
    const other: Series = {
      ...line,
      label: 'at HEAD, "main"',
      steps: [10, 15],
      values: [Number.NaN, Number.POSITIVE_INFINITY],
    };
    expect(pointsCsv({ ...curve, series: [line, other] })).toBe(
      'step,now,"at HEAD, ""main"""\n0,1e-05,\n10,0.30000000000000004,nan\n15,,inf\n20,3.0,\n',
    );
  });

  it('say what values are multiples of, on each axis, and count epochs where those are known', () => {
    const decay: Series = { ...line, label: 'wd', axis: 'right' };
    const both: Curve = {
      ...curve,
      series: [line, decay],
      unit: '$' + '{lr}',
      right: { quantity: 'weight decay' },
      updatesPerEpoch: 4,
    };
    const [head, first, second] = pointsCsv(both).split('\n');
    expect(head).toBe('step,epoch,now (1 = $' + '{lr}),wd');
    expect(first).toBe('0,0.0,1e-05,1e-05');
    expect(second).toBe('10,2.5,0.30000000000000004,0.30000000000000004');
  });

  it('are those in sight, and steps of a stretched run need not be whole', () => {
    const stretched: Series = { ...line, steps: [0, 2.5, 20], values: [1, 2, 3] };
    expect(pointsCsv({ ...curve, series: [stretched] }, { from: 1, to: 19 })).toBe('step,now\n2.5,2.0\n');
  });

  it('are a log that this panel reads again', async () => {
    const read = await readLog(new TextEncoder().encode(pointsCsv(curve)));
    if ('failure' in read) throw new Error(read.failure);
    expect(read.columns.map(({ name, at }) => [name, at(0), at(1), at(2)])).toEqual([
      ['step', 0, 10, 20],
      ['now', 1e-5, 0.1 + 0.2, 3],
    ]);
  });
});

describe('all steps as CSV', () => {
  const ask = async (from: number, count: number): Promise<StepValues> => ({
    values: Array.from({ length: count }, (_, index) => 1 / (from + index + 1)),
  });
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

  it('are every single one, whatever is asked for at once', async () => {
    const parts: number[] = [];
    const written = await stepsCsv({
      totalSteps: 120_001,
      label: 'learning rate',
      ask,
      onProgress: (part) => parts.push(part),
    });
    if (written.state !== 'written') throw new Error(written.state);
    expect(written.steps).toBe(120_001);
    expect(parts.at(-1)).toBe(1);
    const lines = text(written.bytes).split('\n');
    expect(lines[0]).toBe('step,learning rate');
    expect(lines.at(-1)).toBe('');
    expect(lines).toHaveLength(120_003);
    for (let step = 0; step <= 120_000; step += 1) {
      const [at, value] = lines[step + 1]?.split(',') ?? [];
      expect(Number(at) === step && Number(value) === 1 / (step + 1)).toBe(true);
    }
  });

  it('end where evaluating fails', async () => {
    const failing = async (from: number, count: number): Promise<StepValues> => ({
      values: Array.from({ length: Math.max(0, Math.min(count, 3 - from)) }, () => 1),
      failure: { step: 3, message: 'IndexError' },
    });
    const written = await stepsCsv({ totalSteps: 10, label: 'lr', updatesPerEpoch: 2, ask: failing });
    if (written.state !== 'written') throw new Error(written.state);
    expect(text(written.bytes)).toBe('step,epoch,lr\n0,0.0,1.0\n1,0.5,1.0\n2,1.0,1.0\n');
    expect(written.failure?.step).toBe(3);
  });

  it('are not written for runs that no file is made for, nor where nobody waits', async () => {
    const most = { state: 'tooMany', most: MOST_CSV_STEPS };
    expect(await stepsCsv({ totalSteps: MOST_CSV_STEPS + 1, label: 'lr', ask })).toEqual(most);
    const token = { isCancellationRequested: false };
    const onProgress = () => {
      token.isCancellationRequested = true;
    };
    expect(await stepsCsv({ totalSteps: 1e6, label: 'lr', ask, token, onProgress })).toEqual({ state: 'cancelled' });
    // An answer without values is not asked for again.
    const nothing = async (): Promise<StepValues> => ({ values: [] });
    expect(await stepsCsv({ totalSteps: 5, label: 'lr', ask: nothing })).toMatchObject({ state: 'written', steps: 0 });
  });
});

describe('the picture as a file', () => {
  it('is what is on the screen, with title, legend and assumptions, in fixed colours', () => {
    const overlay: Series = { ...line, label: 'at HEAD', values: [3, 2, 1] };
    const marked: Curve = {
      ...curve,
      series: [line, overlay],
      marks: [
        { step: 10, value: 1, label: 'here', role: 'cursor' },
        { step: 5, label: 'training begins', role: 'note' },
      ],
    };
    const onScreen = { size: PANEL_SIZE, y: 'log', x: 'percent', window: { from: 2, to: 18 } } as const;
    const plot = exportPlot(marked, onScreen, 'dark', {
      title: 'LinearDecreasingSchedule · configs/a&b.yaml',
      notes: ['21 steps of training, from max_updates', 'Assumed: 1e-3 for the peak.'],
    });
    expect(plot.x.domain).toEqual([2, 18]);
    const file = svgFile(plot);
    expect(file.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')).toBe(true);
    expect(file).not.toMatch(/var\(|href|<style|style=|<script/);
    const root = parseSvg(plot.svg);
    const texts = textsOf(root).map(({ text }) => text);
    for (const part of [
      'LinearDecreasingSchedule · configs/a&b.yaml',
      '21 steps of training, from max_updates',
      'Assumed: 1e-3 for the peak.',
      'now',
      'at HEAD',
      'training begins',
      'learning rate (log scale)',
    ]) {
      expect(texts).toContain(part);
    }
    // Where the text cursor stood is nothing of the schedule's.
    expect(texts).not.toContain('here');
    expect(flatten(root).some(({ name, attributes }) => name === 'rect' && attributes.fill === '#202020')).toBe(true);
  });

  it('names every line in full, and has no less room for the curves because of that', () => {
    const labels = [
      'optim.schedule_config · experiment/fine_tune.yaml, 12:30',
      'at HEAD',
      'as train_wing has it',
      'log.csv',
    ];
    const series = labels.map((label) => ({ ...line, label }));
    const alone = exportPlot(curve, { size: { width: 520, height: 300 } }, 'light', { title: 'A', notes: [] });
    const all = exportPlot({ ...curve, series }, { size: { width: 520, height: 300 } }, 'light', {
      title: 'A',
      notes: [],
    });
    expect(textsOf(parseSvg(all.svg)).map(({ text }) => text)).toEqual(expect.arrayContaining(labels));
    const height = ({ area }: typeof all) => area.bottom - area.top;
    expect(height(all)).toBe(height(alone));
  });
});

describe('the Python check', () => {
  const parts = {
    title: 'StepFixedSchedule',
    yaml: 'kind: a\nfactor: 0.1\n',
    totalSteps: 1000,
    notes: ['Assumed: 1e-3\nfor the peak.'],
    points: [
      { step: 0, value: 1e-5 },
      { step: 999, value: Number.NaN },
    ],
  };

  it('is the block and the table, and nothing that runs', () => {
    expect(pythonCheck(parts)).toBe(
      [
        '# StepFixedSchedule',
        '# Assumed: 1e-3',
        '# for the peak.',
        '',
        'block = """\\',
        'kind: a',
        'factor: 0.1',
        '"""',
        '',
        'total_steps = 1000',
        '',
        '# (step, value)',
        'values = [',
        '    (0, 1e-05),',
        "    (999, float('nan')),",
        ']',
        '',
      ].join('\n'),
    );
  });

  it('lets no text of the file out of its string or its comment', () => {
    const text = pythonCheck({ ...parts, title: 'a\r\nimport os\u2028x', yaml: 'a: "\\n"\nb: """\nimport os\n""""' });
    expect(text).toContain('# import os');
    expect(text).toContain('# x');
    const [, string = ''] = /block = """\\\n([\s\S]*?)\n"""\n\ntotal_steps/.exec(text) ?? [];
    // Undone as Python does, it is the block again.
    expect(string.replace(/\\(["\\])/g, '$1')).toBe('a: "\\n"\nb: """\nimport os\n""""');
    expect(string.replace(/\\["\\]/g, '')).not.toContain('"""');
  });

  it('has the points that say most: ends, extremes and both sides of a jump', () => {
    const schedule = createSchedule({
      kind: 'noether.core.schedules.StepFixedSchedule',
      factor: 0.1,
      start_value: 1,
      steps: [0.3, 0.6],
    });
    const { steps, values } = sampleCurve(schedule, 100_000, { maxPoints: 1500 });
    const points = tellingPoints({ label: 'lr', steps, values, shape: 'step' });
    expect(points.length).toBeLessThanOrEqual(24);
    const shown = points.map(({ step }) => step);
    expect(shown).toEqual(expect.arrayContaining([0, 29_999, 30_000, 59_999, 60_000, 99_999]));
    for (const { step, value } of points) expect(value).toBe(schedule.valueAt(step, 100_000));
    expect(tellingPoints({ ...line, steps: [], values: [] })).toEqual([]);
    expect(tellingPoints(line).map(({ step }) => step)).toEqual([0, 10, 20]);
  });
});

describe('file names', () => {
  it('are what the title says, as far as file systems take it', () => {
    expect(fileNameOf('StepFixed · configs/optim/adamw.yaml', 'svg')).toBe('StepFixed-configs-optim-adamw.yaml.svg');
    expect(fileNameOf('../..', 'png')).toBe('schedule.png');
    expect(fileNameOf('Größe'.normalize('NFD'), 'csv')).toBe('Größe.csv'.normalize('NFC'));
  });
});

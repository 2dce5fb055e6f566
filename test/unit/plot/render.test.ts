import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMPLETION_SIZE,
  type Curve,
  HOVER_SIZE,
  PANEL_SIZE,
  type Plot,
  type PlotOptions,
  renderPlot,
  renderSwatch,
  type Series,
  toDataUri,
} from '../../../server/src/plot';
import { curvesOf, flatten, parseSvg, textsOf } from './svg';

const HOVER: PlotOptions = { size: HOVER_SIZE, theme: 'light' };

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function curve(values: readonly number[], more: Partial<Curve> & { series?: never } = {}, series?: Partial<Series>) {
  const one: Series = { label: 'schedule_config', steps: range(values.length), values, shape: 'line', ...series };
  return { series: [one], totalSteps: values.length, quantity: 'learning rate', ...more } satisfies Curve;
}

/** Where a value falls on a linear axis, by the axis' own two ends. */
function linear(value: number, { domain, range }: Plot['x']): number {
  return range[0] + ((value - domain[0]) / (domain[1] - domain[0])) * (range[1] - range[0]);
}

const drops = [0, 299, 300, 599, 600, 899, 900, 999];
const stepFixed: Curve = {
  series: [{ label: 'lr', steps: drops, values: [1e-3, 1e-3, 1e-4, 1e-4, 1e-5, 1e-5, 1e-6, 1e-6], shape: 'step' }],
  totalSteps: 1000,
  quantity: 'learning rate',
  phases: [
    { label: '1e-3', from: 0, to: 300 },
    { label: '1e-4', from: 300, to: 600 },
    { label: '1e-5', from: 600, to: 900 },
    { label: '1e-6', from: 900, to: 1000 },
  ],
  marks: [{ step: 300, value: 1e-4, label: 'step 300: 1e-3 → 1e-4', role: 'cursor' }],
};

/** One of each shape that a schedule can have, and each value that it must not have. */
const CASES: [string, Curve, Partial<PlotOptions>][] = [
  ['drops', stepFixed, {}],
  ['drops on a log axis', stepFixed, { y: 'log' }],
  ['a line', curve(range(1000).map((s) => 1e-3 * (1 - s / 999))), { x: 'percent' }],
  ['a fraction axis', curve(range(1000).map((s) => 1e-3 * (1 - s / 999))), { x: 'fraction' }],
  [
    'epochs',
    curve(
      range(12_345).map((s) => 0.5 ** Math.floor(s / 1000)),
      { updatesPerEpoch: 500 },
    ),
    { x: 'epochs' },
  ],
  ['a long run', { ...stepFixed, totalSteps: 1_234_567 }, {}],
  ['a very long run', { ...stepFixed, totalSteps: 1e12 }, {}],
  ['a constant', curve([3e-4], { totalSteps: 1000 }, { shape: 'step' }), {}],
  ['zero', curve([0, 0, 0]), {}],
  ['zero on a log axis', curve([0, 0, 0]), { y: 'log' }],
  ['one step', curve([1e-2]), {}],
  ['no values', curve([], { totalSteps: 100 }), {}],
  ['no series', { ...stepFixed, series: [] }, {}],
  ['no steps', curve([], { totalSteps: 0 }), {}],
  ['nan steps', curve([1], { totalSteps: Number.NaN }), {}],
  ['negatives', curve(range(500).map((s) => Math.sin(s / 30))), {}],
  ['negatives on a log axis', curve(range(500).map((s) => Math.sin(s / 30))), { y: 'log' }],
  ['a flat change', curve(range(100).map((s) => 1e-3 + s * 1e-9)), {}],
  ['1e-300', curve(range(1000).map((s) => 10 ** (-s * 0.3))), { y: 'log' }],
  ['1e-300, linear', curve(range(10).map((s) => 1e-300 * s)), {}],
  ['subnormal', curve([5e-324, 1e-320]), { y: 'log' }],
  ['huge', curve([-1e300, 1e300]), {}],
  ['infinite', curve([1, 2, Number.POSITIVE_INFINITY, Number.NaN, 3, -1e301]), {}],
  ['only nan', curve([Number.NaN, Number.NaN]), {}],
  ['a failure', curve(range(300), { totalSteps: 1000 }, { failure: { step: 300, message: 'IndexError' } }), {}],
  ['a failure at once', curve([], { totalSteps: 9 }, { failure: { step: 0, message: 'ZeroDivisionError' } }), {}],
  [
    'long labels',
    {
      ...stepFixed,
      quantity: 'learning rate of the second optimizer of the decoder of the model, as composed',
      unit: '$' + '{model.decoder.blocks.low_level.optimizer_config.learning_rate}',
      phases: [{ label: 'a phase with a name that is far too long for the place that it has got', from: 10, to: 200 }],
      marks: [
        { step: 999, value: 1e-6, label: 'the very last step of all, with much to say about what happens there' },
      ],
    },
    {},
  ],
  [
    'several',
    {
      ...stepFixed,
      series: ['schedule_config', 'at HEAD', 'saved file', 'pinned'].map((label, place) => {
        return { label, steps: [0, 999], values: [place + 1, 0], shape: 'line' as const };
      }),
    },
    {},
  ],
  [
    'marks at both ends',
    { ...stepFixed, marks: [0, 999, 1000].map((step) => ({ step, value: 1e-3, label: `m${step}` })) },
    {},
  ],
];

const overlays: Curve = {
  ...stepFixed,
  series: range(9).map((place) => ({
    label:
      ['now', 'at HEAD', 'saved file', 'train_b', 'pinned 1', 'pinned 2', 'optim/sgd.yaml', 'logged', 'last'][place] ??
      '',
    steps: range(1000),
    values: range(1000).map((s) => (1 - s / 999) * (1 - place / 10)),
    shape: 'line' as const,
    ...(place === 3 && { failure: { step: 500, message: 'IndexError' } }),
  })),
};
const twoAxes: Curve = {
  ...stepFixed,
  marks: [],
  right: { quantity: 'weight decay' },
  series: [
    ...stepFixed.series,
    { label: 'weight_decay_schedule', steps: [0, 999], values: [0.05, 0.2], shape: 'line', axis: 'right' },
  ],
};

CASES.push(
  ['nine overlays', overlays, {}],
  ['two axes', twoAxes, {}],
  ['two axes on a log axis', twoAxes, { y: 'log' }],
  ['a stretch', stepFixed, { window: { from: 250, to: 350 } }],
  ['a stretch in percent', stepFixed, { x: 'percent', window: { from: 290.5, to: 300.25 } }],
  ['a stretch of a long run', { ...stepFixed, totalSteps: 1e9 }, { window: { from: 599_999_990, to: 600_000_010 } }],
  ['a stretch in fractions', { ...stepFixed, totalSteps: 1e9 }, { x: 'fraction', window: { from: 6e8, to: 6e8 + 50 } }],
  [
    'a stretch in epochs',
    { ...stepFixed, totalSteps: 1e9, updatesPerEpoch: 1e5 },
    { x: 'epochs', window: { from: 6e8, to: 6e8 + 50 } },
  ],
  ['zoomed values', stepFixed, { yWindow: { from: 0.5e-4, to: 1.5e-4 }, window: { from: 200, to: 700 } }],
  ['zoomed values on a log axis', overlays, { y: 'log', yWindow: { from: 0.11, to: 0.12 } }],
  ['zoomed far away from the curve', stepFixed, { yWindow: { from: 1e290, to: 2e290 } }],
  ['an export', overlays, { ground: true, heading: ['A title'], footer: ['Assumed: '.repeat(30), 'another line'] }],
);

const SIZES = [HOVER_SIZE, COMPLETION_SIZE, PANEL_SIZE, { width: 200, height: 140 }];

describe.each(CASES)('%s', (_, picture, more) => {
  it.each(SIZES)('is a well-formed, labelled picture of finite numbers at $width × $height', (size) => {
    const plot = renderPlot(picture, { ...HOVER, size, ...more });
    const root = parseSvg(plot.svg);
    expect(root.attributes).toMatchObject({ width: String(plot.width), height: String(plot.height), role: 'img' });
    expect(plot.width).toBe(size.width);
    // Only headings and footers make a picture larger than it was asked for.
    if (more.footer === undefined) expect(plot.height).toBe(size.height);
    const [title, desc] = root.children;
    expect(root.attributes['aria-labelledby']).toBe(`${title?.attributes.id} ${desc?.attributes.id}`);
    expect(title?.text).not.toBe('');
    expect(desc?.text).not.toBe('');
    for (const { name, attributes } of flatten(root)) {
      if (name === 'text' || name === 'title' || name === 'desc') continue;
      for (const value of Object.values(attributes)) expect(value).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it.each(SIZES)('keeps every text inside, at least 11 px large, at $width × $height', (size) => {
    const plot = renderPlot(picture, { ...HOVER, size, ...more });
    const texts = textsOf(parseSvg(plot.svg));
    expect(texts.length).toBeGreaterThan(0);
    for (const { text, left, right, y, fontSize } of texts) {
      expect(fontSize).toBeGreaterThanOrEqual(11);
      expect(left, text).toBeGreaterThanOrEqual(0);
      expect(right, text).toBeLessThanOrEqual(size.width);
      // Room for the tallest letter above the baseline (0.75 em) and a descender below it (0.25 em).
      expect(y - 0.75 * fontSize, text).toBeGreaterThanOrEqual(0);
      expect(y + 0.25 * fontSize, text).toBeLessThanOrEqual(plot.height);
    }
  });

  it.each(SIZES)('lets no two texts of a line touch at $width × $height', (size) => {
    const texts = textsOf(parseSvg(renderPlot(picture, { ...HOVER, size, ...more }).svg));
    for (const [place, a] of texts.entries()) {
      for (const b of texts.slice(place + 1)) {
        if (Math.abs(a.y - b.y) > 0.7 * a.fontSize) continue;
        expect(a.right <= b.left || b.right <= a.left, `${a.text} | ${b.text}`).toBe(true);
      }
    }
  });

  it('draws every curve within the axes', () => {
    const plot = renderPlot(picture, { ...HOVER, ...more });
    // Of zoomed values, a line goes on a little beyond the edge, and the clip path hides it.
    const beyond = more.yWindow === undefined ? 0.1 : 45;
    for (const lines of curvesOf(parseSvg(plot.svg))) {
      for (const [x, y] of lines.flat()) {
        expect(x).toBeGreaterThanOrEqual(plot.x.range[0] - 0.1);
        expect(x).toBeLessThanOrEqual(plot.x.range[1] + 0.1);
        expect(y).toBeLessThanOrEqual(plot.y.range[0] + beyond);
        expect(y).toBeGreaterThanOrEqual(plot.y.range[1] - beyond);
      }
    }
  });
});

describe('coordinates', () => {
  it('draws a straight line of 1,000 points as its two ends', () => {
    // value = 2 · (1 − s / 999), so the ends are (0, 2) and (999, 0).
    const plot = renderPlot(curve(range(1000).map((s) => 2 * (1 - s / 999))), HOVER);
    const [lines] = curvesOf(parseSvg(plot.svg));
    expect(lines).toHaveLength(1);
    const points = lines?.[0] ?? [];
    expect(points).toHaveLength(2);
    expect(points[0]?.[0]).toBeCloseTo(linear(0, plot.x), 1);
    expect(points[0]?.[1]).toBeCloseTo(linear(2, plot.y), 1);
    expect(points[1]?.[0]).toBeCloseTo(linear(999, plot.x), 1);
    expect(points[1]?.[1]).toBeCloseTo(linear(0, plot.y), 1);
    expect(plot.x.domain).toEqual([0, 1000]);
  });

  it('draws drops as treads and risers, at the step where the new value begins', () => {
    const plot = renderPlot(stepFixed, HOVER);
    const points = curvesOf(parseSvg(plot.svg))[0]?.[0] ?? [];
    const expected = [
      [0, 1e-3],
      [300, 1e-3],
      [300, 1e-4],
      [600, 1e-4],
      [600, 1e-5],
      [900, 1e-5],
      [900, 1e-6],
      [1000, 1e-6],
    ];
    // On a linear axis the last drop is 9e-6 of 1e-3: below a pixel, so it may be gone. Compare what is visible.
    for (const [index, [step = 0, value = 0]] of expected.slice(0, 4).entries()) {
      expect(points[index]?.[0]).toBeCloseTo(linear(step, plot.x), 0);
      expect(points[index]?.[1]).toBeCloseTo(linear(value, plot.y), 0);
    }
    for (const [index, [x, y]] of points.entries()) {
      const next = points[index + 1];
      if (next !== undefined) expect(Math.min(Math.abs(next[0] - x), Math.abs(next[1] - y))).toBeLessThan(1);
    }
  });

  it('keeps risers upright where a sampled curve has points in between', () => {
    // A point every 13 steps, and both sides of the drops at 6,000 and 12,000 of 20,000.
    const jumps = [6000, 12_000];
    const steps = [...new Set([...range(1538).map((n) => n * 13), ...jumps.flatMap((s) => [s - 1, s])])].sort(
      (a, b) => a - b,
    );
    const values = steps.map((s) => 0.5 ** jumps.filter((jump) => jump <= s).length);
    for (const size of SIZES) {
      const plot = renderPlot(curve(values, { totalSteps: 20_000 }, { steps, shape: 'step' }), { ...HOVER, size });
      const points = curvesOf(parseSvg(plot.svg))[0]?.[0] ?? [];
      const corners = [
        [0, 1],
        [6000, 1],
        [6000, 0.5],
        [12_000, 0.5],
        [12_000, 0.25],
        [20_000, 0.25],
      ];
      expect(points).toHaveLength(corners.length);
      for (const [index, [step = 0, value = 0]] of corners.entries()) {
        expect(Math.abs((points[index]?.[0] ?? 0) - linear(step, plot.x))).toBeLessThan(0.2);
        expect(Math.abs((points[index]?.[1] ?? 0) - linear(value, plot.y))).toBeLessThan(0.2);
      }
    }
  });

  it('gives each decade of a log axis the same height', () => {
    const { y } = renderPlot(stepFixed, { ...HOVER, y: 'log' });
    expect(y.kind).toBe('log');
    const heights = [1e-6, 1e-5, 1e-4, 1e-3].map((value) => y.toPixel(value));
    const [a = 0, b = 0, c = 0, d = 0] = heights;
    expect(a - b).toBeCloseTo(b - c, 6);
    expect(b - c).toBeCloseTo(c - d, 6);
    expect(y.fromPixel((a + b) / 2)).toBeCloseTo(Math.sqrt(1e-6 * 1e-5), 12);
  });

  it('puts every y label where its number belongs, and inside the domain', () => {
    for (const scale of ['linear', 'log'] as const) {
      const plot = renderPlot(stepFixed, { ...HOVER, y: scale });
      const labels = textsOf(parseSvg(plot.svg)).filter(({ right }) => right <= plot.x.range[0]);
      expect(labels.length).toBeGreaterThanOrEqual(2);
      for (const { text, y } of labels) {
        const value = Number(text);
        expect(value).toBeGreaterThanOrEqual(plot.y.domain[0]);
        expect(value).toBeLessThanOrEqual(plot.y.domain[1]);
        // The baseline lies about a third of an em (11 px) below the line that the label names.
        expect(Math.abs(y - 11 / 3 - plot.y.toPixel(value))).toBeLessThan(1);
      }
    }
  });

  it('has at least two numbers on any y axis, so that values can be read off it', () => {
    const exponent = fc.double({ min: -280, max: 280, noNaN: true });
    const decades = fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 0, max: 600, noNaN: true }));
    const size = fc.constantFrom(...SIZES);
    const scale = fc.constantFrom('linear' as const, 'log' as const);
    fc.assert(
      fc.property(exponent, decades, size, scale, (low, span, wanted, y) => {
        const plot = renderPlot(curve([10 ** low, Math.min(10 ** (low + span), 1e299)]), { ...HOVER, size: wanted, y });
        const labels = textsOf(parseSvg(plot.svg)).filter(({ right, text }) => right <= plot.x.range[0] && text !== '');
        expect(labels.length).toBeGreaterThanOrEqual(2);
        expect(new Set(labels.map(({ text }) => text)).size).toBe(labels.length);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['steps', 'steps', 1000, [0, 200, 1000]],
    ['percent', '% of training', 1000, [0, 20, 100]],
    ['epochs', 'epochs', 1000, [0, 2, 10]],
  ] as const)('counts the x axis in %s', (x, title, totalSteps, [start, inner, end]) => {
    const values = range(totalSteps).map(() => 1);
    const plot = renderPlot(curve(values, { updatesPerEpoch: 100 }), { ...HOVER, x, size: PANEL_SIZE });
    const texts = textsOf(parseSvg(plot.svg));
    expect(texts.some(({ text }) => text === title)).toBe(true);
    const at = (number: number) =>
      texts.find(
        ({ text, y }) => y > plot.y.range[0] + 12 && Number(text.replace(/[, %]/g, '')) === number && text !== '',
      );
    for (const [number, fraction] of [
      [start, 0],
      [inner, 0.2],
      [end, 1],
    ] as const) {
      expect(at(number)?.x).toBeCloseTo(linear(fraction * totalSteps, plot.x), 0);
    }
  });

  it('goes back from pixels to steps', () => {
    const { x } = renderPlot(stepFixed, HOVER);
    for (const step of [0, 300, 999]) expect(x.fromPixel(x.toPixel(step))).toBeCloseTo(step, 6);
    expect(x.toPixel(500)).toBeCloseTo((x.range[0] + x.range[1]) / 2, 6);
  });
});

describe('a stretch of training', () => {
  const falling = curve(range(1000).map((s) => 1 - s / 999));

  it('draws a line to the edges that it crosses', () => {
    // Points at 0, 100 … 900, 999: the line crosses the edges between two of them.
    const steps = [...range(10).map((n) => n * 100), 999];
    const sampled = curve(
      steps.map((s) => 1 - s / 999),
      { totalSteps: 1000 },
      { steps },
    );
    const plot = renderPlot(sampled, { ...HOVER, window: { from: 250, to: 350 } });
    expect(plot.x.domain).toEqual([250, 350]);
    const points = curvesOf(parseSvg(plot.svg))[0]?.[0] ?? [];
    const ends = [points[0], points.at(-1)];
    for (const [index, step] of [250, 350].entries()) {
      expect(Math.abs((ends[index]?.[0] ?? 0) - (plot.x.range[index] ?? 0))).toBeLessThan(0.1);
      expect(Math.abs((ends[index]?.[1] ?? 0) - linear(1 - step / 999, plot.y))).toBeLessThan(0.1);
    }
  });

  it('holds the value of a step from before the stretch, and to its end', () => {
    const plot = renderPlot(stepFixed, { ...HOVER, y: 'log', window: { from: 310, to: 590 } });
    const points = curvesOf(parseSvg(plot.svg))[0]?.[0] ?? [];
    expect(points).toHaveLength(2);
    for (const [index, point] of points.entries()) {
      expect(Math.abs(point[0] - (plot.x.range[index] ?? 0))).toBeLessThan(0.1);
      expect(Math.abs(point[1] - plot.y.toPixel(1e-4))).toBeLessThan(0.1);
    }
  });

  it('fits the values to what is in sight', () => {
    const { y } = renderPlot(stepFixed, { ...HOVER, window: { from: 650, to: 850 }, x: 'percent' });
    expect(y.domain[1]).toBeGreaterThanOrEqual(1e-5);
    expect(y.domain[1]).toBeLessThan(1e-4);
  });

  it('takes given ends of the value axis as they are, and clips at them', () => {
    const window = { from: 2e-4, to: 5.5e-4 };
    for (const y of ['linear', 'log'] as const) {
      const plot = renderPlot(falling, { ...HOVER, y, yWindow: window, id: 'one' });
      expect(plot.y.domain).toEqual([2e-4, 5.5e-4]);
      const elements = flatten(parseSvg(plot.svg));
      const clip = elements.find(({ name }) => name === 'clipPath');
      expect(clip?.attributes.id).toBe('one-area');
      const line = elements.find(({ attributes }) => attributes['stroke-linejoin'] === 'round');
      expect(line?.attributes['clip-path']).toBe('url(#one-area)');
    }
    // What no axis can have is left aside.
    const fitted = renderPlot(falling, HOVER).y.domain;
    for (const [from, to] of [
      [1, 1],
      [2, 1],
      [Number.NaN, 1],
      [0, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(renderPlot(falling, { ...HOVER, yWindow: { from, to } }).y.domain).toEqual(fitted);
    }
  });

  it('is cut to the run and at least one step long', () => {
    const domain = (from: number, to: number) => renderPlot(falling, { ...HOVER, window: { from, to } }).x.domain;
    expect(domain(-50, 200)).toEqual([0, 250]);
    expect(domain(900, 1200)).toEqual([700, 1000]);
    expect(domain(-10, 5000)).toEqual([0, 1000]);
    expect(domain(20.5, 20.6)).toEqual([20.5, 21.5]);
    expect(domain(30, 20)).toEqual([0, 1000]);
    expect(domain(Number.NaN, 20)).toEqual([0, 1000]);
  });

  it.each([
    ['steps', { from: 599_999_990, to: 600_000_010 }, ['599,999,990', '600,000,000']],
    ['percent', { from: 6e8, to: 6e8 + 1000 }, ['60 %', '60.0001 %']],
    ['fraction', { from: 6e8, to: 6e8 + 1000 }, ['0.6', '0.600001']],
    ['epochs', { from: 6e8, to: 6e8 + 1000 }, ['6000', '6000.01']],
  ] as const)('writes ticks in %s with the digits in which they differ', (x, window, [first, last]) => {
    const long = { ...stepFixed, marks: [], phases: [], totalSteps: 1e9, updatesPerEpoch: 1e5 };
    const plot = renderPlot(long, { ...HOVER, size: PANEL_SIZE, x, window });
    const labels = textsOf(parseSvg(plot.svg)).filter(({ y }) => y > plot.area.bottom + 5 && y < plot.area.bottom + 20);
    const texts = labels.map(({ text }) => text);
    expect(texts).toContain(first);
    expect(texts).toContain(last);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('shows phases and marks as far as they are in sight, and says which phase is which', () => {
    const plot = renderPlot(stepFixed, { ...HOVER, theme: 'css', window: { from: 200, to: 500 } });
    const phases = flatten(parseSvg(plot.svg)).filter(({ attributes }) => attributes['data-phase'] !== undefined);
    const rects = phases.filter(({ name }) => name === 'rect');
    expect(rects.map(({ attributes }) => attributes['data-phase'])).toEqual(['0', '1']);
    expect(rects.map(({ children }) => children[0]?.text)).toEqual(['1e-3: steps 0 to 299', '1e-4: steps 300 to 599']);
    for (const [index, [from, to]] of [
      [200, 300],
      [300, 500],
    ].entries()) {
      expect(Number(rects[index]?.attributes.x)).toBeCloseTo(linear(from ?? 0, plot.x), 0);
      const width = linear(to ?? 0, plot.x) - linear(from ?? 0, plot.x);
      expect(Math.abs(Number(rects[index]?.attributes.width) - width)).toBeLessThan(0.2);
    }
    const texts = (window: PlotOptions['window']) =>
      textsOf(parseSvg(renderPlot(stepFixed, { ...HOVER, ...(window && { window }) }).svg)).map(({ text }) => text);
    expect(texts({ from: 200, to: 500 })).toContain('step 300: 1e-3 → 1e-4');
    expect(texts({ from: 400, to: 500 })).not.toContain('step 300: 1e-3 → 1e-4');
  });
});

describe('two axes', () => {
  it('reads each series on its own, and names both', () => {
    const plot = renderPlot(twoAxes, HOVER);
    const { right } = plot;
    expect(right?.domain).toEqual([0, 0.2]);
    expect(plot.y.domain).toEqual([0, 1e-3]);
    const [second, first] = curvesOf(parseSvg(plot.svg)).map(([points]) => points ?? []);
    // The first series is drawn last, on top.
    expect(Math.abs((first?.[0]?.[1] ?? 0) - linear(1e-3, plot.y))).toBeLessThan(0.1);
    expect(Math.abs((second?.[0]?.[1] ?? 0) - linear(0.05, right ?? plot.y))).toBeLessThan(0.1);
    expect(Math.abs((second?.at(-1)?.[1] ?? 0) - linear(0.2, right ?? plot.y))).toBeLessThan(0.1);
    const texts = textsOf(parseSvg(plot.svg));
    const shown = texts.map(({ text }) => text);
    expect(shown).toContain('learning rate');
    expect(shown).toContain('weight decay');
    expect(shown.some((text) => text.startsWith('weight_decay_schedule (right'))).toBe(true);
    const labels = texts.filter(
      ({ left, y }) => left > plot.area.right && y > plot.area.top && y < plot.area.bottom + 6,
    );
    expect(labels.length).toBeGreaterThanOrEqual(2);
    for (const { text, y } of labels) {
      expect(Math.abs(y - 11 / 3 - linear(Number(text), right ?? plot.y))).toBeLessThan(1);
    }
  });

  it('keeps the right axis where it is while the left one is zoomed, unless it is told to go along', () => {
    const left = renderPlot(twoAxes, { ...HOVER, yWindow: { from: 0, to: 1e-4 } });
    expect(left.y.domain).toEqual([0, 1e-4]);
    expect(left.right?.domain).toEqual([0, 0.2]);
    const both = renderPlot(twoAxes, {
      ...HOVER,
      yWindow: { from: 0, to: 1e-4 },
      rightWindow: { from: 0.1, to: 0.12 },
    });
    expect(both.right?.domain).toEqual([0.1, 0.12]);
  });

  it('has no right axis where nothing is said of it', () => {
    const { right, ...rest } = twoAxes;
    expect(right).toBeDefined();
    const plot = renderPlot(rest, HOVER);
    expect(plot.right).toBeUndefined();
    expect(plot.y.domain[1]).toBeGreaterThanOrEqual(0.2);
  });
});

describe('overlays', () => {
  const looks = (picture: Curve) => {
    const elements = flatten(parseSvg(renderPlot(picture, { ...HOVER, theme: 'css' }).svg));
    return picture.series.map((_, place) => {
      const own = elements.filter(({ attributes }) => attributes['data-series'] === String(place));
      const line = own.find(({ attributes }) => attributes['stroke-linejoin'] === 'round')?.attributes;
      const marker = own.find(({ attributes }) => attributes['stroke-width'] === '1.5')?.attributes.d ?? '';
      // The shape is what follows the first place of it.
      return {
        color: line?.stroke,
        dash: line?.['stroke-dasharray'] ?? '',
        marker: /^M[^a-z]*([^M]*)/.exec(marker)?.[1] ?? '',
      };
    });
  };

  it('are told apart by dash and marker alone, and no two of 36 look the same', () => {
    const many = {
      ...overlays,
      series: range(36).map((place) => ({ ...(overlays.series[0] as Series), label: `${place}` })),
    };
    const all = looks(many);
    const withoutColor = all.map(({ dash, marker }) => `${dash} ${marker}`);
    expect(new Set(withoutColor.slice(0, 8)).size).toBe(8);
    expect(new Set(all.map((look) => JSON.stringify(look))).size).toBe(36);
    expect(all[0]).toMatchObject({ dash: '', marker: '' });
  });

  it('keep their look when others go, where it is given', () => {
    const [kept] = looks({
      ...overlays,
      series: [
        { ...(overlays.series[4] as Series), style: { color: 4, dash: 4, marker: 4 } },
        overlays.series[0] as Series,
      ],
    });
    expect(kept).toEqual(looks(overlays)[4]);
  });

  it('that lie on each other show their markers in different places', () => {
    const same = { ...overlays, series: range(3).map(() => overlays.series[0] as Series) };
    const elements = flatten(parseSvg(renderPlot(same, { ...HOVER, theme: 'css' }).svg));
    const places = [1, 2].map((place) => {
      const own = elements.find(
        ({ attributes }) => attributes['data-series'] === String(place) && attributes['stroke-width'] === '1.5',
      );
      return [...(own?.attributes.d ?? '').matchAll(/M([\d.]+),/g)].map(([, x]) => Number(x));
    });
    expect(places[0]?.length).toBeGreaterThan(2);
    for (const x of places[0] ?? [])
      for (const other of places[1] ?? []) expect(Math.abs(x - other)).toBeGreaterThan(8);
  });

  it('stand in the legend with their failures, as many as there is room for', () => {
    const texts = (size: PlotOptions['size'], legend = true) =>
      textsOf(parseSvg(renderPlot(overlays, { ...HOVER, size, legend }).svg)).map(({ text }) => text);
    expect(texts(PANEL_SIZE)).toContain('train_b, fails at step 500');
    expect(texts(PANEL_SIZE)).toContain('last');
    const small = texts(COMPLETION_SIZE);
    const more = small.find((text) => /^and \d+ more$/.test(text)) ?? '';
    const shown = overlays.series.filter(({ label }) => small.some((text) => text.startsWith(label)));
    expect(shown.length + Number(/\d+/.exec(more)?.[0])).toBe(9);
    expect(texts(PANEL_SIZE, false)).not.toContain('last');
  });

  it('have a swatch of their own for a legend that stands elsewhere', () => {
    const svg = renderSwatch(overlays.series[2] as Series, 2, 'light');
    const [line, marker] = parseSvg(svg).children;
    expect(line?.attributes.stroke).toBe(marker?.attributes.stroke);
    expect(line?.attributes['stroke-dasharray']).toBeDefined();
  });
});

describe('exports', () => {
  it('say what they show above and below the plot, on a ground of their own', () => {
    const footer = ['20,000 steps of training, from max_updates', `Assumed: ${'a long sentence '.repeat(20)}`];
    const plain = renderPlot(stepFixed, HOVER);
    const plot = renderPlot(stepFixed, { ...HOVER, heading: ['Schedule of <adamw>'], footer, ground: true });
    expect(plot.height).toBeGreaterThan(HOVER_SIZE.height + 4 * 11);
    expect(plot.area.bottom - plot.area.top).toBe(plain.area.bottom - plain.area.top);
    const root = parseSvg(plot.svg);
    const ground = flatten(root).find(({ name, attributes }) => name === 'rect' && attributes.x === undefined);
    expect(ground?.attributes).toMatchObject({ width: String(plot.width), height: String(plot.height) });
    const texts = textsOf(root);
    expect(texts.find(({ text }) => text === 'Schedule of <adamw>')?.y).toBeLessThan(plot.area.top);
    const below = texts.filter(({ y }) => y > plot.area.bottom + 20).map(({ text }) => text);
    expect(below.join(' ').trim()).toBe(footer.join(' ').trim());
  });
});

describe('names of phases', () => {
  const named = (phases: Curve['phases'] = []) => {
    const plot = renderPlot({ ...stepFixed, marks: [], phases }, HOVER);
    const texts = textsOf(parseSvg(plot.svg)).filter(({ y }) => y > 20 && y < plot.y.range[1]);
    return { plot, texts, names: texts.map(({ text }) => text) };
  };

  it('stand in the middle of their phase', () => {
    const { plot, texts } = named([
      { label: 'warm-up', from: 0, to: 400 },
      { label: 'decay', from: 400, to: 1000 },
    ]);
    for (const [index, step] of [200, 700].entries()) {
      const { left = 0, right = 0 } = texts[index] ?? {};
      expect(Math.abs((left + right) / 2 - linear(step, plot.x))).toBeLessThan(5);
    }
  });

  it('reach into the next phase where their own is short', () => {
    const short = [
      { label: 'warm-up', from: 0, to: 30 },
      { label: 'decay', from: 30, to: 1000 },
    ];
    expect(named(short).names).toEqual(['warm-up', 'decay']);
  });

  it('count where there is room for no more', () => {
    const cut = (ends: readonly number[]) =>
      ends.slice(1).map((to, n) => ({ label: n === 0 ? 'start' : `drop ${n}`, from: ends[n] ?? 0, to }));
    // 100 of 1,000 steps are about 42 px, enough for `drop 1`; 50 are not.
    expect(named(cut([0, 100, 200, 300, 400])).names).toEqual(['start', 'drop 1', 'drop 2', 'drop 3']);
    expect(named(cut([0, 200, 400, 450, 500, 1000])).names).toEqual(['start', 'drop 1', '2', '3', '4']);
  });

  it('are left out where only a few letters would stay', () => {
    const crowd = range(20).map((n) => ({
      label: `${'abcdefghijklmnopqrst'[n]}aaaaaaaa`,
      from: n * 50,
      to: n * 50 + 50,
    }));
    for (const name of named(crowd).names) expect(name).toMatch(/^[a-t]aaaaaaaa$/);
  });
});

describe('what cannot be drawn', () => {
  it('leaves a gap for inf and nan and says from where', () => {
    const values = range(100).map((s) => (s === 40 ? Number.NaN : s));
    const plot = renderPlot(curve(values), HOVER);
    expect(curvesOf(parseSvg(plot.svg))[0]).toHaveLength(2);
    expect(plot.notes).toEqual(['nan from step 40 is not drawn']);
  });

  it('lays values of zero and less on the lower edge of a log axis, and says so', () => {
    const plot = renderPlot(curve([0, -1, 1e-4, 1e-2]), { ...HOVER, y: 'log' });
    expect(plot.y.toPixel(0)).toBe(plot.y.range[0]);
    expect(plot.y.toPixel(-1)).toBe(plot.y.range[0]);
    expect(plot.y.domain[0]).toBeGreaterThan(0);
    expect(plot.notes.join()).toContain('≤ 0');
    expect(renderPlot(curve([1e-4, 1e-2]), { ...HOVER, y: 'log' }).notes).toEqual([]);
  });

  it('falls back to a linear axis where a log axis has nothing to show, and says so', () => {
    const plot = renderPlot(curve([0, -1]), { ...HOVER, y: 'log' });
    expect(plot.y.kind).toBe('linear');
    expect(plot.notes.join()).toContain('linear');
  });

  it('ends the curve where the schedule fails and names the failure there', () => {
    const failing = curve(range(300), { totalSteps: 1000 }, { failure: { step: 300, message: 'IndexError' } });
    const plot = renderPlot(failing, HOVER);
    const root = parseSvg(plot.svg);
    const end = Math.max(
      ...curvesOf(root)
        .flat(2)
        .map(([x]) => x),
    );
    expect(end).toBeLessThanOrEqual(linear(300, plot.x) + 0.1);
    expect(textsOf(root).map(({ text }) => text)).toContain('step 300: IndexError');
  });

  it('says in the picture when there is no curve at all', () => {
    const texts = textsOf(parseSvg(renderPlot({ ...stepFixed, series: [], marks: [] }, HOVER).svg));
    expect(texts.map(({ text }) => text)).toContain('no curve');
  });
});

describe('size', () => {
  // The whole Markdown of a hover is cut at 100,000 characters; the picture gets less than a third of that.
  const LIMIT = 30_000;

  it.each([
    ['noise', range(4000).map((s) => ((s * 7919) % 997) / 997), 'line'],
    ['thousands of jumps', range(4000).map((s) => (s % 2 === 0 ? 1 : 0.5)), 'step'],
    ['a smooth curve', range(4000).map((s) => 1 + Math.cos((s / 4000) * Math.PI)), 'line'],
  ] as const)('stays small with %s', (_, values, shape) => {
    expect(toDataUri(renderPlot(curve(values, {}, { shape }), HOVER).svg).length).toBeLessThan(LIMIT);
  });

  it('stays small with thousands of phases', () => {
    const phases = range(4000).map((s) => ({ label: `drop ${s}`, from: s, to: s + 1 }));
    expect(toDataUri(renderPlot({ ...stepFixed, totalSteps: 4000, phases }, HOVER).svg).length).toBeLessThan(LIMIT);
  });

  it('still shows one spike among 100,000 points', () => {
    const values = range(100_000).map((s) => (s === 54_321 ? 7 : 1));
    const plot = renderPlot(curve(values), HOVER);
    const top = Math.min(
      ...curvesOf(parseSvg(plot.svg))
        .flat(2)
        .map(([, y]) => y),
    );
    expect(top).toBeCloseTo(linear(7, plot.y), 0);
  });
});

describe('themes', () => {
  it('needs nothing outside of itself, but for the CSS variables of the webview theme', () => {
    for (const theme of ['light', 'dark', 'hc-dark', 'hc-light'] as const) {
      expect(renderPlot(stepFixed, { ...HOVER, theme }).svg).not.toMatch(/var\(|url\(|href|<style|style=/);
    }
    const { svg } = renderPlot(stepFixed, { ...HOVER, theme: 'css' });
    expect(svg).toContain('var(--vscode-');
    expect(svg).not.toMatch(/#[0-9a-f]{3,6}"|url\(|href|<style|style=/);
  });

  it('tells curves apart by pattern as well as by colour', () => {
    const two = { ...stepFixed, series: [...stepFixed.series, { ...(stepFixed.series[0] as Series), label: 'HEAD' }] };
    const lines = flatten(parseSvg(renderPlot(two, HOVER).svg)).filter(
      ({ name, attributes }) => name === 'path' && attributes['stroke-linejoin'] === 'round',
    );
    expect(new Set(lines.map(({ attributes }) => attributes.stroke)).size).toBe(2);
    expect(new Set(lines.map(({ attributes }) => attributes['stroke-dasharray'])).size).toBe(2);
  });

  it.each([
    ['light', '#ffffff'],
    ['light', '#f3f3f3'],
    ['dark', '#1f1f1f'],
    ['dark', '#252526'],
    ['hc-dark', '#000000'],
    ['hc-light', '#ffffff'],
  ] as const)('reads on %s %s: text 4.5 : 1, curves 3 : 1', (theme, ground) => {
    const many = range(6).map((place) => ({ ...(stepFixed.series[0] as Series), label: `c${place}` }));
    const elements = flatten(parseSvg(renderPlot({ ...stepFixed, series: many }, { ...HOVER, theme }).svg));
    const texts = elements.filter(({ name }) => name === 'text').map(({ attributes }) => attributes.fill ?? '');
    const curves = elements
      .filter(({ name, attributes }) => name === 'path' && attributes['stroke-linejoin'] === 'round')
      .map(({ attributes }) => attributes.stroke ?? '');
    expect(curves).toHaveLength(6);
    for (const color of texts) expect(contrast(color, ground), color).toBeGreaterThanOrEqual(4.5);
    for (const color of curves) expect(contrast(color, ground), color).toBeGreaterThanOrEqual(3);
  });
});

/** WCAG 2 contrast ratio of two #rrggbb colours. */
function contrast(a: string, b: string): number {
  const luminance = (color: string) => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe('bad input', () => {
  it('escapes labels, and what XML cannot hold', () => {
    const label = 'a<b>&"c\'\u0000\ud800😀';
    const hostile: Curve = {
      ...stepFixed,
      quantity: label,
      marks: [{ step: 500, value: 1e-5, label }],
      phases: [{ label, from: 0, to: 1000 }],
    };
    const { svg } = renderPlot(hostile, { ...HOVER, title: label, id: '"><script>' });
    const texts = textsOf(parseSvg(svg)).map(({ text }) => text);
    const shown = 'a<b>&"c\'\ufffd\ufffd😀';
    expect(texts.filter((text) => text === shown)).toHaveLength(3);
    expect(parseSvg(svg).children[0]?.text).toBe(shown);
  });

  it('never throws and never writes a number that is none', () => {
    const anyNumber = fc.oneof(fc.double(), fc.integer({ min: -10, max: 1000 }), fc.constantFrom(0, 1e300, -1e-320));
    const anyCurve = fc.record({
      values: fc.array(anyNumber, { maxLength: 60 }),
      total: anyNumber,
      perEpoch: anyNumber,
      mark: anyNumber,
      at: anyNumber,
      shape: fc.constantFrom('line' as const, 'step' as const),
      x: fc.constantFrom('steps' as const, 'percent' as const, 'fraction' as const, 'epochs' as const),
      y: fc.constantFrom('linear' as const, 'log' as const),
      width: fc.integer({ min: 0, max: 900 }),
      height: fc.integer({ min: 0, max: 500 }),
    });
    fc.assert(
      fc.property(anyCurve, ({ values, total, perEpoch, mark, at, shape, x, y, width, height }) => {
        const picture = curve(
          values,
          {
            totalSteps: total,
            updatesPerEpoch: perEpoch,
            marks: [{ step: at, value: mark, label: 'here' }],
            phases: [{ label: 'phase', from: at, to: total }],
          },
          { shape, failure: { step: at, message: 'ValueError' } },
        );
        const root = parseSvg(renderPlot(picture, { ...HOVER, size: { width, height }, x, y }).svg);
        for (const { name, attributes } of flatten(root)) {
          if (name === 'title' || name === 'desc') continue;
          for (const value of Object.values(attributes)) expect(value).not.toMatch(/NaN|Infinity|undefined/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

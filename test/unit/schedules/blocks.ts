import fc from 'fast-check';

/** Random valid blocks of every kind. */
export const block = (kind: string, keys: Readonly<Record<string, unknown>>) => ({
  kind: `noether.core.schedules.${kind}`,
  ...keys,
});

const value = fc.double({ min: 0, max: 1, noNaN: true });
const fraction = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const factor = fc.double({ min: 0, max: 2, noNaN: true });
const flags = { exclude_first: fc.boolean(), exclude_last: fc.boolean() };

/** max_value with a lower end or start. */
const pair = fc
  .tuple(value, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([peak, share]) => ({ peak, other: peak * share }));

export const decreasingBlock = fc
  .record({
    kind: fc.constantFrom(
      'LinearDecreasingSchedule',
      'CosineDecreasingSchedule',
      'SqrtDecreasingSchedule',
      'PolynomialDecreasingSchedule',
    ),
    pair,
    power: fc.double({ min: 0.1, max: 8, noNaN: true }),
    ...flags,
  })
  .map(({ kind, pair: { peak, other }, ...rest }) => block(kind, { max_value: peak, end_value: other, ...rest }));
export const increasingBlock = fc
  .record({
    kind: fc.constantFrom('LinearIncreasingSchedule', 'CosineIncreasingSchedule', 'PolynomialIncreasingSchedule'),
    pair,
    power: fc.double({ min: 0.1, max: 8, noNaN: true }),
    ...flags,
  })
  .map(({ kind, pair: { peak, other }, ...rest }) => block(kind, { max_value: peak, start_value: other, ...rest }));
export const stepDecreasingBlock = fc
  .record({ pair, factor: fc.double({ min: 0, max: 1, noNaN: true }), decreases_interval: fraction, ...flags })
  .map(({ pair: { peak, other }, ...rest }) =>
    block('StepDecreasingSchedule', { max_value: peak, end_value: other, ...rest }),
  );
export const stepBlock = fc.oneof(
  stepDecreasingBlock,
  fc
    .record({
      factor,
      update_interval: fraction,
      start_value: value,
      overhang_steps: fc.integer({ min: 0, max: 1000 }),
    })
    .map((keys) => block('StepIntervalSchedule', keys)),
  fc
    .record({ factor, steps: fc.array(fraction, { minLength: 1, maxLength: 12 }), start_value: value })
    .map((keys) => block('StepFixedSchedule', keys)),
);
export const warmupBlock = fc
  .record({ pair, warmup_percent: fc.double({ min: 0, max: 1, noNaN: true }), start: value })
  .map(({ pair: { peak, other }, warmup_percent, start }) =>
    block('LinearWarmupCosineDecaySchedule', {
      max_value: peak,
      end_value: other,
      start_value: peak * start,
      warmup_percent,
    }),
  );
export const stableBlock = fc
  .record({
    pair,
    shape: fc.constantFrom('sqrt', 'linear', 'cosine'),
    warmup: fc.integer({ min: 0, max: 500 }),
    cooldown: fc.integer({ min: 0, max: 500 }),
  })
  .map(({ pair: { peak, other }, shape, warmup, cooldown }) =>
    block('WarmupStableDecaySchedule', {
      max_value: peak,
      end_value: other,
      cooldown_shape: shape,
      warmup_steps: warmup,
      cooldown_steps: cooldown,
    }),
  );
export const piecewiseBlock = fc
  .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), value), { minLength: 0, maxLength: 8 })
  .chain((inner) =>
    fc.tuple(value, value).map(([first, last]) => [[0, first], ...inner.sort(([a], [b]) => a - b), [1, last]]),
  )
  .map((control_points) => block('PiecewiseLinearSchedule', { control_points }));
const customBlock = fc
  .array(fc.double({ noNaN: false }), { minLength: 0, maxLength: 3000 })
  .map((values) => block('CustomSchedule', { values }));
export const anyBlock = fc.oneof(
  decreasingBlock,
  increasingBlock,
  stepBlock,
  warmupBlock,
  stableBlock,
  piecewiseBlock,
  customBlock,
);

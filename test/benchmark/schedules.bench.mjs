// How long a curve takes to sample, short and long runs side by side: node test/benchmark/schedules.bench.mjs
import { build } from 'esbuild';

const bundle = await build({
  entryPoints: [new URL('../../server/src/schedules/index.ts', import.meta.url).pathname],
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  write: false,
});
const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
const { createSchedule, kindPrefix, sampleCurve } = await import(`data:text/javascript;base64,${code}`);

const blocks = {
  LinearDecreasingSchedule: { max_value: 1 },
  CosineDecreasingSchedule: { max_value: 1 },
  PolynomialDecreasingSchedule: { max_value: 1, power: 2.5 },
  StepDecreasingSchedule: { max_value: 1, factor: 0.5, decreases_interval: 0.01 },
  StepFixedSchedule: { factor: 0.1, steps: [0.3, 0.6, 0.9] },
  StepIntervalSchedule: { factor: 0.99, update_interval: 0.001 },
  LinearWarmupCosineDecaySchedule: { warmup_percent: 0.05 },
  WarmupStableDecaySchedule: { max_value: 1, warmup_percent: 0.05, cooldown_percent: 0.2 },
  PiecewiseLinearSchedule: {
    control_points: [
      [0, 0],
      [0.1, 1],
      [1, 0],
    ],
  },
};

/** Median milliseconds of one call, the two runs alternating so that both see the same machine. */
function compare(first, second, rounds = 60) {
  const times = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, run] of [first, second].entries()) {
      const start = performance.now();
      run();
      times[index].push(performance.now() - start);
    }
  }
  return times.map((all) => all.sort((a, b) => a - b)[Math.floor(rounds / 2)]);
}

const options = { maxPoints: 500 };
const rows = Object.entries(blocks).map(([name, keys]) => {
  const schedule = createSchedule({ kind: kindPrefix + name, ...keys });
  const [short, long] = compare(
    () => sampleCurve(schedule, 10 ** 3, options),
    () => sampleCurve(schedule, 10 ** 9, options),
  );
  return {
    kind: name,
    '10^3 steps (ms)': short.toFixed(3),
    '10^9 steps (ms)': long.toFixed(3),
    ratio: (long / short).toFixed(2),
  };
});
console.table(rows);

const list = (length) => createSchedule({ kind: `${kindPrefix}CustomSchedule`, values: new Array(length).fill(0.5) });
const [short, long] = [list(10 ** 3), list(10 ** 6)];
const [few, many] = compare(
  () => sampleCurve(short, 10 ** 3, options),
  () => sampleCurve(long, 10 ** 6, options),
);
console.log(
  `CustomSchedule: 10^3 values ${few.toFixed(3)} ms, 10^6 values ${many.toFixed(3)} ms (read once per curve)`,
);

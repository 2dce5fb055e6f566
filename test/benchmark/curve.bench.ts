/** Values of every kind in one thread: ours, a loop written by hand over a typed array, and the same loop in plain Python. */
import { spawnSync } from 'node:child_process';
import { createSchedule, kindPrefix, valuesBetween } from '../../server/src/schedules';
import { inTurn, median, ratio, report, table } from './measure';

const STEPS = 1_000_000;
const PYTHON_STEPS = 200_000;

interface Case {
  readonly name: string;
  readonly keys: Readonly<Record<string, unknown>>;
  /** The formula in JavaScript over `out`, of n steps. */
  readonly loop: (out: Float64Array, n: number) => void;
  /** The same in Python, as the value of step i of n; `end` and `cool` are computed once before the loop. */
  readonly python: string;
}

const list = Array.from({ length: STEPS }, (_, index) => 1 - index / STEPS);

const cases: readonly Case[] = [
  {
    name: 'ConstantSchedule',
    keys: { value: 0.5 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 0.5;
    },
    python: '0.5',
  },
  {
    name: 'CustomSchedule',
    keys: { values: list },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = list[i] ?? 0;
    },
    python: 'values[i]',
  },
  {
    name: 'LinearDecreasingSchedule',
    keys: { max_value: 1, end_value: 0.1 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 1 + (i / (n - 1)) * -0.9;
    },
    python: '1 + i / (n - 1) * -0.9',
  },
  {
    name: 'LinearIncreasingSchedule',
    keys: { max_value: 1, start_value: 0.1 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 0.1 + (i / (n - 1)) * 0.9;
    },
    python: '0.1 + i / (n - 1) * 0.9',
  },
  {
    name: 'CosineDecreasingSchedule',
    keys: { max_value: 1, end_value: 0.1 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 1 + (1 - (1 + Math.cos((Math.PI * i) / (n - 1))) / 2) * -0.9;
    },
    python: '1 + (1 - (1 + math.cos(math.pi * (i / (n - 1)))) / 2) * -0.9',
  },
  {
    name: 'CosineIncreasingSchedule',
    keys: { max_value: 1, start_value: 0.1 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 0.1 + (1 - (1 + Math.cos((Math.PI * i) / (n - 1))) / 2) * 0.9;
    },
    python: '0.1 + (1 - (1 + math.cos(math.pi * (i / (n - 1)))) / 2) * 0.9',
  },
  {
    name: 'PolynomialDecreasingSchedule',
    keys: { max_value: 1, end_value: 0.1, power: 2.5 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 1 + (1 - (1 - i / (n - 1)) ** 2.5) * -0.9;
    },
    python: '1 + (1 - (1 - i / (n - 1)) ** 2.5) * -0.9',
  },
  {
    name: 'PolynomialIncreasingSchedule',
    keys: { max_value: 1, start_value: 0.1, power: 2 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 0.1 + (1 - (1 - i / (n - 1)) ** 2) * 0.9;
    },
    python: '0.1 + (1 - (1 - i / (n - 1)) ** 2.0) * 0.9',
  },
  {
    name: 'SqrtDecreasingSchedule',
    keys: { max_value: 1, end_value: 0.1 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 1 + Math.sqrt(i / (n - 1)) * -0.9;
    },
    python: '1 + math.sqrt(i / (n - 1)) * -0.9',
  },
  {
    name: 'StepDecreasingSchedule',
    keys: { max_value: 1, factor: 0.5, decreases_interval: 0.1 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 1 - (1 - 0.5 ** Math.trunc(Math.round((i / n / 0.1) * 1e10) / 1e10));
    },
    python: '1 - (1 - 0.5 ** int(round(i / n / 0.1, 10)))',
  },
  {
    name: 'StepFixedSchedule',
    keys: { start_value: 1, factor: 0.1, steps: [0.3, 0.6, 0.9] },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) {
        const x = i / n;
        out[i] = 0.1 ** ((x >= 0.3 ? 1 : 0) + (x >= 0.6 ? 1 : 0) + (x >= 0.9 ? 1 : 0));
      }
    },
    python: '0.1 ** bisect.bisect_right([0.3, 0.6, 0.9], i / n)',
  },
  {
    name: 'StepIntervalSchedule',
    keys: { start_value: 1, factor: 0.5, update_interval: 0.1 },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) out[i] = 0.5 ** Math.trunc(Math.round((i / n / 0.1) * 1e10) / 1e10);
    },
    python: '0.5 ** int(round(i / n / 0.1, 10))',
  },
  {
    name: 'LinearWarmupCosineDecaySchedule',
    keys: { max_value: 1, end_value: 0.1, warmup_percent: 0.1 },
    loop: (out, n) => {
      const end = Math.trunc((n - 1) * 0.1);
      for (let i = 0; i < n; i++)
        out[i] =
          i < end ? (i + 1) / (end + 1) : 1 + (1 - (1 + Math.cos((Math.PI * (i - end)) / (n - end - 1))) / 2) * -0.9;
    },
    python:
      '(i + 1) / (end + 1) if i < end else 1 + (1 - (1 + math.cos(math.pi * ((i - end) / (n - end - 1)))) / 2) * -0.9',
  },
  {
    name: 'WarmupStableDecaySchedule',
    keys: { max_value: 1, end_value: 0, warmup_percent: 0.1, cooldown_percent: 0.2 },
    loop: (out, n) => {
      const end = Math.trunc((n - 1) * 0.1);
      const cool = Math.trunc((n - 1) * 0.8);
      for (let i = 0; i < n; i++)
        out[i] = i < end ? (i + 1) / (end + 1) : i < cool ? 1 : 1 + Math.sqrt((i - cool) / (n - cool - 1)) * -1;
    },
    python: '(i + 1) / (end + 1) if i < end else 1.0 if i < cool else 1 - math.sqrt((i - cool) / (n - cool - 1))',
  },
  {
    name: 'PiecewiseLinearSchedule',
    keys: {
      control_points: [
        [0, 0],
        [0.1, 1],
        [1, 0],
      ],
    },
    loop: (out, n) => {
      for (let i = 0; i < n; i++) {
        const x = i / n;
        out[i] = x < 0.1 ? x / 0.1 : 1 - (x - 0.1) / 0.9;
      }
    },
    python: 'i / n / 0.1 if i / n < 0.1 else 1 - (i / n - 0.1) / 0.9',
  },
];

/** Seconds for one value in Python, each the least of five loops; undefined where there is no python3. */
function pythonTimes(): readonly number[] | undefined {
  const script = [
    'import bisect, math, time',
    `n = ${PYTHON_STEPS}`,
    'values = [1 - i / n for i in range(n)]',
    'end = int((n - 1) * 0.1); cool = int((n - 1) * 0.8)',
    ...cases.map(({ python }, index) => `def f${index}():\n    return [${python} for i in range(n)]`),
    'def best(f):\n    times = []\n    for _ in range(5):\n        start = time.perf_counter(); f(); times.append(time.perf_counter() - start)\n    return min(times) / n',
    `print(' '.join(repr(best(f)) for f in [${cases.map((_, index) => `f${index}`).join(', ')}]))`,
  ].join('\n');
  const { status, stdout } = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split(' ').map(Number) : undefined;
}

const python = pythonTimes();
const rows: string[][] = [];
const out = new Float64Array(STEPS);
const worst: number[] = [];
for (const [index, { name, keys, loop }] of cases.entries()) {
  const schedule = createSchedule({ kind: kindPrefix + name, ...keys });
  const sides = { ours: () => valuesBetween(schedule, STEPS, 0, STEPS, out), loop: () => loop(out, STEPS) };
  const far = valuesBetween(schedule, STEPS, 0, STEPS);
  loop(out, STEPS);
  for (let step = 0; step < STEPS; step += 997) {
    if (Math.abs((far[step] ?? 0) - (out[step] ?? 0)) > 1e-9)
      throw new Error(`${name}: step ${step} is ${far[step]}, by the loop ${out[step]}`);
  }
  await inTurn(sides, 10);
  const times = await inTurn(sides, 41);
  const [ours, hand] = [median(times.ours), median(times.loop)];
  worst.push(ours / hand);
  const seconds = python?.[index];
  rows.push([
    name,
    (STEPS / ours / 1000).toFixed(0),
    (STEPS / hand / 1000).toFixed(0),
    ratio(ours / hand),
    seconds === undefined ? '–' : (1 / seconds / 1e6).toFixed(1),
    seconds === undefined ? '–' : `${ratio(seconds / (ours / 1000 / STEPS))} ×`,
  ]);
}
report(
  'curve',
  `## Values of a curve

Millions of values per second in one thread, over a run of a million steps: \`valuesBetween\` of the core, whose numbers are
those of \`valueAt\` bit by bit; a loop over a typed array written by hand from the same formula, with the engine's own \`cos\`,
\`**\` and rounding; the same in plain Python (${python === undefined ? 'no python3 here, so not measured' : 'a list comprehension'}). Goal: at most 1.5 × the time of the loop.

${table(['Kind', 'Ours', 'Loop', 'Ours / loop (time)', 'Python', 'Faster than Python'], rows)}

The largest ratio is ${ratio(Math.max(...worst))}. Step schedules are found level by level, not step by step.`,
);

/**
 * What composing a large workspace costs beside parsing it: 10,000 config files, 200 primaries of some 50 files each.
 * Prints ratios of times taken side by side, and exits with 1 where one is out of bounds.
 */
import { Composer, type Files } from '../../server/src/config/hydra/index';
import { type ConfigDocument, readDocument } from '../../server/src/config/read';

const PRIMARIES = 200;
const GROUPS = 49;
const FILES = 10_000;

/** One group in five holds an optimizer with a schedule and interpolations, the others plain values. */
function groupFile(group: number, option: number): string {
  return group % 5 === 0 ? optimizer(group, option) : dataset(group, option);
}

function dataset(group: number, option: number): string {
  return `# an option of group ${group}
kind: project.data.Dataset${option}
root: /data/set_${option}
split: {train: 0.8, val: 0.1, test: 0.1}
transforms:
  - {kind: project.data.Normalize, mean: [0.1, 0.2, 0.3], std: [1.0, 1.0, 1.0]}
  - {kind: project.data.Shuffle, seed: ${option}}
num_workers: 8
name: "group ${group}, option ${option}"
`;
}

function optimizer(group: number, option: number): string {
  return `# an option of group ${group}
kind: noether.core.optimizer.Kind${option}
lr: ${(option + 1) / 1e5}
weight_decay: 0.05
clip: {norm: 1.0, value: null}
betas: [0.9, 0.95]
name: "group ${group}, option ${option}"
schedule_config:
  kind: noether.core.schedules.LinearWarmupCosineDecaySchedule
  warmup_percent: 0.0${(option % 9) + 1}
  max_value: \${..lr}
  end_value: \${g0.lr}
trainer: {max_epochs: ${option + 1}, precision: bf16}
`;
}

/** Primary i picks option `pick(i, g)` of every group g. */
function workspace(pick: (primary: number, group: number) => number, options: number): Map<string, string> {
  const texts = new Map<string, string>();
  for (let group = 0; group < GROUPS; group += 1) {
    for (let option = 0; option < options; option += 1) {
      texts.set(`conf/g${group}/o${option}.yaml`, groupFile(group, option));
    }
  }
  for (let primary = 0; primary < PRIMARIES; primary += 1) {
    const list = Array.from({ length: GROUPS }, (_, group) => `  - g${group}: o${pick(primary, group)}`);
    const own = `seed: ${primary}\ng0: {lr: 1e-3}\ng5:\n  schedule_config: {warmup_percent: 0.5}\n`;
    texts.set(`conf/train_${primary}.yaml`, `defaults:\n${list.join('\n')}\n  - _self_\n${own}`);
  }
  return texts;
}

function filesOf(texts: ReadonlyMap<string, string>): Files {
  const folders = new Map<string, Set<string>>();
  for (const path of texts.keys()) {
    const parts = path.split('/');
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const folder = parts.slice(0, depth - 1).join('/');
      const names = folders.get(folder) ?? new Set();
      names.add(parts[depth - 1] ?? '');
      folders.set(folder, names);
    }
  }
  return {
    read: async (path) => texts.get(path),
    list: async (dir) => [...(folders.get(dir) ?? [])],
  };
}

function parseAll(texts: ReadonlyMap<string, string>): number {
  const start = performance.now();
  let problems = 0;
  // Kept, as whoever parses a file to use it keeps what comes out.
  const documents: ConfigDocument[] = [];
  for (const [path, text] of texts) {
    const document = readDocument(path, text);
    problems += document.problems.length + document.interpolationProblems.length;
    documents.push(document);
  }
  if (problems > 0) throw new Error(`${problems} problems in files that have none`);
  return performance.now() - start;
}

/** Longest time between two turns of the event loop while `work` runs. */
async function longestPause(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let running = true;
  const tick = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  running = false;
  return longest;
}

async function composeAll(composer: Composer): Promise<void> {
  for (let primary = 0; primary < PRIMARIES; primary += 1) {
    const result = await composer.compose({ configDir: 'conf', primary: `train_${primary}` });
    if (!result.ok) throw new Error(`train_${primary}: ${result.message}`);
  }
}

let failed = false;
function report(what: string, ratio: number, bound: number): void {
  const verdict = ratio <= bound ? 'ok' : 'OUT OF BOUNDS';
  if (ratio > bound) failed = true;
  console.log(`${what}: ${ratio.toFixed(2)} (bound ${bound}) ${verdict}`);
}

/** What one side leaves behind must not be paid for by the other. */
const collectGarbage = (): void => (globalThis as { gc?: () => void }).gc?.();

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

const scenarios = [
  { name: 'every file in one primary', pick: (primary: number) => primary, options: PRIMARIES },
  {
    name: 'files shared by many',
    pick: (primary: number, group: number) => (primary * 31 + group * 17) % PRIMARIES,
    options: PRIMARIES,
  },
];

for (const { name, pick, options } of scenarios) {
  const texts = workspace(pick, options);
  const parse: number[] = [];
  const compose: number[] = [];
  const again: number[] = [];
  let pause = 0;
  for (let round = 0; round < 5; round += 1) {
    collectGarbage();
    parse.push(parseAll(texts));
    collectGarbage();
    const composer = new Composer({ files: filesOf(texts) });
    const start = performance.now();
    pause = Math.max(pause, await longestPause(() => composeAll(composer)));
    compose.push(performance.now() - start);
    if (composer.parsed > texts.size) throw new Error('a file was parsed twice');

    const edited = 'conf/g7/o3.yaml';
    texts.set(edited, `${groupFile(7, 3)}# edited ${round}\n`);
    const before = composer.composed;
    const stale = composer.invalidate([edited], 'changed');
    const restart = performance.now();
    await composeAll(composer);
    again.push(performance.now() - restart);
    if (composer.composed - before !== stale.length) throw new Error('more was composed than the edit reaches');
  }
  console.log(
    `${name}: ${texts.size} of ${FILES} files, parse ${median(parse).toFixed(0)} ms, compose ${median(compose).toFixed(0)} ms, after an edit ${median(again).toFixed(1)} ms, longest pause ${pause.toFixed(1)} ms`,
  );
  report('  compose all / parse all', median(compose) / median(parse), 2);
  report('  recompose after an edit / compose all', median(again) / median(compose), 0.1);
}
process.exitCode = failed ? 1 : 0;

/**
 * What reading costs, as ratios, which say the same on a fast machine and on a slow one. `run` prints a table; times
 * are CPU milliseconds of this process, the least of some tries.
 */
import { plainOf } from '../../server/src/config/nodes';
import { type ConfigDocument, readDocument } from '../../server/src/config/read';
import { resolveBlock } from '../../server/src/config/resolve';

const TRIES = 5;

function block(index: number): string {
  return [
    `model_${index}:`,
    '  lr: 1e-3',
    '  schedule_config:',
    '    kind: noether.core.schedules.StepFixedSchedule',
    '    start_value: ${..lr}',
    '    factor: 0.1',
    '    steps: [0.3, 0.6, 0.9]',
    '  trainer:',
    '    max_epochs: 100',
    '',
  ].join('\n');
}

function configOf(lines: number): string {
  return Array.from({ length: Math.ceil(lines / 9) }, (_, index) => block(index)).join('');
}

/** CPU milliseconds of the fastest of some tries. */
function cost(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES; i++) {
    const before = process.cpuUsage();
    work();
    const used = process.cpuUsage(before);
    best = Math.min(best, (used.user + used.system) / 1000);
  }
  return best;
}

function row(name: string, value: string): void {
  console.log(`${name.padEnd(56)} ${value}`);
}

function run(): void {
  const sizes = [6_250, 12_500, 25_000, 50_000];
  const costs = sizes.map((lines) => {
    const text = configOf(lines);
    return cost(() => {
      readDocument('f.yaml', text);
    });
  });
  for (const [index, lines] of sizes.entries()) {
    const before = costs[index - 1];
    const ratio =
      before === undefined ? '' : `, ${((costs[index] ?? 0) / before).toFixed(2)} times that of half the size`;
    row(`read ${lines.toLocaleString('en-US')} lines`, `${(costs[index] ?? 0).toFixed(1)} ms${ratio}`);
  }

  const text = configOf(50_000);
  const full = costs[costs.length - 1] ?? 0;
  const documents: ConfigDocument[] = [readDocument('f.yaml', text)];
  let edits = 0;
  const edit = cost(() => {
    const at = text.indexOf('factor: 0.1', text.length >> 1) + 'factor: 0.1'.length;
    const next = `${text.slice(0, at)}${'1'.repeat(++edits)}${text.slice(at)}`;
    documents.push(readDocument('f.yaml', next, { previous: documents[documents.length - 1] }));
  });
  const last = documents[documents.length - 1];
  row('edit in 50,000 lines', `${edit.toFixed(1)} ms, 1/${(full / edit).toFixed(0)} of reading it whole`);
  row('segments read again', `${last?.segmentsRead ?? 0} of ${last?.segmentCount ?? 0}`);

  const blocks = last?.blocks ?? [];
  const resolving = cost(() => {
    for (const each of blocks.slice(0, 1000)) {
      if (last !== undefined) {
        plainOf(resolveBlock(last, each));
      }
    }
  });
  row('find and resolve 1,000 blocks', `${resolving.toFixed(1)} ms`);

  const list = `a: [${'1,'.repeat(999_999)}1]\n`;
  row('read a list of 1,000,000 entries', `${cost(() => readDocument('f.yaml', list)).toFixed(0)} ms`);
  const deep = `a: ${'['.repeat(1_000_000)}`;
  row('refuse 1,000,000 levels', `${cost(() => readDocument('f.yaml', deep)).toFixed(0)} ms`);
  const broken = 'a: "x\n'.repeat(100_000);
  row('read 100,000 unclosed quotes', `${cost(() => readDocument('f.yaml', broken)).toFixed(0)} ms`);
}

run();

/**
 * A workspace of 10,000 config files with 200 primary configs: the first check of all of them, and the check after one
 * file changed, driven as the server drives them, beside the `yaml` package parsing every file once. Each side runs in a
 * process of its own, so that its memory is its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { Composer } from '../../server/src/config/hydra/index';
import { nodeFiles } from '../../server/src/lsp/node-files';
import { createLanguageService } from '../../server/src/service';
import { createConfigWorkspace } from '../../server/src/workspace';
import { collectGarbage, count, median, memoryOf, ms, ratio, report, table } from './measure';

const PRIMARIES = 200;
const GROUPS = 49;
const ROUNDS = 3;
const EDITS = 21;

/** One group in ten holds optimizers with schedules and interpolations, the others plain values. */
function optionText(group: number, option: number): string {
  return group % 10 === 0
    ? `# an option of group ${group}
kind: torch.optim.AdamW
lr: ${(option + 1) / 1e5}
weight_decay: 0.05
betas: [0.9, 0.95]
schedule_config:
  kind: noether.core.schedules.LinearWarmupCosineDecaySchedule
  warmup_percent: 0.0${(option % 9) + 1}
  max_value: \${..lr}
  end_value: \${base.lr}
`
    : `# an option of group ${group}
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

/** What every schedule ends at; round -1 is as it was at first. */
function sharedText(round: number): string {
  return `lr: ${round + 2}e-6\n`;
}

/** Every option is in one primary config, `g7/pair.yaml` in two, and `base/shared.yaml` in all. */
function texts(): Map<string, string> {
  const all = new Map([
    ['conf/base/shared.yaml', sharedText(-1)],
    ['conf/g7/pair.yaml', optionText(7, 999)],
  ]);
  for (let group = 0; group < GROUPS; group += 1) {
    for (let option = 0; option < PRIMARIES; option += 1) {
      all.set(`conf/g${group}/o${option}.yaml`, optionText(group, option));
    }
  }
  for (let primary = 0; primary < PRIMARIES; primary += 1) {
    const list = Array.from({ length: GROUPS }, (_, group) =>
      group === 7 && primary < 2 ? '  - g7: pair' : `  - g${group}: o${(primary * 31 + group * 17) % PRIMARIES}`,
    );
    const own = `seed: ${primary}\ng0: {lr: 1e-3}\ng10:\n  schedule_config: {warmup_percent: 0.5}\n`;
    all.set(`conf/train_${primary}.yaml`, `defaults:\n  - base: shared\n${list.join('\n')}\n  - _self_\n${own}`);
  }
  return all;
}

interface Seen {
  readonly time: number;
  readonly peak: number;
  readonly two: readonly number[];
  readonly all: readonly number[];
  readonly worst: readonly number[];
  readonly composing: readonly number[];
  /** Files judged again after each of the edits. */
  readonly judged: readonly number[];
  readonly diagnostics: number;
}

function peak(): number {
  try {
    return memoryOf(readFileSync('/proc/self/status', 'utf8')).peak;
  } catch {
    return process.resourceUsage().maxRSS / 1000;
  }
}

function parseAll(root: string, paths: readonly string[]): Partial<Seen> {
  const start = performance.now();
  // Kept, as whoever parses a file to use it keeps what comes out.
  const documents = paths.map((path) => parseDocument(readFileSync(join(root, path), 'utf8')));
  const time = performance.now() - start;
  if (documents.some(({ errors }) => errors.length > 0)) throw new Error('a file does not parse');
  return { time, peak: peak() };
}

async function checkAll(root: string): Promise<Seen> {
  const list = async (folder: string) => (await nodeFiles.entries(folder)).map(({ name }) => name);
  const uriOf = (path: string) => pathToFileURL(path).toString();
  const start = performance.now();
  const workspace = createConfigWorkspace({
    folders: [root],
    pathOf: (uri) => fileURLToPath(uri),
    uriOf,
    list,
    ...nodeFiles,
  });
  const survey = createLanguageService({ workspace }).survey();
  const check = async (uris: Iterable<string>): Promise<number> => {
    let diagnostics = 0;
    for (const uri of uris) {
      const text = await workspace.textOf(uri);
      if (text !== undefined) diagnostics += (await survey.validate(uri, text)).length;
    }
    return diagnostics;
  };
  const files = await workspace.configFiles();
  const diagnostics = await check(files);
  const time = performance.now() - start;
  const highest = peak();

  let changed: readonly string[] | undefined;
  workspace.onDidChange((_, uris) => {
    changed = uris;
  });
  const judged: number[] = [];
  const edit = async (file: string, texts: (round: number) => string, expected: number): Promise<number[]> => {
    const times: number[] = [];
    let again = new Set<string>();
    for (let round = 0; round < EDITS; round += 1) {
      const path = join(root, file);
      writeFileSync(path, texts(round));
      const before = workspace.composed;
      const begin = performance.now();
      workspace.filesChanged([{ path, kind: 'changed' }]);
      // The first question takes the change in, and tells whom it concerns.
      const unsettled = await survey.unsettled();
      if (changed === undefined || unsettled === undefined) throw new Error('everything is to be judged again');
      again = new Set([...changed, ...unsettled]);
      await check(again);
      times.push(performance.now() - begin);
      if (workspace.composed - before !== expected) throw new Error(`${workspace.composed - before} were composed`);
    }
    judged.push(again.size);
    return times;
  };
  const two = await edit('conf/g7/pair.yaml', (round) => optionText(7, round), 2);
  const all = await edit('conf/base/shared.yaml', sharedText, PRIMARIES);
  // Every schedule would end above its peak, and then none.
  const worst = await edit('conf/base/shared.yaml', (round) => sharedText(round % 2 === 0 ? 1e6 : 0), PRIMARIES);
  writeFileSync(join(root, 'conf/base/shared.yaml'), sharedText(-1));
  workspace.dispose();
  return { time, peak: highest, two, all, worst, composing: await composeAll(root, list), judged, diagnostics };
}

/** All primaries composed in full with another text of the file that all of them reach, and nothing looked at. */
async function composeAll(root: string, list: (folder: string) => Promise<string[]>): Promise<number[]> {
  const composer = new Composer({ files: { read: nodeFiles.read, list } });
  const compose = async (by: Pick<Composer, 'compose'>) => {
    for (let primary = 0; primary < PRIMARIES; primary += 1) {
      await by.compose({ configDir: join(root, 'conf'), primary: `train_${primary}` });
    }
  };
  await compose(composer);
  const times: number[] = [];
  for (let round = 0; round < EDITS; round += 1) {
    const texts = new Map([[join(root, 'conf', 'base', 'shared.yaml'), sharedText(round)]]);
    const start = performance.now();
    await compose(composer.variant(texts));
    times.push(performance.now() - start);
  }
  return times;
}

const [side, folder] = process.argv.slice(2);
if (side !== undefined && folder !== undefined) {
  collectGarbage();
  const seen = side === 'floor' ? parseAll(folder, [...texts().keys()]) : await checkAll(folder);
  process.stdout.write(`${JSON.stringify(seen)}\n`);
} else {
  const root = mkdtempSync(join(tmpdir(), 'schedule-lens-workspace-'));
  try {
    const all = texts();
    for (const [path, text] of all) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const ask = (which: string): Seen => {
      const { status, stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), which, root], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      if (status !== 0) throw new Error(`the side ${which} failed`);
      return JSON.parse(stdout) as Seen;
    };
    const floors: Seen[] = [];
    const ours: Seen[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      floors.push(ask('floor'));
      ours.push(ask('ours'));
    }
    const floor = median(floors.map(({ time }) => time));
    const full = median(ours.map(({ time }) => time));
    const two = median(ours.flatMap((one) => one.two));
    const every = median(ours.flatMap((one) => one.all));
    const composing = median(ours.flatMap((one) => one.composing));
    const memory = (all: readonly Seen[]) => `${Math.max(...all.map(({ peak }) => peak)).toFixed(0)} MB`;
    const worst = median(ours.flatMap((one) => one.worst));
    const again = (edit: number) => `${count(ours[0]?.judged[edit] ?? 0)} of ${count(all.size)} files judged again`;
    report(
      'workspace',
      `## A workspace of ${count(all.size)} config files and ${PRIMARIES} primary configs

Each primary is composed of 50 files; every tenth group holds an optimizer with a schedule. Medians of ${ROUNDS} processes per
side, in turn; both sides start cold and read from the disk. The file that all reach holds a value that 1,000 schedules
read. After a change the order of merging is found out again only where a defaults list or a package header is another one,
and judged again are the files of which the new compositions say something else.

${table(
  ['', 'Time', 'Against', 'Ratio', 'Goal', 'Peak memory'],
  [
    ['`yaml` parsing every file once', `${ms(floor)} ms`, '', '1', '', memory(floors)],
    ['First check of everything', `${ms(full)} ms`, 'that', ratio(full / floor), '≤ 2', memory(ours)],
    [
      `Check after a file of 2 primaries changed (${again(0)})`,
      `${ms(two)} ms`,
      'the first check',
      `${((two / full) * 100).toFixed(2)} %`,
      '≤ 1 %',
      '',
    ],
    [`Composing all ${PRIMARIES} in full`, `${ms(composing)} ms`, '', '', '', ''],
    [
      `Check after a file of all ${PRIMARIES} changed (${again(1)})`,
      `${ms(every)} ms`,
      'composing them',
      ratio(every / composing),
      '≤ 2',
      '',
    ],
    [
      `The same where it changes what is wrong with every schedule (${again(2)})`,
      `${ms(worst)} ms`,
      'composing them',
      ratio(worst / composing),
      '',
      '',
    ],
  ],
)}`,
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { run } from '../../../server/src/cli/program';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** A terminal of that many columns; none when not given. */
  readonly columns?: number;
}

export interface Folder {
  readonly path: string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Runs the command line in the folder, in this process. */
  run(argv: readonly string[], options?: RunOptions): Promise<Ran>;
  git(...args: string[]): string;
}

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A folder that goes when its test ends. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'schedule-lens-cli-')));
  made.push(path);
  const folder: Folder = {
    path,
    write(texts) {
      for (const [name, text] of Object.entries(texts)) {
        mkdirSync(dirname(join(path, name)), { recursive: true });
        writeFileSync(join(path, name), text);
      }
    },
    run: (argv, options = {}) => runIn(path, argv, options),
    git(...args) {
      const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'init.defaultBranch=main'];
      return execFileSync('git', [...identity, ...args], {
        cwd: path,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    },
  };
  folder.write(files);
  return folder;
}

async function runIn(
  cwd: string,
  argv: readonly string[],
  { stdin = '', env = {}, columns }: RunOptions,
): Promise<Ran> {
  const texts = { out: '', err: '' };
  const terminal = columns === undefined ? {} : { isTTY: true, columns, rows: 40 };
  const code = await run(argv, {
    cwd,
    env,
    stdout: { write: (text) => (texts.out += text), ...terminal },
    stderr: { write: (text) => (texts.err += text), ...terminal },
    stdin: async () => Buffer.from(stdin),
  });
  return { code, ...texts };
}

/** At 0.5 of training 1e-3 becomes 1e-4. */
export const GOOD = [
  'lr: 1e-3',
  'schedule_config:',
  '  kind: noether.core.schedules.StepFixedSchedule',
  '  factor: 0.1',
  '  start_value: ${..lr}',
  '  steps: [0.5]',
  '',
].join('\n');

/** One slip with one clear repair: a warning, since noether ignores the key. */
export const SLIP = [
  'lr: 1e-3',
  'schedule_config:',
  '  kind: noether.core.schedules.LinearWarmupCosineDecaySchedule',
  '  warmup_percent: 0.1',
  '  max_value: ${..lr}',
  '  end_vlaue: 1e-5',
  '',
].join('\n');

/** An error that nothing mends. */
export const BAD = 'schedule_config: 5\n';

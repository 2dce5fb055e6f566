// Whatever a script starts or creates is gone when the script ends, however it ends.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @type {Set<() => void>} */
const pending = new Set();

function runAll() {
  // Last in, first out: a process goes before the folder that it writes to.
  for (const undo of [...pending].reverse()) {
    pending.delete(undo);
    try {
      undo();
    } catch (error) {
      process.stderr.write(`${error}\n`);
    }
  }
}

let listening = false;
function listen() {
  if (listening) return;
  listening = true;
  process.once('exit', runAll);
  // A worker of a test runner ends with its runner.
  if (process.channel) process.once('disconnect', () => process.exit(1));
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])
    process.once(signal, () => process.exit(code));
}

/**
 * Registers a synchronous undo step for the end of this process. The returned function runs it at once, and only once.
 * @param {() => void} undo
 */
export function atEnd(undo) {
  listen();
  pending.add(undo);
  return () => {
    if (pending.delete(undo)) undo();
  };
}

/** A new empty folder outside the project, by its real path, removed at the end. */
export function temporaryFolder(name = 'run') {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `schedule-lens-${name}-`)));
  const remove = atEnd(() => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return { path, remove };
}

/**
 * Ends a process started with `detached: true`, and everything that it started.
 * @param {import('node:child_process').ChildProcess} child
 */
export function killTree(child) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Already gone, which is what was wanted.
  }
}

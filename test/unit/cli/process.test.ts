import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderOf, GOOD } from './harness';

const program = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

describe('the program', () => {
  it('stops when its reader has seen enough, however much there is to say', async () => {
    const folder = folderOf({ 'a.yaml': `trainer:\n  max_updates: 2_000_000_000\n${GOOD}` });
    const child = spawn(process.execPath, [program, 'curve', 'a.yaml', '--csv', '--steps', 'all'], {
      cwd: folder.path,
    });
    let errors = '';
    child.stderr.on('data', (text: Buffer) => {
      errors += text.toString();
    });
    child.stdout.once('data', () => child.stdout.destroy());
    // All of it would take an hour.
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, errors]).toEqual([0, '']);
  });

  it.runIf(existsSync('/dev/full'))('says that its output cannot be written, and ends with 2', () => {
    const folder = folderOf({ 'a.yaml': GOOD });
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [program, 'check'], {
      cwd: folder.path,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^The output cannot be written: ENOSPC.*\n$/)]);
  });
});

// What must work before node_modules exists: plain Node, no dependency.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atEnd } from './cleanup.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** One line on what happens now, so that no wait is silent. */
export function say(text) {
  process.stdout.write(`> ${text}\n`);
}

/**
 * Runs a program to its end, never with our standard input. Its output is shown, or with `quiet` only when it fails.
 * Rejects when it cannot start or ends with anything but 0.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { quiet?: boolean }} [options]
 * @returns {Promise<string>} the standard output of a quiet run
 */
export function run(command, args, { quiet = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const shown = quiet ? 'pipe' : 'inherit';
    const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', shown, shown] });
    const forget = atEnd(() => child.kill());
    let output = '';
    let errors = '';
    child.stdout?.on('data', (data) => {
      output += data;
    });
    child.stderr?.on('data', (data) => {
      errors += data;
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      forget();
      if (code === 0) {
        resolve(output);
        return;
      }
      process.stderr.write(output + errors);
      reject(new Error(`${[command, ...args].join(' ')} ended with ${signal ?? code}`));
    });
  });
}

/**
 * Runs npm by the file that started us where there is one: npm on Windows is a .cmd, which spawn refuses without a shell.
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli)) return run(process.execPath, [cli, ...args], options);
  return process.platform === 'win32' ? run('npm.cmd', args, { ...options, shell: true }) : run('npm', args, options);
}

/** Whether node_modules holds what the lock file names; a package for another platform may be missing. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const present = packagesOf(installed);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      path === '' || present[path]?.version === version || (optional === true && present[path] === undefined),
  );
}

/** Installs what package-lock.json names unless that is already there. Browsers and VS Code builds are not downloaded by it. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  say('installing the packages of package-lock.json');
  // None of them needs its install script, and some of those would download or compile.
  await npm(['ci', '--ignore-scripts', '--no-fund', '--no-audit'], {
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
}

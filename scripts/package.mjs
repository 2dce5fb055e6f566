// node scripts/package.mjs [--out FILE]
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run } from './install.mjs';

const require = createRequire(import.meta.url);

/**
 * Builds for production and packs the extension.
 * @param {{ out?: string, quiet?: boolean }} [options] where to; by default `schedule-lens-<version>.vsix` in the project's folder
 * @returns {Promise<string>} the absolute path of the .vsix
 */
export async function packageExtension({ out, quiet = false } = {}) {
  const { name, version } = require('../package.json');
  const file = resolve(root, out ?? `${name}-${version}.vsix`);
  await mkdir(dirname(file), { recursive: true });
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  // No repository address exists, so relative links of the README stay as they are instead of being completed with one.
  const links = ['--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(process.execPath, [vsce, 'package', '--no-dependencies', ...links, '--out', file], { quiet });
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--out');
  await packageExtension(at === -1 ? {} : { out: process.argv[at + 1] });
}

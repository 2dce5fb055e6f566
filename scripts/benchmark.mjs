// node scripts/benchmark.mjs [NAME…]: runs test/benchmark/*.bench.{ts,mjs}, or those whose names contain one of the given.
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root, run, say } from './install.mjs';

const folder = join(root, 'test', 'benchmark');
const outdir = join(root, 'out', 'benchmark');
const names = process.argv.slice(2);
const files = (await readdir(folder)).filter(
  (name) => /\.bench\.(ts|mjs)$/.test(name) && (names.length === 0 || names.some((part) => name.includes(part))),
);
if (files.length === 0)
  throw new Error(`no benchmark in test/benchmark${names.length > 0 ? ` is called ${names.join(' or ')}` : ''}`);
await mkdir(outdir, { recursive: true });
const outOfBounds = [];
for (const name of files.sort()) {
  let script = join(folder, name);
  if (name.endsWith('.ts')) {
    script = join(outdir, name.replace(/\.ts$/, '.mjs'));
    await build({
      absWorkingDir: root,
      entryPoints: [join(folder, name)],
      outfile: script,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      packages: 'external',
      sourcemap: 'inline',
      logLevel: 'warning',
    });
  }
  say(name);
  try {
    await run(process.execPath, ['--enable-source-maps', '--expose-gc', script]);
  } catch {
    outOfBounds.push(name);
  }
}
if (outOfBounds.length > 0) {
  say(`failed or out of bounds: ${outOfBounds.join(', ')}`);
  process.exitCode = 1;
}

// node scripts/benchmark.mjs [NAME…]: runs test/benchmark/*.bench.{ts,mjs}, or those whose names contain one of the given.
// All of them together also write docs/performance.md.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, root, run, say } from './install.mjs';

const folder = join(root, 'test', 'benchmark');
const outdir = join(root, 'out', 'benchmark');

/** The sections of the page, each written by the benchmark of that name. */
const sections = ['edit', 'start', 'activation', 'curve', 'workspace', 'memory', 'sizes'];

async function scriptOf(name) {
  if (!name.endsWith('.ts')) return join(folder, name);
  const { build } = await import('esbuild');
  const script = join(outdir, name.replace(/\.ts$/, '.mjs'));
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
  return script;
}

let page;

/** The page holds the sections alone, so it need not wait for the others. */
function pageOnce() {
  page ??= writePage();
  return page;
}

async function writePage() {
  const parts = await Promise.all(
    sections.map((name) => readFile(join(outdir, `${name}.md`), 'utf8').catch(() => undefined)),
  );
  const head = `# Performance

Written by \`npm run benchmark\`, which measures everything side by side in one run: ratios say the same on a fast machine and
on a slow one, and what is compared is measured in turn. This run: Node ${process.version}, ${cpus().length} cores, ${process.platform} ${process.arch}.`;
  const page = join(root, 'docs', 'performance.md');
  await writeFile(
    page,
    `${[head, ...parts.filter((part) => part !== undefined).map((part) => part.trim())].join('\n\n')}\n`,
  );
  say('docs/performance.md holds the tables');
}

await ensureInstalled();
const { build } = await import('./build.mjs');
const names = process.argv.slice(2);
const files = (await readdir(folder)).filter(
  (name) => /\.bench\.(ts|mjs)$/.test(name) && (names.length === 0 || names.some((part) => name.includes(part))),
);
if (files.length === 0)
  throw new Error(`no benchmark in test/benchmark${names.length > 0 ? ` is called ${names.join(' or ')}` : ''}`);
if (names.length === 0) await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
say('building for production');
await build({ production: true });
const failed = [];
// The sections of the page first, in its order.
const place = (name) => sections.findIndex((section) => name.startsWith(`${section}.`)) >>> 0;
for (const name of files.sort((a, b) => place(a) - place(b))) {
  say(name);
  if (names.length === 0 && place(name) >= sections.length) await pageOnce();
  try {
    await run(process.execPath, ['--enable-source-maps', '--expose-gc', await scriptOf(name)]);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    failed.push(name);
  }
}
if (names.length === 0) await pageOnce();
if (failed.length > 0) {
  say(`failed or out of bounds: ${failed.join(', ')}`);
  process.exitCode = 1;
}

// node scripts/build.mjs [--production] [--watch]
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { root, run, say } from './install.mjs';

/** The sources of the library's entries. One is built once package.json exports it. */
const sources = {
  schedules: 'server/src/schedules/index.ts',
  service: 'server/src/service/index.ts',
  hydra: 'server/src/config/hydra/index.ts',
};
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const library = Object.entries(sources).filter(
  ([name, entry]) => `./${name}` in exports && existsSync(join(root, entry)),
);

/** Everything that is bundled: one row per output file; rows whose entry is not in the tree are left out. */
function bundles() {
  const node = { platform: 'node', target: 'node20', format: 'cjs' };
  const worker = { platform: 'browser', target: 'es2022' };
  const rows = [
    { entry: 'client/src/node.ts', outfile: 'dist/client/node.js', ...node, external: ['vscode'] },
    { entry: 'server/src/lsp/node.ts', outfile: 'dist/server/node.js', ...node },
    {
      entry: 'server/src/cli/main.ts',
      outfile: 'dist/cli/main.js',
      ...node,
      banner: { js: '#!/usr/bin/env node' },
    },
    // For workers: nothing is external but what the extension host gives, so an import of a Node module fails the build.
    {
      entry: 'client/src/browser.ts',
      outfile: 'dist/client/browser.js',
      ...worker,
      format: 'cjs',
      external: ['vscode'],
    },
    { entry: 'server/src/lsp/browser.ts', outfile: 'dist/server/browser.js', ...worker, format: 'iife' },
    {
      entry: 'client/src/preview/view/main.ts',
      outfile: 'dist/preview/view.js',
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
    },
    {
      entry: 'client/src/preview/view/view.css',
      outfile: 'dist/preview/view.css',
      platform: 'browser',
      target: 'es2022',
    },
  ];
  // The library runs in Node, in workers and in other bundlers, so it is built for none of them in particular.
  const neutral = { platform: 'neutral', target: 'es2022', mainFields: ['module', 'main'] };
  for (const [name, entry] of library) {
    rows.push({ entry, outfile: `dist/lib/${name}.mjs`, ...neutral, format: 'esm' });
    rows.push({ entry, outfile: `dist/lib/${name}.cjs`, ...neutral, format: 'cjs' });
  }
  return rows.filter(({ entry }) => existsSync(join(root, entry)));
}

function esbuildOptions({ entry, outfile, ...rest }, production) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: production,
    sourcemap: !production,
    // Users of the library see names in messages and in `error.name`; keeping them costs a server a tenth of its start.
    keepNames: production && outfile.startsWith('dist/lib/'),
    legalComments: 'none',
    metafile: true,
    // The build for browsers: it reads no files, and ours gets its strings by value everywhere.
    alias: { '@vscode/l10n': '@vscode/l10n/dist/browser.js' },
    logLevel: 'warning',
    ...rest,
  };
}

/** Declarations for the library entries, so that `types` in package.json's exports resolves for ESM and CJS users alike. */
async function emitTypes() {
  if (library.length === 0) return;
  await mkdir(join(root, 'dist'), { recursive: true });
  const project = join(root, 'dist', 'tsconfig.types.json');
  // Checking is the linter's part; a build in the middle of an edit shall still give what it can.
  const compilerOptions = {
    noEmit: false,
    noCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: '..',
    outDir: './types',
  };
  const config = {
    extends: '../tsconfig.json',
    compilerOptions,
    include: library.map(([, entry]) => `../${entry}`),
    exclude: [],
  };
  await writeFile(project, JSON.stringify(config));
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project]);
  await rm(project);
  for (const [name, entry] of library) {
    const from = `./types/${entry.replace(/\.ts$/, '.js')}`;
    for (const extension of ['mts', 'cts']) {
      await writeFile(join(root, 'dist', `${name}.d.${extension}`), `export * from '${from}';\n`);
    }
  }
}

/** The licences of the packages that are part of the bundles, as they ask for. */
async function writeNotices(results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const packages = new Set(inputs.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const notices = [];
  for (const folder of [...packages].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : await readFile(join(root, folder, file), 'utf8');
    notices.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  const head = 'Schedule Lens contains parts of these packages, under their own licences.\n';
  await writeFile(join(root, 'dist', 'ThirdPartyNotices.txt'), [head, ...notices].join(`\n${'-'.repeat(72)}\n\n`));
}

/** Bundles everything into dist/. A production build is minified and leaves no source maps behind. */
export async function build({ production = false } = {}) {
  const esbuild = await import('esbuild');
  await rm(join(root, 'dist'), { recursive: true, force: true });
  const work = bundles().map((row) => esbuild.build(esbuildOptions(row, production)));
  const settled = await Promise.allSettled([...work, emitTypes()]);
  // Everything that can be built is built, and each failure is reported by its tool, before the first one ends the build.
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw new Error(`the build failed: ${failed.reason.message.split('\n')[0]}`);
  await writeNotices(await Promise.all(work));
}

/** Prints what each bundle in dist/ weighs, as it is and compressed as it travels. */
export async function reportSizes() {
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
  const lines = [];
  for (const { outfile } of bundles()) {
    const content = await readFile(join(root, outfile));
    lines.push(
      `${outfile.padEnd(26)}${kilobytes(content.length)} kB${kilobytes(gzipSync(content).length)} kB gzipped\n`,
    );
  }
  process.stdout.write(lines.join(''));
}

async function watch() {
  const esbuild = await import('esbuild');
  const rows = bundles();
  // The editor's task waits for these two lines: the first when anything starts, the second when everything is up to date.
  const upToDate = new Set();
  let running = 0;
  const announce = (row) => ({
    name: 'announce',
    setup(build) {
      build.onStart(() => {
        if (running === 0) console.log('[watch] build started');
        running += 1;
      });
      build.onEnd(() => {
        running -= 1;
        upToDate.add(row);
        if (running === 0 && upToDate.size === rows.length) console.log('[watch] build finished');
      });
    },
  });
  const contexts = rows.map((row) =>
    esbuild.context({ ...esbuildOptions(row, false), plugins: [announce(row)], logLevel: 'error' }),
  );
  for (const context of await Promise.all(contexts)) await context.watch();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const production = process.argv.includes('--production');
  if (process.argv.includes('--watch')) {
    await watch();
  } else {
    const start = performance.now();
    try {
      await build({ production });
      await reportSizes();
      say(`built ${production ? 'for production ' : ''}in ${Math.round(performance.now() - start)} ms`);
    } catch (error) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  }
}

// node scripts/build.mjs [--production] [--watch]
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { asModule, COMPILED, exportsOf } from './as-modules.mjs';
import { root, run, say } from './install.mjs';
import { packStrings, readBundles } from './strings.mjs';

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

/** Papa Parse's parser of a text, without what reads from the network, in workers of its own and from Node's streams. */
function onlyParser(text) {
  const parts = [
    /^\tPapa\.BYTE_ORDER_MARK = .*\n/m,
    /^\tPapa\.BAD_DELIMITERS = .*\n/m,
    ...['stripBom', 'escapeRegExp', 'isFunction', 'Parser'].map(
      (name) => new RegExp(`^\\tfunction ${name}\\([\\s\\S]*?^\\t\\}\n`, 'm'),
    ),
  ].map((part) => {
    const found = part.exec(text);
    if (found === null) throw new Error(`papaparse has no ${part.source}`);
    return found[0];
  });
  return `'use strict';\nvar Papa = {};\n${parts.join('')}module.exports = { Parser };`;
}

/** Something in the place of each export of a compiled file. */
const each = (value) => (text) =>
  exportsOf(text)
    .map((name) => `export const ${name} = ${value};\n`)
    .join('');

/**
 * What vscode-languageclient always loads and our client never uses: features of the protocol that our server has not,
 * and the check of VS Code's version, which `engines` in the manifest is for. Each stands for a file.
 */
const UNUSED_IN_CLIENT = {
  ...Object.fromEntries(
    [
      'callHierarchy',
      'colorProvider',
      'declaration',
      'executeCommand',
      'fileOperations',
      'foldingRange',
      'formatting',
      'implementation',
      'inlineCompletion',
      'inlineValue',
      'linkedEditingRange',
      'selectionRange',
      'semanticTokens',
      'signatureHelp',
      'textDocumentContent',
      'typeDefinition',
      'typeHierarchy',
      'workspaceSymbol',
    ].map((name) => [
      `vscode-languageclient/lib/common/${name}.js`,
      // A feature that does nothing, under each of its names.
      each(`class {
  fillClientCapabilities() {} initialize() {} clear() {} getState() { return { kind: 'static' }; }
}`),
    ]),
  ),
  // Pulling diagnostics listens to what happens to notebooks: nothing does.
  'vscode-languageclient/lib/common/notebook.js': `const never = () => ({ dispose() {} });
class NotebookDocumentSyncFeature {
  static CellScheme = 'vscode-notebook-cell';
  registrationType = { method: 'notebookDocument/sync' };
  onOpenNotificationSent = never; onChangeNotificationSent = never; onSaveNotificationSent = never; onCloseNotificationSent = never;
  handles() { return false; } register() {} unregister() {}
  fillClientCapabilities() {} initialize() {} clear() {} getState() { return { kind: 'static' }; }
}
export { NotebookDocumentSyncFeature };`,
  // Asked only for selectors that name no language.
  'vscode-languageclient/lib/common/utils/globPattern.js': 'export const matchGlobPattern = () => false;',
  'papaparse/papaparse.js': onlyParser,
  'semver/functions/parse.js': 'module.exports = (version) => version;',
  'semver/functions/satisfies.js': 'module.exports = () => true;',
};

/** What vscode-languageserver always loads and our server never uses: the same features, and the search for packages. */
const UNUSED_IN_SERVER = {
  ...Object.fromEntries(
    [
      'callHierarchy',
      'fileOperations',
      'foldingRange',
      'inlineCompletion',
      'inlineValue',
      'linkedEditingRange',
      'moniker',
      'notebook',
      'semanticTokens',
      'showDocument',
      'textDocumentContent',
      'typeHierarchy',
    ].map((name) => [
      `vscode-languageserver/lib/common/${name}.js`,
      // What adds a feature to a class adds none.
      each('(Base) => Base'),
    ]),
  ),
  'vscode-languageserver/lib/node/files.js': each('undefined'),
};

/**
 * Puts a text, or what a function makes of it, in the place of files of packages, and makes ES modules of the compiled
 * ones. A file that no package has any more fails the build.
 */
function leaveOut(texts) {
  return {
    name: 'leave-out',
    setup(build) {
      const unseen = new Set(Object.keys(texts));
      build.onLoad({ filter: /[\\/]node_modules[\\/].*\.js$/ }, async ({ path }) => {
        const file = path.replaceAll('\\', '/').replace(/^.*\/node_modules\//, '');
        const instead = texts[file] ?? (COMPILED.test(path) ? asModule : undefined);
        if (instead === undefined) return undefined;
        unseen.delete(file);
        return {
          contents: typeof instead === 'string' ? instead : instead(await readFile(path, 'utf8')),
          loader: 'js',
        };
      });
      build.onEnd(() => ({
        errors: [...unseen].map((file) => ({ text: `${file} is not loaded, so it is not to be left out` })),
      }));
    },
  };
}

/**
 * Writes the modules of a build as CommonJS, which every Node loads by `import` and by `require`, and beside each entry of
 * the library a module that names what it exports. Modules that share files cannot be built as CommonJS at once.
 */
function asCommonJs(production) {
  return {
    name: 'as-commonjs',
    setup(build) {
      let before = [];
      build.onEnd(async ({ outputFiles = [], metafile, errors }) => {
        if (errors.length > 0) return;
        // While it watches: what changed has another name.
        const now = new Set(outputFiles.map(({ path }) => path));
        for (const path of before) if (!now.has(path)) await rm(path, { force: true });
        before = [...now];
        for (const { path, text } of outputFiles) {
          const name = relative(root, path).replaceAll('\\', '/');
          const { code } = await build.esbuild.transform(text, {
            ...{ format: 'cjs', platform: 'node', target: 'node20', legalComments: 'none' },
            // A call of require: `import()` would read through all of a module's text to find its names.
            supported: { 'dynamic-import': false },
            minify: production,
            sourcemap: production ? false : 'inline',
            sourcefile: name,
          });
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, code);
          const { entryPoint, exports: names } = metafile.outputs[name];
          if (!Object.values(sources).includes(entryPoint)) continue;
          const module = `export { ${names.sort().join(', ')} } from './${basename(path)}';\n`;
          await writeFile(path.replace(/\.js$/, '.mjs'), module);
        }
      });
    },
  };
}

/** The files of a build that one of its entries loads when it is loaded itself, that entry first. */
function loadedBy({ outputs }, entry) {
  const loaded = new Set(Object.keys(outputs).filter((file) => outputs[file].entryPoint === entry));
  for (const file of loaded) {
    for (const { path, kind } of outputs[file].imports)
      if (kind === 'import-statement' && path in outputs) loaded.add(path);
  }
  return [...loaded];
}

/** The server's libraries as it bundles them; the benchmark of its start compares it with a server of just these. */
export const serverLibraries = () => leaveOut(UNUSED_IN_SERVER);

/**
 * Fails when a bundle that also runs in a worker imports a Node module anywhere but in the files that only Node loads:
 * the ones named for it, in our tree and in the packages. The library's entries load none of those.
 */
function checkWorkers({ outfile, splitting, external = [] }, { inputs, outputs }) {
  if (splitting) {
    for (const entry of Object.values(sources)) {
      for (const file of loadedBy({ outputs }, entry)) {
        const outside = outputs[file].imports.find(({ external, kind }) => external && kind !== 'dynamic-import');
        if (outside !== undefined) throw new Error(`${entry}: ${file} imports ${outside.path}, which a worker has not`);
      }
    }
    return;
  }
  if (!external.includes('node:*')) return;
  for (const [file, { imports }] of Object.entries(inputs)) {
    if (/[/-]node(?:[-/]|\.ts$)/.test(file.replace(/^node_modules\//, ''))) continue;
    const outside = imports.find(
      ({ external, path }) => external === true && path !== 'vscode' && path !== '<runtime>',
    );
    if (outside !== undefined) throw new Error(`${outfile}: ${file} imports ${outside.path}, which a worker has not`);
  }
}

/** Everything that is bundled: one row per output file, or per files that share; rows whose entry is not in the tree are left out. */
function bundles(production) {
  // One file for Node and for web workers, which differ by little: each loads its part when it runs there.
  const both = {
    platform: 'neutral',
    target: ['node20', 'es2022'],
    mainFields: ['module', 'main'],
    conditions: ['node', 'browser'],
    external: ['vscode', 'node:*', ...builtinModules],
  };
  const rows = [
    {
      entry: 'client/src/main.ts',
      outfile: 'dist/client/main.js',
      ...both,
      format: 'cjs',
      plugins: [leaveOut(UNUSED_IN_CLIENT)],
    },
    {
      entry: 'server/src/lsp/main.ts',
      outfile: 'dist/server/main.js',
      ...both,
      format: 'iife',
      plugins: [serverLibraries()],
    },
    {
      // What Node runs and what programs load: the engine that they share is in files of its own, once.
      entries: {
        'cli/main': 'server/src/cli/main.ts',
        ...Object.fromEntries(library.map(([name, entry]) => [`lib/${name}`, entry])),
      },
      outdir: 'dist',
      chunkNames: 'lib/[name]-[hash]',
      ...both,
      // Drawn with where its user installed it.
      external: [...both.external, '@resvg/resvg-js'],
      format: 'esm',
      splitting: true,
      write: false,
      plugins: [serverLibraries(), asCommonJs(production)],
    },
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
  return rows.filter(({ entry, entries }) => entries !== undefined || existsSync(join(root, entry)));
}

function esbuildOptions({ entry, entries = [entry], ...rest }, production) {
  return {
    absWorkingDir: root,
    entryPoints: entries,
    bundle: true,
    minify: production,
    sourcemap: production ? false : rest.splitting ? 'inline' : true,
    legalComments: 'none',
    metafile: true,
    // The build for browsers: it reads no files, and ours gets its strings by value everywhere.
    alias: {
      '@vscode/l10n': '@vscode/l10n/dist/browser.js',
      // As modules, so that what is not used is left out.
      yaml: './node_modules/yaml/browser/index.js',
    },
    logLevel: 'warning',
    // Of a file whose exports were left out, nothing may be asked for.
    logOverride: { 'import-is-undefined': 'error' },
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
  const types = join(root, 'dist', 'types');
  const reached = await declarationsFrom(library.map(([, entry]) => join(types, entry.replace(/\.ts$/, '.d.ts'))));
  for (const name of await readdir(types, { recursive: true })) {
    if (name.endsWith('.ts') && !reached.has(join(types, name))) await rm(join(types, name));
  }
  await mkdir(join(root, 'dist', 'lib'), { recursive: true });
  for (const [name, entry] of library) {
    const from = `../types/${entry.replace(/\.ts$/, '.js')}`;
    for (const extension of ['d.ts', 'd.mts']) {
      await writeFile(join(root, 'dist', 'lib', `${name}.${extension}`), `export * from '${from}';\n`);
    }
  }
}

/** What the server, the client and the panel say in other languages. */
async function writeStrings() {
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(join(root, 'dist', 'strings.json'), JSON.stringify(await packStrings(await readBundles())));
}

/** Declarations and those that they import: a user's compiler reads no others. */
async function declarationsFrom(entries) {
  const reached = new Set(entries);
  for (const file of reached) {
    for (const [, from] of (await readFile(file, 'utf8')).matchAll(/\b(?:from |import\()['"](\.[^'"]+)['"]/g)) {
      const path = join(dirname(file), from);
      const found = [`${path}.d.ts`, join(path, 'index.d.ts')].find((each) => existsSync(each));
      if (found === undefined) throw new Error(`${file} imports ${from}, which has no declarations`);
      reached.add(found);
    }
  }
  return reached;
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

/** Minifies once more what the extension's package holds: slower than esbuild by far, and a twentieth smaller. */
async function minifyAgain({ outfile = '' }) {
  if (!/^dist\/(?:client|server|preview)\/.*\.js$/.test(outfile)) return;
  const terser = join(root, 'node_modules', 'terser', 'bin', 'terser');
  const file = join(root, outfile);
  const options = [
    '--ecma',
    '2022',
    '--compress',
    'passes=2',
    '--mangle',
    '--toplevel',
    '--format',
    'ascii_only,comments=false',
  ];
  await run(process.execPath, [terser, file, ...options, '--output', file]);
  // One character that is none of ASCII makes a server's whole source take twice the memory, and longer to be read.
  const [other] = /[^\n-~].{0,40}/.exec(await readFile(file, 'utf8')) ?? [];
  if (other !== undefined && outfile.startsWith('dist/server/')) {
    throw new Error(`${outfile}: "${other}" can be escaped in a plain string only, not in a tagged template`);
  }
}

/** Bundles everything into dist/. A production build is minified and leaves no source maps behind. */
export async function build({ production = false } = {}) {
  const esbuild = await import('esbuild');
  await rm(join(root, 'dist'), { recursive: true, force: true });
  const work = bundles(production).map((row) => esbuild.build(esbuildOptions(row, production)));
  const settled = await Promise.allSettled([...work, emitTypes(), writeStrings()]);
  // Everything that can be built is built, and each failure is reported by its tool, before the first one ends the build.
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw new Error(`the build failed: ${failed.reason.message.split('\n')[0]}`);
  const results = await Promise.all(work);
  for (const [index, row] of bundles(production).entries()) checkWorkers(row, results[index].metafile);
  if (production) await Promise.all(bundles(production).map(minifyAgain));
  await writeNotices(results);
}

/** Prints what each bundle in dist/ weighs, as it is and compressed as it travels. */
export async function reportSizes() {
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
  const lines = [];
  const add = async (name, files) => {
    const contents = await Promise.all(files.map((file) => readFile(join(root, file))));
    const sum = (sizes) => kilobytes(sizes.reduce((all, size) => all + size, 0));
    const gzipped = sum(contents.map((content) => gzipSync(content).length));
    lines.push(`${name.padEnd(26)}${sum(contents.map(({ length }) => length))} kB${gzipped} kB gzipped\n`);
  };
  for (const { outfile } of bundles(true)) if (outfile !== undefined) await add(outfile, [outfile]);
  await add('dist/cli/main.js', ['dist/cli/main.js']);
  const modules = (await readdir(join(root, 'dist', 'lib'))).filter((name) => /\.m?js$/.test(name));
  await add(
    'dist/lib/*',
    modules.map((name) => `dist/lib/${name}`),
  );
  process.stdout.write(lines.join(''));
}

async function watch() {
  const esbuild = await import('esbuild');
  const rows = bundles(false);
  await writeStrings();
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
    esbuild.context({
      ...esbuildOptions(row, false),
      plugins: [...(row.plugins ?? []), announce(row)],
      logLevel: 'error',
    }),
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

/**
 * How long a server takes from being spawned to having answered `initialize`: ours, one of the same libraries that does
 * nothing, and Node by itself.
 */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inTurn, median, ratio, report, root, spread, table } from './measure';

const outdir = join(root, 'out', 'benchmark');
const published = join(outdir, 'libraries.js');
const cut = join(outdir, 'libraries-cut.js');
await mkdir(outdir, { recursive: true });

// By its address, since it stands beside what it builds and this file is bundled to another place.
const { serverLibraries } = await import(pathToFileURL(join(root, 'scripts', 'build.mjs')).href);

/** The libraries that our server's bundle holds, loaded and told to answer `initialize`, and nothing else. */
const source = `
import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from 'yaml';
import { URI } from 'vscode-uri';
import { distance } from 'fastest-levenshtein';
import { format } from 'd3-format';
import { bisector, nice, ticks } from 'd3-array';
import picomatch from 'picomatch/posix';
import * as l10n from '@vscode/l10n';
globalThis.kept = [parseDocument, URI, distance, format, bisector, nice, ticks, picomatch, l10n.t];
const connection = createConnection(ProposedFeatures.all);
connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental } }));
new TextDocuments(TextDocument).listen(connection);
connection.listen();
`;
for (const [outfile, plugins] of [
  [published, []],
  // As our build makes them: without what our server never asks for.
  [cut, [serverLibraries()]],
] as const) {
  await build({
    absWorkingDir: root,
    stdin: { contents: source, resolveDir: root },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    alias: { '@vscode/l10n': '@vscode/l10n/dist/browser.js', yaml: './node_modules/yaml/browser/index.js' },
    plugins: [...plugins],
    logLevel: 'warning',
  });
}
const bare = join(outdir, 'bare.js');
await writeFile(bare, "process.stdout.write('Content-Length: 2\\r\\n\\r\\n{}');\n");

const message = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { processId: null, rootUri: null, capabilities: {} },
});

/** Resolves once the program has written its first answer. */
function start(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.once('error', reject);
    child.stdin.on('error', () => undefined);
    child.stdout.once('data', () => {
      resolve();
      child.kill();
    });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
  });
}

const sides = {
  ours: () => start(join(root, 'dist', 'server', 'main.js')),
  published: () => start(published),
  cut: () => start(cut),
  bare: () => start(bare),
};
await inTurn(sides, 3);
const seen = await inTurn(sides, 41);
const ours = median(seen.ours);
report(
  'start',
  `## Start

Milliseconds from spawning to the answer to \`initialize\`, median and 95th percentile in brackets. Goal: at most 1.2 × a
server of the same libraries that does nothing. Our build leaves out of these libraries what the server never asks for; the
second row has them as they are published, the third as our build makes them.

${table(
  ['Server', 'Time', 'Ours / this'],
  [
    ['Ours', spread(seen.ours), '1'],
    ['The same libraries, doing nothing', spread(seen.published), ratio(ours / median(seen.published))],
    ['The same without what ours leaves out', spread(seen.cut), ratio(ours / median(seen.cut))],
    ['Node alone', spread(seen.bare), ratio(ours / median(seen.bare))],
  ],
)}`,
);

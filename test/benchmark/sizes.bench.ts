/** What the bundles, the extension's package and the npm package weigh. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { report, root, table } from './measure';

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;

const bundles: readonly (readonly [string, string])[] = [
  ['Client, desktop and web', 'dist/client/main.js'],
  ['Server, process and web worker', 'dist/server/main.js'],
  ['Panel, script', 'dist/preview/view.js'],
  ['Panel, styles', 'dist/preview/view.css'],
  ['Translations, German and Chinese', 'dist/strings.json'],
  ['Command line, the entry', 'dist/cli/main.js'],
];

/** What files weigh together, each compressed by itself. */
function rowOf(name: string, shown: string, files: readonly string[]): readonly string[] {
  try {
    const contents = files.map((file) => readFileSync(join(root, file)));
    const sum = (sizes: readonly number[]) => kilobytes(sizes.reduce((all, size) => all + size, 0));
    const sizes = [contents.map(({ length }) => length), contents.map((content) => gzipSync(content).length)];
    return [name, `\`${shown}\``, ...sizes.map(sum)];
  } catch {
    return [name, `\`${shown}\``, 'not built', ''];
  }
}
const library = readdirSync(join(root, 'dist', 'lib')).filter((name) => /\.m?js$/.test(name));
const rows = [
  ...bundles.map(([name, file]) => rowOf(name, file, [file])),
  rowOf(
    'Command line, server and library: the engine they share',
    'dist/lib/*',
    library.map((name) => `dist/lib/${name}`),
  ),
];

const npm = process.env.npm_execpath;
const run = (command: string, args: readonly string[]) =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
run(process.execPath, [join(root, 'scripts', 'package.mjs'), '--out', join('out', 'benchmark', 'schedule-lens.vsix')]);
const vsix = statSync(join(root, 'out', 'benchmark', 'schedule-lens.vsix')).size;
const packArguments = ['pack', '--dry-run', '--json', '--ignore-scripts'];
const packed = npm === undefined ? run('npm', packArguments) : run(process.execPath, [npm, ...packArguments]);
const [tarball] = JSON.parse(packed) as readonly { readonly size: number; readonly unpackedSize: number }[];
report(
  'sizes',
  `## Sizes

Goal: a .vsix of at most 500 kB.

${table(
  ['', 'File', 'Size', 'Compressed'],
  [
    ...rows,
    ['Extension', '`.vsix`', '', kilobytes(vsix)],
    ['npm package', '`.tgz`', kilobytes(tarball?.unpackedSize ?? 0), kilobytes(tarball?.size ?? 0)],
  ],
)}`,
);

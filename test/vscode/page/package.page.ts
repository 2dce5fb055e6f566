import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../scripts/cleanup.mjs';
import { npm, root } from '../../../scripts/install.mjs';

/** The names in a zip file, read from its central directory. */
function zipNames(path: string): string[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0) throw new Error(`${path} is not a zip file`);
  const count = bytes.readUInt16LE(end + 10);
  const names: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readUInt16LE(at + 28);
    names.push(bytes.toString('utf8', at + 46, at + 46 + length));
    at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly exports: Record<string, string | Record<'import' | 'require', { types: string; default: string }>>;
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

describe('the .vsix', () => {
  const allowed = [
    /^\[Content_Types\]\.xml$/,
    /^extension\.vsixmanifest$/,
    /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt|dist\/ThirdPartyNotices\.txt)$/,
    /^extension\/docs\/rules\.md$/,
    /^extension\/images\/icon\.png$/,
    /^extension\/package\.nls(\.de|\.zh-cn)?\.json$/,
    /^extension\/l10n\/bundle\.l10n\.(de|zh-cn)\.json$/,
    /^extension\/schemas\/schedule-lens\.schema\.json$/,
    /^extension\/syntaxes\/schedule-lens\.injection\.tmLanguage\.json$/,
    /^extension\/dist\/(client|server)\/(node|browser)\.js$/,
    /^extension\/dist\/preview\/view\.(js|css)$/,
  ];

  it('holds what runs, and nothing else', () => {
    const names = zipNames(process.env.SCHEDULE_LENS_VSIX ?? '');
    expect(names.filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining([
        'extension/package.json',
        'extension/dist/ThirdPartyNotices.txt',
        'extension/schemas/schedule-lens.schema.json',
        'extension/syntaxes/schedule-lens.injection.tmLanguage.json',
        'extension/dist/client/node.js',
        'extension/dist/client/browser.js',
        'extension/dist/server/node.js',
        'extension/dist/server/browser.js',
        'extension/dist/preview/view.js',
        'extension/dist/preview/view.css',
      ]),
    );
  });
});

describe('the npm package', () => {
  const folder = temporaryFolder('npm');
  const user = join(folder.path, 'user');
  let names: string[] = [];
  beforeAll(async () => {
    const packed: unknown = JSON.parse(
      await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder.path], { cwd: root, quiet: true }),
    );
    const [entry] = packed as { filename: string; files: { path: string }[] }[];
    if (entry === undefined) throw new Error('npm packed nothing');
    names = entry.files.map(({ path }) => path);
    execFileSync('tar', ['-xzf', entry.filename], { cwd: folder.path });
    const modules = join(user, 'node_modules');
    mkdirSync(modules, { recursive: true });
    renameSync(join(folder.path, 'package'), join(modules, 'schedule-lens'));
    for (const name of Object.keys(manifest.dependencies)) {
      symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
    }
  });
  afterAll(() => folder.remove());

  it('holds the library, its types and its schemas, and nothing else', () => {
    const allowed = [
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/ThirdPartyNotices\.txt)$/,
      /^docs\/rules\.md$/,
      /^schemas\/[a-z.-]+\.schema\.json$/,
      /^dist\/lib\/[a-z]+\.[cm]js$/,
      /^dist\/[a-z]+\.d\.[cm]ts$/,
      /^dist\/types\/.*\.d\.ts$/,
    ];
    expect(names.filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
  });

  for (const [name, conditions] of Object.entries(manifest.exports)) {
    if (typeof conditions === 'string') continue;
    const specifier = `schedule-lens${name.slice(1)}`;
    const inNode = (file: string, text: string): string => {
      const path = join(user, file);
      writeFileSync(path, text);
      const output = execFileSync(process.execPath, [path], { encoding: 'utf8' });
      rmSync(path);
      return output;
    };

    it(`${specifier} loads in plain Node, by import and by require, with the same names`, () => {
      const print = 'console.log(JSON.stringify(Object.keys(library).sort()))';
      const imported = inNode('a.mjs', `import * as library from '${specifier}'; ${print}`);
      expect(JSON.parse(imported)).not.toEqual([]);
      expect(inNode('a.cjs', `const library = require('${specifier}'); ${print}`)).toBe(imported);
    });

    it(`${specifier} has types for both, complete with what they import`, () => {
      for (const file of ['consumer.mts', 'consumer.cts']) {
        writeFileSync(
          join(user, file),
          `import * as library from '${specifier}';\nexport const names: object = library;\n`,
        );
        const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', ''];
        // A compiler error is printed and ends with a code that execFileSync throws for.
        execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...options, join(user, file)], {
          cwd: user,
          stdio: ['ignore', 'inherit', 'inherit'],
        });
      }
    });
  }
});

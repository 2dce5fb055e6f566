import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../scripts/cleanup.mjs';
import { npm, root } from '../../../scripts/install.mjs';
import { overStdio } from '../../protocol/client';

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

/** What each package may weigh, compressed as it travels, in bytes. */
const VSIX_LIMIT = 500_000;
const NPM_LIMIT = 520_000;
/** The same as it lies on disk. The engine is in it once: twice would be above this. */
const NPM_UNPACKED_LIMIT = 2_100_000;

interface Manifest {
  readonly version: string;
  readonly bin: { readonly 'schedule-lens': string };
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
    /^extension\/images\/(icon\.png|start\/(write|see|tell)\.svg)$/,
    /^extension\/package\.nls(\.de|\.zh-cn)?\.json$/,
    /^extension\/dist\/strings\.json$/,
    /^extension\/schemas\/schedule-lens\.schema\.json$/,
    /^extension\/snippets\/yaml\.json$/,
    /^extension\/syntaxes\/schedule-lens\.injection\.tmLanguage\.json$/,
    /^extension\/dist\/(client|server)\/main\.js$/,
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
        'extension/dist/strings.json',
        'extension/dist/client/main.js',
        'extension/dist/server/main.js',
        'extension/dist/preview/view.js',
        'extension/dist/preview/view.css',
      ]),
    );
    expect(statSync(process.env.SCHEDULE_LENS_VSIX ?? '').size).toBeLessThan(VSIX_LIMIT);
  });
});

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs a folder as npm would publish it. */
async function pack(from: string, into: string): Promise<Packed> {
  const output = await npm(['pack', from, '--json', '--ignore-scripts', '--pack-destination', into], { quiet: true });
  const [entry] = JSON.parse(output) as Packed[];
  if (entry === undefined) throw new Error('npm packed nothing');
  return entry;
}

describe('the npm package', () => {
  const folder = temporaryFolder('npm');
  const user = join(folder.path, 'user');
  let packed: Packed | undefined;
  beforeAll(async () => {
    packed = await pack(root, folder.path);
    // What it depends on comes along as tarballs, so that no registry is asked.
    const names = Object.keys(manifest.dependencies).map((name) => join(root, 'node_modules', name));
    const needed = await Promise.all(names.map((path) => pack(path, folder.path)));
    const tarballs = [packed, ...needed].map(({ filename }) => join(folder.path, filename));
    mkdirSync(user);
    await npm(['install', '--offline', '--no-audit', '--no-fund', ...tarballs], { cwd: user, quiet: true });
  });
  afterAll(() => folder.remove());

  it('holds the command line, the server, the library, its types and its schemas, and nothing else', () => {
    const allowed = [
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/ThirdPartyNotices\.txt|dist\/strings\.json)$/,
      /^docs\/(rules|cli|editors)\.md$/,
      /^schemas\/[a-z.-]+\.schema\.json$/,
      /^dist\/cli\/main\.js$/,
      /^dist\/lib\/(schedules|service|hydra)\.(js|mjs|d\.ts|d\.mts)$/,
      /^dist\/lib\/(chunk|commands|server|node)-[A-Z0-9]{8}\.js$/,
      /^dist\/types\/server\/src\/.*\.d\.ts$/,
    ];
    const names = packed?.files.map(({ path }) => path) ?? [];
    expect(names.filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining([
        'dist/cli/main.js',
        'docs/cli.md',
        'dist/strings.json',
        'schemas/schedule-lens.schema.json',
      ]),
    );
    expect(packed?.size).toBeLessThan(NPM_LIMIT);
    expect(packed?.unpackedSize).toBeLessThan(NPM_UNPACKED_LIMIT);
  });

  it('holds the declarations that its entries reach, and none of the rest', () => {
    const names = (packed?.files ?? []).map(({ path }) => path).filter((path) => path.startsWith('dist/types/'));
    expect(names).toContain('dist/types/server/src/schedules/schedule.d.ts');
    // The command line and the server are no part of the library, and how a hover is worded is no part of its interface.
    expect(names.filter((path) => /\/(cli|lsp)\/|\/service\/hover/.test(path))).toEqual([]);
  });

  describe('in an empty folder, with no VS Code near', () => {
    const project = join(folder.path, 'project');
    const config =
      'lr: 1e-3\nschedule_config:\n  kind: noether.core.schedules.StepFixedSchedule\n  factor: 0.1\n  start_value: 1e-3\n  steps: [0.5]\n';
    const call = (argv: readonly string[], input?: string) => {
      const command = join(user, 'node_modules', '.bin', 'schedule-lens');
      const { PATH = '' } = process.env;
      return spawnSync(command, argv, {
        cwd: project,
        input,
        encoding: 'utf8',
        env: { PATH },
        shell: process.platform === 'win32',
      });
    };
    beforeAll(() => {
      mkdirSync(project);
      writeFileSync(join(project, 'train.yaml'), config);
    });

    it('checks, with the exit codes it promises', () => {
      expect(call(['--version']).stdout).toBe(`${manifest.version}\n`);
      expect(call(['check'])).toMatchObject({ status: 0, stdout: '1 file, nothing found.\n', stderr: '' });
      expect(call(['check', '-'], 'schedule_config: 5\n')).toMatchObject({ status: 1, stderr: '' });
      expect(call(['check', 'nowhere'])).toMatchObject({ status: 2, stdout: '' });
    });

    it('runs by npx', async () => {
      const output = await npm(['exec', '--offline', '--no', '--', 'schedule-lens', 'check', project], {
        cwd: user,
        quiet: true,
      });
      expect(output).toBe('1 file, nothing found.\n');
    });

    it('tells curves and differences', () => {
      // 1e-3 for the first half of 1,000 assumed steps, a tenth of it after.
      const csv = call(['curve', 'train.yaml', '--csv', '--steps', '499,500']);
      expect(csv).toMatchObject({ status: 0, stdout: `step,fraction,value\n499,0.499,0.001\n500,0.5,${1e-3 * 0.1}\n` });
      writeFileSync(join(project, 'other.yaml'), config.replace('0.5', '0.25'));
      expect(call(['diff', 'train.yaml', 'other.yaml', '--exit-code']).status).toBe(1);
    });

    it('is the language server, too', async () => {
      const command = join(user, 'node_modules', 'schedule-lens', manifest.bin['schedule-lens']);
      const session = await overStdio({}, [process.execPath, command, 'server']);
      expect(session.initialized.serverInfo?.name).toBe('Schedule Lens');
      await session.end();
      expect(session.process.exitCode).toBe(0);
    });
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

import { copyFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { temporaryFolder } from '../../../scripts/cleanup.mjs';
import { root, run } from '../../../scripts/install.mjs';

/** Packs the stand-in for Red Hat's YAML extension. Resolves to the path of its .vsix, in a folder that `remove` takes away. */
export async function packYamlExtension(): Promise<{ readonly vsix: string; remove(): void }> {
  const source = join(root, 'test', 'vscode', 'yaml-extension');
  const folder = temporaryFolder('yaml-extension');
  const server = createRequire(import.meta.url).resolve('yaml-language-server/out/server/src/server.js');
  await build({
    entryPoints: [join(source, 'extension.ts')],
    outfile: join(folder.path, 'extension.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    define: { YAML_SERVER: JSON.stringify(server) },
    logLevel: 'warning',
  });
  copyFileSync(join(source, 'package.json'), join(folder.path, 'package.json'));
  copyFileSync(join(root, 'LICENSE'), join(folder.path, 'LICENSE'));
  writeFileSync(join(folder.path, 'README.md'), 'A stand-in for tests.\n');
  const vsix = join(folder.path, 'vscode-yaml.vsix');
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--out', vsix], {
    cwd: folder.path,
    quiet: true,
  });
  return { vsix, remove: () => folder.remove() };
}

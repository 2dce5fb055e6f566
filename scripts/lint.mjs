// Format, lint, types, generated files, and translations. Everything is checked and reported before it fails.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run, say } from './install.mjs';

const projects = ['tsconfig.json', 'server', 'client', 'client/src/preview/view', 'test'];

/** Resolves to what failed, by name: nothing when all is well. */
export async function lint() {
  const bin = (...parts) => join(root, 'node_modules', ...parts);
  const steps = [
    ['biome', [bin('@biomejs', 'biome', 'bin', 'biome'), 'ci', '.']],
    ...projects.map((project) => [`tsc -p ${project}`, [bin('typescript', 'bin', 'tsc'), '-p', project]]),
  ];
  if (existsSync(join(root, 'scripts', 'generate.mjs')))
    steps.push(['generated files', ['scripts/generate.mjs', '--check']]);
  steps.push(['translations', ['scripts/l10n.mjs', '--check']]);
  const failed = [];
  for (const [name, args] of steps) {
    try {
      await run(process.execPath, args, { quiet: true });
    } catch {
      failed.push(name);
    }
  }
  return failed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failed = await lint();
  say(
    failed.length === 0
      ? 'format, lint, types, generated files and translations are in order'
      : `not in order: ${failed.join(', ')}`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}

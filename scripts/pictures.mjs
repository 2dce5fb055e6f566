// npm run pictures: makes the pictures of README.md again, from the packaged extension in a real VS Code.
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureInstalled, root, say } from './install.mjs';

const pictures = { 'readme-hover': 'hover', 'readme-panel': 'panel' };

await ensureInstalled();
const { packageExtension } = await import('./package.mjs');
const { runPageTests } = await import('./test-host.mjs');
const vsix = await packageExtension({ out: join('out', 'schedule-lens.vsix'), quiet: true });
const { failed } = await runPageTests({ vsix, version: 'stable', args: ['-t', 'pictures for the'] });
if (failed > 0) process.exit(1);
await mkdir(join(root, 'images'), { recursive: true });
for (const [from, to] of Object.entries(pictures)) {
  await copyFile(join(root, 'out', 'screenshots', `${from}.png`), join(root, 'images', `${to}.png`));
  say(`images/${to}.png`);
}

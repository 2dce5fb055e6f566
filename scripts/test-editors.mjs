// Starts other editors against the language server, with the configurations of docs/editors.md.
// node scripts/test-editors.mjs            those that are installed
// node scripts/test-editors.mjs --install  all, installed from Debian's packages where they are not
import { fileURLToPath } from 'node:url';
import { onPath } from './chromium.mjs';
import { ensureInstalled, run, say } from './install.mjs';

/** By file name in test/editors: the commands that must be there, and the packages that bring them. */
const editors = {
  neovim: { commands: ['nvim'], packages: ['neovim'] },
  emacs: { commands: ['emacs'], packages: ['emacs-nox', 'elpa-eglot', 'elpa-yaml-mode'] },
  kate: {
    commands: ['kate', 'Xvfb', 'xdotool', 'dbus-run-session'],
    packages: ['kate', 'xvfb', 'xdotool', 'dbus-x11', 'fonts-dejavu-core'],
  },
};

const isHere = ({ commands }) => commands.every((command) => onPath(command) !== undefined);

/** Runs the tests of the editors that are installed; resolves to their counts. */
export async function testEditors() {
  const found = Object.keys(editors).filter((name) => isHere(editors[name]));
  const missing = Object.keys(editors).filter((name) => !found.includes(name));
  if (missing.length > 0)
    say(`not installed, and so not tried: ${missing.join(', ')} (npm run test:editors installs them)`);
  if (found.length === 0) return { passed: 0, failed: 0 };
  const { runVitest } = await import('./test-host.mjs');
  return runVitest('test/editors/vitest.config.mts', { args: found.map((name) => `test/editors/${name}.editor.ts`) });
}

async function installEditors() {
  const wanted = Object.values(editors).filter((editor) => !isHere(editor));
  if (wanted.length === 0) return;
  const packages = wanted.flatMap((editor) => editor.packages);
  if (process.getuid?.() !== 0 || onPath('apt-get') === undefined) {
    throw new Error(`Install these first: ${packages.join(', ')} (names of Debian's packages).`);
  }
  say(`installing ${packages.join(', ')} from Debian's packages`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { quiet: true, env });
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { quiet: true, env });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureInstalled();
    if (process.argv.includes('--install')) await installEditors();
    const { build } = await import('./build.mjs');
    await build();
    const { passed, failed } = await testEditors();
    say(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}

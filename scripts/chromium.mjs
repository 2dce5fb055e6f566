// The browser that drives VS Code's web workbench in tests.
import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from './cleanup.mjs';
import { run, say } from './install.mjs';

/** The full path of a program on the PATH, or undefined. */
export function onPath(name) {
  const extensions = process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';') : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const extension of extensions) {
      const path = join(folder, name + extension);
      try {
        accessSync(path, constants.X_OK);
        if (folder !== '' && statSync(path).isFile()) return path;
      } catch {
        // Not here; the next folder may have it.
      }
    }
  }
  return undefined;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function installedApplications() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    const applications = [
      ['Google', 'Chrome', 'Application', 'chrome.exe'],
      ['Chromium', 'Application', 'chrome.exe'],
      ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
    ];
    return folders.flatMap((folder) => applications.map((parts) => join(folder, ...parts)));
  }
  return [];
}

/** The path of a Chromium-like browser: CHROME_PATH, then the PATH, then the places where installers put one. */
export function findChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH names ${chosen}, which does not exist.`);
    return chosen;
  }
  for (const name of names) {
    const path = onPath(name);
    if (path !== undefined) return path;
  }
  return installedApplications().find((path) => existsSync(path));
}

function canInstall() {
  return (
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    existsSync('/etc/debian_version') &&
    onPath('apt-get') !== undefined
  );
}

/** Says in one sentence what is missing for the tests in a real VS Code, or nothing when they can run. */
export function missingForBrowserTests() {
  if (findChromium() !== undefined || canInstall()) return undefined;
  return 'The tests in a real VS Code need a browser: install Chromium or Google Chrome (on Debian: apt-get install chromium fonts-dejavu-core), or name one in CHROME_PATH.';
}

/** The path of a browser, installed from Debian where there is none and we are root there. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  const missing = missingForBrowserTests();
  if (missing !== undefined) throw new Error(missing);
  say('installing chromium and fonts-dejavu-core from Debian for the tests');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A stale list may still do: whether it does, the installation says.
  await run('apt-get', ['update', '-qq'], { env, quiet: true }).catch(() => {});
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
    env,
    quiet: true,
  });
  const installed = findChromium();
  if (installed === undefined) throw new Error('Debian installed chromium, but it is not on the PATH.');
  return installed;
}

/** What the browser is started with: no window, no network of its own. */
async function launchOptions() {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const flags = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return {
    executablePath: await ensureChromium(),
    headless: true,
    args: ['--headless=new', ...sandbox, ...flags, '--disable-dev-shm-usage'],
  };
}

/** Starts the browser without a window. It ends with `close()`, or with this process. */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  return await chromium.launch(await launchOptions());
}

/**
 * Starts the browser with a profile on disk, whose user allows frames of other hosts to keep things. Both are gone after
 * `close()`, or at the latest when this process ends.
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function launchProfile(options = {}) {
  const { chromium } = await import('playwright-core');
  const profile = temporaryFolder('profile');
  mkdirSync(join(profile.path, 'Default'));
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  writeFileSync(join(profile.path, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile.path, { ...(await launchOptions()), ...options });
  // At the end of this process the folder goes first, then playwright ends the browser, which may have written there
  // again meanwhile. So it goes once more, in a listener that comes after playwright's.
  const removeRest = () => rmSync(profile.path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.once('exit', removeRest);
  const close = async () => {
    await context.close();
    process.off('exit', removeRest);
    profile.remove();
  };
  return { context, close };
}

/**
 * Opens VS Code's workbench of a host in a new page and waits until it is there.
 * @param {object} options
 * @param {import('./host.mjs').Host} options.host
 * @param {import('playwright-core').Browser} options.browser
 * @param {string} options.folder absolute path of the workspace
 * @param {[string, string][]} [options.payload] what the workbench is told: `openFile`, `extensionTestsPath` …
 * @param {{ width: number, height: number }} [options.viewport] in CSS pixels
 * @param {(page: import('playwright-core').Page) => Promise<void>} [options.prepare] what must be done before the page loads
 */
export async function openWorkbench({
  host,
  browser,
  folder,
  payload = [],
  viewport = { width: 1400, height: 900 },
  prepare,
}) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await prepare?.(page);
  const query = new URLSearchParams({ folder, ...(payload.length > 0 ? { payload: JSON.stringify(payload) } : {}) });
  await page.goto(`${host.url}?${query}`, { waitUntil: 'domcontentloaded' });
  await waitForWorkbench(page);
  return page;
}

/**
 * Waits until the workbench of a page is there, with the editors that it had.
 * @param {import('playwright-core').Page} page
 */
export async function waitForWorkbench(page) {
  await page.waitForFunction(() => globalThis.driver !== undefined, undefined, { timeout: 60_000 });
  await page.evaluate(() => globalThis.driver.whenWorkbenchRestored());
}

/** The URI under which a host's workbench knows a file of this machine. */
export function remoteUri(host, path) {
  const posix = path.replaceAll('\\', '/');
  return `vscode-remote://${host.authority}${posix.startsWith('/') ? '' : '/'}${encodeURI(posix)}`;
}

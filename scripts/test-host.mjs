// The tests in a real VS Code: a suite inside the extension host, and a suite that looks at the page from outside.
// node scripts/test-host.mjs [--host stable|newest] [--vsix FILE] [--grep TEXT] [--only suite|page|web]
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { remoteUri } from './chromium.mjs';
import { temporaryFolder } from './cleanup.mjs';
import { launchBrowser, openWorkbench, startHost } from './host.mjs';
import { root, run, say } from './install.mjs';
import { packageExtension } from './package.mjs';
import { workspaceCopy } from './workspace.mjs';

/** In milliseconds, for the whole suite. */
const suiteTimeout = 300_000;

/** What the suite's own lines begin with, on a console that it shares with the workbench. */
const mark = '[suite] ';

function withTimeout(milliseconds, work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not done within ${milliseconds / 1000} s`)), milliseconds);
    const stop = (settle) => (value) => {
      clearTimeout(timer);
      settle(value);
    };
    work(stop(resolve), stop(reject));
  });
}

/** Bundles the suite that runs inside the extension host: one file per test file, and the index that VS Code calls. */
export async function buildSuite() {
  const { build } = await import('esbuild');
  const outdir = join(root, 'out', 'suite');
  await rm(outdir, { recursive: true, force: true });
  const folder = join(root, 'test', 'vscode', 'suite');
  const entries = (await readdir(folder)).filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  await build({
    absWorkingDir: root,
    entryPoints: entries.map((name) => join(folder, name)),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(outdir, 'index.js');
}

/** Runs the in-host suite against an installed package and resolves to its counts. A suite that does not finish counts as one failure. */
export async function runSuite({ vsix, version = 'stable', grep }) {
  const index = await buildSuite();
  const workspace = workspaceCopy();
  const results = temporaryFolder('results');
  const file = join(results.path, 'results.json');
  const env = { SCHEDULE_LENS_RESULTS: file, ...(grep === undefined ? {} : { SCHEDULE_LENS_GREP: grep }) };
  let host;
  let browser;
  const noise = [];
  try {
    host = await startHost({ version, extensions: [vsix], env });
    browser = await launchBrowser();
    const ended = withTimeout(suiteTimeout, (resolve, reject) => {
      const prepare = async (page) => {
        page.on('crash', () => reject(new Error('the page crashed')));
        await page.exposeFunction('codeAutomationLog', (_type, args) => {
          const line = format(...args);
          // The workbench talks here, too; what it says matters only when something fails.
          if (line.startsWith(mark)) process.stdout.write(`${line.slice(mark.length)}\n`);
          else noise.push(line);
        });
        await page.exposeFunction('codeAutomationExit', (code) => resolve(code));
      };
      const payload = [
        ['extensionDevelopmentPath', remoteUri(host, join(root, 'test', 'vscode', 'harness'))],
        ['extensionTestsPath', remoteUri(host, index)],
      ];
      openWorkbench({ host, browser, folder: workspace.folder, payload, prepare }).catch(reject);
    });
    const code = await ended;
    const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1 };
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    if (counts.failed > 0) process.stderr.write(`${noise.slice(-20).join('\n')}\n`);
    return counts;
  } catch (error) {
    process.stderr.write(`${error.stack}\n${noise.slice(-40).join('\n')}\n${host?.log.slice(-40).join('\n') ?? ''}\n`);
    return { passed: 0, failed: 1 };
  } finally {
    await browser?.close();
    host?.stop();
    workspace.remove();
    results.remove();
  }
}

/** Runs vitest with a configuration of ours and resolves to its counts. */
export async function runVitest(config, { env = {}, args = [] } = {}) {
  const results = temporaryFolder('results');
  const file = join(results.path, 'vitest.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  let succeeded = true;
  try {
    await run(process.execPath, [vitest, 'run', '--config', config, ...reporters, ...args], {
      env: { ...process.env, ...env },
    });
  } catch {
    succeeded = false;
  }
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { numPassedTests: 0, numFailedTests: 0 };
  results.remove();
  const counts = { passed: report.numPassedTests, failed: report.numFailedTests };
  // A file that cannot be loaded, or an error outside of any test, fails the run without failing a test.
  if (!succeeded && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Runs the tests that look at VS Code from outside, through its page. */
export async function runPageTests({ vsix, version = 'stable', args = [] }) {
  const env = { SCHEDULE_LENS_VSIX: vsix, SCHEDULE_LENS_HOST: version };
  return await runVitest('test/vscode/page/vitest.config.mts', { env, args });
}

/** Runs the tests that look at VS Code for the Web, where the server is a worker. */
export async function runWebTests({ vsix, args = [] }) {
  const env = { SCHEDULE_LENS_VSIX: vsix, SCHEDULE_LENS_HOST: 'web' };
  return await runVitest('test/web/vitest.config.mts', { env, args });
}

function argument(name) {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const version = argument('--host') ?? 'stable';
  const only = argument('--only');
  const grep = argument('--grep');
  const vsix = argument('--vsix') ?? (await packageExtension({ out: join('out', 'schedule-lens.vsix'), quiet: true }));
  const counts = [];
  const args = grep === undefined ? [] : ['-t', grep];
  if (only === undefined || only === 'suite') counts.push(await runSuite({ vsix, version, grep }));
  if (only === undefined || only === 'page') counts.push(await runPageTests({ vsix, version, args }));
  if (only === 'web') counts.push(await runWebTests({ vsix, args }));
  const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
  say(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
}

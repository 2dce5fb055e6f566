// The tests in a real VS Code: a suite inside the extension host, and a suite that looks at the page from outside.
// node scripts/test-host.mjs [--host stable|newest] [--vsix FILE] [--grep TEXT] [--only suite|page]
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { remoteUri } from './chromium.mjs';
import { temporaryFolder } from './cleanup.mjs';
import { launchBrowser, openWorkbench, startHost } from './host.mjs';
import { root, run, say } from './install.mjs';
import { packageExtension } from './package.mjs';

const suiteTimeout = 300_000;

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
export async function runSuite({ vsix, version = 'stable' }) {
  const index = await buildSuite();
  const workspace = workspaceCopy();
  const results = temporaryFolder('results');
  const file = join(results.path, 'results.json');
  const browser = await launchBrowser();
  const host = await startHost({ version, extensions: [vsix], env: { SCHEDULE_LENS_RESULTS: file } });
  try {
    const ended = new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`the suite did not end within ${suiteTimeout / 1000} s`)),
        suiteTimeout,
      );
      timer.unref();
      const prepare = async (page) => {
        page.on('crash', () => reject(new Error('the page crashed')));
        await page.exposeFunction('codeAutomationLog', (type, args) => {
          for (const line of args) process.stdout.write(`${line}\n`);
          void type;
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
    return counts;
  } catch (error) {
    process.stderr.write(`${error.stack}\n${host.log.slice(-40).join('\n')}\n`);
    return { passed: 0, failed: 1 };
  } finally {
    await browser.close();
    host.stop();
    workspace.remove();
    results.remove();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const vsix = await packageExtension({ out: 'out/schedule-lens.vsix', quiet: true });
  say(JSON.stringify(await runSuite({ vsix })));
}

// node scripts/test.mjs            everything, in VS Code 1.100, in VS Code for the Web, and in the other editors that are there
// node scripts/test.mjs --hosts    and again in the newest VS Code that npm delivers
// node scripts/test.mjs --unit     only what needs neither VS Code nor a browser
// node scripts/test.mjs --desktop  the in-host suite in a desktop VS Code, which @vscode/test-cli downloads
//
// The last line is the sum of all suites: `N passed, N failed`. A step that fails without being a test counts as one.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { missingForBrowserTests } from './chromium.mjs';
import { ensureInstalled, root, run, say } from './install.mjs';

const wanted = new Set(process.argv.slice(2));
const total = { passed: 0, failed: 0 };
const wrong = [];

function add(name, counts) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  if (counts.failed > 0) wrong.push(name);
}

async function step(name, work) {
  const start = performance.now();
  say(name);
  try {
    const counts = await work();
    if (counts !== undefined) add(name, counts);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    add(name, { passed: 0, failed: 1 });
  }
  say(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

async function inVsCode(version, vsix) {
  const { runPageTests, runSuite } = await import('./test-host.mjs');
  await step(`suite inside VS Code (${version})`, () => runSuite({ vsix, version }));
  await step(`suite over VS Code's page (${version})`, () => runPageTests({ vsix, version }));
}

async function main() {
  const browser = !wanted.has('--unit') && !wanted.has('--desktop');
  const missing = browser ? missingForBrowserTests() : undefined;
  if (missing !== undefined) throw new Error(missing);
  await ensureInstalled();
  const { build, reportSizes } = await import('./build.mjs');
  if (wanted.has('--desktop')) {
    const { buildSuite } = await import('./test-host.mjs');
    await build();
    await buildSuite();
    await run(process.execPath, [join(root, 'node_modules', '@vscode', 'test-cli', 'out', 'bin.mjs')]);
    return;
  }

  const { runVitest } = await import('./test-host.mjs');
  await step('build', () => build());
  if (!wanted.has('--unit')) {
    const { lint } = await import('./lint.mjs');
    await step('format, lint, types, generated files', async () => {
      const failed = await lint();
      if (failed.length > 0) throw new Error(`not in order: ${failed.join(', ')}`);
    });
  }
  await step('unit, service and protocol tests', () => runVitest('vitest.config.mts'));
  await step('the server under random edits', () => runVitest('test/fuzz/vitest.config.mts'));
  if (!wanted.has('--unit')) {
    const { testEditors } = await import('./test-editors.mjs');
    await step('other editors', testEditors);
  }
  if (browser) {
    rmSync(join(root, 'out', 'screenshots'), { recursive: true, force: true });
    let vsix;
    await step('package', async () => {
      const { packageExtension } = await import('./package.mjs');
      vsix = await packageExtension({ out: join('out', 'schedule-lens.vsix'), quiet: true });
      await reportSizes();
    });
    if (vsix !== undefined) {
      await inVsCode('stable', vsix);
      const { runWebTests } = await import('./test-host.mjs');
      await step("suite over VS Code for the Web's page", () => runWebTests({ vsix }));
      if (wanted.has('--hosts')) await inVsCode('newest', vsix);
    }
  }
  if (wrong.length > 0) say(`failed: ${wrong.join('; ')}`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

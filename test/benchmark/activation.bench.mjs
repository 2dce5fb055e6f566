// How long the extension takes to activate in a real VS Code beside an extension that does nothing.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingForBrowserTests, remoteUri } from '../../scripts/chromium.mjs';
import { temporaryFolder } from '../../scripts/cleanup.mjs';
import { hosts, launchBrowser, openWorkbench, startHost } from '../../scripts/host.mjs';
import { root, say } from '../../scripts/install.mjs';
import { packageExtension } from '../../scripts/package.mjs';
import { workspaceCopy } from '../../scripts/workspace.mjs';

const ROUNDS = 5;
const outdir = join(root, 'out', 'benchmark');
const missing = missingForBrowserTests();

/** The extension that does nothing is the one under development, and so is the script that asks both to activate. */
async function writeEmptyExtension() {
  const folder = join(outdir, 'empty-extension');
  await mkdir(folder, { recursive: true });
  const manifest = {
    name: 'empty',
    publisher: 'benchmark',
    version: '0.0.0',
    engines: { vscode: '^1.91.0' },
    main: './main.js',
    activationEvents: ['onCommand:empty.never'],
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'main.js'), 'exports.activate = () => undefined;\n');
  await writeFile(
    join(folder, 'ask.js'),
    `const vscode = require('vscode');
const { writeFileSync } = require('node:fs');
exports.run = async () => {
  const ids = ['benchmark.empty', 'schedule-lens.schedule-lens'];
  const order = process.env.BENCHMARK_ROUND % 2 === 0 ? ids : [...ids].reverse();
  const times = {};
  for (const id of order) {
    const extension = vscode.extensions.getExtension(id);
    if (extension === undefined || extension.isActive) throw new Error(id + ' is not there, or active already');
    const start = performance.now();
    await extension.activate();
    times[id] = performance.now() - start;
  }
  writeFileSync(process.env.BENCHMARK_RESULTS, JSON.stringify(times));
};
`,
  );
  return folder;
}

async function activateOnce(vsix, folder, round) {
  const results = temporaryFolder('results');
  const workspace = workspaceCopy();
  const file = join(results.path, 'times.json');
  let host;
  let browser;
  try {
    host = await startHost({ extensions: [vsix], env: { BENCHMARK_RESULTS: file, BENCHMARK_ROUND: String(round) } });
    browser = await launchBrowser();
    await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('VS Code did not answer within 2 minutes')), 120_000);
      const prepare = async (page) => {
        await page.exposeFunction('codeAutomationLog', () => undefined);
        await page.exposeFunction('codeAutomationExit', (code) => {
          clearTimeout(timer);
          if (code === 0) resolve();
          else reject(new Error('VS Code could not activate the extensions'));
        });
      };
      const payload = [
        ['extensionDevelopmentPath', remoteUri(host, folder)],
        ['extensionTestsPath', remoteUri(host, join(folder, 'ask.js'))],
      ];
      openWorkbench({ host, browser, folder: workspace.folder, payload, prepare }).catch(reject);
    });
    return JSON.parse(await readFile(file, 'utf8'));
  } finally {
    await browser?.close();
    host?.stop();
    workspace.remove();
    results.remove();
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const worst = (values) => Math.max(...values);

await mkdir(outdir, { recursive: true });
if (missing !== undefined) {
  say(`activation is not measured: ${missing}`);
  await writeFile(
    join(outdir, 'activation.md'),
    `## Activation in VS Code\n\nNot measured in this run: no browser for it was found.\n`,
  );
} else {
  const folder = await writeEmptyExtension();
  const vsix = await packageExtension({ out: join('out', 'benchmark', 'schedule-lens.vsix'), quiet: true });
  const ours = [];
  const empty = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    say(`VS Code, round ${round + 1} of ${ROUNDS}`);
    const times = await activateOnce(vsix, folder, round);
    ours.push(times['schedule-lens.schedule-lens']);
    empty.push(times['benchmark.empty']);
  }
  const cell = (values) => `${median(values).toFixed(1)} (${worst(values).toFixed(1)})`;
  const section = `## Activation in VS Code ${hosts.stable.vscode}

Milliseconds inside the extension host, from asking for the activation to its end, median and largest of ${ROUNDS} starts of VS
Code; the extension is installed from its package. Goal: at most 50 ms more than an extension that does nothing.

| Schedule Lens | An empty extension | Difference of the medians |
| ---: | ---: | ---: |
| ${cell(ours)} | ${cell(empty)} | ${(median(ours) - median(empty)).toFixed(1)} |
`;
  process.stdout.write(`\n${section}`);
  await writeFile(join(outdir, 'activation.md'), section);
}

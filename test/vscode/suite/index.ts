import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** One line at a time: the console is shared with the workbench, and the runner shows what begins like this. */
function report(text: string): void {
  for (const line of text.split('\n')) console.log(`[suite] ${line}`);
}

/** Prints as it goes, so that a suite that hangs shows where. */
class LineReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner) {
    super(runner);
    runner.on('pass', (test) => report(`  ✓ ${test.fullTitle()} (${test.duration ?? 0} ms)`));
    runner.on('fail', (test, error) => report(`  × ${test.fullTitle()}\n${error.stack ?? error.message}`));
  }
}

/**
 * Runs every `*.test.js` beside this file inside the extension host. VS Code calls it and ends when it settles;
 * a rejection makes the run fail. The counts go to the file that SCHEDULE_LENS_RESULTS names.
 */
export async function run(): Promise<void> {
  const grep = process.env.SCHEDULE_LENS_GREP;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: true,
    reporter: LineReporter,
    ...(grep === undefined ? {} : { grep }),
  });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(join(__dirname, name));
  }
  const counts = { passed: 0, failed: 0 };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => {
        counts.passed += 1;
      })
      .on('fail', () => {
        counts.failed += 1;
      });
  });
  const results = process.env.SCHEDULE_LENS_RESULTS;
  if (results !== undefined) writeFileSync(results, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed in the extension host`);
  if (counts.passed === 0) throw new Error('no test ran in the extension host');
}

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/**
 * Runs every `*.test.js` beside this file inside the extension host. VS Code calls it and ends when it settles;
 * a rejection makes the run fail. The counts go to the file that SCHEDULE_LENS_RESULTS names.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000, slow: 5_000 });
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
  const results = process.env['SCHEDULE_LENS_RESULTS'];
  if (results !== undefined) writeFileSync(results, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed in the extension host`);
  if (counts.passed === 0) throw new Error('no test ran in the extension host');
}

// node scripts/long-files.mjs: files as long as they may be, of every kind that was thought of, against every feature.
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
const { runVitest } = await import('./test-host.mjs');
const { failed } = await runVitest('vitest.config.mts', {
  env: { LONG_FILES: String(2 * 1024 * 1024) },
  args: ['test/service/long'],
});
process.exitCode = failed === 0 ? 0 : 1;

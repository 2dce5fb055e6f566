// node scripts/fuzz.mjs [CALLS] [SEED]: the server under random edits, a million calls of it when not told otherwise.
import { ensureInstalled, say } from './install.mjs';

const [calls = '1000000', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
await ensureInstalled();
const { runVitest } = await import('./test-host.mjs');
say(`${calls} calls with seed ${seed}: node scripts/fuzz.mjs ${calls} ${seed} plays them again`);
const { failed } = await runVitest('test/fuzz/vitest.config.mts', { env: { FUZZ_CALLS: calls, SEED: seed } });
process.exitCode = failed === 0 ? 0 : 1;

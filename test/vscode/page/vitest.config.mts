import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    include: ['test/vscode/page/*.page.ts'],
    // One VS Code at a time: the machine that runs this may be small.
    fileParallelism: false,
    // A real browser on a busy machine may miss a mouse move; what fails twice is broken.
    retry: 1,
    testTimeout: 90_000,
    hookTimeout: 90_000,
  },
});

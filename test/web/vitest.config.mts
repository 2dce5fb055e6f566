import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/web/*.page.ts'],
    fileParallelism: false,
    testTimeout: 90_000,
    // The first run installs VS Code for the Web.
    hookTimeout: 180_000,
  },
});

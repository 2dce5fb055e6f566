import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/web/*.page.ts'],
    fileParallelism: false,
    // A real browser on a busy machine may miss a mouse move; what fails twice is broken.
    retry: 1,
    testTimeout: 90_000,
    // The first run installs VS Code for the Web.
    hookTimeout: 180_000,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/editors/**/*.editor.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});

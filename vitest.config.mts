import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/service/**/*.test.ts', 'test/protocol/**/*.test.ts'],
    testTimeout: 30_000,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/unit/**/*.test.ts',
      'test/security/**/*.test.ts',
      'test/service/**/*.test.ts',
      'test/protocol/**/*.test.ts',
    ],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
  },
});

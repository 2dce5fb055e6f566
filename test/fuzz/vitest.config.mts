import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/fuzz/**/*.fuzz.ts'], setupFiles: ['test/setup.ts'], fileParallelism: false },
});

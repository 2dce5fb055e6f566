// `npm run test:desktop`: the in-host suite in a desktop VS Code that @vscode/test-cli downloads.
import { defineConfig } from '@vscode/test-cli';
import { workspaceCopy } from './scripts/workspace.mjs';

export default defineConfig({
  files: 'out/suite/*.test.js',
  version: '1.91.0',
  workspaceFolder: workspaceCopy().folder,
  mocha: { ui: 'bdd', timeout: 60_000 },
});

import { createRequire } from 'node:module';

/** Starts the language server in this process. It is a bundle of its own beside this one, so that no command carries it. */
export function startServer(): void {
  createRequire(__filename)('../server/main.js');
}

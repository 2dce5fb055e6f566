import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { temporaryFolder } from '../../scripts/cleanup.mjs';
import { root } from '../../scripts/install.mjs';
import { openWebWorkbench, startWebHost } from '../../scripts/web-host.mjs';
import { useWorkbench, type Workbench } from '../vscode/page/session';

export interface WebSession extends Workbench {
  /** How often the page has asked for a file of the extension. */
  requestsFor(file: string): number;
}

interface WebSessionOptions {
  /** Files to write into the workspace before it opens, by path. */
  readonly files?: Record<string, string>;
  /** Of the window; English when not given. */
  readonly language?: string;
}

/** VS Code for the Web: no process of ours runs, and the files of examples/ are in a virtual file system, below configs/. */
async function openWebSession({ files = {}, language }: WebSessionOptions): Promise<WebSession> {
  const vsix = process.env.SCHEDULE_LENS_VSIX;
  if (vsix === undefined)
    throw new Error('These tests need the packaged extension: run `node scripts/test-host.mjs --only web`.');
  const workspace = temporaryFolder('workspace');
  // In a folder: this file system finds files by path, and by name only at paths that have a slash.
  cpSync(join(root, 'examples'), join(workspace.path, 'configs'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace.path, name), text);
  mkdirSync(join(workspace.path, '.vscode'));
  const settings = { 'workbench.startupEditor': 'none', 'files.exclude': { '**/.vscode': true } };
  writeFileSync(join(workspace.path, '.vscode', 'settings.json'), JSON.stringify(settings));
  let host: Awaited<ReturnType<typeof startWebHost>> | undefined;
  const stop = (): void => {
    host?.stop();
    workspace.remove();
  };
  try {
    const started = await startWebHost({ vsix, folder: workspace.path });
    host = started;
    const { page, close } = await openWebWorkbench(
      started,
      language === undefined ? undefined : (opened) => speak(opened, language),
    );
    return {
      page,
      requestsFor: (file) => started.log.filter((line) => line.includes(file)).length,
      close: async () => {
        await close();
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

/** Sets the language where the loader of this VS Code looks for it. VS Code's own texts and the names of commands stay English. */
async function speak(page: Page, language: string): Promise<void> {
  await page.addInitScript(
    (name) => Object.assign(globalThis, { require: { 'vs/nls': { availableLanguages: { '*': name } } } }),
    language,
  );
}

/** One session for all tests of a `describe`: opened before the first, closed after the last. */
export function useWebSession(options: WebSessionOptions = {}): () => WebSession {
  return useWorkbench(() => openWebSession(options));
}

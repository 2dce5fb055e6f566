import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser, openWorkbench, waitForWorkbench } from '../../../scripts/chromium.mjs';
import { type Host, startHost } from '../../../scripts/host.mjs';
import { workspaceCopy } from '../../../scripts/workspace.mjs';

/** VS Code with the packaged extension, open on a copy of examples/, in a browser page that a test drives as a user would. */
export interface Workbench {
  readonly page: Page;
  close(): Promise<void>;
}

/** A workbench with a server of VS Code behind it, which sees the files of this machine. */
export interface Session extends Workbench {
  readonly host: Host;
  /** Absolute path of the workspace of this session. */
  readonly folder: string;
  /** Changes settings while VS Code runs; undefined takes one out. */
  setSettings(changes: Record<string, unknown>): void;
  /** Closes the window and opens it anew, with what this browser has kept: as when VS Code is started again. */
  reopen(): Promise<void>;
}

export interface SessionOptions {
  readonly settings?: Record<string, unknown>;
  /** Files to write into the workspace before it opens, by path. */
  readonly files?: Record<string, string>;
  /** Called with the path of the workspace before it opens. */
  readonly prepare?: (folder: string) => void;
  /** Further extensions, as .vsix files. */
  readonly extensions?: readonly string[];
  /** Of the window; English when not given. VS Code's own texts stay English, as no language pack is there. */
  readonly language?: string;
  /** In CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

export async function openSession({
  settings = {},
  files = {},
  prepare,
  extensions = [],
  language,
  viewport,
}: SessionOptions = {}): Promise<Session> {
  const vsix = process.env.SCHEDULE_LENS_VSIX;
  const version = process.env.SCHEDULE_LENS_HOST === 'newest' ? 'newest' : 'stable';
  if (vsix === undefined)
    throw new Error('These tests need the packaged extension: run `node scripts/test-host.mjs --only page`.');
  const workspace = workspaceCopy();
  for (const [name, text] of Object.entries(files)) {
    const path = join(workspace.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  // In the workspace, because the web workbench does not notice when somebody else writes the user's settings.
  const settingsFile = join(workspace.folder, '.vscode', 'settings.json');
  const setSettings = (changes: Record<string, unknown>): void => {
    // On top of what VS Code itself has written there.
    const current: unknown = existsSync(settingsFile) ? JSON.parse(readFileSync(settingsFile, 'utf8')) : {};
    writeFileSync(settingsFile, `${JSON.stringify(Object.assign(Object(current), changes), null, 2)}\n`);
  };
  mkdirSync(dirname(settingsFile), { recursive: true });
  setSettings({ 'files.exclude': { '**/.vscode': true }, ...settings });
  prepare?.(workspace.folder);
  const host = await startHost({ version, extensions: [vsix, ...extensions] });
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    host.stop();
    workspace.remove();
  };
  try {
    browser = await launchBrowser();
    const page = await openWorkbench({
      host,
      browser,
      folder: workspace.folder,
      ...(viewport && { viewport }),
      ...(language !== undefined && { prepare: (opened: Page) => speak(opened, language) }),
    });
    let opened = page;
    return {
      get page() {
        return opened;
      },
      host,
      folder: workspace.folder,
      setSettings,
      async reopen() {
        const old = opened;
        const url = old.url();
        opened = await old.context().newPage();
        // With its last words, as they keep the state.
        await old.close({ runBeforeUnload: true });
        await opened.goto(url, { waitUntil: 'domcontentloaded' });
        await waitForWorkbench(opened);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a language pack would tell the workbench, and the workbench its extensions. */
async function speak(page: Page, language: string): Promise<void> {
  await page.addInitScript((name) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: name }), language);
}

/**
 * One session for all tests of a `describe`: opened before the first, closed after the last.
 * When a test fails, out/screenshots keeps what VS Code looked like.
 */
export function useSession(options: SessionOptions = {}): () => Session {
  return useWorkbench(() => openSession(options));
}

/** The same for any workbench: `open` is called before the first test. */
export function useWorkbench<W extends Workbench>(open: () => Promise<W>): () => W {
  let session: W | undefined;
  beforeAll(async () => {
    session = await open();
  });
  afterEach(async ({ task }) => {
    if (session !== undefined && task.result?.state === 'fail') {
      await screenshot(session, `failed-${task.name.replaceAll(/[^\w]+/g, '-')}`);
    }
  });
  afterAll(() => session?.close());
  return () => {
    if (session === undefined) throw new Error('the session is not open yet');
    return session;
  };
}

const themes = {
  light: { id: 'Default Light Modern', mark: 'vs' },
  dark: { id: 'Default Dark Modern', mark: 'vs-dark' },
  'high-contrast': { id: 'Default High Contrast', mark: 'hc-black' },
  'high-contrast-light': { id: 'Default High Contrast Light', mark: 'hc-light' },
};
export type Theme = keyof typeof themes;

/** Switches the colour theme through the settings and waits until the workbench wears it. */
export async function setTheme(session: Session, theme: Theme): Promise<void> {
  session.setSettings({ 'workbench.colorTheme': themes[theme].id });
  await session.page.locator(`.monaco-workbench.${themes[theme].mark}`).waitFor();
}

/** Runs a command by its title, as in the command palette. */
export async function runCommand({ page }: Workbench, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  // A list that opened before VS Code knew the extensions' commands never gets them.
  for (const end = Date.now() + 30_000; ; ) {
    await page.keyboard.press('F1');
    await input.waitFor();
    await input.fill(`>${title}`);
    const listed = await row.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (listed) break;
    if (Date.now() > end) throw new Error(`no command "${title}"`);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Enter');
  // Gone, or asking the next question.
  await expect.poll(async () => ((await input.isVisible()) ? await input.inputValue() : '')).not.toMatch(/^>/);
}

/** Chooses from the list that a command has opened, by the text of an entry. */
export async function pick({ page }: Workbench, entry: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(entry);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: entry }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Shows the extension's log in the Output panel and gives the lines in view. */
export async function openLog(session: Workbench): Promise<Locator> {
  const { page } = session;
  // The list is made when it opens, and the log exists only after the extension has started.
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Escape');
        await runCommand(session, 'Output: Show Output Channels...');
        await page.locator('.quick-input-widget input[type=text]').fill('Schedule Lens');
        return await page
          .locator('.quick-input-list .monaco-list-row', { hasText: 'Schedule Lens' })
          .first()
          .waitFor({ timeout: 500 })
          .then(
            () => true,
            () => false,
          );
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await pick(session, 'Schedule Lens');
  const lines = page.locator('.panel .view-lines');
  await lines.waitFor();
  return lines;
}

/** The active text editor. */
export function editor({ page }: Workbench): Locator {
  return page.locator('.editor-group-container.active .editor-instance .monaco-editor[data-uri]').first();
}

/** Opens a file of the workspace by its path and puts the cursor into it. */
export async function openFile(session: Workbench, name: string): Promise<void> {
  const { page } = session;
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(name);
  const baseName = name.slice(name.lastIndexOf('/') + 1);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: baseName }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"] .view-line`).first().waitFor();
  await page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"].focused`).waitFor();
}

/** Puts the cursor somewhere; line and column count from 1, as in the status bar. */
export async function goTo({ page }: Workbench, line: number, column = 1): Promise<void> {
  await page.keyboard.press('Control+G');
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Selects everything in the active editor and types over it. */
export async function replaceText({ page }: Workbench, text: string): Promise<void> {
  await page.keyboard.press('Control+A');
  // Inserted at once: typed key by key, VS Code's automatic indentation would add its own blanks.
  await page.keyboard.insertText(text);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The middle of a piece of text on the screen, in CSS pixels. The line must be in view. */
async function positionOf(session: Workbench, text: string, occurrence: number): Promise<Point> {
  const find = (root: Element, wanted: { text: string; occurrence: number }): Point | undefined => {
    let left = wanted.occurrence;
    const lines = [...root.querySelectorAll<HTMLElement>('.view-lines > .view-line')];
    lines.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    for (const line of lines) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const nodes: Text[] = [];
      while (walker.nextNode()) nodes.push(walker.currentNode as Text);
      // VS Code draws blanks as no-break spaces.
      const whole = nodes.map((node) => node.data.replaceAll('\u00a0', ' ')).join('');
      for (let at = whole.indexOf(wanted.text); at >= 0; at = whole.indexOf(wanted.text, at + 1)) {
        if (left-- > 0) continue;
        const middle = at + Math.floor(wanted.text.length / 2);
        let passed = 0;
        for (const node of nodes) {
          if (middle < passed + node.length) {
            const range = document.createRange();
            range.setStart(node, middle - passed);
            range.setEnd(node, middle - passed + 1);
            const box = range.getBoundingClientRect();
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
          }
          passed += node.length;
        }
      }
    }
    return undefined;
  };
  const point = await editor(session).evaluate(find, { text, occurrence });
  if (point === undefined) throw new Error(`"${text}" (occurrence ${occurrence}) is not in view`);
  return point;
}

/**
 * Rests the mouse on a piece of text of the active editor until a hover shows.
 * @param occurrence counted from 0, from the top of what is in view
 */
export async function hoverText(session: Workbench, text: string, { occurrence = 0 } = {}): Promise<Locator> {
  const { page } = session;
  const hover = page.locator('.monaco-editor .monaco-hover:not(.hidden) .monaco-hover-content').first();
  // Nothing to say is never asked again for a mouse at rest, and the server may still be starting.
  for (const end = Date.now() + 30_000; ; ) {
    // Asked again each time: a code lens that appears moves the lines below it.
    const { x, y } = await positionOf(session, text, occurrence);
    // Off the text first: a mouse that does not move makes no hover.
    await page.mouse.move(x, y + 200);
    await page.mouse.move(x + 2, y, { steps: 4 });
    await page.mouse.move(x, y);
    const shown = await hover.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (shown) break;
    if (Date.now() > end) throw new Error(`no hover over "${text}"`);
  }
  // It fades in, and a picture taken meanwhile shows the text behind it.
  await hover.evaluate((content) =>
    Promise.all((content.closest('.monaco-hover')?.getAnimations() ?? []).map(({ finished }) => finished)),
  );
  return hover;
}

/** Waits until the active editor underlines something, and gives the underlines. */
export async function waitForSquiggle(
  session: Workbench,
  severity: 'error' | 'warning' | 'info' | 'hint' = 'error',
): Promise<Locator> {
  const squiggles = editor(session).locator(`.squiggly-${severity}`);
  await squiggles.first().waitFor();
  return squiggles;
}

/** The document inside the window's webview, such as the preview panel, once it has one. */
export async function previewFrame({ page }: Workbench): Promise<FrameLocator> {
  const outer = page.locator('iframe.webview.ready').first();
  await outer.waitFor();
  const inner = outer.contentFrame().locator('#active-frame');
  await inner.waitFor();
  return inner.contentFrame();
}

/** Keeps a picture of the whole window in out/screenshots, for people to look at. */
export async function screenshot({ page }: Workbench, name: string): Promise<string> {
  const host = process.env.SCHEDULE_LENS_HOST ?? 'stable';
  const folder = join('out', 'screenshots', host === 'stable' ? '' : host);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  return path;
}

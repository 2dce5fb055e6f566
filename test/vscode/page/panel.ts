import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import {
  goTo,
  openFile,
  previewFrame,
  runCommand,
  type Session,
  screenshot,
  setTheme,
  type Theme,
  type Workbench,
} from './session';

/** Opens the panel on the schedule at a line of a file, and waits for its picture. */
export async function showSchedule(session: Workbench, file: string, line: number): Promise<FrameLocator> {
  // Beside the panel, wherever the focus was.
  await session.page.keyboard.press('Control+1');
  await openFile(session, file);
  await goTo(session, line, 7);
  await runCommand(session, 'Schedule Lens: Preview Schedule');
  const frame = await previewFrame(session);
  await frame.locator('.picture svg').waitFor();
  return frame;
}

/** The panel with the keyboard's focus: keys go to the frame that was clicked last. */
export async function focusedPanel(session: Workbench): Promise<FrameLocator> {
  const frame = await previewFrame(session);
  await frame.locator('h1').click();
  return frame;
}

/** What the file's editor shows, without the hints between the words. */
export async function textOf({ page }: Workbench, file: string): Promise<string> {
  const lines = page.locator(`.editor-instance .monaco-editor[data-uri$="/${file}"] .view-lines`);
  const text = await lines.evaluate((root) => {
    const copy = root.cloneNode(true) as Element;
    for (const hint of copy.querySelectorAll('[class*="dyn-rule"]')) hint.remove();
    return copy.textContent ?? '';
  });
  return text.replaceAll('\u00a0', ' ');
}

/** The settings of the workspace folder as they are on disk. */
export function settingsOf({ folder }: Session): string {
  return readFileSync(join(folder, '.vscode', 'settings.json'), 'utf8');
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly middle: { readonly x: number; readonly y: number };
}

export async function boxOf(locator: Locator): Promise<Box> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not on the screen');
  return { ...box, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
}

/** Takes hold of a handle and moves it by so many pixels, without letting go. */
export async function hold({ page }: Workbench, handle: Locator, right: number, down: number): Promise<void> {
  await handle.waitFor();
  const { middle } = await boxOf(handle);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x + right, middle.y + down, { steps: 5 });
}

/** A file with one schedule, which drops twice. */
export const STEPS = [
  'trainer:',
  '  max_updates: 10_000',
  'optim:',
  '  schedule_config:',
  '    kind: noether.core.schedules.StepFixedSchedule',
  '    start_value: 1e-3',
  '    factor: 0.1',
  '    steps: [0.25, 0.5] # halves',
  '',
].join('\n');

export const readout = (frame: FrameLocator) => frame.locator('.readout');
/** What the picture says of the stretch in sight: the labels below it. */
export const picture = (frame: FrameLocator) => frame.locator('.picture');
export const legend = (frame: FrameLocator) => frame.locator('.legend');
export const notice = (frame: FrameLocator) => frame.locator('.notice:not([hidden])');

/** The text alternative of the curve, which names the values that are in sight. */
export const curveText = (frame: FrameLocator) => frame.locator('#curve-text');

/** The way to "Compare with …" by its entry in the list. */
export async function compareWith(session: Workbench, entry: string): Promise<void> {
  const frame = await previewFrame(session);
  await frame.getByRole('button', { name: 'Compare…' }).click();
  await choose(session, entry);
}

/** Chooses from a list that is open or about to open, by what an entry says; another list may follow. */
export async function choose({ page }: Workbench, entry: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(entry);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: entry }).waitFor();
  await page.keyboard.press('Enter');
}

const themes = ['light', 'high-contrast', 'dark'] satisfies Theme[];

/** Keeps a state of the panel in several themes, the dark one last: people look at them in out/screenshots. */
export async function inThemes(session: Session, name: string, more: readonly Theme[] = []): Promise<void> {
  for (const theme of [...more, ...themes]) {
    await setTheme(session, theme);
    const frame = await previewFrame(session);
    const mark = { light: 'vscode-light', dark: 'vscode-dark' }[theme as string] ?? `vscode-${theme}`;
    await expect.poll(() => frame.locator('body').getAttribute('class')).toContain(mark);
    await screenshot(session, `panel-${name}-${theme}`);
  }
}

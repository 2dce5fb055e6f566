import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  editor,
  goTo,
  hoverText,
  openFile,
  pick,
  previewFrame,
  runCommand,
  type Session,
  screenshot,
  setTheme,
  type Theme,
  useSession,
  waitForSquiggle,
} from './session';

const themes = ['light', 'dark', 'high-contrast', 'high-contrast-light'] satisfies Theme[];

/** Keeps a part of the window as WebP in few colours, a fifth of the PNG: the walkthrough's pictures go into the package. */
async function keepPicture({ page }: Session, name: string, part: Locator, most: { width: number; height: number }) {
  const box = await part.boundingBox();
  if (box === null) throw new Error('not on the screen');
  const clip = { ...box, width: Math.min(box.width, most.width), height: Math.min(box.height, most.height) };
  const png = (await page.screenshot({ clip })).toString('base64');
  const blank = await page.context().newPage();
  const webp = await blank.evaluate(async (data) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = document.createElement('canvas');
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    for (const [at, value] of image.data.entries()) image.data[at] = Math.round(value / 32) * 32;
    context.putImageData(image, 0, 0);
    // At 1 it is lossless, which text needs and which is smaller, too.
    return canvas.toDataURL('image/webp', 1).replace(/^.*,/, '');
  }, png);
  await blank.close();
  const folder = join('out', 'pictures');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(webp, 'base64'));
}

/** What the walkthrough shows; `npm run pictures` copies them to images/start/. */
describe('pictures for the walkthrough', () => {
  const session = useSession({
    viewport: { width: 1300, height: 640 },
    settings: { 'workbench.activityBar.location': 'hidden', 'editor.minimap.enabled': false },
    files: {
      'start.yaml': [
        'model:',
        '  optim:',
        '    kind: torch.optim.AdamW',
        '    lr: 1e-3',
        '    schedule_config:',
        '      kind: ',
        '      max_value: ${..lr}',
        '',
      ].join('\n'),
    },
  });

  // In high contrast the walkthrough shows the one of the same ground: four of each would be a tenth of the package.
  it.each(themes.slice(0, 2))('in %s', async (theme) => {
    const { page } = session();
    await setTheme(session(), theme);
    await page.keyboard.press('Control+1');
    if (theme === 'light') await runCommand(session(), 'View: Toggle Primary Side Bar Visibility');
    await openFile(session(), 'start.yaml');
    await goTo(session(), 6, 13);
    const suggestion = page.locator('.suggest-widget.visible .monaco-list-row').first();
    // A list that opens while the lens above moves the line goes away again.
    await expect
      .poll(async () => {
        if (!(await suggestion.isVisible())) await page.keyboard.press('Control+Space');
        return suggestion.isVisible();
      })
      .toBe(true);
    await page.mouse.move(5, 5);
    await keepPicture(session(), `write-${theme}`, editor(session()), { width: 610, height: 290 });
    await page.keyboard.press('Escape');

    await openFile(session(), 'tour.yaml');
    await goTo(session(), 48, 30);
    await runCommand(session(), 'Schedule Lens: Preview Schedule');
    const frame = await previewFrame(session());
    await frame.locator('.picture svg').waitFor();
    await keepPicture(session(), `see-${theme}`, frame.locator('.chart'), { width: 620, height: 320 });

    await page.keyboard.press('Control+1');
    await openFile(session(), 'optim/adamw.yaml');
    await runCommand(session(), 'Schedule Lens: Select Primary Config');
    const list = page.locator('.quick-input-widget');
    await list.locator('.monaco-list-row', { hasText: 'Automatic' }).waitFor();
    await keepPicture(session(), `tell-${theme}`, list, { width: 620, height: 200 });
    await page.keyboard.press('Escape');
  });
});

describe('the first minutes', () => {
  const session = useSession({ settings: { 'scheduleLens.totalSteps': 1234 } });

  it('lead from an empty window to a curve', async () => {
    const { page } = session();
    await runCommand(session(), 'Schedule Lens: Preview Schedule');
    const frame = await previewFrame(session());
    await frame.getByText('No config file open').waitFor();
    await screenshot(session(), 'start-no-file');
    await frame.getByRole('button', { name: 'Open an Example' }).click();
    await frame.locator('.picture svg').waitFor();
    // 20,000 updates, of which the first 5 % warm up.
    await expect.poll(() => frame.locator('.picture').textContent()).toContain('warm-up');
    expect(await editor(session()).locator('[class*="squiggly-"]').count()).toBe(0);
    await screenshot(session(), 'start-example');
    await page.keyboard.press('Control+1');
  });

  it('say what a command needs first', async () => {
    const { page } = session();
    await runCommand(session(), 'View: Close All Editors');
    await page.locator('.editor-group-container.empty').first().waitFor();
    for (const command of ['Select Primary Config', 'Show Composed Config', 'Set Total Steps']) {
      await runCommand(session(), `Schedule Lens: ${command}`);
      const notice = page.locator('.notification-toast', { hasText: 'Open a config file' });
      await notice.getByText('Open an Example').waitFor();
      await runCommand(session(), 'Notifications: Clear All Notifications');
      await notice.waitFor({ state: 'hidden' });
    }
  });

  it('have a walkthrough', async () => {
    const { page } = session();
    await runCommand(session(), 'Welcome: Open Walkthrough...');
    await pick(session(), 'Start with Schedule Lens');
    const steps = page.locator('.getting-started-step');
    await expect.poll(() => steps.count()).toBe(3);
    for (const theme of themes) {
      await setTheme(session(), theme);
      for (const [place, title] of [
        'Write a Schedule',
        'See What Will Be Trained',
        'Tell What the File Does Not',
      ].entries()) {
        await page.locator('.getting-started-step h3', { hasText: title }).click();
        const picture = page.locator('.getting-started-media img');
        await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
        await screenshot(session(), `start-walkthrough-${place + 1}-${theme}`);
      }
    }
  });

  it('end in a report where something is wrong', async () => {
    await runCommand(session(), 'Schedule Lens: Report Issue');
    const text = editor(session()).locator('.view-lines');
    await expect.poll(() => text.textContent()).toContain('scheduleLens.totalSteps');
    const report = (await text.textContent())?.replaceAll('\u00a0', ' ') ?? '';
    expect(report).toContain('Nothing was sent.');
    expect(report).toMatch(/VS Code: 1\.\d+/);
    expect(report).toContain('"workspaceValue": 1234');
    expect(report).toContain('Red Hat YAML: not installed');
    // Of other settings, and of settings that nobody set, nothing.
    expect(report).not.toMatch(/files\.exclude|scheduleLens\.(?!totalSteps)/);
    await screenshot(session(), 'start-report');
  });
});

describe('a window in German', () => {
  const session = useSession({ language: 'de' });

  it('has German problems, hovers and panel', async () => {
    const { page } = session();
    await openFile(session(), 'mistakes/no_effect.yaml');
    await page.keyboard.press('Control+Home');
    await (await waitForSquiggle(session(), 'warning')).first().waitFor();
    await screenshot(session(), 'german-problems');
    await openFile(session(), 'tour.yaml');
    await goTo(session(), 17, 1);
    const hover = await hoverText(session(), '0.6');
    await hover.locator('img').waitFor();
    expect(await hover.textContent()).toMatch(/Lernrate|Schritt/);
    await screenshot(session(), 'german-hover');
    await page.keyboard.press('Escape');
    await runCommand(session(), 'Schedule Lens: Schedule-Vorschau');
    const frame = await previewFrame(session());
    await frame.locator('.picture svg').waitFor();
    await frame.getByText('Das ganze Training', { exact: true }).waitFor({ state: 'attached' });
    await frame.getByRole('heading', { name: 'Werte', exact: true }).waitFor();
    await frame.getByText('Spitzenwert', { exact: true }).waitFor();
    await frame.getByRole('button', { name: 'Vergleichen…' }).waitFor();
    await screenshot(session(), 'german-panel');
  });
});

import { describe, expect, it } from 'vitest';
import {
  editor,
  goTo,
  hoverText,
  openFile,
  pick,
  previewFrame,
  runCommand,
  screenshot,
  setTheme,
  type Theme,
  useSession,
  waitForSquiggle,
} from './session';

const themes = ['light', 'dark', 'high-contrast', 'high-contrast-light'] satisfies Theme[];

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
      for (const [place, [title, part]] of Object.entries({
        'Write a Schedule': 'CosineDecreasingSchedule',
        'See What Will Be Trained': 'warm-up',
        'Tell What the File Does Not': 'train_flow',
      }).entries()) {
        await page.locator('.getting-started-step h3', { hasText: title }).click();
        // The picture of the step before may still be there.
        const picture = async () => (await previewFrame(session())).locator('svg', { hasText: part });
        await expect.poll(async () => (await picture()).isVisible()).toBe(true);
        const colours = await (await picture()).evaluate((svg) => {
          const style = getComputedStyle(svg);
          // Of those without another to fall back to.
          const names = [...svg.outerHTML.matchAll(/var\((--[\w-]+)\)/g)].flatMap(([, name]) => name ?? []);
          return { used: names.length, unknown: names.filter((name) => style.getPropertyValue(name) === '') };
        });
        expect(colours.used).toBeGreaterThan(5);
        expect(colours.unknown, theme).toEqual([]);
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

import { describe, expect, it } from 'vitest';
import { boxOf, curveText, inThemes, legend, showSchedule } from './panel';
import { openFile, previewFrame, runCommand, useSession } from './session';

describe('the panel, kept', () => {
  const session = useSession();

  /** What was set up in the first test, as the page shows it. */
  async function expectKept(): Promise<void> {
    const frame = await previewFrame(session());
    await frame.locator('.picture svg').waitFor({ timeout: 30_000 });
    await expect.poll(() => frame.locator('.legend li').count(), { timeout: 30_000 }).toBe(3);
    await expect.poll(() => frame.locator('h1').textContent()).toBe('StepFixedSchedule');
    expect(await frame.getByRole('button', { name: 'All of training' }).isVisible()).toBe(true);
    expect(await frame.getByRole('radio', { name: 'Percent' }).isChecked()).toBe(true);
    expect(await frame.getByRole('radio', { name: 'Log' }).isChecked()).toBe(true);
    expect(await frame.locator('#layout').inputValue()).toBe('optimizer');
    expect(await frame.getByLabel('Value at').inputValue()).toBe('30 %');
    await expect.poll(() => frame.locator('#moment-answer').textContent()).toContain('step 6,000');
    expect(await legend(frame).textContent()).toContain('pinned');
    await expect.poll(() => curveText(frame).textContent()).toBe(told);
  }
  let told: string | null = null;

  it('while another editor hides it', async () => {
    const { page } = session();
    const frame = await showSchedule(session(), 'tour.yaml', 15);
    await frame.getByText('Percent', { exact: true }).click();
    await frame.getByText('Log', { exact: true }).click();
    await frame.locator('#layout').selectOption('optimizer');
    await frame.getByRole('button', { name: 'Pin', exact: true }).click();
    const moment = frame.getByLabel('Value at');
    await moment.fill('30 %');
    await moment.press('Enter');
    const chart = await boxOf(frame.locator('.reader'));
    await page.mouse.move(chart.x + chart.width * 0.4, chart.middle.y);
    await page.mouse.wheel(0, -400);
    await frame.getByRole('button', { name: 'All of training' }).waitFor();
    await expect.poll(() => frame.locator('.legend li').count()).toBe(3);
    const sight = () => curveText(frame).textContent();
    await expect.poll(sight).toContain('6,000');
    told = await sight();
    await expectKept();
    await inThemes(session(), 'keep');
    await frame.locator('h1').click();
    // In front of the panel, as that is where the focus is.
    await openFile(session(), 'README.md');
    await page.locator('iframe.webview.ready').waitFor({ state: 'hidden' });
    await page.locator('.tab', { hasText: 'Schedule: tour.yaml' }).click();
    await expectKept();
  });

  it('when it is moved to another column', async () => {
    const frame = await previewFrame(session());
    await frame.locator('h1').click();
    await runCommand(session(), 'View: Move Editor into First Group');
    await expectKept();
    await (await previewFrame(session())).locator('h1').click();
    await runCommand(session(), 'View: Move Editor into Right Group');
    await expectKept();
  });

  it('over a reload of the window', async () => {
    await runCommand(session(), 'Developer: Reload Window');
    await session().page.locator('.monaco-workbench').waitFor();
    await expectKept();
  });

  it('over a restart, whatever it shows then is asked for anew', async () => {
    await session().reopen();
    await expectKept();
    await session().page.keyboard.press('Control+1');
    await openFile(session(), 'tour.yaml');
  });
});

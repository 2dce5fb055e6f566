import { describe, expect, it } from 'vitest';
import {
  editor,
  goTo,
  hoverText,
  openFile,
  previewFrame,
  replaceText,
  runCommand,
  screenshot,
  setTheme,
  type Theme,
  useSession,
  waitForSquiggle,
} from './session';

const themes = ['light', 'dark', 'high-contrast', 'high-contrast-light'] satisfies Theme[];

describe('hover, as a user sees it', () => {
  const session = useSession();

  it('draws the curve with the drop under the mouse marked, in every theme', async () => {
    await openFile(session(), 'tour.yaml');
    await session().page.locator('.codelens-decoration').first().waitFor();
    for (const theme of themes) {
      await setTheme(session(), theme);
      const hover = await hoverText(session(), '0.6');
      const picture = hover.locator('img[src^="data:image/svg+xml"]');
      await picture.waitFor();
      // Images in hovers are never scaled down, so what is wider than the box is cut off.
      const box = await hover.boundingBox();
      const drawn = await picture.boundingBox();
      expect(drawn?.width).toBeGreaterThan(300);
      expect(drawn?.width).toBeLessThanOrEqual(box?.width ?? 0);
      // 0.6 of 20,000 steps; the second of the drops by 0.1 from 1e-3.
      await expect.poll(() => hover.textContent()).toContain('12,000');
      expect(await hover.textContent()).toContain('1e-4 → 1e-5');
      await screenshot(session(), `hover-step-${theme}`);
      await session().page.keyboard.press('Escape');
    }
  });

  it('explains a kind and a factor', async () => {
    const kind = await hoverText(session(), 'StepIntervalSchedule');
    await kind.locator('img').waitFor();
    await screenshot(session(), 'hover-kind');
    await session().page.keyboard.press('Escape');
    const factor = await hoverText(session(), 'factor', { occurrence: 2 });
    await factor.locator('img').waitFor();
    // Half of 5e-4.
    expect(await factor.textContent()).toContain('2.5e-4');
    await screenshot(session(), 'hover-factor');
    await session().page.keyboard.press('Escape');
  });

  it('says what is wrong in place of a curve', async () => {
    await openFile(session(), 'mistakes/steps_as_updates.yaml');
    await waitForSquiggle(session());
    const hover = await hoverText(session(), 'StepFixedSchedule');
    await expect.poll(() => hover.textContent()).toContain('fractions of training');
    expect(await hover.locator('img').count()).toBe(0);
    await screenshot(session(), 'hover-error');
    await session().page.keyboard.press('Escape');
  });
});

describe('completion, as a user sees it', () => {
  const session = useSession({ files: { 'new.yaml': 'optim:\n  lr: 1e-3\n  schedule_config:\n    \n' } });

  it('writes a whole block from a few key strokes', async () => {
    const { page } = session();
    await openFile(session(), 'new.yaml');
    await goTo(session(), 4, 5);
    await page.keyboard.type('kind: StepF', { delay: 60 });
    const row = page.locator('.suggest-widget .monaco-list-row', { hasText: 'StepFixedSchedule' }).first();
    await row.waitFor();
    await screenshot(session(), 'complete-kind');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => editor(session()).locator('.view-lines').textContent())
      .toContain('noether.core.schedules.StepFixedSchedule');
  });

  it('offers the keys that the kind still needs first', async () => {
    const { page } = session();
    await page.keyboard.press('Escape');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Space');
    const first = page.locator('.suggest-widget .monaco-list-row').first();
    await first.waitFor();
    await screenshot(session(), 'complete-keys');
    // The two keys without a default.
    expect(['factor', 'steps']).toContain(await first.locator('.label-name').textContent());
  });
});

describe('the preview panel, as a user sees it', () => {
  const alone = [
    'schedule_config:',
    '  kind: noether.core.schedules.CosineDecreasingSchedule',
    '  max_value: ${model.optim.lr}',
    '',
  ].join('\n');
  const session = useSession({ files: { 'alone.yaml': alone } });

  it('opens from the lens over a block, and looks right in every theme', async () => {
    const { page } = session();
    await openFile(session(), 'tour.yaml');
    await page.locator('.codelens-decoration a').first().click();
    const frame = await previewFrame(session());
    await frame.locator('svg').first().waitFor();
    for (const theme of themes) {
      await setTheme(session(), theme);
      await screenshot(session(), `panel-${theme}`);
    }
  });

  it('follows the cursor from block to block', async () => {
    const frame = await previewFrame(session());
    await goTo(session(), 30, 7);
    await expect.poll(() => frame.locator('body').textContent()).toContain('StepIntervalSchedule');
    await screenshot(session(), 'panel-follows');
  });

  it('redraws while typing, and keeps the page when the block breaks', async () => {
    const frame = await previewFrame(session());
    await openFile(session(), 'mistakes/peak_is_not_lr.yaml');
    await expect.poll(() => frame.locator('body').textContent()).toContain('LinearWarmupCosineDecaySchedule');
    await screenshot(session(), 'panel-warning');
    await replaceText(session(), 'schedule_config: {kind: noether.core.schedules.StepFixedSchedule, factor: x}');
    await expect.poll(() => frame.locator('body').textContent()).toContain('factor');
    await screenshot(session(), 'panel-error');
    await replaceText(session(), 'a: 1');
    await expect.poll(() => frame.locator('.chart').isVisible()).toBe(false);
    await screenshot(session(), 'panel-empty');
  });

  it('shows the shape where a value is unknown', async () => {
    const frame = await previewFrame(session());
    // No primary reaches it, so the curve is drawn in units of what is not known.
    await openFile(session(), 'alone.yaml');
    await expect.poll(() => frame.locator('body').textContent()).toContain('model.optim.lr');
    await screenshot(session(), 'panel-unknown');
  });

  it('comes back after a reload of the window', async () => {
    const { page } = session();
    await openFile(session(), 'tour.yaml');
    await runCommand(session(), 'Developer: Reload Window');
    await page.locator('.monaco-workbench').waitFor();
    const frame = await previewFrame(session());
    await frame.locator('svg').first().waitFor({ timeout: 30_000 });
  });
});

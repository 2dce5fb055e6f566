import { describe, expect, it } from 'vitest';
import {
  editor,
  goTo,
  openFile,
  pick,
  runCommand,
  screenshot,
  setTheme,
  type Theme,
  useSession,
  waitForSquiggle,
} from './session';

const themes = ['light', 'dark', 'high-contrast', 'high-contrast-light'] satisfies Theme[];

const train = `defaults:
  - optim: adamw
  - _self_
base_lr: 3e-4
trainer:
  max_epochs: 20
`;
const group = `kind: torch.optim.AdamW
lr: \${base_lr}
schedule_config:
  kind: noether.core.schedules.LinearWarmupCosineDecaySchedule
  warmup_percent: 0.1
  max_value: \${base_lr}
  end_value: \${}
`;

describe('places, as a user sees them', () => {
  const session = useSession({
    files: { 'rename/train.yaml': train, 'rename/optim/adamw.yaml': group.replace('${}', '1e-6') },
    settings: { 'editor.lightbulb.enabled': 'on', 'breadcrumbs.enabled': true },
  });

  async function inEveryTheme(name: string): Promise<void> {
    for (const theme of themes) {
      await setTheme(session(), theme);
      await screenshot(session(), `${name}-${theme}`);
    }
  }

  it('renames a key together with what names it, across files', async () => {
    const { page } = session();
    await openFile(session(), 'rename/optim/adamw.yaml');
    await page.locator('.codelens-decoration').first().waitFor();
    await goTo(session(), 6, 17);
    await page.keyboard.press('F2');
    const box = page.locator('.rename-box input.rename-input, .rename-box input').first();
    await box.waitFor();
    expect(await box.inputValue()).toBe('base_lr');
    await inEveryTheme('rename');
    await box.fill('peak_lr');
    await page.keyboard.press('Enter');
    await expect.poll(() => editor(session()).locator('.view-lines').textContent()).toContain('peak_lr');
    await openFile(session(), 'rename/train.yaml');
    await expect.poll(() => editor(session()).locator('.view-lines').textContent()).toContain('peak_lr:');
  });

  it('says why a key of a schedule keeps its name', async () => {
    const { page } = session();
    await openFile(session(), 'rename/optim/adamw.yaml');
    await goTo(session(), 5, 5);
    await page.keyboard.press('F2');
    const message = page.locator('.monaco-editor-overlaymessage');
    await message.waitFor();
    expect(await message.textContent()).toContain('noether defines the keys of a schedule');
    for (const theme of themes) {
      await setTheme(session(), theme);
      await page.keyboard.press('Escape');
      await page.keyboard.press('F2');
      await message.waitFor();
      // It fades in.
      await expect.poll(() => message.evaluate((element) => getComputedStyle(element).opacity)).toBe('1');
      await screenshot(session(), `rename-refused-${theme}`);
    }
    await page.keyboard.press('Escape');
  });

  it('links the entries of a defaults list', async () => {
    await openFile(session(), 'rename/train.yaml');
    await session().page.locator('.detected-link').first().waitFor();
    expect(await session().page.locator('.detected-link').allTextContents()).toContain('adamw');
    await screenshot(session(), 'links');
  });

  it('shows what a file is seen through, and takes the length of an epoch', async () => {
    const { page } = session();
    await openFile(session(), 'rename/optim/adamw.yaml');
    const button = page.locator('#status\\.languageStatus');
    await button.waitFor();
    const item = page.locator('.hover-language-status', { hasText: 'Schedule Lens' });
    const open = async (): Promise<void> => {
      await page.mouse.move(600, 300);
      await button.hover();
      await item.first().waitFor({ timeout: 5_000 });
    };
    await expect
      .poll(
        () =>
          open().then(
            () => true,
            () => false,
          ),
        { timeout: 30_000 },
      )
      .toBe(true);
    for (const theme of themes) {
      await setTheme(session(), theme);
      await open();
      expect(await item.textContent()).toContain('train · epochs of unknown length');
      await screenshot(session(), `status-${theme}`);
    }
    await item.locator('a', { hasText: 'Change' }).click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Total steps' }).waitFor();
    await screenshot(session(), 'status-picker');
    await pick(session(), 'Total steps').catch(() => undefined);
    const input = page.locator('.quick-input-widget input[type=text]');
    await page.locator('.quick-input-title', { hasText: 'Updates per epoch' }).waitFor();
    await screenshot(session(), 'status-input');
    await input.fill('150');
    await page.keyboard.press('Enter');
    // 20 epochs of 150 updates.
    await expect
      .poll(
        async () => {
          await open().catch(() => undefined);
          return item.textContent();
        },
        { timeout: 30_000 },
      )
      .toContain('train · 3,000 steps');
    await page.keyboard.press('Escape');
    await page.mouse.move(600, 300);
    await item.first().waitFor({ state: 'hidden' });
  });

  it('offers quick fixes and refactorings', async () => {
    const { page } = session();
    await openFile(session(), 'mistakes/misspelt_key.yaml');
    await waitForSquiggle(session(), 'error');
    await runCommand(session(), 'Go to Next Problem in Files (Error, Warning, Info)');
    await page.keyboard.press('Escape');
    const menu = page.locator('.action-widget');
    for (const theme of themes) {
      await setTheme(session(), theme);
      await page.keyboard.press('Control+.');
      await menu.locator('.monaco-list-row').first().waitFor();
      expect(await menu.textContent()).toContain('Write factor instead of facter');
      await screenshot(session(), `fixes-${theme}`);
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'hidden' });
    }
  });

  it('shows hints, lenses and symbols', async () => {
    const { page } = session();
    await openFile(session(), 'tour.yaml');
    await page.locator('.codelens-decoration a').first().waitFor();
    await expect.poll(() => editor(session()).locator('.view-lines').textContent()).toContain('step');
    await inEveryTheme('hints');
    await page.keyboard.press('Control+Shift+O');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'StepFixedSchedule' }).first().waitFor();
    await inEveryTheme('symbols');
    await page.keyboard.press('Escape');
  });

  it('completes the path of an interpolation with its value', async () => {
    const { page } = session();
    await openFile(session(), 'rename/optim/adamw.yaml');
    await goTo(session(), 7, 14);
    await page.keyboard.press('Shift+End');
    await page.keyboard.insertText('${');
    await page.keyboard.press('Control+Space');
    const row = page.locator('.suggest-widget .monaco-list-row').first();
    await row.waitFor();
    await inEveryTheme('complete-path');
    await page.keyboard.press('Escape');
  });
});

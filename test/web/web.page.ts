import { describe, expect, it } from 'vitest';
import { hold, showSchedule, textOf } from '../vscode/page/panel';
import {
  editor,
  goTo,
  hoverText,
  openFile,
  openLog,
  pick,
  previewFrame,
  runCommand,
  screenshot,
  waitForSquiggle,
} from '../vscode/page/session';
import { useWebSession } from './session';

describe('in VS Code for the Web, as a user sees it', () => {
  const session = useWebSession({
    files: {
      'configs/new.yaml': 'optim:\n  lr: 1e-3\n  schedule_config:\n    \n',
      'configs/lone_train.yaml': 'defaults:\n  - lone_part\n  - _self_\npeak: 2e-3\n',
      'configs/lone_part.yaml':
        'schedule_config:\n  kind: noether.core.schedules.CosineDecreasingSchedule\n  max_value: ${peak}\n',
    },
  });

  it('starts the server in a worker, and again when told to', async () => {
    const starts = () => session().requestsFor('/dist/server/main.js');
    await openFile(session(), 'configs/tour.yaml');
    await session().page.locator('.codelens-decoration').first().waitFor();
    expect(starts()).toBe(1);
    await runCommand(session(), 'Schedule Lens: Restart Server');
    await expect.poll(starts).toBe(2);
  });

  it('underlines a misspelt key and says what was meant', async () => {
    await openFile(session(), 'configs/mistakes/misspelt_key.yaml');
    await waitForSquiggle(session(), 'error');
    // It moves the lines below it.
    await session().page.locator('.codelens-decoration').first().waitFor();
    const hover = await hoverText(session(), 'facter');
    await expect.poll(() => hover.textContent()).toMatch(/factor instead/);
    await screenshot(session(), 'misspelt-key');
    await session().page.keyboard.press('Escape');
  });

  it('draws the curve in a hover', async () => {
    await openFile(session(), 'configs/tour.yaml');
    await session().page.locator('.codelens-decoration').first().waitFor();
    const hover = await hoverText(session(), '0.6');
    const picture = hover.locator('img[src^="data:image/svg+xml"]');
    await picture.waitFor();
    // Loaded and decoded, not just named.
    expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(300);
    // 0.6 of 20,000 steps; the second of the drops by 0.1 from 1e-3.
    expect(await hover.textContent()).toContain('12,000');
    expect(await hover.textContent()).toContain('1e-4 → 1e-5');
    await screenshot(session(), 'hover');
    await session().page.keyboard.press('Escape');
  });

  it('draws the panel', async () => {
    await session().page.locator('.codelens-decoration a').first().click();
    const frame = await previewFrame(session());
    await frame.locator('.picture svg').waitFor();
    await expect.poll(() => frame.locator('body').textContent()).toContain('StepFixedSchedule');
    await screenshot(session(), 'panel');
    await goTo(session(), 30, 7);
    await expect.poll(() => frame.locator('body').textContent()).toContain('StepIntervalSchedule');
  });

  it('changes the text when a handle of the panel is dragged, and takes it back', async () => {
    const { page } = session();
    const frame = await showSchedule(session(), 'configs/tour.yaml', 15);
    await hold(session(), frame.locator('.handle.x').nth(1), -30, 0);
    await frame.locator('.picture .before').waitFor({ state: 'attached' });
    await screenshot(session(), 'panel-drag');
    await page.mouse.up();
    await expect.poll(() => textOf(session(), 'tour.yaml')).toMatch(/\[0\.3, 0\.5\d*, 0\.9\] +# fractions of training/);
    await frame.locator('h1').click();
    await page.keyboard.press('Control+Z');
    await expect.poll(() => textOf(session(), 'tour.yaml')).toContain('[0.3, 0.6, 0.9]');
  });

  it('composes configs of the virtual file system', async () => {
    const interpolation = async () => {
      await session().page.keyboard.press('Escape');
      // The first one is in a comment.
      const hover = await hoverText(session(), '${model.optim.lr}', { occurrence: 1 });
      return hover.textContent();
    };
    await openFile(session(), 'configs/optim/adamw.yaml');
    // lr: 3e-4 stands in train_flow.yaml.
    await expect.poll(interpolation).toMatch(/= 3e-4.*train_flow\.yaml/s);
    await screenshot(session(), 'compose');
    await runCommand(session(), 'Schedule Lens: Select Primary Config');
    await pick(session(), 'fine_tune');
    // lr: 5e-5 stands in experiment/fine_tune.yaml.
    await expect.poll(interpolation).toMatch(/= 5e-5.*fine_tune\.yaml/s);
    await session().page.keyboard.press('Escape');
  });

  it('says that there is no Git HEAD to compare with', async () => {
    await openFile(session(), 'configs/tour.yaml');
    await runCommand(session(), 'Schedule Lens: Compare with Git HEAD');
    const frame = await previewFrame(session());
    await expect.poll(() => frame.locator('body').textContent()).toContain('There is no Git in a virtual workspace');
    await screenshot(session(), 'git-none');
  });

  it('renames across files of the virtual file system', async () => {
    const { page } = session();
    await openFile(session(), 'configs/lone_part.yaml');
    await page.locator('.codelens-decoration').first().waitFor();
    await goTo(session(), 3, 17);
    await page.keyboard.press('F2');
    const box = page.locator('.rename-box input').first();
    await box.waitFor();
    expect(await box.inputValue()).toBe('peak');
    await box.fill('top');
    await page.keyboard.press('Enter');
    await expect.poll(() => editor(session()).locator('.view-lines').textContent()).toContain('${top}');
    await openFile(session(), 'configs/lone_train.yaml');
    await expect.poll(() => editor(session()).locator('.view-lines').textContent()).toContain('top:');
  });

  it('says what a file is seen through', async () => {
    const { page } = session();
    await openFile(session(), 'configs/lone_part.yaml');
    const button = page.locator('#status\\.languageStatus');
    const item = page.locator('.hover-language-status', { hasText: 'Schedule Lens' }).first();
    await expect
      .poll(
        async () => {
          await page.mouse.move(600, 300);
          await button.hover();
          return await item.textContent({ timeout: 3_000 }).catch(() => '');
        },
        { timeout: 30_000 },
      )
      .toContain('lone_train · steps not known');
    await screenshot(session(), 'status');
    await page.mouse.move(600, 300);
  });

  it('completes a kind', async () => {
    const { page } = session();
    await openFile(session(), 'configs/new.yaml');
    await goTo(session(), 4, 5);
    await page.keyboard.type('kind: StepF', { delay: 60 });
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'StepFixedSchedule' }).first().waitFor();
    await screenshot(session(), 'complete');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => editor(session()).locator('.view-lines').textContent())
      .toContain('noether.core.schedules.StepFixedSchedule');
  });

  it('raises no error, neither as a notification nor in its log', async () => {
    const log = await openLog(session());
    // The log shows its end: a stack of ours is longer than what is in view.
    expect(await log.textContent()).not.toMatch(/\[error\]|browser\.js/);
    expect(await session().page.locator('.notification-toast .codicon-error').count()).toBe(0);
  });
});

describe('in VS Code for the Web, in Chinese', () => {
  const session = useWebSession({ language: 'zh-cn' });

  it('has Chinese problems, hovers and panel', async () => {
    const { page } = session();
    await openFile(session(), 'configs/mistakes/misspelt_key.yaml');
    await waitForSquiggle(session(), 'error');
    await page.locator('.codelens-decoration').first().waitFor();
    const hover = await hoverText(session(), 'facter');
    // What noether makes of the key, and what to write in its place.
    await expect.poll(() => hover.textContent()).toMatch(/请改写 ?factor/);
    await screenshot(session(), 'chinese-problem');
    await page.keyboard.press('Escape');
    await openFile(session(), 'configs/tour.yaml');
    await goTo(session(), 17, 1);
    await runCommand(session(), 'Schedule Lens: Preview Schedule');
    const frame = await previewFrame(session());
    // From the server, and from the panel's own script.
    await frame.getByText('峰值', { exact: true }).waitFor();
    await frame.getByRole('button', { name: '对比…' }).waitFor();
    // From the extension itself.
    await page.keyboard.press('Control+1');
    await openFile(session(), 'configs/optim/adamw.yaml');
    await runCommand(session(), 'Schedule Lens: Select Primary Config');
    await page.locator('.quick-input-widget').getByText('自动', { exact: true }).waitFor();
    await screenshot(session(), 'chinese-panel');
    await page.keyboard.press('Escape');
  });
});

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
  useSession,
  waitForSquiggle,
} from './session';

/** examples/ is one project: optim/adamw.yaml means something only in what train_flow.yaml composes. */
describe('a composed config, as a user sees it', () => {
  const session = useSession();

  it('answers an interpolation from the primary that reaches the file', async () => {
    await openFile(session(), 'optim/adamw.yaml');
    // The first one stands in the comment on top.
    const hover = await hoverText(session(), '${model.optim.lr}', { occurrence: 1 });
    // lr: 3e-4 stands in train_flow.yaml.
    await expect.poll(() => hover.textContent(), { timeout: 20_000 }).toContain('3e-4');
    expect(await hover.textContent()).toContain('train_flow');
    await screenshot(session(), 'compose-hover');
    await session().page.keyboard.press('Escape');
  });

  it('has nothing to complain about in the parts of a good project', async () => {
    for (const file of ['experiment/fine_tune.yaml', 'optim/sgd_steps.yaml', 'model/composite.yaml']) {
      await openFile(session(), file);
      await session().page.waitForTimeout(1500);
      expect(await editor(session()).locator('.squiggly-error, .squiggly-warning').count(), file).toBe(0);
    }
  });

  it('looks through another primary when one is chosen', async () => {
    await openFile(session(), 'optim/adamw.yaml');
    await runCommand(session(), 'Schedule Lens: Select Primary Config');
    await screenshot(session(), 'compose-picker');
    await pick(session(), 'fine_tune');
    // lr: 5e-5 stands in experiment/fine_tune.yaml.
    await expect
      .poll(async () => {
        await session().page.keyboard.press('Escape');
        // The first one stands in the comment on top.
        const hover = await hoverText(session(), '${model.optim.lr}', { occurrence: 1 });
        return hover.textContent();
      })
      .toContain('5e-5');
    await session().page.keyboard.press('Escape');
    await runCommand(session(), 'Schedule Lens: Select Primary Config');
    await pick(session(), 'Automatic');
  });

  it('sees what is typed in another file before it is saved', async () => {
    const { page } = session();
    await openFile(session(), 'train_flow.yaml');
    await goTo(session(), 10, 7);
    // `  lr: 3e-4` → `  lr: 33e-4`
    await page.keyboard.type('3');
    await openFile(session(), 'optim/adamw.yaml');
    await runCommand(session(), 'Schedule Lens: Preview Schedule');
    const frame = await previewFrame(session());
    await expect.poll(() => frame.locator('body').textContent()).toContain('3.3e-3');
    await expect.poll(() => page.locator('.codelens-decoration').first().textContent()).toContain('3.3e-3');
    await screenshot(session(), 'compose-panel');
    await openFile(session(), 'train_flow.yaml');
    await page.keyboard.press('Control+Z');
  });

  it('switches the panel between primaries', async () => {
    const { page } = session();
    await openFile(session(), 'optim/adamw.yaml');
    await runCommand(session(), 'Schedule Lens: Preview Schedule');
    const frame = await previewFrame(session());
    const choice = frame.getByLabel('Primary config');
    await expect.poll(() => choice.locator('option').count()).toBe(2);
    await choice.selectOption({ label: (await choice.locator('option').allTextContents())[1] ?? '' });
    // lr: 5e-5 stands in experiment/fine_tune.yaml.
    await expect.poll(() => frame.locator('.facts').textContent()).toContain('5e-5');
    await screenshot(session(), 'compose-panel-primary');
    await page.keyboard.press('Escape');
  });

  it('shows the composed config', async () => {
    await openFile(session(), 'optim/adamw.yaml');
    await runCommand(session(), 'Schedule Lens: Show Composed Config');
    await session()
      .page.locator('.editor-instance .monaco-editor[data-uri^="schedule-lens-composed"]')
      .first()
      .waitFor();
    await session().page.waitForTimeout(1000);
    await screenshot(session(), 'compose-config');
  });

  it('finds what only the composition shows', async () => {
    await openFile(session(), 'mistakes/composed/train_missing_option.yaml');
    await waitForSquiggle(session());
    await screenshot(session(), 'compose-missing');
    await openFile(session(), 'mistakes/composed/train.yaml');
    await waitForSquiggle(session(), 'warning');
    await screenshot(session(), 'compose-stale');
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { boxOf, choose, focusedPanel, hold, inThemes, notice, STEPS, showSchedule, textOf } from './panel';
import { previewFrame, runCommand, useSession } from './session';

const POINTS = [
  'trainer:',
  '  max_updates: 10_000',
  'optim:',
  '  schedule_config:',
  '    kind: noether.core.schedules.PiecewiseLinearSchedule',
  '    control_points: [[0.0, 0.0], [0.5, 1.0e-3], [1.0, 0.0]]',
  '',
].join('\n');

const names = ['fine', 'newer', 'vanish', 'error', 'kind', 'restart'];

describe('the panel, edited while things happen', () => {
  const session = useSession({
    // What is on disk is what the tests write there.
    settings: { 'files.autoSave': 'off' },
    files: { ...Object.fromEntries(names.map((name) => [`${name}.yaml`, STEPS])), 'points.yaml': POINTS },
  });
  const onDisk = (file: string) => join(session().folder, file);

  /** Takes hold of the second drop and moves it, without letting go. */
  async function holdSecond(frame: FrameLocator, pixels: number, timeout = 30_000): Promise<{ width: number }> {
    await hold(session(), frame.locator('.handle.x').nth(1), pixels, 0);
    await frame.locator('.picture .before').waitFor({ state: 'attached', timeout });
    return boxOf(frame.locator('.reader'));
  }

  const second = async (file: string) => Number(/\[0\.25, ([\d.]+)\]/.exec(await textOf(session(), file))?.[1]);

  it('moves a tenth as far with shift', async () => {
    const { page } = session();
    const frame = await showSchedule(session(), 'fine.yaml', 5);
    await page.keyboard.down('Shift');
    const { width } = await holdSecond(frame, 60);
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect.poll(() => second('fine.yaml')).toBeGreaterThan(0.5);
    // 60 pixels would be more than 60 parts of the picture's width; a tenth of them is less than 12.
    expect(await second('fine.yaml')).toBeLessThan(0.5 + 12 / width);
    expect(await textOf(session(), 'fine.yaml')).toContain('# halves');
  });

  it('moves a control point both ways', async () => {
    const { page } = session();
    const frame = await showSchedule(session(), 'points.yaml', 5);
    await hold(session(), frame.locator('.handle.xy').first(), 60, 40);
    await inThemes(session(), 'edit-point');
    await page.mouse.up();
    // Later and lower, in the notation that it has.
    await expect
      .poll(() => textOf(session(), 'points.yaml'))
      .toMatch(/control_points: \[\[0\.0, 0\.0\], \[0\.[5-9]\d*, [5-9]\.\d*e-4\], \[1\.0, 0\.0\]\]/);
  });

  it('writes into a text that has become newer while the handle was held', async () => {
    const { page } = session();
    const frame = await showSchedule(session(), 'newer.yaml', 5);
    await holdSecond(frame, -60);
    writeFileSync(onDisk('newer.yaml'), `# somebody else was here\n${STEPS}`);
    await expect.poll(() => textOf(session(), 'newer.yaml')).toContain('# somebody else was here');
    await page.mouse.up();
    await expect.poll(() => second('newer.yaml')).toBeLessThan(0.5);
    const text = await textOf(session(), 'newer.yaml');
    expect(text).toContain('# somebody else was here');
    expect(text).toContain('# halves');
  });

  it('says that the block is gone while it is dragged, and writes nothing', async () => {
    const { page } = session();
    const frame = await showSchedule(session(), 'vanish.yaml', 5);
    await holdSecond(frame, -60);
    const left = 'trainer:\n  max_updates: 10_000\n';
    writeFileSync(onDisk('vanish.yaml'), left);
    await expect.poll(() => notice(frame).textContent()).toContain('not there any more');
    await page.mouse.up();
    await inThemes(session(), 'edit-vanished');
    await expect.poll(() => textOf(session(), 'vanish.yaml')).not.toContain('steps');
    expect(readFileSync(onDisk('vanish.yaml'), 'utf8')).toBe(left);
    writeFileSync(onDisk('vanish.yaml'), STEPS);
    await frame.locator('.picture svg').waitFor();
  });

  it('says that the text has errors now, writes nothing, and goes on when they are gone', async () => {
    const { page } = session();
    const frame = await showSchedule(session(), 'error.yaml', 5);
    await holdSecond(frame, -60);
    const broken = STEPS.replace('[0.25, 0.5]', '[0.25, 0.5');
    writeFileSync(onDisk('error.yaml'), broken);
    await expect.poll(() => notice(frame).textContent()).toMatch(/not there any more|errors/);
    await page.mouse.up();
    await frame.locator('.problem .icon.error').first().waitFor();
    await inThemes(session(), 'edit-errors');
    expect(readFileSync(onDisk('error.yaml'), 'utf8')).toBe(broken);
    writeFileSync(onDisk('error.yaml'), STEPS);
    await frame.locator('.picture svg').waitFor();
    await holdSecond(frame, -60);
    await page.mouse.up();
    await expect.poll(() => second('error.yaml')).toBeLessThan(0.5);
  });

  it('changes the kind, as one step of undo', async () => {
    const { page } = session();
    const frame = await showSchedule(session(), 'kind.yaml', 5);
    await frame.getByRole('button', { name: 'Change kind…' }).click();
    await choose(session(), 'StepIntervalSchedule');
    await expect
      .poll(() => textOf(session(), 'kind.yaml'))
      .toContain('kind: noether.core.schedules.StepIntervalSchedule');
    const text = await textOf(session(), 'kind.yaml');
    // What both have stays as it is written.
    expect(text).toContain('start_value: 1e-3');
    expect(text).toContain('factor: 0.1');
    expect(text).not.toContain('steps:');
    await frame.locator('.picture svg').waitFor();
    await focusedPanel(session());
    await page.keyboard.press('Control+Z');
    await expect.poll(() => textOf(session(), 'kind.yaml')).toContain('steps: [0.25, 0.5] # halves');
  });

  it('goes on after the server was started again', async () => {
    const { page } = session();
    await showSchedule(session(), 'restart.yaml', 5);
    await runCommand(session(), 'Schedule Lens: Restart Server');
    const frame = await previewFrame(session());
    await frame.locator('.picture svg').waitFor();
    await expect
      .poll(
        async () => {
          // What is asked of a server that is stopping has no answer.
          await holdSecond(frame, -60, 3_000).catch(() => undefined);
          await page.mouse.up();
          return second('restart.yaml');
        },
        { timeout: 30_000, interval: 2_000 },
      )
      .toBeLessThan(0.5);
  });
});

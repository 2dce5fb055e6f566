import { describe, expect, it } from 'vitest';
import { goTo, openFile, previewFrame, runCommand, useSession } from './session';

const BLOCKS = 110;

/** About 1,000 lines: many optimizers, a schedule each. */
function manySchedules(): string {
  const parts = ['trainer:', '  max_updates: 20000'];
  for (let index = 0; index < BLOCKS; index++) {
    parts.push(
      `part${index}:`,
      '  optim:',
      '    kind: torch.optim.AdamW',
      `    lr: ${index + 1}e-5`,
      '    schedule_config:',
      '      kind: noether.core.schedules.StepFixedSchedule',
      '      start_value: ${..lr}',
      '      factor: 0.1',
      '      steps: [0.3, 0.6]',
    );
  }
  return `${parts.join('\n')}\n`;
}

/** In milliseconds since the epoch, comparable between the window and the frames in it. */
interface Clocked {
  times?: number[];
}

describe('the panel while typing', () => {
  const session = useSession({ files: { 'many.yaml': manySchedules() } });

  it('redraws after every key stroke, and says how soon', async () => {
    const { page } = session();
    await openFile(session(), 'many.yaml');
    const line = manySchedules().split('\n').indexOf('part55:') + 8;
    // Behind `factor: 0.1`, so that each digit changes every value below the first drop.
    await goTo(session(), line, '      factor: 0.1'.length + 1);
    await runCommand(session(), 'Schedule Lens: Preview Schedule');
    const frame = await previewFrame(session());
    const picture = frame.locator('.picture');
    await picture.locator('svg').waitFor();
    await page.locator('.editor-instance .monaco-editor[data-uri$="/many.yaml"].focused').waitFor();
    await page.evaluate(() => {
      const here = window as Clocked;
      here.times = [];
      window.addEventListener('keydown', () => here.times?.push(performance.timeOrigin + performance.now()), true);
    });
    await picture.evaluate((element) => {
      const there = window as Clocked;
      there.times = [];
      new MutationObserver(() => there.times?.push(performance.timeOrigin + performance.now())).observe(element, {
        childList: true,
        subtree: true,
      });
    });
    const strokes = 40;
    for (let index = 0; index < strokes; index++) {
      await page.keyboard.press(index % 2 === 0 ? '5' : 'Backspace');
      await page.waitForTimeout(250);
    }
    const pressed = await page.evaluate(() => (window as Clocked).times ?? []);
    const drawn = await picture.evaluate(() => (window as Clocked).times ?? []);
    const waits = pressed.map((time, index) => {
      const end = pressed[index + 1] ?? Number.POSITIVE_INFINITY;
      const next = drawn.find((at) => at >= time && at < end);
      return next === undefined ? Number.POSITIVE_INFINITY : next - time;
    });
    waits.sort((a, b) => a - b);
    const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
    console.log(
      `key stroke to redrawn curve, ${manySchedules().split('\n').length} lines: median ${at(0.5).toFixed(0)} ms, 95th percentile ${at(0.95).toFixed(0)} ms`,
    );
    expect(waits).toHaveLength(strokes);
    expect(waits.filter((wait) => wait === Number.POSITIVE_INFINITY)).toEqual([]);
  });
});

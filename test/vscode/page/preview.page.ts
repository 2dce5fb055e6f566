import { describe, expect, it } from 'vitest';
import { goTo, openFile, previewFrame, runCommand, screenshot, useSession } from './session';

describe('the panel: explore', () => {
  const session = useSession();

  it('zooms and reads', async () => {
    const { page } = session();
    await openFile(session(), 'tour.yaml');
    await goTo(session(), 15, 7);
    await runCommand(session(), 'Schedule Lens: Preview Schedule');
    const frame = await previewFrame(session());
    await frame.locator('.picture svg').waitFor();
    await page.waitForTimeout(1000);
    await screenshot(session(), 'explore-start');
    const box = await frame.locator('.reader').boundingBox();
    if (box === null) throw new Error('no chart');
    await page.mouse.move(box.x + box.width * 0.3, box.y + 100);
    await page.mouse.wheel(0, -300);
    await page.waitForTimeout(1000);
    await screenshot(session(), 'explore-zoomed');
    await expect.poll(() => frame.locator('.reset').isVisible()).toBe(true);
  });
});

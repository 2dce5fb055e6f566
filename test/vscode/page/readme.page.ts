import { describe, it } from 'vitest';
import { goTo, hoverText, openFile, previewFrame, runCommand, screenshot, setTheme, useSession } from './session';

/** What README.md shows; `npm run pictures` copies them to images/. */
describe('pictures for the README', () => {
  const session = useSession({
    viewport: { width: 1180, height: 640 },
    settings: { 'workbench.activityBar.location': 'hidden', 'editor.minimap.enabled': false },
  });

  it('a hover', async () => {
    const { page } = session();
    await setTheme(session(), 'dark');
    await openFile(session(), 'tour.yaml');
    await runCommand(session(), 'View: Toggle Primary Side Bar Visibility');
    await page.locator('.codelens-decoration a').first().waitFor();
    await goTo(session(), 17, 1);
    const hover = await hoverText(session(), '0.6');
    await hover.locator('img').waitFor();
    await screenshot(session(), 'readme-hover');
    await page.keyboard.press('Escape');
  });

  it('the panel', async () => {
    const { page } = session();
    await page.mouse.move(5, 5);
    await page.locator('.codelens-decoration a').first().click();
    const frame = await previewFrame(session());
    await frame.locator('.picture svg').waitFor();
    await goTo(session(), 17, 15);
    await frame.locator('.picture svg').waitFor();
    await screenshot(session(), 'readme-panel');
  });
});

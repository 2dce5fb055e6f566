import { describe, expect, it } from 'vitest';
import { openFile, openLog, screenshot, setTheme, type Theme, useSession } from './session';

describe('the packaged extension in a real VS Code', () => {
  const session = useSession();

  it('starts its server for a YAML file and says so in its log', async () => {
    await openFile(session(), 'tour.yaml');
    const log = await openLog(session());
    await expect.poll(() => log.textContent(), { timeout: 20_000 }).toMatch(/is\sready/);
  });

  for (const theme of ['light', 'dark', 'high-contrast', 'high-contrast-light'] satisfies Theme[]) {
    it(`shows a file in the ${theme} theme`, async () => {
      await setTheme(session(), theme);
      await screenshot(session(), `editor-${theme}`);
    });
  }

  it('raises no error notification', async () => {
    expect(await session().page.locator('.notification-toast .codicon-error').count()).toBe(0);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFile, openSession, runCommand, type Session, screenshot, setTheme, type Theme } from './session';

describe('the packaged extension in a real VS Code', () => {
  let session: Session;
  beforeAll(async () => {
    session = await openSession();
  });
  afterAll(() => session?.close());

  it('starts its server for a YAML file and says so in its log', async () => {
    await openFile(session, 'tour.yaml');
    await runCommand(session, 'Output: Show Output Channels...');
    const { page } = session;
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Schedule Lens' }).click();
    const log = page.locator('.panel .view-lines', { hasText: 'Schedule Lens' });
    await log.waitFor();
    await expect.poll(() => log.textContent()).toMatch(/is\sready/);
  });

  for (const theme of ['light', 'dark', 'high-contrast', 'high-contrast-light'] satisfies Theme[]) {
    it(`shows a file in the ${theme} theme`, async () => {
      await setTheme(session, theme);
      await screenshot(session, `editor-${theme}`);
    });
  }

  it('raises no error notification', async () => {
    expect(await session.page.locator('.notification-toast .codicon-error').count()).toBe(0);
  });
});

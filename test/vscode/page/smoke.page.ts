import { describe, expect, it } from 'vitest';
import { hoverText, openFile, openLog, screenshot, useSession, waitForSquiggle } from './session';

describe('the packaged extension in a real VS Code', () => {
  const session = useSession();

  it('underlines a misspelt key and says what was meant', async () => {
    await openFile(session(), 'mistakes/misspelt_key.yaml');
    await waitForSquiggle(session(), 'error');
    const hover = await hoverText(session(), 'facter');
    await expect.poll(() => hover.textContent()).toMatch(/factor/);
    await screenshot(session(), 'misspelt-key');
  });

  it('raises no error, neither as a notification nor in its log', async () => {
    const log = await openLog(session());
    expect(await log.textContent()).not.toMatch(/\[error\]/);
    expect(await session().page.locator('.notification-toast .codicon-error').count()).toBe(0);
  });
});

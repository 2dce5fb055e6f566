import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { FrameLocator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { curveText, inThemes, showSchedule } from './panel';
import { previewFrame, type Session, setTheme, type Theme, useSession } from './session';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong in the page of the panel, a line each. */
async function violations(frame: FrameLocator): Promise<string[]> {
  const { violations } = await frame.locator('html').evaluate(async (html, source): Promise<AxeResults> => {
    const there = window as { axe?: { run(root: Document): Promise<AxeResults> } };
    // The debugger's own code may do what the page's policy forbids to scripts of the page.
    // biome-ignore lint/security/noGlobalEval: as above
    if (there.axe === undefined) globalThis.eval(source);
    if (there.axe === undefined) throw new Error('axe is not there');
    return there.axe.run(html.ownerDocument);
  }, axe);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} (${target.join(' ')}) ${failureSummary ?? ''}`),
  );
}

/** With lines over the curve, two axes, and something typed: as many controls as the page can have at once. */
async function fillPanel(session: Session): Promise<FrameLocator> {
  const frame = await showSchedule(session, 'tour.yaml', 15);
  await frame.getByRole('button', { name: 'Pin', exact: true }).click();
  await expect.poll(() => frame.locator('.legend li').count()).toBe(2);
  const moment = frame.getByLabel('Value at');
  await moment.fill('30 %');
  await moment.press('Enter');
  await expect.poll(() => frame.locator('#moment-answer').textContent()).toContain('step');
  return frame;
}

describe('the panel, for everybody', () => {
  const session = useSession();

  it('has a name and a role for every control, and text that stands out, in every theme', async () => {
    const frame = await fillPanel(session());
    for (const layout of ['optimizer', 'model']) {
      await frame.locator('#layout').selectOption(layout);
      await frame
        .locator(layout === 'model' ? '.tile svg' : '.legend li:nth-child(3)')
        .first()
        .waitFor();
      for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] satisfies Theme[]) {
        await setTheme(session(), theme);
        const wrong = await violations(await previewFrame(session()));
        expect(wrong, `${layout}, ${theme}`).toEqual([]);
      }
    }
    await frame.locator('#layout').selectOption('one');
  });

  it('is told to a screen reader with the values of the curve', async () => {
    const frame = await previewFrame(session());
    const told = await curveText(frame).textContent();
    // 1e-3 with three drops by 0.1, at 0.3, 0.6 and 0.9 of 20,000 steps.
    for (const value of ['1e-3', '1e-4', '1e-5', '1e-6', '6,000', '12,000', '18,000']) expect(told).toContain(value);
    const reader = frame.getByRole('slider', { name: 'Crosshair: step of training' });
    await reader.focus();
    await session().page.keyboard.press('End');
    await expect.poll(() => reader.getAttribute('aria-valuetext')).toContain('step 19,999 of 20,000');
    expect(await reader.getAttribute('aria-valuetext')).toContain('1e-6');
  });

  it('is reached by the keyboard, all of it', async () => {
    const { page } = session();
    const frame = await previewFrame(session());
    await frame.locator('h1').click();
    const reached = () =>
      frame.locator('body').evaluate(({ ownerDocument: { activeElement, body } }) => {
        if (activeElement === body) return false;
        activeElement?.setAttribute('data-reached', '');
        return true;
      });
    for (let presses = 0; presses < 100; presses++) {
      await page.keyboard.press('Tab');
      if (!(await reached())) break;
    }
    // Of a row of choices, the tab key reaches the chosen one, and the arrow keys the others.
    const left = await frame
      .locator('button, select, input:not([type=radio]:not(:checked)), [tabindex="0"]')
      .evaluateAll((all) =>
        all
          .filter((one) => one instanceof HTMLElement && one.offsetParent !== null && !one.hasAttribute('data-reached'))
          .map((one) => one.outerHTML.slice(0, 120)),
      );
    expect(left).toEqual([]);
  });

  it('fits into 300 pixels', async () => {
    const { page } = session();
    await page.setViewportSize({ width: 300 + 48 + 300, height: 900 });
    const frame = await previewFrame(session());
    await page.keyboard.press('Control+B');
    await expect.poll(() => frame.locator('html').evaluate((html) => html.clientWidth)).toBeLessThanOrEqual(310);
    const overflow = () => frame.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await inThemes(session(), '300');
    await frame.locator('.notes').scrollIntoViewIfNeeded();
    await inThemes(session(), '300-below');
    await frame.locator('#layout').selectOption('model');
    await frame.locator('.tile svg').first().waitFor();
    await frame.locator('.tile').last().scrollIntoViewIfNeeded();
    expect(await overflow()).toBeLessThanOrEqual(0);
    await inThemes(session(), '300-model');
  });
});

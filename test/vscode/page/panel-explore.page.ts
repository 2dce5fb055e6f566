import { describe, expect, it } from 'vitest';
import { boxOf, choose, curveText, focusedPanel, inThemes, picture, readout, settingsOf, showSchedule } from './panel';
import { editor, goTo, hoverText, openFile, previewFrame, useSession } from './session';

/** Neither the total nor two of its values are told by anything. */
const UNTOLD = [
  'optim:',
  '  kind: torch.optim.AdamW',
  '  schedule_config:',
  '    kind: noether.core.schedules.LinearWarmupCosineDecaySchedule',
  '    warmup_percent: 0.1',
  '    max_value: ${base.lr}',
  '    end_value: ${base.floor}',
  '',
].join('\n');

describe('the panel, read with the keyboard and the text', () => {
  const session = useSession();
  const position = () => session().page.locator('.statusbar').textContent();

  it('marks where the text cursor is, and goes from a point of the curve to the key that makes it', async () => {
    const { page } = session();
    const frame = await showSchedule(session(), 'tour.yaml', 15);
    await goTo(session(), 17, 18);
    // The entry 0.6 of `steps`: 0.6 of 20,000.
    await expect.poll(() => picture(frame).textContent()).toContain('step 12,000');
    const chart = await boxOf(frame.locator('.reader'));
    // Between the first drop and the second, which are at 30 and 60 % of what the axis shows.
    await page.mouse.click(chart.x + chart.width * 0.5, chart.y + chart.height * 0.3);
    await expect.poll(position).toMatch(/Ln 1[3-7]\b/);
    const before = await position();
    await frame.locator('.reader').focus();
    await page.keyboard.press('Home');
    for (let presses = 0; presses < 6; presses++) await page.keyboard.press('PageUp');
    // 6 tenths of 19,999 are 11,999.4; each press goes to a whole step.
    await expect.poll(() => readout(frame).textContent()).toContain('12,000 of 20,000');
    await page.keyboard.press('Enter');
    await expect.poll(position).toMatch(/Ln 17, Col (1[89]|2\d)/);
    expect(await position()).not.toBe(before);
  });

  it('zooms, moves and shows all of training without a mouse', async () => {
    const { page } = session();
    const frame = await focusedPanel(session());
    const reset = frame.getByRole('button', { name: 'All of training' });
    await frame.locator('.reader').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await expect.poll(() => reset.isVisible()).toBe(true);
    // A quarter of 20,000.
    await expect.poll(() => curveText(frame).textContent()).toContain('5,000');
    await page.keyboard.press('End');
    await expect.poll(() => readout(frame).textContent()).toContain('19,999 of 20,000');
    await expect.poll(() => curveText(frame).textContent()).toContain('15,000');
    await page.keyboard.press('0');
    await expect.poll(() => reset.isVisible()).toBe(false);
    await page.keyboard.press('+');
    await expect.poll(() => reset.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => reset.isVisible()).toBe(false);
  });

  it('moves along what is zoomed into with the mouse, and leaves the page to the wheel elsewhere', async () => {
    const { page } = session();
    const frame = await focusedPanel(session());
    const chart = await boxOf(frame.locator('.reader'));
    await page.mouse.move(chart.x + chart.width * 0.3, chart.middle.y);
    for (let turns = 0; turns < 3; turns++) await page.mouse.wheel(0, -300);
    const reset = frame.getByRole('button', { name: 'All of training' });
    await expect.poll(() => reset.isVisible()).toBe(true);
    const sight = () => picture(frame).locator('svg').textContent();
    const before = await sight();
    await page.keyboard.down('Shift');
    await page.mouse.down();
    await page.mouse.move(chart.x + chart.width * 0.15, chart.middle.y, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect.poll(sight).not.toBe(before);
    await reset.click();
    await expect.poll(() => reset.isVisible()).toBe(false);
  });

  it('tells the value at a step, a share and an epoch, and why it cannot', async () => {
    const frame = await focusedPanel(session());
    const moment = frame.getByLabel('Value at');
    const answer = frame.locator('#moment-answer');
    const ask = async (text: string) => {
      await moment.fill(text);
      await moment.press('Enter');
    };
    // Drops by 0.1 at 0.3, 0.6 and 0.9 of 20,000 steps, from 1e-3.
    await ask('5999');
    await expect.poll(() => answer.textContent()).toBe('1e-3 (step 5,999)');
    await ask('30 %');
    await expect.poll(() => answer.textContent()).toBe('1e-4 (step 6,000)');
    await ask('20000');
    await expect.poll(() => answer.textContent()).toContain('The last step is 19,999');
    await ask('epoch 2');
    await expect.poll(() => answer.textContent()).toContain('updates in one epoch are not known');
    await inThemes(session(), 'explore-value-refused');
    await ask('');
    await expect.poll(() => answer.textContent()).toBe('');
  });

  it('says from which file and line the length of training is, and goes there', async () => {
    const frame = await focusedPanel(session());
    await frame.getByRole('button', { name: 'max_updates, line 5' }).click();
    await expect.poll(position).toMatch(/Ln 5\b/);
  });

  it('reads everything that it says to a screen reader', async () => {
    const frame = await showSchedule(session(), 'tour.yaml', 15);
    // What a screen reader is told in place of the picture: where the values are, and what they are.
    const told = await curveText(frame).textContent();
    for (const value of ['1e-3', '1e-4', '1e-5', '1e-6', '6,000', '12,000', '18,000']) expect(told).toContain(value);
    expect(await frame.locator('.picture svg').getAttribute('role')).toBe('img');
  });
});

describe('the panel, on a schedule that is not told', () => {
  const session = useSession({ files: { 'untold.yaml': UNTOLD } });

  it('takes what is typed, marks it as assumed, and gives it to the whole folder', async () => {
    await session().page.keyboard.press('Control+1');
    const frame = await (async () => {
      await openFile(session(), 'untold.yaml');
      await goTo(session(), 4, 7);
      await editor(session()).locator('.codelens-decoration a').first().click();
      return previewFrame(session());
    })();
    const total = frame.getByLabel('Total steps', { exact: true });
    await total.waitFor();
    await inThemes(session(), 'explore-untold');
    await total.fill('5000');
    await total.press('Enter');
    await expect.poll(() => settingsOf(session())).toContain('"scheduleLens.totalSteps": 5000');
    const fill = async (expression: string, text: string) => {
      const field = frame.getByLabel(expression, { exact: true });
      await field.fill(text);
      await field.press('Enter');
    };
    await fill('${base.lr}', '2e-3');
    await fill('${base.floor}', '1e-5');
    await expect.poll(() => settingsOf(session())).toMatch(/"base\.lr": 0?\.?002|"base\.lr": 2e-3/);
    await expect.poll(() => settingsOf(session())).toMatch(/"base\.floor": (0\.00001|1e-0?5)/);
    // A tenth of 5,000 steps is warm-up; then the peak.
    await expect.poll(() => frame.locator('.facts').textContent()).toContain('2e-3');
    await expect.poll(() => curveText(frame).textContent()).toContain('5,000');
    expect(await frame.locator('.notes .tag').count()).toBeGreaterThan(2);
    await inThemes(session(), 'explore-assumed');
    await session().page.keyboard.press('Control+1');
    const hover = await hoverText(session(), 'warmup_percent');
    await expect.poll(() => hover.textContent()).toMatch(/5,000|500/);
    await session().page.keyboard.press('Escape');
  });

  it('takes it back', async () => {
    const frame = await focusedPanel(session());
    for (const name of ['Total steps', '${base.lr}', '${base.floor}']) {
      const clear = frame.getByRole('button', { name: `Clear ${name}`, exact: true });
      await clear.click();
      await expect.poll(() => clear.isVisible()).toBe(false);
    }
    await expect.poll(() => settingsOf(session())).not.toContain('scheduleLens.');
    await expect.poll(() => frame.locator('.facts').textContent()).not.toContain('2e-3');
  });
});

describe('the panel, on a composed model', () => {
  const session = useSession();

  it('shows every optimizer of a composite, each with its name and learning rate', async () => {
    const frame = await showSchedule(session(), 'optim/sgd_steps.yaml', 5);
    await frame.locator('#layout').selectOption('model');
    // The encoder keeps the group file's 0.02; the decoder's is 5e-3.
    await expect
      .poll(() => frame.locator('.tile-name').allTextContents())
      .toEqual(['model.encoder.optim.schedule_config', 'model.decoder.optim.schedule_config']);
    await expect.poll(() => frame.locator('.tile svg').count()).toBe(2);
    const told = await frame.locator('.tile').allTextContents();
    expect(told[0]).toContain('0.02');
    expect(told[1]).toContain('5e-3');
    await inThemes(session(), 'explore-composite');
  });

  it('says where the schedules of a file are that holds none itself', async () => {
    await session().page.keyboard.press('Control+1');
    await openFile(session(), 'model/composite.yaml');
    const frame = await previewFrame(session());
    await frame.locator('.state.empty').waitFor();
    await inThemes(session(), 'explore-empty');
  });

  it('is held against what another primary config makes of it', async () => {
    const frame = await showSchedule(session(), 'optim/adamw.yaml', 5);
    await frame.locator('#layout').selectOption('one');
    await frame.getByRole('button', { name: 'Compare…' }).click();
    await choose(session(), 'fine_tune');
    await expect.poll(() => frame.locator('.legend li').count()).toBe(2);
    // Nobody knows how many steps the other run has: in percent, both are as long.
    await frame.getByText('Percent', { exact: true }).click();
    await frame.locator('.reader').focus();
    await session().page.keyboard.press('PageUp');
    await expect.poll(() => readout(frame).textContent()).toContain('Δ');
    await inThemes(session(), 'compare-primary');
  });
});

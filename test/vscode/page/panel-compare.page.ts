import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { choose, compareWith, inThemes, legend, notice, readout, STEPS, showSchedule } from './panel';
import { goTo, previewFrame, type Session, useSession } from './session';

const rows = (of: (step: number) => string) => Array.from({ length: 101 }, (_, index) => of(index * 100));
/** Falls in a line to nothing, with another column, a line that is none, and a step that is missing. */
const CSV = ['step,loss,lr', ...rows((step) => `${step},${100 - step / 100},${1e-3 - step * 1e-7}`), 'oops', ',1,2'];
const JSON_LINES = rows((step) => JSON.stringify({ global_step: step, learning_rate: 1e-3 - step * 5e-8 }));

function git(folder: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
}

/** Chooses a file in VS Code's own dialog. */
async function chooseFile({ page, folder }: Session, name: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  await expect.poll(() => input.inputValue()).toContain('/');
  await input.fill(join(folder, name));
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
}

describe('the panel, compared', () => {
  const session = useSession({
    settings: { 'files.autoSave': 'off' },
    files: {
      'now.yaml': STEPS,
      'shown.yaml': STEPS,
      'other.yaml': STEPS.replace('1e-3', '2e-3').replace('10_000', '40_000'),
      'run.csv': `${CSV.join('\n')}\n`,
      'run.jsonl': `${JSON_LINES.join('\n')}\n`,
      'broken.jsonl': '{"step": 1,\nnothing here\n',
    },
    prepare: (folder) => {
      git(folder, 'init', '--quiet');
      git(folder, 'add', '--all', '.');
      git(folder, 'commit', '--quiet', '--message', 'State');
    },
  });
  const rowsOf = async () => (await previewFrame(session())).locator('.legend li');

  /** Takes away what a test before has left over the curve. */
  async function clearLines(): Promise<void> {
    const remove = (await previewFrame(session())).getByRole('button', { name: /^Remove / });
    for (let left = await remove.count(); left > 0; left--) {
      await remove.first().click();
      await expect.poll(() => remove.count()).toBe(left - 1);
    }
  }

  it('lays the saved file and Git HEAD under a text that is being edited', async () => {
    const { page, folder } = session();
    // On disk 0.6, in Git 0.5, and in the editor 0.65.
    writeFileSync(join(folder, 'now.yaml'), STEPS.replace('0.5]', '0.6]'));
    const frame = await showSchedule(session(), 'now.yaml', 8);
    await page.keyboard.press('Control+1');
    await goTo(session(), 8, '    steps: [0.25, 0.6'.length + 1);
    await page.keyboard.type('5');
    await compareWith(session(), 'The Saved File');
    await expect.poll(() => legend(frame).textContent()).toContain('the saved file');
    await compareWith(session(), 'Git HEAD');
    await expect.poll(() => frame.locator('.legend li').count()).toBe(3);
    const moment = frame.getByLabel('Value at');
    await moment.fill('55 %');
    await moment.press('Enter');
    await frame.locator('.reader').focus();
    await page.keyboard.press('Home');
    for (let presses = 0; presses < 6; presses++) await page.keyboard.press('PageUp');
    // Step 6,000: both drops are behind in the two older versions, where 0.65 still is to come.
    await expect.poll(() => readout(frame).textContent()).toMatch(/6,000 of 10,000.*1e-4.*\+9e-5 \(\+900 %\)/);
    await inThemes(session(), 'compare-versions');
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+S');
    // Saved, there is nothing between them.
    await frame.locator('.reader').focus();
    await expect.poll(() => readout(frame).textContent()).toContain('same');
  });

  it('keeps the colours of the others when one is taken away', async () => {
    const frame = await previewFrame(session());
    const strokeOf = (place: number) =>
      frame.locator('.legend li').nth(place).locator('path').first().getAttribute('stroke');
    const last = await strokeOf(2);
    await frame.getByRole('button', { name: 'Remove the saved file' }).click();
    await expect.poll(() => frame.locator('.legend li').count()).toBe(2);
    expect(await strokeOf(1)).toBe(last);
    await frame.getByRole('button', { name: 'Remove Git HEAD' }).click();
  });

  it('goes along with another file that is renamed, and says when it is gone', async () => {
    const { page, folder } = session();
    const frame = await showSchedule(session(), 'shown.yaml', 5);
    await clearLines();
    await compareWith(session(), 'A Schedule of Another File…');
    await choose(session(), 'other.yaml');
    await choose(session(), 'optim.schedule_config');
    await expect.poll(() => legend(frame).textContent()).toContain('other.yaml');
    // As a user renames: in the explorer. What is chosen there opens beside the panel.
    await page.keyboard.press('Control+1');
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'other.yaml' }).click();
    await page.keyboard.press('F2');
    const name = page.locator('.explorer-folders-view input');
    await name.fill('renamed.yaml');
    await name.press('Enter');
    await expect.poll(() => legend(frame).textContent()).toContain('renamed.yaml');
    expect(await (await rowsOf()).count()).toBe(2);
    await showSchedule(session(), 'shown.yaml', 5);
    await frame.getByRole('button', { name: 'Pin', exact: true }).click();
    await expect.poll(async () => (await rowsOf()).count()).toBe(3);
    rmSync(join(folder, 'renamed.yaml'));
    await expect.poll(() => legend(frame).textContent(), { timeout: 20_000 }).toContain('was deleted');
    await inThemes(session(), 'compare-gone');
    // The pinned curve is a copy.
    expect(await frame.locator('.picture [data-series="1"]').count()).toBeGreaterThan(0);
  });

  it('reads logs of both formats, by columns that are chosen, and says what it leaves out', async () => {
    const frame = await showSchedule(session(), 'shown.yaml', 5);
    await clearLines();
    await compareWith(session(), 'A Training Log…');
    await chooseFile(session(), 'run.csv');
    await expect.poll(() => frame.getByLabel('Column of the value').inputValue()).toBe('lr');
    expect(await frame.getByLabel('Column of the step').inputValue()).toBe('step');
    await expect.poll(() => legend(frame).textContent()).toMatch(/102|103|line/i);
    await inThemes(session(), 'compare-csv');
    await frame.getByLabel('Column of the value').selectOption('loss');
    await frame.locator('.reader').focus();
    await session().page.keyboard.press('Home');
    // The loss begins at 100.
    await expect.poll(() => readout(frame).textContent()).toContain('100');
    await compareWith(session(), 'A Training Log…');
    await chooseFile(session(), 'run.jsonl');
    await expect.poll(() => frame.getByLabel('Column of the value').inputValue()).toBe('learning_rate');
    expect(await frame.getByLabel('Column of the step').inputValue()).toBe('global_step');
    await compareWith(session(), 'A Training Log…');
    await chooseFile(session(), 'broken.jsonl');
    await expect.poll(() => legend(frame).locator('.assumed').count()).toBeGreaterThan(0);
    await inThemes(session(), 'compare-broken-log');
    await frame.getByRole('button', { name: /^Remove broken/ }).click();
    await expect.poll(() => legend(frame).isVisible()).toBe(false);
  });

  it('takes away the plotted points and a Python check', async () => {
    const { page, folder } = session();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const frame = await showSchedule(session(), 'shown.yaml', 5);
    const input = page.locator('.quick-input-widget input[type=text]');
    const before = readdirSync(folder);
    await frame.getByRole('button', { name: 'Export…' }).click();
    await choose(session(), 'CSV of the Plotted Points');
    await expect.poll(() => input.inputValue()).toContain('.csv');
    await page.keyboard.press('Enter');
    const saved = () => readdirSync(folder).filter((name) => !before.includes(name));
    await expect.poll(() => saved().length).toBe(1);
    const points = readFileSync(join(folder, saved()[0] ?? ''), 'utf8');
    // The last step before the first drop, and the drop: a quarter of 10,000.
    expect(points).toMatch(/^2499,.*0?\.?001|1e-3/m);
    expect(points).toMatch(/^2500,.*/m);
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await frame.getByRole('button', { name: 'Export…' }).click();
    await choose(session(), 'Copy as Python Check');
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(clipboard).toContain('kind: noether.core.schedules.StepFixedSchedule');
    expect(await clipboard()).toContain('steps: [0.25, 0.5]');
  });
});

describe('the panel, compared to a file that goes', () => {
  const session = useSession({ files: { 'shown.yaml': STEPS } });

  it('says that the file which it shows is gone, and keeps what was pinned', async () => {
    const { page, folder } = session();
    const frame = await showSchedule(session(), 'shown.yaml', 5);
    const lines = frame.locator('.legend li');
    await frame.getByRole('button', { name: 'Pin', exact: true }).click();
    await expect.poll(() => lines.count()).toBe(2);
    await page
      .locator('.tab', { hasText: /^shown\.yaml/ })
      .locator('.codicon-close')
      .click();
    rmSync(join(folder, 'shown.yaml'));
    await expect.poll(() => notice(frame).textContent(), { timeout: 20_000 }).toContain('shows the last answer');
    await inThemes(session(), 'compare-shown-deleted');
    expect(await lines.count()).toBe(2);
    await showSchedule(session(), 'tour.yaml', 15);
    await expect.poll(() => lines.count()).toBe(2);
    expect(await frame.locator('h1').textContent()).toBe('StepFixedSchedule');
  });
});

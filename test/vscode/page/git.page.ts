import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  editor,
  goTo,
  openFile,
  previewFrame,
  runCommand,
  type Session,
  screenshot,
  setTheme,
  type Theme,
  useSession,
} from './session';

const title = 'What does this change do';

function git(folder: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
}

function commitAll(folder: string): void {
  git(folder, 'add', '--all', '.');
  git(folder, 'commit', '--quiet', '--message', 'State');
}

function edit(session: Session, name: string, from: string, to: string): void {
  const path = join(session.folder, name);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
}

/** How many lenses of the change stand in the active editor. */
const lenses = (session: Session) => editor(session).locator('.codelens-decoration a', { hasText: title });

describe('a changed schedule in a Git repository', () => {
  const session = useSession({
    prepare: (folder) => {
      git(folder, 'init', '--quiet');
      commitAll(folder);
    },
  });

  it('has no lens while nothing differs from HEAD', async () => {
    await openFile(session(), 'optim/adamw.yaml');
    // The other lens shows that lenses have been asked for.
    await editor(session()).locator('.codelens-decoration a', { hasText: 'Preview schedule' }).first().waitFor();
    expect(await lenses(session()).count()).toBe(0);
  });

  it('has one as soon as its curve differs, and none for a comment', async () => {
    const { page } = session();
    await openFile(session(), 'optim/sgd_steps.yaml');
    await goTo(session(), 1, 1);
    await page.keyboard.insertText('# a comment\n');
    await page.waitForTimeout(3000);
    expect(await lenses(session()).count()).toBe(0);
    await page.keyboard.press('Control+Z');

    await openFile(session(), 'optim/adamw.yaml');
    await goTo(session(), 8, 23);
    // `warmup_percent: 0.05` → `warmup_percent: 0.05` with a 5 behind it: 0.055.
    await page.keyboard.press('End');
    await page.keyboard.type('5');
    await expect.poll(() => lenses(session()).count(), { timeout: 20_000 }).toBe(1);
    for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
      await setTheme(session(), theme);
      await screenshot(session(), `git-lens-${theme}`);
    }
  });

  it('opens the curve before and after', async () => {
    await lenses(session()).first().click();
    const frame = await previewFrame(session());
    await expect.poll(() => frame.locator('body').textContent(), { timeout: 20_000 }).toContain('Git HEAD');
    for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
      await setTheme(session(), theme);
      await screenshot(session(), `git-compare-${theme}`);
    }
  });

  it('goes with the lens once the change is committed', async () => {
    const { page } = session();
    await openFile(session(), 'optim/adamw.yaml');
    await page.keyboard.press('Control+S');
    await expect.poll(() => readFileSync(join(session().folder, 'optim/adamw.yaml'), 'utf8')).toContain('0.055');
    commitAll(session().folder);
    await expect.poll(() => lenses(session()).count(), { timeout: 30_000 }).toBe(0);
  });

  it('stands in another file than the one that was changed', async () => {
    edit(session(), 'trainer/long.yaml', 'max_updates: 100_000', 'max_updates: 60_000');
    await expect.poll(() => lenses(session()).count(), { timeout: 30_000 }).toBe(1);
    edit(session(), 'trainer/long.yaml', 'max_updates: 60_000', 'max_updates: 100_000');
    await expect.poll(() => lenses(session()).count(), { timeout: 30_000 }).toBe(0);
  });

  it('is one whole new schedule in a file that Git does not know, or knows under another name', async () => {
    const { folder, page } = session();
    const text = readFileSync(join(folder, 'optim/sgd_steps.yaml'), 'utf8');
    writeFileSync(join(folder, 'optim/untracked.yaml'), text);
    await openFile(session(), 'optim/untracked.yaml');
    await expect.poll(() => lenses(session()).count(), { timeout: 30_000 }).toBe(1);
    git(folder, 'mv', 'optim/sgd_steps.yaml', 'optim/renamed.yaml');
    await openFile(session(), 'optim/renamed.yaml');
    await expect.poll(() => lenses(session()).count(), { timeout: 30_000 }).toBe(1);
    git(folder, 'mv', 'optim/renamed.yaml', 'optim/sgd_steps.yaml');
    await page.keyboard.press('Escape');
  });
});

describe.each<readonly [string, string, ((folder: string) => void) | undefined]>([
  ['without a repository', 'optim/adamw.yaml lies in no Git repository.', undefined],
  ['in a repository without a commit', 'Nothing has been committed', (folder) => git(folder, 'init', '--quiet')],
])('%s', (name, sentence, prepare) => {
  const session = useSession({ ...(prepare && { prepare }) });

  it('says so when asked to compare', async () => {
    await openFile(session(), 'optim/adamw.yaml');
    await goTo(session(), 8, 5);
    await runCommand(session(), 'Schedule Lens: Compare with Git HEAD');
    const frame = await previewFrame(session());
    await expect.poll(() => frame.locator('body').textContent(), { timeout: 20_000 }).toContain(sentence);
    expect(await lenses(session()).count()).toBe(0);
    await screenshot(session(), `git-missing-${name.replaceAll(' ', '-')}`);
  });
});

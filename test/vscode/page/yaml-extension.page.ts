import { describe, expect, it } from 'vitest';
import { hoverText, openFile, openSession, runCommand, type Session, screenshot, useWorkbench } from './session';
import { packYamlExtension } from './yaml-extension';

const block = `optim:
  kind: torch.optim.AdamW
  lr: 1e-3
  schedule_config:
    kind: noether.core.schedules.StepFixedSchedule
    start_value: \${..lr}
    factor: 0.1
    steps: [0.3, 0.6]
`;

const files = {
  'both/bracket.yaml': block.replace('0.6]', '0.6'),
  'both/twice.yaml': `${block}    factor: 0.2\n`,
  'both/null_key.yaml': `${block}null: 1\n`,
  'both/good.yaml': block,
};

/** Both extensions in one VS Code. */
async function openBoth(): Promise<Session> {
  const other = await packYamlExtension();
  try {
    return await openSession({ files, extensions: [other.vsix] });
  } finally {
    other.remove();
  }
}

describe("beside Red Hat's YAML extension", () => {
  const session = useWorkbench(openBoth);

  /** The problems of the active file as the Problems view lists them: `source: message` in any order. */
  async function problems(): Promise<string[]> {
    const rows = session().page.locator('.markers-panel-container .monaco-list-row .marker-icon');
    const texts = await rows.evaluateAll((icons) =>
      icons.map((icon) => (icon.closest('.monaco-list-row') as HTMLElement).innerText.replaceAll('\n', ' ')),
    );
    return texts;
  }

  const sources = async (): Promise<string[]> =>
    (await problems()).map((text) => (text.includes('Schedule Lens') ? 'Schedule Lens' : 'YAML')).sort();

  it('reports a syntax error once, and takes it over when the other one no longer validates', async () => {
    await openFile(session(), 'both/bracket.yaml');
    await runCommand(session(), 'Problems: Focus on Problems View');
    await expect.poll(sources, { timeout: 30_000 }).toEqual(['YAML']);
    await screenshot(session(), 'beside-yaml-syntax');
    session().setSettings({ 'yaml.validate': false });
    await expect.poll(sources, { timeout: 30_000 }).toEqual(['Schedule Lens']);
    session().setSettings({ 'yaml.validate': true });
    await expect.poll(sources, { timeout: 30_000 }).toEqual(['YAML']);
  });

  it('reports a key that stands twice once', async () => {
    await openFile(session(), 'both/twice.yaml');
    await expect.poll(sources, { timeout: 30_000 }).toEqual(['YAML', 'YAML']);
    expect((await problems()).filter((text) => text.includes('unique'))).toHaveLength(1);
  });

  it('still reports what only OmegaConf refuses', async () => {
    await openFile(session(), 'both/null_key.yaml');
    await expect.poll(async () => (await problems()).join('\n'), { timeout: 30_000 }).toMatch(/null.*Schedule Lens/);
    await screenshot(session(), 'beside-yaml-omegaconf');
  });

  it('shows one hover', async () => {
    await openFile(session(), 'both/good.yaml');
    await session().page.locator('.codelens-decoration').first().waitFor();
    const hover = await hoverText(session(), 'factor');
    await hover.locator('img').waitFor();
    expect(await session().page.locator('.monaco-hover:not(.hidden) .hover-row').count()).toBe(1);
    await screenshot(session(), 'beside-yaml-hover');
  });
});

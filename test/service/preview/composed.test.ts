import { describe, expect, it } from 'vitest';
import { uriOf } from '../../unit/workspace/fixtures';
import { flow, mark, projectOf } from '../define/project';

const adamw = flow['optim/adamw.yaml'] ?? '';

describe('the preview of a composed block', () => {
  it('is what the chosen primary config trains with, and lists the others', async () => {
    const { service, open } = projectOf(flow);
    const { document } = open('optim/adamw.yaml');
    const result = await service.preview(document);
    expect(result.state).toBe('ok');
    expect(result.facts.find(({ label }) => label === 'peak')?.value).toBe('3e-4');
    expect(result.totalSteps).toMatchObject({
      steps: 20_000,
      source: 'config',
      text: 'max_updates in trainer/long.yaml',
      place: { uri: uriOf('conf/trainer/long.yaml') },
    });
    expect(result.perspectives?.map(({ label, chosen }) => [label, chosen])).toEqual([
      ['train_a', true],
      ['train_b', false],
    ]);
    expect(result.perspectives?.[1]?.summary).toContain('→ 5e-5 → 1e-6, 500 steps');
    expect(result.difference).toMatch(/^Differs: .*3e-4 → 1e-6, 20,000 steps in train_a, .* in train_b\.$/);
  });

  it('switches to another one, and keeps the order of the list', async () => {
    const { service, open } = projectOf(flow);
    const { document } = open('optim/adamw.yaml');
    const first = await service.preview(document);
    const id = first.perspectives?.[1]?.id ?? '';
    const second = await service.preview(document, { perspectiveId: id });
    expect(second.facts.find(({ label }) => label === 'peak')?.value).toBe('5e-5');
    expect(second.totalSteps?.steps).toBe(500);
    expect(second.perspectives?.map(({ chosen }) => chosen)).toEqual([false, true]);
    // One that does not reach the block leaves the choice to the workspace.
    const unknown = await service.preview(document, { perspectiveId: 'nobody' });
    expect(unknown.perspectives?.map(({ chosen }) => chosen)).toEqual([true, false]);
  });

  it('says nothing of primaries where the file is read on its own', async () => {
    const { service, open } = projectOf({ 'optim/adamw.yaml': adamw });
    const result = await service.preview(open('optim/adamw.yaml').document);
    expect(result).not.toHaveProperty('perspectives');
    expect(result).not.toHaveProperty('difference');
  });

  it('tells what fails in the chosen one', async () => {
    const files = { ...flow, 'train_b.yaml': (flow['train_b.yaml'] ?? '').replace('5e-5', '-1') };
    const { service, open } = projectOf(files);
    const { document } = open('optim/adamw.yaml', mark(adamw, 'kind: noether'));
    const good = await service.preview(document);
    expect(good.state).toBe('ok');
    const id = good.perspectives?.find(({ label }) => label === 'train_b')?.id ?? '';
    const bad = await service.preview(document, { perspectiveId: id });
    expect(bad.state).toBe('error');
    expect(bad.problems[0]?.severity).toBe('error');
    expect(good.difference).toContain('no curve in train_b');
  });
});

describe('the code lens of a composed block', () => {
  it('says which primary config it shows where others differ', async () => {
    const { service, open } = projectOf(flow);
    const [lens] = await service.codeLens(open('optim/adamw.yaml').document);
    expect(lens?.command?.title).toMatch(
      /^Preview schedule: .*3e-4 → 1e-6, 20,000 steps \(train_a; 1 other primary config differs\)$/,
    );
    const { 'train_b.yaml': _, ...one } = flow;
    const alone = projectOf(one);
    const [only] = await alone.service.codeLens(alone.open('optim/adamw.yaml').document);
    expect(only?.command?.title).toMatch(/3e-4 → 1e-6, 20,000 steps$/);
  });
});

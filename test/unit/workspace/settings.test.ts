import { describe, expect, it } from 'vitest';
import { uriOf, valueAt, workspaceOf } from './fixtures';

const TEXTS = {
  'conf/train_a.yaml': 'defaults:\n  - optim: adamw\n  - _self_\n',
  'conf/train_b.yaml': 'defaults:\n  - optim: adamw\n  - _self_\n',
  'conf/optim/adamw.yaml': 'lr: ${oc.env:LR,1.0}\n',
  'conf/optim/sgd.yaml': 'lr: 2.0\n',
  'run.sh': 'noether-train --hp conf/train_a.yaml +x=1\n',
};

describe('the primary config of the settings', () => {
  it('has the last word', async () => {
    const { view, workspace } = workspaceOf(TEXTS);
    const settings = { primaryConfig: 'conf/train_b.yaml', overrides: ['optim=sgd'] };
    const sgd = await view('conf/optim/sgd.yaml', settings);
    expect(sgd.perspectives.map(({ label, origin }) => [label, origin])).toEqual([['train_b optim=sgd', 'setting']]);
    workspace.choose(uriOf('conf/optim/adamw.yaml'), (await view('conf/optim/adamw.yaml')).perspectives[1]?.id);
    const adamw = await view('conf/optim/adamw.yaml', { primaryConfig: 'conf/train_b' });
    expect(adamw.perspectives.map(({ label, origin }) => [label, origin])).toEqual([
      ['train_b', 'setting'],
      ['train_a', 'chosen'],
      ['train_a +x=1', 'command-line'],
    ]);
  });

  it('may be absent, and that is said', async () => {
    const { view } = workspaceOf(TEXTS);
    const adamw = await view('conf/optim/adamw.yaml', { primaryConfig: 'conf/gone.yaml' });
    expect(adamw.perspectives[0]?.origin).toBe('command-line');
    expect(adamw.messages).toEqual(['The primary config conf/gone.yaml of the settings does not exist in ws.']);
  });

  it('is not read outside the workspace', async () => {
    const { view, disk } = workspaceOf(TEXTS);
    disk.texts.set('/elsewhere/p.yaml', 'x: 1\n');
    const adamw = await view('conf/optim/adamw.yaml', { primaryConfig: '../elsewhere/p.yaml' });
    expect(adamw.messages).toEqual([
      'The primary config ../elsewhere/p.yaml of the settings lies outside the workspace and is not read.',
    ]);
    expect(disk.reads.filter((path) => !path.startsWith('/ws'))).toEqual([]);
  });

  it('that is a list fails as data', async () => {
    const { view } = workspaceOf({ ...TEXTS, 'conf/list.yaml': '- 1\n- 2\n' });
    const list = await view('conf/list.yaml', { primaryConfig: 'conf/list.yaml' });
    expect(list.chosen?.composition).toMatchObject({ ok: false, stage: 'compose' });
  });
});

describe('overrides of the settings', () => {
  it('without a primary config end every command line', async () => {
    const { view } = workspaceOf(TEXTS);
    const sgd = await view('conf/optim/sgd.yaml', { overrides: ['optim=sgd', 'optim.lr=3'] });
    expect(sgd.perspectives.map((each) => each.label)).toEqual([
      'train_a +x=1 optim=sgd optim.lr=3',
      'train_a optim=sgd optim.lr=3',
      'train_b optim=sgd optim.lr=3',
    ]);
    expect(valueAt(sgd, 0, 'optim.lr')).toBe(3);
  });
});

describe('a choice', () => {
  it('holds for the config directory, and can be taken back and kept', async () => {
    const first = workspaceOf(TEXTS);
    const adamw = await first.view('conf/optim/adamw.yaml');
    expect(adamw.perspectives.map((each) => each.label)).toEqual(['train_a +x=1', 'train_a', 'train_b']);
    const heard: (readonly string[])[] = [];
    first.workspace.onDidChange((uris) => heard.push(uris));
    first.workspace.choose(uriOf('conf/optim/adamw.yaml'), adamw.perspectives[2]?.id);
    expect(heard).toEqual([[uriOf('conf/optim/adamw.yaml')]]);
    const chosen = await first.view('conf/optim/adamw.yaml');
    expect(chosen.chosen).toMatchObject({ label: 'train_b', origin: 'chosen' });
    expect(chosen.stamp).not.toBe(adamw.stamp);
    expect((await first.view('conf/train_b.yaml')).chosen?.origin).toBe('chosen');

    const choices = first.workspace.choices();
    expect(choices).toEqual({ [uriOf('conf')]: adamw.perspectives[2]?.id });
    const second = workspaceOf(TEXTS, { choices });
    expect((await second.view('conf/optim/adamw.yaml')).chosen?.label).toBe('train_b');

    first.workspace.choose(uriOf('conf'), undefined);
    expect((await first.view('conf/optim/adamw.yaml')).chosen?.label).toBe('train_a +x=1');
    expect(first.workspace.choices()).toEqual({});
  });

  it('is made among candidates that say whether they reach the file', async () => {
    const { workspace } = workspaceOf(TEXTS);
    const listed = await workspace.candidates(uriOf('conf/train_b.yaml'));
    expect(listed.map(({ label, reaches }) => [label, reaches])).toEqual([
      ['train_b', true],
      ['train_a +x=1', false],
      ['train_a', false],
    ]);
    expect(await listed[1]?.composition()).toMatchObject({ ok: true });
  });
});

describe('the environment', () => {
  it('is read only where the settings list a variable', async () => {
    const asked: string[] = [];
    const environment = (name: string): string => {
      asked.push(name);
      return '0.5';
    };
    const { view } = workspaceOf(TEXTS, { environment });
    expect(valueAt(await view('conf/optim/adamw.yaml'), 0, 'optim.lr')).toBe('1.0');
    expect(asked).toEqual([]);
    const listed = await view('conf/optim/adamw.yaml', { environmentVariables: ['LR'] });
    expect(valueAt(listed, 0, 'optim.lr')).toBe('0.5');
    expect([...new Set(asked)]).toEqual(['LR']);
  });
});

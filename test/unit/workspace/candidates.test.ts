import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createConfigWorkspace } from '../../../server/src/workspace/index';
import { diskHost, REFERENCE, uriOf, valueAt, workspaceOf } from './fixtures';

const SHARED = {
  'configs/train_a.yaml': 'defaults:\n  - optim: adamw\n  - _self_\noptim:\n  lr: 1e-3\n',
  'configs/train_b.yaml': 'defaults:\n  - optim: adamw\n  - _self_\noptim:\n  lr: 5e-5\n',
  'configs/train_c.yaml': 'defaults:\n  - optim: sgd\n  - _self_\n',
  'configs/optim/adamw.yaml': 'lr: 1.0\nschedule_config:\n  max_value: ${optim.lr}\n',
  'configs/optim/sgd.yaml': 'lr: 2.0\n',
  'configs/optim/unused.yaml': 'lr: 3.0\n',
};

describe('primary configs', () => {
  it('are the files with a defaults list that reach the document', async () => {
    const { view } = workspaceOf(SHARED);
    const adamw = await view('configs/optim/adamw.yaml');
    expect(adamw.perspectives.map(({ label, origin }) => [label, origin])).toEqual([
      ['train_a', 'defaults-list'],
      ['train_b', 'defaults-list'],
    ]);
    expect(valueAt(adamw, 0, 'optim.schedule_config.max_value')).toBe(0.001);
    expect(valueAt(adamw, 1, 'optim.schedule_config.max_value')).toBe(0.00005);
    expect(adamw.chosen).toBe(adamw.perspectives[0]);
    expect(adamw.perspectives[0]?.primaryUri).toBe(uriOf('configs/train_a.yaml'));
    expect(adamw.perspectives[0]?.configDirUri).toBe(uriOf('configs'));
    expect([...adamw.dependsOn].sort()).toEqual([uriOf('configs/train_a.yaml'), uriOf('configs/train_b.yaml')]);
  });

  it('are none for a document that nothing includes', async () => {
    const { view } = workspaceOf(SHARED);
    const unused = await view('configs/optim/unused.yaml');
    expect(unused.perspectives).toEqual([]);
    expect(unused.chosen).toBeUndefined();
  });

  it('are no files that another one includes, nor other options of a group', async () => {
    const { labels } = workspaceOf({
      'conf/base.yaml': 'defaults:\n  - model: mlp\n',
      'conf/train.yaml': 'defaults:\n  - base\n  - _self_\n',
      'conf/model/mlp.yaml': 'defaults:\n  - parts: one\n',
      'conf/model/other.yaml': 'defaults:\n  - parts: one\n',
      'conf/model/parts/one.yaml': 'size: 1\n',
    });
    expect(await labels('conf/model/parts/one.yaml')).toEqual(['train']);
    expect(await labels('conf/base.yaml')).toEqual(['train']);
    expect(await labels('conf/model/other.yaml')).toEqual([]);
  });

  it('reach themselves', async () => {
    const { labels } = workspaceOf(SHARED);
    expect(await labels('configs/train_c.yaml')).toEqual(['train_c']);
  });

  it('fail as data where they include each other', async () => {
    const { view } = workspaceOf({
      'conf/a.yaml': 'defaults:\n  - b\n',
      'conf/b.yaml': 'defaults:\n  - a\n',
    });
    const b = await view('conf/b.yaml');
    expect(b.perspectives.map((each) => each.label)).toEqual(['a']);
    const composition = b.perspectives[0]?.composition;
    expect(composition?.stage).toBe('compose');
    expect(composition?.stage && composition.pythonError).toBe('RecursionError');
  });

  it('are no mapping called defaults, as other tools have it', async () => {
    const { labels } = workspaceOf({ 'ci/flow.yaml': 'defaults:\n  run:\n    shell: bash\n' });
    expect(await labels('ci/flow.yaml')).toEqual([]);
  });
});

describe('labels', () => {
  it('say the folder where two config directories share a name', async () => {
    const { view } = workspaceOf({
      'a/train.yaml': 'defaults:\n  - /x: y\nhydra:\n  searchpath: [file:///ws/shared]\n',
      'b/train.yaml': 'defaults:\n  - /x: y\nhydra:\n  searchpath: [file:///ws/shared]\n',
      'shared/x/y.yaml': 'v: 1\n',
    });
    const y = await view('shared/x/y.yaml');
    expect(y.perspectives.map((each) => each.label)).toEqual(['a/train', 'b/train']);
    expect(new Set(y.perspectives.map((each) => each.id)).size).toBe(2);
  });

  it('say a long word whole where the shortened ones are alike', async () => {
    const word = (end: string): string => `+note=${'x'.repeat(50)}${end}`;
    const { labels } = workspaceOf({
      'train.yaml': 'defaults: []\n',
      'run.sh': `noether-train --hp train.yaml ${word('1')}\nnoether-train --hp train.yaml ${word('2')}\n`,
    });
    expect(await labels('train.yaml')).toEqual([`train.yaml ${word('1')}`, `train.yaml ${word('2')}`, 'train']);
  });
});

describe('experiments', () => {
  const texts = {
    'conf/train.yaml': 'defaults:\n  - optim: adamw\n  - _self_\n',
    'conf/train_sgd.yaml': 'defaults:\n  - optim@model: sgd\n  - _self_\n',
    'conf/optim/adamw.yaml': 'lr: 1.0\n',
    'conf/optim/sgd.yaml': 'lr: 2.0\n',
    'conf/experiment/swap.yaml': '# @package _global_\ndefaults:\n  - override /optim: sgd\n',
    'conf/experiment/deep/long.yaml': '# @package _global_\nsteps: 9\n',
  };

  it('are put on top of the primaries with which they compose', async () => {
    const { view } = workspaceOf(texts);
    const swap = await view('conf/experiment/swap.yaml');
    expect(swap.perspectives.map(({ label, origin }) => [label, origin])).toEqual([
      ['train +experiment=swap', 'global-package'],
    ]);
    expect(valueAt(swap, 0, 'optim.lr')).toBe(2);
    const long = await view('conf/experiment/deep/long.yaml');
    expect(long.perspectives.map((each) => each.label)).toEqual([
      'train +experiment/deep=long',
      'train_sgd +experiment/deep=long',
    ]);
  });

  it('reach what only they bring in', async () => {
    const { labels } = workspaceOf(texts);
    expect(await labels('conf/optim/sgd.yaml')).toEqual([
      'train_sgd',
      'train +experiment=swap',
      'train_sgd +experiment/deep=long',
    ]);
  });

  it('replace an option where the defaults list has the group', async () => {
    const { labels } = workspaceOf({
      ...texts,
      'conf/train.yaml': 'defaults:\n  - optim: adamw\n  - experiment: null\n',
    });
    expect(await labels('conf/experiment/swap.yaml')).toEqual(['train experiment=swap']);
  });

  it('show what is wrong with them where they compose with no primary', async () => {
    const { view } = workspaceOf({
      ...texts,
      'conf/experiment/swap.yaml': '# @package _global_\ndefaults:\n  - override /optm: sgd\n',
    });
    const swap = await view('conf/experiment/swap.yaml');
    expect(swap.perspectives.map((each) => each.label)).toEqual(['train +experiment=swap']);
    expect(swap.perspectives[0]?.composition.stage).toBe('compose');
  });

  it('show what is wrong with their header', async () => {
    const { view } = workspaceOf({ ...texts, 'conf/experiment/deep/long.yaml': '# @package _global_ for all\nx: 1\n' });
    const long = await view('conf/experiment/deep/long.yaml');
    expect(long.perspectives[0]?.label).toBe('train +experiment/deep=long');
    expect(long.perspectives[0]?.composition).toMatchObject({ pythonError: 'ValueError' });
  });

  it('are the neighbours of experiments too, whose header is missing', async () => {
    const { labels } = workspaceOf({ ...texts, 'conf/experiment/bare.yaml': 'steps: 9\n' });
    expect(await labels('conf/experiment/bare.yaml')).toEqual(['train +experiment=bare', 'train_sgd +experiment=bare']);
  });

  it('are found behind a misspelt header, which Hydra ignores', async () => {
    const { view } = workspaceOf({ ...texts, 'conf/experiment/long.yaml': '# @pakage _global_\nsteps: 9\n' });
    const long = await view('conf/experiment/long.yaml');
    expect(long.perspectives[0]?.label).toBe('train +experiment=long');
    expect(valueAt(long, 0, 'experiment.steps')).toBe(9);
  });
});

describe('the reference trees', () => {
  it('marsh_shared: the primaries that put a leaf into a block', async () => {
    const root = join(REFERENCE, 'trees/marsh_shared');
    const workspace = createConfigWorkspace(diskHost(root));
    const labels = async (path: string): Promise<string[] | undefined> =>
      (await workspace.viewOf(`file://${root}/${path}`))?.perspectives.map((each) => each.label).sort();
    // by_file of the reference, without the cases that a command line makes.
    expect(await labels('optim/shared.yaml')).toEqual(['dawn', 'day', 'night']);
    expect(await labels('bits/loose.yaml')).toEqual(['echo_leak']);
    expect(await labels('bits/nudge.yaml')).toEqual(['echo_leak']);
    expect(await labels('night.yaml')).toEqual(['night']);
    expect(await labels('optim/orphan.yaml')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../../server/src/workspace/index';
import { uriOf, valueAt, workspaceOf } from './fixtures';

const TRAIN = 'defaults:\n  - optim: adamw\n';

describe('what is not looked at', () => {
  it('outputs of runs, installed packages, folders of tools', async () => {
    const skipped = ['outputs/1', 'multirun/2', 'node_modules/p', 'x/.hydra', '.git', 'lib/site-packages/q', '.venv'];
    const { view, disk, workspace } = workspaceOf({
      'conf/train.yaml': TRAIN,
      'conf/optim/adamw.yaml': 'lr: 1\n',
      ...Object.fromEntries(skipped.map((folder) => [`${folder}/copy.yaml`, TRAIN])),
      'tools/python3/pyvenv.cfg': 'home = /usr\n',
      'tools/python3/copy.yaml': TRAIN,
      'tools/python3/lib/run.sh': 'noether-train --hp /ws/conf/train.yaml +x=1\n',
    });
    const adamw = await view('conf/optim/adamw.yaml');
    expect(adamw.perspectives.map((each) => each.label)).toEqual(['train']);
    expect(await workspace.configFiles()).toEqual([uriOf('conf/optim/adamw.yaml'), uriOf('conf/train.yaml')]);
    expect(disk.reads.filter((path) => path.endsWith('copy.yaml'))).toEqual([]);
  });

  it('documents outside the workspace folders, and what is no file', async () => {
    const { workspace, disk } = workspaceOf({});
    disk.texts.set('/elsewhere/train.yaml', TRAIN);
    expect(await workspace.viewOf('test:///elsewhere/train.yaml')).toBeUndefined();
    expect(await workspace.viewOf('untitled:Untitled-1')).toBeUndefined();
    expect(disk.reads).toEqual([]);
  });

  it('folders of a search path outside the workspace', async () => {
    const { view, disk } = workspaceOf({
      'conf/train.yaml': 'defaults:\n  - optim: adamw\nhydra:\n  searchpath:\n    - file:///elsewhere\n',
    });
    disk.texts.set('/elsewhere/optim/adamw.yaml', 'lr: 1\n');
    const train = await view('conf/train.yaml');
    expect(train.chosen?.composition.stage).toBe('compose');
    expect(disk.reads.filter((path) => path.startsWith('/elsewhere'))).toEqual([]);
  });
});

describe('a search path', () => {
  it('leads to files in other parts of the workspace', async () => {
    const { view, workspace } = workspaceOf({
      'conf/train.yaml': 'defaults:\n  - optim: adamw\nhydra:\n  searchpath:\n    - file:///ws/shared\n',
      'conf/train_b.yaml': 'defaults:\n  - optim: adamw\nhydra:\n  searchpath:\n    - file:///ws/shared\n',
      'shared/optim/adamw.yaml': 'lr: 6\n',
    });
    const adamw = await view('shared/optim/adamw.yaml');
    expect(adamw.perspectives.map((each) => each.label)).toEqual(['train', 'train_b']);
    expect(valueAt(adamw, 0, 'optim.lr')).toBe(6);
    workspace.choose(uriOf('shared/optim/adamw.yaml'), adamw.perspectives[1]?.id);
    expect((await view('shared/optim/adamw.yaml')).chosen?.label).toBe('train_b');
  });
});

describe('links that lead round', () => {
  /** `ws/conf/loop` is a link to `ws/conf`. */
  const looped = (host: WorkspaceHost): WorkspaceHost => {
    const real = (path: string): string => path.replace(/(\/loop)+/g, '');
    return {
      ...host,
      read: (path) => host.read(real(path)),
      list: async (dir) => {
        const names = await host.list(real(dir));
        return real(dir) === '/ws/conf' ? [...names, 'loop'] : names;
      },
    };
  };
  const texts = { 'conf/train.yaml': TRAIN, 'conf/optim/adamw.yaml': 'lr: 1\n' };

  it('are left after a few rounds', async () => {
    const { labels, disk } = workspaceOf(texts, {}, looped);
    expect(await labels('conf/optim/adamw.yaml')).toContain('train');
    expect(disk.lists.length).toBeLessThan(50);
  });

  it('are not entered where the host tells them', async () => {
    const { workspace } = workspaceOf(texts, {}, (host) => {
      const inner = looped(host);
      return {
        ...inner,
        entries: async (dir) =>
          (await inner.list(dir)).map((name) => ({
            name,
            kind: name === 'loop' ? 'link' : name.includes('.') ? 'file' : 'folder',
          })),
        realPath: async (path) => path.replace(/(\/loop)+/g, ''),
      };
    });
    expect(await workspace.configFiles()).toEqual([uriOf('conf/optim/adamw.yaml'), uriOf('conf/train.yaml')]);
  });
});

describe('a host that fails', () => {
  it('harms only the primary that needs the file', async () => {
    const { view, disk } = workspaceOf({
      'conf/train_a.yaml': 'defaults:\n  - data: secret\n  - optim: adamw\n',
      'conf/train_b.yaml': TRAIN,
      'conf/optim/adamw.yaml': 'lr: 1\n',
      'conf/data/secret.yaml': 'x: 1\n',
    });
    disk.unreadable.add('/ws/conf/data/secret.yaml');
    disk.unreadable.add('/ws/README.md');
    const adamw = await view('conf/optim/adamw.yaml');
    expect(adamw.perspectives.map(({ label, composition }) => [label, composition.ok])).toEqual([
      ['train_a', false],
      ['train_b', true],
    ]);
    expect(adamw.perspectives[0]?.composition).toMatchObject({ pythonError: 'PermissionError' });
    // A primary from which no config comes out is not the one to show.
    expect(adamw.chosen?.label).toBe('train_b');
  });

  it('may not list its folders', async () => {
    const { view } = workspaceOf({ 'conf/train.yaml': TRAIN }, {}, (host) => ({
      ...host,
      list: async () => {
        throw new Error('no');
      },
    }));
    expect((await view('conf/train.yaml')).perspectives).toEqual([]);
  });
});

describe('limits', () => {
  it('of files are said', async () => {
    const texts = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`conf/f${index}.yaml`, 'x: 1\n']));
    const { view } = workspaceOf(texts, { maxFiles: 10 });
    const [message] = (await view('conf/f1.yaml')).messages ?? [];
    expect(message).toMatch(/^Only the first 10 files and folders of ws were searched/);
  });

  it('of candidates are said', async () => {
    const texts = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`conf/t${index}.yaml`, TRAIN]));
    const { view, workspace } = workspaceOf({ ...texts, 'conf/optim/adamw.yaml': 'lr: 1\n' }, { maxCandidates: 5 });
    const adamw = await view('conf/optim/adamw.yaml');
    expect(adamw.perspectives).toHaveLength(5);
    expect(workspace.composed).toBe(5);
    expect(adamw.messages?.[0]).toMatch(/^12 command lines are possible here; the first 5 are looked at/);
  });

  it('of compositions cost time only', async () => {
    const texts = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`conf/t${index}.yaml`, `defaults:\n  - optim: o${index % 2}\n`]),
    );
    const { view, workspace } = workspaceOf(
      { ...texts, 'conf/optim/o0.yaml': 'lr: 1\n', 'conf/optim/o1.yaml': 'lr: 1\n' },
      { maxCompositions: 2 },
    );
    expect((await view('conf/optim/o0.yaml')).perspectives).toHaveLength(4);
    expect((await view('conf/optim/o1.yaml')).perspectives).toHaveLength(4);
    // Which primary reaches which file is known without the compositions: 8 at first, at most 4 again for each view.
    expect(workspace.composed).toBeLessThanOrEqual(16);
  });
});

describe('a tree of 2,000 files', () => {
  function tree(): Record<string, string> {
    const texts: Record<string, string> = {};
    for (let project = 0; project < 10; project += 1) {
      for (let index = 0; index < 5; index += 1) {
        texts[`p${project}/conf/train_${index}.yaml`] = `defaults:\n  - optim: o${index}\n  - data: d${index}\n`;
      }
      for (let index = 0; index < 100; index += 1) {
        texts[`p${project}/conf/optim/o${index}.yaml`] = `lr: ${index}\n`;
        texts[`p${project}/conf/data/d${index}.yaml`] = `size: ${index}\n`;
      }
    }
    return texts;
  }

  it('is read where the document stands, and nothing before a document is asked about', async () => {
    const { view, disk, workspace } = workspaceOf(tree());
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(disk.reads.length + disk.lists.length).toBe(0);
    const asked = await view('p3/conf/optim/o2.yaml');
    expect(asked.perspectives.map((each) => each.label)).toEqual(['train_2']);
    expect(disk.reads.filter((path) => !path.startsWith('/ws/p3/'))).toEqual([]);
    expect(workspace.composed).toBe(5);
    // The five primaries with two files each.
    expect(workspace.keptFiles).toBeLessThanOrEqual(20);
  });

  it('lets others run meanwhile', async () => {
    const { workspace } = workspaceOf(tree());
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    await workspace.viewOf(uriOf('p3/conf/optim/o99.yaml'));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });

  it('can be given up', async () => {
    const { workspace, view } = workspaceOf(tree());
    const token = { isCancellationRequested: false };
    const asked = workspace.viewOf(uriOf('p3/conf/optim/o2.yaml'), {}, token);
    token.isCancellationRequested = true;
    expect(await asked).toBeUndefined();
    // Whoever asks next is served.
    expect((await view('p3/conf/optim/o2.yaml')).perspectives).toHaveLength(1);
  });

  it('shows its progress where the host is slow, and the end of it', async () => {
    const shown: (string | undefined)[] = [];
    const { workspace } = workspaceOf(
      { 'conf/train.yaml': TRAIN, 'conf/optim/adamw.yaml': 'lr: 1\n' },
      { onProgress: (progress) => shown.push(progress?.stage) },
      (host) => ({
        ...host,
        list: async (dir) => {
          await new Promise((resolve) => setTimeout(resolve, 150));
          return host.list(dir);
        },
      }),
    );
    await workspace.viewOf(uriOf('conf/optim/adamw.yaml'));
    expect(shown[0]).toBe('search');
    expect(shown.at(-1)).toBeUndefined();
    expect(shown.slice(0, -1)).not.toContain(undefined);
  });

  it('is forgotten on reset', async () => {
    const { view, workspace, disk } = workspaceOf({ 'conf/train.yaml': TRAIN, 'conf/optim/adamw.yaml': 'lr: 1\n' });
    await view('conf/train.yaml');
    disk.texts.set('/ws/conf/optim/adamw.yaml', 'lr: 2\n');
    expect(valueAt(await view('conf/train.yaml'), 0, 'optim.lr')).toBe(1);
    workspace.reset();
    expect(valueAt(await view('conf/train.yaml'), 0, 'optim.lr')).toBe(2);
    workspace.dispose();
    expect(workspace.keptFiles).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { uriOf, valueAt, workspaceOf } from './fixtures';

const TEXTS = {
  'conf/train_a.yaml': 'defaults:\n  - optim: adamw\n  - _self_\n',
  'conf/train_b.yaml': 'defaults:\n  - optim: adamw\n  - data: small\n  - _self_\n',
  'conf/train_c.yaml': 'defaults:\n  - optim: sgd\n  - _self_\n',
  'conf/optim/adamw.yaml': 'lr: 1.0\n',
  'conf/optim/sgd.yaml': 'lr: 2.0\n',
  'conf/data/small.yaml': 'size: 3\n',
};

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What listeners hear, a list per call. */
function listen(workspace: ReturnType<typeof workspaceOf>['workspace']): (readonly string[])[] {
  const heard: (readonly string[])[] = [];
  workspace.onDidChange((uris) => heard.push(uris));
  return heard;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(1);
}

describe('an edit', () => {
  it('composes again only the primaries that reach the file', async () => {
    const { view, write, workspace } = workspaceOf(TEXTS);
    await view('conf/optim/adamw.yaml');
    expect(workspace.composed).toBe(3);
    await view('conf/optim/sgd.yaml');
    await view('conf/data/small.yaml');
    expect(workspace.composed).toBe(3);

    write('conf/data/small.yaml', 'size: 4\n');
    const small = await view('conf/data/small.yaml');
    expect(workspace.composed).toBe(4);
    expect(valueAt(small, 0, 'data.size')).toBe(4);

    write('conf/optim/adamw.yaml', 'lr: 1.5\n');
    const adamw = await view('conf/optim/adamw.yaml');
    expect(workspace.composed).toBe(6);
    expect(valueAt(adamw, 1, 'optim.lr')).toBe(1.5);
  });

  it('leaves the views of other files as they are', async () => {
    const { view, write } = workspaceOf(TEXTS);
    const [adamw, sgd] = [await view('conf/optim/adamw.yaml'), await view('conf/optim/sgd.yaml')];
    write('conf/optim/adamw.yaml', 'lr: 1.5\n');
    expect((await view('conf/optim/adamw.yaml')).stamp).not.toBe(adamw.stamp);
    expect(await view('conf/optim/sgd.yaml')).toBe(sgd);
  });

  it('of a defaults list changes what is reached', async () => {
    const { labels, write } = workspaceOf(TEXTS);
    expect(await labels('conf/optim/sgd.yaml')).toEqual(['train_c']);
    write('conf/train_a.yaml', 'defaults:\n  - optim: sgd\n  - _self_\n');
    expect(await labels('conf/optim/sgd.yaml')).toEqual(['train_a', 'train_c']);
    expect(await labels('conf/optim/adamw.yaml')).toEqual(['train_b']);
    write('conf/train_c.yaml', 'x: 1\n');
    expect(await labels('conf/optim/sgd.yaml')).toEqual(['train_a']);
  });
});

describe('files that come and go', () => {
  it('a created file fills the gap that a primary has', async () => {
    const { view, labels, write } = workspaceOf({ 'conf/train.yaml': 'defaults:\n  - optim: new\n' });
    const before = await view('conf/train.yaml');
    expect(before.chosen?.composition.stage).toBe('compose');
    write('conf/optim/new.yaml', 'lr: 9\n');
    const after = await view('conf/train.yaml');
    expect(valueAt(after, 0, 'optim.lr')).toBe(9);
    expect(await labels('conf/optim/new.yaml')).toEqual(['train']);
  });

  it('a deleted primary is one no longer', async () => {
    const { labels, remove } = workspaceOf(TEXTS);
    expect(await labels('conf/optim/adamw.yaml')).toEqual(['train_a', 'train_b']);
    remove('conf/train_a.yaml');
    expect(await labels('conf/optim/adamw.yaml')).toEqual(['train_b']);
  });

  it('a deleted group file breaks those that include it', async () => {
    const { view, remove } = workspaceOf(TEXTS);
    await view('conf/train_c.yaml');
    remove('conf/optim/sgd.yaml');
    const broken = await view('conf/train_c.yaml');
    expect(broken.chosen?.composition.stage).toBe('compose');
  });

  it('a rename is noticed under both names', async () => {
    const { labels, disk, workspace } = workspaceOf(TEXTS);
    expect(await labels('conf/optim/adamw.yaml')).toEqual(['train_a', 'train_b']);
    const text = disk.texts.get('/ws/conf/train_a.yaml') ?? '';
    disk.texts.delete('/ws/conf/train_a.yaml');
    disk.texts.set('/ws/conf/train_z.yaml', text);
    workspace.filesChanged([
      { path: '/ws/conf/train_a.yaml', kind: 'deleted' },
      { path: '/ws/conf/train_z.yaml', kind: 'created' },
    ]);
    expect(await labels('conf/optim/adamw.yaml')).toEqual(['train_b', 'train_z']);
  });

  it('a folder that is moved takes its files along, told or not', async () => {
    const { labels, disk, workspace } = workspaceOf(TEXTS);
    expect(await labels('conf/optim/adamw.yaml')).toEqual(['train_a', 'train_b']);
    for (const [path, text] of [...disk.texts]) {
      disk.texts.delete(path);
      disk.texts.set(path.replace('/ws/conf', '/ws/configs'), text);
    }
    workspace.filesChanged([
      { path: '/ws/conf', kind: 'deleted' },
      { path: '/ws/configs', kind: 'created' },
    ]);
    expect(await labels('configs/optim/adamw.yaml')).toEqual(['train_a', 'train_b']);
    expect(await workspace.configFiles()).toEqual(
      Object.keys(TEXTS)
        .map((path) => uriOf(path.replace('conf/', 'configs/')))
        .sort(),
    );
  });
});

describe('open documents', () => {
  it('come before the disk until they are closed', async () => {
    const { view, workspace } = workspaceOf(TEXTS);
    expect(valueAt(await view('conf/train_c.yaml'), 0, 'optim.lr')).toBe(2);
    workspace.openDocument(uriOf('conf/optim/sgd.yaml'), 'lr: 2.5\n');
    expect(valueAt(await view('conf/train_c.yaml'), 0, 'optim.lr')).toBe(2.5);
    workspace.changeDocument(uriOf('conf/optim/sgd.yaml'), 'lr: 2.75\n');
    expect(valueAt(await view('conf/train_c.yaml'), 0, 'optim.lr')).toBe(2.75);
    workspace.closeDocument(uriOf('conf/optim/sgd.yaml'));
    expect(valueAt(await view('conf/train_c.yaml'), 0, 'optim.lr')).toBe(2);
  });

  it('cost nothing while they hold what the disk has', async () => {
    const { view, workspace } = workspaceOf(TEXTS);
    const before = await view('conf/train_c.yaml');
    workspace.openDocument(uriOf('conf/optim/sgd.yaml'), 'lr: 2.0\n');
    expect(await view('conf/train_c.yaml')).toBe(before);
    workspace.closeDocument(uriOf('conf/optim/sgd.yaml'));
    expect(await view('conf/train_c.yaml')).toBe(before);
    expect(workspace.composed).toBe(3);
  });

  it('count although they were never saved', async () => {
    const { view, labels, workspace } = workspaceOf({ 'conf/train.yaml': 'defaults:\n  - optim: new\n' });
    await view('conf/train.yaml');
    workspace.openDocument(uriOf('conf/optim/new.yaml'), 'lr: 4\n');
    expect(valueAt(await view('conf/train.yaml'), 0, 'optim.lr')).toBe(4);
    expect(await labels('conf/optim/new.yaml')).toEqual(['train']);
    workspace.closeDocument(uriOf('conf/optim/new.yaml'));
    expect((await view('conf/train.yaml')).chosen?.composition.stage).toBe('compose');
  });

  it('make a primary of themselves before they are saved', async () => {
    const { labels, workspace } = workspaceOf(TEXTS);
    expect(await labels('conf/data/small.yaml')).toEqual(['train_b']);
    workspace.openDocument(uriOf('conf/train_d.yaml'), 'defaults:\n  - data: small\n');
    expect(await labels('conf/data/small.yaml')).toEqual(['train_b', 'train_d']);
  });

  it('get back the byte order mark that their file has', async () => {
    const { view, disk, workspace } = workspaceOf({
      'conf/train.yaml': 'defaults:\n  - optim: marked\n',
      // Behind a byte order mark Hydra sees no package header, so this lands at `optim`.
      'conf/optim/marked.yaml': '\ufeff# @package _global_\nlr: 1\n',
    });
    expect(valueAt(await view('conf/train.yaml'), 0, 'optim.lr')).toBe(1);
    // Editors hand out the text without it.
    workspace.openDocument(uriOf('conf/optim/marked.yaml'), '# @package _global_\nlr: 2\n');
    expect(valueAt(await view('conf/train.yaml'), 0, 'optim.lr')).toBe(2);
    expect(await workspace.textOf(uriOf('conf/optim/marked.yaml'))).toBe('\ufeff# @package _global_\nlr: 2\n');
    // Saved without the mark.
    disk.texts.set('/ws/conf/optim/marked.yaml', '# @package _global_\nlr: 2\n');
    workspace.filesChanged([{ path: '/ws/conf/optim/marked.yaml', kind: 'changed' }]);
    expect(valueAt(await view('conf/train.yaml'), 0, 'lr')).toBe(2);
  });

  it('are meant by any spelling on a disk that ignores case', async () => {
    const { view, disk, workspace } = workspaceOf({
      'conf/train.yaml': 'defaults:\n  - optim: AdamW\n',
      'conf/optim/adamw.yaml': 'lr: 1\n',
    });
    disk.ignoresCase = true;
    const before = await view('conf/optim/adamw.yaml');
    expect(before.perspectives.map((each) => each.label)).toEqual(['train']);
    expect(valueAt(before, 0, 'optim.lr')).toBe(1);
    workspace.openDocument(uriOf('conf/optim/adamw.yaml'), 'lr: 5\n');
    expect(valueAt(await view('conf/optim/adamw.yaml'), 0, 'optim.lr')).toBe(5);
  });
});

describe('what a run writes', () => {
  it('spoils nothing', async () => {
    const { view, workspace } = workspaceOf(TEXTS);
    const before = await view('conf/train_a.yaml');
    const heard = listen(workspace);
    workspace.filesChanged(
      ['conf/weights.pt', 'outputs/1/.hydra/config.yaml', 'outputs/1', 'multirun', 'conf/plot.png'].flatMap((path) => [
        { path: `/ws/${path}`, kind: 'created' as const },
        { path: `/ws/${path}`, kind: 'deleted' as const },
      ]),
    );
    expect(await view('conf/train_a.yaml')).toBe(before);
    expect(heard).toEqual([]);
    expect(workspace.composed).toBe(3);
  });
});

describe('views', () => {
  it('asked for at the same time are made once', async () => {
    const { view, write, workspace } = workspaceOf(TEXTS);
    const [one, two] = await Promise.all([view('conf/optim/adamw.yaml'), view('conf/optim/adamw.yaml')]);
    expect(one).toBe(two);
    expect(workspace.composed).toBe(3);
    write('conf/optim/adamw.yaml', 'lr: 4\n');
    const [three, four] = await Promise.all([view('conf/optim/adamw.yaml'), view('conf/train_a.yaml')]);
    expect(valueAt(three, 0, 'optim.lr')).toBe(4);
    expect(valueAt(four, 0, 'optim.lr')).toBe(4);
    expect(workspace.composed).toBe(5);
  });

  it('hold what is true when they are given, though files change meanwhile', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let reads = 0;
    // No search for configs enters this folder, so its file is read when train_c is composed, after the other two.
    const late = '/ws/conf/outputs/late.yaml';
    const texts = {
      ...TEXTS,
      'conf/train_c.yaml': 'defaults:\n  - optim: sgd\n  - outputs: late\n  - _self_\n',
      'conf/outputs/late.yaml': 'seed: 1\n',
    };
    const { view, disk, workspace } = workspaceOf(texts, {}, (host) => ({
      ...host,
      read: async (path) => {
        if (path === late) {
          reads += 1;
          await gate;
        }
        return host.read(path);
      },
    }));
    const asked = view('conf/optim/adamw.yaml');
    await until(() => reads === 1);
    expect(workspace.composed).toBe(3);
    disk.texts.set('/ws/conf/optim/adamw.yaml', 'lr: 6\n');
    workspace.filesChanged([{ path: '/ws/conf/optim/adamw.yaml', kind: 'changed' }]);
    release();
    expect(valueAt(await asked, 0, 'optim.lr')).toBe(6);
  });

  it('follow edits of open documents before and after a save', async () => {
    const { view, disk, workspace } = workspaceOf(TEXTS);
    const uri = uriOf('conf/optim/sgd.yaml');
    workspace.openDocument(uri, 'lr: 2.0\n');
    workspace.changeDocument(uri, 'lr: 3\n');
    expect(valueAt(await view('conf/train_c.yaml'), 0, 'optim.lr')).toBe(3);
    disk.texts.set('/ws/conf/optim/sgd.yaml', 'lr: 3\n');
    workspace.filesChanged([{ path: '/ws/conf/optim/sgd.yaml', kind: 'changed' }]);
    workspace.changeDocument(uri, 'lr: 2.0\n');
    workspace.closeDocument(uri);
    expect(valueAt(await view('conf/train_c.yaml'), 0, 'optim.lr')).toBe(3);
  });
});

describe('listeners', () => {
  it('hear of a burst once', async () => {
    const { view, workspace, disk } = workspaceOf(TEXTS, { gatherTime: 20 });
    await view('conf/optim/adamw.yaml');
    await view('conf/train_c.yaml');
    const heard = listen(workspace);
    for (const path of ['optim/adamw', 'optim/sgd', 'data/small', 'train_a', 'train_b']) {
      const full = `/ws/conf/${path}.yaml`;
      disk.texts.set(full, `${disk.texts.get(full)}extra: 1\n`);
      workspace.filesChanged([{ path: full, kind: 'changed' }]);
    }
    await until(() => heard.length > 0);
    await wait(60);
    expect(heard).toEqual([Object.keys(TEXTS).map(uriOf).sort()]);
  });

  it('hear of the files that share a primary with the changed one and were asked about, and of no others', async () => {
    const { view, write, workspace } = workspaceOf(TEXTS);
    await view('conf/optim/adamw.yaml');
    await view('conf/train_b.yaml');
    workspace.openDocument(uriOf('conf/data/small.yaml'), TEXTS['conf/data/small.yaml']);
    const heard: unknown[] = [];
    workspace.onDidChange((...told) => heard.push(told));
    write('conf/train_b.yaml', 'defaults:\n  - optim: adamw\n  - data: small\n  - _self_\nseed: 1\n');
    await until(() => heard.length > 0);
    const changed = uriOf('conf/train_b.yaml');
    // Nobody asked about train_a, nor does it share a primary with train_b.
    expect(heard).toEqual([[['conf/data/small.yaml', 'conf/optim/adamw.yaml'].map(uriOf).concat(changed), [changed]]]);
  });

  it('hear that any file may be another one where a folder came', async () => {
    const { view, disk, workspace } = workspaceOf(TEXTS);
    await view('conf/train_c.yaml');
    const heard: unknown[] = [];
    workspace.onDidChange((_, changed) => heard.push(changed));
    disk.texts.set('/ws/conf/model/big.yaml', 'width: 8\n');
    workspace.filesChanged([{ path: '/ws/conf/model', kind: 'created' }]);
    await until(() => heard.length > 0);
    expect(heard).toEqual([undefined]);
  });

  it('need not be told what is gone when a folder gets the name of another one in the same moment', async () => {
    const { view, disk, workspace } = workspaceOf(TEXTS);
    await view('conf/train_c.yaml');
    for (const name of ['adamw', 'sgd']) disk.texts.delete(`/ws/conf/optim/${name}.yaml`);
    disk.texts.set('/ws/conf/optim/lion.yaml', 'lr: 3\n');
    workspace.filesChanged([
      { path: '/ws/conf/optim', kind: 'deleted' },
      { path: '/ws/conf/optim', kind: 'created' },
    ]);
    const inOptim = (await workspace.configFiles()).filter((uri) => uri.includes('/optim/'));
    expect(inOptim).toEqual([uriOf('conf/optim/lion.yaml')]);
  });

  it('hear nothing of a save that changes nothing, nor after they have left', async () => {
    const { view, write, workspace } = workspaceOf(TEXTS);
    workspace.openDocument(uriOf('conf/optim/sgd.yaml'), 'lr: 8\n');
    await view('conf/train_c.yaml');
    const heard: (readonly string[])[] = [];
    const leave = workspace.onDidChange((uris) => heard.push(uris));
    write('conf/optim/sgd.yaml', 'lr: 8\n');
    await view('conf/train_c.yaml');
    expect(heard).toEqual([]);
    leave();
    write('conf/data/small.yaml', 'size: 1\n');
    await view('conf/train_c.yaml');
    expect(heard).toEqual([]);
  });

  it('do not harm each other', async () => {
    const errors: unknown[] = [];
    const { view, write, workspace } = workspaceOf(TEXTS, { onError: (error) => errors.push(error) });
    await view('conf/train_c.yaml');
    workspace.onDidChange(() => {
      throw new Error('no');
    });
    const heard = listen(workspace);
    write('conf/optim/sgd.yaml', 'lr: 7\n');
    expect(valueAt(await view('conf/train_c.yaml'), 0, 'optim.lr')).toBe(7);
    expect(heard).toHaveLength(1);
    expect(errors).toEqual([new Error('no')]);
  });
});

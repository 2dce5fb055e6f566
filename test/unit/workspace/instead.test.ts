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

type Workspace = ReturnType<typeof workspaceOf>['workspace'];

/** The view of a file with other texts, by their paths; `undefined` takes a file away. */
async function viewWith(workspace: Workspace, path: string, texts: Readonly<Record<string, string | undefined>>) {
  const instead = Object.entries(texts).map(([name, text]) => ({
    uri: uriOf(name),
    ...(text !== undefined && { text }),
  }));
  const view = await workspace.viewOf(uriOf(path), {}, undefined, instead);
  if (view === undefined) throw new Error(`${path} has no view`);
  return view;
}

const labels = (view: { readonly perspectives: readonly { readonly label: string }[] }) =>
  view.perspectives.map(({ label }) => label);

describe('other texts', () => {
  it('are composed with the files that stay, and leave the live view as it is', async () => {
    const { workspace, view } = workspaceOf(TEXTS);
    const heard: unknown[] = [];
    workspace.onDidChange((uris) => heard.push(uris));
    const live = await view('conf/optim/adamw.yaml');
    const other = await viewWith(workspace, 'conf/optim/adamw.yaml', { 'conf/optim/adamw.yaml': 'lr: 7.0\n' });
    expect(labels(other)).toEqual(['train_a', 'train_b']);
    expect([valueAt(other, 0, 'optim.lr'), valueAt(other, 1, 'optim.lr')]).toEqual([7, 7]);
    expect(valueAt(other, 1, 'data.size')).toBe(3);
    expect(other.stamp).not.toBe(live.stamp);
    expect(await view('conf/optim/adamw.yaml')).toBe(live);
    expect(heard).toEqual([]);
  });

  it('compose only what reads them, and nothing a second time', async () => {
    const { workspace, view, disk } = workspaceOf(TEXTS);
    await view('conf/data/small.yaml');
    const { composed } = workspace;
    const reads = disk.reads.length;
    const instead = { 'conf/data/small.yaml': 'size: 4\n' };
    const other = await viewWith(workspace, 'conf/data/small.yaml', instead);
    expect(valueAt(other, 0, 'data.size')).toBe(4);
    // The live compositions were known, and no file that stays is read again.
    expect(workspace.composed).toBe(composed);
    expect(disk.reads.slice(reads)).toEqual([]);
    expect(await viewWith(workspace, 'conf/data/small.yaml', instead)).toBe(other);
    // The optimizer is another primary's as well, which reads no replaced file.
    const sgd = await viewWith(workspace, 'conf/optim/sgd.yaml', instead);
    expect(sgd.perspectives[0]?.composition).toBe((await view('conf/optim/sgd.yaml')).perspectives[0]?.composition);
  });

  it('may belong to other files than the one that is looked at', async () => {
    const { workspace, view } = workspaceOf(TEXTS);
    await view('conf/train_b.yaml');
    const other = await viewWith(workspace, 'conf/train_b.yaml', {
      'conf/optim/adamw.yaml': 'lr: 0.5\n',
      'conf/data/small.yaml': 'size: 9\n',
    });
    expect([valueAt(other, 0, 'optim.lr'), valueAt(other, 0, 'data.size')]).toEqual([0.5, 9]);
  });

  it('change which primaries reach a file, as their defaults lists do', async () => {
    const { workspace, labels: liveLabels } = workspaceOf(TEXTS);
    const swapped = { 'conf/train_a.yaml': 'defaults:\n  - optim: sgd\n  - _self_\n' };
    expect(labels(await viewWith(workspace, 'conf/optim/sgd.yaml', swapped))).toEqual(['train_a', 'train_c']);
    expect(labels(await viewWith(workspace, 'conf/optim/adamw.yaml', swapped))).toEqual(['train_b']);
    // One that was no primary before becomes one, and the other way round.
    const plain = { 'conf/train_c.yaml': 'x: 1\n' };
    expect(labels(await viewWith(workspace, 'conf/optim/sgd.yaml', plain))).toEqual([]);
    expect(await liveLabels('conf/optim/sgd.yaml')).toEqual(['train_c']);
  });

  it('may take files away and bring new ones', async () => {
    const { workspace, labels: liveLabels } = workspaceOf(TEXTS);
    const gone = await viewWith(workspace, 'conf/train_a.yaml', { 'conf/optim/adamw.yaml': undefined });
    expect(gone.chosen?.composition.stage).toBe('compose');
    expect(labels(await viewWith(workspace, 'conf/optim/adamw.yaml', { 'conf/train_a.yaml': undefined }))).toEqual([
      'train_b',
    ]);
    const brought = {
      'conf/new.yaml': 'defaults:\n  - optim/deep: other\n',
      'conf/optim/deep/other.yaml': 'lr: 8.0\n',
    };
    const other = await viewWith(workspace, 'conf/optim/deep/other.yaml', brought);
    expect(labels(other)).toEqual(['new']);
    expect(valueAt(other, 0, 'optim.deep.lr')).toBe(8);
    expect(await liveLabels('conf/train_a.yaml')).toEqual(['train_a']);
  });

  it.each<readonly [string, Readonly<Record<string, string | undefined>>]>([
    ['a changed number', { 'conf/optim/adamw.yaml': 'lr: 7.0\n' }],
    [
      'a new option and its use',
      { 'conf/optim/lion.yaml': 'lr: 6.0\n', 'conf/train_a.yaml': 'defaults:\n  - optim: lion\n' },
    ],
    ['a group without options', { 'conf/data/small.yaml': undefined }],
    ['a primary that is no longer there', { 'conf/train_b.yaml': undefined }],
    ['a renamed option', { 'conf/optim/adamw.yaml': undefined, 'conf/optim/adam.yaml': 'lr: 1.0\n' }],
    ['a text that does not parse', { 'conf/optim/adamw.yaml': 'lr: [1.0\n' }],
    ['nothing left', Object.fromEntries(Object.keys(TEXTS).map((path) => [path, undefined]))],
  ])('are seen as a disk that holds them: %s', async (_, texts) => {
    const told = (view: Awaited<ReturnType<typeof viewWith>>) =>
      view.perspectives.map(({ label, because, composition }) => [
        label,
        because,
        composition.stage === 'compose' ? composition.message : composition.toContainer({ resolve: composition.ok }),
      ]);
    const { workspace, view } = workspaceOf(TEXTS);
    const changed: Record<string, string> = { ...TEXTS };
    for (const [path, text] of Object.entries(texts)) {
      if (text === undefined) delete changed[path];
      else changed[path] = text;
    }
    const disk = workspaceOf(changed);
    for (const path of Object.keys({ ...TEXTS, ...texts })) {
      await view(path);
      expect(told(await viewWith(workspace, path, texts)), path).toEqual(told(await disk.view(path)));
    }
  });

  it('stay as they are while the files around them change', async () => {
    const { workspace, write, view } = workspaceOf(TEXTS);
    const instead = { 'conf/optim/adamw.yaml': 'lr: 7.0\n' };
    const before = await viewWith(workspace, 'conf/train_b.yaml', instead);
    write('conf/optim/adamw.yaml', 'lr: 3.0\n');
    // A change of the replaced file itself means nothing to those who replace it.
    expect(await viewWith(workspace, 'conf/train_b.yaml', instead)).toBe(before);
    write('conf/data/small.yaml', 'size: 5\n');
    const after = await viewWith(workspace, 'conf/train_b.yaml', instead);
    expect([valueAt(after, 0, 'optim.lr'), valueAt(after, 0, 'data.size')]).toEqual([7, 5]);
    expect(valueAt(await view('conf/train_b.yaml'), 0, 'optim.lr')).toBe(3);
    write('conf/train_a.yaml', 'defaults:\n  - optim: sgd\n');
    expect(labels(await viewWith(workspace, 'conf/optim/adamw.yaml', instead))).toEqual(['train_b']);
  });

  it('keep the byte order mark that the file has', async () => {
    const marked = { ...TEXTS, 'conf/optim/adamw.yaml': '\ufeff# @package _global_\nlr: 1.0\n' };
    const { workspace, view } = workspaceOf(marked);
    // Behind the mark Hydra sees no header, and the group's own package counts.
    expect(valueAt(await view('conf/train_a.yaml'), 0, 'optim.lr')).toBe(1);
    const other = await viewWith(workspace, 'conf/train_a.yaml', {
      'conf/optim/adamw.yaml': '# @package _global_\nlr: 7.0\n',
    });
    expect(valueAt(other, 0, 'optim.lr')).toBe(7);
  });

  it('outside of the workspace folders are no part of any config, and nobody waits for cancelled work', async () => {
    const { workspace, view } = workspaceOf(TEXTS);
    const live = await view('conf/train_a.yaml');
    const other = await workspace.viewOf(uriOf('conf/train_a.yaml'), {}, undefined, [{ uri: 'test:///else/x.yaml' }]);
    expect(other?.perspectives[0]?.composition).toBe(live.perspectives[0]?.composition);
    const token = { isCancellationRequested: true };
    const instead = [{ uri: uriOf('conf/optim/adamw.yaml'), text: 'lr: 4.0\n' }];
    expect(await workspace.viewOf(uriOf('conf/train_a.yaml'), {}, token, instead)).toBeUndefined();
  });

  it('come in any number, one after the other', async () => {
    const { workspace, view } = workspaceOf(TEXTS);
    const live = await view('conf/train_b.yaml');
    for (let lr = 1; lr <= 200; lr += 1) {
      const other = await viewWith(workspace, 'conf/train_b.yaml', { 'conf/optim/adamw.yaml': `lr: ${lr}.5\n` });
      expect(valueAt(other, 0, 'optim.lr')).toBe(lr + 0.5);
    }
    expect(await view('conf/train_b.yaml')).toBe(live);
  });
});

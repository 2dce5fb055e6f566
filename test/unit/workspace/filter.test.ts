import { describe, expect, it } from 'vitest';
import { createFileFilter } from '../../../server/src/workspace/file-filter';
import { defaultFileGlobs, type FileGlobs } from '../../../server/src/workspace/file-globs';
import { uriOf, workspaceOf } from './fixtures';

const config = 'defaults: [_self_]\n';

describe('which files are looked at', () => {
  it('leaves out virtual environments, packages and what runs wrote', () => {
    const filter = createFileFilter('/ws', defaultFileGlobs);
    for (const path of [
      '.venv/lib/a.yaml',
      'tools/venv/a.yaml',
      'env/lib/python3.11/site-packages/noether/conf/a.yaml',
      'outputs/2024-05-01/10-00-00/a.yaml',
      'multirun/1/a.yaml',
      'web/node_modules/p/a.yaml',
      'wandb/run-1/files/config.yaml',
    ]) {
      expect([path, filter.includes(`/ws/${path}`)]).toEqual([path, false]);
    }
    // Only a whole name counts, and only below the folder.
    for (const path of ['configs/outputs.yaml', 'my_outputs/a.yaml', 'a.yaml']) {
      expect([path, filter.includes(`/ws/${path}`)]).toEqual([path, true]);
    }
    expect(createFileFilter('/home/outputs', defaultFileGlobs).includes('/home/outputs/a.yaml')).toBe(true);
  });

  it('follows globs, each by itself', () => {
    const globs: FileGlobs = {
      include: ['configs/**', 'extra/*.{yaml,yml}'],
      exclude: { '**/old': true, 'configs/**/tmp_*.yaml': true, '**/kept': false, '': true },
    };
    const filter = createFileFilter('/ws', globs);
    const included = ['configs/a.yaml', 'configs/x/b.yaml', 'extra/c.yml', 'configs/kept/d.yaml'];
    const excluded = [
      'a.yaml',
      'extra/x/c.yml',
      'configs/old/a.yaml',
      'configs/x/old/y/a.yaml',
      'configs/x/tmp_1.yaml',
    ];
    expect(included.filter((path) => !filter.includes(`/ws/${path}`))).toEqual([]);
    expect(excluded.filter((path) => filter.includes(`/ws/${path}`))).toEqual([]);
  });

  it('holds for the search, for each folder by itself, and for changes while running', async () => {
    let exclude: Record<string, boolean> = {};
    const files = { 'conf/train.yaml': config, 'conf/old/train.yaml': config, 'outputs/train.yaml': config };
    const { workspace } = workspaceOf(files, {
      filesOf: (folder) => (folder === '/ws' ? { include: ['**'], exclude } : undefined),
    });
    const found = async () => (await workspace.configFiles()).map((uri) => uri.slice(uriOf('').length));
    expect(await found()).toEqual(['conf/old/train.yaml', 'conf/train.yaml', 'outputs/train.yaml']);
    exclude = { '**/outputs': true, 'conf/old': true };
    expect(await found()).toEqual(['conf/train.yaml']);
    expect(workspace.includes(uriOf('conf/old/train.yaml'))).toBe(false);
    expect(workspace.includes(uriOf('conf/train.yaml'))).toBe(true);
    // Outside of every folder the defaults hold.
    expect(workspace.includes('test:///elsewhere/venv/a.yaml')).toBe(false);
    expect(workspace.includes('untitled:Untitled-1')).toBe(true);
  });

  it('keeps an excluded file in a composition that reads it', async () => {
    const files = { 'conf/train.yaml': 'defaults:\n  - old: a\n', 'conf/old/a.yaml': 'x: 1\n' };
    const { workspace } = workspaceOf(files, { filesOf: () => ({ include: ['**'], exclude: { '**/old': true } }) });
    const view = await workspace.viewOf(uriOf('conf/old/a.yaml'));
    expect(view?.perspectives.map(({ label }) => label)).toEqual(['train']);
  });
});

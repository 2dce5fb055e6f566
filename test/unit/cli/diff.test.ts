import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, GOOD } from './harness';

const PROJECT = {
  'train.yaml': 'defaults:\n  - optim: group\n  - _self_\ntrainer:\n  max_updates: 1000\nbase: 1e-3\n',
  'optim/group.yaml': GOOD.replace('${..lr}', '${base}'),
  'other.yaml': GOOD,
};

interface Report {
  readonly changes: readonly {
    readonly file?: string;
    readonly block: string;
    readonly primaries: readonly string[];
    readonly kind: string;
    readonly differences: readonly { readonly what: string; readonly before?: string; readonly after?: string }[];
    readonly largest?: unknown;
  }[];
}

async function changes(folder: ReturnType<typeof folderOf>, ...argv: string[]): Promise<Report['changes']> {
  const { code, out, err } = await folder.run(['diff', '--format', 'json', ...argv]);
  expect([code, err]).toEqual([0, '']);
  return (JSON.parse(out) as Report).changes;
}

describe('diff of files', () => {
  it('says which keys and values are others', async () => {
    const folder = folderOf({ 'old.yaml': GOOD, 'new.yaml': GOOD.replace('[0.5]', '[0.25]') });
    const [change, ...more] = await changes(folder, 'old.yaml', 'new.yaml');
    expect(more).toEqual([]);
    expect(change).toMatchObject({ block: 'schedule_config', kind: 'changed' });
    const differences = new Map(change?.differences.map(({ what, before, after }) => [what, [before, after]]));
    // 1e-3 up to a half, then up to a quarter.
    expect(differences.get('steps')).toEqual(['[0.5]', '[0.25]']);
    expect(differences.get('25 %')).toEqual(['1e-3', '1e-4']);
    expect(differences.has('last step')).toBe(false);
    expect(change?.largest).toMatchObject({ before: 1e-3, after: 1e-3 * 0.1 });
  });

  it('calls the same curve the same, however it is written', async () => {
    const folder = folderOf({
      'old.yaml': GOOD,
      'new.yaml': `# note\n${GOOD.replace('1e-3', '0.001').replace('0.1', '1e-1')}`,
    });
    expect(await changes(folder, 'old.yaml', 'new.yaml')).toEqual([]);
    expect((await folder.run(['diff', 'old.yaml', 'new.yaml'])).out).toBe(
      'No schedule changes from old.yaml to new.yaml.\n',
    );
  });

  it('tells schedules that came, went, or are refused now', async () => {
    const folder = folderOf({
      'old.yaml': GOOD,
      'none.yaml': 'lr: 1e-3\n',
      'bad.yaml': GOOD.replace('0.1', 'often'),
    });
    expect(await changes(folder, 'old.yaml', 'none.yaml')).toMatchObject([{ kind: 'removed' }]);
    expect(await changes(folder, 'none.yaml', 'old.yaml')).toMatchObject([{ kind: 'added' }]);
    const [refused] = await changes(folder, 'old.yaml', 'bad.yaml');
    expect(refused?.differences).toMatchObject([{ what: 'schedule', after: expect.stringMatching(/^refused: /) }]);
  });

  it('ends with 1 only where that is asked for, and with 2 where there is nothing to compare', async () => {
    const folder = folderOf({ 'old.yaml': GOOD, 'new.yaml': GOOD.replace('[0.5]', '[0.25]') });
    expect((await folder.run(['diff', 'old.yaml', 'new.yaml', '--exit-code'])).code).toBe(1);
    expect((await folder.run(['diff', 'old.yaml', 'old.yaml', '--exit-code'])).code).toBe(0);
    const gone = await folder.run(['diff', 'old.yaml', 'gone']);
    expect([gone.code, gone.err]).toEqual([2, 'gone: there is no such file, folder or Git revision.\n']);
    expect((await folder.run(['diff', 'old.yaml'])).code).toBe(2);
  });
});

describe('diff of Git revisions', () => {
  it('finds what a shared value changes in another file', async () => {
    const folder = folderOf(PROJECT);
    folder.git('init');
    folder.git('add', '.');
    folder.git('commit', '-m', 'one');
    folder.write({ 'train.yaml': PROJECT['train.yaml'].replace('1e-3', '5e-4') });
    const [change, ...more] = await changes(folder, 'HEAD');
    expect(more).toEqual([]);
    expect(change).toMatchObject({ file: 'optim/group.yaml', block: 'schedule_config', primaries: ['train'] });
    expect(change?.differences).toContainEqual({ what: 'start_value', before: '1e-3', after: '5e-4' });
    folder.git('commit', '-am', 'two');
    expect(await changes(folder, 'HEAD')).toEqual([]);
    expect(await changes(folder, 'HEAD~1', 'HEAD')).toHaveLength(1);
    expect(await changes(folder, 'HEAD', 'HEAD~1')).toHaveLength(1);
    // One file, of a revision and as it is.
    expect(await changes(folder, 'HEAD~1', 'optim/group.yaml')).toHaveLength(1);
    expect(await changes(folder, 'HEAD~1:optim/group.yaml', 'HEAD:optim/group.yaml')).toHaveLength(1);
    expect(await changes(folder, 'HEAD~1', 'other.yaml')).toEqual([]);
    const absent = await folder.run(['diff', 'HEAD:gone.yaml', 'other.yaml']);
    expect([absent.code, absent.err]).toEqual([2, 'HEAD:gone.yaml: there is no gone.yaml in it.\n']);
  });

  it('compares what each primary config makes of a file, however many there are', async () => {
    const train = (lr: string) => `defaults:\n  - optim: group\n  - _self_\npeak: ${lr}\n`;
    const group = 'schedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  value: ${peak}\n';
    const side = (last: string) =>
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [`train_${index}.yaml`, train(index === 39 ? last : '1e-3')]),
      );
    const inFolder = (name: string, files: Record<string, string>) =>
      Object.fromEntries(
        Object.entries({ ...files, 'optim/group.yaml': group }).map(([file, text]) => [`${name}/${file}`, text]),
      );
    const folder = folderOf({ ...inFolder('a', side('1e-3')), ...inFolder('b', side('5e-4')) });
    expect(await changes(folder, 'a', 'b')).toMatchObject([
      { file: 'optim/group.yaml', primaries: ['train_39'], largest: { before: 1e-3, after: 5e-4 } },
    ]);
  });

  it('does not show one side as if --override had not been given', async () => {
    const folder = folderOf({ ...PROJECT });
    folder.git('init');
    folder.git('add', '.');
    folder.git('commit', '-m', 'one');
    folder.write({ 'train.yaml': `${PROJECT['train.yaml']}added: 1\n` });
    const { code, out, err } = await folder.run(['diff', 'HEAD', '-p', 'train.yaml', '-o', 'added=2']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^HEAD: train added=2 cannot be composed: 'added' is not in the config\./);
  });

  it('reads names of any kind, and obeys no repository', async () => {
    const folder = folderOf({ 'ä b/c #1.yaml': GOOD });
    folder.git('init');
    folder.git('add', '.');
    folder.git('commit', '-m', 'one');
    folder.git('config', 'core.fsmonitor', `touch ${join(folder.path, 'ran')}`);
    folder.write({ 'ä b/c #1.yaml': GOOD.replace('[0.5]', '[0.25]') });
    expect(await changes(folder, 'HEAD')).toMatchObject([{ file: 'ä b/c #1.yaml' }]);
    expect(() => readFileSync(join(folder.path, 'ran'))).toThrow();
    expect((await folder.run(['diff', '--', '--output=x', 'HEAD'])).code).toBe(2);
  });
});

describe('diff of what got another name', () => {
  const optimizers = (first: string, factor = '0.1') =>
    [first, 'second']
      .map((key) => `${key}:\n  ${GOOD.replace('0.1', factor).trim().replaceAll('\n', '\n  ')}\n`)
      .join('');
  const report = async (folder: ReturnType<typeof folderOf>, ...argv: string[]) => {
    const { out } = await folder.run(['diff', ...argv, '--format', 'json']);
    return JSON.parse(out) as { changes: object[]; renamed: object[] };
  };

  it('follows files by their lines, and blocks by their curves', async () => {
    const folder = folderOf({ 'one.yaml': optimizers('first'), 'same.yaml': GOOD });
    folder.git('init');
    folder.git('add', '.');
    folder.git('commit', '-m', 'one');
    folder.git('mv', 'one.yaml', 'two.yaml');
    folder.write({ 'two.yaml': optimizers('other') });
    expect(await report(folder, 'HEAD')).toMatchObject({
      changes: [],
      renamed: [
        {
          file: 'two.yaml',
          block: 'second.schedule_config',
          before: { file: 'one.yaml', block: 'second.schedule_config' },
        },
        {
          file: 'two.yaml',
          block: 'other.schedule_config',
          before: { file: 'one.yaml', block: 'first.schedule_config' },
        },
      ],
    });
    const { out } = await folder.run(['diff', 'HEAD', '--exit-code']);
    expect(out).toContain('No schedule changes from HEAD to the working tree.\n\nRenamed, and trained as before:\n');
  });

  it('tells what changed in a file that was renamed as well', async () => {
    const folder = folderOf({
      'a/one.yaml': optimizers('first'),
      'b/two.yaml': optimizers('first').replace('[0.5]', '[0.25]'),
    });
    const { changes: found, renamed } = await report(folder, 'a', 'b');
    expect(found).toMatchObject([
      { file: 'two.yaml', block: 'first.schedule_config', renamed: { file: 'one.yaml' }, kind: 'changed' },
    ]);
    expect(renamed).toHaveLength(1);
    const { out } = await folder.run(['diff', 'a', 'b']);
    expect(out).toContain('two.yaml: first.schedule_config, before one.yaml: first.schedule_config\n');
  });

  it('takes no two files that share little for one', async () => {
    const other = 'schedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  value: 0.5\n';
    const folder = folderOf({ 'a/one.yaml': optimizers('first'), 'b/two.yaml': other });
    expect((await report(folder, 'a', 'b')).changes).toMatchObject([
      { file: 'one.yaml', kind: 'removed' },
      { file: 'one.yaml', kind: 'removed' },
      { file: 'two.yaml', kind: 'added' },
    ]);
  });
});

describe('diff with a file that cannot be read', () => {
  it('tells it, compares the others, and ends with 2', async () => {
    const folder = folderOf({ 'a/one.yaml': GOOD, 'b/one.yaml': GOOD.replace('[0.5]', '[0.25]') });
    symlinkSync('nowhere', join(folder.path, 'b', 'broken.yaml'));
    const { code, out, err } = await folder.run(['diff', 'a', 'b']);
    expect([code, err]).toEqual([2, 'note: b: broken.yaml: it cannot be read.\n']);
    expect(out).toContain('One schedule changes from a to b.');
  });
});

describe('diff for people', () => {
  it('writes no comment that is longer than one may be', async () => {
    const many = (steps: string) =>
      Array.from(
        { length: 400 },
        (_, index) => `o${index}:\n  ${GOOD.replace('[0.5]', steps).trim().replaceAll('\n', '\n  ')}\n`,
      ).join('');
    const folder = folderOf({ 'old.yaml': many('[0.5]'), 'new.yaml': many('[0.25]') });
    const { out } = await folder.run(['diff', 'old.yaml', 'new.yaml', '--format', 'markdown']);
    // GitHub takes 65,536 characters.
    expect(out.length).toBeLessThan(65_000);
    const [, more] = /\n… and (\d+) more, which `schedule-lens diff` tells\.\n$/.exec(out) ?? [];
    expect(out.match(/^\*\*/gm)).toHaveLength(400 - Number(more));
  });

  it('says in the picture why a side has no curve', async () => {
    const folder = folderOf({ 'old.yaml': GOOD, 'new.yaml': GOOD.replace('0.1', 'often') });
    await folder.run(['diff', 'old.yaml', 'new.yaml', '--svg', 'out.svg']);
    expect(readFileSync(join(folder.path, 'out.svg'), 'utf8')).toContain('>new.yaml: refused: factor is often');
  });

  it('writes text and Markdown', async () => {
    const folder = folderOf({ 'old.yaml': GOOD, 'new.yaml': GOOD.replace('[0.5]', '[0.25]') });
    const text = (await folder.run(['diff', 'old.yaml', 'new.yaml'])).out;
    expect(text).toContain('One schedule changes from old.yaml to new.yaml.\n\nschedule_config\n');
    expect(text).toMatch(/^ {2}steps +\[0\.5\] +→ {2}\[0\.25\]$/m);
    const { out } = await folder.run(['diff', 'old.yaml', 'new.yaml', '--format', 'markdown']);
    expect(out).toMatch(
      /^### One schedule changes from `old\.yaml` to `new\.yaml`\n\n\*\*`schedule_config`\*\*\n\n\| \| old\.yaml \| new\.yaml \|\n\| --- \| --- \| --- \|\n/,
    );
    // What would be a link stays the text that it is.
    expect(out).toContain('| steps | \\[0.5\\] | \\[0.25\\] |');
  });

  it('draws old and new over each other, the old one dashed', async () => {
    const folder = folderOf({ 'old.yaml': GOOD, 'new.yaml': GOOD.replace('[0.5]', '[0.25]'), 'none.yaml': 'a: 1\n' });
    await folder.run(['diff', 'old.yaml', 'new.yaml', '--svg', 'out.svg']);
    const svg = readFileSync(join(folder.path, 'out.svg'), 'utf8');
    for (const label of ['>old.yaml<', '>new.yaml<']) expect(svg).toContain(label);
    expect(svg.match(/<path [^>]*stroke-dasharray/g)?.length).toBeGreaterThan(0);
    await folder.run(['diff', 'old.yaml', 'none.yaml', '--svg', 'gone.svg']);
    expect(readFileSync(join(folder.path, 'gone.svg'), 'utf8')).toContain('schedule_config, removed');
  });
});

import { describe, expect, it } from 'vitest';
import { CancelledError, Composer, compose } from '../../../server/src/config/hydra/index';
import { composeTexts, placeOf, textFiles } from './fixtures';

const request = (primary: string) => ({ configDir: 'conf', primary });

function workspace(): Record<string, string> {
  return {
    'conf/a.yaml': 'defaults: [optim: one, _self_]\nname: a\n',
    'conf/b.yaml': 'defaults: [optim: two, optional extra: none, _self_]\nname: b\n',
    'conf/optim/one.yaml': 'lr: 1\n',
    'conf/optim/two.yaml': 'lr: 2\n',
    'conf/optim/three.yaml': 'lr: 3\n',
  };
}

describe('many compositions over one set of files', () => {
  it('reads a file once, and none that nobody asks for', async () => {
    const texts = workspace();
    const reads: string[] = [];
    const files = textFiles(texts);
    const composer = new Composer({
      files: {
        ...files,
        read: (path) => {
          reads.push(path);
          return files.read(path);
        },
      },
    });
    const [first, second] = await Promise.all([composer.compose(request('a')), composer.compose(request('a'))]);
    expect(second).toBe(first);
    await composer.compose(request('b'));
    expect(reads.sort()).toEqual([
      'conf/a.yaml',
      'conf/b.yaml',
      'conf/extra/none.yaml',
      'conf/optim/one.yaml',
      'conf/optim/two.yaml',
    ]);
    expect([composer.parsed, composer.composed]).toEqual([4, 2]);
  });

  it('composes again only what reaches a changed file', async () => {
    const texts = workspace();
    const composer = new Composer({ files: textFiles(texts) });
    const a = await composer.compose(request('a'));
    const b = await composer.compose(request('b'));
    texts['conf/optim/two.yaml'] = 'lr: 22\n';
    expect(composer.dependentsOf('conf/optim/two.yaml')).toEqual([request('b')]);
    expect(composer.invalidate(['conf/optim/two.yaml'], 'changed')).toEqual([request('b')]);
    expect(await composer.compose(request('a'))).toBe(a);
    const again = await composer.compose(request('b'));
    expect(again).not.toBe(b);
    if (again.stage === 'compose') throw new Error(again.message);
    expect(JSON.stringify(again.toContainer({ resolve: true }))).toBe('{"optim":{"lr":22},"name":"b"}');
    expect(composer.parsed).toBe(5);
    expect(composer.invalidate(['conf/optim/three.yaml', 'elsewhere.yaml'])).toEqual([]);
  });

  it('does not parse a text again that turns out to be the same', async () => {
    const composer = new Composer({ files: textFiles(workspace()) });
    await composer.compose(request('a'));
    expect(composer.invalidate(['conf/a.yaml', 'conf/optim/one.yaml'], 'changed')).toHaveLength(1);
    await composer.compose(request('a'));
    expect([composer.parsed, composer.composed]).toEqual([2, 2]);
  });

  it('notices a file that was looked for in vain, and one that goes', async () => {
    const texts = workspace();
    const composer = new Composer({ files: textFiles(texts) });
    await composer.compose(request('b'));
    texts['conf/extra/none.yaml'] = 'x: 1\n';
    expect(composer.invalidate(['conf/extra/none.yaml'])).toEqual([request('b')]);
    const found = await composer.compose(request('b'));
    expect(found.stage !== 'compose' && found.keyOrder()).toEqual(['optim', 'extra', 'name']);
    delete texts['conf/optim/two.yaml'];
    composer.invalidate(['conf/optim/two.yaml']);
    const lost = await composer.compose(request('b'));
    expect(lost.pythonError).toBe('MissingConfigException');
    // The message lists the folder, so a new neighbour changes it.
    texts['conf/optim/tow.yaml'] = 'lr: 2\n';
    expect(composer.invalidate(['conf/optim/tow.yaml'])).toEqual([request('b')]);
    expect((await composer.compose(request('b'))).message).toContain("'tow'");
  });

  it('notices a folder that is renamed', async () => {
    const texts = workspace();
    const composer = new Composer({ files: textFiles(texts) });
    await composer.compose(request('a'));
    for (const name of ['one', 'two', 'three']) delete texts[`conf/optim/${name}.yaml`];
    expect(composer.invalidate(['conf/optim', 'conf/optimizers'])).toEqual([request('a')]);
    expect((await composer.compose(request('a'))).ok).toBe(false);
  });

  it('gives no result that mixes two states of a file', async () => {
    const texts = workspace();
    const files = textFiles(texts);
    const composer: Composer = new Composer({
      files: {
        ...files,
        async read(path) {
          const text = await files.read(path);
          if (path === 'conf/optim/one.yaml' && texts['conf/a.yaml']?.includes('name: a\n')) {
            texts['conf/a.yaml'] = 'defaults: [optim: one, _self_]\nname: changed\n';
            composer.invalidate(['conf/a.yaml'], 'changed');
          }
          return text;
        },
      },
    });
    const result = await composer.compose(request('a'));
    expect(result.stage !== 'compose' && JSON.stringify(result.toContainer({ resolve: true }))).toContain('changed');
  });

  it('drops what is not wanted any more, and keeps no more than it is told', async () => {
    const composer = new Composer({ files: textFiles(workspace()), maxCompositions: 1 });
    await composer.compose(request('a'));
    expect(composer.keptFiles).toBe(2);
    await composer.compose(request('b'));
    expect(composer.dependentsOf('conf/a.yaml')).toEqual([]);
    composer.forget(request('b'));
    expect(composer.keptFiles).toBe(0);
    await composer.compose(request('a'));
    composer.invalidate(['conf/a.yaml'], 'changed');
    expect(composer.keptFiles).toBe(1);
    composer.forget(request('a'));
    expect(composer.keptFiles).toBe(0);
  });

  it('reads again what did not fit', async () => {
    const texts = workspace();
    const composer = new Composer({ files: textFiles(texts), maxCachedCharacters: 10 });
    await composer.compose(request('a'));
    await composer.compose(request('b'));
    composer.invalidate(['conf/a.yaml'], 'changed');
    expect((await composer.compose(request('a'))).ok).toBe(true);
  });

  it('reads a long file once for those who want it at the same time', async () => {
    const texts = workspace();
    const long = Array.from({ length: 4000 }, (_, index) => `k${index}: "value ${index}"`);
    texts['conf/optim/one.yaml'] = long.join('\n');
    texts['conf/optim/two.yaml'] = 'lr: 2\n';
    texts['conf/c.yaml'] = 'defaults: [optim: one]\n';
    const composer = new Composer({ files: textFiles(texts) });
    const results = await Promise.all(['a', 'c'].map((primary) => composer.compose(request(primary))));
    expect(results.map((result) => result.ok)).toEqual([true, true]);
    expect(composer.parsed).toBe(3);
  });

  it('stops when asked to, and answers the next one', async () => {
    const composer = new Composer({ files: textFiles(workspace()) });
    for (const token of [{ isCancellationRequested: true }, AbortSignal.abort()]) {
      await expect(composer.compose(request('a'), token)).rejects.toBeInstanceOf(CancelledError);
    }
    expect((await composer.compose(request('a'))).ok).toBe(true);
  });

  it('names places by uri where it is told how', async () => {
    const composer = new Composer({ files: textFiles(workspace()), uriOf: (path) => `file:///${path}` });
    const result = await composer.compose(request('a'));
    if (result.stage === 'compose') throw new Error(result.message);
    const lr = result.tree.entries.get('name')?.value;
    expect(lr?.origin).toMatchObject({ uri: 'file:///conf/a.yaml', text: 'a' });
    expect(composer.pathOf('file:///conf/a.yaml')).toBe('conf/a.yaml');
  });
});

describe('bad input', () => {
  it('says where includes go round', async () => {
    const texts = { 'main.yaml': 'defaults: [a]\n', 'a.yaml': 'defaults: [/b]\n', 'b.yaml': 'defaults: [/a]\n' };
    const result = await composeTexts(texts);
    expect(result).toMatchObject({ stage: 'compose', pythonError: 'RecursionError' });
    expect(result.message).toMatch(/a → b → a|b → a → b/);
    expect(placeOf(result)).toMatch(/conf\/[ab]\.yaml:1:12/);
  });

  it('says where links go round', async () => {
    const result = await composeTexts({ 'main.yaml': 'a: {x: "${b}"}\nb: {y: "${a}"}\n' });
    expect(result).toMatchObject({ stage: 'resolve', pythonError: 'RecursionError', file: 'conf/main.yaml' });
    expect(result.stage !== 'compose' && result.blocks).toEqual([]);
  });

  it('survives links that multiply', async () => {
    const levels = Array.from({ length: 40 }, (_, level) => `l${level}: ["\${l${level + 1}}", "\${l${level + 1}}"]`);
    const result = await composeTexts({ 'main.yaml': `${levels.join('\n')}\nl40: {schedule_config: {kind: x}}\n` });
    expect(result.ok).toBe(true);
    expect(result.stage !== 'compose' && result.blocks.length).toBeGreaterThan(0);
  });

  it.each([
    ['a folder that is not there', {}, 'MissingConfigException', 'nowhere'],
    ['a primary that is not there', { 'other.yaml': '' }, 'MissingConfigException', 'nowhere'],
    ['a primary that is a list', { 'main.yaml': '- 1\n' }, 'ConfigCompositionException', 'conf/main.yaml:1:1 - 1'],
    [
      'a list at the root',
      { 'main.yaml': 'defaults: [x@_global_]\n', 'x.yaml': '- 1\n' },
      'ConfigCompositionException',
      'conf/main.yaml:1:12 x@_global_',
    ],
    [
      'a header with text behind it',
      { 'main.yaml': '# @package x y\n' },
      'ValueError',
      'conf/main.yaml:1:1 # @package x y',
    ],
  ])('names the place of %s', async (_, texts, error, place) => {
    const result = await composeTexts(texts as Record<string, string>);
    expect([result.pythonError, placeOf(result)]).toEqual([error, place]);
  });

  it('names a file that cannot be read', async () => {
    const files = textFiles({ 'conf/main.yaml': 'defaults: [optim: x]\n', 'conf/optim/x.yaml': '' });
    const result = await compose({
      ...request('main'),
      files: {
        ...files,
        read: (path) => (path.endsWith('x.yaml') ? Promise.reject(new Error('EACCES')) : files.read(path)),
      },
    });
    expect(result).toMatchObject({ stage: 'compose', pythonError: 'PermissionError', file: 'conf/optim/x.yaml' });
    expect(result.message).toContain('EACCES');
  });

  it('notes a name that only a case-insensitive disk finds', async () => {
    const texts: Record<string, string> = {
      'conf/main.yaml': 'defaults: [optim: AdamW]\n',
      'conf/optim/adamw.yaml': 'lr: 1\n',
    };
    const files = textFiles(texts);
    const result = await compose({
      ...request('main'),
      files: {
        ...files,
        read: (path) => files.read(path === 'conf/optim/AdamW.yaml' ? 'conf/optim/adamw.yaml' : path),
      },
    });
    expect(result.ok).toBe(true);
    expect(result.notes).toMatchObject([{ code: 'name-case', origin: { text: 'AdamW' } }]);
    expect(result.notes[0]?.message).toContain('optim/adamw.yaml');
  });

  it('composes a defaults list of 10,000 entries', async () => {
    const texts: Record<string, string> = {};
    for (let i = 0; i < 10_000; i += 1) texts[`g/o${i}.yaml`] = `k${i}: ${i}\n`;
    const list = Array.from({ length: 10_000 }, (_, i) => `  - g@p${i}: o${i}`);
    texts['main.yaml'] = `defaults:\n${list.join('\n')}\n`;
    const result = await composeTexts(texts);
    expect(result.stage !== 'compose' && result.keyOrder()?.length).toBe(10_000);
  });

  it('composes a group file of 5 MB, and refuses one beyond the limit with its name', async () => {
    const lines = Array.from({ length: 120_000 }, (_, i) => `key_number_${i}: {a: 0.1, b: "some text of ${i}"}`);
    const texts = { 'conf/main.yaml': 'defaults: [big: x]\n', 'conf/big/x.yaml': `${lines.join('\n')}\n` };
    expect(texts['conf/big/x.yaml'].length).toBeGreaterThan(5_000_000);
    const files = textFiles(texts);
    const result = await compose({ ...request('main'), files });
    expect(result.stage !== 'compose' && result.keyOrder('big')?.length).toBe(120_000);
    const refused = await compose({ ...request('main'), files, maxFileSize: 1_000_000 });
    expect(refused).toMatchObject({ ok: false, file: 'conf/big/x.yaml', uncertain: true });
  });

  it('keeps keys such as __proto__ as keys', async () => {
    const result = await composeTexts(
      { 'main.yaml': '__proto__: {a: 1}\nconstructor: 2\n' },
      { overrides: ['+toString=3'] },
    );
    if (result.stage === 'compose') throw new Error(result.message);
    const plain = result.toContainer({ resolve: true }) as Record<string, unknown>;
    expect(Object.keys(plain)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(result.keyOrder('__proto__')).toEqual(['a']);
  });
});

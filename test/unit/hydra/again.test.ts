/** A composition that is made again takes over what a change leaves as it was, and comes out as if it were the first. */
import { describe, expect, it } from 'vitest';
import { Composer, type Composition } from '../../../server/src/config/hydra/index';

const TEXTS = {
  'conf/train.yaml': 'defaults:\n  - base: shared\n  - optim: one\n  - _self_\nseed: 1\n',
  'conf/base/shared.yaml': 'lr: 1\n',
  'conf/base/more.yaml': 'depth: 2\n',
  'conf/optim/one.yaml': 'lr: ${base.lr}\n',
  // Folders do not go with their last file.
  'conf/optim/two.yaml': 'lr: 4\n',
};

const REQUEST = { configDir: 'conf', primary: 'train' };

function composerOf(texts: Record<string, string>): Composer {
  const list = async (dir: string): Promise<string[]> => {
    const below = Object.keys(texts).filter((path) => path.startsWith(`${dir}/`));
    return [...new Set(below.map((path) => path.slice(dir.length + 1).split('/')[0] ?? ''))];
  };
  return new Composer({ files: { read: async (path) => texts[path], list } });
}

/** All that can be seen of a composition. */
function shown(composition: Composition): unknown {
  const { notes, warnings, dependencies } = composition;
  const common = { notes, warnings, files: [...dependencies.files].sort(), folders: [...dependencies.folders].sort() };
  if (composition.stage === 'compose') return { ...common, message: composition.message, origin: composition.origin };
  const { defaultsList, choices } = composition;
  return { ...common, defaultsList, choices, values: composition.toContainer({ resolve: composition.ok }) };
}

describe('a composition after a change', () => {
  it.each([
    ['a value', 'conf/base/shared.yaml', 'lr: 2\n'],
    ['a defaults list that was not there', 'conf/base/shared.yaml', 'defaults:\n  - more\nlr: 2\n'],
    ['another package header', 'conf/base/shared.yaml', '# @package other\nlr: 2\n'],
    ['no mapping any more', 'conf/base/shared.yaml', '- 2\n'],
    ['a broken text', 'conf/base/shared.yaml', 'lr: [\n'],
    ['nothing', 'conf/base/shared.yaml', ''],
    [
      'the primary config, which gains a search path',
      'conf/train.yaml',
      `${TEXTS['conf/train.yaml']}hydra: {searchpath: [more]}\n`,
    ],
    ['the primary config, which loses its list', 'conf/train.yaml', 'seed: 2\n'],
  ])('of %s is that of a first one', async (_, path, text) => {
    const texts: Record<string, string> = { ...TEXTS };
    const composer = composerOf(texts);
    const before = shown(await composer.compose(REQUEST));
    texts[path] = text;
    expect(composer.invalidate([path], 'changed')).toEqual([REQUEST]);
    expect(shown(await composer.compose(REQUEST))).toEqual(shown(await composerOf(texts).compose(REQUEST)));
    // And back again.
    texts[path] = TEXTS[path as keyof typeof TEXTS];
    composer.invalidate([path], 'changed');
    expect(shown(await composer.compose(REQUEST))).toEqual(before);
  });

  it('knows of every change since the last one, and of files that came and went', async () => {
    const texts: Record<string, string> = { ...TEXTS };
    const composer = composerOf(texts);
    await composer.compose(REQUEST);
    texts['conf/base/shared.yaml'] = 'lr: 5\n';
    composer.invalidate(['conf/base/shared.yaml'], 'changed');
    texts['conf/optim/one.yaml'] = 'lr: ${base.lr}\ndecay: 6\n';
    // Nothing was composed in between, so there is nothing to name.
    expect(composer.invalidate(['conf/optim/one.yaml'], 'changed')).toEqual([]);
    expect(shown(await composer.compose(REQUEST))).toMatchObject({
      values: { base: { lr: 5 }, optim: { lr: 5, decay: 6 }, seed: 1 },
    });
    delete texts['conf/optim/one.yaml'];
    composer.invalidate(['conf/optim/one.yaml']);
    expect(shown(await composer.compose(REQUEST))).toEqual(shown(await composerOf(texts).compose(REQUEST)));
  });

  it('looks at files for as long as it names them', async () => {
    const texts: Record<string, string> = { ...TEXTS };
    const composer = composerOf(texts);
    await composer.compose(REQUEST);
    texts['conf/train.yaml'] = 'defaults:\n  - base: shared\n  - _self_\n';
    composer.invalidate(['conf/train.yaml'], 'changed');
    await composer.compose(REQUEST);
    expect(composer.dependentsOf('conf/optim/one.yaml')).toEqual([]);
    expect(composer.dependentsOf('conf/base/shared.yaml')).toEqual([REQUEST]);
    // The primary config and the base.
    expect(composer.keptFiles).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { uriOf } from '../../unit/workspace/fixtures';
import { flow, projectOf } from '../define/project';

/** `adamw → optim/adamw.yaml`, the text that is linked and the file with the place in it. */
async function linksIn(path: string, files = flow): Promise<string[]> {
  const { service, open } = projectOf(files);
  const { document } = open(path);
  const links = await service.documentLinks(document);
  return links.map(
    ({ range, target }) =>
      `${document.getText(range)} → ${decodeURIComponent(target?.slice(uriOf('conf/').length) ?? '')}`,
  );
}

describe('document links', () => {
  it('lead from entries of a defaults list to the files that they pick', async () => {
    expect(await linksIn('train_a.yaml')).toEqual([
      'long → trainer/long.yaml',
      'adamw → optim/adamw.yaml',
      'linked → model/linked.yaml',
    ]);
  });

  it('lead from each of several options, and from the path of an entry that is a file by itself', async () => {
    const files = {
      ...flow,
      'both.yaml':
        'defaults:\n  - optim: [adamw, sgd]\n  - trainer/long\n  - /model@net: linked\n  - missing: one\n  - _self_\n',
    };
    expect(await linksIn('both.yaml', files)).toEqual([
      'adamw → optim/adamw.yaml',
      'sgd → optim/sgd.yaml',
      'trainer/long → trainer/long.yaml',
      'linked → model/linked.yaml',
    ]);
  });

  it('lead from an interpolation to the other file that writes the value, if it is one', async () => {
    const files = {
      'train.yaml': 'defaults:\n  - optim: adamw\n  - _self_\npeak: 3e-4\nown: ${peak}\n',
      'optim/adamw.yaml': 'lr: ${peak}\nhalf: "${oc.select:peak,1} of ${.lr}"\n',
    };
    // `peak` stands in line 4 of train.yaml.
    expect(await linksIn('optim/adamw.yaml', files)).toEqual(['${peak} → train.yaml#L4,1', 'peak → train.yaml#L4,1']);
    // `${peak}` of train.yaml leads within the file.
    expect(await linksIn('train.yaml', files)).toEqual(['adamw → optim/adamw.yaml']);
  });

  it('lead from no interpolation that means different files in different primary configs', async () => {
    // ${model.optim.lr} is written by train_a in one config and by train_b in the other.
    expect(await linksIn('optim/adamw.yaml')).toEqual([]);
  });

  it('are none in a file that no config knows and that names no schedule', async () => {
    expect(await linksIn('compose.yaml', { 'compose.yaml': 'image: ${TAG}\n' })).toEqual([]);
  });
});

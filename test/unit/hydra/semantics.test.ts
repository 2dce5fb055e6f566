import { describe, expect, it } from 'vitest';
import type { ComposedConfig, Composition } from '../../../server/src/config/hydra/index';
import { composeTexts, placeOf } from './fixtures';

/** What Hydra 1.3 does by its own source, where the reference set has no case. */

function value(composition: Composition): unknown {
  if (composition.stage === 'compose') throw new Error(`${composition.pythonError}: ${composition.message}`);
  return JSON.parse(JSON.stringify((composition as ComposedConfig).toContainer({ resolve: composition.ok })));
}

async function failure(...args: Parameters<typeof composeTexts>): Promise<string> {
  const composition = await composeTexts(...args);
  return `${composition.stage} ${composition.pythonError} @ ${placeOf(composition)}`;
}

const optim = { 'optim/adamw.yaml': 'lr: 0.1\n', 'optim/sgd.yaml': 'lr: 0.2\n' };

describe('defaults lists', () => {
  it('takes the old spelling of optional', async () => {
    const texts = { 'main.yaml': 'defaults:\n  - optim: nothing\n    optional: true\n  - _self_\na: 1\n' };
    expect(value(await composeTexts(texts))).toEqual({ a: 1 });
  });

  it('takes ??? for no list and an interpolation for what it leads to', async () => {
    expect(value(await composeTexts({ 'main.yaml': 'defaults: ???\na: 1\n' }))).toEqual({ a: 1 });
    const texts = { ...optim, 'main.yaml': 'defaults: ${list}\nlist: [optim: sgd]\n' };
    expect(value(await composeTexts(texts))).toMatchObject({ optim: { lr: 0.2 } });
  });

  it.each([
    ['defaults:\n', 'ValueError', '1:10 '],
    ['defaults: text\n', 'ValueError', '1:11 text'],
    ['defaults: [3]\n', 'ValueError', '1:12 3'],
    ['defaults: [{}]\n', 'ValueError', '1:12 {}'],
    ['defaults: [{1: a}]\n', 'AssertionError', '1:13 1'],
    ['defaults: [optim: [a, 1]]\n', 'ValueError', '1:23 1'],
    ['defaults: [optim: true]\n', 'ValueError', '1:19 true'],
    ['defaults: [_self_@x]\n', 'ValueError', '1:12 _self_@x'],
    ['defaults: [???]\n', 'ParserError', '1:12 ???'],
    ['defaults: ["???"]\n', 'ValueError', '1:12 "???"'],
  ])('%j raises %s', async (text, error, place) => {
    const composition = await composeTexts({ 'main.yaml': text });
    expect(composition.pythonError).toBe(error);
    if (error !== 'ParserError') expect(placeOf(composition)).toBe(`conf/main.yaml:${place}`);
  });

  it('keeps the choice of an override that names its package', async () => {
    const texts = {
      ...optim,
      'main.yaml': 'defaults: [optim@a: adamw, optim@b: adamw, exp: x, _self_]\n',
      'exp/x.yaml': '# @package _global_\ndefaults: [override /optim@b: sgd]\n',
    };
    expect(value(await composeTexts(texts))).toEqual({ a: { lr: 0.1 }, b: { lr: 0.2 } });
  });

  it('sees a choice at a package by its key, dots aside', async () => {
    const texts = {
      ...optim,
      'main.yaml': 'defaults: [optim@top: sgd, tune: "${optim@top}"]\n',
      'tune/sgd.yaml': 'x: 1\n',
    };
    expect(value(await composeTexts(texts))).toEqual({ top: { lr: 0.2 }, tune: { x: 1 } });
  });

  it('takes the choice null of another group for no name', async () => {
    const texts = { ...optim, 'main.yaml': 'defaults: [optim: null, tune: "${optim}"]\n' };
    expect(await failure(texts)).toBe('compose AssertionError @ conf/main.yaml:1:31 "${optim}"');
  });

  it('finds a group file by the ending .yaml too, and a config above its folder', async () => {
    const texts = { 'main.yaml': 'defaults: [optim: sgd.yaml]\n', ...optim };
    expect(value(await composeTexts(texts))).toEqual({ optim: { lr: 0.2 } });
  });

  it('follows a list of options of the command line in its order', async () => {
    const texts = { ...optim, 'main.yaml': 'defaults: [optim: adamw]\n' };
    expect(value(await composeTexts(texts, { overrides: ['optim=[adamw,sgd]'] }))).toEqual({ optim: { lr: 0.2 } });
    expect(await failure(texts, { overrides: ['optim=[adamw,1]'] })).toBe('compose TypeError @ cli:1:14 1');
  });
});

describe('merging', () => {
  it('expands a link onto which ??? is merged', async () => {
    const texts = {
      'main.yaml': 'defaults: [one, two]\n',
      'one.yaml': 'a: {x: 1}\nlink: ${a}\n',
      'two.yaml': 'link: ???\na: {x: 2}\n',
    };
    expect(value(await composeTexts(texts))).toEqual({ a: { x: 2 }, link: { x: 1 } });
  });

  it('refuses to merge onto what a resolver makes', async () => {
    const texts = {
      'main.yaml': 'defaults: [one, two]\n',
      'one.yaml': 'k: "${oc.create:{a: 1}}"\n',
      'two.yaml': 'k: {b: 2}\n',
    };
    expect(await failure(texts)).toBe('compose ConfigCompositionException @ conf/two.yaml:1:4 {b: 2}');
  });

  it('keeps a list of another kind apart', async () => {
    const texts = { 'main.yaml': 'defaults: [one, two]\n', 'one.yaml': 'k: {a: 1}\n', 'two.yaml': 'k: [1]\n' };
    expect(await failure(texts)).toBe('compose ConfigCompositionException @ conf/two.yaml:1:4 [1]');
  });

  it('tells integer keys from texts', async () => {
    const texts = { 'main.yaml': 'defaults: [one, two]\n', 'one.yaml': '1: a\n', 'two.yaml': '"1": b\n1: c\n' };
    expect(value(await composeTexts(texts))).toEqual({ '<int>1': 'c', '1': 'b' });
  });

  it('remembers what a value replaced, oldest first', async () => {
    const texts = { 'main.yaml': 'defaults: [one, two, _self_]\na: 3\n', 'one.yaml': 'a: 1\n', 'two.yaml': 'a: 2\n' };
    const composition = await composeTexts(texts, { overrides: ['a=4'] });
    if (composition.stage === 'compose') throw new Error(composition.message);
    const entry = composition.tree.entries.get('a') as { value: unknown; overrode?: { origin: { uri: string } }[] };
    expect(entry.value).toMatchObject({ value: 4, origin: { uri: 'cli:0', start: 2, end: 3 } });
    expect(entry.overrode?.map((node) => node.origin.uri)).toEqual([
      'conf/one.yaml',
      'conf/two.yaml',
      'conf/main.yaml',
    ]);
  });
});

describe('values of the command line', () => {
  const texts = { 'main.yaml': 'a: {b: 1, l: [1, {x: 2}]}\nlink: ${a}\nnothing: null\n' };

  it.each([
    ['a.l.1.x=5', { a: { b: 1, l: [1, { x: 5 }] } }],
    ['a.l=[]', { a: { b: 1, l: [] } }],
    ['++a.l.0.y=5', { a: { b: 1, l: [{ y: 5 }, { x: 2 }] } }],
    ['++nothing.x=1', { nothing: { x: 1 } }],
    ['+nothing=1', { nothing: 1 }],
    ['~a.b=1.0', { a: { l: [1, { x: 2 }] } }],
    ['~link.b', { a: { l: [1, { x: 2 }] } }],
    ['link={x: 1}', { link: { x: 1 } }],
  ])('%s', async (override, wanted) => {
    expect(value(await composeTexts(texts, { overrides: [override] }))).toMatchObject(wanted);
  });

  it.each([
    ['a.l.7=5', 'ConfigCompositionException'],
    ['a.l.x=5', 'ValueError'],
    ['+a.l.x=5', 'ConfigCompositionException'],
    ['++a.l.x.y=5', 'TypeError'],
    ['~a.l.0', 'TypeError'],
    ['+nothing.x=1', 'ConfigCompositionException'],
    ['~nothing', 'ConfigCompositionException'],
    ['~a.b=2', 'ConfigCompositionException'],
    ['a=[1]', 'ConfigCompositionException'],
    ["a.b='${x'", 'ConfigCompositionException'],
    ['a={null: 1}', 'ConfigCompositionException'],
    ['a@b=1', 'ConfigCompositionException'],
    ['hydra.foo=1', 'ConfigCompositionException'],
  ])('%s raises %s', async (override, error) => {
    const composition = await composeTexts(texts, { overrides: [override] });
    expect([composition.stage, composition.pythonError, composition.file]).toEqual(['compose', error, 'cli']);
  });

  it('leaves Hydra its own keys', async () => {
    const overrides = ['hydra.run.dir=out', 'hydra/job_logging=disabled', 'hydra/launcher=somewhere'];
    const composition = await composeTexts(texts, { overrides });
    expect(composition.ok).toBe(true);
    expect(composition.notes.map((note) => note.code)).toEqual(['external-config']);
  });
});

describe('the search path', () => {
  const main = 'defaults: [optim: far, _self_]\nhydra: {searchpath: [file://more, pkg://there]}\n';

  it('is followed from the config directory or above', async () => {
    const composition = await composeTexts({ 'main.yaml': main, 'more/optim/far.yaml': 'lr: 3\n' });
    expect(value(composition)).toEqual({ optim: { lr: 3 } });
    expect(composition.notes.map((note) => note.code)).toEqual(['external-config']);
  });

  it('says that a config may be where it cannot look', async () => {
    const composition = await composeTexts({ 'main.yaml': main });
    expect(composition).toMatchObject({ pythonError: 'MissingConfigException', uncertain: true });
    expect(composition.warnings).toEqual(['provider=hydra.searchpath in main, path=more is not available.']);
  });

  it.each(['hydra: {searchpath: text}\n', 'hydra: {searchpath: [1]}\n'])('refuses %j', async (text) => {
    expect((await composeTexts({ 'main.yaml': text })).pythonError).toBe('ConfigCompositionException');
  });

  it('belongs to the primary config', async () => {
    const texts = { 'main.yaml': 'defaults: [one]\n', 'one.yaml': 'hydra: {searchpath: [file://x]}\n' };
    expect(await failure(texts)).toBe('compose ConfigCompositionException @ conf/one.yaml:1:9 searchpath');
  });
});

describe('what is said', () => {
  it.each([
    [{ 'main.yaml': 'defaults: [optim: adamv]\n', ...optim }, /optim\/adamv\.yaml does not exist.*'adamw'/],
    [{ 'main.yaml': 'defaults: [optin: adamw]\n', ...optim }, /folder optin does not exist.*'optim'/],
    [{ 'main.yaml': 'defaults: [optim: x]\n', 'optim/x.yml': '' }, /\.yml/],
    [{ 'main.yaml': 'defaults:\n  - optim: ???\n', ...optim }, /adamw, sgd/],
    [{ 'main.yaml': 'defaults: [optim: Adamw]\n', ...optim }, /'adamw'/],
  ])('%j', async (texts, message) => {
    expect((await composeTexts(texts)).message).toMatch(message);
  });

  it('notes a word in front of a group that Hydra ignores', async () => {
    const texts = { ...optim, 'main.yaml': 'defaults:\n  - optim@x: adamw\n  - overide optim: sgd\n' };
    const { notes } = await composeTexts(texts);
    expect(notes.map(({ code, origin }) => [code, origin?.text])).toEqual([['ignored-keyword', 'overide optim']]);
    expect(notes[0]?.message).toContain("'override'");
  });
});

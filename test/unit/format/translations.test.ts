import * as l10n from '@vscode/l10n';
import { afterEach, describe, expect, it } from 'vitest';
import { packStrings, readBundles } from '../../../scripts/strings.mjs';
import { bundleOf, isStrings, languageOf, stringsOf } from '../../../server/src/format';
import { keyOf } from '../../../server/src/format/translations';

afterEach(() => l10n.config({ contents: {} }));

describe('the packed translations', () => {
  it('say in every language what its bundle says', async () => {
    const bundles = await readBundles();
    const packed = await packStrings(bundles);
    expect(Object.keys(bundles)).toEqual(['de', 'zh-cn']);
    for (const [language, bundle] of Object.entries(bundles)) {
      const strings = stringsOf(packed, language);
      if (strings === undefined) throw new Error(`nothing for ${language}`);
      const found = bundleOf(strings);
      for (const [english, text] of Object.entries(bundle)) expect(found[english]).toBe(text);
    }
    expect(JSON.stringify(packed)).not.toContain('Schedule preview');
  });

  it('are what l10n.t looks texts up in, and leave English what they do not hold', async () => {
    const { keys, languages } = await packStrings({ de: { 'of {0}': 'von {0}', empty: '' } });
    l10n.config({ contents: bundleOf({ keys, texts: languages.de ?? [] }) });
    expect(l10n.t('of {0}', 3)).toBe('von 3');
    expect(l10n.t`of ${3}`).toBe('von 3');
    expect(l10n.t('empty')).toBe('empty');
    expect(l10n.t('at {0}', 3)).toBe('at 3');
    expect(l10n.t('constructor')).toBe('constructor');
  });

  it('hold in each language what only another one has, in English', async () => {
    const { languages } = await packStrings({ de: { one: 'eins' }, 'zh-cn': { two: '二' } });
    expect(languages.de).toEqual(expect.arrayContaining(['eins', 'two']));
    expect(languages['zh-cn']).toEqual(expect.arrayContaining(['one', '二']));
  });

  it('are keyed by the upper 24 bits of FNV-1a', () => {
    // Published values of the 32-bit hash, https://datatracker.ietf.org/doc/draft-eastlake-fnv.
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const number = (key: string) => [...key].reduce((sum, digit) => sum * 64 + digits.indexOf(digit), 0);
    expect(number(keyOf(''))).toBe(0x811c9d); // 0x811c9dc5
    expect(number(keyOf('a'))).toBe(0xe40c29); // 0xe40c292c
    expect(number(keyOf('foobar'))).toBe(0xbf9cf9); // 0xbf9cf968
  });

  it('refuse two texts with one key', async () => {
    // Found by trying: both have the same hash.
    const [one, other] = ['text 8056', 'text 16020'];
    expect(keyOf(one)).toBe(keyOf(other));
    await expect(packStrings({ de: { [one]: '1' }, 'zh-cn': { [other]: '2' } })).rejects.toThrow('in other words');
  });

  it('tell texts of a language from anything else', () => {
    expect(isStrings({ keys: '', texts: [] })).toBe(true);
    for (const other of [
      undefined,
      null,
      5,
      'x',
      [],
      {},
      { keys: 'abcd' },
      { keys: [], texts: [] },
      { keys: 'abcd', texts: 'x' },
    ]) {
      expect(isStrings(other)).toBe(false);
    }
  });

  it('are found by the name of a locale', () => {
    expect(['de', 'de-AT', 'de_DE.UTF-8'].map(languageOf)).toEqual(['de', 'de', 'de']);
    expect(['zh-cn', 'zh-CN', 'zh-Hans', 'zh'].map(languageOf)).toEqual(Array(4).fill('zh-cn'));
    for (const locale of ['', 'en', 'fr', 'zh-TW', 'zh-Hant-HK', 'den']) expect(languageOf(locale)).toBeUndefined();
  });
});

// Packs the bundles in l10n/, which repeat every English text for each language, into the one file that is shipped.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './install.mjs';

export const languages = ['de', 'zh-cn'];

/** `keyOf` as the server, the client and the panel have it. */
async function keyFunction() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['server/src/format/translations.ts'],
    format: 'esm',
    write: false,
  });
  const { keyOf } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return keyOf;
}

/**
 * What server/src/format/translations.ts calls Translations.
 * @param {Record<string, Record<string, string>>} bundles by language: English texts and what they are in it
 */
export async function packStrings(bundles) {
  const keyOf = await keyFunction();
  const english = new Map();
  for (const text of Object.values(bundles).flatMap(Object.keys)) {
    const key = keyOf(text);
    const other = english.get(key) ?? text;
    if (other !== text)
      throw new Error(`Write one of these in other words, both have the key ${key}: ${other} / ${text}`);
    english.set(key, text);
  }
  // Texts that begin alike stand side by side, where they compress best.
  const texts = [...english.values()].sort();
  return {
    keys: texts.map(keyOf).join(''),
    languages: Object.fromEntries(
      Object.entries(bundles).map(([language, bundle]) => [language, texts.map((text) => bundle[text] ?? text)]),
    ),
  };
}

/**
 * The bundles in l10n/, by language.
 * @returns {Promise<Record<string, Record<string, string>>>}
 */
export async function readBundles() {
  const entries = languages.map(async (language) => {
    const text = await readFile(join(root, 'l10n', `bundle.l10n.${language}.json`), 'utf8');
    return [language, JSON.parse(text)];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * What `scripts/strings.mjs` makes of the bundles in l10n/. The English texts stand in the code; here are their keys
 * alone, so that the package does not hold each of them once more for every language.
 */
export interface Translations {
  /** The keys of the English texts in a row, each of four characters. */
  readonly keys: string;
  /** By the name of a language, such as `zh-cn`: its texts in the order of the keys. */
  readonly languages: Readonly<Record<string, readonly string[]>>;
}

/** The texts of one language, as they travel to the server and to the panel. */
export interface Strings {
  readonly keys: string;
  readonly texts: readonly string[];
}

/** Whether a value, such as what a client says in `initialize`, is the texts of a language. */
export function isStrings(value: unknown): value is Strings {
  const { keys, texts } = (value ?? {}) as Partial<Strings>;
  return typeof keys === 'string' && Array.isArray(texts);
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const KEY_LENGTH = 4;

/** The key of an English text: the upper 24 bits of its FNV-1a hash in base 64. The build refuses two texts with one key. */
export function keyOf(english: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < english.length; index += 1) {
    hash = Math.imul(hash ^ english.charCodeAt(index), 0x01000193);
  }
  return [26, 20, 14, 8].map((shift) => DIGITS.charAt((hash >>> shift) & 63)).join('');
}

/** The language of ours that a locale such as `de-AT` asks for; undefined where that is English or none of ours. */
export function languageOf(locale: string): string | undefined {
  const [language, ...more] = locale.toLowerCase().split(/[-_.]/);
  if (language === 'de') return 'de';
  const traditional = ['tw', 'hk', 'mo', 'hant'].some((part) => more.includes(part));
  return language === 'zh' && !traditional ? 'zh-cn' : undefined;
}

/** The texts of a language out of the file with all of them. */
export function stringsOf({ keys, languages }: Translations, language: string): Strings | undefined {
  const texts = languages[language];
  return texts && { keys, texts };
}

/** What `config` of @vscode/l10n takes: answers an English text with its translation, and with undefined where there is none. */
export function bundleOf(strings: Strings): Readonly<Record<string, string>> {
  const keyAt = (index: number) => strings.keys.slice(index * KEY_LENGTH, (index + 1) * KEY_LENGTH);
  const texts = new Map(strings.texts.map((text, index) => [keyAt(index), text]));
  return new Proxy({}, { get: (_, english) => (typeof english === 'string' ? texts.get(keyOf(english)) : undefined) });
}

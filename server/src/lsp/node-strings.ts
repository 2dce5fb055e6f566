import { promises as disk } from 'node:fs';
import { join } from 'node:path';

/** English strings and what they are in a language, by the name of a locale such as `de-AT`; undefined where we have none. */
export async function nodeStrings(locale: string): Promise<Record<string, string> | undefined> {
  const language = languageOf(locale);
  if (language === undefined) return undefined;
  try {
    return JSON.parse(await disk.readFile(join(__dirname, '..', '..', 'l10n', `bundle.l10n.${language}.json`), 'utf8'));
  } catch {
    // A server that was copied without its bundles speaks English.
    return undefined;
  }
}

function languageOf(locale: string): string | undefined {
  const [language, ...more] = locale.toLowerCase().split(/[-_.]/);
  if (language === 'de') return 'de';
  const traditional = ['tw', 'hk', 'mo', 'hant'].some((part) => more.includes(part));
  return language === 'zh' && !traditional ? 'zh-cn' : undefined;
}

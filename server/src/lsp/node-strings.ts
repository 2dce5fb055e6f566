import { promises as disk } from 'node:fs';
import { join } from 'node:path';
import { languageOf, type Strings, stringsOf } from '../format';

/** What is beside the server's bundle for a locale such as `de-AT`; undefined where we have nothing. */
export async function nodeStrings(locale: string): Promise<Strings | undefined> {
  const language = languageOf(locale);
  if (language === undefined) return undefined;
  try {
    return stringsOf(JSON.parse(await disk.readFile(join(__dirname, '..', 'strings.json'), 'utf8')), language);
  } catch {
    // A server that was copied without its translations speaks English.
    return undefined;
  }
}

import { config } from '@vscode/l10n';
import { env, Uri, workspace } from 'vscode';
import { bundleOf, languageOf, type Strings, stringsOf } from '../../server/src/format';

/**
 * Makes `l10n.t` speak the window's language. Resolves to its texts; to undefined where that is English, none of ours, or
 * was left out of a copy of the extension.
 */
export async function speak(extensionUri: Uri): Promise<Strings | undefined> {
  const language = languageOf(env.language);
  if (language === undefined) return undefined;
  try {
    const file = await workspace.fs.readFile(Uri.joinPath(extensionUri, 'dist', 'strings.json'));
    const strings = stringsOf(JSON.parse(new TextDecoder().decode(file)), language);
    if (strings !== undefined) config({ contents: bundleOf(strings) });
    return strings;
  } catch {
    return undefined;
  }
}

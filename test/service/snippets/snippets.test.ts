import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../server/src/service';

interface Snippet {
  readonly prefix: readonly string[];
  readonly body: readonly string[];
}
const snippets = JSON.parse(readFileSync(new URL('../../../snippets/yaml.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Snippet>
>;

/** What VS Code inserts before anything is typed: tabstops with their defaults, choices with their first. */
function expansion(body: readonly string[]): string {
  return body
    .join('\n')
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\d+/g, '')
    .replace(/\\([$}\\])/g, '$1');
}

/** The file that somebody has who asks for the snippet: an optimizer without a schedule, or nothing yet. */
function file(body: readonly string[]): string {
  const text = expansion(body);
  if (!text.startsWith('schedule_config:')) return text;
  return `optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n${text.replace(/^(?=.)/gm, '  ')}`;
}

/** Of kinds that noether 1.1 does not have. Everything else is the same in every version. */
const LATER = ['Warm-up, plateau and decay', 'Piecewise linear'];

describe('snippets', () => {
  it.each(Object.entries(snippets))('%s', async (name, { body }) => {
    const text = file(body);
    const document = TextDocument.create('file:///snippet.yaml', 'yaml', 1, text);
    const rulesFor = async (noetherVersion: 'any' | 'newer') =>
      (await createLanguageService({ noetherVersion }).validate(document)).map(
        ({ code, message }) => `${code}: ${message}`,
      );
    expect(await rulesFor('newer')).toEqual([]);
    if (!LATER.includes(name)) expect(await rulesFor('any')).toEqual([]);
    const preview = await createLanguageService({ totalSteps: 1000 }).preview(document, {
      position: { line: 5, character: 4 },
    });
    expect(preview.state).toBe('ok');
  });

  it('are found by words of their own, so that they do not mix with the words of other files', () => {
    const prefixes = Object.values(snippets).flatMap(({ prefix }) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const prefix of prefixes) expect(prefix).toMatch(/^(schedule|optimizer)-[a-z-]+$/);
  });
});

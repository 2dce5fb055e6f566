import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isRuleId } from '../../../server/src/rules';
import { createLanguageService } from '../../../server/src/service';

const folder = new URL('../../fixtures/diagnostics/', import.meta.url);

/** `# want: rule-id, rule-id` at the end of a line: the diagnostics that begin on it, and no others. */
function wanted(text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    (/# want: (.+)$/.exec(line)?.[1] ?? '')
      .split(', ')
      .filter((id) => id !== '')
      .map((id) => `${index + 1} ${id}`),
  );
}

describe('diagnostics of whole files', () => {
  for (const name of readdirSync(folder)) {
    it(name, async () => {
      const text = readFileSync(new URL(name, folder), 'utf8');
      const settings: unknown = JSON.parse(/^# settings: (.+)$/m.exec(text)?.[1] ?? '{}');
      const document = TextDocument.create(`file:///${name}`, 'yaml', 1, text);
      const diagnostics = await createLanguageService(settings as object).validate(document);
      for (const id of wanted(text)) expect(isRuleId(id.split(' ')[1] ?? '')).toBe(true);
      expect(diagnostics.map((one) => `${one.range.start.line + 1} ${one.code}`).sort()).toEqual(wanted(text).sort());
    });
  }
});

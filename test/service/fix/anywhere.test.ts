import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../server/src/service';
import { applied, CURSOR, casesOf } from './cases';

const texts = ['keys', 'values', 'structure', 'rewrite', 'extract', 'inline'].flatMap((name) =>
  casesOf(name).map(({ before, settings }) => ({ text: before.replace(CURSOR, ''), settings })),
);

const whole = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

async function loads(text: string): Promise<boolean> {
  const analysis = await createLanguageService({}).analyze(TextDocument.create('file:///a.yaml', 'yaml', 1, text));
  return analysis?.problems.every(({ syntax }) => !syntax) ?? false;
}

describe('every action of every fixture', () => {
  it('leaves a text that loads, where it loaded before', async () => {
    let tried = 0;
    for (const { text, settings } of texts) {
      if (!(await loads(text))) continue;
      const document = TextDocument.create('file:///a.yaml', 'yaml', 1, text);
      const service = createLanguageService(settings);
      const actions = await service.codeActions(document, whole);
      for (let offset = 0; offset <= text.length; offset += 5) {
        const at = document.positionAt(offset);
        actions.push(
          ...(await service.codeActions(document, { start: at, end: at }, { only: ['refactor', 'source'] })),
        );
      }
      for (const { title, edit } of actions) {
        if (edit === undefined) continue;
        const after = applied(document, edit);
        expect([title, after === text, (await loads(after)) || after]).toEqual([title, false, true]);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(200);
  });

  it('can be asked for while the text is being typed', async () => {
    for (const { text, settings } of texts) {
      const service = createLanguageService(settings);
      for (let length = 1; length < text.length; length += 13) {
        const document = TextDocument.create('file:///a.yaml', 'yaml', 1, text.slice(0, length));
        const at = document.positionAt(length);
        for (const range of [whole, { start: at, end: at }]) {
          for (const { edit } of await service.codeActions(document, range)) {
            expect(typeof applied(document, edit)).toBe('string');
          }
        }
        await service.inlayHints(document, whole);
        await service.documentSymbols(document);
      }
    }
  });
});

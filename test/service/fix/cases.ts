import { readFileSync } from 'node:fs';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';

const PREFIX = 'noether.core.schedules.';

/** Where the cursor is in a text of a case. */
const CURSOR = '‸';

/** A code action as a pair of texts; `before` holds the cursor. */
export interface Case {
  readonly name: string;
  /** Title of the action. */
  readonly action: string;
  readonly preferred: boolean;
  readonly settings: LanguageServiceOptions;
  readonly before: string;
  /** Undefined where the action must not be offered. */
  readonly after: string | undefined;
}

/** Cases of a fixture: a heading, the title in backticks, perhaps settings, and two fences. `@Name` is a full kind. */
export function casesOf(name: string): Case[] {
  const page = readFileSync(new URL(`../../fixtures/fix/${name}.md`, import.meta.url), 'utf8');
  return page
    .split(/^## /m)
    .slice(1)
    .map((text) => {
      const fences = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
      const settings = /^settings: `(.*)`$/m.exec(text)?.[1];
      const [, not, action = '', preferred] = /^(not )?`([^`]+)`( preferred)?$/m.exec(text) ?? [];
      const [before = '', after] = fences.map((fence) => fence.replaceAll('@', PREFIX));
      if (action === '' || !before.includes(CURSOR) || (not === undefined) !== (after !== undefined)) {
        throw new Error(`The case "${text.slice(0, 40)}" is not complete.`);
      }
      return {
        name: text.slice(0, text.indexOf('\n')).trim(),
        action: action.replaceAll('@', PREFIX),
        preferred: preferred !== undefined,
        settings: settings === undefined ? {} : (JSON.parse(settings) as LanguageServiceOptions),
        before,
        after,
      };
    });
}

export interface Opened {
  readonly document: TextDocument;
  readonly service: ReturnType<typeof createLanguageService>;
  actions(only?: readonly string[]): Promise<CodeAction[]>;
}

export function open(marked: string, settings: LanguageServiceOptions = {}, uri = 'file:///config.yaml'): Opened {
  const at = marked.indexOf(CURSOR);
  const document = TextDocument.create(uri, 'yaml', 7, marked.replace(CURSOR, ''));
  const service = createLanguageService(settings);
  const position = document.positionAt(Math.max(0, at));
  return {
    document,
    service,
    actions: (only) => service.codeActions(document, { start: position, end: position }, only ? { only } : {}),
  };
}

/** The text of a document after an edit, which has to be for its version. */
export function applied(document: TextDocument, edit: WorkspaceEdit | undefined | null): string {
  const edits: TextEdit[] = [];
  for (const change of edit?.documentChanges ?? []) {
    if (!('textDocument' in change)) throw new Error('A file operation.');
    if (change.textDocument.uri !== document.uri) continue;
    if (change.textDocument.version !== document.version) throw new Error('The edit is for another version.');
    edits.push(...(change.edits as TextEdit[]));
  }
  return TextDocument.applyEdits(document, edits);
}

export { CURSOR, PREFIX };

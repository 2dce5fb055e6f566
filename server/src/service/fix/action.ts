import type { CodeAction, Command, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Replacement } from '../../rules';

/** What the client can do with code actions. */
export interface CodeActionOptions {
  /** Edits name the version of the document they are for. */
  readonly documentChanges: boolean;
  /** The client has our commands: `ASK_TOTAL_STEPS_COMMAND` and `OPEN_RULE_DOCS_COMMAND`. */
  readonly commands: boolean;
}

export const defaultCodeActionOptions: CodeActionOptions = { documentChanges: true, commands: true };

/** Asks for the length of training. One argument, `AskTotalSteps`. */
export const ASK_TOTAL_STEPS_COMMAND = 'scheduleLens.askTotalSteps';

/** Opens the paragraph of docs/rules.md about a rule. One argument: the rule id. */
export const OPEN_RULE_DOCS_COMMAND = 'scheduleLens.openRuleDocs';

/** Argument of `ASK_TOTAL_STEPS_COMMAND`. With the answer the client asks the service's `stepsAsFractions`. */
export interface AskTotalSteps {
  readonly uri: string;
  readonly version: number;
  /** Where the numbers stand, to be given back. */
  readonly range: Range;
  /** The total has to be above this. */
  readonly above: number;
}

/** `context` of a code action request, as far as it is looked at. */
export interface CodeActionContext {
  /** Kinds that are wanted, their sub-kinds included; all where absent. */
  readonly only?: readonly string[] | undefined;
  /** The diagnostics that the client shows in the range. */
  readonly diagnostics?: CodeAction['diagnostics'] | undefined;
}

export const FIX_ALL_KIND = 'source.fixAll.scheduleLens';

/** Whether actions of a kind are asked for: by its own name or that of a kind above it. */
export function isWanted(kind: string, { only }: CodeActionContext): boolean {
  return only === undefined || only.some((wanted) => wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** Changes as an edit of one or several files. Only the document that was read has a version to name. */
export function editOf(
  changes: readonly Replacement[],
  document: { readonly uri: string; readonly version: number },
  { documentChanges }: Pick<CodeActionOptions, 'documentChanges'>,
): WorkspaceEdit {
  const byUri = new Map<string, TextEdit[]>();
  for (const { origin, text } of inOrder(changes)) {
    const edit: TextEdit = { range: origin.range, newText: text };
    const edits = byUri.get(origin.uri);
    if (edits === undefined) byUri.set(origin.uri, [edit]);
    else edits.push(edit);
  }
  if (!documentChanges) return { changes: Object.fromEntries(byUri) };
  return {
    documentChanges: [...byUri].map(([uri, edits]) => ({
      textDocument: { uri, version: uri === document.uri ? document.version : null },
      edits,
    })),
  };
}

/** In the order of the text, the same change once. */
function inOrder(changes: readonly Replacement[]): Replacement[] {
  const seen = new Set<string>();
  return changes
    .filter(({ origin, text }) => {
      const key = JSON.stringify([origin.uri, origin.start, origin.end, text]);
      if (seen.has(key) && origin.end > origin.start) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => a.origin.start - b.origin.start || a.origin.end - b.origin.end);
}

export function commandOf(title: string, command: string, argument: unknown): Command {
  return { title, command, arguments: [argument] };
}

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Range, TextEdit } from 'vscode-languageserver-types';
import type { Severity } from '../rules';
import type { Analysis } from '../service';
import { quickFixes } from '../service/fix/quick';
import { reported, validate } from '../service/validate';
import { SEVERITIES } from './formats';

/** One finding of a run, with what the formats show of it. */
export interface CliFinding {
  readonly path: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** Counted from 0, in UTF-16 code units. */
  readonly range: Range;
  /** The lines that it stands on, the first one at most. */
  readonly line: string;
  readonly related: readonly { readonly uri: string; readonly range: Range; readonly message: string }[];
  readonly fix?: CliFix;
}

export interface CliFix {
  readonly title: string;
  /** `--fix` makes it. */
  readonly safe: boolean;
  /** Of the same file; empty where a fix goes beyond it. */
  readonly edits: readonly TextEdit[];
}

/** Why an analysed file was not looked at; undefined where it was. */
export function tooLarge(analysis: Analysis): string | undefined {
  if (analysis.state !== 'too-large') return undefined;
  const [{ message } = { message: '' }] = validate(analysis);
  return typeof message === 'string' ? message : message.value;
}

/** What is reported of an analysed file, in the order of its text. */
export function findingsOf(path: string, document: TextDocument, analysis: Analysis): CliFinding[] {
  if (analysis.state === 'too-large') return validate(analysis).map((one) => findingOf(path, document, one));
  return reported(analysis).map(({ diagnostic, finding }) => {
    const fix = quickFixes(analysis, finding).find(({ changes }) => changes.length > 0);
    if (fix === undefined) return findingOf(path, document, diagnostic);
    const own = fix.changes.every(({ origin }) => origin.uri === analysis.uri);
    const edit = ({ range }: { readonly range: Range }, newText: string) => ({
      range: unmarked(range, document),
      newText,
    });
    const edits = own ? fix.changes.map(({ origin, text }) => edit(origin, text)) : [];
    return { ...findingOf(path, document, diagnostic), fix: { title: fix.title, safe: fix.safe === true, edits } };
  });
}

export function findingOf(path: string, document: TextDocument, diagnostic: Diagnostic): CliFinding {
  const { range, severity = 1, code, message, relatedInformation = [] } = diagnostic;
  const { line } = range.start;
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  return {
    path,
    rule: String(code),
    severity: SEVERITIES[severity - 1] ?? 'error',
    message: typeof message === 'string' ? message : message.value,
    range: unmarked(range, document),
    line: text.replace(/(?<![\r\n])[\r\n]+$/, '').replace(BOM, ''),
    related: relatedInformation.map(({ location, message: why }) => ({ ...location, message: why })),
  };
}

const BOM = /^\ufeff/;

/** A range as editors count it: they show no byte order mark. */
function unmarked({ start, end }: Range, document: TextDocument): Range {
  if (
    start.line > 0 ||
    !BOM.test(document.getText({ start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }))
  ) {
    return { start, end };
  }
  const back = ({ line, character }: Range['start']) => ({
    line,
    character: line === 0 ? Math.max(0, character - 1) : character,
  });
  return { start: back(start), end: back(end) };
}

export type FailOn = Severity | 'never';

/** Whether a finding is as grave as the user fails on, or graver. */
export function fails({ severity }: CliFinding, failOn: FailOn): boolean {
  return failOn !== 'never' && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}

const WORDS: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['note', 'notes'],
  hint: ['hint', 'hints'],
};

/** `2 errors, 1 note`; empty for none. */
export function countWords(findings: readonly CliFinding[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    const [one, many] = WORDS[severity];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  }).join(', ');
}

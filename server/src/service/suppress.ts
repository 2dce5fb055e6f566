import * as l10n from '@vscode/l10n';
import { type ConfigDocument, nodeAt, type Origin } from '../config';
import { type Finding, isRuleId, rules } from '../rules';
import { closest } from '../rules/names';
import type { Analysis } from './analysis';

/** One rule id in an ignore comment. */
export interface IgnoredRule {
  readonly id: string;
  readonly origin: Origin;
}

/** `# schedule-lens: ignore[rule-id, …]`: on a line, or on its own line above a block's key, where it holds for the block. */
export interface IgnoreComment {
  /** From the `#` to the end of what was read. */
  readonly origin: Origin;
  readonly rules: readonly IgnoredRule[];
  /** Lines that it is about, counted from 0, both ends included. */
  readonly first: number;
  readonly last: number;
}

/** Ours, in whatever form, so that a slip in it is not passed over in silence. */
const COMMENT = /(?<!#)#+[ \t]*schedule-lens\b(?:[ \t]*:)?[ \t]*([^\s[\]]*)[ \t]*(?:\[([^\]\r\n]*)(\]?))?/g;

/** More comments than this are not read. */
const MANY = 1_000;

interface Read {
  readonly comments: readonly IgnoreComment[];
  /** What is wrong with comments that are not understood. */
  readonly findings: readonly Finding[];
}

const known = new WeakMap<Analysis, Read>();

/** The ignore comments of a document. Read once per analysis. */
export function ignoreComments(analysis: Analysis): readonly IgnoreComment[] {
  return read(analysis).comments;
}

function read(analysis: Analysis): Read {
  const before = known.get(analysis);
  if (before !== undefined) return before;
  const { document } = analysis;
  const result =
    document === undefined || !document.text.includes('schedule-lens')
      ? { comments: [], findings: [] }
      : readComments(analysis, document);
  known.set(analysis, result);
  return result;
}

function readComments(analysis: Analysis, document: ConfigDocument): Read {
  const comments: IgnoreComment[] = [];
  const findings: Finding[] = [];
  const blockEnds = lastLines(analysis, document);
  for (const match of document.text.matchAll(COMMENT)) {
    if (comments.length >= MANY) break;
    const [whole, word = '', list, bracket] = match;
    const start = match.index;
    if (!isComment(document, start)) continue;
    const origin = document.originAt(start, start + whole.trimEnd().length);
    if (word !== 'ignore' || list === undefined || bracket !== ']' || list.trim() === '') {
      findings.push({
        ruleId: 'unknown-rule',
        origin,
        message: l10n.t(
          'This comment silences nothing: it has to name the rules, as in "# schedule-lens: ignore[unknown-key]", with commas between several.',
        ),
      });
      continue;
    }
    const listStart = start + whole.lastIndexOf('[') + 1;
    const ids = idsIn(document, list, listStart);
    for (const one of ids) if (!isRuleId(one.id)) findings.push(unknownId(one));
    comments.push({ origin, rules: ids, ...linesOf(document, origin, blockEnds) });
  }
  return { comments, findings };
}

/** Whether a `#` begins a comment: not inside a word, a quoted text or a block scalar. */
function isComment(document: ConfigDocument, start: number): boolean {
  const before = document.text.charAt(start - 1);
  if (start > 0 && !/\s/.test(before)) return false;
  const at = nodeAt(document, start);
  if (at === undefined) return true;
  const { origin } = at.part === 'key' && at.entry !== undefined ? at.entry.key : at.node;
  const isScalar = at.part === 'key' || at.node.kind === 'scalar';
  return !(isScalar && origin.start < start && start < origin.end);
}

function idsIn(document: ConfigDocument, list: string, start: number): IgnoredRule[] {
  const ids: IgnoredRule[] = [];
  for (const match of list.matchAll(/[^,\s][^,]*/g)) {
    const id = match[0].trimEnd();
    const from = start + match.index;
    ids.push({ id, origin: document.originAt(from, from + id.length) });
  }
  return ids;
}

/** The last lines of the blocks of a document by the lines of their keys, both counted from 0. */
function lastLines(analysis: Analysis, document: ConfigDocument): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  for (const { block, context } of analysis.blocks) {
    const value = block.value.alias ?? block.value.origin;
    const key = context.keyOrigin ?? value;
    if (key.uri !== document.uri) continue;
    const { line } = key.range.start;
    ends.set(line, Math.max(ends.get(line) ?? line, value.range.end.line));
  }
  return ends;
}

/** On its own line a comment is about what comes next: a whole block, or one line. */
function linesOf(
  document: ConfigDocument,
  origin: Origin,
  blockEnds: ReadonlyMap<number, number>,
): { first: number; last: number } {
  const { line } = origin.range.start;
  const lineStart = origin.start - origin.range.start.character;
  const own = /^[ \t\ufeff]*$/.test(document.text.slice(lineStart, origin.start));
  if (!own) return { first: line, last: line };
  const next = nextLine(document, line);
  return { first: next, last: Math.max(next, blockEnds.get(next) ?? next) };
}

/** Lines below a comment that are searched for what it is about. */
const MOST_LINES = 1_000;

/** The next line that holds something else than a comment. */
function nextLine(document: ConfigDocument, line: number): number {
  let start = document.offsetAt({ line: line + 1, character: 0 });
  for (let at = line + 1; at <= line + MOST_LINES; at += 1) {
    const end = document.offsetAt({ line: at + 1, character: 0 });
    const text = document.text.slice(start, end);
    if (!/^[ \t]*(?:#|[\r\n]|$)/.test(text)) return at;
    if (end >= document.text.length) break;
    start = end;
  }
  return line;
}

function unknownId({ id, origin }: IgnoredRule): Finding {
  const meant = closest(id, rules.keys());
  return {
    ruleId: 'unknown-rule',
    origin,
    message: l10n.t`There is no rule "${id}", so this silences nothing. ${meant === undefined ? l10n.t('The code of a problem is its rule id.') : l10n.t`Write ${meant}.`}`,
    ...(meant !== undefined && { data: { replacements: [{ origin, text: meant }] } }),
  };
}

/**
 * Findings without those that comments of the document silence, and with what is wrong with the comments themselves.
 * Where the file does not load, nobody can say whether a comment is needed, and then none is called unused.
 */
export function applyIgnores(analysis: Analysis, findings: readonly Finding[]): Finding[] {
  const { comments, findings: own } = read(analysis);
  if (comments.length === 0) return [...findings, ...own];
  const used = new Set<IgnoredRule>();
  const silenced = (finding: Finding): boolean => {
    let found = false;
    for (const rule of rulesOver(comments, finding)) {
      used.add(rule);
      found = true;
    }
    return found;
  };
  const kept = [...findings, ...own].filter((finding) => !silenced(finding));
  if (analysis.problems.some(({ syntax }) => syntax)) return kept;
  const seen = new Set<string>();
  const unused: Finding[] = [];
  for (const comment of comments) {
    for (const rule of comment.rules) {
      if (used.has(rule) || !isRuleId(rule.id) || rule.id === 'unused-ignore') continue;
      const key = `${rule.origin.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      unused.push(unusedIgnore(rule));
    }
  }
  return [...kept, ...unused.filter((finding) => !silenced(finding))];
}

function* rulesOver(comments: readonly IgnoreComment[], { ruleId, origin }: Finding): Generator<IgnoredRule> {
  const { line } = origin.range.start;
  for (const comment of comments) {
    if (comment.origin.uri !== origin.uri) continue;
    const own = comment.origin.range.start.line === line && (ruleId === 'unused-ignore' || ruleId === 'unknown-rule');
    if (!own && (line < comment.first || line > comment.last)) continue;
    for (const rule of comment.rules) if (rule.id === ruleId) yield rule;
  }
}

function unusedIgnore({ id, origin }: IgnoredRule): Finding {
  return {
    ruleId: 'unused-ignore',
    origin,
    message: l10n.t`The rule ${id} finds nothing here, so it need not be ignored. Remove the comment.`,
  };
}

/** Whether comments of the document silence a finding of it. */
export function isIgnored(analysis: Analysis, finding: Finding): boolean {
  return !rulesOver(ignoreComments(analysis), finding).next().done;
}

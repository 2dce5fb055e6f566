import * as l10n from '@vscode/l10n';
import { type ConfigDocument, nodeAt, type Origin } from '../config';
import { type Span, Spans } from '../config/spans';
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

/** All comments hold; of more than this many that are wrong or needless the first ones say so. */
const MANY = 1_000;

interface Read {
  readonly comments: readonly IgnoreComment[];
  /** What is wrong with comments that are not understood. */
  readonly findings: readonly Finding[];
  readonly silence: Silence;
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
      ? { comments: [], findings: [], silence: new Silence([]) }
      : readComments(analysis, document);
  known.set(analysis, result);
  return result;
}

function readComments(analysis: Analysis, document: ConfigDocument): Read {
  const comments: IgnoreComment[] = [];
  const findings: Finding[] = [];
  const tell = (finding: () => Finding): void => {
    if (findings.length < MANY) findings.push(finding());
  };
  const lines = new Lines(document, lastLines(analysis, document));
  for (const match of document.text.matchAll(COMMENT)) {
    const [whole, word = '', list, bracket] = match;
    const start = match.index;
    if (!isComment(document, start)) continue;
    const origin = document.originAt(start, start + whole.trimEnd().length);
    if (word !== 'ignore' || list === undefined || bracket !== ']' || list.trim() === '') {
      tell(() => ({
        ruleId: 'unknown-rule',
        origin,
        message: l10n.t(
          'This comment silences nothing: it has to name the rules, as in "# schedule-lens: ignore[unknown-key]", with commas between several.',
        ),
      }));
      continue;
    }
    const listStart = start + whole.lastIndexOf('[') + 1;
    const ids = idsIn(document, list, listStart);
    for (const one of ids) if (!isRuleId(one.id)) tell(() => unknownId(one));
    comments.push({ origin, rules: ids, ...lines.of(origin) });
  }
  return { comments, findings, silence: new Silence(comments) };
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

/** Which lines a comment is about. Asked in the order of the text, so that each line is looked at once. */
class Lines {
  private known = { from: 0, next: -1 };

  constructor(
    private readonly document: ConfigDocument,
    private readonly blockEnds: ReadonlyMap<number, number>,
  ) {}

  /** On its own line a comment is about what comes next: a whole block, or one line. */
  of({ start, range }: Origin): { first: number; last: number } {
    const { line, character } = range.start;
    const own = /^[ \t\ufeff]*$/.test(this.document.text.slice(start - character, start));
    if (!own) return { first: line, last: line };
    const { from, next } = this.known;
    if (line < from || line >= next) this.known = { from: line, next: this.below(line) };
    const first = this.known.next;
    return { first, last: Math.max(first, this.blockEnds.get(first) ?? first) };
  }

  /** The next line that holds something else than a comment; the line itself where none does. */
  private below(line: number): number {
    const { document } = this;
    let start = document.offsetAt({ line: line + 1, character: 0 });
    for (let at = line + 1; start < document.text.length; at += 1) {
      const end = document.offsetAt({ line: at + 1, character: 0 });
      if (!/^[ \t]*(?:#|[\r\n]|$)/.test(document.text.slice(start, end))) return at;
      start = end;
    }
    return line;
  }
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
  const { comments, findings: own, silence } = read(analysis);
  if (comments.length === 0) return [...findings, ...own];
  const used = new Set<readonly IgnoredRule[]>();
  const silenced = (finding: Finding): boolean => {
    const by = silence.over(finding);
    for (const rules of by) used.add(rules);
    return by.length > 0;
  };
  const kept = [...findings, ...own].filter((finding) => !silenced(finding));
  if (analysis.problems.some(({ syntax }) => syntax)) return kept;
  const needed = new Set([...used].flat());
  const unused: Finding[] = [];
  for (const comment of comments) {
    for (const rule of comment.rules) {
      if (needed.has(rule) || !isRuleId(rule.id) || rule.id === 'unused-ignore') continue;
      if (unused.length >= MANY) break;
      const finding = unusedIgnore(rule);
      if (silence.over(finding).length === 0) unused.push(finding);
    }
  }
  return [...kept, ...unused];
}

/** The comments that are about the same lines, by rule. */
interface Target extends Span {
  readonly rules: Map<string, IgnoredRule[]>;
}

/** What the comments of a document silence, found without looking at each: there may be as many as there are lines. */
class Silence {
  private readonly uri: string | undefined;
  private readonly byLine = new Map<number, Target>();
  /** By the lines of the comments themselves. */
  private readonly byOwnLine = new Map<number, Target>();
  /** Those of more than a line. */
  private readonly blocks: Spans<Target>;

  constructor(comments: readonly IgnoreComment[]) {
    this.uri = comments[0]?.origin.uri;
    const byBlock = new Map<number, Target>();
    for (const { origin, first, last, rules } of comments) {
      const own = origin.range.start.line;
      for (const one of rules) {
        add(first === last ? this.byLine : byBlock, first, last, one);
        if (own !== first) add(this.byOwnLine, own, own, one);
      }
    }
    this.blocks = new Spans([...byBlock.values()]);
  }

  /** What silences a finding: a list for each place that is told to be silent. */
  over({ ruleId, origin }: Finding): (readonly IgnoredRule[])[] {
    if (origin.uri !== this.uri) return [];
    const { line } = origin.range.start;
    const found: (readonly IgnoredRule[])[] = [];
    const look = (target: Target | undefined): void => {
      const rules = target?.rules.get(ruleId);
      if (rules !== undefined) found.push(rules);
    };
    look(this.byLine.get(line));
    if (ruleId === 'unused-ignore' || ruleId === 'unknown-rule') look(this.byOwnLine.get(line));
    for (const target of this.blocks.over({ first: line, last: line })) look(target);
    return found;
  }
}

function add(targets: Map<number, Target>, first: number, last: number, rule: IgnoredRule): void {
  const target = targets.get(first) ?? { first, last, rules: new Map<string, IgnoredRule[]>() };
  targets.set(first, target);
  const rules = target.rules.get(rule.id);
  if (rules === undefined) target.rules.set(rule.id, [rule]);
  else rules.push(rule);
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
  return read(analysis).silence.over(finding).length > 0;
}

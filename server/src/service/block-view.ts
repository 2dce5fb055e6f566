import type { ConfigDocument } from '../config/read';
import { Spans } from '../config/spans';
import type { Block, ConfigProblem, Origin, ResolvedNode } from '../config/types';
import { type Finding, isRuleId, type RuleContext, ruleOf, type Severity } from '../rules';
import type { Analysis, AnalyzedBlock, BlockPerspective } from './analysis';
import { type CurveContext, type CurveResult, curveOf, type ScheduleCurve } from './curve';
import type { Standpoint } from './names';
import { isIgnored } from './suppress';
import type { TrainerFacts } from './trainer';
import { levelOf } from './validate';

/** Something wrong with a block, with the severity it has after settings. */
export interface BlockProblem {
  /** The rule id. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly origin: Origin;
  /** Whether noether refuses the block for it; a setting may call other problems errors as well. */
  readonly refuses: boolean;
}

/** One schedule block with everything that hover, preview and code lens say about it. */
export interface BlockView {
  readonly analysis: Analysis;
  readonly block: Block;
  /** How a primary config composes it; undefined where the file is read by itself. */
  readonly seen: BlockPerspective | undefined;
  readonly from: Standpoint;
  /** The key in this document that holds the block. */
  readonly keyOrigin: Origin | undefined;
  /** The block after interpolations. */
  readonly resolved: ResolvedNode;
  readonly context: CurveContext;
  /** Errors first, each severity in the order of the text. */
  readonly problems: readonly BlockProblem[];
  readonly curve: CurveResult;
  /** The whole document, for the places that its values come from. */
  readonly document: ConfigDocument | undefined;
  /** From the block's key, or from its start where it has none, to its end. */
  readonly start: number;
  readonly end: number;
}

const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

const cached = new WeakMap<AnalyzedBlock, Map<string, BlockView>>();

/**
 * A block of an analysis as the features that show curves see it, through the perspective with that id, or the chosen
 * one where the block has no such perspective. Made once per analysis and perspective.
 */
export function blockView(analysis: Analysis, analyzed: AnalyzedBlock, perspectiveId?: string): BlockView {
  const { perspectives } = analyzed;
  const seen = perspectives.find(({ perspective }) => perspective.id === perspectiveId) ?? perspectives[0];
  const views = cached.get(analyzed) ?? new Map<string, BlockView>();
  cached.set(analyzed, views);
  const id = seen?.perspective.id ?? '';
  const known = views.get(id);
  if (known !== undefined) return known;
  const { block } = analyzed;
  const { resolved, context: rules } = seen ?? analyzed;
  const from: Standpoint = { uri: analysis.uri, perspective: seen?.perspective };
  const context = curveContext(rules, (seen ?? analysis).trainer, from);
  const view: BlockView = {
    analysis,
    block,
    seen,
    from,
    keyOrigin: keyOf(analyzed),
    resolved,
    context,
    problems: problemsOf(analysis, analyzed, seen),
    curve: curveOf(resolved, context),
    document: analysis.document,
    ...blockSpan(analyzed),
  };
  views.set(id, view);
  return view;
}

/** What a curve needs to know beside its block. */
export function curveContext(rules: RuleContext, trainer: TrainerFacts, from: Standpoint): CurveContext {
  const { startAtEpoch, maxEpochs, epochFrom } = trainer;
  return {
    ...rules,
    from,
    ...(epochFrom && { epochFrom }),
    ...(startAtEpoch && { startAtEpoch }),
    ...(rules.totalSteps === undefined && maxEpochs && { maxEpochs }),
  };
}

/** The key of a block in its own document. What composing calls its key may stand in another file. */
export function keyOf({ block, context }: AnalyzedBlock): Origin | undefined {
  if (block.keyOrigin !== undefined) return block.keyOrigin;
  const key = context.keyOrigin;
  const { uri, start } = block.value.alias ?? block.value.origin;
  return key !== undefined && key.uri === uri && key.end <= start ? key : undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const spans = new WeakMap<AnalyzedBlock, Span>();

/** From the block's key, or from its start where it has none, to its end. */
export function blockSpan(analyzed: AnalyzedBlock): Span {
  let span = spans.get(analyzed);
  if (span === undefined) {
    const { block } = analyzed;
    const value = block.value.alias ?? block.value.origin;
    const key = keyOf(analyzed) ?? value;
    span = { start: Math.min(key.start, value.start), end: Math.max(key.end, value.end) };
    spans.set(analyzed, span);
  }
  return span;
}

/** The innermost block that an offset of the document is in, its key included. */
export function viewAt(analysis: Analysis, offset: number): BlockView | undefined {
  const analyzed = innermost(analysis, offset, offset);
  return analyzed === undefined ? undefined : blockView(analysis, analyzed);
}

interface Placed {
  readonly first: number;
  readonly last: number;
  readonly analyzed: AnalyzedBlock;
}

const places = new WeakMap<Analysis, Spans<Placed>>();

/** The smallest block of a document that holds all from one offset to another, its key included. */
export function innermost(analysis: Analysis, start: number, end: number): AnalyzedBlock | undefined {
  let known = places.get(analysis);
  if (known === undefined) {
    known = new Spans(
      analysis.blocks.map((analyzed) => {
        const { start: first, end: last } = blockSpan(analyzed);
        return { first, last, analyzed };
      }),
    );
    places.set(analysis, known);
  }
  let best: Placed | undefined;
  for (const one of known.around({ first: start, last: end })) {
    // Of two as small the first counts.
    if (best === undefined || one.last - one.first <= best.last - best.first) best = one;
  }
  return best?.analyzed;
}

/** `null` in place of a block: no schedule. */
export function isNone(resolved: ResolvedNode): boolean {
  return resolved.kind === 'scalar' && resolved.value === null;
}

/** Errors that end a curve and leave what is before them as it is. */
export function isPartial(code: string): boolean {
  return code === 'evaluate-fails' || code === 'values-too-short';
}

/** The problems for which noether refuses a block, or stops in training. */
export function refusalsOf(problems: readonly BlockProblem[]): readonly BlockProblem[] {
  return problems.filter(({ severity, refuses }) => severity === 'error' && refuses);
}

/** The curve of a block, unless an error makes it one that noether would never train with. */
export function drawableCurve({ curve, problems }: BlockView): ScheduleCurve | undefined {
  const refused = refusalsOf(problems).some(({ code }) => !isPartial(code));
  return curve.status === 'curve' && !refused ? curve.curve : undefined;
}

/**
 * What the rules say about the block and its key, and what the loader refuses inside it. Seen through a primary config:
 * what holds there, and below that what holds only in others.
 */
function problemsOf(analysis: Analysis, analyzed: AnalyzedBlock, seen: BlockPerspective | undefined): BlockProblem[] {
  const { rules } = analysis.settings;
  const { block } = analyzed;
  const found: BlockProblem[] = [];
  const add = (finding: Finding) => {
    const { ruleId: code, origin, message } = finding;
    const severity = levelOf(finding, rules);
    if (severity === 'off' || isIgnored(analysis, finding)) return;
    say({ code, severity, message, origin, refuses: levelOf(finding, {}) === 'error' });
  };
  const said = new Set<string>();
  const isSaid = ({ origin: { uri, start }, message }: { readonly origin: Origin; readonly message: string }) =>
    said.has(`${uri}#${start}#${message}`);
  const say = (problem: BlockProblem): void => {
    said.add(`${problem.origin.uri}#${problem.origin.start}#${problem.message}`);
    found.push(problem);
  };
  const key = keyOf(analyzed);
  const own = new Set(analyzed.findings);
  const atKey = key === undefined ? [] : findingsInside(analysis, key).filter((one) => !own.has(one));
  const here = seen?.findings ?? analyzed.findings;
  const elsewhere = analyzed.findings.filter(
    (one) =>
      seen !== undefined &&
      one.partial === true &&
      !here.some(({ ruleId, origin }) => ruleId === one.ruleId && samePlace(origin, one.origin)),
  );
  for (const finding of [...here, ...elsewhere, ...atKey]) if (!isSaid(finding)) add(finding);
  for (const { code, origin, message } of problemsAt(analysis, block, key)) {
    if (isSaid({ origin, message })) continue;
    const usual = isRuleId(code) ? ruleOf(code).severity : 'error';
    const severity = rules[code] ?? usual;
    if (severity !== 'off') say({ code, severity, message, origin, refuses: usual === 'error' });
  }
  return found.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.origin.start - b.origin.start);
}

function samePlace(a: Origin, b: Origin): boolean {
  return a.uri === b.uri && a.start === b.start && a.end === b.end;
}

/**
 * What the loader refuses of the block: between its key and its end, or on the line below it at the indentation of a
 * block, where the text that could not be read would have gone on.
 */
function* problemsAt(
  analysis: Analysis,
  { value: { origin: whole } }: Block,
  key: Origin | undefined,
): Generator<ConfigProblem> {
  if (whole.uri !== analysis.uri) return;
  const column = key === undefined ? whole.range.start.character - 1 : key.range.start.character;
  for (const problem of from(sorted(analysis).problems, (key ?? whole).start)) {
    const { uri, start, range } = problem.origin;
    const isInside = start <= whole.end;
    if (!isInside && range.start.line > whole.range.end.line + 1) return;
    if (uri === whole.uri && (isInside || range.start.character > column)) yield problem;
  }
}

interface Sorted {
  readonly findings: readonly Finding[];
  readonly problems: readonly ConfigProblem[];
}

const known = new WeakMap<Analysis, Sorted>();

/** The findings and problems of a document itself in the order of its text. */
function sorted(analysis: Analysis): Sorted {
  let both = known.get(analysis);
  if (both === undefined) {
    const inOrder = <T extends { readonly origin: Origin }>(all: readonly T[]): T[] =>
      all.filter(({ origin }) => origin.uri === analysis.uri).sort((a, b) => a.origin.start - b.origin.start);
    both = { findings: inOrder(analysis.findings), problems: inOrder(analysis.problems) };
    known.set(analysis, both);
  }
  return both;
}

/** Of what is in the order of the text, that which begins at an offset or behind it. */
function* from<T extends { readonly origin: Origin }>(all: readonly T[], start: number): Generator<T> {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.origin.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < all.length; at++) yield all[at] as T;
}

/** The findings of a document that stand within an origin of it, in their order. */
function findingsInside(analysis: Analysis, { uri, start, end }: Origin): Finding[] {
  if (uri !== analysis.uri) return [];
  const found: Finding[] = [];
  for (const finding of from(sorted(analysis).findings, start)) {
    if (finding.origin.start > end) break;
    if (finding.origin.end <= end) found.push(finding);
  }
  return found;
}

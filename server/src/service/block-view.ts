import type { ConfigDocument } from '../config/read';
import type { Block, Origin, ResolvedNode } from '../config/types';
import { isRuleId, ruleOf, type Severity } from '../rules';
import type { Analysis, AnalyzedBlock } from './analysis';
import { type CurveContext, type CurveResult, curveOf, type ScheduleCurve } from './curve';

/** Something wrong with a block, with the severity it has after settings. */
export interface BlockProblem {
  /** The rule id. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly origin: Origin;
}

/** One schedule block with everything that hover, preview and code lens say about it. */
export interface BlockView {
  readonly block: Block;
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

const cached = new WeakMap<AnalyzedBlock, BlockView>();

/** A block of an analysis as the features that show curves see it. Made once per analysis. */
export function blockView(analysis: Analysis, analyzed: AnalyzedBlock): BlockView {
  const known = cached.get(analyzed);
  if (known !== undefined) return known;
  const { block, resolved } = analyzed;
  const { startAtEpoch } = analysis.trainer;
  const maxEpochs = analyzed.context.totalSteps === undefined ? maxEpochsOf(analysis) : undefined;
  const context: CurveContext = {
    ...analyzed.context,
    ...(startAtEpoch && { startAtEpoch }),
    ...(maxEpochs && { maxEpochs }),
  };
  const view: BlockView = {
    block,
    resolved,
    context,
    problems: problemsOf(analysis, analyzed),
    curve: curveOf(resolved, context),
    document: analysis.document,
    ...blockSpan(analyzed),
  };
  cached.set(analyzed, view);
  return view;
}

/** The `max_epochs` of a file that gives no other length of training. */
function maxEpochsOf({ document }: Analysis): Origin | undefined {
  const root = document?.root;
  if (root?.kind !== 'map') return undefined;
  const trainer = root.entries.get('trainer')?.value ?? root;
  const epochs = trainer.kind === 'map' ? trainer.entries.get('max_epochs') : undefined;
  return epochs?.value.kind === 'scalar' && epochs.value.value !== null ? epochs.value.origin : undefined;
}

/** From the block's key, or from its start where it has none, to its end. */
export function blockSpan({ block, context }: AnalyzedBlock): { start: number; end: number } {
  const value = block.value.alias ?? block.value.origin;
  const key = context.keyOrigin ?? value;
  return { start: Math.min(key.start, value.start), end: Math.max(key.end, value.end) };
}

/** The innermost block that an offset of the document is in, its key included. */
export function viewAt(analysis: Analysis, offset: number): BlockView | undefined {
  let innermost: AnalyzedBlock | undefined;
  let size = Number.POSITIVE_INFINITY;
  for (const one of analysis.blocks) {
    const { start, end } = blockSpan(one);
    if (start > offset || offset > end || end - start >= size) continue;
    innermost = one;
    size = end - start;
  }
  return innermost === undefined ? undefined : blockView(analysis, innermost);
}

/** `null` in place of a block: no schedule. */
export function isNone(resolved: ResolvedNode): boolean {
  return resolved.kind === 'scalar' && resolved.value === null;
}

/** Errors that end a curve and leave what is before them as it is. */
export function isPartial(code: string): boolean {
  return code === 'evaluate-fails' || code === 'values-too-short';
}

/** The curve of a block, unless an error makes it one that noether would never train with. */
export function drawableCurve({ curve, problems }: BlockView): ScheduleCurve | undefined {
  const refused = problems.some(({ severity, code }) => severity === 'error' && !isPartial(code));
  return curve.status === 'curve' && !refused ? curve.curve : undefined;
}

/** What the rules say about the block and its key, and what the loader refuses inside it. */
function problemsOf(analysis: Analysis, { block, context, findings }: AnalyzedBlock): BlockProblem[] {
  const { rules } = analysis.settings;
  const found: BlockProblem[] = [];
  const add = (code: string, origin: Origin, message: string, usual: Severity) => {
    const severity = rules[code] ?? usual;
    if (severity !== 'off') found.push({ code, severity, message, origin });
  };
  const own = new Set(findings);
  const { keyOrigin: key } = context;
  const atKey = analysis.findings.filter(
    (one) => !own.has(one) && key !== undefined && one.origin.uri === key.uri && inside(one.origin, key),
  );
  for (const { ruleId, severity, origin, message } of [...findings, ...atKey]) {
    if (found.some((one) => one.origin.start === origin.start && one.message === message)) continue;
    add(ruleId, origin, message, severity ?? ruleOf(ruleId).severity);
  }
  for (const { code, origin, message } of analysis.problems) {
    if (!isAtBlock(origin, block, key)) continue;
    if (found.some((one) => one.origin.start === origin.start && one.message === message)) continue;
    add(code, origin, message, isRuleId(code) ? ruleOf(code).severity : 'error');
  }
  return found.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.origin.start - b.origin.start);
}

/**
 * Whether what the loader refuses is a part of the block: between its key and its end, or on the line below it at the
 * indentation of a block, where the text that could not be read would have gone on.
 */
function isAtBlock({ uri, start, range }: Origin, { value }: Block, key: Origin | undefined): boolean {
  const whole = value.origin;
  if (uri !== whole.uri || start < (key ?? whole).start) return false;
  if (start <= whole.end) return true;
  const column = key === undefined ? whole.range.start.character - 1 : key.range.start.character;
  return range.start.line <= whole.range.end.line + 1 && range.start.character > column;
}

function inside(inner: Origin, outer: Origin): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

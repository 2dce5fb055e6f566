import type { Hover, MarkupContent } from 'vscode-languageserver-types';
import { nodeAt } from '../config/nodes';
import type { MapValue, Origin, PlainScalar, ResolvedNode, ValueNode } from '../config/types';
import { formatCount, formatNumber, formatStep } from '../format';
import { HOVER_SIZE, type Mark, type PlotTheme, renderPlot, toDataUri } from '../plot';
import { meantKey, meantKind, shortName } from '../rules/names';
import { type KeySpec, type KindSpec, kindKey, kindSpec, kindSpecs, type NumberRange } from '../schedules';
import type { Analysis } from './analysis';
import { type BlockView, drawableCurve, isNone, viewAt } from './block-view';
import {
  assumptionLine,
  type CurveResult,
  drawnCurve,
  factList,
  factsOf,
  quantityOf,
  type ScheduleCurve,
  xUnitOf,
  yScaleOf,
} from './curve';
import { type Explanation, explainBlock, explainKey, placeText, summaryOf } from './explain';
import { keyName, pathText } from './path-text';
import {
  code,
  type Inline,
  type Line,
  linePlain,
  paragraph,
  type Section,
  strong,
  toMarkdown,
  toPlainText,
} from './rich-text';

/** A hover with a longer text is cut by VS Code in the middle of the picture's data. */
const LONGEST_MARKDOWN = 90_000;
const CURVE_POINTS = 400;
const MOST_PROBLEMS = 8;

export interface HoverOptions {
  readonly theme: PlotTheme;
  /** Whether the client shows Markdown; without it there is no picture. */
  readonly markdown: boolean;
  readonly picture: boolean;
  /** Pixels. */
  readonly width: number;
}

/** What stands under the pointer. */
type Token =
  | { readonly part: 'block-key'; readonly origin: Origin }
  /** A mapping's key, directly in the block. */
  | { readonly part: 'key'; readonly key: string; readonly origin: Origin }
  /** A value or something inside one; `indices` leads into lists. */
  | { readonly part: 'value'; readonly key: string; readonly indices: readonly number[]; readonly origin: Origin }
  /** What stands in place of a block that is no mapping: an interpolation, a scalar. */
  | { readonly part: 'block'; readonly origin: Origin };

/** Deeper than this inside a value nothing is told apart: schedules read lists of pairs at most. */
const DEEPEST = 8;

/**
 * The hover for an offset of the document; null outside of blocks, and on what has no meaning there. Its range is that
 * of the key, value or list entry.
 */
export function hover(analysis: Analysis, offset: number, options: HoverOptions): Hover | null {
  const view = viewAt(analysis, offset);
  const token = view === undefined ? undefined : tokenAt(view, offset);
  if (view === undefined || token === undefined) return null;
  return { contents: contentsOf(sectionsFor(view, token, options), options), range: token.origin.range };
}

/** The points of a block's curve that an offset of the document is about. */
export function marksAt(view: BlockView, offset: number): readonly Mark[] {
  const token = tokenAt(view, offset);
  const curve = view.curve.status === 'curve' ? view.curve.curve : undefined;
  if (token === undefined || curve === undefined || (token.part !== 'key' && token.part !== 'value')) return [];
  const key = curve.spec.keys.get(token.key);
  if (key === undefined) return [];
  return explainKey(curve, key, token.part === 'value' ? token.indices : [], view.context).marks;
}

function contentsOf(sections: readonly Section[], { markdown }: HoverOptions): MarkupContent {
  if (!markdown) return { kind: 'plaintext', value: toPlainText(sections) };
  const value = toMarkdown(sections);
  if (value.length <= LONGEST_MARKDOWN) return { kind: 'markdown', value };
  return { kind: 'markdown', value: toMarkdown(sections.filter((section) => section.kind !== 'picture')) };
}

function covers(origin: Origin, offset: number): boolean {
  return origin.start <= offset && offset <= origin.end && origin.end > origin.start;
}

function tokenAt(view: BlockView, offset: number): Token | undefined {
  const { value } = view.block;
  const { keyOrigin } = view.context;
  if (keyOrigin !== undefined && covers(keyOrigin, offset)) return { part: 'block-key', origin: keyOrigin };
  if (value.alias !== undefined) {
    return covers(value.alias, offset) ? { part: 'block', origin: value.alias } : undefined;
  }
  if (!covers(value.origin, offset)) return undefined;
  if (value.kind === 'map') return tokenInMap(value, offset);
  return value.kind === 'scalar' ? { part: 'block', origin: value.origin } : undefined;
}

function tokenInMap(map: MapValue, offset: number): Token | undefined {
  for (const [id, { key, value, merged }] of map.entries) {
    // What a merge brings in stands elsewhere, and means something else there.
    if (merged) continue;
    if (covers(key.origin, offset)) return { part: 'key', key: id, origin: key.origin };
    const token = tokenInValue(value, offset, id, []);
    if (token !== undefined) return token;
  }
  return undefined;
}

/** No schedule key holds a mapping; what is in one is a part of the key's value. */
function tokenInStrayMap(map: MapValue, offset: number, key: string, indices: readonly number[]): Token | undefined {
  for (const [index, entry] of [...map.entries.values()].entries()) {
    if (entry.merged) continue;
    if (covers(entry.key.origin, offset)) return { part: 'value', key, indices, origin: entry.key.origin };
    const token = tokenInValue(entry.value, offset, key, [...indices, index]);
    if (token !== undefined) return token;
  }
  return undefined;
}

function tokenInValue(value: ValueNode, offset: number, key: string, indices: readonly number[]): Token | undefined {
  // The value behind an alias is written elsewhere; what stands here is its name.
  if (value.alias !== undefined) {
    return covers(value.alias, offset) ? { part: 'value', key, indices, origin: value.alias } : undefined;
  }
  if (!covers(value.origin, offset)) return undefined;
  if (value.kind === 'scalar' || indices.length > DEEPEST) {
    return { part: 'value', key, indices, origin: value.origin };
  }
  if (value.kind === 'map') return tokenInStrayMap(value, offset, key, indices);
  for (const [index, item] of value.items.entries()) {
    const token = tokenInValue(item, offset, key, [...indices, index]);
    if (token !== undefined) return token;
  }
  // Between the entries of `[0.3, 0.6]` is still the list; between the lines of a block list may be a comment.
  return value.flow && /[[\],]/.test(value.origin.text.charAt(offset - value.origin.start))
    ? { part: 'value', key, indices, origin: value.origin }
    : undefined;
}

function sectionsFor(view: BlockView, token: Token, options: HoverOptions): Section[] {
  const result = view.curve;
  const errors = view.problems.filter((problem) => problem.severity === 'error');
  const spec = specFor(view);
  const drawable = drawableCurve(view);
  const { head, explanation } = describe(view, token, spec, drawable);
  const sections: Section[] = [...head];
  if (errors.length > 0) {
    sections.push(
      paragraph(
        strong(drawable === undefined ? 'No curve' : 'The curve ends early'),
        ': noether would ',
        drawable === undefined ? 'refuse this block.' : 'stop in training.',
      ),
      {
        kind: 'list',
        lines: errors.slice(0, MOST_PROBLEMS).map((problem) => [problem.message, ...placeOf(problem.origin, view)]),
      },
    );
    if (errors.length > MOST_PROBLEMS) sections.push(paragraph(`… and ${errors.length - MOST_PROBLEMS} more.`));
  }
  if (explanation !== undefined) for (const line of explanation.lines) sections.push(paragraph(...line));
  if (drawable !== undefined) {
    const drawn = curveSections(drawable, explanation?.marks ?? [], options, view, sections);
    // The box is as high as a title, a sentence and the picture: what is general comes below what is here.
    return [...sections.filter((section) => !isDocumentation(section)), ...drawn, ...sections.filter(isDocumentation)];
  }
  if (errors.length === 0) sections.push(...absentCurve(result, view));
  return sections;
}

function isDocumentation(section: Section): boolean {
  return section.kind === 'paragraph' && section.line.every((part) => typeof part === 'object' && 'docs' in part);
}

/** The kind that the block is of, however much else is wrong with it. */
function specFor({ resolved }: BlockView): KindSpec | undefined {
  const kind = resolved.kind === 'map' ? resolved.entries.get('kind')?.value : undefined;
  return kind?.kind === 'scalar' && typeof kind.value === 'string' ? kindSpec(kind.value) : undefined;
}

interface Description {
  readonly head: readonly Section[];
  readonly explanation?: Explanation;
}

/** What stands there: title, documentation, and what it means on the curve where there is one. */
function describe(
  view: BlockView,
  token: Token,
  spec: KindSpec | undefined,
  curve: ScheduleCurve | undefined,
): Description {
  const whole = curve === undefined ? {} : { explanation: explainBlock(curve) };
  switch (token.part) {
    case 'block-key':
      return { head: [blockHead(view, spec)], ...whole };
    case 'block': {
      const head = [blockHead(view, spec), ...interpolation(view.resolved, token.origin, view)];
      return { head, ...whole };
    }
    case 'key':
    case 'value': {
      const node = valueNode(view, token);
      const from = token.part === 'value' && node !== undefined ? interpolation(node, token.origin, view) : [];
      if (token.key === 'kind') return { head: [...kindSections(view, token, spec, node), ...from], ...whole };
      const key = spec?.keys.get(token.key);
      if (key === undefined) return { head: [...unknownKey(token.key, spec), ...from] };
      const indices = token.part === 'value' ? token.indices : [];
      const head = [...keySections(key, spec, indices), ...from];
      if (key.noEffect) {
        head.push(paragraph('No effect on ', code(shortName(spec?.kind ?? '')), ': the curve is the same without it.'));
      }
      return curve === undefined ? { head } : { head, explanation: explainKey(curve, key, indices, view.context) };
    }
  }
}

/** The resolved value that a token stands for. */
function valueNode(view: BlockView, token: { key: string; indices?: readonly number[] }): ResolvedNode | undefined {
  let node = view.resolved.kind === 'map' ? view.resolved.entries.get(token.key)?.value : undefined;
  for (const index of token.indices ?? []) node = node?.kind === 'list' ? node.items[index] : undefined;
  return node;
}

const roles: Readonly<Record<string, Line>> = {
  schedule_config: [
    'the learning rate of this optimizer over training: the schedule sets it at every step, whatever ',
    code('lr'),
    ' says.',
  ],
  weight_decay_schedule: [
    'the weight decay of this optimizer over training, for every group whose own ',
    code('weight_decay'),
    ' is not 0.',
  ],
  alpha_schedule: ['the alpha of MuonComposite over training; other optimizers do not use it.'],
};

function blockHead({ block }: BlockView, spec: KindSpec | undefined): Section {
  const role = block.key === undefined ? undefined : roles[block.key];
  return paragraph(
    strong(spec?.title ?? 'Schedule'),
    ...(role === undefined ? [] : [' — ', ...role]),
    ...(block.key === undefined && spec !== undefined ? [' — ', { docs: spec.description }] : []),
  );
}

const kinds = kindSpecs.filter(({ usable }) => usable).map(({ kind }) => kind);

function kindSections(
  view: BlockView,
  token: Token,
  spec: KindSpec | undefined,
  node: ResolvedNode | undefined,
): Section[] {
  const sections: Section[] = [];
  if (token.part === 'key') {
    sections.push(paragraph(strong(kindKey.title), ' · text · required'), paragraph({ docs: kindKey.description }));
  }
  if (spec !== undefined) {
    sections.push(
      paragraph(
        strong(spec.title),
        ' · ',
        code(shortName(spec.kind)),
        ...(spec.since === undefined ? [] : [' · only in noether versions after 1.1']),
      ),
      paragraph({ docs: spec.description }),
    );
  } else if (node?.kind === 'scalar') {
    const meant = typeof node.value === 'string' ? meantKind(node.value, kinds) : undefined;
    const written =
      typeof node.value === 'string' ? node.value : view.resolved.origin.text.length > 0 ? node.origin.text : '';
    sections.push(
      paragraph(
        'No schedule has the name ',
        code(written),
        '.',
        ...(meant === undefined ? [] : [' Did you mean ', code(meant), '?']),
      ),
    );
  }
  return sections;
}

function unknownKey(key: string, spec: KindSpec | undefined): Section[] {
  if (spec === undefined) {
    return [
      paragraph(
        code(keyName(key)),
        ' — which keys a schedule has depends on its kind, and this block has none that noether knows.',
      ),
    ];
  }
  const known = [...spec.keys.values()].filter(({ noEffect }) => !noEffect).map(({ name }) => name);
  const meant = meantKey(key, known);
  return [
    paragraph(
      code(shortName(spec.kind)),
      ' has no key ',
      code(keyName(key)),
      '; noether ignores it.',
      ...(meant === undefined ? [` Its keys: ${known.join(', ')}.`] : [' Did you mean ', code(meant), '?']),
    ),
  ];
}

function keySections(key: KeySpec, spec: KindSpec | undefined, indices: readonly number[]): Section[] {
  const name = key.name + indices.map((index) => `[${index}]`).join('');
  const facts: Inline[] = [strong(key.title), ' · ', code(name), ` · ${typeText(key, indices)}`];
  if (indices.length === 0) {
    facts.push(key.required ? ' · required' : ` · default ${plainText(key.default)}`);
  }
  if (key.since !== undefined && spec?.since === undefined) facts.push(' · only in noether versions after 1.1');
  if (key.requiredIn !== undefined) facts.push(' · required in noether versions after 1.1');
  return [paragraph(...facts), paragraph({ docs: key.description })];
}

function plainText(value: KeySpec['default']): string {
  if (typeof value === 'number') return formatNumber(value);
  return value === undefined ? 'none' : Array.isArray(value) ? JSON.stringify(value) : String(value);
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: NumberRange): string {
  if (minimum !== undefined && maximum !== undefined)
    return ` from ${formatNumber(minimum)} to ${formatNumber(maximum)}`;
  if (exclusiveMinimum !== undefined && exclusiveMaximum !== undefined) {
    return ` between ${formatNumber(exclusiveMinimum)} and ${formatNumber(exclusiveMaximum)}, both excluded`;
  }
  if (minimum !== undefined) return ` ≥ ${formatNumber(minimum)}`;
  if (exclusiveMinimum !== undefined) return ` > ${formatNumber(exclusiveMinimum)}`;
  if (maximum !== undefined) return ` ≤ ${formatNumber(maximum)}`;
  return exclusiveMaximum === undefined ? '' : ` < ${formatNumber(exclusiveMaximum)}`;
}

/** Type and range, of the key or of a place inside its list. */
function typeText(key: KeySpec, indices: readonly number[]): string {
  const orNull = key.nullable ? ' or null' : '';
  const [first = {}, second = {}] = key.items ?? [];
  switch (key.type) {
    case 'float':
      return `number${rangeText(key)}${orNull}`;
    case 'int':
      return `whole number${rangeText(key)}${orNull}`;
    case 'bool':
      return `true or false${orNull}`;
    case 'enum':
      return `${(key.values ?? []).join(' or ')}${orNull}`;
    case 'list-of-float': {
      if (indices.length > 0) return `number${rangeText(first)}`;
      const least = key.minItems === undefined ? '' : ` at least ${formatCount(key.minItems, 'number')}`;
      return `list of${least === '' ? ' numbers' : least}${rangeText(first)}`;
    }
    case 'list-of-points':
      if (indices.length === 1) return 'point: [fraction of training, value]';
      if (indices.length === 2) return indices[1] === 0 ? `number${rangeText(first)}` : `number${rangeText(second)}`;
      return `list of at least ${formatCount(key.minItems ?? 1, 'point')}, each [fraction of training, value]`;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  float: 'number (float)',
  int: 'whole number (int)',
  bool: 'truth value (bool)',
  str: 'text (str)',
  null: 'null',
  bytes: 'binary data (bytes)',
};

/** ` (line 5)`, with the file where that is another one. */
function placeOf(origin: Origin, view: BlockView): string[] {
  const line = `line ${formatStep(origin.range.start.line + 1)}`;
  const here = view.block.value.origin.uri;
  if (origin.uri === here) return [` (${line})`];
  const file = decodeURIComponentSafely(origin.uri.slice(origin.uri.lastIndexOf('/') + 1));
  return [` (${file}, ${line})`];
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where the value behind an interpolation or an alias comes from, or why the file cannot tell. */
function interpolation(node: ResolvedNode, at: Origin, view: BlockView): Section[] {
  const written = at.text.trim().replace(/^(['"])([\s\S]*)\1$/, '$2');
  const sections: Section[] = [];
  if (node.kind === 'missing') {
    sections.push(paragraph(code('???'), ' — a mandatory value that is not filled in.'));
  } else if (node.kind === 'unknown') {
    const other = node.expression.trim() === written ? [] : [' needs ', code(node.expression), ', which'];
    sections.push(
      paragraph(
        code(written),
        ...(other.length > 0 ? other : []),
        ' cannot be told from this file: ',
        node.problem.message,
      ),
    );
    if (node.problem.severity !== 'error') {
      sections.push(
        paragraph('To see numbers, give it a value in the setting ', code('scheduleLens.interpolations'), '.'),
      );
    }
  } else if (/\$\{|^\*/.test(written)) {
    const source = node.source;
    const line: Inline[] = [code(written), ' = ', ...resolvedText(node)];
    if (source !== undefined) {
      line.push(', from ', code(nameOf(source, view)), ...placeOf(source, view));
    }
    const via = (node.via ?? []).filter((step) => step.start !== at.start || step.uri !== at.uri);
    if (via.length > 0) {
      line.push(
        ', through ',
        ...via
          .slice(0, 5)
          .flatMap((step, index) => [...(index === 0 ? [] : [' and ']), code(step.text), ...placeOf(step, view)]),
      );
    }
    sections.push(paragraph(...line, '.'));
  }
  for (const assumption of node.assumed ?? []) sections.push(paragraph(...assumptionLine(assumption)));
  return sections;
}

/** The path of what is written at a place of this document; elsewhere the text itself. */
function nameOf(source: Origin, { document, block }: BlockView): string {
  const at =
    document !== undefined && source.uri === block.value.origin.uri ? nodeAt(document, source.start) : undefined;
  // A mapping starts where its first key does: not the innermost node is meant but the one that is as long.
  const depth =
    at?.ancestors.findIndex(({ origin }) => origin.start === source.start && origin.end === source.end) ?? -1;
  return at === undefined || depth < 1 ? source.text : pathText(at.path.slice(0, depth));
}

function resolvedText(node: ResolvedNode): Line {
  switch (node.kind) {
    case 'scalar':
      return [code(scalarText(node.value)), ` · ${typeNames[node.type] ?? node.type}`];
    case 'list':
      return [`a list of ${formatCount(node.items.length, 'entry', 'entries')}`];
    case 'map':
      return [`a mapping with ${formatCount(node.entries.size, 'key')}`];
    case 'unknown':
    case 'missing':
      return ['unknown'];
  }
}

function scalarText(value: PlainScalar): string {
  if (typeof value === 'number') return formatNumber(value, { digits: 15 });
  if (typeof value === 'string') return JSON.stringify(value);
  return value instanceof Uint8Array ? 'binary data' : String(value);
}

/** Picture, facts, total steps and everything that was taken for granted. */
function curveSections(
  curve: ScheduleCurve,
  marks: readonly Mark[],
  options: HoverOptions,
  view: BlockView,
  before: readonly Section[],
): Section[] {
  const sections: Section[] = [];
  const facts = factList(factsOf(curve));
  if (options.picture && options.markdown) {
    const title = `${curve.spec.title}, ${summaryOf(curve)}`;
    const { svg } = renderPlot(drawnCurve(curve, CURVE_POINTS, marks), {
      size: { width: options.width, height: HOVER_SIZE.height },
      theme: options.theme,
      x: xUnitOf(curve),
      y: yScaleOf(curve),
      title,
    });
    sections.push({ kind: 'picture', uri: toDataUri(svg), alt: title });
  }
  sections.push({
    kind: 'table',
    // Narrow, so that the row fits below the picture.
    header: facts.map(({ label }) => label.replace(' step', '')),
    row: facts.map(({ label, value, step }) => {
      const text = value === undefined ? 'fails' : formatNumber(value);
      return [label === 'peak' && value !== undefined ? `${text} (${placeText(curve, step)})` : text];
    }),
  });
  if (curve.unit !== undefined) {
    sections.push(paragraph('1 = ', code(curve.unit), ', which this file does not tell.'));
  }
  const { total } = curve;
  if (total.source !== 'assumed') {
    sections.push(
      paragraph(
        `Training: ${formatCount(total.steps, 'step')}`,
        ...(curve.updatesPerEpoch === undefined ? [] : [` in epochs of ${formatStep(curve.updatesPerEpoch)}`]),
        ', from ',
        ...(total.origin === undefined
          ? [total.text]
          : [
              ...total.text.split(' and ').flatMap((key, at) => (at === 0 ? [code(key)] : [' and ', code(key)])),
              ...placeOf(total.origin, view),
            ]),
        '.',
      ),
    );
  }
  const said = new Set(before.map((section) => (section.kind === 'paragraph' ? linePlain(section.line) : '')));
  const unsaid = curve.assumptions.filter((line) => !said.has(linePlain(line)));
  if (unsaid.length > 0) {
    sections.push({ kind: 'list', lines: unsaid });
  }
  return sections;
}

/** Why there is no curve although nothing is wrong. */
function absentCurve(result: CurveResult, view: BlockView): Section[] {
  if (result.status === 'refused') {
    if (isNone(view.resolved))
      return [paragraph(`No schedule: the ${quantityOf(view.block.key)} stays as the optimizer has it.`)];
    return [
      paragraph(strong('No curve'), ': ', ...(result.pythonError ? [`${result.pythonError}. `] : []), result.message),
    ];
  }
  if (result.status === 'curve') return [];
  const shown = result.unknown.slice(0, MOST_PROBLEMS);
  return [
    paragraph(
      strong('No curve'),
      ': this file does not tell ',
      ...shown.flatMap((part, index): Inline[] => [
        ...(index === 0 ? [] : [', ']),
        code(part.name),
        ...(part.expression === '???' ? [] : [' (', code(part.expression), ')']),
      ]),
      result.unknown.length > shown.length ? ', …' : '.',
    ),
  ];
}

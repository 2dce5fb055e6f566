import * as l10n from '@vscode/l10n';
import type { Hover, MarkupContent } from 'vscode-languageserver-types';
import { nodeAt } from '../config/nodes';
import type { ConfigDocument } from '../config/read';
import type { Place } from '../config/resolve';
import type { MapValue, Origin, Path, ResolvedNode, ValueNode } from '../config/types';
import { formatCount, formatNumber, formatStep } from '../format';
import { HOVER_SIZE, type Mark, type PlotTheme, renderPlot, toDataUri } from '../plot';
import { meantKey, meantKind, shortName } from '../rules/names';
import { type KeySpec, type KindSpec, kindKey, kindSpec, kindSpecs } from '../schedules';
import type { Analysis } from './analysis';
import { type BlockView, drawableCurve, isNone, refusalsOf, viewAt } from './block-view';
import { typeWords } from './complete/words';
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
import { type Explanation, explainBlock, explainKey, placeText, summaryOf, viewSummary, viewsOf } from './explain';
import { placeNote, placeWords, type Standpoint, wholeName } from './names';
import { keyName, pathText } from './path-text';
import {
  assumedPrimaryLine,
  differenceLine,
  entryOf,
  includesLine,
  overrodeLine,
  typedWords,
  type Variant,
  valueWords,
  variantsOf,
} from './provenance';
import {
  code,
  type Inline,
  type Line,
  linePlain,
  paragraph,
  type Section,
  sentence,
  strong,
  toMarkdown,
  toPlainText,
} from './rich-text';
import { documentOf, type WholeConfig, wholesOf } from './whole';

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
 * The hover for an offset of the document: in a block what stands there, elsewhere what an interpolation comes to and
 * what another file made of a value; null where there is nothing to say. Its range is that of the key, value or list
 * entry.
 */
export function hover(analysis: Analysis, offset: number, options: HoverOptions): Hover | null {
  const view = viewAt(analysis, offset);
  const token = view === undefined ? undefined : tokenAt(view, offset);
  if (view === undefined || token === undefined) return valueHover(analysis, offset, options);
  return { contents: contentsOf(sectionsFor(view, token, offset, options), options), range: token.origin.range };
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
  const { keyOrigin } = view;
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

function sectionsFor(view: BlockView, token: Token, offset: number, options: HoverOptions): Section[] {
  const result = view.curve;
  const errors = refusalsOf(view.problems);
  const spec = specFor(view);
  const drawable = drawableCurve(view);
  const told = tellValue(view.analysis, offset, token.origin, view);
  const { head, explanation } = describe(view, token, spec, drawable, told);
  const sections: Section[] = [...head];
  if (errors.length > 0) {
    sections.push(
      paragraph(
        ...(drawable === undefined
          ? sentence(l10n.t('{0}: noether would refuse this block.'), strong(l10n.t('No curve')))
          : sentence(l10n.t('{0}: noether would stop in training.'), strong(l10n.t('The curve ends early')))),
      ),
      {
        kind: 'list',
        lines: errors
          .slice(0, MOST_PROBLEMS)
          .map((problem) => [problem.message, ...placeNote(problem.origin, view.from)]),
      },
    );
    if (errors.length > MOST_PROBLEMS)
      sections.push(paragraph(l10n.t('… and {0} more.', errors.length - MOST_PROBLEMS)));
  }
  // Sentences of one paragraph: each of its own would push the picture out of the box.
  if (explanation !== undefined && explanation.lines.length > 0) sections.push(paragraph(...joined(explanation.lines)));
  const below = [
    ...(told === undefined ? blockDifferences(view) : told.below),
    ...assumedPrimary(view.analysis, view.from),
  ];
  if (drawable !== undefined) {
    const drawn = curveSections(drawable, explanation?.marks ?? [], options, view, sections);
    // The box is as high as a title, a sentence and the picture: what is general comes below what is here.
    const here = sections.filter((section) => !isDocumentation(section));
    return [...here, ...drawn, ...below, ...sections.filter(isDocumentation)];
  }
  if (errors.length === 0) sections.push(...absentCurve(result, view));
  return [...sections, ...below];
}

/** What the block does in other primary configs, where that is something else. */
function blockDifferences({ analysis, block }: BlockView): Section[] {
  const analyzed = analysis.blocks.find((one) => one.block === block);
  if (analyzed === undefined) return [];
  return paragraphs(differenceLine(variantsOfViews(viewsOf(analysis, analyzed))));
}

/** What each view of a block makes of it. */
export function variantsOfViews(views: readonly BlockView[]): readonly Variant[] {
  return views.map((view) => {
    const summary = viewSummary(view) ?? l10n.t('no curve');
    return { label: view.from.perspective?.label ?? '', words: [summary], identity: summary };
  });
}

function assumedPrimary(analysis: Analysis, from: Standpoint): Section[] {
  return paragraphs(assumedPrimaryLine(analysis, from));
}

function paragraphs(...lines: readonly (Line | undefined)[]): Section[] {
  return lines.flatMap((line) => (line === undefined ? [] : [paragraph(...line)]));
}

/** Lines as one, each ended by a full stop. */
function joined(lines: readonly Line[]): Line {
  return lines.flatMap((line, index) => {
    if (index === lines.length - 1) return [...line];
    return [...line, /[.…:。：]$/.test(linePlain(line)) ? ' ' : '. '];
  });
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
  told: ToldValue | undefined,
): Description {
  const from = told?.above ?? [];
  const whole = curve === undefined ? {} : { explanation: explainBlock(curve) };
  switch (token.part) {
    case 'block-key':
      return { head: [blockHead(view, spec)], ...whole };
    case 'block': {
      return { head: [blockHead(view, spec), ...from], ...whole };
    }
    case 'key':
    case 'value': {
      const node = valueNode(view, token);
      if (token.key === 'kind') return { head: [...kindSections(view, token, spec, node), ...from], ...whole };
      const key = spec?.keys.get(token.key);
      if (key === undefined) return { head: [...unknownKey(token.key, spec), ...from] };
      // In a list that another file replaced there is no such entry.
      const indices = token.part === 'value' && told?.isReplaced !== true ? token.indices : [];
      const head = [...keySections(key, spec, indices), ...from];
      if (key.noEffect) {
        head.push(
          paragraph(
            ...sentence(
              l10n.t('No effect on {0}: the curve is the same without it.'),
              code(shortName(spec?.kind ?? '')),
            ),
          ),
        );
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

function roleOf(key: string): Line | undefined {
  switch (key) {
    case 'schedule_config':
      return sentence(
        l10n.t(
          'the learning rate of this optimizer over training: the schedule sets it at every step, whatever {0} says.',
        ),
        code('lr'),
      );
    case 'weight_decay_schedule':
      return sentence(
        l10n.t('the weight decay of this optimizer over training, for every group whose own {0} is not 0.'),
        code('weight_decay'),
      );
    case 'alpha_schedule':
      return [l10n.t('the alpha of MuonComposite over training; other optimizers do not use it.')];
    default:
      return undefined;
  }
}

function blockHead({ block }: BlockView, spec: KindSpec | undefined): Section {
  const role = block.key === undefined ? undefined : roleOf(block.key);
  return paragraph(
    strong(spec === undefined ? l10n.t('Schedule') : l10n.t(spec.title)),
    ...(role === undefined ? [] : [' — ', ...role]),
    ...(block.key === undefined && spec !== undefined ? [' — ', { docs: l10n.t(spec.description) }] : []),
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
    sections.push(
      paragraph(strong(l10n.t(kindKey.title)), l10n.t(' · text · required')),
      paragraph({ docs: l10n.t(kindKey.description) }),
    );
  }
  if (spec !== undefined) {
    sections.push(
      paragraph(
        strong(l10n.t(spec.title)),
        ' · ',
        code(shortName(spec.kind)),
        ...(spec.since === undefined ? [] : [l10n.t(' · only in noether versions after 1.1')]),
      ),
      paragraph({ docs: l10n.t(spec.description) }),
    );
  } else if (node?.kind === 'scalar') {
    const meant = typeof node.value === 'string' ? meantKind(node.value, kinds) : undefined;
    const written =
      typeof node.value === 'string' ? node.value : view.resolved.origin.text.length > 0 ? node.origin.text : '';
    sections.push(
      paragraph(
        ...sentence(l10n.t('No schedule has the name {0}.'), code(written)),
        ...(meant === undefined ? [] : sentence(l10n.t(' Did you mean {0}?'), code(meant))),
      ),
    );
  }
  return sections;
}

function unknownKey(key: string, spec: KindSpec | undefined): Section[] {
  if (spec === undefined) {
    return [
      paragraph(
        ...sentence(
          l10n.t('{0} — which keys a schedule has depends on its kind, and this block has none that noether knows.'),
          code(keyName(key)),
        ),
      ),
    ];
  }
  const known = [...spec.keys.values()].filter(({ noEffect }) => !noEffect).map(({ name }) => name);
  const meant = meantKey(key, known);
  return [
    paragraph(
      ...sentence(l10n.t('{0} has no key {1}; noether ignores it.'), code(shortName(spec.kind)), code(keyName(key))),
      ...(meant === undefined
        ? [l10n.t` Its keys: ${known.join(', ')}.`]
        : sentence(l10n.t(' Did you mean {0}?'), code(meant))),
    ),
  ];
}

function keySections(key: KeySpec, spec: KindSpec | undefined, indices: readonly number[]): Section[] {
  const name = key.name + indices.map((index) => `[${index}]`).join('');
  const facts: Inline[] = [strong(l10n.t(key.title)), ' · ', code(name), ` · ${typeWords(key, indices)}`];
  if (indices.length === 0) {
    facts.push(key.required ? l10n.t(' · required') : l10n.t(' · default {0}', plainText(key.default)));
  }
  if (key.since !== undefined && spec?.since === undefined) facts.push(l10n.t(' · only in noether versions after 1.1'));
  if (key.requiredIn !== undefined) facts.push(l10n.t(' · required in noether versions after 1.1'));
  return [paragraph(...facts), paragraph({ docs: l10n.t(key.description) })];
}

function plainText(value: KeySpec['default']): string {
  if (typeof value === 'number') return formatNumber(value);
  return value === undefined ? l10n.t('none') : Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** What is told of a value: before the picture, and below it. */
interface ToldValue {
  readonly above: readonly Section[];
  readonly below: readonly Section[];
  /** Whether another text than the one at hand has the last word. */
  readonly isReplaced: boolean;
}

/** What an interpolation outside of blocks comes to, and what other files make of a value. */
function valueHover(analysis: Analysis, offset: number, options: HoverOptions): Hover | null {
  const document = documentOf(analysis);
  const at = document === undefined ? undefined : nodeAt(document, offset);
  if (at === undefined || at.node.kind === 'map' || (at.path[0] === 'defaults' && wholesOf(analysis)[0]?.perspective)) {
    return null;
  }
  const { node, part, entry } = at;
  const origin = part === 'key' ? entry?.key.origin : (node.alias ?? node.origin);
  if (origin === undefined || !covers(origin, offset)) return null;
  const told = tellValue(analysis, offset, origin, undefined);
  if (told === undefined || (told.above.length === 0 && told.below.length === 0)) return null;
  const from = standpoint(analysis, undefined);
  const title = paragraph(strong(pathText(at.path)));
  const sections = [title, ...told.above, ...told.below, ...assumedPrimary(analysis, from)];
  return { contents: contentsOf(sections, options), range: origin.range };
}

function standpoint(analysis: Analysis, view: BlockView | undefined): Standpoint {
  return view?.from ?? { uri: analysis.uri, perspective: wholesOf(analysis)[0]?.perspective };
}

/** The config that a block is shown in, else the first that the document is a part of. */
function wholeOf(analysis: Analysis, view: BlockView | undefined): WholeConfig | undefined {
  const wholes = wholesOf(analysis);
  const id = view?.from.perspective?.id;
  return view === undefined ? wholes[0] : (wholes.find(({ perspective }) => perspective?.id === id) ?? wholes[0]);
}

/** What is told of the key or value at an offset; undefined for whole blocks and where there is nothing. */
function tellValue(
  analysis: Analysis,
  offset: number,
  origin: Origin,
  view: BlockView | undefined,
): ToldValue | undefined {
  const document = documentOf(analysis);
  const at = document === undefined ? undefined : nodeAt(document, offset);
  const whole = wholeOf(analysis, view);
  if (document === undefined || at === undefined || whole === undefined) return undefined;
  const { node } = at;
  const isLink = /\$\{|^\*/.test(writtenText(origin)) || (node.kind === 'scalar' && isReference(node));
  if (node.kind !== 'scalar' && !isLink && node.kind !== 'list') return undefined;
  const from = standpoint(analysis, view);
  const place = placeIn(whole, at.path, view);
  if (place === undefined) {
    if (whole.perspective === undefined) return undefined;
    const gone = paragraph(l10n.t`Nothing of this is left in ${wholeName(from)}.`);
    return view === undefined ? undefined : { above: [gone], below: [], isReplaced: true };
  }
  const value = whole.resolver.resolve(place);
  const isReplaced = whole.perspective !== undefined && node.alias === undefined && !isSameText(place.node, node);
  const above: Section[] = [];
  const below: Section[] = [];
  if (isReplaced) {
    above.push(
      paragraph(
        ...(from.perspective === undefined
          ? sentence(
              l10n.t('{0}: {1}, from {2}.'),
              strong(l10n.t('Overridden')),
              valueWords(value),
              placeWords(place.node.origin, from),
            )
          : sentence(
              l10n.t('{0}: {1} has {2}, from {3}.'),
              strong(l10n.t('Overridden')),
              code(from.perspective.label),
              valueWords(value),
              placeWords(place.node.origin, from),
            )),
      ),
    );
  }
  const text = isReplaced ? place.node.origin : at.part === 'key' ? (node.alias ?? node.origin) : origin;
  if (isLink || (isReplaced && isReference(place.node))) {
    above.push(...interpolation(value, place, text, whole, from, document));
    below.push(...linkDetails(value, place, whole, from));
  } else if (isReplaced) {
    below.push(...paragraphs(includesLine(place.node.origin, place.path, whole, from)));
  } else {
    below.push(...paragraphs(overrodeLine(place, from)));
    if (value.kind === 'missing') above.push(...interpolation(value, place, text, whole, from, document));
  }
  below.push(...paragraphs(differenceLine(variantsOf(analysis, at.path))));
  if (above.length === 0 && below.length === 0) return undefined;
  return { above, below, isReplaced };
}

function writtenText({ text }: Origin): string {
  return text.trim().replace(/^(['"])([\s\S]*)\1$/, '$2');
}

function isReference(node: ValueNode): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.value.includes('${');
}

function isSameText(a: ValueNode, b: ValueNode): boolean {
  return a.origin.uri === b.origin.uri && a.origin.start === b.origin.start && a.origin.end === b.origin.end;
}

/** Where a value of the document stands in a whole config: in the block that is shown, where there is one. */
function placeIn(whole: WholeConfig, path: Path, view: BlockView | undefined): Place | undefined {
  const places = whole.placesOf(path);
  const block = view?.seen?.path;
  if (block === undefined) return places[0];
  return (
    places.find((place) => {
      const at = place.path;
      return block.every((part, index) => at[index] === part);
    }) ?? places[0]
  );
}

/** What an interpolation or an alias comes to and where that is written, or why nobody can tell. */
function interpolation(
  node: ResolvedNode,
  place: Place,
  at: Origin,
  whole: WholeConfig,
  from: Standpoint,
  document: ConfigDocument,
): Section[] {
  const written = writtenText(at);
  const sections: Section[] = [];
  if (node.kind === 'missing') {
    sections.push(paragraph(...sentence(l10n.t('{0} — a mandatory value that is not filled in.'), code('???'))));
  } else if (node.kind === 'unknown') {
    const whose = wholeName(from);
    sections.push(
      paragraph(
        ...(node.expression.trim() === written
          ? sentence(l10n.t('{0} cannot be told from {1}: {2}'), code(written), whose, node.problem.message)
          : sentence(
              l10n.t('{0} needs {1}, which cannot be told from {2}: {3}'),
              code(written),
              code(node.expression),
              whose,
              node.problem.message,
            )),
      ),
    );
    if (node.problem.severity !== 'error') {
      sections.push(
        paragraph(
          ...sentence(
            l10n.t('To see numbers, give it a value in the setting {0}.'),
            code('scheduleLens.interpolations'),
          ),
        ),
      );
    }
  } else {
    const { source } = node;
    const line: Inline[] = [code(written), ' = ', ...typedWords(node)];
    if (source !== undefined)
      line.push(
        ...sentence(l10n.t(', from {0}'), [code(nameOf(place, source, whole, document)), ...placeNote(source, from)]),
      );
    const via = (node.via ?? []).filter((step) => step.start !== at.start || step.uri !== at.uri);
    if (via.length > 0) {
      line.push(
        ...sentence(
          l10n.t(', through {0}'),
          via
            .slice(0, 5)
            .flatMap((step, index) => [
              ...(index === 0 ? [] : [l10n.t(' and ')]),
              code(step.text),
              ...placeNote(step, from),
            ]),
        ),
      );
    }
    sections.push(paragraph(...line, '.'));
  }
  for (const assumption of node.assumed ?? []) sections.push(paragraph(...assumptionLine(assumption, from)));
  return sections;
}

/** What stands behind an interpolation: what its target overrode, and the files that lead to it. */
function linkDetails(node: ResolvedNode, place: Place, whole: WholeConfig, from: Standpoint): Section[] {
  const { source } = node;
  const answer = whole.resolver.dereference(place);
  if ('failure' in answer || !answer.written || source === undefined) return [];
  const overrode = entryOf(answer.place) === undefined ? undefined : overrodeLine(answer.place, from);
  return paragraphs(overrode, includesLine(source, answer.place.path, whole, from));
}

/** The path of what an interpolation or an alias leads to; for what is made on the way the text itself. */
function nameOf(place: Place, source: Origin, { resolver }: WholeConfig, document: ConfigDocument): string {
  const answer = resolver.dereference(place);
  if (!('failure' in answer) && answer.written && answer.place !== place) {
    const { path, node } = answer.place;
    if (path.length > 0 && node.origin.uri === source.uri && node.origin.start === source.start) return pathText(path);
  }
  const at = source.uri === document.uri ? nodeAt(document, source.start) : undefined;
  // A mapping starts where its first key does: not the innermost node is meant but the one that is as long.
  const depth =
    at?.ancestors.findIndex(({ origin }) => origin.start === source.start && origin.end === source.end) ?? -1;
  return at === undefined || depth < 1 ? source.text : pathText(at.path.slice(0, depth));
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
  const { peak } = factsOf(curve);
  const facts = factList(factsOf(curve));
  if (options.picture && options.markdown) {
    const title = `${l10n.t(curve.spec.title)}, ${summaryOf(curve)}`;
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
    header: facts.map(({ short, label }) => short ?? label),
    row: facts.map((fact) => {
      const text = fact.value === undefined ? l10n.t('fails') : formatNumber(fact.value);
      return [fact === peak && fact.value !== undefined ? `${text} (${placeText(curve, fact.step)})` : text];
    }),
  });
  if (curve.unit !== undefined) {
    sections.push(paragraph('1 = ', code(curve.unit), l10n.t`, which ${wholeName(view.from)} does not tell.`));
  }
  const { total } = curve;
  if (total.source === 'config') {
    sections.push(
      paragraph(
        ...sentence(
          curve.updatesPerEpoch === undefined
            ? l10n.t('Training: {0}, from {1}.')
            : l10n.t('Training: {0} in epochs of {2}, from {1}.'),
          formatCount(total.steps, 'step'),
          total.origin === undefined
            ? total.text
            : [
                ...total.text
                  .split(l10n.t(' and '))
                  .flatMap((key, at) => (at === 0 ? [code(key)] : [l10n.t(' and '), code(key)])),
                ...placeNote(total.origin, view.from),
              ],
          formatStep(curve.updatesPerEpoch ?? 0),
        ),
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
      return [paragraph(l10n.t`No schedule: the ${quantityOf(view.block.key)} stays as the optimizer has it.`)];
    return [
      paragraph(
        strong(l10n.t('No curve')),
        ': ',
        ...(result.pythonError ? [`${result.pythonError}. `] : []),
        result.message,
      ),
    ];
  }
  if (result.status === 'curve') return [];
  const shown = result.unknown.slice(0, MOST_PROBLEMS);
  return [
    paragraph(
      strong(l10n.t('No curve')),
      ': ',
      ...sentence(
        l10n.t('{0} does not tell {1}'),
        wholeName(view.from),
        shown.flatMap((part, index): Inline[] => [
          ...(index === 0 ? [] : [', ']),
          code(part.name),
          ...(part.expression === '???' ? [] : [' (', code(part.expression), ')']),
        ]),
      ),
      result.unknown.length > shown.length ? ', …' : '.',
    ),
  ];
}

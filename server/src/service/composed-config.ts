import * as l10n from '@vscode/l10n';
import type { Origin, ResolvedNode, ScalarValue, ValueNode } from '../config';
import { type ComposedConfig, type Composition, isCommandLine } from '../config/hydra';
import type { ComposedConfigResult, ComposedFailure, ComposedLine, ComposedText } from '../protocol';
import type { Perspective } from '../workspace/types';
import type { Analysis } from './analysis';
import { composedFacts, Outlook } from './composed';
import { quoted } from './rich-text';
import { yamlScalar } from './yaml-scalar';

/** Longer texts are cut, with a comment in place of the rest. */
const MOST_LINES = 50_000;

const nothing: ComposedText = { text: '', lines: [] };

/**
 * What a primary config composes to, as YAML, with the place that wrote each line: the one with that id, or the chosen
 * one.
 */
export function composedConfig(analysis: Analysis, perspectiveId: string | undefined): ComposedConfigResult {
  const { view } = analysis;
  const perspective = view?.perspectives.find(({ id }) => id === perspectiveId) ?? view?.chosen;
  if (perspective === undefined) {
    const message = l10n.t(
      'No primary config reaches this file, so it is not known what it becomes a part of. Set scheduleLens.primaryConfig to name one.',
    );
    return { unresolved: nothing, resolved: nothing, failure: { stage: 'compose', message } };
  }
  const { composition } = perspective;
  const failure = failureOf(composition);
  const shared = { perspective: described(perspective), ...(failure && { failure }) };
  if (composition.stage === 'compose') return { ...shared, unresolved: nothing, resolved: nothing };
  return { ...shared, unresolved: unresolvedText(composition), resolved: resolvedText(composition, analysis) };
}

function described({ id, label, because }: Perspective): { id: string; label: string; because: string } {
  return { id, label, because };
}

function failureOf(composition: Composition): ComposedFailure | undefined {
  const { stage, message, pythonError, origin } = composition;
  if (stage === undefined || message === undefined) return undefined;
  return {
    stage,
    message,
    ...(pythonError !== undefined && { pythonError }),
    ...(origin && !isCommandLine(origin.uri) && { place: { uri: origin.uri, range: origin.range } }),
  };
}

function unresolvedText({ tree }: ComposedConfig): ComposedText {
  const writer = new Writer<ValueNode>((node) => node.origin, scalarOf);
  return writer.write(tree);
}

function resolvedText(composition: ComposedConfig, { settings, environment }: Analysis): ComposedText {
  const { resolver } = composedFacts(composition, new Outlook(settings, environment));
  const { root } = resolver;
  if (root === undefined) return nothing;
  // Where a value is written says more than where the interpolation stands that asks for it.
  const writer = new Writer<ResolvedNode>((node) => node.source ?? node.origin, scalarOf);
  return writer.write(resolver.resolve(root));
}

function scalarOf(node: ValueNode | ResolvedNode): string {
  switch (node.kind) {
    case 'scalar':
      return yamlScalar(node.type, node.value);
    case 'missing':
      return '???';
    case 'unknown':
      return `${yamlScalar('str', node.expression)}  # ${quoted(node.problem.message)}`;
    case 'map':
      return '{}';
    case 'list':
      return '[]';
  }
}

type MapOf<N> = { readonly kind: 'map'; readonly entries: ReadonlyMap<string, { key: ScalarValue; value: N }> };
type ListOf<N> = { readonly kind: 'list'; readonly items: readonly N[] };

/** Block style throughout, as PyYAML writes it: lists of a mapping stand at the column of their key. */
class Writer<N extends ValueNode | ResolvedNode> {
  private readonly rows: string[] = [];
  private readonly places: (ComposedLine | null)[] = [];

  constructor(
    private readonly placeOf: (node: N) => Origin,
    private readonly scalar: (node: N) => string,
  ) {}

  write(root: N): ComposedText {
    if (isMap<N>(root)) this.map(root, '', '');
    else if (isList<N>(root)) this.list(root, '', '');
    else this.line(this.scalar(root), this.placeOf(root));
    const { rows, places } = this;
    return { text: rows.map((row) => `${row}\n`).join(''), lines: places };
  }

  private line(text: string, origin: Origin): void {
    const line = this.rows.length;
    if (line > MOST_LINES) return;
    if (line === MOST_LINES) {
      this.rows.push(l10n.t('# The rest is left out: it is too long.'));
      this.places.push(null);
      return;
    }
    this.rows.push(text);
    this.places.push(isCommandLine(origin.uri) ? null : { line, uri: origin.uri, range: origin.range });
  }

  private map({ entries }: MapOf<N>, indent: string, lead: string): void {
    let head = lead;
    for (const { key, value } of entries.values()) {
      const name = `${head}${yamlScalar(key.type, key.value)}:`;
      head = indent;
      if (isMap<N>(value)) {
        this.line(name, key.origin);
        this.map(value, `${indent}  `, `${indent}  `);
      } else if (isList<N>(value)) {
        this.line(name, this.placeOf(value));
        this.list(value, indent, indent);
      } else {
        this.line(`${name} ${this.scalar(value)}`, this.placeOf(value));
      }
    }
  }

  private list({ items }: ListOf<N>, indent: string, lead: string): void {
    let head = lead;
    for (const item of items) {
      const start = `${head}- `;
      head = indent;
      if (this.rows.length > MOST_LINES) return;
      if (isMap<N>(item)) this.map(item, `${indent}  `, start);
      else if (isList<N>(item)) this.list(item, `${indent}  `, start);
      else this.line(`${start}${this.scalar(item)}`, this.placeOf(item));
    }
  }
}

function isMap<N>(node: ValueNode | ResolvedNode): node is (ValueNode | ResolvedNode) & MapOf<N> {
  return node.kind === 'map' && node.entries.size > 0;
}

function isList<N>(node: ValueNode | ResolvedNode): node is (ValueNode | ResolvedNode) & ListOf<N> {
  return node.kind === 'list' && node.items.length > 0;
}

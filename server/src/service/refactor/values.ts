import * as l10n from '@vscode/l10n';
import { type ConfigDocument, type MapEntry, type NodeAt, nodeAt, type ResolvedNode } from '../../config';
import { readPlain } from '../../config/scalars';
import type { Replacement } from '../../rules';
import { pythonNumber } from '../../rules/text';
import type { AnalyzedBlock } from '../analysis';
import { change, flowText, isInFlow, lineStart, styleOf } from '../fix/text';

interface Refactoring {
  readonly title: string;
  readonly changes: readonly Replacement[];
}

const siblings = { schedule_config: 'lr', weight_decay_schedule: 'weight_decay', alpha_schedule: 'alpha' } as const;

/** The keys whose value is that of the optimizer. */
const peaks: readonly string[] = ['max_value', 'start_value', 'value'];

/**
 * A number that is the optimizer's own as an interpolation of it. Where the optimizer has none, the number moves there.
 */
export function extraction(document: ConfigDocument, block: AnalyzedBlock, at: NodeAt): Refactoring | undefined {
  const { entry } = at;
  const { role, optimizer } = block.context;
  const key = entry === undefined ? undefined : String(entry.key.value);
  if (entry === undefined || key === undefined || role === undefined || !peaks.includes(key)) return undefined;
  const { value } = entry;
  const isNumber = value.kind === 'scalar' && value.alias === undefined && typeof value.value === 'number';
  if (!isNumber || entry.merged || typeof value.value !== 'number') return undefined;
  const { parent, keyOrigin } = block.block;
  if (parent === undefined || keyOrigin === undefined || block.block.value.alias !== undefined) return undefined;
  const name = siblings[role];
  const reference = `\${..${name}}`;
  const replaced: Replacement = {
    origin: value.origin,
    text: isInFlow(document, value.origin.start) ? flowText(reference) : reference,
  };
  const existing = optimizer?.entries.get(name)?.value;
  const title = l10n.t`Extract to ${reference}`;
  if (existing !== undefined) {
    const isSame = existing.kind === 'scalar' && existing.value === value.value;
    return isSame && agree(block, (one) => one?.kind === 'scalar' && one.value === value.value, name)
      ? { title, changes: [replaced] }
      : undefined;
  }
  // Where other files may set it, its absence here says nothing.
  if (block.perspectives.length > 0 || parent.entries.has(name)) return undefined;
  const prefix = document.text.slice(lineStart(document, keyOrigin.start), keyOrigin.start);
  // An anchor, a tag or a question mark before the key would come to belong to the one put there.
  if (!(parent.flow ? /^$|[{,]$/.test(prefix.trim()) : /^[\s-]*$/.test(prefix))) return undefined;
  const number = value.origin.text;
  if (parent.flow) {
    const begin = keyOrigin.start;
    return { title, changes: [change(document, begin, begin, `${name}: ${number}, `), replaced] };
  }
  const indent = ' '.repeat(keyOrigin.range.start.character);
  const inserted = `${name}: ${number}${styleOf(document).eol}${prefix.trim() === '' ? prefix : indent}`;
  return { title, changes: [change(document, keyOrigin.start, keyOrigin.start, inserted), replaced] };
}

function agree(block: AnalyzedBlock, holds: (node: ResolvedNode | undefined) => boolean, key: string): boolean {
  return block.perspectives.every(({ context }) => holds(context.optimizer?.entries.get(key)?.value));
}

/** The value of an interpolation in its place, where all configs that reach it agree and nothing is assumed. */
export function inlining(document: ConfigDocument, block: AnalyzedBlock, at: NodeAt): Refactoring | undefined {
  const { node } = at;
  if (node.kind !== 'scalar' || node.alias !== undefined || typeof node.value !== 'string') return undefined;
  if (!node.value.includes('${') || node.origin.uri !== document.uri || at.part === 'key') return undefined;
  if (node.style === 'literal' || node.style === 'folded') return undefined;
  const trees = [block.resolved, ...block.perspectives.map(({ resolved }) => resolved)];
  const found = trees.map((tree) => findAt(tree, node.origin.start, document.uri));
  const [first] = found;
  if (first?.kind !== 'scalar' || first.assumed !== undefined) return undefined;
  const isSame = found.every(
    (one) =>
      one === undefined || (one.kind === 'scalar' && Object.is(one.value, first.value) && one.type === first.type),
  );
  if (!isSame) return undefined;
  const text = literalOf(first, isInFlow(document, node.origin.start));
  if (text === undefined) return undefined;
  return { title: l10n.t`Inline ${text}`, changes: [change(document, node.origin.start, node.origin.end, text)] };
}

/** A scalar as YAML text that reads back as the same value. */
function literalOf(node: ResolvedNode, flow: boolean): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  const { value, source } = node;
  if (typeof value === 'string') {
    if (/[\r\n]/.test(value) || value.includes('${')) return undefined;
    const read = readPlain(value);
    const plain = 'type' in read && read.type === 'str' && /^[\w./-]+$/.test(value);
    return plain ? (flow ? flowText(value) : value) : `"${value.replace(/["\\]/g, '\\$&')}"`;
  }
  // As its author wrote it, where it is written somewhere.
  if (source !== undefined && typeof value === 'number') {
    const read = readPlain(source.text);
    if ('type' in read && read.type === node.type && Object.is(read.value, value)) return source.text;
  }
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'number') return undefined;
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return node.type === 'int' ? String(value) : pythonNumber(value);
}

/** The resolved value of the text at an offset. */
function findAt(node: ResolvedNode, start: number, uri: string): ResolvedNode | undefined {
  if (node.kind === 'map') {
    for (const { value } of node.entries.values()) {
      const found = findAt(value, start, uri);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (node.kind === 'list' && node.source === undefined) {
    for (const item of node.items) {
      const found = findAt(item, start, uri);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return node.origin.start === start && node.origin.uri === uri ? node : undefined;
}

export function entryIn(
  document: ConfigDocument,
  offset: number,
): { at: NodeAt; entry: MapEntry | undefined } | undefined {
  const at = nodeAt(document, offset);
  if (at === undefined) return undefined;
  // Inside a list the entry is that of the list.
  for (let index = at.ancestors.length - 1; index > 0; index--) {
    const holder = at.ancestors[index - 1];
    const node = at.ancestors[index];
    if (holder?.kind !== 'map') continue;
    for (const entry of holder.entries.values()) if (entry.value === node) return { at, entry };
  }
  return { at, entry: at.entry };
}

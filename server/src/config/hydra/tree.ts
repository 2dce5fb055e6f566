import type { ListValue, MapEntry, MapValue, Origin, Path, ScalarType, ScalarValue, ValueNode } from '../types';

/** An entry of a composed config. It remembers what stood in its place before, oldest first. */
export interface ComposedEntry extends MapEntry {
  readonly overrode?: readonly ValueNode[];
}

/** A key as results show it: `<int>3` for a key that is no string. */
export function shownKey(id: string): string {
  return id.startsWith('\u0000') ? id.slice(1) : id;
}

/** A path as messages and results write it: `parts.stack[0].lr`. */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += `${text === '' ? '' : '.'}${shownKey(part)}`;
  }
  return text;
}

export function isInterpolation(node: ValueNode | undefined): node is ScalarValue & { readonly value: string } {
  return node?.kind === 'scalar' && typeof node.value === 'string' && node.value.includes('${');
}

/** `???`, in quotes or not: a value that someone must fill in. */
export function isMissing(node: ValueNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === '???';
}

export function textKey(text: string, origin: Origin): ScalarValue {
  return { kind: 'scalar', type: 'str', value: text, style: 'none', origin };
}

export function plainScalar(value: null | string | boolean, origin: Origin): ScalarValue {
  const type: ScalarType = value === null ? 'null' : typeof value === 'string' ? 'str' : 'bool';
  return { kind: 'scalar', type, value, style: 'none', origin };
}

export function emptyMap(origin: Origin): MapValue {
  return { kind: 'map', entries: new Map(), flow: false, origin };
}

export function mapOf(entries: ReadonlyMap<string, MapEntry>, origin: Origin): MapValue {
  return { kind: 'map', entries, flow: false, origin };
}

export function childOf(node: ValueNode | undefined, part: string | number): ValueNode | undefined {
  if (node?.kind === 'map' && typeof part === 'string') return node.entries.get(part)?.value;
  if (node?.kind === 'list' && typeof part === 'number') return node.items[part];
  return undefined;
}

export function nodeAt(root: ValueNode, path: Path): ValueNode | undefined {
  let node: ValueNode | undefined = root;
  for (const part of path) node = childOf(node, part);
  return node;
}

export type Container = MapValue | ListValue;

export function isContainer(node: ValueNode | undefined): node is Container {
  return node?.kind === 'map' || node?.kind === 'list';
}

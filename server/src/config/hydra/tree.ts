import type { ListValue, MapEntry, MapValue, Origin, Path, ScalarValue, ValueNode } from '../types';

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

/** Anything with a place. Places cost a look at the text, so they are asked for only when somebody wants to see one. */
export interface Placed {
  readonly origin: Origin;
}

/** A text that stands for itself, such as a key of a package, at the place of something else. */
class TextAt implements ScalarValue {
  readonly kind = 'scalar';
  readonly type = 'str';
  readonly style = 'none';

  constructor(
    readonly value: string,
    private readonly place: Placed,
  ) {}

  get origin(): Origin {
    return this.place.origin;
  }
}

export function textKey(text: string, place: Placed): ScalarValue {
  return new TextAt(text, place);
}

class MapAt implements MapValue {
  readonly kind = 'map';
  readonly flow = false;

  constructor(
    readonly entries: ReadonlyMap<string, MapEntry>,
    private readonly place: Placed,
  ) {}

  get origin(): Origin {
    return this.place.origin;
  }
}

/** A mapping at the place of something else. */
export function mapOf(entries: ReadonlyMap<string, MapEntry>, place: Placed): MapValue {
  return new MapAt(entries, place);
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

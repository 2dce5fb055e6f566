import {
  type Element,
  type Interpolation,
  type Origin,
  originMap,
  type Place,
  parseInterpolation,
  type Resolver,
  type ScalarValue,
  type Span,
} from '../config';

/** One key of a path that an interpolation writes. Offsets count within the scalar's value. */
export interface WrittenKey extends Span {
  /** Undefined where an interpolation stands for the key. */
  readonly text: string | undefined;
  readonly inner: Interpolation | undefined;
}

/** A path to another value of the config, as `${…}` or an argument of a resolver such as `oc.select` writes it. */
export interface WrittenPath extends Span {
  /** Leading dots; 0 for a path from the root. */
  readonly dots: number;
  readonly keys: readonly WrittenKey[];
}

/** Resolvers of OmegaConf whose first argument is a path. */
const PATH_RESOLVERS: ReadonlySet<string> = new Set(['oc.select', 'oc.deprecated', 'oc.dict.keys', 'oc.dict.values']);

/** Every path that the interpolations of a text write, outer ones before those inside of them; none where it does not parse. */
export function writtenPaths(text: string): readonly WrittenPath[] {
  if (!text.includes('${')) return [];
  const parsed = parseInterpolation(text);
  if (parsed.error !== undefined) return [];
  const paths: WrittenPath[] = [];
  for (const part of parsed.parts) if (part.kind !== 'text') collect(part, text, paths);
  return paths;
}

function collect(part: Interpolation, text: string, paths: WrittenPath[]): void {
  if (part.kind === 'node') {
    paths.push({ dots: part.dots, keys: part.keys, start: part.start, end: part.end });
    for (const { inner } of part.keys) if (inner !== undefined) collect(inner, text, paths);
    return;
  }
  const name = part.name.map((key) => key.text ?? '').join('.');
  const [first] = part.args;
  const path = PATH_RESOLVERS.has(name) && first !== undefined ? pathOfArgument(first, text) : undefined;
  if (path !== undefined) paths.push(path);
  for (const argument of part.args) collectElement(argument, text, paths);
}

function collectElement(element: Element, text: string, paths: WrittenPath[]): void {
  switch (element.kind) {
    case 'node':
    case 'resolver':
      collect(element, text, paths);
      break;
    case 'concat':
      for (const part of element.parts) if (part.kind !== 'text') collect(part, text, paths);
      break;
    case 'list':
      for (const item of element.items) collectElement(item, text, paths);
      break;
    case 'dict':
      for (const { value } of element.entries) collectElement(value, text, paths);
      break;
    default:
  }
}

function pathOfArgument(argument: Element, text: string): WrittenPath | undefined {
  const { start, end, kind } = argument;
  if (kind !== 'str' && kind !== 'concat') return undefined;
  if (kind === 'concat' && argument.parts.some((part) => part.kind !== 'text')) return undefined;
  const trim = kind === 'concat' && argument.quoted ? 1 : 0;
  const source = text.slice(start + trim, end - trim);
  // What is escaped is not written as it is meant.
  if (source === '' || source.includes('\\')) return undefined;
  const dots = /^\.*/.exec(source)?.[0].length ?? 0;
  const keys = [...source.matchAll(/[^.[\]]+/g)].map((match) => {
    const from = start + trim + match.index;
    return { text: match[0], inner: undefined, start: from, end: from + match[0].length };
  });
  return keys.length === 0 ? undefined : { dots, keys, start, end };
}

/** The path at an offset of the document, and which of its keys. The last key counts for the closing brace. */
export function keyAt(
  node: ScalarValue,
  offset: number,
): { path: WrittenPath; index: number; origin: Origin } | undefined {
  if (typeof node.value !== 'string') return undefined;
  const place = originMap(node);
  const around = writtenPaths(node.value).filter(({ start, end }) => covers(place(start, end), offset));
  // The innermost.
  const path = around.at(-1);
  if (path === undefined) return undefined;
  const origins = path.keys.map(({ start, end }) => place(start, end));
  let index = origins.findIndex((origin) => offset <= origin.end);
  if (index < 0) index = origins.length - 1;
  const origin = origins[index];
  return origin === undefined ? undefined : { path, index, origin };
}

function covers({ start, end }: Origin, offset: number): boolean {
  return start <= offset && offset <= end;
}

/**
 * The places that a path leads through when it stands at `site`, one for each of its keys, links not yet followed at the
 * last; fewer where the config has no such key. The first of it is searched from the root or from where its dots lead.
 */
export function placesAlong(path: WrittenPath, site: Place, resolver: Resolver): readonly Place[] {
  let container = path.dots === 0 ? resolver.root : site.parent;
  for (let dot = 1; dot < path.dots; dot++) container = container?.parent;
  const places: Place[] = [];
  for (const key of path.keys) {
    const text = keyText(key, site, resolver);
    const place = container === undefined || text === undefined ? undefined : childOf(container, text);
    if (place === undefined) break;
    places.push(place);
    if (places.length === path.keys.length) break;
    const answer = resolver.dereference(place);
    container = 'failure' in answer ? undefined : answer.place;
  }
  return places;
}

function keyText({ text, inner }: WrittenKey, site: Place, resolver: Resolver): string | undefined {
  if (inner === undefined) return text;
  if (inner.kind !== 'node') return undefined;
  const places = placesAlong(inner, site, resolver);
  const last = places.length === inner.keys.length ? places.at(-1) : undefined;
  const value = last === undefined ? undefined : resolver.resolve(last);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

function childOf(container: Place, key: string): Place | undefined {
  if (container.node.kind !== 'list') return container.child(key);
  return /^\s*\+?\d+\s*$/.test(key) ? container.child(Number(key)) : undefined;
}

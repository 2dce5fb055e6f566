import type { ConfigDocument, ListValue, ValueNode } from '../../config';
import type { Replacement } from '../../rules';
import { change, lineEnd, lineStart } from './text';

interface Chunk {
  readonly value: number;
  readonly text: string;
}

/**
 * A list of numbers in ascending order, or without repetitions, or both; undefined where nothing changes, where an item
 * is no number, and where the text cannot be moved without loss.
 */
export function sortSteps(
  document: ConfigDocument,
  list: ListValue,
  { sort, dedupe }: { readonly sort: boolean; readonly dedupe: boolean },
): Replacement[] | undefined {
  const values = list.items.map(numberOf);
  if (values.some((value) => value === undefined)) return undefined;
  const chunks = list.flow ? flowChunks(document, list) : dashChunks(document, list);
  if (chunks === undefined) return undefined;
  const items: Chunk[] = chunks.texts.map((text, index) => ({ text, value: values[index] ?? Number.NaN }));
  const seen = new Set<number>();
  let kept = items;
  if (dedupe) {
    kept = items.filter(({ value }) => {
      const isNew = !seen.has(value);
      seen.add(value);
      return isNew;
    });
  }
  if (sort) kept = [...kept].sort((a, b) => a.value - b.value);
  if (kept.length === items.length && kept.every((item, index) => item === items[index])) return undefined;
  const text = kept.map((item, index) => (index === 0 ? '' : (chunks.joints[index - 1] ?? '')) + item.text).join('');
  return [change(document, chunks.start, chunks.end, text)];
}

function numberOf(node: ValueNode): number | undefined {
  if (node.kind !== 'scalar' || node.alias !== undefined) return undefined;
  const value = typeof node.value === 'string' && node.value.trim() !== '' ? Number(node.value) : node.value;
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}

interface Chunks {
  readonly start: number;
  readonly end: number;
  readonly texts: readonly string[];
  /** What stands between one chunk and the next; it keeps its place. */
  readonly joints: readonly string[];
}

function flowChunks(document: ConfigDocument, list: ListValue): Chunks | undefined {
  const places = list.items.map(({ origin }) => origin);
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const joints = places.slice(1).map((place, index) => document.text.slice(places[index]?.end ?? 0, place.start));
  // Comments, anchors and tags between the items belong to one of them, and nobody knows to which.
  if (joints.some((joint) => !/^\s*,\s*$/.test(joint))) return undefined;
  return { start: first.start, end: last.end, texts: places.map(({ text }) => text), joints };
}

/** Whole lines: each item with the comment behind it and those on the lines above it. */
function dashChunks(document: ConfigDocument, list: ListValue): Chunks | undefined {
  const { text } = document;
  const starts: number[] = [];
  const texts: string[] = [];
  const joints: string[] = [];
  let end = -1;
  for (const { origin } of list.items) {
    const begin = lineStart(document, origin.start);
    const lineBehind = lineEnd(document, origin.end);
    const line = text.slice(begin, lineBehind);
    const isFirst = end < 0;
    const dash = isFirst ? list.origin.start : begin + line.search(/\S/);
    if (!/^-[ \t]+$/.test(text.slice(dash, origin.start))) return undefined;
    if (isFirst) {
      starts.push(dash);
    } else {
      const gap = text.slice(end, dash);
      const above = /^(\r\n|\n|\r)[ \t]*/.exec(gap)?.[0];
      if (above === undefined) return undefined;
      joints.push(above);
      starts.push(end + above.length);
    }
    end = lineBehind;
    texts.push(text.slice(starts.at(-1), lineBehind));
  }
  const [start] = starts;
  return start === undefined ? undefined : { start, end, texts, joints };
}

/** The pieces that a text is read in, each by itself, and how a later reading finds them again. */
import type { RawBlock } from './blocks';
import type { Parsed, RawList, RawMap, RawProblem } from './parse';
import type { Collection } from './split';

export interface Segment {
  readonly text: string;
  /** What it stands in; undefined where it is the whole file. */
  readonly collection: Collection | undefined;
  readonly atEnd: boolean;
  readonly parsed: Parsed;
  /** It does not parse; `problems` says why, and what could be seen stands in `parsed`. */
  readonly faulty: boolean;
  readonly problems: readonly PlacedProblem[];
  readonly blocks: readonly RawBlock[];
  readonly alone: ReadonlySet<RawBlock>;
  /** Where it is the head of an entry whose value is read entry by entry: that value, empty. */
  readonly opened?: RawMap | RawList;
  interpolations?: readonly RawProblem[];
}

export interface PlacedProblem extends RawProblem {
  readonly syntax: boolean;
}

export interface SegmentAt {
  readonly segment: Segment;
  readonly base: number;
  /** The index of the head of the collection that it stands in; undefined in the outermost one. */
  readonly within: number | undefined;
}

export function isSame(a: Collection | undefined, b: Collection): boolean {
  return (
    a !== undefined &&
    a.column === b.column &&
    a.sequence === b.sequence &&
    a.indentless === b.indentless &&
    a.depth === b.depth
  );
}

/** The segments of an earlier text, each of which is taken over at most once. */
export class Earlier {
  private readonly taken = new Set<Segment>();
  private next = 0;
  private byFirstLine: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(private readonly segments: readonly Segment[]) {}

  /** The first segment that fits, most likely the one behind the last that did. */
  take(text: string, at: number, fits: (segment: Segment) => boolean): Segment | undefined {
    for (let index = this.next; index < this.next + 3; index++) {
      const segment = this.takeIf(index, fits);
      if (segment !== undefined) {
        return segment;
      }
    }
    const same = this.lines().get(firstLine(text, at)) ?? [];
    const from = Math.max(
      0,
      same.findIndex((index) => index >= this.next),
    );
    for (const index of same.slice(from, from + 16)) {
      const segment = this.takeIf(index, fits);
      if (segment !== undefined) {
        return segment;
      }
    }
    return undefined;
  }

  private takeIf(index: number, fits: (segment: Segment) => boolean): Segment | undefined {
    const segment = this.segments[index];
    if (segment === undefined || this.taken.has(segment) || !fits(segment)) {
      return undefined;
    }
    this.taken.add(segment);
    this.next = index + 1;
    return segment;
  }

  private lines(): ReadonlyMap<string, readonly number[]> {
    if (this.byFirstLine === undefined) {
      const lines = new Map<string, number[]>();
      for (const [index, { text }] of this.segments.entries()) {
        const line = firstLine(text, 0);
        const same = lines.get(line);
        if (same === undefined) {
          lines.set(line, [index]);
        } else {
          same.push(index);
        }
      }
      this.byFirstLine = lines;
    }
    return this.byFirstLine;
  }
}

function firstLine(text: string, from: number): string {
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? Math.min(text.length, from + 200) : Math.min(end, from + 200));
}

/** What is cut out of a text keeps all of it in memory; this is the same in memory of its own. */
export function own(text: string): string {
  return ` ${text}`.slice(1);
}

export function ownTexts({ root, anchors, problems }: Parsed): void {
  for (const anchor of anchors) {
    anchor.name = own(anchor.name);
  }
  for (const problem of problems) {
    problem.message = own(problem.message);
  }
  const open = root === undefined ? [] : [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'alias') {
      node.name = own(node.name);
    } else if (node.kind === 'scalar') {
      if (typeof node.value === 'string') {
        node.value = own(node.value);
      }
    } else {
      for (const inner of node.kind === 'map' ? [...node.keys, ...node.values] : node.items) {
        open.push(inner);
      }
    }
  }
}

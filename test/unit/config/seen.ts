import type { ConfigDocument } from '../../../server/src/config/read';
import type { ValueNode } from '../../../server/src/config/types';

/** Everything that a reader can see, with all positions. */
export function seen(document: ConfigDocument): unknown {
  const node = (value: ValueNode): unknown => {
    const place = [value.origin.start, value.origin.end, value.origin.range, value.alias?.start];
    if (value.kind === 'scalar') {
      return [value.type, value.style, String(value.value), value.lost, place];
    }
    if (value.kind === 'list') {
      return ['list', value.flow, place, value.items.map(node)];
    }
    return [
      'map',
      value.flow,
      place,
      [...value.entries].map(([id, entry]) => [id, entry.key.origin.start, entry.merged, node(entry.value)]),
    ];
  };
  return {
    root: document.root === undefined ? undefined : node(document.root),
    problems: document.problems,
    interpolations: document.interpolationProblems,
    blocks: document.blocks.map((block) => [
      ...[block.key, block.path, block.keyOrigin, node(block.value)],
      block.parent === undefined ? undefined : [block.parent.origin, [...block.parent.entries.keys()]],
    ]),
  };
}

/** A text after a change at a place that need not be in it. */
export function apply(before: string, change: { at: number; remove: number; insert: string }): string {
  const at = before.length === 0 ? 0 : change.at % (before.length + 1);
  return before.slice(0, at) + change.insert + before.slice(at + change.remove);
}

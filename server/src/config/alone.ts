/**
 * Blocks that mean the same wherever their lines stand: all that their lines and those of the mapping around them refer
 * to is in the same segment. While the segment stays, so does whatever was found out about them.
 */
import type { RawBlock } from './blocks';
import type { Parsed, RawNode } from './parse';

const REFERENCE = /\$\{(\.*)((?:[^${}.][^${}]*)?)\}/g;
const NAMES = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/** Those of a segment's blocks that stand alone. */
export function aloneIn({ root, aliases, special }: Parsed, blocks: readonly RawBlock[]): ReadonlySet<RawBlock> {
  const alone = new Set<RawBlock>();
  if (root === undefined || special || aliases.length > 0 || blocks.length === 0) {
    return alone;
  }
  for (const block of blocks) {
    // The mapping around a block must be whole in this segment, under its own key.
    if (block.key !== undefined && block.parent !== undefined && block.parent !== root) {
      alone.add(block);
    }
  }
  return alone.size > 0 && staysInside(root) ? alone : new Set();
}

/** Whether every interpolation leads to what is below the entries that a tree is made of. */
function staysInside(root: RawNode): boolean {
  const open: { node: RawNode; depth: number }[] = [{ node: root, depth: -1 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, depth } = at;
    if (node.kind === 'scalar') {
      if (typeof node.value === 'string' && node.value.includes('${') && !climbsLess(node.value, depth)) {
        return false;
      }
    } else if (node.kind !== 'alias') {
      for (const inner of node.kind === 'map' ? node.values : node.items) {
        open.push({ node: inner, depth: depth + 1 });
      }
    }
  }
  return true;
}

/** Whether a text in a collection that stands so deep below the tree's root has no reference that reaches the root. */
function climbsLess(text: string, depth: number): boolean {
  let read = 0;
  for (const [, dots = '', names = ''] of text.matchAll(REFERENCE)) {
    // One dot is the collection itself.
    if (dots.length === 0 || dots.length > depth || !NAMES.test(names)) {
      return false;
    }
    read += 1;
  }
  // One that holds another one, or is not closed, was not read.
  return read === text.split('${').length - 1;
}

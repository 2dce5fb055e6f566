import type { ValueNode } from '../types';

/** Mappings and lists of files that hold no interpolation at any depth; files never change once they are read. */
const PLAIN = new WeakSet<ValueNode>();

export function markPlain(node: ValueNode): void {
  PLAIN.add(node);
}

export function isKnownPlain(node: ValueNode): boolean {
  return PLAIN.has(node);
}

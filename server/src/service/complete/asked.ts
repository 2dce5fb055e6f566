import type { CursorContext } from '../../config/context';
import type { BlockKey } from '../../config/types';
import type { NoetherVersion } from '../settings';
import type { CompletionData } from './item';
import { type BlockPlace, siblingOf } from './place';
import type { Layout } from './write';

/** Where completion is asked for, and for whom. */
export interface Asked {
  readonly text: string;
  readonly offset: number;
  readonly context: CursorContext;
  readonly version: NoetherVersion;
  /** The block key that the whole file lands under. */
  readonly rootRole: BlockKey | undefined;
  /** The kind behind a new `kind:` is chosen in the snippet, not from a list that opens next. */
  readonly choices: boolean;
}

export function layoutAt({ context }: Asked, flow: boolean, indent = context.indent): Layout {
  return { flow, indent, habits: context.habits };
}

/** What the documentation of a kind in this block is made from. */
export function aboutKind(kind: string, block: BlockPlace, { version }: Asked): CompletionData {
  const peak = siblingOf(block)?.value;
  return { kind, role: block.role, peak: peak !== undefined && peak > 0 ? peak : undefined, version };
}

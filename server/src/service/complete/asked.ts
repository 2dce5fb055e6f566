import type { CursorContext, Slot } from '../../config/context';
import type { BlockKey } from '../../config/types';
import type { NoetherVersion } from '../settings';
import type { WholeConfig } from '../whole';
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
  /** The config that a primary composes the file into, perhaps from a text of a moment ago. */
  readonly whole?: WholeConfig | undefined;
}

export function layoutAt({ context }: Asked, flow: boolean, indent = context.indent): Layout {
  return { flow, indent, habits: context.habits };
}

/** What the documentation of a kind in this block is made from. */
export function aboutKind(kind: string, block: BlockPlace, { version }: Asked): CompletionData {
  const peak = siblingOf(block)?.value;
  return { kind, role: block.role, peak: peak !== undefined && peak > 0 ? peak : undefined, version };
}

/**
 * A slot for text of several lines: a comment behind the cursor stays on the line of the key, not behind the last of
 * the new lines.
 */
export function aboveComment({ text }: Asked, slot: Slot): { readonly slot: Slot; readonly comment: string } {
  const rest = /[ \t]+#.*|/y;
  rest.lastIndex = slot.end;
  const found = rest.exec(text)?.[0] ?? '';
  // Right behind a blank that is replaced, the comment has lost what separates it from the colon.
  const glued = found === '' && /[ \t]/.test(text.charAt(slot.end - 1)) ? /#.*|/y : undefined;
  if (glued) glued.lastIndex = slot.end;
  const comment = glued ? (glued.exec(text)?.[0] ?? '') : found;
  if (comment === '') return { slot, comment: '' };
  return { slot: { ...slot, end: slot.end + comment.length }, comment: glued ? ` ${comment}` : comment };
}

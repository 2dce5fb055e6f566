import type { PreviewPlace, PreviewResult } from '../../../server/src/protocol';

/** Controller → view. Every message is a whole picture of what to show: a view that was hidden needs only the last. */
export type ToView = ShowMessage | StatusMessage;

export interface ShowMessage {
  readonly type: 'show';
  readonly uri: string;
  /** Short name of the file, for a reader. */
  readonly file: string;
  readonly result: PreviewResult;
}

/** There is no answer to show (yet). */
export interface StatusMessage {
  readonly type: 'status';
  readonly status: 'noFile' | 'waiting' | 'failed';
  readonly message: string;
}

/** View → controller. */
export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'select'; readonly blockId: string }
  | { readonly type: 'selectPerspective'; readonly perspectiveId: string }
  | { readonly type: 'reveal'; readonly place: PreviewPlace }
  | { readonly type: 'retry' };

/** What the view keeps across hiding and reload; the controller reads all but `scale` when a panel comes back. */
export interface ViewState {
  readonly uri?: string;
  readonly blockId?: string;
  /** The primary config that was switched to; absent while the server chooses. */
  readonly perspectiveId?: string;
  readonly scale: 'linear' | 'log';
}

/** The kept state, whatever an older version (or nobody) left there. */
export function readViewState(state: unknown): ViewState {
  if (typeof state !== 'object' || state === null) return { scale: 'linear' };
  const { uri, blockId, perspectiveId, scale } = state as Record<string, unknown>;
  return {
    ...(typeof uri === 'string' && { uri }),
    ...(typeof blockId === 'string' && { blockId }),
    ...(typeof perspectiveId === 'string' && { perspectiveId }),
    scale: scale === 'log' ? 'log' : 'linear',
  };
}

/** A message from the view, checked: it comes out of a web page. */
export function readFromView(message: unknown): FromView | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, blockId, perspectiveId, place } = message as Record<string, unknown>;
  if (type === 'ready' || type === 'retry') return { type };
  if (type === 'select' && typeof blockId === 'string') return { type, blockId };
  if (type === 'selectPerspective' && typeof perspectiveId === 'string') return { type, perspectiveId };
  if (type === 'reveal' && isPlace(place)) return { type, place };
  return undefined;
}

function isPlace(place: unknown): place is PreviewPlace {
  if (typeof place !== 'object' || place === null) return false;
  const { uri, range } = place as Record<string, unknown>;
  if (typeof uri !== 'string' || typeof range !== 'object' || range === null) return false;
  const { start, end } = range as Record<string, unknown>;
  return isPosition(start) && isPosition(end);
}

function isPosition(position: unknown): boolean {
  if (typeof position !== 'object' || position === null) return false;
  const { line, character } = position as Record<string, unknown>;
  return Number.isInteger(line) && Number.isInteger(character) && Number(line) >= 0 && Number(character) >= 0;
}

import type { WireCurve } from '../../../server/src/plot';
import type { HandleMove, PreviewPlace, PreviewResult } from '../../../server/src/protocol';
import { fieldsOf, isNumber, isOneOf, isText, listOf } from './check';
import { type Comparison, type LogChoice, type Pin, readViewQuery, type ViewQuery } from './state';

/**
 * Controller → view. Every message is a whole picture of its part: a view that was hidden needs only the last of each
 * type.
 */
export type ToView =
  | ShowMessage
  | StatusMessage
  | ComparedMessage
  | MovedMessage
  | SupposedMessage
  | AssumedMessage
  | NoticeMessage
  | CompareWithMessage
  | PinWithMessage
  | PictureMessage;

export interface ShowMessage {
  readonly type: 'show';
  readonly uri: string;
  /** Short name of the file, for a reader. */
  readonly file: string;
  readonly result: PreviewResult;
  /** Values that settings give where the config gives none. */
  readonly settings: AssumedSettings;
}

/** There is no answer to show (yet). */
export interface StatusMessage {
  readonly type: 'status';
  readonly status: 'noFile' | 'waiting' | 'failed';
  readonly message: string;
}

/** The settings that hold for the shown document. */
export interface AssumedSettings {
  readonly totalSteps?: number;
  readonly updatesPerEpoch?: number;
  /** By path. */
  readonly interpolations: Readonly<Record<string, unknown>>;
}

/** A curve to lay over the shown one, or why there is none. */
export interface Compared {
  readonly id: string;
  readonly label: string;
  readonly curve?: WireCurve;
  readonly message?: string;
}

export interface ComparedMessage {
  readonly type: 'compared';
  readonly compared: readonly Compared[];
  readonly log?: ComparedLog;
}

export interface ComparedLog {
  readonly choice: LogChoice;
  /** Short name of the file. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly curve?: WireCurve;
  /** What the reader left out or could not make sense of, a sentence each. */
  readonly messages: readonly string[];
}

/** What became of a dragged handle: the answer to the `drag` or `drop` with the same turn. */
export interface MovedMessage {
  readonly type: 'moved';
  readonly turn: number;
  /**
   * `shown`: what it would be. `written`: it is. `kept`: the text stays as it was, and `message` says why. `asks`: more
   * than this schedule changes with it, as `message` says; to be dropped again once the user agreed.
   */
  readonly outcome: 'shown' | 'written' | 'kept' | 'asks';
  readonly result?: PreviewResult;
  readonly message?: string;
}

/** A curve as it would be, while the user chooses; absent when that is over. */
export interface SupposedMessage {
  readonly type: 'supposed';
  readonly result?: PreviewResult;
}

/** Whether what was typed for an assumption was written into the settings. */
export interface AssumedMessage {
  readonly type: 'assumed';
  readonly name: string;
  /** Why it was not. */
  readonly refused?: string;
}

/** Something happened that the user should know, and nothing is lost. */
export interface NoticeMessage {
  readonly type: 'notice';
  readonly message: string;
}

/** A comparison was chosen: the view adds it to what it keeps. */
export interface CompareWithMessage {
  readonly type: 'compareWith';
  readonly comparison?: Comparison;
  readonly log?: LogChoice;
}

/** The whole curve as it is now, to be kept. */
export interface PinWithMessage extends Pin {
  readonly type: 'pinWith';
}

/** The picture on the screen is wanted for a file. */
export interface PictureMessage {
  readonly type: 'picture';
  readonly format: PictureFormat;
  readonly title: string;
  /** What the curve rests on, a sentence each. */
  readonly notes: readonly string[];
}

export type PictureFormat = 'svg' | 'png' | 'points';

/** What can be asked of the controller from a button; the rest of the dialogue is VS Code's. */
const ACTIONS = ['retry', 'pin', 'compare', 'kinds', 'export', 'undo', 'redo', 'example'] as const;

/** View → controller. */
export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: (typeof ACTIONS)[number] }
  | { readonly type: 'select'; readonly blockId: string }
  | { readonly type: 'want'; readonly query: ViewQuery }
  /** Selects all places of the first one's file. */
  | { readonly type: 'reveal'; readonly places: readonly PreviewPlace[] }
  /** Goes to what makes the value of a step; to `otherwise` where nothing is known to. */
  | { readonly type: 'pick'; readonly step: number; readonly otherwise: readonly PreviewPlace[] }
  /** `name` is `totalSteps`, `updatesPerEpoch` or the path of an interpolation; an empty text takes it back. */
  | { readonly type: 'assume'; readonly name: string; readonly text: string }
  /** A handle is on its way. */
  | { readonly type: 'drag'; readonly turn: number; readonly move: HandleMove }
  /** It was released there. */
  | {
      readonly type: 'drop';
      readonly turn: number;
      readonly move: HandleMove;
      readonly behind?: string;
      readonly agreed?: boolean;
    }
  /** The text (base64 of PNG) of a picture that was asked for. */
  | { readonly type: 'picture'; readonly format: PictureFormat; readonly content: string };

const MOST_PLACES = 1000;

/** A message from the view, checked: it comes out of a web page. */
export function readFromView(message: unknown): FromView | undefined {
  const { type, blockId, query, places, name, text, turn, move, behind, format, content, step, otherwise, agreed } =
    fieldsOf(message);
  if (type === 'ready') return { type };
  if (isOneOf(ACTIONS, type)) return { type };
  switch (type) {
    case 'select':
      return isText(blockId) ? { type, blockId } : undefined;
    case 'want':
      return { type, query: readViewQuery(query) };
    case 'reveal': {
      const read = listOf(places, MOST_PLACES, (place) => (isPlace(place) ? place : undefined));
      return read.length > 0 ? { type, places: read } : undefined;
    }
    case 'pick':
      if (!isNumber(step) || step < 0) return undefined;
      return { type, step, otherwise: listOf(otherwise, MOST_PLACES, (place) => (isPlace(place) ? place : undefined)) };
    case 'assume':
      return isText(name) && isText(text) ? { type, name, text } : undefined;
    case 'drag':
    case 'drop': {
      const read = readMove(move);
      if (read === undefined || !isNumber(turn)) return undefined;
      if (type === 'drag' || !isText(behind)) return { type, turn, move: read };
      return { type, turn, move: read, behind, ...(agreed === true && { agreed }) };
    }
    case 'picture':
      if (format !== 'svg' && format !== 'png' && format !== 'points') return undefined;
      return isText(content) ? { type, format, content } : undefined;
    default:
      return undefined;
  }
}

function readMove(move: unknown): HandleMove | undefined {
  const { handleId, step, value, stepPrecision, valuePrecision, nudge } = fieldsOf(move);
  const { x, y } = fieldsOf(nudge);
  if (!isText(handleId)) return undefined;
  return {
    handleId,
    ...(isNumber(step) && { step }),
    ...(isNumber(value) && { value }),
    ...(isNumber(stepPrecision) && stepPrecision > 0 && { stepPrecision }),
    ...(isNumber(valuePrecision) && valuePrecision > 0 && { valuePrecision }),
    ...((isNumber(x) || isNumber(y)) && { nudge: { ...(isNumber(x) && { x }), ...(isNumber(y) && { y }) } }),
  };
}

function isPlace(place: unknown): place is PreviewPlace {
  const { uri, range } = fieldsOf(place);
  const { start, end } = fieldsOf(range);
  return isText(uri) && isPosition(start) && isPosition(end);
}

function isPosition(position: unknown): boolean {
  const { line, character } = fieldsOf(position);
  return Number.isInteger(line) && Number.isInteger(character) && Number(line) >= 0 && Number(character) >= 0;
}

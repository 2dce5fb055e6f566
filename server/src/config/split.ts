/**
 * Where a text is cut into segments, each of which is read by itself. The entries of the outermost collection are cut
 * from each other; where one of them is long and holds a collection in block style, the entries of that are, too, and
 * so on. What is a segment follows from the text near its ends, so that an edit changes the segments around it alone.
 */

/** A block collection whose entries are segments. */
export interface Collection {
  /** Of the first character of its entries. */
  readonly column: number;
  readonly sequence: boolean;
  /** A sequence whose dashes stand right below the first letter of its key: a line without a dash ends it. */
  readonly indentless: boolean;
  /** How many collections it stands in. */
  readonly depth: number;
}

/** The head of an entry (`key:` or `-`, with comments), up to the first entry of the collection it holds. */
export interface Opening {
  readonly end: number;
  readonly inner: Collection;
}

/** Entries shorter than this are read together with the next. */
const MIN_SEGMENT = 256;
const MAX_SEGMENT = 1024;

/** An entry shorter than this, in characters, is read in one. */
const MIN_OPENED = 2048;

/** Collections that stand deeper are read in one with what is around them. */
const MOST_DEPTH = 16;

export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

const BREAKS = String.raw`\n\r\x85\u2028\u2029`;
const NAME = String.raw`(?:\w[\w./-]{0,200}|"[^"\\${BREAKS}]{0,200}"|'[^'${BREAKS}]{0,200}')`;
/** The key whose value begins on another line. Schedule blocks are small, and are read in one. */
const HEAD_KEY = new RegExp(
  String.raw`(?!(?:schedule_config|weight_decay_schedule|alpha_schedule) *:)${NAME} *:(?= *(?: #[^\n\r]*)?[\n\r])`,
  'y',
);
const FIRST_KEY = new RegExp(String.raw`(?:${NAME}|<<) *:(?=[ \n\r]|$)`, 'y');

/**
 * The head of the entry at `at`, where the entry is long and holds a block collection; undefined for any other entry.
 * Whether it is one does not depend on what stands behind the entry.
 */
export function openingAt(text: string, at: number, around: Collection): Opening | undefined {
  if (around.depth >= MOST_DEPTH || !(around.sequence ? isDash(text, at) : matches(HEAD_KEY, text, at))) {
    return undefined;
  }
  const end = contentBehind(text, around.sequence ? at + 1 : HEAD_KEY.lastIndex);
  if (end >= text.length) {
    return undefined;
  }
  const start = lineStart(text, end);
  // What stands behind a dash may stand on its line.
  const column = start <= at ? around.column + end - at : end - start;
  const sequence = isDash(text, end);
  const indentless = !around.sequence && sequence && column === around.column;
  if ((column <= around.column && !indentless) || !(sequence || matches(FIRST_KEY, text, end))) {
    return undefined;
  }
  return reaches(text, at, around)
    ? { end, inner: { column, sequence, indentless, depth: around.depth + 1 } }
    : undefined;
}

/**
 * Whether entries that are read together end before the one at `at`. Short entries are read together; where such a group ends depends on
 * the text there, not on what stands before, so that an edit does not move the ends of all groups behind it.
 */
function endsGroup(text: string, start: number, at: number): boolean {
  const length = at - start;
  if (length < MIN_SEGMENT) {
    return false;
  }
  if (length >= MAX_SEGMENT) {
    return true;
  }
  let sum = 0;
  for (let i = at; i < at + 16 && i < text.length && !isBreak(text.charCodeAt(i)); i++) {
    sum = (sum * 31 + text.charCodeAt(i)) | 0;
  }
  return (sum & 3) === 0;
}

/** Whether a segment that started at `start` ends before the entry at `at`. */
export function endsBefore(text: string, start: number, at: number, collection: Collection): boolean {
  return endsGroup(text, start, at) || openingAt(text, at, collection) !== undefined;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function lineStart(text: string, from: number): number {
  let at = from;
  while (at > 0 && !isBreak(text.charCodeAt(at - 1))) {
    at--;
  }
  return at;
}

/** A dash with a blank behind it, which begins an entry of a list. */
export function isDash(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  return text.charCodeAt(at) === 45 && (next === 32 || next === 9 || Number.isNaN(next) || isBreak(next));
}

/** The next character that is neither blank nor in a comment. */
function contentBehind(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 35) {
      while (at + 1 < text.length && !isBreak(text.charCodeAt(at + 1))) {
        at++;
      }
    } else if (code !== 32 && !isBreak(code)) {
      break;
    }
  }
  return at;
}

/** Whether no line so near below `at` can begin the next entry. */
function reaches(text: string, at: number, { column, sequence }: Collection): boolean {
  for (let line = at; ; ) {
    while (line < text.length && !isBreak(text.charCodeAt(line))) {
      line++;
    }
    // Two characters that end one line are an empty line more, which ends nothing.
    line++;
    if (line - at >= MIN_OPENED) {
      return true;
    }
    let first = line;
    while (text.charCodeAt(first) === 32) {
      first++;
    }
    if (first >= text.length) {
      return false;
    }
    const code = text.charCodeAt(first);
    if (code === 35 || isBreak(code) || first - line > column) {
      continue;
    }
    if (sequence || first - line < column || !isDash(text, first)) {
      return false;
    }
  }
}

import * as l10n from '@vscode/l10n';
/**
 * Text to a document: what OmegaConf's loader makes of one config file, with the place of every value.
 *
 * The outermost mapping (or list) is read entry by entry, and so are long ones below it (see `split.ts`); each entry is
 * a segment that knows only its own text, so an edit reads one segment again and moves the others.
 */
import { parseDocument } from 'yaml';
import { aloneIn } from './alone';
import { findRawBlocks, placeBlocks, type RawBlock } from './blocks';
import { grammarProblems } from './interpolation';
import { mergeDuplicates } from './mergeOrder';
import {
  duplicateKeyMessage,
  type Parsed,
  Parser,
  type RawAlias,
  type RawAnchor,
  type RawList,
  type RawMap,
  type RawNode,
  secondDocument,
} from './parse';
import { ScanFailure, Scanner, type ScanStart, T } from './scan';
import { Earlier, isSame, own, ownTexts, type PlacedProblem, type Segment, type SegmentAt } from './segments';
import { type Collection, endsBefore, isBreak, isDash, type Opening, openingAt } from './split';
import { type AliasTargets, Placement, Source, SpreadList, SpreadMap } from './tree';
import type { Block, ConfigProblem, MapEntry, Origin, ScalarValue, ValueNode } from './types';

export interface ReadOptions {
  /** An earlier reading of this file, whose untouched segments are taken over. */
  readonly previous?: ConfigDocument | undefined;
  /** Longer texts, in characters, are not read at all. Default 2 MB. */
  readonly maxFileSize?: number | undefined;
}

export interface AsyncReadOptions extends ReadOptions {
  /** Gives the event loop a turn. Called at least every 10 ms. */
  readonly pause: () => Promise<void>;
  readonly isCancelled?: () => boolean;
}

export interface ConfigDocument {
  readonly uri: string;
  readonly text: string;
  /** Undefined for a file that holds nothing, or that is too large to be read. */
  readonly root: ValueNode | undefined;
  /** What the loader refuses, in the order of the text. */
  readonly problems: readonly ConfigProblem[];
  readonly blocks: readonly Block[];
  /** Texts with a `${` that OmegaConf's grammar refuses (it fails on loading), wherever in the file they stand. */
  readonly interpolationProblems: readonly ConfigProblem[];
  /** The text is longer than `maxFileSize`: nothing was read. */
  readonly tooLarge: boolean;
  /** How many segments were read for this document; the rest was taken over from the previous one. */
  readonly segmentsRead: number;
  readonly segmentCount: number;
  /** The pieces that the text was read in: the same objects in a later reading that finds them unchanged. */
  readonly pieces: readonly { readonly text: string }[];
  positionAt(offset: number): { line: number; character: number };
  offsetAt(position: { line: number; character: number }): number;
  originAt(start: number, end: number): Origin;
}

export const DEFAULT_MAX_FILE_SIZE = 2 * 1024 * 1024;

/** Aliases may repeat at most this many values in one document; an alias bomb repeats more. */
export const MAX_ALIASED_VALUES = 500_000;

/** A broken entry is read again without its faulty line at most this often. */
const MAX_REPAIRS = 20;

/** A text with more faulty segments than this is not read to its end. */
const MAX_FAULTY_SEGMENTS = 100;

/** More problems in one segment, or in one document, are not told: they come from one mistake or from no config. */
const MAX_PROBLEMS = 50;
const MAX_DOCUMENT_PROBLEMS = 500;

const NO_BLOCKS: ReadonlySet<RawBlock> = new Set();

const LOADER_ONLY = ['second-document', 'nesting-too-deep'];

/** Above this length a broken segment is not shown to the general YAML parser. */
const MAX_GENERAL_LENGTH = 64 * 1024;

const SCHEDULE_WORDS = /schedule_config|weight_decay_schedule|alpha_schedule|noether\.core\.schedules\./;

/** True where a text names a schedule key or kind; other files are not worth reading by themselves. */
export function mentionsSchedules(text: string): boolean {
  return SCHEDULE_WORDS.test(text);
}

interface SegmentRead {
  readonly segment: Segment;
  readonly end: number;
  /** Where reading the text first failed. */
  readonly failure?: ScanFailure | undefined;
}

/** A collection that is being read. */
interface Open extends Collection {
  readonly head: number | undefined;
}

/** Reads a config file. Never throws; whatever is wrong stands in `problems`. */
export function readDocument(uri: string, text: string, options: ReadOptions = {}): ConfigDocument {
  const steps = readSteps(uri, text, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

/** As `readDocument`, giving way to other work; undefined when cancelled. */
export async function readDocumentAsync(
  uri: string,
  text: string,
  options: AsyncReadOptions,
): Promise<ConfigDocument | undefined> {
  const steps = readSteps(uri, text, options);
  let since = Date.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
    if (Date.now() - since >= 8) {
      await options.pause();
      if (options.isCancelled?.() === true) {
        return undefined;
      }
      since = Date.now();
    }
  }
}

function* readSteps(uri: string, text: string, options: ReadOptions): Generator<void, ConfigDocument> {
  if (text.length > (options.maxFileSize ?? DEFAULT_MAX_FILE_SIZE)) {
    return new Document(new Source(uri, text), [], 'none', [], 0, true);
  }
  const source = new Source(uri, text);
  const characters = checkCharacters(source);
  if (characters.binary) {
    return new Document(source, [], 'none', characters.problems, 0, false);
  }
  yield;
  const reader = new Reader(characters.text, earlierSegments(options.previous), options.previous !== undefined);
  yield* reader.read();
  yield;
  const problems = [...characters.problems, ...reader.problems.map((each) => placeProblem(source, 0, each))];
  return new Document(source, reader.segments, reader.shape, problems, reader.segmentsRead, false);
}

// PyYAML refuses these characters before it reads anything.
const UNREADABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function checkCharacters(source: Source): { text: string; problems: ConfigProblem[]; binary: boolean } {
  const { text } = source;
  UNREADABLE.lastIndex = 0;
  const first = UNREADABLE.exec(text);
  if (first === null) {
    return { text, problems: [], binary: false };
  }
  let count = 1;
  while (count < 32 && UNREADABLE.exec(text) !== null) {
    count++;
  }
  UNREADABLE.lastIndex = 0;
  const code = text.charCodeAt(first.index);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const binary = count >= 32;
  const problem: ConfigProblem = {
    code: 'invalid-character',
    message: binary
      ? l10n.t`This is no text file: it holds ${name} and other characters that YAML does not allow.`
      : l10n.t`The character ${name} is not allowed in YAML, and the loader refuses the file. Remove it, or write it as an escape in double quotes.`,
    origin: source.origin(first.index, first.index + 1),
    syntax: false,
  };
  return { text: text.replace(UNREADABLE, blankOf), problems: [problem], binary };
}

/** As many blanks as the character has code units, so that offsets stay. */
function blankOf(character: string): string {
  return ' '.repeat(character.length);
}

type Shape = 'none' | 'map' | 'list' | 'whole';

function earlierSegments(document: ConfigDocument | undefined): Earlier {
  return new Earlier(document instanceof Document ? document.reusable() : []);
}

/** Reads the segments of one text. */
class Reader {
  readonly segments: SegmentAt[] = [];
  readonly problems: PlacedProblem[] = [];
  segmentsRead = 0;
  shape: Shape = 'none';
  /** How many characters may still be scanned; broken texts are scanned more than once. */
  private budget: number;
  private faulty = 0;

  constructor(
    private readonly text: string,
    private readonly earlier: Earlier,
    /** Whether segments share no memory with the text, which after many edits would keep as many texts. */
    private readonly ownsTexts: boolean,
  ) {
    this.budget = text.length / 2 + 400_000;
  }

  *read(): Generator<void, void> {
    const start = this.contentStart();
    if (start === undefined) {
      this.takeWhole(yield* this.readWholeSegment());
      return;
    }
    if (start.offset >= this.text.length) {
      return;
    }
    const sequence = this.probe(start.offset);
    if (sequence === undefined) {
      const whole = yield* this.readWholeSegment();
      if (!whole.faulty || !this.hasKeyLine(start)) {
        this.takeWhole(whole);
        return;
      }
    }
    yield* this.readEntries(start.offset, start.column, sequence ?? false);
  }

  /** The first content behind comments and at most one `---`; undefined where something else stands before it. */
  private contentStart(): { offset: number; column: number } | undefined {
    const { text } = this;
    let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    let marker = false;
    for (;;) {
      const lineStart = at;
      while (text.charCodeAt(at) === 32) {
        at++;
      }
      const code = text.charCodeAt(at);
      if (at >= text.length) {
        return { offset: at, column: 0 };
      }
      if (code === 35) {
        at = lineEnd(text, at);
      }
      if (isBreak(text.charCodeAt(at))) {
        at = afterBreak(text, at);
        continue;
      }
      if (at >= text.length) {
        return { offset: at, column: 0 };
      }
      const column = at - lineStart;
      if (column === 0) {
        if (code === 0x25 || text.startsWith('...', at)) {
          return undefined;
        }
        if (text.startsWith('---', at) && (at + 3 >= text.length || /[\s\x85]/.test(text.charAt(at + 3)))) {
          const rest = text.slice(at + 3, lineEnd(text, at));
          if (marker || !/^ *(?:| #.*)$/.test(rest)) {
            return undefined;
          }
          marker = true;
          at = lineEnd(text, at);
          if (at < text.length) {
            at = afterBreak(text, at);
          }
          continue;
        }
      }
      return { offset: at, column };
    }
  }

  /** Whether the file is a list (true), a mapping (false), or neither in block style (undefined). */
  private probe(offset: number): boolean | undefined {
    const end = lineEnd(this.text, offset);
    // A key ends on its line, so that line tells; what does not end there is read as a whole anyway.
    const scanner = new Scanner(this.text.slice(offset, Math.min(end, offset + 4096)), { offset: 0 });
    let first: T;
    try {
      first = scanner.next().kind;
    } catch (problem) {
      if (problem instanceof ScanFailure) {
        return undefined;
      }
      throw problem;
    }
    if (first === T.BlockSequenceStart) {
      return true;
    }
    return first === T.BlockMappingStart ? false : undefined;
  }

  private hasKeyLine(start: { offset: number; column: number }): boolean {
    if ('[{"\'|>&!'.includes(this.text.charAt(start.offset))) {
      return false;
    }
    const blanks = ' '.repeat(start.column);
    return new RegExp(`^${blanks}[\\w."'-]+ *:(?:\\s|$)`, 'm').test(this.text.slice(start.offset - start.column));
  }

  private takeWhole(whole: Segment): void {
    this.shape = 'whole';
    this.segments.push({ segment: whole, base: 0, within: undefined });
  }

  private *readWholeSegment(): Generator<void, Segment> {
    this.segmentsRead++;
    return (yield* this.readRepaired(0, undefined)).segment;
  }

  private *readEntries(from: number, column: number, sequence: boolean): Generator<void, void> {
    this.shape = sequence ? 'list' : 'map';
    // The collections that are open, and those that the line before may have closed, outermost first.
    let open: readonly Open[] = [{ column, sequence, indentless: false, depth: 0, head: undefined }];
    let closed: readonly Open[] = [];
    let at = from;
    let silent = false;
    while (at < this.text.length) {
      const inner = open[open.length - 1];
      if (inner === undefined) {
        return;
      }
      const here = this.columnOf(at, inner);
      // Without a budget a text is read in other pieces than those that an earlier one was read in.
      const known = here === inner.column && this.budget > 0 ? this.takeOver(at, inner) : undefined;
      const opening = known === undefined && here === inner.column ? openingAt(this.text, at, inner) : undefined;
      if (known !== undefined) {
        silent = false;
        this.segments.push({ segment: known.segment, base: at, within: inner.head });
        at += known.segment.text.length;
      } else if (opening !== undefined) {
        silent = false;
        this.segmentsRead++;
        this.segments.push({ segment: this.readHead(at, opening, inner), base: at, within: inner.head });
        at = opening.end;
      } else {
        this.segmentsRead++;
        const { segment, end, within } = yield* this.readEntry(at, open, closed);
        if (within.length > open.length) {
          open = within;
        }
        // What a broken entry leaves behind is often broken too; the first message says what to mend.
        const failed = segment.faulty;
        const quiet = silent && failed;
        this.segments.push({
          segment: quiet ? { ...segment, problems: segment.problems.filter((problem) => !problem.grammar) } : segment,
          base: at,
          within: within[within.length - 1]?.head,
        });
        silent = failed;
        at = end;
        if (failed && ++this.faulty >= MAX_FAULTY_SEGMENTS) {
          return;
        }
      }
      yield;
      const entered = known?.opening?.inner ?? opening?.inner;
      if (entered !== undefined) {
        open = [...open, { ...entered, head: this.segments.length - 1 }];
        closed = [];
        continue;
      }
      const next = this.tail(at, open);
      if (next === undefined) {
        return;
      }
      at = next.offset;
      closed = open;
      open = next.open;
    }
  }

  /** The column of an entry; the first of a collection may stand behind the dash of the entry that holds it. */
  private columnOf(at: number, { column, head }: Open): number {
    const start = startOfLine(this.text, at);
    const base = head !== undefined && head === this.segments.length - 1 ? this.segments[head]?.base : undefined;
    return base !== undefined && start <= base ? column : at - start;
  }

  private readHead(at: number, opening: Opening, collection: Collection): Segment {
    const text = this.text.slice(at, opening.end);
    const steps = new Parser(text, new Scanner(text, { offset: 0, collection }), 0).entries(collection);
    let step = steps.next();
    while (step.done !== true) {
      step = steps.next();
    }
    const segment = this.segment(at, opening.end, collection, step.value, undefined, 0);
    const { root } = segment.parsed;
    const place = { start: text.length, end: text.length, flow: false, size: 1 };
    const opened: RawMap | RawList = opening.inner.sequence
      ? { kind: 'list', items: [], ...place }
      : { kind: 'map', keys: [], values: [], ...place };
    if (root?.kind === 'map') {
      root.values[0] = opened;
    } else if (root?.kind === 'list') {
      root.items[0] = opened;
    }
    return { ...segment, opened };
  }

  /**
   * Reads an entry of the innermost collection that is open. A line further out that cannot be read does not close the
   * collection before it where that goes on behind the line.
   */
  private *readEntry(
    at: number,
    open: readonly Open[],
    closed: readonly Open[],
  ): Generator<void, SegmentRead & { readonly within: readonly Open[] }> {
    const inner = open[open.length - 1];
    const read = yield* this.readRepaired(at, inner);
    const innermost = closed[closed.length - 1];
    if (!read.segment.faulty || innermost === undefined || closed.length <= open.length) {
      return { ...read, within: open };
    }
    const next = this.nextEntry(at, innermost.column);
    const column = next - startOfLine(this.text, next);
    const depth = closed.findLastIndex((each) => each.column === column);
    if (next >= this.text.length || depth < open.length) {
      return { ...read, within: open };
    }
    const within = closed.slice(0, depth + 1);
    return { ...(yield* this.readFaulty(at, within[depth], read.failure, 0)), within };
  }

  /** What follows an entry: the next one, and the collections that it stands in; undefined at the end of what is read. */
  private tail(at: number, before: readonly Open[]): { offset: number; open: readonly Open[] } | undefined {
    const { text } = this;
    let offset = at;
    for (;;) {
      while (text.charCodeAt(offset) === 32) {
        offset++;
      }
      if (text.charCodeAt(offset) === 35) {
        offset = lineEnd(text, offset);
      }
      if (offset >= text.length) {
        return undefined;
      }
      if (!isBreak(text.charCodeAt(offset))) {
        break;
      }
      offset = afterBreak(text, offset);
    }
    const lineStart = startOfLine(text, offset);
    const here = offset - lineStart;
    if (here === 0 && (text.charAt(offset) === '%' || isMarker(text, offset))) {
      this.documentEnd(offset);
      return undefined;
    }
    const depth = before.findLastIndex(
      ({ column, indentless }) => column < here || (column === here && !(indentless && !isDash(text, offset))),
    );
    const [outermost] = before;
    if (depth < 0 && outermost !== undefined) {
      this.fail(
        new ScanFailure(
          l10n.t('This line is indented less than the first key of the file. Line all keys up.'),
          offset,
          trimmedLineEnd(text, offset),
          offset,
        ),
        true,
      );
      return { offset, open: [{ ...outermost, column: here }] };
    }
    return { offset, open: depth === before.length - 1 ? before : before.slice(0, depth + 1) };
  }

  /** The stream behind the first document: nothing but end markers and comments is allowed. */
  private documentEnd(from: number): void {
    const scanner = new Scanner(this.text, { offset: from });
    try {
      while (scanner.next().kind === T.DocumentEnd) {
        scanner.take();
      }
      const token = scanner.next();
      if (token.kind === T.DocumentStart || token.kind === T.Directive) {
        this.fail(secondDocument(token.start, token.end), false);
      } else if (token.kind !== T.StreamEnd) {
        const end = Math.max(token.end, trimmedLineEnd(this.text, token.start));
        const message = l10n.t('Nothing may follow "...", the end of the document.');
        this.fail(new ScanFailure(message, token.start, end, token.start), true);
      }
    } catch (problem) {
      if (!(problem instanceof ScanFailure)) {
        throw problem;
      }
      this.fail(problem, true);
    }
  }

  private fail(failure: ScanFailure, syntax: boolean): void {
    this.problems.push({
      code: failure.code,
      message: failure.message,
      grammar: true,
      syntax,
      start: failure.start,
      end: failure.end,
    });
  }

  private takeOver(
    at: number,
    collection: Collection,
  ): { readonly segment: Segment; readonly opening: Opening | undefined } | undefined {
    let opening: Opening | undefined;
    const segment = this.earlier.take(this.text, at, (each) => {
      const end = at + each.text.length;
      if (!isSame(each.collection, collection) || this.text.slice(at, end) !== each.text) {
        return false;
      }
      opening = each.opened === undefined ? undefined : openingAt(this.text, at, collection);
      return each.opened === undefined
        ? this.endsEntry(at, end, collection, each.atEnd)
        : opening?.end === end && opening.inner.sequence === (each.opened.kind === 'list');
    });
    return segment && { segment, opening };
  }

  /** True where an entry of a collection that starts at `from` may end at `at`. */
  private endsEntry(from: number, at: number, collection: Collection, atEnd: boolean): boolean {
    const { text } = this;
    const { column, sequence, indentless } = collection;
    if (at >= text.length) {
      return atEnd || column === 0;
    }
    const lineStart = startOfLine(text, at);
    if (lineStart <= from) {
      return false;
    }
    let first = lineStart;
    while (text.charCodeAt(first) === 32) {
      first++;
    }
    if (first !== at || at - lineStart > column) {
      return false;
    }
    const code = text.charCodeAt(at);
    if (isBreak(code) || code === 35) {
      return false;
    }
    if (at - lineStart < column || (column === 0 && (code === 0x25 || isMarker(text, at)))) {
      return true;
    }
    if (!sequence && (code === 0x2d || code === 0x3a)) {
      const next = text.charCodeAt(at + 1);
      if (Number.isNaN(next) || next === 32 || next === 9 || isBreak(next)) {
        return false;
      }
    }
    return (indentless && !isDash(text, at)) || endsBefore(text, from, at, collection);
  }

  /** Reads some entries (or the whole stream), going on behind faults as well as it can. */
  private *readRepaired(at: number, collection: Open | undefined): Generator<void, SegmentRead> {
    const { text } = this;
    if (this.budget <= 0 && collection !== undefined) {
      return yield* this.readFaulty(at, collection, undefined, 0);
    }
    const start =
      collection === undefined ? { offset: at } : { offset: at, collection, column: this.columnOf(at, collection) };
    const { scanner, parsed } = yield* this.scan(text, at, start, new Set());
    if (parsed.failure === undefined) {
      const end = collection === undefined ? text.length : Math.max(scanner.end, at + 1);
      return { segment: this.segment(at, end, collection, parsed, undefined, scanner.maxFlow), end };
    }
    if (collection === undefined && (parsed.failure.code === 'second-document' || this.budget < 0)) {
      const end = text.length;
      const failure = moved(parsed.failure, -at);
      return { segment: this.segment(at, end, collection, parsed, failure, scanner.maxFlow), end };
    }
    return yield* this.readFaulty(at, collection, asUnclosed(text, parsed.failure, scanner), scanner.maxFlow);
  }

  /**
   * Reads a faulty part up to the next line that could start an entry, again and again without what is at fault.
   * `known` is the failure that reading the unlimited text met.
   */
  private *readFaulty(
    at: number,
    collection: Open | undefined,
    known: ScanFailure | undefined,
    nesting: number,
  ): Generator<void, SegmentRead> {
    const end = collection === undefined ? this.text.length : this.faultyEnd(at, collection, known);
    let window = this.text.slice(at, end);
    const start =
      collection === undefined
        ? { offset: 0 }
        : { offset: 0, collection, column: this.columnOf(at, collection), whole: true };
    const closers = new Set<number>();
    let first = known === undefined ? undefined : moved(known, -at);
    for (let round = 0; ; round++) {
      const { scanner, parsed } = yield* this.scan(window, 0, start, closers);
      const { failure } = parsed;
      first ??= failure === undefined ? undefined : asUnclosed(window, failure, scanner);
      const repaired =
        failure === undefined || round >= MAX_REPAIRS || this.budget <= 0 || failure.code === 'nesting-too-deep'
          ? undefined
          : repair(window, failure, scanner, closers);
      if (repaired === undefined) {
        return { segment: this.segment(at, end, collection, parsed, first, nesting), end, failure: known };
      }
      window = repaired;
    }
  }

  private *scan(
    text: string,
    base: number,
    start: ScanStart,
    closers: ReadonlySet<number>,
  ): Generator<void, { scanner: Scanner; parsed: Parsed }> {
    const scanner = new Scanner(text, start, closers);
    const parser = new Parser(text, scanner, base);
    const parsed = yield* start.collection === undefined ? parser.stream() : parser.entries(start.collection);
    // Reading once is free of charge; it is the faults that must not be read for ever.
    if (parsed.failure !== undefined || closers.size > 0) {
      this.budget -= scanner.end - base;
    }
    return { scanner, parsed };
  }

  /** A faulty part ends with its entry; where the fault lies behind that, with the entry of the fault. */
  private faultyEnd(at: number, collection: Open, known: ScanFailure | undefined): number {
    let end = this.nextEntry(at, collection.column);
    const until = known === undefined ? at : Math.min(known.start, at + 4 * MAX_GENERAL_LENGTH);
    while (end <= until && end < this.text.length && this.mayHold(collection, end)) {
      end = this.nextEntry(end, collection.column);
    }
    return end;
  }

  /** Whether a line that could start an entry starts one of this collection; in the outermost every line does. */
  private mayHold({ head, column, indentless }: Open, at: number): boolean {
    return (
      head === undefined || (at - startOfLine(this.text, at) === column && !(indentless && !isDash(this.text, at)))
    );
  }

  /** The next line that could start an entry, for going on behind one that cannot be read. */
  private nextEntry(at: number, column: number): number {
    const { text } = this;
    let offset = lineEnd(text, at);
    while (offset < text.length) {
      const lineStart = afterBreak(text, offset);
      let first = lineStart;
      while (text.charCodeAt(first) === 32) {
        first++;
      }
      const code = text.charCodeAt(first);
      if (first < text.length && first - lineStart <= column && code !== 35 && code !== 9 && !isBreak(code)) {
        return first;
      }
      offset = lineEnd(text, first);
    }
    return text.length;
  }

  private segment(
    at: number,
    end: number,
    collection: Collection | undefined,
    parsed: Parsed,
    failure: ScanFailure | undefined,
    nesting: number,
  ): Segment {
    const owns = this.ownsTexts && collection !== undefined;
    const text = owns ? own(this.text.slice(at, end)) : this.text.slice(at, end);
    if (owns) {
      ownTexts(parsed);
    }
    const indent = ' '.repeat(at - startOfLine(this.text, at));
    // What cannot follow an entry of the collection cannot follow any.
    const entry =
      collection === undefined ? '' : `${' '.repeat(collection.column)}${collection.sequence ? '- {}' : 'x: {}'}\n`;
    const before = entry + indent;
    const problems: PlacedProblem[] = [];
    const deep = failure?.code === 'nesting-too-deep' && parsed.problems.some(({ code }) => code === failure.code);
    if (failure !== undefined && !deep) {
      problems.push({
        code: failure.code,
        message: failure.message,
        grammar: true,
        syntax: !LOADER_ONLY.includes(failure.code) && objectsInGeneral(before + text, nesting),
        start: failure.start,
        end: failure.end,
      });
    }
    for (const problem of parsed.problems.slice(0, MAX_PROBLEMS)) {
      problems.push({ ...problem, syntax: false });
    }
    const blocks = findRawBlocks(parsed.root);
    return {
      text,
      collection,
      atEnd: end >= this.text.length,
      parsed,
      faulty: failure !== undefined,
      problems,
      blocks,
      alone: problems.length > 0 || collection === undefined ? NO_BLOCKS : aloneIn(parsed, blocks),
    };
  }
}

/**
 * A bracket that is never closed makes the loader stumble only lines later; what is to be mended is the bracket, if the
 * fault lies behind the line where it was probably meant to be closed.
 */
function asUnclosed(text: string, failure: ScanFailure, scanner: Scanner): ScanFailure {
  const open = failure.flowStart ?? scanner.openFlow[0]?.start;
  if (open === undefined || failure.code !== 'yaml-syntax' || failure.start <= flowEnd(text, open)) {
    return failure;
  }
  return new ScanFailure(
    l10n.t`The bracket "${text.charAt(open)}" opened here is never closed.`,
    open,
    open + 1,
    open,
    'unclosed-bracket',
  );
}

function moved(failure: ScanFailure, by: number): ScanFailure {
  const { message, start, end, faultStart, code, flowStart } = failure;
  return new ScanFailure(
    message,
    start + by,
    end + by,
    faultStart + by,
    code,
    flowStart === undefined ? undefined : flowStart + by,
  );
}

/** Whether the general YAML parser that editors use objects to a text, too. */
function objectsInGeneral(text: string, nesting: number): boolean {
  if (text.length > MAX_GENERAL_LENGTH || nesting > 100) {
    return true;
  }
  try {
    return parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' }).errors.length > 0;
  } catch {
    return true;
  }
}

/**
 * The text without the fault, at the same length, so that the rest can be read; undefined where nothing more can be
 * done. Flow collections are closed instead at the offsets added to `closers`.
 */
function repair(text: string, failure: ScanFailure, scanner: Scanner, closers: Set<number>): string | undefined {
  switch (failure.code) {
    case 'tab': {
      // Among lines that are indented by spaces the line with the tab has no depth that could be told.
      const lineStart = startOfLine(text, failure.start);
      const leads = text.slice(lineStart, failure.start).trim() === '';
      return leads && text.charCodeAt(afterBreak(text, lineEnd(text, failure.start))) === 32
        ? blank(text, lineStart, lineEnd(text, failure.start))
        : blank(text, failure.start, failure.end);
    }
    case 'unquoted-interpolation':
      return blank(text, failure.start, failure.end);
    case 'unclosed-quote': {
      const bare = blank(text, failure.start, failure.start + 1);
      if (bare !== undefined) {
        return bare;
      }
      break;
    }
    default:
      break;
  }
  const open = failure.code === 'unclosed-bracket' ? failure.start : (failure.flowStart ?? scanner.openFlow[0]?.start);
  if (open !== undefined) {
    const end = flowEnd(text, open);
    if (!closers.has(end)) {
      closers.add(end);
      closers.add(open + text.slice(open, end).trimEnd().length);
      return text;
    }
  }
  const { faultStart } = failure;
  return (
    blank(text, faultStart, lineEnd(text, faultStart)) ??
    blank(text, failure.start, lineEnd(text, failure.start)) ??
    blank(text, startOfLine(text, failure.start), lineEnd(text, failure.start))
  );
}

/** Where a flow collection that is never closed was probably meant to end: before the next line that is not deeper. */
function flowEnd(text: string, open: number): number {
  const lineStart = startOfLine(text, open);
  let indent = lineStart;
  while (text.charCodeAt(indent) === 32) {
    indent++;
  }
  const column = indent - lineStart;
  let end = lineEnd(text, open);
  while (end < text.length) {
    const next = afterBreak(text, end);
    let first = next;
    while (text.charCodeAt(first) === 32) {
      first++;
    }
    if (first >= text.length || first - next <= column || isBreak(text.charCodeAt(first))) {
      break;
    }
    if (/^[\w.]+:\s/.test(text.slice(first, first + 80))) {
      break;
    }
    end = lineEnd(text, first);
  }
  return end;
}

/** The text with spaces from `start` to `end`; undefined where only blanks stand there already. */
function blank(text: string, start: number, end: number): string | undefined {
  if (end <= start || text.slice(start, end).trim() === '') {
    return text.slice(start, end).includes('\t') ? spaced(text, start, end) : undefined;
  }
  return spaced(text, start, end);
}

function spaced(text: string, start: number, end: number): string {
  return `${text.slice(0, start)}${text.slice(start, end).replace(/[^\n\r\x85\u2028\u2029]/g, ' ')}${text.slice(end)}`;
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBreak(text.charCodeAt(at))) {
    at++;
  }
  return at;
}

function trimmedLineEnd(text: string, from: number): number {
  return from + text.slice(from, lineEnd(text, from)).trimEnd().length;
}

function afterBreak(text: string, at: number): number {
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
}

function startOfLine(text: string, from: number): number {
  let at = from;
  while (at > 0 && !isBreak(text.charCodeAt(at - 1))) {
    at--;
  }
  return at === 0 && text.charCodeAt(0) === 0xfeff && from > 0 ? 1 : at;
}

function isMarker(text: string, at: number): boolean {
  const marker = text.startsWith('---', at) || text.startsWith('...', at);
  return marker && (at + 3 >= text.length || /[\s\x85]/.test(text.charAt(at + 3)));
}

function placeProblem(source: Source, base: number, problem: PlacedProblem): ConfigProblem {
  const { related } = problem;
  return {
    code: problem.code,
    message: problem.message,
    origin: source.origin(base + problem.start, base + problem.end),
    syntax: problem.syntax,
    ...(related === undefined
      ? {}
      : { related: [{ message: related.message, origin: source.origin(base + related.start, base + related.end) }] }),
  };
}

class Document implements ConfigDocument {
  readonly uri: string;
  readonly text: string;
  readonly root: ValueNode | undefined;
  readonly problems: readonly ConfigProblem[];
  readonly segmentCount: number;
  readonly pieces: readonly Segment[];
  private readonly placements: readonly Placement[];
  private knownBlocks: readonly Block[] | undefined;
  private knownInterpolations: readonly ConfigProblem[] | undefined;

  constructor(
    private readonly source: Source,
    private readonly segments: readonly SegmentAt[],
    shape: Shape,
    problems: readonly ConfigProblem[],
    readonly segmentsRead: number,
    readonly tooLarge: boolean,
  ) {
    this.uri = source.uri;
    this.text = source.text;
    this.segmentCount = segments.length;
    this.pieces = segments.map(({ segment }) => segment);
    this.placements = segments.map(({ segment, base }) => new Placement(source, base, segment.opened));
    for (const [index, { segment, within }] of segments.entries()) {
      const head = within === undefined ? undefined : this.placements[within];
      const place = this.placements[index];
      const { root } = segment.parsed;
      if (head !== undefined && place !== undefined && (root?.kind === 'map' || root?.kind === 'list')) {
        head.parts.push({ node: root, place });
      }
    }
    const all = [...problems];
    for (const [index, { segment, base }] of segments.entries()) {
      if (all.length >= MAX_DOCUMENT_PROBLEMS) {
        break;
      }
      for (const problem of segment.problems) {
        all.push(placeProblem(source, this.placements[index]?.base ?? base, problem));
      }
    }
    for (const problem of this.linkAliases()) {
      all.push(problem);
    }
    const parts = this.outermostParts();
    this.root = this.makeRoot(shape, parts, all);
    this.checkSpreadKeys(parts, all);
    for (const { parts } of this.placements) {
      this.checkSpreadKeys(parts, all);
    }
    this.checkSpecial(all);
    all.sort((a, b) => a.origin.start - b.origin.start);
    this.problems = all;
  }

  get blocks(): readonly Block[] {
    this.knownBlocks ??= placeBlocks(
      this.segments.map(({ segment, within }, index) => ({
        blocks: segment.blocks,
        alone: segment.alone,
        part: segment.parsed.root,
        whole: segment.collection === undefined,
        place: this.placements[index] ?? new Placement(this.source, 0),
        within,
      })),
      this.root,
    );
    return this.knownBlocks;
  }

  get interpolationProblems(): readonly ConfigProblem[] {
    this.knownInterpolations ??= this.segments.flatMap(({ segment, base }) => {
      segment.interpolations ??= grammarProblems(segment.parsed.root, segment.text);
      return segment.interpolations.map((problem) => placeProblem(this.source, base, { ...problem, syntax: false }));
    });
    return this.knownInterpolations;
  }

  positionAt(offset: number): { line: number; character: number } {
    return this.source.lines.positionAt(offset);
  }

  offsetAt(position: { line: number; character: number }): number {
    return this.source.lines.offsetAt(position);
  }

  originAt(start: number, end: number): Origin {
    return this.source.origin(start, end);
  }

  /** The segments that a later reading may take over: those that were read without a fault. */
  reusable(): Segment[] {
    return this.segments.flatMap(({ segment }) =>
      segment.collection === undefined || segment.faulty ? [] : [segment],
    );
  }

  /** The roots of what was read of the outermost collection, or the one root of a file that is read as a whole. */
  private outermostParts(): { node: RawNode; place: Placement }[] {
    return this.segments.flatMap(({ segment, within }, index) => {
      const node = segment.parsed.root;
      const place = this.placements[index];
      return within === undefined && node !== undefined && place !== undefined ? [{ node, place }] : [];
    });
  }

  private makeRoot(
    shape: Shape,
    parts: readonly { node: RawNode; place: Placement }[],
    problems: ConfigProblem[],
  ): ValueNode | undefined {
    if (shape === 'map') {
      return new SpreadMap(
        parts.flatMap(({ node, place }) => (node.kind === 'map' ? [{ node, place }] : [])),
        this.source,
      );
    }
    if (shape === 'list') {
      return new SpreadList(
        parts.flatMap(({ node, place }) => (node.kind === 'list' ? [{ node, place }] : [])),
        this.source,
      );
    }
    const [only] = parts;
    if (only === undefined) {
      return undefined;
    }
    const root = only.place.view(only.node);
    if (root.kind !== 'scalar' || root.type === 'null') {
      return root.kind === 'scalar' ? undefined : root;
    }
    if (root.type === 'str') {
      return textRoot(root, problems);
    }
    problems.push(scalarRoot(root.origin));
    return undefined;
  }

  /** Keys that stand twice in a mapping, in different segments. */
  private checkSpreadKeys(parts: readonly { node: RawNode; place: Placement }[], problems: ConfigProblem[]): void {
    if (parts.length < 2) {
      return;
    }
    const seen = new Map<string, { start: number; end: number }>();
    for (const {
      node: root,
      place: { base },
    } of parts) {
      if (root.kind !== 'map') {
        continue;
      }
      const inPart = new Set<string>();
      for (const key of root.keys) {
        if (key.kind !== 'scalar' || key.type !== 'str' || typeof key.value !== 'string' || inPart.has(key.value)) {
          continue;
        }
        inPart.add(key.value);
        const place = { start: base + key.start, end: base + key.end };
        const first = seen.get(key.value);
        if (first === undefined) {
          seen.set(key.value, place);
          continue;
        }
        if (problems.length >= MAX_DOCUMENT_PROBLEMS) {
          return;
        }
        problems.push({
          code: 'duplicate-key',
          message: duplicateKeyMessage(key.value),
          origin: this.source.origin(place.start, place.end),
          syntax: false,
          related: [{ message: l10n.t('first written here'), origin: this.source.origin(first.start, first.end) }],
        });
      }
    }
  }

  /** Finds what each alias stands for. Aliases that cannot be followed stand for null. */
  private linkAliases(): ConfigProblem[] {
    type Mark = { base: number; place: Placement; anchor?: RawAnchor; alias?: RawAlias };
    const marks: Mark[] = [];
    for (const [index, { segment, base }] of this.segments.entries()) {
      const place = this.placements[index];
      if (place === undefined) {
        continue;
      }
      for (const anchor of segment.parsed.anchors) {
        marks.push({ base, place, anchor });
      }
      for (const alias of segment.parsed.aliases) {
        marks.push({ base, place, alias });
      }
    }
    if (marks.length === 0) {
      return [];
    }
    const startOf = (mark: Mark): number => mark.base + (mark.anchor?.start ?? mark.alias?.start ?? 0);
    marks.sort((a, b) => startOf(a) - startOf(b));
    const problems: ConfigProblem[] = [];
    const problem = (code: string, message: string, start: number, end: number, related?: Origin): void => {
      if (problems.length >= MAX_DOCUMENT_PROBLEMS) {
        return;
      }
      problems.push({
        code,
        message,
        origin: this.source.origin(start, end),
        syntax: code === 'undefined-alias',
        ...(related === undefined ? {} : { related: [{ message: l10n.t('the anchor stands here'), origin: related }] }),
      });
    };
    const known = new Map<string, { anchor: RawAnchor; place: Placement; size: number | undefined }>();
    const targets = new Map<number, { node: RawNode; place: Placement }>();
    // Offsets of the aliases so far, and how many values they and those before them stand for.
    const offsets: number[] = [];
    const sums: number[] = [];
    let overflow = false;
    const sumBefore = (offset: number): number => {
      let low = 0;
      let high = offsets.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((offsets[middle] ?? 0) < offset) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low === 0 ? 0 : (sums[low - 1] ?? 0);
    };
    for (const { base, place, anchor, alias } of marks) {
      if (anchor !== undefined) {
        const first = known.get(anchor.name);
        if (first !== undefined) {
          const origin = this.source.origin(first.place.base + first.anchor.start, first.place.base + first.anchor.end);
          problem(
            'duplicate-anchor',
            l10n.t`The anchor "&${anchor.name}" stands twice in this file, and the loader refuses that. Rename one.`,
            base + anchor.start,
            base + anchor.end,
            origin,
          );
        }
        known.set(anchor.name, { anchor, place, size: undefined });
        continue;
      }
      if (alias === undefined) {
        continue;
      }
      const start = base + alias.start;
      const end = base + alias.end;
      const target = known.get(alias.name);
      if (target === undefined) {
        problem('undefined-alias', l10n.t`There is no anchor "&${alias.name}" before this alias.`, start, end);
        continue;
      }
      const { node } = target.anchor;
      const nodeStart = target.place.base + node.start;
      const nodeEnd = target.place.base + node.end;
      if (start >= nodeStart && start < nodeEnd) {
        problem(
          'recursive-alias',
          l10n.t`The alias "*${alias.name}" stands inside the value it names, so that value never ends.`,
          start,
          end,
        );
        continue;
      }
      target.size ??=
        (node.kind === 'map' || node.kind === 'list' ? node.size : 1) + sumBefore(nodeEnd) - sumBefore(nodeStart);
      const sum = (sums[sums.length - 1] ?? 0) + target.size;
      if (sum > MAX_ALIASED_VALUES) {
        if (!overflow) {
          problem(
            'alias-expansion',
            l10n.t`The aliases of this file repeat more than ${MAX_ALIASED_VALUES.toLocaleString('en-US')} values, which no loader can hold. From here on they are not followed.`,
            start,
            end,
          );
        }
        overflow = true;
        continue;
      }
      offsets.push(start);
      sums.push(sum);
      targets.set(start, { node, place: target.place });
    }
    this.source.targets = targets as AliasTargets;
    return problems;
  }

  /** The rules on merge keys and aliased keys, which need what the aliases stand for. */
  private checkSpecial(problems: ConfigProblem[]): void {
    if (!this.segments.some(({ segment }) => segment.parsed.special)) {
      return;
    }
    this.checkMergeOrder(problems);
    for (const [index, { segment }] of this.segments.entries()) {
      const place = this.placements[index];
      const { root, special } = segment.parsed;
      if (!special || place === undefined || root === undefined) {
        continue;
      }
      const open: RawNode[] = [root];
      for (let node = open.pop(); node !== undefined; node = open.pop()) {
        if (node.kind === 'list') {
          for (const item of node.items) {
            open.push(item);
          }
        } else if (node.kind === 'map') {
          this.checkSpecialKeys(node, place, problems);
          for (const value of node.values) {
            open.push(value);
          }
        }
      }
    }
  }

  private checkMergeOrder(problems: ConfigProblem[]): void {
    const outermost = this.outermostParts();
    const parts = outermost.flatMap(({ node, place }) => (node.kind === 'map' ? [{ node, place }] : []));
    const others = outermost.filter(({ node }) => node.kind !== 'map');
    for (const { text, key, place, aliased } of mergeDuplicates(parts, others)) {
      problems.push({
        code: 'duplicate-key',
        message: aliased
          ? duplicateKeyMessage(text)
          : l10n.t`The key "${text}" overrides a merged one in a mapping that is itself merged into one nearer to the root. The loader takes it for a duplicate and refuses the file. Put the anchored mapping at the top of the file.`,
        origin: place.origin(key),
        syntax: false,
      });
    }
  }

  private checkSpecialKeys(node: RawMap, place: Placement, problems: ConfigProblem[]): void {
    for (const [index, key] of node.keys.entries()) {
      const value = node.values[index];
      if (key.kind === 'scalar' && key.type === 'merge' && value !== undefined) {
        if (!canMerge(value, place)) {
          problems.push({
            code: 'invalid-merge',
            message: l10n.t(
              'A merge key ("<<") takes a mapping or a list of mappings. Put it in quotes if it is meant as a key.',
            ),
            origin: place.origin(value.end > value.start ? value : key),
            syntax: false,
          });
        }
      } else if (key.kind === 'alias') {
        const target = place.target(key)?.node;
        if (target?.kind === 'map' || target?.kind === 'list') {
          problems.push({
            code: 'unhashable-key',
            message: l10n.t('A mapping or list cannot be a key.'),
            origin: place.origin(key),
            syntax: false,
          });
        } else if (target?.kind === 'scalar' && target.type === 'null') {
          problems.push({
            code: 'null-key',
            message: l10n.t('OmegaConf refuses null as a key.'),
            origin: place.origin(key),
            syntax: false,
          });
        }
      }
    }
  }
}

function canMerge(value: RawNode, place: Placement): boolean {
  const target = value.kind === 'alias' ? place.target(value) : { node: value, place };
  if (target === undefined) {
    // The alias has a problem of its own.
    return true;
  }
  if (target.node.kind === 'map') {
    return true;
  }
  return (
    target.node.kind === 'list' &&
    target.node.items.every((item) => {
      const each = item.kind === 'alias' ? target.place.target(item)?.node : item;
      return each === undefined || each.kind === 'map';
    })
  );
}

/** A file that holds one text is read once more, from that text; if it is a word, it is a key with the value null. */
function textRoot(text: ScalarValue, problems: ConfigProblem[]): ValueNode | undefined {
  const reader = new Reader(String(text.value), new Earlier([]), false);
  const steps = reader.read();
  while (steps.next().done !== true);
  const source = new Source(text.origin.uri, String(text.value));
  const only = reader.shape === 'whole' ? reader.segments[0]?.segment.parsed.root : undefined;
  const first = [...reader.problems, ...reader.segments.flatMap(({ segment }) => segment.problems)][0];
  if (first !== undefined) {
    problems.push({ ...placeProblem(source, 0, first), origin: text.origin, syntax: false });
  }
  if (only?.kind === 'scalar' && only.type === 'str') {
    return wordRoot({ ...asScalar(text), value: only.value });
  }
  if (only?.kind === 'scalar' && only.type !== 'null') {
    problems.push(scalarRoot(text.origin));
    return undefined;
  }
  if (first !== undefined) {
    return undefined;
  }
  const inner = new Document(source, reader.segments, reader.shape, [], 0, false);
  const late = inner.problems[0];
  if (late !== undefined) {
    problems.push({ ...late, origin: text.origin, syntax: false });
  }
  return inner.root === undefined ? undefined : movedTo(inner.root, text.origin);
}

function asScalar(node: ScalarValue): ScalarValue {
  return { kind: 'scalar', type: node.type, value: node.value, style: node.style, origin: node.origin };
}

function scalarRoot(origin: Origin): ConfigProblem {
  return {
    code: 'scalar-root',
    message: l10n.t('A config is a mapping or a list, but this file holds a single value, and the loader refuses it.'),
    origin,
    syntax: false,
  };
}

/** A tree read from a text of its own, with one place for everything in it. */
export function movedTo(node: ValueNode, origin: Origin): ValueNode {
  switch (node.kind) {
    case 'scalar':
      return { ...asScalar(node), style: 'none', origin };
    case 'list':
      return { kind: 'list', items: node.items.map((item) => movedTo(item, origin)), flow: true, origin };
    case 'map': {
      const entries = new Map<string, MapEntry>();
      for (const [id, entry] of node.entries) {
        const key: ScalarValue = { ...asScalar(entry.key), style: 'none', origin };
        entries.set(id, { key, value: movedTo(entry.value, origin), merged: false });
      }
      return { kind: 'map', entries, flow: true, origin };
    }
  }
}

function wordRoot(word: ScalarValue): ValueNode {
  const { uri, range, end } = word.origin;
  const origin: Origin = { uri, start: end, end, range: { start: range.end, end: range.end }, text: '' };
  const value: ScalarValue = { kind: 'scalar', type: 'null', value: null, style: 'none', origin };
  const entry: MapEntry = { key: word, value, merged: false };
  return { kind: 'map', entries: new Map([[String(word.value), entry]]), flow: false, origin: word.origin };
}

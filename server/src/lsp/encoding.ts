import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { DocumentUri, Position, Range } from 'vscode-languageserver-types';

/** What a character of a position on the wire is: a byte, a UTF-16 code unit or a code point. */
export type PositionEncoding = 'utf-8' | 'utf-16' | 'utf-32';

const ENCODINGS: readonly string[] = ['utf-8', 'utf-16', 'utf-32'] satisfies PositionEncoding[];

function isEncoding(text: string): text is PositionEncoding {
  return ENCODINGS.includes(text);
}

/** The first of what a client offers, which names what it likes best first; UTF-16, which every client speaks, otherwise. */
export function chooseEncoding(offered: readonly string[] | undefined): PositionEncoding {
  return offered?.find(isEncoding) ?? 'utf-16';
}

/** Turns the positions of LSP messages into UTF-16, which everything inside counts in, and back. */
export interface PositionCodec {
  readonly encoding: PositionEncoding;
  /** The parameters of a request about one document. */
  incoming<T>(params: T, document: TextDocument): T;
  /** The answer to a request about one document; `textOf` gives the text of the other documents that it points into. */
  outgoing<T>(result: T, document: TextDocument, textOf: (uri: DocumentUri) => Promise<string | undefined>): Promise<T>;
  /** A document after edits. */
  update(document: TextDocument, changes: TextDocumentContentChangeEvent[], version: number): TextDocument;
}

/**
 * Positions are found by their shape wherever they stand in a message, so that no feature has to name its own. What a
 * client only hands back (`data`, the arguments of commands) is left alone.
 */
export function createCodec(encoding: PositionEncoding): PositionCodec {
  if (encoding === 'utf-16') {
    return {
      encoding,
      incoming: (params) => params,
      outgoing: async (result) => result,
      update: (document, changes, version) => applyChanges(document, changes, version, (_, range) => range),
    };
  }
  const decode = (document: TextDocument, position: Position): Position => {
    const line = lineOf(document, position.line);
    return { line: position.line, character: fromUnits(line, position.character, encoding) };
  };
  const encode = (document: TextDocument, position: Position): Position => {
    const line = lineOf(document, position.line);
    return { line: position.line, character: toUnits(line.slice(0, position.character), encoding) };
  };
  return {
    encoding,
    incoming: (params, document) => convert(params, document.uri, (_, position) => decode(document, position)),
    async outgoing(result, document, textOf) {
      const documents = new Map<DocumentUri, TextDocument | undefined>([[document.uri, document]]);
      const named = new Set<DocumentUri>();
      convert(result, document.uri, (uri, position) => {
        named.add(uri);
        return position;
      });
      for (const uri of named) {
        if (documents.has(uri)) continue;
        const text = await textOf(uri);
        documents.set(uri, text === undefined ? undefined : TextDocument.create(uri, 'yaml', 0, text));
      }
      return convert(result, document.uri, (uri, position) => {
        const at = documents.get(uri);
        return at === undefined ? position : encode(at, position);
      });
    },
    update: (document, changes, version) =>
      applyChanges(document, changes, version, (updated, { start, end }) => ({
        start: decode(updated, start),
        end: decode(updated, end),
      })),
  };
}

/** A document after edits, each of which counts in the text that the one before it left. */
function applyChanges(
  document: TextDocument,
  changes: TextDocumentContentChangeEvent[],
  version: number,
  decode: (document: TextDocument, range: Range) => Range,
): TextDocument {
  let updated = document;
  for (const change of changes) {
    if (!('range' in change)) {
      updated = TextDocument.update(updated, [change], version);
      continue;
    }
    const range = decode(updated, change.range);
    const [start, end] = [updated.offsetAt(range.start), updated.offsetAt(range.end)];
    const split = splitsLineBreak(updated.getText(), [start, end]);
    updated = TextDocument.update(updated, [{ range, text: change.text }], version);
    // The library counts lines of what comes in and of what was there, and no line break that an edit joins or parts.
    if (split || splitsLineBreak(updated.getText(), [start, start + change.text.length])) {
      updated = TextDocument.create(updated.uri, updated.languageId, version, updated.getText());
    }
  }
  return updated;
}

/** Whether one of the offsets lies between a carriage return and its line feed. */
function splitsLineBreak(text: string, offsets: readonly number[]): boolean {
  return offsets.some((offset) => text[offset - 1] === '\r' && text[offset] === '\n');
}

function lineOf(document: TextDocument, line: number): string {
  const whole: Range = { start: { line, character: 0 }, end: { line, character: Number.MAX_SAFE_INTEGER } };
  return document.getText(whole);
}

function unitsOf(char: string, encoding: 'utf-8' | 'utf-32'): number {
  if (encoding === 'utf-32') return 1;
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function toUnits(text: string, encoding: 'utf-8' | 'utf-32'): number {
  let units = 0;
  for (const char of text) units += unitsOf(char, encoding);
  return units;
}

/** A position inside of a character counts as one before it; one behind the line's end is kept behind it. */
function fromUnits(line: string, units: number, encoding: 'utf-8' | 'utf-32'): number {
  let passed = 0;
  let index = 0;
  for (const char of line) {
    passed += unitsOf(char, encoding);
    if (passed > units) return index;
    index += char.length;
  }
  return index + (units - passed);
}

type PositionMap = (uri: DocumentUri, position: Position) => Position;

/** Members that a client hands back as they came. */
const OPAQUE: readonly string[] = ['data', 'arguments'];

/** A copy of a message with every position in it replaced; `uri` is the document of those that name none. */
function convert<T>(message: T, uri: DocumentUri, map: PositionMap): T {
  return walk(message, uri, map) as T;
}

function walk(value: unknown, uri: DocumentUri, map: PositionMap): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, uri, map));
  if (typeof value !== 'object' || value === null) return value;
  if (isPosition(value)) return map(uri, value);
  const own = uriOf(value) ?? uri;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]): [string, unknown] => {
      if (OPAQUE.includes(key)) return [key, member];
      // Of a link to another document this is the place in the document that was asked about.
      if (key === 'originSelectionRange') return [key, walk(member, uri, map)];
      if (key === 'changes' && typeof member === 'object' && member !== null && !Array.isArray(member)) {
        return [key, Object.fromEntries(Object.entries(member).map(([at, edits]) => [at, walk(edits, at, map)]))];
      }
      return [key, walk(member, own, map)];
    }),
  );
}

function isPosition(value: object): value is Position {
  const { line, character } = value as Partial<Position>;
  return typeof line === 'number' && typeof character === 'number';
}

/** The document that an object's ranges are about, where it says so. */
function uriOf(value: object): DocumentUri | undefined {
  const { uri, targetUri, textDocument } = value as {
    readonly uri?: unknown;
    readonly targetUri?: unknown;
    readonly textDocument?: { readonly uri?: unknown } | null;
  };
  const found = targetUri ?? uri ?? textDocument?.uri;
  return typeof found === 'string' ? found : undefined;
}

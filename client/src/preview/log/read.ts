import * as l10n from '@vscode/l10n';
import { Columns } from './columns';
import { CsvReader } from './csv';
import { JsonLinesReader } from './json-lines';
import { newPace } from './pace';
import { propose } from './propose';
import type { LogFailure, LogTable, ReadOptions } from './types';

/** Bytes read at a time: a few milliseconds of work. */
const CHUNK = 2 ** 16;

/** What a file begins with that is no text, and how it is called. */
const BINARY: readonly (readonly [string, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['Parquet', [0x50, 0x41, 0x52, 0x31]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58]],
];

/**
 * Reads a training log: CSV (comma, semicolon, tab or bar) or JSON lines, in UTF-8 or, with a byte order mark, UTF-16.
 * Works a few milliseconds at a time. Rows that cannot be read are counted and told, and everything else is there.
 * Never rejects: what cannot be read at all is a `LogFailure`.
 */
export async function readLog(bytes: Uint8Array, options: ReadOptions = {}): Promise<LogTable | LogFailure> {
  const { token, onProgress } = options;
  const refused = refusal(bytes);
  if (refused !== undefined) return { failure: refused };
  const decoder = new TextDecoder(encodingOf(bytes));
  const columns = new Columns();
  let reader: CsvReader | JsonLinesReader | undefined;
  let format: LogTable['format'] = 'csv';
  // A line break that is cut in two by the end of a chunk waits for its other half.
  let held = '';
  const pace = newPace();
  for (let start = 0; start < bytes.length && !columns.full; start += CHUNK) {
    if (token?.isCancellationRequested) return { failure: l10n.t('Reading the log was cancelled.'), cancelled: true };
    const end = Math.min(bytes.length, start + CHUNK);
    const isLast = end === bytes.length;
    let text = held + decoder.decode(bytes.subarray(start, end), { stream: !isLast });
    held = '';
    if (!isLast && text.endsWith('\r')) {
      text = text.slice(0, -1);
      held = '\r';
    }
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n');
    if (reader === undefined) {
      const first = text.trimStart()[0];
      if (first === '[') {
        return { failure: l10n.t('The log is one JSON list. Write one object to the line (JSON lines), or CSV.') };
      }
      format = first === '{' ? 'json-lines' : 'csv';
      reader = first === '{' ? new JsonLinesReader(columns) : new CsvReader(columns);
    }
    reader.feed(text, isLast);
    if (!pace.isOver()) continue;
    onProgress?.(end / bytes.length);
    await pace.pause();
  }
  const found = columns.finish();
  onProgress?.(1);
  if (columns.rows === 0) {
    const [first] = columns.problems;
    const why = first === undefined ? '' : ` ${l10n.t('Line {0}: {1}', first.line ?? 1, first.message)}`;
    return { failure: `${l10n.t('The log has no row that can be read.')}${why}` };
  }
  if (found.length === 0) return { failure: l10n.t('The log has {0} rows, but no column of numbers.', columns.rows) };
  const { rows, malformed, problems } = columns;
  return { format, columns: found, rows, proposed: propose(found), malformed, problems };
}

function refusal(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return l10n.t('The log is empty.');
  const kind = BINARY.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte));
  if (kind !== undefined)
    return l10n.t('The log is a {0} file, which is not read. Unpack it, or export it as CSV.', kind[0]);
  const head = bytes.subarray(0, 4096);
  if (encodingOf(bytes) === 'utf-8' && head.includes(0)) {
    return l10n.t('The log is not a text file. Export it as CSV or JSON lines.');
  }
  return undefined;
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

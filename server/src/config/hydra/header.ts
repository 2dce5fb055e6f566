import * as l10n from '@vscode/l10n';

/** Hydra reads no more than this many characters in search of headers. */
const HEADER_LIMIT = 512;

export interface PackageHeader {
  readonly kind: 'package';
  /** As written: `_global_`, `model.optim`, … */
  readonly value: string;
  /** Offsets of the value in the document. */
  readonly start: number;
  readonly end: number;
}

/** A header line that Hydra refuses with ValueError. */
export interface HeaderError {
  readonly kind: 'error';
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/**
 * The `# @package` header of a config file: only blank lines and other `# @…` lines may stand above it. Anything else,
 * a byte order mark included, ends the search, and then the file has no header. Of two package headers the last holds.
 */
export function readPackageHeader(text: string): PackageHeader | HeaderError | undefined {
  let header: PackageHeader | undefined;
  for (const { start, end } of headLines(text)) {
    const raw = text.slice(start, end);
    // A byte order mark is no blank to Python, though trim() takes it for one.
    if (raw.includes('\ufeff')) return header;
    const line = raw.trim();
    if (line === '') continue;
    if (!/^#\s*@/.test(line)) return header;
    const from = start + raw.indexOf('#');
    const found = headerOf(line, text, from, from + line.length);
    if (found?.kind === 'error') return found;
    header = found ?? header;
  }
  return header;
}

/** What Python's str.splitlines takes for the end of a line, beside the carriage return with a line feed. */
const LINE_ENDS = new Set([0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029]);

/** The lines of the first 512 characters; one that the limit cuts is read as far as it goes. */
function* headLines(text: string): Generator<{ start: number; end: number }> {
  let start = 0;
  let at = 0;
  for (let count = 0; count < HEADER_LIMIT && at < text.length; count += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (LINE_ENDS.has(code)) {
      yield { start, end: at };
      // Python's text mode makes one character of the two.
      at += code === 0x0d && text.charCodeAt(at + 1) === 0x0a ? 2 : 1;
      start = at;
    } else {
      at += code > 0xffff ? 2 : 1;
    }
  }
  yield { start, end: at };
}

function headerOf(line: string, text: string, from: number, end: number): PackageHeader | HeaderError | undefined {
  const content = line.replace(/^#+/, '').trim();
  const [key = '', value, ...rest] = content.split(' ').filter((part) => part !== '');
  if (value === undefined) {
    return {
      kind: 'error',
      start: from,
      end,
      message: l10n.t`The header '${content}' has no value: write '# @package _global_'`,
    };
  }
  if (rest.length > 0) {
    const message = l10n.t`Hydra refuses text after '${key} ${value}' in a header line: move '${rest.join(' ')}' to a line below`;
    return { kind: 'error', start: from, end, message };
  }
  if (key !== '@package') return undefined;
  const at = text.lastIndexOf(value, end - value.length);
  return { kind: 'package', value, start: at, end: at + value.length };
}

import * as l10n from '@vscode/l10n';
import type { Columns } from './columns';
import { numberOf } from './numbers';

/** Objects nested deeper than this hold no number that anybody logs. */
const DEEPEST = 8;
/** A longer line is no row of a log. */
const LONGEST_LINE = 2 ** 20;

/** Reads JSON text that comes in pieces, one object to the line, into columns named `train/lr` by the path of keys. */
export class JsonLinesReader {
  private rest = '';
  private line = 0;

  constructor(private readonly columns: Columns) {}

  feed(text: string, isLast: boolean): void {
    const lines = (this.rest + text).split('\n');
    this.rest = isLast ? '' : (lines.pop() ?? '');
    for (const line of lines) {
      this.line += 1;
      if (this.columns.full) return;
      if (line.trim() !== '') this.take(line);
    }
    if (this.rest.length > LONGEST_LINE) this.rest = this.rest.slice(0, LONGEST_LINE);
  }

  private take(line: string): void {
    const value = line.length >= LONGEST_LINE ? undefined : parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.columns.skipRow(this.line, l10n.t('The line is not a JSON object.'));
      return;
    }
    this.put(value, '', 0);
    this.columns.endRow(this.line);
  }

  private put(value: object, path: string, depth: number): void {
    for (const [key, item] of Object.entries(value)) {
      const name = path === '' ? key : `${path}/${key}`;
      if (typeof item === 'object' && item !== null) {
        if (depth < DEEPEST && !Array.isArray(item)) this.put(item, name, depth + 1);
        continue;
      }
      const number = typeof item === 'number' ? item : typeof item === 'string' ? numberOf(item) : Number.NaN;
      if (Number.isNaN(number)) continue;
      const column = this.columns.column(name);
      if (column !== undefined) this.columns.set(column, number);
    }
  }
}

/** Python writes NaN and Infinity into JSON, which knows neither. */
const PYTHON_WORDS = /([:[,]\s*)(-?Infinity|NaN)(?=\s*[\],}])/g;

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    try {
      return JSON.parse(line.replace(PYTHON_WORDS, '$1"$2"'));
    } catch {
      return undefined;
    }
  }
}

import * as l10n from '@vscode/l10n';
import Papa from 'papaparse';
import type { Columns } from './columns';
import { numberOf } from './numbers';

/** A row that is longer than this has a quote that nobody closed. */
const LONGEST_ROW = 2 ** 18;
/** After as many of those, quotes of this file mean nothing. */
const MOST_OPEN_QUOTES = 20;

const DELIMITERS = [',', ';', '\t', '|'];

interface Parsed {
  readonly data: readonly (readonly string[])[];
  /** Of each field whose quotes are not in order, the row. */
  readonly errors: readonly { readonly row?: number | undefined }[];
  readonly meta: { readonly cursor: number };
}

/** Reads CSV text that comes in pieces, with line breaks `\n`, into columns. */
export class CsvReader {
  private rest = '';
  /** Of the first row of `rest`, counted from 1. */
  private line = 1;
  private decimalComma = false;
  private header: readonly (number | undefined)[] | undefined;
  private openQuotes = 0;
  /** Told by the first line. */
  private delimiter: string | undefined;

  constructor(private readonly columns: Columns) {}

  feed(text: string, isLast: boolean): void {
    this.rest += text;
    if (this.delimiter === undefined) {
      if (!isLast && !this.rest.includes('\n')) {
        if (this.rest.length > LONGEST_ROW) this.giveUp();
        return;
      }
      this.delimiter = delimiterOf(this.rest);
      this.decimalComma = this.delimiter === ';';
    }
    while (this.rest !== '' && !this.columns.full) {
      const { data, errors, meta } = this.parse(isLast);
      const broken = errors[0]?.row;
      if (broken !== undefined) {
        // Behind a quote that closes nothing, everything would be one field up to the next quote of the file.
        const start = broken === 0 ? 0 : this.parse(isLast, broken).meta.cursor;
        this.takeAll(data.slice(0, broken), start);
      } else {
        this.takeAll(data, isLast ? this.rest.length : meta.cursor);
        if (this.rest.length <= LONGEST_ROW) return;
      }
      this.dropLine();
    }
  }

  private parse(isLast: boolean, preview = 0): Parsed {
    const fast = this.openQuotes >= MOST_OPEN_QUOTES ? { fastMode: true } : {};
    return new Papa.Parser({ delimiter: this.delimiter, newline: '\n', preview, ...fast }).parse(this.rest, 0, !isLast);
  }

  private takeAll(rows: readonly (readonly string[])[], length: number): void {
    const hasQuotes = this.rest.lastIndexOf('"', length) >= 0;
    this.rest = this.rest.slice(length);
    for (const row of rows) {
      if (!this.columns.full) this.take(row);
      this.line += 1 + (hasQuotes ? breaksIn(row) : 0);
    }
  }

  private giveUp(): void {
    this.columns.skipRow(this.line, l10n.t('The line is too long for a row of a log.'));
    this.columns.full = true;
  }

  /** Drops the line in front, whose quotes make no field. */
  private dropLine(): void {
    this.columns.skipRow(this.line, l10n.t('A quote is not closed, or not where its field ends.'));
    const end = this.rest.indexOf('\n');
    this.rest = end < 0 ? '' : this.rest.slice(end + 1);
    this.line += 1;
    this.openQuotes += 1;
  }

  private take(row: readonly string[]): void {
    if (row.length === 1 && row[0]?.trim() === '') return;
    if (this.header === undefined) {
      const names = row.map((name) => name.trim());
      const isData = names.every((name) => !Number.isNaN(this.number(name)));
      this.header = uniqueNames(isData ? names.map(() => '') : names).map((name) => this.columns.column(name));
      if (!isData) return;
    }
    const { header } = this;
    if (row.length !== header.length) {
      const message = l10n.t('The row has {0} fields, but the header has {1}.', row.length, header.length);
      this.columns.skipRow(this.line, message);
      return;
    }
    for (let index = 0; index < row.length; index += 1) {
      const column = header[index];
      if (column !== undefined) this.columns.set(column, this.number(row[index] ?? ''));
    }
    this.columns.endRow(this.line);
  }

  private number(text: string): number {
    // Where quotes mean nothing any more, those around a number are in the way.
    return numberOf(text.startsWith('"') ? text.replaceAll('"', '') : text, this.decimalComma);
  }
}

/** The one that the first line has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const end = text.indexOf('\n');
  const first = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function breaksIn(row: readonly string[]): number {
  return row.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
}

/** Columns without a name are called by their place, and of two with the same name the second one is told apart. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.map((name, index) => {
    const wanted = name === '' ? l10n.t('column {0}', index + 1) : name;
    let unique = wanted;
    for (let copy = 2; seen.has(unique); copy += 1) unique = `${wanted} (${copy})`;
    seen.add(unique);
    return unique;
  });
}

import * as l10n from '@vscode/l10n';
import { relevance } from './propose';
import type { LogColumn, LogProblem } from './types';

/** 128 MB of numbers: a million rows of sixteen columns. */
const MOST_CELLS = 2 ** 24;
/** Beyond these, columns of a log are no longer what a person chooses from. */
const MOST_COLUMNS = 512;
/** Columns grow by pieces of as many rows: growing by doubling would stand still to copy what is there. */
const BLOCK = 2 ** 16;
/** Malformed rows told one by one; the others are counted. */
const MOST_TOLD = 20;

interface Growing {
  readonly name: string;
  /** Made with the first number: most columns of text never have one. */
  readonly blocks: Float64Array[];
  count: number;
  /** Whether it was given up to keep within the memory. */
  dropped: boolean;
}

/** The columns of a log while it is read. Memory is bounded: the columns that matter least go first. */
export class Columns {
  readonly problems: LogProblem[] = [];
  malformed = 0;
  rows = 0;
  /** No more rows are taken. */
  full = false;
  private readonly columns: Growing[] = [];
  private readonly byName = new Map<string, number>();
  private tooManyTold = false;
  private cells = 0;

  constructor(
    private readonly mostCells = MOST_CELLS,
    private readonly block = BLOCK,
  ) {}

  /** The index of a column, which is made where there is none of that name; undefined where there are too many. */
  column(name: string): number | undefined {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    if (this.columns.length >= MOST_COLUMNS) {
      if (!this.tooManyTold) {
        this.problems.push({
          message: l10n.t('The log has more than {0} columns: only the first are read.', MOST_COLUMNS),
        });
      }
      this.tooManyTold = true;
      return undefined;
    }
    this.byName.set(name, this.columns.length);
    return this.columns.push({ name, blocks: [], count: 0, dropped: false }) - 1;
  }

  /** Writes a number into the row that `endRow` will end. */
  set(index: number, value: number): void {
    const column = this.columns[index];
    if (column === undefined || column.dropped || Number.isNaN(value)) return;
    const place = Math.floor(this.rows / this.block);
    while (column.blocks.length <= place) if (!this.grow(column)) return;
    const block = column.blocks[place];
    if (block !== undefined) block[this.rows % this.block] = value;
    column.count += 1;
  }

  endRow(line: number): void {
    this.rows += 1;
    if (this.rows < this.mostCells / 2) return;
    this.full = true;
    this.problems.push({ line, message: l10n.t('The log is too long: it is read up to this line.') });
  }

  skipRow(line: number, message: string): void {
    this.malformed += 1;
    if (this.malformed <= MOST_TOLD) this.problems.push({ line, message });
  }

  finish(): readonly LogColumn[] {
    const hidden = this.malformed - MOST_TOLD;
    if (hidden > 0) this.problems.push({ message: l10n.t('{0} more rows could not be read.', hidden) });
    const { block } = this;
    return this.columns.flatMap(({ name, blocks, count, dropped }) => {
      if (count === 0 || dropped) return [];
      const at = (row: number) => blocks[Math.floor(row / block)]?.[row % block] ?? Number.NaN;
      return [{ name, count, at }];
    });
  }

  /** Makes room for more rows of a column; false where the column has to go instead. */
  private grow(column: Growing): boolean {
    while (this.cells + this.block > this.mostCells) {
      const kept = this.columns.filter((one) => one === column || (one.blocks.length > 0 && !one.dropped));
      const [least] = kept.sort((a, b) => relevance(a.name) - relevance(b.name));
      if (least === undefined) return false;
      least.dropped = true;
      this.cells -= least.blocks.length * this.block;
      least.blocks.length = 0;
      const message = l10n.t('The log is too large for all of its columns: {0} is left out.', least.name);
      this.problems.push({ message });
      if (least === column) return false;
    }
    column.blocks.push(new Float64Array(this.block).fill(Number.NaN));
    this.cells += this.block;
    return true;
  }
}

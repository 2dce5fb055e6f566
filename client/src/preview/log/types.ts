/** What stops the reading; that of an editor fits. */
export interface Token {
  readonly isCancellationRequested: boolean;
}

export interface LogColumn {
  readonly name: string;
  /** How many of its rows have a number. */
  readonly count: number;
  /** The number in a row, counted from 0; nan where there is none. */
  at(row: number): number;
}

/** A training log as columns of numbers. */
export interface LogTable {
  readonly format: 'csv' | 'json-lines';
  /** Those that hold a number, in the order of the file. */
  readonly columns: readonly LogColumn[];
  readonly rows: number;
  /** Which columns are most likely what, by their names. */
  readonly proposed: ProposedColumns;
  /** How many rows were left out because they could not be read. */
  readonly malformed: number;
  /** What the reader of the picture should know, the first malformed rows among it. */
  readonly problems: readonly LogProblem[];
}

export interface ProposedColumns {
  /** Counts training updates. */
  readonly step?: string;
  /** Counts epochs, possibly in parts. */
  readonly epoch?: string;
  /** Learning rates, the likeliest first; where nothing is called so, what else might be looked at. */
  readonly values: readonly string[];
}

export interface LogProblem {
  /** Counted from 1. */
  readonly line?: number;
  readonly message: string;
}

/** Why there is no table, or no series of it. */
export interface LogFailure {
  readonly failure: string;
  /** The token asked for it: nobody waits for a message. */
  readonly cancelled?: true;
}

export interface ReadOptions {
  readonly token?: Token;
  /** Called now and then with the part that is read, from 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

export interface SeriesChoice {
  /** Name of the column that counts; rows are counted from 0 where there is none. */
  readonly step?: string;
  readonly value: string;
  /** What the column `step` counts. */
  readonly unit: 'steps' | 'epochs';
  /** Needed for a column of epochs. */
  readonly updatesPerEpoch?: number;
  readonly token?: Token;
}

/** A logged course over training steps, in few enough points to be drawn at every frame. */
export interface LogSeries {
  /** Strictly ascending training steps. */
  readonly steps: Float64Array;
  readonly values: Float64Array;
  /** How many points there were before they were reduced. */
  readonly points: number;
  /** What was left out or put right, a sentence each. */
  readonly notes: readonly string[];
}

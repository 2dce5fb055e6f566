/** Training logs: bytes to columns of numbers to a course over training steps. Knows neither VS Code nor schedules. */
export { readLog } from './read';
export { seriesOf } from './series';
export type {
  LogColumn,
  LogFailure,
  LogProblem,
  LogSeries,
  LogTable,
  ProposedColumns,
  ReadOptions,
  SeriesChoice,
} from './types';

import * as l10n from '@vscode/l10n';
/** The exception classes of Python that a schedule can end in. `ValidationError` is pydantic's. */
export type PythonError =
  | 'ValidationError'
  | 'AssertionError'
  | 'AttributeError'
  | 'IndexError'
  | 'ModuleNotFoundError'
  | 'NotImplementedError'
  | 'OverflowError'
  | 'TypeError'
  | 'ValueError'
  | 'ZeroDivisionError';

/** What upstream would raise, with a message of ours that says what to change. */
export class ScheduleError extends Error {
  /** The class that Python raises at this point. */
  readonly pythonError: PythonError;

  constructor(pythonError: PythonError, message: string) {
    super(message);
    this.name = 'ScheduleError';
    this.pythonError = pythonError;
  }
}

/** A value as it would stand in a file, cut where it is long. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return '.nan';
    if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
    return String(value);
  }
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'bigint') {
    const digits = String(value);
    return digits.length > 30 ? `${digits.slice(0, 30)}…` : digits;
  }
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return l10n.t('a list');
  if (value instanceof Uint8Array) return l10n.t('binary data');
  return l10n.t('a mapping');
}

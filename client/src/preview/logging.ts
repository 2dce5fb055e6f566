import * as l10n from '@vscode/l10n';
import { ProgressLocation, Uri, window, workspace } from 'vscode';
import { toWire } from '../../../server/src/format';
import type { WireCurve } from '../../../server/src/plot';
import { type LogFailure, type LogTable, readLog, seriesOf } from './log';
import type { ComparedLog } from './messages';
import { reasonOf } from './passing';
import type { LogChoice } from './state';

/** What the logged values are laid over. */
export interface LoggedOver {
  readonly quantity: string;
  readonly updatesPerEpoch?: number;
}

export interface Logs {
  /** The log's course over training, or what is wrong with it. Never rejects. */
  read(choice: LogChoice, over: LoggedOver): Promise<ComparedLog>;
}

/** More than this is not read. In bytes. */
const LARGEST_LOG = 1024 * 1024 * 1024;

/** Reads training logs, and keeps the last one while its file stays the same. */
export function createLogs(): Logs {
  let kept: { readonly key: string; readonly table: Promise<LogTable | LogFailure> } | undefined;

  async function tableOf(uri: Uri): Promise<LogTable | LogFailure> {
    const { size, mtime } = await workspace.fs.stat(uri);
    if (size > LARGEST_LOG) {
      return { failure: l10n.t('The log is larger than 1 GB and is not read. Thin it out, or cut a part of it.') };
    }
    const key = `${uri.toString()} ${size} ${mtime}`;
    if (kept?.key !== key) kept = { key, table: readShown(uri, size) };
    return kept.table;
  }

  return {
    async read(choice, { quantity, updatesPerEpoch }) {
      const uri = Uri.parse(choice.uri, true);
      const file = workspace.asRelativePath(uri);
      const failed = (message: string): ComparedLog => ({ choice, file, columns: [], messages: [message] });
      try {
        const table = await tableOf(uri);
        if ('failure' in table) {
          kept = undefined;
          return failed(table.failure);
        }
        const columns = table.columns.map(({ name }) => name);
        const { proposed } = table;
        const named = (name: string | undefined) => (name !== undefined && columns.includes(name) ? name : undefined);
        const step = named(choice.step) ?? proposed.step ?? proposed.epoch;
        const value = named(choice.values[0]) ?? proposed.values[0];
        const messages = table.problems.map(({ line, message }) =>
          line === undefined ? message : l10n.t('Line {0}: {1}', line, message),
        );
        const chosen: LogChoice = {
          uri: choice.uri,
          ...(step !== undefined && { step }),
          values: value === undefined ? [] : [value],
        };
        if (value === undefined) {
          return {
            choice: chosen,
            file,
            columns,
            messages: [...messages, l10n.t('The log has no column of numbers.')],
          };
        }
        const series = await seriesOf(table, {
          ...(step !== undefined && { step }),
          value,
          unit: step !== undefined && step === proposed.epoch ? 'epochs' : 'steps',
          ...(updatesPerEpoch !== undefined && { updatesPerEpoch }),
        });
        if ('failure' in series) return { choice: chosen, file, columns, messages: [...messages, series.failure] };
        const curve: WireCurve = {
          series: [
            {
              label: value,
              steps: Array.from(series.steps),
              values: Array.from(series.values, toWire),
              shape: 'line',
            },
          ],
          totalSteps: (series.steps.at(-1) ?? 0) + 1,
          quantity,
        };
        return { choice: chosen, file, columns, curve, messages: [...messages, ...series.notes] };
      } catch (error) {
        kept = undefined;
        return failed(l10n.t('The log cannot be read: {0}', reasonOf(error)));
      }
    },
  };
}

/** Below this many bytes a log is read before anybody wonders. */
const SHORT_LOG = 4 * 1024 * 1024;

/** A long log says how far it is, and can be given up. */
function readShown(uri: Uri, size: number): Promise<LogTable | LogFailure> {
  if (size < SHORT_LOG) return Promise.resolve(workspace.fs.readFile(uri)).then((bytes) => readLog(bytes));
  const title = l10n.t('Reading {0}', workspace.asRelativePath(uri));
  const reading = window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const bytes = await workspace.fs.readFile(uri);
      let told = 0;
      const onProgress = (part: number) => {
        progress.report({ increment: (part - told) * 100 });
        told = part;
      };
      return readLog(bytes, { token, onProgress });
    },
  );
  return Promise.resolve(reading);
}

/** Asks for a log to lay over the schedule. */
export async function askLog(): Promise<LogChoice | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      title: l10n.t('A training log'),
      openLabel: l10n.t('Lay over the schedule'),
      filters: {
        [l10n.t('Logs')]: ['csv', 'tsv', 'jsonl', 'ndjson', 'json', 'log', 'txt'],
        [l10n.t('All files')]: ['*'],
      },
    })) ?? [];
  return uri && { uri: uri.toString(), values: [] };
}

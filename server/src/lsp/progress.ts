import * as l10n from '@vscode/l10n';
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { Progress } from '../workspace';

const STAGES = (): Readonly<Record<Progress['stage'], string>> => ({
  search: l10n.t('looking for config files'),
  read: l10n.t('reading config files'),
  compose: l10n.t('composing configs'),
});

/** Shows long work of the workspace as the client shows progress; undefined ends it. */
export function showProgress(connection: Connection): (progress: Progress | undefined) => void {
  let shown: Promise<WorkDoneProgressServerReporter> | undefined;
  return (progress) => {
    if (progress === undefined) {
      void shown?.then(
        (reporter) => reporter.done(),
        () => undefined,
      );
      shown = undefined;
      return;
    }
    const { stage, done, total } = progress;
    const message = total === undefined ? STAGES()[stage] : l10n.t`${STAGES()[stage]} (${done} of ${total})`;
    shown ??= connection.window.createWorkDoneProgress().then((reporter) => {
      reporter.begin('Schedule Lens', total === undefined ? undefined : 0, message);
      return reporter;
    });
    void shown.then(
      (reporter) => (total === undefined ? reporter.report(message) : reporter.report((100 * done) / total, message)),
      () => undefined,
    );
  };
}

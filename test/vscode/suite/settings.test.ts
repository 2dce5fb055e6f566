import { strict as assert } from 'node:assert';
import { ConfigurationTarget, type Diagnostic, languages, type TextDocument, Uri, window, workspace } from 'vscode';

/** noether 1.1 does not have this kind; newer ones do. With `any`, as built in, that is a warning. */
const CONFIG = 'schedule_config:\n  kind: noether.core.schedules.SqrtDecreasingSchedule\n  max_value: 1e-3\n';

describe('settings', () => {
  it('of the user go before .schedule-lens.yaml, and that goes before what is built in', async () => {
    const shared = uriOf('.schedule-lens.yaml');
    const config = uriOf('version.yaml');
    await write(config, CONFIG);
    const document = await workspace.openTextDocument(config);
    await window.showTextDocument(document);
    const own = workspace.getConfiguration('scheduleLens', config);
    try {
      await until(document, 'warning');
      await write(shared, 'noetherVersion: 1.1\n');
      await until(document, 'error');
      await own.update('noetherVersion', 'newer', ConfigurationTarget.Workspace);
      await until(document, 'nothing');
      await own.update('noetherVersion', undefined, ConfigurationTarget.Workspace);
      await until(document, 'error');
      await workspace.fs.delete(shared);
      await until(document, 'warning');
    } finally {
      await own.update('noetherVersion', undefined, ConfigurationTarget.Workspace);
      await workspace.fs.delete(config);
    }
  });
});

function uriOf(name: string): Uri {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a folder is open');
  return Uri.joinPath(folder.uri, name);
}

async function write(uri: Uri, text: string): Promise<void> {
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

function level(found: readonly Diagnostic[]): string {
  const gravest = Math.min(...found.map(({ severity }) => severity));
  return ['error', 'warning'][gravest] ?? 'nothing';
}

async function until(document: TextDocument, wanted: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (level(languages.getDiagnostics(document.uri)) === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(level(languages.getDiagnostics(document.uri)), wanted);
}

import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { type Diagnostic, DiagnosticSeverity, languages, Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';

/** Processes of the language server that this extension host started, told by what Linux says of them. */
function serverProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return Number(parent) === process.pid && /schedule-lens.*server/s.test(command);
      } catch {
        // It ended meanwhile.
        return false;
      }
    });
}

async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  const end = Date.now() + 40_000;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what}: not within 40 s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a language server that is killed', () => {
  // Only Linux tells so plainly whose process is whose.
  if (process.platform !== 'linux') return;

  it('is started again, and sees the text that was never saved', async () => {
    const folder = workspace.workspaceFolders?.[0];
    assert(folder);
    const uri = Uri.joinPath(folder.uri, 'killed.yaml');
    const text = 'schedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  value: often\n';
    await workspace.fs.writeFile(uri, Buffer.from(text));
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document);
    const errorAt = (part: string): Diagnostic | undefined =>
      languages
        .getDiagnostics(uri)
        .find(({ severity, range }) => severity === DiagnosticSeverity.Error && document.getText(range) === part);
    await until('the first diagnostic', () => errorAt('often'));

    const [first, ...others] = serverProcesses();
    assert(first !== undefined, 'no server process');
    assert.deepEqual(others, []);
    process.kill(first, 'SIGKILL');
    const second = await until('another server', () => serverProcesses().find((pid) => pid !== first));

    const edit = new WorkspaceEdit();
    const at = document.getText().indexOf('often');
    edit.replace(uri, new Range(document.positionAt(at), document.positionAt(at + 5)), 'never');
    assert(await workspace.applyEdit(edit));
    await until('a diagnostic of the new server', () => errorAt('never'));
    assert.deepEqual(serverProcesses(), [second]);
  });
});

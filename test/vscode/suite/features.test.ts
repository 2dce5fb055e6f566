import { strict as assert } from 'node:assert';
import {
  type CodeLens,
  type CompletionList,
  commands,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  languages,
  type MarkdownString,
  Position,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';

/** What the extension promises of an open file, asked for as VS Code asks. */
describe('features', () => {
  const stepFixed = [
    'trainer:',
    '  max_updates: 1000',
    'optim:',
    '  kind: torch.optim.AdamW',
    '  lr: 1e-3',
    '  schedule_config:',
    '    kind: noether.core.schedules.StepFixedSchedule',
    '    factor: 0.1',
    '    start_value: 1e-3',
    '    steps: [0.3, 0.6]',
    '',
  ].join('\n');

  it('reports a broken value and takes the report back when it is mended', async () => {
    const document = await open('diagnostics.yaml', stepFixed.replace('factor: 0.1', 'factor: often'));
    const [error] = await until(document, (found) => errors(found).length === 1);
    assert.ok(error);
    assert.equal(document.getText(error.range), 'often');
    assert.equal(error.source, 'Schedule Lens');
    await replace(document, error.range, '0.5');
    await until(document, (found) => found.length === 0);
  });

  it('gives every diagnostic once', async () => {
    const document = await open('once.yaml', 'schedule_config: {kind: noether.core.schedules.StepFixedSchedul}\n');
    const found = await until(document, (all) => all.length > 0);
    assert.equal(found.length, 1, JSON.stringify(found));
  });

  it('hovers with a picture and the numbers: at 0.3 of 1,000 steps, 1e-3 becomes 1e-4', async () => {
    const document = await open('hover.yaml', stepFixed);
    const at = document.positionAt(document.getText().indexOf('0.3') + 1);
    const text = await eventually(async () => {
      const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, at);
      const all = hovers.flatMap(({ contents }) => contents.map((part) => (part as MarkdownString).value)).join('\n');
      return all === '' ? undefined : all;
    });
    assert.match(text, /!\[[^\]]*\]\(data:image\/svg\+xml;base64,/);
    assert.match(text, /step 300/);
    assert.match(text, /1e-3 → 1e-4/);
  });

  it('completes kinds by their short name with the full path', async () => {
    const document = await open('complete.yaml', 'schedule_config:\n  kind: Step\n');
    const list = await eventually(async () => {
      const found = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new Position(1, 12),
      );
      return found.items.length === 0 ? undefined : found;
    });
    const names = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    const item = list.items[names.indexOf('StepFixedSchedule')];
    assert.ok(item, names.join(', '));
    const inserted = typeof item.insertText === 'string' ? item.insertText : item.insertText?.value;
    assert.match(inserted ?? '', /^noether\.core\.schedules\.StepFixedSchedule/);
  });

  it('puts a lens with the preview command over each block', async () => {
    const document = await open('lens.yaml', stepFixed);
    const lenses = await eventually(async () => {
      const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
      return found.length === 0 ? undefined : found;
    });
    assert.deepEqual(
      lenses.map(({ command, range }) => [command?.command, range.start.line]),
      [['scheduleLens.preview', 5]],
    );
  });

  it('follows a change of settings without a reload', async () => {
    // noether 1.1 does not have this kind: an error there, at most a warning for any version.
    const document = await open(
      'settings.yaml',
      'schedule_config:\n  kind: noether.core.schedules.SqrtDecreasingSchedule\n  max_value: 1e-3\n',
    );
    await until(document, (found) => found.length > 0 && errors(found).length === 0);
    const configuration = workspace.getConfiguration('scheduleLens', document.uri);
    await configuration.update('noetherVersion', '1.1');
    await until(document, (found) => errors(found).length === 1);
    await configuration.update('noetherVersion', undefined);
    await until(document, (found) => found.length > 0 && errors(found).length === 0);
  });

  it('goes on after a restart of the server', async () => {
    const document = await open('restart.yaml', stepFixed.replace('factor: 0.1', 'factor: often'));
    await until(document, (found) => errors(found).length === 1);
    await commands.executeCommand('scheduleLens.restartServer');
    await until(document, (found) => errors(found).length === 1);
    const [error] = errors(languages.getDiagnostics(document.uri));
    assert.ok(error);
    await replace(document, error.range, '0.5');
    await until(document, (found) => found.length === 0);
  });

  it('opens the preview beside the editor', async () => {
    await open('preview.yaml', stepFixed);
    await commands.executeCommand('scheduleLens.preview');
    await eventually(async () => {
      const tabs = window.tabGroups.all.flatMap(({ tabs: all }) => all);
      return tabs.some(({ label }) => label.startsWith('Schedule')) ? true : undefined;
    });
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('says nothing about YAML without schedules', async () => {
    const document = await open('other.yaml', 'a: [1, 2\n');
    const marker = await open('marker.yaml', 'schedule_config: 5\n');
    await until(marker, (found) => found.length > 0);
    assert.deepEqual(languages.getDiagnostics(document.uri), []);
  });

  it('survives a hundred quick edits with the right answer at the end', async () => {
    const document = await open('quick.yaml', stepFixed);
    const line = document.positionAt(document.getText().indexOf('factor: ')).line;
    for (let index = 0; index < 100; index++) {
      const end = document.lineAt(line).range.end.character;
      await replace(document, new Range(line, 12, line, end), index % 2 === 0 ? 'x' : `0.${index}`);
    }
    await until(document, (found) => found.length === 0 && document.lineAt(line).text.endsWith('0.99'));
  });
});

function errors(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error);
}

async function open(name: string, text: string): Promise<TextDocument> {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the suite needs a workspace folder');
  const uri = Uri.joinPath(folder.uri, 'scratch', name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document);
  return document;
}

async function replace(document: TextDocument, range: Range, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, range, text);
  assert.ok(await workspace.applyEdit(edit));
}

/** Waits for diagnostics that hold; says what there was instead when they never do. */
async function until(document: TextDocument, holds: (found: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = languages.getDiagnostics(document.uri);
    if (holds(found)) return found;
    if (Date.now() > end) {
      const seen = found.map(({ severity, message, range }) => `${range.start.line}: ${severity} ${message}`);
      assert.fail(`not what was waited for in ${document.uri.path}: ${seen.join(' | ') || 'no diagnostics'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) assert.fail('no answer within 20 seconds');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

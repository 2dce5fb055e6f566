import { strict as assert } from 'node:assert';
import {
  type CodeAction,
  commands,
  type DocumentSymbol,
  type InlayHint,
  type LocationLink,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';

/** Fixes, hints and places, asked for as VS Code asks. The files are those of examples/. */
describe('navigation and fixes', () => {
  it('goes from an interpolation to the file that writes the value', async () => {
    const document = await show('optim/adamw.yaml');
    // The second one; the first stands in a comment.
    const at = document.positionAt(document.getText().lastIndexOf('optim.lr}') + 'optim.l'.length);
    const links = await eventually(async () => {
      const found = await commands.executeCommand<LocationLink[]>('vscode.executeDefinitionProvider', document.uri, at);
      return found.length === 0 ? undefined : found;
    });
    // Both runs of README.md reach the file, and each takes the learning rate from another place.
    const lines = await Promise.all(
      links.map(async ({ targetUri, targetRange }) => {
        const target = await workspace.openTextDocument(targetUri);
        const text = target.lineAt(targetRange.start.line).text.trim().replace(/ +#.*/, '');
        return `${workspace.asRelativePath(targetUri)}: ${text}`;
      }),
    );
    assert.deepEqual(lines.sort(), ['experiment/fine_tune.yaml: lr: 5e-5', 'train_flow.yaml: lr: 3e-4']);
  });

  it('goes from a defaults entry to the file that it picks', async () => {
    const document = await show('train_flow.yaml');
    const at = document.positionAt(document.getText().indexOf('adamw') + 2);
    const links = await eventually(async () => {
      const found = await commands.executeCommand<LocationLink[]>('vscode.executeDefinitionProvider', document.uri, at);
      return found.length === 0 ? undefined : found;
    });
    assert.deepEqual(
      links.map(({ targetUri }) => workspace.asRelativePath(targetUri)),
      ['optim/adamw.yaml'],
    );
  });

  it('mends a misspelt key', async () => {
    const document = await show('mistakes/misspelt_key.yaml');
    const start = document.positionAt(document.getText().indexOf('max_vlaue'));
    const range = new Range(start, start.translate(0, 'max_vlaue'.length));
    const action = await eventually(async () => {
      const found = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
      );
      return found.find(({ title, edit }) => edit !== undefined && title.includes('max_value'));
    });
    assert.ok(action.edit);
    assert.ok(await workspace.applyEdit(action.edit));
    assert.equal(document.getText(range), 'max_value');
    await commands.executeCommand('undo');
  });

  it('hints at the step that a fraction stands for', async () => {
    const document = await show('tour.yaml');
    const line = document.positionAt(document.getText().indexOf('steps: [0.3')).line;
    const hints = await eventually(async () => {
      const found = await commands.executeCommand<InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        new Range(line, 0, line + 1, 0),
      );
      return found.length === 0 ? undefined : found;
    });
    const texts = hints.map(({ label }) =>
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    );
    // 0.3, 0.6 and 0.9 of 20,000.
    for (const step of ['6,000', '12,000', '18,000']) {
      assert.ok(
        texts.some((text) => text.includes(step)),
        `${step} in ${texts.join(' | ')}`,
      );
    }
  });

  it('lists the schedule blocks and nothing else', async () => {
    const document = await show('tour.yaml');
    const symbols = await eventually(async () => {
      const found = await commands.executeCommand<DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found === undefined || found.length === 0 ? undefined : found;
    });
    assert.equal(symbols.length, 5);
  });

  it('shows the composed config, each line linked to the file that wrote it', async () => {
    await show('optim/adamw.yaml');
    await eventually(async () => {
      await commands.executeCommand('scheduleLens.showComposedConfig');
      return window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'schedule-lens-composed')
        ? true
        : undefined;
    });
    const resolved = await eventually(async () =>
      workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'schedule-lens-composed' && uri.path.includes('(resolved)'),
      ),
    );
    assert.match(resolved.getText(), /max_value: 0\.0003/);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });
});

async function show(name: string): Promise<TextDocument> {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the suite needs a workspace folder');
  const document = await workspace.openTextDocument(Uri.joinPath(folder.uri, name));
  await window.showTextDocument(document);
  return document;
}

async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) assert.fail('no answer within 20 seconds');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

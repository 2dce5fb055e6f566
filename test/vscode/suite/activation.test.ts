import { strict as assert } from 'node:assert';
import { commands, extensions, Uri, window, workspace } from 'vscode';

const id = 'schedule-lens.schedule-lens';

function fixture(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert(folder, 'the suite needs a workspace folder');
  return Uri.joinPath(folder.uri, name);
}

describe('activation', () => {
  it('runs from the installed package, not from the checkout', () => {
    const extension = extensions.getExtension(id);
    assert(extension, `${id} is not installed`);
    // The desktop suite loads the checkout; SCHEDULE_LENS_INSTALLED says where the package was installed.
    const installed = process.env.SCHEDULE_LENS_INSTALLED;
    if (installed !== undefined) assert.ok(extension.extensionPath.startsWith(installed), extension.extensionPath);
  });

  it('starts with the first YAML file', async () => {
    await window.showTextDocument(await workspace.openTextDocument(fixture('tour.yaml')));
    const extension = extensions.getExtension(id);
    assert(extension);
    const end = Date.now() + 30_000;
    while (!extension.isActive && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(extension.isActive, true);
  });

  it('finds the files of the workspace', async () => {
    const found = await workspace.findFiles('**/*.yaml');
    assert.ok(
      found.some((uri) => uri.path.endsWith('/tour.yaml')),
      found.join('\n'),
    );
  });

  it('takes over no language: YAML stays YAML', async () => {
    const document = await workspace.openTextDocument(fixture('tour.yaml'));
    assert.equal(document.languageId, 'yaml');
    assert.ok((await commands.getCommands(true)).length > 0);
  });
});

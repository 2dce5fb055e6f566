import { Disposable, extensions, workspace } from 'vscode';

/** Red Hat's YAML extension, whose server reports what any YAML parser refuses. */
export const YAML_EXTENSION = 'redhat.vscode-yaml';

/**
 * Whether YAML's own syntax errors are ours to report: they are as long as Red Hat's extension does not. `changed` is
 * called whenever the answer is another one.
 */
export function followYamlExtension(changed: () => void): Disposable & { reportsSyntax(): boolean } {
  let ours = isOurs();
  const look = (): void => {
    const before = ours;
    ours = isOurs();
    if (ours !== before) changed();
    // It wakes up with the first YAML file, as we do, and nobody tells when it has.
    const extension = extensions.getExtension(YAML_EXTENSION);
    if (extension?.isActive === false) void extension.activate().then(look, () => undefined);
  };
  look();
  const following = Disposable.from(
    extensions.onDidChange(look),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('yaml.validate')) look();
    }),
  );
  return { dispose: () => following.dispose(), reportsSyntax: () => ours };
}

function isOurs(): boolean {
  const isActive = extensions.getExtension(YAML_EXTENSION)?.isActive === true;
  return !isActive || workspace.getConfiguration('yaml').get('validate') === false;
}

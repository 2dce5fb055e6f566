import { commands, type ExtensionContext } from 'vscode';

/**
 * The extension's one entry, for desktop and web extension hosts. Others wait for an activation, so this one only takes
 * the commands; everything else is loaded when the host has gone on.
 */
export function activate(context: ExtensionContext): void {
  const taken = commandIds(context).map((id) =>
    // Asked before everything is there: asked again once it is.
    commands.registerCommand(id, async (...values: unknown[]) => {
      await loaded;
      return commands.executeCommand(id, ...values);
    }),
  );
  const giveBack = () => {
    for (const command of taken.splice(0)) command.dispose();
  };
  let ended = false;
  context.subscriptions.push({
    dispose: () => {
      ended = true;
      giveBack();
    },
  });
  const loaded = load(context, () => {
    giveBack();
    return !ended;
  });
}

/** Resolves when everything is registered. `proceed` is asked right before that, and tells whether it still should be. */
async function load(context: ExtensionContext, proceed: () => boolean): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  const [{ activateWith }, { clientOf, platform }, strings] = await Promise.all([
    import('./extension'),
    'WorkerGlobalScope' in globalThis ? import('./browser') : import('./node'),
    import('./strings').then(({ speak }) => speak(context.extensionUri)),
  ]);
  if (proceed()) activateWith(context, (options) => clientOf(context, options), platform, strings);
}

/** The commands that the manifest declares: what the user may ask for before anything is loaded. */
function commandIds({ extension }: ExtensionContext): string[] {
  const { contributes } = extension.packageJSON as { contributes: { commands: readonly { command: string }[] } };
  return contributes.commands.map(({ command }) => command);
}

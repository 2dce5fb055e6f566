import * as l10n from '@vscode/l10n';
import { commands, type Disposable, window, workspace } from 'vscode';

const OPEN_EXAMPLE = 'scheduleLens.openExample';

/** Nothing of it is read from disk, so that it opens in an empty window as well. */
const EXAMPLE = `trainer:
  max_updates: 20_000

model:
  optim:
    kind: torch.optim.AdamW
    lr: 1e-3
    weight_decay: 0.05
    schedule_config:
      kind: noether.core.schedules.LinearWarmupCosineDecaySchedule
      max_value: \${..lr}
      warmup_percent: 0.05
      end_value: 1e-6
`;

/** "Open an Example": a config that is not saved anywhere, with a schedule that works. */
export function registerExample(): Disposable {
  return commands.registerCommand(OPEN_EXAMPLE, async () => {
    const document = await workspace.openTextDocument({ language: 'yaml', content: EXAMPLE });
    await window.showTextDocument(document);
  });
}

/** Says what a command needs first, and offers a config to somebody who has none. */
export async function offerExample(message: string): Promise<void> {
  const open = l10n.t('Open an Example');
  if ((await window.showInformationMessage(message, open)) === open) await commands.executeCommand(OPEN_EXAMPLE);
}

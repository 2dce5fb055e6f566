import * as l10n from '@vscode/l10n';
import type { HandleMove, PreviewParams, PreviewResult } from '../../../server/src/protocol';
import { applyEdits } from './edits';
import { type Clock, latest } from './latest';
import type { MovedMessage } from './messages';
import { askAgain, isPassing, reasonOf } from './passing';

export interface DraggingOptions {
  readonly ask: (params: PreviewParams) => Promise<PreviewResult>;
  /** The question whose answer is on the screen; undefined while there is none. */
  readonly params: () => PreviewParams | undefined;
  readonly post: (message: MovedMessage) => void;
  readonly clock: Clock;
}

export interface Dragging {
  /** Shows what a move would come to; of moves that come fast, the newest. */
  drag(turn: number, move: HandleMove): void;
  /** Writes it. What stands `behind` an interpolation is asked about once, and written when that was agreed to. */
  drop(turn: number, move: HandleMove, behind: string | undefined, hasAgreed: boolean): Promise<void>;
  dispose(): void;
}

/** While texts keep changing under a released handle, the move is made anew this often. */
const MOST_ATTEMPTS = 5;
const PATIENCE = 2000;

export function createDragging({ ask, params, post, clock }: DraggingOptions): Dragging {
  /** Definitions that the user agreed to change, as long as this window lives. */
  const agreed = new Set<string>();
  const moves = latest<{ turn: number; move: HandleMove }, PreviewResult | undefined>({
    ask: async ({ move }) => {
      const asked = params();
      return asked && ask({ ...asked, move });
    },
    deliver: ({ turn }, result) => {
      if (result !== undefined) post({ type: 'moved', turn, outcome: 'shown', result });
    },
    fail: ({ turn }, error) => {
      if (!isPassing(error))
        post({ type: 'moved', turn, outcome: 'kept', message: l10n.t('No answer: {0}', reasonOf(error)) });
    },
    stillWanted: () => true,
    delay: 0,
    patience: PATIENCE,
    clock,
  });

  async function write(move: HandleMove): Promise<Pick<MovedMessage, 'outcome' | 'message'>> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const asked = params();
      if (asked === undefined)
        return { outcome: 'kept', message: l10n.t('Nothing is shown any more, so nothing was written.') };
      const { moved, state } = await askAgain(() => ask({ ...asked, move }));
      if (moved === undefined) {
        const message =
          state === 'error'
            ? l10n.t('Nothing was written: the schedule has errors now.')
            : l10n.t('Nothing was written: the number is not there any more.');
        return { outcome: 'kept', message };
      }
      if (moved.refused !== undefined) return { outcome: 'kept', message: moved.refused };
      if (moved.edits.length === 0) return { outcome: 'kept' };
      const outcome = await applyEdits(moved.edits);
      if (outcome === 'written') return { outcome };
      if (outcome === 'refused')
        return { outcome: 'kept', message: l10n.t('VS Code did not take the change: the file may be read-only.') };
    }
    return {
      outcome: 'kept',
      message: l10n.t('The text keeps changing, so nothing was written. Move the handle again.'),
    };
  }

  return {
    drag(turn, move) {
      moves.request({ turn, move });
    },
    async drop(turn, move, behind, hasAgreed) {
      if (behind !== undefined && !agreed.has(behind)) {
        if (!hasAgreed) {
          post({ type: 'moved', turn, outcome: 'asks', message: behind });
          return;
        }
        agreed.add(behind);
      }
      try {
        post({ type: 'moved', turn, ...(await write(move)) });
      } catch (error) {
        post({ type: 'moved', turn, outcome: 'kept', message: l10n.t('Nothing was written: {0}', reasonOf(error)) });
      }
    },
    dispose: () => moves.dispose(),
  };
}

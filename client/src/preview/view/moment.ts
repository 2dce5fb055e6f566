import * as l10n from '@vscode/l10n';
import { formatStep } from '../../../../server/src/format';

export type Moment = { readonly step: number } | { readonly refused: string };

const NUMBER = String.raw`(\d[\d_,]*(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)`;
const PATTERN = new RegExp(`^(?:(step|epoch)\\s*)?${NUMBER}\\s*(%|epochs?|steps?)?$`, 'i');

/**
 * The step that somebody typed: `12,000`, `step 500`, `30 %`, `epoch 2`, `2 epochs`. A step of training is a whole
 * number from 0 to one below the total; percent and epochs are rounded down to one.
 */
export function readMoment(text: string, total: number, updatesPerEpoch: number | undefined): Moment {
  const found = PATTERN.exec(text.trim());
  if (found === null)
    return { refused: l10n.t('Type a step, such as 500, a share, such as 30 %, or an epoch, such as epoch 2.') };
  const number = Number((found[2] ?? '').replace(/[_,]/g, ''));
  const unit = (found[3] ?? found[1] ?? 'step').toLowerCase();
  const last = Math.max(0, Math.ceil(total) - 1);
  if (unit === '%') {
    if (number > 100) return { refused: l10n.t('Training ends at 100 %.') };
    return { step: Math.min(last, floor((number / 100) * total)) };
  }
  if (unit.startsWith('epoch')) {
    if (updatesPerEpoch === undefined)
      return { refused: l10n.t('The updates in one epoch are not known: type a step or a share.') };
    const step = floor(number * updatesPerEpoch);
    // The very end of the last epoch is the end of training.
    if (step > total) return { refused: l10n.t('Training ends at epoch {0}.', formatStep(total / updatesPerEpoch)) };
    return { step: Math.min(last, step) };
  }
  if (!Number.isInteger(number)) return { refused: l10n.t('Steps are whole numbers.') };
  if (number > last) return { refused: l10n.t('The last step is {0}.', formatStep(last)) };
  return { step: number };
}

/** 0.3 × 1,000 is 300, whatever its last bit says. */
function floor(value: number): number {
  const near = Math.round(value);
  return Math.abs(near - value) < 1e-9 * Math.max(1, near) ? near : Math.floor(value);
}

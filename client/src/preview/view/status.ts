import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../../server/src/format';
import type { StatusMessage } from '../messages';
import { element, icon } from './dom';
import { post } from './host';
import { CURVE_ICON, ICONS } from './icons';
import type { Part, Shown } from './parts';

export interface Status extends Part {
  /** There is no answer to show. */
  say(message: StatusMessage): void;
}

/** What stands in the curve's place where there is none. */
export function createStatus(): Status {
  const root = element('section', { class: 'state', 'aria-live': 'polite' });

  function fill(kind: 'empty' | 'error' | 'unknown', head: string, message: string, action?: Node): void {
    root.hidden = false;
    root.className = `state ${kind}`;
    const drawing = kind === 'error' ? icon(ICONS.error, 'error') : icon(CURVE_ICON, kind);
    const parts = [drawing, element('h2', {}, head), element('p', {}, message)];
    root.replaceChildren(...parts, ...(action ? [action] : []));
  }

  function fillFor({ result: { state, message, problems } }: Shown): void {
    if (state === 'empty') {
      fill('empty', l10n.t('Nothing to draw'), message ?? l10n.t('This file holds no schedule.'));
    } else if (state === 'unknown') {
      fill(
        'unknown',
        l10n.t('The curve is not known'),
        message ?? l10n.t('It rests on values that this file does not tell.'),
      );
    } else {
      const errors = problems.filter(({ severity }) => severity === 'error').length;
      const why =
        errors === 0
          ? l10n.t('It cannot be drawn.')
          : l10n.t('Training would refuse it: {0} below.', formatCount(errors, 'error'));
      fill('error', l10n.t('No curve while this schedule has errors'), message ?? why);
    }
  }

  return {
    root,
    show(shown) {
      root.hidden = shown?.curve !== undefined;
      if (shown === undefined) return;
      if (shown.curve === undefined) fillFor(shown);
      else root.replaceChildren();
    },
    say({ status, message }) {
      const heads = {
        noFile: l10n.t('No config file open'),
        waiting: l10n.t('One moment'),
        failed: l10n.t('No answer for this file'),
      };
      const actions = {
        noFile: action(l10n.t('Open an Example'), 'example'),
        waiting: undefined,
        failed: action(l10n.t('Try again'), 'retry'),
      };
      fill(status === 'failed' ? 'error' : 'empty', heads[status], message, actions[status]);
    },
  };
}

function action(text: string, type: 'example' | 'retry'): HTMLElement {
  return element('button', { class: 'action', click: () => post({ type }) }, text);
}

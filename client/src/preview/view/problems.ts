import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../../server/src/format';
import type { PreviewProblem } from '../../../../server/src/protocol';
import { element, icon } from './dom';
import { ICONS } from './icons';
import { lineOf, type Part, reveal } from './parts';

const SEVERITY_NAMES: Readonly<Record<PreviewProblem['severity'], string>> = {
  error: l10n.t('Error'),
  warning: l10n.t('Warning'),
  information: l10n.t('Information'),
  hint: l10n.t('Hint'),
};

/** The problems of the shown block; each goes to its place. */
export function createProblems(): Part {
  const root = element('section', { class: 'problems' });
  return {
    root,
    show(shown) {
      const found = shown?.result.problems ?? [];
      root.hidden = found.length === 0;
      const rows = found.map(({ message, severity, range, uri, code }) =>
        element(
          'li',
          {},
          element(
            'button',
            { class: 'problem', title: l10n.t('Go to this place in the file'), click: () => reveal([{ uri, range }]) },
            icon(ICONS[severity], severity),
            element('span', { class: 'unseen' }, `${SEVERITY_NAMES[severity]}: `),
            element('span', { class: 'text' }, message),
            element('span', { class: 'where' }, `${code} · ${lineOf({ uri, range }, shown?.uri ?? '')}`),
          ),
        ),
      );
      root.replaceChildren(element('h2', {}, formatCount(found.length, 'problem')), element('ul', {}, ...rows));
    },
  };
}

import { formatCount } from '../../../../server/src/format';
import type { PreviewProblem } from '../../../../server/src/protocol';
import { element, icon } from './dom';
import { ICONS } from './icons';
import { elsewhere, type Part, reveal } from './parts';

const SEVERITY_NAMES: Readonly<Record<PreviewProblem['severity'], string>> = {
  error: 'Error',
  warning: 'Warning',
  information: 'Information',
  hint: 'Hint',
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
            { class: 'problem', title: 'Go to this place in the file', click: () => reveal([{ uri, range }]) },
            icon(ICONS[severity], severity),
            element('span', { class: 'unseen' }, `${SEVERITY_NAMES[severity]}: `),
            element('span', { class: 'text' }, message),
            element(
              'span',
              { class: 'where' },
              `${code} · ${elsewhere(uri, shown?.uri ?? '')}line ${range.start.line + 1}`,
            ),
          ),
        ),
      );
      root.replaceChildren(element('h2', {}, formatCount(found.length, 'problem')), element('ul', {}, ...rows));
    },
  };
}

import * as l10n from '@vscode/l10n';
import { formatStep, formatValue, fromWire } from '../../../../server/src/format';
import type { PreviewValue } from '../../../../server/src/protocol';
import { element } from './dom';
import { remember, setText, viewState } from './host';
import { readMoment } from './moment';
import type { Part, Shown } from './parts';

export interface Values extends Part {
  /** The steps whose values are shown beside the facts. */
  at(): readonly number[];
}

export interface ValuesActions {
  /** Puts the crosshair there. */
  goTo(step: number): void;
  /** `at` has changed. */
  ask(): void;
}

/** The values that matter, and the value at a step that is typed. */
export function createValues({ goTo, ask }: ValuesActions): Values {
  let shown: Shown | undefined;
  const rows = element('tbody', {});
  const input = element('input', {
    id: 'moment',
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: l10n.t('step, 30 % or epoch 2'),
    'aria-describedby': 'moment-answer',
    change: () => typed(),
    keydown: (event) => {
      if ((event as KeyboardEvent).key === 'Enter') typed();
    },
  });
  input.value = viewState().moment ?? '';
  const answer = element('output', { id: 'moment-answer', for: 'moment' });
  const root = element(
    'section',
    { class: 'facts' },
    element('h2', {}, l10n.t('Values')),
    element('table', {}, element('caption', { class: 'unseen' }, l10n.t('Values that matter')), rows),
    element('div', { class: 'field' }, element('label', { for: 'moment' }, l10n.t('Value at')), input, answer),
  );

  function typed(): void {
    remember({ moment: input.value.trim() || undefined });
    ask();
    showAnswer();
  }

  function moment() {
    const { curve } = shown ?? {};
    const text = viewState().moment;
    if (curve === undefined || text === undefined) return undefined;
    return readMoment(text, curve.totalSteps, curve.updatesPerEpoch);
  }

  function showAnswer(): void {
    const read = moment();
    const refused = read !== undefined && 'refused' in read;
    input.setAttribute('aria-invalid', String(refused));
    answer.classList.toggle('refused', refused);
    if (read === undefined) {
      setText(answer, '');
    } else if ('refused' in read) {
      setText(answer, read.refused);
    } else {
      const found = shown?.result.at?.find(({ step }) => step === read.step);
      setText(answer, found === undefined ? '…' : l10n.t('{0} (step {1})', text(found), formatStep(read.step)));
    }
  }

  function text({ value, failure }: PreviewValue): string {
    if (value === undefined) return failure ?? l10n.t('no value');
    // All digits: who types a step wants to check a number.
    return formatValue(fromWire(value), shown?.curve?.unit, { digits: 17 });
  }

  return {
    root,
    at() {
      const read = moment();
      return read !== undefined && 'step' in read ? [read.step] : [];
    },
    show(next) {
      shown = next;
      const facts = next?.result.facts ?? [];
      root.hidden = facts.length === 0;
      const cells = facts.map(({ label, value, step }) => {
        const go = () => step !== undefined && goTo(step);
        const name = step === undefined ? label : element('button', { class: 'link', click: go }, label);
        return element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value));
      });
      rows.replaceChildren(...cells);
      showAnswer();
    },
  };
}

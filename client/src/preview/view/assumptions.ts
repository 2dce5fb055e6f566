import * as l10n from '@vscode/l10n';
import { formatCount, formatNumber } from '../../../../server/src/format';
import type { PreviewTotal } from '../../../../server/src/protocol';
import type { AssumptionRead } from '../assumption';
import { readCount, readUnknownValue } from '../assumption';
import type { AssumedMessage } from '../messages';
import { type Child, element, placed } from './dom';
import { post } from './host';
import { lineOf, type Part, placeLink, type Shown } from './parts';

export interface Assumptions extends Part {
  /** Whether the settings took what was typed. */
  answered(message: AssumedMessage): void;
}

interface Field {
  readonly root: HTMLElement;
  refuse(message: string): void;
  /** What the setting holds now; undefined where it is not set. */
  show(value: string | undefined): void;
  /** What is taken in its place. */
  note(text: string | undefined): void;
}

/**
 * What the curve rests on: where the config gives it, the place; where it does not, a field that writes the setting.
 * The fields stay while their unknown does, so that nothing that is being typed is lost to an answer.
 */
export function createAssumptions(): Assumptions {
  const total = element('div', { class: 'given' });
  const epoch = element('div', { class: 'given' });
  const unknowns = element('div', { class: 'unknowns' });
  const sentences = element('ul', {});
  const root = element(
    'section',
    { class: 'notes', 'aria-label': l10n.t('What the curve rests on') },
    element('h2', {}, l10n.t('Rests on')),
    total,
    epoch,
    unknowns,
    sentences,
  );
  const fields = new Map<string, Field>();

  function field(name: string, label: string, read: (text: string) => AssumptionRead): Field {
    const known = fields.get(name);
    if (known !== undefined) return known;
    const created = createField(name, label, read);
    fields.set(name, created);
    return created;
  }

  function showTotal({ totalSteps }: Shown['result'], shown: Shown): void {
    total.hidden = totalSteps === undefined;
    if (totalSteps === undefined) return;
    if (totalSteps.source === 'config') {
      const count = element('strong', {}, formatCount(totalSteps.steps, 'step'));
      keep(total, element('p', {}, ...placed(l10n.t('{0} of training, from {1}'), count, origin(totalSteps))));
      return;
    }
    const one = field('totalSteps', l10n.t('Total steps'), readCount);
    one.show(shown.settings.totalSteps?.toString());
    keep(total, one.root, totalSteps.source === 'assumed' && assumed(totalSteps.text));
  }

  function showEpoch({ updatesPerEpoch }: Shown['result'], shown: Shown): void {
    const one = field('updatesPerEpoch', l10n.t('Updates per epoch'), readCount);
    const own = shown.settings.updatesPerEpoch;
    one.show(own?.toString());
    // The length of the dataset, which is another setting, may tell it.
    const told = own === undefined ? updatesPerEpoch : undefined;
    const note = told && assumed(l10n.t('{0} per epoch, from {1}', formatCount(told.updates, 'step'), told.text));
    if (told?.place !== undefined)
      note?.append(` ${l10n.t('and')} `, origin({ text: 'effective_batch_size', place: told.place }));
    keep(epoch, one.root, note);
  }

  function showUnknowns({ result, settings, uri }: Shown): void {
    const rows = new Map<string, HTMLElement>();
    const asked = result.unknowns ?? [];
    for (const { name, expression, path, assumed: taken, given, place } of asked) {
      if (path === undefined) {
        const link = placeLink(lineOf(place, uri), place);
        rows.set(
          `${name} ${expression}`,
          element('p', {}, ...placed(l10n.t('{0} is {1}, which nobody fills in: {2}'), name, expression, link)),
        );
        continue;
      }
      if (rows.has(path)) continue;
      const one = field(path, expression, readUnknownValue);
      one.show(textOf(given ?? settings.interpolations[path]));
      one.note(
        taken === undefined || given !== undefined
          ? undefined
          : l10n.t('{0}: drawn with {1}.', name, formatNumber(taken)),
      );
      rows.set(path, one.root);
    }
    // In the order in which they appeared: what is given now must not jump away from whoever typed it.
    const order = [...fields.keys()];
    const sorted = [...rows].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
    keep(unknowns, ...sorted.map(([, row]) => row));
    unknowns.hidden = rows.size === 0;
  }

  return {
    root,
    show(shown) {
      root.hidden = shown === undefined || shown.result.totalSteps === undefined;
      // Without a curve there are no sentences; a value that would make one can be typed all the same.
      if (shown !== undefined && (shown.result.unknowns?.length ?? 0) > 0) root.hidden = false;
      if (shown === undefined) return;
      showTotal(shown.result, shown);
      showEpoch(shown.result, shown);
      showUnknowns(shown);
      sentences.replaceChildren(...shown.result.assumptions.map((text) => element('li', {}, text)));
      sentences.hidden = shown.result.assumptions.length === 0;
    },
    answered({ name, refused }) {
      if (refused !== undefined) fields.get(name)?.refuse(refused);
    },
  };
}

function createField(name: string, label: string, read: (text: string) => AssumptionRead): Field {
  const id = `assume-${name}`;
  const message = element('p', { class: 'refused', id: `${id}-message`, role: 'alert', hidden: true });
  let held = '';
  const input = element('input', {
    id,
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: l10n.t('not set'),
    'aria-describedby': `${id}-message`,
    change: () => submit(),
    keydown: (event) => {
      const { key } = event as KeyboardEvent;
      if (key === 'Enter') submit();
      if (key === 'Escape') {
        input.value = held;
        refuse(undefined);
      }
    },
  });
  const clear = element(
    'button',
    {
      class: 'link',
      title: l10n.t('Take the setting for {0} back', label),
      'aria-label': l10n.t('Clear {0}', label),
      click: () => send(''),
    },
    l10n.t('Clear'),
  );
  const mark = tag();
  const taken = element('p', { class: 'assumed', hidden: true });

  function refuse(text: string | undefined): void {
    message.hidden = text === undefined;
    message.textContent = text ?? '';
    input.setAttribute('aria-invalid', String(text !== undefined));
    if (text !== undefined) message.scrollIntoView({ block: 'nearest' });
  }

  function send(text: string): void {
    held = text;
    refuse(undefined);
    post({ type: 'assume', name, text });
  }

  function submit(): void {
    const text = input.value.trim();
    if (text === held) return;
    const answer = text === '' ? undefined : read(text);
    if (answer !== undefined && 'refused' in answer) refuse(answer.refused);
    else send(text);
  }

  return {
    root: element('div', { class: 'field' }, element('label', { for: id }, label), input, mark, clear, message, taken),
    refuse,
    note(text) {
      taken.hidden = text === undefined;
      taken.replaceChildren(tag(), ` ${text ?? ''}`);
    },
    show(value) {
      clear.hidden = value === undefined;
      mark.hidden = value === undefined;
      if (document.activeElement === input && input.value.trim() !== held) return;
      if (!message.hidden) return;
      held = value ?? '';
      input.value = held;
    },
  };
}

/** Shows these children, and touches those that are there already as little as it takes: a field keeps its focus. */
function keep(parent: HTMLElement, ...children: readonly Child[]): void {
  const wanted = children.filter((child): child is Node => child instanceof Node);
  const same =
    wanted.length === parent.childNodes.length && wanted.every((child, index) => parent.childNodes[index] === child);
  if (same) return;
  for (const child of [...parent.childNodes]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, index) => {
    if (parent.childNodes[index] !== child) parent.insertBefore(child, parent.childNodes[index] ?? null);
  });
}

function tag(): HTMLElement {
  return element('span', { class: 'tag' }, l10n.t('assumed'));
}

function assumed(text: string): HTMLElement {
  return element('p', { class: 'assumed' }, tag(), ` ${text}`);
}

function origin({ text, place }: Pick<PreviewTotal, 'text' | 'place'>): Node | string {
  return place === undefined ? text : placeLink(l10n.t('{0}, line {1}', text, place.range.start.line + 1), place);
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

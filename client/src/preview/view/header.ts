import * as l10n from '@vscode/l10n';
import { element, fillOptions } from './dom';
import { post, remember } from './host';
import type { Part } from './parts';

/** What is shown, which of the file's schedules, and through which primary config. */
export function createHeader({ choosePrimary }: { choosePrimary: (id: string) => void }): Part {
  const title = element('h1', {});
  const place = element('p', { class: 'place' });
  const choice = element('select', {
    id: 'block',
    'aria-label': l10n.t('Schedule shown'),
    change: () => {
      remember({ zoom: undefined, heights: undefined });
      post({ type: 'select', blockId: choice.value });
    },
  });
  const choiceRow = element('div', { class: 'choice' }, choice);
  const primary = element('select', {
    id: 'primary',
    'aria-describedby': 'difference',
    change: () => choosePrimary(primary.value),
  });
  const primaryRow = element(
    'div',
    { class: 'choice' },
    element('label', { for: 'primary' }, l10n.t('Primary config')),
    primary,
  );
  const difference = element('p', { id: 'difference', class: 'difference' });
  const root = element(
    'header',
    {},
    element('div', { class: 'heading' }, title, place),
    choiceRow,
    primaryRow,
    difference,
  );
  return {
    root,
    show(shown) {
      const { blocks = [], selected, perspectives = [], difference: differs } = shown?.result ?? {};
      const block = blocks.find(({ id }) => id === selected);
      title.textContent = shown?.result.title ?? l10n.t('Schedule preview');
      place.textContent = shown === undefined ? '' : block ? `${block.label} · ${shown.file}` : shown.file;
      choiceRow.hidden = blocks.length < 2;
      const names = blocks.map(({ id, label, kind }) => ({ id, text: kind ? `${label} (${lastPart(kind)})` : label }));
      fillOptions(choice, names, selected);
      primaryRow.hidden = perspectives.length < 2;
      const primaries = perspectives.map(({ id, label, summary }) => ({
        id,
        text: summary ? `${label} — ${summary}` : label,
      }));
      const chosen = perspectives.find((one) => one.chosen);
      fillOptions(primary, primaries, chosen?.id);
      primary.title = chosen === undefined ? '' : l10n.t('Known from: {0}', chosen.because);
      difference.hidden = differs === undefined;
      difference.textContent = differs ?? '';
    },
  };
}

function lastPart(kind: string): string {
  return kind.slice(kind.lastIndexOf('.') + 1);
}

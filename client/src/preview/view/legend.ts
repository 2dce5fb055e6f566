import * as l10n from '@vscode/l10n';
import { renderSwatch, type Series } from '../../../../server/src/plot';
import { type Child, element, parsePicture } from './dom';
import type { Scene } from './scene';

/** Something that lies over the curve. */
export interface LegendRow {
  /** As in the scene; it may have no curve there. */
  readonly id: string | undefined;
  /** `pinned`, `compared`, `log`. */
  readonly kind: string;
  readonly label: string;
  /** What went wrong with it, and what it takes for granted. */
  readonly messages: readonly string[];
  readonly remove?: () => void;
  /** A log's columns, of which one is shown. */
  readonly columns?: readonly LegendChoice[];
}

export interface LegendChoice {
  readonly name: string;
  readonly chosen: string | undefined;
  readonly offered: readonly string[];
  choose(column: string): void;
}

export interface Legend {
  readonly root: HTMLElement;
  /** The first row is the curve itself; alone, it needs no legend. */
  show(rows: readonly LegendRow[], scene: Scene | undefined): void;
}

/** What lies in the picture, each with its line and with a button that takes it away. */
export function createLegend(): Legend {
  const list = element('ul', {});
  const root = element('section', { class: 'legend', 'aria-label': l10n.t('Lines of the picture') }, list);
  /** What is shown; the same rows are left alone, so that a list that is open stays so. */
  let written = '';

  function rowOf({ id, kind, label, messages, remove, columns = [] }: LegendRow, scene: Scene): HTMLElement {
    const place = scene.ids.indexOf(id);
    const series = scene.curve.series[place];
    return element(
      'li',
      {},
      element('span', { class: 'swatch' }, series !== undefined && swatch(series, place)),
      element(
        'div',
        { class: 'line' },
        element('span', { class: 'text' }, label),
        element('span', { class: 'tag' }, kind),
        ...columns.map(columnChoice),
        remove &&
          element(
            'button',
            { class: 'link', 'aria-label': l10n.t('Remove {0}', label), click: remove },
            l10n.t('Remove'),
          ),
        ...messages.map((message) => element('p', { class: 'assumed' }, message)),
      ),
    );
  }

  return {
    root,
    show(rows, scene) {
      root.hidden = rows.length < 2 || scene === undefined;
      if (scene === undefined) return;
      const places = rows.map(({ id }) => scene.ids.indexOf(id));
      const now = JSON.stringify([rows, places, places.map((place) => scene.curve.series[place]?.style)]);
      if (now === written) return;
      written = now;
      list.replaceChildren(...rows.map((row) => rowOf(row, scene)));
    },
  };
}

function swatch(series: Series, place: number): Child {
  return parsePicture(renderSwatch(series, place, 'css'));
}

function columnChoice({ name, chosen, offered, choose }: LegendChoice): HTMLElement {
  const select = element(
    'select',
    { 'aria-label': l10n.t('Column of the {0}', name), change: () => choose(select.value) },
    ...offered.map((column) => element('option', { value: column, selected: column === chosen }, column)),
  );
  return element('label', { class: 'column' }, `${name} `, select);
}

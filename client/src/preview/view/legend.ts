import type { Compared, ComparedLog } from '../messages';
import type { Comparison, Pin } from '../state';
import { element } from './dom';

export interface LegendActions {
  unpin(id: string): void;
  stop(id: string): void;
  closeLog(): void;
  /** Another column of the log for the steps, or for the values. */
  chooseColumns(step: string | undefined, value: string | undefined): void;
}

export interface Legend {
  readonly root: HTMLElement;
  show(
    pins: readonly Pin[],
    comparisons: readonly Comparison[],
    compared: readonly Compared[],
    log?: ComparedLog,
  ): void;
}

/** What lies over the curve, each with a button that takes it away and with what went wrong with it. */
export function createLegend({ unpin, stop, closeLog, chooseColumns }: LegendActions): Legend {
  const list = element('ul', {});
  const root = element(
    'section',
    { class: 'legend', 'aria-label': 'Laid over the curve' },
    element('h2', {}, 'Compared with'),
    list,
  );
  const row = (label: string, kind: string, remove: () => void, ...more: readonly (Node | undefined)[]) =>
    element(
      'li',
      {},
      element('span', { class: 'tag' }, kind),
      element('span', { class: 'text' }, label),
      ...more,
      element('button', { class: 'link', 'aria-label': `Remove ${label}`, click: remove }, 'Remove'),
    );
  return {
    root,
    show(pins, comparisons, compared, log) {
      const rows = pins.map(({ id, label }) => row(label, 'pinned', () => unpin(id)));
      for (const { id } of comparisons) {
        const found = compared.find((one) => one.id === id);
        const message = found?.message === undefined ? undefined : element('p', { class: 'assumed' }, found.message);
        rows.push(row(found?.label ?? '…', 'compared', () => stop(id), message));
      }
      if (log !== undefined) {
        const columns = (name: string, chosen: string | undefined, choose: (column: string) => void) => {
          const select = element(
            'select',
            { 'aria-label': `Column of the ${name}`, change: () => choose(select.value) },
            ...log.columns.map((column) => element('option', { value: column, selected: column === chosen }, column)),
          );
          return element('label', { class: 'column' }, `${name} `, select);
        };
        const { step, values } = log.choice;
        const messages = log.messages.map((message) => element('p', { class: 'assumed' }, message));
        const parts =
          log.columns.length === 0
            ? messages
            : [
                columns('step', step, (column) => chooseColumns(column, values[0])),
                columns('learning rate', values[0], (column) => chooseColumns(step, column)),
                ...messages,
              ];
        rows.push(row(log.file, 'log', closeLog, ...parts));
      }
      root.hidden = rows.length === 0;
      list.replaceChildren(...rows);
    },
  };
}

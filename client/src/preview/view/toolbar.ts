import type { YScale } from '../../../../server/src/plot';
import type { Layout } from '../state';
import { X_CHOICES, type XChoice } from '../state';
import { element, fillOptions, radioRow } from './dom';
import { post, remember, viewState } from './host';
import type { Part } from './parts';

export interface ToolbarActions {
  /** The axes or the layout were changed, and the state says how. */
  redraw(): void;
  pin(): void;
}

/** How the curve is drawn, and what can be done with it. */
export function createToolbar({ redraw, pin }: ToolbarActions): Part {
  const change = (kept: Parameters<typeof remember>[0]) => {
    remember(kept);
    redraw();
  };
  const units = radioRow<Exclude<XChoice, 'auto'>>(
    'unit',
    'Unit of the training axis',
    [
      ['steps', 'Steps'],
      ['epochs', 'Epochs'],
      ['percent', 'Percent'],
    ],
    (x) => change({ x }),
  );
  const scales = radioRow<YScale>(
    'scale',
    'Scale of the value axis',
    [
      ['linear', 'Linear'],
      ['log', 'Log'],
    ],
    (scale) => change({ scale, heights: undefined }),
  );
  const layout = element('select', {
    id: 'layout',
    'aria-label': 'Schedules in the picture',
    change: () => change({ layout: layout.value as Layout }),
  });
  const button = (text: string, title: string, click: () => void) =>
    element('button', { class: 'tool', title, click }, text);
  const pinButton = button('Pin', 'Keep this curve in the picture as it is now', pin);
  const compare = button('Compare…', 'Lay another schedule, an older version or a training log over this one', () =>
    post({ type: 'compare' }),
  );
  const kinds = button('Change kind…', 'Write another kind of schedule and keep what both have', () =>
    post({ type: 'kinds' }),
  );
  const save = button('Export…', 'Save the picture or the values, or copy them as a Python check', () =>
    post({ type: 'export' }),
  );
  const tools = element('div', { class: 'tools' }, pinButton, compare, kinds, save);
  const root = element(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Picture' },
    units.root,
    scales.root,
    element('div', { class: 'layout' }, layout),
    tools,
  );
  return {
    root,
    show(shown) {
      // A schedule with errors has no curve, and may well want another kind.
      root.hidden = shown?.result.selected === undefined;
      const curve = shown?.curve;
      for (const part of [units.root, scales.root, layout, pinButton, compare, save]) part.hidden = curve === undefined;
      if (shown === undefined || curve === undefined) return;
      const { scale, layout: chosen } = viewState();
      const offered = X_CHOICES.filter((x): x is Exclude<XChoice, 'auto'> => {
        return x !== 'auto' && (x !== 'epochs' || curve.updatesPerEpoch !== undefined);
      });
      units.show(xUnitOf(shown), offered);
      scales.show(scale, ['linear', 'log']);
      fillOptions(
        layout,
        [
          { id: 'one', text: 'This schedule' },
          { id: 'optimizer', text: 'All of this optimizer' },
          { id: 'model', text: 'All optimizers of the model' },
        ],
        chosen,
      );
    },
  };
}

/** What the x axis counts: as chosen, or as it suits the schedule. */
export function xUnitOf(shown: NonNullable<Parameters<Part['show']>[0]>): 'steps' | 'epochs' | 'percent' {
  const { x } = viewState();
  const known = shown.curve?.updatesPerEpoch !== undefined;
  if (x === 'auto' || (x === 'epochs' && !known)) {
    const { xUnit = 'steps' } = shown.result;
    return xUnit === 'fraction' ? 'percent' : xUnit;
  }
  return x;
}

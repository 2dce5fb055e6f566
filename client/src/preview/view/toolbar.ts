import * as l10n from '@vscode/l10n';
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
    l10n.t('Unit of the training axis'),
    [
      ['steps', l10n.t('Steps')],
      ['epochs', l10n.t('Epochs')],
      ['percent', l10n.t('Percent')],
    ],
    (x) => change({ x }),
  );
  const scales = radioRow<YScale>(
    'scale',
    l10n.t('Scale of the value axis'),
    [
      ['linear', l10n.t('Linear')],
      ['log', l10n.t('Log')],
    ],
    (scale) => change({ scale, heights: undefined }),
  );
  const layout = element('select', {
    id: 'layout',
    'aria-label': l10n.t('Schedules in the picture'),
    change: () => change({ layout: layout.value as Layout }),
  });
  const button = (text: string, title: string, click: () => void) =>
    element('button', { class: 'tool', title, click }, text);
  const pinButton = button(l10n.t('Pin'), l10n.t('Keep this curve in the picture as it is now'), pin);
  const compare = button(
    l10n.t('Compare…'),
    l10n.t('Lay another schedule, an older version or a training log over this one'),
    () => post({ type: 'compare' }),
  );
  const kinds = button(l10n.t('Change kind…'), l10n.t('Write another kind of schedule and keep what both have'), () =>
    post({ type: 'kinds' }),
  );
  const save = button(l10n.t('Export…'), l10n.t('Save the picture or the values, or copy them as a Python check'), () =>
    post({ type: 'export' }),
  );
  const tools = element('div', { class: 'tools' }, pinButton, compare, kinds, save);
  const root = element(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': l10n.t('Picture') },
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
          { id: 'one', text: l10n.t('This schedule') },
          { id: 'optimizer', text: l10n.t('All of this optimizer') },
          { id: 'model', text: l10n.t('All optimizers of the model') },
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

import * as l10n from '@vscode/l10n';
import { type Curve, decodeCurve, describeCurve, renderPlot, type YScale } from '../../../../server/src/plot';
import type { PreviewCompanion } from '../../../../server/src/protocol';
import { element, parsePicture } from './dom';
import { elsewhere, type Shown } from './parts';

export interface Multiples {
  readonly root: HTMLElement;
  show(shown: Shown | undefined, unit: 'steps' | 'epochs' | 'percent', scale: YScale): void;
}

/** The schedules of all optimizers side by side, each with its name; a click shows that one. */
export function createMultiples(choose: (companion: PreviewCompanion) => void): Multiples {
  let drawn: (() => void) | undefined;
  const root = element('section', { class: 'multiples', 'aria-label': l10n.t('All optimizers of the model') });
  new ResizeObserver(() => drawn?.()).observe(root);

  function tile(
    companion: PreviewCompanion,
    curve: Curve | undefined,
    place: number,
  ): { node: HTMLElement; draw: (unit: 'steps' | 'epochs' | 'percent', scale: YScale) => void } {
    const picture = element('div', { class: 'tile-picture' });
    const text = element(
      'span',
      { class: 'unseen' },
      curve === undefined ? (companion.message ?? l10n.t('no curve')) : describeCurve(curve),
    );
    const node = element(
      'button',
      {
        class: 'tile',
        title: l10n.t('Show this schedule'),
        'aria-current': companion.isSelected && 'true',
        click: () => choose(companion),
      },
      element('span', { class: 'tile-name' }, companion.label),
      element('span', { class: 'place' }, companion.title),
      picture,
      text,
    );
    return {
      node,
      draw(unit, scale) {
        if (curve === undefined) {
          picture.replaceChildren(
            element('span', { class: 'place' }, companion.message ?? l10n.t('There is no curve.')),
          );
          return;
        }
        if (picture.clientWidth === 0) return;
        const { svg } = renderPlot(curve, {
          size: { width: picture.clientWidth, height: 150 },
          theme: 'css',
          x: unit,
          y: scale,
          id: `tile-${place}`,
          title: companion.label,
        });
        const parsed = parsePicture(svg);
        picture.replaceChildren(...(parsed ? [parsed] : []));
      },
    };
  }

  return {
    root,
    show(shown, unit, scale) {
      const companions = shown?.result.companions;
      root.hidden = shown === undefined || companions === undefined;
      drawn = undefined;
      if (shown === undefined || companions === undefined) return;
      if (companions.length < 2) {
        root.replaceChildren(element('p', { class: 'place' }, l10n.t('No other optimizer is known of this model.')));
        return;
      }
      const tiles = companions.map((companion, place) => {
        const { uri } = companion.place;
        const label = `${elsewhere(uri, shown.uri)}${companion.label}`;
        return tile({ ...companion, label }, companion.curve && decodeCurve(companion.curve), place);
      });
      const focused = [...root.children].findIndex((node) => node.matches(':focus'));
      root.replaceChildren(...tiles.map(({ node }) => node));
      tiles[focused]?.node.focus();
      drawn = () => {
        for (const { draw } of tiles) draw(unit, scale);
      };
      drawn();
    },
  };
}

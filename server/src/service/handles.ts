import * as l10n from '@vscode/l10n';
import { formatStep, toWire } from '../format';
import type { PreviewHandle, PreviewPlace } from '../protocol';
import type { BlockView } from './block-view';
import { textOf } from './handles/edit';
import { axesOf, type Handle, handlesOf, variantOf } from './handles/handle';
import { pathId, type Variant } from './handles/numbers';

export { moveHandle } from './handles/move';

/** What the panel is told of the handles of a block. */
export function previewHandles(view: BlockView): readonly PreviewHandle[] {
  if (view.curve.status !== 'curve') return [];
  const variant = variantOf(view, view.curve.curve);
  return handlesOf(variant).map((handle) => previewHandle(variant, handle));
}

function previewHandle(variant: Variant, handle: Handle): PreviewHandle {
  const { anchor, x, y, step, value } = handle;
  const { x: along, y: up, fixed } = axesOf(variant, handle);
  const numbers = [x, y].filter((number) => number !== undefined);
  const texts = numbers.map(textOf);
  const written = numbers.find((number) => number.written.state === 'written')?.written ?? numbers[0]?.written;
  const behind = numbers.map((number) => number.written).find((one) => one.state === 'written' && one.behind);
  const isDefault = written?.state === 'default';
  const id = pathId(anchor.path);
  const shown = anchor.role === 'point' ? `[${texts.join(', ')}]` : (texts[0] ?? '');
  return {
    id,
    kind: anchor.role,
    moves:
      along && up
        ? 'xy'
        : along
          ? 'x'
          : up
            ? 'y'
            : anchor.role === 'level'
              ? 'y'
              : anchor.role === 'point'
                ? 'xy'
                : 'x',
    step,
    value: toWire(value),
    ...(along && { minStep: along.least, maxStep: along.most, grid: along.grid }),
    ...(up?.least !== undefined && { minValue: up.least }),
    ...(up?.most !== undefined && { maxValue: up.most }),
    label: isDefault
      ? l10n.t('{0}: {1} (default), step {2}', id, shown, formatStep(step))
      : l10n.t('{0}: {1}, step {2}', id, shown, formatStep(step)),
    place: placeOf(variant.view, written?.state === 'default' ? undefined : written?.origin),
    ...(behind?.state === 'written' && behind.behind !== undefined && { behind: behind.behind }),
    ...(fixed !== undefined && { fixed }),
  };
}

function placeOf({ block, keyOrigin }: BlockView, origin: PreviewPlace | undefined): PreviewPlace {
  const { uri, range } = origin ?? keyOrigin ?? block.value.alias ?? block.value.origin;
  return { uri, range };
}

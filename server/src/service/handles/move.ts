import * as l10n from '@vscode/l10n';
import type { HandleMove, PreviewEdit, PreviewMoved } from '../../protocol';
import type { BlockView } from '../block-view';
import { factsOf } from '../curve';
import type { Axis } from './axes';
import { editsFor, newText } from './edit';
import { axesOf, type Handle, handleAt, variantOf } from './handle';
import { anchorAt, anchorsIn, type BlockNumber, pathId, type Variant } from './numbers';

/** Pixels that a picture is taken to have where nobody says what one is worth. */
const PIXELS = 1000;

/** Doublings of a push until it moves something: beyond, every step of a long run is passed. */
const DOUBLINGS = 64;

/**
 * What dragging a handle to a place would write: as few digits as bring it within half a pixel of there, in the notation
 * of the number that stands in the text. Beyond its limits the handle stays at them. A push always moves it by at least
 * one place that it can be at.
 */
export function moveHandle(view: BlockView, move: HandleMove): PreviewMoved {
  const { handleId, nudge } = move;
  const refuse = (refused: string): PreviewMoved => ({ handleId, text: '', edits: [], refused });
  if (view.curve.status !== 'curve') return refuse(l10n.t('There is no curve, so there is nothing to move on it.'));
  const variant = variantOf(view, view.curve.curve);
  const anchor = anchorsIn(variant).find(({ path }) => pathId(path) === handleId);
  const handle = anchor && handleAt(variant, anchor);
  if (handle === undefined) return refuse(l10n.t('The block has no {0} any more.', handleId));
  const { x, y, fixed } = axesOf(variant, handle);
  if (fixed !== undefined) return refuse(fixed);

  const edits: PreviewEdit[] = [];
  const texts: string[] = [];
  const put = (at: Variant, number: BlockNumber, value: number) => {
    texts.push(newText(number, value));
    edits.push(...editsFor(at, number, value));
  };
  let then = variant;
  let there: Handle | undefined = handle;
  if (handle.x !== undefined) {
    const value =
      x === undefined
        ? handle.x.current
        : moved(
            x,
            handle.step,
            move.step,
            precisionOf(move.stepPrecision, stepPixel(variant)),
            nudge && (nudge.x ?? 0),
          );
    put(variant, handle.x, value);
    // The height of a point is looked for where the point has come to.
    const changed = value === handle.x.current ? variant : handle.x.with(value);
    const at = changed && anchorAt(changed, handle.anchor.path);
    there = at && handleAt(changed, at);
    then = changed ?? variant;
  }
  if (handle.y !== undefined) {
    const up = there && axesOf(then, there).y;
    const pixel = precisionOf(move.valuePrecision, valuePixel(variant));
    const value =
      y === undefined || up === undefined || there === undefined
        ? handle.y.current
        : moved(up, there.value, move.value, pixel, nudge && (nudge.y ?? 0));
    put(then, handle.y, value);
  }
  const text = handle.anchor.role === 'point' ? `[${texts.join(', ')}]` : (texts[0] ?? '');
  return { handleId, text, edits };
}

/** The number for a place; the one that is there, where the place is within half a pixel of where the handle is. */
function moved(axis: Axis, from: number, to: number | undefined, pixel: number, push: number | undefined): number {
  const { current } = axis.number;
  if (push !== undefined) return push === 0 ? current : pushed(axis, from, push, pixel);
  if (to === undefined || !Number.isFinite(to) || Math.abs(to - from) <= pixel / 2) return current;
  return axis.numberFor(to, pixel);
}

/** As `moved`, by a number of pixels or, where those are smaller, of places that the handle can be at. */
function pushed(axis: Axis, from: number, push: number, pixel: number): number {
  const { number, grid, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = axis;
  let size = Math.max(grid, pixel) * push;
  for (let count = 0; count < DOUBLINGS; count++, size *= 2) {
    const to = Math.min(Math.max(from + size, least), most);
    const value = axis.numberFor(to, pixel);
    if ((axis.placeOf(value) - from) * push > 0) return value;
    if (to === least || to === most) break;
  }
  return number.current;
}

function precisionOf(given: number | undefined, usual: number): number {
  return given !== undefined && given > 0 && Number.isFinite(given) ? given : usual;
}

function stepPixel({ curve }: Variant): number {
  return curve.total.steps / PIXELS;
}

function valuePixel({ curve }: Variant): number {
  const { first, peak, last } = factsOf(curve);
  const size = Math.max(...[first, peak, last].map(({ value }) => Math.abs(value ?? 0)));
  return (size || 1) / PIXELS;
}

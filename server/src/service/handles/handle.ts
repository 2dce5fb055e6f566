import * as l10n from '@vscode/l10n';
import type { Anchor } from '../../schedules';
import type { BlockView } from '../block-view';
import type { ScheduleCurve } from '../curve';
import { type Axis, stepAxis, valueAxis } from './axes';
import { insertion } from './edit';
import { anchorsIn, type BlockNumber, heightAt, numberAt, type Variant } from './numbers';

/** What can be dragged on the curve of a block, with what it takes to do so. */
export interface Handle {
  readonly anchor: Anchor;
  /** The numbers along each axis, whether they can be moved or not. */
  readonly x?: BlockNumber;
  readonly y?: BlockNumber;
  readonly step: number;
  readonly value: number;
}

export function variantOf(view: BlockView, curve: ScheduleCurve): Variant {
  return { view, curve, config: curve.config, schedule: curve.schedule };
}

/** The handles of a curve in the order of the keys. */
export function handlesOf(variant: Variant): readonly Handle[] {
  const { curve } = variant;
  const order = [...curve.spec.keys.keys()];
  const rank = ({ path: [key] }: Anchor) => order.indexOf(String(key));
  return anchorsIn(variant)
    .flatMap((anchor) => handleAt(variant, anchor) ?? [])
    .sort((a, b) => rank(a.anchor) - rank(b.anchor) || Number(a.anchor.path[1] ?? 0) - Number(b.anchor.path[1] ?? 0));
}

export function handleAt(variant: Variant, anchor: Anchor): Handle | undefined {
  const { role, path, step } = anchor;
  const value = heightAt(variant, step);
  if (Number.isNaN(value)) return undefined;
  const isPoint = role === 'point';
  const x = role === 'level' ? undefined : numberAt(variant, isPoint ? [...path, 0] : path);
  const y = role === 'level' || isPoint ? numberAt(variant, isPoint ? [...path, 1] : path) : undefined;
  if (x === undefined && y === undefined) return undefined;
  return { anchor, step, value, ...(x && { x }), ...(y && { y }) };
}

/** The axes along which a handle can be moved, or why it cannot along either. */
export function axesOf(
  variant: Variant,
  handle: Handle,
): { readonly x?: Axis; readonly y?: Axis; readonly fixed?: string } {
  const { x, y, anchor, step } = handle;
  const { unit } = variant.curve;
  let fixed: string | undefined;
  const free = (number: BlockNumber | undefined, make: (number: BlockNumber) => Axis | undefined): Axis | undefined => {
    if (number === undefined) return undefined;
    const reason = reasonOf(variant, number);
    const axis = reason === undefined ? make(number) : undefined;
    if (axis === undefined) fixed ??= reason ?? l10n.t('No other number here would move the curve.');
    return axis;
  };
  const along = free(x, (number) => stepAxis(variant, number, anchor.path));
  let up: Axis | undefined;
  if (unit === undefined) up = free(y, (number) => valueAxis(variant, number, step));
  else if (y !== undefined)
    fixed ??= l10n.t('The curve is drawn in units of {0}, which is not known: heights have no numbers.', unit);
  if (along === undefined && up === undefined) return { fixed: fixed ?? l10n.t('It has no number.') };
  return { ...(along && { x: along }), ...(up && { y: up }) };
}

/** Why a number cannot be changed where it is written, or not be written where it is not. */
function reasonOf(variant: Variant, { written, path }: BlockNumber): string | undefined {
  if (written.state === 'fixed') return written.reason;
  const length = variant.curve.total.origin;
  if (written.state === 'written' && length?.uri === written.origin.uri && length.start === written.origin.start) {
    return 'The same number says how long training is: moving it would move the whole picture. Change it in the text.';
  }
  if (written.state === 'written' || insertion(variant.view, path, '0') !== undefined) return undefined;
  return l10n.t('It has its default, and the block that it would be written into is not in this file.');
}

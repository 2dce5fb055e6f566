import type { PreviewUnknown } from '../protocol';
import type { BlockView } from './block-view';
import { placeOf } from './places';

/** More values than this nobody fills in by hand. */
const MOST_UNKNOWNS = 50;

/** The values of a block that its files do not tell, and those that a setting tells in their place. */
export function unknownsOf(view: BlockView): PreviewUnknown[] {
  const { curve: result } = view;
  if (result.status === 'refused') return [];
  const { unknown, supplied } = result.status === 'curve' ? result.curve : result;
  const open = unknown.map(
    ({ name, node, expression, assumed }): PreviewUnknown => ({
      name,
      expression,
      ...(node.kind === 'unknown' && node.path !== undefined && { path: node.path }),
      ...(assumed !== undefined && { assumed }),
      place: placeOf(node.origin, view),
    }),
  );
  const given = supplied.map(
    ({ name, node, path, value }): PreviewUnknown => ({
      name,
      expression: node.origin.text,
      path,
      given: typeof value === 'bigint' || value instanceof Uint8Array ? String(value) : value,
      place: placeOf(node.origin, view),
    }),
  );
  return [...open, ...given].slice(0, MOST_UNKNOWNS);
}

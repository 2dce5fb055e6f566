/** Shapes of about 7 pixels around a point, as relative path commands behind `M x,y`. In an order in which neighbours differ. */
const SHAPES: readonly string[] = [
  'm-3.2,0a3.2,3.2 0 1 0 6.4,0a3.2,3.2 0 1 0 -6.4,0z',
  'm-3,-3h6v6h-6z',
  'm0,-3.8l3.8,6.4h-7.6z',
  'm0,-4.2l3.4,4.2l-3.4,4.2l-3.4,-4.2z',
  'm-3.2,-3.2l6.4,6.4m0,-6.4l-6.4,6.4',
  'm0,3.8l3.8,-6.4h-7.6z',
  'm-3.8,0h7.6m-3.8,-3.8v7.6',
];

/** How many markers there are, the empty one (0) included. */
export const MARKERS = SHAPES.length + 1;

/** The outline of a marker around a point in pixels; empty for marker 0. */
export function markerPath(marker: number, x: string, y: string): string {
  const shape = marker > 0 ? SHAPES[(marker - 1) % SHAPES.length] : undefined;
  return shape === undefined ? '' : `M${x},${y}${shape}`;
}

import { messageOf, UsageError } from './io';

/** Pixels for one of the picture's: sharp where it is looked at closely. */
const ZOOM = 2;

const LETTER = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">0</text></svg>';

/** A picture as PNG, drawn by a library that who wants it installs: it weighs more than all the rest. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js').catch((error: unknown) => {
    throw new UsageError(
      `--png is drawn by the package @resvg/resvg-js, and it cannot be loaded. Install it beside this one (npm install @resvg/resvg-js; with npx: npx -p schedule-lens -p @resvg/resvg-js schedule-lens …), or take --svg. (${messageOf(error).split('\n')[0]})`,
    );
  });
  // It leaves out text that it has no font for, and axes without numbers tell nothing.
  if (new Resvg(LETTER).getBBox() === undefined) {
    throw new UsageError('--png: no font is installed here to write the numbers with. Install one, or take --svg.');
  }
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: ZOOM } }).render().asPng();
}

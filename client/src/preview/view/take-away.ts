import * as l10n from '@vscode/l10n';
import type { PlotTheme } from '../../../../server/src/plot';
import { exportPlot, pointsCsv, svgFile } from '../export';
import type { PictureMessage } from '../messages';
import type { Chart } from './chart';
import { post } from './host';
import { pngOf } from './png';

/** Makes a file of what is on the screen and hands it to the controller. Resolves to why it could not, if so. */
export async function takeAway(chart: Chart, { format, title, notes }: PictureMessage): Promise<string | undefined> {
  const drawn = chart.onScreen();
  if (drawn === undefined) return l10n.t('There is no picture to export.');
  const { curve, options } = drawn;
  if (format === 'points') {
    post({ type: 'picture', format, content: pointsCsv(curve, options.window) });
    return undefined;
  }
  const plot = exportPlot(curve, options, themeOf(document.body.classList), { title, notes });
  const svg = svgFile(plot);
  if (format === 'svg') {
    post({ type: 'picture', format, content: svg });
    return undefined;
  }
  const bytes = await pngOf(svg, plot.width, plot.height);
  if (bytes === undefined) return l10n.t('The picture cannot be made into a PNG: export it as SVG.');
  post({ type: 'picture', format, content: base64Of(bytes) });
  return undefined;
}

/** VS Code marks the page's body with the kind of its theme. */
function themeOf(classes: DOMTokenList): Exclude<PlotTheme, 'css'> {
  if (classes.contains('vscode-high-contrast-light')) return 'hc-light';
  if (classes.contains('vscode-high-contrast')) return 'hc-dark';
  return classes.contains('vscode-light') ? 'light' : 'dark';
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

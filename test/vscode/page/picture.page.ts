import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPlot, svgFile } from '../../../client/src/preview/export';
import { pageHtml } from '../../../client/src/preview/html';
import { launchBrowser } from '../../../scripts/chromium.mjs';
import { type Curve, PANEL_SIZE } from '../../../server/src/plot';

const HOST = 'https://panel.test';

const curve: Curve = {
  series: [
    { label: 'now', steps: [0, 999], values: [1, 0], shape: 'line' },
    { label: 'at HEAD', steps: [0, 999], values: [0.5, 0], shape: 'line' },
  ],
  totalSteps: 1000,
  quantity: 'learning rate',
};

/** What the page's script leaves for the test. */
interface Exposed {
  pngOf(svg: string, width: number, height: number): Promise<Uint8Array | undefined>;
}

/** Runs inside of the page: width, height, colour of the upper left pixel, and how many pixels have another colour. */
async function readPng(bytes: number[], wanted: string) {
  const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d');
  context?.drawImage(picture, 0, 0);
  const { data = new Uint8ClampedArray() } = context?.getImageData(0, 0, picture.width, picture.height) ?? {};
  const hex = (at: number) =>
    `#${[0, 1, 2].map((part) => (data[at + part] ?? 0).toString(16).padStart(2, '0')).join('')}`;
  let count = 0;
  for (let at = 0; at < data.length; at += 4) if (hex(at) === wanted) count += 1;
  return { width: picture.width, height: picture.height, corner: hex(0), count };
}

describe('the page of the panel in a real browser', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const entry = fileURLToPath(new URL('../../../client/src/preview/view/png.ts', import.meta.url));
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'exposed',
    });
    // Declared at the top of a classic script, it is the page's to see.
    const script = outputFiles[0]?.text ?? '';
    const html = pageHtml({
      title: 'Schedule',
      script: `${HOST}/view.js`,
      style: `${HOST}/view.css`,
      nonce: 'n0',
      language: 'en',
    });
    browser = await launchBrowser();
    page = await browser.newPage();
    await page.route(`${HOST}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/view.js') return route.fulfill({ contentType: 'text/javascript', body: script });
      if (pathname === '/view.css') return route.fulfill({ contentType: 'text/css', body: '' });
      return route.fulfill({ contentType: 'text/html', body: html });
    });
    await page.goto(`${HOST}/`);
  });

  afterAll(() => browser?.close());

  it.each([
    ['light', '#f8f8f8', '#1a85ff'],
    ['dark', '#202020', '#3794ff'],
    ['hc-dark', '#000000', '#4fa6ff'],
    ['hc-light', '#ffffff', '#0f4a85'],
  ] as const)('draws a picture as PNG in twice its size: %s', async (theme, ground, color) => {
    const plot = exportPlot(curve, { size: PANEL_SIZE }, theme, { title: 'A title', notes: ['Assumed: nothing.'] });
    const bytes = await page.evaluate(
      async ({ svg, width, height }) => {
        const { exposed } = globalThis as unknown as { exposed: Exposed };
        return Array.from((await exposed.pngOf(svg, width, height)) ?? []);
      },
      { svg: svgFile(plot), width: plot.width, height: plot.height },
    );
    // Read where no policy stands in the way.
    const reader = await browser.newPage();
    const read = await reader.evaluate(`(${readPng.toString()})(${JSON.stringify(bytes)}, ${JSON.stringify(color)})`);
    await reader.close();
    expect(read).toMatchObject({ width: 2 * plot.width, height: 2 * plot.height, corner: ground });
    // The first curve is 2 · 2 pixels wide and goes over most of the picture.
    expect((read as { readonly count: number }).count).toBeGreaterThan(PANEL_SIZE.width);
  });

  it('gives nothing where a picture cannot be drawn', async () => {
    const read = await page.evaluate(async () => {
      const { exposed } = globalThis as unknown as { exposed: Exposed };
      return [(await exposed.pngOf('<svg', 10, 10)) === undefined, (await exposed.pngOf('', 10, 10)) === undefined];
    });
    expect(read).toEqual([true, true]);
  });

  it('lets in no script, no image and no style of anybody else', async () => {
    const refused = await page.evaluate(async () => {
      const found: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => found.push(effectiveDirective));
      const image = (address: string) => {
        const made = new Image();
        made.src = address;
        document.body.append(made);
      };
      image('https://elsewhere.test/pixel.png');
      image('data:image/gif;base64,R0lGODlhAQABAAAAACw=');
      const script = (change: (made: HTMLScriptElement) => void) => {
        const made = document.createElement('script');
        change(made);
        document.body.append(made);
      };
      script((made) => {
        made.src = 'https://elsewhere.test/a.js';
      });
      script((made) => {
        made.textContent = 'globalThis.broken = true';
      });
      const style = document.createElement('style');
      style.textContent = 'body { color: red }';
      document.body.append(style);
      await fetch('https://elsewhere.test/').catch(() => undefined);
      // The browser tells of them one by one.
      for (let turn = 0; turn < 100 && found.length < 6; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return { found: found.sort(), broken: 'broken' in globalThis };
    });
    expect(refused).toEqual({
      broken: false,
      found: ['connect-src', 'img-src', 'img-src', 'script-src-elem', 'script-src-elem', 'style-src-elem'],
    });
  });
});

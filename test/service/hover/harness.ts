import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Hover, MarkupContent } from 'vscode-languageserver-types';
import { createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';

export interface Hovered {
  readonly hover: Hover | null;
  /** Markdown without the data of the picture, '' where there is no hover. */
  readonly text: string;
  readonly markdown: string;
  /** The text that the hover's range covers. */
  readonly covered: string;
  /** The SVG of the picture, where there is one. */
  readonly svg: string | undefined;
}

/** The hover where `|` stands in a text; the mark is taken out. */
export async function hoverAt(marked: string, options: LanguageServiceOptions = {}): Promise<Hovered> {
  const offset = marked.indexOf('|');
  if (offset < 0) throw new Error('the text has no |');
  return hoverAtOffset(marked.slice(0, offset) + marked.slice(offset + 1), offset, options);
}

export async function hoverAtOffset(
  text: string,
  offset: number,
  options: LanguageServiceOptions = {},
): Promise<Hovered> {
  const document = TextDocument.create('file:///config.yaml', 'yaml', 1, text);
  const service = createLanguageService(options);
  const hover = await service.hover(document, document.positionAt(offset));
  const { value: markdown } = (hover?.contents ?? { kind: 'markdown', value: '' }) as MarkupContent;
  const picture = /!\[((?:[^\]\\]|\\.)*)\]\(data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)\)/.exec(markdown);
  return {
    hover,
    markdown,
    text: picture === null ? markdown : markdown.replace(picture[0], '<picture>'),
    covered: hover?.range === undefined ? '' : document.getText(hover.range),
    svg: picture?.[2] === undefined ? undefined : Buffer.from(picture[2], 'base64').toString('utf8'),
  };
}

/** A row of the table of facts by the name of its column. */
export function facts(text: string): Record<string, string> {
  const lines = text.split('\n');
  const rule = lines.findIndex((line) => /^\|( --- \|)+$/.test(line));
  const cells = (line: string | undefined) =>
    (line ?? '')
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim());
  const heads = cells(lines[rule - 1]);
  const values = cells(lines[rule + 1]);
  return Object.fromEntries(heads.map((head, index) => [head, values[index] ?? '']));
}

/** An optimizer with one block of these lines, in a file that says how long training is. */
export function config(kind: string, lines: readonly string[], head = 'trainer:\n  max_updates: 1000\n'): string {
  const block = [`kind: noether.core.schedules.${kind}`, ...lines].map((line) => `    ${line}\n`).join('');
  return `${head}optim:\n  lr: 1e-3\n  schedule_config:\n${block}`;
}

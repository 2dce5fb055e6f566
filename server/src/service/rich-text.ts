/**
 * Text for a hover, told once and written as Markdown or as plain text. Everything that a file may have said goes in
 * as words or as `code` and comes out escaped; only `docs`, which is ours, is Markdown already.
 */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  /** A place in a file, by its address. */
  | { readonly place: string; readonly uri: string; readonly line: number; readonly character: number }
  /** Markdown out of the schema's own documentation. */
  | { readonly docs: string };

export type Line = readonly Inline[];

export type Section =
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'list'; readonly lines: readonly Line[] }
  | { readonly kind: 'table'; readonly header: readonly string[]; readonly row: readonly Line[] }
  | { readonly kind: 'picture'; readonly uri: string; readonly alt: string };

export function paragraph(...line: Line): Section {
  return { kind: 'paragraph', line };
}

/**
 * A sentence with parts in place of its `{0}`, `{1}`, …: what `l10n.t` gives without values. A translation may have them
 * in another order.
 */
export function sentence(text: string, ...parts: readonly (Inline | Line)[]): Line {
  return text.split(/(\{\d\})/).flatMap((piece): Line => {
    const index = /^\{(\d)\}$/.exec(piece)?.[1];
    if (index === undefined) return piece === '' ? [] : [piece];
    return [parts[Number(index)] ?? piece].flat();
  });
}

export function code(text: string): Inline {
  return { code: text };
}

export function strong(text: string): Inline {
  return { strong: text };
}

/** A piece of a file longer than this is cut: a hover is no place for a page of text. */
const LONGEST_QUOTE = 160;

/** What ends a line, is dropped by a reader, or turns the direction of the text around it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach the reader
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;

/** Half surrogate pairs, which JSON cannot carry. */
const HALF_PAIR = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function oneLine(text: string): string {
  return text.replace(INVISIBLE, ' ').replace(HALF_PAIR, '\ufffd');
}

/** Text of a file on one line, cut where it is long. */
export function quoted(text: string): string {
  // Cut first, so that a huge scalar costs no more than a small one.
  const head = text.slice(0, LONGEST_QUOTE + 1);
  const cut = head.length > LONGEST_QUOTE;
  const line = oneLine(cut ? head.slice(0, LONGEST_QUOTE) : head).trim();
  return cut ? `${line}…` : line;
}

/** Plain words as Markdown: nothing in them can start a link, a picture, HTML, an entity or emphasis. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]#|~$!]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=\bwww)\.|@/gi, '\\$&');
}

/** A code span whose fence is longer than any run of backticks inside. */
export function codeSpan(text: string): string {
  const content = quoted(text);
  if (content === '') return '` `';
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

function inlineMarkdown(part: Inline): string {
  if (typeof part === 'string') return escapeMarkdown(part);
  if ('code' in part) return codeSpan(part.code);
  if ('strong' in part) return `**${escapeMarkdown(part.strong)}**`;
  if ('place' in part) return placeMarkdown(part);
  return part.docs;
}

/** Editors open these by a link and cut the others out. */
const LINKED = /^(?:file|vscode-remote):/;

/** What would end a link's target, or the cell of a table that it stands in. */
const UNSAFE = /[\s<>()[\]\\`|"]/g;

function placeMarkdown({ place, uri, line, character }: Extract<Inline, { readonly place: string }>): string {
  const text = escapeMarkdown(quoted(place));
  if (!LINKED.test(uri)) return text;
  const target = uri.replace(UNSAFE, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
  return `[${text}](${target}#L${line + 1},${character + 1})`;
}

function inlinePlain(part: Inline): string {
  if (typeof part === 'string') return oneLine(part);
  if ('code' in part) return quoted(part.code);
  if ('strong' in part) return oneLine(part.strong);
  if ('place' in part) return quoted(part.place);
  return part.docs.replace(/`/g, '');
}

/** A line of Markdown that does not begin a list, a heading or a rule. */
function lineMarkdown(line: Line): string {
  return line
    .map(inlineMarkdown)
    .join('')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2');
}

/** One line without any markup. */
export function linePlain(line: Line): string {
  return line.map(inlinePlain).join('');
}

export function toMarkdown(sections: readonly Section[]): string {
  return sections.map(sectionMarkdown).join('\n\n');
}

function sectionMarkdown(section: Section): string {
  switch (section.kind) {
    case 'paragraph':
      return lineMarkdown(section.line);
    case 'list':
      return section.lines.map((line) => `- ${lineMarkdown(line)}`).join('\n');
    case 'table':
      return [
        `| ${section.header.map(escapeMarkdown).join(' | ')} |`,
        `|${section.header.map(() => ' --- |').join('')}`,
        `| ${section.row.map((line) => line.map(cellMarkdown).join('')).join(' | ')} |`,
      ].join('\n');
    case 'picture':
      return `![${escapeMarkdown(quoted(section.alt))}](${section.uri})`;
  }
}

/** A bar ends a cell even inside a code span, unless a backslash stands before it. */
function cellMarkdown(part: Inline): string {
  const text = inlineMarkdown(part);
  return typeof part === 'object' && 'code' in part ? text.replace(/\|/g, '\\|') : text;
}

/** The same without any markup; pictures have no text. */
export function toPlainText(sections: readonly Section[]): string {
  return sections
    .map(sectionPlain)
    .filter((text) => text !== '')
    .join('\n\n');
}

function sectionPlain(section: Section): string {
  switch (section.kind) {
    case 'paragraph':
      return linePlain(section.line);
    case 'list':
      return section.lines.map((line) => `- ${linePlain(line)}`).join('\n');
    case 'table':
      return section.header.map((head, index) => `${head}: ${linePlain(section.row[index] ?? [])}`).join('\n');
    case 'picture':
      return '';
  }
}

import colors from 'picocolors';
import stringWidth from 'string-width';
import type { Severity } from '../rules';
import { type CliFinding, countWords } from './findings';
import { type Io, shownPath, visible, wantsColor } from './io';

/** Characters of a source line that are shown where the output is no terminal. */
const WIDTH = 120;
const NARROWEST = 40;

type Paint = ReturnType<typeof colors.createColors>;

/** Findings for a reader: place, sentence, rule, the line with what is at fault, and what mends it. */
export function humanText(findings: readonly CliFinding[], io: Io, pathOf: (uri: string) => string): string {
  const paint = colors.createColors(wantsColor(io, io.stdout));
  const width = Math.max(NARROWEST, io.stdout.isTTY === true ? (io.stdout.columns ?? WIDTH) : WIDTH);
  const blocks = findings.map((finding) => {
    const { path, range, severity, message, rule, related, fix } = finding;
    const place = `${shownPath(io, path)}:${range.start.line + 1}:${range.start.character + 1}`;
    const gutter = ' '.repeat(String(range.start.line + 1).length);
    const lines = [
      `${paint.bold(visible(place))}: ${level(severity, paint)}: ${visible(message)} ${paint.dim(`[${rule}]`)}`,
      ...source(finding, gutter, width, paint),
    ];
    for (const { uri, range: at, message: why } of related) {
      const there = `${shownPath(io, pathOf(uri))}:${at.start.line + 1}:${at.start.character + 1}`;
      lines.push(`${gutter} ${paint.blue('=')} ${visible(there)}: ${visible(why)}`);
    }
    if (fix !== undefined) {
      const how = fix.safe ? paint.dim(' (--fix does it)') : '';
      lines.push(`${gutter} ${paint.blue('=')} fix: ${visible(fix.title)}${how}`);
    }
    return `${lines.join('\n')}\n`;
  });
  return blocks.length === 0 ? '' : `${blocks.join('\n')}\n`;
}

/** `14 files: 2 errors, 1 warning`. */
export function summaryLine(findings: readonly CliFinding[], files: number): string {
  const count = `${files} ${files === 1 ? 'file' : 'files'}`;
  return findings.length === 0 ? `${count}, nothing found.\n` : `${count}: ${countWords(findings)}.\n`;
}

function level(severity: Severity, paint: Paint): string {
  switch (severity) {
    case 'error':
      return paint.red(paint.bold('error'));
    case 'warning':
      return paint.yellow(paint.bold('warning'));
    case 'information':
      return paint.blue(paint.bold('note'));
    case 'hint':
      return paint.cyan('hint');
  }
}

/** The line of a finding with what it is about underlined, cut to the width where it is long. */
function source({ line, range, severity }: CliFinding, gutter: string, width: number, paint: Paint): string[] {
  const start = Math.min(range.start.character, line.length);
  const end = range.end.line === range.start.line ? Math.min(range.end.character, line.length) : line.length;
  const room = width - gutter.length - 4;
  // Some of what stands before is shown with it, so that the place is known.
  const from = start < room / 2 && line.length <= room ? 0 : Math.max(0, Math.min(start - 20, line.length - room));
  const cut = from > 0 ? '…' : '';
  const shown = line.slice(from, from + room - cut.length);
  const more = from + shown.length < line.length ? '…' : '';
  const before = cut + visible(line.slice(from, start));
  const marked = visible(line.slice(start, Math.min(Math.max(end, start), from + shown.length)));
  const pad = before.replace(/[^\t]+/g, (part) => ' '.repeat(stringWidth(part)));
  const carets = '^'.repeat(Math.max(1, stringWidth(marked.replaceAll('\t', ' '))));
  const color = severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.blue;
  const bar = paint.blue('|');
  return [
    `${paint.blue(String(range.start.line + 1))} ${bar} ${cut}${visible(shown)}${more}`,
    `${gutter} ${bar} ${pad}${color(carets)}`,
  ];
}

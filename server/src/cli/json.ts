import type { Range } from 'vscode-languageserver-types';
import type { CliFinding } from './findings';
import { type Io, shownPath } from './io';

/** Findings for other programs. Lines and columns count from 1, columns in UTF-16 code units. */
export function jsonText(
  findings: readonly CliFinding[],
  files: number,
  io: Io,
  pathOf: (uri: string) => string,
  version: string,
): string {
  const report = {
    version,
    files,
    findings: findings.map(({ path, rule, severity, message, range, related, fix }) => ({
      file: shownPath(io, path),
      ...place(range),
      severity,
      rule,
      message,
      related: related.map(({ uri, range: at, message: why }) => ({
        file: shownPath(io, pathOf(uri)),
        ...place(at),
        message: why,
      })),
      ...(fix !== undefined && {
        fix: {
          title: fix.title,
          safe: fix.safe,
          edits: fix.edits.map(({ range: at, newText }) => ({ ...place(at), newText })),
        },
      }),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function place({ start, end }: Range): object {
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

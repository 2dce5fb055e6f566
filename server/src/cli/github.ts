import type { Severity } from '../rules';
import type { CliFinding } from './findings';
import { type Io, shownPath } from './io';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** Findings as workflow commands, which GitHub shows at the lines of a pull request. */
export function githubText(findings: readonly CliFinding[], io: Io): string {
  const root = io.env.GITHUB_WORKSPACE ?? io.cwd;
  return findings
    .map(({ path, range, severity, rule, message, fix }) => {
      const properties = {
        file: shownPath({ cwd: root }, path),
        line: range.start.line + 1,
        endLine: range.end.line + 1,
        // Columns count only within one line.
        ...(range.start.line === range.end.line && {
          col: range.start.character + 1,
          endColumn: Math.max(range.end.character, range.start.character + 1),
        }),
        title: `Schedule Lens: ${rule}`,
      };
      const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
      const text = fix === undefined ? message : `${message} (${fix.title})`;
      return `::${COMMANDS[severity]} ${list.join(',')}::${data(text)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

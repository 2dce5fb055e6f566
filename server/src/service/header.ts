import * as l10n from '@vscode/l10n';
import { distance } from 'fastest-levenshtein';
import type { ConfigDocument } from '../config';
import { readPackageHeader } from '../config/hydra';
import type { Finding } from '../rules';

/** Lines of config after which nobody expects a header any more; one that stands there is meant for a reader. */
const MOST_LINES = 5;
const HEAD = 8_000;

/** A comment that is one word and a value, perhaps with the @ and a colon between. */
const CANDIDATE = /^([ \t]*)#+(?:[ \t]*(@))?[ \t]*([A-Za-z]{4,12})(?:[ \t]*([:=]))?[ \t]*([\w.@-]+)[ \t]*$/;

/** Values that only a package header has. */
const PACKAGE_WORD = /^_(?:global|group|name|here)_$/;

/**
 * Comments that were meant to say where a file lands, and that Hydra takes for comments: a misspelt word, a missing @,
 * or a right header that something stands above.
 */
export function headerFindings(document: ConfigDocument): Finding[] {
  const { text } = document;
  const read = readPackageHeader(text);
  if (read?.kind === 'error') return [];
  const findings: Finding[] = [];
  let start = 0;
  let lines = 0;
  for (const line of text.slice(0, HEAD).split(/\r?\n/)) {
    const end = start + line.length;
    if (!/^\s*(?:#|$)/.test(line)) lines += 1;
    if (lines > MOST_LINES) break;
    const finding = findingOf(document, line, start, end, read?.start);
    if (finding !== undefined) findings.push(finding);
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return findings;
}

function findingOf(
  document: ConfigDocument,
  line: string,
  start: number,
  end: number,
  read: number | undefined,
): Finding | undefined {
  const match = CANDIDATE.exec(line);
  if (match === null) return undefined;
  const [, indent = '', at = '', word = '', colon = '', value = ''] = match;
  const origin = document.originAt(start + indent.length, end);
  const isRight = at === '@' && word === 'package' && colon === '';
  if (isRight) {
    if (read !== undefined && read >= start && read <= end) return undefined;
    // Of two that Hydra reads the last one holds, which is no mistake of the first.
    if (read !== undefined && read > end) return undefined;
    return {
      ruleId: 'ignored-header',
      origin,
      message: l10n.t(
        'Hydra takes this for a comment: a package header stands at the very top, with nothing but blank lines and other "# @" lines above it. Move it to the first line.',
      ),
    };
  }
  const near = word.toLowerCase() === 'package' || distance(word.toLowerCase(), 'package') <= 2;
  if (!near || !(at === '@' || PACKAGE_WORD.test(value))) return undefined;
  const text = `# @package ${value}`;
  return {
    ruleId: 'ignored-header',
    origin,
    message: l10n.t`Hydra takes this for a comment, so the file lands at the place of its folder. A package header reads: ${text}`,
    data: { replacements: [{ origin, text }] },
  };
}

import { formatNumber, formatStep } from '../format';
import type { ChangedSchedule, Comparison, Renamed } from './changes';
import type { Difference } from './compare';
import type { DIFF_FORMATS } from './formats';
import { visible } from './io';
import { table } from './table';

/** What changes, in one of the formats. */
export function written(
  comparison: Comparison,
  labels: readonly [string, string],
  format: (typeof DIFF_FORMATS)[number],
): string {
  switch (format) {
    case 'text':
      return textOf(comparison, labels);
    case 'markdown':
      return markdownOf(comparison, labels);
    case 'json': {
      const { changes, renamed } = comparison;
      const report = {
        old: labels[0],
        new: labels[1],
        changes: changes.map(jsonOf),
        renamed: renamed.map(jsonOfRenamed),
      };
      return `${JSON.stringify(report, null, 2)}\n`;
    }
  }
}

function jsonOf({ file, block, renamed, primaries, change }: ChangedSchedule): object {
  return { ...named({ file, block }), ...(renamed && { renamed: named(renamed) }), primaries, ...change };
}

function jsonOfRenamed({ file, block, before }: Renamed): object {
  return { ...named({ file, block }), before: named(before) };
}

function named({ file, block }: { readonly file: string; readonly block: string }): object {
  return { ...(file !== '' && { file }), block };
}

function headline(changes: readonly ChangedSchedule[], [old, now]: readonly [string, string], code: Code): string {
  const names = new Set(changes.map(({ file, block }) => JSON.stringify([file, block])));
  const count =
    names.size === 0
      ? 'No schedule changes'
      : names.size === 1
        ? 'One schedule changes'
        : `${names.size} schedules change`;
  return `${count} from ${code(old)} to ${code(now)}`;
}

const NONE = '–';

function rowsOf({ change }: ChangedSchedule): Difference[] {
  const { largest } = change;
  if (largest === undefined) return [...change.differences];
  const what = `furthest apart, at step ${formatStep(largest.step)}`;
  return [...change.differences, { what, before: formatNumber(largest.before), after: formatNumber(largest.after) }];
}

type Code = (text: string) => string;

/** `configs/train.yaml: optim.schedule_config`, and what it was called before. */
function nameOf({ file, block }: { readonly file: string; readonly block: string }, code: Code): string {
  return [file, block]
    .filter((part) => part !== '')
    .map(code)
    .join(': ');
}

function wasCalled({ file, renamed }: ChangedSchedule, code: Code): string {
  if (renamed === undefined) return '';
  return `, before ${renamed.file === file ? code(renamed.block) : nameOf(renamed, code)}`;
}

function renamedLines(renamed: readonly Renamed[], code: Code): string[] {
  if (renamed.length === 0) return [];
  const lines = renamed.map((one) => `- ${nameOf(one.before, code)} → ${nameOf(one, code)}`);
  return ['', 'Renamed, and trained as before:', '', ...lines];
}

function textOf({ changes, renamed }: Comparison, labels: readonly [string, string]): string {
  const plain = (text: string) => text;
  const lines = [`${headline(changes, labels, plain)}.`];
  for (const one of changes) {
    const seen = one.primaries.length === 0 ? '' : ` (in ${one.primaries.join(', ')})`;
    lines.push('', `${nameOf(one, plain)}${seen}${wasCalled(one, plain)}${word(one)}`);
    const rows = rowsOf(one).map(({ what, before = NONE, after = NONE }) => [`  ${what}`, before, '→', after]);
    lines.push(...table(rows, new Set()));
  }
  lines.push(...renamedLines(renamed, plain));
  return `${lines.map(visible).join('\n')}\n`;
}

function word({ change: { kind } }: ChangedSchedule): string {
  return kind === 'changed' ? '' : `: ${kind}`;
}

/** Characters that a comment on a pull request may have, less what a workflow writes around it. */
const LONGEST_COMMENT = 60_000;

/** For a comment on a pull request. */
function markdownOf({ changes, renamed }: Comparison, labels: readonly [string, string]): string {
  let text = `### ${headline(changes, labels, codeOf)}\n`;
  for (const [index, one] of changes.entries()) {
    const lines = markdownLines(one, labels).map(visible);
    const more = changes.length - index;
    if (text.length + lines.join('\n').length > LONGEST_COMMENT) {
      return `${text}\n… and ${more} more, which \`schedule-lens diff\` tells.\n`;
    }
    text += `${lines.join('\n')}\n`;
  }
  const lines = renamedLines(renamed, codeOf).map((line) => `${visible(line)}\n`);
  return text + (text.length + lines.join('').length > LONGEST_COMMENT ? '' : lines.join(''));
}

function markdownLines(one: ChangedSchedule, labels: readonly [string, string]): string[] {
  const seen = one.primaries.length === 0 ? '' : `, in ${one.primaries.map(codeOf).join(', ')}`;
  return [
    '',
    `**${nameOf(one, codeOf)}**${seen}${wasCalled(one, codeOf)}${word(one)}`,
    '',
    `| | ${cell(labels[0])} | ${cell(labels[1])} |`,
    '| --- | --- | --- |',
    ...rowsOf(one).map(
      ({ what, before = NONE, after = NONE }) => `| ${cell(what)} | ${cell(before)} | ${cell(after)} |`,
    ),
  ];
}

function codeOf(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** Text that Markdown and HTML leave alone. */
function cell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>#|~@]/g, '\\$&');
}

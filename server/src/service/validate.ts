import * as l10n from '@vscode/l10n';
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag, type Range } from 'vscode-languageserver-types';
import type { ConfigProblem, Origin } from '../config';
import { Spans } from '../config/spans';
import { formatNumber, formatStep } from '../format';
import { type Finding, type FindingData, isRuleId, type Related, type RuleId, ruleOf, type Severity } from '../rules';
import type { Analysis } from './analysis';
import { MOST_BLOCKS } from './limits';
import type { Settings } from './settings';
import { applyIgnores } from './suppress';

/** What every diagnostic says where it comes from. */
export const DIAGNOSTIC_SOURCE = 'Schedule Lens';

/** What a diagnostic carries for quick fixes: the finding's data with ranges in place of origins. */
export interface DiagnosticData {
  readonly replacements?: readonly { readonly uri: string; readonly range: Range; readonly newText: string }[];
  readonly addKeys?: readonly string[];
  readonly removeKeys?: readonly { readonly uri: string; readonly range: Range }[];
  readonly indentKeys?: readonly { readonly uri: string; readonly range: Range }[];
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Findings that may only mean that the text around them did not parse. */
const aboutAbsence: ReadonlySet<RuleId> = new Set<RuleId>([
  'missing-key',
  'missing-kind',
  'not-a-mapping',
  'slipped-block',
  'unknown-key',
]);

/** What a YAML extension reports besides broken syntax: it knows no tags, and no key may stand twice. */
const yamlReports: ReadonlySet<string> = new Set<RuleId>(['duplicate-key', 'unknown-tag']);

/** A file with more load problems than this is no config; the first ones say so. */
const MOST_PROBLEMS = 100;

/** The diagnostics of one analysed document, in the order of its text. */
export function validate(analysis: Analysis): Diagnostic[] {
  if (analysis.state === 'too-large') return tooLarge(analysis);
  return reported(analysis).map(({ diagnostic }) => diagnostic);
}

/** A finding and how it is shown. */
export interface Reported {
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
}

/** What is reported of one analysed document, in the order of its text. */
export function reported(analysis: Analysis): Reported[] {
  const { problems, settings, uri } = analysis;
  const loading = problems
    .filter(({ syntax, code }) => settings.reportYamlSyntax || !(syntax || yamlReports.has(code)))
    .slice(0, MOST_PROBLEMS);
  const isDoubtful = doubtBy(problems, uri);
  const findings = analysis.findings.filter((finding) => !isDoubtful(finding));
  const own = [...loading.map(problemFinding), ...findings, ...tooMany(analysis)].filter(
    (finding) => finding.origin.uri === uri,
  );
  return applyIgnores(analysis, own)
    .sort((a, b) => a.origin.start - b.origin.start || a.origin.end - b.origin.end)
    .flatMap((finding) => diagnosticOf(finding, settings).map((diagnostic) => ({ finding, diagnostic })));
}

/**
 * Tells whether a finding may only mean that the text around it did not load: it stands at the lines of a load problem,
 * or it is about something absent, which may just not have been read.
 */
function doubtBy(problems: readonly ConfigProblem[], uri: string): (finding: Finding) => boolean {
  const own = problems.filter(({ origin, code }) => origin.uri === uri && !code.startsWith('interpolation'));
  const broken = own.reduce((end, { origin, syntax }) => (syntax ? Math.max(end, origin.end) : end), -1);
  const places = new Spans(
    own.map(({ origin: { range } }) => ({ first: range.start.line - 1, last: range.end.line + 1 })),
  );
  return ({ ruleId, origin }) => {
    if (origin.uri !== uri) return false;
    const { start, end } = origin.range;
    return (aboutAbsence.has(ruleId) && broken >= origin.start) || places.touch({ first: start.line, last: end.line });
  };
}

function problemFinding(problem: ConfigProblem): Finding {
  return {
    ruleId: isRuleId(problem.code) ? problem.code : 'yaml-syntax',
    origin: problem.origin,
    message: problem.message,
    ...(problem.related === undefined ? {} : { related: problem.related }),
  };
}

/** How grave a finding is under the settings. What holds in some compositions only is never an error. */
export function levelOf(finding: Finding, levels: Settings['rules']): Severity | 'off' {
  const level = levels[finding.ruleId] ?? finding.severity ?? ruleOf(finding.ruleId).severity;
  return finding.partial === true && level === 'error' ? 'warning' : level;
}

function diagnosticOf(finding: Finding, { rules: levels }: Settings): Diagnostic[] {
  const rule = ruleOf(finding.ruleId);
  const level = levelOf(finding, levels);
  if (level === 'off') return [];
  const diagnostic: Diagnostic = {
    range: finding.origin.range,
    severity: severities[level],
    code: rule.id,
    source: DIAGNOSTIC_SOURCE,
    message: finding.message,
  };
  if (rule.tags?.includes('unnecessary') === true) diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (finding.related !== undefined && finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map(relatedOf);
  }
  if (finding.data !== undefined) diagnostic.data = dataOf(finding.data);
  return [diagnostic];
}

function relatedOf({ origin, message }: Related): { location: { uri: string; range: Range }; message: string } {
  return { location: { uri: origin.uri, range: origin.range }, message };
}

function dataOf(data: FindingData): DiagnosticData {
  const place = ({ uri, range }: Origin) => ({ uri, range });
  return {
    ...(data.replacements === undefined
      ? {}
      : { replacements: data.replacements.map(({ origin, text }) => ({ ...place(origin), newText: text })) }),
    ...(data.addKeys === undefined ? {} : { addKeys: data.addKeys }),
    ...(data.removeKeys === undefined ? {} : { removeKeys: data.removeKeys.map(place) }),
    ...(data.indentKeys === undefined ? {} : { indentKeys: data.indentKeys.map(place) }),
  };
}

function tooMany({ document, beyond }: Analysis): Finding[] {
  if (document === undefined || beyond === undefined) return [];
  const message = l10n.t`This file has ${formatStep(document.blocks.length)} schedule blocks, and only the first ${formatStep(MOST_BLOCKS)} are looked at: from here on nothing is checked. Split the file.`;
  return [{ ruleId: 'file-too-large', origin: beyond, message }];
}

function tooLarge({ uri, text, settings }: Analysis): Diagnostic[] {
  const start = { line: 0, character: 0 };
  const finding: Finding = {
    ruleId: 'file-too-large',
    origin: { uri, start: 0, end: 0, range: { start, end: start }, text: '' },
    message: l10n.t`This file has ${megabytes(text.length)} MB of text, and files above ${megabytes(settings.maxFileSize)} MB are not read, so nothing in it is checked. Raise scheduleLens.maxFileSize to read it.`,
  };
  return diagnosticOf(finding, settings);
}

function megabytes(length: number): string {
  return formatNumber(length / (1024 * 1024), { digits: 3 });
}

import { isAbsolute, relative } from 'node:path';
import type { Range } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import { rules, type Severity } from '../rules';
import type { CliFinding } from './findings';
import type { Io } from './io';

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

const ROOT = '%SRCROOT%';

/** Findings as a SARIF 2.1.0 log. */
export function sarifText(findings: readonly CliFinding[], io: Io, version: string): string {
  const used = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Schedule Lens', version, rules: used.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { uri: `${URI.file(io.cwd).toString().replace(/\/$/, '')}/` } },
        results: findings.map((finding) => resultOf(finding, used, io)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: string): object {
  const rule = rules.get(id);
  return {
    id,
    ...(rule !== undefined && {
      shortDescription: { text: `${rule.title}.` },
      defaultConfiguration: { level: LEVELS[rule.severity] },
    }),
  };
}

function resultOf(finding: CliFinding, used: readonly string[], io: Io): object {
  const { path, rule, severity, message, range, related, fix } = finding;
  const artifactLocation = artifactOf(URI.file(path), io);
  return {
    ruleId: rule,
    ruleIndex: used.indexOf(rule),
    level: LEVELS[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation, region: regionOf(range) } }],
    ...(related.length > 0 && {
      relatedLocations: related.map(({ uri, range: at, message: why }, id) => ({
        id,
        message: { text: why },
        physicalLocation: { artifactLocation: artifactOf(URI.parse(uri), io), region: regionOf(at) },
      })),
    }),
    ...(fix !== undefined &&
      fix.edits.length > 0 && {
        fixes: [
          {
            description: { text: fix.title },
            artifactChanges: [
              {
                artifactLocation,
                replacements: fix.edits.map(({ range: at, newText }) => ({
                  deletedRegion: regionOf(at),
                  insertedContent: { text: newText },
                })),
              },
            ],
          },
        ],
      }),
  };
}

function artifactOf(uri: URI, { cwd }: Io): object {
  const path = relative(cwd, uri.fsPath).replaceAll('\\', '/');
  const isOutside = uri.scheme !== 'file' || path === '..' || path.startsWith('../') || isAbsolute(path);
  if (isOutside) return { uri: uri.toString() };
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

function regionOf({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

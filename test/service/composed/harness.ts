import { expect } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { type Analysis, createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';
import { type Harness, uriOf, workspaceOf } from '../../unit/workspace/fixtures';

export { uriOf };

export interface ServiceHarness extends Harness {
  readonly service: ReturnType<typeof createLanguageService>;
  document(path: string): TextDocument;
  analysis(path: string): Promise<Analysis>;
  diagnostics(path: string): Promise<Diagnostic[]>;
  /** Every diagnostic of every config file as one line: place, severity, rule, message. */
  said(): Promise<string[]>;
}

const severities: Readonly<Record<number, string>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'hint',
};

export function severityOf(diagnostic: Diagnostic | undefined): string | undefined {
  return diagnostic?.severity === undefined ? undefined : severities[diagnostic.severity];
}

/** A language service over a workspace in memory; paths count from its folder. */
export function serviceOf(
  texts: Readonly<Record<string, string>>,
  options: LanguageServiceOptions = {},
): ServiceHarness {
  const { environment } = options;
  const harness = workspaceOf(texts, environment === undefined ? {} : { environment });
  const service = createLanguageService({ workspace: harness.workspace, ...options });
  const document = (path: string): TextDocument =>
    TextDocument.create(uriOf(path), 'yaml', 1, (harness.disk.texts.get(`/ws/${path}`) ?? '').replace(/^\ufeff/, ''));
  /** An editor that shows the file and one that does not are told the same. */
  const diagnostics = async (path: string): Promise<Diagnostic[]> => {
    const shown = document(path);
    const found = await service.validate(shown);
    expect(await service.validateClosed(shown.uri, shown.getText())).toEqual(found);
    return found;
  };
  return {
    ...harness,
    service,
    document,
    diagnostics,
    async analysis(path) {
      const analysis = await service.analyze(document(path));
      if (analysis === undefined) throw new Error(`${path} was not analysed`);
      return analysis;
    },
    async said() {
      const lines: string[] = [];
      for (const full of [...harness.disk.texts.keys()].sort()) {
        const path = full.slice('/ws/'.length);
        if (!path.endsWith('.yaml')) continue;
        for (const one of await diagnostics(path)) {
          const { line, character } = one.range.start;
          lines.push(`${path}:${line + 1}:${character + 1} ${severityOf(one)} ${one.code}: ${one.message}`);
        }
      }
      return lines;
    },
  };
}

/** Kinds without the part that all of them share. */
export function kind(name: string): string {
  return `noether.core.schedules.${name}`;
}

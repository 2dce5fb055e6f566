import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';

const prefix = 'noether.core.schedules.';
const letters = ['', 'E', 'W', 'I', 'H'];

/** `@Name` stands for the full kind. */
export function yaml(text: string): string {
  return `${text.replaceAll('@', prefix).trim()}\n`;
}

export interface Found {
  readonly document: TextDocument;
  readonly diagnostics: readonly Diagnostic[];
  /** `E rule-id "text under it"` per diagnostic, kinds shortened to `@Name`. */
  readonly brief: readonly string[];
  /** The message of the first diagnostic with that rule id. */
  message(id: string): string;
  /** The texts that its related information points to. */
  related(id: string): readonly string[];
  errors(): readonly Diagnostic[];
}

export async function find(text: string, options: LanguageServiceOptions = {}): Promise<Found> {
  const document = TextDocument.create('file:///config.yaml', 'yaml', 1, yaml(text));
  const diagnostics = await createLanguageService(options).validate(document);
  const one = (id: string) => {
    const found = diagnostics.find((diagnostic) => diagnostic.code === id);
    if (found === undefined) throw new Error(`No ${id} among ${diagnostics.map(({ code }) => code).join(', ')}`);
    return found;
  };
  return {
    document,
    diagnostics,
    brief: diagnostics.map(
      ({ severity, code, range }) =>
        `${letters[severity ?? 0]} ${code} ${JSON.stringify(document.getText(range).replaceAll(prefix, '@'))}`,
    ),
    message: (id) => String(one(id).message),
    related: (id) => (one(id).relatedInformation ?? []).map(({ location }) => document.getText(location.range)),
    errors: () => diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error),
  };
}

/** An optimizer config with one schedule of its learning rate. */
export function optim(lr: string, block: string, more = ''): string {
  const lines = block.trim().split('\n');
  return `optim:
  kind: torch.optim.AdamW
  lr: ${lr}
${more === '' ? '' : `  ${more}\n`}  schedule_config:
${lines.map((line) => `    ${line.trim()}`).join('\n')}`;
}

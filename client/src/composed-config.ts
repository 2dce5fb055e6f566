import * as l10n from '@vscode/l10n';
import {
  commands,
  Disposable,
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  COMPOSED_CONFIG_REQUEST,
  type ComposedConfigParams,
  type ComposedConfigResult,
  type ComposedText,
} from '../../server/src/protocol';
import { offerExample } from './example';

const SCHEME = 'schedule-lens-composed';

type Form = 'unresolved' | 'resolved';

/**
 * "Show Composed Config": what Hydra makes of the primary config that the open file is seen through, as two read-only
 * documents (interpolations as written, and resolved) that follow the files. Every line links to the one that wrote it.
 */
export function registerComposedConfig(client: BaseLanguageClient): Disposable & { refresh(): void } {
  const changed = new EventEmitter<Uri>();
  const shown = new Map<string, { readonly uri: Uri; text: ComposedText | undefined }>();

  async function compose(uri: Uri): Promise<string> {
    const { form, source } = readUri(uri);
    await workspace.openTextDocument(source);
    const params: ComposedConfigParams = { textDocument: { uri: source.toString() } };
    const result = await client.sendRequest<ComposedConfigResult | null>(COMPOSED_CONFIG_REQUEST, params);
    const text = result?.[form];
    shown.set(uri.toString(), { uri, text });
    if (result === null || text === undefined) return '';
    if (text.text === '' && result.failure !== undefined) {
      return `# ${l10n.t('{0} does not compose:', result.perspective?.label ?? l10n.t('This config'))}\n# ${result.failure.message}\n`;
    }
    return text.text;
  }

  const provider: TextDocumentContentProvider = { onDidChange: changed.event, provideTextDocumentContent: compose };
  const refresh = () => {
    for (const { uri } of shown.values()) changed.fire(uri);
  };
  const registered = Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(SCHEME, provider),
    languages.registerDocumentLinkProvider(
      { scheme: SCHEME },
      {
        provideDocumentLinks: (document: TextDocument) => linksOf(document, shown.get(document.uri.toString())?.text),
      },
    ),
    workspace.onDidCloseTextDocument(({ uri }) => shown.delete(uri.toString())),
    commands.registerCommand('scheduleLens.showComposedConfig', async () => {
      const source = window.activeTextEditor?.document;
      if (source === undefined || source.languageId !== 'yaml') {
        await offerExample(l10n.t('Open a config file first: its primary config is the one that is composed.'));
        return;
      }
      const params: ComposedConfigParams = { textDocument: { uri: source.uri.toString() } };
      const result = await client.sendRequest<ComposedConfigResult | null>(COMPOSED_CONFIG_REQUEST, params);
      if (result?.perspective === undefined) {
        void window.showInformationMessage(
          l10n.t('No primary config reaches this file, so there is nothing to compose.'),
        );
        return;
      }
      // Both in one group beside the file; the resolved one in front.
      let viewColumn = ViewColumn.Beside;
      for (const form of ['unresolved', 'resolved'] satisfies Form[]) {
        const document = await workspace.openTextDocument(composedUri(source.uri, form, result.perspective.label));
        await languages.setTextDocumentLanguage(document, 'yaml');
        await window.showTextDocument(document, { viewColumn, preview: false });
        viewColumn = ViewColumn.Active;
      }
    }),
  );
  return { dispose: () => registered.dispose(), refresh };
}

function composedUri(source: Uri, form: Form, label: string): Uri {
  const name = label.replaceAll('/', '∕');
  return Uri.from({
    scheme: SCHEME,
    path: `/${name} (${form === 'resolved' ? l10n.t('resolved') : l10n.t('unresolved')}).yaml`,
    query: JSON.stringify([form, source.toString()]),
  });
}

function readUri(uri: Uri): { form: Form; source: Uri } {
  const [form, source] = JSON.parse(uri.query) as [Form, string];
  return { form, source: Uri.parse(source, true) };
}

function linksOf(document: TextDocument, text: ComposedText | undefined): DocumentLink[] {
  const links: DocumentLink[] = [];
  for (const line of text?.lines ?? []) {
    if (line === null || line.line >= document.lineCount) continue;
    const { text: content } = document.lineAt(line.line);
    const start = content.search(/\S/);
    if (start < 0) continue;
    const { line: row, character } = line.range.start;
    const target = Uri.parse(line.uri, true).with({ fragment: `L${row + 1},${character + 1}` });
    const link = new DocumentLink(new Range(line.line, start, line.line, content.length), target);
    link.tooltip = l10n.t('{0}, line {1}', workspace.asRelativePath(Uri.parse(line.uri, true)), row + 1);
    links.push(link);
  }
  return links;
}

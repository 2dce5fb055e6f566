import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  PositionEncodingKind,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  PREVIEW_REFRESH_NOTIFICATION,
  PREVIEW_REQUEST,
  type PreviewParams,
  type PreviewResult,
  THEME_NOTIFICATION,
  type ThemeParams,
} from '../protocol';
import {
  completionTriggers,
  createLanguageService,
  type LanguageService,
  type LanguageServiceOptions,
} from '../service';
import { createSettingsStore } from './settings-store';

/** What the server needs of the place it runs in. Injected, so that the same server runs in Node and in a worker. */
export interface Runtime {
  /** The value of an environment variable that the settings allow to be read; undefined where it is not set. */
  environment(name: string): string | undefined;
}

/** What a client may say in `initialize` beside its capabilities. Every member is optional. */
interface InitializationOptions {
  readonly theme?: ThemeParams['kind'];
  /** The command that reopens the completion list; offered to the client only if it names one. */
  readonly triggerSuggest?: boolean;
  /** Settings for clients that do not answer `workspace/configuration`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Diagnostics that are pushed wait this long after the last key stroke, in milliseconds. */
const PUSH_DELAY = 200;

/** Views of a file that are not the file: the left side of a diff, an output channel. They get no diagnostics. */
const VIEW_SCHEMES = ['git:', 'gitlens:', 'scm:', 'review:', 'output:', 'vscode-scm:'];

/**
 * Wires the language service to a connection. Positions on the wire are UTF-16, which every client of LSP must
 * support, so no range is ever converted.
 */
export function startServer(connection: Connection, runtime: Runtime): void {
  const documents = new TextDocuments(TextDocument);
  const settings = createSettingsStore(connection);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let capabilities: ClientCapabilities = {};
  let service: LanguageService | undefined;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    capabilities = params.capabilities;
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    settings.initialize(options.settings, capabilities.workspace?.configuration === true);
    service = createLanguageService(serviceOptions(options));
    return {
      serverInfo: { name: 'Schedule Lens' },
      capabilities: {
        positionEncoding: PositionEncodingKind.UTF16,
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: [...completionTriggers], resolveProvider: true },
        hoverProvider: true,
        codeLensProvider: { resolveProvider: false },
        ...(pulls() ? { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false } } : {}),
      },
    };
  });

  connection.onInitialized(() => {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'scheduleLens' });
    }
  });

  connection.onDidChangeConfiguration((change) => {
    settings.changed(change.settings);
    refresh();
  });

  connection.onNotification(THEME_NOTIFICATION, ({ kind }: ThemeParams) => service?.configure({ theme: kind }));

  documents.onDidChangeContent(({ document }) => {
    if (!pulls()) schedulePush(document.uri);
  });
  documents.onDidClose(({ document }) => {
    settings.forget(document.uri);
    clearTimeout(timers.get(document.uri));
    timers.delete(document.uri);
    if (!pulls()) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
  });

  connection.languages.diagnostics.on(async (params, token) => ({
    kind: DocumentDiagnosticReportKind.Full,
    items: await answer<Diagnostic[]>(params.textDocument.uri, token, [], diagnose),
  }));
  connection.onCompletion((params, token) =>
    answer(params.textDocument.uri, token, null, (lens, document) => lens.complete(document, params.position, token)),
  );
  connection.onCompletionResolve((item) => guard(item, async () => service?.completeResolve(item) ?? item));
  connection.onHover((params, token) =>
    answer(params.textDocument.uri, token, null, (lens, document) => lens.hover(document, params.position, token)),
  );
  connection.onCodeLens((params, token) =>
    answer(params.textDocument.uri, token, null, (lens, document) => lens.codeLens(document, token)),
  );
  connection.onRequest(PREVIEW_REQUEST, (params: PreviewParams, token: CancellationToken) =>
    answer<PreviewResult>(params.textDocument.uri, token, closed, (lens, document) =>
      lens.preview(document, params, token),
    ),
  );

  documents.listen(connection);
  connection.listen();

  function pulls(): boolean {
    return capabilities.textDocument?.diagnostic !== undefined;
  }

  function serviceOptions(options: InitializationOptions): LanguageServiceOptions {
    const item = capabilities.textDocument?.completion?.completionItem;
    const formats = capabilities.textDocument?.hover?.contentFormat;
    return {
      settingsFor: (uri) => settings.get(uri),
      environment: (name) => runtime.environment(name),
      theme: options.theme ?? 'dark',
      hoverFormat: formats === undefined || formats.includes('markdown') ? 'markdown' : 'plaintext',
      completion: {
        snippets: item?.snippetSupport === true,
        markdown: item?.documentationFormat?.includes('markdown') !== false,
        lazy: item?.resolveSupport?.properties.includes('documentation') === true,
        triggerSuggest: options.triggerSuggest === true,
      },
    };
  }

  function diagnose(lens: LanguageService, document: TextDocument, token: CancellationToken): Promise<Diagnostic[]> {
    if (VIEW_SCHEMES.some((scheme) => document.uri.startsWith(scheme))) return Promise.resolve([]);
    return lens.validate(document, token);
  }

  /** Runs one feature; the service sees to it that an answer is of one version of the document, the latest. */
  async function answer<T>(
    uri: string,
    token: CancellationToken,
    fallback: T,
    feature: (lens: LanguageService, document: TextDocument, token: CancellationToken) => Promise<T>,
  ): Promise<T> {
    return guard(fallback, async () => {
      const open = documents.get(uri);
      if (service === undefined || open === undefined) return fallback;
      await settings.load(uri);
      throwIfCancelled(token);
      const result = await feature(service, open, token);
      throwIfCancelled(token);
      return result;
    });
  }

  /** The one place where an unexpected failure ends: it is logged and answered with the fallback. */
  async function guard<T>(fallback: T, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return fallback;
    }
  }

  function schedulePush(uri: string): void {
    clearTimeout(timers.get(uri));
    timers.set(
      uri,
      setTimeout(() => {
        timers.delete(uri);
        void push(uri);
      }, PUSH_DELAY),
    );
  }

  async function push(uri: string): Promise<void> {
    await guard(undefined, async () => {
      const open = documents.get(uri);
      if (service === undefined || open === undefined) return;
      await settings.load(uri);
      const diagnostics = await diagnose(service, open, neverCancelled);
      // A closed document keeps its empty list.
      if (documents.get(uri) === open) await connection.sendDiagnostics({ uri, version: open.version, diagnostics });
    });
  }

  /** Asks for everything again: settings changed. */
  function refresh(): void {
    if (!pulls()) for (const uri of documents.keys()) schedulePush(uri);
    else if (capabilities.workspace?.diagnostics?.refreshSupport === true) connection.languages.diagnostics.refresh();
    if (capabilities.workspace?.codeLens?.refreshSupport === true) {
      void connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
    }
    void connection.sendNotification(PREVIEW_REFRESH_NOTIFICATION);
  }
}

/** A document that changed while its request was under way makes the client cancel the request, so this is the one check. */
function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

const neverCancelled: CancellationToken = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};

const closed: PreviewResult = {
  version: null,
  blocks: [],
  state: 'empty',
  title: 'Schedule preview',
  message: 'The file is not open any more.',
  facts: [],
  assumptions: [],
  problems: [],
};

import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionParams,
  type CodeLens,
  type CodeLensParams,
  type CompletionList,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type InlayHint,
  type InlayHintParams,
  type Location,
  type LocationLink,
  LSPErrorCodes,
  type ReferenceParams,
  type RenameParams,
  ResponseError,
  type TextDocumentIdentifier,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { bundleOf, isStrings, type Strings } from '../format';
import {
  CHANGE_KINDS_REQUEST,
  CHANGED_BLOCKS_REQUEST,
  CHOICES_NOTIFICATION,
  CHOOSE_PRIMARY_REQUEST,
  type ChangedBlocksParams,
  type ChangedBlocksResult,
  type ChangeKindsParams,
  type ChangeKindsResult,
  type ChoicesParams,
  type ChoosePrimaryParams,
  COMPOSED_CONFIG_REQUEST,
  type ComposedConfigParams,
  type ComposedConfigResult,
  CURVE_VALUES_REQUEST,
  type CurveValuesParams,
  type CurveValuesResult,
  PREVIEW_REFRESH_NOTIFICATION,
  PREVIEW_REQUEST,
  PRIMARIES_REQUEST,
  type PreviewParams,
  type PreviewResult,
  type PrimariesParams,
  type PrimariesResult,
  STATUS_REQUEST,
  STEPS_AS_FRACTIONS_REQUEST,
  type StatusParams,
  type StatusResult,
  type StepsAsFractionsParams,
  THEME_NOTIFICATION,
  type ThemeParams,
} from '../protocol';
import {
  completionTriggers,
  createLanguageService,
  fixKinds,
  type LanguageService,
  type LanguageServiceOptions,
  type RenameRefusal,
  type RenameTarget,
  refactorKinds,
  settingProblems,
} from '../service';
import { type ConfigWorkspace, createConfigWorkspace, type FileEvent, WATCHED_FILES } from '../workspace';
import { isWithin } from '../workspace/paths';
import { type ClosedFiles, createClosedFiles } from './closed-files';
import { chooseEncoding, createCodec } from './encoding';
import { showProgress } from './progress';
import { createSettingsFiles, type SettingsFiles } from './settings-files';
import { createSettingsStore } from './settings-store';
import { connectionHost, type RuntimeFiles } from './workspace-host';

/** What the server needs of the place it runs in. Injected, so that the same server runs in Node and in a worker. */
export interface Runtime {
  /** The value of an environment variable that the settings allow to be read; undefined where it is not set. */
  environment(name: string): string | undefined;
  /** The disk, where there is one. */
  readonly files?: RuntimeFiles;
  /** The texts of the language of a locale; undefined where that is English or unknown. */
  strings?(locale: string): Promise<Strings | undefined>;
}

/** What a client may say in `initialize` beside its capabilities. Every member is optional. */
interface InitializationOptions {
  readonly theme?: ThemeParams['kind'];
  /** The command that reopens the completion list; offered to the client only if it names one. */
  readonly triggerSuggest?: boolean;
  /** Settings for clients that do not answer `workspace/configuration`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The client has the commands that code actions may carry. */
  readonly commands?: boolean;
  /** The client answers `scheduleLens/readFile` and `scheduleLens/listFolder`. */
  readonly files?: boolean;
  /** What `scheduleLens/choices` told last time. */
  readonly choices?: Readonly<Record<string, string>>;
  /** The texts of the client's language. Without it `locale` decides, where the runtime has translations. */
  readonly strings?: unknown;
}

const CREATED = 1;
const DELETED = 3;
const CREATE_OR_DELETE = 5;

/** Diagnostics that are pushed wait this long after the last key stroke, in milliseconds. */
const PUSH_DELAY = 200;

/** So long after the last document was closed, in milliseconds, memory is given back. */
const RELEASE_DELAY = 2_000;

/** Views of a file that are not the file: the left side of a diff, an output channel. They get no diagnostics. */
const VIEW_SCHEMES = ['schedule-lens-composed:', 'git:', 'gitlens:', 'scm:', 'review:', 'output:', 'vscode-scm:'];

/**
 * Wires the language service to a connection. Positions inside are UTF-16; on the wire they are what was agreed on,
 * except in our own messages (see `protocol.ts`).
 */
export function startServer(connection: Connection, runtime: Runtime): void {
  let codec = createCodec('utf-16');
  const documents = new TextDocuments({
    create: TextDocument.create,
    update: (document: TextDocument, changes, version) => codec.update(document, changes, version),
  });
  const complained = new Set<string>();
  const settings = createSettingsStore(connection, complain);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let releasing: ReturnType<typeof setTimeout> | undefined;
  let capabilities: ClientCapabilities = {};
  let clientReads = false;
  const host = connectionHost(connection, runtime.files, () => clientReads);
  let service: LanguageService | undefined;
  let configs: ConfigWorkspace | undefined;
  let closedFiles: ClosedFiles | undefined;
  let settingsFiles: SettingsFiles | undefined;

  connection.onInitialize(async (params: InitializeParams): Promise<InitializeResult> => {
    capabilities = params.capabilities;
    codec = createCodec(chooseEncoding(capabilities.general?.positionEncodings));
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    // Before the first string is asked for.
    const strings = isStrings(options.strings) ? options.strings : await runtime.strings?.(params.locale ?? '');
    l10n.config({ contents: strings === undefined ? {} : bundleOf(strings) });
    clientReads = options.files === true;
    host.setFolders(params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri, name: '' }] : []));
    const workspace = createConfigWorkspace(host, {
      environment: (name) => runtime.environment(name),
      filesOf: (folder) => service?.settings(host.uriOf(folder)).files,
      onProgress: capabilities.window?.workDoneProgress === true ? showProgress(connection) : undefined,
      onError: (error) =>
        connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
      ...(options.choices === undefined ? {} : { choices: options.choices }),
    });
    workspace.onDidChange(changed);
    configs = workspace;
    settingsFiles = createSettingsFiles(host, workspace);
    settings.initialize(options.settings, capabilities.workspace?.configuration === true, settingsFiles);
    const lens = createLanguageService({ ...serviceOptions(options), workspace });
    service = lens;
    closedFiles = createClosedFiles({
      connection,
      workspace,
      isOpen: (uri) => documents.get(uri) !== undefined,
      others: () => settingsFiles?.uris() ?? [],
      isWanted: async () => (await settings.ofWindow()).some(isAboutWorkspace),
      survey: () => lens.survey(),
      async diagnose(uri, text, survey) {
        await loadSettings(uri);
        const isWanted = isAboutWorkspace(settings.get(uri));
        const found = isWanted ? await diagnoseText(uri, text, () => survey.validate(uri, text)) : [];
        if (documents.get(uri) === undefined) settings.forget(uri);
        return codec.outgoing(found, TextDocument.create(uri, 'yaml', 0, text), textOf);
      },
      guard,
    });
    return {
      serverInfo: { name: 'Schedule Lens' },
      capabilities: {
        positionEncoding: codec.encoding,
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: [...completionTriggers], resolveProvider: true },
        hoverProvider: true,
        codeLensProvider: { resolveProvider: false },
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        documentLinkProvider: { resolveProvider: false },
        renameProvider: capabilities.textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true,
        documentSymbolProvider: true,
        inlayHintProvider: true,
        codeActionProvider: { codeActionKinds: [...fixKinds, ...refactorKinds] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...(pulls() ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } } : {}),
      },
    };
  });

  connection.onInitialized(() => {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'scheduleLens' });
    }
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
      // Folders come and go under names of any kind, and take configs with them.
      const watchers = [
        ...WATCHED_FILES.map((globPattern) => ({ globPattern })),
        { globPattern: '**/*', kind: CREATE_OR_DELETE },
      ];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    closedFiles?.all();
    if (capabilities.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(async () => {
        host.setFolders((await connection.workspace.getWorkspaceFolders()) ?? []);
        configs?.reset();
        settingsFiles?.forget();
        settings.changed();
      });
    }
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    const events: FileEvent[] = [];
    for (const { uri, type } of changes) {
      reloadSettings(uri);
      const path = host.pathOf(uri);
      if (path === undefined) continue;
      events.push({ path, kind: type === CREATED ? 'created' : type === DELETED ? 'deleted' : 'changed' });
    }
    if (events.length > 0) configs?.filesChanged(events);
  });

  connection.onDidChangeConfiguration((change) => {
    complained.clear();
    settings.changed(change.settings);
    refresh();
  });

  connection.onNotification(THEME_NOTIFICATION, ({ kind }: ThemeParams) => service?.configure({ theme: kind }));

  documents.onDidOpen(({ document }) => {
    if (isView(document.uri)) return;
    host.learn(document.uri);
    closedFiles?.opened(document.uri);
    configs?.openDocument(document.uri, document.getText());
    reloadSettings(document.uri);
  });
  documents.onDidChangeContent(({ document }) => {
    if (!isView(document.uri)) {
      configs?.changeDocument(document.uri, document.getText());
      reloadSettings(document.uri);
    }
    if (!pulls()) schedulePush(document.uri);
  });
  documents.onDidClose(({ document }) => {
    configs?.closeDocument(document.uri);
    reloadSettings(document.uri);
    settings.forget(document.uri);
    clearTimeout(timers.get(document.uri));
    timers.delete(document.uri);
    if (!pulls()) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    closedFiles?.some([document.uri]);
    clearTimeout(releasing);
    releasing = setTimeout(() => {
      if (documents.keys().length > 0) return;
      service?.release();
      configs?.release();
      closedFiles?.release();
    }, RELEASE_DELAY);
  });

  connection.languages.diagnostics.on(async (params, token) => ({
    kind: DocumentDiagnosticReportKind.Full,
    items: await answer<Diagnostic[]>(params.textDocument.uri, token, [], diagnose),
  }));
  connection.onCompletion(
    about<TextDocumentPositionParams, CompletionList | null>(null, (lens, document, { position }, token) =>
      lens.complete(document, position, token),
    ),
  );
  connection.onCompletionResolve((item) => guard(item, async () => service?.completeResolve(item) ?? item));
  connection.onHover(
    about<TextDocumentPositionParams, Hover | null>(null, (lens, document, { position }, token) =>
      lens.hover(document, position, token),
    ),
  );
  connection.onCodeLens(
    about<CodeLensParams, CodeLens[] | null>(null, (lens, document, _, token) => lens.codeLens(document, token)),
  );
  connection.onDefinition(
    about<TextDocumentPositionParams, LocationLink[] | Location[] | null>(
      null,
      async (lens, document, { position }, token) => {
        const links = await lens.definition(document, position, token);
        return capabilities.textDocument?.definition?.linkSupport === true
          ? links
          : links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
      },
    ),
  );
  connection.onReferences(
    about<ReferenceParams, Location[] | null>(null, (lens, document, { position, context }, token) =>
      lens.references(document, position, context, token),
    ),
  );
  connection.onDocumentHighlight(
    about<TextDocumentPositionParams, DocumentHighlight[] | null>(null, (lens, document, { position }, token) =>
      lens.documentHighlight(document, position, token),
    ),
  );
  connection.onDocumentLinks(
    about<DocumentLinkParams, DocumentLink[] | null>(null, (lens, document, _, token) =>
      lens.documentLinks(document, token),
    ),
  );
  connection.onPrepareRename(
    about<TextDocumentPositionParams, RenameTarget | null>(null, async (lens, document, { position }, token) =>
      orRefuse(await lens.prepareRename(document, position, token)),
    ),
  );
  connection.onRenameRequest(
    about<RenameParams, WorkspaceEdit | null>(null, async (lens, document, { position, newName }, token) =>
      orRefuse(await lens.rename(document, position, newName, token)),
    ),
  );
  connection.onDocumentSymbol(
    about<DocumentSymbolParams, DocumentSymbol[] | null>(null, (lens, document, _, token) =>
      lens.documentSymbols(document, token),
    ),
  );
  connection.onCodeAction(
    about<CodeActionParams, CodeAction[] | null>(null, (lens, document, { range, context }, token) =>
      lens.codeActions(document, range, context, token),
    ),
  );
  connection.languages.inlayHint.on(
    about<InlayHintParams, InlayHint[] | null>(null, (lens, document, { range }, token) =>
      lens.inlayHints(document, range, token),
    ),
  );
  connection.onRequest(COMPOSED_CONFIG_REQUEST, (params: ComposedConfigParams, token: CancellationToken) =>
    answer<ComposedConfigResult | null>(params.textDocument.uri, token, null, (lens, document) =>
      lens.composedConfig(document, params.perspectiveId, token),
    ),
  );
  connection.onRequest(STEPS_AS_FRACTIONS_REQUEST, (params: StepsAsFractionsParams, token: CancellationToken) =>
    answer<WorkspaceEdit | null>(params.textDocument.uri, token, null, (lens, document) =>
      lens.stepsAsFractions(document, params.range, params.totalSteps, token),
    ),
  );
  connection.onRequest(PREVIEW_REQUEST, (params: PreviewParams, token: CancellationToken) =>
    answer<PreviewResult>(params.textDocument.uri, token, closed(), (lens, document) =>
      lens.preview(document, params, token),
    ),
  );

  connection.onRequest(CHANGE_KINDS_REQUEST, (params: ChangeKindsParams, token: CancellationToken) =>
    answer<ChangeKindsResult>(params.textDocument.uri, token, { kinds: [] }, (lens, document) =>
      lens.changeKinds(document, params.blockId, params.perspectiveId, token),
    ),
  );
  connection.onRequest(CHANGED_BLOCKS_REQUEST, (params: ChangedBlocksParams, token: CancellationToken) =>
    answer<ChangedBlocksResult>(params.textDocument.uri, token, { version: null, blocks: [] }, (lens, document) =>
      lens.changedBlocks(document, params.instead, token),
    ),
  );
  connection.onRequest(CURVE_VALUES_REQUEST, (params: CurveValuesParams, token: CancellationToken) =>
    answer<CurveValuesResult>(
      params.textDocument.uri,
      token,
      { version: null, totalSteps: 0, values: [] },
      (lens, document) => lens.curveValues(document, params, token),
    ),
  );

  connection.onRequest(PRIMARIES_REQUEST, (params: PrimariesParams, token: CancellationToken) =>
    answer<PrimariesResult>(params.textDocument.uri, token, { primaries: [] }, async (lens, document) => ({
      primaries: await lens.primaries(document, params.position, token),
    })),
  );
  connection.onRequest(STATUS_REQUEST, (params: StatusParams, token: CancellationToken) =>
    answer<StatusResult | null>(params.textDocument.uri, token, null, async (lens, document) => {
      const status = await lens.status(document, token);
      return status && { ...status, problems: settingProblems(settings.get(document.uri)) };
    }),
  );
  connection.onRequest(CHOOSE_PRIMARY_REQUEST, (params: ChoosePrimaryParams) =>
    guard(null, async () => {
      configs?.choose(params.textDocument.uri, params.id);
      const choices: ChoicesParams = { choices: configs?.choices() ?? {} };
      await connection.sendNotification(CHOICES_NOTIFICATION, choices);
      return null;
    }),
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
      hoverFormat: formats?.includes('markdown') === true ? 'markdown' : 'plaintext',
      completion: {
        snippets: item?.snippetSupport === true,
        markdown: item?.documentationFormat?.includes('markdown') === true,
        lazy: item?.resolveSupport?.properties.includes('documentation') === true,
        triggerSuggest: options.triggerSuggest === true,
      },
      codeActions: {
        documentChanges: capabilities.workspace?.workspaceEdit?.documentChanges === true,
        commands: options.commands === true,
      },
    };
  }

  async function diagnose(
    lens: LanguageService,
    document: TextDocument,
    token: CancellationToken,
  ): Promise<Diagnostic[]> {
    const found = await diagnoseText(document.uri, document.getText(), () => lens.validate(document, token));
    return codec.outgoing(found, document, textOf);
  }

  /** A settings file has problems of its own, and a view of a file has none. */
  async function diagnoseText(uri: string, text: string, ofConfig: () => Promise<Diagnostic[]>): Promise<Diagnostic[]> {
    if (isView(uri)) return [];
    if (settingsFiles?.holds(uri) === true) return [...settingsFiles.diagnose(uri, text)];
    return configs?.includes(uri) === false ? [] : ofConfig();
  }

  async function textOf(uri: string): Promise<string | undefined> {
    return documents.get(uri)?.getText() ?? configs?.textOf(uri);
  }

  /** The handler of a request of LSP about a document, with positions as they are inside. */
  function about<P extends { readonly textDocument: TextDocumentIdentifier }, T>(
    fallback: T,
    feature: (lens: LanguageService, document: TextDocument, params: P, token: CancellationToken) => Promise<T>,
  ): (params: P, token: CancellationToken) => Promise<T> {
    return (params, token) =>
      answer(params.textDocument.uri, token, fallback, async (lens, document) =>
        codec.outgoing(await feature(lens, document, codec.incoming(params, document), token), document, textOf),
      );
  }

  /** The settings of a document, and those of the folders, which say what is searched. */
  async function loadSettings(uri: string): Promise<void> {
    await Promise.all([uri, ...host.folders.map((folder) => host.uriOf(folder))].map((each) => settings.load(each)));
  }

  /** Logs what is wrong with settings, once for each folder. */
  function complain(written: Readonly<Record<string, unknown>>, uri: string | undefined): void {
    for (const problem of settingProblems(written)) {
      const path = uri === undefined ? undefined : host.pathOf(uri);
      const folder = path === undefined ? undefined : host.folders.find((each) => isWithin(each, path));
      const line = folder === undefined ? problem : l10n.t`${problem} (in the settings for ${host.uriOf(folder)})`;
      if (complained.has(line)) continue;
      complained.add(line);
      connection.console.warn(line);
    }
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
      await loadSettings(uri);
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
      await loadSettings(uri);
      const diagnostics = await diagnose(service, open, neverCancelled);
      // A closed document keeps its empty list.
      if (documents.get(uri) === open) await connection.sendDiagnostics({ uri, version: open.version, diagnostics });
    });
  }

  /** A settings file is read again, open or not, with everything that it is about. */
  function reloadSettings(uri: string): void {
    if (settingsFiles?.holds(uri) !== true) return;
    settingsFiles.forget(uri);
    settings.changed();
    refresh();
  }

  /** Asks for everything again: settings changed. */
  function refresh(): void {
    changed(documents.keys(), undefined);
  }

  /**
   * Asks again for what is shown of some documents: they, or the configs that reach them, changed. Of closed files a few
   * changed themselves, or any may have.
   */
  function changed(uris: readonly string[], closed: readonly string[] | undefined): void {
    if (closed === undefined) closedFiles?.all();
    else closedFiles?.some(closed);
    const open = uris.filter((uri) => documents.get(uri) !== undefined);
    if (open.length === 0) return;
    if (!pulls()) for (const uri of open) schedulePush(uri);
    else if (capabilities.workspace?.diagnostics?.refreshSupport === true) connection.languages.diagnostics.refresh();
    if (capabilities.workspace?.codeLens?.refreshSupport === true) {
      void connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
    }
    if (capabilities.workspace?.inlayHint?.refreshSupport === true) void connection.languages.inlayHint.refresh();
    void connection.sendNotification(PREVIEW_REFRESH_NOTIFICATION);
  }
}

/** Whether problems of closed files are wanted. */
function isAboutWorkspace({ diagnostics }: { readonly diagnostics?: unknown }): boolean {
  const { scope } = (diagnostics ?? {}) as { readonly scope?: unknown };
  return scope === 'workspace';
}

function isView(uri: string): boolean {
  return VIEW_SCHEMES.some((scheme) => uri.startsWith(scheme));
}

/** A document that changed while its request was under way makes the client cancel the request, so this is the one check. */
function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

/** A refusal is told as the protocol has it: the editor shows the message where the name stands. */
function orRefuse<T extends object>(result: T | RenameRefusal | null): T | null {
  if (result !== null && 'refused' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.refused);
  return result;
}

const neverCancelled: CancellationToken = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};

const closed = (): PreviewResult => ({
  version: null,
  blocks: [],
  state: 'empty',
  title: l10n.t('Schedule preview'),
  message: l10n.t('The file is not open any more.'),
  facts: [],
  assumptions: [],
  problems: [],
});

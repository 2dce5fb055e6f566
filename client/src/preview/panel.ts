import {
  Disposable,
  type DocumentSelector,
  languages,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import {
  PREVIEW_REQUEST,
  type PreviewParams,
  type PreviewPlace,
  type PreviewResult,
} from '../../../server/src/protocol';
import { createNonce, pageHtml } from './html';
import { latest } from './latest';
import { readFromView, readViewState, type ToView } from './messages';

/** Type of the webview panel; also the name in the activation event `onWebviewPanel:scheduleLens.preview`. */
export const PREVIEW_VIEW_TYPE = 'scheduleLens.preview';

/** The little that the preview asks of a language client. */
export interface PreviewClient {
  /** Sends a request once the server runs. Rejects as language clients do, with `code` of the protocol's errors. */
  request<R>(method: string, params: unknown): Promise<R>;
}

export interface PreviewOptions {
  readonly extensionUri: Uri;
  readonly client: PreviewClient;
  /** The documents that the language server knows; the panel stays with the last one of them. */
  readonly selector: DocumentSelector;
}

/** Which schedule to show; without anything, the one under the cursor. */
export interface PreviewTarget {
  readonly uri: Uri;
  readonly position?: { readonly line: number; readonly character: number };
  readonly blockId?: string;
}

export interface Preview extends Disposable {
  /** Opens the panel beside the editor, or brings it to the front, and shows the target. */
  show(target?: PreviewTarget): void;
  /** Asks again: settings changed, another file changed, the server was restarted. Nothing happens without a panel. */
  refresh(): void;
}

/** An edit and the move of the cursor that follows it become one request. */
const DELAY = 5;
const PATIENCE = 2000;
/** The server answers "content changed meanwhile" a few times at most; then something else is wrong. */
const MOST_RETRIES = 5;
const RETRY_DELAY = 100;
/** ContentModified, RequestCancelled, ServerCancelled: ask again. */
const PASSING_CODES: readonly unknown[] = [-32801, -32800, -32802];

/** Registers the preview: one panel at most, restored with the window. The caller adds the commands that call `show`. */
export function registerPreview({ extensionUri, client, selector }: PreviewOptions): Preview {
  let panel: WebviewPanel | undefined;
  let target: PreviewTarget | undefined;
  // Stays while the panel goes from file to file: it is the run that one looks at.
  let perspectiveId: string | undefined;
  let shown: ToView = { type: 'status', status: 'waiting', message: 'The language server is starting.' };
  let viewReady = false;
  let retries = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  const post = (message: ToView) => {
    shown = message;
    // A hidden panel has no page; when it gets one again, the page asks for what is shown.
    if (panel !== undefined && viewReady) void panel.webview.postMessage(message);
  };

  const questions = latest<PreviewTarget, PreviewResult>({
    ask: async (wanted) => {
      // The server answers for open documents; a restored panel may stand before its document.
      await workspace.openTextDocument(wanted.uri);
      const params: PreviewParams = {
        textDocument: { uri: wanted.uri.toString() },
        ...(wanted.position && { position: wanted.position }),
        ...(wanted.blockId !== undefined && { blockId: wanted.blockId }),
        ...(perspectiveId !== undefined && { perspectiveId }),
      };
      return client.request<PreviewResult>(PREVIEW_REQUEST, params);
    },
    deliver: (wanted, result) => {
      retries = 0;
      if (target !== undefined && sameUri(target.uri, wanted.uri) && result.selected !== undefined) {
        // Where the cursor is in no block, the one shown now is the one to stay with.
        target = { ...target, blockId: result.selected };
      }
      const file = workspace.asRelativePath(wanted.uri);
      if (panel !== undefined) panel.title = `Schedule: ${baseName(wanted.uri)}`;
      post({ type: 'show', uri: wanted.uri.toString(), file, result });
    },
    fail: (wanted, error) => {
      const passing = PASSING_CODES.includes((error as { readonly code?: unknown } | null)?.code);
      if (passing && retries < MOST_RETRIES) {
        retries++;
        clearTimeout(retryTimer);
        retryTimer = setTimeout(() => target !== undefined && questions.request(target), RETRY_DELAY);
        return;
      }
      const reason = error instanceof Error ? error.message : String(error);
      post({ type: 'status', status: 'failed', message: `${workspace.asRelativePath(wanted.uri)}: ${reason}` });
    },
    // While a name or a number is typed, a picture one key stroke old is better than none.
    stillWanted: (older, newer) => sameUri(older.uri, newer.uri),
    delay: DELAY,
    patience: PATIENCE,
    clock: {
      // Called as methods of this object, the functions of a web worker would refuse.
      setTimeout: (run, milliseconds) => setTimeout(run, milliseconds),
      clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    },
  });

  const follow = (wanted: PreviewTarget) => {
    target = wanted;
    if (panel !== undefined) questions.request(wanted);
  };
  const isOurs = (document: TextDocument) => languages.match(selector, document) > 0;
  const followEditor = (editor: TextEditor | undefined) => {
    if (panel === undefined || editor === undefined || !isOurs(editor.document)) return;
    const { uri } = editor.document;
    const { line, character } = editor.selection.active;
    const stay = target !== undefined && sameUri(target.uri, uri) ? target.blockId : undefined;
    follow({ uri, position: { line, character }, ...(stay !== undefined && { blockId: stay }) });
  };

  const reveal = async ({ uri, range: { start, end } }: PreviewPlace) => {
    const place = Uri.parse(uri, true);
    const open = window.visibleTextEditors.find((editor) => sameUri(editor.document.uri, place));
    const beside = window.visibleTextEditors.find((editor) => editor.viewColumn !== panel?.viewColumn);
    await window.showTextDocument(place, {
      viewColumn: open?.viewColumn ?? beside?.viewColumn ?? ViewColumn.One,
      selection: new Range(start.line, start.character, end.line, end.character),
    });
  };

  const attach = (created: WebviewPanel) => {
    panel = created;
    viewReady = false;
    const root = Uri.joinPath(extensionUri, 'dist', 'preview');
    const { webview } = created;
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    const listening = webview.onDidReceiveMessage((raw: unknown) => {
      const message = readFromView(raw);
      switch (message?.type) {
        case 'ready':
          viewReady = true;
          void webview.postMessage(shown);
          break;
        case 'select':
          // Without a position: the cursor decides again when it moves.
          if (target !== undefined) follow({ uri: target.uri, blockId: message.blockId });
          break;
        case 'selectPerspective':
          perspectiveId = message.perspectiveId;
          if (target !== undefined) questions.request(target);
          break;
        case 'reveal':
          reveal(message.place).then(undefined, (error: unknown) => {
            void window.showWarningMessage(`Schedule Lens cannot go there: ${String(error)}`);
          });
          break;
        case 'retry':
          retries = 0;
          if (target !== undefined) questions.request(target);
          break;
      }
    });
    const watching = created.onDidChangeViewState(() => {
      if (!created.visible) viewReady = false;
    });
    created.onDidDispose(() => {
      listening.dispose();
      watching.dispose();
      if (panel === created) {
        panel = undefined;
        perspectiveId = undefined;
      }
    });
    webview.html = pageHtml({
      script: webview.asWebviewUri(Uri.joinPath(root, 'view.js')).toString(),
      style: webview.asWebviewUri(Uri.joinPath(root, 'view.css')).toString(),
      nonce: createNonce(),
    });
  };

  const start = (wanted: PreviewTarget | undefined) => {
    if (wanted !== undefined) {
      follow(wanted);
      return;
    }
    const editor = [window.activeTextEditor, ...window.visibleTextEditors].find((one) => one && isOurs(one.document));
    if (editor !== undefined) followEditor(editor);
    else if (target !== undefined) questions.request(target);
    else post({ type: 'status', status: 'noFile', message: 'Open a config file, and its schedules appear here.' });
  };

  const registered = Disposable.from(
    window.onDidChangeActiveTextEditor(followEditor),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === window.activeTextEditor) followEditor(textEditor);
    }),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (panel === undefined || contentChanges.length === 0) return;
      if (target !== undefined && sameUri(document.uri, target.uri)) questions.request(target);
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('scheduleLens') && target !== undefined && panel !== undefined) {
        questions.request(target);
      }
    }),
    window.registerWebviewPanelSerializer(PREVIEW_VIEW_TYPE, {
      async deserializeWebviewPanel(restored, state) {
        panel?.dispose();
        attach(restored);
        const kept = readViewState(state);
        const { blockId } = kept;
        perspectiveId = kept.perspectiveId;
        const uri = kept.uri === undefined ? undefined : parseUri(kept.uri);
        start(uri && { uri, ...(blockId !== undefined && { blockId }) });
      },
    }),
  );

  return {
    show(wanted) {
      if (panel === undefined) {
        const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
        attach(window.createWebviewPanel(PREVIEW_VIEW_TYPE, 'Schedule', place, { enableScripts: true }));
      } else {
        panel.reveal(undefined, true);
      }
      start(wanted);
    },
    refresh() {
      if (panel !== undefined && target !== undefined) questions.request(target);
    },
    dispose() {
      clearTimeout(retryTimer);
      questions.dispose();
      registered.dispose();
      panel?.dispose();
    },
  };
}

function sameUri(a: Uri, b: Uri): boolean {
  return a.toString() === b.toString();
}

function baseName(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** A kept address may come from a file that is gone, or from nowhere. */
function parseUri(text: string): Uri | undefined {
  try {
    return Uri.parse(text, true);
  } catch {
    return undefined;
  }
}

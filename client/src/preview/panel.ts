import * as l10n from '@vscode/l10n';
import {
  commands,
  Disposable,
  type DocumentSelector,
  env,
  languages,
  Range,
  Selection,
  type TextDocument,
  type TextEditor,
  TextEditorSelectionChangeKind,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { Strings } from '../../../server/src/format';
import {
  PREVIEW_REQUEST,
  type PreviewParams,
  type PreviewPlace,
  type PreviewResult,
} from '../../../server/src/protocol';
import { askComparison, compareAll, type HeadTexts, isOnDisk, type ShownBlock } from './comparing';
import { createDragging } from './dragging';
import { askExport, bytesOf, copyPython, exportNotes, exportSteps, exportTitle, saveExport } from './exporting';
import { createNonce, pageHtml } from './html';
import { changeKind } from './kinds';
import { type Clock, latest } from './latest';
import { askLog, createLogs } from './logging';
import {
  type Compared,
  type ComparedMessage,
  type FromView,
  readFromView,
  type ShowMessage,
  type StatusMessage,
  type ToView,
} from './messages';
import { askAgain, isPassing, MOST_RETRIES, RETRY_DELAY, reasonOf } from './passing';
import { assumedSettings, writeAssumption } from './settings';
import { queryOf, readViewState, type ViewQuery } from './state';

/** Type of the webview panel; also the name in the activation event `onWebviewPanel:scheduleLens.preview`. */
export const PREVIEW_VIEW_TYPE = 'scheduleLens.preview';

/** The little that the preview asks of a language client. */
export interface PreviewClient {
  /** Sends a request once the server runs. Rejects as language clients do, with `code` of the protocol's errors. */
  request<R>(method: string, params: unknown): Promise<R>;
}

export interface PreviewOptions {
  readonly extensionUri: Uri;
  /** The texts of the window's language; absent in English. */
  readonly strings?: Strings | undefined;
  readonly client: PreviewClient;
  /** The documents that the language server knows; the panel stays with the last one of them. */
  readonly selector: DocumentSelector;
  /** Reads the version at Git HEAD, where this window has Git. */
  readonly head?: HeadTexts | undefined;
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
  /** The same, held against an older version of the block. */
  compare(comparison: { readonly kind: 'head' | 'saved' }, target?: PreviewTarget): void;
  /** Asks again: settings changed, another file changed, the server was restarted. Nothing happens without a panel. */
  refresh(): void;
}

/** An edit and the move of the cursor that follows it become one request. */
const DELAY = 5;
const PATIENCE = 2000;

const CLOCK: Clock = {
  // Called as methods of this object, the functions of a web worker would refuse.
  setTimeout: (run, milliseconds) => setTimeout(run, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/** Configs and logs. */
const WATCHED = '**/*.{yaml,yml,csv,tsv,jsonl,ndjson,json,log,txt}';

const NOTHING_WANTED: ViewQuery = { comparisons: [] };

/** Registers the preview: one panel at most, restored with the window. The caller adds the commands that call `show`. */
export function registerPreview({ extensionUri, strings, client, selector, head }: PreviewOptions): Preview {
  let panel: WebviewPanel | undefined;
  let target: PreviewTarget | undefined;
  /** What the page wants to know beside the schedule. Stays while the panel goes from file to file. */
  let query = NOTHING_WANTED;
  /** The last answer, and what it answers. */
  let answered: (ShownBlock & { readonly params: PreviewParams }) | undefined;
  let compared: ComparedMessage = { type: 'compared', compared: [] };
  let shown: ShowMessage | StatusMessage = {
    type: 'status',
    status: 'waiting',
    message: l10n.t('The language server is starting.'),
  };
  /** For a page that is not there yet. */
  let unsent: ToView[] = [];
  let viewReady = false;
  let retries = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  /** The file that the panel itself is opening: to follow there would take away what one looks at. */
  let revealing: string | undefined;

  const preview = (params: PreviewParams) => client.request<PreviewResult>(PREVIEW_REQUEST, params);

  const send = (message: ToView) => {
    if (panel !== undefined && viewReady) void panel.webview.postMessage(message);
  };
  const post = (message: ToView) => {
    // A hidden panel has no page; when it gets one again, the page asks for what is shown.
    if (message.type === 'show' || message.type === 'status') shown = message;
    else if (message.type === 'compared') compared = message;
    else if (!viewReady && message.type !== 'moved' && message.type !== 'supposed') unsent.push(message);
    send(message);
  };

  const paramsOf = (wanted: PreviewTarget): PreviewParams => {
    const { comparisons: _, log: __, ...asked } = query;
    return {
      textDocument: { uri: wanted.uri.toString() },
      ...(wanted.position && { position: wanted.position }),
      ...(wanted.blockId !== undefined && { blockId: wanted.blockId }),
      ...asked,
    };
  };

  const questions = latest<PreviewTarget, PreviewResult>({
    ask: async (wanted) => {
      // The server answers for open documents; a restored panel may stand before its document.
      try {
        await workspace.openTextDocument(wanted.uri);
      } catch (error) {
        throw (await isOnDisk(wanted.uri)) ? error : new Error(l10n.t('the file is not there any more.'));
      }
      return preview(paramsOf(wanted));
    },
    deliver: (wanted, result) => {
      retries = 0;
      if (target !== undefined && sameUri(target.uri, wanted.uri) && result.selected !== undefined) {
        // Where the cursor is in no block, the one shown now is the one to stay with.
        target = { ...target, blockId: result.selected };
      }
      const { uri } = wanted;
      if (panel !== undefined) panel.title = l10n.t('Schedule: {0}', baseName(uri));
      const { selected } = result;
      const { position: _, ...rest } = paramsOf(wanted);
      answered = { uri, result, query, params: { ...rest, ...(selected !== undefined && { blockId: selected }) } };
      const file = workspace.asRelativePath(uri);
      post({ type: 'show', uri: uri.toString(), file, result, settings: assumedSettings(uri) });
      overlays.request(answered);
      readLogOf(answered);
    },
    fail: (wanted, error) => {
      if (isPassing(error) && retries < MOST_RETRIES) {
        retries++;
        clearTimeout(retryTimer);
        retryTimer = setTimeout(() => target !== undefined && questions.request(target), RETRY_DELAY);
        return;
      }
      const message = `${workspace.asRelativePath(wanted.uri)}: ${reasonOf(error)}`;
      post({ type: 'status', status: 'failed', message });
    },
    // While a name or a number is typed, a picture one key stroke old is better than none.
    stillWanted: (older, newer) => sameUri(older.uri, newer.uri),
    delay: DELAY,
    patience: PATIENCE,
    clock: CLOCK,
  });

  /** What lies over the curve follows it, and never holds it up. */
  const overlays = latest<ShownBlock, Compared[]>({
    ask: (block) => compareAll({ preview, head }, block),
    deliver: (_, found) => post({ ...compared, compared: found }),
    fail: (_, error) => post({ type: 'notice', message: l10n.t('No comparison: {0}', reasonOf(error)) }),
    stillWanted: () => true,
    delay: DELAY,
    patience: PATIENCE,
    clock: CLOCK,
  });
  const logs = createLogs();
  const readLogOf = ({ result: { curve }, query: { log } }: ShownBlock) => {
    if (log === undefined || curve === undefined) return;
    const { quantity, updatesPerEpoch } = curve;
    void logs.read(log, { quantity, ...(updatesPerEpoch && { updatesPerEpoch }) }).then((read) => {
      // Another one may have been chosen meanwhile.
      if (log === query.log) post({ ...compared, log: read });
    });
  };
  const dragging = createDragging({ ask: preview, params: () => answered?.params, post, clock: CLOCK });

  const refresh = () => {
    if (panel !== undefined && target !== undefined) questions.request(target);
  };
  const follow = (wanted: PreviewTarget) => {
    target = wanted;
    refresh();
  };
  const isOurs = (document: TextDocument) => languages.match(selector, document) > 0;
  const followEditor = (editor: TextEditor | undefined) => {
    if (panel === undefined || editor === undefined || !isOurs(editor.document)) return;
    const { uri } = editor.document;
    if (uri.toString() === revealing && target !== undefined && !sameUri(target.uri, uri)) return;
    revealing = undefined;
    const { line, character } = editor.selection.active;
    const stay = target !== undefined && sameUri(target.uri, uri) ? target.blockId : undefined;
    follow({ uri, position: { line, character }, ...(stay !== undefined && { blockId: stay }) });
  };

  /** Says what an act of the user could not do. */
  const attempt = (what: string, act: Promise<unknown>) => {
    act.then(undefined, (error: unknown) => {
      void window.showWarningMessage(l10n.t('Schedule Lens cannot {0}: {1}', what, reasonOf(error)));
    });
  };

  const columnOf = (uri: Uri) => {
    const open = window.visibleTextEditors.find((editor) => sameUri(editor.document.uri, uri));
    const beside = window.visibleTextEditors.find((editor) => editor.viewColumn !== panel?.viewColumn);
    return open?.viewColumn ?? beside?.viewColumn ?? ViewColumn.One;
  };
  const reveal = async (places: readonly PreviewPlace[]) => {
    const [first] = places;
    if (first === undefined) return;
    const uri = Uri.parse(first.uri, true);
    const selections = places
      .filter((place) => place.uri === first.uri)
      .map(({ range: { start, end } }) => new Range(start.line, start.character, end.line, end.character));
    const [main] = selections;
    if (main === undefined) return;
    revealing = first.uri;
    const editor = await window.showTextDocument(uri, { viewColumn: columnOf(uri), selection: main });
    if (selections.length > 1) editor.selections = selections.map(({ start, end }) => new Selection(start, end));
  };

  /** Goes to the key that makes the value of a step. */
  const pick = async (step: number, otherwise: readonly PreviewPlace[]) => {
    const params = answered?.params;
    if (params === undefined) return;
    const { at } = await askAgain(() => preview({ ...params, at: [step] }));
    const place = at?.[0]?.place;
    await reveal(place === undefined ? otherwise : [place]);
  };

  /** Undoes in the text, which is where every change is. */
  const undo = async (command: 'undo' | 'redo') => {
    if (target === undefined) return;
    const { uri } = target;
    await window.showTextDocument(uri, { viewColumn: columnOf(uri) });
    await commands.executeCommand(command);
    panel?.reveal(undefined, false);
  };

  const openExample = async () => {
    await commands.executeCommand('scheduleLens.openExample');
    // It opened where this panel was, or in front of it.
    panel?.reveal(ViewColumn.Beside, true);
  };

  const pin = async ({ uri, params, result }: NonNullable<typeof answered>) => {
    const { window: zoom, ...whole } = params;
    const { curve } = zoom === undefined ? result : await askAgain(() => preview(whole));
    if (curve === undefined) throw new Error(l10n.t('there is no curve'));
    const block = result.blocks.find(({ id }) => id === result.selected);
    const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    const label = `${block?.label ?? result.title} · ${workspace.asRelativePath(uri)}, ${time}`;
    const { series, totalSteps, updatesPerEpoch, quantity, unit } = curve;
    const kept = {
      series: series.slice(0, 1),
      totalSteps,
      quantity,
      ...(updatesPerEpoch && { updatesPerEpoch }),
      ...(unit && { unit }),
    };
    post({ type: 'pinWith', id: `pin ${Date.now()}`, label, curve: kept });
  };

  const compare = async (block: ShownBlock) => {
    const chosen = await askComparison({ preview, head }, block);
    if (chosen === 'log') {
      const log = await askLog();
      if (log !== undefined) post({ type: 'compareWith', log });
    } else if (chosen !== undefined) {
      post({ type: 'compareWith', comparison: chosen });
    }
  };

  const takeAway = async (block: NonNullable<typeof answered>) => {
    const choice = await askExport();
    if (choice === 'steps') await exportSteps(client, block);
    else if (choice === 'python') await copyPython(preview, block);
    else if (choice !== undefined) {
      post({ type: 'picture', format: choice, title: exportTitle(block), notes: exportNotes(block.result) });
    }
  };

  const receive = (message: FromView) => {
    switch (message.type) {
      case 'ready':
        viewReady = true;
        for (const one of [compared, shown, ...unsent]) send(one);
        unsent = [];
        break;
      case 'select':
        // Without a position: the cursor decides again when it moves.
        if (target !== undefined) follow({ uri: target.uri, blockId: message.blockId });
        break;
      case 'want':
        query = message.query;
        refresh();
        break;
      case 'reveal':
        attempt(l10n.t('go there'), reveal(message.places));
        break;
      case 'pick':
        attempt(l10n.t('go there'), pick(message.step, message.otherwise));
        break;
      case 'retry':
        retries = 0;
        refresh();
        break;
      case 'assume':
        if (target !== undefined) attempt(l10n.t('write the setting'), assume(target.uri, message.name, message.text));
        break;
      case 'drag':
        dragging.drag(message.turn, message.move);
        break;
      case 'drop':
        attempt(
          l10n.t('move this'),
          dragging.drop(message.turn, message.move, message.behind, message.agreed === true),
        );
        break;
      case 'undo':
      case 'redo':
        attempt(message.type === 'undo' ? l10n.t('undo') : l10n.t('redo'), undo(message.type));
        break;
      case 'example':
        attempt(l10n.t('open an example'), openExample());
        break;
      case 'pin':
        if (answered !== undefined) attempt(l10n.t('pin this curve'), pin(answered));
        break;
      case 'compare':
        if (answered !== undefined) attempt(l10n.t('compare'), compare(answered));
        break;
      case 'kinds': {
        const { blockId } = answered?.params ?? {};
        if (answered === undefined || blockId === undefined) break;
        const suppose = (result: PreviewResult | undefined) => post({ type: 'supposed', ...(result && { result }) });
        attempt(l10n.t('change the kind'), changeKind({ client, preview, suppose }, { ...answered.params, blockId }));
        break;
      }
      case 'export':
        if (answered !== undefined) attempt(l10n.t('export this'), takeAway(answered));
        break;
      case 'picture': {
        const { format, content } = message;
        if (answered === undefined) break;
        const bytes = format === 'png' ? bytesOf(content) : new TextEncoder().encode(content);
        attempt(l10n.t('save the file'), saveExport(answered, format, bytes));
        break;
      }
    }
  };
  const assume = async (uri: Uri, name: string, text: string) => {
    const refused = await writeAssumption(uri, name, text);
    post({ type: 'assumed', name, ...(refused !== undefined && { refused }) });
  };

  const attach = (created: WebviewPanel) => {
    panel = created;
    viewReady = false;
    const root = Uri.joinPath(extensionUri, 'dist', 'preview');
    const { webview } = created;
    webview.options = { enableScripts: true, localResourceRoots: [root] };
    const listening = webview.onDidReceiveMessage((raw: unknown) => {
      const message = readFromView(raw);
      if (message !== undefined) receive(message);
    });
    const watching = created.onDidChangeViewState(() => {
      if (!created.visible) viewReady = false;
    });
    const files = workspace.createFileSystemWatcher(WATCHED, false, true, false);
    files.onDidCreate(lookAgain);
    files.onDidDelete(lookAgain);
    created.onDidDispose(() => {
      listening.dispose();
      watching.dispose();
      files.dispose();
      if (panel === created) {
        panel = undefined;
        query = NOTHING_WANTED;
        answered = undefined;
        compared = { type: 'compared', compared: [] };
        unsent = [];
      }
    });
    webview.html = pageHtml({
      title: l10n.t('Schedule preview'),
      script: webview.asWebviewUri(Uri.joinPath(root, 'view.js')).toString(),
      style: webview.asWebviewUri(Uri.joinPath(root, 'view.css')).toString(),
      nonce: createNonce(),
      language: env.language,
      strings,
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
    else
      post({ type: 'status', status: 'noFile', message: l10n.t('Open a config file, and its schedules appear here.') });
  };

  /** A file has come or gone: it may be what is shown, what that is compared with, or the log. */
  const lookAgain = (uri: Uri) => {
    if (target !== undefined && sameUri(uri, target.uri)) questions.request(target);
    else if (answered !== undefined && isCompared(uri)) overlays.request(answered);
    else if (answered !== undefined && uri.toString() === query.log?.uri) readLogOf(answered);
  };
  const registered = Disposable.from(
    window.onDidChangeActiveTextEditor(followEditor),
    window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      // A click or a key in a file that the panel had opened is the user's own move.
      if (kind !== undefined && kind !== TextEditorSelectionChangeKind.Command) revealing = undefined;
      if (textEditor === window.activeTextEditor) followEditor(textEditor);
    }),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (panel === undefined || contentChanges.length === 0) return;
      if (target !== undefined && sameUri(document.uri, target.uri)) questions.request(target);
      else if (answered !== undefined && isCompared(document.uri)) overlays.request(answered);
    }),
    workspace.onDidSaveTextDocument(({ uri }) => {
      if (answered !== undefined && sameUri(uri, answered.uri)) overlays.request(answered);
    }),
    workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) {
        if (target !== undefined && sameUri(target.uri, oldUri)) follow({ ...target, uri: newUri });
        for (const comparison of query.comparisons) {
          if (comparison.kind !== 'block' || comparison.uri !== oldUri.toString()) continue;
          post({ type: 'compareWith', comparison: { ...comparison, uri: newUri.toString() } });
        }
      }
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('scheduleLens')) refresh();
    }),
    window.registerWebviewPanelSerializer(PREVIEW_VIEW_TYPE, {
      async deserializeWebviewPanel(restored, state) {
        panel?.dispose();
        attach(restored);
        const kept = readViewState(state);
        const { blockId } = kept;
        query = queryOf(kept);
        const uri = kept.uri === undefined ? undefined : parseUri(kept.uri);
        start(uri && { uri, ...(blockId !== undefined && { blockId }) });
      },
    }),
  );
  const isCompared = (uri: Uri) =>
    query.comparisons.some((comparison) => comparison.kind === 'block' && comparison.uri === uri.toString());

  const show = (wanted: PreviewTarget | undefined) => {
    if (panel === undefined) {
      const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
      attach(window.createWebviewPanel(PREVIEW_VIEW_TYPE, l10n.t('Schedule'), place, { enableScripts: true }));
    } else {
      panel.reveal(undefined, true);
    }
    start(wanted);
  };

  return {
    show,
    compare({ kind }, wanted) {
      show(wanted);
      post({ type: 'compareWith', comparison: { id: kind, kind } });
    },
    refresh,
    dispose() {
      clearTimeout(retryTimer);
      questions.dispose();
      overlays.dispose();
      dragging.dispose();
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

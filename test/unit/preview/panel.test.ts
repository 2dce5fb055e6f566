import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShowMessage, ToView } from '../../../client/src/preview/messages';
import { type Preview, type PreviewClient, registerPreview } from '../../../client/src/preview/panel';
import type { PreviewParams, PreviewResult } from '../../../server/src/protocol';

interface FakePanel {
  readonly id: number;
  title: string;
  visible: boolean;
  readonly viewColumn: number;
  revealed: number;
  disposed: boolean;
  readonly posted: unknown[];
  readonly webview: { options: Record<string, unknown>; html: string } & Record<string, unknown>;
  readonly onDidChangeViewState: unknown;
  readonly onDidDispose: unknown;
  reveal(): void;
  dispose(): void;
}

// A small editor: as much of the vscode API as the panel uses, driven by the test through `editor`.
const editor = vi.hoisted(() => {
  type Listener = (event: never) => void;
  const listeners = new Map<string, Set<Listener>>();
  const on = (name: string) => (listener: Listener) => {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all.add(listener));
    return { dispose: () => all.delete(listener) };
  };
  const state = {
    listeners,
    on,
    fire: (name: string, event: unknown) => {
      for (const listener of listeners.get(name) ?? []) listener(event as never);
    },
    active: undefined as unknown,
    visible: [] as unknown[],
    panels: [] as FakePanel[],
    serializer: undefined as { deserializeWebviewPanel(panel: unknown, state: unknown): Promise<void> } | undefined,
    shown: [] as { uri: string; options: unknown }[],
    commands: [] as string[],
    settings: {} as Record<string, unknown>,
    missing: new Set<string>(),
  };
  function makePanel(): FakePanel {
    const id = state.panels.length;
    const panel: FakePanel = {
      id,
      title: '',
      visible: true,
      viewColumn: 2,
      revealed: 0,
      disposed: false,
      posted: [] as unknown[],
      webview: {
        options: {} as Record<string, unknown>,
        html: '',
        asWebviewUri: (uri: { toString(): string }) => `webview:${uri}`,
        postMessage: async (message: unknown) => panel.posted.push(JSON.parse(JSON.stringify(message))),
        onDidReceiveMessage: on(`message${id}`),
      },
      onDidChangeViewState: on(`viewState${id}`),
      onDidDispose: on(`dispose${id}`),
      reveal: () => {
        panel.revealed++;
      },
      dispose: () => {
        panel.disposed = true;
        state.fire(`dispose${id}`, undefined);
      },
    };
    state.panels.push(panel);
    return panel;
  }
  return Object.assign(state, { makePanel });
});

vi.mock('vscode', () => {
  class Uri {
    constructor(readonly text: string) {}
    get path() {
      return this.text.replace(/^[a-z]+:\/\//, '');
    }
    toString() {
      return this.text;
    }
    static parse(text: string) {
      if (!/^[a-z]+:/.test(text)) throw new Error('no scheme');
      return new Uri(text);
    }
    static joinPath(base: Uri, ...parts: string[]) {
      return new Uri([base.text, ...parts].join('/'));
    }
  }
  class Range {
    constructor(
      readonly startLine: number,
      readonly startCharacter: number,
      readonly endLine: number,
      readonly endCharacter: number,
    ) {}
  }
  return {
    Uri,
    Range,
    Selection: Range,
    TextEditorSelectionChangeKind: { Keyboard: 1, Mouse: 2, Command: 3 },
    commands: { executeCommand: async (command: string) => editor.commands.push(command) },
    ConfigurationTarget: { Global: 1, Workspace: 2, WorkspaceFolder: 3 },
    Disposable: {
      from: (...all: { dispose(): void }[]) => ({ dispose: () => all.forEach((one) => void one.dispose()) }),
    },
    ViewColumn: { Beside: -2, One: 1 },
    env: { language: 'en' },
    languages: { match: (_: unknown, document: { languageId: string }) => (document.languageId === 'yaml' ? 10 : 0) },
    window: {
      get activeTextEditor() {
        return editor.active;
      },
      get visibleTextEditors() {
        return editor.visible;
      },
      createWebviewPanel: () => editor.makePanel(),
      registerWebviewPanelSerializer: (_: string, serializer: typeof editor.serializer) => {
        editor.serializer = serializer;
        return { dispose: () => undefined };
      },
      onDidChangeActiveTextEditor: editor.on('activeEditor'),
      onDidChangeTextEditorSelection: editor.on('selection'),
      showTextDocument: async (uri: Uri, options: unknown) => editor.shown.push({ uri: uri.text, options }),
      showWarningMessage: async () => undefined,
    },
    workspace: {
      asRelativePath: (uri: Uri) => uri.path.replace(/^\/project\//, ''),
      openTextDocument: async (uri: Uri) => {
        if (editor.missing.has(uri.text)) throw new Error('file not found');
      },
      fs: {
        stat: async (uri: Uri) => {
          if (editor.missing.has(uri.text)) throw new Error('file not found');
        },
      },
      onDidChangeTextDocument: editor.on('change'),
      onDidSaveTextDocument: editor.on('save'),
      onDidRenameFiles: editor.on('rename'),
      createFileSystemWatcher: () => ({
        onDidCreate: editor.on('created'),
        onDidDelete: editor.on('deleted'),
        dispose: () => undefined,
      }),
      getConfiguration: () => ({ get: (key: string) => editor.settings[key] }),
      onDidChangeConfiguration: editor.on('configuration'),
    },
  };
});

const { Uri } = await import('vscode');

interface Asked {
  readonly params: PreviewParams;
  readonly resolve: (result: PreviewResult) => void;
  readonly reject: (error: unknown) => void;
}

let asked: Asked[];
let preview: Preview;

const client: PreviewClient = {
  request: (method, params) =>
    new Promise((resolve, reject) => {
      expect(method).toBe('scheduleLens/preview');
      asked.push({ params: params as PreviewParams, resolve: resolve as Asked['resolve'], reject });
    }),
};

function result(selected: string | undefined, title = 'StepFixedSchedule'): PreviewResult {
  const shared = { version: 1, blocks: [], title, facts: [], assumptions: [], problems: [] };
  return selected === undefined ? { ...shared, state: 'empty' } : { ...shared, state: 'ok', selected };
}

function open(uri: string, line = 0, languageId = 'yaml') {
  const opened = {
    document: { uri: Uri.parse(uri), languageId },
    selection: { active: { line, character: 0 } },
    viewColumn: 1,
  };
  editor.active = opened;
  editor.visible = [opened];
  return opened;
}

function panel() {
  const last = editor.panels.at(-1);
  if (last === undefined) throw new Error('no panel');
  return last;
}

const fromView = (message: unknown) => editor.fire(`message${panel().id}`, message);
const posted = () => panel().posted as ToView[];
const lastShown = () => posted().findLast((message): message is ShowMessage => message.type === 'show');

async function turn(milliseconds = 10) {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

/** Lets the newest question be asked, and answers it. */
async function answer(selected: string | undefined, title?: string) {
  await turn();
  asked.at(-1)?.resolve(result(selected, title));
  await turn(0);
}

const TOUR = 'file:///project/tour.yaml';

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  editor.listeners.clear();
  editor.panels.length = 0;
  editor.shown.length = 0;
  editor.missing.clear();
  editor.active = undefined;
  editor.visible = [];
  preview = registerPreview({ extensionUri: Uri.parse('file:///ext'), client, selector: 'yaml' });
});

afterEach(() => {
  preview.dispose();
  vi.useRealTimers();
});

describe('preview panel', () => {
  it('shows the schedule under the cursor, once its page is there', async () => {
    open(TOUR, 14);
    preview.show();
    await answer('encoder');
    expect(asked[0]?.params).toEqual({ textDocument: { uri: TOUR }, position: { line: 14, character: 0 } });
    expect(posted()).toEqual([]);
    fromView({ type: 'ready' });
    expect(lastShown()).toMatchObject({ uri: TOUR, file: 'tour.yaml', result: { selected: 'encoder' } });
    expect(panel().title).toBe('Schedule: tour.yaml');
  });

  it('runs scripts only from its own folder', () => {
    preview.show();
    expect(panel().webview.options.localResourceRoots).toEqual([Uri.parse('file:///ext/dist/preview')]);
    expect(panel().webview.html).toContain('webview:file:///ext/dist/preview/view.js');
    expect(panel().webview.html).toContain('webview:file:///ext/dist/preview/view.css');
  });

  it('opens one panel and brings it to the front after that', () => {
    preview.show();
    preview.show();
    expect(editor.panels).toHaveLength(1);
    expect(panel().revealed).toBe(1);
  });

  it('asks nothing while there is no panel', async () => {
    const opened = open(TOUR);
    editor.fire('activeEditor', opened);
    editor.fire('selection', { textEditor: opened });
    editor.fire('change', { document: opened.document, contentChanges: [{}] });
    editor.fire('configuration', { affectsConfiguration: () => true });
    preview.refresh();
    await turn(1000);
    expect(asked).toEqual([]);
  });

  it('follows the cursor, and stays with the shown block where the cursor is in none', async () => {
    const opened = open(TOUR, 14);
    preview.show();
    await answer('encoder');
    opened.selection.active = { line: 40, character: 3 };
    editor.fire('selection', { textEditor: opened });
    await turn();
    expect(asked.at(-1)?.params).toEqual({
      textDocument: { uri: TOUR },
      position: { line: 40, character: 3 },
      blockId: 'encoder',
    });
  });

  it('redraws on each edit of its file and on no other', async () => {
    const opened = open(TOUR, 14);
    preview.show();
    await answer('encoder');
    editor.fire('change', { document: { uri: Uri.parse('file:///project/b.yaml') }, contentChanges: [{}] });
    editor.fire('change', { document: opened.document, contentChanges: [] });
    await turn(100);
    expect(asked).toHaveLength(1);
    editor.fire('change', { document: opened.document, contentChanges: [{}] });
    await turn();
    expect(asked).toHaveLength(2);
  });

  it('follows into another config file, but not into a file of another kind', async () => {
    open(TOUR, 14);
    preview.show();
    await answer('encoder');
    editor.fire('activeEditor', open('file:///project/train.py', 0, 'python'));
    editor.fire('activeEditor', undefined);
    await turn(100);
    expect(asked).toHaveLength(1);
    editor.fire('activeEditor', open('file:///project/b.yaml', 3));
    await turn();
    // The block of the other file means nothing here.
    expect(asked.at(-1)?.params).toEqual({
      textDocument: { uri: 'file:///project/b.yaml' },
      position: { line: 3, character: 0 },
    });
  });

  it('shows the schedule chosen in the panel until the cursor moves', async () => {
    const opened = open(TOUR, 14);
    preview.show();
    await answer('encoder');
    fromView({ type: 'ready' });
    fromView({ type: 'select', blockId: 'probe' });
    await answer('probe');
    expect(asked.at(-1)?.params).toEqual({ textDocument: { uri: TOUR }, blockId: 'probe' });
    expect(lastShown()?.result.selected).toBe('probe');
    editor.fire('configuration', { affectsConfiguration: (section: string) => section === 'scheduleLens' });
    await turn();
    expect(asked.at(-1)?.params).toEqual({ textDocument: { uri: TOUR }, blockId: 'probe' });
    asked.at(-1)?.resolve(result('probe'));
    editor.fire('selection', { textEditor: opened });
    await turn();
    expect(asked.at(-1)?.params.position).toEqual({ line: 14, character: 0 });
  });

  it('stays with the primary config that was switched to, from file to file and over a reload', async () => {
    open(TOUR, 3);
    preview.show();
    await answer('encoder');
    expect(asked.at(-1)?.params).not.toHaveProperty('perspectiveId');
    fromView({ type: 'ready' });
    fromView({ type: 'want', query: { perspectiveId: 'train_b' } });
    await answer('encoder');
    expect(asked.at(-1)?.params).toMatchObject({ textDocument: { uri: TOUR }, perspectiveId: 'train_b' });
    editor.fire('activeEditor', open('file:///ws/other.yaml', 0));
    await turn();
    expect(asked.at(-1)?.params).toMatchObject({
      textDocument: { uri: 'file:///ws/other.yaml' },
      perspectiveId: 'train_b',
    });
    const restored = editor.makePanel();
    await editor.serializer?.deserializeWebviewPanel(restored, { uri: TOUR, perspectiveId: 'train_c', scale: 'log' });
    await turn();
    asked.at(-1)?.resolve(result('encoder'));
    await turn();
    expect(asked.at(-1)?.params).toMatchObject({ textDocument: { uri: TOUR }, perspectiveId: 'train_c' });
  });

  it('goes to a problem in the editor that shows its file', async () => {
    open(TOUR, 14);
    preview.show();
    const range = { start: { line: 6, character: 2 }, end: { line: 6, character: 9 } };
    fromView({ type: 'reveal', places: [{ uri: TOUR, range }] });
    await turn(0);
    expect(editor.shown).toEqual([
      {
        uri: TOUR,
        options: {
          viewColumn: 1,
          selection: { startLine: 6, startCharacter: 2, endLine: 6, endCharacter: 9 },
        },
      },
    ]);
  });

  it('tells a page that comes back what is shown, and posts nothing to a hidden one', async () => {
    open(TOUR, 14);
    preview.show();
    fromView({ type: 'ready' });
    await answer('encoder');
    const before = posted().length;
    panel().visible = false;
    editor.fire(`viewState${panel().id}`, undefined);
    preview.refresh();
    await answer('encoder', 'changed while hidden');
    expect(posted()).toHaveLength(before);
    panel().visible = true;
    fromView({ type: 'ready' });
    expect(lastShown()?.result.title).toBe('changed while hidden');
  });

  it('asks again when the server says that the content changed meanwhile, and gives up in the end', async () => {
    open(TOUR, 14);
    preview.show();
    fromView({ type: 'ready' });
    await turn();
    for (let times = 0; times < 20; times++) {
      asked.at(-1)?.reject({ code: -32801, message: 'content modified' });
      await turn(200);
    }
    expect(asked).toHaveLength(6);
    expect(posted().at(-1)).toMatchObject({ type: 'status', status: 'failed' });
  });

  it('says what failed and tries again when asked to', async () => {
    open(TOUR, 14);
    preview.show();
    fromView({ type: 'ready' });
    await turn();
    asked.at(-1)?.reject(new Error('connection closed'));
    await turn(0);
    expect(posted().at(-1)).toEqual({ type: 'status', status: 'failed', message: 'tour.yaml: connection closed' });
    fromView({ type: 'retry' });
    await answer('encoder');
    expect(lastShown()?.result.selected).toBe('encoder');
  });

  it('says so when no config file is open', () => {
    preview.show();
    fromView({ type: 'ready' });
    expect(posted().at(-1)).toMatchObject({ type: 'status', status: 'noFile' });
  });

  it('comes back with the window, on the same schedule', async () => {
    const restored = editor.makePanel();
    await editor.serializer?.deserializeWebviewPanel(restored, { uri: TOUR, blockId: 'probe', scale: 'log' });
    fromView({ type: 'ready' });
    await answer('probe');
    expect(asked.at(-1)?.params).toEqual({ textDocument: { uri: TOUR }, blockId: 'probe' });
    expect(lastShown()?.result.selected).toBe('probe');
  });

  it('comes back with a message where the file is gone or the state is none', async () => {
    editor.missing.add(TOUR);
    await editor.serializer?.deserializeWebviewPanel(editor.makePanel(), { uri: TOUR });
    fromView({ type: 'ready' });
    await turn();
    expect(posted().at(-1)).toMatchObject({
      type: 'status',
      status: 'failed',
      message: 'tour.yaml: the file is not there any more.',
    });
    await editor.serializer?.deserializeWebviewPanel(editor.makePanel(), { uri: 'not an address' });
    fromView({ type: 'ready' });
    expect(editor.panels[0]?.disposed).toBe(true);
    expect(asked).toEqual([]);
  });

  it('says that the file was deleted, and shows it when it is there again', async () => {
    open(TOUR, 14);
    preview.show();
    fromView({ type: 'ready' });
    await answer('encoder');
    editor.missing.add(TOUR);
    editor.fire('deleted', Uri.parse(TOUR));
    await turn();
    expect(posted().at(-1)).toMatchObject({
      type: 'status',
      status: 'failed',
      message: 'tour.yaml: the file is not there any more.',
    });
    editor.missing.delete(TOUR);
    editor.fire('created', Uri.parse(TOUR));
    await answer('encoder');
    expect(lastShown()?.result.selected).toBe('encoder');
  });

  it('stops with its panel', async () => {
    const opened = open(TOUR, 14);
    preview.show();
    await answer('encoder');
    panel().dispose();
    editor.fire('change', { document: opened.document, contentChanges: [{}] });
    await turn(100);
    expect(asked).toHaveLength(1);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type {
  ClientCapabilities,
  CodeAction,
  CompletionItem,
  CompletionList,
  Hover,
  Location,
  PublishDiagnosticsParams,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { inProcess, type Session } from './client';

const uri = 'file:///project/train.yaml';
/** A peak that an interpolation gives, which is another than `lr`, and a key with a letter wrong. */
const text = [
  'trainer:',
  '  max_updates: 100',
  'peak: 2e-3',
  'optim:',
  '  kind: torch.optim.AdamW',
  '  lr: 1e-3',
  '  schedule_config:',
  '    kind: noether.core.schedules.StepFixedSchedule',
  '    start_value: $' + '{peak}',
  '    factr: 0.1',
  '    steps: [0.5]',
  '    ',
  '',
].join('\n');
const textDocument = { uri };

/** A client that can do everything the server asks about. */
const able: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
    definition: { linkSupport: true },
    rename: { prepareSupport: true },
  },
  workspace: {
    configuration: true,
    workspaceEdit: { documentChanges: true },
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
  window: { workDoneProgress: true },
};

let session: Session | undefined;
/** Requests of the server to its client. */
let asked: string[];
afterEach(async () => {
  await session?.end();
  session = undefined;
});

async function start(capabilities: ClientCapabilities): Promise<Session['connection']> {
  asked = [];
  session = await inProcess({ capabilities }, (connection) => {
    const request = (method: string, answer: (params: { items: unknown[] }) => unknown) =>
      connection.onRequest(method, (params: { items: unknown[] }) => {
        asked.push(method);
        return answer(params);
      });
    request('workspace/configuration', ({ items }) => items.map(() => null));
    request('client/registerCapability', () => null);
    request('window/workDoneProgress/create', () => null);
  });
  await session.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  return session.connection;
}

const at = (line: number, character: number) => ({ textDocument, position: { line, character } });

async function completions(connection: Session['connection'], line: number, character: number) {
  const list = await connection.sendRequest<CompletionList>('textDocument/completion', at(line, character));
  return Promise.all(list.items.map((item) => connection.sendRequest<CompletionItem>('completionItem/resolve', item)));
}

async function fixes(connection: Session['connection']): Promise<CodeAction[]> {
  // The kind, which is what noether complains of: it misses the key.
  const position = { line: 7, character: 20 };
  return connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument,
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
}

describe('a client without', () => {
  it('pull diagnostics has them pushed', async () => {
    const told = async (capabilities: ClientCapabilities) => {
      const pushed: PublishDiagnosticsParams[] = [];
      const connection = await start(capabilities);
      connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
        pushed.push(params);
      });
      return { connection, pushed };
    };
    const { pushed } = await told({});
    await expect.poll(() => pushed.length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(pushed.at(-1)).toMatchObject({ uri, version: 1 });
    const codes = pushed.at(-1)?.diagnostics.map(({ code }) => code);
    // noether calls the misspelt key missing.
    expect(codes).toContain('missing-key');
    expect(session?.initialized.capabilities.diagnosticProvider).toBeUndefined();
  });

  it('markdown has hovers and documentation in plain words, with the same numbers', async () => {
    const markup = /\*\*|`|\]\(|&nbsp;|<img|^#|^\|/m;
    const rich = await start(able);
    const formatted = await rich.sendRequest<Hover>('textDocument/hover', at(10, 6));
    expect(formatted.contents).toMatchObject({ kind: 'markdown', value: expect.stringMatching(markup) });
    await session?.end();

    const { hover: _, completion: __, ...others } = able.textDocument ?? {};
    const connection = await start({ ...able, textDocument: others });
    for (const [line, character] of [
      [5, 3],
      [6, 6],
      [7, 40],
      [8, 8],
      [8, 22],
      [10, 6],
    ] as const) {
      const hover = await connection.sendRequest<Hover | null>('textDocument/hover', at(line, character));
      if (hover === null) continue;
      expect(hover.contents).toMatchObject({ kind: 'plaintext', value: expect.not.stringMatching(markup) });
    }
    const items = await completions(connection, 11, 4);
    expect(items.length).toBeGreaterThan(3);
    for (const { documentation } of items) {
      if (documentation === undefined) continue;
      const shown = typeof documentation === 'string' ? { kind: 'plaintext', value: documentation } : documentation;
      expect(shown).toMatchObject({ kind: 'plaintext', value: expect.not.stringMatching(markup) });
    }
  });

  it('snippets is offered text as it would stand in the file', async () => {
    const stops = /\$\d|\$\{\d/;
    const inserted = ({ textEdit, insertText, label }: CompletionItem) => textEdit?.newText ?? insertText ?? label;
    const rich = await start(able);
    expect((await completions(rich, 11, 4)).map(inserted).join('\n')).toMatch(stops);
    await session?.end();

    const { completion: _, ...others } = able.textDocument ?? {};
    const connection = await start({ ...able, textDocument: others });
    for (const [line, character] of [
      [7, 10],
      [11, 4],
    ] as const) {
      const items = await completions(connection, line, character);
      expect(items.length).toBeGreaterThan(0);
      for (const item of items) {
        expect(item.insertTextFormat ?? 1).toBe(1);
        expect(inserted(item)).not.toMatch(stops);
      }
    }
    expect((await completions(connection, 11, 4)).map(inserted).join('\n')).toMatch(/^factor: /m);
  });

  it('dynamic registration is asked to register nothing, and one with it is', async () => {
    const rich = await start(able);
    await rich.sendRequest('textDocument/hover', at(10, 6));
    expect(asked).toContain('client/registerCapability');
    await session?.end();

    const connection = await start({});
    await connection.sendRequest('textDocument/hover', at(10, 6));
    expect(asked).toEqual([]);
    // It may tell of changed files all the same.
    await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    await connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { scheduleLens: { hover: { width: 300 } } },
    });
    expect(await connection.sendRequest('textDocument/hover', at(10, 6))).not.toBeNull();
  });

  it('work-done progress is shown none, and answered', async () => {
    const connection = await start({ ...able, window: {} });
    expect(await connection.sendRequest('textDocument/hover', at(10, 6))).not.toBeNull();
    expect(asked).not.toContain('window/workDoneProgress/create');
  });

  it('links of definitions gets the places themselves', async () => {
    const connection = await start({ ...able, textDocument: { ...able.textDocument, definition: {} } });
    const found = await connection.sendRequest<Location[]>('textDocument/definition', at(8, 20));
    // The value of `peak`, or its key: line 2 of the text.
    expect(found).toHaveLength(1);
    expect(found[0]).toEqual({ uri, range: expect.objectContaining({ start: { line: 2, character: 0 } }) });
  });

  it('versions in workspace edits gets changes by file, of fixes and of renames', async () => {
    const edits = async (connection: Session['connection']) => {
      const fix = (await fixes(connection)).find(({ title }) => title.includes('factor'))?.edit;
      const rename = await connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
        ...at(2, 1),
        newName: 'top',
      });
      return [fix, rename];
    };
    for (const edit of await edits(await start(able))) {
      expect(edit?.changes).toBeUndefined();
      expect(edit?.documentChanges).toMatchObject([{ textDocument: { uri } }]);
    }
    await session?.end();
    const [fix, rename] = await edits(await start({ ...able, workspace: {} }));
    expect(fix?.documentChanges).toBeUndefined();
    expect(fix?.changes?.[uri]).toMatchObject([{ newText: 'factor' }]);
    expect(rename?.documentChanges).toBeUndefined();
    expect(rename?.changes?.[uri]?.map(({ newText, range }) => [newText, range.start.line])).toEqual([
      ['top', 2],
      ['top', 8],
    ]);
  });

  it('prepared renames renames all the same', async () => {
    await start({ ...able, textDocument: { ...able.textDocument, rename: {} } });
    expect(session?.initialized.capabilities.renameProvider).toBe(true);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type {
  Diagnostic,
  DocumentDiagnosticReport,
  DocumentLink,
  PublishDiagnosticsParams,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { inProcess, type Play, type Session } from './client';

const uri = 'file:///project/train.yaml';
const text = `peak: 1e-3
optim:
  kind: torch.optim.AdamW
  lr: \${peak}
  schedule_config:
    kind: noether.core.schedules.StepFixedSchedule
    start_value: \${peak}
    factor: 0.1
    steps: [0.5, 0.3]
    stepz: 1
    max_value: 2
`;

const sessions: Session[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.end()));
});

async function start(play: Play, answer?: Parameters<typeof inProcess>[1]): Promise<Session> {
  const session = await inProcess(play, answer);
  sessions.push(session);
  return session;
}

function open({ connection }: Session): Promise<void> {
  return connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 3, text },
  });
}

const at = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });

describe('rename', () => {
  it('is offered with a look ahead where the client takes one', async () => {
    const plain = await start({});
    expect(plain.initialized.capabilities.renameProvider).toBe(true);
    const looking = await start({ capabilities: { textDocument: { rename: { prepareSupport: true } } } });
    expect(looking.initialized.capabilities.renameProvider).toEqual({ prepareProvider: true });
  });

  it('gives the edits of a version', async () => {
    const session = await start({ capabilities: { workspace: { workspaceEdit: { documentChanges: true } } } });
    await open(session);
    expect(await session.connection.sendRequest('textDocument/prepareRename', at(6, 20))).toEqual({
      range: { start: { line: 6, character: 19 }, end: { line: 6, character: 23 } },
      placeholder: 'peak',
    });
    const edit = await session.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
      ...at(6, 20),
      newName: 'top',
    });
    const places = [
      [0, 0],
      [3, 8],
      [6, 19],
    ] as const;
    expect(edit.documentChanges).toEqual([
      {
        textDocument: { uri, version: 3 },
        edits: places.map(([line, character]) => ({
          range: { start: { line, character }, end: { line, character: character + 4 } },
          newText: 'top',
        })),
      },
    ]);
  });

  it('ends with the reason where it cannot be', async () => {
    const session = await start({});
    await open(session);
    // RequestFailed, which editors show as it is.
    await expect(session.connection.sendRequest('textDocument/prepareRename', at(7, 6))).rejects.toMatchObject({
      code: -32803,
      message: 'noether defines the keys of a schedule, factor among them.',
    });
    await expect(
      session.connection.sendRequest('textDocument/rename', { ...at(0, 1), newName: 'a b' }),
    ).rejects.toMatchObject({ code: -32803 });
    expect(await session.connection.sendRequest('textDocument/prepareRename', at(20, 0))).toBeNull();
  });
});

describe('document links', () => {
  it('are none within one file', async () => {
    const session = await start({});
    await open(session);
    const links = await session.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri },
    });
    expect(links).toEqual([]);
  });
});

describe('diagnostics, pulled and pushed,', () => {
  it('are the same, with what a client may show of them', async () => {
    const pulling = await start({ capabilities: { textDocument: { diagnostic: {} } } });
    await open(pulling);
    const report = await pulling.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    let tell: (params: PublishDiagnosticsParams) => void = () => undefined;
    const pushed = new Promise<PublishDiagnosticsParams>((resolve) => {
      tell = resolve;
    });
    const pushing = await start({}, (connection) => {
      connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => tell(params));
    });
    await open(pushing);
    const { diagnostics, version } = await pushed;
    expect(version).toBe(3);
    const items: Diagnostic[] = report.kind === 'full' ? report.items : [];
    expect(diagnostics).toEqual(items);
    // A key that the kind does not have changes nothing: 1 is Unnecessary.
    expect(items.find(({ code }) => code === 'unknown-key')?.tags).toEqual([1]);
    for (const { code, source } of items) {
      expect(typeof code).toBe('string');
      expect(source).toBe('Schedule Lens');
    }
  });
});

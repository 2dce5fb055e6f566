import { afterEach, describe, expect, it } from 'vitest';
import type {
  CompletionList,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { PREVIEW_REQUEST, type PreviewResult } from '../../server/src/protocol';
import { inProcess, overStdio, type Play, type Session } from './client';

const pulling: Play = { capabilities: { textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } } } };
const uri = 'file:///project/train.yaml';
const good = [
  'schedule_config:',
  '  kind: noether.core.schedules.StepFixedSchedule',
  '  factor: 0.1',
  '  start_value: 1e-3',
  '  steps: [0.5]',
  '',
].join('\n');

const sessions: Session[] = [];
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.end()));
});

async function start(play: Play): Promise<Session> {
  const session = await inProcess(play);
  sessions.push(session);
  return session;
}

function open(session: Session, text: string, version = 1, at = uri): Promise<void> {
  return session.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: at, languageId: 'yaml', version, text },
  });
}

async function pull(session: Session, at = uri): Promise<Diagnostic[]> {
  const report = await session.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: at },
  });
  return report.kind === 'full' ? report.items : [];
}

const errors = (diagnostics: readonly Diagnostic[]) => diagnostics.filter(({ severity }) => severity === 1);

describe('initialize', () => {
  it('offers pull diagnostics to a client that can pull, and only to it', async () => {
    expect((await start(pulling)).initialized.capabilities.diagnosticProvider).toBeDefined();
    expect((await start({})).initialized.capabilities.diagnosticProvider).toBeUndefined();
  });

  it('takes edits as increments', async () => {
    const { capabilities } = (await start({})).initialized;
    expect(capabilities.textDocumentSync).toBe(2);
  });
});

describe('diagnostics', () => {
  it('answers a pull, and again after an incremental edit', async () => {
    const session = await start(pulling);
    await open(session, good);
    expect(errors(await pull(session))).toEqual([]);
    // `factor: 0.1` → `factor: x`
    await session.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: { line: 2, character: 10 }, end: { line: 2, character: 13 } }, text: 'x' }],
    });
    const [error, ...rest] = errors(await pull(session));
    expect(rest).toEqual([]);
    expect(error?.range).toEqual({ start: { line: 2, character: 10 }, end: { line: 2, character: 11 } });
  });

  it('pushes to a client that cannot pull, and clears on close', async () => {
    const session = await start({});
    const next = published(session);
    await open(session, good.replace('0.1', 'x'));
    expect(errors((await next()).diagnostics)).toHaveLength(1);
    await session.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    expect((await next()).diagnostics).toEqual([]);
  });

  it('gives 100 different texts under one uri and version 100 right answers', async () => {
    const session = await start(pulling);
    for (let index = 0; index < 100; index++) {
      // Every third text has a factor that is not a number, in a line that moves.
      const bad = index % 3 === 0;
      await open(session, `${'# x\n'.repeat(index)}${bad ? good.replace('0.1', 'x') : good}`);
      const found = errors(await pull(session));
      expect(found.map(({ range }) => range.start.line)).toEqual(bad ? [index + 2] : []);
      await session.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    }
  });

  it('leaves the left side of a diff alone', async () => {
    const session = await start(pulling);
    const at = 'git:/project/train.yaml?ref=HEAD';
    await open(session, good.replace('0.1', 'x'), 1, at);
    expect(await pull(session, at)).toEqual([]);
  });

  it('asks the client for settings and asks again when they change', async () => {
    const session = await start({
      capabilities: {
        ...pulling.capabilities,
        workspace: { configuration: true, diagnostics: { refreshSupport: true } },
      },
    });
    let noetherVersion = '1.1';
    session.connection.onRequest('workspace/configuration', () => [{ noetherVersion }]);
    const refreshed = new Promise<void>((resolve) => {
      session.connection.onRequest('workspace/diagnostic/refresh', () => {
        resolve();
        return null;
      });
    });
    // noether 1.1 does not have this kind; newer ones do.
    await open(session, 'schedule_config:\n  kind: noether.core.schedules.SqrtDecreasingSchedule\n  max_value: 1e-3\n');
    expect(errors(await pull(session))).toHaveLength(1);
    noetherVersion = 'newer';
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await refreshed;
    expect(errors(await pull(session))).toEqual([]);
  });

  it('takes the settings of a client that only pushes them', async () => {
    const session = await start({
      ...pulling,
      initializationOptions: { settings: { noetherVersion: '1.1' } },
    });
    await open(session, 'schedule_config:\n  kind: noether.core.schedules.SqrtDecreasingSchedule\n  max_value: 1e-3\n');
    expect(errors(await pull(session))).toHaveLength(1);
    await session.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { scheduleLens: { noetherVersion: 'newer' } },
    });
    expect(errors(await pull(session))).toEqual([]);
  });
});

describe('requests', () => {
  it('hovers and completes', async () => {
    const session = await start(pulling);
    await open(session, good);
    const hover = await session.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 2, character: 4 },
    });
    expect(JSON.stringify(hover.contents)).toContain('factor');
    const list = await session.connection.sendRequest<CompletionList>('textDocument/completion', {
      textDocument: { uri },
      position: { line: 1, character: 8 },
    });
    expect(list.items.map(({ label }) => label)).toContain('StepFixedSchedule');
  });

  it('previews: 1e-3 up to step 499, 1e-4 from step 500 of 1,000', async () => {
    const session = await start(pulling);
    await open(session, good);
    const preview = await session.connection.sendRequest<PreviewResult>(PREVIEW_REQUEST, {
      textDocument: { uri },
      position: { line: 2, character: 4 },
    });
    expect(preview.state).toBe('ok');
    expect(preview.blocks.map(({ label }) => label)).toEqual(['schedule_config']);
    const series = preview.curve?.series[0];
    const at = (step: number) => Number(series?.values[series.steps.indexOf(step)]);
    expect([at(499), at(500)]).toEqual([1e-3, 1e-3 * 0.1]);
  });

  it('draws the block as if a handle had been dragged, and says what that would write', async () => {
    const session = await start(pulling);
    await open(session, good);
    const preview = await session.connection.sendRequest<PreviewResult>(PREVIEW_REQUEST, {
      textDocument: { uri },
      move: { handleId: 'steps[0]', step: 251, stepPrecision: 4 },
    });
    // 0.25 of 1,000 steps is less than half of 4 steps away.
    expect(preview.moved).toEqual({
      handleId: 'steps[0]',
      text: '0.25',
      edits: [
        {
          uri,
          range: { start: { line: 4, character: 10 }, end: { line: 4, character: 13 } },
          version: preview.version,
          oldText: '0.5',
          newText: '0.25',
        },
      ],
    });
    expect(preview.handles?.find(({ id }) => id === 'steps[0]')?.step).toBe(250);
  });

  it('answers a document that is not open with nothing', async () => {
    const session = await start(pulling);
    expect(
      await session.connection.sendRequest('textDocument/hover', {
        textDocument: { uri: 'file:///nowhere.yaml' },
        position: { line: 0, character: 0 },
      }),
    ).toBeNull();
  });

  it('ends a cancelled request with RequestCancelled and goes on', async () => {
    const session = await start(pulling);
    await open(session, good);
    const source = new CancellationTokenSource();
    const request = session.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } }, source.token);
    source.cancel();
    await expect(request).rejects.toMatchObject({ code: -32800 });
    expect(errors(await pull(session))).toEqual([]);
  });

  it('lets one broken document silence no other', async () => {
    const session = await start(pulling);
    await open(session, '\0\uD800schedule_config: [[[[{{{{', 1, 'file:///broken.yaml');
    await open(session, good.replace('0.1', 'x'));
    expect((await pull(session, 'file:///broken.yaml')).length).toBeGreaterThan(0);
    expect(errors(await pull(session))).toHaveLength(1);
  });
});

describe('the bundled server over stdio', () => {
  it('starts, answers, and exits with 0 after shutdown', async () => {
    const session = await overStdio(pulling);
    await open(session, good.replace('0.1', 'x'));
    expect(errors(await pull(session))).toHaveLength(1);
    await session.end();
    expect(session.process.exitCode).toBe(0);
  });
});

/** The published diagnostics, one call a message. */
function published(session: Session): () => Promise<PublishDiagnosticsParams> {
  const queue: PublishDiagnosticsParams[] = [];
  const waiting: ((params: PublishDiagnosticsParams) => void)[] = [];
  session.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    const taker = waiting.shift();
    if (taker === undefined) queue.push(params);
    else taker(params);
  });
  return () => {
    const first = queue.shift();
    if (first !== undefined) return Promise.resolve(first);
    return new Promise((resolve) => waiting.push(resolve));
  };
}

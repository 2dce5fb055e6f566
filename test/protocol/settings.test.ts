import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConfigurationParams, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import { inProcess, type Session } from './client';

/** noether 1.1 does not have this kind; newer ones do. With `any` that is a warning. */
const CONFIG = 'schedule_config:\n  kind: noether.core.schedules.SqrtDecreasingSchedule\n  max_value: 1e-3\n';

let root: string;
let session: Session | undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'schedule-lens-settings-'));
});
afterEach(async () => {
  await session?.end();
  session = undefined;
  await rm(root, { recursive: true, force: true });
});

async function write(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
}

const uriOf = (name: string) => pathToFileURL(join(root, name)).toString();

async function start(folders: readonly string[], client?: (uri: string) => unknown): Promise<Session> {
  session = await inProcess({
    capabilities: { textDocument: { diagnostic: {} }, workspace: { configuration: client !== undefined } },
    folders: folders.map(uriOf),
  });
  session.connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) =>
    items.map(({ scopeUri = '' }) => client?.(scopeUri) ?? null),
  );
  return session;
}

function open({ connection }: Session, name: string, text: string): Promise<void> {
  return connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: uriOf(name), languageId: 'yaml', version: 1, text },
  });
}

async function pull({ connection }: Session, name: string): Promise<Diagnostic[]> {
  const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: uriOf(name) },
  });
  return report.kind === 'full' ? report.items : [];
}

/** `error`, `warning` or nothing: what the version settings make of the config. */
async function level(session: Session, name: string): Promise<string> {
  const severities = (await pull(session, name)).map(({ severity }) => severity);
  return severities.includes(1) ? 'error' : severities.includes(2) ? 'warning' : 'nothing';
}

describe('.schedule-lens.yaml', () => {
  it('holds below what the client sets and above what is built in', async () => {
    await write('.schedule-lens.yaml', 'noetherVersion: "1.1"\n');
    let own: unknown = {};
    const session = await start(['.'], () => own);
    await open(session, 'a.yaml', CONFIG);
    expect(await level(session, 'a.yaml')).toBe('error');
    own = { noetherVersion: 'newer' };
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    expect(await level(session, 'a.yaml')).toBe('nothing');
  });

  it('holds for clients that know no settings', async () => {
    await write('.schedule-lens.yaml', 'noetherVersion: "1.1"\n');
    const session = await start(['.']);
    await open(session, 'a.yaml', CONFIG);
    expect(await level(session, 'a.yaml')).toBe('error');
  });

  it('is each folder’s own, and the innermost folder’s', async () => {
    await write('one/.schedule-lens.yaml', 'noetherVersion: "1.1"\n');
    await write('two/.schedule-lens.yaml', 'noetherVersion: newer\n');
    const session = await start(['one', 'two', 'one/inner']);
    for (const name of ['one/a.yaml', 'two/a.yaml', 'one/inner/a.yaml']) await open(session, name, CONFIG);
    expect(await level(session, 'one/a.yaml')).toBe('error');
    expect(await level(session, 'two/a.yaml')).toBe('nothing');
    expect(await level(session, 'one/inner/a.yaml')).toBe('warning');
  });

  it('is read while it is typed, when it changes on disk, and when it goes', async () => {
    const session = await start(['.']);
    const { connection } = session;
    const changed = (type: number) =>
      connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: uriOf('.schedule-lens.yaml'), type }],
      });
    await open(session, 'a.yaml', CONFIG);
    expect(await level(session, 'a.yaml')).toBe('warning');

    await write('.schedule-lens.yaml', 'noetherVersion: newer\n');
    await changed(1);
    expect(await level(session, 'a.yaml')).toBe('nothing');

    await open(session, '.schedule-lens.yaml', 'noetherVersion: "1.1"\n');
    expect(await level(session, 'a.yaml')).toBe('error');
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uriOf('.schedule-lens.yaml'), version: 2 },
      contentChanges: [{ text: 'noetherVersion: any\n' }],
    });
    expect(await level(session, 'a.yaml')).toBe('warning');
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf('.schedule-lens.yaml') } });
    expect(await level(session, 'a.yaml')).toBe('nothing');

    await rm(join(root, '.schedule-lens.yaml'));
    await changed(3);
    expect(await level(session, 'a.yaml')).toBe('warning');
  });

  it('has its own mistakes reported in it, and what is right in it still holds', async () => {
    const text = 'noetherVersion: "1.1"\ntotalSteps: soon\n';
    await write('.schedule-lens.yaml', text);
    const session = await start(['.']);
    await open(session, '.schedule-lens.yaml', text);
    await open(session, 'a.yaml', CONFIG);
    expect(await pull(session, '.schedule-lens.yaml')).toMatchObject([
      {
        range: { start: { line: 1, character: 12 }, end: { line: 1, character: 16 } },
        severity: 1,
        code: 'bad-setting',
      },
    ]);
    expect(await level(session, 'a.yaml')).toBe('error');
    // Below the root it is a file like any other.
    await open(session, 'sub/.schedule-lens.yaml', text);
    expect(await pull(session, 'sub/.schedule-lens.yaml')).toEqual([]);
  });
});

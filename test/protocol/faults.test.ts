import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnostic, DocumentDiagnosticReport, PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { CancellationTokenSource, ErrorCodes } from 'vscode-languageserver-protocol/node';
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
const bad = good.replace('0.1', 'often');

let folder: string;
const sessions: Session[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schedule-lens-faults-'));
});
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.end()));
  await rm(folder, { recursive: true, force: true });
});

async function start(play: Play): Promise<Session> {
  const session = await inProcess(play);
  sessions.push(session);
  return session;
}

const open = ({ connection }: Session, text: string, at = uri, version = 1) =>
  connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: at, languageId: 'yaml', version, text },
  });

const edit = ({ connection }: Session, version: number, text: string, start: number, end: number, at = uri) =>
  connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: at, version },
    contentChanges: [{ range: { start: { line: 2, character: start }, end: { line: 2, character: end } }, text }],
  });

async function errors(session: Session, at = uri): Promise<Diagnostic[]> {
  const report = await session.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: at },
  });
  return (report.kind === 'full' ? report.items : []).filter(({ severity }) => severity === 1);
}

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

describe('a client that', () => {
  it('sends what is out of order, twice or malformed is answered, and so are those after it', async () => {
    const session = await start(pulling);
    const { connection } = session;
    // Changes and closes of a document that was never opened, then twice of everything.
    await edit(session, 7, 'x', 0, 1);
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await open(session, bad);
    await open(session, bad);
    const position = { line: -5, character: 1e9 };
    const odd = { textDocument: { uri }, position, range: { start: position, end: { line: 1e9, character: -1 } } };
    for (const method of ['hover', 'completion', 'definition', 'inlayHint', 'documentHighlight']) {
      await expect(connection.sendRequest(`textDocument/${method}`, odd)).resolves.toBeDefined();
    }
    for (const params of [{}, null, { textDocument: {} }, { textDocument: { uri: 5 } }]) {
      // An error is an answer, too; what counts is that there is one.
      await connection.sendRequest('textDocument/hover', params).catch(() => undefined);
    }
    await expect(connection.sendRequest('scheduleLens/nothing', {})).rejects.toMatchObject({
      code: ErrorCodes.MethodNotFound,
    });
    await connection.sendNotification('scheduleLens/nothing', {});
    expect(await errors(session)).toHaveLength(1);
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    expect(await errors(session)).toEqual([]);
  });

  it('cancels everything it asks gets an answer to what it does not cancel', async () => {
    const session = await start(pulling);
    await open(session, bad);
    const asked = Array.from({ length: 200 }, (_, index) => {
      const source = new CancellationTokenSource();
      const answer = session.connection
        .sendRequest(
          'textDocument/hover',
          { textDocument: { uri }, position: { line: index % 5, character: 3 } },
          source.token,
        )
        .then(
          () => 'answered',
          () => 'cancelled',
        );
      source.cancel();
      source.cancel();
      return answer;
    });
    expect((await Promise.all(asked)).every((outcome) => ['answered', 'cancelled'].includes(outcome))).toBe(true);
    expect(await errors(session)).toHaveLength(1);
  });

  it('makes 10,000 edits in a burst hears of the last text, and a few times at most', async () => {
    const session = await start({});
    const told: PublishDiagnosticsParams[] = [];
    session.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      told.push(params);
    });
    await open(session, good);
    let now = '0.1';
    for (let version = 2; version <= 10_001; version++) {
      const text = version % 2 === 0 ? 'often' : '0.1';
      await edit(session, version, text, 10, 10 + now.length);
      now = text;
    }
    await edit(session, 10_002, 'never', 10, 10 + now.length);
    await expect.poll(() => told.at(-1)?.version, { timeout: 30_000 }).toBe(10_002);
    expect(JSON.stringify(told.at(-1)?.diagnostics)).toContain('never');
    // One for each pause of 200 ms in them, and no more.
    expect(told.length).toBeLessThan(200);
  });
});

describe('files that', () => {
  const files = {
    'train.yaml': 'defaults:\n  - optim: adamw\ntrainer:\n  max_updates: 100\n',
    'optim/adamw.yaml': `lr: 1e-3\n${good}`,
  };

  it('go while they are checked leave the rest as it is', async () => {
    await write(files);
    const session = await start({ ...pulling, folders: [uriOf('')] });
    await open(session, bad, uriOf('optim/adamw.yaml'));
    const asked = [errors(session, uriOf('optim/adamw.yaml')), errors(session, uriOf('optim/adamw.yaml'))];
    await unlink(join(folder, 'train.yaml'));
    await unlink(join(folder, 'optim', 'adamw.yaml'));
    await session.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [
        { uri: uriOf('train.yaml'), type: 3 },
        { uri: uriOf('optim/adamw.yaml'), type: 3 },
      ],
    });
    for (const found of await Promise.all(asked)) expect(found).toHaveLength(1);
    // The text is still open, and still wrong.
    expect(await errors(session, uriOf('optim/adamw.yaml'))).toHaveLength(1);
  });

  it('link to each other in circles are no end', async () => {
    await write(files);
    await symlink(folder, join(folder, 'optim', 'again'));
    await symlink('b.yaml', join(folder, 'optim', 'a.yaml'));
    await symlink('a.yaml', join(folder, 'optim', 'b.yaml'));
    const session = await start({ ...pulling, folders: [uriOf('')] });
    await open(session, bad, uriOf('optim/adamw.yaml'));
    expect(await errors(session, uriOf('optim/adamw.yaml'))).toHaveLength(1);
  });

  it('may not be read are said, and silence no other', async () => {
    await write(files);
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    const session = await inProcess({ ...pulling, folders: [uriOf('')] }, undefined, {
      read: async (path) => {
        if (path.endsWith('train.yaml')) throw denied;
        return path.endsWith('adamw.yaml') ? files['optim/adamw.yaml'] : undefined;
      },
      entries: async (path) => {
        if (path.endsWith('optim')) throw denied;
        return path === folder
          ? [
              { name: 'train.yaml', kind: 'file' },
              { name: 'optim', kind: 'folder' },
            ]
          : [];
      },
      realPath: async (path) => path,
    });
    sessions.push(session);
    await open(session, bad, uriOf('optim/adamw.yaml'));
    expect(await errors(session, uriOf('optim/adamw.yaml'))).toHaveLength(1);
  });

  it.each(['with blank', 'a#b', '100%', '50%25', 'größe 学习率', "it's (1) [x] {y} & z+;=,@!$"])(
    'lie below %s compose as others do',
    async (name) => {
      await write({
        [`${name}/train.yaml`]: files['train.yaml'],
        [`${name}/optim/adamw.yaml`]: files['optim/adamw.yaml'],
      });
      const session = await start({ ...pulling, folders: [uriOf(name)] });
      const at = uriOf(`${name}/optim/adamw.yaml`);
      await open(session, files['optim/adamw.yaml'], at);
      const shown = await session.connection.sendRequest<PreviewResult>(PREVIEW_REQUEST, { textDocument: { uri: at } });
      // 100 steps are what train.yaml says.
      expect(shown.totalSteps?.steps).toBe(100);
    },
  );

  it('are named with another form of the same drive letter are the same files', async () => {
    const session = await start({ ...pulling, folders: ['file:///c%3A/project'] });
    await open(session, files['train.yaml'], 'file:///C:/project/train.yaml');
    await open(session, files['optim/adamw.yaml'], 'file:///c:/project/optim/adamw.yaml');
    const shown = await session.connection.sendRequest<PreviewResult>(PREVIEW_REQUEST, {
      textDocument: { uri: 'file:///c:/project/optim/adamw.yaml' },
    });
    expect(shown.totalSteps?.steps).toBe(100);
  });
});

describe('a workspace folder that', () => {
  it('comes and goes is composed, and is not any more', async () => {
    await write({
      'train.yaml': 'defaults:\n  - optim: adamw\ntrainer:\n  max_updates: 100\n',
      'optim/adamw.yaml': `lr: 1e-3\n${good}`,
    });
    const session = await start({
      capabilities: { ...pulling.capabilities, workspace: { workspaceFolders: true } },
    });
    let folders: { uri: string; name: string }[] = [];
    session.connection.onRequest('workspace/workspaceFolders', () => folders);
    const at = uriOf('optim/adamw.yaml');
    await open(session, `lr: 1e-3\n${good}`, at);
    const source = async () =>
      (await session.connection.sendRequest<PreviewResult>(PREVIEW_REQUEST, { textDocument: { uri: at } })).totalSteps
        ?.source;
    expect(await source()).toBe('assumed');
    const added = [{ uri: uriOf(''), name: 'project' }];
    folders = added;
    await session.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added, removed: [] } });
    await expect.poll(source, { timeout: 20_000 }).toBe('config');
    folders = [];
    await session.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: added },
    });
    await expect.poll(source, { timeout: 20_000 }).toBe('assumed');
  });
});

describe('a server process', () => {
  const exited = (child: ChildProcess) =>
    child.exitCode !== null ? Promise.resolve() : new Promise<void>((resolve) => child.once('exit', () => resolve()));

  it('ends when its client goes without a word', async () => {
    const session = await overStdio(pulling);
    await open(session, bad);
    session.connection.dispose();
    session.process.stdin?.destroy();
    session.process.stdout?.destroy();
    await exited(session.process);
    expect(session.process.exitCode ?? session.process.signalCode).not.toBe(0);
  });

  it('ends when the process that it was told of is gone', { timeout: 60_000 }, async () => {
    const parent = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 3000)']);
    const server = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
    const child = spawn(process.execPath, [server, '--stdio', `--clientProcessId=${parent.pid}`], { stdio: 'pipe' });
    await exited(parent);
    await exited(child);
    expect(child.exitCode ?? child.signalCode).toBeDefined();
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol';
import {
  CHOICES_NOTIFICATION,
  CHOOSE_PRIMARY_REQUEST,
  type ChoicesParams,
  type FileParams,
  LIST_FOLDER_REQUEST,
  type ListFolderResult,
  PRIMARIES_REQUEST,
  type PrimariesResult,
  READ_FILE_REQUEST,
  type ReadFileResult,
} from '../../server/src/protocol';
import { inProcess, type Session } from './client';

/** optim/group.yaml means nothing alone: `model.optim.lr` exists only where a primary config puts it. */
const project = {
  'train_a.yaml': 'defaults:\n  - optim@model.optim: group\n  - _self_\nmodel:\n  optim:\n    lr: 1e-3\n',
  'train_b.yaml': 'defaults:\n  - optim@model.optim: group\n  - _self_\nmodel:\n  optim:\n    lr: 5e-5\n',
  'optim/group.yaml':
    'lr: 1.0\nschedule_config:\n  kind: noether.core.schedules.CosineDecreasingSchedule\n  max_value: ${model.optim.lr}\n',
  'broken.yaml': 'schedule_config: 5\n',
};

const capabilities = { textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown' as const] } } };

let folder: string;
let session: Session | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schedule-lens-protocol-'));
  await write(project);
});
afterEach(async () => {
  await session?.end();
  session = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

const uriOf = (name: string) => pathToFileURL(join(folder, name)).toString();

async function start(initializationOptions: unknown = {}): Promise<Session> {
  session = await inProcess({ capabilities, folders: [pathToFileURL(folder).toString()], initializationOptions });
  return session;
}

function open({ connection }: Session, uri: string, text: string): Promise<void> {
  return connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
}

/** The hover on `${model.optim.lr}` of optim/group.yaml. */
async function hoverText({ connection }: Session, uri = uriOf('optim/group.yaml')): Promise<string> {
  const hover = await connection.sendRequest<Hover | null>('textDocument/hover', {
    textDocument: { uri },
    position: { line: 3, character: 18 },
  });
  return JSON.stringify(hover?.contents ?? null);
}

describe('a workspace on disk', () => {
  it('answers from the primary that ranks first, and from another once it is chosen', async () => {
    const running = await start();
    const choices: ChoicesParams[] = [];
    running.connection.onNotification(CHOICES_NOTIFICATION, (params: ChoicesParams) => {
      choices.push(params);
    });
    await open(running, uriOf('optim/group.yaml'), project['optim/group.yaml']);
    expect(await hoverText(running)).toContain('1e-3');

    const textDocument = { uri: uriOf('optim/group.yaml') };
    const { primaries } = await running.connection.sendRequest<PrimariesResult>(PRIMARIES_REQUEST, { textDocument });
    expect(primaries.map(({ label, chosen }) => [label, chosen])).toEqual([
      ['train_a', true],
      ['train_b', false],
    ]);
    // Cosine from the peak to 0.
    expect(primaries.map(({ summary }) => summary)).toEqual(['1e-3 → 0', '5e-5 → 0']);

    await running.connection.sendRequest(CHOOSE_PRIMARY_REQUEST, { textDocument, id: primaries[1]?.id });
    expect(await hoverText(running)).toContain('5e-5');
    expect(choices).toHaveLength(1);
    await running.end();
    session = undefined;

    // The next start is given what the client kept.
    const again = await start({ choices: choices[0]?.choices });
    await open(again, uriOf('optim/group.yaml'), project['optim/group.yaml']);
    expect(await hoverText(again)).toContain('5e-5');
  });

  it('sees unsaved text before the disk, and the disk again after closing', async () => {
    const running = await start();
    await open(running, uriOf('optim/group.yaml'), project['optim/group.yaml']);
    await open(running, uriOf('train_a.yaml'), project['train_a.yaml'].replace('1e-3', '7e-4'));
    expect(await hoverText(running)).toContain('7e-4');
    await running.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: uriOf('train_a.yaml') },
    });
    expect(await hoverText(running)).toContain('1e-3');
  });

  it('notices files that change and files that go', async () => {
    const running = await start();
    await open(running, uriOf('optim/group.yaml'), project['optim/group.yaml']);
    expect(await hoverText(running)).toContain('1e-3');
    await write({ 'train_a.yaml': project['train_a.yaml'].replace('1e-3', '4e-4') });
    await running.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('train_a.yaml'), type: 2 }],
    });
    expect(await hoverText(running)).toContain('4e-4');
    await rm(join(folder, 'train_a.yaml'));
    await running.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uriOf('train_a.yaml'), type: 3 }],
    });
    // What is left is train_b.
    expect(await hoverText(running)).toContain('5e-5');
  });

  it('tells the problems of closed files only where the setting asks for it', async () => {
    const running = await start({ settings: { diagnostics: { scope: 'workspace' } } });
    const told = new Map<string, Diagnostic[]>();
    const broken = new Promise<void>((resolve) => {
      running.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
        told.set(params.uri, params.diagnostics);
        if (params.uri === uriOf('broken.yaml')) resolve();
      });
    });
    await broken;
    expect(told.get(uriOf('broken.yaml'))?.map(({ severity }) => severity)).toEqual([1]);
    // Open, it is asked for and no longer told.
    const gone = new Promise<void>((resolve) => {
      running.connection.onNotification('textDocument/publishDiagnostics', () => resolve());
    });
    await open(running, uriOf('broken.yaml'), project['broken.yaml']);
    await gone;
    const report = await running.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri: uriOf('broken.yaml') },
    });
    expect(report.kind === 'full' && report.items).toHaveLength(1);
  });

  it('reads nothing outside of the workspace folders', async () => {
    const running = await start();
    const outside = project['optim/group.yaml'];
    const parent = await mkdtemp(join(tmpdir(), 'schedule-lens-outside-'));
    try {
      await writeFile(join(parent, 'train.yaml'), project['train_a.yaml']);
      const uri = pathToFileURL(join(parent, 'optim/group.yaml')).toString();
      await open(running, uri, outside);
      expect(await hoverText(running, uri)).toContain('not');
      const { primaries } = await running.connection.sendRequest<PrimariesResult>(PRIMARIES_REQUEST, {
        textDocument: { uri },
      });
      expect(primaries).toEqual([]);
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  });
});

describe('a virtual workspace', () => {
  it('is read through the client', async () => {
    const files = new Map(Object.entries(project).map(([name, text]) => [`memfs:/project/${name}`, text]));
    const running = await inProcess({
      capabilities,
      folders: ['memfs:/project'],
      initializationOptions: { files: true },
    });
    session = running;
    running.connection.onRequest(READ_FILE_REQUEST, ({ uri }: FileParams): ReadFileResult => {
      const text = files.get(uri);
      return text === undefined ? {} : { text };
    });
    running.connection.onRequest(LIST_FOLDER_REQUEST, ({ uri }: FileParams): ListFolderResult => {
      const below = [...files.keys()].filter((file) => file.startsWith(`${uri}/`));
      const names = new Set(below.map((file) => file.slice(uri.length + 1)));
      const entries = new Map<string, 'file' | 'folder'>();
      for (const name of names) {
        const [first = '', ...rest] = name.split('/');
        entries.set(first, rest.length > 0 ? 'folder' : 'file');
      }
      return { entries: [...entries].map(([name, kind]) => ({ name, kind })) };
    });
    const uri = 'memfs:/project/optim/group.yaml';
    await open(running, uri, project['optim/group.yaml']);
    expect(await hoverText(running, uri)).toContain('1e-3');
  });
});

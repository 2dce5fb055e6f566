import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  CodeLens,
  Diagnostic,
  DocumentDiagnosticReport,
  InlayHint,
  LogMessageParams,
  PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol';
import { STATUS_REQUEST, type StatusResult } from '../../server/src/protocol';
import { inProcess, type Session } from './client';

/** A peak that is not the optimizer's `lr`, which the rule peak-not-lr reports. */
const text = `trainer: {max_updates: null}
optim:
  kind: torch.optim.AdamW
  lr: 1e-3
  schedule_config:
    kind: noether.core.schedules.StepFixedSchedule
    start_value: 2e-3
    factor: 0.1
    steps: [0.5]
`;

const capabilities = {
  textDocument: { diagnostic: {}, inlayHint: {} },
  workspace: {
    configuration: true,
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
};

let root: string;
let session: Session | undefined;
/** Settings by name of the workspace folder. */
let settings: Record<string, unknown>;
let refreshed: string[];
let logged: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'schedule-lens-settings-'));
  settings = {};
  refreshed = [];
  logged = [];
});
afterEach(async () => {
  await session?.end();
  session = undefined;
  await rm(root, { recursive: true, force: true });
});

const uriOf = (name: string) => pathToFileURL(join(root, name)).toString();

/** A client with two workspace folders, `one` and `two`, that answers for the settings of each. */
async function start(): Promise<Session> {
  const running = await inProcess({ capabilities, folders: [uriOf('one'), uriOf('two')] }, (connection) => {
    connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) =>
      items.map(
        ({ scopeUri = '' }) =>
          settings[scopeUri.includes('/two') ? 'two' : scopeUri.includes('/one') ? 'one' : 'window'] ?? {},
      ),
    );
    for (const kind of ['diagnostic', 'codeLens', 'inlayHint']) {
      connection.onRequest(`workspace/${kind}/refresh`, () => {
        refreshed.push(kind);
        return null;
      });
    }
    connection.onNotification('window/logMessage', ({ message }: LogMessageParams) => void logged.push(message));
  });
  session = running;
  return running;
}

async function open({ connection }: Session, name: string, content = text): Promise<{ textDocument: { uri: string } }> {
  const uri = uriOf(name);
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: content },
  });
  return { textDocument: { uri } };
}

async function seen({ connection }: Session, params: { textDocument: { uri: string } }) {
  const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', params);
  const items: Diagnostic[] = report.kind === 'full' ? report.items : [];
  const lenses = await connection.sendRequest<CodeLens[]>('textDocument/codeLens', params);
  const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
  const hints = await connection.sendRequest<InlayHint[]>('textDocument/inlayHint', { ...params, range });
  const status = await connection.sendRequest<StatusResult>(STATUS_REQUEST, params);
  return {
    peak: items.find(({ code }) => code === 'peak-not-lr')?.severity,
    lenses: lenses.length,
    hints: hints.length,
    steps: status.totalSteps.steps,
  };
}

describe('settings of a workspace with several folders', () => {
  it('hold for each folder by itself, and from the moment they change', async () => {
    settings = {
      one: { rules: { 'peak-not-lr': 'error' }, totalSteps: 500, codeLens: false },
      two: { rules: { 'peak-not-lr': 'off' }, totalSteps: 800, inlayHints: { steps: false } },
    };
    const running = await start();
    const one = await open(running, 'one/a.yaml');
    const two = await open(running, 'two/a.yaml');
    // 1 is an error. The one hint is the step of 0.5.
    expect(await seen(running, one)).toEqual({ peak: 1, lenses: 0, hints: 1, steps: 500 });
    expect(await seen(running, two)).toEqual({ peak: undefined, lenses: 1, hints: 0, steps: 800 });

    settings = { one: settings.two, two: settings.one };
    refreshed = [];
    await running.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    expect(await seen(running, one)).toEqual({ peak: undefined, lenses: 1, hints: 0, steps: 800 });
    expect(await seen(running, two)).toEqual({ peak: 1, lenses: 0, hints: 1, steps: 500 });
    // What is on the screen is asked for again.
    expect(refreshed.sort()).toEqual(['codeLens', 'diagnostic', 'inlayHint']);
  });

  it('leave files out in one folder and not in the other', async () => {
    settings = { two: { files: { exclude: { '**/outputs': false, '**/drafts': true } } } };
    const running = await start();
    const places = ['one/outputs/a.yaml', 'one/drafts/a.yaml', 'two/outputs/a.yaml', 'two/drafts/a.yaml'];
    const documents = await Promise.all(places.map((name) => open(running, name)));
    const reported = async () => {
      const all = await Promise.all(documents.map((params) => seen(running, params)));
      return places.filter((_, index) => all[index]?.peak !== undefined);
    };
    expect(await reported()).toEqual(['one/drafts/a.yaml', 'two/outputs/a.yaml']);
    settings = { one: { files: { include: ['outputs/**'], exclude: { '**/outputs': false } } } };
    await running.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    expect(await reported()).toEqual(['one/outputs/a.yaml', 'two/drafts/a.yaml']);
  });

  it('hold for closed files, too', async () => {
    for (const name of ['one/a.yaml', 'one/outputs/b.yaml', 'two/c.yaml']) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
    const diagnostics = { scope: 'workspace' };
    settings = {
      window: { diagnostics },
      one: { diagnostics, rules: { 'peak-not-lr': 'error' } },
      two: { diagnostics, rules: { 'peak-not-lr': 'information' } },
    };
    const told = new Map<string, number | undefined>();
    const running = await start();
    await new Promise<void>((resolve) => {
      running.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
        told.set(params.uri, params.diagnostics.find(({ code }) => code === 'peak-not-lr')?.severity);
        if (told.size === 2) resolve();
      });
      void running.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    });
    expect(told).toEqual(
      new Map([
        [uriOf('one/a.yaml'), 1],
        [uriOf('two/c.yaml'), 3],
      ]),
    );
  });

  it('are logged once for each folder where they are no good, and shown to who asks', async () => {
    settings = { one: { totalSteps: 'many', rules: { 'peak-not-l': 'off' } } };
    const running = await start();
    const one = await open(running, 'one/a.yaml');
    const again = await open(running, 'one/b.yaml');
    const two = await open(running, 'two/a.yaml');
    for (const params of [one, again, two]) await seen(running, params);
    const problems = logged.filter((line) => line.startsWith('scheduleLens.'));
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain(
      'scheduleLens.totalSteps takes a whole number of at least 1, or null, and "many" is not',
    );
    expect(problems[1]).toContain('Write peak-not-lr.');
    for (const problem of problems) expect(problem).toContain(`(in the settings for ${uriOf('one')})`);
    const status = await running.connection.sendRequest<StatusResult>(STATUS_REQUEST, one);
    expect(status.problems).toHaveLength(2);
    expect((await running.connection.sendRequest<StatusResult>(STATUS_REQUEST, two)).problems).toEqual([]);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const FILES = 1_000;

let folder: string | undefined;
let child: ChildProcess | undefined;
afterEach(async () => {
  child?.kill();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** A config of its own, with lists and comments to be remembered if anything is. */
function textOf(index: number): string {
  const steps = Array.from({ length: 50 }, (_, step) => (step + 1) / 60);
  return `# run ${index}
optim:
  kind: torch.optim.AdamW
  lr: ${index + 1}e-6
  schedule_config:
    kind: noether.core.schedules.StepFixedSchedule
    start_value: \${..lr}
    factor: 0.9
    steps: [${steps.join(', ')}]
${Array.from({ length: 100 }, (_, line) => `note_${line}: text ${index} of line ${line}`).join('\n')}
`;
}

describe('the memory of the server', () => {
  it('is back within 20 % of its start after 1,000 files were opened and closed', async () => {
    folder = await mkdtemp(join(tmpdir(), 'schedule-lens-memory-'));
    const files = Array.from({ length: FILES }, (_, index) => join(folder ?? '', `runs/run_${index}.yaml`));
    await mkdir(dirname(files[0] ?? ''), { recursive: true });
    await Promise.all(files.map((file, index) => writeFile(file, textOf(index))));

    const server = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
    const preload = fileURLToPath(new URL('./tell-memory.cjs', import.meta.url));
    const running = spawn(process.execPath, ['--expose-gc', '--require', preload, server, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    });
    child = running;
    const { stdin, stdout } = running;
    if (stdin === null || stdout === null) throw new Error('no way to talk to the server');
    const connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    connection.listen();
    const memory = (): Promise<NodeJS.MemoryUsage> =>
      new Promise((resolve) => {
        running.once('message', (usage) => resolve(usage as NodeJS.MemoryUsage));
        running.send('tell');
      });

    await connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri: pathToFileURL(folder).toString(), name: 'project' }],
      capabilities: { textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } } },
    });
    await connection.sendNotification('initialized', {});

    /** Looks at a file as an editor does, and closes it. */
    const visit = async (index: number): Promise<void> => {
      const uri = pathToFileURL(files[index] ?? '').toString();
      const textDocument = { uri, languageId: 'yaml', version: 1, text: textOf(index) };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
      const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument,
      });
      expect(report.kind).toBe('full');
      for (const [method, more] of [
        ['textDocument/hover', { position: { line: 7, character: 6 } }],
        ['textDocument/codeLens', {}],
        ['textDocument/documentSymbol', {}],
        ['textDocument/documentLink', {}],
      ] as const) {
        expect(await connection.sendRequest(method, { textDocument, ...more })).not.toBeNull();
      }
      await connection.sendNotification('textDocument/didClose', { textDocument });
    };

    /** What is in use once the server is at rest: it gives back what it keeps two seconds after the last file is closed. */
    const atRest = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      const { heapUsed, external } = await memory();
      return heapUsed + external;
    };
    // Code is compiled when it first runs, and stays.
    for (let index = 0; index < 20; index++) await visit(index);
    const start = await atRest();
    for (let index = 0; index < FILES; index++) await visit(index);
    const end = await atRest();
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    connection.dispose();
    expect(end).toBeLessThan(1.2 * start);
  }, 240_000);
});

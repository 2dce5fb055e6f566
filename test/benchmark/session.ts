/** The bundled server as a process of its own, spoken to over stdio as an editor does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createProtocolConnection,
  type InitializeParams,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { memoryOf, root } from './measure';

export interface Session {
  readonly connection: ProtocolConnection;
  /** Resident memory of the server and its peak, in MB; nan where the system does not tell. */
  memory(): { readonly now: number; readonly peak: number };
  end(): Promise<void>;
}

export const serverFile = join(root, 'dist', 'server', 'main.js');

export async function startSession(
  file = serverFile,
  capabilities: InitializeParams['capabilities'] = { textDocument: { diagnostic: {} } },
): Promise<Session> {
  const child: ChildProcess = spawn(process.execPath, [file, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout === null || child.stdin === null) throw new Error('the server has no pipes');
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  connection.listen();
  await connection.sendRequest('initialize', { processId: null, rootUri: null, workspaceFolders: null, capabilities });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    memory() {
      try {
        return memoryOf(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      } catch {
        return { now: Number.NaN, peak: Number.NaN };
      }
    },
    async end() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await exited;
      connection.dispose();
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createConnection as createServerConnection } from 'vscode-languageserver/node';
import {
  createProtocolConnection,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { nodeFiles } from '../../server/src/lsp/node-files';
import { startServer } from '../../server/src/lsp/server';
import type { RuntimeFiles } from '../../server/src/lsp/workspace-host';

/** What a test may say of the client it plays. */
export interface Play {
  readonly capabilities?: InitializeParams['capabilities'];
  readonly initializationOptions?: unknown;
  /** As the client names its language: `de`, `zh-CN`. */
  readonly locale?: string;
  /** Uris of the workspace folders. */
  readonly folders?: readonly string[];
}

export interface Session {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  end(): Promise<void>;
}

/** A server in this process, spoken to over two joined streams. It is shut down but never told to exit: that ends the process. `answer` sets up what the client answers from the start; `files` is its disk, `environment` its variables. */
export async function inProcess(
  play: Play = {},
  answer?: (connection: ProtocolConnection) => void,
  files: RuntimeFiles = nodeFiles,
  environment: (name: string) => string | undefined = () => undefined,
): Promise<Session> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  startServer(createServerConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), {
    environment,
    files,
  });
  const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  answer?.(connection);
  return open(connection, play, async () => undefined);
}

/** The bundled server as a process of its own, spoken to over stdio, as other editors do; or another command that is one. */
export async function overStdio(
  play: Play = {},
  command: readonly string[] = [process.execPath, fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))],
): Promise<Session & { readonly process: ChildProcess }> {
  const [program = '', ...argv] = command;
  const child = spawn(program, [...argv, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const session = await open(connection, play, async () => {
    await connection.sendNotification('exit');
    await exited;
  });
  return { ...session, process: child };
}

async function open(connection: ProtocolConnection, play: Play, leave: () => Promise<void>): Promise<Session> {
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    ...(play.locale !== undefined && { locale: play.locale }),
    workspaceFolders: (play.folders ?? []).map((uri) => ({ uri, name: 'project' })),
    capabilities: play.capabilities ?? {},
    initializationOptions: play.initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    initialized,
    async end() {
      await connection.sendRequest('shutdown');
      await leave();
      connection.dispose();
    },
  };
}

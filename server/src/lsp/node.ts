import { type Connection, createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeFiles } from './node-files';
import { nodeStrings } from './node-strings';
import type { Runtime } from './server';

/** The connection that the command line names: stdio, a socket, a pipe, or the parent process. */
export function connect(): Connection {
  return createConnection(ProposedFeatures.all);
}

export const runtime: Runtime = {
  environment: (name) => process.env[name],
  files: nodeFiles,
  strings: nodeStrings,
};

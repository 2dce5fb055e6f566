import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeFiles } from './node-files';
import { nodeStrings } from './node-strings';
import { startServer } from './server';

startServer(createConnection(ProposedFeatures.all), {
  environment: (name) => process.env[name],
  files: nodeFiles,
  strings: nodeStrings,
});

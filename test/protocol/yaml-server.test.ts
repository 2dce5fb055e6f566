import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentDiagnosticReport,
  DocumentSymbol,
  Hover,
} from 'vscode-languageserver-protocol';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { inProcess, type Session } from './client';

/** Red Hat's YAML server, as its extension starts it, beside ours, over the same documents. */
interface Other {
  readonly connection: ProtocolConnection;
  diagnostics(uri: string): Promise<Diagnostic[]>;
  end(): Promise<void>;
}

async function startOther(): Promise<Other> {
  const server = createRequire(import.meta.url).resolve('yaml-language-server/bin/yaml-language-server');
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const told = new Map<string, Diagnostic[]>();
  const waiting = new Map<string, (diagnostics: Diagnostic[]) => void>();
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
    // What the extension has by default, but for schemas from the network.
    items.map(({ section }) =>
      section === 'yaml' ? { validate: true, hover: true, completion: true, schemaStore: { enable: false } } : null,
    ),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onNotification('textDocument/publishDiagnostics', (params: { uri: string; diagnostics: Diagnostic[] }) => {
    told.set(params.uri, params.diagnostics);
    waiting.get(params.uri)?.(params.diagnostics);
  });
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {
      textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
      workspace: { configuration: true },
    },
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    async diagnostics(uri) {
      return told.get(uri) ?? (await new Promise((resolve) => waiting.set(uri, resolve)));
    },
    async end() {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await exited;
      connection.dispose();
    },
  };
}

let theirs: Other;
let ours: Session;
let count = 0;

beforeAll(async () => {
  theirs = await startOther();
  ours = await inProcess({
    capabilities: {
      textDocument: {
        diagnostic: {},
        hover: { contentFormat: ['markdown'] },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      },
    },
    // What our client says while the other extension is active.
    initializationOptions: { settings: { reportYamlSyntax: false } },
  });
});
afterAll(async () => {
  await ours.end();
  await theirs.end();
});

async function open(text: string): Promise<{ textDocument: { uri: string } }> {
  count += 1;
  const uri = `file:///both/${count}.yaml`;
  const params = { textDocument: { uri, languageId: 'yaml', version: 1, text } };
  for (const { connection } of [ours, theirs]) await connection.sendNotification('textDocument/didOpen', params);
  return { textDocument: { uri } };
}

async function reported(text: string): Promise<{ ours: Diagnostic[]; theirs: Diagnostic[] }> {
  const params = await open(text);
  const report = await ours.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', params);
  return {
    ours: report.kind === 'full' ? report.items : [],
    theirs: await theirs.diagnostics(params.textDocument.uri),
  };
}

const block = `optim:
  kind: torch.optim.AdamW
  lr: 1e-3
  schedule_config:
    kind: noether.core.schedules.StepFixedSchedule
    start_value: \${..lr}
    factor: 0.1
    steps: [0.3, 0.6]
`;

/** What both would find. */
const common = {
  'a bracket that is not closed': block.replace('0.6]', '0.6'),
  'a quote that is not closed': block.replace('0.1', '"0.1'),
  'a colon without a blank': block.replace('factor: 0.1', 'factor:0.1'),
  'an escape that does not exist': block.replace('0.1', '"\\d"'),
  'an interpolation in a flow mapping without quotes': 'schedule_config: {factor: ${x}, steps: [0.5]}\n',
  'an alias without its anchor': block.replace('1e-3', '*peak'),
  'a key that stands twice': `${block}    factor: 0.2\n`,
  'a tag that nobody knows': block.replace('1e-3', '!peak 1e-3'),
};

/** What only OmegaConf refuses, with the id of our rule. */
const onlyOurs = {
  'null-key': `${block}null: 1\n`,
  'second-document': `${block}---\n`,
  'duplicate-anchor': `${block}a: &x 1\nb: &x 2\nc: *x\n`,
  'interpolation-syntax': block.replace('${..lr}', '${..lr'),
};

describe("beside Red Hat's YAML server", () => {
  for (const [name, text] of Object.entries(common)) {
    it(`${name} is reported by it alone`, async () => {
      const all = await reported(text);
      expect(all.theirs.length).toBeGreaterThan(0);
      expect(all.ours.filter(({ severity }) => severity === 1)).toEqual([]);
    });
  }

  for (const [code, text] of Object.entries(onlyOurs)) {
    it(`what only OmegaConf refuses is reported by us alone: ${code}`, async () => {
      const all = await reported(text);
      expect(all.ours.map((diagnostic) => diagnostic.code)).toContain(code);
      // A hint at an anchor that nobody uses is no error.
      expect(all.theirs.filter(({ severity }) => severity === 1)).toEqual([]);
    });
  }

  it('what is wrong with a schedule is reported by us alone', async () => {
    const all = await reported(block.replace('0.6', '600'));
    expect(all.ours.filter(({ severity }) => severity === 1)).toHaveLength(1);
    expect(all.theirs).toEqual([]);
  });

  it('no hover, no completion and no symbol comes from both', async () => {
    const params = await open(`${block}    \n`);
    const ask = async <T>(method: string, more: object): Promise<[T, T]> => [
      await ours.connection.sendRequest<T>(method, { ...params, ...more }),
      await theirs.connection.sendRequest<T>(method, { ...params, ...more }),
    ];
    for (const position of [
      { line: 3, character: 4 },
      { line: 4, character: 12 },
      { line: 5, character: 20 },
      { line: 6, character: 6 },
    ]) {
      const [own, other] = await ask<Hover | null>('textDocument/hover', { position });
      expect(own).not.toBeNull();
      expect(other).toBeNull();
    }
    const [list, items] = await ask<CompletionList | CompletionItem[] | null>('textDocument/completion', {
      position: { line: 8, character: 4 },
    });
    const labels = (list: CompletionList | CompletionItem[] | null) =>
      (Array.isArray(list) ? list : (list?.items ?? [])).map(({ label }) => label);
    expect(labels(list).length).toBeGreaterThan(0);
    expect(labels(list).filter((label) => labels(items).includes(label))).toEqual([]);
    const [own, other] = await ask<DocumentSymbol[]>('textDocument/documentSymbol', {});
    const names = (symbols: readonly DocumentSymbol[]): string[] =>
      symbols.flatMap(({ name, children = [] }) => [name, ...names(children)]);
    expect(names(own)).toHaveLength(1);
    expect(names(other)).toContain('schedule_config');
    expect(names(own).filter((name) => names(other).includes(name))).toEqual([]);
  });
});

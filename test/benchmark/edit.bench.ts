/**
 * From an edit to its diagnostics, and completion and hover, at five sizes: our server as a process over stdio, the
 * same service without a process around it, yaml-language-server's own computing, and the `yaml` package parsing the text.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from 'yaml';
import { createLanguageService } from '../../server/src/service';
import { count, exponent, inTurn, median, ratio, report, root, spread, table } from './measure';
import { startSession } from './session';
import { fileOf, nestedFileOf, SIZES } from './texts';

interface OtherService {
  configure(settings: object): void;
  doValidation(document: TextDocument, isKubernetes: boolean): Promise<readonly unknown[]>;
}

/** yaml-language-server's service with our schema attached, asked directly: without its waiting after a key stroke. */
function otherService(): { readonly version: string; readonly service: OtherService } {
  const require = createRequire(join(root, 'package.json'));
  const { getLanguageService } = require('yaml-language-server') as {
    getLanguageService(parts: object): OtherService;
  };
  const { version } = require('yaml-language-server/package.json') as { version: string };
  const schema = JSON.parse(readFileSync(join(root, 'schemas', 'schedule-document.schema.json'), 'utf8')) as object;
  const service = getLanguageService({
    schemaRequestService: async () => JSON.stringify(schema),
    workspaceContext: { resolveRelativePath: (path: string) => path },
    telemetry: { send: () => undefined, sendError: () => undefined, sendTrack: () => undefined },
  });
  service.configure({
    validate: true,
    yamlVersion: '1.2',
    schemas: [{ uri: 'file:///schedule-document.schema.json', fileMatch: ['*.yaml'], schema }],
  });
  return { version, service };
}

/** A digit comes and goes behind a number in the middle of the text. */
function edits(text: string): (document: TextDocument) => { range: object; text: string } {
  const at = text.indexOf('1e-3', text.length >> 1) + 4;
  const offset = at > 4 ? at : text.indexOf('1e-3') + 4;
  let there = false;
  return (document) => {
    const start = document.positionAt(offset);
    const end = there ? document.positionAt(offset + 1) : start;
    there = !there;
    return { range: { start, end }, text: there ? '1' : '' };
  };
}

const other = otherService();
const session = await startSession();
const rows: string[][] = [];
const asked: string[][] = [];
const costs: { lines: number; blocks: number; ours: number; hover: number; complete: number }[] = [];
const shapes = [
  { name: 'entries at the root', make: fileOf },
  { name: 'all below one key', make: nestedFileOf },
];
for (const { name, make } of shapes) {
  for (const { lines, blocks } of SIZES) {
    const text = make(lines, blocks);
    const uri = `file:///${lines}-${make.name}.yaml`;
    const rounds = lines > 20_000 ? 11 : lines > 5_000 ? 21 : 101;
    const inner = createLanguageService();
    let version = 1;
    let innerDocument = TextDocument.create(uri, 'yaml', version, text);
    const change = edits(text);
    await session.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version, text },
    });
    const overWire = async () => {
      // The digit that was written is the one that `innerDocument` gets as well.
      await session.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [edit],
      });
      await session.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    };
    let edit = { range: {}, text: '' };
    let asks = 0;
    const sides = {
      wire: overWire,
      service: async () => {
        innerDocument = TextDocument.update(innerDocument, [edit as never], version);
        await inner.validate(innerDocument);
      },
      floor: () => parseDocument(innerDocument.getText()),
      // It keeps what it parsed of a version.
      other: async () => {
        asks += 1;
        await other.service.doValidation(TextDocument.create(uri, 'yaml', asks, innerDocument.getText()), false);
      },
    };
    const prepared = async (side: () => unknown, isFirst: boolean) => {
      if (isFirst) {
        version += 1;
        edit = change(innerDocument);
      }
      await side();
    };
    const turns = {
      wire: () => prepared(sides.wire, true),
      service: () => sides.service(),
      floor: () => sides.floor(),
    };
    await inTurn(turns, lines > 5_000 ? 4 : 60);
    const { wire, service, floor } = await inTurn(turns, rounds);
    // It takes so much longer that it is asked less often, each time beside the floor.
    const others = await inTurn({ other: sides.other }, lines > 5_000 ? 3 : 21);
    rows.push([
      `${count(lines)}, ${name}`,
      count(blocks),
      spread(wire),
      spread(service),
      spread(floor),
      ratio(median(wire) / median(floor)),
      spread(others.other),
      ratio(median(others.other) / median(wire)),
    ]);
    // By the text without the edit, which is on another line.
    const kind = [text.length >> 1, 0].map((from) => text.indexOf('kind: noether', from)).find((at) => at >= 0) ?? 0;
    const key = TextDocument.create(uri, 'yaml', 0, text).positionAt(kind + 2);
    const below = { line: key.line + 1, character: key.character - 2 };
    const features = await inTurn(
      {
        hover: () => session.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: key }),
        complete: () =>
          session.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position: below }),
        hoverInside: () => inner.hover(innerDocument, key),
        completeInside: () => inner.complete(innerDocument, below),
      },
      51,
    );
    if ((await inner.hover(innerDocument, key)) === null) throw new Error('nothing to hover over');
    if ((await inner.complete(innerDocument, below)).items.length === 0) throw new Error('nothing to complete');
    asked.push([
      `${count(lines)}, ${name}`,
      spread(features.completeInside),
      spread(features.hoverInside),
      spread(features.complete),
      spread(features.hover),
    ]);
    if (make === fileOf) {
      costs.push({
        lines,
        blocks,
        ours: median(service),
        hover: median(features.hoverInside),
        complete: median(features.completeInside),
      });
    }
    await session.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }
}
await session.end();
const large = costs.slice(2);
const growth = (of: (one: (typeof costs)[number]) => number) =>
  exponent(
    large.map(({ lines }) => lines),
    large.map(of),
  ).toFixed(2);
report(
  'edit',
  `## From an edit to its diagnostics

Milliseconds, median and 95th percentile in brackets. *Server*: the bundled server as a process, from sending the edit of
one digit to having the answer. *Service*: the same without process and protocol. *Floor*: the package \`yaml\` parsing the
text once. *yaml-language-server* ${other.version} (the newest that runs on this Node) with our schema attached: its own computing, without the
time it waits for the next key stroke and without a process.

${table(['Lines', 'Blocks', 'Server', 'Service', 'Floor', 'Server / floor', 'yaml-language-server', 'It / our server'], rows)}

Goals: at most 1.5 × the floor at 120 lines, below it at 10,000 and 50,000; 10 × faster than yaml-language-server from
1,200 lines on.

## Completion and hover with its picture

Milliseconds as above, inside the server and, with process and protocol, as a client sees them. Goal: 5 ms inside the
server at 10,000 lines.

${table(['Lines', 'Completion', 'Hover', 'Completion over the wire', 'Hover over the wire'], asked)}

Cost grows with size^p from 1,200 lines on; p is ${growth(({ ours }) => ours)} for an edit, ${growth(({ complete }) => complete)} for
completion, ${growth(({ hover }) => hover)} for hover. An edit reads again the few entries around it, however deep they stand, and
judges the blocks that it may have changed and those that something is wrong with (nothing is, in these files); the rest is
only put in its new place. Completion outlines what is near the cursor, and the rest when it is asked for.`,
);

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Diagnostic, DocumentDiagnosticReport, Hover, LocationLink, Range } from 'vscode-languageserver-protocol';
import { inProcess, type Session } from './client';

/** `é` is 2 bytes, 1 unit and 1 code point; `🚀` is 4 bytes, 2 units and 1 code point. */
const note = '"é🚀é"';
const kind = 'noether.core.schedules.StepFixedSchedule';
const line = `  {note: ${note}, factor: x, kind: ${kind}, start_value: 1e-3, steps: [0.5]}`;
const text = `schedule_config:\n${line}\n`;

/** How far text reaches in each encoding, told by Node and by the language. */
const lengths = {
  'utf-8': (part: string) => Buffer.byteLength(part, 'utf8'),
  'utf-16': (part: string) => part.length,
  'utf-32': (part: string) => [...part].length,
};
type Encoding = keyof typeof lengths;
const encodings = Object.keys(lengths) as Encoding[];

/** Where a part of a line stands, in an encoding. */
function rangeOf(part: string, encoding: Encoding, row = 1, within = line): Range {
  const start = within.indexOf(part);
  const at = (index: number) => ({ line: row, character: lengths[encoding](within.slice(0, index)) });
  return { start: at(start), end: at(start + part.length) };
}

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(positionEncodings: readonly string[] | undefined, folders: readonly string[] = []) {
  const session = await inProcess({
    capabilities: {
      ...(positionEncodings && { general: { positionEncodings: [...positionEncodings] } }),
      textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] }, definition: { linkSupport: true } },
    },
    folders,
  });
  ends.push(() => session.end());
  return session;
}

const open = (session: Session, uri: string, content: string) =>
  session.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: content },
  });

async function errors(session: Session, uri: string): Promise<Diagnostic[]> {
  const report = await session.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri },
  });
  return (report.kind === 'full' ? report.items : []).filter(({ severity }) => severity === 1);
}

describe('position encodings', () => {
  it.each([
    [undefined, 'utf-16'],
    [['utf-32', 'utf-8', 'utf-16'], 'utf-32'],
    [['utf-7', 'utf-8'], 'utf-8'],
    [['utf-7'], 'utf-16'],
  ] as const)('of what a client offers takes the first that it knows: %j', async (offered, expected) => {
    expect((await start(offered)).initialized.capabilities.positionEncoding).toBe(expected);
  });

  describe.each(encodings)('%s', (encoding) => {
    const uri = 'file:///project/train.yaml';

    it('places a diagnostic behind letters of every width', async () => {
      const session = await start([encoding]);
      await open(session, uri, text);
      expect((await errors(session, uri)).map(({ range }) => range)).toEqual([rangeOf('x', encoding)]);
    });

    it('takes edits, one after the other in one message, and hovers', async () => {
      const session = await start([encoding]);
      await open(session, uri, text);
      const longer = line.replace('é🚀é', 'é🚀🚀é');
      await session.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: 2 },
        contentChanges: [
          { range: { start: rangeOf('é"', encoding).start, end: rangeOf('é"', encoding).start }, text: '🚀' },
          // Counted in the text that the first one left: é🚀🚀é.
          { range: rangeOf('x', encoding, 1, longer), text: '0.1' },
        ],
      });
      expect(await errors(session, uri)).toEqual([]);
      const edited = line.replace('é🚀é', 'é🚀🚀é').replace('factor: x', 'factor: 0.1');
      const wanted = rangeOf('0.1', encoding, 1, edited);
      const hover = await session.connection.sendRequest<Hover>('textDocument/hover', {
        textDocument: { uri },
        position: wanted.start,
      });
      expect(JSON.stringify(hover.contents)).toContain('factor');
      expect(hover.range?.end).toEqual(wanted.end);
    });

    it('points into another file in the letters of that file', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'encodings-'));
      ends.push(() => rm(folder, { recursive: true }));
      const target = `{note: ${note}, lr: 1e-3, schedule_config: {kind: ${kind}, factor: 0.1, start_value: "\${optim.lr}", steps: [0.5]}}`;
      const primary = `note: ${note}\ndefaults: [optim: adamw]\npeak: "\${optim.lr}"\n`;
      await writeFile(join(folder, 'train.yaml'), primary);
      await mkdir(join(folder, 'optim'));
      await writeFile(join(folder, 'optim', 'adamw.yaml'), target);
      const session = await start([encoding], [pathToFileURL(folder).href]);
      const at = pathToFileURL(join(folder, 'train.yaml')).href;
      await open(session, at, primary);
      const links = await session.connection.sendRequest<LocationLink[]>('textDocument/definition', {
        textDocument: { uri: at },
        position: { line: 2, character: 15 },
      });
      expect(links.map(({ targetUri }) => targetUri)).toEqual([
        pathToFileURL(join(folder, 'optim', 'adamw.yaml')).href,
      ]);
      expect(links[0]?.targetSelectionRange.start).toEqual(rangeOf('lr', encoding, 0, target).start);
    });
  });
});

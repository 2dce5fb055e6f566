import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { inProcess, type Session } from '../protocol/client';
import { answerTo, calls, type Place } from './calls';
import { type Edit, edit, startText } from './texts';

/** Calls of the service in all. `FUZZ_CALLS=1000000 npm run fuzz` is the long run. */
const WANTED = Number(process.env.FUZZ_CALLS ?? 10_000);
const SEED = Number(process.env.SEED ?? 20_261_126);
/** CPU time of this process, in milliseconds: other work on the machine must not fail a test. */
const LONGEST = 1000;

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const capabilities = {
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: {
    diagnostic: {},
    hover: { contentFormat: ['markdown' as const] },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown' as const] } },
    definition: { linkSupport: true },
  },
};

let made = 0;
let slowest = { time: 0, method: '' };
const logged: string[] = [];

interface Side {
  readonly session: Session;
  version: number;
}

async function start(folders: readonly string[]): Promise<Side> {
  const session = await inProcess({ capabilities, folders, initializationOptions: { commands: true } });
  session.connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    if (type === 1) logged.push(message);
  });
  return { session, version: 0 };
}

async function ask({ session }: Side, method: string, params: unknown): Promise<unknown> {
  made += 1;
  const { user, system } = process.cpuUsage();
  const result = await answerTo(session.connection, method, params);
  const used = process.cpuUsage();
  const time = (used.user - user + used.system - system) / 1000;
  if (time > slowest.time) slowest = { time, method };
  return result;
}

function placeIn(document: TextDocument, part: number): Place {
  const at = Math.floor(part * document.getText().length);
  const position = document.positionAt(at);
  return { uri: document.uri, position, range: { start: position, end: document.positionAt(at + 80) } };
}

const textDocumentOf = ({ uri }: TextDocument) => ({ uri });

async function open(side: Side, document: TextDocument): Promise<void> {
  side.version += 1;
  await side.session.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: document.uri, languageId: 'yaml', version: side.version, text: document.getText() },
  });
}

async function close(side: Side, document: TextDocument): Promise<void> {
  await side.session.connection.sendNotification('textDocument/didClose', { textDocument: textDocumentOf(document) });
}

/** Edits the document on a server, and returns it as it is then. */
async function change(side: Side, document: TextDocument, { at, length, text }: Edit): Promise<TextDocument> {
  const size = document.getText().length;
  const start = Math.floor(at * size);
  const range = {
    start: document.positionAt(start),
    end: document.positionAt(start + Math.floor(length * (size - start))),
  };
  side.version += 1;
  await side.session.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: document.uri, version: side.version },
    contentChanges: [{ range, text }],
  });
  const { uri, languageId } = document;
  const edited =
    document.getText().slice(0, document.offsetAt(range.start)) +
    text +
    document.getText().slice(document.offsetAt(range.end));
  return TextDocument.create(uri, languageId, side.version, edited);
}

/** Answers carry the document's version; two servers count differently. */
function withoutVersions(answer: unknown): string {
  return JSON.stringify(answer, (key, value: unknown) => (key === 'version' ? undefined : value)) ?? 'undefined';
}

const part = fc.double({ min: 0, max: 1, noNaN: true });
const story = fc.record({
  text: startText,
  edits: fc.array(fc.tuple(edit, part, fc.nat({ max: calls.length - 1 })), { minLength: 1, maxLength: 12 }),
  places: fc.tuple(part, part),
});

/** Plays stories until enough calls are made; each ends with the same questions to a server that never saw the edits. */
async function play(typed: Side, fresh: Side, uri: string, wanted: number, seed: number): Promise<void> {
  const until = made + wanted;
  for (let round = 0; made < until; round++) {
    await fc.assert(
      fc.asyncProperty(story, async ({ text, edits, places }) => {
        let document = TextDocument.create(uri, 'yaml', 0, text);
        await open(typed, document);
        for (const [one, where, which] of edits) {
          document = await change(typed, document, one);
          const call = calls[which];
          if (call !== undefined) await ask(typed, call.method, call.params(placeIn(document, where)));
        }
        await open(fresh, document);
        for (const where of places) {
          const place = placeIn(document, where);
          for (const call of calls) {
            const params = call.params(place);
            const [one, other] = [await ask(typed, call.method, params), await ask(fresh, call.method, params)];
            if (withoutVersions(one) !== withoutVersions(other)) {
              expect(one, `${call.method} at ${JSON.stringify(place.position)}`).toEqual(other);
            }
          }
        }
        await close(typed, document);
        await close(fresh, document);
        expect(logged).toEqual([]);
      }),
      { numRuns: 10, seed: seed + round, endOnFailure: false },
    );
  }
}

describe(`the server under random edits (seed ${SEED})`, () => {
  let folder: string;
  let files: string[];
  const sides: Side[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'schedule-lens-fuzz-'));
    cpSync(examples, folder, { recursive: true });
    files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  });
  afterAll(async () => {
    for (const { session } of sides) await session.end();
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write(
      `${made} calls with seed ${SEED}; the longest took ${slowest.time.toFixed(0)} ms (${slowest.method})\n`,
    );
  });

  async function pair(folders: readonly string[]): Promise<[Side, Side]> {
    const both: [Side, Side] = [await start(folders), await start(folders)];
    sides.push(...both);
    return both;
  }

  it('answers for a file on its own as if it had been opened as it is', { timeout: 2 ** 30 }, async () => {
    const [typed, fresh] = await pair([]);
    await play(typed, fresh, 'file:///project/train.yaml', WANTED / 2, SEED);
  });

  it('answers for a file of a Hydra project as if it had been opened as it is', { timeout: 2 ** 30 }, async () => {
    const [typed, fresh] = await pair([pathToFileURL(folder).href]);
    for (const [index, name] of files.entries()) {
      const uri = pathToFileURL(join(folder, name)).href;
      // As it is on disk first, so that the project composes.
      const document = TextDocument.create(uri, 'yaml', 0, readFileSync(join(folder, name), 'utf8'));
      await open(typed, document);
      await close(typed, document);
      await play(typed, fresh, uri, WANTED / 2 / files.length, SEED + 1000 * index);
    }
  });

  it('has an answer within a second of work each time', () => {
    expect(made).toBeGreaterThanOrEqual(WANTED);
    expect(slowest.time, slowest.method).toBeLessThan(LONGEST);
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService, type LanguageService } from '../../../server/src/service';
import { defaultSettings } from '../../../server/src/service/settings';
import { longTexts, MOST } from './texts';

type Feature = (service: LanguageService, document: TextDocument, offset: number) => Promise<unknown>;

function around(document: TextDocument, at: number, length = 60) {
  return { start: document.positionAt(at), end: document.positionAt(at + length) };
}

/** What an editor asks of a document as a whole. */
const ofAll: Readonly<Record<string, Feature>> = {
  validate: (service, document) => service.validate(document),
  lenses: (service, document) => service.codeLens(document),
  symbols: (service, document) => service.documentSymbols(document),
  links: (service, document) => service.documentLinks(document),
  hints: (service, document) => service.inlayHints(document, around(document, 0, MOST)),
  'actions for all': (service, document) => service.codeActions(document, around(document, 0, MOST)),
  status: (service, document) => service.status(document),
  composed: (service, document) => service.composedConfig(document),
  changed: (service, document) =>
    service.changedBlocks(document, [{ uri: document.uri, text: document.getText().replace('0.1', '0.2') }]),
};

/** And of a place in it. */
const ofPlaces: Readonly<Record<string, Feature>> = {
  hover: (service, document, at) => service.hover(document, document.positionAt(at)),
  complete: (service, document, at) => service.complete(document, document.positionAt(at)),
  definition: (service, document, at) => service.definition(document, document.positionAt(at)),
  references: (service, document, at) => service.references(document, document.positionAt(at)),
  highlight: (service, document, at) => service.documentHighlight(document, document.positionAt(at)),
  'prepare rename': (service, document, at) => service.prepareRename(document, document.positionAt(at)),
  rename: (service, document, at) => service.rename(document, document.positionAt(at), 'renamed'),
  actions: (service, document, at) => service.codeActions(document, around(document, at)),
  'fix all': (service, document, at) =>
    service.codeActions(document, around(document, at), { only: ['source.fixAll.scheduleLens'] }),
  preview: (service, document, at) =>
    service.preview(document, { position: document.positionAt(at), companions: 'model', at: [5] }),
  values: (service, document, at) =>
    service.curveValues(document, { position: document.positionAt(at), from: 0, count: 100 }),
  primaries: (service, document, at) => service.primaries(document, document.positionAt(at)),
};

/** Typing in the middle, and what is asked for then. */
const edit: Feature = (service, document) => {
  const at = document.positionAt(Math.floor(document.getText().length / 2));
  const contentChanges = [{ range: { start: at, end: at }, text: 'x' }];
  return service.validate(TextDocument.update(document, contentChanges, document.version + 1));
};

/** Seconds of CPU, or of the clock where other threads use more: what others do does not count. */
async function seconds(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  const start = performance.now();
  await run();
  const { user, system } = process.cpuUsage(before);
  return Math.min((user + system) / 1e6, (performance.now() - start) / 1e3);
}

/** What each question about a text takes, from a service that has seen nothing before. */
async function costs(text: string): Promise<Map<string, number>> {
  const service = createLanguageService({ ...defaultSettings, totalSteps: 10_000 });
  const document = TextDocument.create('file:///long.yaml', 'yaml', 1, text);
  const all = new Map<string, number>();
  const ask = async (name: string, feature: Feature, at: number): Promise<void> => {
    all.set(name, Math.max(all.get(name) ?? 0, await seconds(() => feature(service, document, at))));
  };
  for (const [name, feature] of Object.entries(ofAll)) await ask(name, feature, 0);
  const places = [1, text.indexOf('factor') + 2, Math.floor(text.length / 2), text.length];
  for (const at of places) for (const [name, feature] of Object.entries(ofPlaces)) await ask(name, feature, at);
  await ask('an edit', edit, 0);
  service.release();
  return all;
}

/** Faster than this it may grow as it likes: there is no longer text. */
const SOON = 0.6;
/** Of one half the text an answer takes half the time, and a quarter where its cost is quadratic. */
const GROWTH = 3.2;
/** A second on a good day. Whoever has a machine that is six times slower than that should not see a test fail. */
const MOST_SECONDS = 6;
const MOST_TRIES = 4;

/** The lowest of two costs each, since a machine that is busy elsewhere only makes it more. */
function lower(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...one].map(([name, cost]) => [name, Math.min(cost, other.get(name) ?? cost)]));
}

function tooMuch(whole: ReadonlyMap<string, number>, half: ReadonlyMap<string, number> | undefined): string[] {
  return [...whole].flatMap(([name, cost]) => {
    const before = half?.get(name) ?? 0;
    if (cost <= SOON || (cost <= MOST_SECONDS && half !== undefined && cost <= GROWTH * before)) return [];
    return [`${name}: ${cost.toFixed(2)} s, and ${before.toFixed(2)} s of one half of the text`];
  });
}

let asked = 0;
let longest = { cost: 0, name: '' };

describe('files as long as they may be', () => {
  afterAll(() => {
    const { cost, name } = longest;
    process.stdout.write(`${asked} answers about files of 2 MB; the longest took ${cost.toFixed(2)} s (${name})\n`);
  });

  it('are of more than fifty kinds', () => {
    expect(Object.keys(longTexts).length).toBeGreaterThanOrEqual(57);
  });

  for (const [name, textOf] of Object.entries(longTexts)) {
    it(`are answered in time, in proportion to their length: ${name}`, { timeout: 300_000 }, async () => {
      const text = textOf(MOST);
      expect(text.length).toBeLessThanOrEqual(MOST);
      let whole = await costs(text);
      asked += Object.keys(ofAll).length + 4 * Object.keys(ofPlaces).length + 1;
      let half: Map<string, number> | undefined;
      for (let tries = 1; tries < MOST_TRIES && tooMuch(whole, half).length > 0; tries++) {
        const again = await costs(textOf(MOST / 2));
        half = half === undefined ? again : lower(half, again);
        if (tooMuch(whole, half).length > 0) whole = lower(whole, await costs(text));
      }
      for (const [feature, cost] of whole) if (cost > longest.cost) longest = { cost, name: `${feature}, ${name}` };
      expect(tooMuch(whole, half)).toEqual([]);
    });
  }
});

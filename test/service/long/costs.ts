import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService, type LanguageService } from '../../../server/src/service';
import { defaultSettings } from '../../../server/src/service/settings';

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
  hints: (service, document) => service.inlayHints(document, around(document, 0, document.getText().length)),
  'actions for all': (service, document) =>
    service.codeActions(document, around(document, 0, document.getText().length)),
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

/** What stands around a place, whatever its numbers are and however many digits they have. */
function surroundings(text: string, at: number): string {
  const [before, behind] = [text.slice(Math.max(0, at - 40), at), text.slice(at, at + 40)].map((part) =>
    part.replace(/\d+/g, '0'),
  );
  return `${before?.slice(-8)}|${behind?.slice(0, 8)}`;
}

/** The middle of a text, or a place near to it that looks the same as the middle of another one. */
function middleOf(text: string, like = ''): number {
  const middle = Math.floor(text.length / 2);
  const wanted = surroundings(like, Math.floor(like.length / 2));
  for (let at = middle; at < middle + 1000; at++) if (surroundings(text, at) === wanted) return at;
  return middle;
}

/** What each question about a text takes, from a service that has seen nothing before. */
export async function costs(text: string, like?: string): Promise<Map<string, number>> {
  const service = createLanguageService({ ...defaultSettings, totalSteps: 10_000 });
  const document = TextDocument.create('file:///long.yaml', 'yaml', 1, text);
  const all = new Map<string, number>();
  const ask = async (name: string, feature: Feature, at: number): Promise<void> => {
    all.set(name, Math.max(all.get(name) ?? 0, await seconds(() => feature(service, document, at))));
  };
  for (const [name, feature] of Object.entries(ofAll)) await ask(name, feature, 0);
  const places = [text.indexOf('factor') + 2, middleOf(text, like)];
  for (const at of places) for (const [name, feature] of Object.entries(ofPlaces)) await ask(name, feature, at);
  await ask('an edit', edit, 0);
  service.release();
  return all;
}

import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService, type LanguageService } from '../../../server/src/service';
import { defaultSettings } from '../../../server/src/service/settings';

const MOST = 2 * 1024 * 1024;
const KINDS = 'noether.core.schedules';

/** As many of the parts as a file may hold, between two texts. */
function filled(before: string, part: (index: number) => string, after = ''): string {
  let text = before;
  for (let index = 0; text.length < MOST - 200; index++) text += part(index);
  return text + after;
}

const texts: Readonly<Record<string, () => string>> = {
  'misspelt block keys': () =>
    filled('', (i) => `optim${i}:\n  lr: 1e-3\n  schedule_confg:\n    kind: ${KINDS}.StepFixedSchedule\n`),
  'ignore comments over every block': () =>
    filled(
      '',
      (i) =>
        `o${i}:\n  # schedule-lens: ignore[peak-not-lr]\n  schedule_config:\n    kind: ${KINDS}.ConstantSchedule\n    value: 1e-3\n`,
    ),
  'ignore comments and nothing else': () => filled('', () => '# schedule-lens: ignore[peak-not-lr]\n'),
  'unknown keys in one block': () =>
    filled(`schedule_config:\n  kind: ${KINDS}.StepFixedSchedule\n`, (i) => `  facto${i}: 1\n`),
  'a list of environment variables': () =>
    filled(`schedule_config:\n  kind: ${KINDS}.CustomSchedule\n  values: [`, () => `"\${oc.env:A,1}", `, '1]\n'),
};

type Feature = (service: LanguageService, document: TextDocument, offset: number) => unknown;

const features: Readonly<Record<string, Feature>> = {
  validate: (service, document) => service.validate(document),
  hover: (service, document, at) => service.hover(document, document.positionAt(at)),
  complete: (service, document, at) => service.complete(document, document.positionAt(at)),
  definition: (service, document, at) => service.definition(document, document.positionAt(at)),
  references: (service, document, at) => service.references(document, document.positionAt(at)),
  rename: (service, document, at) => service.prepareRename(document, document.positionAt(at)),
  links: (service, document) => service.documentLinks(document),
  actions: (service, document, at) => service.codeActions(document, around(document, at)),
  fixAll: (service, document, at) =>
    service.codeActions(document, around(document, at), { only: ['source.fixAll.scheduleLens'] }),
  preview: (service, document, at) =>
    service.preview(document, { position: document.positionAt(at), companions: 'model' }),
  lenses: (service, document) => service.codeLens(document),
  symbols: (service, document) => service.documentSymbols(document),
};

function around(document: TextDocument, at: number) {
  return { start: document.positionAt(at), end: document.positionAt(at + 60) };
}

/** Seconds of CPU, or of the clock where other threads use more: what others do does not count. A quadratic answer takes 10 s and more. */
const MOST_SECONDS = 6;

async function seconds(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  const start = performance.now();
  await run();
  const { user, system } = process.cpuUsage(before);
  return Math.min((user + system) / 1e6, (performance.now() - start) / 1e3);
}

describe('files as long as they may be', () => {
  for (const [name, textOf] of Object.entries(texts)) {
    it(`answer in time: ${name}`, async () => {
      const text = textOf();
      expect(text.length).toBeLessThanOrEqual(MOST);
      const service = createLanguageService(defaultSettings);
      const document = TextDocument.create('file:///long.yaml', 'yaml', 1, text);
      const slow: string[] = [];
      for (const at of [1, Math.floor(text.length / 2)]) {
        for (const [feature, ask] of Object.entries(features)) {
          const used = await seconds(() => ask(service, document, at));
          if (used > MOST_SECONDS) slow.push(`${feature} at ${at}: ${used.toFixed(1)} s`);
        }
      }
      expect(slow).toEqual([]);
    }, 300_000);
  }
});

import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { createLanguageService } from '../../../server/src/service';

const uri = 'file:///config.yaml';
const kind = 'noether.core.schedules.ConstantSchedule';

function constant(value: string): string {
  return `optim:\n  kind: torch.optim.AdamW\n  lr: 1e-3\n  schedule_config:\n    kind: ${kind}\n    value: ${value}\n`;
}

function documentOf(text: string, version = 1): TextDocument {
  return TextDocument.create(uri, 'yaml', version, text);
}

async function codes(service: ReturnType<typeof createLanguageService>, document: TextDocument): Promise<unknown[]> {
  return (await service.validate(document)).map((one) => one.code);
}

describe('one analysis per document and version', () => {
  it('gives 100 different texts under one uri and version 100 right answers', async () => {
    const service = createLanguageService({});
    const documents = Array.from({ length: 100 }, (_, index) => documentOf(constant(`word${index}`)));
    const all = await Promise.all(documents.map((document) => service.validate(document)));
    for (const [index, diagnostics] of all.entries()) {
      expect(diagnostics.map((one) => one.code)).toEqual(['type']);
      expect(diagnostics[0]?.message).toContain(`value is word${index},`);
    }
  });

  it('sees an edit, also one that keeps the version', async () => {
    const service = createLanguageService({});
    const document = documentOf(constant('1e-3'));
    expect(await codes(service, document)).toEqual([]);
    TextDocument.update(document, [{ text: constant('abc') }], 2);
    expect(await codes(service, document)).toEqual(['type']);
    TextDocument.update(document, [{ text: constant('2e-3') }], 2);
    expect(await codes(service, document)).toEqual(['peak-not-lr']);
  });

  it('answers for the newest text when it changes while being read', async () => {
    const service = createLanguageService({});
    const document = documentOf(constant('abc'));
    const first = service.validate(document);
    TextDocument.update(document, [{ text: constant('1e-3') }], 2);
    expect(await first).toEqual([]);
  });

  it('shares the analysis between features and makes a new one after a change of options', async () => {
    const service = createLanguageService({});
    const document = documentOf(constant('1e-3'));
    const [one, two] = await Promise.all([service.analyze(document), service.analyze(document)]);
    expect(one).toBeDefined();
    expect(one).toBe(two);
    service.configure({ totalSteps: 10 });
    expect(await service.analyze(document)).not.toBe(one);
  });

  it('gives nothing once cancelled', async () => {
    const service = createLanguageService({});
    const document = documentOf(constant('abc'));
    expect(await service.validate(document, { isCancellationRequested: true })).toEqual([]);
    const token = { isCancellationRequested: false };
    const running = service.validate(document, token);
    token.isCancellationRequested = true;
    expect(await running).toEqual([]);
    expect(await codes(service, document)).toEqual(['type']);
  });

  it('gives way while it reads a long file', async () => {
    let turns = 0;
    const service = createLanguageService({
      yield: async () => {
        turns += 1;
      },
    });
    const block = `  schedule_config:\n    kind: ${kind}\n    value: abc\n`;
    const text = Array.from({ length: 3000 }, (_, index) => `optim${index}:\n  lr: 1e-3\n${block}`).join('');
    expect(await codes(service, documentOf(text))).toHaveLength(3000);
    expect(turns).toBeGreaterThan(0);
  });
});

describe('options', () => {
  it('change at runtime', async () => {
    const service = createLanguageService({});
    const document = documentOf(`schedule_config:\n  kind: noether.core.schedules.CustomSchedule\n  values: [1, 2]\n`);
    expect(await codes(service, document)).toEqual([]);
    service.configure({ totalSteps: 3 });
    expect(await codes(service, document)).toEqual(['values-too-short']);
    service.configure({ totalSteps: null });
    expect(await codes(service, document)).toEqual([]);
  });

  it('come per document where the folder has its own', async () => {
    const service = createLanguageService({
      settingsFor: (uri) => (uri.includes('/old/') ? { noetherVersion: '1.1' } : undefined),
    });
    const text = 'schedule_config:\n  kind: noether.core.schedules.SqrtDecreasingSchedule\n  max_value: 1\n';
    const severity = async (uri: string) =>
      (await service.validate(TextDocument.create(uri, 'yaml', 1, text))).map((one) => one.severity);
    expect(await severity('file:///old/a.yaml')).toEqual([DiagnosticSeverity.Error]);
    expect(await severity('file:///new/a.yaml')).toEqual([DiagnosticSeverity.Warning]);
  });

  it('that make no sense are left aside', async () => {
    const settings = JSON.parse(
      '{"noetherVersion": "2", "totalSteps": "many", "updatesPerEpoch": -1, "maxFileSize": 0, "rules": {"type": "loud"}, "interpolations": 5, "environmentVariables": "HOME", "reportYamlSyntax": "yes", "hover": 3}',
    );
    const service = createLanguageService({ settingsFor: () => settings });
    expect(service.settings(uri)).toEqual(createLanguageService({}).settings(uri));
  });

  it('set the severity of a rule, or silence it', async () => {
    const document = documentOf(constant('2e-3'));
    const peak = async (level: 'off' | 'hint' | 'error') =>
      (await createLanguageService({ rules: { 'peak-not-lr': level } }).validate(document)).map((one) => one.severity);
    expect(await peak('off')).toEqual([]);
    expect(await peak('hint')).toEqual([DiagnosticSeverity.Hint]);
    expect(await peak('error')).toEqual([DiagnosticSeverity.Error]);
  });

  it('leave what every YAML parser finds to others, and keep what only OmegaConf has', async () => {
    const service = createLanguageService({ reportYamlSyntax: false });
    expect(await codes(service, documentOf(`${constant('1e-3')}bad: [1, 2\n`))).toEqual([]);
    expect(await codes(service, documentOf(`${constant('1e-3')}null: 1\n`))).toEqual(['null-key']);
    const all = createLanguageService({});
    expect(await codes(all, documentOf(`${constant('1e-3')}bad: [1, 2\n`))).toEqual(['unclosed-bracket']);
  });

  it('supply values of other files', async () => {
    const text = constant(`\${train.lr}`);
    expect(await codes(createLanguageService({}), documentOf(text))).toEqual(['interpolation-unresolved']);
    expect(await codes(createLanguageService({ interpolations: { 'train.lr': 1e-3 } }), documentOf(text))).toEqual([]);
    const nested = createLanguageService({ interpolations: { train: { lr: 2e-3 } } });
    expect(await codes(nested, documentOf(text))).toEqual(['peak-not-lr']);
  });

  it('let only listed environment variables be read', async () => {
    const asked: string[] = [];
    const environment = (name: string) => {
      asked.push(name);
      return '2e-3';
    };
    const text = constant(`\${oc.env:LR,1e-3}`);
    expect(await codes(createLanguageService({ environment }), documentOf(text))).toEqual([]);
    expect(asked).toEqual([]);
    const open = createLanguageService({ environment, environmentVariables: ['LR'] });
    expect(await codes(open, documentOf(text))).toEqual(['peak-not-lr']);
    expect(asked).toEqual(['LR']);
  });
});

describe('the length of training', () => {
  const block = '\nschedule_config:\n  kind: noether.core.schedules.CustomSchedule\n  values: [1, 2]\n';
  const total = async (trainer: string, options = {}) => {
    const analysis = await createLanguageService(options).analyze(documentOf(`${trainer}${block}`));
    return analysis?.trainer.totalSteps?.value;
  };

  it.each([
    ['trainer: {max_updates: 7}', 7],
    ['trainer: {max_updates: 7, max_epochs: null}', 7],
    ['max_updates: 7', 7],
    ['training: {max_updates: 7}', 7],
    [`n: 7\ntrainer: {max_updates: "\${n}"}`, 7],
    ['trainer: {max_samples: 100, effective_batch_size: 32}', 3],
    // Which of them holds nobody can say, and upstream refuses it.
    ['trainer: {max_updates: 7, max_epochs: 2}', undefined],
    ['a: {max_updates: 7}\nb: {max_updates: 8}', undefined],
    ['a: {max_updates: 7}\nb: {max_updates: 7}', 7],
    ['a: {max_updates: 7}\ntrainer: {max_updates: 8}', 8],
    ['trainer: {max_epochs: 3}', undefined],
    ['trainer: {max_samples: 100}', undefined],
    ['trainer: {max_samples: 100, effective_batch_size: 0}', undefined],
    ['trainer: {max_updates: abc}', undefined],
    ['trainer: {max_updates: 0}', undefined],
    ['trainer: {max_updates: 2.5}', undefined],
    ['deep: {down: {max_updates: 7}}', undefined],
  ])('%s', async (trainer, steps) => {
    expect(await total(trainer)).toBe(steps);
  });

  it('counts epochs where an epoch is known, and asks the setting last', async () => {
    expect(await total('trainer: {max_epochs: 3}', { updatesPerEpoch: 50 })).toBe(150);
    expect(await total('trainer: {max_epochs: 3}', { totalSteps: 99 })).toBe(99);
    expect(await total('trainer: {max_updates: 7}', { totalSteps: 99 })).toBe(7);
  });
});

describe('diagnostics', () => {
  it('carry source, code, related places and data', async () => {
    const text = constant('2e-3');
    const [one] = await createLanguageService({}).validate(documentOf(text));
    expect(one).toMatchObject({
      source: 'Schedule Lens',
      code: 'peak-not-lr',
      range: { start: { line: 5, character: 11 }, end: { line: 5, character: 15 } },
      relatedInformation: [{ location: { uri, range: { start: { line: 2, character: 6 } } } }],
      data: { replacements: [{ uri, newText: `\${..lr}` }, { newText: '1e-3' }] },
    });
  });

  it('stand once where a block is referred to twice', async () => {
    const text = `base: &base\n  kind: ${kind}\n  value: abc\na:\n  schedule_config: *base\nb:\n  schedule_config: \${base}\n`;
    const diagnostics = await createLanguageService({}).validate(documentOf(text));
    expect(diagnostics.map((one) => one.code)).toContain('type');
    const places = diagnostics.map((one) => `${one.code} ${JSON.stringify(one.range)}`);
    expect(new Set(places).size).toBe(places.length);
  });
});

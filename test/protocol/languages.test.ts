import { afterEach, describe, expect, it } from 'vitest';
import type { DocumentDiagnosticReport, Hover } from 'vscode-languageserver-protocol';
import { packStrings } from '../../scripts/strings.mjs';
import { PREVIEW_REQUEST, type PreviewResult } from '../../server/src/protocol';
import { overStdio, type Play, type Session } from './client';

const broken = 'schedule_config:\n  kind: noether.core.schedules.LinearDecreasingSchedule\n  max_valu: 0.001\n';
const good = broken.replace('max_valu:', 'max_value:');

let session: Session | undefined;
afterEach(() => session?.end());

/** What the bundled server says of two files to a client of that language. */
async function says(play: Pick<Play, 'locale' | 'initializationOptions'>) {
  session = await overStdio({
    ...play,
    capabilities: { textDocument: { diagnostic: {}, hover: { contentFormat: ['markdown'] } } },
  });
  const { connection } = session;
  for (const [name, text] of Object.entries({ broken, good })) {
    const textDocument = { uri: `file:///project/${name}.yaml`, languageId: 'yaml', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
  }
  const report = await connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: 'file:///project/broken.yaml' },
  });
  const textDocument = { uri: 'file:///project/good.yaml' };
  const position = { line: 0, character: 3 };
  const hover = await connection.sendRequest<Hover>('textDocument/hover', { textDocument, position });
  const preview = await connection.sendRequest<PreviewResult>(PREVIEW_REQUEST, { textDocument, position });
  return {
    problems: report.kind === 'full' ? report.items.map(({ message }) => message) : [],
    hover: (hover.contents as { readonly value: string }).value,
    facts: preview.facts.map(({ label }) => label),
    quantity: preview.curve?.quantity,
    total: preview.totalSteps?.text,
  };
}

describe('the language of the client', () => {
  it('is spoken in problems, hovers and the panel: German', async () => {
    const { problems, hover, facts, quantity, total } = await says({ locale: 'de-AT' });
    expect(problems).toEqual([
      'LinearDecreasingSchedule braucht max_value, und noether weist den Block ohne diesen Schlüssel zurück. Es ignoriert max_valu: Schreiben Sie stattdessen max_value.',
    ]);
    expect(hover).toContain('**Linear abwärts** — die Lernrate dieses Optimierers');
    expect(facts).toEqual(expect.arrayContaining(['erster Schritt', 'Spitzenwert', 'letzter Schritt']));
    expect(quantity).toBe('Lernrate');
    expect(total).toContain('Gesamtschritte');
  });

  it('is spoken in problems, hovers and the panel: Chinese', async () => {
    const { problems, hover, facts, quantity, total } = await says({ locale: 'zh-CN' });
    expect(problems).toEqual([
      'LinearDecreasingSchedule 需要 max_value，没有它 noether 会拒绝该块。max_valu 会被忽略：请改写 max_value。',
    ]);
    expect(hover).toContain('**线性下降** — 此优化器在训练中的学习率');
    expect(facts).toEqual(expect.arrayContaining(['第一步', '峰值', '最后一步']));
    expect(quantity).toBe('学习率');
    expect(total).toContain('总步数');
  });

  it('is English where nothing is known of it', async () => {
    for (const locale of [undefined, 'fr', 'zh-TW']) {
      const { problems, facts } = await says(locale === undefined ? {} : { locale });
      expect(problems).toEqual([
        'LinearDecreasingSchedule needs max_value, and noether refuses the block without it. It ignores max_valu: write max_value instead.',
      ]);
      expect(facts).toEqual(expect.arrayContaining(['first step', 'peak', 'last step']));
      await session?.end();
      session = undefined;
    }
  });

  it('may be handed over by the client, as VS Code does in the browser', async () => {
    const { keys, languages } = await packStrings({ xx: { peak: 'Gipfel' } });
    const strings = { keys, texts: languages.xx };
    const { facts } = await says({ locale: 'en', initializationOptions: { strings } });
    expect(facts).toEqual(expect.arrayContaining(['first step', 'Gipfel']));
  });

  it('is the one of the locale where the client hands over something else', async () => {
    const { facts } = await says({ locale: 'de', initializationOptions: { strings: { peak: 'Gipfel' } } });
    expect(facts).toEqual(expect.arrayContaining(['erster Schritt', 'Spitzenwert']));
  });
});

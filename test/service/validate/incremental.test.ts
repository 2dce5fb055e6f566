import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../server/src/service';

const KIND = 'kind: noether.core.schedules';

/** Entries with a block each, some of them wrong, some that refer to what stands elsewhere. */
const ENTRIES = [
  `lr: 1e-3\nschedule_config:\n  ${KIND}.CosineDecreasingSchedule\n  max_value: \${..lr}\n  end_value: 1e-6\n`,
  `lr: \${lr}\nschedule_config:\n  ${KIND}.CosineDecreasingSchedule\n  max_value: \${..lr}\n  end_value: 1e-6\n`,
  `lr: 1e-3\nschedule_config:\n  ${KIND}.CosineDecreasingSchedule\n  max_value: \${...size}\n  end_value: 1e-6\n`,
  `lr: \${..size}\nschedule_config:\n  ${KIND}.ConstantSchedule\n  value: \${..lr}\n`,
  `lr: \${...last}\nschedule_config:\n  ${KIND}.ConstantSchedule\n  value: \${....last}\n`,
  `lr: 1e-4\nschedule_config:\n  ${KIND}.StepFixedSchedule\n  start_value: 1e-3\n  factor: 0.1\n  steps: [0.3, 0.6]\n`,
  `lr: 1e-3\nschedule_config:\n  ${KIND}.LinearWarmupCosineDecaySchedule\n  max_value: 1e-3\n  end_value: 0\n  warmup_steps: 200\n`,
  `lr: 1e-3\nschedule_config:\n  ${KIND}.ConstantSchedule\n  value: -1\n  wrong: 1\n`,
  `lr: 1e-3\nweight_decay: 0.1\nschedule_config:\n  ${KIND}.ConstantSchedule\n  value: 1e-3\nweight_decay_schedule:\n  ${KIND}.LinearIncreasingSchedule\n  max_value: \${..weight_decay}\n`,
  `lr: 1e-3\nschedul_config:\n  ${KIND}.ConstantSchedule\n  value: 1\n`,
];

const indented = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));

const SOUND = [0, 1, 2, 3, 4].map((index) => ENTRIES[index] ?? '');

const some = (entries: readonly string[]) => fc.array(fc.constantFrom(...entries), { minLength: 6, maxLength: 16 });

/** A model around each entry, all at the root or all below one key, and what they may refer to. */
const texts = fc
  .tuple(fc.oneof(fc.constant(SOUND), fc.constant(ENTRIES)).chain(some), fc.boolean())
  .map(([entries, below]) => {
    const models = entries.map(
      (entry, index) =>
        `model${index}:\n  size: 1e-3\n  note: ${'of no interest '.repeat(12)}\n  optimizer:\n${indented(entry, 4)}`,
    );
    const all = models.join('');
    return `lr: 2e-3\ntrainer:\n  max_updates: 1000\n${below ? `models:\n${indented(all, 2)}` : all}last: 1e-2\n`;
  });

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/1e-3/g, '-1'],
  [/1000/g, '100'],
  [/max_updates/g, 'max_epochs'],
  [/\n *lr: .*/g, ''],
  [/\n *size: .*/g, ''],
  [/model\d/g, 'model0'],
  [/\n/g, '\n# a line\n'],
  [/value: /g, 'valeu: '],
  [/kind/g, 'knid'],
  [/optimizer/g, 'first'],
  [/models/g, 'other'],
  [/: /g, ':'],
  [/\$\{/g, '$'],
  [/last/g, 'model1'],
  [/2e-3/g, 'x'],
  [/1e-2/g, 'x'],
  [/schedule_config/g, 'schedule'],
  [/(?=\n)/g, ' # remark'],
  [/schedule_config:/g, 'schedule_config: &a'],
];

const edits = fc.array(fc.record({ what: fc.constantFrom(...REPLACEMENTS), where: fc.nat(999), back: fc.boolean() }), {
  minLength: 10,
  maxLength: 10,
});

describe('after an edit', () => {
  it('a service says what one says that never saw the text before', async () => {
    let sound = 0;
    let faulty = 0;
    await fc.assert(
      fc.asyncProperty(texts, edits, async (start, changes) => {
        const service = createLanguageService();
        let document = TextDocument.create('file:///a.yaml', 'yaml', 1, start);
        await service.validate(document);
        for (const { what, where, back } of changes) {
          const [pattern, text] = what;
          const before = document.getText();
          const places = [...before.matchAll(pattern)];
          const place = places[where % Math.max(1, places.length)];
          if (place === undefined) continue;
          const at = place.index;
          const range = { start: document.positionAt(at), end: document.positionAt(at + place[0].length) };
          document = TextDocument.update(document, [{ range, text }], document.version + 1);
          const fresh = TextDocument.create('file:///a.yaml', 'yaml', 1, document.getText());
          const alone = createLanguageService();
          const found = await service.validate(document);
          const expected = await alone.validate(fresh);
          // The comparison of vitest says more, and takes longer.
          if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
          const hover = document.positionAt(document.getText().indexOf('noether', at / 2) + 3);
          expect(await service.hover(document, hover)).toEqual(await alone.hover(fresh, hover));
          expect(await service.documentSymbols(document)).toEqual(await alone.documentSymbols(fresh));
          if (found.length === 0) sound += 1;
          else faulty += 1;
          if (back) document = TextDocument.update(document, [{ text: before }], document.version + 1);
        }
      }),
      { numRuns: 100 },
    );
    expect(Math.min(sound, faulty)).toBeGreaterThan(10);
  }, 120_000);
});

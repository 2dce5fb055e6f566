import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainOf } from '../../../server/src/config';
import { readDocument } from '../../../server/src/config/read';
import { apply, seen } from './seen';

/** What entries may look like; `@` is another number in each. */
const PIECES = [
  'optim@:\n  lr: 1e-3\n  schedule_config:\n    kind: noether.core.schedules.ConstantSchedule\n    value: ${..lr}\n',
  'kind@: noether.core.schedules.ConstantSchedule\n',
  'base@: &base@ {a: 1, b: [1, 2]}\n',
  'user@: &user@\n  a: 1\n  b: {c: d}\n',
  'text@: |\n  some: text\n\n    - and more\n# comment\n',
  'folded@: >-\n  some\n  text\n\n',
  'list@:\n- 1\n- {a: b}\n# comment\n- three: 3\n  four: 4\n',
  'list@:\n  - 1\n  -\n    a: b\n  - - 1\n    - 2\n',
  '# comment\n\n',
  "quoted@: 'a\n  b: c'\n",
  'plain@: over\n  two lines\n',
  'flow@: [1,\n  2,\n  {three: 3}]\n',
  '? complex@\n: value\n',
  '"quoted key@": 1\n',
  'empty@:\nlast@: ~\n',
  'emoji@: "😀" # 😀\n',
  'tagged@: !!str 5\n',
  'unknown@: ${.oops\n',
  Array.from({ length: 12 }, (_, i) => `many@_${i}: ${i}\n`).join(''),
];

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}

const entries = (maxLength: number) =>
  fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength })
    .map((pieces) => pieces.map((piece, index) => piece.replaceAll('@', String(index))).join(''));

/** Entries whose values are collections of such entries, and so on. */
const within = (inner: fc.Arbitrary<string>) =>
  fc.oneof(
    fc
      .tuple(entries(4), inner, fc.constantFrom(1, 2, 4), inner)
      .map(
        ([before, first, by, second]) =>
          `${before}head: # what follows\n\n${indented(first, by)}next:\n${indented(second, by)}`,
      ),
    fc.tuple(inner, entries(6), fc.boolean()).map(([first, second, deeper]) => {
      const items = [first, second].map((item) => `- ${indented(`same: 1\n${item}`, 2).slice(2)}`).join('# item\n');
      return `items:\n${deeper ? indented(items, 2) : items}after: 1\n`;
    }),
  );

const long = within(fc.oneof(entries(60), within(entries(40))));

const INSERTS = [
  ...['', ' ', '  ', '\n', '\n\n', '\r\n', '\r', '\t', ': ', '- ', '\n- 1\n', '"', "'", '[', ']', '{', '}', '#', '|'],
  ...['&x ', '*base1', '<<: *base1\n', '---\n', '...\n', '%', '? ', '!!x ', '\ufeff', '\u2028', '${', '}', '😀'],
  ...['foo', 'foo:\n', '\nfoo\n', '\n  bar: 1\n', 'schedule_config:\n', 'base1: &base1 {x: 1}\n'],
];
const edit = fc.record({
  at: fc.nat({ max: 5_000 }),
  remove: fc.oneof(fc.constant(0), fc.nat({ max: 12 }), fc.nat({ max: 900 })),
  insert: fc.oneof(fc.constantFrom(...INSERTS), fc.constantFrom(...PIECES), entries(12)),
});

describe('collections that are read entry by entry', () => {
  it('are after every edit what they are when read afresh', () => {
    let edits = 0;
    fc.assert(
      fc.property(long, fc.array(edit, { minLength: 12, maxLength: 12 }), fc.boolean(), (start, changes, windows) => {
        const sound = windows ? start.replaceAll('\n', '\r\n') : start;
        let current = sound;
        let document = readDocument('f', current);
        for (const change of changes) {
          current = apply(current, change);
          document = readDocument('f', current, { previous: document });
          const fresh = readDocument('f', current);
          edits += 1;
          // The comparison of vitest says more, and takes longer.
          if (!isDeepStrictEqual(seen(document), seen(fresh))) expect(seen(document)).toEqual(seen(fresh));
          if (fresh.problems.some(({ syntax }) => syntax)) {
            current = sound;
            document = readDocument('f', current, { previous: document });
            expect(document.problems.map(({ code }) => code)).toEqual(
              readDocument('f', current).problems.map(({ code }) => code),
            );
          }
        }
      }),
      { numRuns: 250 },
    );
    expect(edits).toBeGreaterThanOrEqual(3_000);
  }, 240_000);

  it('are read as they would be at the root', () => {
    fc.assert(
      fc.property(long, fc.constantFrom(1, 2, 4), (text, by) => {
        const alone = readDocument('f', text);
        const below = readDocument('f', `below:\n${indented(text, by)}`);
        expect(below.root && plainOf(below.root)).toEqual({ below: alone.root && plainOf(alone.root) });
        expect(below.problems.map(({ code }) => code)).toEqual(alone.problems.map(({ code }) => code));
        expect(below.blocks.map(({ path }) => path)).toEqual(alone.blocks.map(({ path }) => ['below', ...path]));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  const entry = (i: number) => `model${i}:\n  lr: 1e-3\n  note: ${'long '.repeat(60)}\n  value: ${i}\n`;
  const all = Array.from({ length: 400 }, (_, i) => entry(i)).join('');
  it.each([
    ['below a key', `models:\n${indented(all, 2)}`],
    ['below keys of keys', `a:\n  b:\n    c: # the models\n\n${indented(all, 8)}other: 1\n`],
    ['in an entry of a list', `all:\n- first: 1\n- models:\n${indented(all, 6)}- last: 1\n`],
    ['in a list', `runs:\n${all.replace(/^model(\d+:)/gm, '- model$1').replace(/^ {2}/gm, '      ')}`],
  ])('are read again around an edit alone: %s', (_, before) => {
    const at = before.indexOf('value: 200');
    const after = `${before.slice(0, at)}key: 1 #${before.slice(at)}`;
    const first = readDocument('f', before);
    const second = readDocument('f', after, { previous: first });
    expect(first.segmentCount).toBeGreaterThan(80);
    expect(second.segmentsRead).toBeLessThanOrEqual(2);
    expect(seen(second)).toEqual(seen(readDocument('f', after)));
  });

  it.each([
    ['a word at the start of a line', 'foo\n'],
    ['a tab at the start of a line', '\tx: 1\n'],
    ['a bracket that is not closed', '  flow: [1, 2\n'],
    ['an entry of another indentation', '   deeper: 1\n'],
  ])('keep the entries behind %s', (_, line) => {
    const at = all.indexOf('model200:');
    const text = `models:\n${indented(all.slice(0, at), 2)}${line}${indented(all.slice(at), 2)}`;
    const { root, problems } = readDocument('f', text);
    const models = root?.kind === 'map' ? root.entries.get('models')?.value : undefined;
    const keys = models?.kind === 'map' ? [...models.entries.keys()] : [];
    expect(problems).toHaveLength(1);
    expect(text.slice(0, problems[0]?.origin.start).split('\n')).toHaveLength(
      text.slice(0, text.indexOf(line)).split('\n').length,
    );
    expect(keys).toEqual(expect.arrayContaining(Array.from({ length: 400 }, (__, i) => `model${i}`)));
  });
});

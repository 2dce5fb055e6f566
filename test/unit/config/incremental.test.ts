import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../server/src/config/read';
import type { ValueNode } from '../../../server/src/config/types';
import { apply, seen } from './seen';

const PIECES = [
  'optim:\n  lr: 1e-3\n  schedule_config:\n    kind: noether.core.schedules.ConstantSchedule\n    value: ${..lr}\n',
  'base: &base {a: 1, b: [1, 2]}\n',
  'user: *base\n',
  'other:\n  <<: *base\n  c: "x\n    y"\n',
  'text: |\n  some\n\n  text\n',
  'list:\n- 1\n- {a: b}\n# comment\n- 3\n',
  '# comment\n\n',
  "quoted: 'a\nb: c'\n",
  'flow: [1,\n2,\n3]\n',
  'broken: [1,\n',
  'worse: "x\n',
  'a: b: c\n',
  '? complex\n: value\n',
  'emoji: "😀" # 😀\r\nnext: 1\r\n',
  'k1: 1\nk2: 2\nk3: 3\nk4: 4\nk5: 5\nk6: 6\nk7: 7\nk8: 8\nk9: 9\n'.repeat(6),
];

const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
const edit = fc.record({
  at: fc.nat({ max: 10_000 }),
  remove: fc.nat({ max: 12 }),
  insert: fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '\n',
      ': ',
      '- ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      '#',
      '&x ',
      '*base',
      '|',
      '---\n',
      '\t',
      '  ',
    ),
    fc.constantFrom(...PIECES),
  ),
});

describe('reading after edits', () => {
  it('gives what reading afresh gives', () => {
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 6 }), (start, edits) => {
        let current = start;
        let document = readDocument('f', current);
        for (const change of edits) {
          current = apply(current, change);
          document = readDocument('f', current, { previous: document });
          expect(seen(document)).toEqual(seen(readDocument('f', current)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('places every value at its own text', () => {
    const check = (value: ValueNode, source: string): void => {
      const { origin } = value;
      expect(source.slice(origin.start, origin.end)).toBe(origin.text);
      expect(origin.end).toBeGreaterThanOrEqual(origin.start);
      if (value.kind === 'list') {
        for (const item of value.items) {
          check(item, source);
        }
      } else if (value.kind === 'map') {
        for (const entry of value.entries.values()) {
          check(entry.key, source);
          check(entry.value, source);
        }
      } else if (value.style === 'plain' && !origin.text.includes('\n') && value.type === 'str') {
        expect(origin.text).toBe(value.value);
      }
    };
    fc.assert(
      fc.property(text, edit, (start, change) => {
        const current = apply(start, change);
        const document = readDocument('f', current);
        if (document.root !== undefined && document.problems.length === 0) {
          check(document.root, current);
        }
        for (const problem of document.problems) {
          expect(current.slice(problem.origin.start, problem.origin.end)).toBe(problem.origin.text);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the text', () => {
    const characters = fc.constantFrom(
      ...' \t\n\r:-?,[]{}#&*!|>\'"%@`ab1.~=<$\\\ufeff\u2028\0é'.split(''),
      '😀',
      '${',
      '---',
      '...',
    );
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 60 }), (parts) => {
        const document = readDocument('f', parts.join(''));
        seen(document);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads only the touched segment of a long file again', () => {
    const before = Array.from(
      { length: 5000 },
      (_, i) =>
        `key${i}:\n  lr: 1e-3\n  schedule_config:\n    kind: noether.core.schedules.ConstantSchedule\n    value: ${i}\n`,
    ).join('');
    const first = readDocument('f', before);
    const at = before.indexOf('value: 2500') + 7;
    const after = `${before.slice(0, at)}9${before.slice(at)}`;
    const second = readDocument('f', after, { previous: first });
    expect(first.segmentsRead).toBe(first.segmentCount);
    expect(second.segmentsRead).toBeLessThanOrEqual(2);
    expect(seen(second)).toEqual(seen(readDocument('f', after)));
  });
});

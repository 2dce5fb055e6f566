import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { createSchedule, type KeySpec, kindSpecs, ScheduleError, sampleCurve } from '../../../server/src/schedules';
import { createLanguageService } from '../../../server/src/service';

/** A value as YAML text and as what the loader makes of it. */
type Written = readonly [string, unknown];

const anything: readonly Written[] = [
  ['0.1', 0.1],
  ['1e-3', 1e-3],
  ['0', 0],
  ['1', 1],
  ['-1', -1],
  ['2.5', 2.5],
  ['100', 100],
  ['.inf', Number.POSITIVE_INFINITY],
  ['.nan', Number.NaN],
  ['1e-320', 1e-320],
  ['null', null],
  ['"0.5"', '0.5'],
  ['abc', 'abc'],
  ['true', true],
  ['{}', {}],
  ['[]', []],
  ['[0.1, 0.5]', [0.1, 0.5]],
  ['[0.5, 3]', [0.5, 3]],
  ['[null]', [null]],
  ['epoch', 'epoch'],
  [
    '[[0.0, 1], [0.5, x], [1.0, 0]]',
    [
      [0, 1],
      [0.5, 'x'],
      [1, 0],
    ],
  ],
];

const fitting: Readonly<Record<KeySpec['type'], readonly Written[]>> = {
  float: [
    ['0.1', 0.1],
    ['1e-3', 1e-3],
    ['0.5', 0.5],
  ],
  int: [
    ['5', 5],
    ['0', 0],
    ['100', 100],
  ],
  bool: [
    ['true', true],
    ['no', false],
  ],
  enum: [
    ['update', 'update'],
    ['epoch', 'epoch'],
    ['linear', 'linear'],
  ],
  'list-of-float': [
    ['[0.1, 0.5]', [0.1, 0.5]],
    ['[0.5, 3]', [0.5, 3]],
  ],
  'list-of-points': [
    [
      '[[0.0, 1], [1.0, 0]]',
      [
        [0, 1],
        [1, 0],
      ],
    ],
  ],
};

/** A block of some kind: mostly what the key wants, now and then anything; required keys mostly there. */
const blocks = fc.constantFrom(...kindSpecs).chain((spec) =>
  fc
    .tuple(
      ...[...spec.keys.values()].map((key) =>
        fc.record({
          there: fc.integer({ min: 0, max: 99 }).map((roll) => roll < (key.required ? 93 : 15)),
          value: fc.oneof(
            { weight: 4, arbitrary: fc.constantFrom(...fitting[key.type]) },
            { weight: 1, arbitrary: fc.constantFrom(...anything) },
          ),
        }),
      ),
    )
    .map((values) => {
      const keys = [...spec.keys.keys()].flatMap((name, index) => {
        const one = values[index];
        return one?.there === true ? [[name, one.value] as const] : [];
      });
      return {
        text: `schedule_config:\n  kind: ${spec.kind}\n${keys.map(([name, [text]]) => `  ${name}: ${text}\n`).join('')}`,
        block: { kind: spec.kind, ...Object.fromEntries(keys.map(([name, [, value]]) => [name, value])) },
      };
    }),
);

const LENGTHS = [2, 3, 10, 100, 1_000, 1_000_000];

/** What the core makes of a block: built and evaluated, for every length of training or for some. */
function outcome(block: unknown): 'fails' | 'runs' | 'depends' {
  try {
    const schedule = createSchedule(block);
    const failures = LENGTHS.filter(
      (length) => sampleCurve(schedule, length, { maxPoints: 200 }).failure !== undefined,
    );
    if (failures.length === 0) return 'runs';
    return failures.length === LENGTHS.length ? 'fails' : 'depends';
  } catch (error) {
    if (error instanceof ScheduleError) return 'fails';
    throw error;
  }
}

describe('validation and the schedule core', () => {
  it('agree on what can train', async () => {
    const service = createLanguageService({});
    const counts = { fails: 0, runs: 0, depends: 0 };
    await fc.assert(
      fc.asyncProperty(blocks, async ({ text, block }) => {
        const wanted = outcome(block);
        counts[wanted] += 1;
        const diagnostics = await service.validate(TextDocument.create('file:///a.yaml', 'yaml', 1, text));
        const errors = diagnostics.filter((one) => one.severity === DiagnosticSeverity.Error);
        expect(errors.length > 0).toBe(wanted === 'fails');
      }),
      { numRuns: 3000 },
    );
    // Both sides have to have been tried for the agreement to mean something.
    expect(Math.min(counts.fails, counts.runs)).toBeGreaterThan(100);
  });

  it('never says the same twice at one place', async () => {
    const service = createLanguageService({ totalSteps: 50, updatesPerEpoch: 20 });
    await fc.assert(
      fc.asyncProperty(blocks, async ({ text }) => {
        const diagnostics = await service.validate(TextDocument.create('file:///a.yaml', 'yaml', 1, text));
        const places = diagnostics.map((one) => `${one.code} ${JSON.stringify(one.range)} ${one.message}`);
        expect(new Set(places).size).toBe(places.length);
      }),
      { numRuns: 1000 },
    );
  });
});

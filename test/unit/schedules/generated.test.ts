import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv, { type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { validate } from '../../../server/src/rules/schema-validator.generated';
import { checkBlock, createSchedule, kindSpecs, ScheduleError } from '../../../server/src/schedules';
import { kindOf } from '../../../server/src/schedules/catalogue';
import { decode, validationEntries, valueEntries } from './reference';

const root = new URL('../../../', import.meta.url);

function schemaOf(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`schemas/${name}.schema.json`, root), 'utf8'));
}

/** For schemas with annotations that ajv's strict mode does not know. */
function compile(name: string): ValidateFunction {
  return new Ajv({ strict: false, strictNumbers: false, allErrors: true }).compile(schemaOf(name));
}

test('generated files are those that the schema gives', () => {
  const script = fileURLToPath(new URL('scripts/generate.mjs', root));
  expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
});

describe('the table', () => {
  test('every kind of the schema has its entry in the catalogue', () => {
    for (const spec of kindSpecs) expect(() => kindOf(spec), spec.kind).not.toThrow();
    expect(new Set(kindSpecs.map(({ kind }) => kind)).size).toBe(20);
  });

  test('every key is documented and has a default, or is required', () => {
    for (const spec of kindSpecs) {
      expect(spec.description.length, spec.name).toBeGreaterThan(40);
      for (const key of spec.keys.values()) {
        expect(key.description.length, `${spec.name}.${key.name}`).toBeGreaterThan(20);
        expect(key.title.length, `${spec.name}.${key.name}`).toBeGreaterThan(2);
        expect(key.default !== undefined, `${spec.name}.${key.name}`).toBe(!key.required);
      }
    }
  });

  test('suggestions and examples are values that the key accepts', () => {
    for (const spec of kindSpecs.filter(({ usable }) => usable)) {
      const examples = [...spec.keys.values()]
        .filter(({ required }) => required)
        .map(({ name, example }) => [name, example]);
      const start = { kind: spec.kind, ...Object.fromEntries(examples) };
      for (const key of spec.keys.values()) {
        for (const value of [key.example, ...key.suggestions.map((suggestion) => suggestion.value)]) {
          if (value === undefined) continue;
          const { problems } = checkBlock({ ...start, [key.name]: value });
          const own = problems.filter(({ keys, type }) => keys.includes(key.name) && type !== 'value_error');
          expect(own, `${spec.name}.${key.name}: ${JSON.stringify(value)}`).toEqual([]);
        }
      }
    }
  });

  test('unusable kinds fail as the table says', () => {
    const examples: Readonly<Record<string, unknown>> = {
      initial_state: true,
      warmup_percent: 0.1,
      end_value: 0,
      max_value: 1,
    };
    const unusable = kindSpecs.filter(({ usable }) => !usable);
    expect(unusable.length).toBe(5);
    for (const { kind, failure, keys } of unusable) {
      const required = [...keys.values()].filter((key) => key.required).map(({ name }) => [name, examples[name]]);
      let actual: unknown;
      let stage = 'construct';
      try {
        const schedule = createSchedule({ kind, ...Object.fromEntries(required) });
        stage = 'evaluate';
        schedule.valueAt(0, 10);
      } catch (error) {
        actual = error instanceof ScheduleError ? error.pythonError : error;
      }
      expect({ pythonError: actual, stage }, kind).toEqual(failure);
    }
  });
});

describe('the validator', () => {
  test('agrees with the coercion on every coerced reference block', () => {
    for (const entry of validationEntries.filter(({ verdict, validated }) => verdict === 'accept' && validated)) {
      expect(validate(decode(entry.validated)), entry.id).toBe(true);
    }
  });

  test('gives one message for one mistake, at its place', () => {
    const errors = (block: unknown) => {
      validate(block);
      return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
    };
    const kind = 'noether.core.schedules.StepIntervalSchedule';
    expect(errors({ kind, factor: 0.1, update_interval: 2 })).toEqual(['/update_interval exclusiveMaximum']);
    expect(errors({ kind, factor: 0.1 })).toEqual([' required']);
    expect(errors({ kind, factor: 0.1, update_interval: 0.2, interval: 'epochs' })).toEqual(['/interval enum']);
    expect(errors({ kind: 'StepIntervalSchedule' })).toEqual([' discriminator']);
    expect(errors({})).toEqual([' discriminator']);
    expect(errors({ kind, factor: 0.1, update_interval: 0.2, unknown: 1 })).toEqual([]);
  });

  test('runs without anything of Node', () => {
    const code = readFileSync(new URL('server/src/rules/schema-validator.generated.js', root), 'utf8');
    expect(code).not.toMatch(/\brequire\(|\bimport\b\s*[{*"']/);
  });
});

describe('the schemas for other tools', () => {
  const editor = compile('schedule-config.editor');
  const document = compile('schedule-document');

  test('accept every reference block that evaluates', () => {
    for (const { config } of valueEntries) {
      expect(editor(config), JSON.stringify([config.kind, editor.errors])).toBe(true);
      expect(document({ model: [{ optim: { schedule_config: config } }] })).toBe(true);
    }
  });

  test('take an interpolation or ??? in place of any scalar or list', () => {
    const kind = 'noether.core.schedules.StepFixedSchedule';
    const lr = `$${'{..lr}'}`;
    expect(editor({ kind, factor: '???', start_value: lr, steps: [lr, 0.5], interval: lr })).toBe(true);
    expect(editor({ kind, factor: lr, steps: lr })).toBe(true);
    expect(editor({ kind, factor: 'abc', steps: lr })).toBe(false);
    expect(editor({ kind: lr })).toBe(true);
    expect(document({ schedule_config: lr, alpha_schedule: null })).toBe(true);
  });

  test('find a wrong block at any depth, under its key and by its kind', () => {
    const wrong = { kind: 'noether.core.schedules.ConstantSchedule', value: 'x' };
    const right = { ...wrong, value: 1 };
    for (const [place, expected] of [
      [wrong, false],
      [right, true],
    ] as const) {
      expect(document(place)).toBe(expected);
      expect(document({ a: [{ b: { schedule_config: place } }] })).toBe(expected);
      expect(document({ a: { weight_decay_schedule: place } })).toBe(expected);
      expect(document({ a: [[place]] })).toBe(expected);
    }
    expect(document({ schedule_config: [right] })).toBe(false);
    expect(document({ kind: 'torch.optim.AdamW', schedule_config: null })).toBe(true);
  });
});

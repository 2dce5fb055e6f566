import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';

/** As another tool would: its own ajv, with nothing but defaults. */
function validator(name: string): (value: unknown) => boolean {
  const schema: object = JSON.parse(readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), 'utf8'));
  const validate = new Ajv({ logger: false }).compile(schema);
  return (value) => validate(value) === true;
}

const kind = 'noether.core.schedules.StepFixedSchedule';

describe('schemas for other tools', () => {
  it('take interpolations and ??? wherever a scalar may stand', () => {
    const valid = validator('schedule-config.editor.schema.json');
    expect(valid({ kind, factor: 0.1, steps: [0.3, 0.6] })).toBe(true);
    expect(valid({ kind, factor: '${f}', start_value: '???', steps: ['${a}', 0.6] })).toBe(true);
    expect(valid({ kind, factor: 'often', steps: [0.3] })).toBe(false);
    expect(valid({ kind, factor: 0.1 })).toBe(false);
    expect(valid({ kind: 'StepFixedSchedule', factor: 0.1, steps: [0.3] })).toBe(false);
  });

  it('find blocks at any depth, under their keys and by their kind', () => {
    const valid = validator('schedule-document.schema.json');
    const block = { kind, factor: 0.1, steps: [0.3] };
    const broken = { kind, factor: 0.1, steps: 0.3 };
    expect(valid({ model: [{ optim: { lr: 1, schedule_config: block } }] })).toBe(true);
    expect(valid({ model: [{ optim: { lr: 1, schedule_config: broken } }] })).toBe(false);
    expect(valid({ optim: { schedule_config: null } })).toBe(true);
    expect(valid(broken)).toBe(false);
    expect(valid({ anything: { else: [1, 'two'] } })).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { closest, meantKey, meantKind } from '../../../server/src/rules/names';
import { kindSpecs } from '../../../server/src/schedules';

const kinds = kindSpecs.filter((spec) => spec.usable).map((spec) => spec.kind);
const full = (name: string) => `noether.core.schedules.${name}`;

describe('did-you-mean for kinds', () => {
  it.each([
    ['CosineDecreasingSchedule', 'CosineDecreasingSchedule'],
    ['CosineDecreasing', 'CosineDecreasingSchedule'],
    ['noether.core.schedules.CosineDecreasing', 'CosineDecreasingSchedule'],
    ['noether.core.schedules.step.StepFixedSchedule', 'StepFixedSchedule'],
    ['noether.core.schedulers.StepFixedSchedule', 'StepFixedSchedule'],
    ['noether.core.schedules.stepfixedschedule', 'StepFixedSchedule'],
    ['noether.core.schedules.Step_Fixed_Schedule', 'StepFixedSchedule'],
    ['noether.core.schedules.StepFixedScheduel', 'StepFixedSchedule'],
    [' noether.core.schedules.ConstantSchedule ', 'ConstantSchedule'],
    ['noether.core.schemas.schedules.StepIntervalScheduleConfig', 'StepIntervalSchedule'],
    ['LinearWarmupCosineDecayScheduler', 'LinearWarmupCosineDecaySchedule'],
    ['torch.optim.lr_scheduler.MultiStepLR', 'StepFixedSchedule'],
    ['torch.optim.lr_scheduler.CosineAnnealingLR', 'CosineDecreasingSchedule'],
  ])('%s', (text, name) => {
    expect(meantKind(text, kinds)).toBe(full(name));
  });

  it.each(['', '???', 'x', 'noether.core.schedules.', 'torch.optim.AdamW', 'constructor', 'a'.repeat(10_000)])(
    'has none for %s',
    (text) => {
      expect(meantKind(text, kinds)).toBeUndefined();
    },
  );
});

describe('did-you-mean for keys', () => {
  const keys = ['max_value', 'end_value', 'start_value', 'factor', 'steps', 'update_interval', 'warmup_percent'];

  it.each([
    ['max_vlaue', 'max_value'],
    ['Max_Value', 'max_value'],
    ['max-value', 'max_value'],
    ['maxvalue', 'max_value'],
    ['end_values', 'end_value'],
    ['facter', 'factor'],
    ['gamma', 'factor'],
    ['milestones', 'steps'],
    ['step', 'steps'],
    ['warmup', 'warmup_percent'],
    ['eta_min', 'end_value'],
  ])('%s', (word, key) => {
    expect(meantKey(word, keys)).toBe(key);
  });

  it.each(['name', 'foo', '_target_', 'seed', '__proto__', 'toString', ''])('has none for %s', (word) => {
    expect(meantKey(word, keys)).toBeUndefined();
  });

  it('forgives one slip in a short word, and no more', () => {
    expect(closest('lrs', ['lr'])).toBe('lr');
    expect(closest('abc', ['lr'])).toBeUndefined();
    expect(closest('xy', ['lr'])).toBeUndefined();
  });
});

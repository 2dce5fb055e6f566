import * as l10n from '@vscode/l10n';
import { ScheduleError } from './errors';
import { type Kind, levelAt } from './kind';

/** Upstream's CustomSchedule: the list's entry at the step, whatever the total. */
export const custom: Kind = {
  create(fields) {
    const list = fields.knownNumbers('values');
    return {
      stepwise: false,
      straight: false,
      list,
      valueAt(step) {
        const value = list[step];
        if (value !== undefined) return value;
        throw new ScheduleError(
          'IndexError',
          list.length === 1
            ? l10n.t`values has 1 entry, and step ${step} needs entry ${step + 1}. Give one value per training step.`
            : l10n.t`values has ${list.length} entries, and step ${step} needs entry ${step + 1}. Give one value per training step.`,
        );
      },
      fill(out, from) {
        const count = Math.min(out.length, Math.max(0, list.length - from));
        for (let at = 0; at < count; at += 1) out[at] = list[from + at] as number;
        return count;
      },
      jumps: () => [],
      corners: () => [list.length - 1],
      phases: (_total, steps) => [{ name: 'list', from: 0, to: Math.min(steps, list.length), keys: [['values']] }],
      anchors: (_total, _steps, limit) =>
        list.length > limit ? [] : list.map((_value, index) => levelAt(['values', index], index)),
    };
  },
};

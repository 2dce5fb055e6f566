import { type Kind, levelAt } from './kind';

/** Upstream's ConstantSchedule. */
export const constant: Kind = {
  create(fields) {
    const value = fields.number('value');
    return {
      stepwise: false,
      straight: true,
      valueAt: () => value,
      fill(out) {
        out.fill(value);
        return out.length;
      },
      jumps: () => [],
      corners: () => [],
      phases: (_total, steps) => [{ name: 'constant', from: 0, to: steps, keys: [['value']] }],
      anchors: (_total, steps) => [levelAt(['value'], Math.floor(steps / 2))],
    };
  },
};

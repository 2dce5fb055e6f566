import * as l10n from '@vscode/l10n';
import { type PythonError, ScheduleError } from './errors';
import type { Kind, Problem, Shape } from './kind';
import { endAbovePeak, startAbovePeak } from './progress';

const nothing: Shape = {
  stepwise: false,
  straight: true,
  valueAt() {
    throw new ScheduleError(
      'NotImplementedError',
      l10n.t(
        'This kind is an abstract base class without a curve of its own. Choose one of its shapes, such as linear or cosine.',
      ),
    );
  },
  jumps: () => [],
  corners: () => [],
  phases: () => [],
  anchors: () => [],
};

function failing(pythonError: PythonError, message: () => string): Kind {
  return { construct: (): Problem => ({ pythonError, keys: ['kind'], message: message() }), create: () => nothing };
}

/** Upstream's schema has a config for it and its schedules module no class. */
export const periodicBool = failing('AttributeError', () =>
  l10n.t(
    'noether has no PeriodicBoolSchedule to construct, although its schema accepts the name. Choose another kind.',
  ),
);

/** Upstream's schema names a module that does not exist. */
export const schedulerConfig = failing('ModuleNotFoundError', () =>
  l10n.t(
    'noether has no module noether.core.schedules.scheduler, although its schema accepts the name. Choose another kind.',
  ),
);

/** The abstract base, whose constructor wants arguments that no config gives. */
export const progressBase = failing('TypeError', () =>
  l10n.t(
    'ProgressSchedule is an abstract base class and cannot be constructed. Choose a shape, such as LinearDecreasingSchedule.',
  ),
);

/** Upstream's DecreasingProgressSchedule, without a progress of its own. */
export const decreasingBase: Kind = { construct: endAbovePeak, create: () => nothing };

/** Upstream's IncreasingProgressSchedule, without a progress of its own. */
export const increasingBase: Kind = { construct: startAbovePeak, create: () => nothing };

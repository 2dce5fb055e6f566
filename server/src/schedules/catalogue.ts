import { constant } from './constant';
import { cosineDecreasing, cosineIncreasing } from './cosine';
import { custom } from './custom';
import { type KindSpec, kindSpecs } from './keys.generated';
import type { Kind } from './kind';
import { linearDecreasing, linearIncreasing } from './linear';
import { piecewiseLinear } from './piecewise';
import { polynomialDecreasing, polynomialIncreasing } from './polynomial';
import { sqrtDecreasing } from './sqrt';
import { stepDecreasing, stepFixed, stepInterval } from './step';
import { decreasingBase, increasingBase, periodicBool, progressBase, schedulerConfig } from './unusable';
import { linearWarmupCosineDecay, warmupStableDecay } from './warmup';

/** Every kind by the name that stands behind `noether.core.schedules.` */
const catalogue: ReadonlyMap<string, Kind> = new Map([
  ['ConstantSchedule', constant],
  ['CustomSchedule', custom],
  ['LinearDecreasingSchedule', linearDecreasing],
  ['LinearIncreasingSchedule', linearIncreasing],
  ['CosineDecreasingSchedule', cosineDecreasing],
  ['CosineIncreasingSchedule', cosineIncreasing],
  ['PolynomialDecreasingSchedule', polynomialDecreasing],
  ['PolynomialIncreasingSchedule', polynomialIncreasing],
  ['SqrtDecreasingSchedule', sqrtDecreasing],
  ['StepDecreasingSchedule', stepDecreasing],
  ['StepFixedSchedule', stepFixed],
  ['StepIntervalSchedule', stepInterval],
  ['LinearWarmupCosineDecaySchedule', linearWarmupCosineDecay],
  ['WarmupStableDecaySchedule', warmupStableDecay],
  ['PiecewiseLinearSchedule', piecewiseLinear],
  ['PeriodicBoolSchedule', periodicBool],
  ['scheduler.SchedulerConfig', schedulerConfig],
  ['ProgressSchedule', progressBase],
  ['DecreasingProgressSchedule', decreasingBase],
  ['IncreasingProgressSchedule', increasingBase],
]);

const specs: ReadonlyMap<string, KindSpec> = new Map(kindSpecs.map((spec) => [spec.kind, spec]));

/** The table's entry for a kind's full path; undefined for anything that upstream does not know. */
export function kindSpec(kind: string): KindSpec | undefined {
  return specs.get(kind);
}

/** How the kind is checked and made. Every kind of the table has one. */
export function kindOf(spec: KindSpec): Kind {
  const kind = catalogue.get(spec.name);
  if (kind === undefined) throw new Error(`${spec.name} stands in the schema and not in the catalogue.`);
  return kind;
}

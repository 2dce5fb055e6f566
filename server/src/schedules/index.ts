/** Schedules as pure functions of the step: the package's entry `schedule-lens/schedules`. */
export { anchorsOf } from './anchors';
export { kindSpec } from './catalogue';
export {
  type BlockCheck,
  type BlockProblem,
  checkBlock,
  checkNodes,
  constructionProblem,
  crossKeyProblem,
  fieldsOf,
  sharedKeyProblem,
} from './check';
export {
  type Coerced,
  type CoercionError,
  coerceBool,
  coerceFloat,
  coerceInt,
  coerceNode,
  coerceValue,
  type InputNode,
  type InputType,
  outOfRange,
  type PydanticError,
} from './coerce';
export { type PythonError, ScheduleError } from './errors';
export { Fields, type FieldValue, type Unknown, unknown } from './fields';
export { type CurvePoint, factsOfSample, type KeyFacts, keyFacts } from './key-facts';
export {
  type KeySpec,
  type KeyType,
  type KeyUnit,
  type KindSpec,
  kindKey,
  kindPrefix,
  kindSpecs,
  type NumberRange,
  type PlainValue,
  type Suggestion,
} from './keys.generated';
export type { Anchor, KeyPath, Phase, PhaseName, Problem } from './kind';
export { type MeanValue, meanOf } from './mean';
export { jumpsOf, type NamedPhase, type PhaseOptions, phasesOf } from './phases';
export { type CurveFailure, type SampledCurve, type SampleOptions, sampleCurve } from './sample';
export { createSchedule, type RunLength, type Schedule, scheduleOf, valueAtUpdate } from './schedule';
export { valuesBetween } from './values';

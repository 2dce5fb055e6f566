// Generated from schemas/schedule-config.schema.json by scripts/generate.mjs; edit that file and generate again.

export type KeyType = 'float' | 'int' | 'bool' | 'enum' | 'list-of-float' | 'list-of-points';

export type KeyUnit = 'class' | 'fraction of training' | 'steps' | 'learning rate' | 'weight decay' | 'clock' | 'switch' | 'exponent' | 'factor' | 'shape' | 'points';

/** Inclusive (minimum, maximum) and exclusive bounds of a number; an absent bound is none. */
export interface NumberRange {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** Something that can stand as a key's value in JSON. */
export type PlainValue = number | boolean | string | null | readonly PlainValue[];

export interface Suggestion {
  readonly value: PlainValue;
  /** What the value does, in words. */
  readonly description: string;
}

export interface KeySpec extends NumberRange {
  readonly name: string;
  readonly type: KeyType;
  readonly nullable: boolean;
  readonly required: boolean;
  /** The value that a missing key has; absent for a required key. */
  readonly default?: PlainValue;
  /** The words of an enum. */
  readonly values?: readonly string[];
  readonly minItems?: number;
  /** list-of-float: the range of every entry. list-of-points: of a point's fraction and of its value. */
  readonly items?: readonly NumberRange[];
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly unit?: KeyUnit;
  /** Accepted and checked on this kind, and then not used. */
  readonly noEffect: boolean;
  /** Where the optimizer's own learning rate is what one would write. */
  readonly isLearningRate: boolean;
  readonly requiredIn?: 'newer';
  readonly since?: 'newer';
  /** A sensible value to start from. */
  readonly example?: PlainValue;
  readonly suggestions: readonly Suggestion[];
}

export interface KindSpec {
  /** The full path, as it stands in a file. */
  readonly kind: string;
  /** The path behind `noether.core.schedules.`. */
  readonly name: string;
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  /** False where upstream's schema accepts the kind and no run can use it. */
  readonly usable: boolean;
  /** What upstream raises for a kind that is not usable, and when. */
  readonly failure?: { readonly pythonError: string; readonly stage: 'construct' | 'evaluate' };
  /** `newer`: came after v1.1. */
  readonly since?: 'newer';
  readonly exactlyOneOf: readonly (readonly string[])[];
  readonly exclusive: readonly (readonly string[])[];
  readonly together: readonly (readonly string[])[];
  /** In the order in which upstream checks them. */
  readonly keys: ReadonlyMap<string, KeySpec>;
}

/** The path in front of every usable kind. */
export const kindPrefix = 'noether.core.schedules.';

/** Documentation of the key `kind` itself. */
export const kindKey = {"title":"Kind","description":"The class of the schedule, written as its full path `noether.core.schedules.<Class>`. Short names and paths through a submodule are refused."} as const;

const overhang_percent: KeySpec = {"name":"overhang_percent","type":"float","nullable":true,"required":false,"default":null,"title":"Overhang as a fraction","description":"Makes the schedule behave as if training were longer (or, when negative, shorter) by this fraction of the total steps: 0.1 adds 10 %. The run then stops before the curve has reached its end. Not together with `overhang_steps`.","unit":"fraction of training","noEffect":true,"isLearningRate":false,"example":0.1,"suggestions":[{"value":0.05,"description":"the curve is laid out for a run 5 % longer"},{"value":0.1,"description":"the curve is laid out for a run 10 % longer"},{"value":0.25,"description":"the curve is laid out for a run a quarter longer"}]};
const overhang_steps: KeySpec = {"name":"overhang_steps","type":"int","nullable":true,"required":false,"default":null,"title":"Overhang in steps","description":"Makes the schedule behave as if training had this many steps more (or, when negative, fewer). The run then stops before the curve has reached its end. Not together with `overhang_percent`.","unit":"steps","noEffect":true,"isLearningRate":false,"example":100,"suggestions":[{"value":100,"description":"the curve is laid out for 100 more training steps"},{"value":1000,"description":"the curve is laid out for 1,000 more training steps"}]};
const start_value: KeySpec = {"name":"start_value","type":"float","nullable":false,"required":false,"default":0,"minimum":0,"title":"First value","description":"The value at which the schedule starts.","unit":"learning rate","noEffect":true,"isLearningRate":false,"example":0,"suggestions":[{"value":0,"description":"start from nothing"}]};
const end_value: KeySpec = {"name":"end_value","type":"float","nullable":false,"required":false,"default":0.000001,"minimum":0,"title":"Last value","description":"The value at which the schedule ends. Never negative.","unit":"learning rate","noEffect":true,"isLearningRate":false,"example":0.000001,"suggestions":[{"value":0,"description":"end at nothing"},{"value":0.000001,"description":"end at one millionth, so that the last steps still learn a little"}]};
const weight_decay: KeySpec = {"name":"weight_decay","type":"float","nullable":true,"required":false,"default":0,"title":"Weight decay","description":"Read and checked, then never used: the weight decay of a run is set in the optimizer config, beside the schedule block.","unit":"weight decay","noEffect":true,"isLearningRate":false,"suggestions":[]};
const start_percent: KeySpec = {"name":"start_percent","type":"float","nullable":true,"required":false,"default":null,"minimum":0,"maximum":1,"title":"Start as a fraction","description":"Checked together with `end_percent` (both or neither, start before end), but no kind uses it: it moves nothing on the curve.","unit":"fraction of training","noEffect":true,"isLearningRate":false,"suggestions":[]};
const end_percent: KeySpec = {"name":"end_percent","type":"float","nullable":true,"required":false,"default":null,"minimum":0,"maximum":1,"title":"End as a fraction","description":"Checked together with `start_percent` (both or neither, start before end), but no kind uses it: it moves nothing on the curve.","unit":"fraction of training","noEffect":true,"isLearningRate":false,"suggestions":[]};
const start_step: KeySpec = {"name":"start_step","type":"int","nullable":true,"required":false,"default":null,"minimum":0,"title":"Start step","description":"Checked together with `end_step` (both or neither, start before end), but no kind uses it: it moves nothing on the curve.","unit":"steps","noEffect":true,"isLearningRate":false,"suggestions":[]};
const end_step: KeySpec = {"name":"end_step","type":"int","nullable":true,"required":false,"default":null,"minimum":0,"title":"End step","description":"Checked together with `start_step` (both or neither, start before end), but no kind uses it: it moves nothing on the curve.","unit":"steps","noEffect":true,"isLearningRate":false,"suggestions":[]};
const interval: KeySpec = {"name":"interval","type":"enum","nullable":false,"required":false,"default":"update","values":["update","epoch"],"title":"Clock","description":"How often the value changes. `update`: at every training step. `epoch`: only when an epoch begins, and the value is held until the next. Step counts such as `warmup_steps` stay counted in updates either way. For a distance between drops write `update_interval` or `decreases_interval` instead.","unit":"clock","noEffect":false,"isLearningRate":false,"example":"epoch","suggestions":[{"value":"update","description":"a new value at every training step"},{"value":"epoch","description":"a new value at the first step of each epoch, held until the next epoch"}]};
const value: KeySpec = {"name":"value","type":"float","nullable":false,"required":true,"title":"Value","description":"The value of every step. For a learning rate, the optimizer's `lr`: the schedule sets the rate and does not multiply it.","unit":"learning rate","noEffect":false,"isLearningRate":true,"example":0.001,"suggestions":[]};
const values: KeySpec = {"name":"values","type":"list-of-float","nullable":false,"required":true,"items":[{}],"title":"Values","description":"The value of each training step in order, the first for step 0. One entry per update, also under `interval: epoch`.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":[0.001,0.0005,0.0001],"suggestions":[]};
const overhang_percent2: KeySpec = {"name":"overhang_percent","type":"float","nullable":true,"required":false,"default":null,"title":"Overhang as a fraction","description":"Makes the schedule behave as if training were longer (or, when negative, shorter) by this fraction of the total steps: 0.1 adds 10 %. The run then stops before the curve has reached its end. Not together with `overhang_steps`.","unit":"fraction of training","noEffect":false,"isLearningRate":false,"example":0.1,"suggestions":[{"value":0.05,"description":"the curve is laid out for a run 5 % longer"},{"value":0.1,"description":"the curve is laid out for a run 10 % longer"},{"value":0.25,"description":"the curve is laid out for a run a quarter longer"}]};
const overhang_steps2: KeySpec = {"name":"overhang_steps","type":"int","nullable":true,"required":false,"default":null,"title":"Overhang in steps","description":"Makes the schedule behave as if training had this many steps more (or, when negative, fewer). The run then stops before the curve has reached its end. Not together with `overhang_percent`.","unit":"steps","noEffect":false,"isLearningRate":false,"example":100,"suggestions":[{"value":100,"description":"the curve is laid out for 100 more training steps"},{"value":1000,"description":"the curve is laid out for 1,000 more training steps"}]};
const end_value2: KeySpec = {"name":"end_value","type":"float","nullable":false,"required":false,"default":0,"minimum":0,"title":"Last value","description":"The value that the curve has come down to at the last training step. Between 0 and `max_value`.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0,"suggestions":[{"value":0,"description":"end at nothing"},{"value":0.000001,"description":"end at one millionth, so that the last steps still learn a little"}]};
const exclude_first: KeySpec = {"name":"exclude_first","type":"bool","nullable":false,"required":false,"default":false,"title":"Leave out the first value","description":"Starts the curve one step in: training begins at the second value of a curve that is one step longer. Useful after a phase that already used the first value.","unit":"switch","noEffect":false,"isLearningRate":false,"example":true,"suggestions":[{"value":true,"description":"training begins one step into the curve"},{"value":false,"description":"training begins at the first value of the curve"}]};
const exclude_last: KeySpec = {"name":"exclude_last","type":"bool","nullable":false,"required":false,"default":false,"title":"Leave out the last value","description":"Stretches the curve by one step, so that training ends one step before its last value. Useful when the next phase starts at that value.","unit":"switch","noEffect":false,"isLearningRate":false,"example":true,"suggestions":[{"value":true,"description":"training ends one step before the curve's last value"},{"value":false,"description":"the last training step has the curve's last value"}]};
const max_value: KeySpec = {"name":"max_value","type":"float","nullable":false,"required":true,"minimum":0,"title":"Peak value","description":"The value at step 0, from which the curve falls. For a learning rate, the optimizer's `lr`: the schedule sets the rate and does not multiply it. Must not be below `end_value`.","unit":"learning rate","noEffect":false,"isLearningRate":true,"example":0.001,"suggestions":[]};
const start_value2: KeySpec = {"name":"start_value","type":"float","nullable":false,"required":false,"default":0,"title":"First value","description":"The value at step 0, from which the curve climbs. May be negative, but not above `max_value`.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0,"suggestions":[{"value":0,"description":"start from nothing"}]};
const max_value2: KeySpec = {"name":"max_value","type":"float","nullable":true,"required":true,"title":"Peak value","description":"The value at the end of training, towards which the curve climbs. For a learning rate, the optimizer's `lr`: the schedule sets the rate and does not multiply it. Must not be below `start_value`. `null` passes the check of the file and then stops the run.","unit":"learning rate","noEffect":false,"isLearningRate":true,"example":0.001,"suggestions":[]};
const power: KeySpec = {"name":"power","type":"float","nullable":false,"required":false,"default":1,"title":"Exponent","description":"Bends the curve: progress is 1 − (1 − t) ** power, where t runs from 0 to 1 over training. 1 is a straight line; above 1 most of the way is covered early, below 1 late. Negative exponents divide by zero at the end; fractional ones fail where the curve overshoots its end.","unit":"exponent","noEffect":false,"isLearningRate":false,"example":2,"suggestions":[{"value":0.5,"description":"slow at first, steep at the end"},{"value":1,"description":"a straight line"},{"value":2,"description":"a parabola: fast at first, flat at the end"},{"value":3,"description":"a cubic: faster at first, flatter at the end"}]};
const end_value3: KeySpec = {"name":"end_value","type":"float","nullable":false,"required":false,"default":0,"minimum":0,"title":"Last value","description":"The value that the stairs approach. Each drop multiplies the distance to it by `factor`, so it is reached only in the limit. Between 0 and `max_value`.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0,"suggestions":[{"value":0,"description":"end at nothing"},{"value":0.000001,"description":"end at one millionth, so that the last steps still learn a little"}]};
const factor: KeySpec = {"name":"factor","type":"float","nullable":false,"required":true,"minimum":0,"title":"Factor","description":"What the distance to `end_value` is multiplied by at each drop. Below 1 the value falls, 1 changes nothing, 0 falls to `end_value` at the first drop, and above 1 the value leaves in the wrong direction.","unit":"factor","noEffect":false,"isLearningRate":false,"example":0.1,"suggestions":[{"value":0.1,"description":"ten times lower at each step"},{"value":0.2,"description":"five times lower at each step"},{"value":0.5,"description":"half as much at each step"},{"value":0.9,"description":"10 % lower at each step"}]};
const decreases_interval: KeySpec = {"name":"decreases_interval","type":"float","nullable":false,"required":true,"exclusiveMinimum":0,"exclusiveMaximum":1,"title":"Distance between changes","description":"How far apart the changes are, as a fraction of training strictly between 0 and 1: 0.25 changes the value after every quarter of the run. Not a number of steps.","unit":"fraction of training","noEffect":false,"isLearningRate":false,"example":0.25,"suggestions":[{"value":0.1,"description":"a change after every 10 % of training: 9 in all"},{"value":0.2,"description":"a change after every 20 % of training: 4 in all"},{"value":0.25,"description":"a change after every quarter of training: 3 in all"},{"value":0.3,"description":"a change after every 30 % of training: 3 in all"},{"value":0.5,"description":"one change, half-way through training"}]};
const start_value3: KeySpec = {"name":"start_value","type":"float","nullable":false,"required":false,"default":1,"title":"First value","description":"The value before the first change. For a learning rate, the optimizer's `lr`: the schedule sets the rate and does not multiply it. Where it is left out the rate starts at 1.0.","unit":"learning rate","noEffect":false,"isLearningRate":true,"example":0.001,"suggestions":[]};
const factor2: KeySpec = {"name":"factor","type":"float","nullable":false,"required":true,"minimum":0,"title":"Factor","description":"What the value is multiplied by at each change. Below 1 it falls, above 1 it grows, 1 changes nothing, and 0 ends learning at the first change.","unit":"factor","noEffect":false,"isLearningRate":false,"example":0.1,"suggestions":[{"value":0.1,"description":"ten times lower at each step"},{"value":0.2,"description":"five times lower at each step"},{"value":0.5,"description":"half as much at each step"},{"value":0.9,"description":"10 % lower at each step"}]};
const steps: KeySpec = {"name":"steps","type":"list-of-float","nullable":false,"required":true,"minItems":1,"items":[{"exclusiveMinimum":0,"exclusiveMaximum":1}],"title":"Places of the changes","description":"Where the value changes, as fractions of training strictly between 0 and 1: 0.3 is after 30 % of the run. Not step numbers. The order does not matter; a fraction listed twice applies the factor twice.","unit":"fraction of training","noEffect":false,"isLearningRate":false,"example":[0.3,0.6,0.9],"suggestions":[{"value":[0.5,0.75],"description":"two changes: half-way and after three quarters"},{"value":[0.3,0.6,0.9],"description":"three changes: after 30 %, 60 % and 90 %"},{"value":[0.2,0.4,0.6,0.8],"description":"four changes: after every fifth of training"}]};
const update_interval: KeySpec = {"name":"update_interval","type":"float","nullable":false,"required":true,"exclusiveMinimum":0,"exclusiveMaximum":1,"title":"Distance between changes","description":"How far apart the changes are, as a fraction of training strictly between 0 and 1: 0.25 changes the value after every quarter of the run. Not a number of steps.","unit":"fraction of training","noEffect":false,"isLearningRate":false,"example":0.25,"suggestions":[{"value":0.1,"description":"a change after every 10 % of training: 9 in all"},{"value":0.2,"description":"a change after every 20 % of training: 4 in all"},{"value":0.25,"description":"a change after every quarter of training: 3 in all"},{"value":0.3,"description":"a change after every 30 % of training: 3 in all"},{"value":0.5,"description":"one change, half-way through training"}]};
const start_value4: KeySpec = {"name":"start_value","type":"float","nullable":false,"required":false,"default":0,"minimum":0,"title":"First value","description":"The value at which the warm-up starts. At 0, which is the default, the first step already has one step's worth of warm-up, so that no update is wasted. Must not be above `max_value`.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0,"suggestions":[{"value":0,"description":"start from nothing"}]};
const end_value4: KeySpec = {"name":"end_value","type":"float","nullable":false,"required":false,"default":0.000001,"minimum":0,"title":"Last value","description":"The value at which the cosine decay ends. Must not be above `max_value`.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0.000001,"suggestions":[{"value":0,"description":"end at nothing"},{"value":0.000001,"description":"end at one millionth, so that the last steps still learn a little"}]};
const max_value3: KeySpec = {"name":"max_value","type":"float","nullable":false,"required":false,"default":1,"title":"Peak value","description":"The value at the end of the warm-up, where the decay starts. For a learning rate, the optimizer's `lr`: the schedule sets the rate and does not multiply it. Up to version 1.1 a missing max_value means 1.0, whatever `lr` says; newer versions require it.","unit":"learning rate","noEffect":false,"isLearningRate":true,"requiredIn":"newer","example":0.001,"suggestions":[]};
const warmup_steps: KeySpec = {"name":"warmup_steps","type":"int","nullable":true,"required":false,"default":null,"title":"Warm-up in steps","description":"How many training steps the warm-up takes, counted in updates also under `interval: epoch`. Not negative, and smaller than the run, or the peak is never reached. Not together with `warmup_percent`.","unit":"steps","noEffect":false,"isLearningRate":false,"example":1000,"suggestions":[{"value":500,"description":"warm up over the first 500 steps"},{"value":1000,"description":"warm up over the first 1,000 steps"},{"value":2000,"description":"warm up over the first 2,000 steps"}]};
const warmup_percent: KeySpec = {"name":"warmup_percent","type":"float","nullable":true,"required":false,"default":null,"title":"Warm-up as a fraction","description":"How much of training the warm-up takes, from 0 to 1: 0.05 is the first 5 %. Values outside pass the check of the file and then stop the run. Not together with `warmup_steps`.","unit":"fraction of training","noEffect":false,"isLearningRate":false,"example":0.05,"suggestions":[{"value":0.01,"description":"warm up over the first 1 % of training"},{"value":0.05,"description":"warm up over the first 5 % of training"},{"value":0.1,"description":"warm up over the first 10 % of training"}]};
const start_value5: KeySpec = {"name":"start_value","type":"float","nullable":false,"required":false,"default":0,"minimum":0,"title":"First value","description":"The value at which the warm-up starts. At 0, which is the default, the first step already has one step's worth of warm-up. Must not be above `max_value`.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0,"suggestions":[{"value":0,"description":"start from nothing"}]};
const end_value5: KeySpec = {"name":"end_value","type":"float","nullable":false,"required":false,"default":0.000001,"minimum":0,"title":"Last value","description":"The value at which the cool-down ends. Must not be above `max_value`.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0.000001,"suggestions":[{"value":0,"description":"end at nothing"},{"value":0.000001,"description":"end at one millionth, so that the last steps still learn a little"}]};
const max_value4: KeySpec = {"name":"max_value","type":"float","nullable":false,"required":true,"minimum":0,"title":"Peak value","description":"The value of the plateau. For a learning rate, the optimizer's `lr`: the schedule sets the rate and does not multiply it. Must not be below `start_value` or `end_value`.","unit":"learning rate","noEffect":false,"isLearningRate":true,"example":0.001,"suggestions":[]};
const warmup_steps2: KeySpec = {"name":"warmup_steps","type":"int","nullable":true,"required":false,"default":null,"minimum":0,"title":"Warm-up in steps","description":"How many training steps the warm-up takes, counted in updates also under `interval: epoch`. Goes with `cooldown_steps`, not with the fractions.","unit":"steps","noEffect":false,"isLearningRate":false,"example":1000,"suggestions":[{"value":500,"description":"warm up over the first 500 steps"},{"value":1000,"description":"warm up over the first 1,000 steps"},{"value":2000,"description":"warm up over the first 2,000 steps"}]};
const warmup_percent2: KeySpec = {"name":"warmup_percent","type":"float","nullable":true,"required":false,"default":null,"minimum":0,"maximum":1,"title":"Warm-up as a fraction","description":"How much of training the warm-up takes, from 0 to 1: 0.05 is the first 5 %. Goes with `cooldown_percent`, not with the step counts; together they are at most 1.","unit":"fraction of training","noEffect":false,"isLearningRate":false,"example":0.05,"suggestions":[{"value":0.01,"description":"warm up over the first 1 % of training"},{"value":0.05,"description":"warm up over the first 5 % of training"},{"value":0.1,"description":"warm up over the first 10 % of training"}]};
const cooldown_steps: KeySpec = {"name":"cooldown_steps","type":"int","nullable":true,"required":false,"default":null,"minimum":0,"title":"Cool-down in steps","description":"How many training steps at the end the cool-down takes, counted in updates. Goes with `warmup_steps`, not with the fractions.","unit":"steps","noEffect":false,"isLearningRate":false,"example":2000,"suggestions":[{"value":1000,"description":"cool down over the last 1,000 steps"},{"value":2000,"description":"cool down over the last 2,000 steps"},{"value":10000,"description":"cool down over the last 10,000 steps"}]};
const cooldown_percent: KeySpec = {"name":"cooldown_percent","type":"float","nullable":true,"required":false,"default":null,"minimum":0,"maximum":1,"title":"Cool-down as a fraction","description":"How much of training at its end the cool-down takes, from 0 to 1: 0.2 is the last 20 %. Goes with `warmup_percent`, not with the step counts; together they are at most 1.","unit":"fraction of training","noEffect":false,"isLearningRate":false,"example":0.2,"suggestions":[{"value":0.1,"description":"cool down over the last 10 % of training"},{"value":0.2,"description":"cool down over the last 20 % of training"},{"value":0.5,"description":"cool down over the second half of training"}]};
const cooldown_shape: KeySpec = {"name":"cooldown_shape","type":"enum","nullable":false,"required":false,"default":"sqrt","values":["sqrt","linear","cosine"],"title":"Shape of the cool-down","description":"The curve of the cool-down from max_value to end_value.","unit":"shape","noEffect":false,"isLearningRate":false,"example":"linear","suggestions":[{"value":"sqrt","description":"with the square root of time: steep at first, then ever flatter"},{"value":"linear","description":"a straight line"},{"value":"cosine","description":"half a cosine wave: gentle at both ends"}]};
const control_points: KeySpec = {"name":"control_points","type":"list-of-points","nullable":false,"required":true,"minItems":2,"items":[{"minimum":0,"maximum":1},{}],"title":"Control points","description":"The corners of the curve, each as [fraction of training, value]. At least two; the first fraction is 0.0, the last is 1.0, and none is below the one before it. Where a fraction is repeated the curve jumps to the later value.","unit":"points","noEffect":false,"isLearningRate":false,"example":[[0,0],[0.1,0.001],[1,0]],"suggestions":[{"value":[[0,0],[0.1,0.001],[1,0]],"description":"up over the first 10 %, then down to the end"},{"value":[[0,0.001],[0.5,0.001],[0.5,0.0001],[1,0.0001]],"description":"one jump down half-way"},{"value":[[0,0.001],[0.5,0.0001],[1,0.001]],"description":"down to the middle and up again"}]};
const start_value6: KeySpec = {"name":"start_value","type":"float","nullable":false,"required":false,"default":0,"minimum":0,"title":"First value","description":"The value at which the schedule starts.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0,"suggestions":[{"value":0,"description":"start from nothing"}]};
const end_value6: KeySpec = {"name":"end_value","type":"float","nullable":false,"required":false,"default":0.000001,"minimum":0,"title":"Last value","description":"The value at which the schedule ends. Never negative.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0.000001,"suggestions":[{"value":0,"description":"end at nothing"},{"value":0.000001,"description":"end at one millionth, so that the last steps still learn a little"}]};
const initial_state: KeySpec = {"name":"initial_state","type":"bool","nullable":false,"required":true,"title":"Initial state","description":"Whether the switch starts on. Checked, but the kind cannot run.","noEffect":false,"isLearningRate":false,"suggestions":[]};
const off_value: KeySpec = {"name":"off_value","type":"float","nullable":false,"required":false,"default":0,"title":"Value when off","description":"The value while the switch is off. Checked, but the kind cannot run.","noEffect":false,"isLearningRate":false,"suggestions":[]};
const on_value: KeySpec = {"name":"on_value","type":"float","nullable":false,"required":false,"default":1,"title":"Value when on","description":"The value while the switch is on. Checked, but the kind cannot run.","noEffect":false,"isLearningRate":false,"suggestions":[]};
const off_duration: KeySpec = {"name":"off_duration","type":"int","nullable":false,"required":false,"default":1,"title":"Steps off","description":"How many steps the switch stays off. Checked, but the kind cannot run.","unit":"steps","noEffect":false,"isLearningRate":false,"suggestions":[]};
const on_duration: KeySpec = {"name":"on_duration","type":"int","nullable":false,"required":false,"default":1,"title":"Steps on","description":"How many steps the switch stays on. Checked, but the kind cannot run.","unit":"steps","noEffect":false,"isLearningRate":false,"suggestions":[]};
const invert: KeySpec = {"name":"invert","type":"bool","nullable":false,"required":false,"default":false,"title":"Invert","description":"Swaps on and off. Checked, but the kind cannot run.","noEffect":false,"isLearningRate":false,"suggestions":[]};
const end_value7: KeySpec = {"name":"end_value","type":"float","nullable":false,"required":true,"minimum":0,"title":"Last value","description":"The value at which the schedule ends. Never negative.","unit":"learning rate","noEffect":false,"isLearningRate":false,"example":0.000001,"suggestions":[{"value":0,"description":"end at nothing"},{"value":0.000001,"description":"end at one millionth, so that the last steps still learn a little"}]};
const warmup_percent3: KeySpec = {"name":"warmup_percent","type":"float","nullable":false,"required":true,"minimum":0,"maximum":1,"title":"Warm-up as a fraction","description":"A fraction from 0 to 1. Checked, but the kind cannot run.","unit":"fraction of training","noEffect":false,"isLearningRate":false,"suggestions":[]};

/** Every kind that upstream's schema knows, the unusable ones last. */
export const kindSpecs: readonly KindSpec[] = [
  {
    kind: "noether.core.schedules.ConstantSchedule",
    name: "ConstantSchedule",
    title: "Constant",
    description: "The same value at every step. For a run without decay, or to make explicit that nothing changes.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent],
      ['overhang_steps', overhang_steps],
      ['start_value', start_value],
      ['end_value', end_value],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['value', value],
    ]),
  },
  {
    kind: "noether.core.schedules.CustomSchedule",
    name: "CustomSchedule",
    title: "Custom list",
    description: "One value per training step, read from a list. For curves that no other kind draws. The list must be at least as long as the run: past its end training stops with an IndexError.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent],
      ['overhang_steps', overhang_steps],
      ['start_value', start_value],
      ['end_value', end_value],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['values', values],
    ]),
  },
  {
    kind: "noether.core.schedules.LinearDecreasingSchedule",
    name: "LinearDecreasingSchedule",
    title: "Linear decrease",
    description: "A straight line down from max_value to end_value over the whole run. The plain choice for a decay without warm-up.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value],
      ['end_value', end_value2],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value],
    ]),
  },
  {
    kind: "noether.core.schedules.LinearIncreasingSchedule",
    name: "LinearIncreasingSchedule",
    title: "Linear increase",
    description: "A straight line up from start_value to max_value over the whole run. For a warm-up that never ends, or a growing weight decay.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value2],
      ['end_value', end_value],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value2],
    ]),
  },
  {
    kind: "noether.core.schedules.CosineDecreasingSchedule",
    name: "CosineDecreasingSchedule",
    title: "Cosine decrease",
    description: "Half a cosine wave down from max_value to end_value: slow at first, fastest half-way, slow again at the end. The usual decay when no warm-up is needed.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value],
      ['end_value', end_value2],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value],
    ]),
  },
  {
    kind: "noether.core.schedules.CosineIncreasingSchedule",
    name: "CosineIncreasingSchedule",
    title: "Cosine increase",
    description: "Half a cosine wave up from start_value to max_value: slow at first, fastest half-way, slow again at the end. For a weight decay or an alpha that grows gently.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value2],
      ['end_value', end_value],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value2],
    ]),
  },
  {
    kind: "noether.core.schedules.PolynomialDecreasingSchedule",
    name: "PolynomialDecreasingSchedule",
    title: "Polynomial decrease",
    description: "From max_value down to end_value along a power of the remaining time. power: 1 is the straight line; higher powers fall early and flatten out, lower ones hold the value and fall late.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value],
      ['end_value', end_value2],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value],
      ['power', power],
    ]),
  },
  {
    kind: "noether.core.schedules.PolynomialIncreasingSchedule",
    name: "PolynomialIncreasingSchedule",
    title: "Polynomial increase",
    description: "From start_value up to max_value along a power of the remaining time. power: 1 is the straight line; higher powers climb early, lower ones late.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value2],
      ['end_value', end_value],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value2],
      ['power', power],
    ]),
  },
  {
    kind: "noether.core.schedules.SqrtDecreasingSchedule",
    name: "SqrtDecreasingSchedule",
    title: "Square-root decrease",
    description: "From max_value down to end_value with the square root of time: steep at the start, ever flatter towards the end.",
    usable: true,
    since: "newer",
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value],
      ['end_value', end_value2],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value],
    ]),
  },
  {
    kind: "noether.core.schedules.StepDecreasingSchedule",
    name: "StepDecreasingSchedule",
    title: "Step decrease",
    description: "Stairs from max_value towards end_value: after each `decreases_interval` of training the distance to end_value is multiplied by `factor`.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value],
      ['end_value', end_value3],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value],
      ['factor', factor],
      ['decreases_interval', decreases_interval],
    ]),
  },
  {
    kind: "noether.core.schedules.StepFixedSchedule",
    name: "StepFixedSchedule",
    title: "Steps at fixed places",
    description: "Stairs with hand-picked places: start_value, multiplied by `factor` at each fraction of training in `steps`. The classic multi-step decay.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value3],
      ['end_value', end_value],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['factor', factor2],
      ['steps', steps],
    ]),
  },
  {
    kind: "noether.core.schedules.StepIntervalSchedule",
    name: "StepIntervalSchedule",
    title: "Steps at a regular interval",
    description: "Regular stairs: start_value, multiplied by `factor` after each `update_interval` of training.",
    usable: true,
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value3],
      ['end_value', end_value],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['factor', factor2],
      ['update_interval', update_interval],
    ]),
  },
  {
    kind: "noether.core.schedules.LinearWarmupCosineDecaySchedule",
    name: "LinearWarmupCosineDecaySchedule",
    title: "Linear warm-up, cosine decay",
    description: "A straight line up to max_value over the warm-up, then half a cosine wave down to end_value over the rest. The usual choice for transformers. Give the warm-up either in steps or as a fraction of training.",
    usable: true,
    exactlyOneOf: [["warmup_percent","warmup_steps"]],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value4],
      ['end_value', end_value4],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['max_value', max_value3],
      ['warmup_steps', warmup_steps],
      ['warmup_percent', warmup_percent],
    ]),
  },
  {
    kind: "noether.core.schedules.WarmupStableDecaySchedule",
    name: "WarmupStableDecaySchedule",
    title: "Warm-up, stable, decay",
    description: "A straight line up to max_value, a long plateau, and a cool-down at the very end. For runs whose length is still open: the plateau can be extended and the cool-down started from any checkpoint. Give warm-up and cool-down both in steps or both as fractions.",
    usable: true,
    since: "newer",
    exactlyOneOf: [["warmup_percent","warmup_steps"],["cooldown_percent","cooldown_steps"]],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"],["warmup_percent","cooldown_steps"],["warmup_steps","cooldown_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value5],
      ['end_value', end_value5],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['max_value', max_value4],
      ['warmup_steps', warmup_steps2],
      ['warmup_percent', warmup_percent2],
      ['cooldown_steps', cooldown_steps],
      ['cooldown_percent', cooldown_percent],
      ['cooldown_shape', cooldown_shape],
    ]),
  },
  {
    kind: "noether.core.schedules.PiecewiseLinearSchedule",
    name: "PiecewiseLinearSchedule",
    title: "Piecewise linear",
    description: "Straight lines between hand-set points of (fraction of training, value). For curves of several phases, for U-shapes, and, with a fraction repeated, for jumps.",
    usable: true,
    since: "newer",
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value],
      ['end_value', end_value],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['control_points', control_points],
    ]),
  },
  {
    kind: "noether.core.schedules.PeriodicBoolSchedule",
    name: "PeriodicBoolSchedule",
    title: "Periodic switch",
    description: "Listed among the kinds, but there is no such schedule class: the run stops with an AttributeError before the first step.",
    usable: false,
    failure: {"pythonError":"AttributeError","stage":"construct"},
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value6],
      ['end_value', end_value6],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['initial_state', initial_state],
      ['off_value', off_value],
      ['on_value', on_value],
      ['off_duration', off_duration],
      ['on_duration', on_duration],
      ['invert', invert],
    ]),
  },
  {
    kind: "noether.core.schedules.scheduler.SchedulerConfig",
    name: "scheduler.SchedulerConfig",
    title: "Scheduler config",
    description: "Listed among the kinds, but its module does not exist: the run stops with a ModuleNotFoundError before the first step.",
    usable: false,
    failure: {"pythonError":"ModuleNotFoundError","stage":"construct"},
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value6],
      ['end_value', end_value7],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['warmup_percent', warmup_percent3],
    ]),
  },
  {
    kind: "noether.core.schedules.ProgressSchedule",
    name: "ProgressSchedule",
    title: "Progress base class",
    description: "The abstract base of the progress schedules. It passes the check of the file, and the run stops with a TypeError before the first step.",
    usable: false,
    failure: {"pythonError":"TypeError","stage":"construct"},
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value6],
      ['end_value', end_value6],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
    ]),
  },
  {
    kind: "noether.core.schedules.DecreasingProgressSchedule",
    name: "DecreasingProgressSchedule",
    title: "Decreasing base class",
    description: "The abstract base of the decreasing schedules. It passes the check of the file, and the run stops with a NotImplementedError at the first step. Choose a shape: linear, cosine, polynomial or step.",
    usable: false,
    failure: {"pythonError":"NotImplementedError","stage":"evaluate"},
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value],
      ['end_value', end_value2],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value],
    ]),
  },
  {
    kind: "noether.core.schedules.IncreasingProgressSchedule",
    name: "IncreasingProgressSchedule",
    title: "Increasing base class",
    description: "The abstract base of the increasing schedules. It passes the check of the file, and the run stops with a NotImplementedError at the first step. Choose a shape: linear, cosine or polynomial.",
    usable: false,
    failure: {"pythonError":"NotImplementedError","stage":"evaluate"},
    exactlyOneOf: [],
    exclusive: [["overhang_percent","overhang_steps"],["start_step","start_percent"],["end_step","end_percent"]],
    together: [["start_step","end_step"],["start_percent","end_percent"]],
    keys: new Map<string, KeySpec>([
      ['overhang_percent', overhang_percent2],
      ['overhang_steps', overhang_steps2],
      ['start_value', start_value2],
      ['end_value', end_value],
      ['weight_decay', weight_decay],
      ['start_percent', start_percent],
      ['end_percent', end_percent],
      ['start_step', start_step],
      ['end_step', end_step],
      ['interval', interval],
      ['exclude_first', exclude_first],
      ['exclude_last', exclude_last],
      ['max_value', max_value2],
    ]),
  },
];

import type { FieldValue } from './fields';
import { type SampledCurve, type SampleOptions, sampleCurve } from './sample';
import type { Schedule } from './schedule';

const memos = new Set<Memo<unknown>>();

/** Forgets every answer: nothing but the time to make it again is lost. */
export function forgetAnswers(): void {
  for (const memo of memos) memo.forget();
}

/** Answers by key; those not asked for longest go first. There is a fixed number of memos, each as long as the program. */
export class Memo<T> {
  private readonly answers = new Map<string, T>();

  constructor(private readonly most: number) {
    memos.add(this);
  }

  forget(): void {
    this.answers.clear();
  }

  /** The answer of the key, made where there is none yet. Nothing is kept of what throws. */
  get(key: string, make: () => T): T {
    const known = this.answers.get(key);
    if (known !== undefined) {
      this.answers.delete(key);
      this.answers.set(key, known);
      return known;
    }
    const made = make();
    this.answers.set(key, made);
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= this.most) break;
      this.answers.delete(oldest);
    }
    return made;
  }
}

/** Longer keys are those of lists that cost more to compare than to look at. */
const LONGEST_KEY = 2_000;

const keys = new WeakMap<Schedule, string | undefined>();

/** Two schedules of one key have the same value at every step; undefined where a key would be too long. */
export function scheduleKey(schedule: Schedule): string | undefined {
  if (keys.has(schedule)) return keys.get(schedule);
  let key: string | undefined = schedule.spec.kind;
  for (const [name, value] of schedule.fields.entries()) {
    key += ` ${name}=`;
    key = textOf(value, key);
    if (key === undefined) break;
  }
  keys.set(schedule, key);
  return key;
}

function textOf(value: FieldValue, before: string): string | undefined {
  if (before.length > LONGEST_KEY) return undefined;
  if (!isList(value)) {
    return before + (typeof value === 'string' ? JSON.stringify(value) : Object.is(value, -0) ? '-0' : String(value));
  }
  let text: string | undefined = `${before}[`;
  for (const item of value) {
    text = textOf(item, text);
    if (text === undefined) return undefined;
    text += ',';
  }
  return `${text}]`;
}

function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value);
}

/** Curves kept. An edit asks for those of one document again; each is at most a thousand pairs of numbers. */
const curves = new Memo<SampledCurve>(400);

/** As `sampleCurve`, computed once for all schedules with the same keys and the same length of training; not to be changed. */
export function sampledOnce(schedule: Schedule, totalSteps: number, options: SampleOptions = {}): SampledCurve {
  const key = scheduleKey(schedule);
  if (key === undefined) return sampleCurve(schedule, totalSteps, options);
  const { maxPoints, updatesPerEpoch, from, to } = options;
  return curves.get(`${key} ${totalSteps} ${maxPoints} ${updatesPerEpoch} ${from} ${to}`, () =>
    sampleCurve(schedule, totalSteps, options),
  );
}

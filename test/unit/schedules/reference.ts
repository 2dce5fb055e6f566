import { readFileSync } from 'node:fs';

export type ReferenceValue = number | 'inf' | '-inf' | 'nan' | { readonly error: string; readonly message: string };

export interface ReferenceConfig {
  readonly kind: string;
  readonly interval?: 'update' | 'epoch';
}

export interface ValueEntry {
  readonly config: ReferenceConfig;
  readonly total_steps: number;
  readonly steps: readonly number[];
  readonly values: readonly ReferenceValue[];
}

export interface WrapperEntry {
  readonly config: ReferenceConfig;
  readonly wrapper: { readonly updates_per_epoch: number };
  readonly total_updates: number;
  readonly updates: readonly number[];
  readonly values: readonly ReferenceValue[];
}

export interface ValidationEntry {
  readonly id: string;
  readonly category: string;
  readonly verdict: 'accept' | 'reject' | 'load_error';
  readonly loaded?: unknown;
  readonly validated?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly loc: readonly (string | number)[]; readonly type: string }[] | null;
  readonly construct?: { readonly ok: boolean; readonly error?: string } | null;
  readonly evaluate?: {
    readonly total_steps: number;
    readonly steps: readonly number[];
    readonly values: readonly ReferenceValue[];
  } | null;
}

function read(name: string): { readonly entries: readonly unknown[] } {
  return JSON.parse(readFileSync(new URL(`../../reference/${name}.json`, import.meta.url), 'utf8'));
}

export const valueEntries = [
  ...read('reference-values').entries,
  ...read('reference-values-next').entries,
] as readonly ValueEntry[];
export const wrapperEntries = read('reference-wrapper').entries as readonly WrapperEntry[];
export const validationEntries = read('reference-validation').entries as readonly ValidationEntry[];

/** The reference writes non-finite floats as {"$float": "inf"}. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === '$float')
    return Number(String(entries[0][1]).replace('inf', 'Infinity'));
  return Object.fromEntries(entries.map(([key, item]) => [key, decode(item)]));
}

export function numberOf(value: ReferenceValue): number {
  if (value === 'inf') return Number.POSITIVE_INFINITY;
  if (value === '-inf') return Number.NEGATIVE_INFINITY;
  return typeof value === 'number' ? value : Number.NaN;
}

export const shortName = (kind: string) => kind.slice('noether.core.schedules.'.length);

const bits = new DataView(new ArrayBuffer(8));

/** The distance from |x| to the next larger double. */
export function ulp(x: number): number {
  const size = Math.abs(x);
  if (!Number.isFinite(size)) return Number.NaN;
  bits.setFloat64(0, size);
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  const next = bits.getFloat64(0);
  return Number.isFinite(next) ? next - size : 2 ** 971;
}

const exact = new Set([
  'ConstantSchedule',
  'CustomSchedule',
  'LinearDecreasingSchedule',
  'LinearIncreasingSchedule',
  'PiecewiseLinearSchedule',
]);
const ofValue = new Set(['StepFixedSchedule', 'StepIntervalSchedule']);

/** How many ulp `actual` is off, and how many it may be, for a kind whose entry has `largest` as its largest |value|. */
export function distance(
  kind: string,
  expected: number,
  actual: number,
  largest: number,
): { ulps: number; allowed: number } {
  const name = shortName(kind);
  const allowed = exact.has(name) ? 0 : 4;
  if (Object.is(expected, actual) || expected === actual) return { ulps: 0, allowed };
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return { ulps: Number.POSITIVE_INFINITY, allowed };
  const scale = allowed === 0 || ofValue.has(name) ? Math.abs(expected) : Math.max(Math.abs(expected), largest);
  return { ulps: Math.abs(expected - actual) / ulp(scale), allowed };
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lookup, plainOf } from '../../../server/src/config/nodes';
import { readDocument } from '../../../server/src/config/read';
import { firstUnknown, resolveBlock, resolvePath } from '../../../server/src/config/resolve';

interface Entry {
  readonly id: string;
  readonly yaml: string;
  readonly verdict: string;
  readonly loaded?: unknown;
  readonly load_error?: { readonly error: string };
}

const reference: { entries: Entry[] } = JSON.parse(
  readFileSync(new URL('../../reference/reference-validation.json', import.meta.url), 'utf8'),
);

const INTERPOLATION_ERRORS = [
  'GrammarParseError',
  'InterpolationKeyError',
  'InterpolationResolutionError',
  'UnsupportedInterpolationType',
  'InterpolationToMissingValueError',
];

/** Our values in the notation of the reference file. */
function noted(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { $float: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
  }
  if (typeof value === 'bigint') {
    // This file writes long integers as plain JSON numbers, whose last digits JavaScript rounds away.
    return Number(value);
  }
  if (value instanceof Uint8Array) {
    return { type: 'bytes', repr: `b'${String.fromCharCode(...value)}'` };
  }
  if (Array.isArray(value)) {
    return value.map(noted);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, noted(each)]));
  }
  return value;
}

describe('every document of reference-validation.json', () => {
  it.each(reference.entries.map((entry) => [entry.id, entry] as const))('%s', (_id, entry) => {
    const document = readDocument(entry.id, entry.yaml);
    const error = entry.load_error?.error;
    if (error !== undefined && !INTERPOLATION_ERRORS.includes(error)) {
      expect(document.problems.length).toBeGreaterThan(0);
      return;
    }
    expect(document.problems).toEqual([]);
    const block = document.blocks[0];
    if (error !== undefined) {
      expect(block).toBeDefined();
      const resolved = block === undefined ? undefined : resolveBlock(document, block);
      expect(resolved === undefined ? undefined : firstUnknown(resolved)?.problem.pythonError).toBe(error);
      return;
    }
    const root = document.root;
    expect(root).toBeDefined();
    if (root === undefined) {
      return;
    }
    const resolved = resolvePath(root, ['schedule_config'], { environment: () => null });
    expect(resolved === undefined ? undefined : noted(plainOf(resolved))).toEqual(entry.loaded);
    expect(lookup(root, ['schedule_config'])).toBeDefined();
  });
});

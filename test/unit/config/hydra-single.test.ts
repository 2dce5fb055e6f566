import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainOf } from '../../../server/src/config/nodes';
import { readDocument } from '../../../server/src/config/read';
import { firstUnknown, resolvePath } from '../../../server/src/config/resolve';
import { pythonFloatText } from '../../../server/src/config/tree';
import type { ResolvedNode, ValueNode } from '../../../server/src/config/types';

interface Case {
  readonly id: string;
  readonly config_dir: string;
  readonly primary: string;
  readonly overrides: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly ok: boolean;
  readonly stage?: string;
  readonly error?: string;
  readonly cause?: { readonly error: string };
  readonly defaults_list?: readonly unknown[];
  readonly raw?: unknown;
  readonly resolved?: unknown;
}

const root = new URL('../../reference/hydra/', import.meta.url);
const { cases }: { cases: Case[] } = JSON.parse(readFileSync(new URL('expected.json', root), 'utf8'));

function textOf(each: Case): string {
  const name = each.primary.replace(/\.yaml$/, '');
  return readFileSync(new URL(`${each.config_dir}/${name}.yaml`, root), 'utf8');
}

const TREES = ['urchin_text', 'barnacle_anchor', 'coral_interp', 'gull_resolvers', 'wind_single'];

/** The cases that are one file: no overrides, no defaults list, no `hydra:` node. */
const single = cases.filter(
  (each) =>
    each.overrides.length === 0 &&
    TREES.some((tree) => each.config_dir.endsWith(tree)) &&
    !/^(?:defaults|hydra):/m.test(textOf(each)) &&
    !textOf(each).includes('@package'),
);

/** In the notation of expected.json, numbers as text so that 1 and 1.0 differ where both sides know the type. */
function noted(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { $float: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
  }
  if (typeof value === 'bigint') {
    return { $int: String(value) };
  }
  if (Array.isArray(value)) {
    return value.map(noted);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, noted(each)]));
  }
  return value;
}

function notedNode(node: ValueNode | ResolvedNode): unknown {
  return noted(plainOf(node));
}

it('covers the single-file cases', () => {
  expect(single.length).toBeGreaterThan(25);
});

describe('single-file configs as Hydra composes them', () => {
  it.each(single.map((each) => [each.id, each] as const))('%s', (_id, each) => {
    const document = readDocument(each.id, textOf(each));
    if (!each.ok && each.stage === 'compose') {
      const problems = [...document.problems, ...document.interpolationProblems];
      expect(problems).toHaveLength(1);
      const grammar = (each.cause?.error ?? each.error) === 'GrammarParseError';
      expect(document.interpolationProblems).toHaveLength(grammar ? 1 : 0);
      return;
    }
    expect(document.problems).toEqual([]);
    expect(document.interpolationProblems).toEqual([]);
    const tree = document.root;
    expect(tree).toBeDefined();
    if (tree === undefined) {
      return;
    }
    expect(notedNode(tree)).toEqual(each.raw);
    expect(JSON.stringify(notedNode(tree))).toBe(JSON.stringify(each.raw));
    const resolved = resolvePath(tree, [], { environment: (name) => each.env[name] ?? null });
    expect(resolved).toBeDefined();
    if (resolved === undefined) {
      return;
    }
    if (each.ok) {
      expect(JSON.stringify(notedNode(resolved))).toBe(JSON.stringify(each.resolved));
    } else {
      expect(firstUnknown(resolved)?.problem.pythonError).toBe(each.error);
    }
  });
});

it('prints floats as Python does', () => {
  const floats: [number, string][] = [
    [1e-5, '1e-05'],
    [1e20, '1e+20'],
    [1500, '1500.0'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [0.0001, '0.0001'],
    [0.00001234, '1.234e-05'],
    [-0, '-0.0'],
    [1e15, '1000000000000000.0'],
    [Number.POSITIVE_INFINITY, 'inf'],
  ];
  expect(floats.map(([value]) => pythonFloatText(value))).toEqual(floats.map(([, text]) => text));
});

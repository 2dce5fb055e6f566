/**
 * The reference trees as the service shows them: a document of every file that writes a part of a schedule block, seen
 * through the one command line of each case.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ResolvedNode } from '../../../server/src/config';
import { Composer, type Composition } from '../../../server/src/config/hydra';
import { pathText, shownKey } from '../../../server/src/config/hydra/tree';
import { createLanguageService } from '../../../server/src/service';
import type { WorkspaceView } from '../../../server/src/workspace/types';
import { diskFiles, REFERENCE } from '../../unit/hydra/fixtures';

interface Case {
  readonly id: string;
  readonly config_dir: string;
  readonly primary: string;
  readonly overrides: string[];
  readonly env: Record<string, string>;
}

interface SeenBlock {
  readonly path: string;
  readonly defined_at: string;
  readonly owns?: string[];
  readonly resolved?: unknown;
  readonly leaves?: Record<string, { value?: unknown; raw?: string; error?: string; missing?: true }>;
}

interface ByFileEntry extends SeenBlock {
  readonly case: string;
  readonly link?: string;
}

const expected = JSON.parse(readFileSync(join(REFERENCE, 'expected.json'), 'utf8')) as {
  cases: Case[];
  by_file: Record<string, ByFileEntry[]>;
};

/**
 * The value that this file gave to copy.probe came through Hydra's cached file; the reference has it as the command
 * line's, as its `provenance_note` says.
 */
const LEFT_OUT = (file: string, path: string) => file.endsWith('bits/nudge.yaml') && path.startsWith('copy.');

const composer = new Composer({ files: diskFiles(REFERENCE), uriOf: (path) => `ref:///${path}` });

function compositionOf({ config_dir: configDir, primary, overrides, env }: Case): Promise<Composition> {
  return composer.compose({ configDir, primary, overrides, env });
}

function viewOf(file: string, one: Case, composition: Composition): WorkspaceView {
  const perspective = {
    id: one.id,
    label: one.id,
    primaryUri: `ref:///${one.config_dir}/${one.primary}`,
    configDirUri: `ref:///${one.config_dir}`,
    overrides: one.overrides,
    origin: 'setting' as const,
    because: 'the test says so',
    composition,
  };
  const dependsOn = new Set<string>();
  return { uri: `ref:///${file}`, stamp: one.id, perspectives: [perspective], chosen: perspective, dependsOn };
}

/** A resolved value as the reference encodes it; undefined where some of it is not known. */
function plain(node: ResolvedNode): unknown {
  switch (node.kind) {
    case 'missing':
      return '???';
    case 'unknown':
      return undefined;
    case 'list': {
      const items = node.items.map(plain);
      return items.includes(undefined) ? undefined : items;
    }
    case 'map': {
      const entries = [...node.entries].map(([key, { value }]) => [shownKey(key), plain(value)] as const);
      return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
    }
    case 'scalar': {
      const { value } = node;
      if (typeof value === 'bigint') return { $int: String(value) };
      if (typeof value === 'number' && !Number.isFinite(value)) {
        return { $float: Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf' };
      }
      return value;
    }
  }
}

/** The leaves that are known although the block as a whole cannot be resolved, by their path. */
function knownLeaves(node: ResolvedNode, path = ''): Record<string, unknown> {
  if (node.kind === 'scalar') return { [path]: plain(node) };
  if (node.kind === 'list') {
    return Object.assign({}, ...node.items.map((item, index) => knownLeaves(item, `${path}[${index}]`)));
  }
  if (node.kind !== 'map') return {};
  const name = (key: string) => (path === '' ? shownKey(key) : `${path}.${shownKey(key)}`);
  return Object.assign({}, ...[...node.entries].map(([key, { value }]) => knownLeaves(value, name(key))));
}

describe.each(Object.entries(expected.by_file))('%s', (file, entries) => {
  const cases = expected.cases.filter(({ config_dir: dir }) => file.startsWith(`${dir}/`));

  it.each(cases)('as $id sees it', async (one) => {
    const composition = await compositionOf(one);
    const wanted = entries.filter((entry) => entry.case === one.id && !LEFT_OUT(file, entry.path));
    const text = readFileSync(join(REFERENCE, file), 'utf8').replace(/^\ufeff/, '');
    const service = createLanguageService({
      environmentVariables: Object.keys(one.env),
      environment: (name) => one.env[name],
      workspace: { viewOf: async () => viewOf(file, one, composition) },
    });
    const analysis = await service.analyze(TextDocument.create(`ref:///${file}`, 'yaml', 1, text));
    const got = (analysis?.blocks ?? []).flatMap((block) => block.perspectives);
    // The reference has the blocks that a key holds; the service those that only their kind tells as well.
    const isKeyed = (path: string) => /(?:schedule_config|weight_decay_schedule|alpha_schedule)$/.test(path);

    // A block that several keys of a document lead to is one block of the composed config.
    const gotPaths = new Set(got.flatMap((seen) => seen.shownAt.map(pathText)).filter(isKeyed));
    expect([...gotPaths].filter((path) => !LEFT_OUT(file, path)).sort()).toEqual(
      [...new Set(wanted.map(({ path }) => path))].sort(),
    );
    for (const entry of wanted) {
      const here = got.filter((seen) => seen.shownAt.some((path) => pathText(path) === entry.path));
      expect(here.map(({ path }) => pathText(path))).toEqual(here.map(() => entry.defined_at));
      const owns = [...new Set(here.flatMap((seen) => seen.ownsLeaves.map(pathText)))].sort();
      if (entry.owns !== undefined) expect(owns).toEqual(entry.owns);
      for (const { resolved } of here) {
        if ('resolved' in entry) {
          expect(plain(resolved)).toEqual(entry.resolved);
        } else {
          const wantedLeaves = Object.entries(entry.leaves ?? {}).filter(([, leaf]) => 'value' in leaf);
          expect(knownLeaves(resolved)).toEqual(
            Object.fromEntries(wantedLeaves.map(([key, leaf]) => [key, leaf.value])),
          );
        }
      }
    }
  });
});

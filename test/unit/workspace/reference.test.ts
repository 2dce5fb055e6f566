import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REFERENCE, uriOf, workspaceOf } from './fixtures';

interface Case {
  readonly id: string;
  readonly config_dir: string;
  readonly primary: string;
  readonly overrides: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

interface Reached {
  readonly case: string;
}

const expected = JSON.parse(readFileSync(join(REFERENCE, 'expected.json'), 'utf8')) as {
  readonly cases: readonly Case[];
  readonly by_file: Readonly<Record<string, readonly Reached[]>>;
};

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** The texts of a reference tree, with every case of it as a command line of a script. */
function treeWithRuns(tree: string): { texts: Record<string, string>; runs: Map<string, Case> } {
  const folder = join(REFERENCE, 'trees', tree);
  const texts: Record<string, string> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    texts[`trees/${tree}/${relative(folder, path)}`] = readFileSync(path, 'utf8');
  }
  const runs = new Map<string, Case>();
  const lines: string[] = [];
  for (const each of expected.cases) {
    // A run's config directory is the folder of its primary, so no command line says a primary in a subfolder.
    if (!`${each.config_dir}/`.startsWith(`trees/${tree}/`) || each.primary.includes('/')) continue;
    if (Object.keys(each.env).length > 0) continue;
    runs.set(each.id, each);
    lines.push(
      ['noether-train', '--hp', `${each.config_dir}/${each.primary}.yaml`, ...each.overrides].map(quote).join(' '),
    );
  }
  texts['run.sh'] = `${lines.map((line) => line.replace("'noether-train'", 'noether-train')).join('\n')}\n`;
  return { texts, runs };
}

const trees = readdirSync(join(REFERENCE, 'trees'));

describe('every file of the reference trees with a block is reached by the runs that Hydra says', () => {
  it.each(trees)('%s', async (tree) => {
    const { texts, runs } = treeWithRuns(tree);
    const { view } = workspaceOf(texts, { maxCandidates: 10_000 });
    let compared = 0;
    for (const [file, reached] of Object.entries(expected.by_file)) {
      if (!file.startsWith(`trees/${tree}/`)) continue;
      const wanted = [...new Set(reached.map((each) => each.case))].flatMap((id) => runs.get(id) ?? []);
      if (wanted.length === 0) continue;
      const { perspectives } = await view(file);
      const found = new Set(
        perspectives.map(({ primaryUri, overrides }) => JSON.stringify([primaryUri, ...overrides])),
      );
      for (const { id, config_dir, primary, overrides } of wanted) {
        const key = JSON.stringify([uriOf(`${config_dir}/${primary.replace(/\.yaml$/, '')}.yaml`), ...overrides]);
        expect(found.has(key), `${id} reaches ${file}`).toBe(true);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(0);
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BAD, folderOf, GOOD, SLIP } from './harness';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

describe('.pre-commit-hooks.yaml', () => {
  const hooks = parse(read('.pre-commit-hooks.yaml')) as { id: string; entry: string; language: string }[];

  it.each(hooks)('$id is a command line that checks the files it is given', async ({ entry, language }) => {
    const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
    const [name = '', ...argv] = entry.split(' ');
    expect([language, Object.keys(bin)]).toEqual(['node', [name]]);
    const folder = folderOf({ 'good.yaml': GOOD, 'slip.yaml': SLIP, 'bad.yaml': BAD });
    expect((await folder.run([...argv, 'good.yaml'])).code).toBe(0);
    expect((await folder.run([...argv, 'good.yaml', 'bad.yaml'])).code).toBe(1);
    await folder.run([...argv, 'slip.yaml']);
    const mended = readFileSync(join(folder.path, 'slip.yaml'), 'utf8') === SLIP.replace('end_vlaue', 'end_value');
    expect(mended).toBe(argv.includes('--fix'));
  });
});

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly name: string; readonly run: string; readonly env?: Record<string, string> }[];
  };
}

describe('action.yml', () => {
  const { inputs, runs } = parse(read('action.yml')) as Action;

  /** Runs the last step as a runner does. The one before it installs and builds what is built here already. */
  function check(folder: ReturnType<typeof folderOf>, given: Readonly<Record<string, string>>) {
    const step = runs.steps.at(-1);
    if (step === undefined) throw new Error('the action has no step');
    const value = (name: string): string => given[name] ?? inputs[name]?.default ?? `no input ${name}`;
    const env = Object.entries(step.env ?? {}).map(([key, text]) => [
      key,
      text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => value(name)),
    ]);
    const summary = join(folder.path, 'summary.md');
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: folder.path,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...Object.fromEntries(env),
        GITHUB_ACTION_PATH: root,
        GITHUB_WORKSPACE: folder.path,
        GITHUB_STEP_SUMMARY: summary,
      },
    });
    return { code: status, out: stdout, err: stderr, summary: () => readFileSync(summary, 'utf8') };
  }

  it('names each of its inputs in a step', () => {
    const used = runs.steps.flatMap(({ env = {} }) => Object.values(env)).join();
    for (const name of Object.keys(inputs)) expect(used).toContain(`inputs.${name} }}`);
    // Nothing that a caller gives is ever part of a script.
    for (const step of runs.steps) expect(step.run).not.toContain('${{');
  });

  it('annotates findings, and fails as it is told', () => {
    const folder = folderOf({ 'a b.yaml': SLIP, 'sub/c.yaml': BAD });
    const all = check(folder, {});
    expect(all.code, all.err).toBe(1);
    expect(all.out).toMatch(/^::warning file=a b\.yaml,line=6.*\n::error file=sub\/c\.yaml,line=1/);
    expect(check(folder, { paths: 'a b.yaml\n' }).code).toBe(0);
    expect(check(folder, { paths: 'a b.yaml', 'fail-on': 'warning' }).code).toBe(1);
    expect(check(folder, { 'fail-on': 'never' }).code).toBe(0);
    expect(check(folder, { paths: '$(touch ran)' }).code).toBe(2);
  });

  it('passes on how configs are composed', () => {
    const folder = folderOf({
      'train.yaml': 'defaults:\n  - group\n  - _self_\n',
      'group.yaml': 'schedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  value: ${peak}\n',
    });
    const { out } = check(folder, {
      primary: 'train.yaml',
      overrides: '+peak=slow\n+other=1\n',
      set: 'x=1',
      'total-steps': '10',
    });
    expect(out).toContain('slow');
  });

  it('writes SARIF and what changes', () => {
    const folder = folderOf({ 'a.yaml': GOOD });
    folder.git('init');
    folder.git('add', '.');
    folder.git('commit', '-m', 'one');
    folder.write({ 'a.yaml': GOOD.replace('[0.5]', '[0.25]'), 'bad.yaml': BAD });
    const { code, summary } = check(folder, { 'sarif-file': 'found.sarif', 'compare-with': 'HEAD' });
    expect(code).toBe(1);
    expect(JSON.parse(readFileSync(join(folder.path, 'found.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(summary()).toContain('| steps | \\[0.5\\] | \\[0.25\\] |');
  });
});

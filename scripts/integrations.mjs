// node scripts/integrations.mjs: tries the pre-commit hooks with the real pre-commit, and every shell step of the GitHub
// Action, both from a fresh clone of what is committed, on a small project. It takes a few minutes and needs git, bash
// and pre-commit; tests that need none of that to be installed are in test/unit/cli/integrations.test.ts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { temporaryFolder } from './cleanup.mjs';
import { root, run, say } from './install.mjs';

const config = (key) =>
  `lr: 1e-3\nschedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  ${key}: \${..lr}\n`;

function check(what, isTrue, output = '') {
  if (!isTrue) throw new Error(`${what}: it does not\n${output}`);
  say(`${what}: it does`);
}

function call(command, args, options) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (error !== undefined) throw new Error(`${command} cannot be started: ${error.message}`);
  return { code: status, text: `${stdout}${stderr}` };
}

function git(folder, ...args) {
  const { code, text } = call('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
    cwd: folder,
  });
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${text}`);
  return text.trim();
}

async function tryPreCommit(clone, project, home) {
  const env = { ...process.env, PRE_COMMIT_HOME: home };
  const rev = git(clone, 'rev-parse', 'HEAD');
  const hooks = (id) =>
    writeFileSync(
      join(project, '.pre-commit-config.yaml'),
      `repos:\n  - repo: ${clone}\n    rev: ${rev}\n    hooks:\n      - id: ${id}\n`,
    );
  const preCommit = () => {
    git(project, 'add', '.');
    return call('pre-commit', ['run', '--all-files'], { cwd: project, env });
  };
  hooks('schedule-lens');
  say('pre-commit builds the hooks');
  const found = preCommit();
  check('the hook finds the slip', found.code === 1 && found.text.includes('[missing-key]'), found.text);
  hooks('schedule-lens-fix');
  const fixed = preCommit();
  const mended = readFileSync(join(project, 'train.yaml'), 'utf8') === config('value');
  check('the fixing hook mends it and says so', fixed.code === 1 && mended, fixed.text);
  const clean = preCommit();
  check('the hook passes what is mended', clean.code === 0, clean.text);
}

async function tryAction(clone, project, summary) {
  const { inputs, runs } = parse(readFileSync(join(clone, 'action.yml'), 'utf8'));
  const given = { 'sarif-file': 'found.sarif', 'compare-with': 'HEAD' };
  const value = (name) => given[name] ?? inputs[name].default;
  let last;
  for (const { name, run: script, env = {} } of runs.steps) {
    say(`the Action: ${name}`);
    const own = Object.fromEntries(
      Object.entries(env).map(([key, text]) => [
        key,
        text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, id) => value(id)),
      ]),
    );
    last = call('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: project,
      env: {
        ...process.env,
        ...own,
        GITHUB_ACTION_PATH: clone,
        GITHUB_WORKSPACE: project,
        GITHUB_STEP_SUMMARY: summary,
      },
    });
    if (name !== runs.steps.at(-1).name) check(`the step ends well`, last.code === 0, last.text);
  }
  const annotated = last.code === 1 && last.text.includes('::error file=train.yaml,line=3');
  check('the Action annotates the line', annotated, last.text);
  const sarif = JSON.parse(readFileSync(join(project, 'found.sarif'), 'utf8'));
  check('the Action writes SARIF', sarif.runs[0].results.length > 0);
  const told = readFileSync(summary, 'utf8');
  check('the Action says what changes', told.includes('One schedule changes'), told);
}

const folder = temporaryFolder('integrations');
try {
  const [clone, project] = [join(folder.path, 'clone'), join(folder.path, 'project')];
  await run('git', ['clone', '--quiet', root, clone]);
  mkdirSync(project);
  git(folder.path, 'init', '--quiet', project);
  writeFileSync(join(project, 'train.yaml'), config('vale'));
  git(project, 'add', '.');
  git(project, 'commit', '--quiet', '-m', 'one');
  await tryPreCommit(clone, project, join(folder.path, 'pre-commit'));
  git(project, 'commit', '--quiet', '-am', 'two');
  writeFileSync(join(project, 'train.yaml'), config('vale'));
  await tryAction(clone, project, join(folder.path, 'summary.md'));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  folder.remove();
}

import { describe, expect, it } from 'vitest';
import { findCommandLines, findEntryPoints } from '../../../server/src/workspace/commandLines';
import { uriOf, valueAt, workspaceOf } from './fixtures';

const TEXTS = {
  'configs/train.yaml': 'defaults:\n  - optim: adamw\n  - _self_\ntrainer:\n  max_updates: 10\n',
  'configs/other.yaml': 'defaults:\n  - optim: adamw\n  - _self_\n',
  'configs/optim/adamw.yaml': 'lr: 1.0\n',
  'configs/optim/sgd.yaml': 'lr: 2.0\n',
  'configs/experiment/fine.yaml': '# @package _global_\noptim:\n  lr: 0.25\n',
};

describe('command lines of the workspace', () => {
  it('say with which primary an experiment is run, so that no other is made up', async () => {
    const { view } = workspaceOf({
      ...TEXTS,
      'README.md':
        "# Runs\n\nDon't start it by hand:\n\n```sh\nnoether-train --hp configs/other.yaml \\\n    +experiment=fine \"optim.lr=${oc.decode:'0.5'}\" seed=$SEED\n```\n",
    });
    const fine = await view('configs/experiment/fine.yaml');
    expect(fine.perspectives.map(({ label, origin, because }) => [label, origin, because])).toEqual([
      ['other +experiment=fine', 'command-line', 'README.md, line 6'],
    ]);
    expect(fine.dependsOn.has(uriOf('README.md'))).toBe(true);
    expect(valueAt(fine, 0, 'optim.lr')).toBe(0.25);
  });

  it('choose options that no file names', async () => {
    const { view } = workspaceOf({
      ...TEXTS,
      'jobs/night.sbatch':
        '#!/bin/bash\n#SBATCH -n 1\ncd ..\nsrun noether-train-submit-job configs/train.yaml optim=sgd trainer.max_updates=7\n',
    });
    const sgd = await view('configs/optim/sgd.yaml');
    expect(sgd.perspectives.map((each) => each.label)).toEqual(['train optim=sgd trainer.max_updates=7']);
    expect(sgd.chosen?.because).toBe('jobs/night.sbatch, line 4');
    expect(valueAt(sgd, 0, 'trainer.max_updates')).toBe(7);
  });

  it('name primaries without a defaults list', async () => {
    const { labels } = workspaceOf({
      'a/plain.yaml': 'x: 1\n',
      'a/run.sh': 'noether-train --hp=plain.yaml\n',
    });
    expect(await labels('a/plain.yaml')).toEqual(['plain']);
  });

  it('are read again when their file changes', async () => {
    const { labels, write } = workspaceOf({ ...TEXTS, 'run.sh': 'echo nothing\n' });
    expect(await labels('configs/optim/sgd.yaml')).toEqual([]);
    write('run.sh', 'noether-train --hp configs/train.yaml optim=sgd\n');
    expect(await labels('configs/optim/sgd.yaml')).toEqual(['train optim=sgd']);
    write('run.sh', 'echo nothing\n');
    expect(await labels('configs/optim/sgd.yaml')).toEqual([]);
  });
});

describe('hydra.main', () => {
  it('names a primary relative to its Python file', async () => {
    const { view } = workspaceOf({
      'conf/plain.yaml': 'x: 1\n',
      'src/app.py':
        'import hydra\n\n\n@hydra.main(\n    version_base=None,\n    config_path="../conf",\n    config_name="plain",\n)\ndef main(cfg):\n    pass\n',
    });
    const plain = await view('conf/plain.yaml');
    expect(plain.perspectives.map(({ label, origin, because }) => [label, origin, because])).toEqual([
      ['plain', 'hydra-main', 'src/app.py, line 4'],
    ]);
  });

  it('may name a config in a subfolder of its config directory', async () => {
    const { view } = workspaceOf({
      'conf/runs/x.yaml': 'defaults:\n  - /optim: adamw\n',
      'conf/optim/adamw.yaml': 'lr: 1.0\n',
      'app.py': "import hydra\n@hydra.main(config_path='conf', config_name='runs/x')\ndef main(cfg): ...\n",
    });
    const adamw = await view('conf/optim/adamw.yaml');
    expect(adamw.perspectives.map((each) => each.label)).toEqual(['x']);
    expect(valueAt(adamw, 0, 'runs.optim.lr')).toBe(1);
  });
});

describe('reading a command line', () => {
  const words = (text: string, role: 'shell' | 'markdown' | 'makefile' = 'shell') =>
    findCommandLines(text, role).map(({ primary, overrides }) => [primary, ...overrides]);

  it('follows the shell: quotes, escapes, continued lines, the end of a command', () => {
    expect(words("noether-train --hp 'a b.yaml' k=\\ v\n")).toEqual([['a b.yaml', 'k= v']]);
    expect(words('noether-train --hp a.yaml \\\r\n  "k=[1,2]" \\\r\n  ~optim; echo x=1\n')).toEqual([
      ['a.yaml', 'k=[1,2]', '~optim'],
    ]);
    expect(words('uv run noether-train a.yaml k=1 > log.txt\n')).toEqual([['a.yaml', 'k=1']]);
    expect(words('noether-train a.yaml k=1 | tee k=2\n')).toEqual([['a.yaml', 'k=1']]);
    expect(words('noether-train a.yaml k=1 # l=2\n')).toEqual([['a.yaml', 'k=1']]);
    expect(words('(cd x && noether-train a.yaml k=1)\n')).toEqual([['a.yaml', 'k=1']]);
    expect(words('/opt/bin/noether-train a.yaml\n')).toEqual([['a.yaml']]);
  });

  it('leaves out words that only the shell knows, sweeps and prose', () => {
    expect(words('noether-train --hp a.yaml seed=$SEED out=${DIR}/x run=$(date) b="`id`" k=1\n')).toEqual([
      ['a.yaml', 'k=1'],
    ]);
    expect(words("noether-train --hp a.yaml 'k=${optim.lr}'\n")).toEqual([['a.yaml', 'k=${optim.lr}']]);
    expect(words('noether-train --hp a.yaml lr=1,2 -m k=1\n')).toEqual([['a.yaml', 'k=1']]);
    expect(words('Start `noether-train --hp a.yaml k=1` with k=2.\n', 'markdown')).toEqual([['a.yaml', 'k=1']]);
    expect(words('noether-train --hp a.yaml key=<value> k=1\n', 'markdown')).toEqual([['a.yaml', 'k=1']]);
    expect(words('train:\n\tnoether-train --hp a.yaml seed=$(SEED) k=1\n', 'makefile')).toEqual([['a.yaml', 'k=1']]);
  });

  it('gives none where the primary is not known', () => {
    expect(words('noether-train --hp $CONFIG k=1\n')).toEqual([]);
    expect(words('noether-train --hp <path> k=1\n', 'markdown')).toEqual([]);
    expect(words('noether-train "$1" other.yaml\n')).toEqual([]);
    expect(words('# noether-train --hp a.yaml\n')).toEqual([]);
    expect(words('my-noether-train --hp a.yaml\nnoether-trainer --hp a.yaml\n')).toEqual([]);
  });

  it('ends with an unclosed quote', () => {
    expect(words("noether-train --hp a.yaml 'k=1\n")).toEqual([['a.yaml']]);
  });
});

describe('reading an entry point', () => {
  it('takes plain texts only', () => {
    const read = (args: string) => findEntryPoints(`import hydra\n@hydra.main(${args})\n`);
    expect(read('config_path="conf", config_name="a.yaml"')).toEqual([
      { configPath: 'conf', configName: 'a', line: 1 },
    ]);
    expect(read('"conf", "a"')).toEqual([{ configPath: 'conf', configName: 'a', line: 1 }]);
    expect(read('config_name="a"')).toEqual([{ configPath: undefined, configName: 'a', line: 1 }]);
    expect(read('config_path=CONF, config_name="a"')).toEqual([]);
    expect(read('config_path="pkg://x", config_name="a"')).toEqual([]);
    expect(read('config_path="conf"')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import { kind, serviceOf, severityOf, uriOf } from './harness';

/** An optimizer with a warm-up whose peak is a number. */
const ADAMW = `kind: torch.optim.AdamW
lr: 1e-3
schedule_config:
  kind: ${kind('LinearWarmupCosineDecaySchedule')}
  warmup_percent: 0.05
  max_value: 1e-3
`;
const SGD = `kind: torch.optim.SGD
lr: 0.1
schedule_config:
  kind: ${kind('StepFixedSchedule')}
  start_value: \${..lr}
  factor: 0.1
  steps: [0.5, 0.75]
`;
const TRAIN = 'defaults:\n  - optim: adamw\n  - _self_\n';
const GLOBAL = '# @package _global_\n';

/** `line:character` counted from 1, the severity and the rule. */
function shown(diagnostic: Diagnostic): string {
  const { line, character } = diagnostic.range.start;
  return `${line + 1}:${character + 1} ${severityOf(diagnostic)} ${String(diagnostic.code)}`;
}

function relatedOf(diagnostic: Diagnostic | undefined): string[] {
  return (diagnostic?.relatedInformation ?? []).map(
    ({ location }) => `${location.uri}:${location.range.start.line + 1}`,
  );
}

describe('an experiment that swaps the optimizer', () => {
  const files = {
    'train.yaml': `${TRAIN}optim:\n  schedule_config:\n    warmup_percent: 0.1\n`,
    'optim/adamw.yaml': ADAMW,
    'optim/sgd.yaml': SGD,
    'experiment/swap.yaml': `${GLOBAL}defaults:\n  - override /optim: sgd\n`,
  };

  it('leaves keys of the old block merged into the new one, which is said at those keys', async () => {
    const { diagnostics, said } = serviceOf(files);
    const [stale, ...more] = await diagnostics('train.yaml');
    expect(more).toEqual([]);
    expect(stale && shown(stale)).toBe('6:5 warning unknown-key');
    expect(stale?.message).toMatch(/^In train \+experiment=swap: StepFixedSchedule has no key warmup_percent/);
    expect(relatedOf(stale)).toEqual([`${uriOf('optim/sgd.yaml')}:4`]);
    expect(await said()).toHaveLength(1);
  });

  it('leaves keys of the old optimizer, which the new one refuses', async () => {
    const { diagnostics } = serviceOf({ ...files, 'train.yaml': `${TRAIN}optim:\n  betass: [0.9, 0.95]\n` });
    const [stale] = await diagnostics('train.yaml');
    // In train and with the experiment alike, so that nothing is said of either.
    expect(stale && shown(stale)).toBe('5:3 error optimizer-unknown-key');
    expect(stale?.message).toMatch(/^An optimizer has no key betass/);
  });

  it('says an error that holds there only as a warning', async () => {
    // factor must be above 0, and only the step schedule has the key at all.
    const { diagnostics } = serviceOf({
      ...files,
      'train.yaml': `${TRAIN}optim:\n  schedule_config:\n    factor: -1\n`,
    });
    const found = await diagnostics('train.yaml');
    expect(found.map(shown)).toEqual(['6:5 warning unknown-key', '6:13 warning range']);
    expect(found[0]?.message).toMatch(/^In train: LinearWarmupCosineDecaySchedule has no key factor/);
    expect(found[1]?.message).toMatch(/^In train \+experiment=swap: factor is -1/);
  });
});

describe('lr overridden in an experiment', () => {
  const files = {
    'train.yaml': TRAIN,
    'optim/adamw.yaml': ADAMW,
    'experiment/low.yaml': `${GLOBAL}optim:\n  lr: 2e-4\n`,
  };

  it('while max_value is a number elsewhere: said at the override, with the number', async () => {
    const { diagnostics, said } = serviceOf(files);
    const [peak] = await diagnostics('experiment/low.yaml');
    expect(peak && shown(peak)).toBe('3:7 warning peak-not-lr');
    expect(peak?.message).toMatch(/lr is 2e-4 here, but the schedule peaks at 1e-3, its max_value/);
    expect(relatedOf(peak)).toEqual([`${uriOf('optim/adamw.yaml')}:6`]);
    expect(await said()).toHaveLength(1);
  });

  it('while max_value follows lr: nothing', async () => {
    const optim = ADAMW.replace('max_value: 1e-3', `max_value: \${..lr}`);
    expect(await serviceOf({ ...files, 'optim/adamw.yaml': optim }).said()).toEqual([]);
  });

  it('on the command line: said at the number, since no file has the override', async () => {
    const { diagnostics } = serviceOf(files, { primaryConfig: 'train.yaml', overrides: ['optim.lr=2e-4'] });
    const [peak, ...more] = await diagnostics('optim/adamw.yaml');
    expect(more).toEqual([]);
    expect(peak && shown(peak)).toBe('6:14 warning peak-not-lr');
    expect(peak?.message).toMatch(/^In train optim.lr=2e-4: max_value is 1e-3/);
    // A word of a command line has no place to go to.
    expect(relatedOf(peak)).toEqual([]);
  });
});

describe('two primaries with other numbers', () => {
  it('have a finding said once, with the numbers of both', async () => {
    const { diagnostics } = serviceOf({
      'train_a.yaml': `${TRAIN}trainer:\n  max_updates: 100\n`,
      'train_b.yaml': `${TRAIN}trainer:\n  max_updates: 200\n`,
      'optim/adamw.yaml': ADAMW.replace('warmup_percent: 0.05', 'warmup_steps: 5000'),
    });
    const [late, ...more] = await diagnostics('optim/adamw.yaml');
    expect(more).toEqual([]);
    expect(late && shown(late)).toBe('5:17 warning warmup-longer-than-training');
    expect(late?.message).toMatch(
      /^warmup_steps is 5000, but training has 100 steps by max_updates: .* In train_b: 200 in place of 100\.$/,
    );
    expect(relatedOf(late)).toEqual([`${uriOf('train_a.yaml')}:5`, `${uriOf('train_b.yaml')}:5`]);
  });
});

describe('a mandatory ???', () => {
  const OPEN = ADAMW.replace('warmup_percent: 0.05', 'warmup_percent: ???');

  it('that nothing fills is an error', async () => {
    const { diagnostics } = serviceOf({ 'train.yaml': TRAIN, 'optim/adamw.yaml': OPEN });
    const found = await diagnostics('optim/adamw.yaml');
    expect(found.map(shown)).toEqual(['5:19 error mandatory-missing']);
  });

  it('that one of two primaries fills is a warning that names the other', async () => {
    const { diagnostics } = serviceOf({
      'train_a.yaml': TRAIN,
      'train_b.yaml': `${TRAIN}optim:\n  schedule_config:\n    warmup_percent: 0.1\n`,
      'optim/adamw.yaml': OPEN,
    });
    const found = await diagnostics('optim/adamw.yaml');
    expect(found.map(shown)).toEqual(['5:19 warning mandatory-missing']);
    expect(found[0]?.message).toMatch(/^In train_a: warmup_percent is \?\?\?/);
  });

  it('that every primary fills is none', async () => {
    const fill = `${TRAIN}optim:\n  schedule_config:\n    warmup_percent: 0.1\n`;
    const { said } = serviceOf({ 'train_a.yaml': fill, 'train_b.yaml': fill, 'optim/adamw.yaml': OPEN });
    expect(await said()).toEqual([]);
  });
});

describe('a ??? of the optimizer', () => {
  const FOLLOWS = ADAMW.replace('max_value: 1e-3', `max_value: \${..lr}`).replace('lr: 1e-3', 'lr: ???');

  it('that nothing fills is said there, and not again where it is used', async () => {
    const { said } = serviceOf({ 'train.yaml': TRAIN, 'optim/adamw.yaml': FOLLOWS });
    expect(await said()).toEqual([
      expect.stringMatching(/^optim\/adamw\.yaml:2:5 error mandatory-missing: lr of the optimizer is \?\?\?/),
    ]);
  });

  it('that a command line of the README fills is a warning for the run without it', async () => {
    const { diagnostics } = serviceOf({
      'README.md': '```sh\nnoether-train --hp train.yaml optim.lr=1e-3\n```\n',
      'train.yaml': TRAIN,
      'optim/adamw.yaml': FOLLOWS,
    });
    const found = await diagnostics('optim/adamw.yaml');
    expect(found.map(shown)).toEqual(['2:5 warning mandatory-missing']);
    expect(found[0]?.message).toMatch(/^In train: lr of the optimizer/);
  });

  it('that is read from elsewhere is said where it is read, with the place of the ???', async () => {
    const { diagnostics } = serviceOf({
      'train.yaml': `${TRAIN}peak: ???\n`,
      'optim/adamw.yaml': ADAMW.replace('max_value: 1e-3', `max_value: \${peak}`),
    });
    const found = await diagnostics('optim/adamw.yaml');
    expect(found.map(shown)).toEqual(['6:14 error mandatory-missing']);
    expect(relatedOf(found[0])).toEqual([`${uriOf('train.yaml')}:4`]);
  });
});

describe('merging onto a link', () => {
  const LINKED = `${TRAIN}model:\n  optim: \${optim}\n`;
  const FOLLOWS = ADAMW.replace('max_value: 1e-3', `max_value: \${..lr}`);

  it('makes a copy, and later changes of the original do not arrive', async () => {
    const { diagnostics } = serviceOf({
      // The link and what is merged onto it come first; then the primary changes the original.
      'train.yaml':
        'defaults:\n  - optim: adamw\n  - model: linked\n  - size: big\n  - _self_\noptim:\n  weight_decay: 0.1\n',
      'model/linked.yaml': `optim: \${optim}\n`,
      'size/big.yaml': '# @package _global_\nmodel:\n  optim:\n    clip_grad_norm: 1.0\n',
      'optim/adamw.yaml': FOLLOWS.replace('lr: 1e-3', 'lr: 1e-3\nweight_decay: 0.05'),
    });
    const [ended, ...more] = await diagnostics('size/big.yaml');
    expect(more).toEqual([]);
    expect(ended && shown(ended)).toBe('4:5 warning link-ended');
    expect(ended?.message).toMatch(
      /makes model\.optim a copy of optim .* such as its weight_decay, does not arrive at model\.optim/,
    );
    expect(relatedOf(ended)).toEqual([`${uriOf('model/linked.yaml')}:1`, `${uriOf('train.yaml')}:7`]);
  });

  it('is information where the copy only differs by what is merged', async () => {
    const { diagnostics } = serviceOf({
      'train.yaml': LINKED,
      'optim/adamw.yaml': FOLLOWS,
      'experiment/low.yaml': `${GLOBAL}model:\n  optim:\n    lr: 1e-4\n`,
    });
    expect((await diagnostics('experiment/low.yaml')).map(shown)).toEqual(['4:5 information link-ended']);
  });

  it('loses everything where the original is not composed yet', async () => {
    const { diagnostics } = serviceOf({
      'train.yaml': 'defaults:\n  - model: linked\n  - size: big\n  - optim: adamw\n  - _self_\n',
      'model/linked.yaml': `optim: \${optim}\n`,
      'size/big.yaml': '# @package _global_\nmodel:\n  optim:\n    lr: 1e-4\n',
      'optim/adamw.yaml': FOLLOWS,
    });
    const [lost] = await diagnostics('size/big.yaml');
    expect(lost && shown(lost)).toBe('4:5 warning link-ended');
    expect(lost?.message).toMatch(/the link is dropped and nothing of optim arrives at model\.optim/);
  });

  it('says nothing about links that no schedule is behind', async () => {
    const { said } = serviceOf({
      'train.yaml': `${TRAIN}data:\n  root: /data\nother: \${data}\n`,
      'optim/adamw.yaml': FOLLOWS,
      'experiment/x.yaml': `${GLOBAL}other:\n  root: /tmp\n`,
    });
    expect(await said()).toEqual([]);
  });
});

describe('a misspelt keyword or header', () => {
  const files = { 'train.yaml': TRAIN, 'optim/adamw.yaml': ADAMW, 'optim/sgd.yaml': SGD };

  it.each([
    ['overide', 'override'],
    ['Override', 'override'],
  ])('%s: the config cannot be composed, and the message says why', async (wrong, right) => {
    const { diagnostics } = serviceOf({
      ...files,
      'experiment/x.yaml': `${GLOBAL}defaults:\n  - ${wrong} /optim: sgd\n`,
    });
    const found = await diagnostics('experiment/x.yaml');
    expect(found.map(shown)).toEqual(['3:5 error ignored-keyword']);
    expect(found[0]?.message).toContain(`write '${right}'`);
  });

  it('optinal: composed all the same', async () => {
    const { diagnostics } = serviceOf({
      ...files,
      'train.yaml': 'defaults:\n  - optim: adamw\n  - optinal extra: one\n  - _self_\n',
      'extra/one.yaml': 'x: 1\n',
    });
    const found = await diagnostics('train.yaml');
    expect(found.map(shown)).toEqual(['3:5 warning ignored-keyword']);
  });

  it.each([
    ['# @pakage _global_', 'misspelt'],
    ['# @package: _global_', 'with a colon'],
    ['# package _global_', 'without @'],
    ['# @Package _global_', 'in upper case'],
    ['# a comment above\n# @package _global_', 'below a comment'],
  ])('%s', async (head) => {
    const { diagnostics } = serviceOf({
      ...files,
      'experiment/x.yaml': `${head}\noptim:\n  lr: 2e-4\n`,
      'experiment/y.yaml': `${GLOBAL}x: 1\n`,
    });
    const found = await diagnostics('experiment/x.yaml');
    const line = head.split('\n').length;
    expect(found.map(shown)).toEqual([`${line}:1 warning ignored-header`]);
  });

  it.each(['# the package list of our group', '# @title something', '# packaged for release', '#@package _global_'])(
    'not of %s',
    async (head) => {
      const { diagnostics } = serviceOf({ ...files, 'experiment/x.yaml': `${head}\nx: 1\n` });
      expect(await diagnostics('experiment/x.yaml')).toEqual([]);
    },
  );
});

describe('a composition that fails', () => {
  it('for a file that does not exist: at the entry, with the name that was meant', async () => {
    const { said, diagnostics } = serviceOf({
      'train.yaml': 'defaults:\n  - optim: adamv\n',
      'optim/adamw.yaml': ADAMW,
    });
    const [missing] = await diagnostics('train.yaml');
    expect(missing && shown(missing)).toBe('2:12 error config-not-found');
    expect(missing?.message).toContain("Did you mean 'adamw'?");
    expect(await said()).toHaveLength(1);
  });

  it('with one of two primaries: a warning in a file of both', async () => {
    const { diagnostics } = serviceOf({
      'train_a.yaml': 'defaults:\n  - size: big\n  - setup: fine\n',
      'train_b.yaml': 'defaults:\n  - setup: fine\n',
      'size/big.yaml': 'x: 1\n',
      'size/small.yaml': 'x: 2\n',
      'setup/fine.yaml': `${GLOBAL}defaults:\n  - override /size: small\n`,
    });
    const found = await diagnostics('setup/fine.yaml');
    expect(found.map(shown)).toEqual(['3:5 warning composition-fails']);
    expect(found[0]?.message).toMatch(/^In train_b: 'override size' finds no entry to change/);
  });

  it('for includes that go round', async () => {
    const { diagnostics } = serviceOf({
      'train.yaml': 'defaults:\n  - model: a\n',
      'model/a.yaml': 'defaults:\n  - b\n',
      'model/b.yaml': 'defaults:\n  - a\n',
    });
    const all = [...(await diagnostics('model/a.yaml')), ...(await diagnostics('model/b.yaml'))];
    expect(all.map(({ code }) => code)).toEqual(['include-loop']);
  });

  it('for an override that is not at the end of its list', async () => {
    const { diagnostics } = serviceOf({
      'train.yaml': 'defaults:\n  - optim: adamw\n  - override optim: sgd\n  - extra: one\n',
      'optim/adamw.yaml': ADAMW,
      'optim/sgd.yaml': SGD,
      'extra/one.yaml': 'x: 1\n',
    });
    expect((await diagnostics('train.yaml')).map(shown)).toEqual(['4:5 error composition-fails']);
  });

  it('says what the loader refuses once', async () => {
    const { diagnostics } = serviceOf({ 'train.yaml': TRAIN, 'optim/adamw.yaml': `${ADAMW}lr: 2e-3\n` });
    expect((await diagnostics('optim/adamw.yaml')).map(({ code }) => code)).toEqual(['duplicate-key']);
  });

  it('leaves the rest of the workspace unharmed', async () => {
    const { diagnostics } = serviceOf({
      'train_a.yaml': TRAIN,
      'train_b.yaml': 'defaults:\n  - optim: adamw\n  - nothing: here\n',
      'optim/adamw.yaml': ADAMW.replace('max_value: 1e-3', 'max_value: 2e-3'),
    });
    expect((await diagnostics('optim/adamw.yaml')).map(shown)).toEqual(['6:14 warning peak-not-lr']);
    expect((await diagnostics('train_b.yaml')).map(shown)).toEqual(['3:14 error config-not-found']);
  });

  it('for a place that cannot be read here: information', async () => {
    const { diagnostics } = serviceOf({
      'train.yaml': 'defaults:\n  - optim: remote\n  - _self_\nhydra:\n  searchpath:\n    - pkg://other.conf\n',
      'optim/adamw.yaml': ADAMW,
    });
    const found = await diagnostics('train.yaml');
    expect(found.map(shown)).toEqual(['2:12 information config-not-found', '6:7 information config-not-found']);
  });
});

describe('interpolations', () => {
  it('that only some primaries can answer say where not', async () => {
    const { diagnostics } = serviceOf({
      'train_a.yaml': TRAIN,
      'train_b.yaml': `${TRAIN}peak: 1e-3\n`,
      'optim/adamw.yaml': ADAMW.replace('max_value: 1e-3', `max_value: \${peak}`),
    });
    const found = await diagnostics('optim/adamw.yaml');
    expect(found.map(shown)).toEqual(['6:14 information interpolation-unresolved']);
    expect(found[0]?.message).toMatch(/^In train_a: "peak" is not in this config/);
  });

  it('that exist only composed are answered', async () => {
    const { said, analysis } = serviceOf({
      'train.yaml': 'defaults:\n  - optim: adamw\n  - model: linked\n  - _self_\noptim:\n  lr: 3e-4\n',
      'model/linked.yaml': `optim: \${optim}\n`,
      'optim/adamw.yaml': ADAMW.replace('max_value: 1e-3', `max_value: \${model.optim.lr}`),
    });
    expect(await said()).toEqual([]);
    const [block] = (await analysis('optim/adamw.yaml')).blocks;
    const max = block?.resolved.kind === 'map' ? block.resolved.entries.get('max_value')?.value : undefined;
    expect(max).toMatchObject({ kind: 'scalar', value: 3e-4, source: { uri: uriOf('train.yaml') } });
  });
});

describe('what is not the schedules', () => {
  it('is left alone: a project of another program', async () => {
    const { said, analysis } = serviceOf({
      'config.yaml': 'defaults:\n  - db: mysql\n  - optinal cache: redis\nport: 1\n',
      'db/mysql.yaml': 'host: ${nothing.here}\n',
      'cache/redis.yaml': 'x: 1\n',
    });
    expect(await said()).toEqual([]);
    expect((await analysis('db/mysql.yaml')).state).toBe('silent');
  });

  it('has no findings in a block that another file replaces', async () => {
    const { diagnostics, analysis } = serviceOf({
      'train.yaml': `${TRAIN}optim:\n  schedule_config: null\n`,
      'optim/adamw.yaml': ADAMW.replace('max_value: 1e-3', 'max_value: abc'),
    });
    expect(await diagnostics('optim/adamw.yaml')).toEqual([]);
    expect((await analysis('optim/adamw.yaml')).blocks.map(({ perspectives }) => perspectives.length)).toEqual([0]);
  });
});

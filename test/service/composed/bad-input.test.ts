import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { kind, serviceOf, severityOf, uriOf } from './harness';

const COSINE = kind('CosineDecreasingSchedule');

/** Numbers from 0 to 1 that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

describe('bad input between files', () => {
  it('interpolations that lead round through two files', async () => {
    const { said } = serviceOf({
      'train.yaml': 'defaults:\n  - optim: adamw\n  - model: m\n',
      'optim/adamw.yaml': `lr: 1e-3\nschedule_config:\n  kind: ${COSINE}\n  max_value: \${model.peak}\n`,
      'model/m.yaml': `peak: \${optim.schedule_config.max_value}\n`,
    });
    const codes = (await said()).map((line) => line.split(' ').slice(0, 3).join(' '));
    expect(codes).toEqual([
      expect.stringMatching(/^(optim\/adamw|model\/m)\.yaml:\d+:\d+ error interpolation-cycle:$/),
    ]);
  });

  it('a primary that is a list, one that is broken, one that is empty', async () => {
    const { diagnostics } = serviceOf({
      'list.yaml': '# @package _global_\n- a\n',
      'broken.yaml': 'defaults:\n  - optim: adamw\n  - [\n',
      'empty.yaml': 'defaults: []\n',
      'optim/adamw.yaml': `lr: 1e-3\nschedule_config:\n  kind: ${COSINE}\n  max_value: abc\n`,
    });
    expect((await diagnostics('list.yaml')).map(({ code }) => code)).toEqual(['composition-fails']);
    expect((await diagnostics('broken.yaml')).map(severityOf)).toContain('error');
    expect(await diagnostics('empty.yaml')).toEqual([]);
    // Reached by the broken one alone, which says nothing of it; so it is judged by itself.
    expect((await diagnostics('optim/adamw.yaml')).map(({ code }) => code)).toEqual(['type']);
  });

  it('a block that hundreds of primaries make hundreds of other things of', async () => {
    const primaries = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [
        `train_${String(index).padStart(3, '0')}.yaml`,
        `defaults:\n  - optim: adamw\n  - _self_\ntrainer:\n  max_updates: ${100 + index}\n`,
      ]),
    );
    const { diagnostics } = serviceOf({
      ...primaries,
      'optim/adamw.yaml': `lr: 1e-3\nschedule_config:\n  kind: ${kind('LinearWarmupCosineDecaySchedule')}\n  warmup_steps: 5000\n  max_value: \${..lr}\n`,
    });
    const [late, ...more] = await diagnostics('optim/adamw.yaml');
    expect(more).toEqual([]);
    expect(late?.message).toMatch(/training has 100 steps .* In train_001: 101 in place of 100\./);
    // Nobody reads a message or a list of places without end.
    expect(String(late?.message).length).toBeLessThan(500);
    expect(late?.relatedInformation?.length).toBeLessThanOrEqual(10);
  });

  it('a group file with thousands of keys beside a block', async () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `  key${index}: {a: [1, 2], b: text}\n`).join('');
    const { diagnostics } = serviceOf(
      {
        'train.yaml': 'defaults:\n  - optim: adamw\n  - data: big\n',
        'optim/adamw.yaml': `lr: 1e-3\nschedule_config:\n  kind: ${COSINE}\n  max_value: \${data.peak}\n`,
        'data/big.yaml': `things:\n${keys}peak: 2e-3\n`,
      },
      { maxFileSize: 10_000_000 },
    );
    expect((await diagnostics('optim/adamw.yaml')).map(({ code }) => code)).toEqual(['peak-not-lr']);
    expect(await diagnostics('data/big.yaml')).toEqual([]);
  });

  /** Pieces that make sense, and pieces that do not, put together at random. */
  const pieces = [
    'optim:\n  lr: 2e-3\n',
    'optim:\n  lr: ???\n',
    'optim: null\n',
    'optim: []\n',
    `optim:\n  schedule_config:\n    kind: ${COSINE}\n    max_value: \${..lr}\n`,
    `optim:\n  schedule_config:\n    kind: ${kind('StepFixedSchedule')}\n    steps: [0.5]\n`,
    'optim:\n  schedule_config:\n    warmup_percent: 5\n    max_value: 3e-3\n',
    'optim:\n  schedule_config: null\n',
    `optim:\n  schedule_config: \${model.optim.schedule_config}\n`,
    `model:\n  optim: \${optim}\n`,
    'model:\n  optim:\n    lr: 1e-2\n',
    `model: \${optim}\n`,
    `parts:\n  - schedule_config: {kind: ${COSINE}, max_value: "\${...peak}"}\n`,
    'peak: 1e-3\n',
    'trainer:\n  max_updates: 500\n',
    'trainer:\n  max_epochs: 3\n',
    `base: &b {kind: ${COSINE}, max_value: 1}\nhead:\n  lr: 1\n  schedule_config: *b\n`,
    '',
  ];
  const lists = [
    'optim: a',
    'optim: b',
    'override optim: b',
    'model: a',
    'optinal model: a',
    '_self_',
    'optim: nothing',
    'model@optim: a',
  ];
  const heads = ['', '# @package _global_\n', '# @pakage _global_\n', '# @package model\n'];

  it('leaves every diagnostic at a text of its document, with places that exist, and no error that holds in some', async () => {
    const any = numbers(7);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(any() * from.length)] as T;
    const file = () => {
      const keys = new Map([pick(pieces), pick(pieces)].map((text) => [text.split(':')[0], text]));
      const entries =
        any() < 0.6 ? `defaults:\n${[pick(lists), pick(lists)].map((entry) => `  - ${entry}\n`).join('')}` : '';
      return `${pick(heads)}${entries}${[...keys.values()].join('')}`;
    };
    let seen = 0;
    for (let round = 0; round < 150; round++) {
      const paths = [
        'train_a.yaml',
        'train_b.yaml',
        'optim/a.yaml',
        'optim/b.yaml',
        'model/a.yaml',
        'experiment/x.yaml',
      ];
      const texts = Object.fromEntries(paths.map((path) => [path, file()]));
      texts['train_a.yaml'] = `defaults:\n  - optim: a\n  - _self_\n${pick(pieces)}`;
      const { service, document } = serviceOf(texts);
      const uris = new Set(paths.map(uriOf));
      for (const path of paths) {
        const open = document(path);
        const analysis = await service.analyze(open);
        const labels = analysis?.view?.perspectives.map(({ label }) => label) ?? [];
        for (const one of await service.validate(open)) {
          seen += 1;
          const at = [open.offsetAt(one.range.start), open.offsetAt(one.range.end)] as const;
          expect(open.positionAt(at[0])).toEqual(one.range.start);
          expect(open.positionAt(at[1])).toEqual(one.range.end);
          for (const { location } of one.relatedInformation ?? []) expect(uris).toContain(location.uri);
          const named = /^In (train_\w+(?: \+?\S+=\S+)*)(?:,| and|:)/.exec(String(one.message))?.[1];
          if (named === undefined) continue;
          expect(labels).toContain(named);
          expect(one.severity).not.toBe(DiagnosticSeverity.Error);
        }
        for (const { perspectives, resolved } of analysis?.blocks ?? []) {
          if (perspectives[0] !== undefined) expect(resolved).toBe(perspectives[0].resolved);
        }
      }
    }
    expect(seen).toBeGreaterThan(300);
  });
});

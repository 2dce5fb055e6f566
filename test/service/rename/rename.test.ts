import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { compose } from '../../../server/src/config/hydra';
import { MapDisk, uriOf } from '../../unit/workspace/fixtures';
import { mark, projectOf } from '../define/project';

type Files = Readonly<Record<string, string>>;

/** Two primaries over one group file; each writes the value that the file's interpolation names. */
const shared: Files = {
  'train_a.yaml': `defaults:
  - optim: adamw
  - _self_
# the peak of both warm-ups
base_lr: 3e-4  # tuned
width: 8
`,
  'train_b.yaml': `defaults:
  - optim: adamw
  - experiment: long
  - _self_
"base_lr": 5e-5
`,
  'experiment/long.yaml': `# @package _global_
base_lr: 7e-5
half: \${oc.select:'base_lr',1}
`,
  'optim/adamw.yaml': `kind: torch.optim.AdamW
lr: \${base_lr}
schedule_config:
  kind: noether.core.schedules.LinearWarmupCosineDecaySchedule
  warmup_percent: 0.1
  max_value: "\${base_lr}" # by name
  end_value: 1e-6
`,
};

async function answerOf(files: Files, path: string, marked: string, newName: string) {
  const { service, open } = projectOf(files);
  const { document, position } = open(path, marked);
  const prepared = await service.prepareRename(document, position);
  return { prepared, document, result: await service.rename(document, position, newName) };
}

/** The files after renaming what stands at the mark. */
async function renamed(files: Files, path: string, marked: string, newName: string): Promise<Files> {
  const { result } = await answerOf(files, path, marked, newName);
  if (result === null || 'refused' in result) throw new Error(result?.refused ?? 'nothing to rename');
  return applied(files, result);
}

async function refusal(files: Files, path: string, marked: string, newName = 'other'): Promise<string> {
  const { result } = await answerOf(files, path, marked, newName);
  return result !== null && 'refused' in result ? result.refused : `renamed: ${JSON.stringify(result)}`;
}

function applied(files: Files, { documentChanges }: WorkspaceEdit): Files {
  const after: Record<string, string> = { ...files };
  for (const change of documentChanges ?? []) {
    if (!('edits' in change)) throw new Error('only edits of text are expected');
    const path = Object.keys(files).find((name) => uriOf(`conf/${name}`) === change.textDocument.uri) ?? '';
    const document = TextDocument.create(change.textDocument.uri, 'yaml', 1, files[path] ?? '');
    const edits = change.edits.flatMap((edit) => ('newText' in edit ? [edit] : []));
    after[path] = TextDocument.applyEdits(document, edits);
  }
  return after;
}

/** What Hydra and OmegaConf make of a primary config. */
async function valuesOf(files: Files, primary: string): Promise<unknown> {
  const disk = new MapDisk(Object.fromEntries(Object.entries(files).map(([path, text]) => [`/conf/${path}`, text])));
  const composition = await compose({
    files: { read: async (path) => disk.read(path), list: async (folder) => disk.list(folder) },
    configDir: '/conf',
    primary,
    overrides: [],
    env: {},
  });
  if (composition.stage === 'compose') throw new Error(composition.message);
  return composition.toContainer({ resolve: true });
}

describe('rename', () => {
  it('changes the key and what names it in every file of every primary config, and nothing else', async () => {
    const path = 'train_a.yaml';
    const after = await renamed(shared, path, mark(shared[path] ?? '', 'base_lr', 2), 'peak_lr');
    for (const [name, text] of Object.entries(shared)) {
      expect(after[name]).toBe(text.replaceAll('base_lr', 'peak_lr'));
    }
  });

  it('is the same from an interpolation, from a quoted key and from a file that another one overrides', async () => {
    const fromKey = await renamed(shared, 'train_a.yaml', mark(shared['train_a.yaml'] ?? '', 'base_lr', 2), 'peak_lr');
    for (const [path, before, into] of [
      ['optim/adamw.yaml', '{base_lr}"', 3],
      ['train_b.yaml', '"base_lr"', 4],
      ['experiment/long.yaml', 'base_lr: 7e-5', 0],
      ['experiment/long.yaml', "'base_lr'", 2],
    ] as const) {
      expect(await renamed(shared, path, mark(shared[path] ?? '', before, into), 'peak_lr')).toEqual(fromKey);
    }
  });

  it('leaves every value as it is', async () => {
    const after = await renamed(shared, 'train_a.yaml', mark(shared['train_a.yaml'] ?? '', 'base_lr', 2), 'peak_lr');
    for (const primary of ['train_a', 'train_b']) {
      const before = JSON.stringify(await valuesOf(shared, primary));
      expect(JSON.stringify(await valuesOf(after, primary))).toBe(before.replaceAll('base_lr', 'peak_lr'));
    }
  });

  it('offers the name without its quotes', async () => {
    const { prepared, document } = await answerOf(
      shared,
      'train_b.yaml',
      mark(shared['train_b.yaml'] ?? '', '"base_lr"', 4),
      'x',
    );
    expect(prepared).toMatchObject({ placeholder: 'base_lr' });
    expect(prepared !== null && 'range' in prepared && document.getText(prepared.range)).toBe('base_lr');
  });

  it('renames one step of a path, relative and in brackets', async () => {
    const files: Files = {
      'train.yaml': `defaults: [_self_]
run:
  warm: {share: 0.1}
  a: \${.warm.share}
  b: \${run[warm].share}
  c: {d: "\${..warm.share} of \${run.warm.share}"}
warm: 1
e: \${warm}
`,
    };
    const after = await renamed(files, 'train.yaml', mark(files['train.yaml'] ?? '', 'warm:', 1), 'ramp');
    expect(after['train.yaml']).toBe(`defaults: [_self_]
run:
  ramp: {share: 0.1}
  a: \${.ramp.share}
  b: \${run[ramp].share}
  c: {d: "\${..ramp.share} of \${run.ramp.share}"}
warm: 1
e: \${warm}
`);
  });

  it('reaches through a link, where the value has one name and the link another', async () => {
    const files: Files = {
      'train.yaml': 'defaults: [_self_]\nrates:\n  top: 1e-3\nmodel:\n  rates: ${rates}\nlr: ${model.rates.top}\n',
    };
    const after = await renamed(files, 'train.yaml', mark(files['train.yaml'] ?? '', 'top: ', 1), 'peak');
    expect(after['train.yaml']).toBe(
      'defaults: [_self_]\nrates:\n  peak: 1e-3\nmodel:\n  rates: ${rates}\nlr: ${model.rates.peak}\n',
    );
    const link = await renamed(files, 'train.yaml', mark(files['train.yaml'] ?? '', '  rates: $', 3), 'steps');
    expect(link['train.yaml']).toBe(
      'defaults: [_self_]\nrates:\n  top: 1e-3\nmodel:\n  steps: ${rates}\nlr: ${model.steps.top}\n',
    );
  });

  it('follows a mapping that was merged onto a link, in the copy and in what was copied', async () => {
    const files: Files = {
      'train.yaml': 'defaults:\n  - base\n  - late\n',
      'base.yaml': 'rates: {top: 1e-3, low: 1e-6}\nmodel: {rates: "${rates}"}\n',
      'late.yaml': 'model:\n  rates:\n    top: 2e-3\nlr: ${model.rates.top}\nold: ${rates.top}\n',
    };
    const after = await renamed(files, 'base.yaml', mark(files['base.yaml'] ?? '', 'top', 1), 'peak');
    const before = JSON.stringify(await valuesOf(files, 'train'));
    expect(JSON.stringify(await valuesOf(after, 'train'))).toBe(before.replaceAll('top', 'peak'));
    expect(after['late.yaml']).toBe(files['late.yaml']?.replaceAll('top', 'peak'));
  });

  it('works within a file that nothing composes', async () => {
    const files: Files = {
      'alone.yaml': `peak: 1e-3
schedule_config:
  kind: noether.core.schedules.CosineDecreasingSchedule
  max_value: \${peak}
`,
    };
    const after = await renamed(files, 'alone.yaml', mark(files['alone.yaml'] ?? '', 'peak', 1), 'top');
    expect(after['alone.yaml']).toBe((files['alone.yaml'] ?? '').replaceAll('peak', 'top'));
  });

  it('keeps a name in a file for its other meaning where no interpolation ties them', async () => {
    const files: Files = {
      'train.yaml': 'defaults: [_self_]\na: {size: 1}\nb: {size: 2}\nc: ${a.size}\n',
    };
    const after = await renamed(files, 'train.yaml', mark(files['train.yaml'] ?? '', 'size: 1', 1), 'width');
    expect(after['train.yaml']).toBe('defaults: [_self_]\na: {width: 1}\nb: {size: 2}\nc: ${a.width}\n');
  });

  it('says nothing of a file that no config knows and that names no schedule', async () => {
    const files: Files = { 'compose.yaml': 'services:\n  web: {}\n' };
    const { prepared, result } = await answerOf(
      files,
      'compose.yaml',
      mark(files['compose.yaml'] ?? '', 'web', 1),
      'x',
    );
    expect([prepared, result]).toEqual([null, null]);
  });
});

describe('rename refuses, with the reason,', () => {
  it('keys of a schedule and the key that holds it', async () => {
    const text = shared['optim/adamw.yaml'] ?? '';
    expect(await refusal(shared, 'optim/adamw.yaml', mark(text, 'warmup_percent', 2))).toBe(
      'noether defines the keys of a schedule, warmup_percent among them.',
    );
    expect(await refusal(shared, 'optim/adamw.yaml', mark(text, 'schedule_config', 2))).toBe(
      'noether finds the schedule by the name schedule_config.',
    );
  });

  it('keys that a class or the trainer takes', async () => {
    expect(await refusal(shared, 'optim/adamw.yaml', mark(shared['optim/adamw.yaml'] ?? '', 'lr: ', 1))).toBe(
      'optim.lr is handed to torch.optim.AdamW, which defines that name.',
    );
    const files: Files = { 'train.yaml': 'defaults: [_self_]\ntrainer:\n  max_epochs: 3\n  seed: 1\n' };
    expect(await refusal(files, 'train.yaml', mark(files['train.yaml'] ?? '', 'seed', 1))).toBe(
      "noether's trainer reads the keys beside max_epochs by their names, seed among them.",
    );
  });

  it('the defaults list, and names that it gives to places', async () => {
    const text = shared['train_a.yaml'] ?? '';
    expect(await refusal(shared, 'train_a.yaml', mark(text, 'optim: adamw', 1))).toContain(
      'Hydra reads the defaults list',
    );
    const files: Files = {
      'train.yaml': 'defaults:\n  - rates: slow\n  - _self_\nrates:\n  top: 1\nlr: ${rates.top}\n',
      'rates/slow.yaml': 'top: 2\n',
    };
    expect(await refusal(files, 'train.yaml', mark(files['train.yaml'] ?? '', 'rates:\n', 1))).toBe(
      'rates is also the place that rates/slow is put at (line 2), and that would stay.',
    );
  });

  it('what a command line names', async () => {
    const files: Files = {
      'train.yaml': 'defaults: [_self_]\nrates: {top: 1}\nlr: ${rates.top}\n',
      'run.sh': 'noether-train --hp train.yaml rates.top=2\n',
    };
    expect(await refusal(files, 'train.yaml', mark(files['train.yaml'] ?? '', 'top', 1))).toContain(
      'names rates.top in "rates.top=2"',
    );
  });

  it('a name that an interpolation makes up', async () => {
    const files: Files = { 'train.yaml': 'defaults: [_self_]\nwhich: top\nrates: {top: 1}\nlr: ${rates.${which}}\n' };
    expect(await refusal(files, 'train.yaml', mark(files['train.yaml'] ?? '', 'top: 1', 1))).toContain(
      'by a name that it makes from other values',
    );
  });

  it('a mapping with a merge key', async () => {
    const files: Files = { 'train.yaml': 'defaults: [_self_]\na: &a {top: 1}\nb:\n  <<: *a\n  top: 2\nlr: ${b.top}\n' };
    for (const key of ['top: 1', 'top: 2']) {
      expect(await refusal(files, 'train.yaml', mark(files['train.yaml'] ?? '', key, 1))).toContain('merge key');
    }
  });

  it('a name that is taken, or that no interpolation could reach', async () => {
    const text = shared['train_a.yaml'] ?? '';
    expect(await refusal(shared, 'train_a.yaml', mark(text, 'base_lr', 1), 'width')).toBe(
      'width is there already (line 6), so base_lr cannot take its name.',
    );
    for (const name of ['base lr', 'a.b', '', '-x', 'x:']) {
      expect(await refusal(shared, 'train_a.yaml', mark(text, 'base_lr', 1), name)).toContain('is no name that');
    }
    for (const name of ['true', '12', 'null', '1_000', '0x1']) {
      expect(await refusal(shared, 'train_a.yaml', mark(text, 'base_lr', 1), name)).toContain('is not read as text');
    }
  });

  it('while a primary config that reaches the file does not compose', async () => {
    const files: Files = { ...shared, 'train_c.yaml': 'defaults:\n  - optim: adamw\n  - _self_\noptim: [1]\n' };
    expect(await refusal(files, 'optim/adamw.yaml', mark(files['optim/adamw.yaml'] ?? '', '{base_lr}', 2))).toContain(
      'train_c does not compose',
    );
  });
});

import { execFileSync } from 'node:child_process';
import { chmodSync, promises as disk, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it, vi } from 'vitest';
import { BAD, folderOf, GOOD, SLIP } from './harness';

const require = createRequire(import.meta.url);

/** optim/adamw.yaml means nothing alone; train.yaml fills it, and so does each experiment. */
const COMPOSED = {
  'train.yaml': 'defaults:\n  - optim@model.optim: group\n  - _self_\nmodel:\n  optim:\n    lr: 1e-3\n',
  'low.yaml': 'defaults:\n  - optim@model.optim: group\n  - _self_\nmodel:\n  optim:\n    lr: fast\n',
  'optim/group.yaml':
    'lr: 1.0\nschedule_config:\n  kind: noether.core.schedules.ConstantSchedule\n  value: ${model.optim.lr}\n',
};

describe('check: the exit code', () => {
  it('is 0 where nothing is found, 1 at or above --fail-on, 2 for what cannot be done', async () => {
    const { run } = folderOf({ 'good.yaml': GOOD, 'slip.yaml': SLIP, 'bad.yaml': BAD });
    expect((await run(['check', 'good.yaml'])).code).toBe(0);
    expect((await run(['check', 'slip.yaml'])).code).toBe(0);
    expect((await run(['check', 'slip.yaml', '--fail-on', 'warning'])).code).toBe(1);
    expect((await run(['check', 'slip.yaml', '--fail-on', 'hint'])).code).toBe(1);
    expect((await run(['check'])).code).toBe(1);
    expect((await run(['check', '--fail-on', 'never'])).code).toBe(0);
  });

  it.each([
    [['check', 'nowhere.yaml'], 'nowhere.yaml: there is no such file or folder.'],
    [['check', '--format', 'xml'], 'Allowed choices are human, json, github, sarif.'],
    [['check', '--total-steps', '0'], 'Write a whole number of at least 1.'],
    [['check', '--set', 'lr'], '--set lr: write a path and a value'],
    [['check', '--primary', 'gone.yaml'], '--primary gone.yaml: there is no such file.'],
    [['check', '--root', 'gone'], '--root gone: there is no such folder.'],
    [['check', '-', 'good.yaml'], 'The standard input (-) is checked alone.'],
    [['chekc'], '(Did you mean check?)'],
    [['check', '--fx'], "unknown option '--fx'"],
  ])('is 2 for %j, with a sentence', async (argv, sentence) => {
    const { code, err, out } = await folderOf({ 'good.yaml': GOOD }).run(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
  });

  it('is 0 for --help and --version', async () => {
    const { run } = folderOf({});
    const { version } = require('../../../package.json') as { version: string };
    expect(await run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
    const help = await run(['check', '--help']);
    expect(help.code).toBe(0);
    for (const option of ['--primary', '--override', '--total-steps', '--set', '--format', '--fail-on', '--fix']) {
      expect(help.out).toContain(option);
    }
  });
});

describe('check: which files', () => {
  const files = async (argv: string[], folder: ReturnType<typeof folderOf>): Promise<string[]> => {
    const { out } = await folder.run(['check', '--format', 'json', ...argv]);
    return (JSON.parse(out) as { findings: { file: string }[] }).findings.map(({ file }) => file);
  };

  it('are all YAML files below the paths, without virtual environments and what Git ignores', async () => {
    const folder = folderOf({
      'a.yaml': BAD,
      'sub/b.yml': BAD,
      'sub/deep/c.yaml': BAD,
      'notes.txt': BAD,
      'ignored/d.yaml': BAD,
      'sub/e.local.yaml': BAD,
      'sub/kept.local.yaml': BAD,
      '.gitignore': 'ignored/\n',
      'sub/.gitignore': '*.local.yaml\n!kept.local.yaml\n',
      'env/pyvenv.cfg': 'home = /usr\n',
      'env/f.yaml': BAD,
      'venv/g.yaml': BAD,
      'mine/conda-meta/history': '',
      'mine/h.yaml': BAD,
    });
    folder.git('init');
    expect(await files([], folder)).toEqual(['a.yaml', 'sub/b.yml', 'sub/deep/c.yaml', 'sub/kept.local.yaml']);
    expect(await files(['sub'], folder)).toEqual(['sub/b.yml', 'sub/deep/c.yaml', 'sub/kept.local.yaml']);
    // What is named is checked, whatever Git says of it.
    expect(await files(['ignored/d.yaml', 'a.yaml'], folder)).toEqual(['a.yaml', 'ignored/d.yaml']);
    // A file that is under version control is not ignored, whatever the patterns say.
    folder.git('add', '--force', 'sub/e.local.yaml');
    expect(await files(['sub'], folder)).toContain('sub/e.local.yaml');
  });

  it('are all checked, and that is said, where git cannot tell which it ignores', async () => {
    const folder = folderOf({ 'a.yaml': BAD, '.gitignore': 'a.yaml\n', '.git': 'gitdir: nowhere\n' });
    const { out, err } = await folder.run(['check']);
    expect(out).toContain('a.yaml:1:1');
    expect(err).toBe(
      `note: git does not tell which files of ${folder.path} it ignores, so they are looked at as well.\n`,
    );
  });

  it('need no repository, and a folder that is named is looked at wherever it lies', async () => {
    const folder = folderOf({ 'a.yaml': BAD, '.gitignore': 'a.yaml\n', 'outputs/run/b.yaml': BAD });
    expect(await files([], folder)).toEqual(['a.yaml']);
    expect(await files(['outputs'], folder)).toEqual(['outputs/run/b.yaml']);
  });

  it('that cannot be read are told, and the others checked', async () => {
    const folder = folderOf({ 'a.yaml': BAD, 'b.yaml': BAD });
    chmodSync(join(folder.path, 'a.yaml'), 0o000);
    // root reads everything.
    const readable = process.getuid?.() === 0;
    const { code, err, out } = await folder.run(['check']);
    expect(out).toContain('b.yaml:1:1');
    expect([code, err]).toEqual(readable ? [1, ''] : [2, 'a.yaml: it cannot be read.\n']);
  });

  it('in another encoding are told: noether does not read them', async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(GOOD, 'utf16le')]);
    const latin = Buffer.from(`# größer\n${GOOD}`, 'latin1');
    const folder = folderOf({
      'a.yaml': utf16,
      'b.yaml': latin,
      'c.yaml': `# \ufffd\n${GOOD}`,
      'd.yaml': Buffer.of(0xff),
    });
    const { code, err } = await folder.run(['check']);
    expect([code, err]).toEqual([
      2,
      'a.yaml: it is not UTF-8, and noether reads nothing else.\nb.yaml: it is not UTF-8, and noether reads nothing else.\n',
    ]);
  });

  it('behind a link are those of the folder that it leads to', async () => {
    const folder = folderOf({ 'configs/a.yaml': BAD, 'configs/sub/b.yaml': BAD });
    symlinkSync('configs', join(folder.path, 'link'));
    symlinkSync('a.yaml', join(folder.path, 'configs', 'other.yaml'));
    expect(await files(['link/sub'], folder)).toEqual(['configs/sub/b.yaml']);
    expect(await files(['link', 'configs'], folder)).toEqual([
      'configs/a.yaml',
      'configs/other.yaml',
      'configs/sub/b.yaml',
    ]);
    // A link to a file is a config with a name of its own.
    expect(await files(['link/other.yaml'], folder)).toEqual(['configs/other.yaml']);
  });

  it('are no pipes, which may never end', async () => {
    const folder = folderOf({ 'a.yaml': BAD });
    execFileSync('mkfifo', [join(folder.path, 'pipe.yaml')]);
    expect(await files([], folder)).toEqual(['a.yaml']);
    const { code, err } = await folder.run(['check', 'pipe.yaml']);
    expect([code, err]).toEqual([2, 'pipe.yaml: it cannot be read.\n']);
  });

  it('in a folder that cannot be read are no clean ones', async () => {
    const folder = folderOf({ 'a.yaml': BAD, 'locked/b.yaml': BAD });
    const locked = join(folder.path, 'locked');
    // As the system answers whoever has no right to a folder; root has it to all of them.
    const readdir = disk.readdir.bind(disk) as (...given: unknown[]) => Promise<never>;
    const refused = vi.spyOn(disk, 'readdir').mockImplementation(async (path, ...more: unknown[]) => {
      if (path === locked) throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
      return readdir(path, ...more);
    });
    try {
      const below = await folder.run(['check']);
      expect([below.code, below.err]).toEqual([2, 'locked: it cannot be read.\n']);
      expect(below.out).toContain('a.yaml:1:1');
      expect((await folder.run(['check', 'locked'])).code).toBe(2);
      // Nobody asked for what is in it.
      expect((await folder.run(['check', 'a.yaml'])).code).toBe(1);
    } finally {
      refused.mockRestore();
    }
  });

  it('are none below a folder without any, and that is said', async () => {
    const { code, out, err } = await folderOf({ 'a.yaml': BAD, 'docs/notes.txt': '' }).run(['check', 'docs']);
    expect([code, out]).toEqual([0, '0 files, nothing found.\n']);
    expect(err).toBe('note: below docs there is no config file that is looked at.\n');
  });
});

describe('check: composing', () => {
  it('sees a file as the primary configs that reach it do', async () => {
    const { out } = await folderOf(COMPOSED).run(['check']);
    // `fast` of low.yaml is no number; train.yaml is content.
    expect(out).toMatch(/In low/);
    expect(out).not.toMatch(/In train/);
  });

  it('looks through --primary, with --override', async () => {
    const { run } = folderOf(COMPOSED);
    expect((await run(['check', 'optim', '--primary', 'train.yaml', '--override', 'model.optim.lr=slow'])).out).toMatch(
      /slow/,
    );
    expect((await run(['check', 'optim', '--primary', 'train', '-f', 'github'])).code).toBe(0);
  });

  it('never checks as if a word of --override had not been given', async () => {
    const { run } = folderOf(COMPOSED);
    const absent = await run(['check', '--primary', 'train', '--override', 'model.optim.rate=1']);
    expect([absent.code, absent.out]).toEqual([2, '']);
    expect(absent.err).toMatch(
      /^train model\.optim\.rate=1 cannot be composed: 'model\.optim\.rate' is not in the config\./,
    );
    const broken = await run(['check', '--override', 'lr=[1']);
    expect([broken.code, broken.out]).toEqual([2, '']);
    expect(broken.err).toMatch(/^--override lr=\[1: /);
    // Without --primary the word goes to all of them, and to none of these.
    expect((await run(['check', '--override', 'model.optim.rate=1'])).code).toBe(2);
  });

  it('says which primary configs do not take a word that others take', async () => {
    const other = { 'other.yaml': 'defaults:\n  - optim: group\n  - _self_\n' };
    const { code, err } = await folderOf({ ...COMPOSED, ...other }).run(['check', '--override', 'model.optim.lr=2e-3']);
    expect(code).toBe(0);
    expect(err).toMatch(
      /^note: other model\.optim\.lr=2e-3 cannot be composed: 'model\.optim\.lr' is not in the config\..*\n$/,
    );
  });

  it('calls settings by what gives them on the command line', async () => {
    const folder = folderOf({
      '.schedule-lens.yaml': 'maxFileSize: 10\n',
      'a.yaml': GOOD,
    });
    expect((await folder.run(['check'])).out).toContain('Raise maxFileSize in .schedule-lens.yaml to read it.');
  });

  it('says that settings under another name are not read', async () => {
    const { code, err } = await folderOf({ '.schedule-lens.yml': 'totalSteps: 5\n', 'a.yaml': GOOD }).run(['check']);
    expect([code, err]).toEqual([0, 'note: .schedule-lens.yml is not read: its name has to be .schedule-lens.yaml.\n']);
  });

  it('takes --total-steps and --set for what the files do not tell', async () => {
    const folder = folderOf({
      'warm.yaml': [
        'schedule_config:',
        '  kind: noether.core.schedules.LinearWarmupCosineDecaySchedule',
        '  warmup_steps: 500',
        '  max_value: ${peak}',
        '',
      ].join('\n'),
    });
    const rules = async (...argv: string[]) => {
      const { out } = await folder.run(['check', '--format', 'json', ...argv]);
      return (JSON.parse(out) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
    };
    expect(await rules()).toEqual(['interpolation-unresolved']);
    // 500 steps of warm-up are more than 400 steps of training.
    expect(await rules('--total-steps', '400', '--set', 'peak=1e-3')).toEqual(['warmup-longer-than-training']);
    expect(await rules('--total-steps', '1_000', '--set', 'peak=1e-3')).toEqual([]);
    expect(await rules('--total-steps', '1_000', '--set', 'peak=high')).toEqual(['type']);
  });

  it('reads .schedule-lens.yaml below what the command line says', async () => {
    const folder = folderOf({
      '.schedule-lens.yaml': 'noetherVersion: "1.1"\n',
      'a.yaml': 'schedule_config:\n  kind: noether.core.schedules.SqrtDecreasingSchedule\n  max_value: 1e-3\n',
    });
    expect((await folder.run(['check'])).code).toBe(1);
    folder.write({ '.schedule-lens.yaml': 'noetherVersion: newer\n' });
    expect((await folder.run(['check'])).code).toBe(0);
    folder.write({ '.schedule-lens.yaml': 'noetherVersion: newer\ntotalStep: 3\n' });
    const wrong = await folder.run(['check']);
    expect(wrong.code).toBe(2);
    expect(wrong.out).toContain(
      '.schedule-lens.yaml:2:1: error: There is no setting "totalStep". Write totalSteps. [bad-setting]',
    );
  });

  it('finds the settings of the project from below', async () => {
    const folder = folderOf({ '.schedule-lens.yaml': 'rules: {not-a-mapping: off}\n', 'conf/a.yaml': BAD });
    expect((await folder.run(['check', 'conf/a.yaml'])).code).toBe(0);
  });
});

describe('check: the human format', () => {
  const plain = [
    'slip.yaml:6:3: warning: LinearWarmupCosineDecaySchedule has no key end_vlaue: noether ignores it without a word, and end_value keeps its default, 1e-06. Write end_value. [unknown-key]',
    '6 |   end_vlaue: 1e-5',
    '  |   ^^^^^^^^^',
    '  = fix: Write end_value instead of end_vlaue (--fix does it)',
    '',
    '1 file: 1 warning.',
    '',
  ].join('\n');

  it('shows place, sentence, rule, line, caret and fix', async () => {
    expect((await folderOf({ 'slip.yaml': SLIP }).run(['check'])).out).toBe(plain);
  });

  it('has colours on a terminal, and not with NO_COLOR', async () => {
    const { run } = folderOf({ 'slip.yaml': SLIP });
    const bare = (text: string) => text.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
    const colored = (await run(['check'], { columns: 300 })).out;
    expect(colored).not.toBe(plain);
    expect(bare(colored)).toBe(plain);
    expect((await run(['check'], { columns: 300, env: { NO_COLOR: '1' } })).out).toBe(plain);
    expect(bare((await run(['check'], { env: { FORCE_COLOR: '1' } })).out)).toBe(plain);
  });

  it('puts the caret under what is meant, behind tabs and wide characters, and cuts long lines', async () => {
    const { run } = folderOf({
      'wide.yaml': `schedule_config: {kind: noether.core.schedules.ConstantSchedule, value: 1e-3, "学习率": 1}\n`,
      'long.yaml': `a: {b: "${'x'.repeat(5000)}", schedule_config: 5}\n`,
    });
    const [, source = '', caret = ''] = (await run(['check', 'wide.yaml', '--fail-on', 'never'])).out.split('\n');
    const before = source.slice(0, source.indexOf('"学习率"'));
    // Three characters of two columns and two quotes.
    expect(caret.slice(4)).toBe(`${' '.repeat(before.length - 4)}${'^'.repeat(8)}`);
    const lines = (await run(['check', 'long.yaml'])).out.split('\n');
    for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(120);
    expect(lines[1]?.indexOf('schedule_config')).toBe(lines[2]?.indexOf('^'));
  });

  it('obeys no escape that a file holds', async () => {
    const { out } = await folderOf({ 'a.yaml': `schedule_config: "\u001b[31mred"\n` }).run(['check']);
    expect(out).not.toContain('\u001b');
  });

  it('counts columns without the byte order mark', async () => {
    const { out } = await folderOf({ 'a.yaml': `\ufeff${BAD}` }).run(['check']);
    expect(out).toMatch(/^a\.yaml:1:1: error/);
    expect(out).toContain('\n1 | schedule_config: 5\n  | ^^^^^^^^^^^^^^^\n');
  });
});

describe('check: formats for machines', () => {
  it('json counts from 1 and holds the edits of a fix', async () => {
    const { out } = await folderOf({ 'slip.yaml': SLIP }).run(['check', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      files: 1,
      findings: [
        {
          file: 'slip.yaml',
          line: 6,
          column: 3,
          endLine: 6,
          endColumn: 12,
          severity: 'warning',
          rule: 'unknown-key',
          fix: { safe: true, edits: [{ line: 6, column: 3, endLine: 6, endColumn: 12, newText: 'end_value' }] },
        },
      ],
    });
  });

  it('github writes a workflow command for each finding, with nothing in it that would end it', async () => {
    const folder = folderOf({ 'sub,dir/a:b.yaml': SLIP, 'bad.yaml': 'schedule_config: 100%\n' });
    const { out } = await folder.run(['check', '--format', 'github'], { env: { GITHUB_WORKSPACE: folder.path } });
    const [bad = '', slip = '', ...rest] = out.split('\n');
    expect(rest).toEqual(['']);
    expect(bad).toMatch(
      /^::error file=bad\.yaml,line=1,endLine=1,col=1,endColumn=15,title=Schedule Lens%3A not-a-mapping::/,
    );
    expect(bad).toContain('100%25');
    expect(slip).toMatch(/^::warning file=sub%2Cdir\/a%3Ab\.yaml,line=6,endLine=6,col=3,endColumn=11,/);
  });

  it('sarif holds to the published schema, whatever was found', async () => {
    // Written for an earlier draft, in which nothing it uses meant anything else.
    const {
      $schema: _,
      id: __,
      ...schema
    } = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<string, unknown>;
    // The formats are those of JSON Schema's draft, uri and date-time among them; none of them is of use here.
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    const folder = folderOf({ ...COMPOSED, 'a b#c.yaml': SLIP, '50%.yaml': BAD, 'bad.yaml': BAD });
    for (const argv of [[], ['bad.yaml'], ['train.yaml']]) {
      const { out } = await folder.run(['check', '--format', 'sarif', ...argv]);
      const log = JSON.parse(out) as { version: string };
      expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
      expect(log.version).toBe('2.1.0');
    }
    const { out } = await folder.run(['check', '--format', 'sarif', 'a b#c.yaml']);
    expect(JSON.parse(out)).toMatchObject({
      runs: [
        {
          tool: { driver: { rules: [{ id: 'unknown-key', defaultConfiguration: { level: 'warning' } }] } },
          results: [
            {
              ruleId: 'unknown-key',
              ruleIndex: 0,
              level: 'warning',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'a%20b%23c.yaml', uriBaseId: '%SRCROOT%' },
                    region: { startLine: 6, startColumn: 3, endLine: 6, endColumn: 12 },
                  },
                },
              ],
              fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: 'end_value' } }] }] }],
            },
          ],
        },
      ],
    });
    expect(validate({ version: '2.1.0' })).toBe(false);
  });
});

describe('check: --fix', () => {
  it('makes the safe fixes, says which, and leaves the rest', async () => {
    const folder = folderOf({ 'a.yaml': SLIP.replaceAll('\n', '\r\n'), 'bad.yaml': BAD });
    const { code, err, out } = await folder.run(['check', '--fix']);
    expect(readFileSync(join(folder.path, 'a.yaml'), 'utf8')).toBe(
      SLIP.replace('end_vlaue', 'end_value').replaceAll('\n', '\r\n'),
    );
    expect(readFileSync(join(folder.path, 'bad.yaml'), 'utf8')).toBe(BAD);
    expect(err).toBe('fixed a.yaml:6: Write end_value instead of end_vlaue [unknown-key]\n');
    expect(out).toContain('2 files: 1 error.');
    expect(code).toBe(1);
  });

  it('leaves a file alone that is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('# \xe4\n', 'latin1'), Buffer.from(SLIP)]);
    const folder = folderOf({ 'a.yaml': bytes });
    const { code, err } = await folder.run(['check', '--fix']);
    expect(readFileSync(join(folder.path, 'a.yaml')).equals(bytes)).toBe(true);
    expect(code).toBe(2);
    expect(err).toBe('a.yaml: it is not UTF-8, or changed meanwhile, so it is left as it is.\n');
  });

  it('keeps a byte order mark', async () => {
    const folder = folderOf({ 'a.yaml': `\ufeff${SLIP}` });
    await folder.run(['check', '--fix']);
    expect(readFileSync(join(folder.path, 'a.yaml'), 'utf8')).toBe(`\ufeff${SLIP.replace('end_vlaue', 'end_value')}`);
  });
});

describe('check: the standard input', () => {
  it('is a file of the current folder unless it is said which', async () => {
    const folder = folderOf(COMPOSED);
    expect((await folder.run(['check', '-'], { stdin: BAD })).out).toMatch(/^stdin\.yaml:1:1: error/);
    // As optim/group.yaml it is what low.yaml composes.
    const text = COMPOSED['optim/group.yaml'];
    const { out } = await folder.run(['check', '-', '--stdin-filename', 'optim/group.yaml'], { stdin: text });
    expect(out).toMatch(/In low/);
    expect(existsSync(join(folder.path, 'stdin.yaml'))).toBe(false);
  });

  it('is refused in another encoding, which would not come out as it went in', async () => {
    const { code, out, err } = await folderOf({}).run(['check', '-', '--fix'], {
      stdin: Buffer.from(`# größer\n${SLIP}`, 'latin1'),
    });
    expect([code, out, err]).toEqual([2, '', 'The standard input is not UTF-8, and noether reads nothing else.\n']);
  });

  it('comes out mended with --fix, and what is left to say beside it', async () => {
    const { out, err, code } = await folderOf({}).run(['check', '--fix', '-'], { stdin: SLIP });
    expect(out).toBe(SLIP.replace('end_vlaue', 'end_value'));
    expect(err).toContain('fixed stdin.yaml:6');
    expect(code).toBe(0);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { writeParts } from '../../../server/src/cli/io';
import { picture } from '../../../server/src/cli/picture';
import { folderOf, GOOD } from './harness';

const TWO = [
  'trainer:',
  '  max_updates: 1000',
  'optim:',
  '  lr: 1e-3',
  '  schedule_config:',
  '    kind: noether.core.schedules.StepFixedSchedule',
  '    factor: 0.1',
  '    start_value: ${..lr}',
  '    steps: [0.5]',
  '  weight_decay_schedule:',
  '    kind: noether.core.schedules.ConstantSchedule',
  '    value: 0.05',
  '',
].join('\n');

describe('curve: which block', () => {
  it('is the only one, or the one that is named by path or line', async () => {
    const { run } = folderOf({ 'one.yaml': GOOD, 'two.yaml': TWO });
    expect((await run(['curve', 'one.yaml'])).code).toBe(0);
    expect((await run(['curve', 'two.yaml:optim.weight_decay_schedule'])).out).toContain('ConstantSchedule');
    expect((await run(['curve', 'two.yaml:7'])).out).toContain('StepFixedSchedule');
  });

  it.each([
    ['two.yaml', 'two.yaml holds 2 schedules. Name one:\n  two.yaml:optim.schedule_config\n'],
    ['two.yaml:optim', 'two.yaml holds no schedule optim, but:\n  two.yaml:optim.schedule_config\n'],
    ['two.yaml:1', 'two.yaml holds no schedule on line 1, but:'],
    ['none.yaml', 'none.yaml holds no schedule.'],
    ['gone.yaml', 'gone.yaml: there is no such file.'],
    ['gone.yaml:x', 'gone.yaml: there is no such file.'],
  ])('is never guessed: %s', async (name, sentence) => {
    const { code, out, err } = await folderOf({ 'two.yaml': TWO, 'none.yaml': 'a: 1\n' }).run(['curve', name]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
  });

  it('without a curve is told why', async () => {
    const { code, err } = await folderOf({ 'a.yaml': 'schedule_config: 5\n' }).run(['curve', 'a.yaml']);
    expect(code).toBe(1);
    expect(err).toMatch(/^a\.yaml: schedule_config has no curve\. schedule_config is 5/);
    const shape = GOOD.replace('[0.5]', '${somewhere}');
    const unknown = await folderOf({ 'a.yaml': shape }).run(['curve', 'a.yaml']);
    expect([unknown.code, unknown.err.includes('${somewhere}')]).toEqual([1, true]);
  });
});

describe('curve: values', () => {
  const name = 'two.yaml:optim.schedule_config';

  it('at steps and percentages, as a table', async () => {
    const { out } = await folderOf({ 'two.yaml': TWO }).run(['curve', name, '--steps', '0,499,500,75%,100%']);
    const rows = out.split('\n').slice(3, 9);
    expect(rows.map((row) => row.trim().split(/\s{2,}/))).toEqual([
      ['step', 'of training', 'learning rate'],
      ['0', '0 %', '1e-3'],
      ['499', '49.9 %', '1e-3'],
      ['500', '50 %', '1e-4'],
      ['750', '75 %', '1e-4'],
      // Training ends with step 999.
      ['999', '99.9 %', '1e-4'],
    ]);
  });

  it.each([
    ['1000', 'training has 1000 steps, the last one is 999'],
    ['half', 'write steps or percentages'],
    ['-1', 'write steps or percentages'],
    ['1.5', 'write steps or percentages'],
    ['150%', 'training has 1000 steps, the last one is 999'],
  ])('at no step that is none: %s', async (steps, sentence) => {
    const { code, err } = await folderOf({ 'two.yaml': TWO }).run(['curve', name, `--steps=${steps}`]);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });

  it('as CSV with all digits: of the picture, or of every step', async () => {
    const { run } = folderOf({ 'two.yaml': TWO });
    const all = (await run(['curve', name, '--csv', '--steps', 'all'])).out.trim().split('\n');
    expect(all).toHaveLength(1001);
    expect(all[0]).toBe('step,fraction,value');
    expect(all[500]).toBe('499,0.499,0.001');
    // 1e-3 × 0.1 in floating point.
    expect(all[501]).toBe(`500,0.5,${1e-3 * 0.1}`);
    const drawn = (await run(['curve', name, '--csv'])).out.trim().split('\n').slice(1);
    expect(drawn).toContain('499,0.499,0.001');
    expect(all).toEqual(expect.arrayContaining(drawn));
  });

  it('end where the schedule fails, and it is said why', async () => {
    const text = `trainer:\n  max_updates: 5\nschedule_config:\n  kind: noether.core.schedules.CustomSchedule\n  values: [1, 2]\n`;
    const { code, out, err } = await folderOf({ 'a.yaml': text }).run(['curve', 'a.yaml', '--csv', '--steps', '1,2']);
    expect([code, out]).toEqual([0, 'step,fraction,value\n1,0.2,2\n2,0.4,\n']);
    expect(err).toMatch(/^note: values /);
  });

  it('of every step of a long run go out part by part, and in no table', async () => {
    const { run } = folderOf({ 'long.yaml': `trainer:\n  max_updates: 200_000\n${GOOD}` });
    const { out } = await run(['curve', 'long.yaml', '--json', '--steps', 'all']);
    const { points } = JSON.parse(out) as { points: { step: number; value: number }[] };
    expect(points).toHaveLength(200_000);
    expect(points[199_999]).toEqual({ step: 199_999, fraction: 199_999 / 200_000, value: 1e-3 * 0.1 });
    const table = await run(['curve', 'long.yaml', '--steps', 'all']);
    expect([table.code, table.out]).toEqual([2, '']);
    expect(table.err).toBe('--steps all is a table of 200,000 lines. --csv and --json write them.\n');
  });

  it('are told in one form', async () => {
    const { code, err } = await folderOf({ 'two.yaml': TWO }).run(['curve', name, '--csv', '--json']);
    expect(code).toBe(2);
    expect(err).toContain("option '--csv' cannot be used with option '--json'");
  });

  it('as CSV and JSON in units of what is not known', async () => {
    const { run } = folderOf({ 'unit.yaml': GOOD.replace('${..lr}', '${a.b}') });
    expect((await run(['curve', 'unit.yaml', '--csv', '--steps', '0'])).out).toBe(
      'step,fraction,value / ${a.b}\n0,0,1\n',
    );
    const { out } = await run(['curve', 'unit.yaml', '--json', '--steps', '0,999']);
    expect(JSON.parse(out)).toMatchObject({
      unit: '${a.b}',
      totalSteps: { steps: 1000, source: 'assumed' },
      points: [
        { step: 0, fraction: 0, value: 1 },
        { step: 999, fraction: 0.999, value: 0.1 },
      ],
    });
  });

  it('through a primary config, with epochs where they are known', async () => {
    const { run } = folderOf({
      '.schedule-lens.yaml': 'updatesPerEpoch: 100\n',
      'train.yaml': 'defaults:\n  - optim: group\n  - _self_\ntrainer:\n  max_epochs: 10\nbase: 2e-3\n',
      'optim/group.yaml': GOOD.replace('${..lr}', '${base}'),
    });
    const { out } = await run(['curve', 'optim/group.yaml', '--json', '--steps', '0,50%']);
    expect(JSON.parse(out)).toMatchObject({
      primary: 'train',
      totalSteps: { steps: 1000, source: 'config' },
      points: [
        { step: 0, epoch: 0, value: 2e-3 },
        { step: 500, epoch: 5, value: 2e-3 * 0.1 },
      ],
    });
  });
});

describe('curve: through a primary config that is asked for', () => {
  const project = {
    'train.yaml': 'defaults:\n  - optim: group\n  - _self_\nbase: 2e-3\n',
    'apart.yaml': 'base: 1\n',
    'experiment/fine.yaml': '# @package _global_\nbase: 1e-3\n',
    'optim/group.yaml': GOOD.replace('${..lr}', '${base}'),
  };

  it.each([
    [['-p', 'apart'], '--primary apart: it does not read optim/group.yaml'],
    [['-p', 'train', '-o', '+experiment=gone'], 'train +experiment=gone cannot be composed: '],
    [['-o', '+experiment=gone'], 'train +experiment=gone cannot be composed: '],
  ])('shows no other one: %j', async (options, sentence) => {
    const { code, out, err } = await folderOf(project).run(['curve', 'optim/group.yaml', ...options]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(sentence);
  });

  it('says so where words reach no config', async () => {
    const { code, err } = await folderOf({ 'a.yaml': GOOD }).run(['curve', 'a.yaml', '-o', 'lr=1']);
    expect([code, err]).toEqual([0, 'note: no primary config reaches a.yaml, so --override changes nothing.\n']);
  });
});

describe('curve: settings', () => {
  it('that call a warning an error leave the curve: noether trains all the same', async () => {
    const text = GOOD.replace('${..lr}', '2e-3');
    const { run } = folderOf({ '.schedule-lens.yaml': 'rules: {peak-not-lr: error}\n', 'a.yaml': text });
    expect((await run(['check'])).out).toMatch(/error: .*\[peak-not-lr\]/);
    const { code, out } = await run(['curve', 'a.yaml', '--csv', '--steps', '0']);
    expect([code, out]).toEqual([0, 'step,fraction,value\n0,0,0.002\n']);
  });

  it('are named as they are given: by an option, or in the file', async () => {
    const unknown = { 'a.yaml': GOOD };
    const assumed = await folderOf(unknown).run(['curve', 'a.yaml']);
    expect(assumed.out).toContain('Set --total-steps to change that.');
    const set = { ...unknown, '.schedule-lens.yaml': 'totalSteps: 50\n' };
    expect((await folderOf(set).run(['curve', 'a.yaml'])).out).toContain(
      '50 steps from totalSteps in .schedule-lens.yaml',
    );
    expect((await folderOf(set).run(['curve', 'a.yaml', '-t', '70'])).out).toContain('70 steps from --total-steps');
  });

  it('that leave a file unread are told, and not that it holds no schedule', async () => {
    const { run } = folderOf({ '.schedule-lens.yaml': 'maxFileSize: 10\n', 'a.yaml': GOOD });
    const { code, err } = await run(['curve', 'a.yaml']);
    expect(code).toBe(2);
    expect(err).toContain('Raise maxFileSize in .schedule-lens.yaml to read it.');
  });

  it('that are wrong are told beside the curve', async () => {
    const { run } = folderOf({ '.schedule-lens.yaml': 'totalSteps: soon\n', 'a.yaml': GOOD });
    const { code, err, out } = await run(['curve', 'a.yaml', '--csv', '--steps', '0']);
    expect([code, out]).toEqual([0, 'step,fraction,value\n0,0,0.001\n']);
    expect(err).toBe('.schedule-lens.yaml:1:13: totalSteps takes a whole number or null, not soon.\n');
  });
});

describe('curve: pictures', () => {
  it('on a terminal, as wide as its window', async () => {
    const { run } = folderOf({ 'a.yaml': GOOD });
    for (const columns of [40, 80, 200]) {
      const { out } = await run(['curve', 'a.yaml'], { columns, env: { NO_COLOR: '1' } });
      const drawn = out.split('\n').filter((line) => /[│┤└]/.test(line));
      expect(drawn.length).toBeGreaterThan(8);
      expect(Math.max(...drawn.map((line) => line.length))).toBe(columns);
    }
    expect((await run(['curve', 'a.yaml'])).out).not.toMatch(/[⠁-⣿]/);
    expect((await run(['curve', 'a.yaml', '--picture'])).out).toMatch(/[⠁-⣿]/);
    expect((await run(['curve', 'a.yaml', '--no-picture'], { columns: 80 })).out).not.toMatch(/[⠁-⣿]/);
  });

  it('as SVG, in the colours of a theme', async () => {
    const folder = folderOf({ 'a.yaml': GOOD });
    for (const theme of ['light', 'dark', 'hc-light', 'hc-dark']) {
      const { code, out } = await folder.run(['curve', 'a.yaml', '--svg', 'out.svg', '--theme', theme]);
      expect([code, out]).toEqual([0, '']);
      const svg = readFileSync(join(folder.path, 'out.svg'), 'utf8');
      expect(svg).toMatch(/<\/desc><rect width="720" height="\d+" fill="#/);
      expect(svg).toContain('a.yaml: schedule_config');
    }
    const { code, err } = await folder.run(['curve', 'a.yaml', '--svg', 'no/such/folder.svg']);
    expect(code).toBe(2);
    expect(err).toContain('no/such/folder.svg cannot be written');
  });
});

describe('curve: --png', () => {
  it('is the picture at twice its size', async () => {
    const folder = folderOf({ 'a.yaml': GOOD });
    const { code, out } = await folder.run(['curve', 'a.yaml', '--png', 'out.png', '--svg', 'out.svg']);
    expect([code, out]).toEqual([0, '']);
    const [, width, height] =
      /width="(\d+)" height="(\d+)"/.exec(readFileSync(join(folder.path, 'out.svg'), 'utf8')) ?? [];
    const png = readFileSync(join(folder.path, 'out.png'));
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    // The first chunk is IHDR: its length and name, then width and height.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
    expect((await folder.run(['curve', 'a.yaml', '--png', 'no/out.png'])).code).toBe(2);
  });

  it('says what it needs where that is not installed, or where no font is', async () => {
    const folder = folderOf({ 'a.yaml': GOOD });
    vi.doMock('@resvg/resvg-js', () => {
      throw new Error('it is not there');
    });
    try {
      const absent = await folder.run(['curve', 'a.yaml', '--png', 'out.png']);
      expect([absent.code, absent.out]).toEqual([2, '']);
      expect(absent.err).toContain('npm install @resvg/resvg-js');
      vi.doMock('@resvg/resvg-js', () => ({
        Resvg: class {
          getBBox() {}
        },
      }));
      const bare = await folder.run(['curve', 'a.yaml', '--png', 'out.png']);
      expect([bare.code, bare.err]).toEqual([2, expect.stringContaining('no font is installed here')]);
    } finally {
      vi.doUnmock('@resvg/resvg-js');
    }
  });
});

describe('long output', () => {
  it('waits for its reader', async () => {
    const seen: string[] = [];
    let drain: (() => void) | undefined;
    const out = {
      write: (text: string) => seen.push(text) > 1,
      once: (_: 'drain', listener: () => void) => {
        drain = listener;
      },
    };
    const done = writeParts(out, ['a', 'b', 'c']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['a']);
    drain?.();
    await done;
    expect(seen).toEqual(['a', 'b', 'c']);
  });
});

describe('a picture of characters', () => {
  /** From 1 down to 0 over 101 steps. */
  const line = {
    series: [
      {
        label: 'line',
        steps: Array.from({ length: 101 }, (_, step) => step),
        values: Array.from({ length: 101 }, (_, step) => 1 - step / 100),
        shape: 'line' as const,
      },
    ],
    totalSteps: 100,
    quantity: 'value',
  };
  const size = { columns: 60, rows: 22 };

  it('has every tick where its value is drawn', () => {
    const rows = picture(line, { size, x: 'steps', y: 'linear' });
    const axis = rows.findIndex((row) => row.includes('└'));
    const labels = rows
      .slice(0, axis)
      .flatMap((row, index) => (row.includes('┤') ? [[Number.parseFloat(row), index] as const] : []));
    expect(labels.length).toBeGreaterThan(2);
    const left = rows[axis]?.indexOf('└') ?? 0;
    const width = size.columns - left - 1;
    for (const [value, row] of labels) {
      // The line has this value at step 100 × (1 − value): there, give or take a character, it crosses the row.
      const column = left + 1 + Math.floor((1 - value) * (width - 1));
      const near = rows[row]?.slice(column - 2, column + 3) ?? '';
      expect(near, `${value} in row ${row}`).toMatch(/[⠁-⣿]/);
    }
    const bottom = rows[axis] ?? '';
    expect(bottom.length).toBe(size.columns);
    expect(rows.at(-1)).toMatch(/100 steps$/);
    // The tick of 0 at the left end, that of 100 at the right one.
    expect(bottom[left + 1]).toBe('┬');
    expect(bottom.at(-1)).toBe('┬');
  });

  it('leaves out what cannot be drawn, and says so where nothing can', () => {
    const [series] = line.series;
    const broken = {
      ...line,
      series: [{ ...series, label: 'x', shape: 'line' as const, steps: [0, 50, 100], values: [1, Number.NaN, 0] }],
    };
    const rows = picture(broken, { size, x: 'steps', y: 'linear' });
    // Two ends and a gap: no line between them.
    expect(rows.join('').match(/[⠁-⣿]/g)).toHaveLength(2);
    expect(picture({ ...line, series: [] }, { size, x: 'steps', y: 'linear' })).toEqual([
      '(no value that can be drawn)',
    ]);
    const zero = { ...line, series: [{ label: 'x', shape: 'line' as const, steps: [0, 1], values: [0, -1] }] };
    expect(picture(zero, { size, x: 'steps', y: 'log' })).toEqual(['(no value that can be drawn)']);
  });

  it.each([
    [1, 1],
    [24, 6],
    [500, 100],
  ])('fits into %i × %i characters, or into the least that means something', (columns, rows) => {
    const drawn = picture(line, { size: { columns, rows }, x: 'percent', y: 'linear' });
    for (const row of drawn) expect(row.length).toBeLessThanOrEqual(Math.max(columns, 24));
    expect(drawn.length).toBe(Math.max(rows, 6));
  });
});

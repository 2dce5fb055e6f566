import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
    ['two.yaml:1', 'two.yaml holds no schedule 1, but:'],
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

describe('curve: settings', () => {
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

import { describe, expect, it } from 'vitest';
import { uriOf } from '../../unit/workspace/fixtures';
import { projectOf } from '../define/project';
import { heightOf, opened } from './harness';

const block = (lines: string, around = '') =>
  `optim:\n  lr: 1e-3\n${around}  schedule_config:\n${lines.replace(/^/gm, '    ')}\n`;

describe('where a handle stands', () => {
  it('is where the number shows in a run of 1,000 steps', async () => {
    const { handle } = await opened(
      block('kind: @LinearWarmupCosineDecaySchedule\nmax_value: 1e-3\nwarmup_steps: 100\nend_value: 1e-5'),
    );
    // From 0 the warm-up starts one step in: max / (W + 1).
    expect(heightOf(handle('start_value'))).toBeCloseTo(1e-3 / 101, 15);
    expect(handle('start_value')).toMatchObject({ kind: 'level', moves: 'y', step: 0, minValue: 0 });
    expect(handle('warmup_steps')).toMatchObject({
      kind: 'length',
      moves: 'x',
      step: 100,
      value: 1e-3,
      minStep: 0,
      maxStep: 999,
      grid: 1,
    });
    expect(handle('max_value')).toMatchObject({ kind: 'level', moves: 'y', step: 100, value: 1e-3 });
    expect(handle('end_value')).toMatchObject({
      kind: 'level',
      moves: 'y',
      step: 999,
      label: 'end_value: 1e-5, step 999',
    });
    // A decay must not end above its peak, and no value is below 0.
    expect(handle('end_value').minValue).toBeCloseTo(0, 12);
    expect(handle('end_value').maxValue).toBeCloseTo(1e-3, 12);
    expect(handle('max_value').minValue).toBeCloseTo(1e-5, 12);
    expect(handle('max_value')).not.toHaveProperty('maxValue');
  });

  it('is the first step at which a fraction is reached', async () => {
    const { handle, document } = await opened(
      block('kind: @StepFixedSchedule\nstart_value: 1.0\nfactor: 0.1\nsteps: [0.07, 0.3335]'),
      { totalSteps: 100 },
    );
    // 7 / 100 is 0.07; 33.35 is passed at 34.
    expect([handle('steps[0]').step, handle('steps[1]').step]).toEqual([7, 34]);
    expect(handle('steps[0]')).toMatchObject({ kind: 'position', moves: 'x', value: 0.1, minStep: 1, maxStep: 99 });
    expect(document.getText(handle('steps[1]').place.range)).toBe('0.3335');
  });

  it('is the beginning of an epoch where values are held over epochs', async () => {
    const { handle, move } = await opened(
      block('kind: @StepFixedSchedule\nstart_value: 1.0\nfactor: 0.1\nsteps: [0.5]\ninterval: epoch'),
      { totalSteps: 1000, updatesPerEpoch: 100 },
    );
    expect(handle('steps[0]')).toMatchObject({ step: 500, grid: 100, minStep: 100, maxStep: 900 });
    // A pixel is half a step here, and the next place an epoch away.
    const pushed = await move({ handleId: 'steps[0]', nudge: { x: 1 }, stepPrecision: 0.5 });
    expect(pushed.moved.text).toBe('0.6');
  });

  it('is inside the run where the curve is laid out for a longer one', async () => {
    const { handle } = await opened(block('kind: @LinearDecreasingSchedule\nmax_value: 1.0\noverhang_percent: 0.25'));
    // 999 of 1,250 − 1 steps down from 1 to 0.
    expect(handle('end_value').step).toBe(999);
    expect(heightOf(handle('end_value'))).toBeCloseTo(1 - 999 / 1249, 12);
  });

  it('has both corners of a jump beside each other, and keeps the ends at the ends', async () => {
    const { handle } = await opened(
      block('kind: @PiecewiseLinearSchedule\ncontrol_points: [[0.0, 1.0], [0.5, 1.0], [0.5, 0.1], [1.0, 0.1]]'),
    );
    expect(handle('control_points[0]')).toMatchObject({ kind: 'point', moves: 'y', step: 0 });
    // At 0.0 the first point wins: another one there shows from step 1 on.
    expect(handle('control_points[1]')).toMatchObject({ moves: 'xy', step: 499, value: 1, minStep: 1 });
    expect(handle('control_points[2]')).toMatchObject({ moves: 'xy', step: 500, value: 0.1, maxStep: 999 });
    expect(handle('control_points[3]')).toMatchObject({ moves: 'y', step: 999 });
  });
});

describe('what a move writes', () => {
  const stairs = block(
    'kind: @StepFixedSchedule # stairs\nstart_value: 1e-3\nfactor: 0.5   # half\nsteps: [0.3, 0.6] # twice',
  );

  it('is the shortest number within half a pixel', async () => {
    const { move } = await opened(stairs);
    const to = async (step: number, stepPrecision: number) =>
      (await move({ handleId: 'steps[0]', step, stepPrecision })).moved.text;
    // Half a pixel of 10 steps: 0.41 is at 410, 0.4 at 400 and 7 away. Half a pixel of 20 reaches as far.
    expect(await to(407, 20)).toBe('0.4');
    expect(await to(407, 10)).toBe('0.41');
    expect(await to(407, 1)).toBe('0.407');
    // 0.3 is where it stands.
    expect(await to(304, 10)).toBe('0.3');
  });

  it('touches the number and nothing else', async () => {
    const { move } = await opened(stairs);
    const dragged = await move({ handleId: 'steps[1]', step: 750, stepPrecision: 1 });
    expect(dragged.text).toBe(stairs.replaceAll('@', 'noether.core.schedules.').replace('0.6', '0.75'));
    expect(dragged.moved).toMatchObject({ text: '0.75', edits: [{ oldText: '0.6', newText: '0.75', version: 7 }] });
    expect(dragged.preview.handles?.find(({ id }) => id === 'steps[1]')?.step).toBe(750);
    const level = await move({ handleId: 'start_value', value: 2.52e-3, valuePrecision: 1e-4 });
    expect(level.moved.text).toBe('2.5e-3');
  });

  it('may pass a neighbour, and stays between 0 and 1', async () => {
    const { move } = await opened(stairs);
    expect((await move({ handleId: 'steps[0]', step: 800, stepPrecision: 1 })).moved.text).toBe('0.8');
    // The last step that is still a drop of a run of 1,000 is 999.
    expect((await move({ handleId: 'steps[0]', step: 5000, stepPrecision: 1 })).moved.text).toBe('0.999');
    expect((await move({ handleId: 'steps[0]', step: -5000, stepPrecision: 1 })).moved.text).toBe('0.001');
  });

  it('is nothing where the number stays', async () => {
    const { move } = await opened(stairs);
    expect((await move({ handleId: 'steps[0]', step: 300.4, stepPrecision: 1 })).moved).toEqual({
      handleId: 'steps[0]',
      text: '0.3',
      edits: [],
    });
    expect((await move({ handleId: 'steps[0]' })).moved.edits).toEqual([]);
  });

  it('is both numbers of a point', async () => {
    const { move } = await opened(
      block(
        'kind: @PiecewiseLinearSchedule\ncontrol_points:\n  - [0.0, 0.0]\n  - [ 0.1, 1e-3 ] # the peak\n  - [1.0, 0.0]',
      ),
    );
    const { moved, text } = await move({
      handleId: 'control_points[1]',
      step: 250,
      value: 2e-3,
      stepPrecision: 1,
      valuePrecision: 1e-5,
    });
    expect(moved.text).toBe('[0.25, 2e-3]');
    expect(moved.edits).toHaveLength(2);
    expect(text).toContain('  - [ 0.25, 2e-3 ] # the peak');
  });

  it('inserts a key that has its default, in the style of the block', async () => {
    const kind = 'noether.core.schedules.LinearWarmupCosineDecaySchedule';
    const lined = await opened(
      block('kind: @LinearWarmupCosineDecaySchedule\nwarmup_percent: 0.1 # short\nmax_value: 1e-3'),
    );
    expect(lined.handle('end_value').label).toBe('end_value: 1e-6 (default), step 999');
    expect((await lined.move({ handleId: 'end_value', value: 1e-4, valuePrecision: 1e-6 })).text).toBe(
      `optim:\n  lr: 1e-3\n  schedule_config:\n    kind: ${kind}\n    warmup_percent: 0.1 # short\n    max_value: 1e-3\n    end_value: 1e-4\n`,
    );
    const flow = await opened(
      'schedule_config: {kind: @LinearWarmupCosineDecaySchedule, warmup_percent: 0.1, max_value: 1e-3} # all\n',
    );
    expect((await flow.move({ handleId: 'end_value', value: 1e-4, valuePrecision: 1e-6 })).text).toBe(
      `schedule_config: {kind: ${kind}, warmup_percent: 0.1, max_value: 1e-3, end_value: 1e-4} # all\n`,
    );
  });

  it('follows arrow keys as far as the limits', async () => {
    const { move } = await opened(stairs);
    const push = async (nudge: { x?: number; y?: number }, handleId: string) =>
      (await move({ handleId, nudge, stepPrecision: 1.25, valuePrecision: 2e-6 })).moved.text;
    // 301.25 is reached within half a pixel by 301 and by 301.875; the shortest number is 0.301.
    expect(await push({ x: 1 }, 'steps[0]')).toBe('0.301');
    expect(await push({ x: -1 }, 'steps[0]')).toBe('0.299');
    expect(await push({ x: 8 }, 'steps[0]')).toBe('0.31');
    expect(await push({ y: 1 }, 'start_value')).toBe('1.002e-3');
    expect(await push({ y: 50 }, 'start_value')).toBe('1.1e-3');
    expect(await push({ y: 1 }, 'steps[0]')).toBe('0.3');
  });
});

describe('a number behind something', () => {
  it('moves where it is defined, and says who else reads it', async () => {
    const text = block(
      'kind: @LinearWarmupCosineDecaySchedule\nwarmup_percent: 0.1\nmax_value: ${..lr}',
      '  other: ${.lr}\n',
    );
    const { handle, move, document } = await opened(text);
    const max = handle('max_value');
    expect(document.getText(max.place.range)).toBe('1e-3');
    expect(max.place.range.start.line).toBe(1);
    expect(max.behind).toBe('${..lr} stands for optim.lr (line 2). It is also read at line 3.');
    expect((await move({ handleId: 'max_value', value: 2e-3, valuePrecision: 1e-5 })).text).toContain(
      '  lr: 2e-3\n  other: ${.lr}\n',
    );
    expect(handle('warmup_percent')).not.toHaveProperty('behind');
  });

  it('moves everything of the block that reads it', async () => {
    const text = block(
      'kind: @LinearWarmupCosineDecaySchedule\nwarmup_percent: 0.1\nmax_value: &peak 1e-3\nstart_value: *peak',
    );
    const { handle, move } = await opened(text);
    expect(handle('start_value').behind).toBe(
      '*peak stands for what is written at its anchor. No other alias names it.',
    );
    const { preview, text: after } = await move({ handleId: 'start_value', value: 2e-3, valuePrecision: 1e-5 });
    expect(after).toContain('max_value: &peak 2e-3\n    start_value: *peak');
    expect(preview.handles?.map(({ id, value }) => [id, value])).toContainEqual(['max_value', 2e-3]);
  });

  it('says so of entries of a list and of merged keys', async () => {
    const { handle, move } = await opened(
      'places: [0.3, 0.6]\nbase: &base {factor: 0.5}\nschedule_config:\n  <<: *base\n  kind: @StepFixedSchedule\n  start_value: 1.0\n  steps: ${places}\n',
    );
    expect(handle('steps[1]').behind).toContain('${places} stands for places (line 1).');
    expect((await move({ handleId: 'steps[1]', step: 700, stepPrecision: 1 })).text).toContain('places: [0.3, 0.7]');
    expect(handle('factor').behind).toMatch(/comes in through a merge key/);
    expect((await move({ handleId: 'factor', value: 0.25, valuePrecision: 0.01 })).text).toContain('{factor: 0.25}');
  });

  it('is moved in the file that defines it', async () => {
    const { service, open } = projectOf({
      'train.yaml':
        'defaults:\n  - optim@model.optim: adamw\n  - _self_\nlr: 3e-4 # all models\ntrainer:\n  max_updates: 1000\nmodel:\n  size: ${lr}\n',
      'optim/adamw.yaml':
        'lr: ${lr}\nschedule_config:\n  kind: noether.core.schedules.LinearDecreasingSchedule\n  max_value: ${lr}\n',
    });
    const { document } = open('optim/adamw.yaml');
    const move = { handleId: 'max_value', value: 6e-4, valuePrecision: 1e-6 };
    const result = await service.preview(document, { move });
    expect(result.moved).toMatchObject({
      text: '6e-4',
      edits: [{ uri: uriOf('conf/train.yaml'), version: null, oldText: '3e-4', newText: '6e-4' }],
    });
    // The answer is drawn from what the other file would hold.
    expect(result.handles?.find(({ id }) => id === 'max_value')?.value).toBe(6e-4);
    const before = await service.preview(document);
    const max = before.handles?.find(({ id }) => id === 'max_value');
    expect(max).toMatchObject({ value: 3e-4, place: { uri: uriOf('conf/train.yaml') } });
    expect(max?.behind).toBe(
      '${lr} stands for lr (train.yaml, line 4). It is also read at line 1; train.yaml, line 8.',
    );
  });
});

describe('what cannot be dragged', () => {
  const fixed = async (lines: string, id: string, options = {}) =>
    (await opened(block(lines, '  exp: 3\n'), options)).handle(id).fixed;

  it('says why', async () => {
    const decay = 'kind: @LinearDecreasingSchedule\nmax_value: ';
    expect(await fixed(`${decay}1e-\${..exp}`, 'max_value')).toBe(
      '1e-${..exp} is made of something else: change that in the text.',
    );
    expect(await fixed(`${decay}\${oc.env:LR,0.5}`, 'max_value')).toBe(
      '${oc.env:LR,0.5} is made of something else: change that in the text.',
    );
    expect(await fixed(`${decay}\${a.b}`, 'max_value', { interpolations: { 'a.b': 0.5 } })).toBe(
      '${a.b} has its value from the setting scheduleLens.interpolations.',
    );
    expect(await fixed(`${decay}true`, 'max_value')).toBe('true is not written as a number.');
    expect(await fixed(`${decay}1.0\nend_value: \${a.b}`, 'end_value')).toBe('${a.b} is not known from the files.');
    expect(await fixed(`${decay}\${a.b}`, 'end_value')).toBe(
      'The curve is drawn in units of ${a.b}, which is not known: heights have no numbers.',
    );
  });

  it('is the length of training itself', async () => {
    const { handle } = await opened(
      `trainer:\n  max_updates: 500\n${block('kind: @LinearWarmupCosineDecaySchedule\nmax_value: 1.0\nwarmup_steps: ${trainer.max_updates}')}`,
    );
    expect(handle('warmup_steps').fixed).toMatch(/^The same number says how long training is/);
    expect(handle('max_value')).not.toHaveProperty('fixed');
  });

  it('is not moved', async () => {
    const { move, document } = await opened(block('kind: @LinearDecreasingSchedule\nmax_value: true'));
    const { moved, text } = await move({ handleId: 'max_value', value: 0.5 });
    expect(moved).toMatchObject({ edits: [], refused: 'true is not written as a number.' });
    expect(text).toBe(document.getText());
    expect((await move({ handleId: 'nothing', value: 0.5 })).moved.refused).toBe('The block has no nothing any more.');
  });

  it('is what a command line sets', async () => {
    const { service, open } = projectOf(
      {
        'train.yaml': 'defaults:\n  - optim: adamw\n  - _self_\ntrainer:\n  max_updates: 1000\n',
        'optim/adamw.yaml':
          'schedule_config:\n  kind: noether.core.schedules.LinearDecreasingSchedule\n  max_value: 1.0\n  end_value: 0.5\n',
      },
      {},
      {
        'README.md': '```sh\nnoether-train --hp train.yaml optim.schedule_config.max_value=2.0\n```\n',
      },
    );
    const { document } = open('optim/adamw.yaml');
    const result = await service.preview(document);
    const max = result.handles?.find(({ id }) => id === 'max_value');
    expect(max).toMatchObject({
      value: 2,
      fixed: 'It has its value 2.0 from the command line.',
    });
    expect(result.handles?.find(({ id }) => id === 'end_value')).not.toHaveProperty('fixed');
  });

  it('leaves the rest movable where something is wrong', async () => {
    const { result, move } = await opened(block('kind: @CustomSchedule\nvalues: [1e-3, 5e-4]'));
    // The list ends long before training does.
    expect(result.problems.some(({ severity }) => severity === 'error')).toBe(true);
    expect((await move({ handleId: 'values[1]', value: 4e-4, valuePrecision: 1e-6 })).text).toContain('[1e-3, 4e-4]');
  });

  it('is a list that is too long to be pointed at', async () => {
    const long = Array.from({ length: 101 }, (_, index) => (index + 1) / 150).join(', ');
    const { result } = await opened(
      block(`kind: @StepFixedSchedule\nstart_value: 1.0\nfactor: 0.99\nsteps: [${long}]`),
    );
    expect(result.handles?.map(({ id }) => id)).toEqual(['start_value', 'factor']);
  });
});

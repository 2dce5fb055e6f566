import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-types';
import { createSchedule } from '../../../server/src/schedules';
import { type AskTotalSteps, createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';
import { fractionOf } from '../../../server/src/service/fix/numbers';
import { serviceOf } from '../composed/harness';
import { applied, CURSOR, open, PREFIX } from './cases';

function yaml(text: string): string {
  return text.replaceAll('@', PREFIX);
}

function titled(actions: readonly CodeAction[], title: string): CodeAction {
  const found = actions.find((action) => action.title === title);
  if (found === undefined) throw new Error(`No "${title}" among ${actions.map((action) => action.title).join('; ')}`);
  return found;
}

const slips = yaml(`optim:
  kind: torch.optim.AdamW
  lr: 1e-3
  schedule_config:
    kind: StepFixed‸Schedule
weight:
  schedule_config:
    kind: @LinearWarmupCosineDecaySchedule
    max_vlaue: 1e-3
    warmup_percent: 0.1
    start_percent: 0.1
    end_percent: 0.5
low:
  schedule_config:
    kind: @StepIntervalSchedule
    start_value: 1e-3
    factor: 0.5
    interval: 0.2
`);

describe('a required key under a name that is not quite its own', () => {
  const block = (key: string, kind = 'kind') =>
    yaml(`schedule_config:
  ${kind}: @StepFixedSchedule
  start_value: 1e-3
  ${key}: 0.1
  steps: [0.5]
`);

  it.each([
    ['at the kind, where it is reported', block('factr').replace('Fixed', `Fi${CURSOR}xed`)],
    ['at the key', block(`fac${CURSOR}tr`)],
  ])('is written right %s', async (_, text) => {
    const { document, actions } = open(text);
    const { edit, isPreferred, diagnostics } = titled(await actions(), 'Write factor instead of factr');
    expect(applied(document, edit)).toBe(block('factor'));
    expect(isPreferred).toBe(true);
    expect(diagnostics?.map(({ code }) => code)).toEqual(['missing-key']);
  });

  it('is not offered at other keys', async () => {
    const { actions } = open(block('factr').replace('start', `st${CURSOR}art`));
    expect((await actions()).map(({ title }) => title)).not.toContain('Write factor instead of factr');
  });

  it('is the kind itself', async () => {
    const { document, actions } = open(block('factor', `ty${CURSOR}pe`));
    expect(applied(document, titled(await actions(), 'Write kind instead of type').edit)).toBe(block('factor'));
  });
});

describe('fixing all', () => {
  const fixed = slips
    .replace(CURSOR, '')
    .replace('kind: StepFixed', `kind: ${PREFIX}StepFixed`)
    .replace('max_vlaue', 'max_value')
    .replace('interval: 0.2', 'update_interval: 0.2');

  it('mends the slips of a file on request, and removes nothing', async () => {
    const { document, actions } = open(slips);
    for (const only of [['source.fixAll'], ['source.fixAll.scheduleLens'], ['source']]) {
      const [action, ...more] = await actions(only);
      expect(more).toEqual([]);
      expect(action?.kind).toBe('source.fixAll.scheduleLens');
      expect(applied(document, action?.edit)).toBe(fixed);
    }
  });

  it('stands in the menu of a mistake', async () => {
    const { document, actions } = open(slips);
    expect(applied(document, titled(await actions(['quickfix']), 'Fix all 3 slips in this file').edit)).toBe(fixed);
  });

  it('is not offered without being named', async () => {
    expect((await open(slips).actions()).map(({ kind }) => kind)).not.toContain('source.fixAll.scheduleLens');
  });

  it('leaves two slips for one key alone', async () => {
    const text = yaml(`schedule_config:
  kind: @LinearWarmupCosineDecaySchedule
  max_vlaue: 1e-3
  max_valu: 1e-4
  warmup_percent: 0.1‸
`);
    const { document, actions } = open(text);
    expect(await actions(['source.fixAll'])).toEqual([]);
    expect(document.getText()).toContain('max_vlaue');
  });

  it('has nothing to do in a file without slips', async () => {
    expect(
      await open(yaml('lr: 1\nschedule_config: {kind: @ConstantSchedule, value: 0‸.5}\n')).actions(['source']),
    ).toEqual([]);
  });
});

describe('a quick fix', () => {
  const text = yaml('schedule_config:\n  kind: Constant‸Schedule\n  value: 1e-3\n');

  it('is linked to the diagnostic as the client has it', async () => {
    const { document, service } = open(text);
    const [diagnostic] = await service.validate(document);
    if (diagnostic === undefined) throw new Error('Nothing is wrong.');
    const own = { ...diagnostic, message: 'as the client keeps it' };
    const actions = await service.codeActions(document, diagnostic.range, { diagnostics: [own] });
    expect(actions[0]?.diagnostics).toEqual([own]);
  });

  it('is not asked for by other kinds', async () => {
    expect(await open(text).actions(['refactor'])).toEqual([]);
    expect(await open(text).actions(['quick'])).toEqual([]);
  });

  it('edits without versions for clients that know none', async () => {
    const { document, actions } = open(text, { codeActions: { documentChanges: false } });
    const edit = (await actions(['quickfix']))[0]?.edit;
    expect(Object.keys(edit?.changes ?? {})).toEqual([document.uri]);
    expect(edit?.documentChanges).toBeUndefined();
  });

  it('explains its rule through a command, where the client has it', async () => {
    const explain = titled(await open(text).actions(), 'Explain rule kind-unknown');
    expect(explain.command).toEqual({
      title: 'Explain rule kind-unknown',
      command: 'scheduleLens.openRuleDocs',
      arguments: ['kind-unknown'],
    });
    const without = await open(text, { codeActions: { commands: false } }).actions();
    expect(without.filter(({ command }) => command !== undefined)).toEqual([]);
  });

  it('is not offered away from what it mends', async () => {
    expect(await open(`${text.replace(CURSOR, '')}seed: ‸1\n`).actions()).toEqual([]);
  });

  it('removes all keys without effect', async () => {
    const { document, actions } = open(
      slips
        .replace(CURSOR, '')
        .replace('start_percent', `start${CURSOR}_percent`)
        .replace('    factor', '    end_value: 0\n    factor'),
    );
    const action = titled(await actions(), 'Remove all keys without effect in this file');
    const after = applied(document, action.edit);
    expect(after).toBe(slips.replace(CURSOR, '').replace(/ {4}(?:start|end)_percent.*\n/g, ''));
  });

  it('mends what another file of the composition says', async () => {
    const project = serviceOf({
      'configs/train.yaml': 'defaults:\n  - optim: adam\n  - _self_\noptim:\n  lr: 1e-4\n',
      'configs/optim/adam.yaml': yaml('lr: 1e-3\nschedule_config:\n  kind: @ConstantSchedule\n  value: 1e-3 # peak\n'),
    });
    const document = project.document('configs/train.yaml');
    const at = document.positionAt(document.getText().indexOf('1e-4'));
    const actions = await project.service.codeActions(document, { start: at, end: at });
    const edit = titled(actions, 'Write ${..lr} instead of 1e-3').edit;
    const other = project.document('configs/optim/adam.yaml');
    expect(edit?.documentChanges).toEqual([
      {
        textDocument: { uri: other.uri, version: null },
        edits: [{ range: { start: { line: 3, character: 9 }, end: { line: 3, character: 13 } }, newText: '"${..lr}"' }],
      },
    ]);
  });

  it.each([
    '',
    'a',
    '{',
    'schedule_config: [',
    'schedule_config:\n\tkind: x\n',
    '\ufeffschedule_config:\n  kind: x\n',
    'schedule_config: {? a, kind: }\n',
    '? schedule_config\n: kind: x\n',
    '- schedule_config:\n  kind: x\n',
  ])('is offered or not, and nothing fails, in %j', async (broken) => {
    const { document, service } = open(broken);
    const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    for (const only of [undefined, ['source.fixAll'], ['refactor']]) {
      const actions = await service.codeActions(document, whole, only ? { only } : {});
      for (const { edit } of actions) expect(typeof applied(document, edit)).toBe('string');
    }
  });
});

describe('step numbers of a run whose length is not known', () => {
  const text = yaml(`schedule_config:
  kind: @StepFixedSchedule
  start_value: 1e-3
  factor: 0.1
  ste‸ps: [300, 600] # updates
`);

  it('ask for the length and become fractions of it', async () => {
    const { document, service, actions } = open(text);
    const ask = titled(await actions(), 'Divide by the number of training steps …');
    expect(ask.edit).toBeUndefined();
    expect(ask.command?.command).toBe('scheduleLens.askTotalSteps');
    const argument = ask.command?.arguments?.[0] as AskTotalSteps;
    expect(argument).toMatchObject({ uri: document.uri, version: 7, above: 600 });
    const edit = await service.stepsAsFractions(document, argument.range, 1200);
    expect(applied(document, edit)).toBe(text.replace(CURSOR, '').replace('[300, 600]', '[0.25, 0.5]'));
    for (const total of [600, 0, -1, 0.5, Number.NaN]) {
      expect(await service.stepsAsFractions(document, argument.range, total)).toBeNull();
    }
  });

  it('are not asked about by a client without the command', async () => {
    const titles = (await open(text, { codeActions: { commands: false } }).actions()).map(({ title }) => title);
    expect(titles).not.toContain('Divide by the number of training steps …');
  });

  it('fall on the same step again, whatever the run', () => {
    for (const total of [3, 7, 90, 97, 1000, 12_345, 1_000_003]) {
      for (const step of [1, 2, Math.floor(total / 3), Math.floor((2 * total) / 3), total - 1]) {
        if (step < 1 || step >= total) continue;
        const schedule = createSchedule({
          kind: `${PREFIX}StepFixedSchedule`,
          start_value: 1,
          factor: 0.5,
          steps: [Number(fractionOf(step, total))],
        });
        expect([schedule.valueAt(step - 1, total), schedule.valueAt(step, total)]).toEqual([1, 0.5]);
      }
    }
  });
});

describe('options', () => {
  it('may be changed while running', async () => {
    const options: LanguageServiceOptions = { codeActions: { commands: false } };
    const service = createLanguageService(options);
    service.configure({ codeActions: { commands: true } });
    const { document } = open(yaml('schedule_config:\n  kind: ConstantSchedule\n  value: 1\n'));
    const at = { line: 1, character: 8 };
    const actions = await service.codeActions(document, { start: at, end: at });
    expect(actions.some(({ command }) => command !== undefined)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { plainOf } from '../../../server/src/config';
import { createSchedule } from '../../../server/src/schedules';
import { createLanguageService, type LanguageServiceOptions } from '../../../server/src/service';
import { serviceOf } from '../composed/harness';
import { applied, CURSOR, casesOf, open, PREFIX } from '../fix/cases';

/** Every block of a text as the plain object that noether would get, interpolations resolved. */
async function configsOf(text: string, settings: LanguageServiceOptions) {
  const document = TextDocument.create('file:///config.yaml', 'yaml', 1, text);
  const service = createLanguageService(settings);
  const analysis = await service.analyze(document);
  return {
    configs: (analysis?.blocks ?? []).map(({ resolved }) => plainOf(resolved)),
    errors: (await service.validate(document)).filter(({ severity }) => severity === 1).map(({ message }) => message),
  };
}

/** Total steps of `settings`, or several where the length does not matter. */
function totalsOf(settings: LanguageServiceOptions): number[] {
  return typeof settings.totalSteps === 'number' ? [settings.totalSteps] : [1, 2, 3, 7, 10, 30, 97, 100, 999, 1000];
}

async function expectSameCurves(before: string, after: string, settings: LanguageServiceOptions): Promise<number> {
  const [old, now] = [await configsOf(before, settings), await configsOf(after, settings)];
  expect(now.errors).toEqual(old.errors);
  expect(now.configs.length).toBe(old.configs.length);
  let compared = 0;
  for (const [index, config] of old.configs.entries()) {
    const [one, two] = [createSchedule(config), createSchedule(now.configs[index])];
    for (const total of totalsOf(settings)) {
      for (let step = 0; step < total; step++) {
        if (!Object.is(one.valueAt(step, total), two.valueAt(step, total))) {
          expect([step, total, two.valueAt(step, total)]).toEqual([step, total, one.valueAt(step, total)]);
        }
        compared += 1;
      }
    }
  }
  return compared;
}

describe.each(['rewrite', 'extract', 'inline'])('refactor.%s', (name) => {
  describe.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('with %s', (_, eol) => {
    it.each(casesOf(name))('$name', async ({ action, settings, before, after }) => {
      const text = before.replaceAll('\n', eol);
      const { document, actions } = open(text, settings);
      const offered = await actions(['refactor']);
      const titles = offered.map(({ title }) => title);
      if (after === undefined) {
        expect(titles).not.toContain(action);
        return;
      }
      expect(titles).toContain(action);
      const found = offered.find(({ title }) => title === action);
      expect(found?.kind).toBe(`refactor.${name}`);
      const changed = applied(document, found?.edit);
      expect(changed).toBe(after.replaceAll('\n', eol));
      expect(await expectSameCurves(text.replace(CURSOR, ''), changed, settings)).toBeGreaterThan(0);
    });
  });
});

describe('StepIntervalSchedule and StepFixedSchedule', () => {
  const intervals = [0.05, 0.07, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.33, 0.333333, 0.4, 0.5, 0.6, 0.75, 0.9, 0.99];

  it.each(intervals)('change into each other and back with an interval of %d', async (interval) => {
    const text = `schedule_config:\n  kind: ${CURSOR}${PREFIX}StepIntervalSchedule\n  start_value: 3e-4\n  factor: 0.7\n  update_interval: ${interval}\n`;
    const first = open(text);
    const there = (await first.actions(['refactor'])).find(({ title }) => title === 'Convert to StepFixedSchedule');
    const fixed = applied(first.document, there?.edit);
    expect(fixed).toContain('StepFixedSchedule');
    await expectSameCurves(text.replace(CURSOR, ''), fixed, {});
    const second = open(fixed.replace('kind: ', `kind: ${CURSOR}`));
    const back = (await second.actions(['refactor'])).find(({ title }) => title === 'Convert to StepIntervalSchedule');
    expect(applied(second.document, back?.edit)).toBe(text.replace(CURSOR, ''));
  });
});

describe('a warm-up', () => {
  const kinds = [
    ['LinearWarmupCosineDecaySchedule', 'warmup_steps: #'],
    ['WarmupStableDecaySchedule', 'warmup_steps: #\n  cooldown_steps: 30'],
  ] as const;

  it.each(kinds)('of %s is the same in fractions, and back', async (kind, keys) => {
    let converted = 0;
    for (const total of [50, 97, 100, 1000, 1234]) {
      for (const steps of [1, 3, 5, 10, 19]) {
        const settings = { totalSteps: total, noetherVersion: 'newer' } as const;
        const text = `schedule_config:\n  kind: ${PREFIX}${kind}\n  max_value: 1e-3\n  ${CURSOR}${keys.replace('#', String(steps))}\n`;
        const first = open(text, settings);
        const there = (await first.actions(['refactor'])).find(({ title }) =>
          title.startsWith('Convert to warmup_percent'),
        );
        const inFractions = applied(first.document, there?.edit);
        expect(inFractions).toContain('warmup_percent: 0.');
        await expectSameCurves(text.replace(CURSOR, ''), inFractions, settings);
        const second = open(inFractions.replace('warmup_percent', `${CURSOR}warmup_percent`), settings);
        const back = (await second.actions(['refactor'])).find(({ title }) =>
          title.startsWith('Convert to warmup_steps'),
        );
        expect(applied(second.document, back?.edit)).toBe(text.replace(CURSOR, ''));
        converted += 1;
      }
    }
    expect(converted).toBe(25);
  });

  it('is not converted where the length of training is not known', async () => {
    const text = `schedule_config:\n  kind: ${PREFIX}LinearWarmupCosineDecaySchedule\n  max_value: 1e-3\n  ${CURSOR}warmup_steps: 50\n`;
    expect((await open(text).actions(['refactor'])).map(({ title }) => title)).toEqual([]);
  });
});

describe('a refactoring in a composition', () => {
  const files = (lr: string) => ({
    'configs/train.yaml': 'defaults:\n  - optim: adam\n  - _self_\nlr: 1e-3\n',
    'configs/fine.yaml': `defaults:\n  - optim: adam\n  - _self_\nlr: ${lr}\n`,
    'configs/optim/adam.yaml': `lr: \${lr}\nschedule_config:\n  kind: ${PREFIX}ConstantSchedule\n  value: \${..lr}\n`,
  });
  const titles = async (lr: string) => {
    const project = serviceOf(files(lr));
    const document = project.document('configs/optim/adam.yaml');
    const at = document.positionAt(document.getText().indexOf('${..lr}') + 3);
    return (await project.service.codeActions(document, { start: at, end: at }, { only: ['refactor'] })).map(
      ({ title }) => title,
    );
  };

  it('inlines a value that all primary configs agree on', async () => {
    expect(await titles('1e-3')).toEqual(['Inline 1e-3']);
  });

  it('inlines none that they do not', async () => {
    expect(await titles('1e-4')).toEqual([]);
  });
});

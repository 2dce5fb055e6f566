// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of the config, not of the test
import { describe, expect, it } from 'vitest';
import { MarkupContent, TextEdit } from 'vscode-languageserver-types';
import { kindSpecs } from '../../../server/src/schedules';
import { completeResolve, defaultCompletionOptions } from '../../../server/src/service/complete';
import { choose, item, items, labels } from './cursor';

const stepFixed = 'noether.core.schedules.StepFixedSchedule';
const unusable = kindSpecs.filter((spec) => !spec.usable).map((spec) => spec.name);
const usable = kindSpecs.filter((spec) => spec.usable).map((spec) => spec.name);

describe('the value of kind', () => {
  it('is every kind that can train, and none that cannot', () => {
    const offered = labels('optim:\n  schedule_config:\n    kind: |');
    expect([...offered].sort()).toEqual([...usable].sort());
    expect(offered.filter((label) => unusable.includes(label))).toEqual([]);
    expect(unusable).toHaveLength(5);
  });

  it('leaves out the kinds that version 1.1 does not have', () => {
    const given = { settings: { noetherVersion: '1.1' } } as const;
    const offered = labels('optim:\n  schedule_config:\n    kind: |', given);
    expect(offered).not.toContain('SqrtDecreasingSchedule');
    expect(offered).not.toContain('WarmupStableDecaySchedule');
    expect(offered).not.toContain('PiecewiseLinearSchedule');
    expect(offered).toContain('StepFixedSchedule');
    expect(item('optim:\n  schedule_config:\n    kind: |', 'SqrtDecreasingSchedule').detail).toMatch(/after 1\.1/);
  });

  it.each([
    ['nothing yet', 'schedule_config:\n  kind: |', `schedule_config:\n  kind: ${stepFixed}`],
    ['no blank yet', 'schedule_config:\n  kind:|', `schedule_config:\n  kind: ${stepFixed}`],
    ['a short name', 'schedule_config:\n  kind: Ste|', `schedule_config:\n  kind: ${stepFixed}`],
    ['a name without a blank', 'schedule_config:\n  kind:Ste|', `schedule_config:\n  kind: ${stepFixed}`],
    ['the path', 'schedule_config:\n  kind: noether.core.|', `schedule_config:\n  kind: ${stepFixed}`],
    ['an open quote', 'schedule_config:\n  kind: "noe|', `schedule_config:\n  kind: "${stepFixed}"`],
    ['quotes', 'schedule_config:\n  kind: "Ste|"\n', `schedule_config:\n  kind: "${stepFixed}"\n`],
    ['single quotes', "schedule_config:\n  kind: 'Ste|'\n", `schedule_config:\n  kind: '${stepFixed}'\n`],
    [
      'text behind the cursor',
      'schedule_config:\n  kind: noether.core.schedules.Ste|pIntervalSchedule  # note\n',
      `schedule_config:\n  kind: ${stepFixed}  # note\n`,
    ],
    ['the cursor in front', 'schedule_config:\n  kind: |Ste\n', `schedule_config:\n  kind: ${stepFixed}\n`],
    ['a module path', 'schedule_config:\n  kind: noether.core.schedules.step.Ste|\n', undefined],
    ['flow style', 'schedule_config: {kind: |', `schedule_config: {kind: ${stepFixed}`],
    ['closed flow style', 'schedule_config: {kind:|}', `schedule_config: {kind: ${stepFixed}}`],
    [
      'flow style with keys',
      'schedule_config: {kind: Ste|, factor: 0.1}',
      `schedule_config: {kind: ${stepFixed}, factor: 0.1}`,
    ],
    ['flow style in quotes', 'schedule_config: {kind: "Ste|}', `schedule_config: {kind: "${stepFixed}"}`],
    [
      'a list of blocks',
      `all:\n  - kind: ${stepFixed}\n  - kind: Ste|\n`,
      `all:\n  - kind: ${stepFixed}\n  - kind: ${stepFixed}\n`,
    ],
    ['a group file', 'kind: noether.core.schedules.Ste|\nfactor: 0.1', `kind: ${stepFixed}\nfactor: 0.1`],
    ['the line below', 'schedule_config:\n  kind:\n    |', `schedule_config:\n  kind:\n    ${stepFixed}`],
    ['CRLF', 'a: 1\r\nschedule_config:\r\n  kind: Ste|\r\n', `a: 1\r\nschedule_config:\r\n  kind: ${stepFixed}\r\n`],
    [
      'surrogate pairs before',
      'a: "😀"\nschedule_config: {"😀": 1, kind: Ste|}',
      `a: "😀"\nschedule_config: {"😀": 1, kind: ${stepFixed}}`,
    ],
    ['tabs', 'a:\n\tschedule_config:\n\t\tkind: Ste|', `a:\n\tschedule_config:\n\t\tkind: ${stepFixed}`],
    [
      'a file that does not parse',
      'a: [1, 2\nb: "x\nschedule_config:\n  kind: Ste|\n  c: }',
      `a: [1, 2\nb: "x\nschedule_config:\n  kind: ${stepFixed}\n  c: }`,
    ],
    [
      'half a file',
      'model:\n  optim:\n    lr: 1e-3\n    weight_decay_schedule:\n      kind: Ste|\n      fac',
      `model:\n  optim:\n    lr: 1e-3\n    weight_decay_schedule:\n      kind: ${stepFixed}\n      fac`,
    ],
  ])('is written over whatever is there: %s', (_, marked, expected) => {
    if (expected === undefined) expect(labels(marked)).toContain('StepFixedSchedule');
    else expect(choose(marked, 'StepFixedSchedule')).toBe(expected);
  });

  it('is found by the short name and by the full path, whatever stands in the replaced range', () => {
    for (const [typed, quote] of [
      ['Ste', ''],
      ['noether.core.schedules.St', ''],
      ['schedules.Step', ''],
      ['Ste', '"'],
    ]) {
      const chosen = item(`schedule_config:\n  kind: ${quote}${typed}|`, 'StepFixedSchedule');
      expect(chosen.filterText).toContain(typed);
    }
    expect(item('schedule_config:\n  kind: Ste|', 'StepFixedSchedule').filterText).toMatch(/^StepFixedSchedule/);
  });

  it('is narrowed by what is typed, and not when that matches nothing', () => {
    expect(labels('schedule_config:\n  kind: Ste|').sort()).toEqual([
      'StepDecreasingSchedule',
      'StepFixedSchedule',
      'StepIntervalSchedule',
    ]);
    expect(labels('schedule_config:\n  kind: warmup|').sort()).toEqual([
      'LinearWarmupCosineDecaySchedule',
      'WarmupStableDecaySchedule',
    ]);
    expect(labels('schedule_config:\n  kind: LWC|')).toEqual(['LinearWarmupCosineDecaySchedule']);
    expect(labels('schedule_config:\n  kind: noether.core.schedules.|')).toHaveLength(usable.length);
    expect(labels('schedule_config:\n  kind: xyz|')).toHaveLength(usable.length);
  });

  it('puts forward the kind that the keys of the block, or the block above, make likely', () => {
    const preselected = (marked: string) =>
      items(marked)
        .filter((one) => one.preselect)
        .map((one) => one.label);
    expect(preselected('schedule_config:\n  kind: |\n  factor: 0.1\n  steps: [0.5]')).toEqual(['StepFixedSchedule']);
    expect(preselected('schedule_config:\n  warmup_percent: 0.1\n  cooldown_percent: 0.1\n  kind: |')).toEqual([
      'WarmupStableDecaySchedule',
    ]);
    expect(preselected(`a:\n  schedule_config:\n    kind: ${stepFixed}\nb:\n  schedule_config:\n    kind: |`)).toEqual([
      'StepFixedSchedule',
    ]);
    expect(preselected('schedule_config:\n  kind: |')).toEqual([]);
  });

  it('has documentation with a picture and the same as text, resolved when it is asked for', () => {
    const marked = 'optim:\n  lr: 0.02\n  schedule_config:\n    kind: |';
    const lazy = item(marked, 'StepFixedSchedule');
    expect(lazy.documentation).toBeUndefined();
    const sent: unknown = JSON.parse(JSON.stringify(lazy));
    expect(JSON.stringify(lazy.data).length).toBeLessThan(200);
    const resolved = completeResolve(sent as typeof lazy);
    expect(MarkupContent.is(resolved.documentation) && resolved.documentation.kind).toBe('markdown');
    const text = MarkupContent.is(resolved.documentation) ? resolved.documentation.value : '';
    expect(text).toContain('Stairs with hand-picked places');
    expect(text).toMatch(/!\[[^\]]*\]\(data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+\)/);
    // 0.02 times 0.1 at 30, 60 and 90 % of training.
    expect(text).toContain('0.02 → 2e-5');
    expect(text.length).toBeLessThan(100_000);
  });

  it('has a picture of every kind, in the size of a completion, without being asked where the client cannot ask', () => {
    for (const one of items('schedule_config:\n  kind: |', { options: { lazy: false } })) {
      const text = MarkupContent.is(one.documentation) ? one.documentation.value : '';
      const svg = atob(/base64,([A-Za-z0-9+/=]+)/.exec(text)?.[1] ?? '');
      expect(svg, one.label).toMatch(/^<svg[^>]* width="280"[^>]* height="110"/);
      expect(svg, one.label).toMatch(/<path|<polyline/);
    }
  });

  it('has plain documentation for a client that shows no Markdown', () => {
    const options = { markdown: false, lazy: false };
    const { documentation } = item('schedule_config:\n  kind: |', 'ConstantSchedule', { options });
    expect(MarkupContent.is(documentation) && documentation.kind).toBe('plaintext');
    expect(MarkupContent.is(documentation) ? documentation.value : '').not.toMatch(/data:|\*\*|`/);
  });

  it('answers for items that are not its own', () => {
    const strange = { label: 'x', data: { kind: 7 } };
    expect(completeResolve(strange)).toEqual(strange);
    expect(completeResolve({ label: 'x', data: { kind: '__proto__' } }, defaultCompletionOptions)).toEqual({
      label: 'x',
      data: { kind: '__proto__' },
    });
    expect(completeResolve({ label: 'x' })).toEqual({ label: 'x' });
  });

  it('is a class, and a plain text edit', () => {
    const { kind, textEdit, commitCharacters } = item('schedule_config:\n  kind: Ste|', 'StepFixedSchedule');
    expect(kind).toBe(7);
    expect(commitCharacters).toBeUndefined();
    expect(TextEdit.is(textEdit) && textEdit.range).toEqual({
      start: { line: 1, character: 8 },
      end: { line: 1, character: 11 },
    });
  });
});

import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings, mergeSettings, readSettingsFile } from '../../../server/src/service';
import { withSettings } from '../../../server/src/service/settings';

/** The settings of a text, and what is wrong with it as `the text at fault: message`. */
function read(text: string): { settings: unknown; problems: string[] } {
  const lines = text.split('\n');
  const { settings, problems } = readSettingsFile('file:///p/.schedule-lens.yaml', text);
  return {
    settings: JSON.parse(JSON.stringify(settings)),
    problems: problems.map(({ range, message }) => {
      const line = lines[range.start.line] ?? '';
      return `${line.slice(range.start.character, range.end.line === range.start.line ? range.end.character : undefined)}: ${message}`;
    }),
  };
}

describe('a settings file', () => {
  it('names settings as VS Code does, with dots or as groups', () => {
    const text = [
      '# for everybody',
      'noetherVersion: newer',
      'totalSteps: 20_000',
      'interpolations: {model.optim.lr: 1e-3}',
      'overrides: [+experiment=fine_tune]',
      'hover.width: 600',
      'hover:',
      '  picture: false',
      'inlayHints: {steps: false}',
      'rules:',
      '  peak-not-lr: error',
    ].join('\n');
    expect(read(text)).toEqual({
      settings: {
        noetherVersion: 'newer',
        totalSteps: 20_000,
        // A float to OmegaConf, and so to this file.
        interpolations: { 'model.optim.lr': 1e-3 },
        overrides: ['+experiment=fine_tune'],
        hover: { width: 600, picture: false },
        inlayHints: { steps: false },
        rules: { 'peak-not-lr': 'error' },
      },
      problems: [],
    });
  });

  it.each(['', '# nothing\n', '---\n', 'null\n'])('may hold nothing: %j', (text) => {
    expect(read(text)).toEqual({ settings: {}, problems: [] });
  });

  it('loses nothing but what is wrong, and says where that stands', () => {
    const text = [
      'totalStep: 5',
      'scheduleLens.totalSteps: 5',
      'updatesPerEpoch: 0',
      'datasetLength: many',
      'noetherVersion: 1.2',
      'environmentVariables: [LR, [3]]',
      'hover: {width: 100, color: red}',
      'hover.picture: maybe',
      'rules: {peak-not-lr: loud, peak-not-l: error, factor-zero: off}',
      'maxFileSize: 1000',
      'overrides:',
    ].join('\n');
    const { settings, problems } = read(text);
    expect(settings).toEqual({ maxFileSize: 1000, hover: {}, rules: { 'factor-zero': 'off' } });
    expect(problems.sort()).toEqual(
      [
        'totalStep: There is no setting "totalStep". Write totalSteps.',
        'scheduleLens.totalSteps: In .schedule-lens.yaml settings go without "scheduleLens.". Write totalSteps.',
        '0: updatesPerEpoch takes a number of at least 1, not 0.',
        'many: datasetLength takes a whole number or null, not many.',
        '1.2: noetherVersion takes any, 1.1 or newer, not 1.2.',
        '[3]: environmentVariables takes a list in which each entry is a text, not [3].',
        '100: hover.width takes a number of at least 240, not 100.',
        'color: There is no setting "hover.color".',
        'maybe: hover.picture takes true or false, not maybe.',
        'loud: rules: peak-not-lr takes off, hint, information, warning or error, not loud.',
        'peak-not-l: rules names "peak-not-l", and no rule has that id. Write peak-not-lr.',
        'overrides: overrides takes a list, not nothing.',
      ].sort(),
    );
  });

  it('takes as texts what only a loader of YAML 1.1 reads otherwise', () => {
    expect(read('noetherVersion: 1.1\nrules: {factor-zero: off, factor-one: Off}\noverrides: [1e-3]\n')).toEqual({
      settings: { noetherVersion: '1.1', rules: { 'factor-zero': 'off' }, overrides: ['1e-3'] },
      problems: ['Off: rules: factor-one takes off, hint, information, warning or error, not Off.'],
    });
  });

  it('says so where it is no mapping, or no YAML', () => {
    expect(read('- totalSteps: 5').problems).toEqual([
      '- totalSteps: 5: Settings are a mapping of names and values, such as "totalSteps: 20000".',
    ]);
    expect(read('5').problems).toHaveLength(1);
    const broken = read('totalSteps: 5\nrules: {peak-not-lr: "error"\n');
    expect(broken.problems.length).toBeGreaterThan(0);
    expect(broken.settings).toMatchObject({ totalSteps: 5 });
  });

  it('is not read where it is no file that anybody wrote', () => {
    expect(read(`totalSteps: 5\n#${'x'.repeat(3_000_000)}`)).toEqual({
      settings: {},
      problems: [': This file is too large to be read.'],
    });
  });

  it('is read whatever it holds, with every problem inside of it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'totalSteps',
        'rules',
        'hover',
        'hover.width',
        '__proto__',
        ': ',
        '\n',
        '  ',
        '- ',
        '{',
        '}',
        '[',
        ']',
      ),
      fc.constantFrom('&a ', '*a', '<<: ', '!!int ', '"', "'", '|', '${', '1e-3', 'off', '\0', '\ud800', '\ufeff', '#'),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split(/\r\n|\n|\r/).length;
        const { settings, problems } = readSettingsFile('file:///x', text);
        expect(withSettings(defaultSettings, settings)).toBeDefined();
        for (const { range, message } of problems) {
          expect(range.end.line).toBeLessThan(lines);
          expect(message).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('reaches no prototype', () => {
    const { settings } = readSettingsFile(
      'file:///x',
      '__proto__: {totalSteps: 5}\nconstructor: 1\ninterpolations: {__proto__: {a: 1}}\n',
    );
    const merged = mergeSettings(settings, JSON.parse('{"interpolations": {"__proto__": {"b": 2}}}'));
    expect(({} as Record<string, unknown>).a).toBeUndefined();
    expect(({} as Record<string, unknown>).b).toBeUndefined();
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });
});

describe('settings over others', () => {
  it('come together entry by entry in mappings, and as a whole elsewhere', () => {
    const under = { totalSteps: 1, overrides: ['a', 'b'], rules: { x: 'off', y: 'error' }, hover: { width: 300 } };
    const over = { totalSteps: null, overrides: ['c'], rules: { y: 'hint' }, hover: { picture: false } };
    expect(mergeSettings(under, over)).toEqual({
      totalSteps: null,
      overrides: ['c'],
      rules: { x: 'off', y: 'hint' },
      hover: { width: 300, picture: false },
    });
  });
});

describe('schemas/schedule-lens.schema.json', () => {
  const file = (path: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));

  it('knows every setting of the manifest by its name, and compiles with nothing but defaults', () => {
    const schema = file('schemas/schedule-lens.schema.json') as {
      properties: Record<string, { description?: string }>;
    };
    const manifest = file('package.json') as {
      contributes: { configuration: { properties: Record<string, unknown> } };
    };
    const names = Object.keys(manifest.contributes.configuration.properties).map((id) =>
      id.slice('scheduleLens.'.length),
    );
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(names));
    for (const name of names) expect(schema.properties[name]?.description).not.toMatch(/^%|undefined/);
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate({ totalSteps: 5, hover: { width: 300 }, 'hover.picture': true })).toBe(true);
    expect(validate({ totalStep: 5 })).toBe(false);
  });
});

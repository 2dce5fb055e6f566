import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../server/src/rules';
import { defaultSettings, settingProblems, withSettings } from '../../../server/src/service/settings';

interface Declared {
  readonly default?: unknown;
  readonly markdownDescription?: string;
  readonly scope?: string;
  readonly propertyNames?: { readonly enum?: readonly string[] };
}

interface Section {
  readonly properties: Readonly<Record<string, Declared>>;
}

const manifest = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as {
  readonly contributes: { readonly configuration: Section | Section[] };
};
const declared: Section['properties'] = Object.assign(
  {},
  ...[manifest.contributes.configuration].flat().map(({ properties }) => properties),
);

/** A member of nested settings by its dotted name. */
function memberOf(settings: unknown, name: string): unknown {
  return name.split('.').reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], settings);
}

const groups = ['hover', 'inlayHints', 'files'];

function namesIn(settings: object): string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    groups.includes(name) ? Object.keys(value).map((key) => `${name}.${key}`) : [name],
  );
}

describe('the settings', () => {
  it('are all in the manifest, described, for each folder, with the defaults that the server has', () => {
    // The client sets that one by itself.
    const names = namesIn(defaultSettings).filter((name) => name !== 'reportYamlSyntax');
    for (const name of names) {
      const { markdownDescription, ...setting } = declared[`scheduleLens.${name}`] ?? {};
      expect([name, setting.default, setting.scope]).toEqual([name, memberOf(defaultSettings, name), 'resource']);
      expect(markdownDescription?.length).toBeGreaterThan(10);
    }
  });

  it('take only rules that there are', () => {
    expect(declared['scheduleLens.rules']?.propertyNames?.enum).toEqual([...rules.keys()].sort());
  });

  it('of which each that is no good is told and left as it was', () => {
    const written = {
      noetherVersion: '2',
      totalSteps: -5,
      updatesPerEpoch: 1.5,
      overrides: ['a=1', 2],
      interpolations: [],
      maxFileSize: 0,
      codeLens: 'yes',
      hover: { picture: 1, width: 4000 },
      inlayHints: 'off',
      files: { include: '**', exclude: { '**/x': 'true' } },
      diagnostics: { scope: 'all' },
      rules: { 'peak-not-l': 'off' },
    };
    const problems = settingProblems(written);
    for (const name of [
      'noetherVersion',
      'totalSteps',
      'updatesPerEpoch',
      'overrides',
      'interpolations',
      'maxFileSize',
      'codeLens',
      'hover.picture',
      'hover.width',
      'files.include',
      'files.exclude',
      'diagnostics.scope',
    ]) {
      expect(problems.filter((problem) => problem.startsWith(`scheduleLens.${name} takes `))).toHaveLength(1);
    }
    expect(problems).toContain(
      'scheduleLens.totalSteps takes a whole number of at least 1, or null, and -5 is not, so it is left as if it were not set.',
    );
    expect(problems.join('\n')).toContain('Write peak-not-lr.');
    expect({ ...withSettings(defaultSettings, written), rules: {} }).toEqual(defaultSettings);
  });

  it('are no problem where they are absent, the defaults, or null where null means unset', () => {
    expect(settingProblems({})).toEqual([]);
    expect(settingProblems({ ...defaultSettings })).toEqual([]);
    expect(settingProblems({ totalSteps: null, rules: { 'peak-not-lr': 'error' } })).toEqual([]);
  });

  it('take globs one by one, so that a default can be switched off', () => {
    const { exclude } = withSettings(defaultSettings, {
      files: { exclude: { '**/outputs': false, '**/x': true } },
    }).files;
    expect(exclude).toEqual({ ...defaultSettings.files.exclude, '**/outputs': false, '**/x': true });
  });

  it('are read in both ways that clients write them', () => {
    const dotted = withSettings(defaultSettings, { 'hover.width': 300 } as object);
    expect(dotted.hover).toEqual({ picture: true, width: 300 });
  });
});

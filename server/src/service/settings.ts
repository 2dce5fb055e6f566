import * as l10n from '@vscode/l10n';
import { closest } from '../rules/names';
import { isRuleId, rules, type Severity } from '../rules/table';
import { defaultFileGlobs, type FileGlobs } from '../workspace/file-globs';

/** Which noether the configs are for: `any` reports an error only where every version refuses. */
export type NoetherVersion = 'any' | '1.1' | 'newer';

/** The settings under `scheduleLens`, resolved for one document. */
export interface Settings {
  readonly noetherVersion: NoetherVersion;
  /** Training updates, for documents whose own trainer keys do not tell. At least 1; null where unknown. */
  readonly totalSteps: number | null;
  /** Updates in one epoch. At least 1; null where unknown. */
  readonly updatesPerEpoch: number | null;
  /** Samples in the dataset, which give the updates of an epoch where no setting does. At least 1; null where unknown. */
  readonly datasetLength: number | null;
  /** The primary config to look through, relative to the workspace folder; empty where the ranking decides. */
  readonly primaryConfig: string;
  /** Words of the command line that go with it, or with every primary config where none is named. */
  readonly overrides: readonly string[];
  /** Values for interpolations that the file cannot answer, by path, for example `model.optim.lr`. */
  readonly interpolations: Readonly<Record<string, unknown>>;
  /** Environment variables that `oc.env` may read. None by default. */
  readonly environmentVariables: readonly string[];
  /** Larger files, in UTF-16 code units, are not parsed. */
  readonly maxFileSize: number;
  /** Whether errors that a YAML extension finds as well are reported; what only OmegaConf refuses always is. */
  readonly reportYamlSyntax: boolean;
  readonly hover: {
    readonly picture: boolean;
    /** Width of the picture in pixels. */
    readonly width: number;
  };
  /** What stands behind values in the editor: each kind of hint by itself. */
  readonly inlayHints: {
    /** The value behind an interpolation. */
    readonly values: boolean;
    /** The step behind a fraction of training. */
    readonly steps: boolean;
    /** The epochs behind a number of steps. */
    readonly epochs: boolean;
  };
  /** Whether a lens stands over each block. */
  readonly codeLens: boolean;
  /** Which files of the workspace folder are looked at. */
  readonly files: FileGlobs;
  /** Severity by rule id. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

export const defaultSettings: Settings = {
  noetherVersion: 'any',
  totalSteps: null,
  updatesPerEpoch: null,
  datasetLength: null,
  primaryConfig: '',
  overrides: [],
  interpolations: {},
  environmentVariables: [],
  maxFileSize: 2 * 1024 * 1024,
  reportYamlSyntax: true,
  hover: { picture: true, width: 480 },
  inlayHints: { values: true, steps: true, epochs: true },
  codeLens: true,
  files: defaultFileGlobs,
  rules: {},
};

/** How a setting is read from JSON that people type. */
interface Reader<T> {
  /** What it takes, as a sentence goes on behind "takes". */
  readonly takes: () => string;
  /** Undefined for what it does not take. */
  read(value: unknown): T | undefined;
}

const texts = {
  takes: () => l10n.t('a list of texts'),
  read: (value: unknown) => (Array.isArray(value) && value.every(isText) ? value : undefined),
};
const count = {
  takes: () => l10n.t('a whole number of at least 1, or null'),
  read: (value: unknown) => (value === null || isWhole(value, 1) ? value : undefined),
};
const flag = {
  takes: () => l10n.t('true or false'),
  read: (value: unknown) => (typeof value === 'boolean' ? value : undefined),
};

/** Of hovers: narrower ones show nothing, and VS Code cuts wider ones off. In pixels. */
const WIDTH = { least: 240, most: 1200 };

const levels: readonly unknown[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies (Severity | 'off')[];

const readers = {
  noetherVersion: oneOf<NoetherVersion>('any', '1.1', 'newer'),
  totalSteps: count,
  updatesPerEpoch: count,
  datasetLength: count,
  primaryConfig: { takes: () => l10n.t('a text'), read: (value: unknown) => (isText(value) ? value : undefined) },
  overrides: texts,
  interpolations: {
    takes: () => l10n.t('an object of values by path'),
    read: (value: unknown) => (isRecord(value) ? value : undefined),
  },
  environmentVariables: texts,
  maxFileSize: {
    takes: () => l10n.t('a whole number of bytes, at least 1'),
    read: (value: unknown) => (isWhole(value, 1) ? value : undefined),
  },
  reportYamlSyntax: flag,
  codeLens: flag,
  'diagnostics.scope': oneOf('openFiles', 'workspace'),
  'hover.picture': flag,
  'hover.width': {
    takes: () => l10n.t`a whole number from ${WIDTH.least} to ${WIDTH.most}`,
    read: (value: unknown) => (isWhole(value, WIDTH.least) && value <= WIDTH.most ? value : undefined),
  },
  'inlayHints.values': flag,
  'inlayHints.steps': flag,
  'inlayHints.epochs': flag,
  'files.include': texts,
  'files.exclude': {
    takes: () => l10n.t('an object of globs that are true or false'),
    read: (value: unknown) =>
      isRecord(value) && Object.values(value).every((isOn) => typeof isOn === 'boolean')
        ? (value as Readonly<Record<string, boolean>>)
        : undefined,
  },
} satisfies Record<string, Reader<unknown>>;

type Name = keyof typeof readers;
type ValueOf<N extends Name> = NonNullable<ReturnType<(typeof readers)[N]['read']>>;

/**
 * Settings over others, member by member. What is absent or not of the declared kind leaves the value below it, and
 * `settingProblems` says so. Of `files.exclude` each glob counts by itself.
 */
export function withSettings(base: Settings, over: { readonly [K in keyof Settings]?: unknown } | undefined): Settings {
  if (over === undefined || over === null) return base;
  const read = <N extends Name, T>(name: N, below: T): ValueOf<N> | T => {
    const value = readers[name].read(memberOf(over, name));
    return value === undefined ? below : (value as ValueOf<N>);
  };
  return {
    noetherVersion: read('noetherVersion', base.noetherVersion),
    totalSteps: read('totalSteps', base.totalSteps),
    updatesPerEpoch: read('updatesPerEpoch', base.updatesPerEpoch),
    datasetLength: read('datasetLength', base.datasetLength),
    primaryConfig: read('primaryConfig', base.primaryConfig),
    overrides: read('overrides', base.overrides),
    interpolations: read('interpolations', base.interpolations),
    environmentVariables: read('environmentVariables', base.environmentVariables),
    maxFileSize: read('maxFileSize', base.maxFileSize),
    reportYamlSyntax: read('reportYamlSyntax', base.reportYamlSyntax),
    codeLens: read('codeLens', base.codeLens),
    hover: {
      picture: read('hover.picture', base.hover.picture),
      width: read('hover.width', base.hover.width),
    },
    inlayHints: {
      values: read('inlayHints.values', base.inlayHints.values),
      steps: read('inlayHints.steps', base.inlayHints.steps),
      epochs: read('inlayHints.epochs', base.inlayHints.epochs),
    },
    files: {
      include: read('files.include', base.files.include),
      exclude: { ...base.files.exclude, ...read('files.exclude', {}) },
    },
    rules: isRecord(over.rules)
      ? Object.fromEntries(
          Object.entries(over.rules).filter((entry): entry is [string, Severity | 'off'] => levels.includes(entry[1])),
        )
      : base.rules,
  };
}

/** More of a value nobody reads in a message. In characters. */
const LONGEST = 60;

/** What is wrong with settings as their author wrote them, a sentence each. Such a setting counts as not set. */
export function settingProblems(written: Readonly<Record<string, unknown>>): string[] {
  const problems: string[] = [];
  for (const [name, reader] of Object.entries(readers)) {
    const value = memberOf(written, name);
    if (value === undefined || reader.read(value) !== undefined) continue;
    const text = JSON.stringify(value) ?? String(value);
    const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    problems.push(
      l10n.t`scheduleLens.${name} takes ${reader.takes()}, and ${shown} is not, so it is left as if it were not set.`,
    );
  }
  return [...problems, ...rulesSettingProblems(written.rules)];
}

function rulesSettingProblems(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object' || Array.isArray(value)) {
    return [l10n.t('scheduleLens.rules is not an object of rule ids and levels, such as {"factor-grows": "off"}.')];
  }
  return Object.entries(value).flatMap(([id, level]) => {
    if (!isRuleId(id)) {
      const meant = closest(id, rules.keys());
      return [
        l10n.t`scheduleLens.rules names "${id}", and no rule has that id.${meant === undefined ? '' : l10n.t` Write ${meant}.`}`,
      ];
    }
    if (levels.includes(level)) return [];
    return [
      l10n.t`scheduleLens.rules sets ${id} to ${JSON.stringify(level)}; it takes off, hint, information, warning or error.`,
    ];
  });
}

/** `hover.width` of `{hover: {width: 480}}`, or of `{"hover.width": 480}` as some clients have it. */
function memberOf(settings: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(settings, name)) return settings[name];
  let value: unknown = settings;
  for (const key of name.split('.')) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function oneOf<T extends string>(...values: readonly T[]): Reader<T> {
  return {
    takes: () => l10n.t`one of ${values.map((value) => `"${value}"`).join(', ')}`,
    read: (value) => values.find((one) => one === value),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isInteger(value) && Number(value) >= least;
}

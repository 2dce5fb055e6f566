import type { Severity } from '../rules/table';

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
  /** Whether errors that any YAML parser finds are reported; what only OmegaConf refuses always is. */
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
  rules: {},
};

const versions: readonly string[] = ['any', '1.1', 'newer'] satisfies NoetherVersion[];
const severities: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies (Severity | 'off')[];

/**
 * Settings over others, member by member. What is absent or not of the declared kind (settings come from JSON that
 * people type) leaves the value below it.
 */
export function withSettings(base: Settings, over: { readonly [K in keyof Settings]?: unknown } | undefined): Settings {
  if (over === undefined || over === null) return base;
  const hover = isRecord(over.hover) ? over.hover : {};
  const hints = isRecord(over.inlayHints) ? over.inlayHints : {};
  return {
    noetherVersion: isVersion(over.noetherVersion) ? over.noetherVersion : base.noetherVersion,
    totalSteps: count(over.totalSteps, base.totalSteps),
    updatesPerEpoch: count(over.updatesPerEpoch, base.updatesPerEpoch),
    datasetLength: count(over.datasetLength, base.datasetLength),
    primaryConfig: typeof over.primaryConfig === 'string' ? over.primaryConfig : base.primaryConfig,
    overrides: Array.isArray(over.overrides) ? texts(over.overrides) : base.overrides,
    interpolations: isRecord(over.interpolations) ? over.interpolations : base.interpolations,
    environmentVariables: Array.isArray(over.environmentVariables)
      ? texts(over.environmentVariables)
      : base.environmentVariables,
    maxFileSize: isCount(over.maxFileSize) ? over.maxFileSize : base.maxFileSize,
    reportYamlSyntax: typeof over.reportYamlSyntax === 'boolean' ? over.reportYamlSyntax : base.reportYamlSyntax,
    hover: {
      picture: typeof hover.picture === 'boolean' ? hover.picture : base.hover.picture,
      width: isCount(hover.width) ? hover.width : base.hover.width,
    },
    inlayHints: {
      values: typeof hints.values === 'boolean' ? hints.values : base.inlayHints.values,
      steps: typeof hints.steps === 'boolean' ? hints.steps : base.inlayHints.steps,
      epochs: typeof hints.epochs === 'boolean' ? hints.epochs : base.inlayHints.epochs,
    },
    rules: isRecord(over.rules)
      ? Object.fromEntries(
          Object.entries(over.rules).filter((entry): entry is [string, Severity | 'off'] => isLevel(entry[1])),
        )
      : base.rules,
  };
}

function texts(items: readonly unknown[]): string[] {
  return items.filter((item): item is string => typeof item === 'string');
}

function isVersion(value: unknown): value is NoetherVersion {
  return typeof value === 'string' && versions.includes(value);
}

function isLevel(value: unknown): value is Severity | 'off' {
  return typeof value === 'string' && severities.includes(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 1;
}

/** A positive whole number, null to take a setting back, or the value below. */
function count(value: unknown, base: number | null): number | null {
  if (value === null) return null;
  return isCount(value) ? Math.floor(value) : base;
}

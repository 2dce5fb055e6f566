import type { DocumentUri, Position, Range } from 'vscode-languageserver-types';
import type { WireNumber } from './format';
import type { XUnit } from './plot/types';
import type { WireCurve } from './plot/wire';

/**
 * Our own requests and notifications, beside those of LSP. Positions and ranges are in UTF-16 code units, whatever
 * encoding the connection negotiated: the client that understands these messages is a JavaScript one.
 */

/** Request, client → server: `PreviewParams` → `PreviewResult`. */
export const PREVIEW_REQUEST = 'scheduleLens/preview';

/** Notification, client → server: `ThemeParams`. Hovers draw in this theme; until the first one comes, `dark`. */
export const THEME_NOTIFICATION = 'scheduleLens/theme';

/**
 * Which schedule to show. A `position` inside a block decides; otherwise `blockId`, if the document still has that
 * block; otherwise the block nearest to `position`, or the first one.
 */
export interface PreviewParams {
  readonly textDocument: { readonly uri: DocumentUri };
  readonly position?: Position;
  readonly blockId?: string;
  /** The primary config to see the block through; the chosen one where the block is not reached from this one. */
  readonly perspectiveId?: string;
  /** Texts to read in place of what the files hold: an older version, a change that nobody made yet. */
  readonly instead?: readonly InsteadText[];
  /** Shows the block as if a handle had been dragged there; the answer's `moved` says what that would write. */
  readonly move?: HandleMove;
  /** The stretch of training to draw, in training steps; all of it when not given. Every point of it is exact. */
  readonly window?: { readonly from: number; readonly to: number };
  /** Steps whose exact values are wanted beside the curve; at most 1,000 are answered. */
  readonly at?: readonly number[];
  /** Other schedules to send along: those of the same optimizer, or those of every optimizer of the composed config. */
  readonly companions?: 'optimizer' | 'model';
}

/** A file's text as it is to be taken. Without `text`, the file is taken not to exist. */
export interface InsteadText {
  readonly uri: DocumentUri;
  readonly text?: string;
}

/** Where a handle is dragged to. Of a handle that moves along one axis only, the other coordinate does not count. */
export interface HandleMove {
  readonly handleId: string;
  /** Training step; need not be whole. */
  readonly step?: number;
  /** In the curve's values. */
  readonly value?: number;
  /** What one pixel is worth there, in steps and in values: no more digits are written than can be pointed at. */
  readonly stepPrecision?: number;
  readonly valuePrecision?: number;
  /**
   * In place of `step` and `value`, as for an arrow key: pixels by which to push the handle from where it stands (1 is
   * right, or up). It moves by one place that it can be at where a pixel is less than that, and never stays where it is
   * unless it is at its limit.
   */
  readonly nudge?: { readonly x?: number; readonly y?: number };
}

export interface PreviewResult {
  /** The document version the answer was computed from; null where the server read the file itself. */
  readonly version: number | null;
  /** Every schedule of the file, in the order of the text. */
  readonly blocks: readonly PreviewBlock[];
  /** Id of the block that the rest is about; none in the state `empty`. */
  readonly selected?: string;
  /**
   * `ok`: `curve` is what noether would train with, given `assumptions`.
   * `unknown`: the file does not tell some value. `curve` is there when the shape is known all the same, in units of
   * the unknown (`curve.unit`).
   * `error`: noether would refuse the block; see `problems`. No curve.
   * `empty`: the file holds no schedule (or is not one that we read; `message` says why).
   */
  readonly state: 'ok' | 'unknown' | 'error' | 'empty';
  /** Short name of what is shown, for example the kind's class. */
  readonly title: string;
  /** One or two sentences for the states without a complete curve: what is missing and what to do about it. */
  readonly message?: string;
  /** Usually one series; several once schedules can be compared. */
  readonly curve?: WireCurve;
  /** Unit of the x axis that suits what is known: `percent` where the total is assumed. Steps when not given. */
  readonly xUnit?: XUnit;
  /**
   * The values that matter, as text, in the order to show them: first, peak, each change, quarters, last, mean. Of more
   * than 200 changes a row says how many there are.
   */
  readonly facts: readonly PreviewFact[];
  readonly totalSteps?: PreviewTotal;
  /** Everything taken for granted that the files do not say, what settings give included, a sentence each. */
  readonly assumptions: readonly string[];
  /** Of the selected block only, errors first. */
  readonly problems: readonly PreviewProblem[];
  /** The primary configs that reach the selected block, best first; absent where the file is read on its own. */
  readonly perspectives?: readonly PreviewPerspective[];
  /** Where they do not all make the same of the block: a sentence that says which make what. */
  readonly difference?: string;
  /** As many as the curve's phases and in their order: the keys that make each, the one to look at first in front. */
  readonly phasePlaces?: readonly (readonly PreviewPlace[])[];
  /** What can be dragged, in the order of the keys. */
  readonly handles?: readonly PreviewHandle[];
  /** Only where `move` was asked for. */
  readonly moved?: PreviewMoved;
  /** As many as `at` and in its order. */
  readonly at?: readonly PreviewValue[];
  /** How long an epoch is, where that is known. */
  readonly updatesPerEpoch?: PreviewEpoch;
  /** Values that the files do not tell, and what is taken for them; at most 50. */
  readonly unknowns?: readonly PreviewUnknown[];
  /** Only where `companions` was asked for. Those of an optimizer without the selected block; those of a model with it. */
  readonly companions?: readonly PreviewCompanion[];
}

export interface PreviewValue {
  readonly step: number;
  /** Absent where evaluating fails; `failure` says how. */
  readonly value?: WireNumber;
  readonly failure?: string;
  /** The key, list entry or control point that makes the value: what a click on the curve goes to. */
  readonly place?: PreviewPlace;
}

export interface PreviewEpoch {
  /** Training updates in one epoch. */
  readonly updates: number;
  /** No config tells it without a setting: neither noether's trainer nor its data has a key for it. */
  readonly source: 'setting';
  /** As `PreviewTotal.text`: `setting scheduleLens.updatesPerEpoch`. */
  readonly text: string;
  /** What the config has to do with it: `effective_batch_size`, which scheduleLens.datasetLength is divided by. */
  readonly place?: PreviewPlace;
}

export interface PreviewUnknown {
  /** The key it stands under: `max_value`, `steps[1]`. */
  readonly name: string;
  /** As written: `${model.optim.lr}`, `???`. */
  readonly expression: string;
  /** Path under which the setting scheduleLens.interpolations would give it a value; absent where no setting can. */
  readonly path?: string;
  /** The number that the curve is drawn with; absent where it is drawn in units of the unknown, or not at all. */
  readonly assumed?: number;
  /** What the setting gives already. */
  readonly given?: string | number | boolean | null;
  readonly place: PreviewPlace;
}

/** A number of the block that can be dragged on the curve. */
export interface PreviewHandle {
  /** The number's place in the block: `steps[1]`, `max_value`, `control_points[2]`. */
  readonly id: string;
  /** `position`: when something happens. `level`: how high. `length`: how long. `point`: both. */
  readonly kind: 'position' | 'level' | 'length' | 'point';
  /** The axes that it moves along. */
  readonly moves: 'x' | 'y' | 'xy';
  /** Where it stands on the picture. */
  readonly step: number;
  readonly value: WireNumber;
  /** How far it may go, ends included. */
  readonly minStep?: number;
  readonly maxStep?: number;
  /** Of one that moves along the steps: the distance between two steps that it can be at; 1, or an epoch. */
  readonly grid?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  /** For a reader, with the number as it is now: `steps[1]: 0.3, step 300`. */
  readonly label: string;
  /** Where the number is written: of one behind an interpolation, where it is defined. */
  readonly place: PreviewPlace;
  /** Stands behind an interpolation: who else changes with it. To be asked once before the first edit. */
  readonly behind?: string;
  /** Why it cannot be dragged. Shown all the same. */
  readonly fixed?: string;
}

/** What a move would write. */
export interface PreviewMoved {
  readonly handleId: string;
  /** The number as it would be written; of a point both, as the list. */
  readonly text: string;
  /** Empty where the number stays as it is. */
  readonly edits: readonly PreviewEdit[];
  /** Why it cannot be moved there. */
  readonly refused?: string;
}

/** To be applied only to the version of the document that it was made for. */
export interface PreviewEdit extends PreviewPlace {
  /** Null of another file than the one asked about; then `oldText` tells whether it is still the same. */
  readonly version: number | null;
  readonly oldText: string;
  readonly newText: string;
}

/** Another schedule of the same run. */
export interface PreviewCompanion {
  /** Path of the optimizer in the composed config, for a reader: `model.optimizer_config`. */
  readonly optimizer: string;
  /** Path of the block: `model.optimizer_config.weight_decay_schedule`. */
  readonly label: string;
  readonly title: string;
  readonly place: PreviewPlace;
  /** Of the file that is shown, where the block stands in it. */
  readonly blockId?: string;
  /** Whether this is the selected block. */
  readonly isSelected?: true;
  /** Absent where there is none; `message` says why. */
  readonly curve?: WireCurve;
  readonly message?: string;
  readonly assumptions: readonly string[];
}

/** A primary config, with its command line, that reaches the selected block. */
export interface PreviewPerspective {
  readonly id: string;
  /** `train_flow +experiment=fine_tune`. */
  readonly label: string;
  /** Why it is a candidate: `README.md, line 11`. */
  readonly because: string;
  /** What it makes of the block: `1e-3 → 1e-6, 20,000 steps`; absent where there is no such curve, or too many primaries. */
  readonly summary?: string;
  /** Whether the rest of the answer is what this one makes of the block. Just one is. */
  readonly chosen: boolean;
}

export interface PreviewBlock {
  /** Stays the same while the block's place in the tree does. */
  readonly id: string;
  /** Tells the blocks of one file apart for a reader: `encoder.optim.schedule_config`. */
  readonly label: string;
  readonly path: readonly (string | number)[];
  /** The key and the block. */
  readonly range: Range;
  /** As written; undefined where there is none (yet) or it is not a string. */
  readonly kind?: string;
}

export interface PreviewFact {
  /** `first step`, `peak`, `drop 2`, `25 %`, `last step`, `mean value`. */
  readonly label: string;
  /** As short text, with its unit. */
  readonly value: string;
  /** The step that the value belongs to, where there is one: the panel puts its crosshair there. */
  readonly step?: number;
}

/** A place in a file that the panel can go to. */
export interface PreviewPlace {
  readonly uri: DocumentUri;
  readonly range: Range;
}

export interface PreviewTotal {
  readonly steps: number;
  /** Where the number comes from: the config itself, a setting, or nowhere. */
  readonly source: 'config' | 'setting' | 'assumed';
  /**
   * For a reader: `max_updates`, `max_updates in trainer/long.yaml`, `setting scheduleLens.totalSteps`; where it is
   * assumed a sentence of its own, which is not among the assumptions.
   */
  readonly text: string;
  readonly place?: PreviewPlace;
}

export interface PreviewProblem extends PreviewPlace {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** The rule id. */
  readonly code: string;
}

export type ThemeKind = 'light' | 'dark' | 'hc-dark' | 'hc-light';

export interface ThemeParams {
  readonly kind: ThemeKind;
}

/**
 * Notification, server → client, without parameters: earlier preview answers may no longer hold for another reason than
 * an edit of their document (settings, another file). A client that shows one asks again.
 */
export const PREVIEW_REFRESH_NOTIFICATION = 'scheduleLens/previewRefresh';

/**
 * Requests, server → client, from a server that cannot read the workspace itself (a web worker, a virtual workspace).
 * Sent only to clients whose initialization options say `files: true`.
 */
export const READ_FILE_REQUEST = 'scheduleLens/readFile';
export const LIST_FOLDER_REQUEST = 'scheduleLens/listFolder';

export interface FileParams {
  readonly uri: DocumentUri;
}

export interface ReadFileResult {
  /** With its byte order mark; absent where there is no such file. */
  readonly text?: string;
}

export interface ListFolderResult {
  /** Direct children; empty where there is no such folder. */
  readonly entries: readonly { readonly name: string; readonly kind: 'file' | 'folder' | 'link' }[];
}

/** Request, client → server: `PrimariesParams` → `PrimariesResult`. The primary configs that reach a document. */
export const PRIMARIES_REQUEST = 'scheduleLens/primaries';

export interface PrimariesParams {
  readonly textDocument: { readonly uri: DocumentUri };
  /** The block whose values are told; the first of the document when not given. */
  readonly position?: Position;
}

export interface PrimariesResult {
  readonly primaries: readonly PrimaryChoice[];
}

export interface PrimaryChoice {
  readonly id: string;
  /** `train_flow +experiment=fine_tune`. */
  readonly label: string;
  /** Why it is a candidate: `README.md, line 11`. */
  readonly because: string;
  /** What it makes of the block: `1e-3 → 1e-6, 20,000 steps`; absent where it has none. */
  readonly summary?: string;
  readonly chosen: boolean;
}

/** Request, client → server: `ChoosePrimaryParams` → null. Holds for every document of that config directory. */
export const CHOOSE_PRIMARY_REQUEST = 'scheduleLens/choosePrimary';

export interface ChoosePrimaryParams {
  readonly textDocument: { readonly uri: DocumentUri };
  /** Absent to let the server choose again. */
  readonly id?: string;
}

/** Notification, server → client: `ChoicesParams`, after each choice, for the client to keep until the next start. */
export const CHOICES_NOTIFICATION = 'scheduleLens/choices';

export interface ChoicesParams {
  /** Primary ids by uri of the config directory; goes into the initialization option `choices`. */
  readonly choices: Readonly<Record<string, string>>;
}

/** Request, client → server: `ComposedConfigParams` → `ComposedConfigResult`. What Hydra makes of a primary config. */
export const COMPOSED_CONFIG_REQUEST = 'scheduleLens/composedConfig';

export interface ComposedConfigParams {
  readonly textDocument: { readonly uri: DocumentUri };
  /** Of the primary configs that reach the document; the chosen one when not given. */
  readonly perspectiveId?: string;
}

export interface ComposedConfigResult {
  /** The primary config that is shown; absent where none reaches the document. */
  readonly perspective?: { readonly id: string; readonly label: string; readonly because: string };
  /** The config with its interpolations as they are written. Empty where it does not compose. */
  readonly unresolved: ComposedText;
  /** The same with every interpolation replaced by its value; those that have none stay, with a comment. */
  readonly resolved: ComposedText;
  /** Why there is no config, or why Hydra cannot resolve all of it. */
  readonly failure?: ComposedFailure;
}

export interface ComposedText {
  /** YAML as OmegaConf writes it, with a line break behind each line. */
  readonly text: string;
  /** For each line of the text the place that wrote it; null where no file did, as for words of the command line. */
  readonly lines: readonly (ComposedLine | null)[];
}

export interface ComposedLine extends PreviewPlace {
  /** Of the composed text, from 0. */
  readonly line: number;
}

export interface ComposedFailure {
  /** `compose`: no config comes out. `resolve`: one comes out, and a value in it cannot be resolved. */
  readonly stage: 'compose' | 'resolve';
  readonly message: string;
  /** The exception that Hydra raises. */
  readonly pythonError?: string;
  readonly place?: PreviewPlace;
}

/** Request, client → server: `StepsAsFractionsParams` → `WorkspaceEdit | null`. What the answer to the question for the total comes to. */
export const STEPS_AS_FRACTIONS_REQUEST = 'scheduleLens/stepsAsFractions';

export interface StepsAsFractionsParams {
  readonly textDocument: { readonly uri: DocumentUri };
  readonly range: Range;
  readonly totalSteps: number;
}

/** Request, client → server: `ChangeKindsParams` → `ChangeKindsResult`. The kinds that a block could have instead. */
export const CHANGE_KINDS_REQUEST = 'scheduleLens/changeKinds';

export interface ChangeKindsParams {
  readonly textDocument: { readonly uri: DocumentUri };
  readonly blockId: string;
  readonly perspectiveId?: string;
}

export interface ChangeKindsResult {
  readonly kinds: readonly KindChange[];
  /** Where there are none: why, in a sentence. Absent once cancelled. */
  readonly refusal?: string;
}

export interface KindChange {
  /** In full: `noether.core.schedules.StepFixedSchedule`. */
  readonly kind: string;
  /** Short name, and one sentence on what it does. */
  readonly label: string;
  readonly description: string;
  /** Keys that both kinds have, keys that are proposed with a value, and keys that go, each as written. */
  readonly kept: readonly string[];
  readonly proposed: readonly string[];
  readonly removed: readonly string[];
  /** What the curve would be: `1e-3 → 1e-6, 20,000 steps`. */
  readonly summary?: string;
  readonly edits: readonly PreviewEdit[];
}

/** Request, client → server: `ChangedBlocksParams` → `ChangedBlocksResult`. Whose schedules differ from older texts. */
export const CHANGED_BLOCKS_REQUEST = 'scheduleLens/changedBlocks';

export interface ChangedBlocksParams {
  readonly textDocument: { readonly uri: DocumentUri };
  /** The older texts; of files that are not named, what they hold now counts as older as well. */
  readonly instead: readonly InsteadText[];
}

export interface ChangedBlocksResult {
  readonly version: number | null;
  readonly blocks: readonly ChangedBlock[];
}

export interface ChangedBlock {
  readonly blockId: string;
  /** The key, or the block where it has none. */
  readonly range: Range;
  /** `1e-3 → 1e-6, 20,000 steps`; absent where there is no curve, or no such block. */
  readonly before?: string;
  readonly after?: string;
}

/** Request, client → server: `CurveValuesParams` → `CurveValuesResult`. Values of one step after another, for export. */
export const CURVE_VALUES_REQUEST = 'scheduleLens/curveValues';

export interface CurveValuesParams extends PreviewParams {
  readonly from: number;
  /** At most 100,000 are answered at once. */
  readonly count: number;
}

export interface CurveValuesResult {
  readonly version: number | null;
  readonly totalSteps: number;
  /** Of the steps from `from` on; fewer than asked for at the end of training and before a failure. */
  readonly values: readonly WireNumber[];
  readonly failure?: { readonly step: number; readonly message: string };
}

/** Request, client → server: `StatusParams` → `StatusResult | null`; null for a document that is nothing to us. */
export const STATUS_REQUEST = 'scheduleLens/status';

export interface StatusParams {
  readonly textDocument: { readonly uri: DocumentUri };
}

/** What a document is seen through: everything that is taken for granted for it as a whole. */
export interface StatusResult {
  /** The primary config; absent where the document is read on its own. */
  readonly primary?: {
    /** `train_flow +experiment=fine_tune`. */
    readonly label: string;
    /** Why it is a candidate: `README.md, line 11`. */
    readonly because: string;
    /** False where no config comes out of it. */
    readonly composes: boolean;
    /** How many others reach the document. */
    readonly others: number;
  };
  readonly totalSteps: {
    readonly steps: number;
    readonly source: 'config' | 'setting' | 'assumed';
    /** The keys or the setting that tell: `max_updates`, `max_epochs and scheduleLens.updatesPerEpoch`; empty where it is assumed. */
    readonly text: string;
    /** Whether it is only not known how many updates an epoch has. */
    readonly needsUpdatesPerEpoch: boolean;
  };
  /** Settings that are not what they have to be, a sentence each. */
  readonly problems: readonly string[];
}

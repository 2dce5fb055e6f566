import type { Range } from 'vscode-languageserver-types';

/**
 * Where a piece of configuration text stands. Offsets are UTF-16 code units from the start of the document, the end
 * exclusive. `range` is the same span in lines and characters, and `text` is the source text it covers.
 */
export interface Origin {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly range: Range;
  readonly text: string;
}

/** The Python type that OmegaConf's loader gives a scalar. */
export type ScalarType = 'null' | 'bool' | 'int' | 'float' | 'str' | 'bytes';

/** How a scalar is written. `none` is a value that is not written at all (`key:`) or that no text stands for. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'none';

/** An int is a number up to 2^53 and a bigint beyond, so that no digit is lost. */
export type PlainScalar = null | boolean | number | bigint | string | Uint8Array;

export interface ScalarValue {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  readonly value: PlainScalar;
  readonly style: ScalarStyle;
  readonly origin: Origin;
  /** The alias (`*name`) that stands in this place, where the value itself is written at `origin`. */
  readonly alias?: Origin;
  /** Set for an alias that leads nowhere or is not followed, which a problem of the document says: nobody knows its value. */
  readonly lost?: true;
}

export interface MapEntry {
  readonly key: ScalarValue;
  readonly value: ValueNode;
  /** True where the entry came in through a merge key (`<<`). */
  readonly merged: boolean;
}

/**
 * A mapping in the order of its text. Keys are identified by `keyId`: a string key is itself, any other key is written
 * as its type and value (`<int>3`, `<bool>True`) behind a NUL, so that it can never meet a string key.
 */
export interface MapValue {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly flow: boolean;
  readonly origin: Origin;
  /** The alias (`*name`) that stands in this place, where the value itself is written at `origin`. */
  readonly alias?: Origin;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly ValueNode[];
  readonly flow: boolean;
  readonly origin: Origin;
  /** The alias (`*name`) that stands in this place, where the value itself is written at `origin`. */
  readonly alias?: Origin;
}

export type ValueNode = ScalarValue | MapValue | ListValue;

/** Keys (by `keyId`) and list indices from the root of a config. */
export type Path = readonly (string | number)[];

/**
 * Something that the loader refuses, or that an interpolation cannot do. `syntax` problems are those any YAML parser
 * reports; the rest only OmegaConf has.
 */
export interface ConfigProblem {
  /** Stable id, also the rule id of its diagnostic. */
  readonly code: string;
  readonly message: string;
  readonly origin: Origin;
  readonly syntax: boolean;
  readonly related?: readonly { readonly message: string; readonly origin: Origin }[];
}

export type BlockKey = 'schedule_config' | 'weight_decay_schedule' | 'alpha_schedule';

/** A schedule block as it stands in one document, before interpolations are resolved. */
export interface Block {
  /** The key that holds it; undefined for a mapping that is a block by its `kind` alone (a group file, a list item). */
  readonly key: BlockKey | undefined;
  readonly keyOrigin: Origin | undefined;
  readonly path: Path;
  /** What stands there: a mapping in the good case, anything else in the others. */
  readonly value: ValueNode;
  /** The mapping that holds the block's key: the optimizer config. */
  readonly parent: MapValue | undefined;
  /**
   * Where the lines of `parent` alone say what the block is (see `alone.ts`): the same object in every reading of the
   * document that finds these lines as they were.
   */
  readonly alone?: object | undefined;
}

/** Something taken for granted that the files do not say, shown wherever the value shows. */
export interface Assumption {
  /** A sentence fragment such as "environment variable LR is not read, its default is taken". */
  readonly text: string;
  readonly origin: Origin;
  /** Of a value that the setting scheduleLens.interpolations gives: the path there, and the value. */
  readonly setting?: { readonly path: string; readonly value: PlainScalar };
}

/** What every resolved value carries, whatever it turned out to be. */
export interface Provenance {
  /** The text that stands at the place asked for: the literal itself, or the interpolation. */
  readonly origin: Origin;
  /** Where the value is written, if that is another place than `origin`. */
  readonly source?: Origin;
  /** The interpolations followed on the way from `origin` to `source`, in order. */
  readonly via?: readonly Origin[];
  readonly assumed?: readonly Assumption[];
}

export interface ResolvedScalar extends Provenance {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  readonly value: PlainScalar;
}

export interface ResolvedEntry {
  readonly key: ScalarValue;
  readonly value: ResolvedNode;
}

export interface ResolvedMap extends Provenance {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, ResolvedEntry>;
}

export interface ResolvedList extends Provenance {
  readonly kind: 'list';
  readonly items: readonly ResolvedNode[];
}

/** A value that the files at hand cannot tell. Everything downstream copes with it; it is never an error by itself. */
export interface UnknownValue extends Provenance {
  readonly kind: 'unknown';
  /** The interpolation that could not be answered, as written, for example `${model.optim.lr}`. */
  readonly expression: string;
  /** Path under which the setting scheduleLens.interpolations would give the value; absent where none can. */
  readonly path?: string;
  /** What OmegaConf would raise with these files alone. `severity` error only for text that never parses or a cycle. */
  readonly problem: ConfigProblem & { readonly pythonError: string; readonly severity: 'error' | 'information' };
}

/** `???`: someone must fill it in. */
export interface MissingValue extends Provenance {
  readonly kind: 'missing';
}

/** A value after interpolations are resolved as far as the files at hand allow. */
export type ResolvedNode = ResolvedScalar | ResolvedMap | ResolvedList | UnknownValue | MissingValue;

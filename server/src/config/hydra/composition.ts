import type { Range } from 'vscode-languageserver-types';
import { splitKey } from '../resolve';
import type { MapValue, Origin, Path, ValueNode } from '../types';
import { type ComposedBlock, findBlocks } from './blocks';
import { eachScalar, type PlainValue, pythonType, toPlain } from './container';
import type { CompositionNote, ResultDefault } from './defaultsList';
import type { Environment } from './evaluate';
import type { RelatedPlace } from './failure';
import { isCommandLine } from './overrides';
import { type ResolutionError, ResolvedTree } from './resolveTree';
import { isContainer, nodeAt, shownKey } from './tree';

/** Which files and folders a composition looked at: it changes only when one of them does. */
export interface Dependencies {
  /** Paths of files, of those that were looked for and not found too. */
  readonly files: ReadonlySet<string>;
  /** Folders whose names were looked at. */
  readonly folders: ReadonlySet<string>;
}

export interface DefaultsListItem {
  readonly configPath: string;
  /** Dotted place, empty for the root. */
  readonly package: string;
  readonly parent: string;
  readonly isSelf: boolean;
}

/** What is wrong, in our words, and where. */
export interface Fault {
  /** The exception class that leaves Python. */
  readonly pythonError: string;
  readonly message: string;
  /** Path of the file at fault, `cli` for the command line; undefined where no text is at fault. */
  readonly file: string | undefined;
  readonly range: Range | undefined;
  readonly origin: Origin | undefined;
  readonly related: readonly RelatedPlace[];
  /** True where a config source that cannot be read here may well make it succeed. */
  readonly uncertain: boolean;
}

/** No config comes out. */
export interface FailedComposition extends Fault {
  readonly ok: false;
  readonly stage: 'compose';
  /** Text of every Python warning before the failure. */
  readonly warnings: readonly string[];
  readonly notes: readonly CompositionNote[];
  readonly dependencies: Dependencies;
}

/** A config came out; with stage `resolve` something in it cannot be resolved. */
export interface ComposedConfig extends Partial<Fault> {
  readonly ok: boolean;
  readonly stage: 'resolve' | undefined;
  readonly defaultsList: readonly DefaultsListItem[];
  /** The same in full: with the entry that brought each file in. */
  readonly defaults: readonly ResultDefault[];
  readonly choices: Readonly<Record<string, string | null>>;
  readonly warnings: readonly string[];
  readonly notes: readonly CompositionNote[];
  readonly dependencies: Dependencies;
  /** The composed tree before interpolations are resolved. Its entries are {@link ComposedEntry}s. */
  readonly tree: MapValue;
  /** Path of the value that cannot be resolved, with stage `resolve`. */
  readonly failedPath: Path | undefined;
  /** Answers about resolved values, made when first asked for. */
  readonly resolved: ResolvedTree;
  /** Plain values; undefined where `resolve` is asked of a config with stage `resolve`. */
  toContainer(options: { readonly resolve: boolean }): PlainValue | undefined;
  /** Python type of every scalar by its path, since plain values do not tell 1.0 from 1. */
  scalarTypes(options: { readonly resolve: boolean }): Readonly<Record<string, string>> | undefined;
  /** Keys of the mapping at a dotted path (or the root) in their order; undefined where there is no mapping. */
  keyOrder(path?: string): string[] | undefined;
  readonly blocks: readonly ComposedBlock[];
  /** Path of the file that a place of the tree stands in; `cli` for the command line. */
  fileOf(uri: string): string;
  /** Uris of the files by the order in which they were merged first. */
  readonly mergedUris: readonly string[];
}

export type Composition = ComposedConfig | FailedComposition;

export interface ComposedParts {
  readonly tree: MapValue;
  readonly env: Environment;
  /** What cannot be resolved, if anything. */
  readonly failure: ResolutionError | undefined;
  readonly defaults: readonly ResultDefault[];
  readonly choices: Readonly<Record<string, string | null>>;
  readonly warnings: readonly string[];
  readonly notes: readonly CompositionNote[];
  readonly dependencies: Dependencies;
  /** Paths of the files by the uri of their places, in merge order. */
  readonly files: ReadonlyMap<string, string>;
}

export class ComposedResult implements ComposedConfig {
  readonly ok: boolean;
  readonly stage: 'resolve' | undefined;
  readonly tree: MapValue;
  readonly defaults: readonly ResultDefault[];
  readonly choices: Readonly<Record<string, string | null>>;
  readonly warnings: readonly string[];
  readonly notes: readonly CompositionNote[];
  readonly dependencies: Dependencies;
  readonly failedPath: Path | undefined;
  declare readonly pythonError?: string;
  declare readonly message?: string;
  declare readonly file?: string;
  declare readonly range?: Range;
  declare readonly origin?: Origin;
  declare readonly related?: readonly RelatedPlace[];
  declare readonly uncertain?: boolean;
  private readonly env: Environment;
  // Most compositions are only asked whether they work, so what they resolve to is made again when it is wanted.
  private knownResolved: ResolvedTree | undefined;
  private readonly files: ReadonlyMap<string, string>;
  private knownBlocks: readonly ComposedBlock[] | undefined;

  constructor(parts: ComposedParts) {
    this.tree = parts.tree;
    this.env = parts.env;
    this.defaults = parts.defaults;
    this.warnings = parts.warnings;
    this.notes = parts.notes;
    this.dependencies = parts.dependencies;
    this.files = parts.files;
    this.choices = parts.choices;
    this.ok = parts.failure === undefined;
    this.stage = this.ok ? undefined : 'resolve';
    this.failedPath = parts.failure?.path;
    if (parts.failure) {
      const { pythonError, message, origin, uncertain } = parts.failure;
      const file = this.fileOf(origin.uri);
      Object.assign(this, { pythonError, message, origin, file, range: origin.range, related: [], uncertain });
    }
  }

  get resolved(): ResolvedTree {
    this.knownResolved ??= new ResolvedTree(this.tree, this.env);
    return this.knownResolved;
  }

  get defaultsList(): readonly DefaultsListItem[] {
    return this.defaults.map(({ configPath, package: pkg, parent, isSelf }) => ({
      configPath,
      package: pkg,
      parent,
      isSelf,
    }));
  }

  toContainer(options: { readonly resolve: boolean }): PlainValue | undefined {
    const node = this.container(options.resolve);
    return node && toPlain(node);
  }

  scalarTypes(options: { readonly resolve: boolean }): Readonly<Record<string, string>> | undefined {
    const node = this.container(options.resolve);
    if (!node) return undefined;
    const types: Record<string, string> = Object.create(null);
    eachScalar(node, (path, scalar) => {
      types[path] = pythonType(scalar);
    });
    return types;
  }

  private container(resolve: boolean): ValueNode | undefined {
    if (!resolve) return this.tree;
    if (!this.ok) return undefined;
    const resolved = this.resolved.resolve([]);
    return resolved.kind === 'value' ? resolved.node : undefined;
  }

  keyOrder(path = ''): string[] | undefined {
    const parts: (string | number)[] = [];
    let node = nodeAt(this.tree, parts);
    for (const part of path === '' ? [] : splitKey(path)) {
      if (!isContainer(node)) return undefined;
      parts.push(node.kind === 'list' ? Number(part) : /^<(int|float|bool|bytes)>/.test(part) ? `\u0000${part}` : part);
      node = nodeAt(this.tree, parts);
    }
    return node?.kind === 'map' ? [...node.entries.keys()].map(shownKey) : undefined;
  }

  get blocks(): readonly ComposedBlock[] {
    if (!this.knownBlocks) {
      this.knownBlocks = findBlocks(this.resolved, (uri) => this.fileOf(uri), [...this.files.values()]);
    }
    return this.knownBlocks;
  }

  get mergedUris(): readonly string[] {
    return [...this.files.keys()];
  }

  fileOf(uri: string): string {
    return isCommandLine(uri) ? 'cli' : (this.files.get(uri) ?? uri);
  }
}

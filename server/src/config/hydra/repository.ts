import * as l10n from '@vscode/l10n';
import { type ConfigDocument, type ReadOptions, readDocument, readDocumentAsync } from '../read';
import { ScanFailure, Scanner, T } from '../scan';
import type { ConfigProblem, ListValue, MapValue, Origin, Path, ValueNode } from '../types';
import { type DefaultsEntry, readDefaultsEntries } from './entries';
import { CompositionFailure } from './failure';
import { readPackageHeader } from './header';
import { HYDRA_GROUPS } from './library';
import type { Reference } from './merge';
import { markPlain } from './plain';
import { macrotask, type Steps, waitFor } from './steps';
import { isInterpolation, isMissing, mapOf, type Placed } from './tree';

/** Where config files come from. Paths are plain, joined with `/`. */
export interface Files {
  /** The text of a file with its byte order mark; undefined where there is none or where it is a folder. */
  read(path: string): Promise<string | undefined>;
  /** Names of the direct children of a folder, files and folders alike; empty where there is no such folder. */
  list(dir: string): Promise<readonly string[]>;
}

export interface FileStoreOptions {
  /** The uri that the places of a file carry; its path by default. */
  readonly uriOf?: ((path: string) => string) | undefined;
  /** Longer files, in characters, are not read. Default 16 million. */
  readonly maxFileSize?: number | undefined;
  /** How many characters of config text are kept parsed. Default 64 million. */
  readonly maxCachedCharacters?: number | undefined;
}

/** A config file as read once, whoever uses it. */
export interface LoadedConfig {
  readonly path: string;
  /** The uri that its places carry. */
  readonly uri: string;
  /** The value of its `# @package` line. */
  readonly header: string | undefined;
  /** What it holds, without its defaults list. */
  readonly content: MapValue | ListValue;
  readonly entries: readonly DefaultsEntry[];
  readonly defaultsPlace: Placed | undefined;
  /** The file as it was read, without its byte order mark. */
  readonly document: ConfigDocument;
  /** True where it holds any key beside the defaults list that is filled in. */
  hasContent(): boolean;
}

export type FileState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'loaded'; readonly config: LoadedConfig; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: CompositionFailure; readonly text: string };

type ReadText = { readonly text: string | undefined } | { readonly error: unknown };

/** Names of the direct children of a folder. */
export type Listing = ReadonlySet<string>;

/** What compositions ask of the files: as they are (`FileStore`), or as they would be with other texts. */
export interface ConfigStore {
  /** What is known of a file without reading it. */
  peek(path: string): FileState | undefined;
  load(path: string): Steps<FileState>;
  list(dir: string): Steps<Listing>;
  /** The path of a file that was read, by the uri of its places. */
  pathOf(uri: string): string | undefined;
  /** How files are really spelt on the disk, by the path that they were asked for. */
  readonly spellings: Map<string, string>;
}

type DereferenceIn = (root: MapValue, path: Path) => Reference;

const DEFAULT_MAX_FILE_SIZE = 16_000_000;
const DEFAULT_MAX_CACHED = 64_000_000;
/** Shorter texts are read in one go: they take less than a pause costs. */
const READ_AT_ONCE = 20_000;

/** A path in which nothing is left to be settled. */
const SETTLED = /^(?:(?!\.{1,2}\/)[^/]+)?(?:\/(?!\.{1,2}(?:\/|$))[^/]+)+$/;

/** Joins paths and settles `.` and `..` in them. */
export function joinPath(...parts: readonly string[]): string {
  const joined = parts.filter((part) => part !== '').join('/');
  if (SETTLED.test(joined)) return joined;
  const result: string[] = [];
  for (const part of joined.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && result.length > 0 && result.at(-1) !== '..') result.pop();
    else result.push(part);
  }
  return `${joined.startsWith('/') ? '/' : ''}${result.join('/')}`;
}

export function parentFolder(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === 0 ? '/' : path.slice(0, Math.max(slash, 0));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Config files by path, read when first asked for and kept until told that they changed. */
export class FileStore implements ConfigStore {
  private readonly states = new Map<string, FileState>();
  /** What a path held before it was reported as changed, in case it turns out to hold the same text. */
  private readonly stale = new Map<string, FileState>();
  private readonly pending = new Map<string, Promise<string | undefined>>();
  /** Long texts that are being read in slices. */
  private readonly parsing = new Map<string, Promise<unknown>>();
  private readonly listings = new Map<string, Listing>();
  private readonly generations = new Map<string, number>();
  private readonly pathsByUri = new Map<string, string>();
  private cachedCharacters = 0;
  readonly spellings = new Map<string, string>();
  /** How many times a text was parsed. */
  parsed = 0;

  constructor(
    private readonly files: Files,
    private readonly dereference: DereferenceIn,
    private readonly options: FileStoreOptions = {},
  ) {}

  uriOf(path: string): string {
    return this.options.uriOf?.(path) ?? path;
  }

  pathOf(uri: string): string | undefined {
    return this.pathsByUri.get(uri);
  }

  peek(path: string): FileState | undefined {
    const known = this.states.get(path);
    if (known && this.cachedCharacters > this.limit / 2) {
      // Most recently used last, so that the oldest goes first.
      this.states.delete(path);
      this.states.set(path, known);
    }
    return known;
  }

  /** A file that is read already, and that nobody has reported as changed since. */
  documentAt(path: string): ConfigDocument | undefined {
    const state = this.states.get(path);
    return state?.kind === 'loaded' ? state.config.document : undefined;
  }

  *load(path: string): Steps<FileState> {
    for (;;) {
      const known = this.peek(path);
      if (known) return known;
      const busy = this.parsing.get(path);
      if (busy) {
        yield busy;
        continue;
      }
      const generation = this.generations.get(path);
      let pending = this.pending.get(path);
      if (!pending) {
        pending = this.files.read(path);
        this.pending.set(path, pending);
      }
      let read: ReadText;
      try {
        read = { text: (yield pending) as string | undefined };
      } catch (error) {
        read = { error };
      }
      // Another composition may have been quicker, or the file may have changed meanwhile.
      if (this.pending.get(path) !== pending) continue;
      this.pending.delete(path);
      const state = yield* this.stateOf(path, read);
      if (this.generations.get(path) === generation) return this.remember(path, state);
    }
  }

  *list(dir: string): Steps<Listing> {
    const known = this.listings.get(dir);
    if (known) return known;
    const generation = this.generations.get(`${dir}/`);
    let names: readonly string[];
    try {
      names = yield* waitFor(this.files.list(dir));
      // Readers differ in how they name the folder that relative paths count from.
      if (dir === '' && names.length === 0) names = yield* waitFor(this.files.list('.'));
    } catch {
      // A folder that cannot be read offers nothing; the file that is wanted from it says what is wrong.
      names = [];
    }
    const listing = new Set(names);
    if (this.generations.get(`${dir}/`) === generation) this.listings.set(dir, listing);
    return listing;
  }

  /** Forgets what is known of a file and, where names came or went, the listings that it may stand in. */
  invalidate(path: string, listings = true): void {
    const state = this.states.get(path);
    if (state) {
      this.drop(path, state);
      this.stale.set(path, state);
    }
    this.pending.delete(path);
    this.bump(path);
    if (!listings) return;
    this.spellings.clear();
    for (const dir of [path, parentFolder(path)]) {
      this.listings.delete(dir);
      this.bump(`${dir}/`);
    }
  }

  /** Forgets a file that nobody looks at any more. */
  forgetFile(path: string): void {
    const state = this.states.get(path);
    if (state) this.drop(path, state);
    this.stale.delete(path);
    this.spellings.delete(path);
    this.pathsByUri.delete(this.uriOf(path));
  }

  clear(): void {
    for (const path of [...this.states.keys()]) this.invalidate(path);
    this.stale.clear();
    this.listings.clear();
    this.spellings.clear();
    this.pathsByUri.clear();
  }

  get size(): number {
    return this.states.size;
  }

  /** Forgets every file that is not wanted. */
  prune(isWanted: (path: string) => boolean): void {
    for (const path of [...this.states.keys(), ...this.stale.keys()]) if (!isWanted(path)) this.forgetFile(path);
  }

  private bump(key: string): void {
    this.generations.set(key, (this.generations.get(key) ?? 0) + 1);
  }

  private drop(path: string, state: FileState): void {
    this.states.delete(path);
    if (state.kind !== 'absent') this.cachedCharacters -= state.text.length;
  }

  private remember(path: string, state: FileState): FileState {
    this.states.set(path, state);
    this.stale.delete(path);
    if (state.kind !== 'absent') {
      this.pathsByUri.set(this.uriOf(path), path);
      this.cachedCharacters += state.text.length;
      this.shrink(path);
    }
    return state;
  }

  private get limit(): number {
    return this.options.maxCachedCharacters ?? DEFAULT_MAX_CACHED;
  }

  private shrink(keep: string): void {
    if (this.cachedCharacters <= this.limit) return;
    for (const [path, state] of this.states) {
      if (this.cachedCharacters <= this.limit) return;
      if (path !== keep && state.kind !== 'absent') this.drop(path, state);
    }
  }

  private *stateOf(path: string, read: ReadText): Steps<FileState> {
    const uri = this.uriOf(path);
    if ('error' in read) {
      const reason = read.error instanceof Error ? `: ${read.error.message}` : '';
      const failure = new CompositionFailure('PermissionError', l10n.t`${path} cannot be read${reason}.`, {
        origin: emptyOrigin(uri),
      });
      return { kind: 'failed', failure, text: '' };
    }
    const { text } = read;
    if (text === undefined) return { kind: 'absent' };
    const before = this.stale.get(path);
    if (before && before.kind !== 'absent' && before.text === text) return before;
    // After an edit most of the text is as it was.
    const previous = before?.kind === 'loaded' ? before.config.document : undefined;
    return (yield* this.stateWith(path, text, previous)).state;
  }

  /**
   * What a file is with a text, whatever it holds now. Nothing of it is kept here. `previous` is an earlier reading of
   * the file, whose untouched parts are taken over.
   */
  *stateWith(
    path: string,
    text: string,
    previous?: ConfigDocument,
  ): Steps<{ readonly state: FileState; readonly document?: ConfigDocument }> {
    const uri = this.uriOf(path);
    const limit = this.options.maxFileSize ?? DEFAULT_MAX_FILE_SIZE;
    if (text.length > limit) {
      const size = (text.length / 1e6).toFixed(1);
      const message = l10n.t`${path} is too large to be read here: ${size} MB, where ${(limit / 1e6).toFixed(1)} MB is the limit.`;
      const failure = new CompositionFailure('MemoryError', message, { origin: emptyOrigin(uri), uncertain: true });
      return { state: { kind: 'failed', failure, text: '' } };
    }
    this.parsed += 1;
    const document = yield* this.parse(path, uri, withoutMark(text), { maxFileSize: limit, previous });
    try {
      return { state: { kind: 'loaded', config: this.interpret(path, uri, text, document), text }, document };
    } catch (failure) {
      if (!(failure instanceof CompositionFailure)) throw failure;
      return { state: { kind: 'failed', failure, text }, document };
    }
  }

  private *parse(path: string, uri: string, text: string, options: ReadOptions): Steps<ConfigDocument> {
    if (text.length <= READ_AT_ONCE) return readDocument(uri, text, options);
    const reading = readDocumentAsync(uri, text, { ...options, pause: macrotask });
    // Another text of the file may be on its way at the same time.
    if (!this.parsing.has(path)) this.parsing.set(path, reading);
    try {
      return (yield* waitFor(reading)) ?? readDocument(uri, text, options);
    } finally {
      if (this.parsing.get(path) === reading) this.parsing.delete(path);
    }
  }

  /** In the order in which Hydra goes: header, YAML, OmegaConf, defaults list. */
  private interpret(path: string, uri: string, text: string, document: ConfigDocument): LoadedConfig {
    const header = readPackageHeader(text);
    if (header?.kind === 'error') {
      throw new CompositionFailure('ValueError', header.message, {
        origin: document.originAt(header.start, header.end),
      });
    }
    const problem = firstLoadProblem(withoutMark(text), document);
    if (problem) {
      throw new CompositionFailure(problem.pythonError, problem.message, {
        origin: problem.origin,
        related: problem.related ?? [],
      });
    }
    const root: ValueNode = document.root ?? mapOf(new Map(), { origin: emptyOrigin(uri) });
    if (root.kind === 'scalar') {
      throw new CompositionFailure('OSError', l10n.t('A config file holds a mapping or a list, no single value.'), {
        origin: root.origin,
      });
    }
    const shared = { path, uri, header: header?.value, document };
    if (root.kind === 'list') {
      return { ...shared, content: root, entries: [], defaultsPlace: undefined, hasContent: () => false };
    }
    // Texts are searched much faster than trees are built, and nothing builds those that turn out to be plain. With a
    // backslash in it a text may stand for another one.
    const literal = !text.includes('\\');
    if (literal && !text.includes('${')) markPlain(root);
    const defaults = literal && !text.includes('defaults') ? undefined : root.entries.get('defaults');
    let content = root;
    if (defaults) {
      const entries = new Map(root.entries);
      entries.delete('defaults');
      content = mapOf(entries, root);
    }
    return {
      ...shared,
      content,
      entries: readDefaultsEntries(this.defaultsValue(root, defaults?.value)),
      defaultsPlace: defaults?.key,
      hasContent: () => hasContent(content),
    };
  }

  private defaultsValue(root: MapValue, value: ValueNode | undefined): ValueNode | undefined {
    if (!isInterpolation(value)) return value;
    const reference = this.dereference(root, ['defaults']);
    if (reference.kind !== 'error') return reference.node;
    throw new CompositionFailure(
      'ConfigCompositionException',
      l10n.t`'defaults' cannot be resolved: ${reference.message}`,
      {
        origin: value.origin,
      },
    );
  }
}

function hasContent(map: MapValue): boolean {
  for (const entry of map.entries.values()) if (!isMissing(entry.value)) return true;
  return false;
}

/** Editors take the byte order mark off and count places without it, so that only the header is read with it. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

export function emptyOrigin(uri: string): Origin {
  const start = { line: 0, character: 0 };
  return { uri, start: 0, end: 0, range: { start, end: start }, text: '' };
}

/** Problems of one kind stop the loader wherever they stand; those of a later kind count only when none is there. */
const GRAMMAR = 0;
const CONSTRUCTION = 1;
const CONVERSION = 2;

const LOAD_ERRORS: Readonly<Record<string, readonly [string, number]>> = {
  'undefined-alias': ['ComposerError', GRAMMAR],
  'duplicate-anchor': ['ComposerError', GRAMMAR],
  'second-document': ['ComposerError', GRAMMAR],
  'unclosed-bracket': ['ParserError', GRAMMAR],
  'unquoted-interpolation': ['ParserError', GRAMMAR],
  'unclosed-quote': ['ScannerError', GRAMMAR],
  'unknown-escape': ['ScannerError', GRAMMAR],
  'colon-without-blank': ['ScannerError', GRAMMAR],
  'nesting-too-deep': ['RecursionError', GRAMMAR],
  'duplicate-key': ['ConstructorError', CONSTRUCTION],
  'unhashable-key': ['ConstructorError', CONSTRUCTION],
  'invalid-merge': ['ConstructorError', CONSTRUCTION],
  'unknown-tag': ['ConstructorError', CONSTRUCTION],
  'invalid-scalar': ['ValueError', CONSTRUCTION],
  'alias-expansion': ['MemoryError', CONSTRUCTION],
  'scalar-root': ['OSError', CONSTRUCTION],
  'recursive-alias': ['RecursionError', CONVERSION],
  'null-key': ['ConfigCompositionException', CONVERSION],
  'unsupported-type': ['ConfigCompositionException', CONVERSION],
};

function firstLoadProblem(
  text: string,
  document: ConfigDocument,
): (ConfigProblem & { readonly pythonError: string }) | undefined {
  let found: { problem: ConfigProblem; pythonError: string; phase: number } | undefined;
  for (const problem of document.problems) {
    const [pythonError, phase] =
      problem.code === 'invalid-character' ? ['ReaderError', -1] : (LOAD_ERRORS[problem.code] ?? ['', GRAMMAR]);
    if (!found || phase < found.phase || (phase === found.phase && problem.origin.start < found.problem.origin.start)) {
      found = { problem, pythonError, phase };
    }
  }
  if (found) {
    const pythonError = found.pythonError === '' ? grammarError(text, found.problem.origin) : found.pythonError;
    return { ...found.problem, pythonError };
  }
  // The search is much faster than the look at every value; a backslash may hide a dollar sign.
  if (!text.includes('${') && !text.includes('\\')) return undefined;
  const grammar = document.interpolationProblems[0];
  return grammar && { ...grammar, pythonError: 'ConfigCompositionException' };
}

/** PyYAML raises ScannerError where it cannot tell the tokens apart, ParserError where their order makes no sense. */
function grammarError(text: string, at: Origin): string {
  const scanner = new Scanner(text, { offset: 0 });
  try {
    while (scanner.take().kind !== T.StreamEnd);
  } catch (failure) {
    if (!(failure instanceof ScanFailure)) throw failure;
    return failure.start <= at.end ? 'ScannerError' : 'ParserError';
  }
  return 'ParserError';
}

function isPlacedAlike(a: LoadedConfig, b: LoadedConfig): boolean {
  return a.header === b.header && a.entries.length === 0 && b.entries.length === 0;
}

/** The file of a config path below a folder that {@link joinPath} has settled. */
function filePath(dir: string, configPath: string): string {
  const name = configPath.endsWith('.yaml') ? configPath : `${configPath}.yaml`;
  // Nearly every path needs no settling.
  if (dir === '' || /(?:^|\/)(?:\.{0,2}\/|$)/.test(name)) return joinPath(dir, name);
  return `${dir}/${name}`;
}

interface ConfigSource {
  readonly dir: string;
}

/** The config files as one composition sees them: through its search path, and remembering what it looked at. */
export class Repository {
  private readonly sources: ConfigSource[];
  private readonly unknown: string[] = [];
  private readonly configs = new Map<string, LoadedConfig | undefined>();
  /** Paths of files that were looked for, found or not. */
  readonly reads = new Set<string>();
  /** Folders whose listing mattered. */
  readonly lists = new Set<string>();

  constructor(
    private readonly store: ConfigStore,
    configDir: string,
  ) {
    this.sources = [{ dir: configDir }];
  }

  /**
   * Reads again the configs whose text is another one. True where that leaves the order of merging as it was: neither
   * they nor what they were have a defaults list, and their package headers say the same. What it looked at is the same.
   */
  *reread(changed: ReadonlySet<string>): Steps<boolean> {
    const left = new Set([...changed].filter((path) => this.reads.has(path)));
    for (const [configPath, before] of this.configs) {
      if (before === undefined || !changed.has(before.path)) continue;
      const state = yield* this.store.load(before.path);
      if (state.kind !== 'loaded' || !isPlacedAlike(before, state.config)) return false;
      this.configs.set(configPath, state.config);
      left.delete(before.path);
    }
    return left.size === 0;
  }

  addSource(dir: string): void {
    this.sources.push({ dir });
  }

  /** A source that cannot be read here, such as `pkg://…`; any config may be in it. */
  addUnknownSource(name: string): void {
    this.unknown.push(name);
  }

  unknownSources(): readonly string[] {
    return this.unknown;
  }

  /** A config that {@link loadConfig} gave before. */
  loaded(configPath: string): LoadedConfig | undefined {
    return this.configs.get(configPath);
  }

  /**
   * The config at a path below the search path, with or without `.yaml`.
   * @throws CompositionFailure where Hydra cannot load it.
   */
  *loadConfig(configPath: string): Steps<LoadedConfig | undefined> {
    const known = this.configs.get(configPath);
    if (known || this.configs.has(configPath)) return known;
    let config: LoadedConfig | undefined;
    for (const source of this.sources) {
      const path = filePath(source.dir, configPath);
      this.reads.add(path);
      const state = this.store.peek(path) ?? (yield* this.store.load(path));
      if (state.kind === 'failed') throw state.failure;
      if (state.kind === 'loaded') {
        config = state.config;
        break;
      }
    }
    this.configs.set(configPath, config);
    return config;
  }

  *configExists(configPath: string): Steps<boolean> {
    for (const source of this.sources) {
      const path = filePath(source.dir, configPath);
      this.reads.add(path);
      if ((yield* this.store.load(path)).kind !== 'absent') return true;
    }
    return false;
  }

  *groupExists(group: string): Steps<boolean> {
    if (group === 'hydra' || HYDRA_GROUPS.has(group)) return true;
    for (const source of this.sources) {
      if (yield* this.folderExists(joinPath(source.dir, group))) return true;
    }
    return false;
  }

  *folderExists(dir: string): Steps<boolean> {
    if ((yield* this.listFolder(dir)).size > 0) return true;
    const siblings = yield* this.listFolder(parentFolder(dir));
    if (!siblings.has(baseName(dir))) return false;
    // An empty folder, or a file.
    this.reads.add(dir);
    return (yield* this.store.load(dir)).kind === 'absent';
  }

  private *listFolder(dir: string): Steps<Listing> {
    this.lists.add(dir);
    return yield* this.store.list(dir);
  }

  /** Names of the configs of a group, sorted. */
  *groupOptions(group: string): Steps<string[]> {
    const names = new Set<string>();
    for (const source of this.sources) {
      for (const name of yield* this.listFolder(joinPath(source.dir, group))) {
        if (name.endsWith('.yaml')) names.add(name.slice(0, -'.yaml'.length));
      }
    }
    return [...names].sort();
  }

  /** Names of what may be groups below a group, sorted. */
  *subgroups(group: string): Steps<string[]> {
    const names = new Set<string>();
    for (const source of this.sources) {
      for (const name of yield* this.listFolder(joinPath(source.dir, group))) if (!name.includes('.')) names.add(name);
    }
    return [...names].sort();
  }

  /** True where the config exists with the ending that Hydra does not read. */
  *hasYmlTwin(configPath: string): Steps<boolean> {
    const name = `${baseName(configPath)}.yml`;
    for (const source of this.sources) {
      const names = yield* this.listFolder(joinPath(source.dir, parentFolder(configPath)));
      if (names.has(name)) return true;
    }
    return false;
  }

  /**
   * The spelling on disk where it differs from `path` in case only. Such a path is found on a case-insensitive disk and
   * nowhere else.
   */
  *otherCase(path: string, root: string): Steps<string | undefined> {
    const found = yield* this.findSpelling(path, root);
    this.store.spellings.set(path, found ?? path);
    return found;
  }

  private *findSpelling(path: string, root: string): Steps<string | undefined> {
    let dir = root;
    let differs = false;
    const parts = path.startsWith(`${root}/`) ? path.slice(root.length + 1).split('/') : [];
    for (const part of parts) {
      // Not a dependency: a new neighbour changes nothing for a file that was found.
      const names = yield* this.store.list(dir);
      let real: string | undefined = part;
      if (!names.has(part)) {
        real = [...names].find((name) => name.toLowerCase() === part.toLowerCase());
        differs = true;
      }
      if (real === undefined) return undefined;
      dir = `${dir}/${real}`;
    }
    return differs ? dir : undefined;
  }
}

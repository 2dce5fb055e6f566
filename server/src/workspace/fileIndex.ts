import * as l10n from '@vscode/l10n';
import { type CandidateList, findCandidates, type Hint } from './candidates';
import { type CommandLine, type EntryPoint, findCommandLines, findEntryPoints } from './commandLines';
import { type ConfigFacts, factsOf, NO_FACTS } from './facts';
import { type FileFilter, isInSkippedFolder } from './file-filter';
import { eachOf } from './pace';
import { compareTexts, folderOf, foldersBetween, isWithin, joinTo, nameOf } from './paths';
import type { Progress, WorkspaceHost } from './types';
import { type FileRole, isHidden, looksLikeFolder, roleOf, walk } from './walk';

interface HintFile {
  readonly commands: readonly CommandLine[];
  readonly entryPoints: readonly EntryPoint[];
}

const NO_HINTS: HintFile = { commands: [], entryPoints: [] };

/** The files as an index asks for them. */
export interface IndexedFiles {
  openPaths(): string[];
  isThere(path: string): Promise<boolean>;
  read(path: string): Promise<string | undefined>;
}

export interface FileIndexOptions {
  readonly filter: FileFilter;
  readonly maxFiles: number;
  readonly maxCandidates: number;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * The config files of one workspace folder and the texts that hint at how they are used. Files are looked for when first
 * asked for, and read when a document needs to know about them; of their texts only a few facts are kept.
 */
export class FileIndex {
  private readonly roles = new Map<string, FileRole>();
  private readonly facts = new Map<string, ConfigFacts>();
  private readonly hintFiles = new Map<string, HintFile>();
  private readonly lists = new Map<string, { readonly version: number; readonly list: Promise<CandidateList> }>();
  private readonly tops = new Map<string, { readonly version: number; readonly top: Promise<string> }>();
  private searching: Promise<void> | undefined;
  private complete = true;
  private stopped = false;
  /** Changes with everything that may change a list of candidates. */
  version = 0;

  constructor(
    private readonly host: WorkspaceHost,
    private readonly files: IndexedFiles,
    readonly root: string,
    private readonly options: FileIndexOptions,
  ) {}

  stop(): void {
    this.stopped = true;
  }

  get messages(): readonly string[] {
    if (this.complete || this.stopped) return [];
    const name = nameOf(this.root) || l10n.t('the workspace');
    return [
      l10n.t`Only the first ${this.options.maxFiles} files and folders of ${name} were searched for primary configs. Open the folder of the configs, or name the primary config in the settings.`,
    ];
  }

  /** Finds the files, once. */
  search(): Promise<void> {
    this.searching ??= this.searchFolder(this.root);
    return this.searching;
  }

  private async searchFolder(folder: string): Promise<void> {
    const before = this.below(folder);
    const found = new Set(this.files.openPaths());
    const note = (path: string, role: FileRole) => {
      found.add(path);
      this.note(path, role);
    };
    const result = await walk(this.host, folder, note, {
      maxFiles: this.options.maxFiles,
      skips: (path) => isHidden(nameOf(path)) || this.options.filter.excludes(path),
      onProgress: (done) => this.options.onProgress({ stage: 'search', done, total: undefined }),
      isStopped: () => this.stopped,
    });
    if (!result.complete) this.complete = false;
    // Another folder may have had this name before.
    else for (const path of before) if (!found.has(path)) this.forget(path);
    for (const path of this.files.openPaths()) if (isWithin(folder, path)) this.add(path);
    this.version += 1;
  }

  private add(path: string): boolean {
    const role = roleOf(path);
    if (!role || this.roles.has(path) || this.isSkipped(path)) return false;
    return this.note(path, role);
  }

  private note(path: string, role: FileRole): boolean {
    const { filter } = this.options;
    if (role === 'config' ? !filter.includes(path) : filter.excludes(path)) return false;
    this.roles.set(path, role);
    return true;
  }

  /** Whether a path lies in a folder that is not searched, or is one. */
  isSkipped(path: string): boolean {
    return isInSkippedFolder(this.root, path, this.options.filter);
  }

  get filterKey(): string {
    return this.options.filter.key;
  }

  configFiles(): string[] {
    return [...this.roles].filter(([, role]) => role === 'config').map(([path]) => path);
  }

  has(path: string): boolean {
    return this.roles.has(path);
  }

  /**
   * Takes note of files that came, went or changed. True where candidates may differ now; an edit that leaves the defaults
   * list and the command lines of a file alone changes none.
   */
  async update(changed: readonly string[], createdOrDeleted: readonly string[]): Promise<boolean> {
    if (!this.searching) return false;
    await this.searching;
    let differs = false;
    const reread: string[] = [...changed];
    for (const path of createdOrDeleted) {
      if (await this.files.isThere(path)) {
        if (this.add(path)) differs = true;
        else if (this.roles.has(path)) reread.push(path);
        else if (looksLikeFolder(path) && !this.isSkipped(path)) {
          // A folder that was moved here brings its files along, and no one tells them one by one.
          const before = this.below(path);
          await this.searchFolder(path);
          const after = this.below(path);
          if (after.length !== before.length || before.some((each) => !this.roles.has(each))) differs = true;
        }
      } else if (this.forget(path)) {
        differs = true;
      }
    }
    await eachOf(reread, async (path) => {
      const role = this.roles.get(path);
      if (role === 'config') {
        const before = this.facts.get(path);
        if (!before) return;
        const after = await this.readFacts(path);
        this.facts.set(path, after);
        if (JSON.stringify(before) !== JSON.stringify(after)) differs = true;
      } else if (role) {
        const before = this.hintFiles.get(path);
        if (!before) return;
        const after = await this.readHints(path, role);
        this.hintFiles.set(path, after);
        if (JSON.stringify(before) !== JSON.stringify(after)) differs = true;
      }
    });
    if (differs) this.version += 1;
    return differs;
  }

  /** The index as it would be over files of which some changed, came or went; this one where candidates stay the same. */
  async over(files: IndexedFiles, changed: readonly string[], createdOrDeleted: readonly string[]): Promise<FileIndex> {
    await this.search();
    const inside = (path: string): boolean => isWithin(this.root, path) && roleOf(path) !== undefined;
    const edits = changed.filter(inside);
    const moves = createdOrDeleted.filter(inside);
    // To look at a few files is much less than to copy what is known of all.
    if (moves.length === 0 && !(await this.copy(files, edits).update(edits, []))) return this;
    const other = this.copy(files);
    return (await other.update(edits, moves)) ? other : this;
  }

  private copy(files: IndexedFiles, only?: readonly string[]): FileIndex {
    const other = new FileIndex(this.host, files, this.root, this.options);
    const taken = only && new Set(only);
    const fill = <T>(from: ReadonlyMap<string, T>, to: Map<string, T>): void => {
      for (const path of taken ?? from.keys()) {
        const value = from.get(path);
        if (value !== undefined) to.set(path, value);
      }
    };
    fill(this.roles, other.roles);
    fill(this.facts, other.facts);
    fill(this.hintFiles, other.hintFiles);
    other.searching = Promise.resolve();
    other.complete = this.complete;
    return other;
  }

  private below(folder: string): string[] {
    return [...this.roles.keys()].filter((each) => isWithin(folder, each));
  }

  private forget(path: string): boolean {
    let found = false;
    // A folder that goes takes its files along.
    const gone = this.roles.has(path) ? [path] : looksLikeFolder(path) ? this.below(path) : [];
    for (const each of gone) {
      found = true;
      this.roles.delete(each);
      this.facts.delete(each);
      this.hintFiles.delete(each);
    }
    return found;
  }

  private async readText(path: string): Promise<string | undefined> {
    try {
      return await this.files.read(path);
    } catch {
      // The composition that needs the file tells that it cannot be read.
      return undefined;
    }
  }

  private async readFacts(path: string): Promise<ConfigFacts> {
    const text = await this.readText(path);
    return text === undefined ? NO_FACTS : factsOf(text);
  }

  private async readHints(path: string, role: FileRole): Promise<HintFile> {
    const text = await this.readText(path);
    if (text === undefined) return NO_HINTS;
    const hints: HintFile =
      role === 'python'
        ? { commands: [], entryPoints: findEntryPoints(text) }
        : { commands: findCommandLines(text, role), entryPoints: [] };
    return hints.commands.length + hints.entryPoints.length === 0 ? NO_HINTS : hints;
  }

  private async readAll<T>(paths: readonly string[], known: Map<string, T>, read: (path: string) => Promise<T>) {
    const missing = paths.filter((path) => !known.has(path));
    let done = 0;
    await eachOf(missing, async (path) => {
      if (this.stopped) return;
      const value = await read(path);
      // It may have gone meanwhile.
      if (this.roles.has(path)) known.set(path, value);
      done += 1;
      this.options.onProgress({ stage: 'read', done, total: missing.length });
    });
  }

  /** Candidates for the documents of a folder, best first. Reads the config files of their tree only. */
  async candidatesFor(folder: string): Promise<CandidateList> {
    await this.search();
    const version = this.version;
    let known = this.tops.get(folder);
    if (known?.version !== version) {
      if (this.tops.size > 10_000) this.tops.clear();
      known = { version, top: this.topOf(folder) };
      this.tops.set(folder, known);
    }
    return this.candidatesBelow(await known.top);
  }

  /** Candidates of the whole workspace folder. Reads all of its config files. */
  async allCandidates(): Promise<CandidateList> {
    await this.search();
    return this.candidatesBelow(this.root);
  }

  private candidatesBelow(top: string): Promise<CandidateList> {
    const known = this.lists.get(top);
    if (known?.version === this.version) return known.list;
    if (this.lists.size > 100) this.lists.clear();
    const list = this.makeList(top);
    this.lists.set(top, { version: this.version, list });
    return list;
  }

  private async makeList(top: string): Promise<CandidateList> {
    const hints = (await this.hints()).filter(({ configDir }) => isWithin(top, configDir) || isWithin(configDir, top));
    const paths = this.configFiles().filter((path) => isWithin(top, path));
    await this.readAll(paths, this.facts, (path) => this.readFacts(path));
    const facts = new Map<string, ConfigFacts>();
    for (const path of paths.sort(compareTexts)) {
      const fact = this.facts.get(path);
      if (fact) facts.set(path, fact);
    }
    const { maxCandidates } = this.options;
    return findCandidates({ root: this.root, facts, hints, maxCandidates });
  }

  /** The uppermost folder around a folder that holds primary configs: it and what is below is the tree of configs. */
  private async topOf(folder: string): Promise<string> {
    const hints = await this.hints();
    const configDirs = new Set(hints.map((hint) => hint.configDir));
    const inFolder = new Map<string, string[]>();
    for (const path of this.configFiles()) {
      const dir = folderOf(path);
      const list = inFolder.get(dir);
      if (list) list.push(path);
      else inFolder.set(dir, [path]);
    }
    for (const dir of foldersBetween(this.root, folder)) {
      if (configDirs.has(dir)) return dir;
      const paths = inFolder.get(dir) ?? [];
      await this.readAll(paths, this.facts, (path) => this.readFacts(path));
      if (paths.some((path) => this.facts.get(path)?.hasDefaults)) return dir;
    }
    return folder;
  }

  private hintList: { readonly version: number; readonly hints: Promise<readonly Hint[]> } | undefined;

  private hints(): Promise<readonly Hint[]> {
    if (this.hintList?.version === this.version) return this.hintList.hints;
    const hints = this.readAllHints();
    this.hintList = { version: this.version, hints };
    return hints;
  }

  private async readAllHints(): Promise<readonly Hint[]> {
    const paths = [...this.roles].filter(([, role]) => role !== 'config').map(([path]) => path);
    await this.readAll(paths, this.hintFiles, (path) => this.readHints(path, this.roles.get(path) ?? 'shell'));
    const hints: Hint[] = [];
    for (const source of paths.sort(compareTexts)) {
      const { commands, entryPoints } = this.hintFiles.get(source) ?? NO_HINTS;
      for (const { primary, overrides, line, folder } of commands) {
        const path = this.placeOf(source, primary, folder);
        if (path === undefined) continue;
        hints.push({ origin: 'command-line', ...primaryAt(path), overrides, source, line });
      }
      for (const { configPath, configName, line } of entryPoints) {
        const configDir = joinTo(folderOf(source), configPath ?? '');
        if (!isWithin(this.root, configDir) || !this.has(joinTo(configDir, `${configName}.yaml`))) continue;
        hints.push({ origin: 'hydra-main', configDir, primary: configName, overrides: [], source, line });
      }
    }
    return hints;
  }

  /** The config that a command line of a file means; commands run in the file's folder or in one above. */
  private placeOf(source: string, written: string, folder: string | undefined): string | undefined {
    const name = /\.ya?ml$/i.test(written) ? written : `${written}.yaml`;
    if (name.startsWith('/')) return this.has(joinTo('/', name)) ? joinTo('/', name) : undefined;
    const bases = foldersBetween(this.root, folderOf(source)).reverse();
    for (const way of folder === undefined ? [name] : [`${folder}/${name}`, name]) {
      for (const base of bases) if (this.has(joinTo(base, way))) return joinTo(base, way);
    }
    // The folder that the commands are run in may be told in words only.
    const suffix = `/${joinTo('', name)}`;
    const below = folderOf(source);
    const ends = this.configFiles().filter((path) => isWithin(below, path) && path.endsWith(suffix));
    return ends.length === 1 ? ends[0] : undefined;
  }
}

function primaryAt(path: string): { configDir: string; primary: string } {
  return { configDir: folderOf(path), primary: nameOf(path).replace(/\.ya?ml$/i, '') };
}

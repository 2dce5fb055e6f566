import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  CancelledError,
  Composer,
  type Composition,
  type CompositionRequest,
  type Environment,
} from '../config/hydra';
import { isCancelled } from '../config/hydra/steps';
import type { InsteadText } from '../protocol';
import { type Candidate, type CandidateList, candidateId, makeCandidate, withDistinctLabels } from './candidates';
import { DocumentFiles } from './documents';
import { createFileFilter, type FileFilter } from './file-filter';
import { defaultFileGlobs, type FileGlobs } from './file-globs';
import { FileIndex } from './fileIndex';
import type { Ground, KeptView } from './ground';
import { type Evaluated, lineupOf } from './lineup';
import { Overlay } from './overlay';
import { breathe, eachOf, whileWanted } from './pace';
import { folderOf, isWithin, joinTo, nameOf, normalizePath } from './paths';
import { ProgressReport } from './progress';
import { changesOf, isTouched, type Reach, reachFrom, reads, spellingsOf } from './reach';
import type {
  ConfigWorkspace,
  FileEvent,
  Lineup,
  Perspective,
  PerspectiveCandidate,
  WorkspaceHost,
  WorkspaceOptions,
  WorkspaceSettings,
  WorkspaceView,
} from './types';
import { looksLikeFolder, roleOf } from './walk';

/** The command lines that may reach the files of some folders, until anything changes. */
interface Ranked {
  readonly generation: number;
  readonly candidates: readonly Candidate[];
  readonly messages: readonly string[];
}

/** What such command lines reach. */
interface Reached {
  readonly environment: string;
  /** As they were asked, so that the order tells which of two is the better one. */
  readonly evaluated: readonly Evaluated[];
  /** By the path of a file, their places in `evaluated`. */
  readonly byFile: ReadonlyMap<string, readonly number[]>;
  /** Places of those from a disk that does not tell cases apart. */
  readonly folded: readonly number[];
  /** Places of those that count only where their experiment composes with no primary. */
  readonly failing: ReadonlySet<number>;
}

interface KeptFilter {
  readonly globs: FileGlobs;
  readonly asked: string;
  readonly filter: FileFilter;
}

/** `mixed` is what happened to one document when it was more than one of the others. */
type Change = 'created-or-deleted' | 'changed' | 'opened' | 'closed' | 'edited' | 'mixed';

type ChangeListener = Parameters<ConfigWorkspace['onDidChange']>[0];

const MAX_VIEWS = 200;
/** Sets of other texts that are kept: a drag brings one after the other, each comparison one that stays. */
const MAX_OVERLAYS = 6;
const MAX_RANKED = 50;
const MAX_REACHES = 5000;
/** Changed files handed on between two pauses. */
const AT_ONCE = 50;

/** The workspace over a host. Nothing is read before a document is asked about. */
export function createConfigWorkspace(host: WorkspaceHost, options: WorkspaceOptions = {}): ConfigWorkspace {
  return new Workspace(host, options);
}

class Workspace implements ConfigWorkspace {
  private readonly files: DocumentFiles;
  private readonly progress: ProgressReport;
  private composer: Composer;
  private composedBefore = 0;
  private indexes = new Map<string, FileIndex>();
  private readonly filters = new Map<string, KeptFilter>();
  private readonly reaches = new Map<string, Reach>();
  /** What command lines reached before the last change, until they are composed again. */
  private readonly earlier = new Map<string, Reach>();
  private readonly ranked = new WeakMap<CandidateList, Map<string, Ranked>>();
  /** As long as the candidates are those of `ranked`. */
  private readonly reached = new WeakMap<Ranked, Reached>();
  private readonly lineups = new WeakMap<Ranked, readonly Lineup[]>();
  private readonly configDirs = new WeakMap<CandidateList, readonly string[]>();
  private readonly uris = new WeakMap<Composition, ReadonlySet<string>>();
  private readonly perspectives = new WeakMap<Candidate, Perspective>();
  private readonly views = new Map<string, KeptView>();
  private readonly live: Ground = {
    views: this.views,
    indexOf: async (folder) => this.indexOf(folder),
    exists: (path) => this.exists(path),
    reachOf: (request, token) => this.reachOfRequest(request, token),
    compose: (request, token) => this.composer.compose(request, token),
  };
  /** Those asked for last at the end. */
  private overlays: Overlay[] = [];
  private readonly chosen = new Map<string, string>();
  private readonly listeners = new Set<ChangeListener>();
  private readonly pending = new Map<string, { readonly change: Change; readonly closedText?: string | undefined }>();
  private flushing: Promise<void> = Promise.resolve();
  /** Bursts of changes that are being taken in: what they mean is not known yet. */
  private takingIn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private generation = 0;
  private invalidations = 0;
  private readonly identities = new WeakMap<Composition, number>();
  private identityCount = 0;
  private stampCount = 0;

  constructor(
    private readonly host: WorkspaceHost,
    private readonly options: WorkspaceOptions,
  ) {
    this.files = new DocumentFiles(host);
    this.progress = new ProgressReport(options.onProgress);
    this.composer = this.newComposer();
    for (const [uri, id] of Object.entries(options.choices ?? {})) {
      const path = this.pathOf(uri);
      if (path !== undefined) this.chosen.set(path, id);
    }
  }

  private newComposer(): Composer {
    const { host, files } = this;
    return new Composer({
      files,
      uriOf: (path) => host.uriOf(path),
      maxCompositions: this.options.maxCompositions ?? 400,
    });
  }

  get composed(): number {
    return this.composedBefore + this.composer.composed;
  }

  get keptFiles(): number {
    return this.composer.keptFiles;
  }

  private pathOf(uri: string): string | undefined {
    const path = this.host.pathOf(uri);
    return path === undefined ? undefined : normalizePath(path);
  }

  // Documents and files

  openDocument(uri: string, text: string): void {
    const path = this.pathOf(uri);
    if (path === undefined) return;
    this.files.open(path, text);
    this.note(path, 'opened');
  }

  changeDocument(uri: string, text: string): void {
    const path = this.pathOf(uri);
    if (path === undefined || this.files.openText(path) === text) return;
    const isNew = !this.files.isOpen(path);
    this.files.open(path, text);
    this.note(path, isNew ? 'opened' : 'edited');
  }

  closeDocument(uri: string): void {
    const path = this.pathOf(uri);
    if (path === undefined) return;
    const text = this.files.close(path);
    if (text !== undefined) this.note(path, 'closed', text);
  }

  filesChanged(events: readonly FileEvent[]): void {
    for (const { path, kind } of events) {
      this.note(normalizePath(path), kind === 'changed' ? 'changed' : 'created-or-deleted');
    }
  }

  private note(path: string, change: Change, closedText?: string): void {
    // An edit is of the open text alone, and comes with every key stroke.
    if (change !== 'edited') this.files.forgetTexts(path);
    const before = this.pending.get(path);
    let merged = change;
    if (before && before.change !== change) {
      // A file that came or went in between counts as such, whatever happened to it besides.
      merged = [before.change, change].includes('created-or-deleted') ? 'created-or-deleted' : 'mixed';
    }
    this.pending.set(path, { change: merged, closedText });
    this.timer ??= setTimeout(() => void this.flush(), this.options.gatherTime ?? 50);
  }

  /** Takes in what has changed since the last time. Never rejects. */
  private flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending.size > 0) {
      const changes = new Map(this.pending);
      this.pending.clear();
      this.takingIn += 1;
      this.flushing = this.flushing
        .then(() => this.takeIn(changes))
        .finally(() => {
          this.takingIn -= 1;
        });
    }
    return this.flushing;
  }

  private async takeIn(
    changes: ReadonlyMap<string, { readonly change: Change; readonly closedText?: string | undefined }>,
  ): Promise<void> {
    const changed: string[] = [];
    const moved: string[] = [];
    await eachOf([...changes], async ([path, { change, closedText }]) => {
      if (!this.concerns(path)) return;
      const effect = await this.effectOf(path, change, closedText);
      if (effect === 'changed') changed.push(path);
      if (effect === 'created-or-deleted') moved.push(path);
    });
    if (changed.length + moved.length === 0) return;
    const stale = await this.invalidate(changed, moved);
    let structure = false;
    for (const index of this.indexes.values()) {
      const inside = (path: string): boolean => isWithin(index.root, path) && this.files.folderOf(path) === index.root;
      if (await index.update(changed.filter(inside), moved.filter(inside))) structure = true;
    }
    this.generation += 1;
    this.tell([...changed, ...moved], stale, structure);
  }

  /** Runs write thousands of files that are nothing to configs. */
  private concerns(path: string): boolean {
    const folder = this.files.folderOf(path);
    if (folder === undefined) return false;
    if (!roleOf(path) && !looksLikeFolder(path)) return false;
    if (this.files.isOpen(path) || !this.indexOf(folder).isSkipped(path)) return true;
    for (const reach of this.reaches.values()) if (reach.files.has(path) || reach.folders.has(path)) return true;
    return false;
  }

  /** What a change means for those who read through the open documents. */
  private async effectOf(
    path: string,
    change: Change,
    closedText: string | undefined,
  ): Promise<'changed' | 'created-or-deleted' | undefined> {
    if (change === 'edited') return 'changed';
    if (change === 'mixed') {
      this.files.forgetMark(path);
      return (await this.diskText(path)) === undefined ? 'created-or-deleted' : 'changed';
    }
    if (change === 'opened' || change === 'closed') {
      const text = change === 'opened' ? this.files.openText(path) : closedText;
      const disk = await this.diskText(path);
      if (disk === undefined) return 'created-or-deleted';
      return disk.replace(/^\ufeff/, '') === text?.replace(/^\ufeff/, '') ? undefined : 'changed';
    }
    if (!this.files.isOpen(path)) return change;
    if (change === 'created-or-deleted') {
      this.files.forgetMark(path);
      return change;
    }
    // A save: what counts is the open text, which only gains or loses a byte order mark this way.
    const before = await this.files.read(path).catch(() => undefined);
    this.files.forgetMark(path);
    const after = await this.files.read(path).catch(() => undefined);
    return before === after ? undefined : 'changed';
  }

  private async diskText(path: string): Promise<string | undefined> {
    try {
      return await this.files.readDisk(path);
    } catch {
      return undefined;
    }
  }

  /** Drops what depends on files, and gives what was dropped. */
  private async invalidate(changed: readonly string[], moved: readonly string[]): Promise<Reach[]> {
    const edits = spellingsOf(changed, this.reaches.values());
    const moves = spellingsOf(moved, this.reaches.values());
    // A checkout brings thousands of files.
    for (const [paths, kind] of [[edits, 'changed'] as const, [moves, 'created-or-deleted'] as const]) {
      for (let from = 0; from < paths.length; from += AT_ONCE) {
        this.composer.invalidate(paths.slice(from, from + AT_ONCE), kind);
        await breathe();
      }
    }
    this.invalidations += 1;
    for (const overlay of this.overlays) overlay.filesChanged(edits, moves);
    const changes = changesOf(edits, moves);
    const stale: Reach[] = [];
    for (const [key, reach] of this.reaches) {
      if (!isTouched(reach, changes)) continue;
      this.reaches.delete(key);
      this.earlier.set(key, reach);
      stale.push(reach);
    }
    forgetOldest(this.earlier, MAX_REACHES);
    return stale;
  }

  private tell(paths: readonly string[], stale: readonly Reach[], structure: boolean): void {
    if (this.listeners.size === 0) return;
    const changed = paths.filter((path) => roleOf(path) === 'config').map((path) => this.host.uriOf(path));
    const uris = new Set(changed);
    const wasRead = (path: string | undefined): boolean =>
      path !== undefined &&
      stale.some(({ files, folded }) => files.has(path) || folded?.has(path.toLowerCase()) === true);
    for (const path of this.files.openPaths()) {
      if (roleOf(path) === 'config' && wasRead(path)) uris.add(this.host.uriOf(path));
    }
    for (const [uri, { view }] of this.views) {
      // Who was reached by nothing may be reached now.
      const mayBeReached = structure || (stale.length > 0 && view.perspectives.length === 0);
      if (mayBeReached || wasRead(this.pathOf(uri))) uris.add(uri);
    }
    // With a folder files come and go that nobody tells one by one.
    this.tellUris([...uris].sort(), structure && paths.some(looksLikeFolder) ? undefined : changed);
  }

  private tellUris(uris: readonly string[], changed: readonly string[] | undefined): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(uris, changed);
      } catch (error) {
        this.options.onError?.(error);
      }
    }
  }

  reset(): void {
    for (const index of this.indexes.values()) index.stop();
    this.indexes = new Map();
    this.filters.clear();
    this.composedBefore += this.composer.composed;
    this.composer = this.newComposer();
    this.overlays = [];
    for (const path of this.files.openPaths()) this.files.forgetMark(path);
    this.files.forgetTexts();
    this.forgetReaches();
    this.generation += 1;
    this.tellUris([...this.views.keys()].sort(), undefined);
  }

  release(): void {
    this.composedBefore += this.composer.composed;
    this.composer = this.newComposer();
    this.forgetReaches();
    this.views.clear();
    this.generation += 1;
  }

  private forgetReaches(): void {
    this.reaches.clear();
    this.earlier.clear();
  }

  onDidChange(listener: ChangeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pending.clear();
    this.listeners.clear();
    for (const index of this.indexes.values()) index.stop();
    this.indexes.clear();
    this.composer.clear();
    this.files.forgetTexts();
    this.forgetReaches();
    this.views.clear();
    this.overlays = [];
  }

  async textOf(uri: string): Promise<string | undefined> {
    const path = this.pathOf(uri);
    if (path === undefined) return undefined;
    await this.flush();
    const kept = this.files.isOpen(path) ? undefined : this.composer.documentAt(path)?.text;
    if (kept !== undefined) return kept;
    try {
      return await this.files.read(path);
    } catch {
      return undefined;
    }
  }

  async configFiles(token?: CancellationToken): Promise<readonly string[]> {
    await this.flush();
    const paths = new Set<string>();
    for (const raw of this.host.folders) {
      const folder = normalizePath(raw);
      const index = this.indexOf(folder);
      await this.progress.during(() => whileWanted(index.search(), token));
      if (isCancelled(token)) return [];
      for (const path of index.configFiles()) if (this.files.folderOf(path) === folder) paths.add(path);
    }
    return [...paths].sort().map((path) => this.host.uriOf(path));
  }

  private indexOf(folder: string): FileIndex {
    let index = this.indexes.get(folder);
    const filter = this.filterOf(folder);
    if (index && index.filterKey !== filter.key) {
      // What was found holds no longer, nor what was made of it.
      index.stop();
      index = undefined;
      this.generation += 1;
    }
    if (!index) {
      index = new FileIndex(this.host, this.files, folder, {
        filter,
        maxFiles: this.options.maxFiles ?? 50_000,
        maxCandidates: this.options.maxCandidates ?? 400,
        onProgress: (progress) => this.progress.report(progress),
      });
      this.indexes.set(folder, index);
    }
    return index;
  }

  private filterOf(folder: string): FileFilter {
    const globs = this.options.filesOf?.(folder) ?? defaultFileGlobs;
    const known = this.filters.get(folder);
    if (known?.globs === globs) return known.filter;
    const asked = JSON.stringify(globs);
    const filter = known?.asked === asked ? known.filter : createFileFilter(folder, globs);
    this.filters.set(folder, { globs, asked, filter });
    return filter;
  }

  includes(uri: string): boolean {
    const path = this.pathOf(uri);
    if (path === undefined) return true;
    return this.filterOf(this.files.folderOf(path) ?? '/').includes(path);
  }

  // Views

  async viewOf(
    uri: string,
    settings: WorkspaceSettings = {},
    token?: CancellationToken,
    instead: readonly InsteadText[] = [],
  ): Promise<WorkspaceView | undefined> {
    try {
      const ground = instead.length === 0 ? () => this.live : () => this.overlayOf(instead);
      return await this.progress.during(() => this.makeView(uri, settings, ground, token));
    } catch (error) {
      if (error instanceof CancelledError) return undefined;
      throw error;
    }
  }

  /** The files with other texts. Texts outside the workspace folders are no part of any config. */
  private overlayOf(instead: readonly InsteadText[]): Overlay {
    const texts = new Map<string, string | undefined>();
    for (const { uri, text } of instead) {
      const path = this.pathOf(uri);
      if (path !== undefined && this.files.folderOf(path) !== undefined) texts.set(path, text);
    }
    const last = this.overlays.at(-1);
    const overlay =
      this.overlays.find((each) => each.holds(texts)) ??
      new Overlay(texts, this.live, this.files, this.composer.variant(texts, last?.variant));
    this.overlays = [...this.overlays.filter((each) => each !== overlay), overlay].slice(-MAX_OVERLAYS);
    return overlay;
  }

  private async makeView(
    uri: string,
    settings: WorkspaceSettings,
    groundNow: () => Ground,
    token: CancellationToken | undefined,
  ): Promise<WorkspaceView | undefined> {
    const path = this.pathOf(uri);
    const folder = path === undefined ? undefined : this.files.folderOf(path);
    if (path === undefined || folder === undefined) return undefined;
    const settingsKey = JSON.stringify([
      settings.primaryConfig ?? null,
      settings.overrides ?? [],
      this.environmentOf(settings),
    ]);
    for (;;) {
      await this.flush();
      stopIfCancelled(token);
      this.indexOf(folder);
      const { generation } = this;
      const ground = groundNow();
      const { views } = ground;
      const known = views.get(uri);
      if (known?.generation === generation && known.settings === settingsKey) {
        views.delete(uri);
        views.set(uri, known);
        return known.view;
      }
      const { content, view } = await this.evaluate(ground, uri, path, folder, settings, token);
      stopIfCancelled(token);
      if (!this.isStill(generation)) {
        await breathe();
        continue;
      }
      // Someone who asked at the same time may have been faster; both get the same view.
      const latest = views.get(uri);
      const same = latest?.content === content ? latest.view : view;
      views.delete(uri);
      views.set(uri, { generation, settings: settingsKey, content, view: same });
      forgetOldest(views, MAX_VIEWS);
      return same;
    }
  }

  /** Whether nothing has changed since a generation: a change may concern any part of what was made; most of it is still kept. */
  private isStill(generation: number): boolean {
    return this.generation === generation && this.pending.size === 0 && this.takingIn === 0;
  }

  // Lineups

  async lineupsOf(
    uri: string,
    settings: WorkspaceSettings = {},
    token?: CancellationToken,
  ): Promise<readonly Lineup[] | undefined> {
    try {
      return await this.progress.during(() => this.makeLineups(uri, settings, token));
    } catch (error) {
      if (error instanceof CancelledError) return undefined;
      throw error;
    }
  }

  private async makeLineups(
    uri: string,
    settings: WorkspaceSettings,
    token: CancellationToken | undefined,
  ): Promise<readonly Lineup[] | undefined> {
    const path = this.pathOf(uri);
    for (;;) {
      await this.flush();
      stopIfCancelled(token);
      const folder = path === undefined ? undefined : this.files.folderOf(path);
      if (path === undefined || folder === undefined) return undefined;
      this.indexOf(folder);
      const { generation, live } = this;
      const near = await this.rankedCandidates(live, path, folder, settings, false, token);
      const known = this.lineups.get(near);
      if (known !== undefined && this.isStill(generation)) return known;
      const lineups = [this.lineupFrom(await this.reachedBy(live, near, settings, token))];
      const far = await this.fartherCandidates(live, path, folder, settings, near, token);
      if (far !== undefined) lineups.push(this.lineupFrom(await this.reachedBy(live, far, settings, token)));
      stopIfCancelled(token);
      if (this.isStill(generation)) {
        this.lineups.set(near, lineups);
        return lineups;
      }
      await breathe();
    }
  }

  private lineupFrom({ evaluated, failing }: Reached): Lineup {
    const { chosen, live } = this;
    return lineupOf({ evaluated, failing, chosen, compose: live.compose });
  }

  uriOfConfig(path: string): string | undefined {
    const folder = this.files.folderOf(path);
    if (folder === undefined || roleOf(path) !== 'config') return undefined;
    const index = this.indexOf(folder);
    if (!this.files.isOpen(path) && (index.isSkipped(path) || !this.filterOf(folder).includes(path))) return undefined;
    return this.host.uriOf(path);
  }

  private environmentOf(settings: WorkspaceSettings): Record<string, string> {
    const env: Record<string, string> = {};
    for (const name of [...(settings.environmentVariables ?? [])].sort()) {
      const value = this.options.environment?.(name);
      if (value !== undefined) env[name] = value;
    }
    return env;
  }

  /** Candidates by rank, those of the settings and the choice first. The same for all files that lie below the same config directories. */
  private async rankedCandidates(
    ground: Ground,
    path: string,
    folder: string,
    settings: WorkspaceSettings,
    everywhere: boolean,
    token: CancellationToken | undefined,
  ): Promise<Ranked> {
    const index = await ground.indexOf(folder);
    const list = await whileWanted(everywhere ? index.allCandidates() : index.candidatesFor(folderOf(path)), token);
    if (!list) throw new CancelledError();
    const { generation } = this;
    const primary = settings.primaryConfig?.trim();
    const covers = (dir: string): boolean => isWithin(dir, path);
    const around = [...this.configDirsOf(list), ...(primary ? [folderOf(joinTo(folder, primary))] : [])].filter(covers);
    const key = JSON.stringify([primary, settings.overrides, around]);
    const byKey = this.ranked.get(list) ?? new Map<string, Ranked>();
    this.ranked.set(list, byKey);
    const isLive = ground === this.live;
    const known = isLive ? byKey.get(key) : undefined;
    if (known?.generation === generation) return known;
    const { candidates, messages } = await this.withSettings(ground, list, folder, settings);
    const covering = candidates.filter((candidate) => covers(candidate.configDir) || candidate.searchesElsewhere);
    const ranked = {
      generation,
      candidates: withDistinctLabels(covering, folder),
      messages: [...index.messages, ...list.messages, ...messages],
    };
    if (byKey.size >= MAX_RANKED) byKey.clear();
    if (isLive) byKey.set(key, ranked);
    return ranked;
  }

  private configDirsOf(list: CandidateList): readonly string[] {
    const known = this.configDirs.get(list);
    if (known !== undefined) return known;
    const dirs = [...new Set(list.candidates.map(({ configDir }) => configDir))];
    this.configDirs.set(list, dirs);
    return dirs;
  }

  /** The candidates of a tree with what the settings say of the primary config and the words of its command line. */
  private async withSettings(
    ground: Ground,
    list: CandidateList,
    folder: string,
    settings: WorkspaceSettings,
  ): Promise<{ candidates: readonly Candidate[]; messages: readonly string[] }> {
    const { candidates } = list;
    const words = settings.overrides ?? [];
    const primary = settings.primaryConfig?.trim();
    if (primary) {
      const full = joinTo(folder, primary);
      const setting = makeCandidate({
        configDir: folderOf(full),
        primary: nameOf(full).replace(/\.ya?ml$/i, ''),
        overrides: words,
        origin: 'setting',
        because: l10n.t('the setting scheduleLens.primaryConfig names it'),
        searchesElsewhere: true,
      });
      if (this.files.folderOf(setting.primaryPath) === undefined) {
        const message = l10n.t`The primary config ${primary} of the settings lies outside the workspace and is not read.`;
        return { candidates, messages: [message] };
      }
      const message = l10n.t`The primary config ${primary} of the settings does not exist in ${nameOf(folder) || l10n.t('the workspace')}.`;
      return {
        candidates: [setting, ...candidates.filter((candidate) => candidate.id !== setting.id)],
        messages: (await ground.exists(setting.primaryPath)) ? [] : [message],
      };
    }
    if (words.length === 0) return { candidates, messages: [] };
    const longer = candidates.map((candidate) =>
      makeCandidate({
        ...candidate,
        id: candidateId(candidate.configDir, candidate.primary, [...candidate.overrides, ...words]),
        label: `${candidate.label} ${words.join(' ')}`,
        overrides: [...candidate.overrides, ...words],
      }),
    );
    return { candidates: longer, messages: [] };
  }

  private async exists(path: string): Promise<boolean> {
    return (await this.files.list(folderOf(path))).some((name) => name.toLowerCase() === nameOf(path).toLowerCase());
  }

  /** The choices, that for the innermost folder around a file first. */
  private choicesFor(path: string): string[] {
    const around = ([dir]: readonly [string, string]): number => (isWithin(dir, path) ? dir.length : -1);
    return [...this.chosen].sort((a, b) => around(b) - around(a)).map(([, id]) => id);
  }

  private async evaluate(
    ground: Ground,
    uri: string,
    path: string,
    folder: string,
    settings: WorkspaceSettings,
    token: CancellationToken | undefined,
  ): Promise<{ readonly content: string; readonly view: WorkspaceView }> {
    const near = await this.rankedCandidates(ground, path, folder, settings, false, token);
    let reaching = await this.reachingOf(ground, path, near, settings, token);
    if (reaching.length === 0) {
      const far = await this.fartherCandidates(ground, path, folder, settings, near, token);
      if (far !== undefined) {
        const known = new Set(near.candidates.map((candidate) => candidate.id));
        const found = await this.reachingOf(ground, path, far, settings, token);
        reaching = found.filter(({ candidate }) => candidate.searchesElsewhere && !known.has(candidate.id));
      }
    }
    const { messages } = near;
    reaching = withChoice(reaching, this.choicesFor(path));
    const perspectives: Perspective[] = [];
    const parts: unknown[] = [];
    const sources: string[] = [];
    for (const { candidate, request } of reaching) {
      const composition = await ground.compose(request, token);
      perspectives.push(this.perspectiveOf(candidate, composition));
      parts.push([candidate.id, candidate.origin, candidate.label, candidate.because, this.identityOf(composition)]);
      if (candidate.source !== undefined && candidate.source !== path) sources.push(this.host.uriOf(candidate.source));
    }
    const content = JSON.stringify([parts, messages]);
    const known = ground.views.get(uri);
    if (known?.content === content) return { content, view: known.view };
    this.stampCount += 1;
    const stamp = String(this.stampCount);
    const document = ground === this.live ? this.composer.documentAt(path) : undefined;
    const chosen = chosenOf(perspectives);
    const urisOf = (composition: Composition) => this.urisOf(composition);
    let dependsOn: ReadonlySet<string> | undefined;
    const view: WorkspaceView = {
      uri,
      stamp,
      perspectives,
      chosen,
      // Every file of every composition: most who have a view never ask.
      get dependsOn() {
        dependsOn ??= new Set(
          [...sources, ...perspectives.flatMap((one) => [...urisOf(one.composition)])].filter((each) => each !== uri),
        );
        return dependsOn;
      },
      messages,
      ...(document && { document }),
    };
    return { content, view };
  }

  /** The candidates of the whole folder, where a search path may lead to a file from another part of it. */
  private async fartherCandidates(
    ground: Ground,
    path: string,
    folder: string,
    settings: WorkspaceSettings,
    near: Ranked,
    token: CancellationToken | undefined,
  ): Promise<Ranked | undefined> {
    const all = await this.rankedCandidates(ground, path, folder, settings, true, token);
    const known = new Set(near.candidates.map((candidate) => candidate.id));
    const isFarther = ({ id, searchesElsewhere }: Candidate) => searchesElsewhere && !known.has(id);
    return all.candidates.some(isFarther) ? all : undefined;
  }

  private urisOf(composition: Composition): ReadonlySet<string> {
    const known = this.uris.get(composition);
    if (known !== undefined) return known;
    const uris = new Set<string>();
    for (const file of composition.dependencies.files) uris.add(this.host.uriOf(file));
    this.uris.set(composition, uris);
    return uris;
  }

  private perspectiveOf(candidate: Candidate, composition: Composition): Perspective {
    const known = this.perspectives.get(candidate);
    if (known?.composition === composition) return known;
    const { id, label, primaryPath, configDir, overrides, origin, because } = candidate;
    const perspective: Perspective = {
      id,
      label,
      primaryUri: this.host.uriOf(primaryPath),
      configDirUri: this.host.uriOf(configDir),
      overrides,
      origin,
      because,
      composition,
    };
    this.perspectives.set(candidate, perspective);
    return perspective;
  }

  private identityOf(composition: Composition): number {
    let identity = this.identities.get(composition);
    if (identity === undefined) {
      this.identityCount += 1;
      identity = this.identityCount;
      this.identities.set(composition, identity);
    }
    return identity;
  }

  /** The candidates whose composition reads a file, in their order. */
  private async reachingOf(
    ground: Ground,
    path: string,
    ranked: Ranked,
    settings: WorkspaceSettings,
    token: CancellationToken | undefined,
  ): Promise<Evaluated[]> {
    if (ranked.candidates.length === 0) return [];
    const { evaluated, byFile, folded, failing } = await this.reachedBy(ground, ranked, settings, token);
    const places = new Set(byFile.get(path));
    for (const place of folded) {
      const one = evaluated[place];
      if (one !== undefined && reads(one.reach, path)) places.add(place);
    }
    const inOrder = [...places].sort((a, b) => a - b);
    // An experiment that composes with no primary shows what is wrong with the best one.
    return [
      ...inOrder.filter((place) => !failing.has(place)),
      ...inOrder.filter((place) => failing.has(place)),
    ].flatMap((place) => evaluated[place] ?? []);
  }

  /** Asked for every file of a tree in turn, so it is found out once for all of them. */
  private async reachedBy(
    ground: Ground,
    ranked: Ranked,
    settings: WorkspaceSettings,
    token: CancellationToken | undefined,
  ): Promise<Reached> {
    const environment = JSON.stringify(this.environmentOf(settings));
    const known = this.reached.get(ranked);
    if (known?.environment === environment) return known;
    const made = { environment, ...(await this.findReached(ground, ranked.candidates, settings, token)) };
    // What changed meanwhile makes the caller ask again.
    if (this.generation === ranked.generation) this.reached.set(ranked, made);
    return made;
  }

  private async findReached(
    ground: Ground,
    candidates: readonly Candidate[],
    settings: WorkspaceSettings,
    token: CancellationToken | undefined,
  ): Promise<Omit<Reached, 'environment'>> {
    const evaluated: Evaluated[] = [];
    const composing = new Set<string>();
    const seen = new Set<string>();
    const failures = new Map<string, Evaluated>();
    let done = 0;
    for (const given of candidates) {
      const one = await reachOf(ground, given, this.environmentOf(settings), token);
      done += 1;
      this.progress.report({ stage: 'compose', done, total: candidates.length });
      const { candidate, reach } = one;
      const { experiment } = candidate;
      if (seen.has(candidate.id)) {
        if (experiment && !reach.failed) composing.add(experiment.path);
        continue;
      }
      seen.add(candidate.id);
      if (candidate.tentative && reach.failed) {
        if (experiment && !failures.has(experiment.path)) failures.set(experiment.path, one);
        continue;
      }
      if (experiment) composing.add(experiment.path);
      evaluated.push(one);
    }
    const failing = new Set<number>();
    for (const [experiment, one] of failures) {
      if (composing.has(experiment)) continue;
      failing.add(evaluated.length);
      evaluated.push(one);
    }
    const byFile = new Map<string, number[]>();
    const folded: number[] = [];
    for (const [place, { reach }] of evaluated.entries()) {
      if (reach.folded !== undefined) folded.push(place);
      for (const file of reach.reading) {
        const places = byFile.get(file);
        if (places === undefined) byFile.set(file, [place]);
        else places.push(place);
      }
      await breathe();
    }
    return { evaluated, byFile, folded, failing };
  }

  private async reachOfRequest(request: CompositionRequest, token: CancellationToken | undefined): Promise<Reach> {
    const key = JSON.stringify([request.configDir, request.primary, request.overrides, request.env]);
    const known = this.reaches.get(key);
    if (known) return known;
    await breathe();
    stopIfCancelled(token);
    let composition: Composition;
    let { invalidations } = this;
    for (;;) {
      composition = await this.composer.compose(request, token);
      // What changed while this one came over is asked for again; mostly it is still kept.
      if (invalidations === this.invalidations) break;
      invalidations = this.invalidations;
    }
    const reach = reachFrom(request, composition, this.earlier.get(key));
    this.earlier.delete(key);
    this.reaches.set(key, reach);
    forgetOldest(this.reaches, MAX_REACHES);
    return reach;
  }

  // Choice

  async candidates(
    uri: string,
    settings: WorkspaceSettings = {},
    token?: CancellationToken,
  ): Promise<readonly PerspectiveCandidate[]> {
    const view = await this.viewOf(uri, settings, token);
    const path = this.pathOf(uri);
    const folder = path === undefined ? undefined : this.files.folderOf(path);
    if (!view || path === undefined || folder === undefined) return [];
    const found: PerspectiveCandidate[] = view.perspectives.map((perspective) => ({
      ...perspective,
      reaches: true,
      composition: async () => perspective.composition,
    }));
    const known = new Set(found.map((candidate) => candidate.id));
    try {
      const { candidates } = await this.rankedCandidates(this.live, path, folder, settings, false, token);
      for (const candidate of candidates) {
        if (known.has(candidate.id) || candidate.tentative) continue;
        const request = requestOf(candidate, this.environmentOf(settings));
        const { id, label, overrides, origin, because } = candidate;
        found.push({
          id,
          label,
          primaryUri: this.host.uriOf(candidate.primaryPath),
          configDirUri: this.host.uriOf(candidate.configDir),
          overrides,
          origin,
          because,
          reaches: false,
          composition: async (asked) => {
            try {
              return await this.composer.compose(request, asked);
            } catch (error) {
              if (error instanceof CancelledError) return undefined;
              throw error;
            }
          },
        });
      }
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      return [];
    }
    return found;
  }

  choose(uri: string, perspectiveId: string | undefined): void {
    const path = this.pathOf(uri);
    if (path === undefined) return;
    if (perspectiveId === undefined) {
      for (const dir of [...this.chosen.keys()]) if (isWithin(dir, path)) this.chosen.delete(dir);
    } else {
      const dir = this.configDirOf(perspectiveId) ?? (roleOf(path) ? folderOf(path) : path);
      // One choice for a place: what was chosen around it would never show.
      for (const other of [...this.chosen.keys()]) if (isWithin(dir, other)) this.chosen.delete(other);
      this.chosen.set(dir, perspectiveId);
    }
    this.generation += 1;
    const asked = [...this.views.keys()].filter((each) => {
      const viewed = this.pathOf(each);
      return viewed !== undefined && this.files.folderOf(viewed) === this.files.folderOf(path);
    });
    this.tellUris([...new Set([uri, ...asked])].sort(), []);
  }

  private configDirOf(perspectiveId: string): string | undefined {
    for (const { view } of this.views.values()) {
      const perspective = view.perspectives.find((each) => each.id === perspectiveId);
      if (perspective) return this.pathOf(perspective.configDirUri);
    }
    return undefined;
  }

  choices(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.chosen].map(([dir, id]) => [this.host.uriOf(dir), id]));
  }
}

function requestOf({ configDir, primary, overrides }: Candidate, env: Environment): CompositionRequest {
  return { configDir, primary, overrides, env };
}

async function reachOf(
  ground: Ground,
  candidate: Candidate,
  env: Environment,
  token: CancellationToken | undefined,
): Promise<Evaluated> {
  const { experiment } = candidate;
  if (experiment) {
    // Where the primary's defaults list has the group already, an experiment replaces its option.
    const base = { ...requestOf(candidate, env), overrides: candidate.overrides.slice(1) };
    const { choices } = await ground.reachOf(base, token);
    if (Object.hasOwn(choices, experiment.group)) {
      const overrides = [`${experiment.group}=${experiment.option}`, ...candidate.overrides.slice(1)];
      const replacing = makeCandidate({
        ...candidate,
        overrides,
        id: candidateId(candidate.configDir, candidate.primary, overrides),
        label: candidate.label.replace(` +${experiment.group}=`, ` ${experiment.group}=`),
      });
      const request = requestOf(replacing, env);
      return { candidate: replacing, request, reach: await ground.reachOf(request, token) };
    }
  }
  const request = requestOf(candidate, env);
  return { candidate, request, reach: await ground.reachOf(request, token) };
}

function chosenOf(perspectives: readonly Perspective[]): Perspective | undefined {
  const [first] = perspectives;
  if (first?.origin === 'setting' || first?.origin === 'chosen') return first;
  return perspectives.find(({ composition }) => composition.stage !== 'compose') ?? first;
}

/** The chosen one goes before all but the one of the settings. */
function withChoice(reaching: readonly Evaluated[], ids: readonly string[]): Evaluated[] {
  const id = ids.find((each) => reaching.some(({ candidate }) => candidate.id === each));
  const chosen = reaching.find(({ candidate }) => candidate.id === id);
  if (!chosen || chosen.candidate.origin === 'setting') return [...reaching];
  const { candidate } = chosen;
  const marked = { ...candidate, origin: 'chosen' as const, because: l10n.t`you chose it (${candidate.because})` };
  const others = reaching.filter((each) => each !== chosen);
  const first = others.filter((each) => each.candidate.origin === 'setting');
  return [...first, { ...chosen, candidate: marked }, ...others.filter((each) => !first.includes(each))];
}

function forgetOldest(kept: Map<string, unknown>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break;
    kept.delete(oldest);
  }
}

function stopIfCancelled(token: CancellationToken | undefined): void {
  if (isCancelled(token)) throw new CancelledError();
}

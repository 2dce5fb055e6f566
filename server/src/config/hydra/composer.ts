import type { ConfigDocument } from '../read';
import { type CompositionRequest, CompositionRun, type EarlierPlan, type MergePlan } from './compose';
import type { Composition, Dependencies } from './composition';
import { OmegaConf } from './evaluate';
import { CancelledError } from './failure';
import { FileStore, type FileStoreOptions, type Files, joinPath, parentFolder } from './repository';
import { type CancellationToken, drive, isCancelled } from './steps';
import { type Texts, Variant } from './variant';

export interface ComposerOptions extends FileStoreOptions {
  readonly files: Files;
  /** How many compositions are kept; those not asked for longest go first. Default 500. */
  readonly maxCompositions?: number;
}

interface Kept {
  readonly request: CompositionRequest;
  readonly composition: Composition;
  readonly plan: MergePlan | undefined;
}

/** What is left of a composition that a change has dropped, since the next one mostly looks at the same files. */
interface Dropped {
  readonly dependencies: Dependencies;
  /** Undefined where files came or went. */
  plan: MergePlan | undefined;
  /** The files whose text has changed since. */
  readonly changed: Set<string>;
}

/**
 * Compositions of many primary configs over one set of files. A file is read and parsed once for all of them; a
 * composition is kept until a file or folder that it looked at is reported as changed.
 */
export class Composer {
  private readonly store: FileStore;
  private readonly kept = new Map<string, Kept>();
  private readonly dropped = new Map<string, Dropped>();
  private readonly pending = new Map<string, Promise<Composition>>();
  /** Keys of kept and dropped compositions by the files and (with a slash at the end) folders that they depend on. */
  private readonly dependents = new Map<string, Set<string>>();
  private generation = 0;
  /** How many compositions were made. */
  composed = 0;

  constructor(private readonly options: ComposerOptions) {
    const omegaConf = new OmegaConf({});
    this.store = new FileStore(options.files, omegaConf.follow.bind(omegaConf), options);
  }

  /** How many texts were parsed. */
  get parsed(): number {
    return this.store.parsed;
  }

  /** How many files are kept, absent ones included. */
  get keptFiles(): number {
    return this.store.size;
  }

  /** A file as the compositions read it, without its byte order mark; undefined where none of them did. */
  documentAt(path: string): ConfigDocument | undefined {
    return this.store.documentAt(path);
  }

  /** The path of a file that was read, by the uri that its places carry. */
  pathOf(uri: string): string | undefined {
    return this.store.pathOf(uri);
  }

  /**
   * Composes a primary config, or gives the composition that is still good.
   * @throws CancelledError when the token asks for it, and nothing else.
   */
  async compose(request: CompositionRequest, token?: CancellationToken): Promise<Composition> {
    const key = keyOf(request);
    const known = this.kept.get(key);
    if (known) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known.composition;
    }
    // Whoever asks for the same meanwhile waits for this one, unless it is cancelled.
    const pending = this.pending.get(key);
    if (pending) {
      try {
        return await pending;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        if (isCancelled(token)) throw error;
        return this.compose(request, token);
      }
    }
    const made = this.make(key, request, token).finally(() => {
      if (this.pending.get(key) === made) this.pending.delete(key);
    });
    this.pending.set(key, made);
    return made;
  }

  private async make(key: string, request: CompositionRequest, token?: CancellationToken): Promise<Composition> {
    for (;;) {
      const generation = this.generation;
      this.composed += 1;
      const run = new CompositionRun(this.store, request, this.earlierPlan(key));
      const composition = await drive(run.run(), token);
      // A file may have changed while others were read; then the result mixes two states.
      if (this.generation !== generation && this.wasTouched(composition, generation)) continue;
      this.keep(key, { request, composition, plan: run.plan });
      return composition;
    }
  }

  /** Taken by the first run that tries it. */
  private earlierPlan(key: string): EarlierPlan | undefined {
    const dropped = this.dropped.get(key);
    if (dropped?.plan === undefined) return undefined;
    const { plan, changed } = dropped;
    dropped.plan = undefined;
    return { plan, changed };
  }

  /**
   * Compositions as they would be with other texts. `earlier` is a variant whose texts differ little, so that most of
   * what it read is taken over.
   */
  variant(texts: Texts, earlier?: Variant): Variant {
    return new Variant(this.store, texts, () => this.generation, earlier);
  }

  private readonly touched = new Map<string, number>();

  private wasTouched(composition: Composition, since: number): boolean {
    const after = (name: string): boolean => (this.touched.get(name) ?? 0) > since;
    for (const file of composition.dependencies.files) if (after(file)) return true;
    for (const folder of composition.dependencies.folders) if (after(`${folder}/`)) return true;
    return false;
  }

  private keep(key: string, kept: Kept): void {
    const { dependencies } = kept.composition;
    const before = this.kept.get(key)?.composition.dependencies ?? this.dropped.get(key)?.dependencies;
    this.dropped.delete(key);
    this.kept.delete(key);
    this.kept.set(key, kept);
    if (before?.files !== dependencies.files || before.folders !== dependencies.folders) {
      for (const name of namesOf(dependencies)) {
        const keys = this.dependents.get(name);
        if (keys) keys.add(key);
        else this.dependents.set(name, new Set([key]));
      }
      if (before) this.leave(key, before, dependencies);
    }
    // What an edit dropped may never be asked for again.
    if (this.store.size > 2 * this.dependents.size + 1000) this.prune();
    const limit = this.options.maxCompositions ?? 500;
    for (const oldest of this.dropped.keys()) {
      if (this.kept.size + this.dropped.size <= limit) break;
      this.forgetKey(oldest);
    }
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= limit) break;
      this.forgetKey(oldest);
    }
  }

  /** Forgets a composition, and the files that nobody else looks at. */
  private forgetKey(key: string): void {
    const dependencies = this.kept.get(key)?.composition.dependencies ?? this.dropped.get(key)?.dependencies;
    this.kept.delete(key);
    this.dropped.delete(key);
    if (dependencies) this.leave(key, dependencies);
  }

  /** A composition looks no longer at some files and folders, except for those that it looks at `now`. */
  private leave(key: string, before: Dependencies, now?: Dependencies): void {
    const looked = new Set(now && namesOf(now));
    for (const name of namesOf(before)) {
      if (looked.has(name)) continue;
      const keys = this.dependents.get(name);
      keys?.delete(key);
      if (keys?.size !== 0) continue;
      this.dependents.delete(name);
      // Nobody looks at this file any more.
      if (!name.endsWith('/')) this.store.forgetFile(name);
    }
  }

  /** Tells that a composition is no longer wanted; files that only it needed are dropped. */
  forget(request: CompositionRequest): void {
    const key = keyOf(request);
    if (this.kept.has(key) || this.dropped.has(key)) this.forgetKey(key);
    else this.prune();
  }

  private prune(): void {
    // What is being composed has not said yet what it needs.
    if (this.pending.size === 0) this.store.prune((path) => this.dependents.has(path));
  }

  /** The kept requests whose composition looked at a file or folder, present or absent. */
  dependentsOf(path: string): CompositionRequest[] {
    const keys = new Set([...(this.dependents.get(path) ?? []), ...(this.dependents.get(`${path}/`) ?? [])]);
    return [...keys].flatMap((key) => this.kept.get(key)?.request ?? []);
  }

  /**
   * Tells that files were changed, created, deleted or renamed (then both names). Compositions that looked at one of
   * them are dropped; the requests of these are returned. A change of content leaves listings as they are, so for it
   * `kind` is `changed`.
   */
  invalidate(
    paths: readonly string[],
    kind: 'changed' | 'created-or-deleted' = 'created-or-deleted',
  ): CompositionRequest[] {
    this.generation += 1;
    const requests: CompositionRequest[] = [];
    const drop = (keys: Iterable<string> | undefined, changed?: string): void => {
      for (const key of keys ?? []) {
        const request = this.drop(key, changed);
        if (request) requests.push(request);
      }
    };
    for (const raw of paths) {
      const path = joinPath(raw);
      this.touch(path);
      if (kind === 'changed') {
        drop(this.dependents.get(path), path);
      } else {
        for (const name of [path, `${path}/`, `${parentFolder(path)}/`]) {
          this.touch(name);
          drop(this.dependents.get(name));
        }
      }
      this.store.invalidate(path, kind === 'created-or-deleted');
      // A name with the ending of a config is a file: nothing lies below it.
      if (kind === 'changed' || path.endsWith('.yaml')) continue;
      // A folder that comes or goes takes everything below it along.
      for (const [name, keys] of this.dependents) {
        if (!name.startsWith(`${path}/`) || name === `${path}/`) continue;
        drop(keys);
        this.touch(name);
        this.store.invalidate(name.endsWith('/') ? name.slice(0, -1) : name, true);
      }
    }
    return requests;
  }

  /**
   * Drops a composition; without the path of a file whose text has `changed`, files came or went. Gives its request,
   * where there was one. The files stay: the next composition will most likely want them again.
   */
  private drop(key: string, changed: string | undefined): CompositionRequest | undefined {
    const kept = this.kept.get(key);
    if (kept) {
      const { composition, plan } = kept;
      this.kept.delete(key);
      this.dropped.set(key, { dependencies: composition.dependencies, plan, changed: new Set() });
    }
    const dropped = this.dropped.get(key);
    if (dropped && changed === undefined) dropped.plan = undefined;
    else if (changed !== undefined) dropped?.changed.add(changed);
    return kept?.request;
  }

  private touch(name: string): void {
    // Only compositions that are being made ask, so nothing older matters.
    if (this.pending.size === 0) this.touched.clear();
    this.touched.set(name, this.generation);
  }

  /** Forgets everything. */
  clear(): void {
    this.generation += 1;
    for (const name of this.dependents.keys()) this.touch(name);
    this.kept.clear();
    this.dropped.clear();
    this.dependents.clear();
    this.store.clear();
  }
}

function keyOf(request: CompositionRequest): string {
  const { configDir, primary, overrides = [], env = {}, cwd } = request;
  const variables = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([joinPath(configDir), primary, overrides, variables, cwd ?? null]);
}

function* namesOf({ files, folders }: Dependencies): Generator<string> {
  yield* files;
  for (const folder of folders) yield `${folder}/`;
}

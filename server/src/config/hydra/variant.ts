import type { ConfigDocument } from '../read';
import { type CompositionRequest, CompositionRun } from './compose';
import type { Composition } from './composition';
import { type ConfigStore, type FileState, type FileStore, joinPath, type Listing, parentFolder } from './repository';
import { type CancellationToken, drive, type Steps } from './steps';

/** Texts by path; undefined for a file that is taken not to exist. */
export type Texts = ReadonlyMap<string, string | undefined>;

const BOM = '\ufeff';

/** The files of a store with some texts replaced. All others are read, parsed and kept by the store alone. */
class ReplacedTexts implements ConfigStore {
  private readonly states = new Map<string, FileState>();
  /** Every folder around a replaced file: its listing may differ. */
  private readonly folders = new Set<string>();
  readonly documents = new Map<string, ConfigDocument>();

  constructor(
    private readonly behind: FileStore,
    private readonly texts: Texts,
    private readonly earlier: ReadonlyMap<string, ConfigDocument>,
  ) {
    for (const path of texts.keys()) {
      for (let dir = parentFolder(path); !this.folders.has(dir); dir = parentFolder(dir)) {
        this.folders.add(dir);
        if (dir === '' || dir === '/') break;
      }
    }
  }

  get spellings(): Map<string, string> {
    return this.behind.spellings;
  }

  pathOf(uri: string): string | undefined {
    for (const path of this.texts.keys()) if (this.behind.uriOf(path) === uri) return path;
    return this.behind.pathOf(uri);
  }

  /** The replaced file that a path means; the disk may take another case for the same. */
  private replaced(path: string): string | undefined {
    if (this.texts.has(path)) return path;
    const real = this.spellings.get(path);
    return real !== undefined && this.texts.has(real) ? real : undefined;
  }

  peek(path: string): FileState | undefined {
    return this.replaced(path) === undefined ? this.behind.peek(path) : this.states.get(path);
  }

  *load(path: string): Steps<FileState> {
    const replaced = this.replaced(path);
    if (replaced === undefined) return yield* this.behind.load(path);
    const known = this.states.get(path);
    if (known !== undefined) return known;
    const state = yield* this.read(path, this.texts.get(replaced));
    this.states.set(path, state);
    return state;
  }

  private *read(path: string, given: string | undefined): Steps<FileState> {
    if (given === undefined) return { kind: 'absent' };
    const now = this.behind.peek(path);
    const before = now === undefined || now.kind === 'absent' ? undefined : now;
    // Editors take the byte order mark off, but Hydra reads no package header behind one.
    const text = before?.text.startsWith(BOM) && !given.startsWith(BOM) ? `${BOM}${given}` : given;
    if (before?.text === text) return before;
    const { state, document } = yield* this.behind.stateWith(path, text, this.earlier.get(path));
    if (document !== undefined) this.documents.set(path, document);
    return state;
  }

  *list(dir: string): Steps<Listing> {
    const names = yield* this.behind.list(dir);
    if (!this.folders.has(dir)) return names;
    const changed = new Set(names);
    const prefix = dir === '' || dir === '/' ? dir : `${dir}/`;
    for (const [path, text] of this.texts) {
      if (!path.startsWith(prefix)) continue;
      const rest = path.slice(prefix.length);
      const [name = ''] = rest.split('/');
      if (text !== undefined) changed.add(name);
      else if (name === rest) changed.delete(name);
      // Older versions of a repository have no empty folders.
      else if ((yield* this.list(prefix + name)).size === 0) changed.delete(name);
    }
    return changed;
  }
}

/** Kept compositions of one variant; the oldest goes first. */
const MAX_KEPT = 100;

/** Compositions over the files of a store with some texts replaced. Leaves the store's own files and compositions alone. */
export class Variant {
  private readonly store: ReplacedTexts;
  private readonly kept = new Map<string, Promise<Composition>>();

  constructor(
    behind: FileStore,
    texts: Texts,
    /** How many changes of the files have been told; what was composed across one is not kept. */
    private readonly generation: () => number,
    earlier?: Variant,
  ) {
    const settled = new Map([...texts].map(([path, text]) => [joinPath(path), text]));
    this.store = new ReplacedTexts(behind, settled, earlier?.store.documents ?? new Map());
  }

  /** @throws CancelledError when the token asks for it, and nothing else. */
  async compose(request: CompositionRequest, token?: CancellationToken): Promise<Composition> {
    const key = JSON.stringify([request.configDir, request.primary, request.overrides, request.env, request.cwd]);
    const known = await this.kept.get(key)?.catch(() => undefined);
    if (known !== undefined) return known;
    const generation = this.generation();
    const made = drive(new CompositionRun(this.store, request).run(), token);
    this.kept.set(key, made);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT) break;
      this.kept.delete(oldest);
    }
    try {
      const composition = await made;
      if (this.generation() !== generation) this.forget(key, made);
      return composition;
    } catch (error) {
      this.forget(key, made);
      throw error;
    }
  }

  private forget(key: string, made: Promise<Composition>): void {
    if (this.kept.get(key) === made) this.kept.delete(key);
  }

  /** Tells that files which are not replaced have changed. */
  clear(): void {
    this.kept.clear();
  }
}

import type { CancellationToken, Composition, CompositionRequest, Texts, Variant } from '../config/hydra';
import type { DocumentFiles } from './documents';
import type { FileIndex, IndexedFiles } from './fileIndex';
import type { Ground, KeptView } from './ground';
import { breathe } from './pace';
import { folderOf } from './paths';
import { type Changes, isTouched, type Reach, reachFrom, spellingsOf } from './reach';

/** The replaced files that are there as well, and those that only one of both sides has, with the folders around them. */
interface SplitPaths {
  readonly changed: readonly string[];
  readonly moved: readonly string[];
  readonly parents: readonly string[];
}

/**
 * The files as they would be with some texts replaced. What does not look at a replaced file is asked of the live ground,
 * so that only what the texts reach is read and composed again.
 */
export class Overlay implements Ground {
  readonly views = new Map<string, KeptView>();
  private readonly indexes = new Map<string, { readonly version: number; readonly index: Promise<FileIndex> }>();
  private split: Promise<SplitPaths> | undefined;
  /** Of the compositions that read a replaced file. Much smaller than these, and so all of them are kept. */
  private readonly reaches = new Map<string, Reach>();
  /** How many changes of other files were told. */
  private changes = 0;

  constructor(
    private readonly texts: Texts,
    private readonly live: Ground,
    private readonly files: DocumentFiles,
    readonly variant: Variant,
  ) {}

  /** Whether it is made of just these texts. */
  holds(texts: Texts): boolean {
    if (texts.size !== this.texts.size) return false;
    for (const [path, text] of texts) if (!this.texts.has(path) || this.texts.get(path) !== text) return false;
    return true;
  }

  /** Tells that files have changed; what is replaced here stays as it is. */
  filesChanged(changed: readonly string[], moved: readonly string[]): void {
    const isOther = (path: string) => !this.texts.has(path);
    if (moved.length > 0) this.split = undefined;
    if (changed.some(isOther) || moved.some(isOther)) {
      this.variant.clear();
      this.reaches.clear();
      this.changes += 1;
    }
    this.indexes.clear();
  }

  /** What the texts change of the files, seen from a composition. */
  private async changesFor(reach: Reach): Promise<Changes> {
    const { changed, moved, parents } = await this.splitPaths();
    const spelt = (paths: readonly string[]) => spellingsOf(paths, [reach]);
    return { changed: spelt(changed), moved: spelt(moved), parents, folders: [] };
  }

  private splitPaths(): Promise<SplitPaths> {
    this.split ??= this.makeSplit();
    return this.split;
  }

  private async makeSplit(): Promise<SplitPaths> {
    const changed: string[] = [];
    const moved: string[] = [];
    const parents = new Set<string>();
    for (const [path, text] of this.texts) {
      const isThere = await this.files.isThere(path);
      if (isThere && text !== undefined) {
        changed.push(path);
      } else if (isThere || text !== undefined) {
        moved.push(path);
        // A file may bring the folders around it, or take them along.
        for (let dir = folderOf(path); !parents.has(dir); dir = folderOf(dir)) parents.add(dir);
      }
      await breathe();
    }
    return { changed, moved, parents: [...parents] };
  }

  async indexOf(folder: string): Promise<FileIndex> {
    const index = await this.live.indexOf(folder);
    await index.search();
    const known = this.indexes.get(folder);
    if (known?.version === index.version) return known.index;
    const { changed, moved } = await this.splitPaths();
    const other = index.over(this.indexedFiles(), changed, moved);
    this.indexes.set(folder, { version: index.version, index: other });
    return other;
  }

  private indexedFiles(): IndexedFiles {
    const { texts, files } = this;
    const replaced = [...texts].flatMap(([path, text]) => (text === undefined ? [] : [path]));
    return {
      openPaths: () => [...files.openPaths().filter((path) => !texts.has(path)), ...replaced],
      isThere: async (path) => (texts.has(path) ? texts.get(path) !== undefined : files.isThere(path)),
      read: async (path) => (texts.has(path) ? texts.get(path) : files.read(path)),
    };
  }

  async exists(path: string): Promise<boolean> {
    return this.texts.has(path) ? this.texts.get(path) !== undefined : this.live.exists(path);
  }

  async reachOf(request: CompositionRequest, token?: CancellationToken): Promise<Reach> {
    const reach = await this.live.reachOf(request, token);
    if (!isTouched(reach, await this.changesFor(reach))) return reach;
    const key = JSON.stringify(request);
    const known = this.reaches.get(key);
    if (known !== undefined) return known;
    await breathe();
    const { changes } = this;
    const made = reachFrom(request, await this.variant.compose(request, token));
    if (changes === this.changes) this.reaches.set(key, made);
    return made;
  }

  async compose(request: CompositionRequest, token?: CancellationToken): Promise<Composition> {
    const reach = await this.live.reachOf(request, token);
    const isSame = !isTouched(reach, await this.changesFor(reach));
    return isSame ? this.live.compose(request, token) : this.variant.compose(request, token);
  }
}

import type { Files } from '../config/hydra';
import { folderOf, isWithin, joinTo, nameOf, normalizePath, relativeTo } from './paths';
import type { WorkspaceHost } from './types';
import { looksLikeFolder } from './walk';

const BOM = '\ufeff';

interface OpenDocument {
  readonly text: string;
  /** Whether the file on disk begins with a byte order mark; undefined until it was asked. */
  bom: Promise<boolean> | undefined;
}

/** Characters of text kept of files that were read: whoever looks for primary configs and whoever composes them read the same ones. */
const MAX_KEPT = 16_000_000;

/** The files of the host with the open documents before them, and nothing outside the workspace folders. */
export class DocumentFiles implements Files {
  private readonly documents = new Map<string, OpenDocument>();
  private readonly texts = new Map<string, string>();
  private characters = 0;
  /** Changes whenever a file may have, so that no text is kept that was asked for before. */
  private changes = 0;

  constructor(private readonly host: WorkspaceHost) {}

  /** The workspace folder that a path lies in, the innermost one. */
  folderOf(path: string): string | undefined {
    let found: string | undefined;
    for (const raw of this.host.folders) {
      const folder = normalizePath(raw);
      if (isWithin(folder, path) && (found === undefined || folder.length > found.length)) found = folder;
    }
    return found;
  }

  open(path: string, text: string): void {
    this.documents.set(path, { text, bom: this.documents.get(path)?.bom });
  }

  close(path: string): string | undefined {
    const text = this.documents.get(path)?.text;
    this.documents.delete(path);
    return text;
  }

  isOpen(path: string): boolean {
    return this.documents.has(path);
  }

  openText(path: string): string | undefined {
    return this.documents.get(path)?.text;
  }

  openPaths(): string[] {
    return [...this.documents.keys()];
  }

  /** The file on disk may have gained or lost its byte order mark. */
  forgetMark(path: string): void {
    const document = this.documents.get(path);
    if (document) document.bom = undefined;
  }

  readDisk(path: string): Promise<string | undefined> {
    return this.host.read(path);
  }

  /** @throws whatever the host throws where a file cannot be read. */
  async read(path: string): Promise<string | undefined> {
    if (this.folderOf(path) === undefined) return undefined;
    const document = this.documents.get(path);
    if (document) return this.withMark(path, document);
    const text = this.texts.get(path) ?? (await this.readOnce(path));
    if (text === undefined) return undefined;
    const twin = await this.twinOf(path);
    return twin === undefined ? text : this.read(twin);
  }

  private async readOnce(path: string): Promise<string | undefined> {
    const { changes } = this;
    const text = await this.host.read(path);
    if (text === undefined || changes !== this.changes || this.texts.has(path)) return text;
    this.texts.set(path, text);
    this.characters += text.length;
    for (const oldest of this.texts.keys()) {
      if (this.characters <= MAX_KEPT) break;
      this.forgetText(oldest);
    }
    return text;
  }

  /** What a path, and whatever lies below it, holds on disk may be something else now; without a path, anything may. */
  forgetTexts(path?: string): void {
    this.changes += 1;
    if (path === undefined) {
      this.texts.clear();
      this.characters = 0;
      return;
    }
    this.forgetText(path);
    if (looksLikeFolder(path))
      for (const each of [...this.texts.keys()]) if (isWithin(path, each)) this.forgetText(each);
  }

  private forgetText(path: string): void {
    this.characters -= this.texts.get(path)?.length ?? 0;
    this.texts.delete(path);
  }

  /** Editors take the byte order mark off, but Hydra reads no package header behind one. */
  private async withMark(path: string, document: OpenDocument): Promise<string> {
    document.bom ??= this.host.read(path).then(
      (text) => text?.startsWith(BOM) === true,
      () => false,
    );
    const marked = await document.bom;
    return marked && !document.text.startsWith(BOM) ? `${BOM}${document.text}` : document.text;
  }

  /** The open document that a disk which ignores case means by this name. */
  private async twinOf(path: string): Promise<string | undefined> {
    const folded = path.toLowerCase();
    for (const open of this.documents.keys()) {
      if (open === path || open.toLowerCase() !== folded) continue;
      // Two files that differ in case only are two files.
      if (!(await this.spelledSo(path))) return open;
    }
    return undefined;
  }

  private async spelledSo(path: string): Promise<boolean> {
    let dir = this.folderOf(path) ?? '';
    for (const part of relativeTo(dir, path).split('/')) {
      const names = await this.listDisk(dir);
      if (!names.includes(part)) return false;
      dir = joinTo(dir, part);
    }
    return true;
  }

  async isThere(path: string): Promise<boolean> {
    return this.isOpen(path) || (await this.list(folderOf(path))).includes(nameOf(path));
  }

  private async listDisk(dir: string): Promise<readonly string[]> {
    try {
      return await this.host.list(dir);
    } catch {
      return [];
    }
  }

  async list(dir: string): Promise<readonly string[]> {
    if (this.folderOf(dir) === undefined) return this.namesOfFolders(dir);
    const names = await this.listDisk(dir);
    const unsaved: string[] = [];
    for (const path of this.documents.keys()) {
      if (path === dir || !isWithin(dir, path)) continue;
      const [name] = relativeTo(dir, path).split('/');
      if (name !== undefined && !names.includes(name)) unsaved.push(name);
    }
    return unsaved.length === 0 ? names : [...new Set([...names, ...unsaved])];
  }

  /** Above the workspace folders only they themselves are seen. */
  private namesOfFolders(dir: string): string[] {
    return this.host.folders
      .map((folder) => normalizePath(folder))
      .filter((folder) => folderOf(folder) === dir)
      .map(nameOf);
  }
}

import { spawn } from 'node:child_process';
import type { RuntimeFiles } from '../lsp/workspace-host';
import type { FolderEntry } from '../workspace';
import { folderOf, isWithin, joinTo, nameOf, relativeTo } from '../workspace/paths';

/** A repository may name a program to be run on every command; it is not. */
const SAFELY = ['-c', 'core.fsmonitor=false', '--no-optional-locks', '--literal-pathspecs'];

/** A hook that git runs is told of one repository, and what is looked at may be another one. */
const TOLD = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY'];

function start(folder: string, args: readonly string[]) {
  const env = { ...process.env };
  for (const name of TOLD) delete env[name];
  return spawn('git', [...SAFELY, '-C', folder, ...args], { env, stdio: ['pipe', 'pipe', 'ignore'] });
}

/** What git prints; undefined where it fails, or where there is no git. Never through a shell. */
export function git(folder: string, args: readonly string[]): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const child = start(folder, args);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stdin.on('error', () => undefined);
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : undefined));
    child.stdin.end();
  });
}

/** Whether a path below a folder is one that git ignores there; undefined where git cannot tell. */
export async function ignoredBelow(folder: string): Promise<((path: string) => boolean) | undefined> {
  const listing = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'];
  const output = await git(folder, listing);
  if (output === undefined) return undefined;
  const names = output
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const name of names) {
    if (name.endsWith('/')) folders.add(joinTo(folder, name.slice(0, -1)));
    else files.add(joinTo(folder, name));
  }
  return (path) => {
    if (files.has(path)) return true;
    for (let at = path; isWithin(folder, at) && at !== folder; at = folderOf(at)) if (folders.has(at)) return true;
    return false;
  };
}

/** The commit that a name means; undefined where it means none. */
export async function commitOf(folder: string, name: string): Promise<string | undefined> {
  const output = await git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  return output?.toString('utf8').trim();
}

/** The top folder of the repository around a folder, spelled as the folder is; undefined where there is none. */
export async function repositoryOf(folder: string): Promise<string | undefined> {
  const up = await git(folder, ['rev-parse', '--show-cdup']);
  return up === undefined ? undefined : joinTo(folder, up.toString('utf8').trim());
}

/** Larger files hold no config. In bytes. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** Reads blobs of a repository one after the other, from one process. */
function blobReader(root: string): { read(id: string): Promise<string | undefined>; close(): void } {
  const child = start(root, ['cat-file', '--batch']);
  const waiting: ((text: string | undefined) => void)[] = [];
  let chunks: Buffer[] = [];
  let length = 0;
  /** What has to be there before it is worth looking again: a header, or a header and its text. */
  let needed = 1;
  const take = (): boolean => {
    const all = Buffer.concat(chunks);
    chunks = [all];
    const end = all.indexOf(10);
    if (end < 0) return false;
    const [, size] = /^\S+ \w+ (\d+)$/.exec(all.toString('latin1', 0, end)) ?? [];
    const next = end + 1 + (size === undefined ? 0 : Number(size) + 1);
    needed = next;
    if (all.length < next) return false;
    waiting.shift()?.(size === undefined ? undefined : all.toString('utf8', end + 1, next - 1));
    chunks = [all.subarray(next)];
    length = all.length - next;
    needed = 1;
    return length > 0;
  };
  const fail = () => {
    for (const resolve of waiting.splice(0)) resolve(undefined);
  };
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    while (length >= needed && take());
  });
  child.stdin.on('error', fail);
  child.once('error', fail);
  child.once('close', fail);
  return {
    read: (id) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${id}\n`);
      }),
    close: () => child.stdin.end(),
  };
}

export interface CommitFiles extends RuntimeFiles {
  close(): void;
}

/** The files of a commit, at the paths that they would have in the working tree. */
export async function filesOfCommit(root: string, commit: string): Promise<CommitFiles> {
  const output = await git(root, ['ls-tree', '-r', '-z', '--long', '--full-tree', commit]);
  const blobs = new Map<string, { readonly id: string; readonly isLink: boolean; readonly size: number }>();
  const folders = new Map<string, Map<string, FolderEntry>>();
  for (const line of (output?.toString('utf8') ?? '').split('\0')) {
    const [, mode, type, id, size, name] = /^(\d+) (\w+) (\w+) +(\S+)\t(.*)$/s.exec(line) ?? [];
    if (type !== 'blob' || id === undefined || name === undefined) continue;
    const path = joinTo(root, name);
    const isLink = mode === '120000';
    blobs.set(path, { id, isLink, size: Number(size) });
    let entry: FolderEntry = { name: nameOf(path), kind: isLink ? 'link' : 'file' };
    for (let at = folderOf(path); ; at = folderOf(at)) {
      const entries = folders.get(at) ?? new Map<string, FolderEntry>();
      folders.set(at, entries);
      entries.set(entry.name, entry);
      if (at === root || !isWithin(root, at)) break;
      entry = { name: nameOf(at), kind: 'folder' };
    }
  }
  const texts = new Map<string, Promise<string | undefined>>();
  const reader = blobReader(root);
  const read = async (path: string, hops = 0): Promise<string | undefined> => {
    const blob = blobs.get(path);
    if (blob === undefined || blob.size > LARGEST_FILE) return undefined;
    const text = texts.get(blob.id) ?? reader.read(blob.id);
    texts.set(blob.id, text);
    if (!blob.isLink) return text;
    // A link's text is where it leads.
    return hops > 8 ? undefined : read(joinTo(folderOf(path), (await text) ?? ''), hops + 1);
  };
  return {
    close: () => reader.close(),
    read: (path) => read(path),
    entries: async (folder) => [...(folders.get(folder)?.values() ?? [])],
    realPath: async (path) => (isWithin(root, path) && relativeTo(root, path) !== '..' ? path : undefined),
  };
}

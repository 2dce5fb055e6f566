import { type DefaultsEntry, readDefaultsEntries, readPackageHeader } from '../config/hydra';
import { readDocument } from '../config/read';
import { folderOf, joinTo } from './paths';

/** What the head of a config file tells about its place among others. */
export interface ConfigFacts {
  /** It has a defaults list, be it an empty one. */
  readonly hasDefaults: boolean;
  /** It is placed at the root, or means to be. */
  readonly isGlobal: boolean;
  /** It sets a search path, so that it may reach files anywhere. */
  readonly hasSearchPath: boolean;
  readonly includes: readonly Include[];
}

/** An entry of a defaults list, as far as it can be read without composing. */
export interface Include {
  /** Counts from the config directory, which only the primary knows. */
  readonly absolute: boolean;
  /** Relative to the file's folder, or to the config directory; without `.yaml`. */
  readonly config: string | undefined;
  /** The group of the entry, the folder part of a path; undefined for a neighbour. */
  readonly group: string | undefined;
  /** True where the entry names an option, if only through an interpolation. */
  readonly chosen: boolean;
}

export const NO_FACTS: ConfigFacts = { hasDefaults: false, isGlobal: false, hasSearchPath: false, includes: [] };

/** A header that says `_global_`, or was to say so: Hydra drops a misspelt one, and that is worth seeing composed. */
const MEANT_GLOBAL =
  /^[ \t\ufeff]*#[ \t]*(?:@[ \t]*p\w{4,8}[ \t:=]+_?global_?\b|pack\w{1,6}[ \t:=]+_?global_?[ \t]*$)/im;
const HEAD = 2000;

export function factsOf(text: string): ConfigFacts {
  const header = readPackageHeader(text);
  const isGlobal =
    (header?.kind === 'package' && header.value === '_global_') || MEANT_GLOBAL.test(text.slice(0, HEAD));
  const hasSearchPath = text.includes('searchpath');
  const section = defaultsSection(text);
  if (section === undefined) return isGlobal || hasSearchPath ? { ...NO_FACTS, isGlobal, hasSearchPath } : NO_FACTS;
  const root = readDocument('', section).root;
  const node = root?.kind === 'map' ? root.entries.get('defaults')?.value : undefined;
  // Other tools have a mapping of that name.
  if (node === undefined || node.kind === 'map') return { ...NO_FACTS, isGlobal, hasSearchPath };
  let entries: readonly DefaultsEntry[] = [];
  try {
    entries = readDefaultsEntries(node);
  } catch {
    // A list that Hydra refuses is still a list; composing tells what is wrong with it.
  }
  return { hasDefaults: true, isGlobal, hasSearchPath, includes: entries.flatMap(includesOf) };
}

/** The text of the outermost `defaults` key alone, since the rest of a file may be long. */
function defaultsSection(text: string): string | undefined {
  const key = /^(?:--- +)?\ufeff?(?:defaults|"defaults"|'defaults')[ \t]*:(?=[ \t\r\n]|$)/m.exec(text);
  if (!key) return /^\s*\{/.test(text) && text.includes('defaults') && text.length < 100_000 ? text : undefined;
  const rest = text.slice(key.index);
  // The next line that begins with neither a blank, a dash nor a comment.
  const end = /\r?\n(?=[^\s#\-\]}])/.exec(rest)?.index ?? rest.length;
  return rest.slice(0, end).replace(/^\ufeff/, '');
}

function includesOf(entry: DefaultsEntry): Include[] {
  const absolute = entry.target.startsWith('/');
  const target = entry.target.replace(/^\/+/, '');
  if (entry.kind === 'config') {
    if (target === '_self_' || target.includes('${')) return [];
    const slash = target.lastIndexOf('/');
    const group = slash > 0 ? target.slice(0, slash) : undefined;
    return [{ absolute, config: withoutEnding(target), group, chosen: true }];
  }
  const options = typeof entry.value === 'string' ? [entry.value] : (entry.value ?? []);
  const named = options.filter((option) => option !== '???');
  const group = { absolute, group: target, chosen: named.length > 0 };
  const plain = named.filter((option) => !option.includes('${'));
  if (plain.length === 0) return [{ ...group, config: undefined }];
  return plain.map((option) => ({ ...group, config: `${target}/${withoutEnding(option)}` }));
}

function withoutEnding(path: string): string {
  return path.replace(/\.yaml$/, '');
}

/** The paths that a path of an include may stand for: an absolute one counts from some folder above the file. */
export function placesOf(file: string, path: string, absolute: boolean, folders: readonly string[]): string[] {
  return absolute ? folders.map((folder) => joinTo(folder, path)) : [joinTo(folderOf(file), path)];
}

import type { ConfigDocument } from '../config';
import type { CancellationToken, Composition } from '../config/hydra';

import type { InsteadText } from '../protocol';
import type { FileGlobs } from './file-globs';

/**
 * One way in which a config file is used: a primary config with the words of its command line, and what Hydra makes of
 * them.
 */
export interface Perspective {
  /** Stays the same while the primary config and its command line do. */
  readonly id: string;
  /** For a reader, short: `train_flow`, `train_flow +experiment=fine`. */
  readonly label: string;
  readonly primaryUri: string;
  readonly configDirUri: string;
  readonly overrides: readonly string[];
  /** How it came to be a candidate, strongest first. */
  readonly origin: PerspectiveOrigin;
  /** For a reader: `run.sh, line 3` or `it has a defaults list`. */
  readonly because: string;
  readonly composition: Composition;
}

export type PerspectiveOrigin =
  | 'setting'
  | 'chosen'
  | 'command-line'
  | 'hydra-main'
  | 'defaults-list'
  | 'global-package'
  | 'guess';

/** What the workspace says of one document at one moment. Immutable. */
export interface WorkspaceView {
  readonly uri: string;
  /** Changes whenever anything changes that the view was made from; equal stamps mean equal views. */
  readonly stamp: string;
  /** Every perspective whose composition reads the document, best first. Empty where none does. */
  readonly perspectives: readonly Perspective[];
  /** The one that hover, preview and lens show: what was set or chosen, else the first from which a config comes out. */
  readonly chosen: Perspective | undefined;
  /** The file as the compositions read it, where one of them did. */
  readonly document?: ConfigDocument;
  /** Documents other than `uri` whose change may change this view. */
  readonly dependsOn: ReadonlySet<string>;
  /** For a reader: limits that were reached, a setting that names no file. */
  readonly messages?: readonly string[];
}

/** Where the workspace's files come from. Paths are plain, absolute within the host, joined with `/`. */
export interface WorkspaceHost {
  /** Workspace folders. Nothing outside them is read. */
  readonly folders: readonly string[];
  /** The text of a file with its byte order mark; undefined where there is none or where it is a folder. */
  read(path: string): Promise<string | undefined>;
  /** Names of the direct children of a folder, files and folders alike; empty where there is no such folder. */
  list(dir: string): Promise<readonly string[]>;
  /** As `list`, with the kind of each child; where it is missing, kinds are guessed from names and listings. */
  entries?(dir: string): Promise<readonly FolderEntry[]>;
  /** Where a link leads in the end. Folders behind links are not entered twice where this is given. */
  realPath?(path: string): Promise<string | undefined>;
  /** Undefined for documents that are no files of this host. */
  pathOf(uri: string): string | undefined;
  /** In the spelling that the client uses. */
  uriOf(path: string): string;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

export interface FileEvent {
  readonly path: string;
  /** A rename is a deletion and a creation. */
  readonly kind: 'created' | 'changed' | 'deleted';
}

/** The settings that say how configs are composed, as they hold for one document. */
export interface WorkspaceSettings {
  /** Path of a primary config, relative to the workspace folder, with or without `.yaml`. */
  readonly primaryConfig?: string | undefined;
  /** Words of the command line of `primaryConfig`; without it, words added to every command line. */
  readonly overrides?: readonly string[] | undefined;
  /** Names of the environment variables that may be read. */
  readonly environmentVariables?: readonly string[] | undefined;
}

export interface Progress {
  /** Looking for files, reading them for primary configs, or composing. */
  readonly stage: 'search' | 'read' | 'compose';
  readonly done: number;
  readonly total: number | undefined;
}

export interface WorkspaceOptions {
  /** Reads an environment variable. Asked only for names that the settings list. */
  readonly environment?: ((name: string) => string | undefined) | undefined;
  /** Which files of a workspace folder are looked at, by its path; `/` asks for what lies in none. Default: `defaultFileGlobs`. */
  readonly filesOf?: ((folder: string) => FileGlobs | undefined) | undefined;
  /** Told about long work at most every 200 ms; undefined when it has ended. */
  readonly onProgress?: ((progress: Progress | undefined) => void) | undefined;
  /** Told when a listener fails. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Files and folders looked at per workspace folder. Default 50,000. */
  readonly maxFiles?: number | undefined;
  /** Command lines considered for one document. Default 400. */
  readonly maxCandidates?: number | undefined;
  /** Compositions kept. Default 400. */
  readonly maxCompositions?: number | undefined;
  /** Milliseconds in which changes are gathered before listeners are told. Default 50. */
  readonly gatherTime?: number | undefined;
  /** Earlier choices: perspective ids by uri of the config directory, as `choices()` gave them. */
  readonly choices?: Readonly<Record<string, string>> | undefined;
}

/** A perspective as a picker shows it, composed when asked. */
export interface PerspectiveCandidate {
  readonly id: string;
  readonly label: string;
  readonly primaryUri: string;
  readonly configDirUri: string;
  readonly overrides: readonly string[];
  readonly origin: PerspectiveOrigin;
  readonly because: string;
  /** Whether it reads the document; undefined where it was not composed yet. */
  readonly reaches: boolean | undefined;
  /** Undefined when cancelled. */
  composition(token?: CancellationToken): Promise<Composition | undefined>;
}

/** A command line in a lineup. A file's view holds a perspective for each line that reads the file. */
export interface Line {
  /** As that of the perspective. */
  readonly id: string;
  /** Everything that views show of it beside its composition. */
  readonly rank: string;
  /** Paths of the files that it reads. */
  readonly reading: readonly string[];
  /** Another one whenever it was composed again. */
  readonly state: object;
  /** @throws CancelledError when the token asks for it. */
  composition(token?: CancellationToken): Promise<Composition>;
}

/** Command lines, best first; the same list until anything changes. */
export type Lineup = readonly Line[];

export interface ConfigWorkspace {
  openDocument(uri: string, text: string): void;
  changeDocument(uri: string, text: string): void;
  closeDocument(uri: string): void;
  /** What changed on disk. May be told in any number of calls; listeners hear of a burst once. */
  filesChanged(events: readonly FileEvent[]): void;
  /** Workspace folders came or went, or nothing known holds any more. */
  reset(): void;
  /**
   * The perspectives that reach a document. Undefined where the document lies in no workspace folder, or when cancelled.
   * Never rejects. With `instead`, as they would be if these files held other texts: nothing else learns of those, and
   * listeners are not told.
   */
  viewOf(
    uri: string,
    settings?: WorkspaceSettings,
    token?: CancellationToken,
    instead?: readonly InsteadText[],
  ): Promise<WorkspaceView | undefined>;
  /** Every command line that may reach a document, best first; those that are known not to reach it come last. */
  candidates(
    uri: string,
    settings?: WorkspaceSettings,
    token?: CancellationToken,
  ): Promise<readonly PerspectiveCandidate[]>;
  /** Chooses a perspective for everything in its config directory, or (undefined) forgets the choice for a place. */
  choose(uri: string, perspectiveId: string | undefined): void;
  /** The choices so far, to be given as options next time. */
  choices(): Readonly<Record<string, string>>;
  /** The text that counts: of the open document, else of the disk. Undefined outside the workspace folders. */
  textOf(uri: string): Promise<string | undefined>;
  /** Whether the settings have a document looked at; true for one that is no file. */
  includes(uri: string): boolean;
  /** Uris of every `.yaml` and `.yml` file of the workspace folders that a search finds. */
  configFiles(token?: CancellationToken): Promise<readonly string[]>;
  /**
   * The listener gets those of the open documents, and of those asked about lately, whose view may have changed, with
   * the config files that changed themselves; then these once more alone, undefined where it may be any. What a change
   * means to all other files, `lineupsOf` tells. Returns what ends it.
   */
  onDidChange(listener: (uris: readonly string[], changed: readonly string[] | undefined) => void): () => void;
  /**
   * The command lines that the files beside a document may be seen through, and where a search path may lead to them
   * from elsewhere, those of the whole folder. Undefined as with `viewOf`.
   */
  lineupsOf(
    uri: string,
    settings?: WorkspaceSettings,
    token?: CancellationToken,
  ): Promise<readonly Lineup[] | undefined>;
  /** The uri of a file that a search for config files finds, or found while it was there; undefined for all others. */
  uriOfConfig(path: string): string | undefined;
  /** Gives back the memory of what is kept to be fast; the next who asks waits for it to be made again. */
  release(): void;
  /** How many compositions were made. */
  readonly composed: number;
  /** How many files are kept in memory, absent ones included. */
  readonly keptFiles: number;
  dispose(): void;
}

import type { Event, Uri } from 'vscode';

/** The little that is asked of VS Code's Git extension, version 1 of its API. */
export interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  /** Throws where Git is switched off or not installed. */
  getAPI(version: 1): Git;
}

export interface Git {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: Event<'uninitialized' | 'initialized'>;
  readonly onDidOpenRepository: Event<Repository>;
  readonly onDidCloseRepository: Event<Repository>;
  readonly repositories: readonly Repository[];
  /** The innermost repository around a file. */
  getRepository(uri: Uri): Repository | null;
}

export interface Repository {
  readonly rootUri: Uri;
  readonly state: RepositoryState;
  /** The text of a file at a commit. Rejects where there is none. */
  show(ref: string, path: string): Promise<string>;
  /** Rejects where the commit has no such file. */
  getObjectDetails(treeish: string, path: string): Promise<{ readonly mode: string }>;
}

export interface RepositoryState {
  /** Without a commit: nothing has been committed yet. */
  readonly HEAD: { readonly commit?: string } | undefined;
  readonly mergeChanges: readonly Change[];
  readonly indexChanges: readonly Change[];
  readonly workingTreeChanges: readonly Change[];
  /** Missing in older versions, which list untracked files among the changes of the working tree. */
  readonly untrackedChanges?: readonly Change[];
  readonly onDidChange: Event<void>;
}

export interface Change {
  readonly uri: Uri;
  /** The older name of a renamed file, else the same as `uri`. */
  readonly originalUri: Uri;
  readonly renameUri: Uri | undefined;
}

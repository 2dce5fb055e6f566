import * as l10n from '@vscode/l10n';
import { type Disposable, type Event, EventEmitter, extensions, type Uri, workspace } from 'vscode';
import type { InsteadText } from '../../../server/src/protocol';
import type { Change, Git, GitExtension, Repository } from './api';

/** What the config files of a repository held at Git HEAD, or a sentence on why nobody can tell. */
export type HeadTexts = { readonly texts: readonly InsteadText[] } | Missing;

export interface Head extends Disposable {
  /** The texts at HEAD of every YAML file of the workspace that differs from HEAD, in the repository around a document. */
  texts(uri: Uri): Promise<HeadTexts>;
  /** Whether any YAML file of that repository differs from HEAD, as far as is known without reading one. */
  differs(uri: Uri): Promise<boolean>;
  /** Something was committed, changed, saved, or a repository was opened. Many at a time come as one. */
  readonly onDidChange: Event<void>;
}

interface Missing {
  readonly missing: string;
}

/** A repository with the Git that it was found by. */
interface Found {
  readonly git: Git;
  readonly repository: Repository;
}

/** More changed files than this are a checkout of something else, and no change that anybody made. */
const MOST_FILES = 1000;
/** Milliseconds in which changes count as one: Git tells of each of its commands, and each brings several. */
const GATHER = 200;

/** Reads the last commit through VS Code's Git extension, which runs neither in a browser nor in a virtual workspace. */
export function createHead(): Head {
  const changed = new EventEmitter<void>();
  const watching: Disposable[] = [];
  const repositories = new Map<Repository, Disposable>();
  /** Texts of files by commit and path, the latest last. */
  const read = new Map<string, Promise<string | undefined>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let git: Promise<Git | Missing> | undefined;

  const tell = () => {
    clearTimeout(timer);
    timer = setTimeout(() => changed.fire(), GATHER);
  };

  async function findGit(): Promise<Git | Missing> {
    watching.push(extensions.onDidChange(forget));
    const extension = extensions.getExtension<GitExtension>('vscode.git');
    if (extension === undefined) {
      return { missing: l10n.t("VS Code's Git extension is not there: without it nobody knows what Git HEAD is.") };
    }
    try {
      const api = await extension.activate();
      watching.push(api.onDidChangeEnablement(forget));
      if (!api.enabled)
        return { missing: l10n.t('Git is switched off by the setting git.enabled, or is not installed.') };
      const found = api.getAPI(1);
      for (const repository of found.repositories) watch(repository);
      watching.push(
        found.onDidChangeState(tell),
        found.onDidOpenRepository((repository) => {
          watch(repository);
          tell();
        }),
        found.onDidCloseRepository((repository) => {
          repositories.get(repository)?.dispose();
          repositories.delete(repository);
          tell();
        }),
      );
      return found;
    } catch (error) {
      return { missing: l10n.t('Git cannot be used: {0}', reasonOf(error)) };
    }
  }

  function watch(repository: Repository): void {
    if (!repositories.has(repository)) repositories.set(repository, repository.state.onDidChange(tell));
  }

  /** Git was switched on or off. */
  function forget(): void {
    for (const one of watching.splice(0)) one.dispose();
    for (const one of repositories.values()) one.dispose();
    repositories.clear();
    git = undefined;
    tell();
  }

  async function repositoryOf(uri: Uri): Promise<Found | Missing> {
    if (uri.scheme === 'untitled')
      return { missing: l10n.t('The file has not been saved yet, so Git does not know it.') };
    if (uri.scheme !== 'file') {
      return {
        missing: l10n.t('There is no Git in a virtual workspace: open a clone on a disk to compare with Git HEAD.'),
      };
    }
    git ??= findGit();
    const found = await git;
    if ('missing' in found) return found;
    if (found.state === 'uninitialized') await once(found.onDidChangeState);
    const repository = found.getRepository(uri);
    if (repository !== null) return { git: found, repository };
    return { missing: l10n.t('{0} lies in no Git repository.', workspace.asRelativePath(uri)) };
  }

  /** The text of a file at a commit; undefined where the commit has no such file. Rejects where Git fails. */
  function textAt(repository: Repository, commit: string, uri: Uri): Promise<string | undefined> {
    const path = uri.fsPath;
    const key = `${commit} ${path}`;
    const known = read.get(key);
    if (known !== undefined) return known;
    const text = repository.show(commit, path).catch(async (error: unknown) => {
      const isThere = await repository.getObjectDetails(commit, path).then(
        () => true,
        () => false,
      );
      if (isThere) throw error;
      return undefined;
    });
    read.set(key, text);
    text.catch(() => read.delete(key));
    for (const oldest of read.keys()) {
      if (read.size <= MOST_FILES) break;
      read.delete(oldest);
    }
    return text;
  }

  return {
    onDidChange: changed.event,
    async differs(uri) {
      const found = await repositoryOf(uri);
      return !('missing' in found) && changedFiles(found).length > 0;
    },
    async texts(uri) {
      const found = await repositoryOf(uri);
      if ('missing' in found) return found;
      const { repository } = found;
      const commit = repository.state.HEAD?.commit;
      if (commit === undefined) {
        return { missing: l10n.t('Nothing has been committed in this repository yet, so there is no Git HEAD.') };
      }
      const files = changedFiles(found);
      if (files.length > MOST_FILES) {
        return {
          missing: l10n.t('{0} YAML files differ from Git HEAD, more than are compared at once.', files.length),
        };
      }
      try {
        const texts = await Promise.all(
          files.map(async (file): Promise<InsteadText> => {
            const text = await textAt(repository, commit, file);
            return { uri: file.toString(), ...(text !== undefined && { text }) };
          }),
        );
        return { texts };
      } catch (error) {
        return { missing: l10n.t('Git cannot read the files at HEAD: {0}', reasonOf(error)) };
      }
    },
    dispose() {
      clearTimeout(timer);
      for (const one of [changed, ...watching, ...repositories.values()]) one.dispose();
      repositories.clear();
      read.clear();
    },
  };
}

/**
 * The YAML files of a repository that may differ from HEAD, older names of renamed ones included, and open documents
 * with unsaved changes. What lies in a repository of its own further in belongs to that one.
 */
function changedFiles({ git, repository: { rootUri, state } }: Found): Uri[] {
  const files = new Map<string, Uri>();
  const add = (uri: Uri | undefined) => {
    if (uri !== undefined && /\.ya?ml$/i.test(uri.path) && workspace.getWorkspaceFolder(uri) !== undefined) {
      files.set(uri.toString(), uri);
    }
  };
  const changes: readonly (readonly Change[] | undefined)[] = [
    state.mergeChanges,
    state.indexChanges,
    state.workingTreeChanges,
    state.untrackedChanges,
  ];
  for (const { uri, originalUri, renameUri } of changes.flatMap((some) => some ?? [])) {
    add(uri);
    add(originalUri);
    add(renameUri);
  }
  for (const { isDirty, uri } of workspace.textDocuments) {
    if (!isDirty || uri.scheme !== 'file') continue;
    if (git.getRepository(uri)?.rootUri.toString() === rootUri.toString()) add(uri);
  }
  return [...files.values()];
}

function once<T>(event: Event<T>): Promise<T> {
  return new Promise((resolve) => {
    const listening = event((value) => {
      listening.dispose();
      resolve(value);
    });
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { Diagnostic } from 'vscode-languageserver';
import { type RawSettings, readSettingsFile } from '../service';
import { type ConfigWorkspace, SETTINGS_FILE, type WorkspaceHost } from '../workspace';
import { isWithin, joinTo, normalizePath } from '../workspace/paths';

/** `.schedule-lens.yaml` at the root of each workspace folder, as it is now: the open document before the disk. */
export interface SettingsFiles {
  /** What the file of the innermost folder around a document says; nothing where there is none. */
  of(uri: string): Promise<RawSettings>;
  /** What each of the files says. */
  all(): Promise<readonly RawSettings[]>;
  /** Where such files are looked for. */
  uris(): readonly string[];
  /** Whether a document is such a file. */
  holds(uri: string): boolean;
  diagnose(uri: string, text: string): readonly Diagnostic[];
  /** Forgets what was read of a file, or of all of them. */
  forget(uri?: string): void;
}

export function createSettingsFiles(
  host: Pick<WorkspaceHost, 'folders' | 'pathOf' | 'uriOf'>,
  workspace: Pick<ConfigWorkspace, 'textOf'>,
): SettingsFiles {
  const known = new Map<string, Promise<RawSettings>>();

  const pathOf = (uri: string): string | undefined => {
    const path = host.pathOf(uri);
    return path === undefined ? undefined : normalizePath(path);
  };
  const folders = (): string[] => host.folders.map((folder) => normalizePath(folder));

  async function readFile(path: string): Promise<RawSettings> {
    const uri = host.uriOf(path);
    const text = await workspace.textOf(uri);
    return text === undefined ? {} : readSettingsFile(uri, text).settings;
  }

  function inFolder(folder: string): Promise<RawSettings> {
    const path = joinTo(folder, SETTINGS_FILE);
    const reading = known.get(path) ?? readFile(path);
    known.set(path, reading);
    return reading;
  }

  return {
    async of(uri) {
      const path = pathOf(uri);
      const around = folders().filter((folder) => path !== undefined && isWithin(folder, path));
      const innermost = around.sort((a, b) => b.length - a.length)[0];
      return innermost === undefined ? {} : inFolder(innermost);
    },
    all: () => Promise.all(folders().map(inFolder)),
    uris: () => folders().map((folder) => host.uriOf(joinTo(folder, SETTINGS_FILE))),
    holds(uri) {
      const path = pathOf(uri);
      return folders().some((folder) => path === joinTo(folder, SETTINGS_FILE));
    },
    diagnose: (uri, text) => readSettingsFile(uri, text).problems,
    forget(uri) {
      const path = uri === undefined ? undefined : pathOf(uri);
      if (path === undefined) known.clear();
      else known.delete(path);
    },
  };
}

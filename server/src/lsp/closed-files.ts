import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { ConfigWorkspace } from '../workspace';

export interface ClosedFilesOptions {
  readonly connection: Connection;
  readonly workspace: ConfigWorkspace;
  isOpen(uri: string): boolean;
  /** Uris of files that may have problems beside the configs. */
  others(): readonly string[];
  /** Whether problems of closed files are wanted. */
  isWanted(): Promise<boolean>;
  diagnose(uri: string, text: string): Promise<Diagnostic[]>;
  /** Runs work that must not take the server down with it. */
  guard(work: () => Promise<void>): Promise<void>;
}

export interface ClosedFiles {
  /** Looks at every config file of the workspace again. */
  all(): void;
  /** Looks at some files again, as far as they are closed. */
  some(uris: readonly string[]): void;
  /** An open file has its problems by another way. */
  opened(uri: string): void;
}

/**
 * Problems of config files that no editor shows, pushed one file after the other, so that open documents are never kept
 * waiting. Without the setting nothing is read and what was told is taken back.
 */
export function createClosedFiles(options: ClosedFilesOptions): ClosedFiles {
  const { connection, workspace, isOpen, others, isWanted, diagnose, guard } = options;
  const waiting = new Set<string>();
  const told = new Set<string>();
  let everything = false;
  let running = false;

  async function tell(uri: string, diagnostics: Diagnostic[]): Promise<void> {
    if (diagnostics.length === 0 && !told.delete(uri)) return;
    if (diagnostics.length > 0) told.add(uri);
    await connection.sendDiagnostics({ uri, diagnostics });
  }

  async function look(uri: string): Promise<void> {
    const text = isOpen(uri) ? undefined : await workspace.textOf(uri);
    const diagnostics = text === undefined ? [] : await diagnose(uri, text);
    // It may have been opened meanwhile.
    await tell(uri, isOpen(uri) ? [] : diagnostics);
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    await guard(async () => {
      while (everything || waiting.size > 0) {
        if (!(await isWanted())) {
          everything = false;
          waiting.clear();
          for (const uri of told) await tell(uri, []);
          return;
        }
        if (everything) {
          everything = false;
          for (const uri of told) waiting.add(uri);
          for (const uri of [...others(), ...(await workspace.configFiles())]) waiting.add(uri);
        }
        for (const uri of waiting) {
          waiting.delete(uri);
          await guard(() => look(uri));
        }
      }
    });
    running = false;
  }

  return {
    all() {
      everything = true;
      void run();
    },
    some(uris) {
      for (const uri of uris) if (/\.ya?ml$/.test(uri)) waiting.add(uri);
      void run();
    },
    opened(uri) {
      void guard(() => tell(uri, []));
    },
  };
}

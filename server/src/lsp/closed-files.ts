import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { ClosedSurvey } from '../service';
import type { ConfigWorkspace } from '../workspace';

export interface ClosedFilesOptions {
  readonly connection: Connection;
  readonly workspace: ConfigWorkspace;
  isOpen(uri: string): boolean;
  /** Uris of files that may have problems beside the configs. */
  others(): readonly string[];
  /** Whether problems of closed files are wanted. */
  isWanted(): Promise<boolean>;
  survey(): ClosedSurvey;
  diagnose(uri: string, text: string, survey: ClosedSurvey): Promise<Diagnostic[]>;
  /** Runs work that must not take the server down with it. */
  guard<T>(fallback: T, work: () => Promise<T>): Promise<T>;
}

export interface ClosedFiles {
  /** Looks at every config file of the workspace again. */
  all(): void;
  /** Looks at some files again, and at those that may have other problems with the configs as they are now. */
  some(uris: readonly string[]): void;
  /** An open file has its problems by another way. */
  opened(uri: string): void;
  /** Gives back the memory of what is kept to be fast. */
  release(): void;
}

/**
 * Problems of config files that no editor shows, pushed one file after the other, so that open documents are never kept
 * waiting. Without the setting nothing is read and what was told is taken back.
 */
export function createClosedFiles(options: ClosedFilesOptions): ClosedFiles {
  const { connection, workspace, isOpen, others, isWanted, diagnose, guard } = options;
  const waiting = new Set<string>();
  const told = new Set<string>();
  let survey = options.survey();
  let everything = false;
  /** Whether the configs are others than the survey knows. */
  let unsettled = false;
  let running = false;

  async function tell(uri: string, diagnostics: Diagnostic[]): Promise<void> {
    if (diagnostics.length === 0 && !told.delete(uri)) return;
    if (diagnostics.length > 0) told.add(uri);
    await connection.sendDiagnostics({ uri, diagnostics });
  }

  async function look(uri: string): Promise<void> {
    const text = isOpen(uri) ? undefined : await workspace.textOf(uri);
    const diagnostics = text === undefined ? [] : await diagnose(uri, text, survey);
    // It may have been opened meanwhile.
    await tell(uri, isOpen(uri) ? [] : diagnostics);
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    await guard(undefined, async () => {
      while (everything || unsettled || waiting.size > 0) {
        if (!(await isWanted())) {
          everything = false;
          unsettled = false;
          waiting.clear();
          survey = options.survey();
          for (const uri of told) await tell(uri, []);
          return;
        }
        if (unsettled && !everything) {
          unsettled = false;
          // As long as nobody knows whom a change concerns, it may be all.
          const uris = await guard(undefined, () => survey.unsettled());
          if (uris === undefined) everything = true;
          else for (const uri of uris) waiting.add(uri);
        }
        if (everything) {
          everything = false;
          unsettled = false;
          survey = options.survey();
          for (const uri of told) waiting.add(uri);
          for (const uri of [...others(), ...(await workspace.configFiles())]) waiting.add(uri);
        }
        for (const uri of waiting) {
          waiting.delete(uri);
          await guard(undefined, () => look(uri));
          if (!unsettled && !everything) continue;
          // Nobody knows which state of the configs it was judged by.
          waiting.add(uri);
          break;
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
      unsettled = true;
      void run();
    },
    opened(uri) {
      void guard(undefined, () => tell(uri, []));
    },
    release: () => survey.release(),
  };
}

import type { Connection } from 'vscode-languageserver';

type Raw = Readonly<Record<string, unknown>>;

export interface SettingsStore {
  /** Called once: what `initialize` brought, and whether the client answers `workspace/configuration`. */
  initialize(initial: Raw | undefined, pulls: boolean): void;
  /** Makes sure that `get` knows the settings of a document. */
  load(uri: string): Promise<void>;
  get(uri: string): Raw;
  /** Those that are not about any one document. */
  ofWindow(): Promise<Raw>;
  /** Something changed: everything is asked again. `pushed` counts for clients that are not asked. */
  changed(pushed: unknown): void;
  forget(uri: string): void;
}

/** The `scheduleLens` settings as the client has them, per document, since folders of a workspace may differ. */
export function createSettingsStore(connection: Connection): SettingsStore {
  const known = new Map<string, Raw>();
  const pending = new Map<string, Promise<void>>();
  let base: Raw = {};
  let asks = false;
  let generation = 0;

  async function ask(uri: string): Promise<void> {
    const asked = generation;
    const answer: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section: 'scheduleLens' });
    // Settings that changed while the question was under way are asked for again by the next request.
    if (asked === generation) known.set(uri, isRecord(answer) ? answer : {});
  }

  return {
    initialize(initial, pulls) {
      base = initial ?? {};
      asks = pulls;
    },
    async load(uri) {
      if (!asks || known.has(uri)) return;
      const running = pending.get(uri) ?? ask(uri).finally(() => pending.delete(uri));
      pending.set(uri, running);
      await running;
    },
    get: (uri) => ({ ...base, ...known.get(uri) }),
    async ofWindow() {
      const answer: unknown = asks ? await connection.workspace.getConfiguration('scheduleLens') : undefined;
      return isRecord(answer) ? { ...base, ...answer } : base;
    },
    changed(pushed) {
      generation++;
      known.clear();
      pending.clear();
      const section = isRecord(pushed) ? pushed.scheduleLens : undefined;
      if (!asks && isRecord(section)) base = section;
    },
    forget: (uri) => void known.delete(uri),
  };
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

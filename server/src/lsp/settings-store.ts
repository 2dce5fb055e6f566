import type { Connection } from 'vscode-languageserver';
import { mergeSettings, type RawSettings } from '../service';
import type { SettingsFiles } from './settings-files';

export interface SettingsStore {
  /** Called once: what `initialize` brought, and whether the client answers `workspace/configuration`. */
  initialize(initial: RawSettings | undefined, pulls: boolean, files: SettingsFiles): void;
  /** Makes sure that `get` knows the settings of a document. */
  load(uri: string): Promise<void>;
  get(uri: string): RawSettings;
  /** Those that are not about any one document: of the client, else of any folder. */
  ofWindow(): Promise<readonly RawSettings[]>;
  /** Something changed: everything is asked again. `pushed` counts for clients that are not asked. */
  changed(pushed?: unknown): void;
  forget(uri: string): void;
}

/**
 * The settings of each document, since folders of a workspace may differ: what the client says, which is what its user
 * set, over what `.schedule-lens.yaml` says. What neither says is as built in. `arrived` is told what the client says as
 * it arrives, of `initialize` without a uri.
 */
export function createSettingsStore(
  connection: Connection,
  arrived: (settings: RawSettings, uri: string | undefined) => void,
): SettingsStore {
  const known = new Map<string, RawSettings>();
  const pending = new Map<string, Promise<void>>();
  let base: RawSettings = {};
  let asks = false;
  let files: SettingsFiles | undefined;
  let generation = 0;

  async function ofClient(scopeUri?: string): Promise<RawSettings> {
    if (!asks) return base;
    const item = { section: 'scheduleLens', ...(scopeUri === undefined ? {} : { scopeUri }) };
    const answer: unknown = await connection.workspace.getConfiguration(item);
    if (!isRecord(answer)) return base;
    if (scopeUri !== undefined) arrived(answer, scopeUri);
    return mergeSettings(base, answer);
  }

  async function ask(uri: string): Promise<void> {
    const asked = generation;
    const [shared, own] = await Promise.all([files?.of(uri) ?? {}, ofClient(uri)]);
    // Settings that changed while the question was under way are asked for again by the next request.
    if (asked === generation) known.set(uri, mergeSettings(shared, own));
  }

  return {
    initialize(initial, pulls, shared) {
      base = initial ?? {};
      asks = pulls;
      files = shared;
      arrived(base, undefined);
    },
    async load(uri) {
      if (known.has(uri)) return;
      const running = pending.get(uri) ?? ask(uri).finally(() => pending.delete(uri));
      pending.set(uri, running);
      await running;
    },
    get: (uri) => known.get(uri) ?? base,
    async ofWindow() {
      const [shared, own] = await Promise.all([files?.all() ?? [], ofClient()]);
      return shared.length === 0 ? [own] : shared.map((one) => mergeSettings(one, own));
    },
    changed(pushed) {
      generation++;
      known.clear();
      pending.clear();
      const section = isRecord(pushed) ? pushed.scheduleLens : undefined;
      if (asks || !isRecord(section)) return;
      base = section;
      arrived(base, undefined);
    },
    forget: (uri) => void known.delete(uri),
  };
}

function isRecord(value: unknown): value is RawSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
  Position,
} from 'vscode-languageserver-types';
import type { PlotTheme } from '../plot';
import type { PreviewResult, PrimaryChoice } from '../protocol';
import type { WorkspaceView } from '../workspace/types';
import { type Analysis, analyze } from './analysis';
import { type CompletionOptions, complete, completeResolve, defaultCompletionOptions } from './complete';
import { hover } from './hover';
import { codeLens } from './lens';
import { emptyPreview, preview } from './preview';
import { primaries } from './primaries';
import { defaultSettings, type Settings, withSettings } from './settings';
import { validate } from './validate';

export type { NoetherVersion } from '../rules';
export type { Analysis, AnalyzedBlock, BlockPerspective } from './analysis';
export { type CompletionOptions, completionTriggers } from './complete';
export { defaultSettings, type Settings } from './settings';
export type { TrainerFacts } from './trainer';
export { DIAGNOSTIC_SOURCE, type DiagnosticData } from './validate';

/** The settings, flat, and what the service needs from its surroundings. Everything is optional. */
export interface LanguageServiceOptions extends Partial<Settings> {
  /** Reads an environment variable. Asked only for names that the setting `environmentVariables` lists. */
  readonly environment?: (name: string) => string | undefined;
  /** Sees documents as their primary configs compose them. Without it each document is taken for the whole config. */
  readonly workspace?: {
    viewOf(uri: string, settings: Settings, token?: CancellationToken): Promise<WorkspaceView | undefined>;
  };
  /** Settings of one document's folder, over the others. */
  readonly settingsFor?: (uri: string) => { readonly [K in keyof Settings]?: unknown } | undefined;
  /** Gives the event loop a turn; by default a timer. */
  readonly yield?: () => Promise<void>;
  /** What pictures in hovers are drawn for; `dark` when not given. */
  readonly theme?: PlotTheme;
  /** What the client shows in hovers; `markdown` when not given. Plain text has no pictures. */
  readonly hoverFormat?: 'markdown' | 'plaintext';
  /** What the client can do with completions; its pictures have the `theme` above unless it says otherwise. */
  readonly completion?: Partial<CompletionOptions>;
}

/** As LSP's own; nobody needs a connection to have one. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
}

/** A position, the id of a block, or both. */
export type PreviewAt =
  | Position
  | string
  | { readonly position?: Position; readonly blockId?: string; readonly perspectiveId?: string };

export interface LanguageService {
  /** Everything that is wrong with the schedules of a document, load errors included; [] once cancelled. */
  validate(document: TextDocument, token?: CancellationToken): Promise<Diagnostic[]>;
  /**
   * What can be written at a position; nothing outside of schedule blocks and the optimizers around them. Reads the
   * text alone, so it also answers where the document does not parse.
   */
  complete(document: TextDocument, position: Position, token?: CancellationToken): Promise<CompletionList>;
  /** An item of `complete` with the documentation that `completion.lazy` left out. */
  completeResolve(item: CompletionItem): Promise<CompletionItem>;
  /** What the key, value or list entry at a position means; null outside of schedule blocks and once cancelled. */
  hover(document: TextDocument, position: Position, token?: CancellationToken): Promise<Hover | null>;
  /** What the panel shows: see `PreviewParams` for which block it is about. Without blocks once cancelled. */
  preview(document: TextDocument, at?: PreviewAt, token?: CancellationToken): Promise<PreviewResult>;
  /** One over each block, with the command that opens the panel; [] once cancelled. */
  codeLens(document: TextDocument, token?: CancellationToken): Promise<CodeLens[]>;
  /** The primary configs that reach a document, best first, with what each makes of the block at the position. */
  primaries(document: TextDocument, position?: Position, token?: CancellationToken): Promise<PrimaryChoice[]>;
  /** The analysis that all features read, made once per document and version; undefined once cancelled. */
  analyze(document: TextDocument, token?: CancellationToken): Promise<Analysis | undefined>;
  /** The settings that hold for a document. */
  settings(uri: string): Settings;
  /** Changes options while running; documents whose settings are others now are analysed again when next asked for. */
  configure(options: LanguageServiceOptions): void;
}

/** A language service over documents, each one the whole config or, with a `workspace`, a part of what others compose. */
export function createLanguageService(options: LanguageServiceOptions = {}): LanguageService {
  let current = options;
  let base = withSettings(defaultSettings, options);
  const analyses = createAnalyses();

  const settings = (uri: string) => withSettings(base, current.settingsFor?.(uri));
  const analysisOf = (document: TextDocument, token?: CancellationToken) =>
    analyses.get(document, settings(document.uri), current, token);

  const completionOptions = (): CompletionOptions => ({
    ...defaultCompletionOptions,
    theme: current.theme ?? defaultCompletionOptions.theme,
    ...current.completion,
  });

  return {
    settings,
    analyze: analysisOf,
    configure(changes) {
      base = withSettings(base, changes);
      current = { ...current, ...changes };
      // Analyses are known by their settings; of the rest only these change what they say.
      if ('environment' in changes || 'workspace' in changes) analyses.forget();
    },
    async validate(document, token) {
      const analysis = await analysisOf(document, token);
      return analysis === undefined ? [] : validate(analysis);
    },
    async complete(document, position, token) {
      if (token?.isCancellationRequested === true) return { isIncomplete: false, items: [] };
      return complete(document, position, settings(document.uri), completionOptions());
    },
    async completeResolve(item) {
      return completeResolve(item, completionOptions());
    },
    async hover(document, position, token) {
      const analysis = await analysisOf(document, token);
      if (analysis === undefined) return null;
      return hover(analysis, document.offsetAt(position), {
        theme: current.theme ?? 'dark',
        markdown: current.hoverFormat !== 'plaintext',
        ...analysis.settings.hover,
      });
    },
    async preview(document, at, token) {
      const analysis = await analysisOf(document, token);
      if (analysis === undefined) return emptyPreview(document.version);
      const { position, blockId, perspectiveId } =
        typeof at === 'string' ? { blockId: at } : at && 'line' in at ? { position: at } : (at ?? {});
      return preview(analysis, {
        ...(position !== undefined && { offset: document.offsetAt(position) }),
        ...(blockId !== undefined && { blockId }),
        ...(perspectiveId !== undefined && { perspectiveId }),
      });
    },
    async primaries(document, position, token) {
      const analysis = await analysisOf(document, token);
      return analysis === undefined ? [] : primaries(analysis, position && document.offsetAt(position));
    },
    async codeLens(document, token) {
      const analysis = await analysisOf(document, token);
      return analysis === undefined ? [] : codeLens(analysis, current.yield ?? turn, token);
    },
  };
}

interface CachedAnalysis {
  /** Version, settings and stamp of the view. */
  readonly of: string;
  readonly text: string;
  readonly analysis: Promise<Analysis | undefined>;
}

interface Analyses {
  get(
    document: TextDocument,
    settings: Settings,
    options: LanguageServiceOptions,
    token: CancellationToken | undefined,
  ): Promise<Analysis | undefined>;
  forget(): void;
}

/**
 * One analysis per document object, version and view. Two documents never share one, whatever their uri; and since
 * nothing keeps a version from being given twice, the text is compared as well (the same string, most of the time).
 */
function createAnalyses(): Analyses {
  let cache = new WeakMap<TextDocument, CachedAnalysis>();
  return {
    forget() {
      cache = new WeakMap();
    },
    async get(document, settings, options, token) {
      const cancelled = () => token?.isCancellationRequested === true;
      const key = settingsKey(settings);
      while (!cancelled()) {
        const { version } = document;
        const view = await options.workspace?.viewOf(document.uri, settings, token);
        if (cancelled()) return undefined;
        if (document.version !== version) continue;
        const text = document.getText();
        const of = JSON.stringify([version, key, view?.stamp ?? null]);
        let cached = cache.get(document);
        if (cached === undefined || cached.of !== of || cached.text !== text) {
          const analysis = renew(cached?.analysis, document, view, settings, options);
          cached = { of, text, analysis };
          cache.set(document, cached);
        }
        const result = await cached.analysis;
        if (document.version === version && result !== undefined) return cancelled() ? undefined : result;
        if (cache.get(document) === cached) cache.delete(document);
      }
      return undefined;
    },
  };
}

async function renew(
  earlier: Promise<Analysis | undefined> | undefined,
  document: TextDocument,
  view: WorkspaceView | undefined,
  settings: Settings,
  options: LanguageServiceOptions,
): Promise<Analysis | undefined> {
  const { version } = document;
  const before = await earlier?.catch(() => undefined);
  return analyze(document, {
    settings,
    environment: options.environment,
    view,
    isPart: options.workspace !== undefined,
    pause: options.yield ?? turn,
    // The document changes in place. Whoever asked first may lose interest before the others do.
    isStale: () => document.version !== version,
    previous: before?.document,
  });
}

/** Two settings with one key are the same. Values that JSON cannot hold only ever equal themselves. */
function settingsKey(settings: Settings): string {
  try {
    return JSON.stringify(settings, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  } catch {
    unlike += 1;
    return `unlike ${unlike}`;
  }
}

let unlike = 0;

/** A turn of the event loop by the timer that every host has. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

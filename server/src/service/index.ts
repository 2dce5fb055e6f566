import * as l10n from '@vscode/l10n';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  Position,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { PlotTheme } from '../plot';
import type {
  ChangedBlocksResult,
  ChangeKindsResult,
  ComposedConfigResult,
  CurveValuesParams,
  CurveValuesResult,
  InsteadText,
  KindChange,
  PreviewParams,
  PreviewResult,
  PrimaryChoice,
  StatusResult,
} from '../protocol';
import { forgetAnswers } from '../schedules/memo';
import type { ConfigWorkspace, WorkspaceView } from '../workspace/types';
import { type Analysis, analyze, pacer } from './analysis';
import { proposeKinds, refusalOf, withSummary } from './change-kinds';
import { changedBlocks } from './changed';
import { type CompletionOptions, complete, completeResolve, defaultCompletionOptions } from './complete';
import { composedConfig } from './composed-config';
import { definition } from './define';
import { documentLinks } from './document-links';
import { edited } from './edited';
import {
  type CodeActionContext,
  type CodeActionOptions,
  defaultCodeActionOptions,
  fixes,
  stepsAsFractions,
} from './fix';
import { hover } from './hover';
import { inlayHints } from './inlay';
import { codeLens } from './lens';
import { emptyPreview, movedInPreview, preview } from './preview';
import { primaries } from './primaries';
import { refactorings } from './refactor';
import { documentHighlight, references } from './references';
import { prepareRename, type RenameOptions, type RenameRefusal, type RenameTarget, rename } from './rename';
import { defaultSettings, type Settings, withSettings } from './settings';
import { status } from './status';
import { Survey } from './survey';
import { documentSymbols } from './symbols';
import { validate } from './validate';
import { curveValues } from './values';
import { createVariants } from './variants';
import { isComposed, wholesOf } from './whole';

export type { NoetherVersion } from '../rules';
export type { Analysis, AnalyzedBlock, BlockPerspective } from './analysis';
export { type CompletionOptions, completionTriggers } from './complete';
export {
  ASK_TOTAL_STEPS_COMMAND,
  type AskTotalSteps,
  type CodeActionContext,
  type CodeActionOptions,
  FIX_ALL_KIND,
  fixKinds,
  OPEN_RULE_DOCS_COMMAND,
} from './fix';
export { refactorKinds } from './refactor';
export type { RenameRefusal, RenameTarget } from './rename';
export { defaultSettings, type Settings, settingProblems } from './settings';
export { mergeSettings, type RawSettings, readSettingsFile, type SettingsFile } from './settings-file';
export type { TrainerFacts } from './trainer';
export { DIAGNOSTIC_SOURCE, type DiagnosticData } from './validate';

/** The settings, flat, and what the service needs from its surroundings. Everything is optional. */
export interface LanguageServiceOptions extends Partial<Settings> {
  /** Reads an environment variable. Asked only for names that the setting `environmentVariables` lists. */
  readonly environment?: (name: string) => string | undefined;
  /** Sees documents as their primary configs compose them. Without it each document is taken for the whole config. */
  readonly workspace?: Partial<Pick<ConfigWorkspace, 'lineupsOf' | 'uriOfConfig'>> & {
    viewOf(
      uri: string,
      settings: Settings,
      token?: CancellationToken,
      instead?: readonly InsteadText[],
    ): Promise<WorkspaceView | undefined>;
    /** The text of a file of the workspace; undefined where there is none. Without it, files that no config merges are not found. */
    textOf?(uri: string): Promise<string | undefined>;
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
  /** What the client can do with code actions. */
  readonly codeActions?: Partial<CodeActionOptions>;
}

/** The closed files of a workspace, all of which are judged, and after a change those that it concerns. */
export interface ClosedSurvey {
  /** As `validateClosed`. */
  validate(uri: string, text: string): Promise<Diagnostic[]>;
  /**
   * Uris of the files that may have other problems than when `validate` was asked about them, whoever changed the
   * configs that they are composed with; undefined where any file may. Files whose own text is another one need not be
   * among them. Each change is answered for once.
   */
  unsettled(): Promise<readonly string[] | undefined>;
  /** Gives back the memory of what is kept to be fast. */
  release(): void;
}

/** As LSP's own; nobody needs a connection to have one. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
}

/** A position, the id of a block, or both. */
export type PreviewAt = Position | string | Omit<PreviewParams, 'textDocument'>;

export interface LanguageService {
  /** Everything that is wrong with the schedules of a document, load errors included; [] once cancelled. */
  validate(document: TextDocument, token?: CancellationToken): Promise<Diagnostic[]>;
  /** As `validate`, of a file that no editor shows; what only other features need of it is not found out. */
  validateClosed(uri: string, text: string, token?: CancellationToken): Promise<Diagnostic[]>;
  /** Judges the closed files of the workspace under their settings as they are now, and again where a change concerns them. */
  survey(): ClosedSurvey;
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
  /** The kinds that a block could have instead, with what it takes to write each; none once cancelled. */
  changeKinds(
    document: TextDocument,
    blockId: string,
    perspectiveId?: string,
    token?: CancellationToken,
  ): Promise<ChangeKindsResult>;
  /** The blocks whose schedules differ from what older texts make of them; none once cancelled. */
  changedBlocks(
    document: TextDocument,
    instead: readonly InsteadText[],
    token?: CancellationToken,
  ): Promise<ChangedBlocksResult>;
  /** The values of one training step after the other, of the block that `preview` would show; none once cancelled. */
  curveValues(
    document: TextDocument,
    asked: Omit<CurveValuesParams, 'textDocument'>,
    token?: CancellationToken,
  ): Promise<CurveValuesResult>;
  /** One over each block, with the command that opens the panel; [] once cancelled. */
  codeLens(document: TextDocument, token?: CancellationToken): Promise<CodeLens[]>;
  /** The primary configs that reach a document, best first, with what each makes of the block at the position. */
  primaries(document: TextDocument, position?: Position, token?: CancellationToken): Promise<PrimaryChoice[]>;
  /** What a document is seen through; null for one that is nothing to us and once cancelled. */
  status(document: TextDocument, token?: CancellationToken): Promise<Omit<StatusResult, 'problems'> | null>;
  /** Where what stands at a position is written: see `define.ts`. [] once cancelled. */
  definition(document: TextDocument, position: Position, token?: CancellationToken): Promise<LocationLink[]>;
  /** Every interpolation that leads to or through what stands at a position, and, unless declined, who writes it. */
  references(
    document: TextDocument,
    position: Position,
    context?: { readonly includeDeclaration?: boolean },
    token?: CancellationToken,
  ): Promise<Location[]>;
  /** Of `references` those in the document itself, as the chosen primary config has it. */
  documentHighlight(
    document: TextDocument,
    position: Position,
    token?: CancellationToken,
  ): Promise<DocumentHighlight[]>;
  /** Links to other files: see `document-links.ts`. [] once cancelled. */
  documentLinks(document: TextDocument, token?: CancellationToken): Promise<DocumentLink[]>;
  /** The name at a position that `rename` would change, or why it cannot be; null where there is none and once cancelled. */
  prepareRename(
    document: TextDocument,
    position: Position,
    token?: CancellationToken,
  ): Promise<RenameTarget | RenameRefusal | null>;
  /** A key under another name, with the interpolations that name it, in every file that a primary config composes with it. */
  rename(
    document: TextDocument,
    position: Position,
    newName: string,
    token?: CancellationToken,
  ): Promise<WorkspaceEdit | RenameRefusal | null>;
  /** What a primary config that reaches the document composes to, as text; by default the chosen one. */
  composedConfig(
    document: TextDocument,
    perspectiveId?: string,
    token?: CancellationToken,
  ): Promise<ComposedConfigResult>;
  /** Quick fixes and, where asked for by name, source.fixAll; then refactorings. [] once cancelled. */
  codeActions(
    document: TextDocument,
    range: Range,
    context?: CodeActionContext,
    token?: CancellationToken,
  ): Promise<CodeAction[]>;
  /** What the answer to `ASK_TOTAL_STEPS_COMMAND` comes to; null where it changes nothing and once cancelled. */
  stepsAsFractions(
    document: TextDocument,
    range: Range,
    totalSteps: number,
    token?: CancellationToken,
  ): Promise<WorkspaceEdit | null>;
  /** What values in a range come to; [] once cancelled. */
  inlayHints(document: TextDocument, range: Range, token?: CancellationToken): Promise<InlayHint[]>;
  /** The schedule blocks of a document; [] once cancelled. */
  documentSymbols(document: TextDocument, token?: CancellationToken): Promise<DocumentSymbol[]>;
  /**
   * The analysis that all features read, made once per document and version; undefined once cancelled. With `instead`,
   * what it would be with other texts: of the document, of files that are composed with it, or both. A document that is
   * taken not to exist is read as an empty one.
   */
  analyze(
    document: TextDocument,
    token?: CancellationToken,
    instead?: readonly InsteadText[],
  ): Promise<Analysis | undefined>;
  /** The settings that hold for a document. */
  settings(uri: string): Settings;
  /** Changes options while running; documents whose settings are others now are analysed again when next asked for. */
  configure(options: LanguageServiceOptions): void;
  /** Gives back the memory of what is kept to be fast. */
  release(): void;
}

/** A language service over documents, each one the whole config or, with a `workspace`, a part of what others compose. */
export function createLanguageService(options: LanguageServiceOptions = {}): LanguageService {
  let current = options;
  let base = withSettings(defaultSettings, options);
  const analyses = createAnalyses();
  const variants = createVariants();

  const settings = (uri: string) => withSettings(base, current.settingsFor?.(uri));
  const analysisOf = async (
    document: TextDocument,
    token?: CancellationToken,
    instead: readonly InsteadText[] = [],
  ) => {
    if (instead.length > 0) {
      const { variant, earlier } = variants.of(document, instead);
      return analyses.get(variant, settings(document.uri), current, token, instead, earlier);
    }
    return analyses.get(document, settings(document.uri), current, token);
  };
  const wholeFor = async (document: TextDocument, position: Position, token?: CancellationToken) => {
    for (const instead of [[], ...withoutValueAt(document, position)]) {
      const analysis = await analysisOf(document, token, instead);
      if (analysis === undefined) return undefined;
      if (isComposed(analysis)) return wholesOf(analysis)[0];
    }
    return undefined;
  };

  const validateClosed = async (uri: string, text: string, token?: CancellationToken) => {
    const own = settings(uri);
    const isStale = () => token?.isCancellationRequested === true;
    const view = await current.workspace?.viewOf(uri, own, token);
    if (isStale()) return [];
    const analysis = await analyze(
      { uri, version: 0, getText: () => text },
      { ...surroundings(own, current, view), isClosed: true, isStale },
    );
    return analysis === undefined ? [] : validate(analysis);
  };

  const renameOptions = (token: CancellationToken | undefined): RenameOptions => ({
    read: current.workspace?.textOf?.bind(current.workspace),
    viewOf: async (uri) => current.workspace?.viewOf(uri, settings(uri), token),
    pause: current.yield ?? turn,
    token,
  });

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
    release: forgetAnswers,
    async codeActions(document, range, context = {}, token) {
      const analysis = await analysisOf(document, token);
      if (analysis === undefined) return [];
      const span = spanOf(document, range);
      const options = { ...defaultCodeActionOptions, ...current.codeActions };
      return [...fixes(analysis, span, context, options), ...refactorings(analysis, span, context, options)];
    },
    async stepsAsFractions(document, range, totalSteps, token) {
      const analysis = await analysisOf(document, token);
      const options = { ...defaultCodeActionOptions, ...current.codeActions };
      return analysis === undefined
        ? null
        : stepsAsFractions(analysis, document.offsetAt(range.start), totalSteps, options);
    },
    async inlayHints(document, range, token) {
      const analysis = await analysisOf(document, token);
      return analysis === undefined ? [] : inlayHints(analysis, spanOf(document, range));
    },
    async documentSymbols(document, token) {
      const analysis = await analysisOf(document, token);
      return analysis === undefined ? [] : documentSymbols(analysis);
    },
    async validate(document, token) {
      const analysis = await analysisOf(document, token);
      return analysis === undefined ? [] : validate(analysis);
    },
    validateClosed,
    survey() {
      const { lineupsOf, uriOfConfig } = current.workspace ?? {};
      if (lineupsOf === undefined || uriOfConfig === undefined) {
        return { validate: validateClosed, unsettled: async () => undefined, release: () => undefined };
      }
      const pace = pacer({ pause: current.yield ?? turn, isStale: () => false });
      const survey = new Survey(
        { lineupsOf: lineupsOf.bind(current.workspace), uriOfConfig: uriOfConfig.bind(current.workspace) },
        pace,
      );
      return {
        async validate(uri, text) {
          const own = settings(uri);
          await survey.note(uri, own, settingsKey(own), current.environment);
          return validateClosed(uri, text);
        },
        unsettled: () => survey.unsettled(),
        release: () => survey.release(),
      };
    },
    async complete(document, position, token) {
      if (token?.isCancellationRequested === true) return { isIncomplete: false, items: [] };
      const whole = mayRefer(document, position) ? await wholeFor(document, position, token) : undefined;
      return complete(document, position, settings(document.uri), completionOptions(), whole);
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
      const asked: Omit<PreviewParams, 'textDocument'> =
        typeof at === 'string' ? { blockId: at } : at && 'line' in at ? { position: at } : (at ?? {});
      const analysis = await analysisOf(document, token, asked.instead);
      if (analysis === undefined) return emptyPreview(document.version);
      if (asked.instead?.some(({ uri, text }) => uri === document.uri && text === undefined) === true) {
        return emptyPreview(document.version, l10n.t('There is no such file in that version.'));
      }
      const { position, move, ...rest } = asked;
      const offset = position && offsetIn(analysis, position);
      const query = { ...rest, ...(offset !== undefined && { offset }) };
      if (move === undefined) return preview(analysis, query);
      const { moved, blockId: selected } = movedInPreview(analysis, query, move);
      if (selected === undefined || moved.edits.length === 0) return { ...preview(analysis, query), moved };
      const read = (uri: string) => (uri === document.uri ? document.getText() : current.workspace?.textOf?.(uri));
      const then = await analysisOf(document, token, await edited(moved.edits, asked.instead ?? [], read));
      if (then === undefined) return emptyPreview(document.version);
      return { ...preview(then, { ...rest, blockId: selected }), moved };
    },
    async changeKinds(document, blockId, perspectiveId, token) {
      const kinds: KindChange[] = [];
      const analysis = await analysisOf(document, token);
      if (analysis === undefined) return { kinds };
      const { version } = analysis;
      for (const proposed of proposeKinds(analysis, blockId, perspectiveId)) {
        const then = await analysisOf(document, token, await edited(proposed.edits, [], () => analysis.text));
        // What is proposed for an older text is of no use, and whoever asks gets the newer one's.
        if (document.version !== version) return this.changeKinds(document, blockId, perspectiveId, token);
        if (then === undefined) return { kinds: [] };
        const kind = withSummary(proposed, then, blockId, perspectiveId);
        if (kind !== undefined) kinds.push(kind);
      }
      return kinds.length > 0 ? { kinds } : { kinds, refusal: refusalOf(analysis, blockId, perspectiveId) };
    },
    async changedBlocks(document, instead, token) {
      const now = await analysisOf(document, token);
      const earlier = now && (instead.length === 0 ? now : await analysisOf(document, token, instead));
      return { version: now?.version ?? document.version, blocks: now && earlier ? changedBlocks(now, earlier) : [] };
    },
    async curveValues(document, { position, ...query }, token) {
      const analysis = await analysisOf(document, token, query.instead);
      const offset = analysis && position && offsetIn(analysis, position);
      const pace = pacer({ pause: current.yield ?? turn, isStale: () => token?.isCancellationRequested === true });
      const found =
        analysis && (await curveValues(analysis, { ...query, ...(offset !== undefined && { offset }) }, pace));
      return found ?? { version: document.version, totalSteps: 0, values: [] };
    },
    async primaries(document, position, token) {
      const analysis = await analysisOf(document, token);
      return analysis === undefined ? [] : primaries(analysis, position && document.offsetAt(position));
    },
    async status(document, token) {
      const analysis = await analysisOf(document, token);
      return (analysis && status(analysis)) ?? null;
    },
    async definition(document, position, token) {
      const analysis = await analysisOf(document, token);
      const read = current.workspace?.textOf?.bind(current.workspace);
      return analysis === undefined ? [] : definition(analysis, document.offsetAt(position), read);
    },
    async references(document, position, context, token) {
      const analysis = await analysisOf(document, token);
      const { includeDeclaration = true } = context ?? {};
      const options = { includeDeclaration, pause: current.yield ?? turn, token };
      return analysis === undefined ? [] : references(analysis, document.offsetAt(position), options);
    },
    async documentHighlight(document, position, token) {
      const analysis = await analysisOf(document, token);
      return analysis === undefined ? [] : documentHighlight(analysis, document.offsetAt(position));
    },
    async documentLinks(document, token) {
      const analysis = await analysisOf(document, token);
      const read = current.workspace?.textOf?.bind(current.workspace);
      return analysis === undefined ? [] : documentLinks(analysis, { read, pause: current.yield ?? turn, token });
    },
    async prepareRename(document, position, token) {
      const analysis = await analysisOf(document, token);
      if (analysis === undefined) return null;
      return (await prepareRename(analysis, document.offsetAt(position), renameOptions(token))) ?? null;
    },
    async rename(document, position, newName, token) {
      const analysis = await analysisOf(document, token);
      if (analysis === undefined) return null;
      const { documentChanges } = { ...defaultCodeActionOptions, ...current.codeActions };
      const options = { ...renameOptions(token), documentChanges };
      return (await rename(analysis, document.offsetAt(position), newName, options)) ?? null;
    },
    async composedConfig(document, perspectiveId, token) {
      const analysis = await analysisOf(document, token);
      const empty = { text: '', lines: [] };
      return analysis === undefined ? { unresolved: empty, resolved: empty } : composedConfig(analysis, perspectiveId);
    },
    async codeLens(document, token) {
      const analysis = await analysisOf(document, token);
      return analysis === undefined ? [] : codeLens(analysis, current.yield ?? turn, token);
    },
  };
}

/** A position of the text that was analysed, which need not be the one of the document. */
function offsetIn({ text, document }: Analysis, position: Position): number {
  return document?.offsetAt(position) ?? TextDocument.create('', '', 0, text).offsetAt(position);
}

function spanOf(document: TextDocument, { start, end }: Range): { start: number; end: number } {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

/** Whether the position may be inside of an interpolation. */
function mayRefer(document: TextDocument, { line, character }: Position): boolean {
  return document.getText({ start: { line, character: 0 }, end: { line, character } }).includes('${');
}

/**
 * The document without the interpolation that is being written at a position, and without its line: with half of an
 * interpolation in it a config does not compose, and just then the paths of the composed config are wanted.
 */
function withoutValueAt(document: TextDocument, { line, character }: Position): readonly InsteadText[][] {
  const text = document.getText();
  const start = document.offsetAt({ line, character: 0 });
  const end = document.offsetAt({ line: line + 1, character: 0 });
  const row = text.slice(start, end).replace(/(?<![\r\n])[\r\n]+$/, '');
  const before = row.slice(0, character).replace(/["']?\$\{.*$/s, '');
  const after = row.slice(character).replace(/^[\w.]*\}?["']?/, '');
  return [`${before}null${after}`, ''].map((instead) => [
    { uri: document.uri, text: text.slice(0, start) + instead + text.slice(start + row.length) },
  ]);
}

interface CachedAnalysis {
  /** Version, settings and stamp of the view. */
  readonly of: string;
  readonly text: string;
  readonly analysis: Promise<Analysis | undefined>;
  /** Tokens of those who wait for it; undefined for one who will not lose interest. */
  readonly askers: Set<CancellationToken | undefined>;
}

interface Analyses {
  get(
    document: TextDocument,
    settings: Settings,
    options: LanguageServiceOptions,
    token: CancellationToken | undefined,
    instead?: readonly InsteadText[],
    /** A document that differs little, whose analysis spares most of the reading. */
    earlier?: TextDocument,
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
    async get(document, settings, options, token, instead, earlier) {
      const cancelled = () => token?.isCancellationRequested === true;
      const key = settingsKey(settings);
      while (!cancelled()) {
        const { version } = document;
        const view = await options.workspace?.viewOf(document.uri, settings, token, instead);
        if (cancelled()) return undefined;
        if (document.version !== version) continue;
        const text = document.getText();
        const of = JSON.stringify([version, key, view?.stamp ?? null]);
        let cached = cache.get(document);
        if (cached === undefined || cached.of !== of || cached.text !== text) {
          const askers = new Set([token]);
          const before = cached ?? (earlier && cache.get(earlier));
          const analysis = renew(before?.analysis, document, view, settings, options, askers);
          cached = { of, text, analysis, askers };
          cache.set(document, cached);
        }
        cached.askers.add(token);
        const result = await cached.analysis;
        cached.askers.clear();
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
  askers: ReadonlySet<CancellationToken | undefined>,
): Promise<Analysis | undefined> {
  const { version } = document;
  const before = await earlier?.catch(() => undefined);
  return analyze(document, {
    ...surroundings(settings, options, view),
    // The document changes in place. Whoever asked first may lose interest before the others do.
    isStale: () =>
      document.version !== version || [...askers].every((token) => token?.isCancellationRequested === true),
    previous: before?.document,
  });
}

function surroundings(settings: Settings, options: LanguageServiceOptions, view: WorkspaceView | undefined) {
  const { environment, workspace } = options;
  return { settings, environment, view, isPart: workspace !== undefined, pause: options.yield ?? turn };
}

const settingsKeys = new WeakMap<Settings, string>();

/** Two settings with one key are the same. Values that JSON cannot hold only ever equal themselves. */
function settingsKey(settings: Settings): string {
  const key = settingsKeys.get(settings) ?? keyOf(settings);
  settingsKeys.set(settings, key);
  return key;
}

function keyOf(settings: Settings): string {
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

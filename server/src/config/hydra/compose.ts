import * as l10n from '@vscode/l10n';
import { splitKey } from '../resolve';
import type { MapEntry, MapValue, Origin, Path, ValueNode } from '../types';
import { OverrideApplication } from './apply';
import { type ComposedConfig, ComposedResult, type Composition, type Dependencies } from './composition';
import { type CompositionNote, type DefaultsList, DefaultsTree, type ResultDefault } from './defaultsList';
import { type Environment, OmegaConf } from './evaluate';
import { CompositionFailure } from './failure';
import { HYDRA_KEYS } from './library';
import { MergeTarget } from './merge';
import {
  commandLineOrigin,
  isCommandLine,
  isSyntaxError,
  type Override,
  overrideKey,
  parseOverride,
} from './overrides';
import { type ConfigStore, emptyOrigin, joinPath, type LoadedConfig, parentFolder, Repository } from './repository';
import { ResolvedTree } from './resolveTree';
import type { Steps } from './steps';
import { nearest } from './suggest';
import { isInterpolation, mapOf, textKey } from './tree';

/** One command line: a primary config, and what is said about it. */
export interface CompositionRequest {
  /** The folder that the primary config lies in, which is Hydra's config directory. */
  readonly configDir: string;
  /** Name of the primary config, with or without `.yaml`. */
  readonly primary: string;
  /** Words of the command line. */
  readonly overrides?: readonly string[];
  /** The environment that `oc.env` sees. */
  readonly env?: Environment;
  /** Where relative folders of `hydra.searchpath` count from; the config directory and its ancestors are tried else. */
  readonly cwd?: string;
}

/** Which files are merged in which order, found out before any is merged. Whoever composes with it again has it alone. */
export interface MergePlan {
  readonly repository: Repository;
  readonly list: DefaultsList;
  /** Those of the list that are the project's own. */
  readonly defaults: readonly ResultDefault[];
  /** The uri and path of the primary config. */
  readonly primary: { readonly uri: string; readonly path: string };
  readonly warnings: readonly string[];
  readonly notes: readonly CompositionNote[];
}

/** The plan of an earlier run of the same request, and the files whose text has changed since. */
export interface EarlierPlan {
  readonly plan: MergePlan;
  readonly changed: ReadonlySet<string>;
}

/** A composition on its way. One object serves one run. */
export class CompositionRun {
  private repository: Repository;
  private readonly omegaConf: OmegaConf;
  private readonly files = new Map<string, string>();
  private readonly warnings: string[] = [];
  private readonly notes: CompositionNote[] = [];
  /** Undefined until there is one. */
  plan: MergePlan | undefined;

  constructor(
    private readonly store: ConfigStore,
    private readonly request: CompositionRequest,
    private readonly earlier?: EarlierPlan,
  ) {
    this.repository = new Repository(store, joinPath(request.configDir));
    this.omegaConf = new OmegaConf(request.env ?? {});
  }

  get dependencies(): Dependencies {
    return { files: this.repository.reads, folders: this.repository.lists };
  }

  *run(): Steps<Composition> {
    try {
      return yield* this.compose();
    } catch (failure) {
      if (!(failure instanceof CompositionFailure)) throw failure;
      const { pythonError, message, origin, related, uncertain } = failure.problem;
      return {
        ok: false,
        stage: 'compose',
        pythonError,
        message,
        file: origin && (isCommandLine(origin.uri) ? 'cli' : (this.store.pathOf(origin.uri) ?? origin.uri)),
        range: origin?.range,
        origin,
        related,
        uncertain,
        warnings: this.warnings,
        notes: this.notes,
        dependencies: this.dependencies,
      };
    }
  }

  private *compose(): Steps<ComposedConfig> {
    const follow = this.omegaConf.follow.bind(this.omegaConf);
    this.plan = (yield* this.planAgain()) ?? (yield* this.makePlan(follow));
    const { list, primary } = this.plan;
    const target = new MergeTarget(mapOf(new Map(), { origin: emptyOrigin(primary.uri) }), follow);
    yield* this.mergeFiles(target, list);
    const evaluation = { dereference: follow, equal: this.omegaConf.equal.bind(this.omegaConf) };
    yield* new OverrideApplication(target, evaluation).apply(list.configOverrides);
    target.remove(target.root, 'hydra');

    const env = this.request.env ?? {};
    const failure = yield* new ResolvedTree(target.root, env).check();
    return new ComposedResult({
      tree: target.root,
      env,
      failure,
      defaults: this.plan.defaults,
      choices: list.choices,
      warnings: this.warnings,
      notes: this.notes,
      dependencies: this.dependencies,
      files: this.files,
    });
  }

  /** The earlier plan, where it still holds. */
  private *planAgain(): Steps<MergePlan | undefined> {
    if (this.earlier === undefined) return undefined;
    const { plan, changed } = this.earlier;
    // The primary config may say where to search.
    if (changed.has(plan.primary.path) || !(yield* plan.repository.reread(changed))) return undefined;
    this.repository = plan.repository;
    this.warnings.push(...plan.warnings);
    this.notes.push(...plan.notes);
    return plan;
  }

  private *makePlan(follow: OmegaConf['follow']): Steps<MergePlan> {
    const { configDir, primary } = this.request;
    const exists = yield* this.repository.configExists(primary);
    if (!exists && !(yield* this.repository.folderExists(joinPath(configDir)))) {
      throw new CompositionFailure('MissingConfigException', l10n.t`The config folder ${configDir} does not exist.`);
    }
    const overrides = this.parseOverrides();
    const loaded = yield* this.repository.loadConfig(primary);
    if (loaded && loaded.content.kind !== 'map') {
      throw new CompositionFailure(
        'ConfigCompositionException',
        l10n.t('A primary config is a mapping, but this file is a list.'),
        {
          origin: loaded.content.origin,
        },
      );
    }
    yield* this.followSearchPath(loaded, overrides);
    refuseSweeps(overrides);
    const list = yield* new DefaultsTree(this.repository, primary, follow, this.warnings, this.notes).build(overrides);
    return {
      repository: this.repository,
      list,
      defaults: list.defaults.filter((item) => !isHydraOwn(item)),
      primary: { uri: loaded?.uri ?? '', path: loaded?.path ?? '' },
      warnings: [...this.warnings],
      notes: [...this.notes],
    };
  }

  private parseOverrides(): Override[] {
    return (this.request.overrides ?? []).map((text, index) => {
      const parsed = parseOverride(text, index);
      if (!isSyntaxError(parsed)) return parsed;
      const message = l10n.t`The override '${text}' does not parse: ${parsed.message}.`;
      throw new CompositionFailure('OverrideParseException', message, {
        origin: commandLineOrigin(text, index, parsed.start, parsed.end),
      });
    });
  }

  /** `hydra.searchpath` of the primary config or of the command line adds folders behind the config directory. */
  private *followSearchPath(primary: LoadedConfig | undefined, overrides: readonly Override[]): Steps<void> {
    const fromWord = overrides.find(
      (override) => override.type === 'change' && overrideKey(override) === 'hydra.searchpath',
    );
    const places = fromWord ? this.searchPathOfWord(fromWord) : this.searchPathOfFile(primary);
    const provider = fromWord ? 'hydra.searchpath in command-line' : 'hydra.searchpath in main';
    for (const { text, origin } of places) {
      const scheme = /^([^:]*):\/\//.exec(text)?.[1] ?? 'file';
      if (scheme !== 'file') {
        this.repository.addUnknownSource(text);
        this.notes.push({
          code: 'external-config',
          message: l10n.t`${text} cannot be read here: configs in it are not known.`,
          origin,
          related: [],
        });
        continue;
      }
      const folder = text.startsWith('file://') ? text.slice('file://'.length) : text;
      const dir = yield* this.searchFolder(folder);
      if (dir === undefined) {
        this.warnings.push(`provider=${provider}, path=${folder} is not available.`);
        this.notes.push({
          code: 'searchpath-missing',
          message: l10n.t`The folder ${folder} of the search path does not exist; Hydra goes on without it.`,
          origin,
          related: [],
        });
      } else {
        this.repository.addSource(dir);
      }
    }
  }

  private *searchFolder(folder: string): Steps<string | undefined> {
    const { cwd, configDir } = this.request;
    if (folder.startsWith('/') || /^[A-Za-z]:/.test(folder) || cwd !== undefined) {
      const dir = folder.startsWith('/') || cwd === undefined ? joinPath(folder) : joinPath(cwd, folder);
      return (yield* this.repository.folderExists(dir)) ? dir : undefined;
    }
    // Hydra counts from the folder that the run is started in, which mostly is the project's: above the configs.
    for (let base = joinPath(configDir); ; base = parentFolder(base)) {
      const dir = joinPath(base, folder);
      if (yield* this.repository.folderExists(dir)) return dir;
      if (base === '' || base === '/') return undefined;
    }
  }

  private searchPathOfWord(override: Override): { text: string; origin: Origin }[] {
    const value = override.value;
    const place = (at: { start: number; end: number }): Origin =>
      commandLineOrigin(override.text, override.index, at.start, at.end);
    if (value?.kind === 'scalar' && value.value === null) return [];
    if (value?.kind !== 'list')
      throw badSearchPath(commandLineOrigin(override.text, override.index, 0, override.text.length));
    return value.items.map((item) => {
      if (item.kind !== 'scalar' || typeof item.value !== 'string') throw badSearchPath(place(item));
      return { text: item.value, origin: place(item) };
    });
  }

  private searchPathOfFile(primary: LoadedConfig | undefined): { text: string; origin: Origin }[] {
    if (primary?.content.kind !== 'map') return [];
    const root = primary.content;
    let path: Path = [];
    let node: ValueNode | undefined = root;
    for (const part of ['hydra', 'searchpath']) {
      if (node?.kind !== 'map') return [];
      path = [...path, part];
      node = node.entries.get(part)?.value;
      if (isInterpolation(node)) {
        const reference = this.omegaConf.follow(root, path);
        if (reference.kind === 'error') {
          throw new CompositionFailure(
            'ConfigCompositionException',
            l10n.t`'hydra.searchpath' cannot be resolved: ${reference.message}`,
            {
              origin: node.origin,
            },
          );
        }
        if (reference.kind === 'node') path = reference.path;
        node = reference.node;
      }
    }
    if (node === undefined || (node.kind === 'scalar' && (node.value === null || node.value === '???'))) return [];
    if (node.kind !== 'list') throw badSearchPath(node.origin);
    return node.items.map((item, index) => {
      let value: ValueNode = item;
      if (isInterpolation(item)) {
        const reference = this.omegaConf.follow(root, [...path, index]);
        if (reference.kind === 'error') {
          throw new CompositionFailure(
            'ConfigCompositionException',
            l10n.t`${item.value} cannot be resolved: ${reference.message}`,
            {
              origin: item.origin,
            },
          );
        }
        value = reference.node;
      }
      if (value.kind !== 'scalar' || typeof value.value !== 'string') throw badSearchPath(item.origin);
      return { text: value.value, origin: item.origin };
    });
  }

  private *mergeFiles(target: MergeTarget, list: DefaultsList): Steps<void> {
    const uses = new Map<string, number>();
    for (const { configPath } of list.defaults) uses.set(configPath, (uses.get(configPath) ?? 0) + 1);
    const working = new Map<string, MapValue>();
    for (const item of list.defaults) {
      const config = this.repository.loaded(item.configPath);
      if (!config) continue;
      this.files.set(config.uri, config.path);
      if (this.store.spellings.get(config.path) !== config.path) yield* this.noteCase(item, config);
      let content: ValueNode = config.content;
      if (content.kind === 'map' && (uses.get(item.configPath) ?? 0) > 1) {
        content = working.get(item.configPath) ?? target.workingCopy(content);
        working.set(item.configPath, content);
      }
      // At the root Hydra merges the file's own nodes; at a package it places a copy.
      const placed = item.package === '' ? content : embed(target.detachedCopy(content), item);
      if (placed.kind !== 'map') {
        throw new CompositionFailure(
          'ConfigCompositionException',
          l10n.t`${config.path} holds a list, and a list cannot be merged onto the root of the config: place it at a package.`,
          { origin: item.place?.origin ?? placed.origin },
        );
      }
      this.checkHydraNode(placed, item);
      yield* target.merge(target.root, placed, []);
    }
  }

  private *noteCase(item: ResultDefault, config: LoadedConfig): Steps<void> {
    const { configDir } = this.request;
    const other = yield* this.repository.otherCase(config.path, joinPath(configDir));
    if (other === undefined) return;
    this.notes.push({
      code: 'name-case',
      message: l10n.t`The file on disk is ${other.slice(joinPath(configDir).length + 1)}. This name is found only on disks that do not tell upper from lower case; write it as it is.`,
      origin: item.place?.origin,
      related: [],
    });
  }

  private checkHydraNode(content: MapValue, item: ResultDefault): void {
    const entry = content.entries.get('hydra');
    if (!entry) return;
    const node = entry.value;
    if (node.kind !== 'map') return;
    const searchPath = node.entries.get('searchpath');
    const isSet =
      searchPath && !(searchPath.value.kind === 'scalar' && [null, '???'].includes(searchPath.value.value as null));
    if (isSet && !item.primary) {
      const message = l10n.t("Only the primary config may set 'hydra.searchpath'; move it there.");
      throw new CompositionFailure('ConfigCompositionException', message, { origin: searchPath.key.origin });
    }
    for (const [key, child] of node.entries) {
      if (HYDRA_KEYS.has(key) || isHydraOwn(item)) continue;
      const meant = nearest(key, [...HYDRA_KEYS]);
      const message = l10n.t`Hydra's own config has no key '${key}'.${meant ? l10n.t` Did you mean '${meant}'?` : ''}`;
      throw new CompositionFailure('ConfigCompositionException', message, { origin: child.key.origin });
    }
  }
}

function isHydraOwn(item: ResultDefault): boolean {
  return item.configPath.startsWith('hydra/') && item.parent === '<root>' && !item.primary;
}

function badSearchPath(origin: Origin): CompositionFailure {
  return new CompositionFailure(
    'ConfigCompositionException',
    l10n.t("'hydra.searchpath' is a list of texts such as file://conf/extra."),
    {
      origin,
    },
  );
}

/** The content of a file below the keys of its package. */
function embed(content: ValueNode, item: ResultDefault): ValueNode {
  const place = item.place ?? content;
  let node = content;
  const parts = /[.[]/.test(item.package) ? splitKey(item.package).reverse() : [item.package];
  for (const part of parts) {
    const entry: MapEntry = { key: textKey(part, place), value: node, merged: false };
    node = mapOf(new Map([[part, entry]]), content);
  }
  return node;
}

function refuseSweeps(overrides: readonly Override[]): void {
  for (const { value, text, index, key } of overrides) {
    if (value?.kind !== 'sweep') continue;
    const origin = commandLineOrigin(text, index, value.start, value.end);
    const given = text.slice(value.start, value.end);
    const message =
      value.form === 'simple'
        ? l10n.t`Several values for '${key}' need --multirun. For a list write [${given}], for a text put it in quotes.`
        : l10n.t`'${given}' is a sweep, which needs --multirun.`;
    throw new CompositionFailure('ConfigCompositionException', message, { origin });
  }
}

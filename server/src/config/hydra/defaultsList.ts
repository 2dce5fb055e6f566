import * as l10n from '@vscode/l10n';
import type { MapEntry, MapValue, Origin, ScalarValue } from '../types';
import type { DefaultsEntry } from './entries';
import { CompositionFailure, type RelatedPlace } from './failure';
import { type DefaultsNode, InputDefault, isDefaultsNode } from './inputDefault';
import { HYDRA_GROUPS } from './library';
import type { Reference } from './merge';
import { commandLineOrigin, type Override, type OverrideElement, overrideKey } from './overrides';
import type { LoadedConfig, Repository } from './repository';
import type { Steps } from './steps';
import { nearest } from './suggest';
import { mapOf, type Placed, textKey } from './tree';

/** One file of the final order of merging. */
export interface ResultDefault {
  readonly configPath: string;
  /** Dotted place in the composed config, empty for its root. */
  readonly package: string;
  /** Config path of the file that lists this one; `<root>` for the primary. */
  readonly parent: string;
  readonly isSelf: boolean;
  readonly primary: boolean;
  readonly overrideKey: string | undefined;
  /** Where the entry stands that brought the file in, or the option that an override put there. */
  readonly place: Placed | undefined;
}

/** Something that Hydra accepts in silence and that hardly is what was meant, or that cannot be known here. */
export interface CompositionNote {
  readonly code: 'ignored-keyword' | 'external-config' | 'name-case' | 'searchpath-missing' | 'missing-self';
  readonly message: string;
  readonly origin: Origin | undefined;
  readonly related: readonly RelatedPlace[];
}

export interface DefaultsList {
  readonly defaults: readonly ResultDefault[];
  /** Group choices by override key, in the order in which Hydra met them; `hydra/…` groups are left out. */
  readonly choices: Readonly<Record<string, string | null>>;
  readonly configOverrides: readonly Override[];
}

interface GroupOverride {
  readonly value: string | readonly string[] | null;
  readonly external: boolean;
  readonly place: Placed | undefined;
  readonly valuePlace: Placed | undefined;
  used: boolean;
}

interface Deletion {
  readonly option: string | undefined;
  readonly override: Override;
  used: boolean;
}

/**
 * Python gives up below about 480 nested includes. Trees of files are nowhere near so deep, so that many levels mean
 * that the includes go round.
 */
const DEEPEST_INCLUDE = 480;

/** Entries handled between two points where the work may be interrupted. */
const STRIDE = 200;

/** Resolves an interpolation at a path of a tree; the composer's view of OmegaConf. */
export type Dereference = (root: MapValue, path: readonly (string | number)[]) => Reference;

const PYTHON_TYPES = (): Readonly<Record<string, string>> => ({
  null: 'null',
  bool: l10n.t('a boolean'),
  int: l10n.t('a number'),
  float: l10n.t('a number'),
  str: l10n.t('a text'),
});

/** Hydra's defaults tree of one primary: which files are merged, in which order, and where each lands. */
export class DefaultsTree {
  private readonly groupOverrides = new Map<string, GroupOverride>();
  private readonly deletions = new Map<string, Deletion>();
  private readonly appended: InputDefault[] = [];
  private readonly configOverrides: Override[] = [];
  private readonly knownChoices = new Map<string, string | null>();
  private readonly choicePlaces = new Map<string, Placed | undefined>();
  private readonly keysOfGroup = new Map<string, Set<string>>();
  private depth = 0;
  private count = 0;

  constructor(
    private readonly repository: Repository,
    private readonly primary: string,
    private readonly dereference: Dereference,
    /** Receives the texts of the Python warnings that Hydra emits. */
    private readonly warnings: string[],
    private readonly notes: CompositionNote[],
  ) {}

  /** @throws CompositionFailure where Hydra refuses the composition. */
  *build(overrides: readonly Override[]): Steps<DefaultsList> {
    yield* this.sortOverrides(overrides);
    const node = new InputDefault({ kind: 'config', target: this.primary, primary: true, place: undefined });
    const root: DefaultsNode = { node, parent: undefined, children: undefined };
    yield* this.expand(root, true, false);
    const hydra = yield* this.expandHydra();
    const defaults = [...hydra, ...this.flatten(root)];
    this.refuseDuplicates(defaults);
    this.refuseUnusedOverrides();
    this.refuseUnusedDeletions();
    const choices: Record<string, string | null> = Object.create(null);
    for (const [key, choice] of this.knownChoices) if (!key.startsWith('hydra/')) choices[key] = choice;
    return { defaults, choices, configOverrides: this.configOverrides };
  }

  private *sortOverrides(overrides: readonly Override[]): Steps<void> {
    for (const override of overrides) {
      const { value } = override;
      if (value?.kind === 'sweep') continue;
      const isGroup = yield* this.repository.groupExists(override.key);
      if (value?.kind === 'dict' || !isGroup) {
        this.configOverrides.push(override);
        continue;
      }
      if (override.type === 'forceAdd') {
        const message = l10n.t`'${override.key}' is a config group, and Hydra has no '++' for groups: write +${override.text.slice(2)} to append it, ${override.text.slice(2)} to change it.`;
        throw new CompositionFailure('ConfigCompositionException', message, { origin: wordOrigin(override) });
      }
      if (override.type === 'delete') {
        if (value && !(value.kind === 'scalar' && (value.value === null || typeof value.value === 'string'))) {
          throw new CompositionFailure(
            'ValueError',
            l10n.t`'${override.key}' is a config group: '~' takes the name of its option.`,
            {
              origin: elementOrigin(override, value),
            },
          );
        }
        const option = value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
        this.deletions.set(overrideKey(override), { option, override, used: false });
        continue;
      }
      const choice = choiceOf(override, value);
      if (override.type === 'add') {
        this.appended.push(
          new InputDefault({
            kind: 'group',
            target: override.key,
            package: override.package === '_here_' ? '' : override.package,
            value: choice,
            externalAppend: true,
            place: { origin: wordOrigin(override) },
            valuePlace: value && { origin: elementOrigin(override, value) },
          }),
        );
      } else {
        this.groupOverrides.set(overrideKey(override), {
          value: choice,
          external: true,
          place: { origin: wordOrigin(override) },
          valuePlace: value && { origin: elementOrigin(override, value) },
          used: false,
        });
      }
    }
  }

  private *expand(tree: DefaultsNode, isRoot: boolean, interpolated: boolean): Steps<void> {
    this.count += 1;
    if (this.count % STRIDE === 0) yield undefined;
    const { node } = tree;
    if (isRoot && !(yield* this.repository.configExists(node.configPath()))) {
      throw yield* this.notFound(tree);
    }
    const path = node.configPath();
    let loaded: LoadedConfig | undefined;
    if (!node.isMissing() && node.name() !== null) {
      loaded = this.repository.loaded(path) ?? (yield* this.repository.loadConfig(path));
      node.setPackageHeader(loaded?.header);
    }
    const deletion = this.deletionOf(node);
    if (deletion) {
      node.deleted = true;
      deletion.used = true;
      return;
    }
    this.noteChoice(node);
    if (node.name() === null) return;
    if (path.endsWith('???')) throw yield* this.unchosen(node);
    if (!loaded) {
      if (node.optional) {
        node.deleted = true;
        return;
      }
      throw yield* this.notFound(tree);
    }
    if (loaded.entries.length > 0 || isRoot) yield* this.expandEntries(tree, loaded, isRoot, interpolated);
  }

  private *expandEntries(
    tree: DefaultsNode,
    loaded: LoadedConfig,
    isRoot: boolean,
    interpolated: boolean,
  ): Steps<void> {
    const { node } = tree;
    const entries = loaded.entries.map((entry) => InputDefault.of(entry));
    for (const entry of entries) this.noteIgnoredWords(entry.entry);
    let selfAdded = false;
    if (entries.length > 0 || (isRoot && this.appended.length > 0)) {
      selfAdded = this.completeWithSelf(node, entries, loaded);
    }
    if (isRoot) entries.push(...this.appended);
    this.collectOverrides(entries, node, interpolated);

    this.depth += 1;
    if (this.depth > DEEPEST_INCLUDE) throw this.loop(tree);
    const children: (DefaultsNode | InputDefault)[] = [];
    for (const entry of entries.toReversed()) {
      if (entry.isSelf()) {
        children.push(entry);
        continue;
      }
      if (entry.override) continue;
      // Its parent is known from collecting the overrides.
      this.applyGroupOverride(entry);
      if (entry.kind === 'group' && Array.isArray(entry.value)) {
        for (const option of this.optionsOf(entry, node)) children.push(yield* this.child(option, tree, interpolated));
      } else if (entry.isInterpolation()) {
        children.push(entry);
      } else {
        children.push(yield* this.child(entry, tree, interpolated));
      }
    }
    // Options with an interpolation wait until every other group of this list has its choice.
    let choices: MapValue | undefined;
    for (const [index, entry] of children.entries()) {
      if (isDefaultsNode(entry) || !entry.isInterpolation()) continue;
      choices ??= this.interpolationRoot(entries, selfAdded);
      this.resolveInterpolation(entry, choices);
      entry.updateParent(node.groupPath(), node.finalPackage());
      children[index] = yield* this.child(entry, tree, true);
    }
    this.depth -= 1;
    if (children.length > 0) tree.children = children.reverse();
  }

  private *child(node: InputDefault, parent: DefaultsNode, interpolated: boolean): Steps<DefaultsNode | InputDefault> {
    const tree: DefaultsNode = { node, parent, children: undefined };
    yield* this.expand(tree, false, interpolated);
    return tree.children === undefined ? node : tree;
  }

  private noteIgnoredWords(entry: DefaultsEntry | undefined): void {
    for (const word of entry?.ignoredWords ?? []) {
      const meant = nearest(word, ['override', 'optional']);
      const hint = meant ? l10n.t`write '${meant}'` : l10n.t("only 'override' and 'optional' mean something there");
      this.notes.push({
        code: 'ignored-keyword',
        message: l10n.t`Hydra ignores the word '${word}' in front of the group '${entry?.target ?? ''}': ${hint}.`,
        origin: entry?.targetPlace.origin,
        related: [],
      });
    }
  }

  /** Appends `_self_` where the list lacks it; true where it did. */
  private completeWithSelf(node: InputDefault, entries: InputDefault[], loaded: LoadedConfig): boolean {
    let self: InputDefault | undefined;
    let plain: InputDefault | undefined;
    for (const entry of entries) {
      if (!entry.override) plain = entry;
      if (!entry.isSelf()) continue;
      if (self) {
        throw new CompositionFailure(
          'ConfigCompositionException',
          l10n.t("'_self_' stands twice in this defaults list: keep one."),
          {
            origin: entry.origin,
            related: related(l10n.t('The first one stands here'), self.origin),
          },
        );
      }
      self = entry;
    }
    if ((!self && plain) || entries.length === 0) {
      if (node.primary && plain && loaded.hasContent()) {
        this.warnings.push(
          `In '${node.configPath()}': Defaults list is missing \`_self_\`. See https://hydra.cc/docs/1.2/upgrades/1.0_to_1.1/default_composition_order for more information`,
        );
        this.notes.push({
          code: 'missing-self',
          message: l10n.t(
            "This defaults list has no '_self_', so the file's own keys are merged last and win. Add '- _self_' at the end to say so, or at the top to let the groups win.",
          ),
          origin: loaded.defaultsPlace?.origin,
          related: [],
        });
      }
      entries.push(new InputDefault({ kind: 'config', target: '_self_', place: undefined }));
    }
    return !self;
  }

  private collectOverrides(entries: readonly InputDefault[], node: InputDefault, interpolated: boolean): void {
    let seen: InputDefault | undefined;
    const baseDir = node.groupPath();
    const pkg = node.finalPackage();
    for (const entry of entries) {
      if (entry.isSelf()) continue;
      entry.updateParent(baseDir, pkg);
      if (seen && !entry.override && !entry.externalAppend) {
        throw new CompositionFailure(
          'ConfigCompositionException',
          l10n.t`Overrides end a defaults list, but '${entry.target}' stands after 'override ${seen.target}': move the override below it.`,
          { origin: entry.origin, related: related(l10n.t('The override stands here'), seen.origin) },
        );
      }
      if (entry.kind !== 'group' || !entry.override) continue;
      seen = entry;
      if (interpolated) {
        throw new CompositionFailure(
          'ConfigCompositionException',
          l10n.t`'${node.configPath()}' was chosen through an interpolation, and such a file may not override a group ('${entry.overrideKey()}').`,
          { origin: entry.origin, related: related(l10n.t('It was chosen here'), node.valueOrigin) },
        );
      }
      const key = entry.overrideKey();
      if (!this.groupOverrides.has(key)) {
        this.groupOverrides.set(key, {
          value: entry.value ?? null,
          external: false,
          place: entry.place,
          valuePlace: entry.valuePlace,
          used: false,
        });
      }
    }
  }

  private applyGroupOverride(entry: InputDefault): void {
    if (entry.kind !== 'group') return;
    const override = this.groupOverrides.get(entry.overrideKey());
    if (!override) return;
    entry.value = override.value;
    entry.valuePlace = override.valuePlace ?? override.place;
    override.used = true;
  }

  private optionsOf(entry: InputDefault, node: InputDefault): InputDefault[] {
    const options = Array.isArray(entry.value) ? entry.value : [];
    const places = entry.entry?.value === entry.value ? entry.entry?.optionPlaces : undefined;
    const result = options.map((option: string, index) => {
      const place = places?.[index] ?? entry.valuePlace;
      if (option.includes('${')) {
        const message = l10n.t`'${option}' stands in a list of options, where Hydra resolves no interpolation: name the file.`;
        throw new CompositionFailure('ConfigCompositionException', message, { origin: place?.origin });
      }
      const config = new InputDefault({
        kind: 'config',
        target: `${entry.target}/${option}`,
        package: entry.package,
        optional: entry.optional,
        place,
      });
      config.updateParent(node.groupPath(), node.finalPackage());
      return config;
    });
    return result.reverse();
  }

  /** What an interpolation of a defaults list sees: the group choices, and Hydra's own `defaults` list. */
  private interpolationRoot(entries: readonly InputDefault[], selfAdded: boolean): MapValue {
    const nowhere: Placed = { origin: commandLineOrigin('', 0, 0, 0) };
    const map = new Map<string, MapEntry>();
    const scalar = (value: string | null): ScalarValue =>
      value === null
        ? { kind: 'scalar', type: 'null', value: null, style: 'none', origin: nowhere.origin }
        : textKey(value, nowhere);
    const put = (key: string, value: MapEntry['value']): void => {
      map.set(key, { key: textKey(key, nowhere), value, merged: false });
    };
    for (const [key, choice] of this.knownChoices) put(key, scalar(choice));
    const items: MapEntry['value'][] = [];
    for (const entry of entries) {
      if (selfAdded && entry.isSelf()) continue;
      if (entry.kind === 'config') {
        items.push(scalar(entry.configPath()));
      } else {
        const key = entry.overrideKey();
        const value: MapEntry['value'] = Array.isArray(entry.value)
          ? {
              kind: 'list',
              items: entry.value.map((option: string) => scalar(option)),
              flow: true,
              origin: nowhere.origin,
            }
          : scalar(typeof entry.value === 'string' ? entry.value : null);
        items.push(mapOf(new Map([[key, { key: textKey(key, nowhere), value, merged: false }]]), nowhere));
      }
    }
    put('defaults', { kind: 'list', items, flow: false, origin: nowhere.origin });
    return mapOf(map, nowhere);
  }

  private resolveInterpolation(entry: InputDefault, choices: MapValue): void {
    const text = entry.kind === 'config' ? entry.configPath() : String(entry.value);
    const origin = entry.valueOrigin;
    if (entry.kind === 'group' && /^\$\{defaults\.\d\./.test(text)) {
      const message = l10n.t`'${text}' is a form that Hydra dropped: name the group, for example \${model}.`;
      throw new CompositionFailure('ConfigCompositionException', message, { origin });
    }
    // One level down, as Hydra resolves it: a relative reference to a choice takes two dots.
    const holder = '\u0000';
    const name = '_dummy_';
    const place: Placed = entry.valuePlace ?? choices;
    const entryOf = (key: string, value: MapEntry['value']): MapEntry => ({
      key: textKey(key, place),
      value,
      merged: false,
    });
    const inner = mapOf(new Map([[name, entryOf(name, textKey(text, place))]]), place);
    const entries = new Map(choices.entries);
    entries.set(holder, entryOf(holder, inner));
    const reference = this.dereference(mapOf(entries, choices), [holder, name]);
    if (reference.kind === 'error') {
      const keys = [...this.knownChoices.keys()].filter((key) => !key.startsWith('hydra/'));
      const known = keys.length > 0 ? l10n.t`; known here: ${keys.join(', ')}` : '';
      throw new CompositionFailure(
        'ConfigCompositionException',
        l10n.t`'${text}' cannot be resolved. A defaults list sees the choices of other groups only, no config values${known}.`,
        { origin },
      );
    }
    const { node } = reference;
    if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      const message = l10n.t`'${text}' does not give the name of a config file.`;
      throw new CompositionFailure('AssertionError', message, { origin });
    }
    if (entry.kind === 'config') entry.target = node.value;
    else entry.value = node.value;
  }

  private deletionOf(node: InputDefault): Deletion | undefined {
    if (node.kind !== 'group' || this.deletions.size === 0) return undefined;
    const deletion = this.deletions.get(node.overrideKey());
    if (!deletion || (deletion.option !== undefined && deletion.option !== node.name())) return undefined;
    return deletion;
  }

  private noteChoice(node: InputDefault): void {
    if (node.kind !== 'group') return;
    const key = node.overrideKey();
    const name = node.name();
    const before = this.knownChoices.get(key);
    if (before === undefined) {
      this.knownChoices.set(key, name);
      this.choicePlaces.set(key, node.place);
    } else if (before !== name) {
      // Lists are walked backwards, so the entry met first is the one further down.
      const later = this.choicePlaces.get(key)?.origin;
      throw new CompositionFailure(
        'ConfigCompositionException',
        l10n.t`'${key}' is chosen twice, as '${name ?? 'null'}' and as '${before ?? 'null'}'. If the second is meant to change the first, write 'override ${key}: ${before ?? 'null'}'.`,
        {
          origin: later ?? node.origin,
          related: later ? related(l10n.t('The first choice stands here'), node.origin) : [],
        },
      );
    }
    const group = node.groupPath();
    const keys = this.keysOfGroup.get(group);
    if (keys) keys.add(key);
    else this.keysOfGroup.set(group, new Set([key]));
  }

  private *unchosen(node: InputDefault): Steps<CompositionFailure> {
    if (node.kind === 'config') {
      const message = l10n.t(
        "'???' leaves the config to choose open, which Hydra allows for the option of a group only.",
      );
      return new CompositionFailure('ValueError', message, { origin: node.valueOrigin });
    }
    const options = yield* this.repository.groupOptions(node.groupPath());
    const key = node.overrideKey();
    const list = options.length > 0 ? l10n.t` Options: ${shortList(options)}.` : '';
    const message = l10n.t`The group '${key}' has no option yet: give one on the command line (${key}=${options[0] ?? '<option>'}) or here.${list}`;
    return new CompositionFailure('ConfigCompositionException', message, { origin: node.valueOrigin });
  }

  private *notFound(tree: DefaultsNode): Steps<CompositionFailure> {
    const { node } = tree;
    const path = node.configPath();
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(slash, 0));
    const unknown = [
      ...this.repository.unknownSources(),
      ...(HYDRA_GROUPS.has(folder) ? [l10n.t('Hydra or a plugin')] : []),
    ];
    const elsewhere =
      unknown.length > 0 ? l10n.t` It may be in ${unknown.join(l10n.t(' or '))}, which cannot be read here.` : '';
    const name = path.slice(slash + 1);
    const options = yield* this.repository.groupOptions(folder);
    const meant = nearest(name, options);
    let hint = '';
    if (/\.yml$/.test(name) || (yield* this.repository.hasYmlTwin(path))) {
      hint = l10n.t(' A file with that name ends in .yml, which Hydra does not read: rename it to .yaml.');
    } else if (meant) {
      hint = l10n.t` Did you mean '${meant}'?`;
    } else if (options.length > 0) {
      hint =
        options.length === 1 ? l10n.t` There is ${shortList(options)}.` : l10n.t` There are ${shortList(options)}.`;
    } else if (folder !== '' && !(yield* this.repository.groupExists(folder))) {
      hint = l10n.t` The folder ${folder} does not exist.${yield* this.folderHint(folder)}`;
    }
    const what = node.primary ? l10n.t('The primary config') : l10n.t('The config');
    const message = l10n.t`${what} ${path}.yaml does not exist.${hint}${elsewhere}`;
    return new CompositionFailure('MissingConfigException', message, {
      origin: node.valueOrigin,
      uncertain: unknown.length > 0,
    });
  }

  private *folderHint(folder: string): Steps<string> {
    const slash = folder.lastIndexOf('/');
    const parent = folder.slice(0, Math.max(slash, 0));
    const folders = yield* this.repository.subgroups(parent);
    const meant = nearest(folder.slice(slash + 1), folders);
    return meant ? l10n.t` Did you mean '${parent === '' ? '' : `${parent}/`}${meant}'?` : '';
  }

  private loop(tree: DefaultsNode): CompositionFailure {
    const chain: DefaultsNode[] = [];
    for (let node: DefaultsNode | undefined = tree; node; node = node.parent) chain.push(node);
    const path = tree.node.configPath();
    const again = chain.findIndex((node, index) => index > 0 && node.node.configPath() === path);
    const round = again === -1 ? [] : chain.slice(0, again).reverse();
    const names = [path, ...round.map((node) => node.node.configPath())];
    return new CompositionFailure(
      'RecursionError',
      again === -1
        ? l10n.t`Includes are nested more than ${DEEPEST_INCLUDE} deep, more than Python can follow.`
        : l10n.t`The includes go round: ${names.join(' → ')}. Remove one of them.`,
      {
        origin: tree.node.valueOrigin,
        related: round
          .slice(0, -1)
          .flatMap((node) => related(l10n.t`${node.node.configPath()} is included here`, node.node.origin)),
      },
    );
  }

  /**
   * The groups below `hydra/`. Hydra's own configs and those of plugins are not at hand, and their content never
   * reaches the composed config; only files that the project itself keeps below `hydra/` are looked at.
   */
  private *expandHydra(): Steps<ResultDefault[]> {
    const result: ResultDefault[] = [];
    for (const [group, builtIn] of [...HYDRA_GROUPS].reverse()) {
      const node = new InputDefault({ kind: 'group', target: group, value: builtIn[0] ?? null, place: undefined });
      node.updateParent('', '');
      this.applyGroupOverride(node);
      const options = Array.isArray(node.value) ? node.value : [node.value];
      for (const option of options) {
        if (typeof option !== 'string') {
          this.noteHydraChoice(node);
          continue;
        }
        const path = `${group}/${option}`;
        // What comes with Hydra is found before anything of the project.
        if (!builtIn.includes(option) && (yield* this.repository.configExists(path))) {
          const own = new InputDefault({ kind: 'group', target: group, value: option, place: node.valuePlace });
          own.updateParent('', '');
          const tree: DefaultsNode = { node: own, parent: undefined, children: undefined };
          yield* this.expand(tree, false, false);
          result.unshift(...this.flatten(tree));
          continue;
        }
        if (!Array.isArray(node.value)) this.noteHydraChoice(node);
        if (!builtIn.includes(option)) {
          this.notes.push({
            code: 'external-config',
            message: l10n.t`${path} is no config of this project, so it must come from a plugin; what it holds is not known here.`,
            origin: node.valueOrigin,
            related: [],
          });
        }
      }
    }
    return result;
  }

  private noteHydraChoice(node: InputDefault): void {
    const deletion = this.deletionOf(node);
    if (deletion) deletion.used = true;
    else this.noteChoice(node);
  }

  private flatten(tree: DefaultsNode): ResultDefault[] {
    const result: ResultDefault[] = [];
    const visit = (parent: DefaultsNode | undefined, node: InputDefault): void => {
      if (node.deleted || node.isMissing() || node.name() === null) return;
      if (node.isSelf()) {
        if (!parent) return;
        result.push({
          configPath: parent.node.configPath(),
          package: parent.node.finalPackage(),
          parent: parent.parent?.node.configPath() ?? '<root>',
          isSelf: true,
          primary: parent.node.primary,
          overrideKey: undefined,
          place: parent.node.valuePlace,
        });
        return;
      }
      result.push({
        configPath: node.configPath(),
        package: node.finalPackage(),
        parent: parent?.node.configPath() ?? '<root>',
        isSelf: false,
        primary: node.primary,
        overrideKey: node.kind === 'group' ? node.overrideKey() : undefined,
        place: node.valuePlace,
      });
    };
    const walk = (node: DefaultsNode): void => {
      if (!node.children || node.children.length === 0) {
        visit(node.parent, node.node);
        return;
      }
      for (const child of node.children) {
        if (isDefaultsNode(child)) walk(child);
        else visit(node, child);
      }
    };
    walk(tree);
    return result;
  }

  private refuseDuplicates(defaults: readonly ResultDefault[]): void {
    const seen = new Map<string, ResultDefault>();
    for (const item of defaults) {
      if (item.isSelf || item.overrideKey === undefined) continue;
      const before = seen.get(item.overrideKey);
      if (before) {
        throw new CompositionFailure(
          'ConfigCompositionException',
          l10n.t`The group '${item.overrideKey}' is listed twice. Remove one entry, or give one a package of its own (${item.overrideKey.split('@')[0] ?? ''}@<package>).`,
          { origin: item.place?.origin, related: related(l10n.t('It is also listed here'), before.place?.origin) },
        );
      }
      seen.set(item.overrideKey, item);
    }
  }

  private refuseUnusedOverrides(): void {
    for (const [key, override] of this.groupOverrides) {
      if (override.used) continue;
      const group = key.split('@')[0] ?? key;
      const keys = [...(this.keysOfGroup.get(group) ?? [])].sort();
      const shown = override.external ? key : l10n.t`override ${key}`;
      let message = l10n.t`'${shown}' finds no entry to change`;
      if (keys.includes(key)) {
        message += l10n.t`: '${key}' is listed behind the file that overrides it, and an override reaches only entries before it.`;
      } else if (keys.length > 0) {
        message += l10n.t`. Did you mean ${keys.length > 1 ? l10n.t('one of ') : ''}${keys.join(', ')}?`;
      } else {
        message += l10n.t(' in any defaults list.');
        if (!override.external && group.includes('/')) {
          const last = group.slice(group.lastIndexOf('/') + 1);
          if (this.keysOfGroup.has(last))
            message += l10n.t` Without a slash in front it means a group below this file: write 'override /${last}'.`;
        }
      }
      if (override.external) message += l10n.t` To append it write +${key}=${shownChoice(override.value)}.`;
      throw new CompositionFailure('ConfigCompositionException', message, { origin: override.place?.origin });
    }
  }

  private refuseUnusedDeletions(): void {
    for (const [key, { option, override, used }] of this.deletions) {
      if (used) continue;
      const shown = option === undefined ? key : `${key}=${option}`;
      const chosen = this.knownChoices.get(key);
      const hint = chosen ? l10n.t` The choice there is '${chosen}'.` : '';
      throw new CompositionFailure(
        'ConfigCompositionException',
        l10n.t`'~${shown}' finds nothing to delete in the defaults lists.${hint}`,
        {
          origin: wordOrigin(override),
        },
      );
    }
  }
}

function shownChoice(value: string | readonly string[] | null): string {
  if (value === null) return 'null';
  return typeof value === 'string' ? value : `[${value.join(',')}]`;
}

function shortList(names: readonly string[]): string {
  return names.length > 8 ? l10n.t`${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
}

function related(message: string, origin: Origin | undefined): RelatedPlace[] {
  return origin ? [{ message, origin }] : [];
}

function wordOrigin(override: Override): Origin {
  return commandLineOrigin(override.text, override.index, 0, override.text.length);
}

function elementOrigin(override: Override, element: { readonly start: number; readonly end: number }): Origin {
  return commandLineOrigin(override.text, override.index, element.start, element.end);
}

function choiceOf(override: Override, value: OverrideElement | undefined): string | readonly string[] {
  const origin = value ? elementOrigin(override, value) : wordOrigin(override);
  if (value?.kind === 'scalar' && typeof value.value === 'string') return value.value;
  if (value?.kind !== 'list') {
    const what = value?.kind === 'scalar' ? (PYTHON_TYPES()[value.type] ?? l10n.t('no name')) : 'nothing';
    const hint =
      value?.kind === 'scalar' && value.value === null ? l10n.t` To remove it write ~${overrideKey(override)}.` : '';
    const message = l10n.t`'${override.key}' is a config group: its option is the name of a file or a list of names, not ${what}.${hint}`;
    throw new CompositionFailure('ValueError', message, { origin });
  }
  return value.items.map((item) => {
    if (item.kind === 'scalar' && typeof item.value === 'string') return item.value;
    const message = l10n.t`'${override.key}' is a config group: every option in the list must be the name of a file.`;
    throw new CompositionFailure('TypeError', message, { origin: elementOrigin(override, item) });
  });
}

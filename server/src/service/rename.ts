import * as l10n from '@vscode/l10n';
import type { Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { type ConfigDocument, nodeAt, type Origin, type Place, readDocumentAsync } from '../config';
import { readPlain } from '../config/scalars';
import type { Replacement } from '../rules';
import type { WorkspaceView } from '../workspace/types';
import type { Analysis } from './analysis';
import type { ReadText } from './define';
import { type CodeActionOptions, editOf } from './fix/action';
import { placeText } from './names';
import { pathText } from './path-text';
import { keyMark, type MergedFile, type NamesIn, namesIn, valueMark, type WrittenName } from './rename/named';
import { reasonAgainst } from './rename/refuse';
import { composedWholes, documentOf, MOST_WHOLES, uriOf, type WholeConfig, wholesOf } from './whole';
import { keyAt } from './written-paths';

/** Why something cannot be renamed, in a sentence. */
export interface RenameRefusal {
  readonly refused: string;
}

/** What is renamed: the name as it stands at the cursor. */
export interface RenameTarget {
  readonly range: Range;
  readonly placeholder: string;
}

/** What renaming needs of its surroundings. */
export interface RenameOptions {
  readonly read: ReadText | undefined;
  /** How primary configs see another document. */
  readonly viewOf: (uri: string) => Promise<WorkspaceView | undefined>;
  /** Gives the event loop a turn. */
  readonly pause: () => Promise<void>;
  readonly token?: { readonly isCancellationRequested: boolean } | undefined;
}

/** One name wherever it stands for the same values. */
export interface Naming {
  readonly name: string;
  /** Where files write the key, by `keyMark`. */
  readonly keys: ReadonlyMap<string, WrittenName>;
  /** The keys of interpolations that name it. */
  readonly uses: ReadonlyMap<string, Origin>;
  /** The places of composed configs that have the name. */
  readonly places: ReadonlySet<Place>;
  readonly configs: readonly NamesIn[];
}

/**
 * What stands at an offset, if it can be renamed: a key that a file writes, or the key of an interpolation's path that
 * names one. Undefined where there is neither.
 */
export async function prepareRename(
  analysis: Analysis,
  offset: number,
  options: RenameOptions,
): Promise<RenameTarget | RenameRefusal | undefined> {
  const at = nameAt(analysis, offset);
  if (at === undefined || 'refused' in at) return at;
  const naming = await findNaming(analysis, at, options);
  if (naming === undefined || 'refused' in naming) return naming;
  return { range: inner(at.origin).range, placeholder: at.name };
}

/**
 * Renames a key together with every interpolation that names it and every other file that writes it, as all primary
 * configs have it that reach one of these files.
 */
export async function rename(
  analysis: Analysis,
  offset: number,
  newName: string,
  options: RenameOptions & Pick<CodeActionOptions, 'documentChanges'>,
): Promise<WorkspaceEdit | RenameRefusal | undefined> {
  const at = nameAt(analysis, offset);
  if (at === undefined || 'refused' in at) return at;
  const wrong = wrongName(newName);
  if (wrong !== undefined) return { refused: wrong };
  const naming = await findNaming(analysis, at, options);
  if (naming === undefined || 'refused' in naming) return naming;
  const taken = takenBy(naming, newName);
  if (taken !== undefined) {
    const place = placeText(taken.node.origin, { uri: analysis.uri, perspective: undefined });
    return {
      refused: l10n.t`${pathText(taken.path)} is there already (${place}), so ${naming.name} cannot take its name.`,
    };
  }
  const origins = [...[...naming.keys.values()].map(({ key }) => key.origin), ...naming.uses.values()];
  const changes = origins.map((origin): Replacement => ({ origin: inner(origin), text: newName }));
  return editOf(changes, analysis, options);
}

/** A name at the cursor. */
interface NameAt {
  readonly name: string;
  readonly origin: Origin;
  /** Whether it stands in an interpolation. */
  readonly isUse: boolean;
}

function nameAt(analysis: Analysis, offset: number): NameAt | RenameRefusal | undefined {
  const document = documentOf(analysis);
  const at = document === undefined ? undefined : nodeAt(document, offset);
  if (at === undefined) return undefined;
  const { node, part, entry, path } = at;
  const isComposed = wholesOf(analysis)[0]?.perspective !== undefined;
  if (path[0] === 'defaults' && (isComposed || path.length === 1)) {
    return {
      refused: l10n.t(
        'Hydra reads the defaults list by these names: rename the files and folders that they stand for.',
      ),
    };
  }
  if (part === 'key' && entry !== undefined) {
    const { value, type, origin } = entry.key;
    if (type === 'str') return { name: String(value), origin, isUse: false };
    return { refused: l10n.t`The key ${origin.text} is no text, so no interpolation can name it.` };
  }
  const pointed = node.kind === 'scalar' ? keyAt(node, offset) : undefined;
  if (pointed === undefined || offset < pointed.origin.start || offset > pointed.origin.end) return undefined;
  const name = pointed.path.keys[pointed.index]?.text;
  if (name === undefined)
    return { refused: l10n.t('An interpolation stands for this key, so there is no name to change.') };
  return { name, origin: pointed.origin, isUse: true };
}

/** Everything that has to be renamed with a name; undefined once cancelled. */
async function findNaming(
  analysis: Analysis,
  at: NameAt,
  options: RenameOptions,
): Promise<Naming | RenameRefusal | undefined> {
  const spread = new Spread(analysis, at, options);
  const failure = await spread.run();
  if (options.token?.isCancellationRequested === true) return undefined;
  if (failure !== undefined) return failure;
  const reason = reasonAgainst(spread, analysis.uri);
  return reason === undefined ? spread : { refused: reason };
}

/**
 * A name spreads: from a key to the place it lands at, from there to other files that write that place and to the
 * interpolations that lead to it, and from each of these files to the other configs that they are a part of.
 */
class Spread implements Naming {
  readonly name: string;
  readonly keys = new Map<string, WrittenName>();
  readonly uses = new Map<string, Origin>();
  readonly places = new Set<Place>();
  readonly configs: NamesIn[] = [];
  /** Marks of keys, of their values, and of interpolations' keys. */
  private readonly marks = new Set<string>();
  private readonly entered = new Set<string>();
  private readonly perspectives = new Set<string>();
  private readonly documents = new Map<string, ConfigDocument>();

  constructor(
    private readonly analysis: Analysis,
    at: NameAt,
    private readonly options: RenameOptions,
  ) {
    this.name = at.name;
    this.marks.add(at.isUse ? useMark(at.origin) : keyMark(at.origin));
  }

  async run(): Promise<RenameRefusal | undefined> {
    const uris = [this.analysis.uri];
    for (let uri = uris.pop(); uri !== undefined; uri = uris.pop()) {
      this.entered.add(uri);
      const failure = await this.enter(uri);
      if (failure !== undefined) return failure;
      for (let isNew = true; isNew; ) isNew = this.configs.map((names) => this.spreadIn(names)).includes(true);
      const found = [...[...this.keys.values()].map(({ key }) => key.origin), ...this.uses.values()];
      for (const origin of found) if (!this.entered.has(origin.uri)) uris.push(origin.uri);
    }
    return undefined;
  }

  /** Looks at the configs that a file is a part of. */
  private async enter(uri: string): Promise<RenameRefusal | undefined> {
    const { analysis, options } = this;
    const isOwn = uri === analysis.uri;
    const view = isOwn ? analysis.view : await options.viewOf(uri);
    const { settings, environment } = analysis;
    const wholes = isOwn ? wholesOf(analysis) : composedWholes({ uri, settings, environment, ...(view && { view }) });
    if (wholes.length >= MOST_WHOLES)
      return {
        refused: l10n.t`More than ${String(MOST_WHOLES)} primary configs reach this, and not all can be looked at.`,
      };
    const broken = view?.perspectives.find(({ composition }) => composition.stage === 'compose');
    if (broken !== undefined) {
      return {
        refused: l10n.t`${broken.label} does not compose, so nobody knows what it would make of the new name. Mend or remove it first.`,
      };
    }
    for (const whole of wholes) {
      const id = whole.perspective?.id ?? '';
      if (this.perspectives.has(id)) continue;
      this.perspectives.add(id);
      const files = await this.filesOf(whole);
      const breathe = async () => {
        await options.pause();
        return options.token?.isCancellationRequested !== true;
      };
      const names = files && (await namesIn(this.name, whole, files, breathe));
      if (names === undefined) {
        return {
          refused: l10n.t`Not all of ${whole.perspective?.label ?? l10n.t('this file')} can be read, so nobody knows who else uses ${this.name}.`,
        };
      }
      this.configs.push(names);
    }
    return undefined;
  }

  /** The files that make up a config; undefined where one cannot be read. */
  private async filesOf({ perspective, composition }: WholeConfig): Promise<readonly MergedFile[] | undefined> {
    if (perspective === undefined || composition === undefined) {
      const document = documentOf(this.analysis);
      return document && [{ document, package: '' }];
    }
    const files: MergedFile[] = [];
    for (const item of composition.defaults) {
      const uri = uriOf(perspective, composition, item);
      const document = uri === undefined ? undefined : await this.documentOf(uri);
      if (document === undefined) return undefined;
      files.push({ document, package: item.package });
    }
    return files;
  }

  private async documentOf(uri: string): Promise<ConfigDocument | undefined> {
    const { analysis, options } = this;
    let document = uri === analysis.uri ? documentOf(analysis) : this.documents.get(uri);
    if (document !== undefined) return document;
    const text = await options.read?.(uri);
    if (text === undefined) return undefined;
    document = await readDocumentAsync(uri, text, {
      pause: options.pause,
      isCancelled: () => options.token?.isCancellationRequested === true,
    });
    if (document !== undefined) this.documents.set(uri, document);
    return document;
  }

  /** Follows the name within one config; true where something was new. */
  private spreadIn({ places, written, uses }: NamesIn): boolean {
    const { size } = this.marks;
    const before = this.places.size;
    for (const { place, origins } of places) {
      if ([...origins].some((mark) => this.marks.has(mark))) this.places.add(place);
    }
    for (const one of written) {
      const mark = keyMark(one.key.origin);
      if (this.marks.has(mark) && one.place !== undefined) this.places.add(one.place);
      if (!this.marks.has(mark) && (one.place === undefined || !this.places.has(one.place))) continue;
      this.keys.set(mark, one);
      this.marks.add(mark);
      const value = valueMark(one.value);
      if (value !== undefined) this.marks.add(value);
    }
    for (const { target, origin } of uses) {
      const mark = useMark(origin);
      if (this.marks.has(mark)) this.places.add(target);
      if (!this.places.has(target)) continue;
      this.uses.set(mark, origin);
      this.marks.add(mark);
    }
    return this.marks.size > size || this.places.size > before;
  }
}

function useMark({ uri, start }: Origin): string {
  return `use ${start}@${uri}`;
}

/** Why a text is no key that interpolations can name; undefined where it is one. */
function wrongName(name: string): string | undefined {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(name)) {
    return l10n.t`"${name}" is no name that an interpolation can reach: write letters, digits, "_" and "-" only.`;
  }
  const read = readPlain(name);
  if ('type' in read && read.type === 'str') return undefined;
  return l10n.t`"${name}" is not read as text but as another value, and no interpolation can name such a key.`;
}

/** A place that has the new name already. */
function takenBy({ places }: Naming, newName: string): Place | undefined {
  for (const { parent } of places) {
    const other = parent?.child(newName);
    if (other !== undefined) return other;
  }
  return undefined;
}

/** A name without the quotes or brackets around it. */
function inner(origin: Origin): Origin {
  const { start, end, range, text } = origin;
  const [before = ''] = /^(?:["']|\[\s*)/.exec(text) ?? [];
  const [behind = ''] = before === '' ? [] : (/(?:["']|(?<!\s)\s*\])$/.exec(text) ?? []);
  return {
    ...origin,
    start: start + before.length,
    end: end - behind.length,
    text: text.slice(before.length, text.length - behind.length),
    range: {
      start: { ...range.start, character: range.start.character + before.length },
      end: { ...range.end, character: range.end.character - behind.length },
    },
  };
}

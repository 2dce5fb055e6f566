import { type ConfigDocument, type Path, type Place, Resolver, readDocument, splitKey } from '../config';
import type { ComposedConfig, ResultDefault } from '../config/hydra';
import type { Perspective } from '../workspace/types';
import type { Analysis } from './analysis';
import { composedFacts, Outlook } from './composed';

/** One whole config that a document is a part of: what a primary config composes to, or the document by itself. */
export interface WholeConfig {
  /** Undefined where the document is taken for the whole config. */
  readonly perspective: Perspective | undefined;
  readonly composition: ComposedConfig | undefined;
  readonly resolver: Resolver;
  /**
   * Where a value of the document lands: several places where its file is used several times, none where nothing of the
   * value is left. What stands there now may have been written by another file.
   */
  placesOf(path: Path): readonly Place[];
}

/** More primary configs than this are not looked at for one answer. */
export const MOST_WHOLES = 200;

/** A file of this many characters is read at once without anybody noticing. */
const READ_AT_ONCE = 200_000;

const documents = new WeakMap<Analysis, ConfigDocument>();

/** The parsed document. One that names no schedule is read here, if a primary config reaches it. */
export function documentOf(analysis: Analysis): ConfigDocument | undefined {
  const { document, state, uri, text } = analysis;
  if (document !== undefined) return document;
  if (state !== 'silent' || !isComposed(analysis) || text.length > READ_AT_ONCE) return undefined;
  let read = documents.get(analysis);
  if (read === undefined) {
    read = readDocument(uri, text);
    documents.set(analysis, read);
  }
  return read;
}

/** Whether some primary config composes the document into something. */
export function isComposed({ view }: Analysis): boolean {
  return view?.perspectives.some(({ composition }) => composition.stage !== 'compose') === true;
}

const known = new WeakMap<Analysis, readonly WholeConfig[]>();

/** The configs that a document is a part of, the chosen one first; the document alone where no primary reaches it. */
export function wholesOf(analysis: Analysis): readonly WholeConfig[] {
  let wholes = known.get(analysis);
  if (wholes === undefined) {
    wholes = makeWholes(analysis);
    known.set(analysis, wholes);
  }
  return wholes;
}

function makeWholes(analysis: Analysis): readonly WholeConfig[] {
  const wholes = composedWholes(analysis);
  if (wholes.length > 0) return wholes;
  const resolver = analysis.resolver ?? new Resolver({ root: documentOf(analysis)?.root });
  const placesOf = (path: Path) => {
    const place = resolver.locate(path);
    return place === undefined ? [] : [place];
  };
  return [{ perspective: undefined, composition: undefined, resolver, placesOf }];
}

/** The configs that primaries compose of a file among others, the chosen one first. */
export function composedWholes(seen: Pick<Analysis, 'uri' | 'settings' | 'environment' | 'view'>): WholeConfig[] {
  const { uri, settings, environment } = seen;
  const outlook = new Outlook(settings, environment);
  const wholes: WholeConfig[] = [];
  for (const perspective of perspectivesOf(seen)) {
    const { composition } = perspective;
    if (wholes.length >= MOST_WHOLES || composition.stage === 'compose') continue;
    const { resolver } = composedFacts(composition, outlook);
    const packages = placementsOf(perspective, composition, uri).map(({ package: place }) =>
      place === '' ? [] : splitKey(place),
    );
    wholes.push({
      perspective,
      composition,
      resolver,
      placesOf: (path) => packages.flatMap((place) => resolver.locate([...place, ...path]) ?? []),
    });
  }
  return wholes;
}

/** The perspectives of a document, the chosen one first. */
function perspectivesOf({ view }: Pick<Analysis, 'view'>): readonly Perspective[] {
  if (view === undefined) return [];
  const { perspectives, chosen } = view;
  if (chosen === undefined) return perspectives;
  return [chosen, ...perspectives.filter(({ id }) => id !== chosen.id)];
}

/** The entries of the order of merging that merge a file. */
export function placementsOf(
  perspective: Perspective,
  composition: ComposedConfig,
  uri: string,
): readonly ResultDefault[] {
  const file = composition.fileOf(uri);
  const root = configRootOf(perspective, composition);
  const exact = composition.defaults.filter(({ configPath }) => `${root}${withEnding(configPath)}` === file);
  if (exact.length > 0) return exact;
  // Found along the search path: the longest end of its path that some entry names.
  let best: ResultDefault[] = [];
  for (const item of composition.defaults) {
    const name = withEnding(item.configPath);
    if (file !== name && !file.endsWith(`/${name}`)) continue;
    const longest = best[0] === undefined ? 0 : withEnding(best[0].configPath).length;
    if (name.length > longest) best = [item];
    else if (name.length === longest) best.push(item);
  }
  return best;
}

/** The uri of the file that an entry of the order of merging stands for. */
export function uriOf(perspective: Perspective, composition: ComposedConfig, item: ResultDefault): string | undefined {
  const name = withEnding(item.configPath);
  const file = `${configRootOf(perspective, composition)}${name}`;
  const { mergedUris } = composition;
  return (
    mergedUris.find((uri) => composition.fileOf(uri) === file) ??
    mergedUris.find((uri) => composition.fileOf(uri).endsWith(`/${name}`))
  );
}

/** Path of the config directory with a slash at its end, as the composition names files. */
function configRootOf(perspective: Perspective, composition: ComposedConfig): string {
  const file = composition.fileOf(perspective.primaryUri);
  const primary = composition.defaults.find((item) => item.primary)?.configPath;
  const name = primary === undefined ? undefined : withEnding(primary);
  return name !== undefined && file.endsWith(name) ? file.slice(0, file.length - name.length) : '';
}

function withEnding(configPath: string): string {
  return configPath.endsWith('.yaml') ? configPath : `${configPath}.yaml`;
}

import * as l10n from '@vscode/l10n';
import { type ConfigFacts, placesOf } from './facts';
import { breathe } from './pace';
import { compareTexts, depthOf, folderOf, foldersBetween, joinTo, nameOf, relativeTo } from './paths';
import type { PerspectiveOrigin } from './types';

/** A primary config with a command line, not yet composed. */
export interface Candidate {
  readonly id: string;
  readonly label: string;
  readonly configDir: string;
  /** Name of the primary config within the config directory. */
  readonly primary: string;
  readonly primaryPath: string;
  readonly overrides: readonly string[];
  readonly origin: PerspectiveOrigin;
  readonly because: string;
  /** The file that gave the hint. */
  readonly source: string | undefined;
  /** It may reach files outside its config directory. */
  readonly searchesElsewhere: boolean;
  /** A file below other primaries that may be none itself: it counts only where it composes. */
  readonly tentative: boolean;
  /** The file that is put on top of a primary. */
  readonly experiment: Experiment | undefined;
}

export interface Experiment {
  readonly path: string;
  readonly group: string;
  readonly option: string;
}

/** A command line or entry point, with the files it means found. */
export interface Hint {
  readonly origin: 'command-line' | 'hydra-main';
  readonly configDir: string;
  readonly primary: string;
  readonly overrides: readonly string[];
  readonly source: string;
  readonly line: number;
}

/** Files handled between two pauses. */
const STRIDE = 100;

const RANKS: readonly PerspectiveOrigin[] = [
  'setting',
  'chosen',
  'command-line',
  'hydra-main',
  'defaults-list',
  'global-package',
  'guess',
];

export function rankOf(origin: PerspectiveOrigin): number {
  return RANKS.indexOf(origin);
}

export function candidateId(configDir: string, primary: string, overrides: readonly string[]): string {
  return JSON.stringify([joinTo(configDir, primary), ...overrides]);
}

/** Shortens a word of the command line for a label. */
function shown(word: string): string {
  return word.length > 40 ? `${word.slice(0, 39)}…` : word;
}

export function makeCandidate(
  parts: Pick<Candidate, 'configDir' | 'primary' | 'overrides' | 'origin' | 'because'> & Partial<Candidate>,
): Candidate {
  const { configDir, primary, overrides } = parts;
  return {
    id: candidateId(configDir, primary, overrides),
    label: [nameOf(primary), ...overrides.map(shown)].join(' '),
    primaryPath: joinTo(configDir, `${primary}.yaml`),
    source: undefined,
    searchesElsewhere: overrides.some((word) => word.includes('searchpath')),
    tentative: false,
    experiment: undefined,
    ...parts,
  };
}

export interface Tree {
  /** The workspace folder. */
  readonly root: string;
  /** Facts of the config files of the tree, by path. */
  readonly facts: ReadonlyMap<string, ConfigFacts>;
  readonly hints: readonly Hint[];
  readonly maxCandidates: number;
}

export interface CandidateList {
  readonly candidates: readonly Candidate[];
  readonly messages: readonly string[];
}

/** The command lines that a tree of config files invites, best first. */
export async function findCandidates(tree: Tree): Promise<CandidateList> {
  const { root, facts } = tree;
  const includers = await includersOf(tree);
  const groups = await chosenGroups(tree);
  const globalFolders = new Set<string>();
  for (const [path, fact] of facts) if (fact.isGlobal) globalFolders.add(folderOf(path));

  const found: Candidate[] = [];
  const elsewhere = (path: string): boolean => facts.get(path)?.hasSearchPath === true;
  for (const hint of tree.hints) {
    const primaryPath = joinTo(hint.configDir, `${hint.primary}.yaml`);
    const candidate = makeCandidate({
      ...hint,
      because: l10n.t`${relativeTo(root, hint.source)}, line ${hint.line + 1}`,
    });
    found.push({ ...candidate, searchesElsewhere: candidate.searchesElsewhere || elsewhere(primaryPath) });
  }

  const primaries = new Map<string, Candidate>();
  const folders = new Set<string>();
  const addPrimary = (candidate: Candidate): void => {
    const known = primaries.get(candidate.primaryPath);
    if (!known || rankOf(candidate.origin) < rankOf(known.origin)) primaries.set(candidate.primaryPath, candidate);
    folders.add(candidate.configDir);
  };
  for (const candidate of found) addPrimary(candidate);

  const experiments: string[] = [];
  const depths = new Map([...facts.keys()].map((path) => [path, depthOf(path)]));
  await breathe();
  const paths = [...depths.keys()].sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0) || compareTexts(a, b));
  await breathe();
  const roots = rootsOf(paths, includers);
  for (const [index, path] of paths.entries()) {
    if (index % STRIDE === 0) await breathe();
    const fact = facts.get(path);
    if (!fact || !path.endsWith('.yaml') || !roots.has(path)) continue;
    const folder = folderOf(path);
    const below = foldersBetween(root, folder).some((above) => above !== folder && folders.has(above));
    const amongExperiments = globalFolders.has(folder) && !groups.has(folder);
    if (below && (fact.isGlobal || amongExperiments)) {
      experiments.push(path);
      continue;
    }
    if (!fact.hasDefaults && !fact.isGlobal) continue;
    // What stands beside a chosen option of a group is another option of it.
    if (below && isInGroup(folder, groups)) continue;
    const candidate = makeCandidate({
      configDir: folder,
      primary: nameOf(path).slice(0, -'.yaml'.length),
      overrides: [],
      origin: fact.hasDefaults ? 'defaults-list' : 'global-package',
      because: fact.hasDefaults
        ? l10n.t('it has a defaults list and no other file includes it')
        : l10n.t("it has '# @package _global_' and no other file includes it"),
      searchesElsewhere: fact.hasSearchPath,
      tentative: below,
    });
    found.push(candidate);
    addPrimary(candidate);
  }
  const bases = [...primaries.values()].filter((candidate) => !candidate.tentative).sort(compareCandidates);
  const named = dedupe(found.sort(compareCandidates));
  await breathe();
  // A command line that names an experiment says with which primary it is run; the others would be made up.
  const run = namedOptions(named);
  const unnamed = experiments.filter((path) => !run.has(path));
  const { combined, left } = combine(root, unnamed, bases, facts, tree.maxCandidates - named.length);
  return limit([...named, ...combined], left, tree.maxCandidates);
}

/** Paths of the group options that command lines choose. */
function namedOptions(candidates: readonly Candidate[]): Set<string> {
  const paths = new Set<string>();
  for (const { configDir, overrides } of candidates) {
    for (const word of overrides) {
      const [, group, option] = /^\+{0,2}([^=@~]+)(?:@[^=]*)?=(.+)$/.exec(word) ?? [];
      if (group !== undefined && option !== undefined) paths.add(joinTo(configDir, `${group}/${option}.yaml`));
    }
  }
  return paths;
}

/**
 * Every experiment with every primary of its config directory, each experiment's best primary first, as far as there is
 * `room`; and how many are left out.
 */
function combine(
  root: string,
  experiments: readonly string[],
  bases: readonly Candidate[],
  facts: ReadonlyMap<string, ConfigFacts>,
  room: number,
): { readonly combined: Candidate[]; readonly left: number } {
  const basesOf = new Map<string, Candidate[]>();
  for (const base of bases) {
    const list = basesOf.get(base.configDir);
    if (list) list.push(base);
    else basesOf.set(base.configDir, [base]);
  }
  const placed = experiments.flatMap((path) => {
    const folder = folderOf(path);
    const above = foldersBetween(root, folder).reverse().slice(1);
    const dir = above.find((each) => basesOf.has(each));
    return dir === undefined ? [] : [{ path, dir, group: relativeTo(dir, folder), list: basesOf.get(dir) ?? [] }];
  });
  const combined: Candidate[] = [];
  let total = 0;
  for (const { list } of placed) total += list.length;
  for (let round = 0; combined.length < Math.min(room, total); round += 1) {
    for (const { path, dir, group, list } of placed) {
      const base = list[round];
      if (!base || combined.length >= room) continue;
      const option = nameOf(path).slice(0, -'.yaml'.length);
      combined.push(
        makeCandidate({
          configDir: dir,
          primary: base.primary,
          overrides: [`+${group}=${option}`],
          origin: 'global-package',
          because: facts.get(path)?.isGlobal
            ? l10n.t`${relativeTo(root, path)} has '# @package _global_'`
            : l10n.t`${relativeTo(root, path)} stands among files with '# @package _global_'`,
          source: path,
          searchesElsewhere: base.searchesElsewhere,
          tentative: true,
          experiment: { path, group, option },
        }),
      );
    }
  }
  return { combined, left: total - combined.length };
}

function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    rankOf(a.origin) - rankOf(b.origin) ||
    Number(a.tentative) - Number(b.tentative) ||
    depthOf(a.configDir) - depthOf(b.configDir) ||
    depthOf(a.source ?? '') - depthOf(b.source ?? '') ||
    nameRank(a) - nameRank(b) ||
    compareTexts(a.source ?? '', b.source ?? '') ||
    // The hints of one file stay in the order of its text.
    (a.source === undefined ? compareTexts(a.primaryPath, b.primaryPath) : 0)
  );
}

/** Runs train more often than they evaluate. */
function nameRank(candidate: Candidate): number {
  if (candidate.source !== undefined) return 0;
  const name = nameOf(candidate.primary);
  if (/^(train|main|config|run)(?![a-z])/i.test(name)) return 0;
  return /(^|[_-])(eval|test|debug|infer|inference|predict)(?![a-z])/i.test(name) ? 2 : 1;
}

export function dedupe(candidates: readonly Candidate[]): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const candidate of candidates) if (!byId.has(candidate.id)) byId.set(candidate.id, candidate);
  return [...byId.values()];
}

function limit(candidates: readonly Candidate[], left: number, most: number): CandidateList {
  const total = candidates.length + left;
  if (total <= most) return { candidates: dedupe(candidates), messages: [] };
  const message = l10n.t`${total} command lines are possible here; the first ${most} are looked at. Name the ones that count in the settings, a script or a README.`;
  return { candidates: dedupe(candidates.slice(0, most)), messages: [message] };
}

/** The files that include a file, for every file that others include. */
async function includersOf({ root, facts }: Tree): Promise<Map<string, Set<string>>> {
  const includers = new Map<string, Set<string>>();
  let count = 0;
  for (const [path, fact] of facts) {
    count += 1;
    if (count % STRIDE === 0) await breathe();
    if (fact.includes.length === 0) continue;
    const folders = foldersBetween(root, folderOf(path));
    for (const include of fact.includes) {
      if (include.config === undefined) continue;
      for (const place of placesOf(path, `${include.config}.yaml`, include.absolute, folders)) {
        if (place === path || !facts.has(place)) continue;
        const known = includers.get(place);
        if (known) known.add(path);
        else includers.set(place, new Set([path]));
      }
    }
  }
  return includers;
}

/** The folders of groups that some defaults list has an option of. */
async function chosenGroups({ root, facts }: Tree): Promise<Set<string>> {
  const groups = new Set<string>();
  let count = 0;
  for (const [path, fact] of facts) {
    count += 1;
    if (count % STRIDE === 0) await breathe();
    if (fact.includes.length === 0) continue;
    const folders = foldersBetween(root, folderOf(path));
    for (const { group, absolute, chosen } of fact.includes) {
      if (group === undefined || !chosen) continue;
      for (const place of placesOf(path, group, absolute, folders)) groups.add(place);
    }
  }
  return groups;
}

function isInGroup(folder: string, groups: ReadonlySet<string>): boolean {
  for (let dir = folder; ; dir = folderOf(dir)) {
    if (groups.has(dir)) return true;
    if (dir === '' || dir === '/') return false;
  }
}

/** The files that no other includes; of files that only include each other, the first. */
function rootsOf(paths: readonly string[], includers: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const roots = new Set(paths.filter((path) => !includers.has(path)));
  if (includers.size === 0) return roots;
  const included = new Map<string, string[]>();
  for (const [path, by] of includers) {
    for (const includer of by) {
      const list = included.get(includer);
      if (list) list.push(path);
      else included.set(includer, [path]);
    }
  }
  const reached = new Set<string>();
  const reach = (from: string): void => {
    const stack = [from];
    for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      stack.push(...(included.get(path) ?? []));
    }
  };
  for (const path of roots) reach(path);
  for (const path of paths) {
    if (reached.has(path)) continue;
    roots.add(path);
    reach(path);
  }
  return roots;
}

/** Candidates may share a label; then more is said of each. */
export function withDistinctLabels(candidates: readonly Candidate[], folder: string): Candidate[] {
  const longer: readonly ((candidate: Candidate) => string)[] = [
    ({ configDir, label }) => [relativeTo(folder, configDir), label].filter((part) => part !== '').join('/'),
    ({ primaryPath, overrides }) => [relativeTo(folder, primaryPath), ...overrides].join(' '),
  ];
  let result = [...candidates];
  for (const relabel of longer) {
    const count = new Map<string, number>();
    for (const { label } of result) count.set(label, (count.get(label) ?? 0) + 1);
    result = result.map((candidate) =>
      (count.get(candidate.label) ?? 0) < 2 ? candidate : { ...candidate, label: relabel(candidate) },
    );
  }
  return result;
}

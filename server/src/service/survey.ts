import equal from 'fast-deep-equal/es6/index.js';
import type { Composition } from '../config/hydra';
import type { ConfigWorkspace, Line, Lineup } from '../workspace/types';
import { type ComposedFacts, type ComposedPart, type ComposedUnit, composedFacts, Outlook } from './composed';
import type { Environment } from './environment';
import type { Settings } from './settings';

/** The closed files of one folder that are judged under the same settings. */
interface Folder {
  /** Of any of them. */
  readonly uri: string;
  readonly settings: Settings;
  readonly outlook: Outlook;
  /** What they were seen through when it was last asked what has changed. */
  lineups: readonly Lineup[];
}

/** A composition that files were judged by. */
interface Heard {
  readonly state: Line['state'];
  readonly composition: Composition;
}

/** What one question has looked at so far; many folders are seen through the same. */
interface Round {
  readonly pairs: Map<readonly Lineup[], { readonly before: readonly Lineup[]; readonly outlook: string }[]>;
  /** What was compared with what there is now. */
  readonly earlier: Map<string, Heard>;
}

/** More folders than this are not told apart: then everything is judged again. */
const MOST_FOLDERS = 10_000;

/** Compositions that are remembered until they are made again; as many as a workspace keeps. */
const MOST_HEARD = 400;

/**
 * Through what closed files were judged. After a change it tells which of them may have other problems now, without a
 * look at each of them: most changes of a config say nothing new about schedules, and those that do concern few of the
 * many files that are composed with it.
 */
export class Survey {
  /** By what the settings say and the folder. */
  private readonly folders = new Map<string, Folder>();
  private readonly listened = new WeakMap<readonly Lineup[], Set<string>>();
  /** By the outlook and the command line, those heard longest ago first. */
  private readonly heard = new Map<string, Heard>();
  /** Paths of the files that any composition said anything about. */
  private readonly concerned = new Set<string>();
  /** Paths of the files to be judged again, until that was told. */
  private readonly doubtful = new Set<string>();

  constructor(
    private readonly workspace: Pick<ConfigWorkspace, 'lineupsOf' | 'uriOfConfig'>,
    /** Gives way where others have waited for long enough. */
    private readonly pace: () => Promise<unknown>,
  ) {}

  /** Takes note of a file that is about to be judged; `settingsKey` is the same for the same settings. */
  async note(uri: string, settings: Settings, settingsKey: string, environment?: Environment): Promise<void> {
    const key = `${settingsKey} ${uri.slice(0, uri.lastIndexOf('/'))}`;
    if (this.folders.has(key) || this.folders.size > MOST_FOLDERS) return;
    const lineups = await this.workspace.lineupsOf(uri, settings);
    if (lineups === undefined) return;
    const outlook = new Outlook(settings, environment);
    this.folders.set(key, { uri, settings, outlook, lineups });
    const listened = this.listened.get(lineups) ?? new Set();
    this.listened.set(lineups, listened);
    if (listened.has(outlook.key)) return;
    listened.add(outlook.key);
    // What was heard before is what other files were judged by: it has to be compared first.
    for (const line of lineups.flat()) {
      if (!this.heard.has(heardKey(line, outlook))) this.noteConcerned(await this.listen(line, outlook), outlook);
    }
  }

  /** Uris of the files that may have other problems than when they were judged; undefined where any file may. */
  async unsettled(): Promise<readonly string[] | undefined> {
    if (this.folders.size > MOST_FOLDERS) {
      this.folders.clear();
      return undefined;
    }
    const round: Round = { pairs: new Map(), earlier: new Map() };
    for (const folder of this.folders.values()) {
      const { lineups: before, outlook } = folder;
      const after = (await this.workspace.lineupsOf(folder.uri, folder.settings)) ?? [];
      if (after === before) continue;
      const pairs = round.pairs.get(after) ?? [];
      round.pairs.set(after, pairs);
      if (!pairs.some((pair) => pair.before === before && pair.outlook === outlook.key)) {
        for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
          await this.compare(before[index] ?? [], after[index] ?? [], outlook, round);
        }
        pairs.push({ before, outlook: outlook.key });
      }
      folder.lineups = after;
    }
    const uris = [...this.doubtful].flatMap((path) => this.workspace.uriOfConfig(path) ?? []);
    this.doubtful.clear();
    return uris;
  }

  private async compare(before: Lineup, after: Lineup, outlook: Outlook, round: Round): Promise<void> {
    const old = new Map(before.map((line) => [line.id, line]));
    const ids = new Set(after.map(({ id }) => id));
    const stayed = before.filter(({ id }) => ids.has(id));
    // Of several the first one lends a finding its words.
    const isInOrder = after.filter(({ id }) => old.has(id)).every(({ id }, place) => id === stayed[place]?.id);
    for (const line of before) if (!ids.has(line.id)) this.doubt(line.reading);
    for (const line of after) {
      const earlier = old.get(line.id);
      if (earlier === undefined || earlier.rank !== line.rank || !isInOrder) {
        this.doubt(line.reading);
        if (earlier !== undefined) this.doubt(earlier.reading);
      } else if (earlier.reading !== line.reading) {
        this.doubt(without(earlier.reading, line.reading));
        this.doubt(without(line.reading, earlier.reading));
      }
      if (earlier?.state !== line.state) await this.hearAgain(line, earlier, outlook, round);
    }
  }

  /** Hears what was composed again, and doubts the files of which it says something else than before. */
  private async hearAgain(line: Line, earlier: Line | undefined, outlook: Outlook, round: Round): Promise<void> {
    const key = heardKey(line, outlook);
    const last = this.heard.get(key);
    if (earlier !== undefined && last?.state === line.state && round.earlier.get(key)?.state === earlier.state) return;
    const now = await this.listen(line, outlook);
    // Otherwise nobody knows what the files were judged by.
    const before = last !== undefined && last.state === earlier?.state ? last : undefined;
    if (before !== undefined) round.earlier.set(key, before);
    const difference = before === undefined ? 'all' : differenceOf(before.composition, now, outlook);
    if (difference === 'none') return;
    this.noteConcerned(now, outlook);
    this.doubt(difference === 'all' ? line.reading : line.reading.filter((path) => this.concerned.has(path)));
  }

  private doubt(paths: readonly string[]): void {
    for (const path of paths) this.doubtful.add(path);
  }

  private noteConcerned(composition: Composition, outlook: Outlook): void {
    if (composition.stage === 'compose') return;
    for (const uri of composedFacts(composition, outlook).concerned()) this.concerned.add(composition.fileOf(uri));
  }

  /** Finds out all that a composition says, and keeps it. */
  private async listen(line: Line, outlook: Outlook): Promise<Composition> {
    const composition = await line.composition();
    if (composition.stage !== 'compose') {
      for (const _ of composedFacts(composition, outlook).findingsIn('')) await this.pace();
    }
    await this.pace();
    const key = heardKey(line, outlook);
    this.heard.delete(key);
    this.heard.set(key, { state: line.state, composition });
    for (const oldest of this.heard.keys()) {
      if (this.heard.size <= MOST_HEARD) break;
      this.heard.delete(oldest);
    }
    return composition;
  }

  /** Gives back the memory of what was heard; with the next change everything that is composed again is doubtful. */
  release(): void {
    this.heard.clear();
  }
}

function heardKey({ id }: Line, { key }: Outlook): string {
  return `${key} ${id}`;
}

function without(paths: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return paths.filter((path) => !known.has(path));
}

/**
 * Of which of the files that a composition reads it may say something else after it was made again: of all, or of those
 * that it or another one says anything about.
 */
function differenceOf(before: Composition, after: Composition, outlook: Outlook): 'none' | 'some' | 'all' {
  if (before === after) return 'none';
  if (before.stage === 'compose' || after.stage === 'compose') {
    return equal(failureOf(before), failureOf(after)) ? 'none' : 'all';
  }
  const [was, is] = [composedFacts(before, outlook), composedFacts(after, outlook)];
  // With schedules or without: headers are looked at only where there are some.
  if ((was.units.length === 0) !== (is.units.length === 0)) return 'all';
  return isSameSaid(was, is) ? 'none' : 'some';
}

function failureOf(composition: Composition): unknown {
  if (composition.stage !== 'compose') return undefined;
  const { pythonError, message, origin, related, uncertain, notes } = composition;
  return { pythonError, message, origin, related, uncertain, notes };
}

/** Whether two compositions say the same about schedules, in the same places. */
function isSameSaid(a: ComposedFacts, b: ComposedFacts): boolean {
  return (
    a.parts.length === b.parts.length &&
    a.units.length === b.units.length &&
    equal(a.composition.notes, b.composition.notes) &&
    a.parts.every((part, index) => equal(saidOf(part), saidOf(b.parts[index]))) &&
    a.units.every((unit, index) => equal(tiesOf(unit), tiesOf(b.units[index])))
  );
}

function saidOf(part: ComposedPart | undefined): unknown {
  return part && [part.kind, part.path, part.scope, part.findings];
}

/** What else than its values decides which text a block belongs to. */
function tiesOf(unit: ComposedUnit | undefined): unknown {
  return unit && [unit.keyOrigin, unit.link];
}

import { type BlockView, blockView, drawableCurve } from '../service/block-view';
import { viewSummary, viewsOf } from '../service/explain';
import { listBlocks } from '../service/preview';
import { type Change, compareViews } from './compare';
import { tooLarge } from './findings';
import { renamedFiles } from './renames';
import type { Side } from './side';

/** A schedule that is another on the new side, once for all primary configs that make the same of it. */
export interface ChangedSchedule {
  /** The file as the sides name it; empty where two files are compared. */
  readonly file: string;
  readonly block: string;
  /** What the old side calls it, where that is another name. */
  readonly renamed?: { readonly file: string; readonly block: string };
  /** Labels of the primary configs; empty where the file is read by itself. */
  readonly primaries: readonly string[];
  readonly change: Change;
  readonly before: BlockView | undefined;
  readonly after: BlockView | undefined;
}

/** A block as its primary configs see it, by their labels. */
interface SeenBlock {
  readonly file: string;
  readonly block: string;
  readonly views: ReadonlyMap<string, BlockView>;
}

/** The blocks of a side by file and name. */
export interface Blocks {
  readonly seen: ReadonlyMap<string, SeenBlock>;
  /** Texts of the files that hold them. */
  readonly texts: ReadonlyMap<string, string>;
  /** Whether a file could not be read. */
  readonly unread: boolean;
}

export async function blocksOf({ project, files, label }: Side, show: (text: string) => void): Promise<Blocks> {
  const seen = new Map<string, SeenBlock>();
  const texts = new Map<string, string>();
  let unread = false;
  let done = 0;
  for (const [file, path] of files) {
    done += 1;
    show(`${label}: reading ${done} of ${files.size} files`);
    const document = await project.open(path);
    const analysis = document === undefined ? undefined : await project.service.analyze(document);
    const why = document === undefined || analysis === undefined ? 'it cannot be read.' : tooLarge(analysis);
    if (why !== undefined) project.notes.add(`${file === '' ? path : file}: ${why}`);
    if (document === undefined || analysis === undefined) {
      unread = true;
      continue;
    }
    for (const { entry, analyzed } of listBlocks(analysis)) {
      const { perspectives } = analyzed;
      const seenBy = viewsOf(analysis, analyzed, perspectives.length);
      const all = seenBy.length === 0 ? [blockView(analysis, analyzed)] : seenBy;
      const views = all.map((view) => [view.from.perspective?.label ?? '', view] as const);
      seen.set(keyOf(file, entry.label), { file, block: entry.label, views: new Map(views) });
      texts.set(file, document.getText());
    }
  }
  return { seen, texts, unread };
}

function keyOf(file: string, block: string): string {
  return JSON.stringify([file, block]);
}

/** A block with the same name on both sides, in a file that may have been renamed; or on one side only. */
interface Matched {
  readonly was: SeenBlock | undefined;
  readonly is: SeenBlock | undefined;
}

function matchesOf(old: Blocks, now: Blocks): Matched[] {
  const renamed = renamedFiles(old.texts, now.texts);
  const rest = new Map(old.seen);
  const matched: Matched[] = [];
  const come: SeenBlock[] = [];
  const take = (file: string, block: string) => {
    const key = keyOf(renamed.get(file) ?? file, block);
    const was = rest.get(key);
    rest.delete(key);
    return was;
  };
  for (const is of now.seen.values()) {
    const was = take(is.file, is.block);
    if (was === undefined) come.push(is);
    else matched.push({ was, is });
  }
  // A key further up got another name: the same schedule in the same file. What reads alike is compared in full.
  const likely = new Map<string, SeenBlock[]>();
  for (const was of rest.values()) {
    const key = keyOf(was.file, summaryOf(was));
    likely.set(key, [...(likely.get(key) ?? []), was]);
  }
  for (const is of come) {
    const candidates = likely.get(keyOf(renamed.get(is.file) ?? is.file, summaryOf(is))) ?? [];
    const at = candidates.findIndex((was) => trainsAlike(was, is));
    const [alike] = at < 0 ? [] : candidates.splice(at, 1);
    matched.push({ was: alike && take(is.file, alike.block), is });
  }
  return [...matched, ...[...rest.values()].map((was) => ({ was, is: undefined }))];
}

function summaryOf({ views }: SeenBlock): string {
  const [view] = views.values();
  return (view && viewSummary(view)) ?? '';
}

function trainsAlike(was: SeenBlock, is: SeenBlock): boolean {
  return pairs(was.views, is.views).every(
    ([, before, after]) =>
      before !== undefined &&
      after !== undefined &&
      drawableCurve(after) !== undefined &&
      compareViews(before, after) === undefined,
  );
}

export interface Comparison {
  readonly changes: readonly ChangedSchedule[];
  /** Schedules that train as before, and have another name or stand in a file that has one. */
  readonly renamed: readonly Renamed[];
}

export interface Renamed {
  readonly file: string;
  readonly block: string;
  readonly before: { readonly file: string; readonly block: string };
}

export function comparisonOf(old: Blocks, now: Blocks): Comparison {
  const changes: ChangedSchedule[] = [];
  const renamed: Renamed[] = [];
  for (const { was, is } of matchesOf(old, now)) {
    const { file, block } = is ?? was ?? { file: '', block: '' };
    const before = was !== undefined && (was.file !== file || was.block !== block) ? was : undefined;
    const name = before && { file: before.file, block: before.block };
    const found = changesOf(was, is);
    changes.push(...found.map((one) => ({ ...one, file, block, ...(name && { renamed: name }) })));
    if (found.length === 0 && name !== undefined) renamed.push({ file, block, before: name });
  }
  const order = (a: { readonly file: string }, b: { readonly file: string }) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
  return { changes: changes.sort(order), renamed: renamed.sort(order) };
}

/** How a block differs, once for all primary configs that make the same of it. */
function changesOf(
  was: SeenBlock | undefined,
  is: SeenBlock | undefined,
): Omit<ChangedSchedule, 'file' | 'block' | 'renamed'>[] {
  const same = new Map<string, Omit<ChangedSchedule, 'file' | 'block' | 'renamed'>>();
  for (const [primary, before, after] of pairs(was?.views, is?.views)) {
    const change = compareViews(before, after);
    if (change === undefined) continue;
    const text = JSON.stringify(change);
    const known = same.get(text);
    const primaries = [...(known?.primaries ?? []), ...(primary === '' ? [] : [primary])];
    same.set(text, known === undefined ? { primaries, change, before, after } : { ...known, primaries });
  }
  return [...same.values()];
}

type Pair = readonly [primary: string, before: BlockView | undefined, after: BlockView | undefined];

/** Views of the two sides through the same primary configs; the only ones with each other, whatever they are called. */
function pairs(
  old: ReadonlyMap<string, BlockView> = new Map(),
  now: ReadonlyMap<string, BlockView> = new Map(),
): Pair[] {
  const [[was, before] = [], [is, after] = []] = [[...old][0], [...now][0]];
  if (old.size <= 1 && now.size <= 1) return [[is ?? was ?? '', before, after]];
  const common = [...now].filter(([label]) => old.has(label));
  // A primary config that came or went is no change of a schedule that others still show.
  if (common.length > 0) return common.map(([label, view]) => [label, old.get(label), view]);
  return [[is ?? was ?? '', before, after]];
}

/** As much of two texts has to be the same lines for them to be one file under two names. */
const ALIKE = 0.5;
/** Pairs of files that are looked at: a change that moves more than these is one of folders, and told as it is. */
const MOST_PAIRS = 10_000;

/**
 * The files of the new side that are files of the old side under another name, with that name: those that each side has
 * alone, and that share most of their lines, the likest first.
 */
export function renamedFiles(
  old: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const gone = [...old].filter(([file]) => !now.has(file));
  const come = [...now].filter(([file]) => !old.has(file));
  const renamed = new Map<string, string>();
  if (gone.length * come.length > MOST_PAIRS) return renamed;
  const before = gone.map(([file, text]) => ({ file, lines: linesOf(text) }));
  const after = come.map(([file, text]) => ({ file, lines: linesOf(text) }));
  const pairs = after
    .flatMap((is) => before.map((was) => ({ is: is.file, was: was.file, alike: likeness(was.lines, is.lines) })))
    .filter(({ alike }) => alike >= ALIKE)
    .sort((a, b) => b.alike - a.alike);
  const taken = new Set<string>();
  for (const { is, was } of pairs) {
    if (renamed.has(is) || taken.has(was)) continue;
    taken.add(was);
    renamed.set(is, was);
  }
  return renamed;
}

type Lines = ReadonlyMap<string, number>;

/** How often each line stands in a text, blank ones left out. */
function linesOf(text: string): Lines {
  const lines = new Map<string, number>();
  for (const line of text.split(/\r\n|\r|\n/)) if (line.trim() !== '') lines.set(line, (lines.get(line) ?? 0) + 1);
  return lines;
}

/** The share of characters that stand in lines of both, from 0 to 1. */
function likeness(a: Lines, b: Lines): number {
  const length = (lines: Lines) => [...lines].reduce((sum, [line, count]) => sum + line.length * count, 0);
  let common = 0;
  for (const [line, count] of a) common += line.length * Math.min(count, b.get(line) ?? 0);
  return common / Math.max(1, length(a), length(b));
}

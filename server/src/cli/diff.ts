import { noteAsked } from './asked';
import { type Blocks, blocksOf, comparisonOf } from './changes';
import { written } from './changes-text';
import type { DIFF_FORMATS } from './formats';
import { type ExitCode, type Io, UsageError, visible } from './io';
import { overlaysOf } from './overlay';
import { progressLine } from './progress';
import { warnOfSettings } from './project';
import { openSide, type Side, type SideOptions, targetOf, workingTree } from './side';
import { type Pictures, type Theme, writePictures } from './svg';

export interface DiffOptions extends SideOptions, Pictures {
  readonly format: (typeof DIFF_FORMATS)[number];
  readonly theme: Theme;
  readonly exitCode?: boolean;
}

/** `diff`: which schedules change between two files, folders or Git revisions, and how. */
export async function diff(given: string, other: string | undefined, options: DiffOptions, io: Io): Promise<ExitCode> {
  const old = await targetOf(io, given);
  if (other === undefined && old.kind !== 'commit') {
    throw new UsageError(`Name what ${given} is compared with. Only a Git revision is compared with the working tree.`);
  }
  const now = other === undefined ? workingTree(io) : await targetOf(io, other);
  const opened: Side[] = [];
  const line = progressLine(io);
  try {
    for (const [target, counterpart] of [
      [old, now],
      [now, old],
    ] as const) {
      opened.push(await openSide(io, options, target, counterpart));
    }
    const [before, after] = opened as [Side, Side];
    // Those of the old side are past mending.
    warnOfSettings(io, after.project);
    for (const { label, project, files } of opened) {
      await noteAsked(project, options, [...files.values()]).catch((error: unknown) => {
        throw error instanceof UsageError ? new UsageError(`${label}: ${error.message}`) : error;
      });
    }
    const blocks: [Blocks, Blocks] = [await blocksOf(before, line.show), await blocksOf(after, line.show)];
    line.clear();
    for (const { label, project } of opened) {
      for (const note of project.notes) io.stderr.write(`note: ${visible(`${label}: ${project.inWords(note)}`)}\n`);
    }
    const comparison = comparisonOf(...blocks);
    const { changes } = comparison;
    const labels = [before.label, after.label] as const;
    io.stdout.write(written(comparison, labels, options.format));
    await writePictures(io, options, () => overlaysOf(changes, labels, options.theme, io, after.project.inWords));
    if (blocks.some(({ unread }) => unread)) return 2;
    return options.exitCode === true && changes.length > 0 ? 1 : 0;
  } finally {
    line.clear();
    for (const side of opened) side.close();
  }
}

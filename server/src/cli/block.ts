import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../service';
import { type BlockView, blockSpan, blockView } from '../service/block-view';
import { listBlocks } from '../service/preview';
import { tooLarge } from './findings';
import { absolute, type Io, shownPath, UsageError } from './io';
import type { Project } from './project';
import { kindOf } from './roots';
import { placeOf } from './select';

/** `FILE` or `FILE:block`, the block by its path (`optim.schedule_config`) or by a line that it is on. */
export interface BlockName {
  readonly path: string;
  readonly block: string | undefined;
}

export async function blockName(io: Io, given: string): Promise<BlockName> {
  const whole = absolute(io, given);
  if ((await kindOf(whole)) === 'file') return { path: await placeOf(io, whole, 'file'), block: undefined };
  const [, file = given, block] = /^(.+):([^:]+)$/s.exec(given) ?? [];
  const path = absolute(io, file);
  if ((await kindOf(path)) !== 'file') throw new UsageError(`${file}: there is no such file.`);
  return { path: await placeOf(io, path, 'file'), block };
}

export interface NamedBlock {
  readonly label: string;
  readonly view: BlockView;
}

/** The blocks of a file that hold a schedule, as its chosen primary config composes them. */
export function blocksOf(analysis: Analysis): NamedBlock[] {
  return listBlocks(analysis).map(({ entry, analyzed }) => ({
    label: entry.label,
    view: blockView(analysis, analyzed),
  }));
}

/** The block that is meant. Nothing is chosen unasked: of several one has to be named. */
export async function findBlock(io: Io, project: Project, { path, block }: BlockName): Promise<NamedBlock> {
  const shown = shownPath(io, path);
  const document = await project.open(path);
  const analysis = document === undefined ? undefined : await project.service.analyze(document);
  if (document === undefined || analysis === undefined) throw new UsageError(`${shown}: it cannot be read.`);
  const unread = tooLarge(analysis);
  if (unread !== undefined) throw new UsageError(`${shown}: ${project.inWords(unread)}`);
  const blocks = blocksOf(analysis);
  const labels = blocks.map(({ label }) => `${shown}:${label}`).join('\n  ');
  if (blocks.length === 0) throw new UsageError(`${shown} holds no schedule.`);
  if (block === undefined) {
    const [only, ...more] = blocks;
    if (only !== undefined && more.length === 0) return only;
    throw new UsageError(`${shown} holds ${blocks.length} schedules. Name one:\n  ${labels}`);
  }
  const isLine = /^\d+$/.test(block);
  const found = isLine ? onLine(document, analysis, Number(block)) : undefined;
  const named = blocks.find(({ label, view }) => label === block || view === found);
  if (named === undefined)
    throw new UsageError(`${shown} holds no schedule ${isLine ? `on line ${block}` : block}, but:\n  ${labels}`);
  return named;
}

function onLine(document: TextDocument, analysis: Analysis, line: number): BlockView | undefined {
  const start = document.offsetAt({ line: line - 1, character: 0 });
  const end = document.offsetAt({ line, character: 0 });
  const around = analysis.blocks.filter((one) => blockSpan(one).start < end && blockSpan(one).end > start);
  const inner = around.sort((a, b) => length(blockSpan(a)) - length(blockSpan(b)))[0];
  return inner === undefined ? undefined : blockView(analysis, inner);
}

function length({ start, end }: { readonly start: number; readonly end: number }): number {
  return end - start;
}

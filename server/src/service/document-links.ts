import * as l10n from '@vscode/l10n';
import type { DocumentLink, Range } from 'vscode-languageserver-types';
import { type Origin, originMap, type Path, type ValueNode } from '../config';
import { formatStep } from '../format';
import type { Analysis } from './analysis';
import { entriesOf, filesOfEntry, placesAt, type ReadText, type Target, targetsOf } from './define';
import { fileName } from './names';
import { documentOf, wholesOf } from './whole';
import { writtenPaths } from './written-paths';

/** More links than this nobody looks for in one file. */
const MOST_LINKS = 500;
/** Longer than this at a time, in milliseconds, the event loop is not held. */
const SLICE = 10;

export interface DocumentLinkOptions {
  readonly read: ReadText | undefined;
  /** Gives the event loop a turn. */
  readonly pause: () => Promise<void>;
  readonly token?: { readonly isCancellationRequested: boolean } | undefined;
}

/**
 * Links to other files, wherever it is one file that is meant: from an entry of the defaults list to the config that it
 * picks, and from an interpolation to the value that it names in every primary config. [] once cancelled.
 */
export async function documentLinks(analysis: Analysis, options: DocumentLinkOptions): Promise<DocumentLink[]> {
  const document = documentOf(analysis);
  const root = document?.root;
  if (root?.kind !== 'map') return [];
  const { read, pause, token } = options;
  const from = { uri: analysis.uri, perspective: wholesOf(analysis)[0]?.perspective };
  const links: DocumentLink[] = [];
  const link = ({ range }: Origin, uri: string, at?: Range): void => {
    const name = fileName(uri, from);
    const fragment = at === undefined ? '' : `#L${at.start.line + 1},${at.start.character + 1}`;
    links.push({
      range,
      target: `${uri}${fragment}`,
      tooltip: at === undefined ? name : l10n.t`${name}, line ${formatStep(at.start.line + 1)}`,
    });
  };
  for (const entry of entriesOf(root)) {
    if (token?.isCancellationRequested === true || links.length >= MOST_LINKS) break;
    const options = entry.optionPlaces.length === 0 ? [undefined] : entry.optionPlaces.keys();
    for (const option of options) {
      const place = option === undefined ? undefined : entry.optionPlaces[option];
      const [uri, ...others] = await filesOfEntry(analysis, entry, option, read);
      if (uri !== undefined && others.length === 0) link((place ?? entry.valuePlace).origin, uri);
    }
  }
  let since = Date.now();
  const open: [ValueNode, Path][] = [[root, []]];
  for (let next = open.pop(); next !== undefined && links.length < MOST_LINKS; next = open.pop()) {
    const [node, path] = next;
    if (Date.now() - since > SLICE) {
      await pause();
      if (token?.isCancellationRequested === true) return [];
      since = Date.now();
    }
    if (node.kind === 'map') {
      // What an alias or a merge key stands for is written elsewhere in the file, and linked there.
      for (const [id, { value, merged }] of node.entries) {
        if (!merged && value.alias === undefined) open.push([value, [...path, id]]);
      }
    } else if (node.kind === 'list') {
      for (const [index, item] of node.items.entries())
        if (item.alias === undefined) open.push([item, [...path, index]]);
    } else if (typeof node.value === 'string' && node.value.includes('${')) {
      const origin = originMap(node);
      for (const written of writtenPaths(node.value)) {
        const index = written.keys.length - 1;
        const targets = wholesOf(analysis).flatMap((whole) =>
          placesAt(whole, path, { path: written, index }).flatMap(targetsOf),
        );
        const target = onlyFile(targets);
        if (target !== undefined && target.uri !== analysis.uri) {
          link(origin(written.start, written.end), target.uri, target.at);
        }
      }
    }
  }
  return token?.isCancellationRequested === true ? [] : links.sort(inOrder);
}

/** The file that all targets are in, and the place in it where they are all the same. */
function onlyFile(targets: readonly Target[]): { readonly uri: string; readonly at?: Range } | undefined {
  const [first] = targets;
  if (first === undefined || targets.some(({ uri }) => uri !== first.uri)) return undefined;
  const { line, character } = first.selection.start;
  const isOne = targets.every(({ selection: { start } }) => start.line === line && start.character === character);
  return isOne ? { uri: first.uri, at: first.selection } : { uri: first.uri };
}

function inOrder({ range: { start: a } }: DocumentLink, { range: { start: b } }: DocumentLink): number {
  return a.line - b.line || a.character - b.character;
}

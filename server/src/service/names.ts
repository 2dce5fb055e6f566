import * as l10n from '@vscode/l10n';
import type { Origin } from '../config';
import { isCommandLine } from '../config/hydra';
import { formatStep } from '../format';
import type { Perspective } from '../workspace/types';
import { code, type Inline, type Line, linePlain, sentence } from './rich-text';

/** From where places are told: the document that is open, and the primary config that it is seen through. */
export interface Standpoint {
  readonly uri: string;
  readonly perspective: Perspective | undefined;
}

/** What a config is called in a sentence about what it does not tell. */
export function wholeName({ perspective }: Standpoint): string {
  return perspective === undefined ? l10n.t('this file') : l10n.t`the config of ${perspective.label}`;
}

/** Path of a file below the config directory; elsewhere its name. */
export function fileName(uri: string, { perspective }: Standpoint): string {
  const root = perspective === undefined ? undefined : `${perspective.configDirUri.replace(/\/$/, '')}/`;
  const path =
    root !== undefined && uri.startsWith(root) ? uri.slice(root.length) : uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `line 5`, with the file where that is another one, or the word of the command line. */
export function placeWords(origin: Origin, from: Standpoint): Line {
  if (isCommandLine(origin.uri)) return sentence(l10n.t('the command line: {0}'), code(origin.text));
  const line = l10n.t`line ${formatStep(origin.range.start.line + 1)}`;
  if (origin.uri === from.uri) return [line];
  return [placeLink(`${fileName(origin.uri, from)}, ${line}`, origin)];
}

/** The same in brackets, behind what stands there. */
export function placeNote(origin: Origin, from: Standpoint): Line {
  return [' (', ...placeWords(origin, from), ')'];
}

/** The same without links. */
export function placeText(origin: Origin, from: Standpoint): string {
  return linePlain(placeWords(origin, from));
}

export function placeLink(text: string, { uri, range }: Origin): Inline {
  return { place: text, uri, line: range.start.line, character: range.start.character };
}

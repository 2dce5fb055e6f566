import * as l10n from '@vscode/l10n';
import type { Curve } from '../../../../server/src/plot';
import type { PreviewPlace, PreviewResult } from '../../../../server/src/protocol';
import type { AssumedSettings } from '../messages';
import { element } from './dom';
import { post } from './host';

/** What the parts of the page show: an answer of the server, decoded. */
export interface Shown {
  readonly uri: string;
  readonly file: string;
  readonly result: PreviewResult;
  readonly settings: AssumedSettings;
  readonly curve: Curve | undefined;
}

/** A part of the page that stays; what is in it follows each answer. */
export interface Part {
  readonly root: HTMLElement;
  /** Undefined while there is nothing to show. */
  show(shown: Shown | undefined): void;
}

export function reveal(places: readonly PreviewPlace[]): void {
  if (places.length > 0) post({ type: 'reveal', places });
}

/** Text that goes to a place of a file. */
export function placeLink(text: string, place: PreviewPlace): HTMLElement {
  const { uri, range } = place;
  const go = () => reveal([{ uri, range }]);
  return element('button', { class: 'link', title: l10n.t('Go to where this is written'), click: go }, text);
}

/** The line of a place, and its file where that is another one than the shown. */
export function lineOf({ uri, range }: PreviewPlace, shownUri: string): string {
  return `${elsewhere(uri, shownUri)}${l10n.t('line {0}', range.start.line + 1)}`;
}

/** The name of a file other than the one that is shown, in front of a line of it. */
export function elsewhere(uri: string, shownUri: string): string {
  if (uri === shownUri) return '';
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return `${decodeURIComponent(name)}, `;
  } catch {
    return `${name}, `;
  }
}

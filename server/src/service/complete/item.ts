import * as l10n from '@vscode/l10n';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type CompletionItem,
  type CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  type MarkupContent,
  MarkupKind,
} from 'vscode-languageserver-types';
import type { Slot } from '../../config/context';
import type { BlockKey } from '../../config/types';
import { kindSpec } from '../../schedules';
import type { NoetherVersion } from '../settings';
import type { CompletionOptions } from './options';
import { kindDocumentation } from './picture';
import { plain } from './words';
import { isSnippet, type Piece, render } from './write';

/** What `completeResolve` needs to write the documentation of a kind. */
export interface CompletionData {
  readonly kind: string;
  readonly role: BlockKey | undefined;
  /** The optimizer's own value, which the example curve reaches. */
  readonly peak: number | undefined;
  readonly version: NoetherVersion;
}

/** One thing to offer, before it is put into LSP's terms. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly slot: Slot;
  readonly pieces: readonly Piece[];
  /** What typed text is compared with; the label where not given. */
  readonly filter?: string;
  /** On the line of the item itself, behind the label. */
  readonly description?: string | undefined;
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  /** Documentation made on demand. */
  readonly about?: CompletionData;
  readonly preselect?: boolean;
  /** The value is best chosen from a list of its own, which VS Code shows if asked. */
  readonly suggestNext?: boolean;
}

export function toItem(
  document: TextDocument,
  offer: Offer,
  index: number,
  options: CompletionOptions,
): CompletionItem {
  const { slot, pieces, about } = offer;
  const text = document.getText();
  const snippet = options.snippets && isSnippet(pieces);
  const whole = [slot.before, ...pieces, slot.after];
  // The client compares the text it replaces, quotes and indentation included, up to the cursor.
  const lead = /^["']/.exec(text.slice(slot.start, slot.end).trimStart())?.[0] ?? '';
  const newText = render(whole, snippet);
  const item: CompletionItem = {
    label: offer.label,
    kind: offer.kind,
    sortText: String(index).padStart(4, '0'),
    filterText: lead + (offer.filter ?? offer.label),
    insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    // Indentation is ours: a client that adds its own would indent a block twice.
    insertTextMode: InsertTextMode.asIs,
    textEdit: {
      range: { start: document.positionAt(slot.start), end: document.positionAt(slot.end) },
      newText,
    },
  };
  if (offer.description !== undefined) item.labelDetails = { description: offer.description };
  if (offer.detail !== undefined) item.detail = offer.detail;
  if (offer.preselect) item.preselect = true;
  if (offer.documentation !== undefined) item.documentation = markup(offer.documentation, options);
  if (offer.suggestNext && options.triggerSuggest) {
    item.command = { title: l10n.t('Suggest'), command: 'editor.action.triggerSuggest' };
  }
  if (!about) return item;
  item.data = about;
  return options.lazy ? item : resolveItem(item, options);
}

function markup(markdown: string, { markdown: asMarkdown }: CompletionOptions): MarkupContent {
  return asMarkdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plain(markdown) };
}

/** An item with its documentation. Items that have none to add, or that are not ours, come back as they are. */
export function resolveItem(item: CompletionItem, options: CompletionOptions): CompletionItem {
  const data = dataOf(item.data);
  const kind = data && kindSpec(data.kind);
  if (!data || !kind || item.documentation !== undefined) return item;
  const { theme, pictures, markdown } = options;
  const documentation = kindDocumentation(kind, data.role, data.peak, {
    theme,
    pictures: pictures && markdown,
    version: data.version,
  });
  return { ...item, documentation: markup(documentation, options) };
}

/** Data as it came back from the client, which may have sent anything. */
function dataOf(data: unknown): CompletionData | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { kind, role, peak, version } = data as { readonly [K in keyof CompletionData]?: unknown };
  if (typeof kind !== 'string') return undefined;
  return {
    kind,
    role:
      role === 'weight_decay_schedule' || role === 'alpha_schedule' || role === 'schedule_config' ? role : undefined,
    peak: typeof peak === 'number' && Number.isFinite(peak) && peak > 0 ? peak : undefined,
    version: version === '1.1' || version === 'newer' ? version : 'any',
  };
}

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InsteadText } from '../protocol';

/** A document as it would be with other texts. */
export interface DocumentVariant {
  readonly variant: TextDocument;
  /** The variant asked for before, or the document itself: one that most likely differs little. */
  readonly earlier: TextDocument;
}

export interface DocumentVariants {
  /** The same object for the same document, version and texts, as long as it is kept. */
  of(document: TextDocument, instead: readonly InsteadText[]): DocumentVariant;
}

/** Kept per document: a drag brings one after the other, each comparison one that stays. */
const MOST_VARIANTS = 6;

interface Kept {
  readonly instead: readonly InsteadText[];
  readonly variant: TextDocument;
}

export function createVariants(): DocumentVariants {
  const kept = new WeakMap<TextDocument, readonly Kept[]>();
  return {
    of(document, instead) {
      const { uri, languageId, version } = document;
      const own = instead.find((one) => one.uri === uri);
      const text = own === undefined ? document.getText() : (own.text ?? '').replace(/^\ufeff/, '');
      const before = kept.get(document) ?? [];
      const found = before.find(
        (one) => one.variant.version === version && one.variant.getText() === text && isSame(one.instead, instead),
      );
      const one = found ?? { instead, variant: TextDocument.create(uri, languageId, version, text) };
      kept.set(document, [...before.filter((each) => each !== one), one].slice(-MOST_VARIANTS));
      return { variant: one.variant, earlier: before.at(-1)?.variant ?? document };
    },
  };
}

function isSame(a: readonly InsteadText[], b: readonly InsteadText[]): boolean {
  return a.length === b.length && a.every(({ uri, text }, index) => b[index]?.uri === uri && b[index]?.text === text);
}

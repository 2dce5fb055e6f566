import type { Position, Range } from 'vscode-languageserver-protocol';
import {
  COMPOSED_CONFIG_REQUEST,
  PREVIEW_REQUEST,
  PRIMARIES_REQUEST,
  STEPS_AS_FRACTIONS_REQUEST,
} from '../../server/src/protocol';

export interface Place {
  readonly uri: string;
  readonly position: Position;
  readonly range: Range;
}

/** Everything that an editor may ask about a place in a document. */
export const calls: readonly { readonly method: string; params(place: Place): unknown }[] = [
  { method: 'textDocument/diagnostic', params: ({ uri }) => ({ textDocument: { uri } }) },
  { method: 'textDocument/codeLens', params: ({ uri }) => ({ textDocument: { uri } }) },
  { method: 'textDocument/documentSymbol', params: ({ uri }) => ({ textDocument: { uri } }) },
  { method: 'textDocument/inlayHint', params: ({ uri, range }) => ({ textDocument: { uri }, range }) },
  {
    method: 'textDocument/codeAction',
    params: ({ uri, range }) => ({ textDocument: { uri }, range, context: { diagnostics: [] } }),
  },
  {
    method: 'textDocument/codeAction',
    params: ({ uri, range }) => ({
      textDocument: { uri },
      range,
      context: { diagnostics: [], only: ['source.fixAll.scheduleLens'] },
    }),
  },
  ...['hover', 'completion', 'definition', 'documentHighlight'].map((name) => ({
    method: `textDocument/${name}`,
    params: ({ uri, position }: Place) => ({ textDocument: { uri }, position }),
  })),
  {
    method: 'textDocument/references',
    params: ({ uri, position }) => ({ textDocument: { uri }, position, context: { includeDeclaration: true } }),
  },
  { method: PREVIEW_REQUEST, params: ({ uri, position }) => ({ textDocument: { uri }, position }) },
  { method: PRIMARIES_REQUEST, params: ({ uri, position }) => ({ textDocument: { uri }, position }) },
  { method: COMPOSED_CONFIG_REQUEST, params: ({ uri }) => ({ textDocument: { uri } }) },
  {
    method: STEPS_AS_FRACTIONS_REQUEST,
    params: ({ uri, range }) => ({ textDocument: { uri }, range, totalSteps: 100 }),
  },
];

import type { PlotTheme } from '../../plot';

/** What the client can show. Everything has a default that suits a current editor. */
export interface CompletionOptions {
  /** Insert with tab stops and choices; without, plain text. */
  readonly snippets: boolean;
  /** Documentation as Markdown; without, as plain text and without pictures. */
  readonly markdown: boolean;
  /** Curves as pictures in the documentation of kinds. */
  readonly pictures: boolean;
  /** Colours of the pictures. */
  readonly theme: PlotTheme;
  /** Leave the documentation of kinds, pictures above all, to `completeResolve`: for a client that asks for it. */
  readonly lazy: boolean;
  /** Ask VS Code to complete again behind a key whose value is best chosen from its own list. */
  readonly triggerSuggest: boolean;
}

export const defaultCompletionOptions: CompletionOptions = {
  snippets: true,
  markdown: true,
  pictures: true,
  theme: 'dark',
  lazy: false,
  triggerSuggest: false,
};

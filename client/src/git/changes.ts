import * as l10n from '@vscode/l10n';
import {
  type CancellationToken,
  CodeLens,
  type Command,
  Disposable,
  type DocumentSelector,
  EventEmitter,
  languages,
  Range,
  workspace,
} from 'vscode';
import type { ChangedBlock, ChangedBlocksParams, ChangedBlocksResult } from '../../../server/src/protocol';
import type { Head } from './head';

/** The command behind the lens; takes the uri of a document as text, and a position. */
export const COMPARE_COMMAND = 'scheduleLens.compareWithHead';

/** Milliseconds after the last edit of another file, in which a block may come to differ. */
const QUIET = 400;

export interface ChangesOptions {
  readonly head: Head;
  readonly selector: DocumentSelector;
  changedBlocks(params: ChangedBlocksParams, token: CancellationToken): Promise<ChangedBlocksResult>;
}

/** "What does this change do" over each block whose schedule is another one than at Git HEAD, and over no other. */
export function registerChanges({ head, selector, changedBlocks }: ChangesOptions): Disposable {
  const refresh = new EventEmitter<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh.fire(), QUIET);
  };
  return Disposable.from(
    refresh,
    new Disposable(() => clearTimeout(timer)),
    head.onDidChange(() => refresh.fire()),
    // An edit of the document itself makes VS Code ask by itself; that of another one may be composed with it.
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && languages.match(selector, document) > 0) soon();
    }),
    languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: refresh.event,
      async provideCodeLenses(document, token) {
        const { uri } = document;
        if (!(await head.differs(uri))) return [];
        const found = await head.texts(uri);
        if ('missing' in found || token.isCancellationRequested) return [];
        const params: ChangedBlocksParams = { textDocument: { uri: uri.toString() }, instead: found.texts };
        const { blocks, version } = await changedBlocks(params, token);
        // Of an older version the places are others by now; VS Code asks again for the newer one.
        return version === document.version ? blocks.map((block) => lensOf(block, uri.toString())) : [];
      },
    }),
  );
}

function lensOf({ range: { start, end }, before, after }: ChangedBlock, uri: string): CodeLens {
  const command: Command = {
    title: l10n.t('What does this change do'),
    tooltip: l10n.t('At Git HEAD: {0}. Now: {1}.', before ?? l10n.t('no such curve'), after ?? l10n.t('no such curve')),
    command: COMPARE_COMMAND,
    arguments: [uri, start],
  };
  return new CodeLens(new Range(start.line, start.character, end.line, end.character), command);
}

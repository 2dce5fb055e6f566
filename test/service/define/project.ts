import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, LocationLink, Position } from 'vscode-languageserver-types';
import { createLanguageService, type LanguageService, type LanguageServiceOptions } from '../../../server/src/service';
import { uriOf, workspaceOf } from '../../unit/workspace/fixtures';

export interface Project {
  readonly service: LanguageService;
  /** The document of a file with the mark `|` taken out, and the position where it stood. */
  open(path: string, marked?: string): { readonly document: TextDocument; readonly position: Position };
  /** `optim/adamw.yaml:3:lr`, a line of a file (from 1) with the text that a location selects. */
  place(location: Location | LocationLink): string;
}

/** A project in memory, behind the real workspace; every file lies in `conf`. */
export function projectOf(
  files: Readonly<Record<string, string>>,
  options: LanguageServiceOptions = {},
  outside: Readonly<Record<string, string>> = {},
): Project {
  const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [`conf/${path}`, text]));
  const { workspace } = workspaceOf({ ...texts, ...outside });
  const service = createLanguageService({ ...options, workspace });
  let version = 0;
  return {
    service,
    open(path, marked = `|${files[path] ?? ''}`) {
      const at = marked.indexOf('|');
      if (at < 0) throw new Error('the text has no |');
      const text = marked.slice(0, at) + marked.slice(at + 1);
      version += 1;
      const document = TextDocument.create(uriOf(`conf/${path}`), 'yaml', version, text);
      if (text !== files[path]) {
        workspace.openDocument(document.uri, text);
      }
      return { document, position: document.positionAt(at) };
    },
    place(location) {
      const [uri, range] =
        'uri' in location ? [location.uri, location.range] : [location.targetUri, location.targetSelectionRange];
      const path = decodeURIComponent(uri.slice(uriOf('conf/').length));
      const document = TextDocument.create(uri, 'yaml', 1, files[path] ?? '');
      return `${path}:${range.start.line + 1}:${document.getText(range)}`;
    },
  };
}

/** A text with the mark `|` in front of the first `before`, or `into` characters behind its start. */
export function mark(text: string, before: string, into = 0): string {
  const at = text.indexOf(before);
  if (at < 0) throw new Error(`the text has no ${before}`);
  return `${text.slice(0, at + into)}|${text.slice(at + into)}`;
}

/** Two primaries, an experiment, a group file that is placed by a link and by a package. */
export const flow: Readonly<Record<string, string>> = {
  'train_a.yaml': `defaults:
  - trainer: long
  - optim: adamw
  - model: linked
  - _self_
optim:
  lr: 3e-4
`,
  'train_b.yaml': `defaults:
  - optim@model.optim: adamw
  - _self_
model:
  optim:
    lr: 5e-5
trainer:
  max_updates: 500
`,
  'model/linked.yaml': `width: 8
optim: \${optim}
`,
  'optim/adamw.yaml': `kind: torch.optim.AdamW
lr: 1e-3
schedule_config:
  kind: noether.core.schedules.LinearWarmupCosineDecaySchedule
  warmup_percent: 0.1
  max_value: \${model.optim.lr}
  end_value: 1e-6
`,
  'optim/sgd.yaml': `kind: torch.optim.SGD
lr: 0.1
`,
  'trainer/long.yaml': `max_updates: 20_000
`,
};

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import { type Plain, plainOf, readDocument } from '../config';
import { isSyntaxError, parseOverride } from '../config/hydra';
import { nodeFiles } from '../lsp/node-files';
import type { RuntimeFiles } from '../lsp/workspace-host';
import {
  createLanguageService,
  type LanguageService,
  mergeSettings,
  type RawSettings,
  readSettingsFile,
} from '../service';
import {
  type ConfigWorkspace,
  createConfigWorkspace,
  type Progress,
  SETTINGS_FILE,
  type WorkspaceHost,
} from '../workspace';
import { isWithin, joinTo, relativeTo } from '../workspace/paths';
import { absolute, type Io, shownPath, UsageError, visible } from './io';
import { isReadable, kindOf } from './roots';

/** What the commands take to compose as the user means it. */
export interface ComposeOptions {
  readonly primary?: string;
  readonly override?: readonly string[];
  readonly totalSteps?: number;
  /** `path=value`, for interpolations that the files cannot answer. */
  readonly set?: readonly string[];
}

/** Configs below some folders, seen as the editor sees them when it has those folders open. */
export interface Project {
  readonly service: LanguageService;
  readonly workspace: ConfigWorkspace;
  readonly folders: readonly string[];
  /** What is wrong with the settings files, by path. */
  readonly settingsProblems: ReadonlyMap<string, SettingsText>;
  /** Folders whose contents cannot be listed. */
  readonly unreadable: ReadonlySet<string>;
  /** What its user should know beside what is found, a sentence each. */
  readonly notes: Set<string>;
  uriOf(path: string): string;
  pathOf(uri: string): string;
  /** A sentence of the engine, with settings called what they are called here. */
  inWords(text: string): string;
  /** A file as a document; undefined where there is none, or where it cannot be read. */
  open(path: string): Promise<TextDocument | undefined>;
}

export interface SettingsText {
  readonly text: string;
  readonly problems: readonly Diagnostic[];
}

export interface ProjectOptions {
  readonly folders: readonly string[];
  /** Where files come from; the disk when not given. */
  readonly files?: RuntimeFiles;
  readonly onProgress?: (progress: Progress | undefined) => void;
}

export async function openProject(io: Io, compose: ComposeOptions, options: ProjectOptions): Promise<Project> {
  const { files = nodeFiles, folders } = options;
  const uriOf = (path: string) => URI.file(path).toString();
  const pathOf = (uri: string) => URI.parse(uri).fsPath.replaceAll('\\', '/');
  const unreadable = new Set<string>();
  const entriesOf = async (folder: string) => {
    const entries = await files.entries(folder);
    // Only a folder that seems empty can be one that cannot be read.
    if (entries.length === 0 && files === nodeFiles && !(await isReadable(folder))) unreadable.add(folder);
    return entries;
  };
  const host: WorkspaceHost = {
    folders,
    read: (path) => files.read(path),
    entries: entriesOf,
    list: async (folder) => (await entriesOf(folder)).map(({ name }) => name),
    realPath: (path) => files.realPath(path),
    pathOf: (uri) => (uri.startsWith('file:') ? pathOf(uri) : undefined),
    uriOf,
  };
  const notes = new Set<string>();
  const shared = new Map<string, RawSettings>();
  const settingsProblems = new Map<string, SettingsText>();
  for (const folder of folders) {
    const path = joinTo(folder, SETTINGS_FILE);
    const text = await files.read(path).catch(() => undefined);
    if (text === undefined) {
      const other = path.replace(/yaml$/, 'yml');
      if ((await files.read(other).catch(() => undefined)) !== undefined) {
        notes.add(`${shownPath(io, other)} is not read: its name has to be ${SETTINGS_FILE}.`);
      }
      continue;
    }
    const { settings, problems } = readSettingsFile(uriOf(path), text);
    shared.set(folder, settings);
    if (problems.length > 0) settingsProblems.set(path, { text, problems });
  }
  const own = await settingsOf(io, compose, folders);
  const settingsFor = (uri: string): RawSettings => {
    const path = pathOf(uri);
    const around = folders.filter((folder) => isWithin(folder, path)).sort((a, b) => b.length - a.length)[0];
    return mergeSettings(around === undefined ? {} : (shared.get(around) ?? {}), own);
  };
  const isShared = (name: string) => [...shared.values()].some((settings) => name in settings);
  const environment = (name: string) => io.env[name];
  const workspace = createConfigWorkspace(host, {
    environment,
    filesOf: (folder) => service.settings(uriOf(folder)).files,
    onProgress: options.onProgress,
  });
  const service: LanguageService = createLanguageService({ workspace, environment, settingsFor });
  return {
    service,
    workspace,
    folders,
    settingsProblems,
    unreadable,
    notes,
    uriOf,
    pathOf,
    inWords: (text) =>
      text.replace(/(in )?(?:the setting )?\bscheduleLens\.([\w.]*\w)/g, (_, within = '', name: string) => {
        const option = OPTIONS[name];
        if (option === undefined || (isShared(name) && !(name in own))) return `${within}${name} in ${SETTINGS_FILE}`;
        return within === '' ? option : `with ${option}`;
      }),
    async open(path) {
      const text = await workspace.textOf(uriOf(path));
      return text === undefined ? undefined : TextDocument.create(uriOf(path), 'yaml', 0, text);
    },
  };
}

/** Tells what is wrong with the settings files, for commands that work all the same. */
export function warnOfSettings(io: Io, { settingsProblems }: Project): void {
  for (const [path, { problems }] of settingsProblems) {
    for (const { range, message } of problems) {
      const place = `${shownPath(io, path)}:${range.start.line + 1}:${range.start.character + 1}`;
      io.stderr.write(`${visible(`${place}: ${typeof message === 'string' ? message : message.value}`)}\n`);
    }
  }
}

/** Settings that an option gives as well. */
const OPTIONS: Readonly<Record<string, string>> = {
  primaryConfig: '--primary',
  overrides: '--override',
  totalSteps: '--total-steps',
  interpolations: '--set',
};

/** What the command line sets, by the names of the settings. */
async function settingsOf(io: Io, compose: ComposeOptions, folders: readonly string[]): Promise<RawSettings> {
  const { primary, override = [], totalSteps, set = [] } = compose;
  for (const word of override) {
    const parsed = parseOverride(word);
    if (isSyntaxError(parsed)) throw new UsageError(`--override ${word}: ${parsed.message}`);
  }
  return {
    ...(primary === undefined ? {} : { primaryConfig: await primaryOf(io, primary, folders) }),
    ...(override.length === 0 ? {} : { overrides: override }),
    ...(totalSteps === undefined ? {} : { totalSteps }),
    ...(set.length === 0 ? {} : { interpolations: Object.fromEntries(set.map(assignment)) }),
  };
}

/** A primary config as the settings name it: by its path from the folder that holds it. */
async function primaryOf(io: Io, primary: string, folders: readonly string[]): Promise<string> {
  const here = absolute(io, primary);
  for (const end of ['', '.yaml', '.yml']) {
    if ((await kindOf(`${here}${end}`)) !== 'file') continue;
    const folder = folders.find((each) => isWithin(each, here));
    if (folder === undefined) throw new UsageError(`--primary ${primary} lies outside of ${folders.join(', ')}.`);
    return relativeTo(folder, `${here}${end}`);
  }
  for (const folder of folders) {
    for (const end of ['', '.yaml', '.yml']) {
      if ((await kindOf(joinTo(folder, `${primary}${end}`))) === 'file') return `${primary}${end}`;
    }
  }
  throw new UsageError(`--primary ${primary}: there is no such file.`);
}

/** `model.optim.lr=1e-3`, the value as YAML reads it. */
function assignment(text: string): [string, Plain] {
  const [, path, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined) throw new UsageError(`--set ${text}: write a path and a value, such as model.optim.lr=1e-3.`);
  const { root, problems } = readDocument('argument:', `value: ${value}`);
  const node = root?.kind === 'map' ? root.entries.get('value')?.value : undefined;
  return [path.trim(), problems.length > 0 || node?.kind !== 'scalar' ? value : plainOf(node)];
}

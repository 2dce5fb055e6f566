import * as l10n from '@vscode/l10n';
import { ConfigurationTarget, type Uri, workspace } from 'vscode';
import { readCount, readUnknownValue } from './assumption';
import type { AssumedSettings } from './messages';

const SECTION = 'scheduleLens';
const COUNTS: readonly string[] = ['totalSteps', 'updatesPerEpoch'];

/** The settings that hold for a document where its config does not tell. */
export function assumedSettings(uri: Uri): AssumedSettings {
  const settings = workspace.getConfiguration(SECTION, uri);
  const totalSteps = settings.get<unknown>('totalSteps');
  const updatesPerEpoch = settings.get<unknown>('updatesPerEpoch');
  return {
    ...(typeof totalSteps === 'number' && { totalSteps }),
    ...(typeof updatesPerEpoch === 'number' && { updatesPerEpoch }),
    interpolations: recordOf(settings.get<unknown>('interpolations')),
  };
}

/**
 * Writes what was typed for an assumption where it holds for this folder alone: the folder's setting, the workspace's,
 * or, where nothing is open, the user's. An empty text takes it back from wherever it holds. Resolves to why that is
 * not possible, and undefined where it was done.
 */
export function writeAssumption(uri: Uri, name: string, text: string): Promise<string | undefined> {
  const written = writing.then(() => write(uri, name, text));
  writing = written.catch(() => undefined);
  return written;
}

/** Two values that are typed in a row go into one setting: the second is put to what the first has made of it. */
let writing: Promise<unknown> = Promise.resolve();

async function write(uri: Uri, name: string, text: string): Promise<string | undefined> {
  const isCount = COUNTS.includes(name);
  const read = text === '' ? { value: undefined } : isCount ? readCount(text) : readUnknownValue(text);
  if ('refused' in read) return read.refused;
  const settings = workspace.getConfiguration(SECTION, uri);
  const key = isCount ? name : 'interpolations';
  const levels = settings.inspect<unknown>(key);
  const held: readonly (readonly [ConfigurationTarget, unknown])[] = [
    [ConfigurationTarget.WorkspaceFolder, levels?.workspaceFolderValue],
    [ConfigurationTarget.Workspace, levels?.workspaceValue],
    [ConfigurationTarget.Global, levels?.globalValue],
  ];
  const holds = (value: unknown) => (isCount ? value !== undefined && value !== null : name in recordOf(value));
  const target = text === '' ? (held.find(([, value]) => holds(value))?.[0] ?? ownTarget(uri)) : ownTarget(uri);
  try {
    await settings.update(key, isCount ? read.value : merged(held, target, name, read.value), target);
    return undefined;
  } catch (error) {
    return l10n.t('The setting cannot be written: {0}', error instanceof Error ? error.message : String(error));
  }
}

/** The narrowest place that a setting of this document can have. */
function ownTarget(uri: Uri): ConfigurationTarget {
  if (workspace.getWorkspaceFolder(uri) !== undefined) return ConfigurationTarget.WorkspaceFolder;
  return workspace.workspaceFolders === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
}

/** The interpolations of one level with a value put in or taken out; undefined where none is left. */
function merged(
  held: readonly (readonly [ConfigurationTarget, unknown])[],
  target: ConfigurationTarget,
  path: string,
  value: unknown,
): Readonly<Record<string, unknown>> | undefined {
  const { [path]: _, ...others } = recordOf(held.find(([level]) => level === target)?.[1]);
  const all = value === undefined ? others : { ...others, [path]: value };
  return Object.keys(all).length === 0 ? undefined : all;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

import { isCommandLine } from '../config/hydra';
import { folderOf } from '../workspace/paths';
import { UsageError } from './io';
import type { ComposeOptions, Project } from './project';

/** A primary config that gives no config with its command line, and why. */
export interface Failed {
  readonly label: string;
  readonly message: string;
  /** Whether a word of its command line is at fault, and no file. */
  readonly byWord: boolean;
}

export interface Asked {
  readonly composed: number;
  readonly failed: readonly Failed[];
}

/**
 * How what `--primary` and `--override` ask for comes out for some files. Without `--primary` the words are added to every
 * command line. Undefined where neither is given.
 */
export async function askedFor(
  project: Project,
  { primary, override = [] }: ComposeOptions,
  paths: readonly string[],
): Promise<Asked | undefined> {
  if (primary === undefined && override.length === 0) return undefined;
  const seen = new Map<string, Failed | undefined>();
  // What lies in one folder has the same primary configs.
  for (const path of new Map(paths.map((each) => [folderOf(each), each])).values()) {
    const uri = project.uriOf(path);
    for (const { id, label, origin, composition } of await project.workspace.candidates(
      uri,
      project.service.settings(uri),
    )) {
      if (seen.has(id) || (primary !== undefined && origin !== 'setting')) continue;
      const result = await composition();
      const fails = result?.stage === 'compose' ? result : undefined;
      const byWord = fails?.origin !== undefined && isCommandLine(fails.origin.uri);
      seen.set(id, fails && { label, message: fails.message ?? '', byWord });
    }
  }
  const failed = [...seen.values()].filter((one) => one !== undefined);
  return { composed: seen.size - failed.length, failed };
}

/** What a failure reads like. */
export function failedText({ label, message }: Failed): string {
  return `${label} cannot be composed: ${message}`;
}

/** More notes than this say nothing new. */
const MOST_NOTES = 5;

/** Adds what does not come out as asked to the notes; where nothing does because of a word, there is nothing to show. */
export async function noteAsked(project: Project, compose: ComposeOptions, paths: readonly string[]): Promise<void> {
  const { composed = 0, failed = [] } = (await askedFor(project, compose, paths)) ?? {};
  const [first] = failed.filter(({ byWord }) => byWord);
  if (first !== undefined && composed === 0) throw new UsageError(failedText(first));
  // Without --primary what a file is to blame for is found in that file.
  const told = compose.primary === undefined ? failed.filter(({ byWord }) => byWord) : failed;
  for (const one of told.slice(0, MOST_NOTES)) project.notes.add(failedText(one));
  if (told.length > MOST_NOTES) {
    project.notes.add(`${told.length - MOST_NOTES} more command lines cannot be composed with these words.`);
  }
}

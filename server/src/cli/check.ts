import { isUtf8 } from 'node:buffer';
import { readFile, writeFile } from 'node:fs/promises';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { safeFixes } from '../service/fix';
import type { Progress } from '../workspace';
import { isWithin } from '../workspace/paths';
import { noteAsked } from './asked';
import { type CliFinding, type FailOn, fails, findingOf, findingsOf } from './findings';
import type { CHECK_FORMATS } from './formats';
import { githubText } from './github';
import { humanText, summaryLine } from './human';
import { absolute, type ExitCode, type Io, messageOf, shownPath, UsageError, visible } from './io';
import { jsonText } from './json';
import { type ProgressLine, progressLine } from './progress';
import { type ComposeOptions, openProject, type Project } from './project';
import { sarifText } from './sarif';
import { filesToCheck, foldersOf, type Named, named } from './select';

export interface CheckOptions extends ComposeOptions {
  readonly format: (typeof CHECK_FORMATS)[number];
  readonly failOn: FailOn;
  readonly fix?: boolean;
  readonly root?: string;
  /** What the text of the standard input is to be taken for. */
  readonly stdinFilename?: string;
}

/** What a text from the standard input is called where nothing else is said: a file of the current folder. */
const STDIN_NAME = 'stdin.yaml';

/** `check`: everything that is wrong with configs, as the editor would say it. */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
  version: string,
): Promise<ExitCode> {
  const isStdin = paths.includes('-');
  if (isStdin && paths.length > 1) throw new UsageError('The standard input (-) is checked alone.');
  const input = isStdin ? await readInput(io, options) : undefined;
  const all: Named[] = input === undefined ? await named(io, paths.length === 0 ? ['.'] : paths) : [input.named];
  const line = progressLine(io);
  const project = await openProject(io, options, {
    folders: await foldersOf(io, all, options.root),
    onProgress: (progress) => line.show(progress === undefined ? '' : stageText(progress)),
  });
  try {
    const run: Run = { io, project, options, line, unread: new Set() };
    if (input !== undefined) project.workspace.openDocument(project.uriOf(input.named.path), input.text);
    const files = await filesToCheck(project, all);
    await noteAsked(project, options, files);
    if (options.fix === true) {
      for (const [index, path] of files.entries()) {
        line.show(`fixing ${index + 1} of ${files.length}: ${visible(shownPath(io, path))}`);
        await fixFile(run, path, input?.text);
      }
    }
    const findings = settingsFindings(project);
    let done = 0;
    for (const path of files) {
      done += 1;
      line.show(`checking ${done} of ${files.length}: ${visible(shownPath(io, path))}`);
      findings.push(...(await look(run, path)));
    }
    line.clear();
    for (const folder of project.unreadable) {
      if (all.some(({ path }) => isWithin(path, folder))) unreadable(run, folder, 'it cannot be read');
    }
    for (const { path, kind } of all) {
      if (kind === 'folder' && !project.unreadable.has(path) && !files.some((file) => isWithin(path, file))) {
        project.notes.add(`below ${shownPath(io, path)} there is no config file that is looked at.`);
      }
    }
    const report = textOf(findings, files.length, run, version);
    // The mended text is what is asked for; what is left to say goes beside it.
    (isStdin && options.fix === true ? io.stderr : io.stdout).write(report);
    for (const note of project.notes) io.stderr.write(`note: ${visible(project.inWords(note))}\n`);
    if (run.unread.size > 0 || project.settingsProblems.size > 0) return 2;
    return findings.some((one) => fails(one, options.failOn)) ? 1 : 0;
  } finally {
    line.clear();
    project.workspace.dispose();
  }
}

const STAGES: Readonly<Record<Progress['stage'], string>> = {
  search: 'looking for config files',
  read: 'reading config files',
  compose: 'composing configs',
};

function stageText({ stage, done, total }: Progress): string {
  return `${STAGES[stage]}: ${done}${total === undefined ? '' : ` of ${total}`}`;
}

interface Run {
  readonly io: Io;
  readonly project: Project;
  readonly options: CheckOptions;
  readonly line: ProgressLine;
  /** Files that could not be read or written. */
  readonly unread: Set<string>;
}

async function readInput(io: Io, { stdinFilename }: CheckOptions): Promise<{ named: Named; text: string }> {
  const path = absolute(io, stdinFilename ?? STDIN_NAME);
  const bytes = Buffer.from(await io.stdin());
  // Mended, it would come out with other characters.
  if (!isUtf8(bytes)) throw new UsageError('The standard input is not UTF-8, and noether reads nothing else.');
  return { named: { path, kind: 'file' }, text: bytes.toString('utf8') };
}

function textOf(
  findings: readonly CliFinding[],
  files: number,
  { io, options, project }: Run,
  version: string,
): string {
  switch (options.format) {
    case 'human':
      return humanText(findings, io, project.pathOf) + summaryLine(findings, files);
    case 'github':
      return githubText(findings, io);
    case 'json':
      return jsonText(findings, files, io, project.pathOf, version);
    case 'sarif':
      return sarifText(findings, io, version);
  }
}

function settingsFindings({ settingsProblems, uriOf }: Project): CliFinding[] {
  return [...settingsProblems].flatMap(([path, { text, problems }]) => {
    const document = TextDocument.create(uriOf(path), 'yaml', 0, text);
    return problems.map((one) => findingOf(path, document, one));
  });
}

async function look(run: Run, path: string): Promise<CliFinding[]> {
  const { project } = run;
  const document = await project.open(path);
  if (document === undefined) {
    unreadable(run, path, 'it cannot be read');
    return [];
  }
  if (await isInOtherEncoding(path, document.getText())) {
    unreadable(run, path, 'it is not UTF-8, and noether reads nothing else');
  }
  const analysis = await project.service.analyze(document);
  for (const message of analysis?.view?.messages ?? []) project.notes.add(message);
  if (analysis === undefined) return [];
  return findingsOf(path, document, analysis).map(({ message, related, ...one }) => ({
    ...one,
    message: project.inWords(message),
    related: related.map((each) => ({ ...each, message: project.inWords(each.message) })),
  }));
}

/** Whether a file that is about schedules was written in another encoding, such as UTF-16. */
async function isInOtherEncoding(path: string, text: string): Promise<boolean> {
  // What cannot be decoded stands there as this; UTF-16 leaves a NUL between any two letters.
  if (!text.includes('\ufffd') || !/schedule|noether/i.test(text.replaceAll('\0', ''))) return false;
  try {
    return !isUtf8(await readFile(path));
  } catch {
    return false;
  }
}

function unreadable({ io, line, unread }: Run, path: string, why: string): void {
  if (unread.has(path)) return;
  unread.add(path);
  line.say(`${visible(shownPath(io, path))}: ${why}.\n`);
}

/** One fix may show the next one; more rounds than this would go in circles. */
const MOST_ROUNDS = 10;

/** Makes the safe fixes of a file, writes it (or, from the standard input, prints it), and says what was done. */
async function fixFile(run: Run, path: string, input: string | undefined): Promise<void> {
  const { io, project } = run;
  const { workspace, service } = project;
  const uri = project.uriOf(path);
  const before = await workspace.textOf(uri);
  if (before === undefined) return;
  let text = before;
  const made: string[] = [];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const document = TextDocument.create(uri, 'yaml', round, text);
    const analysis = await service.analyze(document);
    const fixes = analysis === undefined ? [] : safeFixes(analysis);
    if (fixes.length === 0) break;
    const edits = fixes.flatMap(({ changes }) =>
      changes.map(({ origin, text: newText }) => ({ range: origin.range, newText })),
    );
    text = TextDocument.applyEdits(document, edits);
    for (const { title, finding } of fixes) {
      made.push(`${shownPath(io, path)}:${finding.origin.range.start.line + 1}: ${title} [${finding.ruleId}]`);
    }
    workspace.changeDocument(uri, text);
  }
  if (input !== undefined) io.stdout.write(text);
  else if (text !== before && !(await save(run, path, before, text))) return;
  for (const one of made) run.line.say(`fixed ${visible(one)}\n`);
}

/** Writes a file that still holds what was read of it. */
async function save(run: Run, path: string, before: string, text: string): Promise<boolean> {
  const { workspace, uriOf } = run.project;
  try {
    const bytes = await readFile(path);
    if (!bytes.equals(Buffer.from(before, 'utf8'))) {
      unreadable(run, path, 'it is not UTF-8, or changed meanwhile, so it is left as it is');
      return false;
    }
    await writeFile(path, text);
    return true;
  } catch (error) {
    unreadable(run, path, `it cannot be written (${messageOf(error)})`);
    return false;
  } finally {
    workspace.closeDocument(uriOf(path));
    workspace.filesChanged([{ path, kind: 'changed' }]);
  }
}

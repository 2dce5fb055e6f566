import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { documented, type EditorProject, editorProject } from './project';

interface Seen {
  readonly diagnostics: readonly { readonly message: string; readonly text: string; readonly severity?: number }[];
  readonly hover: string;
  readonly completions: readonly string[];
}

const run = promisify(execFile);

/** The path of a script beside this file. */
export const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts an editor with the documented configuration and our script, and reads what it saw. */
export async function see(
  editor: string,
  name: string,
  start: (project: EditorProject, config: string) => string[],
): Promise<Seen> {
  const project = editorProject();
  try {
    const config = join(project.folder, name);
    writeFileSync(config, documented(editor));
    const [command = '', ...args] = start(project, config);
    const { stdout, stderr } = await run(command, args, { cwd: project.folder, env: project.env, timeout: 120_000 });
    if (!existsSync(project.seen)) throw new Error(`${editor} wrote nothing: ${stdout}${stderr}`);
    return JSON.parse(readFileSync(project.seen, 'utf8')) as Seen;
  } finally {
    project.remove();
  }
}

export function expectFeatures({ diagnostics, hover, completions }: Seen): void {
  const refused = diagnostics.find(({ message }) => message.includes('factor'));
  expect(refused?.text).toBe('often');
  expect(diagnostics.some(({ text }) => text === 'note')).toBe(true);
  expect(hover).toContain('factor');
  expect(completions).toContain('steps');
}

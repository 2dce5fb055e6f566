import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A configuration as docs/editors.md gives it: the fenced block that is marked with the editor's name. */
export function documented(editor: string): string {
  const page = readFileSync(join(root, 'docs', 'editors.md'), 'utf8');
  const block = new RegExp(`^\`\`\`\\w+ ${editor}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page)?.[1];
  if (block === undefined) throw new Error(`docs/editors.md has no block for ${editor}`);
  return block;
}

/** `é🚀` stands before the fault, so that an editor and a server that count differently point at something else. */
export const broken = [
  'schedule_config: {kind: noether.core.schedules.StepFixedSchedule, note: "é🚀", factor: often,',
  '  start_value: 1e-3, steps: [0.5]}',
  '',
].join('\n');

const partial = [
  'schedule_config:',
  '  kind: noether.core.schedules.StepFixedSchedule',
  '  factor: 0.1',
  '  ste',
  '',
].join('\n');

export interface EditorProject {
  readonly folder: string;
  readonly broken: string;
  readonly partial: string;
  /** The server's command, in full. */
  readonly command: string;
  /** A file with everything that the server says to the editor. */
  readonly wire: string;
  /** Where the editor writes what it has seen. */
  readonly seen: string;
  /** The environment that an editor is started in: a home of its own, and `schedule-lens` on the PATH. */
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/** A folder with two configs, and the server's command as an installed package has it. */
export function editorProject(): EditorProject {
  const folder = mkdtempSync(join(tmpdir(), 'editor-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const wire = join(folder, 'wire.log');
  const server = `"${process.execPath}" "${join(root, 'dist', 'cli', 'main.js')}" "$@"`;
  const command = file('schedule-lens', `#!/bin/sh\n${server} | tee "${wire}"\n`);
  chmodSync(command, 0o755);
  const files = { broken: file('broken.yaml', broken), partial: file('partial.yaml', partial) };
  const seen = join(folder, 'seen.json');
  return {
    folder,
    ...files,
    command,
    wire,
    seen,
    env: {
      ...process.env,
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, 'config'),
      PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`,
      SCHEDULE_LENS_SEEN: seen,
      SCHEDULE_LENS_BROKEN: files.broken,
      SCHEDULE_LENS_PARTIAL: files.partial,
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

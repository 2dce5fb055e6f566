import { resolve } from 'node:path';

export interface Out {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** Where `write` says false, tells when more may be written. */
  once?(event: 'drain', listener: () => void): unknown;
  /** Whether the terminal shows colours; honours NO_COLOR and FORCE_COLOR. */
  hasColors?(): boolean;
}

/** What a command needs of the process it runs in. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Out;
  readonly stderr: Out;
  /** The whole of the standard input, byte for byte. */
  stdin(): Promise<Uint8Array>;
}

/** A command cannot be carried out: the message is for its user, and the exit code is 2. */
export class UsageError extends Error {}

/** What a command ends with: 0 all is well, 1 it found something, 2 it could not do its work. */
export type ExitCode = 0 | 1 | 2;

/** An absolute path as the workspace room writes it, from one that a user wrote. */
export function absolute(io: Pick<Io, 'cwd'>, path: string): string {
  return resolve(io.cwd, path).replaceAll('\\', '/');
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A path as its user would write it. */
export function shownPath({ cwd }: Pick<Io, 'cwd'>, path: string): string {
  const here = `${cwd.replaceAll('\\', '/').replace(/\/$/, '')}/`;
  return path.startsWith(here) ? path.slice(here.length) : path;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text of a file for a terminal, which obeys some characters in place of showing them. */
export function visible(text: string): string {
  return text.replace(OBEYED, '\ufffd');
}

/** Writes a long text part by part, no faster than it is read, and no further than it is wanted. */
export async function writeParts(out: Out, parts: Iterable<string>): Promise<void> {
  for (const part of parts) {
    const wait = out.write(part) === false && out.once !== undefined;
    // A reader that went away is told of between two parts.
    await new Promise<void>((resolve) => (wait ? out.once?.('drain', resolve) : setImmediate(resolve)));
  }
}

/** Whether colours are wanted: a terminal that shows them, unless NO_COLOR is set; FORCE_COLOR has the last word. */
export function wantsColor({ env }: Io, out: Out): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return out.isTTY === true && (out.hasColors?.() ?? true);
}

import { isSyntaxError, parseOverride } from '../config/hydra';
import type { FileRole } from './walk';

/** A run as some text starts it. */
export interface CommandLine {
  /** The primary config as written. */
  readonly primary: string;
  /** Words that Hydra takes for overrides; those that only the shell knows are left out. */
  readonly overrides: readonly string[];
  /** Counted from 0. */
  readonly line: number;
  /** Folders that `cd` commands further up in the same line of commands name, in their order. */
  readonly folder: string | undefined;
}

interface Word {
  readonly text: string;
  /** False where variables, substitutions or placeholders stand in it. */
  readonly known: boolean;
}

const COMMAND = /noether-train(?:-submit-job)?(?=[ \t'"`\\\r\n])/g;

/** More characters than this are no script that a person wrote. */
const MAX_LENGTH = 1_000_000;

/** Quotes that go on over more lines than this are an apostrophe. */
const MAX_QUOTED_LINES = 20;

/** The `noether-train` and `noether-train-submit-job` command lines of a script, a makefile or a Markdown text. */
export function findCommandLines(text: string, role: FileRole): CommandLine[] {
  if (text.length > MAX_LENGTH) return [];
  const found: CommandLine[] = [];
  COMMAND.lastIndex = 0;
  let lineStart = 0;
  let line = 0;
  for (let match = COMMAND.exec(text); match; match = COMMAND.exec(text)) {
    for (let at = text.indexOf('\n', lineStart); at >= 0 && at < match.index; at = text.indexOf('\n', lineStart)) {
      lineStart = at + 1;
      line += 1;
    }
    const before = text[match.index - 1];
    if (before !== undefined && !/[\s/`'"(;&|@]/.test(before)) continue;
    const head = text.slice(lineStart, match.index);
    if (role !== 'markdown' && /^\s*#/.test(head)) continue;
    const words = readWords(text, match.index + match[0].length, role);
    const command = interpret(words);
    if (command) found.push({ ...command, line, folder: /(?:^|[\s;&|(])cd\s+([^\s;&|$`"']+)/.exec(head)?.[1] });
  }
  return found;
}

function interpret(words: readonly Word[]): { primary: string; overrides: string[] } | undefined {
  let primary: Word | undefined;
  let name: string | undefined;
  let folder: string | undefined;
  const overrides: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as Word;
    const flag = /^(--hp|--config-name|-cn|--config-path|-cp|--config-dir|-cd)(?:=(.*))?$/s.exec(word.text);
    if (flag) {
      let value: Word | undefined = flag[2] === undefined ? undefined : { text: flag[2], known: word.known };
      if (value === undefined) {
        index += 1;
        value = words[index];
      }
      if (value === undefined || !value.known) {
        if (flag[1] === '--hp') return undefined;
        continue;
      }
      if (flag[1] === '--hp') primary = value;
      else if (flag[1] === '--config-name' || flag[1] === '-cn') name = value.text;
      else folder = value.text;
      continue;
    }
    if (word.text.startsWith('-')) continue;
    if (isOverrideWord(word.text)) {
      if (word.known && isPlainOverride(word.text)) overrides.push(word.text);
      continue;
    }
    if (!word.known && primary === undefined && overrides.length === 0) return undefined;
    if (primary === undefined && word.known && /\.ya?ml$/i.test(word.text)) primary = word;
  }
  const path = primary?.text ?? (name && (folder ? `${folder}/${name}` : name));
  return path ? { primary: path, overrides } : undefined;
}

function isOverrideWord(text: string): boolean {
  return /^[^\s=]+=/.test(text) || /^~[^\s/]/.test(text);
}

/** Words that Hydra refuses are prose, or depend on the shell; sweeps stand for several runs. */
function isPlainOverride(text: string): boolean {
  const parsed = parseOverride(text);
  return !isSyntaxError(parsed) && parsed.value?.kind !== 'sweep';
}

/** The words that follow a command, to its end, as a shell would hand them over. */
function readWords(text: string, from: number, role: FileRole): Word[] {
  const words: Word[] = [];
  let word: string | undefined;
  let known = true;
  const endWord = (): void => {
    if (word !== undefined) words.push({ text: word, known });
    word = undefined;
    known = true;
  };
  let at = from;
  // The command itself may stand in quotes.
  if (text[at] === '"' || text[at] === "'") at += 1;
  while (at < text.length) {
    const char = text[at] as string;
    const next = text[at + 1];
    if (char === '\\') {
      const end = lineEndAt(text, at + 1);
      if (end > at + 1) {
        // A continued line; in Markdown it may be quoted or a list item's.
        at = role === 'markdown' ? end + (/^[ \t]*>[ \t]?/.exec(text.slice(end, end + 40))?.[0].length ?? 0) : end;
        continue;
      }
      word = (word ?? '') + (next ?? '');
      at += 2;
      continue;
    }
    if (char === ' ' || char === '\t') {
      endWord();
      at += 1;
      continue;
    }
    if (char === '\n' || char === '\r' || char === ';' || char === '|' || char === '&' || char === ')') break;
    if (char === '`') {
      if (role === 'markdown') break;
      known = false;
      word ??= '';
      const close = text.indexOf('`', at + 1);
      at = close < 0 ? text.length : close + 1;
      continue;
    }
    if (char === '#' && word === undefined) break;
    if (char === '<' || char === '>') {
      const placeholder = /^<[\w .:/-]+>/.exec(text.slice(at, at + 80));
      if (!placeholder) break;
      known = false;
      word = `${word ?? ''}${placeholder[0]}`;
      at += placeholder[0].length;
      continue;
    }
    if (char === "'" || char === '"') {
      const quoted = readQuoted(text, at, char);
      if (!quoted) break;
      word = (word ?? '') + quoted.text;
      // Make reads variables within single quotes too.
      if (!quoted.known || (role === 'makefile' && quoted.text.includes('$'))) known = false;
      at = quoted.end;
      continue;
    }
    if (char === '$') {
      known = false;
      word ??= '';
      at = variableEnd(text, at);
      continue;
    }
    word = (word ?? '') + char;
    at += 1;
  }
  endWord();
  return words;
}

/** Where the next line begins if a line ends at `at`, else `at`. */
function lineEndAt(text: string, at: number): number {
  if (text[at] === '\n') return at + 1;
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at;
}

function readQuoted(
  text: string,
  at: number,
  quote: string,
): { text: string; known: boolean; end: number } | undefined {
  let value = '';
  let known = true;
  let lines = 0;
  for (let index = at + 1; index < text.length; index += 1) {
    const char = text[index] as string;
    if (char === quote) return { text: value, known, end: index + 1 };
    if (char === '\n') {
      lines += 1;
      if (lines > MAX_QUOTED_LINES) return undefined;
    }
    if (quote === '"' && char === '\\') {
      const end = lineEndAt(text, index + 1);
      if (end > index + 1) {
        index = end - 1;
        continue;
      }
      const next = text[index + 1] ?? '';
      if ('"\\$`'.includes(next) && next !== '') {
        value += next;
        index += 1;
        continue;
      }
    }
    if (quote === '"' && (char === '`' || (char === '$' && /[\w{(@*#?$!-]/.test(text[index + 1] ?? '')))) known = false;
    value += char;
  }
  return undefined;
}

/** The end of `$name`, `${…}`, `$(…)`. */
function variableEnd(text: string, at: number): number {
  const open = text[at + 1];
  if (open === '{' || open === '(') {
    let depth = 0;
    for (let index = at + 1; index < text.length && text[index] !== '\n'; index += 1) {
      const char = text[index];
      if (char === '{' || char === '(') depth += 1;
      if (char === '}' || char === ')') depth -= 1;
      if (depth === 0) return index + 1;
    }
    return text.length;
  }
  const name = /^\$(?:\w+|.)?/s.exec(text.slice(at, at + 200))?.[0] ?? '$';
  return at + (name.endsWith('\n') ? 1 : name.length);
}

/** Where a Python file says that Hydra's configs are. */
export interface EntryPoint {
  /** Relative to the Python file; undefined for its own folder. */
  readonly configPath: string | undefined;
  readonly configName: string;
  /** Counted from 0. */
  readonly line: number;
}

/** The `hydra.main(config_path=…, config_name=…)` decorators of a Python file, as far as they are written out. */
export function findEntryPoints(text: string): EntryPoint[] {
  if (text.length > MAX_LENGTH || !text.includes('hydra')) return [];
  const found: EntryPoint[] = [];
  const call = /^[ \t]*@[ \t]*(?:[\w.]{0,80}hydra[\w.]{0,80}\.)?(?:hydra_main|main)[ \t]*\(([^()]*)\)/gm;
  for (let match = call.exec(text); match; match = call.exec(text)) {
    const args = (match[1] ?? '').replace(/#[^\n]*/g, '');
    const name = argument(args, 'config_name', 1);
    const path = argument(args, 'config_path', 0);
    if (typeof name !== 'string' || path === 'unknown-value' || path?.includes('://')) continue;
    if (name === 'unknown-value' || name === '') continue;
    found.push({
      configPath: path,
      configName: name.replace(/\.yaml$/, ''),
      line: text.slice(0, match.index).split('\n').length - 1,
    });
  }
  return found;
}

/** The text of an argument; undefined where it is absent or None, `unknown-value` where it is no plain text. */
function argument(args: string, name: string, position: number): string | undefined {
  const named = new RegExp(`(?:^|[,\\s])${name}\\s*=\\s*([^,]*)`).exec(args)?.[1]?.trim();
  const value = named ?? positional(args, position);
  if (value === undefined || value === '' || value === 'None') return undefined;
  const literal = /^[rR]?(?:"([^"\\]*)"|'([^'\\]*)')$/.exec(value);
  return literal ? (literal[1] ?? literal[2] ?? '') : 'unknown-value';
}

function positional(args: string, position: number): string | undefined {
  const values = args.split(',').map((each) => each.trim());
  const before = values.slice(0, position + 1);
  return before.some((each) => each.includes('=')) ? undefined : before[position];
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Composition, compose, type Files } from '../../../server/src/config/hydra/index';

export const REFERENCE = join(__dirname, '../../reference/hydra');

/** Files below a folder of the disk, by paths relative to it. */
export function diskFiles(root: string): Files {
  return {
    async read(path) {
      const full = join(root, path);
      try {
        return statSync(full).isDirectory() ? undefined : readFileSync(full).toString('utf8');
      } catch {
        return undefined;
      }
    },
    async list(dir) {
      try {
        return readdirSync(join(root, dir));
      } catch {
        return [];
      }
    },
  };
}

/** Files that are texts in the test, by path. */
export function textFiles(texts: Readonly<Record<string, string>>): Files {
  return {
    async read(path) {
      return Object.hasOwn(texts, path) ? texts[path] : undefined;
    },
    async list(dir) {
      const prefix = dir === '' || dir === '.' ? '' : `${dir}/`;
      const names = Object.keys(texts)
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length).split('/')[0] ?? '');
      return [...new Set(names)];
    },
  };
}

/** Composes `conf/main.yaml` (or another primary) of the given texts, whose paths count from `conf/`. */
export function composeTexts(
  texts: Readonly<Record<string, string>>,
  options: {
    readonly primary?: string;
    readonly overrides?: readonly string[];
    readonly env?: Record<string, string>;
  } = {},
): Promise<Composition> {
  const placed = Object.fromEntries(Object.entries(texts).map(([path, text]) => [`conf/${path}`, text]));
  return compose({ files: textFiles(placed), configDir: 'conf', primary: 'main', ...options });
}

/** A place as `file:line:character`, both counted from 1, with the text that stands there. */
export function placeOf(composition: Composition): string {
  const { file, range, origin } = composition;
  if (!range) return 'nowhere';
  return `${file}:${range.start.line + 1}:${range.start.character + 1} ${origin?.text ?? ''}`;
}

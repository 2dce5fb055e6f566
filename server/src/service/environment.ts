import type { PlainScalar } from '../config';
import type { Settings } from './settings';

/** Reads an environment variable; undefined where it is not set. */
export type Environment = (name: string) => string | undefined;

/** What `oc.env` may see: the variables that the settings list, null where they are unset, and nothing of the others. */
export function environmentOf(
  { environmentVariables }: Settings,
  environment: Environment | undefined,
): (name: string) => string | null | undefined {
  return (name) =>
    environment !== undefined && environmentVariables.includes(name) ? (environment(name) ?? null) : undefined;
}

/** Deeper than this no setting nests. */
const DEPTH = 64;

/** The scalars of the setting by their path, nested ones too: `{model: {lr: 1}}` is `model.lr`. */
export function suppliedValues(interpolations: Settings['interpolations']): ReadonlyMap<string, PlainScalar> {
  const values = new Map<string, PlainScalar>();
  const open: [string, unknown, number][] = Object.entries(interpolations).map(([key, value]) => [key, value, 0]);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [path, value, depth] = at;
    if (value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value)) {
      values.set(path, value as PlainScalar);
    } else if (typeof value === 'object' && !Array.isArray(value) && depth < DEPTH) {
      for (const [key, inner] of Object.entries(value)) open.push([`${path}.${key}`, inner, depth + 1]);
    }
  }
  return values;
}

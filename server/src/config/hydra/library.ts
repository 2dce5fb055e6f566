/**
 * What Hydra itself brings along, as far as it matters here: its own content always lands below `hydra:` and is cut out
 * of the result, so names are all there is to know.
 */

/** Groups of Hydra's own defaults list in its order, each with the options that come with Hydra, the chosen one first. */
export const HYDRA_GROUPS: ReadonlyMap<string, readonly (string | null)[]> = new Map<
  string,
  readonly (string | null)[]
>([
  ['hydra/output', ['default']],
  ['hydra/launcher', ['basic']],
  ['hydra/sweeper', ['basic']],
  ['hydra/help', ['default']],
  ['hydra/hydra_help', ['default']],
  ['hydra/hydra_logging', ['default', 'disabled', 'hydra_debug', 'none']],
  ['hydra/job_logging', ['default', 'disabled', 'none', 'stdout']],
  ['hydra/callbacks', [null]],
  ['hydra/env', ['default']],
]);

/** Keys that Hydra's own config has below `hydra:`; any other is refused. */
export const HYDRA_KEYS: ReadonlySet<string> = new Set([
  'defaults',
  'mode',
  'searchpath',
  'run',
  'sweep',
  'hydra_logging',
  'job_logging',
  'sweeper',
  'launcher',
  'callbacks',
  'env',
  'output_subdir',
  'overrides',
  'job',
  'runtime',
  'verbose',
  'help',
  'hydra_help',
]);

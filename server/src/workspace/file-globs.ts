/** Which files of a workspace folder are looked at. Globs count from the folder, with `/` on every system. */
export interface FileGlobs {
  /** A config file has to match one of these. */
  readonly include: readonly string[];
  /** What matches one that is true is left out, with everything below it. */
  readonly exclude: Readonly<Record<string, boolean>>;
}

/** Virtual environments, installed packages, and what runs write: nothing in them is written by hand. */
export const defaultFileGlobs: FileGlobs = {
  include: ['**'],
  exclude: {
    '**/.git': true,
    '**/.venv': true,
    '**/venv': true,
    '**/virtualenv': true,
    '**/site-packages': true,
    '**/dist-packages': true,
    '**/*.egg-info': true,
    '**/__pycache__': true,
    '**/node_modules': true,
    '**/outputs': true,
    '**/multirun': true,
    '**/wandb': true,
  },
};

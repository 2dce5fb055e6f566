import type { Composition } from '../config/hydra';

/**
 * One way in which a config file is used: a primary config with the words of its command line, and what Hydra makes of
 * them.
 */
export interface Perspective {
  /** Stays the same while the primary config and its command line do. */
  readonly id: string;
  /** For a reader, short: `train_flow`, `train_flow +experiment=fine`. */
  readonly label: string;
  readonly primaryUri: string;
  readonly configDirUri: string;
  readonly overrides: readonly string[];
  /** How it came to be a candidate, strongest first. */
  readonly origin: 'setting' | 'chosen' | 'command-line' | 'hydra-main' | 'defaults-list' | 'global-package' | 'guess';
  /** For a reader: `run.sh, line 3` or `it has a defaults list`. */
  readonly because: string;
  readonly composition: Composition;
}

/** What the workspace says of one document at one moment. Immutable. */
export interface WorkspaceView {
  readonly uri: string;
  /** Changes whenever anything changes that the view was made from; equal stamps mean equal views. */
  readonly stamp: string;
  /** Every perspective whose composition reads the document, best first. Empty where none does. */
  readonly perspectives: readonly Perspective[];
  /** The one that hover, preview and lens show; the first unless someone chose. */
  readonly chosen: Perspective | undefined;
  /** Documents other than `uri` whose change may change this view. */
  readonly dependsOn: ReadonlySet<string>;
}

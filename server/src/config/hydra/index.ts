/**
 * Hydra in TypeScript: what a primary config and its command line compose to, with the place of every value.
 *
 * Pure, over an injected file reader. {@link compose} answers one question; a {@link Composer} answers many over the same
 * files and knows which answers a changed file spoils.
 */
import type { CompositionRequest } from './compose';
import { Composer } from './composer';
import type { Composition } from './composition';
import type { FileStoreOptions, Files } from './repository';
import type { CancellationToken } from './steps';

export type { BlockLeaf, BlockLink, ComposedBlock } from './blocks';
export type { CompositionRequest } from './compose';
export { Composer, type ComposerOptions } from './composer';
export type {
  ComposedConfig,
  Composition,
  DefaultsListItem,
  Dependencies,
  FailedComposition,
  Fault,
} from './composition';
export type { PlainValue } from './container';
export type { CompositionNote, ResultDefault } from './defaultsList';
export { type DefaultsEntry, readDefaultsEntries } from './entries';
export type { Environment } from './evaluate';
export { CancelledError, type RelatedPlace } from './failure';
export { type HeaderError, type PackageHeader, readPackageHeader } from './header';
export { isCommandLine, isSyntaxError, type Override, type OverrideSyntaxError, parseOverride } from './overrides';
export type { Files } from './repository';
export type { CancellationToken } from './steps';
export type { ComposedEntry } from './tree';
export type { Texts, Variant } from './variant';

export interface ComposeOptions extends CompositionRequest, FileStoreOptions {
  readonly files: Files;
  readonly token?: CancellationToken;
}

/**
 * Composes one primary config as `hydra.compose` with version_base 1.3 does.
 * @throws CancelledError when the token asks for it. Everything that Hydra raises is in the result.
 */
export function compose(options: ComposeOptions): Promise<Composition> {
  return new Composer(options).compose(options, options.token);
}

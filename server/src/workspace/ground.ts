import type { CancellationToken, Composition, CompositionRequest } from '../config/hydra';
import type { FileIndex } from './fileIndex';
import type { Reach } from './reach';
import type { WorkspaceView } from './types';

export interface KeptView {
  readonly generation: number;
  readonly settings: string;
  /** Everything that the view was made from, in one text. */
  readonly content: string;
  readonly view: WorkspaceView;
}

/** The files that views are made from: as they are, or as they would be with other texts. */
export interface Ground {
  /** By uri. */
  readonly views: Map<string, KeptView>;
  indexOf(folder: string): Promise<FileIndex>;
  exists(path: string): Promise<boolean>;
  reachOf(request: CompositionRequest, token?: CancellationToken): Promise<Reach>;
  compose(request: CompositionRequest, token?: CancellationToken): Promise<Composition>;
}

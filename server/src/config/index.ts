/** Text to meaning: configs as OmegaConf reads them, their schedule blocks, and what their interpolations give. */
export { BLOCK_KEYS, isBlockKey, KIND_PREFIX } from './blocks';
export * from './context';
export * from './interpolation';
export { blockAt, lookup, type NodeAt, nodeAt, originOf, type Plain, plainOf, pythonTypeName } from './nodes';
export {
  type AsyncReadOptions,
  type ConfigDocument,
  DEFAULT_MAX_FILE_SIZE,
  mentionsSchedules,
  type ReadOptions,
  readDocument,
  readDocumentAsync,
} from './read';
export * from './resolve';
export { keyId, pythonFloatText } from './tree';
export type * from './types';

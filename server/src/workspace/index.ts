/** Which primary configs reach which file, which of them is chosen, and what a change spoils. */
export { defaultFileGlobs, type FileGlobs } from './file-globs';
export { SETTINGS_FILE } from './paths';
export * from './types';
export { WATCHED_FILES } from './walk';
export { createConfigWorkspace } from './workspace';

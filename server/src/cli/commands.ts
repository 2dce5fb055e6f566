/** What composes: loaded as one when any of it runs, so that help and the language server start without it. */
export { check } from './check';
export { curve } from './curve';
export { diff } from './diff';

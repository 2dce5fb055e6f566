export type { Preview, PreviewClient, PreviewOptions, PreviewTarget } from './panel';
export { PREVIEW_VIEW_TYPE, registerPreview } from './panel';
export { themeKind } from './theme';

import type { Severity } from '../rules';

/** What options may be, apart from the commands, which are loaded only when they run. */
export const CHECK_FORMATS = ['human', 'json', 'github', 'sarif'] as const;
export const DIFF_FORMATS = ['text', 'markdown', 'json'] as const;
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

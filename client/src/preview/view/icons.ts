import type { PreviewProblem } from '../../../../server/src/protocol';

export const CURVE_ICON = 'M3 4v16h18M6 8h3c4 0 3 8 12 8';

export const ICONS: Readonly<Record<PreviewProblem['severity'], string>> = {
  error: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM8.5 8.5l7 7m0-7l-7 7',
  warning: 'M12 3.5L2.5 20.5h19zM12 10v5m0 2v1.5',
  information: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 11v6m0-10v1.5',
  hint: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 11v6m0-10v1.5',
};

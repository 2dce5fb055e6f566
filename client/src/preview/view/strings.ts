import * as l10n from '@vscode/l10n';
import { bundleOf } from '../../../../server/src/format';

// The page carries the window's language; in English there is nothing to carry.
const { strings } = document.querySelector('main')?.dataset ?? {};
if (strings !== undefined) l10n.config({ contents: bundleOf(JSON.parse(strings)) });

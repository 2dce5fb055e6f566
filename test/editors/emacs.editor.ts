import { it } from 'vitest';
import { expectFeatures, script, see } from './see';

it('Emacs shows diagnostics, completions and hovers', async () => {
  const seen = await see('emacs', 'init.el', (_, config) => [
    'emacs',
    '--batch',
    '--load',
    config,
    '--load',
    script('emacs.el'),
  ]);
  expectFeatures(seen);
});

import { it } from 'vitest';
import { expectFeatures, script, see } from './see';

it('Neovim shows diagnostics, completions and hovers', async () => {
  const seen = await see('neovim', 'init.lua', ({ broken }, config) => [
    'nvim',
    '--headless',
    '-u',
    config,
    '--cmd',
    'set noswapfile',
    broken,
    '-c',
    `luafile ${script('neovim.lua')}`,
  ]);
  expectFeatures(seen);
});

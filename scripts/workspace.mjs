import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './cleanup.mjs';
import { root } from './install.mjs';

/** A copy of the examples for one run: the web workbench saves by itself. A blank in the path, because users have them. */
export function workspaceCopy() {
  const parent = temporaryFolder('workspace');
  const folder = join(parent.path, 'my configs');
  cpSync(join(root, 'examples'), folder, { recursive: true });
  return { folder, remove: parent.remove };
}

import type { Path } from '../config/types';

/** A key as its author knows it: one that is no string is stored as its type and value behind a NUL. */
export function keyName(id: string): string {
  return id.startsWith('\0') ? id.replace(/^\0(<\w+>)?/, '') : id;
}

/** A path as OmegaConf writes it: `encoder.optim.steps[0]`. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${keyName(part)}`))
    .join('');
}

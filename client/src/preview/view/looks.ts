import type { Look } from '../state';

/**
 * Gives each line of the picture a look of its own and lets it keep it: whoever takes a line away must not find the
 * others in other colours. The lowest look that is free goes to the next line; 0 is the shown curve's.
 */
export function keepLooks(kept: readonly Look[], ids: readonly string[]): readonly Look[] {
  const held = kept.filter(({ id }) => ids.includes(id));
  const taken = new Set(held.map(({ look }) => look));
  const all = [...held];
  for (const id of ids) {
    if (all.some((one) => one.id === id)) continue;
    let look = 1;
    while (taken.has(look)) look++;
    taken.add(look);
    all.push({ id, look });
  }
  return all;
}

export function lookFor(looks: readonly Look[], wanted: string): number {
  return looks.find(({ id }) => id === wanted)?.look ?? 0;
}

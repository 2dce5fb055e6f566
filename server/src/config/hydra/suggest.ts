import { distance } from 'fastest-levenshtein';

/** More names than this are not compared: a suggestion is not worth the time. */
const MOST_CANDIDATES = 2000;

/** The candidate that `name` most likely was meant to be, or undefined where none is close. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  // A transposition counts as two edits; of a short name not all letters may differ.
  let bestDistance = Math.min(Math.max(2, Math.floor(name.length / 3)), name.length - 1) + 1;
  for (const candidate of candidates.slice(0, MOST_CANDIDATES)) {
    if (Math.abs(candidate.length - name.length) >= bestDistance && candidate.toLowerCase() !== name.toLowerCase())
      continue;
    const measured = candidate.toLowerCase() === name.toLowerCase() ? 0 : distance(name, candidate);
    if (measured < bestDistance) {
      best = candidate;
      bestDistance = measured;
    }
  }
  return best;
}

import { afterAll, describe, expect, it } from 'vitest';
import { costs } from './costs';
import { longTexts, MOST } from './texts';

/** `npm run long-files` asks about files as long as they may be; here they are shorter, and grow the same way. */
const LENGTH = Number(process.env.LONG_FILES ?? MOST / 8);

/**
 * Faster than this, in seconds, it may grow as it likes. For a file as long as may be that is the goal itself: with much
 * memory in use, collecting garbage costs more than in proportion.
 */
const SOON = LENGTH < MOST ? (0.6 * LENGTH) / MOST : 1;
/** Of one half the text an answer takes half the time, and a quarter where its cost is quadratic. */
const GROWTH = 3.2;
/** A second on a good day. Whoever has a machine that is six times slower than that should not see a test fail. */
const MOST_SECONDS = (6 * LENGTH) / MOST;
const MOST_TRIES = 5;

/** The lower of two costs each, since a machine that is busy elsewhere only makes it more. */
function lower(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...one].map(([name, cost]) => [name, Math.min(cost, other.get(name) ?? cost)]));
}

function tooMuch(whole: ReadonlyMap<string, number>, half: ReadonlyMap<string, number> | undefined): string[] {
  return [...whole].flatMap(([name, cost]) => {
    const before = half?.get(name) ?? 0;
    if (cost <= SOON || (cost <= MOST_SECONDS && half !== undefined && cost <= GROWTH * before)) return [];
    return [`${name}: ${cost.toFixed(2)} s, and ${before.toFixed(2)} s of one half of the text`];
  });
}

const longest: { cost: number; name: string }[] = [];

describe(`files of ${LENGTH.toLocaleString('en-US')} characters`, () => {
  afterAll(() => {
    longest.sort((a, b) => b.cost - a.cost);
    const told = longest.slice(0, LENGTH < MOST ? 1 : 20).map(({ cost, name }) => `  ${cost.toFixed(2)} s: ${name}\n`);
    process.stdout.write(`The longest of ${longest.length} answers:\n${told.join('')}`);
  });

  it('are of as many kinds as anybody thought of', () => {
    expect(Object.keys(longTexts).length).toBeGreaterThanOrEqual(57);
    expect(LENGTH).toBeLessThanOrEqual(MOST);
  });

  for (const [name, textOf] of Object.entries(longTexts)) {
    it(`are answered in time, in proportion to their length: ${name}`, { timeout: 300_000 }, async () => {
      const text = textOf(LENGTH);
      expect(text.length).toBeLessThanOrEqual(LENGTH);
      let whole = await costs(text);
      let half: Map<string, number> | undefined;
      for (let tries = 1; tries < MOST_TRIES && tooMuch(whole, half).length > 0; tries++) {
        const again = await costs(textOf(LENGTH / 2), text);
        half = half === undefined ? again : lower(half, again);
        if (tooMuch(whole, half).length > 0) whole = lower(whole, await costs(text));
      }
      longest.push(...[...whole].map(([feature, cost]) => ({ cost, name: `${feature}, ${name}` })));
      expect(tooMuch(whole, half)).toEqual([]);
    });
  }
});

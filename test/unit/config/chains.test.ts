import { describe, expect, it } from 'vitest';
import { type Path, Resolver, readDocument } from '../../../server/src/config';
import { Spans } from '../../../server/src/config/spans';

/** Keys k0 … of which each refers to the next; the last one is `end`. */
function chain(length: number, end: string): string {
  const keys = Array.from({ length }, (_, index) => `k${index}: \${k${index + 1}}\n`);
  return `${keys.join('')}k${length}: ${end}\n`;
}

/** What each key comes to, asked for in an order. */
function answers(text: string, order: readonly number[]): Map<number, unknown> {
  const resolver = new Resolver({ root: readDocument('file:///a.yaml', text).root });
  return new Map(
    order.map((index) => {
      const path: Path = [`k${index}`];
      const place = resolver.locate(path);
      const node = place && resolver.resolve(place);
      return [index, node?.kind === 'unknown' ? `${node.problem.code}: ${node.problem.message}` : node?.kind];
    }),
  );
}

const upTo = (length: number) => Array.from({ length }, (_, index) => index);

describe('a chain of interpolations', () => {
  it.each([
    ['that ends in a value', chain(200, '1')],
    ['that ends in nothing', chain(200, '${nothing}')],
    ['that ends in a circle', `${chain(200, '${c0}')}c0: \${c1}\nc1: \${c2}\nc2: \${c0}\n`],
    ['that is a circle', chain(120, '${k0}')],
    ['that is a short circle', chain(20, '${k0}')],
  ])('%s says the same of each key in whatever order they are asked for', (_, text) => {
    const count = text.split('\n').filter((line) => line.startsWith('k')).length;
    const forth = answers(text, upTo(count));
    const back = answers(text, upTo(count).reverse());
    const mixed = answers(
      text,
      upTo(count).sort((a, b) => ((a * 7919) % count) - ((b * 7919) % count)),
    );
    for (const index of upTo(count)) {
      expect([index, back.get(index), mixed.get(index)]).toEqual([index, forth.get(index), forth.get(index)]);
    }
  });

  it('may have 51 links and no more, wherever one enters it', () => {
    const all = answers(chain(200, '1'), upTo(201));
    // From k149 it is 51 links to k200.
    for (const index of upTo(201)) {
      if (index >= 149) expect([index, all.get(index)]).toEqual([index, 'scalar']);
      else expect(all.get(index)).toContain(`From "k${index}" on, more than 50 interpolations`);
    }
  });
});

describe('spans', () => {
  it('are found by what they reach over, as by looking at each', () => {
    const spans = upTo(60).map((index) => ({
      first: (index * 37) % 50,
      last: ((index * 37) % 50) + ((index * 11) % 9),
    }));
    const found = new Spans(spans);
    for (const first of upTo(60)) {
      for (const last of [first, first + 3]) {
        const byLooking = spans.filter((one) => one.first <= last && first <= one.last);
        expect(new Set(found.over({ first, last }))).toEqual(new Set(byLooking));
        expect(found.touch({ first, last })).toBe(byLooking.length > 0);
      }
    }
  });
});

import { describe, expect, it } from 'vitest';
import { applied, casesOf, open } from './cases';

describe.each(['keys', 'values', 'structure'])('the fixture %s', (fixture) => {
  const cases = casesOf(fixture);
  describe.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('with %s', (_, eol) => {
    it.each(cases)('$name', async ({ action, preferred, settings, before, after }) => {
      const { document, actions } = open(before.replaceAll('\n', eol), settings);
      const offered = await actions(['quickfix']);
      const found = offered.find(({ title }) => title === action);
      if (after === undefined) {
        expect(offered.map(({ title }) => title)).not.toContain(action);
        return;
      }
      expect(offered.map(({ title }) => title)).toContain(action);
      expect(applied(document, found?.edit)).toBe(after.replaceAll('\n', eol));
      expect(found?.isPreferred === true).toBe(preferred);
      expect(found?.kind).toBe('quickfix');
      expect(found?.diagnostics?.length).toBe(1);
    });
  });
});

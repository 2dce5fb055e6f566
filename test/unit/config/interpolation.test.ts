import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlain, parseElement, parseInterpolation } from '../../../server/src/config/interpolation';

/** The parse of a text as nested arrays of kinds and source texts. */
function shape(text: string): unknown {
  const parsed = parseInterpolation(text);
  if (parsed.error !== undefined) {
    return { error: text.slice(parsed.error.start, parsed.error.end) };
  }
  const source = (span: { start: number; end: number }): string => text.slice(span.start, span.end);
  return parsed.parts.map((part) => {
    if (part.kind === 'text') {
      return part.value;
    }
    if (part.kind === 'node') {
      return [source(part), part.dots, part.keys.map((key) => key.text ?? source(key))];
    }
    return [source(part), part.name.map((key) => key.text).join('.'), part.args.map(source)];
  });
}

describe('the grammar of interpolations', () => {
  it.each([
    ['${a}', [['${a}', 0, ['a']]]],
    ['${ a.b }', [['${ a.b }', 0, ['a', 'b']]]],
    ['${..lr}', [['${..lr}', 2, ['lr']]]],
    ['${a[0].b}', [['${a[0].b}', 0, ['a', '0', 'b']]]],
    ['${[a].b}', [['${[a].b}', 0, ['a', 'b']]]],
    ['${a.${b}}', [['${a.${b}}', 0, ['a', '${b}']]]],
    ['1e-${x}', ['1e-', ['${x}', 0, ['x']]]],
    ['${a-b.0c}', [['${a-b.0c}', 0, ['a-b', '0c']]]],
    ['${größe}', [['${größe}', 0, ['größe']]]],
    ['${oc.env:LR,1e-3}', [['${oc.env:LR,1e-3}', 'oc.env', ['LR', '1e-3']]]],
    ['${f:}', [['${f:}', 'f', []]]],
    ["${f: 'a, b' , [1, 2],{x: 1}}", [["${f: 'a, b' , [1, 2],{x: 1}}", 'f', ["'a, b'", '[1, 2]', '{x: 1}']]]],
    ['\\${x}', ['${', 'x}']],
    ['\\\\${x}', ['\\', ['${x}', 0, ['x']]]],
    ['a\\b $ }', ['a', '\\', 'b ', '$', ' }']],
  ])('%s', (text, expected) => {
    expect(shape(text)).toEqual(expected);
  });

  it.each([
    ['${a', '${a'],
    ['${}', '}'],
    ['${a b}', ' '],
    ['${a.}', '}'],
    ['${a["x"]}', '"'],
    ['${f:{a}}', '}'],
    ['${f:"x}', '}'],
    ['${a:b', '${a:b'],
    ['${f:{${k}: 1}}', '${'],
  ])('%s is refused at %j', (text, place) => {
    expect(shape(text)).toEqual({ error: place });
  });

  it('types what a resolver is given', () => {
    const types = (text: string): unknown => {
      const parsed = parseInterpolation(text);
      const call = parsed.error === undefined ? parsed.parts[0] : undefined;
      return call?.kind === 'resolver'
        ? call.args.map((arg) => ('value' in arg ? [arg.kind, arg.value] : [arg.kind]))
        : parsed.error;
    };
    expect(types("${f:1,1.5,1e3,true,NULL,inf,a b,1_000,'1',a:b,}")).toEqual([
      ['int', 1],
      ['float', 1.5],
      ['float', 1000],
      ['bool', true],
      ['null', null],
      ['float', Number.POSITIVE_INFINITY],
      ['concat'],
      ['int', 1000],
      ['concat'],
      ['concat'],
      ['str', ''],
    ]);
  });

  it('reads a single element as oc.decode does', () => {
    expect(parseElement('[1, 2]')).toMatchObject({ element: { kind: 'list', items: [{ value: 1 }, { value: 2 }] } });
    expect(parseElement('1:30')).toMatchObject({ element: { kind: 'concat' } });
    expect(parseElement('a,b')).toMatchObject({ error: { start: 1 } });
  });

  it('survives any nesting', () => {
    expect(parseInterpolation('${'.repeat(100_000)).error).toBeDefined();
    expect(parseInterpolation(`${'${f:'.repeat(1000)}a${'}'.repeat(1000)}`).error).toBeDefined();
    expect(parseInterpolation(`${'${f:['.repeat(20)}a${']}'.repeat(20)}`).error).toBeUndefined();
  });

  it('parses every text that is passed over as plain', () => {
    for (const text of ['${a.b_1}', '${...lr}', 'x ${a}-${b.c} }', '${oc.env:A,1e5,,0123}', '${f:}']) {
      expect(isPlain(text), text).toBe(true);
    }
    const piece = fc.constantFrom(
      '${',
      '}',
      '.',
      ':',
      ',',
      '-',
      '_',
      '\\',
      '$',
      '{',
      '[',
      "'",
      ' ',
      '\n',
      'ä',
      'a',
      'nan',
      '0',
      '12',
      '1e',
    );
    let plain = 0;
    const property = fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
      const text = `\${${pieces.join('')}}`;
      if (!isPlain(text)) return;
      plain += 1;
      expect(parseInterpolation(text).error, text).toBeUndefined();
    });
    fc.assert(property, { numRuns: 20_000 });
    expect(plain).toBeGreaterThan(500);
  });
});

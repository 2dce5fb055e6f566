import type { Origin, ScalarStyle } from './types';

/**
 * Maps offsets in a scalar's value to offsets in its source text (both from 0). Exact for plain, quoted and literal
 * text; where folding joins lines, an offset maps to the character it came from.
 */
export function offsetMap(source: string, style: ScalarStyle, value: string): (offset: number) => number {
  if (style === 'plain' && source === value) {
    return (offset) => Math.min(Math.max(offset, 0), source.length);
  }
  let map: number[] | undefined;
  return (offset) => {
    map ??= align(source, style, value);
    return map[Math.min(Math.max(offset, 0), value.length)] ?? source.length;
  };
}

/** For each code unit of the value, and its end, the offset in the source where it comes from. */
function align(source: string, style: ScalarStyle, value: string): number[] {
  const map: number[] = [];
  let at = 0;
  let end = source.length;
  if (style === 'single' || style === 'double') {
    at = 1;
    end = Math.max(1, source.length - 1);
  } else if (style === 'literal' || style === 'folded') {
    const line = source.indexOf('\n');
    at = line < 0 ? source.length : line + 1;
    while (source.charAt(at) === ' ') {
      at++;
    }
  }
  for (let i = 0; i < value.length; i++) {
    const wanted = value.charAt(i);
    if (style === 'double' && source.charAt(at) === '\\' && !/[\r\n\x85\u2028\u2029]/.test(source.charAt(at + 1))) {
      const length = escapeLength(source, at);
      map.push(at);
      // A \U escape may stand for two code units.
      if (length === 10 && /[\ud800-\udbff]/.test(wanted) && i + 1 < value.length) {
        map.push(at);
        i++;
      }
      at += length;
      continue;
    }
    if (style === 'single' && wanted === "'" && source.startsWith("''", at)) {
      map.push(at);
      at += 2;
      continue;
    }
    if (source.charAt(at) === wanted && wanted !== '\n' && !(wanted === ' ' && joinsLines(source, at))) {
      map.push(at++);
      continue;
    }
    // A line break, with blanks around it, stands for a blank, for breaks, or (escaped) for nothing.
    map.push(at);
    const skipped = skipBreaks(source, at, style, end);
    if (wanted === ' ' || wanted === '\n' || wanted === '\u2028' || wanted === '\u2029') {
      let breaks = 1;
      while (value.charAt(i + 1) === '\n' && breaks < skipped.breaks) {
        map.push(at);
        i++;
        breaks++;
      }
      at = skipped.at;
    } else if (skipped.at > at) {
      map.pop();
      at = skipped.at;
      i--;
    } else {
      at++;
    }
  }
  map.push(Math.min(at, end));
  return map;
}

function joinsLines(source: string, at: number): boolean {
  let next = at;
  while (source.charAt(next) === ' ' || source.charAt(next) === '\t') {
    next++;
  }
  return /[\r\n\x85]/.test(source.charAt(next));
}

function skipBreaks(source: string, from: number, style: ScalarStyle, end: number): { at: number; breaks: number } {
  let at = from;
  let breaks = 0;
  if (style === 'double' && source.charAt(at) === '\\') {
    at++;
  }
  while (at < end) {
    const char = source.charAt(at);
    if (char === '\r' && source.charAt(at + 1) === '\n') {
      at += 2;
      breaks++;
    } else if (/[\r\n\x85\u2028\u2029]/.test(char)) {
      at++;
      breaks++;
    } else if (char === ' ' || char === '\t') {
      at++;
    } else {
      break;
    }
  }
  return { at, breaks };
}

function escapeLength(source: string, at: number): number {
  switch (source.charAt(at + 1)) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

/** The origin of a part of an origin's text, given by offsets in that text. */
export function subOrigin(origin: Origin, start: number, end: number): Origin {
  const position = (offset: number): { line: number; character: number } => {
    const before = origin.text.slice(0, offset);
    const breaks = before.match(/\r\n|\r|\n/g)?.length ?? 0;
    const last = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
    return {
      line: origin.range.start.line + breaks,
      character: offset - last + (breaks === 0 ? origin.range.start.character : 0),
    };
  };
  return {
    uri: origin.uri,
    start: origin.start + start,
    end: origin.start + end,
    range: { start: position(start), end: position(end) },
    text: origin.text.slice(start, end),
  };
}

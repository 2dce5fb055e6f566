/**
 * Widths in em, no narrower than DejaVu Sans, the widest of the usual interface fonts, draws them: the picture is laid
 * out where no font can be asked, and a label taken for too narrow is a label cut off.
 */
const NARROW = new Set("ijlI.,:;|' \\/");
const SLIM = new Set('tfr()[]-"!');
const WIDE = new Set('mwMW%@#&+=<>~^…×÷≈≤≥→');

export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const char of text) {
    if (NARROW.has(char)) em += 0.34;
    else if (SLIM.has(char)) em += 0.47;
    else if (WIDE.has(char)) em += 1;
    else if (char >= 'A' && char <= 'Z') em += 0.79;
    else if (char > '~') em += 1.2;
    else em += 0.64;
  }
  return em * fontSize;
}

/** The text, or as much of its beginning as fits with an ellipsis; empty where not even three letters do. */
export function fitText(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const chars = [...text];
  let room = width - textWidth('…', fontSize);
  let kept = 0;
  for (const char of chars) {
    room -= textWidth(char, fontSize);
    if (room < 0) break;
    kept++;
  }
  return kept < 3 ? '' : `${chars.slice(0, kept).join('').trimEnd()}…`;
}

/** Text for XML content or a quoted attribute. What XML cannot hold at all (NUL, lone surrogates) becomes U+FFFD. */
export function escapeXml(text: string): string {
  let escaped = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === '&') escaped += '&amp;';
    else if (char === '<') escaped += '&lt;';
    else if (char === '>') escaped += '&gt;';
    else if (char === '"') escaped += '&quot;';
    else if (char === "'") escaped += '&#39;';
    else if (code < 0x20) escaped += code === 9 || code === 10 || code === 13 ? ' ' : '\ufffd';
    else if ((code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff) escaped += '\ufffd';
    else escaped += char;
  }
  return escaped;
}

/** Pixels with one digit after the point: a tenth of a pixel; more only makes the picture longer. */
export function px(value: number): string {
  const tenths = Math.round(value * 10);
  // Whole numbers become text several times faster than others, and a curve has thousands of them.
  const whole = Math.trunc(tenths / 10);
  const rest = Math.abs(tenths - whole * 10);
  if (rest === 0) return String(whole);
  return whole === 0 && tenths < 0 ? `-0.${rest}` : `${whole}.${rest}`;
}

/** Lines no wider than `width`, broken between words, or inside of one that is wider alone. */
export function wrapText(text: string, fontSize: number, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, fontSize) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const char of word) {
      if (line !== '' && textWidth(line + char, fontSize) > width) {
        lines.push(line);
        line = '';
      }
      line += char;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

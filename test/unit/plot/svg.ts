/** An element of a picture, with the text that it directly holds. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescapeXml(text: string): string {
  return text.replace(/&([^;]*);/g, (whole, name: string) => {
    const char = ENTITIES[name];
    if (char === undefined) throw new Error(`unknown entity ${whole}`);
    return char;
  });
}

/** Reads a document strictly: anything that is not well-formed XML of the simple kind that we write throws. */
export function parseSvg(source: string): Element {
  interface Open {
    name: string;
    attributes: Record<string, string>;
    children: Element[];
    text: string;
  }
  const top: Open = { name: '', attributes: {}, children: [], text: '' };
  const stack: Open[] = [top];
  const token = /<(\/?)([a-zA-Z]+)((?:\s+[a-zA-Z-]+="[^"<>]*")*)\s*(\/?)>|([^<>]+)/y;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (match === null) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 60)}`);
    const [, closing, name = '', attributes = '', empty, text] = match;
    const open = stack.at(-1) ?? top;
    if (text !== undefined) {
      if (/&(?!(amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`bare & in ${text}`);
      open.text += unescapeXml(text);
    } else if (closing === '/') {
      if (open.name !== name) throw new Error(`${name} closes ${open.name}`);
      stack.pop();
    } else {
      const element: Open = { name, attributes: {}, children: [], text: '' };
      for (const [, key = '', value = ''] of attributes.matchAll(/([a-zA-Z-]+)="([^"]*)"/g)) {
        if (key in element.attributes) throw new Error(`${key} twice`);
        element.attributes[key] = unescapeXml(value);
      }
      open.children.push(element);
      if (empty !== '/') stack.push(element);
    }
  }
  const [root] = top.children;
  if (stack.length !== 1 || root === undefined || top.children.length !== 1) throw new Error('not one closed root');
  return root;
}

/** All elements in document order, each with the attributes it inherits from its groups. */
export function flatten(root: Element): Element[] {
  const visit = (element: Element, inherited: Record<string, string>): Element[] => {
    const attributes = { ...inherited, ...element.attributes };
    return [{ ...element, attributes }, ...element.children.flatMap((child) => visit(child, attributes))];
  };
  return visit(root, {});
}

export interface Text {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly fontSize: number;
}

// Advance widths of DejaVu Sans in thousandths of an em, from U+0020 to U+007E, as a browser measures them.
const ASCII_WIDTHS = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
  636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
  748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
  615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
  337, 636, 838,
];

/** The width of a text in the widest of the usual interface fonts, in em. */
export function trueWidth(text: string): number {
  return [...text].reduce((sum, char) => sum + (ASCII_WIDTHS[(char.codePointAt(0) ?? 0) - 32] ?? 1000) / 1000, 0);
}

/** The visible texts, as wide as they are in DejaVu Sans. */
export function textsOf(root: Element): Text[] {
  return flatten(root)
    .filter((element) => element.name === 'text')
    .map(({ text, attributes }) => {
      const x = Number(attributes.x);
      const fontSize = Number(attributes['font-size']);
      const width = trueWidth(text) * fontSize;
      const anchor = attributes['text-anchor'] ?? 'start';
      const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
      return { text, x, y: Number(attributes.y), left, right: left + width, fontSize };
    });
}

/** The lines of a path written with absolute M, L, H, V, as points; one list per M. */
export function pointsOf(path: string): [number, number][][] {
  const lines: [number, number][][] = [];
  let x = 0;
  let y = 0;
  for (const [, command, rest = ''] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const numbers = rest
      .split(/[\s,]+/)
      .filter((part) => part !== '')
      .map(Number);
    if (command === 'H') x = numbers[0] ?? x;
    else if (command === 'V') y = numbers[0] ?? y;
    else if (command === 'M' || command === 'L') [x = x, y = y] = numbers;
    else throw new Error(`unexpected ${command}`);
    if (command === 'M') lines.push([]);
    lines.at(-1)?.push([x, y]);
  }
  return lines;
}

/** The curves of a picture: paths as wide as a curve and with neither grid nor marks among them. */
export function curvesOf(root: Element): [number, number][][][] {
  return flatten(root)
    .filter((element) => element.name === 'path' && element.attributes['stroke-linejoin'] === 'round')
    .map((element) => pointsOf(element.attributes.d ?? ''));
}

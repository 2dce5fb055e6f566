type Child = Node | string | undefined | false;

interface Attributes {
  readonly [name: string]: string | number | boolean | ((event: Event) => void) | undefined;
}

/** A new element. Functions among the attributes are listeners (`click`, `change`); undefined and false are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') created.addEventListener(name, value);
    else created.setAttribute(name, value === true ? '' : String(value));
  }
  created.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return created;
}

/** A parsed picture. It is our own renderer's, so that a parser error would be a defect; then there is no picture. */
export function parsePicture(svg: string): Node | undefined {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  return root.nodeName === 'svg' ? document.importNode(root, true) : undefined;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A small decorative drawing in the text's colour: one path in a 24 × 24 box. */
export function icon(path: string, name: string): SVGElement {
  const root = document.createElementNS(SVG, 'svg');
  root.setAttribute('viewBox', '0 0 24 24');
  root.setAttribute('class', `icon ${name}`);
  root.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  root.append(line);
  return root;
}

export type Child = Node | string | undefined | false;

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

/** A sentence with nodes in place of its `{0}`, `{1}`, …; a translation may have them in another order. */
export function placed(sentence: string, ...nodes: readonly (Node | string)[]): (Node | string)[] {
  return sentence.split(/(\{\d\})/).map((part) => nodes[Number(/^\{(\d)\}$/.exec(part)?.[1])] ?? part);
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

/** Shows options in a list; one that is open would close when its entries are replaced. */
export function fillOptions(
  list: HTMLSelectElement,
  labels: readonly { readonly id: string; readonly text: string }[],
  selected = '',
): void {
  const same =
    labels.length === list.options.length &&
    labels.every(({ id, text }, index) => list.options[index]?.value === id && list.options[index]?.text === text);
  if (!same) list.replaceChildren(...labels.map(({ id, text }) => element('option', { value: id }, text)));
  list.value = selected;
}

export interface RadioRow<T extends string> {
  readonly root: HTMLElement;
  show(chosen: T, offered: readonly T[]): void;
}

/** A few choices side by side, of which one holds. */
export function radioRow<T extends string>(
  name: string,
  label: string,
  choices: readonly (readonly [T, string])[],
  choose: (choice: T) => void,
): RadioRow<T> {
  const root = element('div', { class: 'segments', role: 'radiogroup', 'aria-label': label });
  const buttons = choices.map(([value, text]) => {
    const button = element('input', {
      type: 'radio',
      name,
      value,
      id: `${name}-${value}`,
      change: () => choose(value),
    });
    const caption = element('label', { for: button.id }, text);
    root.append(button, caption);
    return { value, button, caption };
  });
  return {
    root,
    show(chosen, offered) {
      for (const { value, button, caption } of buttons) {
        button.checked = value === chosen;
        const absent = !offered.includes(value);
        button.hidden = absent;
        caption.hidden = absent;
      }
    },
  };
}

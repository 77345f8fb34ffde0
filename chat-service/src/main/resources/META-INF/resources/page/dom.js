// Elements without HTML strings: whatever is given as content ends up in text nodes.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Object} properties attributes; `onclick` and the like are listeners; null, undefined and false are left out
 * @param {...(Node|string|null|undefined|false|Array)} children
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

/** For screen readers only. */
export const hidden = (text) => el("span", { class: "hidden" }, text);

export const button = (words, onclick) => el("button", { type: "button", class: "quiet", onclick }, words);

const PATHS = {
  sending: "M8 4.5V8l2.4 1.6M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  sent: "M3 8.5l3.2 3.2L13 4.8",
  delivered: "M1 8.5l3.2 3.2L11 4.8M7.6 11.2l.6.5L15 4.8",
  failed: "M8 4v5M8 11.6v.2M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  back: "M10 3L5 8l5 5",
  send: "M2.5 8h10M8.5 3.5L13 8l-4.5 4.5",
  down: "M8 3v9.5M3.5 8.5L8 13l4.5-4.5",
  arrow: "M3 8h9.5M9 4.5L12.5 8 9 11.5",
};
PATHS.read = PATHS.delivered;

/** A small line drawing in the colour of the text; says nothing to screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * Keeps the children of a node in step with a list. An item is drawn again only when its stamp has changed, so that
 * screen readers announce only what is new and the focus stays where it is.
 */
export class KeyedChildren {
  #parent;
  #drawn = new Map();

  constructor(parent) {
    this.#parent = parent;
  }

  /** @param {{key: string, stamp: string, draw: () => HTMLElement}[]} items */
  show(items) {
    const focused = [...this.#drawn].find(([, { node }]) => node.contains(document.activeElement))?.[0];
    const kept = new Map();
    let place = this.#parent.firstChild;
    for (const item of items) {
      const before = this.#drawn.get(item.key);
      let node = before?.node;
      if (before?.stamp !== item.stamp) {
        node = item.draw();
        if (before) {
          if (place === before.node) place = before.node.nextSibling;
          before.node.remove();
        }
      }
      if (node === place) place = place.nextSibling;
      else this.#parent.insertBefore(node, place);
      kept.set(item.key, { node, stamp: item.stamp });
    }
    for (const [key, { node }] of this.#drawn) if (!kept.has(key)) node.remove();
    this.#drawn = kept;
    const again = kept.get(focused)?.node;
    if (again && !again.contains(document.activeElement))
      again.querySelector("a, button")?.focus({ preventScroll: true });
  }
}

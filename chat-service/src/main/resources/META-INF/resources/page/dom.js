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

export const button = (words, onclick, kind = "quiet") => el("button", { type: "button", class: kind, onclick }, words);

/** A button that shows a drawing and says words. */
export const iconButton = (name, words, onclick, properties = {}) =>
  el("button", { type: "button", class: "round", title: words, "aria-label": words, onclick, ...properties }, icon(name));

/** Something that stands in for a person: initials and, if known, whether the person is there. */
export function avatar(person, status, statusWords) {
  const initials = person.name
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, 2)
    .map((word) => [...word][0])
    .join("")
    .toUpperCase();
  return el(
    "span",
    { class: `avatar ${person.role === "employer" ? "employer" : "candidate"}` },
    el("span", { "aria-hidden": "true" }, initials),
    status && el("span", { class: `dot ${status}` }, hidden(statusWords)),
  );
}

const PATHS = {
  sending: "M8 4.5V8l2.4 1.6M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  sent: "M3 8.5l3.2 3.2L13 4.8",
  delivered: "M1 8.5l3.2 3.2L11 4.8M7.6 11.2l.6.5L15 4.8",
  read: "M1 8.5l3.2 3.2L11 4.8M7.6 11.2l.6.5L15 4.8",
  failed: "M8 4.5v4.2M8 11.2v.2M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  back: "M10 3L5 8l5 5",
  send: "M8 13V3.5M3.8 7.6L8 3.4l4.2 4.2",
  down: "M8 3v9.5M3.8 8.4L8 12.6l4.2-4.2",
  arrow: "M3 8h9.5M9 4.5L12.5 8 9 11.5",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14 14",
  reply: "M6.5 3.5L2.5 7.5l4 4M2.8 7.5H9a4.5 4.5 0 0 1 4.5 4.5v.5",
  edit: "M10.8 2.8l2.4 2.4-7.6 7.6-3.1.7.7-3.1zM9.3 4.3l2.4 2.4",
  delete: "M2.8 4.5h10.4M6 4.3V2.8h4v1.5M4.2 4.6l.6 8.6h6.4l.6-8.6M6.7 7v4M9.3 7v4",
  clip: "M13 7.4l-5.3 5.3a3.2 3.2 0 0 1-4.5-4.5l5.6-5.6a2.1 2.1 0 0 1 3 3l-5.5 5.5a1 1 0 0 1-1.5-1.5l4.9-4.9",
  close: "M4 4l8 8M12 4l-8 8",
  download: "M8 2.5v7.7M4.8 7.2L8 10.4l3.2-3.2M3 13.3h10",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
  calendar: "M2.8 4h10.4v9.2H2.8zM2.8 7h10.4M5.4 2.4V5M10.6 2.4V5",
  calendar_off: "M2.8 4h10.4v9.2H2.8zM2.8 7h10.4M5.4 2.4V5M10.6 2.4V5M6.3 8.8l3.4 3M9.7 8.8l-3.4 3",
  platform: "M2.5 5h11v8h-11zM5.8 5V3h4.4v2M2.5 8.6h11",
  application: "M4 2h8v12H4zM6.3 5h3.4M6.3 8h3.4M6.3 11h2",
  withdrawn: "M4 2h8v12H4zM6.2 6.2l3.6 3.6M9.8 6.2L6.2 9.8",
  status: "M3 8.3l3 3 7-7.2M2.5 14h11",
  check: "M3 8.5l3.2 3.2L13 4.8",
  shield: "M8 1.8l5 1.9v4c0 3-2.1 5.3-5 6.5-2.9-1.2-5-3.5-5-6.5v-4z",
  chat: "M2.5 3.2h11v7.6H7.6L4.3 13.6v-2.8H2.5z",
  person: "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.8 13.8c.5-2.5 2.6-3.9 5.2-3.9s4.7 1.4 5.2 3.9",
};

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
 * Keeps the children of a node in step with a list. An item is drawn again only when its stamp has changed, so that what
 * is read, selected or focused stays where it is.
 */
export class KeyedChildren {
  #parent;
  #drawn = new Map();

  constructor(parent) {
    this.#parent = parent;
  }

  /** @returns {?HTMLElement} */
  get(key) {
    return this.#drawn.get(key)?.node ?? null;
  }

  /** @param {{key: string, stamp: string, draw: () => HTMLElement}[]} items */
  show(items) {
    const focus = this.#focus();
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
    if (focus) this.#focusAgain(focus);
  }

  /** Where the focus is, in a way that outlives the drawing. */
  #focus() {
    const active = document.activeElement;
    if (!this.#parent.contains(active) || active === this.#parent) return null;
    const [key, { node }] = [...this.#drawn].find(([, drawn]) => drawn.node.contains(active)) ?? [null, {}];
    return node && { key, node, index: active === node ? -1 : focusable(node).indexOf(active) };
  }

  #focusAgain({ key, node, index }) {
    const again = this.get(key);
    if (!again || again === node) return;
    (focusable(again)[index] ?? again).focus({ preventScroll: true });
  }
}

const focusable = (node) => [...node.querySelectorAll("a[href], button, input, select, textarea")];

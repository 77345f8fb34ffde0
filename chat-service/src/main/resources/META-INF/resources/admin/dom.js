// Elements without HTML strings: whatever is given as content ends up in text nodes.

/**
 * @param {string} tag
 * @param {Object} properties attributes; `onclick` and the like are listeners; null, undefined and false are left out
 * @param {...(Node|string|null|undefined|false|Array)} children
 */
export function el(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function filled(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

/** For screen readers only. */
export const hidden = (words) => el("span", { class: "hidden" }, words);

export const button = (words, onclick, look = "quiet") => el("button", { type: "button", class: look, onclick }, words);

/** Said to screen readers, politely. */
export function announce(words) {
  document.getElementById("announce").textContent = words;
}

const LANGUAGE = navigator.language.startsWith("en") ? navigator.language : "en-GB";
const FULL = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "medium", timeStyle: "medium" });
const SHORT = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const RELATIVE = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });
const NUMBER = new Intl.NumberFormat(LANGUAGE);

/** In the reader's zone; exactly, when pointed at. */
export const time = (at) => el("time", { datetime: at, title: FULL.format(new Date(at)) }, SHORT.format(new Date(at)));

export function ago(at) {
  const seconds = (new Date(at) - Date.now()) / 1000;
  for (const [unit, size] of [["day", 86_400], ["hour", 3_600], ["minute", 60]])
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.round(seconds / size), unit);
  return RELATIVE.format(Math.round(seconds), "second");
}

export const number = (value) => NUMBER.format(value);

/** "1 room", "2 rooms" */
export const count = (value, word) => `${number(value)} ${word}${value === 1 ? "" : "s"}`;

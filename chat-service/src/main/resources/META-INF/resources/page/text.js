import { el } from "./dom.js";

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+/gi;
/** What ends a sentence does not belong to the address in it, nor does a bracket that was opened before it. */
const TAIL = /[.,;:!?…]+$/;

/** Words with their web addresses as links. Everything is a text node or a link that was parsed first. */
export function linked(words) {
  const parts = [];
  let done = 0;
  for (const match of words.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const href = webAddress(address);
    if (!href) continue;
    parts.push(words.slice(done, match.index), link(href, address));
    done = match.index + address.length;
  }
  return [...parts, words.slice(done)];
}

/** Opens beside the page, which it learns nothing of. */
export const link = (href, words) => el("a", { href, target: "_blank", rel: "noopener noreferrer" }, words);

/** Nothing but the web: a link must not run or open anything else. */
export function webAddress(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

function trimmed(address) {
  let text = address.replace(TAIL, "");
  while (text.endsWith(")") && text.split(")").length > text.split("(").length) text = text.slice(0, -1).replace(TAIL, "");
  return text;
}

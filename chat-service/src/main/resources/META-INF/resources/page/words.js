// The words of the page in the reader's language: one file each in words/, with the same keys (a test compares them).

import { preferences } from "./preferences.js";

export const LANGUAGES = { en: "English", de: "Deutsch" };

const FALLBACK = "en";

const wanted = [preferences.language, ...navigator.languages].map((tag) => tag?.slice(0, 2).toLowerCase());
export const language = wanted.find((tag) => Object.hasOwn(LANGUAGES, tag ?? "")) ?? FALLBACK;

/** The reader's own regional form of that language, for dates and numbers. */
export const locale =
  navigator.languages.find((tag) => tag.toLowerCase().startsWith(`${language}-`)) ?? { en: "en-GB", de: "de-DE" }[language];

const { default: words } = await import(`./words/${language}.js`);
const plural = new Intl.PluralRules(locale);

document.documentElement.lang = language;

/**
 * @param {string} key of the file of words
 * @param {Object} [given] what stands for {name} in it; `n` also chooses between one and other
 */
export function t(key, given = {}) {
  const found = words[key];
  if (found === undefined) throw new Error(`There are no words for ${key}`);
  const text = typeof found === "string" ? found : found[plural.select(given.n)] ?? found.other;
  const shown = (value) => (typeof value === "number" ? value.toLocaleString(locale) : (value ?? ""));
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(given[name]));
}

/** Words for what the service may say one day and this page does not know yet: the service's own. */
export const tOr = (key, otherwise) => (Object.hasOwn(words, key) ? words[key] : otherwise);

import assert from "node:assert/strict";
import { test } from "node:test";

const [{ default: en }, { default: de }] = await Promise.all([import(process.env.CARECHAIN_WORDS_EN), import(process.env.CARECHAIN_WORDS_DE)]);

const texts = (words) => (typeof words === "string" ? [words] : Object.values(words));
const places = (words) => [...new Set(texts(words).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

test("both languages have the same words", () => {
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
});

test("they name the same things and none is empty", () => {
  for (const key of Object.keys(en)) {
    assert.deepEqual(places(de[key]), places(en[key]), key);
    for (const text of [...texts(en[key]), ...texts(de[key])]) assert.ok(text.trim(), key);
  }
});

test("what is counted has words for one and for many", () => {
  for (const words of [en, de])
    for (const [key, value] of Object.entries(words)) if (typeof value !== "string") assert.deepEqual(Object.keys(value), ["one", "other"], key);
});

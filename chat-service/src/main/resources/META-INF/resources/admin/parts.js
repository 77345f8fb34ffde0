// What several views are made of.

import { announce, button, el } from "./dom.js";

/** The same view with other filters; empty ones are left out. */
export function go(view, query) {
  const given = Object.entries(query).filter(([, value]) => value);
  const hash = given.length ? `#${view}?${new URLSearchParams(given)}` : `#${view}`;
  if (location.hash === hash) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = hash;
}

/**
 * A row of filters that end up in the address.
 *
 * @param {{name, label, type?, options?, placeholder?, wide?}[]} fields
 */
export function filters(view, query, fields) {
  return el(
    "form",
    {
      class: "filters",
      role: "search",
      onsubmit: (event) => {
        event.preventDefault();
        go(view, Object.fromEntries(new FormData(event.target)));
      },
    },
    fields.map((field) =>
      el("label", { class: field.wide ? "wide" : null }, el("span", {}, field.label), input(field, query[field.name] ?? "")),
    ),
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Search"), button("Clear", () => go(view, {}))),
  );
}

function input({ name, type = "text", options, placeholder }, value) {
  if (options)
    return el(
      "select",
      { name, onchange: (event) => event.target.form.requestSubmit() },
      options.map(([key, words]) => el("option", { value: key, selected: key === value }, words)),
    );
  return el("input", { name, type, value, placeholder, autocomplete: "off", maxlength: 200 });
}

/** A day of the reader's calendar as the moment it begins; `next`: the moment it ends. */
export function day(value, next = false) {
  if (!value) return null;
  const [year, month, date] = value.split("-").map(Number);
  return new Date(year, month - 1, date + (next ? 1 : 0)).toISOString();
}

/**
 * A list that grows page by page.
 *
 * @param read  cursor → {results, next_cursor}
 * @param draw  (results, page) → nodes, appended to `into`
 */
export async function paged({ place, into, isOpen, read, draw, empty, word }) {
  let shown = 0;
  const foot = el("div", { class: "more" });
  place.append(foot);
  const next = async (cursor) => {
    foot.replaceChildren(el("p", { class: "muted" }, "Loading …"));
    let page;
    try {
      page = await read(cursor);
    } catch (problem) {
      if (!isOpen()) return;
      if (!cursor || problem.status === 401) throw problem;
      foot.replaceChildren(el("p", { class: "problem", role: "alert" }, problem.message), button("Try again", () => next(cursor)));
      return;
    }
    if (!isOpen()) return;
    into.append(...draw(page.results, page));
    shown += page.results.length;
    announce(`${shown} ${word}${shown === 1 ? "" : "s"} shown`);
    if (page.next_cursor) foot.replaceChildren(button("Show more", () => next(page.next_cursor)));
    else foot.replaceChildren(el("p", { class: "muted" }, shown ? "That is all." : empty));
    into.closest(".table")?.toggleAttribute("hidden", !shown);
  };
  try {
    await next(null);
  } catch (problem) {
    foot.remove();
    throw problem;
  }
}

/** A table with named columns; on a phone each row is a card, and each cell says its column. */
export function table(caption, columns) {
  const body = el("tbody");
  const node = el(
    "div",
    { class: "table", hidden: true },
    el(
      "table",
      {},
      el("caption", { class: "hidden" }, caption),
      el("thead", {}, el("tr", {}, columns.map((name) => el("th", { scope: "col" }, name)))),
      body,
    ),
  );
  const row = (...cells) => el("tr", {}, cells.map((cell, i) => el("td", { "data-label": columns[i] }, cell)));
  return { node, body, row };
}

export const status = (words) => el("span", { class: `status ${words}` }, words);

const sideOf = (room, role) => room.participants.find((one) => one.role === role);
export const nameOf = (room, role) => sideOf(room, role)?.name ?? "nobody";
export const roomName = (room) => `${nameOf(room, "candidate")} and ${nameOf(room, "employer")}`;

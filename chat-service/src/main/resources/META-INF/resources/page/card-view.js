import { el, hidden, icon } from "./dom.js";
import { link, linked, webAddress } from "./text.js";
import { clock, full, leaf, readersZone, span } from "./times.js";
import { t, tOr } from "./words.js";

// The bridge cuts a card's note here; the whole one is in the message's content.
const NOTE_CUT_AT = 1_000;

const text = (value) => (typeof value === "string" && value.trim() ? value : null);

const KINDS = {
  application_submitted: (card) => ({ icon: "application", title: t("card_application_submitted"), rows: jobRows(card) }),
  application_withdrawn: (card) => ({ icon: "withdrawn", title: t("card_application_withdrawn"), rows: jobRows(card) }),
  status_changed: (card) => ({ icon: "status", title: t("card_status_changed"), step: step(card), rows: [] }),
  interview_scheduled: ({ interview }) => ({
    icon: "calendar",
    title: t(interview?.rescheduled ? "card_interview_moved" : "card_interview_scheduled"),
    leaf: interview?.starts_at,
    rows: interviewRows(interview),
    hasFile: Boolean(interview?.starts_at),
  }),
  interview_cancelled: ({ interview }) => ({
    icon: "calendar_off",
    title: t("card_interview_cancelled"),
    leaf: interview?.starts_at,
    rows: interviewRows(interview),
  }),
};

/**
 * What a system message is about. A card that is not known is shown by its message's words.
 * @param {(message: Object) => void} saveCalendar
 */
export function drawCard(message, saveCalendar) {
  const known = message.card && Object.hasOwn(KINDS, message.card.kind) ? KINDS[message.card.kind](message.card) : null;
  if (!known) return el("div", { class: "card" }, el("p", { class: "words", dir: "auto" }, linked(message.content)));
  const rows = known.rows.filter(([, value]) => value);
  const when = { class: "card-time", datetime: message.created_at, title: full(message.created_at) };
  return el(
    "div",
    { class: `card ${message.card.kind}` },
    el("header", {}, el("span", { class: "card-icon" }, icon(known.icon)), el("h3", {}, known.title), el("time", when, clock(message.created_at))),
    el(
      "div",
      { class: "card-body" },
      known.leaf && calendarLeaf(known.leaf),
      el(
        "div",
        {},
        known.step,
        rows.length > 0 && el("dl", {}, rows.map(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)])),
        note(message),
      ),
    ),
    known.hasFile &&
      el("button", { type: "button", class: "quiet", onclick: () => saveCalendar(message) }, icon("calendar"), t("card_calendar")),
  );
}

function note({ card, content }) {
  const words = text(card.note);
  return words && el("p", { class: "words note-words", dir: "auto" }, linked(words.length < NOTE_CUT_AT ? words : content));
}

const jobRows = (card) => [[t("card_job"), text(card.job?.title)]];

function step(card) {
  const before = status(card.previous_status, card.previous_status_label);
  const now = status(card.status, card.status_label);
  const chip = (name, words) => words && el("span", { class: name, dir: "auto" }, words);
  const arrow = before && now && [icon("arrow"), hidden(` ${t("card_to")} `)];
  return el("p", { class: "step" }, chip("chip", before), arrow, chip("chip now", now));
}

/** In the reader's language where there are words for it, else as the platform has it. */
const status = (name, label) => text(tOr(`status_${name}`, label ?? name));

function interviewRows(interview) {
  if (!interview) return [];
  const { starts_at: from, ends_at: to, previous_starts_at: before, time_zone: zone, location, video_url: video } = interview;
  return [
    [t("card_when"), from && span(from, to)],
    [city(zone), from && zone && zone !== readersZone && span(from, to, zone)],
    [t("card_before"), before && span(before)],
    [t("card_place"), text(location)],
    [t("card_video"), webAddress(text(video) ?? "") ? link(webAddress(video), video) : text(video)],
  ];
}

function calendarLeaf(time) {
  const { month, day, weekday } = leaf(time);
  return el("div", { class: "leaf", "aria-hidden": "true" }, el("span", {}, month), el("b", {}, day), el("span", {}, weekday));
}

/** America/New_York → New York */
const city = (zone) => text(zone)?.split("/").at(-1).replaceAll("_", " ");

import { el, hidden, icon } from "./dom.js";
import { clock, full, readersZone, span } from "./times.js";

// The bridge cuts a card's note here; the whole one is in the message's content.
const NOTE_CUT_AT = 1_000;

const text = (value) => (typeof value === "string" && value.trim() ? value : null);

const KINDS = {
  application_submitted: (card) => ({ title: "Application received", rows: [["Job", text(card.job?.title)]] }),
  application_withdrawn: (card) => ({ title: "Application withdrawn", rows: [["Job", text(card.job?.title)]] }),
  status_changed: (card) => ({ title: "Status changed", step: step(card), rows: [] }),
  interview_scheduled: ({ interview }) => ({
    title: interview?.rescheduled ? "Interview moved" : "Interview scheduled",
    rows: interviewRows(interview),
  }),
  interview_cancelled: ({ interview }) => ({ title: "Interview cancelled", rows: interviewRows(interview) }),
};

/** What a system message is about. A card that is not known is shown by its message's words. */
export function drawSystem(message) {
  const known = message.card && Object.hasOwn(KINDS, message.card.kind) ? KINDS[message.card.kind](message.card) : null;
  if (!known) return el("div", { class: "card" }, el("p", { class: "words", dir: "auto" }, message.content));
  const rows = known.rows.filter(([, value]) => value);
  const when = { class: "card-time", datetime: message.created_at, title: full(message.created_at) };
  return el(
    "div",
    { class: `card ${message.card.kind}` },
    el("p", { class: "card-title" }, known.title),
    known.step,
    rows.length > 0 && el("dl", {}, rows.map(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)])),
    note(message),
    el("time", when, `${message.sender.name} · ${clock(message.created_at)}`),
  );
}

function note({ card, content }) {
  const words = text(card.note);
  return words && el("p", { class: "words", dir: "auto" }, words.length < NOTE_CUT_AT ? words : content);
}

function step(card) {
  const before = text(card.previous_status_label ?? card.previous_status);
  const now = text(card.status_label ?? card.status);
  const chip = (name, words) => words && el("span", { class: name, dir: "auto" }, words);
  const arrow = before && now && [icon("arrow"), hidden(" to ")];
  return el("p", { class: "step" }, chip("chip", before), arrow, chip("chip now", now));
}

function interviewRows(interview) {
  if (!interview) return [];
  const { starts_at: from, ends_at: to, previous_starts_at: before, time_zone: zone, location, video_url: video } = interview;
  return [
    ["When", from && span(from, to)],
    [city(zone), from && zone && zone !== readersZone && span(from, to, zone)],
    ["Before", before && span(before)],
    ["Place", text(location)],
    ["Video", videoLink(video)],
  ];
}

/** America/New_York → New York */
const city = (zone) => text(zone)?.split("/").at(-1).replaceAll("_", " ");

/** Nothing but the web: a link must not run or open anything else. */
function videoLink(address) {
  const url = text(address) && URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return text(address);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, address);
}

// Times in the reader's zone and language.

import { locale, t } from "./words.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const format = (options) => new Intl.DateTimeFormat(locale, options);

const CLOCK = format({ hour: "2-digit", minute: "2-digit" });
const WEEKDAY = format({ weekday: "short" });
const SHORT_DATE = format({ day: "numeric", month: "short" });
const LONG_DATE = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const FULL = format({ dateStyle: "full", timeStyle: "short" });

const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
/** Rounded, because days with a change of clocks have 23 or 25 hours. */
const daysAgo = (time) => Math.round((midnight(Date.now()) - midnight(time)) / DAY_MS);

export const clock = (time) => CLOCK.format(new Date(time));

export const full = (time) => FULL.format(new Date(time));

export const isSameDay = (one, other) => midnight(one) === midnight(other);

/** For a line between two days. */
export function dayName(time) {
  const ago = daysAgo(time);
  return ago === 0 ? t("today") : ago === 1 ? t("yesterday") : LONG_DATE.format(new Date(time));
}

/** For a narrow list. */
export function briefly(time) {
  const ago = daysAgo(time);
  if (ago <= 0) return clock(time);
  return (ago < 7 ? WEEKDAY : SHORT_DATE).format(new Date(time));
}

export function lastSeen(time) {
  if (Date.now() - new Date(time) < 60_000) return t("last_seen_now");
  const ago = daysAgo(time);
  if (ago === 0) return t("last_seen_today", { time: clock(time) });
  if (ago === 1) return t("last_seen_yesterday", { time: clock(time) });
  return t("last_seen", { day: SHORT_DATE.format(new Date(time)), time: clock(time) });
}

/** "3 February 2026, 16:00 – 16:45 CET"; in the given zone or, without one, the reader's. Null: no such zone. */
export function span(from, to, timeZone) {
  try {
    const options = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
    const range = format({ ...options, timeZoneName: "short", timeZone });
    return to ? range.formatRange(new Date(from), new Date(to)) : range.format(new Date(from));
  } catch {
    return null;
  }
}

/** For a leaf of a calendar. */
export const leaf = (time) => ({
  month: format({ month: "short" }).format(new Date(time)),
  day: format({ day: "numeric" }).formatToParts(new Date(time)).find((part) => part.type === "day").value,
  weekday: WEEKDAY.format(new Date(time)),
});

export const readersZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** "1.4 MB"; a kilobyte is 1,024 bytes, as in the limits that are set and in most people's file lists. */
export function fileSize(bytes) {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const options = { style: "unit", unit: UNITS[power], unitDisplay: power ? "short" : "long", maximumFractionDigits: power > 1 ? 1 : 0 };
  return new Intl.NumberFormat(locale, options).format(bytes / 1024 ** power);
}

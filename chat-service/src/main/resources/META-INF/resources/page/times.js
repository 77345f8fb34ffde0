// Times in the reader's zone. The words of this page are English, so its dates are too.

const LANGUAGE = navigator.language.startsWith("en") ? navigator.language : "en-GB";
const DAY_MS = 24 * 60 * 60 * 1000;
const format = (options) => new Intl.DateTimeFormat(LANGUAGE, options);

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

/** For a line between two days. */
export function dayName(time) {
  const ago = daysAgo(time);
  return ago === 0 ? "Today" : ago === 1 ? "Yesterday" : LONG_DATE.format(new Date(time));
}

/** For a narrow list. */
export function briefly(time) {
  const ago = daysAgo(time);
  if (ago <= 0) return clock(time);
  return (ago < 7 ? WEEKDAY : SHORT_DATE).format(new Date(time));
}

export function lastSeen(time) {
  const ago = daysAgo(time);
  if (Date.now() - new Date(time) < 60_000) return "Last seen just now";
  const day = ago === 0 ? "today" : ago === 1 ? "yesterday" : SHORT_DATE.format(new Date(time));
  return `Last seen ${day} at ${clock(time)}`;
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

export const readersZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

// Who did what and when.

import { el, time } from "./dom.js";
import { day, filters, paged, table } from "./parts.js";

const CHANGES = "message_redacted,room_closed,room_reopened";

const WORDS = {
  rooms_listed: "listed rooms",
  room_opened: "opened a room",
  messages_read: "read messages",
  messages_searched: "searched messages",
  message_redacted: "redacted a message",
  room_closed: "closed a room",
  room_reopened: "reopened a room",
  audit_listed: "looked at the audit",
  overview_seen: "looked at the overview",
};

const FIELDS = [
  {
    name: "action",
    label: "What",
    options: [["", "Everything"], [CHANGES, "Changes only"], ["messages_read,messages_searched", "Messages read"], ...Object.entries(WORDS)],
  },
  { name: "actor", label: "Who (user id)" },
  { name: "room", label: "Room id", wide: true },
  { name: "from", label: "From", type: "date" },
  { name: "to", label: "Until", type: "date" },
];

export async function showAudit({ place, session, query, isOpen }) {
  const lines = table("What administrators did, newest first", ["When", "Who", "What", "Reason", "Details", "From"]);
  place.append(
    el("h1", {}, "Audit"),
    el("p", { class: "muted" }, "Lines are added, never changed or removed. Looking at them adds one."),
    filters("audit", query, FIELDS),
    lines.node,
  );
  await paged({
    place,
    isOpen,
    into: lines.body,
    word: "line",
    empty: "There is nothing of that kind.",
    read: (cursor) => session.get("/audit/", { ...query, from: day(query.from), to: day(query.to, true), cursor }),
    draw: (results) =>
      results.map((line) =>
        lines.row(
          time(line.at),
          [el("b", {}, line.actor.name), el("small", {}, line.actor.id)],
          [el("span", { class: CHANGES.includes(line.action) ? "change" : null }, WORDS[line.action] ?? line.action), target(line)],
          line.reason ?? "",
          details(line.details),
          el("code", {}, line.address),
        ),
      ),
  });
}

function target({ room_id, details }) {
  if (!room_id) return null;
  const seq = details.seq ?? details.first_seq;
  return el("small", {}, el("a", { href: `#room/${room_id}${seq ? `?seq=${seq}` : ""}` }, `room ${room_id.slice(0, 8)}`));
}

function details(all) {
  return Object.entries(all).map(([name, value]) =>
    el("small", {}, `${name.replaceAll("_", " ")}: ${Array.isArray(value) ? (value.length > 3 ? `${value.length} messages` : value.join(", ")) : value}`),
  );
}

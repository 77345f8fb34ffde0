// Words in messages. There is no index of them, so a search says where to look: a room, a sender or a time.

import { el, time } from "./dom.js";
import { day, filters, paged, roomName } from "./parts.js";

const FIELDS = [
  { name: "q", label: "Words", placeholder: "at least two characters", type: "search", wide: true },
  { name: "sender", label: "Sent by (user id)" },
  { name: "room", label: "Room id" },
  { name: "from", label: "Sent from", type: "date" },
  { name: "to", label: "Sent until", type: "date" },
];

const DAYS = 7;

export async function showSearch({ place, session, query, isOpen }) {
  const isSomewhere = query.room || query.sender || query.from;
  const asked = isSomewhere || !query.q ? query : { ...query, from: daysAgo(DAYS) };
  const list = el("ol", { class: "messages results" });
  place.append(
    el("h1", {}, "Messages"),
    el("p", { class: "muted" }, `Searches the words of messages in a room, of a sender, or of a span of up to 31 days; without any of these, of the last ${DAYS} days.`),
    filters("messages", asked, FIELDS),
  );
  if (!query.q) return;
  place.append(list);
  await paged({
    place,
    isOpen,
    into: list,
    word: "message",
    empty: "Nothing was found there.",
    read: (cursor) => session.get("/messages/", { ...asked, from: day(asked.from), to: day(asked.to, true), cursor }),
    draw: (results, page) => {
      const rooms = new Map(page.rooms.map((room) => [room.id, room]));
      return results.map((m) => {
        const room = rooms.get(m.room_id);
        return el(
          "li",
          { class: "message" },
          el(
            "p",
            { class: "from" },
            el("b", {}, m.sender.name),
            el("span", { class: "muted" }, m.sender.role),
            el("a", { href: `#room/${m.room_id}?seq=${m.seq}` }, room ? `${roomName(room)}, ${room.job.title}` : "Open room"),
            time(m.created_at),
          ),
          el("p", { class: "words" }, marked(m.content, query.q)),
        );
      });
    },
  });
}

function daysAgo(days) {
  const date = new Date(Date.now() - days * 86_400_000);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** The words around the first hit, with every hit marked. */
function marked(content, words) {
  const text = content.toLowerCase();
  const wanted = words.trim().toLowerCase();
  if (text.length !== content.length) return content; // a few letters change their length: no places to mark
  const parts = [];
  let from = Math.max(0, text.indexOf(wanted) - 200);
  if (from) parts.push("… ");
  const end = Math.min(content.length, from + 600);
  for (let hit = text.indexOf(wanted, from); hit >= 0 && hit < end; hit = text.indexOf(wanted, from)) {
    parts.push(content.slice(from, hit), el("mark", {}, content.slice(hit, hit + wanted.length)));
    from = hit + wanted.length;
  }
  parts.push(content.slice(from, Math.max(end, from)));
  if (end < content.length) parts.push(" …");
  return parts;
}

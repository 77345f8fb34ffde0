// Every room, filtered.

import { ago, el, number, time } from "./dom.js";
import { day, filters, nameOf, paged, status, table } from "./parts.js";

const FIELDS = [
  { name: "q", label: "Name, job or id", placeholder: "Ana, nurse, app-1001 …", type: "search", wide: true },
  { name: "status", label: "Status", options: [["", "Any"], ["active", "Active"], ["closed", "Closed"]] },
  { name: "user", label: "User id" },
  { name: "job", label: "Job id" },
  { name: "application", label: "Application id" },
  { name: "from", label: "Active from", type: "date" },
  { name: "to", label: "Active until", type: "date" },
];

export async function showRooms({ place, session, query, isOpen }) {
  const rooms = table("Rooms, latest activity first", ["Job", "Candidate", "Employer", "Status", "Messages", "Latest activity"]);
  place.append(el("h1", {}, "Rooms"), filters("rooms", query, FIELDS), rooms.node);
  await paged({
    place,
    isOpen,
    into: rooms.body,
    word: "room",
    empty: "There is no such room.",
    read: (cursor) => session.get("/rooms/", { ...query, from: day(query.from), to: day(query.to, true), cursor }),
    draw: (results) =>
      results.map((room) =>
        rooms.row(
          [el("a", { href: `#room/${room.id}` }, room.job.title), el("small", {}, room.application_id ?? "no application")],
          nameOf(room, "candidate"),
          nameOf(room, "employer"),
          status(room.status),
          number(room.last_seq),
          [time(room.updated_at), el("small", {}, ago(room.updated_at))],
        ),
      ),
  });
}

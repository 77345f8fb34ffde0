import { KeyedChildren, button, el, hidden } from "./dom.js";
import { briefly, full } from "./times.js";

/** The path of a room on this page; back and reload work with it. */
export const roomLink = (id) => `#room/${id}`;

const FIRST_ROOM_COMMAND = "./carechain publish deploy/local/examples/*.json";

/** The list of rooms. */
export class RoomsView {
  #rooms;
  #parent;
  #list = el("ul", { class: "room-list" });
  #children = new KeyedChildren(this.#list);

  /** @param {Rooms} rooms */
  constructor(parent, rooms) {
    this.#parent = parent;
    this.#rooms = rooms;
    this.show();
  }

  show() {
    const rooms = this.#rooms.list();
    if (rooms.length === 0) return this.#parent.replaceChildren(this.#nothing());
    this.#children.show(rooms.map((room) => this.#item(room)));
    const more = this.#rooms.nextCursor && this.#more();
    this.#parent.replaceChildren(...[this.#list, more].filter(Boolean));
  }

  #nothing() {
    const { isLoaded, problem } = this.#rooms;
    if (problem) return el("p", { class: "note problem" }, `The conversations could not be loaded: ${problem.message}`);
    if (!isLoaded) return el("p", { class: "note" }, "Loading …");
    return el(
      "div",
      { class: "note" },
      el("p", {}, "No conversations yet. One begins when a candidate applies for a job. Publish such an event:"),
      el("pre", { tabindex: "0" }, el("code", {}, FIRST_ROOM_COMMAND)),
      el("p", {}, "It appears here by itself."),
    );
  }

  #more() {
    return button("Show more", () => this.#rooms.load(this.#rooms.nextCursor));
  }

  #item(room) {
    const other = this.#rooms.other(room);
    const shown = {
      other,
      status: this.#rooms.statusOf(other.user_id),
      unread: this.#rooms.unreadOf(room),
      isOpen: room.id === this.#rooms.openId,
      isClosed: room.status === "closed",
      when: briefly(room.updated_at),
      last: lastLine(room, other),
    };
    return { key: room.id, stamp: JSON.stringify([shown, room.job.title]), draw: () => draw(room, shown) };
  }
}

function lastLine({ last_message: message }, other) {
  if (!message) return "";
  if (message.deleted_at) return "Message deleted";
  const isMine = message.message_type !== "system" && message.sender.id !== other.user_id;
  return (isMine ? "You: " : "") + message.content.slice(0, 200);
}

function draw(room, { other, status, unread, isOpen, isClosed, when, last }) {
  return el(
    "li",
    {},
    el(
      "a",
      { href: roomLink(room.id), class: `room${unread ? " unread" : ""}`, "aria-current": isOpen && "page" },
      avatar(other, status),
      el(
        "span",
        { class: "room-text" },
        el("span", { class: "room-name", dir: "auto" }, other.name),
        el("time", { class: "room-time", datetime: room.updated_at, title: full(room.updated_at) }, when),
        el("span", { class: "room-job", dir: "auto" }, room.job.title, isClosed && " · closed"),
        el("span", { class: "room-last", dir: "auto" }, last),
        unread > 0 && el("span", { class: "badge" }, hidden(", "), unread > 99 ? "99+" : String(unread), hidden(" unread")),
      ),
    ),
  );
}

/** Initials and whether the person is there. */
export function avatar(person, status) {
  const initials = person.name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
  return el(
    "span",
    { class: `avatar ${person.role === "employer" ? "employer" : "candidate"}` },
    el("span", { "aria-hidden": "true" }, initials),
    status && el("span", { class: `dot ${status}` }, hidden(status)),
  );
}

import { KeyedChildren, avatar, button, el, hidden, icon } from "./dom.js";
import { briefly, full } from "./times.js";
import { t } from "./words.js";

/** The path of a room on this page; back and reload work with it. */
export const roomLink = (id) => `#room/${id}`;

const SEARCH_AFTER_MS = 250;
const LOAD_MORE_PX = 400;
const SKELETONS = 6;

/** The list of rooms, with what is above it. */
export class RoomsView {
  #inbox;
  #on;
  #openId = null;
  #found = null;
  #onlyUnread = false;
  #searchTimer = 0;
  #loading = false;
  #list = el("ul", { class: "room-list" });
  #children = new KeyedChildren(this.#list);
  #note = el("div", { class: "rooms-note", role: "status" });
  #noteWords = "";
  #count = el("p", { class: "hidden", role: "status" });
  #scroll = el("div", { class: "rooms-scroll" }, this.#note, this.#list);
  #search = el("input", { type: "search", id: "search", placeholder: t("search"), "aria-label": t("search"), autocomplete: "off" });
  #filters = [
    el("button", { type: "button", "aria-pressed": "true", onclick: () => this.#filter(false) }, t("filter_all")),
    el("button", { type: "button", "aria-pressed": "false", onclick: () => this.#filter(true) }, t("filter_unread")),
  ];

  /** @param {Inbox} inbox @param {{me, unreadOf, menu: Node[], platform: ?Node, isDemo: boolean}} on */
  constructor(inbox, on) {
    this.#inbox = inbox;
    this.#on = on;
    this.#search.addEventListener("input", () => this.#searchSoon());
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#scroll.addEventListener("scroll", () => this.#loadMore());
    this.element = el(
      "nav",
      { class: "rooms", "aria-label": t("conversations") },
      el(
        "header",
        { class: "rooms-head" },
        el("img", { src: "/page/icon.svg", alt: "", width: 28, height: 28 }),
        el("h1", {}, "CareChain"),
        on.platform,
        on.menu,
      ),
      el("div", { class: "search" }, icon("search"), this.#search),
      el("div", { class: "filters", role: "group", "aria-label": t("conversations") }, this.#filters),
      this.#count,
      this.#scroll,
    );
  }

  show(openId = this.#openId) {
    this.#openId = openId;
    const shown = this.#shown();
    this.#children.show(shown.map((room) => this.#item(room)));
    this.#list.hidden = shown.length === 0;
    this.#showNote(shown.length === 0 ? this.#nothing() : []);
    if (!this.#found) this.#count.textContent = "";
    this.#loadMore();
  }

  /** Where somebody came from who is back. */
  focus(id) {
    this.#children.get(id)?.querySelector("a").focus({ preventScroll: true });
  }

  #shown() {
    const rooms = this.#found ? this.#inbox.rooms.filter((room) => this.#found.has(room.id)) : this.#inbox.rooms;
    return this.#onlyUnread ? rooms.filter((room) => this.#on.unreadOf(room) > 0 || room.id === this.#openId) : rooms;
  }

  /** Said aloud: only when it says something else. */
  #showNote(parts) {
    const words = parts.map((part) => part.textContent).join("\n");
    if (words === this.#noteWords) return;
    this.#noteWords = words;
    this.#note.replaceChildren(...parts);
  }

  #nothing() {
    const { isLoaded, problem } = this.#inbox;
    if (problem) {
      const words = t("rooms_problem", { detail: problem.message });
      return [el("p", { class: "problem" }, words), button(t("try_again"), () => this.#inbox.reload())];
    }
    if (!isLoaded) return [hidden(t("loading")), ...Array.from({ length: SKELETONS }, skeleton)];
    if (this.#found) return [el("p", {}, t("no_results", { q: this.#search.value.trim() }))];
    if (this.#onlyUnread) return [el("p", {}, t("no_unread"))];
    const about = t(this.#on.isDemo ? "no_rooms_demo" : "no_rooms_about");
    return [el("div", { class: "nothing" }, icon("chat"), el("h2", {}, t("no_rooms")), el("p", {}, about))];
  }

  #item(room) {
    const other = this.#inbox.otherIn(room);
    const shown = {
      other,
      // What was true before the connection was lost may not be.
      status: this.#inbox.connection === "open" ? this.#inbox.statusOf(other.user_id) : null,
      unread: this.#on.unreadOf(room),
      isOpen: room.id === this.#openId,
      isClosed: room.status === "closed",
      when: briefly(room.updated_at),
      last: lastLine(room, this.#on.me()),
    };
    return { key: room.id, stamp: JSON.stringify([shown, room.job.title]), draw: () => draw(room, shown) };
  }

  // --- finding

  #filter(onlyUnread) {
    this.#onlyUnread = onlyUnread;
    this.#filters.forEach((one, index) => one.setAttribute("aria-pressed", String((index === 1) === onlyUnread)));
    this.#showAnother();
  }

  /** What is here already is found at once, the rest of the rooms a moment later. */
  #searchSoon() {
    clearTimeout(this.#searchTimer);
    const q = this.#search.value.trim();
    if (!q) this.#found = null;
    else {
      this.#found = new Set(this.#inbox.rooms.filter((room) => matches(room, q)).map((room) => room.id));
      this.#searchTimer = setTimeout(() => this.#searchAll(q), SEARCH_AFTER_MS);
    }
    this.#showAnother();
  }

  /** Another list, to be read from its beginning. */
  #showAnother() {
    this.#scroll.scrollTop = 0;
    this.show();
  }

  async #searchAll(q) {
    const rooms = await this.#inbox.search(q).catch(() => []); // what is here already stays found
    if (q !== this.#search.value.trim()) return;
    rooms.forEach((room) => this.#found.add(room.id));
    this.show();
    const n = this.#shown().length;
    this.#count.textContent = n > 0 ? t("conversations_found", { n }) : ""; // of none the note tells
  }

  async #loadMore() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    if (this.#loading || !this.#inbox.hasMore || scrollHeight - scrollTop - clientHeight > LOAD_MORE_PX) return;
    this.#loading = true;
    await this.#inbox.loadMore();
    this.#loading = false;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const links = [...this.#list.querySelectorAll("a")];
    links[links.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  }
}

function matches(room, q) {
  const words = [room.job.title, ...room.participants.map((person) => person.name)].join("\n").toLowerCase();
  return words.includes(q.toLowerCase());
}

function lastLine({ last_message: message }, me) {
  if (!message) return "";
  if (message.deleted_at) return t("deleted");
  const files = message.attachments ?? (message.attachment ? [message.attachment] : []);
  const text = message.content.slice(0, 200) || files.map((file) => file.name).join(", ");
  return message.message_type !== "system" && message.sender.id === me ? t("you", { text }) : text;
}

function draw(room, { other, status, unread, isOpen, isClosed, when, last }) {
  return el(
    "li",
    {},
    el(
      "a",
      { href: roomLink(room.id), class: `room${unread ? " unread" : ""}`, "aria-current": isOpen && "page" },
      avatar(other, status, status && `(${t(status)}) `),
      el(
        "span",
        { class: "room-text" },
        el("span", { class: "room-name", dir: "auto" }, other.name),
        el("time", { class: "room-time", datetime: room.updated_at, title: full(room.updated_at) }, when),
        el("span", { class: "room-job", dir: "auto" }, room.job.title, isClosed && ` · ${t("closed")}`),
        el("span", { class: "room-last", dir: "auto" }, last),
        unread > 0 && [
          el("span", { class: "badge", "aria-hidden": "true" }, unread > 99 ? "99+" : String(unread)),
          hidden(t("unread", { n: unread })),
        ],
      ),
    ),
  );
}

function skeleton() {
  const line = (name) => el("span", { class: `bone ${name}` });
  return el("div", { class: "skeleton", "aria-hidden": "true" }, line("circle"), el("span", {}, line("long"), line("short")));
}

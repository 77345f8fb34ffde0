import { Attachments, save } from "./attachment-view.js";
import { Composer } from "./composer.js";
import { KeyedChildren, avatar, button, el, icon } from "./dom.js";
import { excerpt, items, problemWords } from "./message-view.js";
import { lastSeen } from "./times.js";
import { t } from "./words.js";

const NEAR_END_PX = 80;
const NEAR_START_PX = 600;
const TOAST_MS = 6_000;

/** The open conversation on the page: header, messages, typing line, composer. */
export class ConversationView {
  #room;
  #on;
  #messages = el("div", { class: "messages" });
  #children = new KeyedChildren(this.#messages);
  #start = el("div", { class: "start" });
  #log;
  #latest = el("button", { type: "button", class: "latest", hidden: true, onclick: () => this.#toEnd(true) });
  #header = el("header", { class: "with" });
  #presence = el("p", { class: "presence", role: "status" });
  #note = el("div", { class: "note", hidden: true });
  #typing = el("p", { class: "typing", role: "status" });
  #toast = el("div", { class: "toast", role: "alert", hidden: true });
  #toastTimer = 0;
  #composer;
  #attachments;
  #stamps = {};
  #drawn = null;
  #drawnAt = "";
  #firstSeq = 0;
  #follows = true;
  #opened = false;
  /** New messages come after this seq: what had been read when the room was opened, or when its reader turned away. */
  #dividerAfter = null;
  #resized;
  #stop = new AbortController();

  /** @param {Room} room @param {{chat, settings, announce: (words: string) => void}} on */
  constructor(parent, room, on) {
    this.#room = room;
    this.#on = on;
    this.#log = el(
      "div",
      // Announced is what comes (see #announce), not each redrawing of a tick.
      { class: "log", role: "log", "aria-live": "off", tabindex: "0", "aria-busy": "true", "aria-describedby": "log-help" },
      this.#start,
      this.#messages,
    );
    this.#attachments = new Attachments(on.chat.rest, this.#log, (words) => this.#say(words));
    this.#composer = new Composer(room, { settings: on.settings, sent: () => this.#sent(), editLast: () => this.#editLast(), say: (words) => this.#say(words), userId: on.chat.userId });
    const signal = this.#stop.signal;
    this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true, signal });
    this.#log.addEventListener("keydown", (event) => this.#key(event), { signal });
    room.addEventListener("change", () => this.show(), { signal });
    room.addEventListener("message", (event) => this.#announce(event.detail), { signal });
    this.#resized = new ResizeObserver(() => this.#follows && this.#toEnd()); // the keyboard of a phone, pictures
    this.#resized.observe(this.#log);
    this.#resized.observe(this.#messages);
    parent.append(
      this.#header,
      this.#note,
      el("p", { class: "hidden", id: "log-help" }, t("messages_help")),
      el("div", { class: "log-frame" }, this.#log, this.#latest, this.#toast),
      this.#typing,
      this.#composer.element,
    );
    this.#composer.takeFilesFrom(parent, signal);
    this.show();
    if (matchMedia("(pointer: fine)").matches) this.#composer.focus();
    else parent.focus({ preventScroll: true }); // no keyboard on the screen before somebody wants to write
  }

  close() {
    this.#stop.abort();
    this.#resized.disconnect();
    this.#composer.close();
    this.#attachments.close();
    clearTimeout(this.#toastTimer);
  }

  show() {
    const room = this.#room;
    this.#showHeader();
    this.#showNote();
    this.#showTyping();
    this.#composer.show(room.connection === "gone" || room.info?.status === "closed");
    this.#log.setAttribute("aria-busy", String(!room.isLoaded));
    this.#placeDivider();
    this.#showMessages();
    if (this.#follows) this.#toEnd();
    this.#showLatest();
    this.#looked();
  }

  #once(name, stamp, draw) {
    if (this.#stamps[name] === stamp) return;
    this.#stamps[name] = stamp;
    draw();
  }

  #showHeader() {
    const { info, other, connection } = this.#room;
    const about = [info?.job, other?.name];
    this.#once("header", JSON.stringify(about), () => {
      const back = el("a", { class: "back", href: "#", "aria-label": t("all_conversations") }, icon("back"));
      this.#header.replaceChildren(back);
      if (!other) return;
      this.#log.setAttribute("aria-label", t("messages_with", { name: other.name }));
      this.#header.append(
        avatar(other),
        el("h2", { dir: "auto" }, other.name),
        this.#presence,
        el("p", { class: "job", dir: "auto" }, info.job.title),
      );
    });
    if (!other) return;
    const isKnown = connection === "open"; // what was true before the connection was lost may not be
    this.#once("presence", JSON.stringify([about, isKnown, other.status, other.last_seen]), () => {
      this.#header.querySelector(".avatar").replaceWith(avatar(other, isKnown && other.status, ""));
      this.#presence.textContent = isKnown ? presence(other) : t("connecting");
    });
  }

  #showNote() {
    const { connection, problem, info } = this.#room;
    const words =
      connection === "gone" ? t("gone")
      : problem ? t("messages_problem", { detail: problemWords(problem) })
      : info?.status === "closed" ? t("is_closed")
      : "";
    this.#once("note", words, () => {
      this.#note.hidden = !words;
      this.#note.replaceChildren(words);
      if (problem && connection !== "gone") this.#note.append(" ", button(t("try_again"), () => this.#room.load()));
    });
  }

  #showTyping() {
    const name = this.#room.typists[0]?.name;
    this.#once("typing", name ?? "", () => {
      const dots = [1, 2, 3].map(() => el("i"));
      this.#typing.replaceChildren(...(name ? [el("span", { class: "dots", "aria-hidden": "true" }, dots), t("typing", { name })] : []));
    });
  }

  #showMessages() {
    const { messages, firstSeq, isLoaded, hasOlder } = this.#room;
    const isGone = this.#room.connection === "gone";
    const minute = Math.floor(Date.now() / 60_000); // what may be edited and "today" change with time alone
    const at = `${this.#dividerAfter} ${minute}`;
    if (messages === this.#drawn && at === this.#drawnAt) return;
    const isLonger = firstSeq < this.#firstSeq;
    const fromEnd = this.#log.scrollHeight - this.#log.scrollTop;
    this.#drawn = messages;
    this.#drawnAt = at;
    this.#firstSeq = firstSeq;
    this.#once("start", `${isLoaded} ${hasOlder} ${isGone}`, () => {
      this.#start.replaceChildren(...(isGone && !isLoaded ? [] : this.#beginning(isLoaded, hasOlder)));
    });
    this.#children.show(
      items(messages, {
        dividerAfter: this.#dividerAfter,
        can: (what, message) => this.#can(what, message),
        do: this.#deeds,
        attachments: this.#attachments,
        acceptedTypes: this.#on.settings.attachment_types,
      }),
    );
    if (isLonger) this.#log.scrollTop = this.#log.scrollHeight - fromEnd;
    if (isLoaded && !this.#opened) this.#open();
  }

  #beginning(isLoaded, hasOlder) {
    if (!isLoaded) return [el("div", { class: "skeletons", "aria-hidden": "true" }, [1, 2, 3, 4].map(() => el("span", { class: "bone" })))];
    if (hasOlder) return [button(t("load_older"), () => this.#loadOlder())];
    return [el("p", { class: "muted" }, t("begin"))];
  }

  // --- reading

  /** The first look: at what is new, if that is more than fits, else at the end. */
  #open() {
    this.#opened = true;
    const first = this.#children.get("divider");
    if (!first || this.#log.scrollHeight - first.offsetTop < this.#log.clientHeight) return this.#toEnd();
    this.#follows = false;
    this.#log.scrollTop = first.offsetTop - 16;
  }

  /** Where it stands it stays, until somebody has answered. */
  #placeDivider() {
    const { me, lastSeq, isLoaded } = this.#room;
    if (!me || !isLoaded) return;
    const isLookedAt = this.#follows && !document.hidden && this.#opened;
    if (this.#dividerAfter === null && !isLookedAt && me.read_seq < lastSeq) this.#dividerAfter = me.read_seq;
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  #toEnd(isAsked = false) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isAsked && !isCalm) this.#log.scrollTo({ top: this.#log.scrollHeight, behavior: "smooth" });
    else this.#log.scrollTop = this.#log.scrollHeight;
    this.#follows = true;
    if (isAsked) this.#composer.focus();
  }

  #scrolled() {
    this.#follows = this.#isAtEnd();
    if (this.#log.scrollTop < NEAR_START_PX) this.#loadOlder();
    this.#showLatest();
    this.#looked();
  }

  #showLatest() {
    const { me, messages } = this.#room;
    const unread = messages.filter((message) => !message.isMine && message.seq > (me?.read_seq ?? Infinity)).length;
    this.#once("latest", `${this.#follows} ${unread}`, () => {
      this.#latest.hidden = this.#follows;
      const words = unread ? t("to_latest_unread", { n: unread }) : t("to_latest");
      this.#latest.setAttribute("aria-label", words);
      this.#latest.replaceChildren(icon("down"), unread ? words : "");
    });
  }

  /** What is at the end of the log, in a window that is looked at, is read. */
  #looked() {
    if (this.#follows && this.#opened && !document.hidden) this.#room.markRead();
  }

  async #loadOlder() {
    if (!this.#room.hasOlder || !this.#opened) return;
    this.#start.classList.add("loading");
    try {
      await this.#room.loadOlder();
    } catch {
      this.#say(t("older_problem")); // the button stays
    }
    this.#start.classList.remove("loading");
  }

  /** What others write is said aloud once; this window says nothing that is not looked at. */
  #announce(message) {
    if (message.sender.id === this.#on.chat.userId || document.hidden) return;
    const name = message.sender.name;
    this.#on.announce(message.content ? t("announce", { name, text: message.content.slice(0, 300) }) : t("announce_file", { name }));
  }

  /** Arrow keys go from message to message; their buttons are one Tab further. */
  #key(event) {
    if (event.target.closest("button, a, input")) return;
    const all = [...this.#messages.querySelectorAll(".message, .card")];
    const here = all.indexOf(document.activeElement);
    const next = { ArrowUp: here < 0 ? all.length - 1 : Math.max(0, here - 1), ArrowDown: here < 0 ? -1 : here + 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (all[next]) all[next].focus();
    else this.#composer.focus();
  }

  // --- doing

  #deeds = {
    reply: (message) => this.#composer.replyTo(message),
    edit: (message) => this.#composer.edit(message),
    delete: (message) => this.#delete(message),
    retry: ({ client_id: id }) => this.#room.retry(id),
    discard: (message) => this.#discard(message),
    goTo: (id) => this.#goTo(id),
    saveCalendar: (message) => this.#saveCalendar(message),
  };

  #can(what, message) {
    const { info, connection } = this.#room;
    if (!message.id || message.deleted_at || connection === "gone" || info?.status === "closed") return false;
    if (what === "reply") return true;
    const { edit_window_seconds: edit, delete_window_seconds: remove } = this.#on.settings;
    const isInTime = Date.now() - new Date(message.created_at) < (what === "edit" ? edit : remove) * 1000;
    return message.isMine && isInTime && (what === "delete" || message.message_type === "text");
  }

  #editLast() {
    const last = this.#room.messages.findLast((message) => this.#can("edit", message));
    if (last) this.#composer.edit(last);
  }

  /** Whoever answers has read what was new. */
  #sent() {
    this.#dividerAfter = null;
    this.#toEnd();
    this.show();
  }

  #discard({ client_id: id }) {
    this.#room.discard(id);
    this.#composer.focus();
  }

  async #delete(message) {
    const dialog = el(
      "dialog",
      { class: "ask", "aria-labelledby": "ask-title" },
      el("h2", { id: "ask-title" }, t("delete_title")),
      el("blockquote", { dir: "auto" }, excerpt(message)),
      el("p", {}, t("delete_about")),
      el("form", { method: "dialog" }, el("button", { class: "quiet", value: "" }, t("cancel")), el("button", { class: "danger", value: "yes" }, t("delete"))),
    );
    document.body.append(dialog);
    dialog.showModal();
    await new Promise((closed) => dialog.addEventListener("close", closed));
    dialog.remove();
    this.#children.get(message.key)?.focus({ preventScroll: true }); // its buttons are hidden by now
    if (dialog.returnValue === "yes") this.#try(() => this.#room.delete(message.id));
  }

  async #goTo(id) {
    await this.#try(async () => {
      const found = await this.#room.find(id);
      if (!found) return this.#say(t("not_found"));
      this.show();
      const node = this.#children.get(found.key);
      this.#follows = false;
      node.scrollIntoView({ block: "center" });
      node.focus({ preventScroll: true });
      node.classList.add("found");
      setTimeout(() => node.classList.remove("found"), 2_000);
    });
  }

  #saveCalendar(message) {
    return this.#try(async () => save(await this.#room.calendarFile(message.id), "interview.ics"));
  }

  async #try(deed) {
    try {
      await deed();
    } catch (problem) {
      this.#say(problemWords(problem));
    }
  }

  #say(words) {
    clearTimeout(this.#toastTimer);
    this.#toast.textContent = words;
    this.#toast.hidden = false;
    this.#toastTimer = setTimeout(() => (this.#toast.hidden = true), TOAST_MS);
  }
}

function presence({ status, last_seen: seen }) {
  if (status === "online" || status === "away") return t(status);
  return seen ? lastSeen(seen) : t("offline");
}

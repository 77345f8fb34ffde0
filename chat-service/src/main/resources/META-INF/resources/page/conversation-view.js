import { KeyedChildren, button, el, icon } from "./dom.js";
import { items } from "./message-view.js";
import { avatar } from "./rooms-view.js";
import { lastSeen } from "./times.js";

const NEAR_END_PX = 80;
const MAX_CHARACTERS = 10_000;

/** The open conversation on the page: header, messages, typing line, composer. */
export class ConversationView {
  #conversation;
  #me;
  #messages = el("div", { class: "messages" });
  #children = new KeyedChildren(this.#messages);
  #older = button("Load older messages", () => this.#loadOlder());
  #log = el("div", { class: "log", role: "log", tabindex: "0", "aria-busy": "true" }, this.#older, this.#messages);
  #latest = el("button", { type: "button", class: "latest", onclick: () => this.#toEnd() }, icon("down"), "New messages");
  #header = el("header", { class: "with" });
  #note = el("div", { class: "note", hidden: true });
  #typing = el("p", { class: "typing", role: "status" });
  #text = el("textarea", { id: "words", rows: "1", maxlength: MAX_CHARACTERS, placeholder: "Write a message", dir: "auto" });
  #send = el("button", { class: "send" }, icon("send"), el("span", { class: "hidden" }, "Send"));
  #form = el("form", { class: "composer" }, el("label", { class: "hidden", for: "words" }, "Message"), this.#text, this.#send);
  #headerStamp = "";
  #follows = true;

  constructor(parent, conversation, me) {
    this.#conversation = conversation;
    this.#me = me;
    this.#text.value = conversation.draft ?? "";
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("input", () => this.#wrote());
    this.#text.addEventListener("blur", () => conversation.typing(false));
    this.#log.addEventListener("scroll", () => {
      this.#follows = this.#isAtEnd();
      this.#looked();
    });
    new ResizeObserver(() => this.#follows && this.#toEnd()).observe(this.#log); // the keyboard of a phone
    parent.replaceChildren(this.#header, this.#note, this.#log, this.#latest, this.#typing, this.#form);
    this.show();
    this.#toEnd();
    if (matchMedia("(pointer: fine)").matches) this.#text.focus();
  }

  show() {
    const { timeline, people } = this.#conversation;
    this.#showHeader();
    this.#showNote();
    this.#older.hidden = !timeline.hasOlder;
    this.#children.show(items(this.#conversation, this.#me));
    this.#log.setAttribute("aria-busy", String(!timeline.isLoaded));
    const typing = people.isOtherTyping ? `${people.other?.name} is typing …` : "";
    if (this.#typing.textContent !== typing) this.#typing.textContent = typing;
    if (this.#follows) this.#toEnd();
    else this.#latest.hidden = timeline.lastSeq <= (people.me?.read_seq ?? 0);
    this.#looked();
  }

  #showHeader() {
    const { room, people, connection } = this.#conversation;
    const other = people.other;
    const isKnown = connection === "open"; // what was true before the connection was lost may not be
    const stamp = JSON.stringify([room?.job, isKnown, other?.name, other?.status, other?.last_seen]);
    if (stamp === this.#headerStamp) return;
    this.#headerStamp = stamp;
    const back = el("a", { class: "back", href: "#" }, icon("back"), el("span", { class: "hidden" }, "All conversations"));
    this.#header.replaceChildren(back);
    if (!other) return;
    this.#log.setAttribute("aria-label", `Messages with ${other.name}`);
    this.#header.append(
      avatar(other, isKnown && other.status),
      el("h2", { dir: "auto" }, other.name),
      el("p", { class: "presence", role: "status" }, isKnown ? presence(other) : "Connecting …"),
      el("p", { class: "job", dir: "auto" }, room.job.title),
    );
  }

  #showNote() {
    const { connection, problem, room } = this.#conversation;
    const isClosed = room?.status === "closed";
    const words =
      connection === "gone" ? "This conversation does not exist or is not yours."
      : problem ? `The messages could not be loaded: ${problem.message} `
      : isClosed ? "This conversation is closed. Nobody can write here any more."
      : "";
    this.#text.disabled = this.#send.disabled = connection === "gone" || isClosed;
    if (this.#note.dataset.words === words) return;
    this.#note.dataset.words = words;
    this.#note.hidden = !words;
    this.#note.replaceChildren(words);
    if (problem && connection !== "gone") this.#note.append(button("Try again", () => this.#conversation.load()));
  }

  // --- reading

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  #toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#follows = true;
    this.#latest.hidden = true;
  }

  /** What is at the end of the log, in a window that is looked at, is read. */
  #looked() {
    if (!this.#follows) return;
    this.#latest.hidden = true;
    if (document.visibilityState === "visible") this.#conversation.seen();
  }

  async #loadOlder() {
    const height = this.#log.scrollHeight;
    this.#older.disabled = true;
    await this.#conversation.loadOlder().catch(() => {}); // the button stays
    this.#older.disabled = false;
    this.#log.scrollTop += this.#log.scrollHeight - height;
  }

  // --- writing

  #key(event) {
    // On a phone Enter is the way to a new line; while a word is being composed it picks the word.
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches;
    if (sends) this.#submit(event);
  }

  #wrote() {
    this.#conversation.draft = this.#text.value;
    this.#conversation.typing(this.#text.value.trim() !== "");
  }

  #submit(event) {
    event.preventDefault();
    const words = this.#text.value.trim();
    if (!words || this.#text.disabled) return;
    this.#text.value = this.#conversation.draft = "";
    this.#conversation.write(words);
    this.#toEnd();
    this.#text.focus();
  }
}

function presence({ status, last_seen: seen }) {
  if (status === "online") return "Online";
  if (status === "away") return "Away";
  return seen ? lastSeen(seen) : "Offline";
}

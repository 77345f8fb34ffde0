import { el, icon, iconButton } from "./dom.js";
import { excerpt, problemWords } from "./message-view.js";
import { fileSize } from "./times.js";
import { t } from "./words.js";

/** As many as the service takes in one message. */
const MOST_FILES = 10;
const COUNT_FROM = 0.9;
/** The count is said aloud when no more than these are left, and when there are too many; not at each key. */
const COUNT_ALOUD = [0, 10, 100];

/** Where messages are written: words, files, answers, corrections. */
export class Composer {
  #room;
  #on;
  #draftKey;
  #files = [];
  #replyTo = null;
  #editing = null;
  #context = el("div", { class: "context", hidden: true });
  #tray = el("ul", { class: "tray", hidden: true });
  #count = el("p", { class: "count" });
  #countAloud = el("p", { class: "hidden", role: "status" });
  #step;
  #text;
  #picker = el("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-label": t("attach"), onchange: () => this.#picked() });
  #attach = iconButton("clip", t("attach"), () => this.#picker.click());
  #send = el("button", { class: "send", title: t("send"), "aria-label": t("send") }, icon("send"));

  /** @param {Room} room @param {{settings, userId: string, sent: () => void, editLast: () => void, say: (words: string) => void}} on */
  constructor(room, on) {
    this.#room = room;
    this.#on = on;
    this.#draftKey = `carechain.draft.${on.userId}.${room.id}`;
    this.#text = el("textarea", { id: "words", rows: "1", "aria-label": t("message"), placeholder: t("write"), dir: "auto" });
    this.#text.value = sessionStorage.getItem(this.#draftKey) ?? "";
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("input", () => this.#wrote());
    this.#text.addEventListener("paste", (event) => this.#pasted(event));
    this.#text.addEventListener("blur", () => room.typing(false));
    const line = el("div", { class: "line" }, this.#attach, this.#picker, this.#text, this.#send);
    this.element = el("form", { class: "composer", onsubmit: (event) => this.#submit(event) }, this.#context, this.#tray, line, this.#count, this.#countAloud);
    this.#grow();
    this.#showButton();
  }

  focus() {
    this.#text.focus();
  }

  /** @param {boolean} isClosed nobody may write here */
  show(isClosed) {
    this.#text.disabled = this.#attach.disabled = isClosed;
    this.#showButton();
  }

  close() {
    this.#room.typing(false);
  }

  // --- answers and corrections

  replyTo(message) {
    this.#leaveContext();
    this.#replyTo = message;
    this.#showContext(message.isMine ? t("replying_self") : t("replying", { name: message.sender.name }), excerpt(message));
  }

  edit(message) {
    this.#leaveContext();
    this.#editing = message;
    this.#text.value = message.content;
    this.#showContext(t("editing"), excerpt(message));
    this.#grow();
    this.#showButton();
  }

  #showContext(title, words) {
    const leave = iconButton("close", t("cancel"), () => this.#leaveContext());
    this.#context.replaceChildren(el("p", {}, el("b", {}, title), el("span", { dir: "auto" }, words)), leave);
    this.#context.hidden = false;
    this.focus();
  }

  #leaveContext() {
    if (this.#editing) this.#text.value = sessionStorage.getItem(this.#draftKey) ?? "";
    this.#editing = this.#replyTo = null;
    this.#context.hidden = true;
    this.#grow();
    this.#showButton();
    this.focus();
  }

  // --- words

  #key(event) {
    // On a phone Enter is the way to a new line; while a word is being composed it picks the word.
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches;
    if (sends) this.#submit(event);
    else if (event.key === "Escape" && !this.#context.hidden) this.#leaveContext();
    else if (event.key === "ArrowUp" && !this.#text.value) {
      event.preventDefault();
      this.#on.editLast();
    }
  }

  #wrote() {
    if (!this.#editing) this.#keepDraft();
    this.#room.typing(this.#text.value.trim() !== "");
    this.#grow();
    this.#showButton();
  }

  #keepDraft() {
    try {
      if (this.#text.value) sessionStorage.setItem(this.#draftKey, this.#text.value);
      else sessionStorage.removeItem(this.#draftKey);
    } catch {
      // only a reload forgets it
    }
  }

  /** Browsers that size a textarea by its content do so by themselves. */
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight + 2}px`;
  }

  #left() {
    // The service counts characters, not UTF-16 units.
    return this.#on.settings.content_characters - [...this.#text.value.trim()].length;
  }

  #showButton() {
    const left = this.#left();
    const isEmpty = !this.#text.value.trim() && (this.#editing !== null || this.#files.length === 0);
    this.#send.disabled = this.#text.disabled || isEmpty || left < 0;
    const words = t(this.#editing ? "save" : "send");
    this.#send.title = words;
    this.#send.setAttribute("aria-label", words);
    this.#showCount(left);
  }

  #showCount(left) {
    const isNear = left < this.#on.settings.content_characters * (1 - COUNT_FROM);
    const count = left < 0 ? t("characters_over", { n: -left }) : isNear ? t("characters_left", { n: left }) : "";
    this.#count.textContent = count;
    this.#count.classList.toggle("problem", left < 0);
    const step = left < 0 ? "over" : COUNT_ALOUD.find((most) => left <= most);
    if (step === this.#step) return;
    this.#step = step;
    this.#countAloud.textContent = step === undefined ? "" : count;
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#send.disabled) return;
    const content = this.#text.value.trim();
    if (this.#editing) return this.#correct(this.#editing, content);
    const replyTo = this.#replyTo?.id;
    const files = this.#files;
    this.#text.value = "";
    this.#files = [];
    this.#keepDraft();
    this.#showTray();
    this.#leaveContext();
    this.#room.send({ content, replyTo, files });
    this.#on.sent();
  }

  async #correct(message, content) {
    this.#leaveContext();
    if (content === message.content) return;
    try {
      await this.#room.edit(message.id, content);
    } catch (problem) {
      this.#on.say(problemWords(problem));
      this.edit(message); // nothing that was written is lost
      this.#text.value = content;
    }
  }

  // --- files: picked, pasted, dropped

  #picked() {
    this.#add(this.#picker.files);
    this.#picker.value = "";
  }

  #pasted(event) {
    const { files } = event.clipboardData;
    if (files.length === 0) return;
    event.preventDefault();
    this.#add(files);
  }

  takeFilesFrom(place, signal) {
    const curtain = el("div", { class: "curtain", hidden: true }, el("p", {}, icon("clip"), t("drop_here")));
    place.append(curtain);
    const isFiles = (event) => event.dataTransfer.types.includes("Files") && !this.#text.disabled;
    const over = (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      curtain.hidden = false;
    };
    place.addEventListener("dragenter", over, { signal });
    place.addEventListener("dragover", over, { signal });
    place.addEventListener("dragleave", (event) => place.contains(event.relatedTarget) || (curtain.hidden = true), { signal });
    const dropped = (event) => {
      curtain.hidden = true;
      if (!isFiles(event)) return;
      event.preventDefault();
      this.#add(event.dataTransfer.files);
    };
    place.addEventListener("drop", dropped, { signal });
  }

  #add(files) {
    const { attachment_bytes: limit } = this.#on.settings;
    const tooLarge = [...files].filter((file) => file.size > limit);
    const all = [...this.#files, ...files].filter((file) => !tooLarge.includes(file));
    const problems = [];
    if (tooLarge.length > 0) problems.push(t("file_too_large", { name: tooLarge.map((file) => file.name).join(", "), limit: fileSize(limit) }));
    if (all.length > MOST_FILES) problems.push(t("too_many_files", { n: MOST_FILES }));
    if (problems.length > 0) this.#on.say(problems.join(" "));
    this.#files = all.slice(0, MOST_FILES);
    if (this.#editing) this.#leaveContext();
    this.#showTray();
    this.#showButton();
    this.focus();
  }

  #showTray() {
    this.#tray.hidden = this.#files.length === 0;
    this.#tray.setAttribute("aria-label", t("attached", { n: this.#files.length }));
    this.#tray.replaceChildren(
      ...this.#files.map((file) => {
        const remove = () => {
          this.#files = this.#files.filter((one) => one !== file);
          this.#showTray();
          this.#showButton();
          this.focus();
        };
        return el(
          "li",
          {},
          preview(file),
          el("span", {}, el("span", { class: "file-name", dir: "auto" }, file.name), el("span", { class: "file-about" }, fileSize(file.size))),
          iconButton("close", t("remove_file", { name: file.name }), remove),
        );
      }),
    );
  }
}

function preview(file) {
  if (!/^image\/(png|jpeg|gif|webp)$/.test(file.type)) return el("span", { class: "file-icon" }, icon("file"));
  const src = URL.createObjectURL(file);
  return el("img", { src, alt: "", width: 40, height: 40, onload: () => URL.revokeObjectURL(src) });
}

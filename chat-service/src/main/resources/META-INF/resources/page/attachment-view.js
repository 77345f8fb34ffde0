import { el, icon } from "./dom.js";
import { fileSize } from "./times.js";
import { t } from "./words.js";

/** The largest side of a thumbnail on the page. */
const THUMBNAIL_PX = 260;

/** Where a media type does not end in what people call such a file. */
const KINDS = [
  [/word/, "Word"],
  [/excel|spreadsheetml/, "Excel"],
  [/powerpoint|presentationml/, "PowerPoint"],
  [/opendocument/, "OpenDocument"],
  [/plain/, "TXT"],
  [/audio\/mpeg/, "MP3"],
  [/audio\/mp4/, "M4A"],
  [/wave/, "WAV"],
  [/vorbis|opus/, "OGG"],
];

/** Media types as people know them: "PDF, Word, JPEG". */
export function kinds(types) {
  const name = (type) => KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? type.split("/")[1].toUpperCase();
  return [...new Set(types.map(name))].join(", ");
}

/** Hands a file to the browser's own way of saving. */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Thumbnails and files of one conversation: fetched with the token when they come into sight, forgotten with it. */
export class Attachments {
  #rest;
  #problem;
  #urls = new Map();
  #sight;

  /** @param {(words: string) => void} problem */
  constructor(rest, root, problem) {
    this.#rest = rest;
    this.#problem = problem;
    this.#sight = new IntersectionObserver((seen) => this.#seen(seen), { root, rootMargin: "300px" });
  }

  draw(attachments) {
    return el("div", { class: "attachments" }, attachments.map((one) => (isPicture(one) ? this.#picture(one) : this.#file(one))));
  }

  /** What is on its way up, or was. */
  drawUploads(uploads, isUnderWay) {
    const one = ({ name, size, part, isThere }) =>
      el(
        "div",
        { class: "file" },
        el("span", { class: "file-icon" }, icon("file")),
        el("span", { class: "file-text" }, el("span", { class: "file-name", dir: "auto" }, name), el("span", { class: "file-about" }, fileSize(size))),
        isUnderWay && !isThere && el("progress", { max: "1", value: part, "aria-label": t("upload_progress", { name }) }),
      );
    return el("div", { class: "attachments" }, uploads.map(one));
  }

  #picture(attachment) {
    const scale = Math.min(1, THUMBNAIL_PX / Math.max(attachment.width ?? THUMBNAIL_PX, attachment.height ?? THUMBNAIL_PX));
    const size = attachment.width
      ? { width: Math.round(attachment.width * scale), height: Math.round(attachment.height * scale) }
      : { width: THUMBNAIL_PX, height: Math.round(THUMBNAIL_PX * 0.66) };
    const picture = el("img", { alt: attachment.name, ...size });
    picture.attachment = attachment;
    const known = this.#urls.get(attachment.id);
    if (known) picture.src = known;
    else this.#sight.observe(picture);
    return el(
      "button",
      { type: "button", class: "picture", "aria-label": t("open_image", { name: attachment.name }), onclick: () => this.#open(attachment) },
      picture,
    );
  }

  #file(attachment) {
    const { name, size, status } = attachment;
    const isBlocked = status === "rejected";
    const about = isBlocked ? t("file_rejected") : status === "pending" ? t("file_pending") : fileSize(size);
    return el(
      "div",
      { class: `file ${status}` },
      el("span", { class: "file-icon" }, icon(isBlocked ? "shield" : "file")),
      el("span", { class: "file-text" }, el("span", { class: "file-name", dir: "auto" }, name), el("span", { class: "file-about" }, about)),
      (status === "clean" || status === "unscanned") &&
        el(
          "button",
          { type: "button", class: "round", title: t("download", { name }), "aria-label": t("download", { name }), onclick: () => this.#save(attachment) },
          icon("download"),
        ),
    );
  }

  #seen(entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#sight.unobserve(target);
      this.#thumbnail(target);
    }
  }

  async #thumbnail(picture) {
    const { id, thumbnail_url: url } = picture.attachment;
    try {
      if (!this.#urls.has(id)) this.#urls.set(id, URL.createObjectURL(await this.#rest.download(url)));
      picture.src = this.#urls.get(id);
    } catch {
      picture.classList.add("broken"); // its name is there, and it can still be opened
    }
  }

  async #save(attachment) {
    const blob = await this.#fetch(attachment);
    if (blob) save(blob, attachment.name);
  }

  /** The whole picture, over everything. */
  async #open(attachment) {
    const blob = await this.#fetch(attachment);
    if (!blob) return;
    const url = URL.createObjectURL(blob);
    const dialog = el(
      "dialog",
      { class: "lightbox", "aria-label": attachment.name, onclose: () => (URL.revokeObjectURL(url), dialog.remove()) },
      el("img", { src: url, alt: attachment.name }),
      el(
        "form",
        { method: "dialog" },
        el("span", { dir: "auto" }, attachment.name),
        el("button", { type: "button", class: "quiet", onclick: () => save(blob, attachment.name) }, icon("download"), t("download_short")),
        el("button", { class: "quiet", autofocus: true }, icon("close"), t("close")),
      ),
    );
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
    dialog.showModal();
  }

  async #fetch({ url, name }) {
    try {
      return await this.#rest.download(url);
    } catch ({ message }) {
      this.#problem(t("file_problem", { name, detail: message }));
      return null;
    }
  }

  close() {
    this.#sight.disconnect();
    this.#urls.forEach((url) => URL.revokeObjectURL(url));
    this.#urls.clear();
  }
}

const isPicture = ({ thumbnail_url: url, status }) => Boolean(url) && (status === "clean" || status === "unscanned");

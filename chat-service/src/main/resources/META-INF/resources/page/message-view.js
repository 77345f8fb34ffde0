import { kinds } from "./attachment-view.js";
import { drawCard } from "./card-view.js";
import { button, el, hidden, icon, iconButton } from "./dom.js";
import { linked } from "./text.js";
import { clock, dayName, full, isSameDay } from "./times.js";
import { t, tOr } from "./words.js";

const SAME_BREATH_MS = 5 * 60 * 1000;
/** The same again is refused again. */
const FINAL_CODES = ["too_large", "unsupported_media_type"];

/** What the service says is wrong, in the reader's language where there are words for it. */
export const problemWords = ({ code, message, detail }) => tOr(`error_${code}`, detail ?? message);

/**
 * The messages of a conversation, those on their way last, as items of KeyedChildren.
 *
 * @param {Object[]} messages of a Room
 * @param {{dividerAfter: ?number, can: (what: string, message: Object) => boolean, do: Object, attachments: Attachments,
 *          acceptedTypes: string[]}} view
 */
export function items(messages, view) {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const drawn = [];
  let before = null;
  let divided = view.dividerAfter === null;
  messages.forEach((message, index) => {
    if (!before || !isSameDay(before.created_at, message.created_at)) {
      drawn.push(day(message));
      before = null;
    }
    if (!divided && (message.seq ?? Infinity) > view.dividerAfter && !message.isMine) {
      divided = true;
      drawn.push({ key: "divider", stamp: String(view.dividerAfter), draw: divider });
      before = null;
    }
    const place = { continued: isContinued(before, message), last: !isContinued(message, messages[index + 1]) };
    drawn.push(message.message_type === "system" ? card(message, view) : item(message, place, byId, view));
    before = message;
  });
  return drawn;
}

function isContinued(before, message) {
  return (
    Boolean(before && message) &&
    before.sender.id === message.sender.id &&
    before.message_type !== "system" &&
    message.message_type !== "system" &&
    isSameDay(before.created_at, message.created_at) &&
    new Date(message.created_at) - new Date(before.created_at) < SAME_BREATH_MS
  );
}

function day({ key, created_at: time }) {
  const name = dayName(time);
  return { key: `day of ${key}`, stamp: name, draw: () => el("p", { class: "day" }, el("span", {}, name)) };
}

const divider = () => el("p", { class: "divider", id: "new-messages" }, el("span", {}, t("new_messages")));

function card(message, view) {
  const draw = () => {
    const node = drawCard(message, view.do.saveCalendar);
    node.tabIndex = -1;
    return node;
  };
  return { key: message.key, stamp: `${message.id} ${message.rev}`, draw };
}

function item(message, { continued, last }, byId, view) {
  const { key, id, rev, state, problem, uploads = [] } = message;
  const answered = message.reply_to && byId.get(message.reply_to);
  const can = ["reply", "edit", "delete"].filter((what) => view.can(what, message));
  const progress = uploads.map(({ part, isThere }) => `${part.toFixed(2)}${isThere}`);
  return {
    key,
    stamp: [id, rev, state, continued, last, can, answered?.rev, progress, problem?.code].join(" "),
    draw: () => bubble(message, { continued, last, answered, can, view }),
  };
}

function bubble(message, { continued, last, answered, can, view }) {
  const { isMine, state, problem } = message;
  const gone = Boolean(message.deleted_at);
  const name = isMine ? t("said_you", { time: clock(message.created_at) }) : t("says", { name: message.sender.name, time: clock(message.created_at) });
  const names = ["message", isMine ? "mine" : "theirs", continued && "continued", last && "last", gone && "gone"];
  return el(
    "article",
    { class: names.filter(Boolean).join(" "), tabindex: "-1", "aria-label": name, "data-key": message.key, "data-seq": message.seq },
    el(
      "div",
      { class: "bubble" },
      message.reply_to && !gone && quote(message.reply_to, answered, view),
      !gone && message.attachments.length > 0 && view.attachments.draw(message.attachments),
      !gone && message.attachments.length === 0 && message.uploads?.length > 0 && view.attachments.drawUploads(message.uploads, state === "sending"),
      (gone || message.content) && el("p", { class: "words", dir: "auto" }, gone ? t("this_was_deleted") : linked(message.content)),
      meta(message, gone),
      can.length > 0 && actions(message, can, view),
    ),
    state === "failed" && failed(message, problem, view),
    state === "sending" && message.uploads?.some((one) => !one.isThere) && el("p", { class: "under" }, button(t("cancel"), () => view.do.discard(message))),
  );
}

function meta(message, gone) {
  const { state } = message;
  const words = state && t(`state_${state}`);
  return el(
    "p",
    { class: "meta" },
    message.edited_at && !gone && el("span", { title: t("edited_at", { time: full(message.edited_at) }) }, `${t("edited")} ·`),
    el("time", { datetime: message.created_at, title: full(message.created_at) }, clock(message.created_at)),
    state && el("span", { class: `state ${state}`, title: words }, icon(state), hidden(words)),
  );
}

function quote(id, answered, view) {
  const text = answered ? excerpt(answered) : t("earlier_message");
  return el(
    "button",
    { type: "button", class: "quote", onclick: () => view.do.goTo(id) },
    answered && el("b", { dir: "auto" }, answered.sender.name),
    el("span", { dir: "auto" }, text),
  );
}

/** A message in one line. */
export function excerpt(message) {
  if (message.deleted_at) return t("deleted");
  return message.content.slice(0, 160) || message.attachments.map((one) => one.name).join(", ");
}

function actions(message, can, view) {
  return el(
    "div",
    { class: "actions", role: "group", "aria-label": t("actions") },
    can.map((what) => iconButton(what, t(what), () => view.do[what](message))),
  );
}

function failed(message, problem, view) {
  return el(
    "p",
    { class: "failed", role: "alert" },
    t("not_sent", { detail: problemWords(problem) }),
    " ",
    problem.code === "unsupported_media_type" && t("accepted_kinds", { kinds: kinds(view.acceptedTypes) }),
    !FINAL_CODES.includes(problem.code) && button(t("try_again"), () => view.do.retry(message)),
    button(t("discard"), () => view.do.discard(message)),
  );
}

import { drawSystem } from "./card-view.js";
import { button, el, hidden, icon } from "./dom.js";
import { clock, dayName, full } from "./times.js";

const SAME_BREATH_MS = 5 * 60 * 1000;
const STATES = { sending: "Sending", sent: "Sent", delivered: "Delivered", read: "Read", failed: "Not sent" };

/** The messages of a conversation, those on their way last, as items of KeyedChildren. */
export function items(conversation, me) {
  const drawn = [];
  let before = null;
  for (const message of [...conversation.timeline.messages(), ...pending(conversation, me)]) {
    if (!before || new Date(before.created_at).toDateString() !== new Date(message.created_at).toDateString())
      drawn.push(day(message));
    drawn.push(item(message, isContinued(before, message), conversation, me));
    before = message;
  }
  return drawn;
}

/** What is in the outbox, as messages without a seq. */
function pending({ outbox }, me) {
  return outbox
    .entries()
    .map((entry) => ({
      client_id: entry.clientId,
      content: entry.content,
      created_at: entry.at,
      message_type: "text",
      sender: { id: me },
      entry,
    }));
}

function isContinued(before, message) {
  return (
    before?.sender.id === message.sender.id &&
    before.message_type !== "system" &&
    new Date(message.created_at) - new Date(before.created_at) < SAME_BREATH_MS
  );
}

function day({ id, client_id: clientId, created_at: time }) {
  const name = dayName(time);
  const draw = () => el("p", { class: "day" }, el("span", {}, name));
  return { key: `day of ${clientId ?? id}`, stamp: name, draw };
}

function item(message, continued, conversation, me) {
  const isMine = message.sender.id === me;
  const state = isMine && !message.deleted_at ? stateOf(message, conversation.people.other) : null;
  const { id, rev, entry } = message;
  return {
    // The same from the first keystroke to the last tick, so that a message does not jump.
    key: isMine && message.client_id ? message.client_id : id,
    stamp: JSON.stringify([id, rev, continued, state, entry?.problem]),
    draw: () =>
      message.message_type === "system"
        ? drawSystem(message)
        : bubble(message, { isMine, continued, state, conversation }),
  };
}

function stateOf({ seq, entry }, other) {
  if (entry) return { waiting: "sending", sending: "sending", sent: "sent", failed: "failed" }[entry.state];
  if (other?.read_seq >= seq) return "read";
  return other?.delivered_seq >= seq ? "delivered" : "sent";
}

function bubble(message, { isMine, continued, state, conversation }) {
  const gone = message.deleted_at;
  return el(
    "div",
    { class: `message ${isMine ? "mine" : "theirs"}${continued ? " continued" : ""}${gone ? " gone" : ""}` },
    el(
      "div",
      { class: "bubble" },
      hidden(isMine ? "You: " : `${message.sender.name}: `),
      el("p", { class: "words", dir: "auto" }, gone ? "This message was deleted." : message.content),
      el(
        "p",
        { class: "meta" },
        message.edited_at && !gone && "edited ",
        el("time", { datetime: message.created_at, title: full(message.created_at) }, clock(message.created_at)),
        state && el("span", { class: `state ${state}`, title: STATES[state] }, icon(state), hidden(STATES[state])),
      ),
    ),
    state === "failed" && failed(message.entry, conversation.outbox),
  );
}

function failed(entry, outbox) {
  return el(
    "p",
    { class: "failed", role: "alert" },
    `Not sent: ${entry.problem} `,
    button("Try again", () => outbox.retry(entry.clientId)),
    button("Discard", () => outbox.discard(entry.clientId)),
  );
}

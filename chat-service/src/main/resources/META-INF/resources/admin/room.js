// One room: who is in it, what was written, and what an administrator may do about it.

import { ago, announce, button, count, el, hidden, time } from "./dom.js";
import { askForReason } from "./dialog.js";
import { nameOf, roomName, status } from "./parts.js";

const PAGE = 50;

export async function showRoom({ place, session, id, query, isOpen, title }) {
  const path = `/rooms/${encodeURIComponent(id)}`;
  const room = await session.get(`${path}/`);
  if (!isOpen()) return;
  title(roomName(room));
  const head = el("header", { class: "room-head" });
  const list = el("ol", { class: "messages" });
  const older = el("div", { class: "more" });
  const newer = el("div", { class: "more" });
  place.append(head, people(room), el("section", { "aria-label": "Messages", class: "conversation" }, older, list, newer));
  showHead(room);

  // A search leads to a message in the middle of a room: then both directions are open.
  const around = Number(query.seq) || null;
  const first = around
    ? await session.get(`${path}/messages/`, { after_seq: Math.max(0, around - PAGE / 2), limit: PAGE })
    : await session.get(`${path}/messages/`, { limit: PAGE });
  if (!isOpen()) return;
  list.append(...first.results.map(message));
  const isAtStart = around ? (first.results[0]?.seq ?? 1) === 1 : !first.has_more;
  showOlder(!isAtStart && first.results[0]?.seq);
  showNewer(around && first.has_more && first.results.at(-1).seq);
  if (!first.results.length) list.append(el("li", { class: "muted" }, "Nobody has written anything yet."));
  const found = around && list.querySelector(`[data-seq="${around}"]`);
  if (found) {
    found.classList.add("found");
    found.scrollIntoView({ block: "center" });
  }

  function showHead(now) {
    const isOpenRoom = now.status === "active";
    head.replaceChildren(
      el("p", { class: "crumbs" }, el("a", { href: "#rooms" }, "Rooms"), " / ", now.job.title),
      el("h1", {}, roomName(now), " ", status(now.status)),
      el(
        "dl",
        { class: "facts" },
        fact("Job", [now.job.title, ` (${now.job.id})`]),
        fact("Application", now.application_id ?? "none"),
        fact("Messages", count(now.last_seq, "message")),
        fact("Opened", time(now.created_at)),
        fact("Latest activity", time(now.updated_at)),
        fact("Room id", el("code", {}, now.id), "wide"),
      ),
      el(
        "div",
        { class: "buttons" },
        button(isOpenRoom ? "Close room …" : "Reopen room …", () => changeStatus(isOpenRoom)),
        el("a", { class: "quiet", href: `#messages?room=${now.id}` }, "Search in this room"),
        el("a", { class: "quiet", href: `#audit?room=${now.id}` }, "Audit of this room"),
      ),
    );
  }

  async function changeStatus(isClosing) {
    const now = await askForReason({
      title: isClosing ? "Close this room?" : "Reopen this room?",
      explanation: isClosing
        ? "Both can go on reading, nobody can write any more. They see at once that it is closed."
        : "Both can write again, at once.",
      action: isClosing ? "Close room" : "Reopen room",
      isDangerous: isClosing,
      perform: (reason) => session.post(`${path}/${isClosing ? "close" : "reopen"}/`, { reason }),
    });
    if (!now) return;
    showHead(now);
    head.querySelector("button").focus();
    announce(isClosing ? "The room is closed." : "The room is open again.");
  }

  function message(m) {
    const item = el(
      "li",
      { class: m.message_type === "system" ? "message system" : "message", "data-seq": m.seq },
      el(
        "p",
        { class: "from" },
        el("b", {}, m.sender.name),
        el("span", { class: "muted" }, m.sender.role),
        el("a", { href: `#room/${m.room_id}?seq=${m.seq}`, class: "muted" }, hidden("Message "), `#${m.seq}`),
        time(m.created_at),
        m.edited_at ? el("span", { class: "muted" }, "edited ", time(m.edited_at)) : null,
      ),
      m.deleted_at ? tombstone(m) : [el("p", { class: "words" }, m.content), files(m)],
      m.deleted_at ? null : el("div", { class: "tools" }, button(["Redact …", hidden(` message ${m.seq}`)], () => redact(m, item))),
    );
    return item;
  }

  async function redact(m, item) {
    const now = await askForReason({
      title: "Redact this message?",
      explanation: "Its words are taken away for ever, for both and for us. This cannot be undone.",
      quoted: m.content.length > 300 ? `${m.content.slice(0, 300)} …` : m.content,
      action: "Redact message",
      isDangerous: true,
      perform: (reason) => session.post(`${path}/messages/${m.id}/redact/`, { reason }),
    });
    if (!now) return;
    const after = message(now);
    item.replaceWith(after);
    after.tabIndex = -1;
    after.focus();
    announce("The message is redacted.");
  }

  function showOlder(beforeSeq) {
    if (!beforeSeq) return older.replaceChildren();
    older.replaceChildren(
      button("Show older messages", async () => {
        const page = await session.get(`${path}/messages/`, { before_seq: beforeSeq, limit: PAGE });
        const height = document.documentElement.scrollHeight;
        list.prepend(...page.results.map(message));
        showOlder(page.has_more && page.results[0].seq);
        scrollBy(0, document.documentElement.scrollHeight - height); // what was being read stays where it is
        announce(`${count(page.results.length, "older message")} shown`);
      }),
    );
  }

  function showNewer(afterSeq) {
    if (!afterSeq) return newer.replaceChildren();
    newer.replaceChildren(
      button("Show newer messages", async () => {
        const page = await session.get(`${path}/messages/`, { after_seq: afterSeq, limit: PAGE });
        list.append(...page.results.map(message));
        showNewer(page.has_more && page.results.at(-1).seq);
        announce(`${count(page.results.length, "newer message")} shown`);
      }),
    );
  }
}

const fact = (name, words, look) => el("div", { class: look }, el("dt", {}, name), el("dd", {}, words));

function tombstone(m) {
  const by = m.redaction;
  return el(
    "p",
    { class: "words gone" },
    by ? ["Redacted by ", el("b", {}, by.by.name), " · ", time(by.at), el("span", { class: "reason" }, by.reason)] : ["Deleted by its sender · ", time(m.deleted_at)],
  );
}

/** Names only: an administrator's view opens no files. */
function files(m) {
  const all = m.attachments ?? (m.attachment ? [m.attachment] : []);
  return all.length ? el("ul", { class: "files" }, all.map((file) => el("li", {}, file.name ?? "a file", el("span", { class: "muted" }, ` ${file.content_type ?? ""}`)))) : null;
}

function people(room) {
  return el(
    "ul",
    { class: "people", "aria-label": "Members" },
    room.participants.map((one) =>
      el(
        "li",
        {},
        el("p", {}, el("b", {}, one.name), " ", el("span", { class: "muted" }, one.role)),
        el("p", { class: "muted" }, el("code", {}, one.user_id)),
        one.presence ? el("p", { class: `presence ${one.presence.status}` }, presence(one.presence)) : null,
        el("p", { class: "muted" }, `Read ${one.read_seq} and received ${one.delivered_seq} of ${room.last_seq}`, one.read_at ? `, last ${ago(one.read_at)}` : ""),
        one.left_at ? el("p", { class: "problem" }, "Removed ", time(one.left_at)) : null,
        el("p", {}, el("a", { href: `#rooms?${new URLSearchParams({ user: one.user_id })}` }, "All rooms", hidden(` of ${nameOf(room, one.role)}`))),
      ),
    ),
  );
}

function presence({ status, last_seen }) {
  if (status === "unknown") return "Presence is not known: presence-service does not answer";
  return status === "offline" && last_seen ? `offline, seen ${ago(last_seen)}` : status;
}

import { ConversationView } from "./conversation-view.js";
import { el, icon } from "./dom.js";
import { userMenu } from "./menu.js";
import { RoomsView } from "./rooms-view.js";
import { choice } from "./sign-in.js";
import { t } from "./words.js";

/** How long a screen reader has to fetch what is announced. */
const ANNOUNCED_MS = 5000;

const BANNER_AFTER_MS = 1_000;
const IDLE_AFTER_MS = 5 * 60 * 1000;
const TITLE = "CareChain Messaging";

/** The page of one person. @param {?Object} demo who that is, in the local stack */
export function openApp(chat, settings, demo) {
  const inbox = chat.inbox();
  const conversation = el("section", { class: "conversation", id: "conversation", tabindex: "-1", "aria-label": t("conversation") });
  const bannerText = el("span");
  const banner = el("div", { class: "banner", role: "status", hidden: true }, bannerText, retryButton());
  const announcer = el("div", { class: "hidden", role: "status", "aria-atomic": "false" });
  const frame = el("main", { class: "app" });
  const rooms = new RoomsView(inbox, {
    me: () => chat.userId,
    unreadOf,
    menu: userMenu({ name: demo?.name ?? chat.userName ?? chat.userId, role: demo?.role }, demo && leave),
    platform: demo && platformButton(),
    isDemo: demo !== null,
  });
  let view = null;
  let room = null;
  let lostSince = 0;
  let panel = null;

  frame.append(rooms.element, conversation);
  document.body.replaceChildren(
    el("a", { class: "skip", href: "#conversation", onclick: skip }, t("skip")),
    banner,
    frame,
    announcer,
  );

  // --- the room that is open; the address says which: #room/<id>

  function follow() {
    const id = /^#room\/([\w-]+)$/.exec(location.hash)?.[1] ?? null;
    if (id === (room?.id ?? null) && conversation.hasChildNodes()) return;
    view?.close();
    view = null;
    const before = room;
    room = id && chat.room(id);
    if (before) leaveRoom(before);
    frame.classList.toggle("has-open", id !== null);
    conversation.replaceChildren();
    if (room) {
      room.addEventListener("change", showBanner);
      view = new ConversationView(conversation, room, { chat, settings, announce });
    } else {
      conversation.append(nothingOpen());
    }
    showRooms();
    showBanner();
    if (before && !room) rooms.focus(before.id);
  }

  /** A room that was left keeps its socket until everything written there has been taken. */
  function leaveRoom(left) {
    if (left.close()) return;
    left.addEventListener("change", function settled() {
      if (room === left || !left.close()) return;
      left.removeEventListener("change", settled);
    });
  }

  /** What is open and looked at is being read: nothing that flickers. */
  function unreadOf(one) {
    return one.id === room?.id && !document.hidden ? 0 : one.unread_count;
  }

  function showRooms() {
    rooms.show(room?.id ?? null);
    const unread = inbox.rooms.reduce((sum, one) => sum + unreadOf(one), 0);
    document.title = unread ? `(${unread}) ${TITLE}` : TITLE;
  }

  function announce(words) {
    // Said once; then it is gone, so that no words outlive the message they came from.
    const said = el("p", {}, words);
    announcer.append(said);
    setTimeout(() => said.remove(), ANNOUNCED_MS);
  }

  // --- the connection

  function showBanner() {
    const isLost = [inbox, room].some((one) => one && (one.connection === "connecting" || one.connection === "waiting"));
    if (!isLost) lostSince = 0;
    else if (!lostSince) {
      lostSince = Date.now();
      setTimeout(showBanner, BANNER_AFTER_MS);
    }
    const isShown = isLost && Date.now() - lostSince >= BANNER_AFTER_MS;
    if (banner.hidden === !isShown) return;
    banner.hidden = !isShown;
    bannerText.textContent = isShown ? t("banner_offline") : "";
  }

  function retryButton() {
    return el("button", { type: "button", class: "quiet", onclick: () => chat.retryNow() }, t("try_now"));
  }

  // --- whether somebody is here

  let idleTimer = 0;
  let isIdle = false;
  function here() {
    clearTimeout(idleTimer);
    if (isIdle) inbox.idle((isIdle = false));
    idleTimer = setTimeout(() => inbox.idle((isIdle = true)), IDLE_AFTER_MS);
  }
  for (const sign of ["pointermove", "keydown", "focus", "touchstart"]) addEventListener(sign, here, { passive: true });

  // --- the local stack

  function platformButton() {
    const toggle = async () => {
      const { PlatformPanel } = await import("./platform-panel.js");
      panel ??= new PlatformPanel(inbox, demo);
      if (panel.element.isConnected) panel.element.remove();
      else {
        frame.append(panel.element);
        panel.open();
      }
      frame.classList.toggle("has-panel", panel.element.isConnected);
      opener.setAttribute("aria-expanded", String(panel.element.isConnected));
    };
    const opener = el(
      "button",
      { type: "button", class: "quiet platform-opener", "aria-expanded": "false", onclick: toggle },
      icon("platform"),
      el("span", {}, t("platform")),
    );
    addEventListener("carechain:close-platform", toggle);
    return opener;
  }

  function leave() {
    choice.clear();
    chat.close();
    location.assign(location.pathname); // ends every socket and forgets the token
  }

  function skip(event) {
    event.preventDefault();
    (conversation.querySelector("textarea:enabled") ?? conversation).focus();
  }

  inbox.addEventListener("change", () => {
    showRooms();
    showBanner();
  });
  addEventListener("hashchange", follow);
  document.addEventListener("visibilitychange", () => {
    view?.show();
    showRooms();
  });
  chat.addEventListener("signedout", () => removeEventListener("hashchange", follow));
  chat.unsentRooms().forEach((id) => leaveRoom(chat.room(id)));
  here();
  follow();
}

function nothingOpen() {
  return el("div", { class: "nothing" }, icon("chat"), el("h2", {}, t("pick_one")), el("p", {}, t("pick_one_about")));
}

import { Api } from "./api.js";
import { Conversation } from "./conversation.js";
import { ConversationView } from "./conversation-view.js";
import { el } from "./dom.js";
import { RoomsView } from "./rooms-view.js";
import { Rooms } from "./rooms.js";
import { DEMO_PEOPLE, Session, choice } from "./session.js";

const BANNER_AFTER_MS = 1_000;
const TITLE = document.title;
const $ = (id) => document.getElementById(id);

const person = choice.get();
if (person) open(new Session(person));
else signIn();

// --- who

function signIn() {
  $("signin").hidden = false;
  $("people").replaceChildren(
    ...DEMO_PEOPLE.map((one) =>
      el(
        "li",
        {},
        el("button", { type: "button", onclick: () => enter(one) }, el("b", {}, one.name), el("span", {}, one.about)),
      ),
    ),
  );
}

async function enter(one) {
  const session = new Session(one);
  try {
    await session.renew();
  } catch (problem) {
    $("signin-problem").textContent =
      problem.status === 404 ? "These demo people exist in the local stack only." : `That did not work: ${problem.message}`;
    return;
  }
  choice.set(one);
  $("signin").hidden = true;
  open(session);
}

// --- the page of one person

function open(session) {
  const api = new Api(session);
  const conversations = new Map();
  let view = null;
  let openId;
  let listConnection = "connecting";
  let lostSince = 0;
  let isDrawing = false;

  const rooms = new Rooms(session, api, showRooms, (state) => {
    listConnection = state;
    showBanner();
  });
  const roomsView = new RoomsView($("rooms"), rooms);

  function showRooms() {
    roomsView.show();
    const unread = rooms.unreadTotal;
    document.title = unread ? `(${unread}) ${TITLE}` : TITLE;
  }

  /** The address says which room is open: #room/<id>. */
  function follow() {
    const id = /^#room\/([\w-]+)$/.exec(location.hash)?.[1] ?? null;
    if (id === openId) return;
    openId = rooms.openId = id;
    closeOthers();
    $("app").classList.toggle("has-open", id !== null);
    view = id === null ? null : new ConversationView($("conversation"), conversation(id), session.userId);
    if (!view) $("conversation").replaceChildren(el("p", { class: "note" }, "A conversation opens here."));
    showRooms();
    showBanner();
  }

  function conversation(id) {
    if (!conversations.has(id)) {
      conversations.set(id, new Conversation(id, session, api, () => changed(id)));
    }
    return conversations.get(id);
  }

  /** Every frame ends here; what comes at once is drawn once. */
  function changed(id) {
    if (id !== openId) return closeOthers();
    if (isDrawing) return;
    isDrawing = true;
    queueMicrotask(() => {
      isDrawing = false;
      view?.show();
      showBanner();
    });
  }

  /** A room that was left keeps its socket until everything written there has been taken. */
  function closeOthers() {
    for (const [id, one] of conversations) if (id !== openId && one.close()) conversations.delete(id);
  }

  // --- the connection

  function showBanner() {
    const states = [listConnection, conversations.get(openId)?.connection ?? "open"];
    const isLost = states.some((state) => state === "connecting" || state === "waiting");
    if (!isLost) lostSince = 0;
    else if (!lostSince) {
      lostSince = Date.now();
      setTimeout(showBanner, BANNER_AFTER_MS);
    }
    $("banner").hidden = !isLost || Date.now() - lostSince < BANNER_AFTER_MS;
    $("banner-text").textContent = isLost ? "No connection. What you write is sent as soon as it is back." : "";
  }

  $("banner-retry").onclick = () => {
    rooms.retryNow();
    conversations.forEach((one) => one.retryNow());
  };
  $("switch").onclick = () => {
    choice.clear();
    location.assign(location.pathname); // ends every socket and forgets the token
  };
  $("me").textContent = session.person.name;
  $("topbar").hidden = $("app").hidden = false;
  addEventListener("hashchange", follow);
  document.addEventListener("visibilitychange", () => {
    view?.show();
    showRooms();
  });
  follow();
}

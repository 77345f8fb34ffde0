// Sign-in, the frame, and which view is open. The address says which: #rooms?status=closed, #room/<id>, …

import { showAudit } from "./audit.js";
import { button, el } from "./dom.js";
import { showOverview } from "./overview.js";
import { showRoom } from "./room.js";
import { showRooms } from "./rooms.js";
import { showSearch } from "./search.js";
import { Problem, Session } from "./session.js";

const TITLE = document.title;
const DEMO_CHOSEN = "carechain.admin.demo";
const $ = (id) => document.getElementById(id);
const main = $("main");

const VIEWS = {
  overview: { name: "Overview", show: showOverview },
  rooms: { name: "Rooms", show: showRooms },
  messages: { name: "Messages", show: showSearch },
  audit: { name: "Audit", show: showAudit },
  room: { name: "Room", show: showRoom, tab: "rooms" },
};

let session = null;
let opened = 0;

// --- who

function signIn(words = "") {
  session = null;
  $("topbar").hidden = true;
  document.title = TITLE;
  const problem = el("p", { class: "problem", role: "alert" }, words);
  const token = el("textarea", { id: "token", rows: 3, autocomplete: "off", spellcheck: "false", required: true });
  const enter = async (way) => {
    problem.textContent = "";
    try {
      await open(await way());
    } catch (refused) {
      problem.textContent = refusal(refused);
    }
  };
  const demo = async () => {
    const made = await Session.demo().catch((problem) => {
      throw problem.status === 404 ? new Problem(404, "not_found", "This person exists in the local stack only.") : problem;
    });
    sessionStorage.setItem(DEMO_CHOSEN, "yes");
    return made;
  };
  main.replaceChildren(
    el(
      "section",
      { class: "signin" },
      el("img", { src: "/page/icon.svg", alt: "", width: 56, height: 56 }),
      el("h1", {}, "CareChain administration"),
      el("p", { class: "muted" }, "Everything you look at and do here is recorded."),
      button([el("b", {}, "Olga Petersen"), el("span", {}, "Administrator of the local stack")], () => enter(demo), "person"),
      el(
        "form",
        {
          onsubmit: (event) => {
            event.preventDefault();
            enter(async () => Session.of(token.value));
          },
        },
        el("label", { for: "token" }, "Or paste an access token with the role admin"),
        token,
        el("button", { class: "primary" }, "Sign in"),
      ),
      problem,
    ),
  );
}

function refusal(problem) {
  if (problem.status === 401) return "This token is expired or not valid here.";
  if (problem.status === 403) return "This token does not have the role admin.";
  return problem.message;
}

/** The first answer says whether the token is an administrator's; nothing of the frame is shown before. */
async function open(one) {
  session = one;
  $("me").textContent = one.name;
  await follow();
}

$("leave").onclick = () => {
  sessionStorage.removeItem(DEMO_CHOSEN);
  location.assign(location.pathname); // forgets the token
};

// --- which view

const address = () => {
  const [path, query] = location.hash.slice(1).split("?");
  const [name, id] = path.split("/");
  return { name: VIEWS[name] ? name : "overview", id, query: Object.fromEntries(new URLSearchParams(query)) };
};

async function follow() {
  if (!session) return;
  const { name, id, query } = address();
  const view = VIEWS[name];
  const mine = ++opened;
  document.title = `${view.name} · ${TITLE}`;
  $("tabs").replaceChildren(
    ...Object.entries(VIEWS)
      .filter(([, one]) => !one.tab)
      .map(([tab, one]) => el("a", { href: `#${tab}`, "aria-current": tab === (view.tab ?? name) ? "page" : null }, one.name)),
  );
  const place = el("div", { class: `view view-${name}` });
  main.replaceChildren(place);
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
  try {
    await view.show({
      place,
      session,
      id,
      query,
      /** False: the reader has gone elsewhere meanwhile. */
      isOpen: () => mine === opened,
      title: (words) => (document.title = `${words} · ${TITLE}`),
    });
    if (mine === opened) $("topbar").hidden = false;
  } catch (problem) {
    if (mine !== opened) return;
    if (problem.status === 401 || problem.status === 403) signIn(refusal(problem));
    else if (problem.status === undefined) throw problem;
    else place.append(el("p", { class: "problem note", role: "alert" }, problem.message), button("Try again", follow));
  }
}

addEventListener("hashchange", follow);

if (sessionStorage.getItem(DEMO_CHOSEN)) Session.demo().then(open).catch(() => signIn());
else signIn();

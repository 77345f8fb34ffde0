// Who this page belongs to, and where its tokens come from: the platform that this installation names, or demo people.

import { SignedOut } from "../carechain-chat.js";
import { avatar, el } from "./dom.js";
import { t } from "./words.js";

const LIMIT_MS = 10_000;
const CHOSEN = "carechain.person";

/** Of the local stack. Whoever may have a token there may be anybody. */
export const DEMO_PEOPLE = [
  { id: "candidate-ana", name: "Ana Duarte", role: "candidate" },
  { id: "candidate-liam", name: "Liam Okafor", role: "candidate" },
  { id: "employer-st-marys", name: "St. Mary's Hospital", role: "employer" },
  { id: "employer-harbour", name: "Harbour Care Home", role: "employer" },
];

/** This tab's choice; a second window can be somebody else. */
export const choice = {
  get() {
    try {
      const { id, name, role } = JSON.parse(sessionStorage.getItem(CHOSEN));
      return { id, name, role };
    } catch {
      return null; // nobody yet
    }
  },
  set: (person) => sessionStorage.setItem(CHOSEN, JSON.stringify(person)),
  clear: () => sessionStorage.removeItem(CHOSEN),
};

/** @returns {() => Promise<string>} for CareChainChat: a token of the one who is signed in at the platform, by cookie */
export function platformTokens(tokenUrl) {
  return async () => {
    const answer = await fetch(tokenUrl, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(LIMIT_MS) });
    if (answer.status === 401 || answer.status === 403) throw new SignedOut();
    if (!answer.ok) throw new Error(`${tokenUrl} answered ${answer.status}`);
    return (await answer.json()).access_token;
  };
}

/** @returns {() => Promise<string>} for CareChainChat: a token of the local stack's identity endpoint */
export function demoTokens({ id, name, role }) {
  return async () => {
    const body = JSON.stringify({ sub: id, name, groups: [role] });
    const headers = { "content-type": "application/json" };
    const answer = await fetch("/dev/token", { method: "POST", headers, body, signal: AbortSignal.timeout(LIMIT_MS) });
    if (answer.status === 404) throw new SignedOut(t("no_demo"));
    if (!answer.ok) throw new Error(`/dev/token answered ${answer.status}`);
    return (await answer.json()).access_token;
  };
}

/** @param {(person: Object) => Promise<void>} enter throws when that person cannot come in */
export function showPeople(enter) {
  const problem = el("p", { class: "problem", role: "alert" });
  const come = async (person) => {
    try {
      await enter(person);
    } catch ({ message }) {
      problem.textContent = t("did_not_work", { detail: message });
    }
  };
  const one = (person) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", onclick: () => come(person) },
        avatar(person),
        el("span", {}, el("b", {}, person.name), el("span", {}, t(`role_${person.role}`))),
      ),
    );
  show(
    el("h1", {}, t("welcome")),
    el("p", { class: "lead" }, t("who_are_you")),
    el("ul", { class: "people" }, DEMO_PEOPLE.map(one)),
    problem,
    el("p", { class: "muted" }, t("second_window")),
    el("p", {}, el("a", { href: "/admin/" }, t("admin_view"))),
  );
}

export function showSignedOut(signInUrl, words) {
  show(
    el("h1", {}, t("signed_out")),
    el("p", { class: "lead" }, words),
    signInUrl && el("p", {}, el("a", { class: "primary", href: signInUrl }, t("sign_in"))),
  );
}

/** Nothing can be shown yet, and nobody has to do anything: it is asked again. */
export function showWaiting() {
  show(el("p", { class: "lead", role: "status" }, t("error_unreachable"), " ", t("connecting")));
}

function show(...children) {
  const logo = el("img", { src: "/page/icon.svg", alt: "", width: 56, height: 56 });
  document.body.replaceChildren(el("main", { class: "signin" }, logo, ...children.filter(Boolean)));
}

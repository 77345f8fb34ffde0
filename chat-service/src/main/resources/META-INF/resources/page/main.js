import { CareChainChat } from "../carechain-chat.js";
import { openApp } from "./app.js";
import { showTheme } from "./preferences.js";
import { choice, demoTokens, platformTokens, showPeople, showSignedOut, showWaiting } from "./sign-in.js";
import { t } from "./words.js";

const LIMIT_MS = 10_000;
/** Between tries while nothing of the page can be shown; the last one for all that follow. */
const PAUSES_MS = [500, 1_000, 2_000, 5_000, 10_000];

showTheme();
start();

async function start() {
  const settings = await untilAnswered(settingsOfThisInstallation);
  const person = choice.get();
  if (settings.token_url) signIn(settings, platformTokens(settings.token_url));
  else if (person) openApp(newChat(settings, demoTokens(person), person), settings, person);
  else if (await untilAnswered(hasDemoPeople)) choose(settings);
  else showSignedOut(settings.sign_in_url, t("no_demo"));
}

function choose(settings) {
  showPeople((person) => enter(settings, person));
}

async function enter(settings, person) {
  const chat = newChat(settings, demoTokens(person), person);
  await chat.signIn();
  choice.set(person);
  openApp(chat, settings, person);
}

/** Whoever is not signed in at the platform has been told so by then, see `newChat`. */
async function signIn(settings, token) {
  const chat = newChat(settings, token);
  await untilAnswered(() => chat.signIn().catch(unlessSignedOut));
  if (chat.userId) openApp(chat, settings, null);
  else showSignedOut(settings.sign_in_url, t("signed_out_about"));
}

function unlessSignedOut(problem) {
  if (problem.code !== "signed_out") throw problem;
}

/** @param {() => Promise<T>} ask again and again, for as long as it throws @template T */
async function untilAnswered(ask) {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch {
      if (tries === 0) showWaiting();
      const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)];
      await new Promise((resume) => setTimeout(resume, pause * (0.5 + Math.random())));
    }
  }
}

function newChat(settings, token, person = null) {
  const chat = new CareChainChat({ token, userId: person?.id, storage: sessionStorage });
  chat.addEventListener("signedout", () => {
    choice.clear();
    showSignedOut(settings.sign_in_url, person ? t("no_demo") : t("signed_out_about"));
  });
  return chat;
}

/** Only an installation that gives its own tokens to anyone has them. */
async function hasDemoPeople() {
  const answer = await fetch("/dev/jwks.json", { signal: AbortSignal.timeout(LIMIT_MS) });
  if (answer.status === 404) return false;
  if (!answer.ok) throw new Error(`/dev/jwks.json answered ${answer.status}`);
  return true;
}

async function settingsOfThisInstallation() {
  const answer = await fetch("/page/settings.json", { signal: AbortSignal.timeout(LIMIT_MS) });
  if (!answer.ok) throw new Error(`/page/settings.json answered ${answer.status}`);
  return answer.json();
}

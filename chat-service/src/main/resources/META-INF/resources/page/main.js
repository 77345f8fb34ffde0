import { CareChainChat } from "../carechain-chat.js";
import { openApp } from "./app.js";
import { showTheme } from "./preferences.js";
import { choice, demoTokens, platformTokens, showPeople, showSignedOut } from "./sign-in.js";
import { t } from "./words.js";

showTheme();
start();

async function start() {
  const settings = await settingsOfThisInstallation();
  const person = choice.get();
  if (settings.token_url) signIn(settings, platformTokens(settings.token_url));
  else if (person) openApp(newChat(settings, demoTokens(person), person), settings, person);
  else choose(settings);
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

/** A platform that does not answer is asked again by the client, like everything else. */
async function signIn(settings, token) {
  const chat = newChat(settings, token);
  await chat.signIn().catch(() => {});
  if (chat.userId) openApp(chat, settings, null);
  else showSignedOut(settings.sign_in_url);
}

function newChat(settings, token, person = null) {
  const chat = new CareChainChat({ token, userId: person?.id, storage: sessionStorage });
  chat.addEventListener("signedout", () => {
    choice.clear();
    showSignedOut(settings.sign_in_url, person ? t("no_demo") : t("signed_out_about"));
  });
  return chat;
}

/** Without an answer the page goes on with what is usual: the service decides in any case. */
async function settingsOfThisInstallation() {
  try {
    const answer = await fetch("/page/settings.json", { signal: AbortSignal.timeout(10_000) });
    if (answer.ok) return await answer.json();
  } catch {
    // as below
  }
  return { content_characters: 10_000, edit_window_seconds: 900, delete_window_seconds: 86_400 };
}

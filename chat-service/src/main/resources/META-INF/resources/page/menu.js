import { avatar, el, icon } from "./dom.js";
import { preferences, showTheme } from "./preferences.js";
import { LANGUAGES, language, t } from "./words.js";

/** Who is here, and how this browser shows the page. @param {?() => void} leave there is somebody else to be */
export function userMenu(person, leave) {
  const popover = el(
    "div",
    { id: "user-menu", class: "menu", popover: "auto", role: "group", "aria-label": t("menu", { name: person.name }) },
    el("p", { class: "menu-who" }, avatar(person), el("span", {}, el("b", {}, person.name), person.role && el("span", {}, t(`role_${person.role}`)))),
    choice(t("theme"), "theme", { "": t("theme_system"), light: t("theme_light"), dark: t("theme_dark") }, preferences.theme ?? "", (value) => {
      preferences.theme = value;
      showTheme();
    }),
    choice(t("language"), "language", LANGUAGES, language, (value) => {
      preferences.language = value;
      location.reload();
    }),
    leave && el("button", { type: "button", class: "quiet wide", onclick: leave }, icon("person"), t("switch_person")),
  );
  const opener = el(
    "button",
    { type: "button", class: "menu-opener", popovertarget: "user-menu", "aria-label": t("menu", { name: person.name }) },
    avatar(person),
  );
  return [opener, popover];
}

function choice(title, name, options, chosen, choose) {
  return el(
    "fieldset",
    { class: "choice" },
    el("legend", {}, title),
    Object.entries(options).map(([value, words]) =>
      el(
        "label",
        {},
        el("input", { type: "radio", name, value, checked: value === chosen, onchange: () => choose(value) }),
        el("span", {}, words),
      ),
    ),
  );
}

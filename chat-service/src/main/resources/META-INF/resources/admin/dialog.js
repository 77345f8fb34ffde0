// Asks for a reason before something is done. The browser keeps the focus inside and closes on Escape.

import { button, el } from "./dom.js";

/**
 * @param {{title, explanation, quoted?, action, isDangerous?, perform: (reason: string) => Promise}} what
 * @returns {Promise<any>} what `perform` answered; undefined when the reader changed their mind
 */
export function askForReason({ title, explanation, quoted, action, isDangerous, perform }) {
  const reason = el("textarea", { id: "reason", name: "reason", rows: 3, maxlength: 500, required: true });
  const problem = el("p", { class: "problem", role: "alert" });
  const confirm = el("button", { class: isDangerous ? "danger" : "primary" }, action);
  let answer;
  const dialog = el(
    "dialog",
    { "aria-labelledby": "dialog-title" },
    el(
      "form",
      {
        onsubmit: async (event) => {
          event.preventDefault();
          if (!reason.value.trim()) {
            problem.textContent = "Say why, please.";
            reason.focus();
            return;
          }
          confirm.disabled = true;
          problem.textContent = "";
          try {
            answer = await perform(reason.value);
            dialog.close();
          } catch (refused) {
            if (refused.status === undefined) throw refused;
            problem.textContent = refused.message;
          } finally {
            confirm.disabled = false;
          }
        },
      },
      el("h2", { id: "dialog-title" }, title),
      el("p", {}, explanation),
      quoted ? el("blockquote", {}, quoted) : null,
      el("label", { for: "reason" }, "Reason (kept in the audit, not shown to the two)"),
      reason,
      problem,
      el("div", { class: "buttons" }, button("Cancel", () => dialog.close()), confirm),
    ),
  );
  const before = document.activeElement;
  document.body.append(dialog);
  dialog.showModal();
  reason.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(answer);
    });
  });
}

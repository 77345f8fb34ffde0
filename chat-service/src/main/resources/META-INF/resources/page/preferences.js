// What this browser remembers of its user: colours and language. Nothing else, and nothing anybody else may not see.

const PREFIX = "carechain.";

/** A storage that is forbidden is done without. */
function item(name, allowed) {
  return {
    enumerable: true,
    get() {
      try {
        const value = localStorage.getItem(PREFIX + name);
        return allowed.includes(value) ? value : null;
      } catch {
        return null;
      }
    },
    set(value) {
      try {
        if (value) localStorage.setItem(PREFIX + name, value);
        else localStorage.removeItem(PREFIX + name);
      } catch {
        // only the next visit does not know it
      }
    },
  };
}

/** Null: as the system has it. */
export const preferences = Object.defineProperties({}, {
  theme: item("theme", ["light", "dark"]),
  language: item("language", ["en", "de"]),
});

export function showTheme() {
  const { theme } = preferences;
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

// Keys for what readers do most. Every one of them can be switched off, since they are single letters.
import { keeps, openSearch, warm } from "./opener.js";

const KEYS = [
  ["/", "Search (or s)"],
  ["n", "Next page"],
  ["p", "Previous page"],
  ["r", "Sources of this page"],
  ["h", "Home"],
  ["?", "These keys"],
];

const on = () => {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
};

const help = () => {
  const dialog = document.createElement("dialog");
  dialog.className = "keys md-typeset";
  dialog.setAttribute("aria-labelledby", "keys-title");
  dialog.innerHTML = '<h2 id="keys-title">Keys</h2><dl></dl><p><label><input type="checkbox"> Single keys are on</label></p><form method="dialog"><button>Close</button></form>';
  for (const [key, does] of KEYS) {
    const name = document.createElement("dt");
    name.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    dialog.querySelector("dl").append(name, Object.assign(document.createElement("dd"), { textContent: does }));
  }
  const box = dialog.querySelector("input");
  box.checked = on();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem("keys", box.checked ? "on" : "off");
    } catch {
      box.checked = true; // nothing is remembered, so nothing can be switched off
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

const follow = (selector) => document.querySelector(selector)?.click();
const DO = {
  "/": () => openSearch(),
  s: () => openSearch(),
  n: () => follow(".md-footer__link--next"),
  p: () => follow(".md-footer__link--prev"),
  h: () => follow(".site-name"),
  r: () => document.getElementById("sources") && (location.hash = "sources"),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input:not([type=radio]), select, textarea, dialog, [contenteditable]")) return;
  if (keeps(event)) {
    event.preventDefault();
    return;
  }
  if (!Object.hasOwn(DO, event.key) || (event.key !== "?" && !on())) return;
  event.preventDefault();
  DO[event.key]();
});

// The ways into the search: its button, the field of the home page, an address with ?q=.
const button = document.querySelector(".search-button");
button.addEventListener("click", () => openSearch());
for (const reach of ["pointerenter", "focus"]) button.addEventListener(reach, warm, { once: true });

for (const form of document.querySelectorAll(".home-search")) {
  const field = form.querySelector("input");
  field.addEventListener("focus", warm, { once: true });
  const hand = () => {
    const written = field.value; // all that was typed until the dialog was there
    field.value = "";
    return written;
  };
  field.addEventListener("input", () => openSearch(hand));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    openSearch(hand);
  });
}
document.querySelector("[data-keys]")?.addEventListener("click", help);

const asked = new URLSearchParams(location.search).get("q");
if (asked !== null) openSearch(asked);
